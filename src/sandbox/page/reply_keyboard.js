// The bot's keyboard in place of the typing keyboard, and the answer a bot asks for.

import { byId, element } from './dom.js';
import { keyClass } from './keyboards.js';

/** What a bot wants shared by a button; the sandbox's people have none of it. */
const SPECIAL = ['request_contact', 'request_location', 'request_poll', 'request_users', 'request_chat', 'web_app'];

/** The newest message that sets a keyboard or asks for an answer, or null; `used` when the person wrote since. */
function newestMarkup(messages, personId) {
  let used = false;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    const markup = message.reply_markup;
    if (message.from?.id === personId) used = true;
    if (markup?.keyboard || markup?.force_reply) return { markup, id: message.message_id, used };
    if (markup?.remove_keyboard) return null;
  }
  return null;
}

export class ReplyKeyboard {
  /** `press(text)` sends the words of a button, or hears null from one that cannot be imitated. */
  constructor(press) {
    this.press = press;
    this.panel = byId('reply-keyboard');
    this.toggle = byId('show-keyboard');
    this.markup = null;
    this.from = null;
    this.wanted = false;
    this.toggle.addEventListener('click', () => {
      this.wanted = !this.wanted;
      this.paint();
    });
  }

  /** Takes over what the messages leave; answers with the words to show in an empty message box. */
  update(messages, personId, blocked) {
    const found = blocked ? null : newestMarkup(messages, personId);
    const wasUsed = this.used;
    this.used = Boolean(found?.used);
    if (found?.id !== this.from) this.wanted = !(found?.markup.one_time_keyboard && found.used);
    else if (found?.markup.one_time_keyboard && found.used && !wasUsed) this.wanted = false;
    this.from = found?.id;
    this.markup = found?.markup.keyboard ? found.markup : null;
    this.paint();
    const answered = found?.used && (!this.markup || this.markup.one_time_keyboard);
    return found && !answered ? found.markup.input_field_placeholder : '';
  }

  paint() {
    const always = Boolean(this.markup?.is_persistent);
    const shown = Boolean(this.markup) && (this.wanted || (always && !this.markup.one_time_keyboard));
    this.toggle.hidden = !this.markup || (always && !this.markup.one_time_keyboard);
    this.toggle.setAttribute('aria-expanded', String(shown));
    if (shown) this.fill();
    this.panel.hidden = !shown;
  }

  fill() {
    const wanted = JSON.stringify(this.markup);
    // Keys that stay the same stay where they are, and with them the focus.
    if (this.filled === wanted) return;
    this.filled = wanted;
    this.panel.classList.toggle('tall', !this.markup.resize_keyboard);
    const row = (buttons) =>
      element(
        'div',
        { class: 'key-row' },
        buttons.map((button) => this.key(button)),
      );
    this.panel.replaceChildren(...this.markup.keyboard.map(row));
  }

  key(given) {
    const button = typeof given === 'string' ? { text: given } : given;
    const special = SPECIAL.some((field) => button[field]);
    const press = () => this.press(special ? null : button.text);
    return element(
      'button',
      { type: 'button', class: keyClass(button), on: { click: press } },
      element('span', { class: 'key-label' }, button.text),
    );
  }
}

// The list beside the chat: demo people to be, and bots when there are several.

import * as api from './api.js';
import { byId, element, hidden } from './dom.js';
import { fullName, initials, listTime, momentOf, preview, tint } from './format.js';

/** How often the chats that are not open are looked at. */
const LOOK_MS = 10_000;
/** Chats that are looked at in one round. */
const MOST_LOOKED_AT = 12;

/** A round picture: letters, or the coin for farthing itself. */
export function paintAvatar(node, user) {
  node.classList.remove(...[...node.classList].filter((name) => name.startsWith('tint-')));
  const own = user.first_name.toLowerCase() === 'farthing';
  if (!own) node.classList.add(tint(user));
  node.replaceChildren(own ? element('img', { src: '/page/mark.svg', alt: '' }) : initials(user));
}

export class People {
  /** `choose(bot, person)` opens a chat, `refresh()` brings what the server knows of bots and people. */
  constructor(choose, refresh) {
    this.choose = choose;
    this.refresh = refresh;
    this.newest = new Map();
    this.seen = new Map();
    this.state = { bots: [], people: [] };
    this.current = null;
    setInterval(() => this.look(), LOOK_MS);
    document.addEventListener('visibilitychange', () => this.look());
  }

  key(bot, person) {
    return `${bot}:${person}`;
  }

  show(state, current) {
    this.state = state;
    this.current = current;
    this.paint();
  }

  /** Remembers the newest message of a chat for its line in the list. */
  note(chat, message) {
    const key = this.key(chat.bot, chat.person);
    this.newest.set(key, message ?? null);
    if (this.current && key === this.key(this.current.bot, this.current.person))
      this.seen.set(key, message?.message_id ?? 0);
    this.paint();
  }

  /** Asks for the newest message of the chats that are not open. */
  async look() {
    if (document.hidden || !this.current) return;
    await this.refresh();
    const others = this.state.people.filter((person) => person.id !== this.current.person).slice(0, MOST_LOOKED_AT);
    for (const person of others) {
      const chat = { bot: this.current.bot, person: person.id };
      try {
        const { messages } = await api.newest(chat);
        const key = this.key(chat.bot, chat.person);
        // What was there when the page opened is not news.
        if (!this.seen.has(key)) this.seen.set(key, messages.at(-1)?.message_id ?? 0);
        this.newest.set(key, messages.at(-1) ?? null);
      } catch {
        // The banner of the open chat says that the server is gone.
        return;
      }
    }
    this.paint();
  }

  paint() {
    const focused = document.activeElement?.dataset?.choice;
    const { bots, people } = this.state;
    byId('bots').hidden = bots.length < 2;
    byId('bots').replaceChildren(...bots.map((bot) => this.botButton(bot)));
    byId('people').replaceChildren(...people.map((person) => element('li', {}, this.personButton(person))));
    if (focused) document.querySelector(`[data-choice="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  botButton(bot) {
    const pressed = bot.id === this.current?.bot;
    const choose = () => this.choose(bot.id, this.current?.person);
    const options = {
      type: 'button',
      class: 'bot-choice',
      'aria-pressed': String(pressed),
      data: { choice: `bot-${bot.id}` },
      on: { click: choose },
    };
    return element('button', options, bot.first_name);
  }

  personButton(person) {
    const bot = this.current?.bot;
    const key = this.key(bot, person.id);
    const message = this.newest.get(key);
    const current = person.id === this.current?.person;
    const unread = !current && message && message.message_id > (this.seen.get(key) ?? Infinity);
    const avatar = element('span', { class: 'avatar', 'aria-hidden': 'true' });
    paintAvatar(avatar, person);
    const own = message?.from?.id === person.id;
    return element(
      'button',
      {
        type: 'button',
        class: 'person',
        'aria-current': current ? 'true' : null,
        data: { choice: `person-${person.id}` },
        on: { click: () => this.choose(bot, person.id) },
      },
      avatar,
      element(
        'span',
        { class: 'person-words' },
        element('span', { class: 'person-name' }, fullName(person)),
        message ? element('time', { class: 'person-time' }, listTime(momentOf(message))) : null,
        element(
          'span',
          { class: 'person-last' },
          message ? [own ? element('span', { class: 'you' }, 'You: ') : null, preview(message)] : 'No messages yet',
        ),
        unread ? element('span', { class: 'unread' }, hidden('new messages')) : null,
      ),
    );
  }
}

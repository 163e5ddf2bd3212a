// The list of the bot's commands above the message box.

import { announce, byId, element } from './dom.js';

export class Commands {
  /** `send(text)` sends a chosen command, `fill(text)` writes it into the message box. */
  constructor(field, send, fill) {
    this.field = field;
    this.send = send;
    this.fill = fill;
    this.list = byId('commands');
    this.all = [];
    this.shown = [];
    this.chosen = 0;
    this.field.addEventListener('blur', () => this.close());
    // A press on the list must not take the focus out of the message box, or the list would close under it.
    this.list.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  get open() {
    return !this.list.hidden;
  }

  /** Takes the bot's commands. */
  set(commands) {
    this.all = commands ?? [];
    byId('show-commands').hidden = this.all.length === 0;
    this.update();
  }

  /** Opens, narrows or closes the list after what is typed. */
  update() {
    const typed = /^\/([a-z0-9_]*)$/i.exec(this.field.value);
    if (!typed || document.activeElement !== this.field) {
      this.close();
      return;
    }
    const start = typed[1].toLowerCase();
    this.shown = this.all.filter(({ command }) => command.startsWith(start));
    this.chosen = 0;
    if (this.shown.length === 0) this.close();
    else this.paint();
  }

  close() {
    this.list.hidden = true;
    this.field.removeAttribute('aria-activedescendant');
  }

  paint() {
    const opening = this.list.hidden;
    this.list.replaceChildren(...this.shown.map((command, index) => this.option(command, index)));
    this.list.hidden = false;
    this.field.setAttribute('aria-activedescendant', `command-${this.chosen}`);
    this.list.children[this.chosen]?.scrollIntoView({ block: 'nearest' });
    if (opening) announce(`${this.shown.length} commands, arrow keys choose`);
  }

  option({ command, description }, index) {
    return element(
      'li',
      {
        id: `command-${index}`,
        role: 'option',
        class: 'command',
        'aria-selected': String(index === this.chosen),
        on: { click: () => this.take(index) },
      },
      element('span', { class: 'command-name' }, `/${command}`),
      element('span', { class: 'command-words' }, description),
    );
  }

  take(index) {
    const chosen = this.shown[index];
    this.close();
    if (chosen) this.send(`/${chosen.command}`);
  }

  /** Handles a key while the list is open; answers whether it did. */
  key(event) {
    if (!this.open) return false;
    const { length } = this.shown;
    if (event.key === 'ArrowDown') this.chosen = (this.chosen + 1) % length;
    else if (event.key === 'ArrowUp') this.chosen = (this.chosen + length - 1) % length;
    else if (event.key === 'Enter') this.take(this.chosen);
    else if (event.key === 'Escape') this.close();
    else if (event.key === 'Tab' && !event.shiftKey) this.complete();
    else return false;
    if (this.open) this.paint();
    return true;
  }

  /** Writes the chosen command into the message box, for words after it. */
  complete() {
    this.fill(`/${this.shown[this.chosen].command} `);
  }
}

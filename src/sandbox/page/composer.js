// The message box: what is typed, answered or changed.

import { byId, element, hasTouchKeyboard, iconButton } from './dom.js';
import { Commands } from './commands.js';
import { preview } from './format.js';

/** Longest text of one message; a longer one goes as several, as in Telegram's apps. */
const MAX_TEXT = 4096;
/** The message box grows to this many lines, then scrolls. */
const MOST_LINES = 6;

export class Composer {
  /**
   * `actions` has `send(text, replyTo)`, `edit(messageId, text)`, `lastOwn()` (the newest message that may be changed)
   * and `focusMessage(id)`.
   */
  constructor(actions) {
    this.actions = actions;
    this.form = byId('composer');
    this.field = byId('composer-text');
    this.bar = byId('context-bar');
    this.replying = null;
    this.editing = null;
    this.commands = new Commands(
      this.field,
      (text) => this.sendNow(text),
      (text) => this.fill(text),
    );
    this.field.addEventListener('input', () => this.changed());
    this.field.addEventListener('keydown', (event) => this.key(event));
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    byId('show-commands').addEventListener('click', () => this.showCommands());
    this.changed();
  }

  get text() {
    return this.field.value;
  }

  /** Puts words into the box, for instance those of a chat that is opened again. */
  fill(text) {
    this.field.value = text;
    this.changed();
  }

  show(shown) {
    const opening = this.form.hidden && shown;
    this.form.hidden = !shown;
    // A box that is not shown has no height to measure.
    if (opening) this.changed();
  }

  focus() {
    if (!this.form.hidden) this.field.focus({ preventScroll: true });
  }

  /** Focus where it does not make a phone's keyboard pop up. */
  focusQuietly() {
    if (!hasTouchKeyboard()) this.focus();
  }

  placeholder(text) {
    this.field.placeholder = text || 'Message';
  }

  changed() {
    const field = this.field;
    const style = getComputedStyle(field);
    const most =
      parseFloat(style.lineHeight) * MOST_LINES + parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, Math.ceil(most))}px`;
    byId('send').disabled = field.value.trim() === '';
    this.commands.update();
  }

  key(event) {
    if (event.isComposing) return;
    if (this.commands.key(event)) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === 'Escape' && (this.editing || this.replying)) {
      event.preventDefault();
      this.leaveContext();
    } else if (event.key === 'ArrowUp' && this.text === '' && !this.editing) {
      const last = this.actions.lastOwn();
      if (!last) return;
      event.preventDefault();
      this.startEdit(last);
    }
  }

  submit() {
    const text = this.text.trim();
    if (!text) return;
    if (this.editing) {
      const id = this.editing.message_id;
      if (text !== this.editing.text) this.actions.edit(id, text);
      this.leaveContext();
    } else {
      this.sendNow(text);
    }
    this.focus();
  }

  /** Sends words at once, in pieces that fit. */
  sendNow(text) {
    const replyTo = this.replying?.message_id;
    for (const [index, piece] of piecesOf(text).entries()) this.actions.send(piece, index === 0 ? replyTo : undefined);
    this.leaveContext();
    this.fill('');
  }

  startReply(message, focus = true) {
    this.leaveContext();
    this.replying = message;
    this.showContext('Reply to', message);
    if (focus) this.focus();
  }

  startEdit(message) {
    this.leaveContext();
    this.editing = message;
    this.showContext('Edit message', message);
    this.fill(message.text);
    this.focus();
    this.field.setSelectionRange(message.text.length, message.text.length);
  }

  showContext(title, message) {
    const close = () => {
      this.leaveContext();
      this.focus();
    };
    this.bar.replaceChildren(
      element(
        'span',
        { class: 'context-words' },
        element('span', { class: 'quote-name' }, title),
        element('span', { class: 'quote-words' }, preview(message)),
      ),
      iconButton('close', `Cancel: ${title.toLowerCase()}`, close),
    );
    this.bar.hidden = false;
  }

  /** Ends an answer or a change that was begun. */
  leaveContext() {
    if (this.editing) this.fill('');
    this.replying = null;
    this.editing = null;
    this.bar.hidden = true;
  }

  /** Drops an answer to, or a change of, a message that is gone. */
  forget(messageId) {
    if ([this.replying, this.editing].some((message) => message?.message_id === messageId)) this.leaveContext();
  }

  showCommands() {
    if (this.editing) this.leaveContext();
    this.field.focus();
    this.fill('/');
  }
}

/** A text in pieces of at most MAX_TEXT, cut after a line or a word where there is one. */
function piecesOf(text) {
  const pieces = [];
  let rest = text;
  while (rest.length > MAX_TEXT) {
    const head = rest.slice(0, MAX_TEXT);
    const cut =
      [head.lastIndexOf('\n'), head.lastIndexOf(' ')].find((position) => position > MAX_TEXT / 2) ?? wholeLetters(head);
    pieces.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut).trim();
  }
  return [...pieces, rest].filter(Boolean);
}

/** Where to cut so that no letter of two units is torn. */
function wholeLetters(head) {
  const last = head.charCodeAt(head.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? head.length - 1 : head.length;
}

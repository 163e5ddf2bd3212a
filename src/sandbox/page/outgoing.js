// Messages on their way to the server, shown at once and replaced when the server has them.

import * as api from './api.js';
import { toast } from './dialogs.js';
import { byId } from './dom.js';
import { draftNode, pendingNode } from './message.js';

/** A draft that is not continued goes after this long, as in Telegram. */
const DRAFT_MS = 30_000;

export class Outgoing {
  /** `arrived(message)` hears of a message that the server took, `shown()` that something was added at the end. */
  constructor({ arrived, shown }) {
    this.arrived = arrived;
    this.shown = shown;
    this.box = byId('pending');
    this.waiting = [];
    // Messages go one after another, so that they arrive in the order in which they were written.
    this.queue = Promise.resolve();
    this.draft = null;
    this.draftTimer = 0;
  }

  sendText(chat, text, replyTo) {
    this.add(chat, { text, start: () => ({ message: api.send(chat, text, replyTo) }) });
  }

  sendFile(chat, file, { as, caption }) {
    this.add(chat, { file, start: (progress) => api.upload(chat, file, { as, caption, progress }) });
  }

  add(chat, { text, file, start }) {
    const entry = { chat, text, file, stopped: false, transfer: null };
    const drop = () => this.drop(entry);
    const stop = () => {
      entry.stopped = true;
      entry.transfer?.stop();
      drop();
    };
    const retry = () => {
      drop();
      this.add(chat, { text, file, start });
    };
    entry.shape = pendingNode({ text, file }, { stop, retry, drop });
    this.waiting.push(entry);
    this.box.append(entry.shape.node);
    this.shown();
    this.queue = this.queue.then(() => this.run(entry, start));
  }

  async run(entry, start) {
    if (entry.stopped) return;
    try {
      entry.transfer = start((fraction) => entry.shape.progress(fraction));
      const message = await entry.transfer.message;
      this.drop(entry);
      this.arrived(entry.chat, message);
    } catch (error) {
      if (error.name === 'AbortError') return;
      entry.shape.failed(error.message);
      // Its chat may have been left meanwhile.
      if (!entry.shape.node.isConnected) toast(`Not sent: ${entry.file?.name ?? entry.text}. ${error.message}`);
    }
  }

  drop(entry) {
    this.waiting = this.waiting.filter((other) => other !== entry);
    entry.shape.node.remove();
  }

  /** An own message came from the server: the copy that was waiting for it goes, whichever way the message came. */
  match(message) {
    const same = (entry) =>
      entry.file ? message.document?.file_name === entry.file.name : entry.text === message.text;
    const entry = this.waiting.find(same);
    if (entry?.transfer) this.drop(entry);
  }

  /** Forgets what is shown; transfers that run go on. */
  clear() {
    for (const entry of this.waiting) entry.shape.node.remove();
    this.waiting = [];
    this.endDraft();
  }

  /** Shows words that the bot is still writing. */
  showDraft(text, bot) {
    const node = draftNode(text, bot);
    if (this.draft) this.draft.replaceWith(node);
    else this.box.prepend(node);
    this.draft = node;
    clearTimeout(this.draftTimer);
    this.draftTimer = setTimeout(() => this.endDraft(), DRAFT_MS);
    this.shown(false);
  }

  endDraft() {
    clearTimeout(this.draftTimer);
    this.draft?.remove();
    this.draft = null;
  }
}

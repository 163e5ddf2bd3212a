// Pressed buttons that wait for the bot's answer.

import * as api from './api.js';
import { alertBox, toast } from './dialogs.js';
import { buttonKey, showWaiting } from './keyboards.js';

/** A pressed button that nobody answers stops turning after this long. */
const PRESS_MS = 30_000;
/** Answers kept that came before the page knew the number of their press. */
const EARLY_ANSWERS = 50;

export class Presses {
  constructor() {
    /** Keys of the buttons that wait, also while their message is drawn anew. */
    this.waiting = new Set();
    this.asked = new Map();
    this.early = new Map();
    /** Payments under way, by the invoice's message: who wants to know how they end. */
    this.paying = new Map();
  }

  /** Another chat is opened. */
  forget() {
    for (const { timer } of this.asked.values()) clearTimeout(timer);
    this.waiting.clear();
    this.asked.clear();
    this.early.clear();
    for (const tell of this.paying.values()) tell(null);
    this.paying.clear();
  }

  async press(chat, message, button, botName) {
    const key = buttonKey(message.message_id, button.callback_data);
    if (this.waiting.has(key)) return;
    this.turn(key, true);
    const timer = setTimeout(() => this.turn(key, false), PRESS_MS);
    try {
      const { callback_query_id: id } = await api.press(chat, message.message_id, button.callback_data);
      this.asked.set(String(id), { key, timer, botName });
      const early = this.early.get(String(id));
      if (early) this.answered(early);
    } catch (error) {
      clearTimeout(timer);
      this.turn(key, false);
      toast(error.message);
    }
  }

  /** The bot answered a press. */
  answered(event) {
    const id = String(event.callback_query_id);
    const pressed = this.asked.get(id);
    if (!pressed) {
      // The answer may overtake the number of the press.
      this.early.set(id, event);
      if (this.early.size > EARLY_ANSWERS) this.early.delete(this.early.keys().next().value);
      return;
    }
    this.asked.delete(id);
    this.early.delete(id);
    clearTimeout(pressed.timer);
    this.turn(pressed.key, false);
    if (event.url || event.show_alert) alertBox(pressed.botName, event.text ?? '', event.url ?? '');
    else if (event.text) toast(event.text);
  }

  /** Pays an invoice; answers with the reason when it was not paid, else with null. */
  async pay(chat, message) {
    const ended = new Promise((tell) => this.paying.set(message.message_id, tell));
    try {
      await api.pay(chat, message.message_id);
    } catch (error) {
      this.paying.delete(message.message_id);
      return error.message;
    }
    return ended;
  }

  /** The bot agreed to a payment, refused it, or did not answer. */
  paid({ message_id: id, failed }) {
    this.paying.get(id)?.(failed);
    this.paying.delete(id);
  }

  /** Shows on a button, wherever its message stands by now, whether it waits. */
  turn(key, waiting) {
    if (waiting) this.waiting.add(key);
    else this.waiting.delete(key);
    const node = [...document.querySelectorAll('.inline-keyboard [data-key]')].find((one) => one.dataset.key === key);
    if (node) showWaiting(node, waiting);
  }
}

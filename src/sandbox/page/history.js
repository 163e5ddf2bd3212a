// The list of messages: in order, by day, with as much of a long history in the page as is looked at.
//
// Invariant: a message stands in the list once, whatever way and however often it arrives.

import { byId, element } from './dom.js';
import { dayKey, dayLabel, momentOf } from './format.js';
import { messageNode } from './message.js';

/** Messages put into the page at a time. */
const PAGE = 80;
/** Above this many, the oldest leave the page again while the newest are looked at. */
const MOST_SHOWN = 320;
/** Nearer to the end than this, in pixels, counts as looking at the newest message. */
const NEAR_END = 80;
/** Nearer to the beginning than this, in pixels, older messages are fetched into the page. */
const NEAR_BEGINNING = 600;

/** The list counts as moving for this long after it moved. */
const STILL_MS = 900;

export class History {
  /** `view` is what messageNode() wants; `changed` is called after the list changed or was scrolled. */
  constructor(view, changed) {
    this.view = view;
    this.changed = changed;
    this.scroller = byId('scroller');
    this.log = byId('log');
    this.pending = byId('pending');
    this.messages = new Map();
    this.nodes = new Map();
    this.ids = [];
    this.missed = 0;
    this.following = true;
    this.watch();
  }

  /** Messages from the oldest to the newest. */
  list() {
    return this.ids.map((id) => this.messages.get(id));
  }

  get(id) {
    return this.messages.get(id);
  }

  nodeOf(id) {
    return this.nodes.get(id);
  }

  clear() {
    this.messages.clear();
    this.nodes.clear();
    this.ids = [];
    this.missed = 0;
    this.following = true;
    this.log.replaceChildren();
    this.changed();
  }

  /** Takes over what the server has; what is there already stays as it is. */
  load(messages) {
    // A history that opens is not read out from its beginning.
    this.log.setAttribute('aria-live', 'off');
    const known = new Set(messages.map((message) => message.message_id));
    for (const id of [...this.ids]) if (!known.has(id)) this.remove(id);
    const first = this.ids.length === 0;
    for (const message of messages) {
      if (first) this.keep(message);
      else this.put(message);
    }
    if (first) this.showOlder();
    this.end(first);
    this.changed();
    setTimeout(() => this.log.setAttribute('aria-live', 'polite'), 500);
  }

  /** Remembers a message without showing it. */
  keep(message) {
    const id = message.message_id;
    if (!this.messages.has(id)) {
      const after = this.ids.findLastIndex((other) => other < id);
      this.ids.splice(after + 1, 0, id);
    }
    this.messages.set(id, message);
  }

  /** Adds a message, or puts a changed one in the place of the old one. */
  put(message) {
    const id = message.message_id;
    const old = this.messages.get(id);
    if (old && JSON.stringify(old) === JSON.stringify(message)) return;
    this.keep(message);
    if (old) {
      if (this.nodes.has(id)) this.replace(id);
    } else if (this.ids.at(-1) === id || this.nodes.size === 0 || id > this.oldestShown()) {
      this.show(id);
      this.arrived(message);
    }
    this.end();
    this.changed();
  }

  arrived(message) {
    const own = message.from?.id === this.view.person.id;
    if (own) this.following = true;
    else if (!this.following) this.missed += 1;
  }

  /** A changed message: only what differs is put anew, and the keyboard's focus stays where it was. */
  replace(id) {
    const old = this.nodes.get(id);
    const node = messageNode(this.messages.get(id), this.view);
    node.tabIndex = old.tabIndex;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const key = focused?.dataset.key;
    const bubble = node.querySelector('.bubble');
    const oldBubble = old.querySelector('.bubble');
    old.replaceWith(node);
    // The same picture is not loaded again, the same words are not read out again.
    if (bubble && oldBubble && bubble.isEqualNode(oldBubble)) bubble.replaceWith(oldBubble);
    this.nodes.set(id, node);
    if (!focused) return;
    const same = focused.isConnected
      ? focused
      : key && [...node.querySelectorAll('[data-key]')].find((one) => one.dataset.key === key);
    (same || node).focus({ preventScroll: true });
  }

  remove(id) {
    if (!this.messages.delete(id)) return;
    this.ids.splice(this.ids.lastIndexOf(id), 1);
    this.takeOut(id);
    this.changed();
  }

  takeOut(id) {
    const node = this.nodes.get(id);
    if (!node) return;
    const day = node.closest('.day');
    const focused = node.contains(document.activeElement);
    const neighbour = node.nextElementSibling ?? node.previousElementSibling;
    node.remove();
    this.nodes.delete(id);
    if (!day.querySelector('[data-id]')) day.remove();
    if (focused && neighbour?.isConnected && neighbour.dataset.id) neighbour.focus();
  }

  oldestShown() {
    return this.ids.find((id) => this.nodes.has(id));
  }

  /** Puts one more page of older messages before the ones in the page. */
  showOlder() {
    const oldest = this.oldestShown();
    const before = oldest === undefined ? this.ids.length : this.ids.lastIndexOf(oldest);
    for (let index = before - 1; index >= Math.max(0, before - PAGE); index -= 1) this.show(this.ids[index]);
  }

  /** Puts the node of a message where its number and its day want it. */
  show(id) {
    const message = this.messages.get(id);
    const node = messageNode(message, this.view);
    const index = this.ids.lastIndexOf(id);
    const before = this.nodes.get(this.ids[index - 1]);
    const after = this.nodes.get(this.ids[index + 1]);
    const moment = momentOf(message);
    const key = dayKey(moment);
    if (before?.parentElement.dataset.day === key) before.after(node);
    else if (after?.parentElement.dataset.day === key) after.before(node);
    else {
      const label = element('h3', { class: 'day-label' }, element('span', {}, dayLabel(moment)));
      const day = element('section', { class: 'day', data: { day: key } }, label, node);
      if (before) before.parentElement.after(day);
      else if (after) after.parentElement.before(day);
      else this.log.append(day);
    }
    this.nodes.set(id, node);
    this.markReachable();
  }

  /** One message of the list is reached by Tab; arrow keys lead to the others. */
  markReachable(id = this.ids.at(-1)) {
    if (this.log.contains(document.activeElement) && id === this.ids.at(-1) && this.nodes.has(this.reachable)) return;
    const old = this.nodes.get(this.reachable);
    if (old) old.tabIndex = -1;
    const node = this.nodes.get(id);
    if (!node) return;
    this.reachable = id;
    node.tabIndex = 0;
  }

  /** Moves the focus among messages. */
  move(event) {
    const current = event.target.dataset?.id;
    if (!current || !event.target.matches('.message, .service')) return;
    const index = this.ids.lastIndexOf(Number(current));
    const wanted = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: this.ids.length - 1 }[event.key];
    if (wanted === undefined || wanted < 0 || wanted >= this.ids.length) return;
    event.preventDefault();
    this.jump(this.ids[wanted]);
  }

  /** Shows a message and puts the focus on it; answers whether it is there. */
  jump(id) {
    if (!this.messages.has(id)) return false;
    while (!this.nodes.has(id)) this.showOlder();
    const node = this.nodes.get(id);
    this.markReachable(id);
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: 'nearest' });
    return true;
  }

  atEnd() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < NEAR_END;
  }

  /** The list was scrolled: by hand, or because the room for it or its content changed. */
  lookedAt() {
    const { clientHeight, scrollHeight } = this.scroller;
    const sameSize = this.size?.clientHeight === clientHeight && this.size.scrollHeight === scrollHeight;
    this.size = { clientHeight, scrollHeight };
    if (sameSize || !this.following) this.following = this.atEnd();
    if (this.following) this.missed = 0;
  }

  /** Goes to the newest message if that is what is being looked at, or always when `wanted`. */
  end(wanted = false) {
    if (wanted) {
      this.following = true;
      this.prune();
    }
    if (!this.following) return;
    this.missed = 0;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Takes the oldest messages out of the page when there are many and nobody looks at them. */
  prune() {
    if (this.nodes.size <= MOST_SHOWN || !this.following) return;
    for (const id of this.ids.slice(0, -PAGE)) this.takeOut(id);
  }

  watch() {
    let still = 0;
    this.scroller.addEventListener(
      'scroll',
      () => {
        this.scroller.classList.add('scrolling');
        clearTimeout(still);
        still = setTimeout(() => this.scroller.classList.remove('scrolling'), STILL_MS);
        this.lookedAt();
        if (this.scroller.scrollTop < NEAR_BEGINNING && this.oldestShown() !== this.ids[0]) this.growUpwards();
        this.changed();
      },
      { passive: true },
    );
    // Pictures that load, a keyboard that opens or a window that shrinks must not hide the newest message.
    const watcher = new ResizeObserver(() => {
      this.end();
      this.prune();
    });
    for (const watched of [this.scroller, this.log, this.pending]) watcher.observe(watched);
    this.log.addEventListener('keydown', (event) => this.move(event));
  }

  /** Adds older messages without moving what is looked at. */
  growUpwards() {
    const height = this.scroller.scrollHeight;
    const top = this.scroller.scrollTop;
    this.log.setAttribute('aria-live', 'off');
    this.showOlder();
    this.scroller.scrollTop = top + this.scroller.scrollHeight - height;
    setTimeout(() => this.log.setAttribute('aria-live', 'polite'), 500);
  }
}

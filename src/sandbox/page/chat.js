// The chat page: brings together the list of people, the messages and the message box.
//
// Invariant: an answer that comes late never changes a chat that was opened since.

import * as api from './api.js';
import { Composer } from './composer.js';
import { announce, byId, icon } from './dom.js';
import { ask, askPerson, openPhoto, toast } from './dialogs.js';
import { watchFiles } from './files.js';
import { fullName } from './format.js';
import { History } from './history.js';
import { openChatMenu, openMessageMenu } from './menus.js';
import { Outgoing } from './outgoing.js';
import { paintAvatar, People } from './people.js';
import { Presses } from './presses.js';
import { ReplyKeyboard } from './reply_keyboard.js';
import { Status, showBanner, watchTheme } from './status.js';

/** How often the server is asked whether a bot has come. */
const LOOK_FOR_BOT_MS = 1500;

class Chat {
  constructor() {
    this.chat = null;
    this.blocked = false;
    this.loaded = false;
    this.early = [];
    this.stream = null;
    this.texts = new Map();
    this.opened = new Map();
    this.presses = new Presses();
    this.replyKeyboard = new ReplyKeyboard((text) => this.replyKey(text));
    this.view = this.makeView();
    this.status = new Status();
    this.people = new People(
      (bot, person) => this.open(bot, person),
      () => this.refreshPeople(),
    );
    this.history = new History(this.view, () => this.listChanged());
    this.composer = new Composer({
      send: (text, replyTo) => this.sendText(text, replyTo),
      edit: (id, text) => this.attempt(api.edit(this.chat, id, text), (message) => this.history.put(message)),
      lastOwn: () => this.history.list().findLast((message) => this.isOwn(message) && message.text),
    });
    this.outgoing = new Outgoing({
      arrived: (chat, message) => chat === this.chat && this.take({ type: 'message', message }),
      shown: (wanted = true) => this.history.end(wanted),
    });
    this.listen();
  }

  /** What messages need to be shown and to act. */
  makeView() {
    return {
      person: { id: 0 },
      bot: { id: 0, first_name: '' },
      waiting: this.presses.waiting,
      openedParts: (id) => {
        if (!this.opened.has(id)) this.opened.set(id, new Set());
        return this.opened.get(id);
      },
      command: (text) => this.sendText(text),
      pay: (message) => this.presses.pay(this.chat, message),
      press: (message, button) => this.presses.press(this.chat, message, button, this.view.bot.first_name),
      openPhoto,
      jumpTo: (id) => this.jumpTo(id),
      openMenu: (message, anchor) => openMessageMenu(message, anchor, this.isOwn(message), this.composer),
      toast,
      fill: (text) => {
        this.composer.fill(text);
        this.composer.focus();
      },
    };
  }

  isOwn(message) {
    return message.from?.id === this.view.person.id;
  }

  /** Runs a request; says in a notice when it fails. */
  async attempt(promise, then = () => {}) {
    const chat = this.chat;
    try {
      const answer = await promise;
      if (chat === this.chat) then(answer);
    } catch (error) {
      toast(error.message);
    }
  }

  // Opening a chat

  async begin() {
    const wanted = new URLSearchParams(location.search);
    const state = await api.state().catch(() => null);
    if (!state?.bots.length || !state.people.length) {
      showBanner(state ? '' : 'No connection. Trying again…');
      this.status.set(state ? 'waiting for a bot to connect…' : 'not connected');
      if (state) this.people.show(state, null);
      setTimeout(() => this.begin(), LOOK_FOR_BOT_MS);
      return;
    }
    showBanner('');
    const find = (list, id) => (list.find((one) => String(one.id) === id) ?? list[0]).id;
    this.people.state = state;
    this.open(find(state.bots, wanted.get('bot')), find(state.people, wanted.get('person')), false);
  }

  /** Opens a person's chat with a bot. */
  open(botId, personId, byHand = true) {
    const { bots, people } = this.people.state;
    const bot = bots.find((one) => one.id === botId);
    const person = people.find((one) => one.id === personId);
    if (!bot || !person) return;
    document.body.classList.remove('showing-people');
    if (this.chat?.bot === bot.id && this.chat.person === person.id) {
      this.composer.focusQuietly();
      return;
    }
    if (this.chat)
      this.texts.set(`${this.chat.bot}:${this.chat.person}`, this.composer.editing ? '' : this.composer.text);
    this.chat = { bot: bot.id, person: person.id };
    Object.assign(this.view, { bot, person });
    this.reset();
    this.paintHead();
    history.replaceState(null, '', `?${new URLSearchParams(this.chat)}`);
    this.people.show(this.people.state, this.chat);
    this.people.look();
    this.connect();
    if (byHand) announce(`Chat with ${bot.first_name} as ${fullName(person)}`);
  }

  /** Forgets the chat that was open before. */
  reset() {
    this.stream?.close();
    this.loaded = false;
    this.early = [];
    this.opened.clear();
    this.presses.forget();
    this.outgoing.clear();
    this.history.clear();
    this.status.rest();
    this.composer.leaveContext();
    this.composer.commands.set(this.view.bot.commands);
    this.composer.fill(this.texts.get(`${this.chat.bot}:${this.chat.person}`) ?? '');
    showBanner('');
    this.paintFoot();
  }

  connect() {
    const chat = this.chat;
    this.stream = api.follow(chat, {
      opened: () => chat === this.chat && this.reload(),
      event: (event) => chat === this.chat && (this.loaded ? this.take(event) : this.early.push(event)),
      lost: (pauseMs) => chat === this.chat && this.lost(pauseMs),
    });
  }

  lost(pauseMs) {
    this.loaded = false;
    this.early = [];
    this.status.rest();
    this.status.set('not connected');
    this.refreshPeople();
    showBanner(`No connection. Trying again ${pauseMs < 1500 ? 'now' : `in ${Math.round(pauseMs / 1000)} s`}…`);
  }

  /** Reads the history; events that come meanwhile are newer and follow it. */
  async reload() {
    const chat = this.chat;
    const first = this.history.ids.length === 0;
    try {
      const { messages, blocked, commands } = await api.history(chat);
      if (chat !== this.chat) return;
      this.blocked = blocked;
      this.history.load(messages);
      this.composer.commands.set(commands);
      this.loaded = true;
      this.stream.settled();
      for (const event of this.early.splice(0)) this.take(event);
      this.settle();
      showBanner('');
      if (first) this.focusFirst();
      this.refreshPeople();
    } catch {
      if (chat === this.chat) this.stream.retry();
    }
  }

  /** People and bots may have come since, a bot may be called otherwise; this chat's may be gone. */
  async refreshPeople() {
    const chat = this.chat;
    const state = await api.state().catch(() => null);
    if (!state?.bots.length || !state.people.length || chat !== this.chat) return;
    this.people.show(state, chat);
    const bot = state.bots.find((one) => one.id === chat.bot);
    const person = state.people.find((one) => one.id === chat.person);
    if (!bot || !person) {
      this.open(state.bots[0].id, state.people[0].id);
    } else if (JSON.stringify(bot) !== JSON.stringify(this.view.bot)) {
      this.view.bot = bot;
      this.paintHead();
    }
  }

  focusFirst() {
    const button = [byId('start'), byId('unblock')].find((one) => !one.hidden);
    if (button) button.focus({ preventScroll: true });
    else this.composer.focusQuietly();
  }

  // What comes from the server

  take(event) {
    const handlers = {
      message: () => this.takeMessage(event.message),
      deleted: () => {
        this.history.remove(event.message_id);
        this.composer.forget(event.message_id);
        this.settle();
      },
      action: () => this.status.act(event.action, this.view.bot),
      callback_answer: () => this.presses.answered(event),
      payment: () => this.presses.paid(event),
      draft: () => this.outgoing.showDraft(event.text ?? '', this.view.bot),
      commands: () => this.composer.commands.set(event.commands),
      cleared: () => {
        this.history.clear();
        this.outgoing.clear();
        this.settle();
      },
    };
    handlers[event.type]?.();
  }

  takeMessage(message) {
    const known = this.history.get(message.message_id);
    if (this.isOwn(message)) {
      if (!known) this.outgoing.match(message);
    } else if (!known) {
      this.status.rest();
      this.outgoing.endDraft();
    }
    this.history.put(message);
    this.settle();
    if (!known && message.reply_markup?.force_reply) this.composer.startReply(message, hasFocusToSpare());
  }

  /** Brings everything that follows from the history up to date. */
  settle() {
    if (!this.chat) return;
    this.people.note(this.chat, this.history.list().at(-1));
    this.paintFoot();
    this.composer.placeholder(this.replyKeyboard.update(this.history.list(), this.view.person.id, this.blocked));
  }

  // What the person does

  sendText(text, replyTo) {
    this.outgoing.sendText(this.chat, text, replyTo);
    this.composer.focusQuietly();
  }

  jumpTo(id) {
    if (!this.history.jump(id)) {
      toast('That message is gone.');
      return;
    }
    const node = this.history.nodeOf(id);
    node.classList.add('found');
    setTimeout(() => node.classList.remove('found'), 1500);
  }

  async addPerson() {
    const typed = await askPerson();
    if (!typed) return;
    this.attempt(api.addPerson(typed), async (person) => {
      await this.refreshPeople();
      this.open(this.chat.bot, person.id);
    });
  }

  async clear() {
    const { bot } = this.view;
    const text = `The messages go from this chat. What ${bot.first_name} keeps in its own database stays.`;
    if (await ask({ title: 'Clear this chat?', text, confirm: 'Clear', danger: true }))
      this.attempt(api.clear(this.chat));
  }

  block(blocked) {
    this.attempt(api.block(this.chat, blocked), () => {
      this.blocked = blocked;
      this.settle();
      if (!blocked) this.focusFirst();
    });
  }

  // What the page shows around the messages

  paintHead() {
    const { bot, person } = this.view;
    document.title = `${bot.first_name} · ${fullName(person)}`;
    byId('bot-name').textContent = bot.first_name;
    byId('welcome-name').textContent = bot.first_name;
    byId('welcome-text').textContent = bot.description || 'Press Start to begin.';
    for (const id of ['bot-avatar', 'welcome-avatar']) paintAvatar(byId(id), bot);
  }

  paintFoot() {
    const focused = document.activeElement;
    const empty = this.history.ids.length === 0;
    const start = this.loaded && empty && !this.blocked;
    byId('welcome').hidden = !(this.loaded && empty);
    byId('start').hidden = !start;
    byId('unblock').hidden = !(this.loaded && this.blocked);
    this.composer.show(!this.blocked && !start && !(empty && !this.loaded));
    // What had the focus may just have been hidden; a keyboard's user must not begin at the top of the page again.
    if (byId('foot').contains(focused) && !focused.checkVisibility()) this.focusFirst();
    const { first_name: name } = this.view.person;
    const quiet = this.blocked ? 'blocked' : `bot · you are ${name}`;
    this.status.set(this.loaded ? quiet : 'connecting…');
  }

  replyKey(text) {
    if (text === null) toast('The sandbox has nothing behind this kind of button.');
    else this.sendText(text);
  }

  listChanged() {
    const button = byId('to-bottom');
    button.hidden = this.history.following;
    button.dataset.missed = this.history.missed || '';
    button.setAttribute(
      'aria-label',
      this.history.missed ? `Go to ${this.history.missed} new messages` : 'Go to the newest message',
    );
  }

  // Listeners

  listen() {
    byId('start').addEventListener('click', () => this.sendText('/start'));
    byId('unblock').addEventListener('click', () => this.block(false));
    byId('chat-menu').addEventListener('click', () => this.chat && openChatMenu(this, byId('chat-menu')));
    byId('add-person').addEventListener('click', () => this.addPerson());
    byId('back').addEventListener('click', () => {
      document.body.classList.add('showing-people');
      document.querySelector('.person[aria-current]')?.focus();
    });
    byId('to-bottom').addEventListener('click', () => {
      this.history.end(true);
      this.composer.focusQuietly();
    });
    byId('skip-link').addEventListener('click', (event) => {
      event.preventDefault();
      if (byId('composer').hidden) this.focusFirst();
      else this.composer.focus();
    });
    byId('log').addEventListener('contextmenu', (event) => this.contextMenu(event));
    byId('log').addEventListener('keydown', (event) => this.messageKey(event));
    watchFiles({
      ready: () => this.loaded && !this.blocked,
      send: (file, options) => this.outgoing.sendFile(this.chat, file, options),
    });
  }

  contextMenu(event) {
    const message = this.messageAt(event.target);
    // A link, or text that is selected, keeps the browser's own menu.
    if (!message || event.target.closest('a') || String(getSelection())) return;
    event.preventDefault();
    const byKey = event.clientX === 0 && event.clientY === 0;
    this.view.openMenu(
      message,
      byKey ? this.history.nodeOf(message.message_id) : { x: event.clientX, y: event.clientY },
    );
  }

  messageKey(event) {
    if (event.key === 'Escape') this.composer.focus();
    else if (event.key === 'Enter' && event.target.matches('.message')) {
      event.preventDefault();
      const message = this.messageAt(event.target);
      if (message) this.view.openMenu(message, event.target);
    }
  }

  messageAt(node) {
    const id = node.closest?.('.message')?.dataset.id;
    return id ? this.history.get(Number(id)) : undefined;
  }
}

/** Whether the focus may move into the message box without taking it from something that is being used. */
function hasFocusToSpare() {
  const { activeElement } = document;
  return (
    !document.querySelector('dialog[open], .menu') &&
    (activeElement === document.body || byId('foot').contains(activeElement))
  );
}

const BUTTON_ICONS = {
  attach: 'attach',
  back: 'back',
  'chat-menu': 'menu',
  send: 'send',
  'show-commands': 'slash',
  'show-keyboard': 'keyboard',
  'to-bottom': 'down',
  'add-person': 'plus',
};

for (const [id, name] of Object.entries(BUTTON_ICONS)) byId(id).prepend(icon(name));
watchTheme();
new Chat().begin();

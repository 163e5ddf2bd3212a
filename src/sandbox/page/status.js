// The line below the bot's name, the banner about the connection and the theme.

import { announce, byId, icon } from './dom.js';

/** Telegram shows an action for five seconds. */
const ACTION_MS = 5000;

const ACTIONS = {
  typing: 'typing…',
  upload_photo: 'sending a photo…',
  record_video: 'recording a video…',
  upload_video: 'sending a video…',
  record_voice: 'recording a voice message…',
  upload_voice: 'sending a voice message…',
  upload_document: 'sending a file…',
  choose_sticker: 'choosing a sticker…',
  find_location: 'finding a place…',
  record_video_note: 'recording a video message…',
  upload_video_note: 'sending a video message…',
};

export class Status {
  constructor() {
    this.line = byId('status');
    this.quiet = '';
    this.timer = 0;
  }

  /** What stands there while nothing happens. */
  set(text) {
    this.quiet = text;
    if (!this.timer) this.paint(text, false);
  }

  paint(text, busy) {
    this.line.textContent = text;
    this.line.classList.toggle('busy', busy);
  }

  /** The bot is doing something. */
  act(action, bot) {
    const words = ACTIONS[action] ?? 'working…';
    if (!this.timer) announce(`${bot.first_name} is ${words}`);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rest(), ACTION_MS);
    this.paint(words, true);
  }

  /** A message came, or the time is over. */
  rest() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.paint(this.quiet, false);
  }
}

/** Says that the server is gone, or nothing. */
export function showBanner(text) {
  const banner = byId('banner');
  banner.textContent = text;
  banner.hidden = text === '';
}

/** The button between light and dark; until it is pressed the system decides. */
export function watchTheme() {
  const button = byId('theme-toggle');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const dark = () => (document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const paint = () => {
    const label = dark() ? 'Switch to the light theme' : 'Switch to the dark theme';
    button.setAttribute('aria-label', label);
    button.title = label;
    button.replaceChildren(icon(dark() ? 'sun' : 'moon'));
  };
  button.addEventListener('click', () => {
    const theme = dark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem('farthing.theme', theme);
    } catch {
      // Without storage the choice lasts until the page is closed.
    }
    paint();
  });
  system.addEventListener('change', paint);
  paint();
}

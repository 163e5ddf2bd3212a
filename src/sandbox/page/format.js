// Numbers, names and times as a person reads them.

const MINUTES = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' });
const DAY_OF_YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const SHORT_DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

const DAY_MS = 24 * 60 * 60 * 1000;

/** The moment of a message; Telegram counts seconds. */
export const momentOf = (message) => new Date(message.date * 1000);

export const clockTime = (moment) => MINUTES.format(moment);
export const fullTime = (moment) => FULL.format(moment);

/** A key that is equal for moments of one local day. */
export const dayKey = (moment) => `${moment.getFullYear()}-${moment.getMonth() + 1}-${moment.getDate()}`;

/** "Today", "Yesterday" or the date. */
export function dayLabel(moment, now = new Date()) {
  if (dayKey(moment) === dayKey(now)) return 'Today';
  if (dayKey(moment) === dayKey(new Date(now.getTime() - DAY_MS))) return 'Yesterday';
  return (moment.getFullYear() === now.getFullYear() ? DAY : DAY_OF_YEAR).format(moment);
}

/** The time of a message of today, the date of an older one. */
export const listTime = (moment, now = new Date()) =>
  dayKey(moment) === dayKey(now) ? clockTime(moment) : SHORT_DAY.format(moment);

/** Bytes as people say them. */
export function fileSize(bytes) {
  if (!(bytes >= 0)) return '';
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1000_000) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1000_000).toFixed(1)} MB`;
}

export const fullName = (user) => [user.first_name, user.last_name].filter(Boolean).join(' ');

/** Up to two letters for a round picture. */
export function initials(user) {
  const words = fullName(user).split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters.map((word) => Array.from(word)[0].toUpperCase()).join('') || '?';
}

/** One of the colours of round pictures, always the same one for the same user. */
export const tint = (user) => `tint-${Math.abs(user.id) % 6}`;

/** What kind of thing a message without words is. */
const KINDS = [
  ['photo', 'Photo'],
  ['sticker', 'Sticker'],
  ['animation', 'Animation'],
  ['video', 'Video'],
  ['video_note', 'Video message'],
  ['voice', 'Voice message'],
  ['audio', 'Audio'],
  ['location', 'Location'],
  ['contact', 'Contact'],
  ['poll', 'Poll'],
  ['dice', 'Dice'],
  ['invoice', 'Invoice'],
];

/** The name of what a message carries besides words, or null. */
export function kindName(message) {
  const found = KINDS.find(([field]) => message[field] && message[field].length !== 0);
  if (found) return found[1];
  return message.document ? (message.document.file_name ?? 'File') : null;
}

/** A message in one line. */
export function preview(message) {
  const words = message.text ?? message.caption ?? '';
  const kind = kindName(message);
  const line = [kind, words].filter(Boolean).join(': ');
  return (line || serviceText(message) || 'Message').replace(/\s+/g, ' ').slice(0, 200);
}

/** What an invoice or a payment comes to: Stars, or two decimals. */
export const price = ({ currency, total_amount: total }) =>
  currency === 'XTR' ? `⭐ ${total}` : `${currency} ${(total / 100).toFixed(2)}`;

/** The words of a message that nobody wrote, or null. */
export function serviceText(message) {
  const who = message.from ? fullName(message.from) : 'Someone';
  if (message.pinned_message) return `${who} pinned “${preview(message.pinned_message).slice(0, 60)}”`;
  if (message.new_chat_members?.length) return `${message.new_chat_members.map(fullName).join(', ')} joined`;
  if (message.successful_payment) return `You paid ${price(message.successful_payment)}`;
  if (message.refunded_payment) return `You got ${price(message.refunded_payment)} back`;
  return null;
}

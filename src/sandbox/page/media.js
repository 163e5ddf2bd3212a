// Pictures, files and the other things a message can carry.

import { fileUrl } from './api.js';
import { element, hidden, icon, outsideLink } from './dom.js';
import { fileSize, kindName, price } from './format.js';

/** Widest and highest a picture is shown in the chat, in CSS pixels. */
const MAX_WIDTH = 420;
const MAX_HEIGHT = 480;

/** Endings that are too long for the little sheet on a file are cut. */
const ENDING_LETTERS = 4;

/** The node for what a message carries besides words, or null. */
export function mediaNode(message, actions) {
  if (message.photo?.length) return photo(message, actions);
  if (message.video) return player('video', message.video, 'Video');
  if (message.animation) return player('video', message.animation, 'Animation');
  if (message.video_note) return player('video', message.video_note, 'Video message');
  if (message.voice) return player('audio', message.voice, 'Voice message');
  if (message.audio) return player('audio', message.audio, message.audio.title ?? message.audio.file_name ?? 'Audio');
  if (message.document) return fileLink(message.document);
  return otherKind(message);
}

/** The size in which a picture is shown, so that its place is kept before it is loaded. */
function shownSize({ width, height }) {
  const scale = Math.min(1, MAX_WIDTH / width, MAX_HEIGHT / height);
  return { width: Math.max(120, Math.round(width * scale)), height: Math.max(60, Math.round(height * scale)) };
}

const largestOf = (sizes) => sizes.reduce((best, size) => (size.width > best.width ? size : best));

/** How wide the picture of a message is shown, in CSS pixels. */
export const photoWidth = (message) => shownSize(largestOf(message.photo)).width;

function photo(message, actions) {
  const largest = largestOf(message.photo);
  const url = fileUrl(largest.file_id);
  const size = shownSize(largest);
  // The caption is the text equivalent; its first line names the picture, the rest is read right after it.
  const alt = message.caption ? `Picture: ${message.caption.split('\n')[0]}` : 'Picture without a description';
  const picture = element('img', { src: url, alt, width: size.width, height: size.height, decoding: 'async' });
  const open = () =>
    actions.openPhoto({ url, caption: message.caption ?? '', width: largest.width, height: largest.height });
  const classes = message.has_media_spoiler ? 'photo blurred' : 'photo';
  const button = element(
    'button',
    { type: 'button', class: classes, on: { click: open } },
    picture,
    hidden(', enlarge'),
  );
  picture.addEventListener('error', () =>
    button.replaceChildren(element('span', { class: 'photo-missing' }, 'This picture is gone.')),
  );
  return button;
}

/** The ending of a file's name, for the sheet that stands for it. */
function ending(name) {
  const found = /\.([a-z0-9]+)$/i.exec(name);
  return found ? found[1].slice(0, ENDING_LETTERS).toUpperCase() : 'FILE';
}

/** The little sheet of paper that stands for a file. */
export const sheet = (name) =>
  element('span', { class: `sheet sheet-${ending(name).toLowerCase()}`, 'aria-hidden': 'true' }, ending(name));

function fileLink(file) {
  const name = file.file_name ?? 'file';
  return element(
    'a',
    {
      class: 'document',
      href: fileUrl(file.file_id),
      download: name,
      'aria-label': `Download ${name}, ${fileSize(file.file_size)}`,
    },
    sheet(name),
    element(
      'span',
      { class: 'document-words' },
      element('span', { class: 'document-name' }, name),
      element('span', { class: 'document-size' }, fileSize(file.file_size)),
    ),
    element('span', { class: 'document-action', 'aria-hidden': 'true' }, icon('download')),
  );
}

function player(kind, media, label) {
  return element(kind, {
    class: 'player',
    src: fileUrl(media.file_id),
    controls: true,
    preload: 'metadata',
    'aria-label': label,
  });
}

function otherKind(message) {
  if (message.sticker) return element('p', { class: 'emoji-only' }, message.sticker.emoji ?? 'Sticker');
  if (message.dice)
    return element('p', { class: 'emoji-only' }, `${message.dice.emoji ?? 'Dice'} ${message.dice.value}`);
  if (message.location) return place(message.location, message.venue);
  if (message.contact) return fact('Contact', `${message.contact.first_name} ${message.contact.phone_number}`);
  if (message.poll) return poll(message.poll);
  if (message.invoice)
    return fact(message.invoice.title ?? 'Invoice', `${message.invoice.description ?? ''} ${price(message.invoice)}`);
  const kind = kindName(message);
  return kind ? fact(kind, '') : null;
}

const fact = (title, words) => element('p', { class: 'fact' }, element('strong', {}, title), words ? ` ${words}` : '');

function place({ latitude, longitude }, venue) {
  const [north, east] = [Number(latitude), Number(longitude)];
  const url = `https://www.openstreetmap.org/?mlat=${north}&mlon=${east}#map=15/${north}/${east}`;
  return element('p', { class: 'fact' }, outsideLink(url, {}, venue?.title ?? `Place at ${latitude}, ${longitude}`));
}

function poll(asked) {
  const options = asked.options.map((option) => element('li', {}, option.text));
  return element('div', { class: 'fact' }, element('strong', {}, asked.question), element('ul', {}, options));
}

// Files on their way in: chosen, dropped or pasted, looked at once more, then sent.

import { MAX_UPLOAD_BYTES } from './api.js';
import { byId, element, iconButton } from './dom.js';
import { openDialog, toast } from './dialogs.js';
import { fileSize } from './format.js';
import { sheet } from './media.js';

/** Telegram takes photos up to this size; larger pictures go as files. */
const MAX_PHOTO_BYTES = 10 * 1000 * 1000;
/** Telegram's limit for the words below a file. */
const MAX_CAPTION = 1024;
/** Files sent in one go. */
const MOST_FILES = 10;

const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp'];

const canBePhoto = (file) => PHOTO_TYPES.includes(file.type) && file.size <= MAX_PHOTO_BYTES;

/** Watches for files. `ready()` says whether a chat can take them, `send(file, { as, caption })` sends one. */
export function watchFiles({ ready, send }) {
  const input = byId('file-input');
  byId('attach').addEventListener('click', () => input.click());
  const take = (files, as) => {
    if (ready()) askBeforeSending([...files], as, send);
  };
  input.addEventListener('change', () => {
    take(input.files);
    input.value = '';
  });
  document.addEventListener('paste', (event) => {
    if (!event.clipboardData?.files.length || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    take(event.clipboardData.files, 'photo');
  });
  watchDrops(ready, take);
}

const bringsFiles = (event) => event.dataTransfer?.types.includes('Files');

function watchDrops(ready, take) {
  const overlay = byId('drop-overlay');
  let inside = 0;
  const leave = () => {
    inside = 0;
    overlay.hidden = true;
  };
  addEventListener('dragenter', (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    inside += 1;
    if (inside === 1 && ready() && !document.querySelector('dialog[open]')) showZones(overlay, event.dataTransfer);
  });
  addEventListener('dragover', (event) => {
    if (!bringsFiles(event)) return;
    // Without this the browser would open a dropped file in place of the chat.
    event.preventDefault();
    const zone = zoneAt(event);
    for (const other of overlay.children) other.classList.toggle('over', other === zone);
  });
  addEventListener('dragleave', (event) => {
    if (!bringsFiles(event)) return;
    inside -= 1;
    if (inside <= 0) leave();
  });
  addEventListener('drop', (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    const as = zoneAt(event)?.dataset.as ?? 'document';
    const open = !overlay.hidden;
    leave();
    if (open) take(event.dataTransfer.files, as);
  });
}

const zoneAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest('.drop-zone') ?? null;

/** One place to drop files, or two when all of them could be photos. */
function showZones(overlay, transfer) {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const photos = items.length > 0 && items.every((item) => PHOTO_TYPES.includes(item.type));
  const zone = (as, title, words) =>
    element('div', { class: 'drop-zone', data: { as } }, element('strong', {}, title), element('span', {}, words));
  overlay.replaceChildren(
    zone('document', 'Drop files here', photos ? 'to send them as they are' : 'to send them to the bot'),
  );
  if (photos) overlay.append(zone('photo', 'Drop pictures here', 'to send them as photos'));
  overlay.hidden = false;
}

/** Shows what is about to be sent, with room for words. */
function askBeforeSending(files, as, send) {
  const fitting = files.filter((file) => file.size <= MAX_UPLOAD_BYTES).slice(0, MOST_FILES);
  const tooBig = files.find((file) => file.size > MAX_UPLOAD_BYTES);
  if (tooBig)
    toast(`${tooBig.name} has ${fileSize(tooBig.size)}. The sandbox takes files up to ${fileSize(MAX_UPLOAD_BYTES)}.`);
  else if (fitting.length < files.length) toast(`Up to ${MOST_FILES} files go at once; the others were left out.`);
  if (fitting.length === 0) return;

  const list = element('ul', { class: 'file-list' });
  const caption = element('textarea', { rows: '2', maxlength: String(MAX_CAPTION), name: 'caption' });
  const asPhoto = element('input', { type: 'checkbox', name: 'as-photo' });
  asPhoto.checked = as === 'photo';
  const title = element('h2', { id: 'files-title' });
  const photoLine = element('label', { class: 'check-line' }, asPhoto, 'Send as photo');
  const dialog = element('dialog', { class: 'dialog', id: 'send-files', 'aria-labelledby': 'files-title' });
  const previews = [];

  const paint = () => {
    title.textContent = fitting.length === 1 ? 'Send a file' : `Send ${fitting.length} files`;
    photoLine.hidden = !fitting.some(canBePhoto);
    list.replaceChildren(
      ...fitting.map((file) => fileLine(file, fitting.length > 1 ? () => leaveOut(file) : null, previews)),
    );
  };
  const leaveOut = (file) => {
    fitting.splice(fitting.indexOf(file), 1);
    paint();
    caption.focus();
  };
  const confirm = (event) => {
    event.preventDefault();
    dialog.close();
    fitting.forEach((file, index) => {
      const kind = asPhoto.checked && canBePhoto(file) ? 'photo' : 'document';
      send(file, { as: kind, caption: index === 0 ? caption.value.trim() : '' });
    });
  };
  const form = element(
    'form',
    { method: 'dialog', class: 'dialog-body', on: { submit: confirm } },
    title,
    list,
    photoLine,
    element('label', { class: 'labelled' }, 'Caption (may stay empty)', caption),
    element(
      'div',
      { class: 'dialog-buttons' },
      element('button', { type: 'button', class: 'plain-button', on: { click: () => dialog.close() } }, 'Cancel'),
      element('button', { type: 'submit', class: 'plain-button', id: 'send-files-now' }, 'Send'),
    ),
  );
  caption.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) confirm(event);
  });
  dialog.addEventListener('close', () => previews.forEach((url) => URL.revokeObjectURL(url)));
  dialog.append(form);
  paint();
  openDialog(dialog);
  caption.focus();
}

function fileLine(file, leaveOut, previews) {
  let picture = sheet(file.name);
  if (canBePhoto(file)) {
    const url = URL.createObjectURL(file);
    previews.push(url);
    picture = element('img', { class: 'thumbnail', src: url, alt: '' });
  }
  const words = element(
    'span',
    { class: 'document-words' },
    element('span', { class: 'document-name' }, file.name),
    element('span', { class: 'document-size' }, fileSize(file.size)),
  );
  return element(
    'li',
    { class: 'document' },
    picture,
    words,
    leaveOut ? iconButton('close', `Leave out ${file.name}`, leaveOut) : null,
  );
}

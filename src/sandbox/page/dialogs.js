// What opens above the chat: short notices, questions, menus and the picture viewer.

import { byId, element, icon, iconButton, outsideLink, safeLink } from './dom.js';

/** A notice stays this long, plus a little for every letter. */
const TOAST_MS = 2500;
const TOAST_LETTER_MS = 45;
/** Room between a menu and the window's edge, in pixels. */
const MARGIN = 8;

let toastTimer = 0;

/** Shows a short notice that goes by itself. */
export function toast(text) {
  let shown = byId('toast');
  if (!shown) {
    shown = element('p', { id: 'toast', class: 'toast', role: 'status' });
    byId('chat').append(shown);
  }
  clearTimeout(toastTimer);
  shown.textContent = text;
  shown.classList.add('shown');
  toastTimer = setTimeout(
    () => {
      shown.classList.remove('shown');
      shown.textContent = '';
    },
    TOAST_MS + text.length * TOAST_LETTER_MS,
  );
}

/** Opens a dialog that is thrown away when it closes; the focus then returns to where it was. */
export function openDialog(dialog) {
  dialog.addEventListener('close', () => dialog.remove());
  // A press beside the dialog closes it; the dialog itself has no padding, so only the backdrop is left.
  dialog.addEventListener('mousedown', (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks before something is done; answers with the button that was pressed. */
export function ask({ title, text, confirm, danger = false }) {
  return new Promise((resolve) => {
    const close = (answer) => () => dialog.close(answer);
    const dialog = element(
      'dialog',
      { class: 'dialog', 'aria-labelledby': 'ask-title' },
      element(
        'div',
        { class: 'dialog-body' },
        element('h2', { id: 'ask-title' }, title),
        element('p', { class: 'dialog-text' }, text),
        element(
          'div',
          { class: 'dialog-buttons' },
          element('button', { type: 'button', class: 'plain-button', on: { click: close('') } }, 'Cancel'),
          element(
            'button',
            { type: 'button', class: danger ? 'plain-button danger' : 'plain-button', on: { click: close('yes') } },
            confirm,
          ),
        ),
      ),
    );
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'));
    openDialog(dialog);
  });
}

/** Says something that waits for a button; with a link when there is one to open. */
export function alertBox(from, text, url = '') {
  const dialog = element('dialog', { class: 'dialog', 'aria-labelledby': 'alert-title' });
  const safe = safeLink(url);
  const close = () => dialog.close();
  const body = element(
    'div',
    { class: 'dialog-body' },
    element('h2', { id: 'alert-title' }, from),
    element('p', { class: 'dialog-text' }, text || safe || ''),
    element(
      'div',
      { class: 'dialog-buttons' },
      safe ? outsideLink(safe, { class: 'plain-button', on: { click: close } }, 'Open') : null,
      element('button', { type: 'button', class: 'plain-button', on: { click: close } }, safe ? 'Close' : 'OK'),
    ),
  );
  dialog.append(body);
  openDialog(dialog);
}

/** Shows a picture as large as the window allows. */
export function openPhoto({ url, caption, width, height }) {
  const dialog = element('dialog', { class: 'viewer', 'aria-label': 'Picture' });
  const picture = element('img', { src: url, alt: caption || 'Picture without a description', width, height });
  const close = () => dialog.close();
  dialog.append(
    element('div', { class: 'viewer-stage', on: { click: close } }, picture),
    element(
      'div',
      { class: 'viewer-bar' },
      element(
        'a',
        { class: 'icon-button', href: url, download: '', 'aria-label': 'Download the picture' },
        icon('download'),
      ),
      iconButton('close', 'Close the picture', close),
    ),
    caption ? element('p', { class: 'viewer-caption' }, caption) : '',
  );
  openDialog(dialog);
  dialog.querySelector('button').focus({ preventScroll: true });
}

/** Opens a menu of `{ icon, label, run, danger }` at a button, or at a point of the window. */
export function openMenu(items, anchor) {
  const opener = document.activeElement;
  const menu = element('div', { class: 'menu', role: 'menu' });
  const close = () => {
    removeEventListener('pointerdown', outside, true);
    removeEventListener('resize', close);
    menu.remove();
  };
  const outside = (event) => {
    if (!menu.contains(event.target)) close();
  };
  const leave = () => {
    close();
    opener?.focus?.({ preventScroll: true });
  };
  const item = (entry) => {
    const run = () => {
      leave();
      entry.run();
    };
    const classes = entry.danger ? 'menu-item danger' : 'menu-item';
    return element(
      'button',
      { type: 'button', role: 'menuitem', class: classes, tabindex: '-1', on: { click: run } },
      icon(entry.icon),
      entry.label,
    );
  };
  menu.append(...items.map(item));
  menu.addEventListener('keydown', (event) => moveInMenu(event, menu, leave));
  document.body.append(menu);
  placeMenu(menu, anchor);
  addEventListener('pointerdown', outside, true);
  addEventListener('resize', close);
  menu.firstElementChild.focus({ preventScroll: true });
}

function moveInMenu(event, menu, leave) {
  const items = [...menu.children];
  const current = items.indexOf(document.activeElement);
  const wanted = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: -1 }[event.key];
  if (wanted !== undefined) items.at(wanted % items.length).focus();
  else if (event.key === 'Escape' || event.key === 'Tab') leave();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function placeMenu(menu, anchor) {
  const box =
    anchor instanceof Element
      ? anchor.getBoundingClientRect()
      : { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y };
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = box.left + width + MARGIN > innerWidth ? box.right - width : box.left;
  const below = box.bottom + height + MARGIN <= innerHeight;
  menu.style.left = `${Math.max(MARGIN, left)}px`;
  menu.style.top = `${Math.max(MARGIN, below ? box.bottom + 4 : box.top - height - 4)}px`;
}

/** Asks for a new person; answers with what was typed, or null. */
export function askPerson() {
  return new Promise((resolve) => {
    const field = (name, label, options) =>
      element(
        'label',
        { class: 'labelled' },
        label,
        element('input', { name, autocomplete: 'off', maxlength: '64', ...options }),
      );
    const languages = [
      ['en', 'English'],
      ['de', 'German'],
      ['fr', 'French'],
      ['es', 'Spanish'],
      ['it', 'Italian'],
      ['pt', 'Portuguese'],
    ];
    const form = element(
      'form',
      { method: 'dialog', class: 'dialog-body' },
      element('h2', { id: 'person-title' }, 'Add a person'),
      element('p', { class: 'dialog-text' }, 'Somebody made up, with a chat of their own.'),
      field('first_name', 'First name', { required: true }),
      field('last_name', 'Last name (may stay empty)', {}),
      element(
        'label',
        { class: 'labelled' },
        'Language of their app',
        element(
          'select',
          { name: 'language_code' },
          languages.map(([code, name]) => element('option', { value: code }, name)),
        ),
      ),
      element(
        'div',
        { class: 'dialog-buttons' },
        element('button', { type: 'button', class: 'plain-button', on: { click: () => dialog.close('') } }, 'Cancel'),
        element('button', { type: 'submit', class: 'plain-button', value: 'add' }, 'Add'),
      ),
    );
    const dialog = element('dialog', { class: 'dialog', 'aria-labelledby': 'person-title' }, form);
    dialog.addEventListener('close', () => {
      const typed = Object.fromEntries(
        [...new FormData(form)].map(([key, value]) => [key, value.trim()]).filter(([, value]) => value),
      );
      resolve(dialog.returnValue === 'add' && typed.first_name ? typed : null);
    });
    openDialog(dialog);
  });
}

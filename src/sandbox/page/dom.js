// Small helpers to build the page.
//
// Invariant: text from outside becomes text nodes and attributes, never markup.

const SVG = 'http://www.w3.org/2000/svg';

/** Line icons on a grid of 24 by 24. */
const ICONS = {
  attach: 'M20.5 11.2 12.2 19.5a5 5 0 0 1-7.1-7.1l8.6-8.6a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6',
  back: 'M15 5l-7 7 7 7',
  block: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M5.8 5.8l12.4 12.4',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7.5V12l3 2',
  close: 'M6 6l12 12M18 6L6 18',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  down: 'M6 9.5l6 6 6-6',
  download: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  edit: 'M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19 4 20',
  external: 'M9 5h10v10M19 5L5 19',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M17.5 10h.01M7 14h10',
  menu: 'M12 5h.01M12 12h.01M12 19h.01',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20c.8-3.8 3.8-6 7.5-6s6.7 2.2 7.5 6',
  plus: 'M12 5v14M5 12h14',
  reply: 'M10 6L4 12l6 6M4 12h10a6 6 0 0 1 6 6v1',
  retry: 'M19 8a8 8 0 1 0 1 6M20 4v5h-5',
  send: 'M4 12l16-8-5.5 16-3.5-6.5L4 12M11 13.5L20 4',
  slash:
    'M7.5 4h9A3.5 3.5 0 0 1 20 7.5v9a3.5 3.5 0 0 1-3.5 3.5h-9A3.5 3.5 0 0 1 4 16.5v-9A3.5 3.5 0 0 1 7.5 4M13.8 8l-3.6 8',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M4.9 4.9l1.8 1.8M17.3 17.3l1.8 1.8M4.9 19.1l1.8-1.8M17.3 6.7l1.8-1.8',
  trash: 'M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5M14 11v5',
  warning: 'M12 4L2.5 20h19L12 4M12 10v4.5M12 17.3h.01',
};

/** The element of the page with this id. */
export const byId = (id) => document.getElementById(id);

/**
 * Makes an element. `class` and `data` set classes and data attributes, `on` listeners, anything else an attribute;
 * null and false are left out. Children are elements or text.
 */
export function element(name, options = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === 'class') made.className = value;
    else if (key === 'data') Object.assign(made.dataset, value);
    else if (key === 'on')
      for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    else made.setAttribute(key, value === true ? '' : String(value));
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** A decorative icon; what it means belongs into the label of the button around it. */
export function icon(name) {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', '0 0 24 24');
  picture.setAttribute('aria-hidden', 'true');
  picture.setAttribute('class', `icon icon-${name}`);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  picture.append(path);
  return picture;
}

/** A button that shows an icon alone. */
export function iconButton(name, label, press, extraClass = '') {
  const classes = `icon-button ${extraClass}`.trim();
  return element(
    'button',
    { type: 'button', class: classes, 'aria-label': label, title: label, on: { click: press } },
    icon(name),
  );
}

/** Words for screen readers alone. */
export const hidden = (text) => element('span', { class: 'visually-hidden' }, text);

/** Says something to a screen reader without showing it. */
export function announce(text) {
  const announcer = byId('announcer');
  announcer.textContent = '';
  // A region that is emptied and filled in one step is not read again.
  requestAnimationFrame(() => {
    announcer.textContent = text;
  });
}

/** Whether a link may be followed: nothing that runs code in this page. */
export function safeLink(url) {
  try {
    return ['http:', 'https:', 'mailto:', 'tel:', 'tg:'].includes(new URL(url).protocol) ? url : null;
  } catch {
    return null;
  }
}

/** A link to another site, in a tab that knows nothing of this one. */
export function outsideLink(url, options, ...children) {
  return element('a', { href: url, target: '_blank', rel: 'noopener noreferrer', ...options }, ...children);
}

/** Copies text; answers whether that worked. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Plain HTTP from another machine has no clipboard interface.
    const field = element('textarea', { class: 'visually-hidden', 'aria-hidden': 'true' });
    field.value = text;
    const focused = document.activeElement;
    document.body.append(field);
    field.select();
    const copied = document.execCommand('copy');
    field.remove();
    focused?.focus();
    return copied;
  }
}

/** Whether a keyboard pops up on the screen when the message box gets the focus. */
export const hasTouchKeyboard = () => matchMedia('(pointer: coarse)').matches;

// Formatted text: Telegram's entities over a plain string.
//
// Invariant: what an entity says decides tags, never text; a link that could run code stays plain text.

import { copyText, element, hidden, iconButton, outsideLink, safeLink } from './dom.js';

const SIMPLE = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
};

/** A quote with more lines than this can be folded. */
const FOLDED_LINES = 3;

/**
 * The text with its entities. Offsets count UTF-16 units, as JavaScript's strings do. `actions` has `command(text)`
 * for a pressed command, `toast(text)`, and `opened`, a set that remembers across edits which spoilers and quotes
 * are open.
 */
export function richText(text, entities, actions) {
  const ordered = (entities ?? [])
    .filter((entity) => entity.length > 0 && entity.offset >= 0 && entity.offset + entity.length <= text.length)
    .sort((one, other) => one.offset - other.offset || other.length - one.length);
  return pieces(text, 0, text.length, ordered, actions);
}

/** These stand on lines of their own, so the line break beside them would show as an empty line. */
const BLOCKS = ['pre', 'blockquote', 'expandable_blockquote'];

/** The nodes of one stretch, given the entities inside it, outer ones first. */
function pieces(text, start, end, entities, actions) {
  const nodes = [];
  let position = start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const stop = Math.min(end, entity.offset + entity.length);
    const block = BLOCKS.includes(entity.type);
    let next = index + 1;
    while (next < entities.length && entities[next].offset < stop) next += 1;
    const before = text.slice(position, entity.offset);
    if (before) nodes.push(block ? before.replace(/\n$/, '') : before);
    const from = Math.max(position, entity.offset);
    nodes.push(formatted(text, from, stop, entity, entities.slice(index + 1, next), actions));
    position = Math.max(position, stop);
    if (block && text[position] === '\n' && position < end) position += 1;
    index = next;
  }
  if (position < end) nodes.push(text.slice(position, end));
  return nodes;
}

function formatted(text, start, end, entity, inner, actions) {
  const content = () => pieces(text, start, end, inner, actions);
  const words = text.slice(start, end);
  const simple = SIMPLE[entity.type];
  if (simple) return element(simple, {}, content());
  switch (entity.type) {
    case 'pre':
      return codeBlock(words, entity.language, actions);
    case 'blockquote':
      return element('blockquote', {}, content());
    case 'expandable_blockquote':
      return foldedQuote(words, content(), `quote:${start}`, actions);
    case 'spoiler':
      return spoiler(content(), `spoiler:${start}`, actions);
    case 'bot_command':
      return element(
        'button',
        { type: 'button', class: 'link', on: { click: () => actions.command(words) } },
        content(),
      );
    case 'text_link':
      return link(entity.url, content());
    case 'url':
      return link(/^[a-z][a-z0-9+.-]*:/i.test(words) ? words : `https://${words}`, content());
    case 'email':
      return link(`mailto:${words}`, content());
    case 'phone_number':
      return link(`tel:${words.replace(/[^+\d]/g, '')}`, content());
    case 'mention':
    case 'text_mention':
    case 'hashtag':
    case 'cashtag':
      return element('span', { class: 'mention' }, content());
    default:
      return element('span', {}, content());
  }
}

function link(url, content) {
  const safe = safeLink(url);
  return safe ? outsideLink(safe, { title: safe }, content) : element('span', {}, content);
}

function codeBlock(words, language, actions) {
  const copy = async () =>
    actions.toast((await copyText(words)) ? 'Copied' : 'The browser does not let this page copy.');
  return element(
    'div',
    { class: 'code-block' },
    element('div', { class: 'code-head' }, language ?? 'code', iconButton('copy', 'Copy the code', copy)),
    element('pre', { tabindex: '0' }, element('code', {}, words)),
  );
}

function foldedQuote(words, content, key, actions) {
  const long = words.split('\n').length > FOLDED_LINES || words.length > FOLDED_LINES * 60;
  if (!long) return element('blockquote', {}, content);
  const open = actions.opened.has(key);
  const body = element('div', { class: 'quote-body' }, content);
  const toggle = element('button', { type: 'button', class: 'link quote-toggle', 'aria-expanded': String(open) });
  const quote = element('blockquote', { class: 'expandable' }, body, toggle);
  const show = (opened) => {
    quote.classList.toggle('open', opened);
    toggle.setAttribute('aria-expanded', String(opened));
    toggle.textContent = opened ? 'Show less' : 'Show more';
  };
  toggle.addEventListener('click', () => {
    const opened = !quote.classList.contains('open');
    if (opened) actions.opened.add(key);
    else actions.opened.delete(key);
    show(opened);
  });
  show(open);
  return quote;
}

function spoiler(content, key, actions) {
  const body = element('span', { class: 'spoiler-body' }, content);
  if (actions.opened.has(key)) return element('span', { class: 'spoiler open' }, body);
  // What is covered is neither read out nor reached by Tab before it is shown.
  body.inert = true;
  const cover = element('button', { type: 'button', class: 'spoiler-cover' }, hidden('Show the hidden text'));
  const whole = element('span', { class: 'spoiler' }, body, cover);
  cover.addEventListener('click', () => {
    actions.opened.add(key);
    whole.classList.add('open');
    body.inert = false;
    body.tabIndex = -1;
    cover.remove();
    body.focus();
  });
  return whole;
}

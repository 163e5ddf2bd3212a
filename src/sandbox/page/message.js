// One message: its bubble, and the buttons below.

import { richText } from './entities.js';
import { element, hidden, icon, iconButton } from './dom.js';
import { clockTime, fullName, fullTime, momentOf, preview, serviceText } from './format.js';
import { inlineKeyboard } from './keyboards.js';
import { mediaNode, photoWidth, sheet } from './media.js';

/**
 * The node of a message. `view` has `person` (whose side of the chat this is), `bot`, and what can be done from a
 * message: `command`, `press`, `openPhoto`, `jumpTo`, `openMenu`, `toast`, `openedParts(messageId)`, and `waiting`, the
 * pressed buttons.
 */
export function messageNode(message, view) {
  const service = serviceText(message);
  if (service && !message.text) {
    return element(
      'p',
      { class: 'service', data: { id: message.message_id }, tabindex: '-1' },
      element('span', {}, service),
    );
  }
  const own = message.from?.id === view.person.id;
  const sender = own ? 'You' : fullName(message.from ?? view.bot);
  const node = element('article', {
    class: `message ${own ? 'out' : 'in'}`,
    data: { id: message.message_id },
    tabindex: '-1',
    'aria-label': `${sender}, ${clockTime(momentOf(message))}`,
  });
  node.append(bubble(message, sender, own, view));
  const keyboard = inlineKeyboard(message, view);
  if (keyboard) node.append(keyboard);
  return node;
}

function bubble(message, sender, own, view) {
  const actions = { ...view, opened: view.openedParts(message.message_id) };
  const media = mediaNode(message, actions);
  const words = message.text ?? message.caption;
  const entities = message.text === undefined ? message.caption_entities : message.entities;
  const classes = ['bubble', media && 'with-media', message.photo?.length && 'with-photo', !words && 'wordless'];
  const more = iconButton(
    'down',
    'Message menu',
    (event) => view.openMenu(message, event.currentTarget),
    'message-more',
  );
  more.tabIndex = -1;
  const meta = metaLine(message, own);
  const text =
    words === undefined
      ? null
      : element('div', { class: 'words', dir: 'auto' }, richText(words, entities, actions), meta);
  const node = element(
    'div',
    { class: classes.filter(Boolean).join(' ') },
    hidden(`${sender}: `),
    forwardedFrom(message),
    message.reply_to_message ? quoted(message.reply_to_message, view) : null,
    message.show_caption_above_media ? text : media,
    message.show_caption_above_media ? media : text,
    text ? null : meta,
    more,
  );
  // Words below a picture wrap at its width.
  if (message.photo?.length) node.style.setProperty('--photo-width', `${photoWidth(message)}px`);
  return node;
}

function forwardedFrom({ forward_origin: origin }) {
  if (!origin) return null;
  const name = origin.sender_user
    ? fullName(origin.sender_user)
    : (origin.sender_user_name ?? origin.chat?.title ?? 'someone');
  return element('p', { class: 'forwarded' }, `Forwarded from ${name}`);
}

/** The message that is answered, above the answer. */
function quoted(message, view) {
  const own = message.from?.id === view.person.id;
  return element(
    'button',
    { type: 'button', class: 'quote', on: { click: () => view.jumpTo(message.message_id) } },
    hidden('In reply to '),
    element('span', { class: 'quote-name' }, own ? 'You' : fullName(message.from ?? view.bot)),
    element('span', { class: 'quote-words' }, preview(message)),
  );
}

/** "edited", the time and the mark of a message that the server has. */
function metaLine(message, own) {
  const moment = momentOf(message);
  return element(
    'span',
    { class: 'meta' },
    message.edit_date ? element('span', { class: 'edited' }, 'edited ') : null,
    element('time', { datetime: moment.toISOString(), title: fullTime(moment) }, clockTime(moment)),
    own ? [icon('check'), hidden(' sent')] : null,
  );
}

/** A message that is still on its way, with its text or its file. */
export function pendingNode({ text, file }, { stop, retry, drop }) {
  const state = element('span', { class: 'meta' }, icon('clock'), hidden('sending'));
  const bar = element('progress', { class: 'progress', max: '1', value: '0', 'aria-label': `Sending ${file?.name}` });
  const content = file
    ? [
        sheet(file.name),
        element('span', { class: 'document-words' }, element('span', { class: 'document-name' }, file.name), bar),
        iconButton('close', `Stop sending ${file.name}`, stop),
      ]
    : [text, state];
  const words = element('div', { class: file ? 'document' : 'words' }, content);
  const trouble = element('div', { class: 'trouble', role: 'alert' });
  const body = element('div', { class: 'bubble' }, words, trouble);
  return {
    node: element('div', { class: 'message out unsent' }, body),
    progress(fraction) {
      bar.value = fraction;
    },
    failed(reason) {
      bar.remove();
      words.querySelector('.icon-button')?.remove();
      state.replaceChildren(icon('warning'));
      trouble.replaceChildren(
        element('p', { class: 'reason' }, `Not sent. ${reason}`),
        element('button', { type: 'button', class: 'link', on: { click: retry } }, 'Try again'),
        element('button', { type: 'button', class: 'link', on: { click: drop } }, 'Remove'),
      );
    },
  };
}

/** Words that the bot is still writing. */
export function draftNode(text, bot) {
  const words = text
    ? [text, element('span', { class: 'caret' })]
    : element('span', { class: 'thinking' }, 'Thinking…');
  // A screen reader hears the finished message; half sentences again and again would drown it.
  return element(
    'div',
    { class: 'message in draft', 'aria-hidden': 'true', data: { bot: bot.id } },
    element('div', { class: 'bubble' }, element('div', { class: 'words' }, words)),
  );
}

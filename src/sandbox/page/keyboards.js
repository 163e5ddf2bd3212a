// The buttons below a message.

import { copyText, element, hidden, icon, outsideLink, safeLink } from './dom.js';

/** A name for a button that stays the same when its message is edited. */
export const buttonKey = (messageId, data) => `${messageId}:${data}`;

/** The buttons below a message, or null. */
export function inlineKeyboard(message, view) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.some((row) => row.length)) return null;
  const buttons = (row) =>
    element(
      'div',
      { class: 'key-row' },
      row.map((button) => inlineButton(message, button, view)),
    );
  return element(
    'div',
    { class: 'inline-keyboard', role: 'group', 'aria-label': 'Buttons of this message' },
    rows.map(buttons),
  );
}

/** The classes of a button; bots may ask for one of three styles. */
export const keyClass = (button) =>
  ['danger', 'success', 'primary'].includes(button.style) ? `key key-${button.style}` : 'key';

function inlineButton(message, button, view) {
  const label = element('span', { class: 'key-label' }, button.text);
  const url = safeLink(button.url ?? button.web_app?.url ?? button.login_url?.url ?? '');
  if (url)
    return outsideLink(
      url,
      { class: keyClass(button), title: url },
      label,
      icon('external'),
      hidden(' (opens a new tab)'),
    );
  if (button.callback_data !== undefined) return callbackButton(message, button, label, view);
  if (button.pay) return payButton(message, button, label, view);
  const corner = button.copy_text ? icon('copy') : null;
  const press = () => pressOther(button, view);
  return element('button', { type: 'button', class: keyClass(button), on: { click: press } }, label, corner);
}

function callbackButton(message, button, label, view) {
  const key = buttonKey(message.message_id, button.callback_data);
  const node = element('button', { type: 'button', class: keyClass(button), data: { key } }, label);
  node.addEventListener('click', () => view.press(message, button));
  showWaiting(node, view.waiting.has(key));
  return node;
}

/** Pays the invoice that the button stands below. */
function payButton(message, button, label, view) {
  const node = element('button', { type: 'button', class: keyClass(button) }, label);
  node.addEventListener('click', async () => {
    showWaiting(node, true);
    const failed = await view.pay(message);
    showWaiting(node, false);
    if (failed) view.toast(failed);
  });
  return node;
}

/** Shows on a button whether its answer is still awaited. */
export function showWaiting(node, waiting) {
  node.classList.toggle('waiting', waiting);
  if (waiting) node.setAttribute('aria-busy', 'true');
  else node.removeAttribute('aria-busy');
}

async function pressOther(button, view) {
  if (button.copy_text) {
    const copied = await copyText(button.copy_text.text);
    view.toast(copied ? 'Copied' : 'The browser does not let this page copy.');
  } else if (button.switch_inline_query_current_chat !== undefined) {
    view.fill(`@${view.bot.username} ${button.switch_inline_query_current_chat}`);
  } else {
    view.toast('The sandbox has nothing behind this kind of button.');
  }
}

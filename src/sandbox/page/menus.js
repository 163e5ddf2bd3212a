// What can be done with one message, and with a whole chat.

import { openMenu, toast } from './dialogs.js';
import { copyText } from './dom.js';

/** Opens the menu of a message at a button or a point. */
export function openMessageMenu(message, anchor, own, composer) {
  const text = message.text ?? message.caption;
  const copy = async () => toast((await copyText(text)) ? 'Copied' : 'The browser does not let this page copy.');
  const items = [{ icon: 'reply', label: 'Reply', run: () => composer.startReply(message) }];
  if (text) items.push({ icon: 'copy', label: 'Copy text', run: copy });
  if (own && message.text) items.push({ icon: 'edit', label: 'Edit', run: () => composer.startEdit(message) });
  openMenu(items, anchor);
}

/** Opens the menu of a chat, for trying what a bot has to bear. */
export function openChatMenu(chat, anchor) {
  const { first_name: name } = chat.view.bot;
  const block = chat.blocked
    ? { icon: 'check', label: `Unblock ${name}`, run: () => chat.block(false) }
    : { icon: 'block', label: `Block ${name}`, run: () => chat.block(true), danger: true };
  openMenu(
    [
      { icon: 'person', label: 'Add a person', run: () => chat.addPerson() },
      { icon: 'trash', label: 'Clear this chat', run: () => chat.clear() },
      block,
    ],
    anchor,
  );
}

// The page's side of the sandbox's HTTP interface.
//
// Invariant: requests go to the server that sent this page, nowhere else.

/** The largest upload the sandbox takes. */
export const MAX_UPLOAD_BYTES = 50 * 1000 * 1000;

/** First pause before connecting again; each next one is twice as long. */
const FIRST_RETRY_MS = 500;
/** Longest pause: a restarted server is found again before a person gives up. */
const LONGEST_RETRY_MS = 8000;

async function answerOf(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `The sandbox answered with ${response.status}.`);
  return body;
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: 'no-store', ...options });
  } catch {
    throw new Error('The sandbox cannot be reached.');
  }
  return answerOf(response);
}

const post = (path, body) =>
  request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

const chatQuery = (chat) => new URLSearchParams({ bot: chat.bot, person: chat.person });

export const state = () => request('/sandbox/state');
export const history = (chat) => request(`/sandbox/history?${chatQuery(chat)}`);
export const newest = (chat) => request(`/sandbox/history?${chatQuery(chat)}&limit=1`);
export const addPerson = (person) => post('/sandbox/people', person);
export const send = (chat, text, replyTo) => post('/sandbox/send', { ...chat, text, reply_to_message_id: replyTo });
export const press = (chat, messageId, data) => post('/sandbox/press', { ...chat, message_id: messageId, data });
export const pay = (chat, messageId) => post('/sandbox/pay', { ...chat, message_id: messageId });
export const edit = (chat, messageId, text) => post('/sandbox/edit', { ...chat, message_id: messageId, text });
export const block = (chat, blocked) => post('/sandbox/block', { ...chat, blocked });
export const clear = (chat) => post('/sandbox/clear', { ...chat });
export const fileUrl = (fileId) => `/sandbox/file?${new URLSearchParams({ file_id: fileId })}`;

/**
 * Sends a file. `progress` hears fractions from 0 to 1. Answers with the message and a way to stop.
 * fetch() cannot tell how much of a body is sent, XMLHttpRequest can.
 */
export function upload(chat, file, { caption, as, progress }) {
  const form = new FormData();
  form.append('bot', chat.bot);
  form.append('person', chat.person);
  if (caption) form.append('caption', caption);
  form.append('as', as);
  form.append('file', file, file.name || 'file');
  const transfer = new XMLHttpRequest();
  const message = new Promise((resolve, reject) => {
    transfer.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    });
    transfer.addEventListener('load', () => {
      let body = {};
      try {
        body = JSON.parse(transfer.responseText);
      } catch {
        // Falls through to the status below.
      }
      if (transfer.status < 300) resolve(body);
      else reject(new Error(body.error ?? `The sandbox answered with ${transfer.status}.`));
    });
    transfer.addEventListener('error', () => reject(new Error('The connection broke off.')));
    transfer.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
    transfer.open('POST', '/sandbox/upload');
    transfer.send(form);
  });
  return { message, stop: () => transfer.abort() };
}

/**
 * Follows what happens in a chat until `close()`. `opened` is called at every new connection, before its first event;
 * `lost` when one broke, with the pause in milliseconds until the next attempt.
 */
export function follow(chat, { event, opened, lost }) {
  let source = null;
  let timer = 0;
  let attempts = 0;
  const connect = () => {
    clearTimeout(timer);
    source?.close();
    source = new EventSource(`/sandbox/events?${chatQuery(chat)}`);
    source.addEventListener('open', opened);
    source.addEventListener('message', (message) => event(JSON.parse(message.data)));
    source.addEventListener('error', retry);
  };
  const retry = () => {
    source.close();
    clearTimeout(timer);
    // Many pages must not come back in the same moment.
    const pauseMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts) * (0.75 + Math.random() / 2);
    attempts += 1;
    timer = setTimeout(connect, pauseMs);
    lost(pauseMs);
  };
  addEventListener('online', connect);
  connect();
  return {
    /** The history was read: the next break begins with a short pause again. */
    settled() {
      attempts = 0;
    },
    /** Something else than the stream failed: begin again after a pause. */
    retry,
    close() {
      removeEventListener('online', connect);
      clearTimeout(timer);
      source.close();
    },
  };
}

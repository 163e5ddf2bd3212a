//! What a person's app sees happening in a chat.

use std::sync::Arc;

use serde::Serialize;
use tokio::sync::broadcast;

use super::types::{BotCommand, ForPerson, Message};

/// One thing that happened in a chat.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A new message, or a changed one in the place of the one with its number.
    Message { message: ForPerson },
    /// A message went.
    Deleted { message_id: i64 },
    /// The bot is typing, uploading and so on; it ends after five seconds.
    Action { action: String },
    /// The answer to a pressed button.
    CallbackAnswer { callback_query_id: String, text: Option<String>, show_alert: bool, url: Option<String> },
    /// A payment of the invoice in this message went through, or did not, with the reason.
    Payment { message_id: i64, failed: Option<String> },
    /// A message that is still being written.
    Draft { draft_id: i64, text: String },
    /// The bot's menu changed.
    Commands { commands: Vec<BotCommand> },
    /// The history was emptied.
    Cleared,
}

impl Event {
    pub(super) fn message(message: &Arc<Message>) -> Self {
        Self::Message { message: ForPerson(Arc::clone(message)) }
    }
}

/// What happens in one chat from now on.
#[derive(Debug)]
pub struct Subscription(pub(super) broadcast::Receiver<Event>);

impl Subscription {
    /// The next event; `None` when the reader was too slow and events are missing: read the history again.
    pub async fn next(&mut self) -> Option<Event> {
        self.0.recv().await.ok()
    }
}

//! One update being handled: what the handler has at hand, and how it ends.
//!
//! Replies wait in the turn until it is finished; then they enter the outbox in the database transaction of the effect.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::json;
use teloxide::payloads::{
    AnswerCallbackQuery, AnswerCallbackQuerySetters as _, DeleteMessage, EditMessageReplyMarkup, SendChatAction,
};
use teloxide::types::{CallbackQueryId, ChatAction, MessageId};
use tokio::time::Instant;

use super::Bot;
use super::asking::Asking;
use super::charts::Picture;
use super::event::Sender;
use super::outgoing::{FileKind, Outgoing, OutgoingFile};
use super::telegram::{CallError, Sent};
use crate::domain::ChatId;
use crate::store::StoreError;
use crate::store::inbox::Claim;
use crate::store::outbox::{NewMessage, Priority};
use crate::text;
use crate::texts::{Language, Texts};
use crate::tools::{Context, ToolError};

/// One update's handling.
#[derive(Debug)]
pub struct Turn {
    pub bot: Arc<Bot>,
    pub claim: Claim,
    pub chat_id: ChatId,
    pub sender: Sender,
    pub now: DateTime<Utc>,
    /// What is said to the person, in their language.
    pub texts: &'static Texts,
    /// What the bot waits for in this chat.
    pub asking: Option<Asking>,
    /// The message that shows how far this is.
    progress_message_id: Option<i32>,
    context: Option<Context>,
    replies: Vec<NewMessage>,
    asks: Option<Option<Asking>>,
}

/// What the pump knows when a turn begins.
#[derive(Debug)]
pub struct Beginning {
    pub claim: Claim,
    pub chat_id: ChatId,
    pub sender: Sender,
    pub asking: Option<Asking>,
    pub progress_message_id: Option<i32>,
}

impl Turn {
    pub fn new(bot: Arc<Bot>, beginning: Beginning) -> Self {
        let Beginning { claim, chat_id, sender, asking, progress_message_id } = beginning;
        let now = bot.now();
        Self {
            bot,
            claim,
            chat_id,
            sender,
            now,
            texts: Language::default().texts(),
            asking,
            progress_message_id,
            context: None,
            replies: Vec::new(),
            asks: None,
        }
    }

    /// The person's tools. All calls of a turn share one database transaction.
    pub async fn context(&mut self) -> Result<&mut Context, ToolError> {
        if self.context.is_none() {
            self.context = Some(self.bot.app.context(self.sender.user, self.now, None).await?);
        }
        self.context.as_mut().ok_or_else(|| ToolError::refused(text!(self.texts, "tool-lost")))
    }

    /// Drops everything that the tools of this turn did; its replies stay.
    pub fn roll_back(&mut self) {
        self.context = None;
    }

    /// Says something when the turn is finished.
    pub fn reply(&mut self, message: Outgoing) {
        self.replies.extend(message.into_messages(self.chat_id, None));
    }

    /// As [`Self::reply`], in a group. Only where the turn asks no tool: within a book, nobody writes to another chat.
    pub fn reply_in(&mut self, group: ChatId, message: Outgoing) {
        self.replies.extend(message.into_messages(group, None));
    }

    /// As [`Self::reply`], with the bytes of the message's picture or document.
    pub fn reply_with_file(&mut self, message: Outgoing, bytes: Vec<u8>) {
        self.replies.extend(message.into_messages(self.chat_id, Some(bytes)));
    }

    /// As [`Self::reply`], above it the picture where there is one.
    pub fn reply_with_picture(&mut self, message: Outgoing, picture: Option<Picture>, file_name: &str) {
        match picture {
            Some(picture) => {
                let file = OutgoingFile { kind: FileKind::Photo, file_name: file_name.to_owned() };
                self.reply_with_file(Outgoing { file: Some(file), ..message }, picture.png);
            }
            None => self.reply(message),
        }
    }

    /// As [`Self::reply`], in place of the message that showed the progress.
    pub fn reply_in_place(&mut self, mut message: Outgoing) {
        message.edits = self.progress_message_id;
        self.reply(message);
    }

    /// From now on the chat's next text answers this; `None` ends it.
    pub fn ask(&mut self, asking: Option<Asking>) {
        self.asks = Some(asking);
    }

    /// Shows at once how far this is; left out rather than late.
    pub async fn show_progress(&mut self, words: &str) {
        if !self.bot.limits.spare(Instant::now()) && self.progress_message_id.is_some() {
            return;
        }
        let message = Outgoing { edits: self.progress_message_id, ..Outgoing::html(words) };
        match message.send(&self.bot.telegram, self.chat_id, None).await {
            Ok(Sent { message_id }) if self.progress_message_id != Some(message_id) => {
                self.progress_message_id = Some(message_id);
                // Without the note a second attempt begins a second message.
                if let Err(error) = self.bot.app.store.note_progress_message(self.claim, message_id).await {
                    tracing::warn!(error = %super::intake::cause(&error), "the progress message was not noted");
                }
            }
            Ok(_) => {}
            Err(error) => tracing::debug!(%error, "progress not shown"),
        }
    }

    /// "typing…", "sending a photo…"
    pub async fn show_action(&self, action: ChatAction) {
        if self.bot.limits.spare(Instant::now()) {
            let payload = SendChatAction::new(self.telegram_chat(), action);
            ignore(self.bot.telegram.call::<bool, _>(&payload).await, "action");
        }
    }

    /// Ends the waiting of a pressed button; with words, shows them.
    pub async fn answer_button(&self, query_id: &str, words: Option<&str>) {
        let mut payload = AnswerCallbackQuery::new(CallbackQueryId(query_id.to_owned()));
        if let Some(words) = words {
            payload = payload.text(words);
        }
        ignore(self.bot.telegram.call::<bool, _>(&payload).await, "answer to a button");
    }

    /// Takes the buttons off a message whose question is answered.
    pub async fn remove_buttons(&self, message_id: i32) {
        let payload = EditMessageReplyMarkup::new(self.telegram_chat(), MessageId(message_id));
        ignore(self.bot.telegram.call::<Sent, _>(&payload).await, "removal of buttons");
    }

    /// Takes a message out of the chat: a password that somebody typed.
    pub async fn delete_message(&self, message_id: i32) {
        let payload = DeleteMessage::new(self.telegram_chat(), MessageId(message_id));
        ignore(self.bot.telegram.call::<bool, _>(&payload).await, "deletion");
    }

    /// Keeps what the tools did so far and sends the replies so far, while the update goes on. A second attempt at the update must
    /// find it done.
    pub async fn keep_so_far(&mut self) -> Result<(), ToolError> {
        let replies = std::mem::take(&mut self.replies);
        match self.context.take().and_then(Context::into_book) {
            Some(mut book) => {
                book.enqueue(self.claim.bot_id, Priority::Reply, &replies, self.now).await?;
                book.commit().await?;
            }
            None => {
                let store = &self.bot.app.store;
                store.enqueue(self.claim.bot_id, Priority::Reply, &replies, self.now).await?;
            }
        }
        self.bot.outbox_changed.notify_one();
        Ok(())
    }

    fn telegram_chat(&self) -> teloxide::types::ChatId {
        teloxide::types::ChatId(self.chat_id.0)
    }

    /// Keeps the effect, the replies and the mark "done" in one step. False when the update was cancelled or taken over in the
    /// meantime: then nothing was kept.
    pub async fn finish(mut self) -> Result<bool, StoreError> {
        let store = &self.bot.app.store;
        let asks = self.asks.take();
        let secret = matches!(&asks, Some(Some(asking)) if asking.is_secret());
        let asks = asks.map(|asking| asking.map(|asking| json!(asking)));
        let finished = match self.context.take().and_then(Context::into_book) {
            Some(mut book) => {
                if let Some(asking) = &asks {
                    book.set_asking(self.chat_id, asking.as_ref(), secret).await?;
                }
                let stands = book.reply(self.claim, &self.replies, self.now).await?;
                if stands {
                    book.commit().await?;
                }
                stands
            }
            None => {
                if let Some(asking) = &asks {
                    store.set_asking(self.chat_id, asking.as_ref(), secret).await?;
                }
                store.reply(self.claim, &self.replies, self.now).await?
            }
        };
        if !self.replies.is_empty() {
            self.bot.outbox_changed.notify_one();
        }
        Ok(finished)
    }
}

/// These calls only decorate: the chat goes on without them.
fn ignore<T>(result: Result<T, CallError>, what: &'static str) {
    if let Err(error) = result {
        tracing::debug!(%error, what, "not shown");
    }
}

//! What the bot says: data in the outbox, Bot API calls when it is sent.
//!
//! Texts are HTML as Telegram reads it, and no tag spans two lines, so that a long text can be cut between lines.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use teloxide::payloads::{
    EditMessageText, EditMessageTextSetters as _, SendInvoice, SendInvoiceSetters as _, SendMessage,
    SendMessageSetters as _,
};
use teloxide::types::{
    ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, LabeledPrice, LinkPreviewOptions, MessageId, ParseMode,
    ReplyMarkup,
};

use super::drawing::Drawing;
use super::telegram::{Attachment, CallError, Sent, Telegram};
use crate::domain::ChatId;
use crate::store::outbox::NewMessage;

/// Telegram's limit in UTF-16 units after entities, less a margin for what an entity counts.
const TEXT_UNITS_MAX: usize = 4_000;
/// As above, under a picture or document.
pub const CAPTION_UNITS_MAX: usize = 1_000;
/// A text is cut into this many messages at most; more would be a file.
const PARTS_MAX: usize = 5;

/// One message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outgoing {
    pub html: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Vec<Button>>,
    /// Opens the keyboard with these words in the empty field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awaits: Option<String>,
    /// Replaces the text of this message; a new one where that cannot be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edits: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<OutgoingFile>,
    /// A picture above the text, drawn when it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawing: Option<Drawing>,
    /// An invoice in place of the text, which is what is said where Telegram takes no such invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Invoice>,
}

/// What is to be paid. Telegram puts the button below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// 1 to 32 characters.
    pub title: String,
    /// 1 to 255 characters.
    pub description: String,
    /// What Telegram calls it when it is paid; no person sees it.
    pub payload: String,
    /// Three letters.
    pub currency: String,
    /// In the smallest units of the currency.
    pub total: u32,
}

/// What the bytes beside the message are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutgoingFile {
    pub kind: FileKind,
    pub file_name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    Photo,
    Document,
}

/// A button below a message. Its data is what [`super::button::ButtonAction`] reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Button {
    pub text: String,
    pub data: String,
}

impl Outgoing {
    pub fn html(html: impl Into<String>) -> Self {
        Self { html: html.into(), ..Self::default() }
    }

    /// Words that hold no markup.
    pub fn plain(text: &str) -> Self {
        Self::html(escape(text))
    }

    /// As they go into the outbox: a long text in several, the buttons below the last.
    pub fn into_messages(mut self, chat_id: ChatId, file: Option<Vec<u8>>) -> Vec<NewMessage> {
        // Words too long for a caption go alone, then the picture.
        let picture = self.drawing.take_if(|_| self.html.encode_utf16().count() > CAPTION_UNITS_MAX);
        let picture = picture.map(|drawing| Self { drawing: Some(drawing), ..Self::default() });
        let limit = if self.file.is_some() { CAPTION_UNITS_MAX } else { TEXT_UNITS_MAX };
        let mut parts = parts(&self.html, limit);
        let last = parts.pop().unwrap_or_default();
        let mut messages: Vec<Self> = parts.into_iter().map(Self::html).collect();
        // A caption's rest comes after its file, an edited text's rest after the edit.
        match (messages.first_mut(), &self.file, self.edits) {
            (Some(first), Some(_), _) => {
                first.file = self.file.clone();
                messages.push(Self { html: last, buttons: self.buttons, awaits: self.awaits, ..Self::default() });
            }
            (Some(first), None, edits) => {
                first.edits = edits;
                messages.push(Self { html: last, buttons: self.buttons, awaits: self.awaits, ..Self::default() });
            }
            (None, _, _) => messages.push(Self { html: last, ..self }),
        }
        let mut file = file;
        messages
            .into_iter()
            .chain(picture)
            .map(|message| NewMessage {
                chat_id,
                file: if message.file.is_some() { file.take() } else { None },
                message: json!(message),
            })
            .collect()
    }

    /// Hands the message to Telegram.
    pub async fn send(&self, telegram: &Telegram, chat: ChatId, file: Option<Vec<u8>>) -> Result<Sent, CallError> {
        if let Some(invoice) = &self.invoice {
            return self.send_invoice(telegram, chat, invoice).await;
        }
        match (&self.file, self.edits) {
            (Some(kind), _) => self.send_file(telegram, chat, kind, file.unwrap_or_default()).await,
            (None, Some(message)) => match self.edit(telegram, chat, message).await {
                Err(error) if error.says("message to edit not found") || error.says("message can't be edited") => {
                    self.send_text(telegram, chat).await
                }
                Err(error) if error.says("message is not modified") => Ok(Sent { message_id: message }),
                other => other,
            },
            (None, None) => self.send_text(telegram, chat).await,
        }
    }

    async fn send_invoice(&self, telegram: &Telegram, chat: ChatId, invoice: &Invoice) -> Result<Sent, CallError> {
        let Some(token) = &telegram.payment_token else { return self.send_text(telegram, chat).await };
        let Invoice { title, description, payload, currency, total } = invoice;
        let prices = [LabeledPrice::new(title, *total)];
        let chat_id = teloxide::types::ChatId(chat.0);
        let call = SendInvoice::new(chat_id, title, description, payload, currency, prices)
            .provider_token(token.expose().as_str());
        match telegram.call(&call).await {
            Err(error @ CallError::Refused { code: 400, .. }) => {
                tracing::warn!(%error, "an invoice was refused");
                self.send_text(telegram, chat).await
            }
            other => other,
        }
    }

    async fn send_text(&self, telegram: &Telegram, chat: ChatId) -> Result<Sent, CallError> {
        let mut payload = SendMessage::new(teloxide::types::ChatId(chat.0), self.html.as_str())
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview());
        payload.reply_markup = self.markup();
        telegram.call(&payload).await
    }

    async fn edit(&self, telegram: &Telegram, chat: ChatId, message: i32) -> Result<Sent, CallError> {
        let mut payload = EditMessageText::new(teloxide::types::ChatId(chat.0), MessageId(message), self.html.as_str())
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview());
        payload.reply_markup = (!self.buttons.is_empty()).then(|| self.inline_keyboard());
        telegram.call(&payload).await
    }

    async fn send_file(
        &self,
        telegram: &Telegram,
        chat: ChatId,
        file: &OutgoingFile,
        bytes: Vec<u8>,
    ) -> Result<Sent, CallError> {
        let (method, field) = match file.kind {
            FileKind::Photo => ("sendPhoto", "photo"),
            FileKind::Document => ("sendDocument", "document"),
        };
        let mut fields = json!({"chat_id": chat.0, "caption": self.html, "parse_mode": "HTML"});
        if let (Some(markup), Some(fields)) = (self.markup(), fields.as_object_mut()) {
            fields.insert("reply_markup".to_owned(), json!(markup));
        }
        let attachment = Attachment { field, file_name: file.file_name.clone(), bytes };
        telegram.call_with_file(method, &fields, attachment).await
    }

    fn markup(&self) -> Option<ReplyMarkup> {
        match &self.awaits {
            _ if !self.buttons.is_empty() => Some(ReplyMarkup::InlineKeyboard(self.inline_keyboard())),
            Some(words) => {
                Some(ReplyMarkup::ForceReply(ForceReply::new().input_field_placeholder(Some(words.clone()))))
            }
            None => None,
        }
    }

    fn inline_keyboard(&self) -> InlineKeyboardMarkup {
        let rows = self.buttons.iter().map(|row| {
            row.iter().map(|button| InlineKeyboardButton::callback(button.text.as_str(), button.data.as_str()))
        });
        InlineKeyboardMarkup::new(rows)
    }
}

/// What stands in the outbox, read back.
pub fn stored(message: &Value) -> Option<Outgoing> {
    Outgoing::deserialize(message).ok()
}

/// Outside text in a message: shown as it is, never as markup.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Answers hold names of shops and files; none of them is a page to show.
fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

/// Cuts between lines; a line that is too long alone is cut where it must, without its markup.
fn parts(html: &str, limit: usize) -> Vec<String> {
    let units = |text: &str| text.encode_utf16().count();
    if units(html) <= limit {
        return vec![html.to_owned()];
    }
    let mut parts = vec![String::new()];
    let mut used = 0;
    for line in html.lines() {
        let line = if units(line) < limit { line.to_owned() } else { shortened(line, limit - 1) };
        let size = units(&line) + 1;
        if used + size > limit && used > 0 {
            if parts.len() == PARTS_MAX {
                break;
            }
            parts.push(String::new());
            used = 0;
        }
        if let Some(part) = parts.last_mut() {
            if used > 0 {
                part.push('\n');
            }
            part.push_str(&line);
        }
        used += size;
    }
    parts
}

/// The beginning of a line, as plain words.
fn shortened(line: &str, limit: usize) -> String {
    let mut plain = String::new();
    let mut inside_tag = false;
    let mut units = 0;
    for letter in line.chars() {
        match letter {
            '<' => inside_tag = true,
            '>' => inside_tag = false,
            _ if inside_tag => {}
            _ => {
                units += letter.len_utf16();
                if units >= limit {
                    break;
                }
                plain.push(letter);
            }
        }
    }
    // An entity that was cut in the middle would be refused.
    let whole = plain.rfind('&').filter(|start| !plain.get(*start..).is_some_and(|rest| rest.contains(';')));
    match whole {
        Some(start) => plain.chars().take(plain.get(..start).map_or(0, |kept| kept.chars().count())).collect(),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_lines() {
        let html = (0..600).map(|line| format!("<b>line {line}</b> &amp; more")).collect::<Vec<_>>().join("\n");
        let parts = parts(&html, TEXT_UNITS_MAX);
        assert!(parts.len() > 2);
        assert!(parts.iter().all(|part| part.encode_utf16().count() <= TEXT_UNITS_MAX));
        assert_eq!(parts.join("\n"), html);
    }

    #[test]
    fn a_line_that_is_too_long_loses_its_markup_and_its_end() {
        let check = |line: &str, limit: usize, expected: &str| assert_eq!(shortened(line, limit), expected, "{line}");
        check("<b>abc</b>def", 5, "abcd");
        check("ab&amp;cd", 5, "ab");
        check("ab&amp;cd", 8, "ab&amp;");
        check("🙂🙂🙂", 5, "🙂🙂");
    }

    #[test]
    fn buttons_stand_below_the_last_part_and_the_file_with_the_first() {
        let line = "x".repeat(600);
        let outgoing = Outgoing {
            html: format!("{line}\n{line}"),
            buttons: vec![vec![Button { text: "Undo".to_owned(), data: "u".to_owned() }]],
            file: Some(OutgoingFile { kind: FileKind::Photo, file_name: "a.png".to_owned() }),
            ..Outgoing::default()
        };
        let messages = outgoing.into_messages(ChatId(1), Some(vec![1]));
        let read: Vec<Outgoing> = messages.iter().filter_map(|message| stored(&message.message)).collect();
        assert_eq!(read.iter().map(|message| message.file.is_some()).collect::<Vec<_>>(), [true, false]);
        assert_eq!(read.iter().map(|message| message.buttons.len()).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(messages.iter().map(|message| message.file.clone()).collect::<Vec<_>>(), [Some(vec![1]), None]);
    }

    #[test]
    fn outside_text_is_no_markup() {
        assert_eq!(Outgoing::plain("<a href=x>&").html, "&lt;a href=x&gt;&amp;");
    }
}

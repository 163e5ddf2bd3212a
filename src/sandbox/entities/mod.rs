//! Formatted text: the parse modes of the Bot API, entities given one by one, and the ones that are found by themselves.
//!
//! **Invariant:** offsets and lengths count UTF-16 units, as everywhere in the Bot API; errors are worded as Telegram words
//! them, without the prefix `Bad Request: `.

mod found;
mod html;
mod links;
mod markdown;
mod markdown_v2;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(super) use found::find;
pub(super) use links::checked as checked_link;

use super::types::User;

/// How deep entities may nest: deeper markup is nobody's, and every level costs the bot's reader.
const ENTITIES_MAX: usize = 1_000;

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    Mention,
    Hashtag,
    Cashtag,
    BotCommand,
    Url,
    Email,
    PhoneNumber,
    Bold,
    Italic,
    Underline,
    Strikethrough,
    Spoiler,
    Blockquote,
    ExpandableBlockquote,
    Code,
    Pre,
    TextLink,
    TextMention,
    CustomEmoji,
}

/// A part of a text with a meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    #[serde(rename = "type")]
    pub kind: EntityKind,
    /// UTF-16 units from the start of the text.
    pub offset: usize,
    /// UTF-16 units.
    pub length: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_emoji_id: Option<String>,
}

impl Entity {
    pub(super) fn new(kind: EntityKind, offset: usize, length: usize) -> Self {
        Self { kind, offset, length, url: None, user: None, language: None, custom_emoji_id: None }
    }

    fn with_argument(mut self, argument: String) -> Self {
        match self.kind {
            EntityKind::TextLink => self.url = Some(argument),
            EntityKind::Pre => self.language = Some(argument).filter(|language| !language.is_empty()),
            EntityKind::CustomEmoji => self.custom_emoji_id = Some(argument),
            _ => {}
        }
        self
    }

    fn end(&self) -> usize {
        self.offset + self.length
    }
}

/// A text and what its parts are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Formatted {
    pub(super) text: String,
    pub(super) entities: Vec<Entity>,
}

/// How many UTF-16 units a text has.
pub(super) fn utf16_length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Reads a text in the parse mode of this name; `None` is plain text. Found entities are added and the text is trimmed.
///
/// # Errors
/// Telegram's words for what is wrong with the markup.
pub(super) fn parse(text: &str, parse_mode: Option<&str>) -> Result<Formatted, String> {
    let mode = parse_mode.unwrap_or_default().to_ascii_lowercase();
    let wrong = |error: String| format!("can't parse entities: {error}");
    let formatted = match mode.as_str() {
        "" | "none" => Formatted { text: text.to_owned(), entities: Vec::new() },
        "html" => html::parse(text).map_err(wrong)?,
        "markdown" => markdown::parse(text).map_err(wrong)?,
        "markdownv2" => markdown_v2::parse(text).map_err(wrong)?,
        _ => return Err("unsupported parse_mode".to_owned()),
    };
    Ok(finish(formatted))
}

/// A text with entities that the caller gave.
///
/// # Errors
/// Telegram's words for the first entity that is wrong.
pub(super) fn given(text: &str, entities: &[Value]) -> Result<Formatted, String> {
    let length = utf16_length(text);
    let read: Result<Vec<Option<Entity>>, String> = entities.iter().map(|entity| given_one(entity, length)).collect();
    Ok(finish(Formatted { text: text.to_owned(), entities: read?.into_iter().flatten().collect() }))
}

fn given_one(entity: &Value, text_length: usize) -> Result<Option<Entity>, String> {
    let field = |name: &str| entity.get(name);
    let missing = |name: &str| format!("can't parse MessageEntity: Can't find field \"{name}\"");
    let number = |name: &str| field(name).and_then(Value::as_i64).ok_or_else(|| missing(name));
    let word = |name: &str| field(name).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| missing(name));
    let kind = field("type").cloned().ok_or_else(|| missing("type"))?;
    let kind: EntityKind =
        serde_json::from_value(kind).map_err(|_| "can't parse MessageEntity: Unsupported type specified".to_owned())?;
    let (offset, length) = (number("offset")?, number("length")?);
    let offset = usize::try_from(offset).map_err(|_| format!("receive an entity with incorrect offset {offset}"))?;
    let length = usize::try_from(length).map_err(|_| format!("receive an entity with incorrect length {length}"))?;
    let mut read = Entity::new(kind, offset, length);
    match kind {
        EntityKind::TextLink => {
            let url = word("url")?;
            let checked = checked_link(&url).map_err(|why| format!("entity URL '{url}' is invalid: {why}"))?;
            read.url = Some(checked);
        }
        EntityKind::TextMention => {
            let user = field("user").cloned().ok_or_else(|| missing("user"))?;
            read.user = Some(serde_json::from_value(user).map_err(|_| "user not found".to_owned())?);
        }
        EntityKind::CustomEmoji => read.custom_emoji_id = Some(word("custom_emoji_id")?),
        EntityKind::Pre => read.language = word("language").ok().filter(|language| !language.is_empty()),
        _ => {}
    }
    if length == 0 {
        return Ok(None);
    }
    if offset >= text_length {
        return Err(format!("entity begins after the end of the text at UTF-16 offset {offset}"));
    }
    if read.end() > text_length {
        let end = read.end();
        return Err(format!(
            "entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {end}"
        ));
    }
    Ok(Some(read))
}

/// Trims the text, moves the entities along, adds the ones that are found by themselves and sorts them.
fn finish(formatted: Formatted) -> Formatted {
    let Formatted { text, mut entities } = formatted;
    let without_end = text.trim_end();
    let trimmed = without_end.trim_start();
    let cut = utf16_length(without_end) - utf16_length(trimmed);
    let length = utf16_length(trimmed);
    entities.retain_mut(|entity| {
        let end = entity.end().saturating_sub(cut).min(length);
        entity.offset = entity.offset.saturating_sub(cut);
        entity.length = end.saturating_sub(entity.offset);
        entity.length > 0
    });
    let taken: Vec<(usize, usize)> =
        entities.iter().filter(|entity| hides_found(entity.kind)).map(|entity| (entity.offset, entity.end())).collect();
    let free = |found: &Entity| taken.iter().all(|(start, end)| found.end() <= *start || found.offset >= *end);
    entities.extend(find(trimmed).into_iter().filter(free));
    // The outer one of two that start together comes first.
    entities.sort_by_key(|entity| (entity.offset, std::cmp::Reverse(entity.length)));
    entities.truncate(ENTITIES_MAX);
    Formatted { text: trimmed.to_owned(), entities }
}

/// Inside these nothing is found by itself.
fn hides_found(kind: EntityKind) -> bool {
    use EntityKind as K;
    !matches!(
        kind,
        K::Bold | K::Italic | K::Underline | K::Strikethrough | K::Spoiler | K::Blockquote | K::ExpandableBlockquote
    )
}

/// Text that is read byte by byte; past its end there are zeros.
struct Source<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Source<'a> {
    fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), at: 0 }
    }

    fn ended(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// The byte that stands so many behind the current one.
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn starts_with(&self, pattern: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(pattern))
    }

    /// What stands between two places.
    fn between(&self, from: usize, to: usize) -> String {
        String::from_utf8_lossy(self.bytes.get(from..to).unwrap_or_default()).into_owned()
    }

    /// Goes on while the condition holds, at most to the end, and returns what was passed.
    fn take_while(&mut self, mut condition: impl FnMut(u8) -> bool) -> String {
        let from = self.at;
        while !self.ended() && condition(self.peek(0)) {
            self.at += 1;
        }
        self.between(from, self.at)
    }

    /// The language of a code block and its first line break, if they stand here.
    fn take_language(&mut self) -> String {
        let from = self.at;
        let language = self.take_while(|byte| !byte.is_ascii_whitespace() && byte != b'`');
        let language = match self.ended() || self.peek(0) == b'`' {
            true => {
                self.at = from;
                String::new()
            }
            false => language,
        };
        if matches!(self.peek(0), b'\n' | b'\r') {
            let pair = matches!(self.peek(1), b'\n' | b'\r') && self.peek(0) != self.peek(1);
            self.at += if pair { 2 } else { 1 };
        }
        language
    }
}

/// Text that grows, with its length in UTF-16 units.
#[derive(Default)]
struct Output {
    bytes: Vec<u8>,
    /// UTF-16 units.
    length: usize,
}

impl Output {
    /// Adds one byte of well-formed UTF-8.
    fn push(&mut self, byte: u8) {
        // Counted at a character's first byte; four bytes of UTF-8 are two units of UTF-16.
        if byte & 0xc0 != 0x80 {
            self.length += if byte >= 0xf0 { 2 } else { 1 };
        }
        self.bytes.push(byte);
    }

    fn push_char(&mut self, character: char) {
        let mut buffer = [0; 4];
        character.encode_utf8(&mut buffer).bytes().for_each(|byte| self.push(byte));
    }

    fn since(&self, place: usize) -> String {
        String::from_utf8_lossy(self.bytes.get(place..).unwrap_or_default()).into_owned()
    }

    fn into_text(self) -> String {
        String::from_utf8(self.bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }
}

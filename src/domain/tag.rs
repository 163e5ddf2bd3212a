//! Tags: words that a person puts on rows beside the category, to ask about and budget for together.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A tag: lower-case letters, digits, `-` and `_`, with a letter among them. The `#` in front is how it is shown, no part of
/// it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(try_from = "String", into = "String")]
#[sqlx(transparent)]
pub struct Tag(String);

/// The text is no tag.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a tag is one word of up to {TAG_LETTERS_MAX} letters, digits, - and _: {0}")]
pub struct NoTag(String);

/// More letters fit no button.
pub const TAG_LETTERS_MAX: usize = 30;

impl Tag {
    /// The tag that a piece of a sentence shows: `#holiday,` does, `holiday` does not.
    pub fn shown_in(piece: &str) -> Option<Self> {
        let around = |c: char| !c.is_alphanumeric() && !matches!(c, '#' | '-' | '_');
        let word = piece.trim_matches(around);
        word.strip_prefix('#')?.parse().ok()
    }

    /// Without the sign.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its mark: FNV-1a, 32 bits (Fowler, Noll and Vo). Among two hundred tags two share one in five books of a million.
    pub fn mark(&self) -> TagMark {
        let bytes = self.0.bytes();
        TagMark(bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)))
    }
}

/// A tag as a button carries it, whose data has no room for the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagMark(pub u32);

impl FromStr for Tag {
    type Err = NoTag;

    /// With or without the sign, in any case.
    fn from_str(text: &str) -> Result<Self, NoTag> {
        let word = text.strip_prefix('#').unwrap_or(text).to_lowercase();
        let fits = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        let named = word.chars().any(char::is_alphabetic) && word.chars().count() <= TAG_LETTERS_MAX;
        if fits && named { Ok(Self(word)) } else { Err(NoTag(text.to_owned())) }
    }
}

impl TryFrom<String> for Tag {
    type Error = NoTag;

    fn try_from(text: String) -> Result<Self, NoTag> {
        text.parse()
    }
}

impl From<Tag> for String {
    fn from(tag: Tag) -> Self {
        tag.0
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_one_word() {
        let check = |text: &str, expected: Option<&str>| {
            let tag = text.parse::<Tag>().ok();
            assert_eq!(tag.as_ref().map(Tag::as_str), expected, "{text}");
        };
        check("#Holiday", Some("holiday"));
        check("trip-2026", Some("trip-2026"));
        check("#büro", Some("büro"));
        check("дача", Some("дача"));
        check("#123", None);
        check("#", None);
        check("", None);
        check("two words", None);
        check("##x", None);
        check(&"x".repeat(TAG_LETTERS_MAX), Some(&"x".repeat(TAG_LETTERS_MAX)));
        check(&"x".repeat(TAG_LETTERS_MAX + 1), None);
        assert_eq!("x".parse::<Tag>().unwrap().to_string(), "#x");
    }

    #[test]
    fn a_mark_tells_tags_apart() {
        // The vector of the algorithm's authors.
        assert_eq!("foobar".parse::<Tag>().unwrap().mark(), TagMark(0xbf9c_f968));
        assert_ne!("trip".parse::<Tag>().unwrap().mark(), "trips".parse::<Tag>().unwrap().mark());
    }

    #[test]
    fn a_sentence_shows_a_tag_by_its_sign() {
        let check = |piece: &str, expected: Option<&str>| {
            assert_eq!(Tag::shown_in(piece).as_ref().map(Tag::as_str), expected, "{piece}");
        };
        check("#Work,", Some("work"));
        check("(#work)?", Some("work"));
        check("work", None);
        check("#12", None);
        check("##", None);
    }
}

//! The pieces of a sentence, as typed and in lower case.

use chrono::NaiveDate;

use super::amounts::Amount;
use crate::domain::Tag;

/// Sentences of more words are stories.
const TOKENS_MAX: usize = 48;

/// One piece.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    /// As typed, without the punctuation around it.
    pub text: String,
    /// In lower case, without apostrophes.
    pub lower: String,
    /// A comma, a semicolon or the end of a line stands behind it.
    pub breaks: bool,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Word,
    Amount(Amount),
    Day(NaiveDate),
    /// The account that was named.
    Account(String),
    Tag(Tag),
}

impl Token {
    /// The word in lower case; empty for anything else.
    pub(super) fn word(&self) -> &str {
        if self.kind == Kind::Word { &self.lower } else { "" }
    }

    pub(super) fn amount(&self) -> Option<&Amount> {
        if let Kind::Amount(amount) = &self.kind { Some(amount) } else { None }
    }
}

/// Short forms of two words, which the tables hold apart.
const SHORT_FORMS: &[(&str, &str)] =
    &[("ive", "i have"), ("weve", "we have"), ("im", "i am"), ("yday", "yesterday"), ("w", "with")];

/// The pieces of a text; `None` when there are too many.
pub(super) fn split(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    for line in text.lines() {
        for piece in line.split_whitespace() {
            let breaks = piece.ends_with([',', ';', ':']);
            if let Some(tag) = Tag::shown_in(piece) {
                let text = tag.to_string();
                tokens.push(Token { kind: Kind::Tag(tag), lower: text.clone(), text, breaks });
                continue;
            }
            let trimmed = trim(piece);
            if trimmed.is_empty() {
                if let (true, Some(last)) = (breaks, tokens.last_mut()) {
                    let last: &mut Token = last;
                    last.breaks = true;
                }
                continue;
            }
            let lower: String =
                trimmed.chars().filter(|c| !matches!(c, '\'' | '’' | '`')).flat_map(char::to_lowercase).collect();
            match SHORT_FORMS.iter().find(|(short, _)| *short == lower) {
                Some((_, long)) => {
                    tokens.extend(long.split(' ').map(|word| plain(word, word, false)));
                }
                None => tokens.push(plain(trimmed, &lower, breaks)),
            }
        }
        if let Some(last) = tokens.last_mut() {
            last.breaks = true;
        }
    }
    (tokens.len() <= TOKENS_MAX).then_some(tokens)
}

fn plain(text: &str, lower: &str, breaks: bool) -> Token {
    Token { kind: Kind::Word, text: text.to_owned(), lower: lower.to_owned(), breaks }
}

/// Without punctuation around it; signs of amounts stay.
fn trim(piece: &str) -> &str {
    piece
        .trim_start_matches(['(', '[', '"', '“', '‘', '\'', '*', '•', '~', '#'])
        .trim_end_matches([')', ']', '"', '”', '’', '\'', '*', '!', ';', ':', ','])
        .trim_end_matches(|c: char| c == '.' && !piece.ends_with(".-"))
}

//! Sentences about sending money: "send 20 to @ana for lunch", "ask ben for 12.50".
//!
//! **Invariant:** a sentence leaves a card and nothing else. No model reads or writes any of it; "yes" is a sentence like any
//! other.

mod recognise;
mod when;
mod words;

pub use recognise::{Heard, amount_and_note, below, command, sentence, verb};
pub use words::{card_lines, when_words};

use crate::tools::wallet::{Card, propose};
use crate::tools::{Context, ErrorKind, ToolError};

/// What came of a sentence about money.
#[derive(Debug)]
pub enum Proposed {
    Card(Box<Card>),
    /// It was one, and cannot be done; why, in words.
    Refused(String),
}

/// Makes the card that a sentence asks for; `None` when it asks for none.
pub async fn from_sentence(text: &str, context: &mut Context) -> Result<Option<Proposed>, ToolError> {
    let Some(heard) = sentence(text, context.today) else { return Ok(None) };
    match propose(&heard.wish, context).await {
        Ok(card) => Ok(Some(Proposed::Card(Box::new(card)))),
        Err(error) if error.kind == ErrorKind::Failed => Err(error),
        // "Pay rent 500" may be about something else than a person called Rent.
        Err(error) if error.kind == ErrorKind::NotFound && !heard.names_a_person => Ok(None),
        Err(error) => Ok(Some(Proposed::Refused(error.words))),
    }
}

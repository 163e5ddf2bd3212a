//! Budgets in words: sentences that set one ("200 a month for eating out"), and what is said of how they stand.
//!
//! **Invariant:** a sentence sets a budget only when every word of it is accounted for; a question never does. Every figure
//! stands in the tool's result.

mod recognise;
mod words;

pub use recognise::read;
pub use words::{answer, every_words, reached, removed, set, standing_lines, suggestion_sentence, this};

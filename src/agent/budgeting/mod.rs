//! Budgets in words: sentences that set one ("200 a month for eating out") or remove one, and what is said of how they stand.
//!
//! **Invariant:** a sentence sets or removes a budget only when every word of it is accounted for; a question never does. Every
//! figure stands in the tool's result.

mod act;
mod lexicon;
mod recognise;
mod removal;
#[cfg(test)]
mod tests;
mod words;

pub(super) use act::act;
pub use recognise::read;
pub(super) use recognise::{phrase_at, subject, take_any};
pub use words::{Asked, answer, every_words, reached, removed, set, standing_lines, this};

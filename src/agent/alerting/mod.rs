//! Alerts in people's own words: sentences that ask for one ("tell me when anything over 100 leaves the joint account") or end
//! one, what is said of them, and what a reply to an alert builds on.
//!
//! **Invariant:** a sentence only proposes: a rule holds once the person pressed Save. It is proposed when every word of the
//! sentence is accounted for; a question never is.

mod act;
mod context;
mod lexicon;
mod recognise;
#[cfg(test)]
mod tests;
mod words;

pub(super) use act::act;
pub use words::{proposed, removed, rule, saved};

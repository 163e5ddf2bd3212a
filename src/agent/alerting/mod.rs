//! Alerts in people's own words: sentences that ask for one ("tell me when anything over 100 leaves the joint account") or end
//! one, and what is said of them.
//!
//! **Invariant:** a sentence only proposes: a rule holds once the person pressed Save. It is proposed when every word of the
//! sentence is accounted for; a question never is.

mod words;

pub use words::{proposed, removed, rule, saved};

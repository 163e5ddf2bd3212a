//! Sentences that put a tag on rows or take it off: "tag hotel borges as #lisbon", "tag these #trip", "remove #work from tesco".
//!
//! **Invariant:** a sentence changes tags only when it says so with a verb; a question about a tag never does.

mod act;
mod recognise;

pub(super) use act::act;
pub use act::said;

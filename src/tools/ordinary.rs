//! Ordinary English words: what nobody means as a payee's name unless it stands where a name stands.
//!
//! **Invariant:** a list of words, without meaning.

use std::collections::HashSet;
use std::sync::LazyLock;

/// SCOWL levels 10 to 35; see `data/NOTICE`.
const WORDS: &str = include_str!("data/ordinary.txt");

static ORDINARY: LazyLock<HashSet<&'static str>> = LazyLock::new(|| WORDS.lines().collect());

/// Whether the word is plain English.
pub fn is_ordinary(word: &str) -> bool {
    ORDINARY.contains(word)
}

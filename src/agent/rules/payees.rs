//! The book's payees, prepared once for a question: which of them some words of it name.
//!
//! **Invariant:** matching follows the tools' filter: words of the question begin words of the payee's text, side by side.

use super::words::Words;
use crate::domain::{KnownMerchant, Vocabulary};

/// Words a payee's name is looked for on either side of its most telling word.
const REACH: usize = 4;

/// Words that are asked about payees and are no part of their names.
const NO_NAME: &str = "refund refunds refunded payment payments order orders trip trips ride rides visit visits purchase \
    purchases transaction transactions charge charges bill bills in on at of to from for with by or my i and - vs versus \
    did do is was total spend spent";

/// The names of the book's payees in plain words, for [`Payees`] to point into.
pub(super) fn plain_names(vocabulary: &Vocabulary) -> Vec<String> {
    vocabulary.merchants.iter().map(|merchant| plain(&merchant.name)).collect()
}

/// The payees and every word of their texts by its first byte, so that a look-up reads a small part of a long list.
pub(super) struct Payees<'a> {
    entries: Vec<Entry<'a>>,
    by_first_byte: Vec<Vec<(&'a str, usize)>>,
}

/// A payee and its name in plain words.
type Entry<'a> = (&'a KnownMerchant, &'a str);

/// Stands for "no payee" beside words of the book's own categories.
const NO_PAYEE: usize = usize::MAX;

/// A payee that the question names.
pub(super) struct Hit {
    /// Words of the question.
    pub range: std::ops::Range<usize>,
    /// What the filter looks for.
    pub words: String,
    /// How it is shown.
    pub label: String,
}

impl<'a> Payees<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary, names: &'a [String]) -> Self {
        let entries: Vec<Entry<'a>> = vocabulary.merchants.iter().zip(names.iter().map(String::as_str)).collect();
        let mut by_first_byte = vec![Vec::new(); usize::from(u8::MAX) + 1];
        let mut add = |word: &'a str, index: usize| {
            let bucket = word.bytes().next().and_then(|first| by_first_byte.get_mut(usize::from(first)));
            if let Some(bucket) = bucket {
                bucket.push((word, index));
            }
        };
        for (index, (payee, name)) in entries.iter().enumerate() {
            payee.key.split(' ').for_each(|word| add(word, index));
            if *name != payee.key {
                name.split(' ').for_each(|word| add(word, index));
            }
        }
        vocabulary.own_categories.iter().flat_map(|own| own.name.split(' ')).for_each(|word| add(word, NO_PAYEE));
        Self { entries, by_first_byte }
    }

    /// Every word of the book that begins with this letter's first byte.
    fn bucket(&self, text: &str) -> &[(&'a str, usize)] {
        let first = text.bytes().next().map(usize::from);
        first.and_then(|first| self.by_first_byte.get(first)).map_or(&[], Vec::as_slice)
    }

    /// Words of the book with the same first letter, or with the second one first: slips start there.
    pub(super) fn words_like(&self, text: &str) -> impl Iterator<Item = &'a str> {
        let mut letters = text.char_indices();
        letters.next();
        let second = letters.next().and_then(|(start, _)| text.get(start..)).unwrap_or("");
        let swapped = if second.bytes().next() == text.bytes().next() { &[] } else { self.bucket(second) };
        self.bucket(text).iter().chain(swapped).map(|(word, _)| *word)
    }

    /// Whether some payee's text has exactly this word.
    pub(super) fn has_word(&self, text: &str) -> bool {
        self.bucket(text).iter().any(|(known, index)| *known == text && *index != NO_PAYEE)
    }

    /// The words of a payee's name that are written together in `text`: "free now" for "freenow".
    pub(super) fn spaced(&self, text: &str) -> Option<&'a str> {
        let starts = self.bucket(text).iter().filter(|(known, _)| known.len() < text.len() && text.starts_with(known));
        let mut names = starts.filter_map(|(_, index)| self.entries.get(*index)).map(|(_, name)| *name);
        names.find_map(|name| {
            let end = name.char_indices().map(|(at, c)| at + c.len_utf8()).find(|end| {
                name.get(..*end).is_some_and(|start| start.chars().filter(|c| *c != ' ').eq(text.chars()))
            })?;
            name.get(..end).filter(|start| {
                start.contains(' ') && name.get(end..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            })
        })
    }

    /// Whether a payee's whole name is this one word.
    pub(super) fn is_name(&self, word: &str) -> bool {
        self.bucket(word)
            .iter()
            .any(|(known, index)| *known == word && self.entries.get(*index).is_some_and(|(_, name)| *name == word))
    }

    /// The payee whose whole name, of several words, stands at `index`. A name with a number in it may be cut short.
    pub(super) fn whole_name(&self, words: &Words, index: usize) -> Option<Hit> {
        let first = words.free(index);
        let starts = self.bucket(first).iter().filter(|(known, _)| *known == first);
        let names = starts.filter_map(|(_, index)| self.entries.get(*index)).map(|(_, name)| *name);
        let lengths = names.filter_map(|name| {
            let same = name.split(' ').enumerate().take_while(|(offset, part)| words.free(index + offset) == *part);
            let same: Vec<&str> = same.map(|(_, part)| part).collect();
            let whole = same.len() == name.split(' ').count();
            let numbered = same.iter().any(|part| part.chars().all(|c| c.is_ascii_digit()))
                && same.iter().any(|part| part.len() > 2 && part.chars().all(char::is_alphabetic));
            let named = same.len() > 1 && (whole || numbered) && !super::lexicon::is_phrase(&same.join(" "));
            named.then_some(same.len())
        });
        let length = lengths.max()?;
        let run: Vec<&str> = (index..index + length).map(|at| words.free(at)).collect();
        let matching: Vec<Entry<'_>> = self.having(|known| known == first, first);
        let matching: Vec<_> = matching.into_iter().filter(|entry| named_by(entry, &run)).collect();
        Some(Hit { range: index..index + length, words: run.join(" "), label: label(&run, &matching) })
    }

    /// Whether one payee has both runs of words in its text: "hotel otto" and "berlin".
    pub(super) fn same_payee(&self, first: &str, second: &str) -> bool {
        let second: Vec<&str> = second.split(' ').collect();
        let run: Vec<&str> = first.split(' ').collect();
        let Some(start) = run.first() else { return false };
        let both = |entry: &Entry<'_>| named_by(entry, &run) && named_by(entry, &second);
        self.having(|known| known.starts_with(start), start).iter().any(both)
    }

    /// Whether a payee's name begins with this word.
    pub(super) fn begins_name(&self, word: &str) -> bool {
        let mut starts = self.bucket(word).iter().filter(|(known, _)| *known == word);
        starts.any(|(_, index)| self.entries.get(*index).is_some_and(|(_, name)| name.split(' ').next() == Some(word)))
    }

    /// Whether some payee's text has these words.
    pub(super) fn any_with(&self, words: &str) -> bool {
        let run: Vec<&str> = words.split(' ').collect();
        let Some(first) = run.first() else { return false };
        self.having(|known| known.starts_with(first), first).iter().any(|entry| named_by(entry, &run))
    }

    /// Payees that have a word, beginning like `text`, for which `is` holds.
    fn having(&self, is: impl Fn(&str) -> bool, text: &str) -> Vec<Entry<'a>> {
        let found = self.bucket(text).iter().filter(|(known, _)| is(known)).map(|(_, index)| *index);
        let mut indices: Vec<usize> = found.collect();
        indices.dedup();
        indices.into_iter().filter_map(|index| self.entries.get(index).copied()).collect()
    }

    /// The longest run of words around the one at `index` that some payee's text has.
    pub(super) fn around(&self, words: &Words, index: usize) -> Option<Hit> {
        let telling = words.free(index);
        let (stem, candidates) = self.candidates(telling)?;
        let word = |at: usize| if at == index { stem } else { words.free(at) };
        let in_name = |at: usize| {
            !word(at).is_empty() && (at == index || !super::lexicon::listed(NO_NAME, word(at)) || word(at) == "and")
        };
        let mut best = index..index + 1;
        for start in index.saturating_sub(REACH)..=index {
            for end in (index + 1)..=(index + 1 + REACH).min(words.len()) {
                let run: Vec<&str> = (start..end).map(word).collect();
                let inside = (start..end).all(in_name) && run.first() != Some(&"and") && run.last() != Some(&"and");
                if end - start > best.len() && inside && candidates.iter().any(|entry| named_by(entry, &run)) {
                    best = start..end;
                }
            }
        }
        if best.len() == 1 && stem.chars().count() < 2 {
            return None;
        }
        let run: Vec<&str> = best.clone().map(word).collect();
        let matching: Vec<_> = candidates.into_iter().filter(|entry| named_by(entry, &run)).collect();
        let filter_words = run.join(" ");
        let label = label(&run, &matching);
        // "vanguard isa" for VANGUARD UK ISA: words that the same payee has further on belong to it.
        while let Some(next) = Some(words.free(best.end)).filter(|next| next.len() > 2 && in_name(best.end))
            && matching.iter().any(|entry| !super::lexicon::is_cue(next) && named_by(entry, &[next]))
        {
            best.end += 1;
        }
        Some(Hit { range: best, words: filter_words, label })
    }

    /// Payees with a word that begins like this one; a plural or possessive falls back to its stem.
    fn candidates<'w>(&self, word: &'w str) -> Option<(&'w str, Vec<Entry<'a>>)> {
        // An ordinary word names a payee as a whole word only: "lay" is not LAYA.
        let whole = crate::tools::ordinary::is_ordinary(word) && word.len() < ORDINARY_LETTERS_MIN;
        let found =
            self.having(|known| known == word || !whole && known.starts_with(word) && mostly(word, known), word);
        if !found.is_empty() {
            return Some((word, found));
        }
        let stem = word.strip_suffix('s').filter(|stem| stem.len() > 2)?;
        let found = self.having(|known| known == stem, stem);
        (!found.is_empty()).then_some((stem, found))
    }
}

/// A shorter ordinary word is never the beginning of a name's word.
const ORDINARY_LETTERS_MIN: usize = 5;

/// Whether what was typed is most of the word, so that "stock" is not STOCKHOLM.
fn mostly(typed: &str, known: &str) -> bool {
    typed.len() * 10 >= known.len() * 6
}

fn named_by((merchant, name): &Entry<'_>, run: &[&str]) -> bool {
    begins(run, &merchant.key) || begins(run, name)
}

/// Whether the run begins words of the text, side by side. One or two letters have to be the whole word.
fn begins(run: &[&str], text: &str) -> bool {
    let mut rest = Some(text);
    while let Some(here) = rest {
        let mut words = here.split(' ');
        let matches = run.iter().all(|wanted| {
            words.next().is_some_and(|word| if wanted.len() < 3 { word == *wanted } else { word.starts_with(wanted) })
        });
        if matches {
            return true;
        }
        rest = here.split_once(' ').map(|(_, rest)| rest);
    }
    false
}

/// Lower-case words of letters and digits with single spaces; apostrophes vanish.
fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars().filter(|c| !matches!(c, '\'' | '’' | '`')) {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// The words as the payee writes them, else with capitals.
fn label(run: &[&str], matching: &[Entry<'_>]) -> String {
    let written = |word: &str| {
        let names = matching.iter().flat_map(|(merchant, _)| merchant.name.split_whitespace());
        let mut same = names.filter(|piece| plain(piece).trim_end() == word);
        same.find(|piece| piece.len() <= ACRONYM_MAX || piece.chars().any(char::is_lowercase)).map(str::to_owned)
    };
    let parts: Vec<String> = run.iter().map(|word| written(word).unwrap_or_else(|| capitalised(word))).collect();
    parts.join(" ")
}

/// Longer words in capitals are shouting, not acronyms.
const ACRONYM_MAX: usize = 4;

/// `harrods` → `Harrods`.
pub(super) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

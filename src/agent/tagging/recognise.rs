//! Whether a sentence is about tagging, which tag it means and which rows.

use chrono::NaiveDate;

use crate::agent::rules;
use crate::domain::{Tag, Vocabulary};
use crate::tools::filter::Filter;
use crate::tools::which::Which;

/// What a sentence wants.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wanted {
    Tag {
        tag: Tag,
        rows: Rows,
        remove: bool,
    },
    /// No row is to have it any more.
    Forget(Tag),
    /// It names no tag.
    WhichTag,
}

/// The rows that a sentence means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Rows {
    /// "these": what the answer before was about.
    Before,
    Named(Which),
    /// A name that nobody here has.
    Unknown(String),
}

const POLITE: &[&str] = &["please", "can you", "could you", "would you", "now", "and", "also", "ok", "then"];
const PUTTING: &[&str] = &["tag", "label", "mark", "add", "put", "set"];
/// Of these verbs the word itself says what is meant; "add" and "mark" need a `#`.
const SPEAKING: &[&str] = &["tag", "label", "untag", "unlabel"];
const REMOVING: &[&str] = &["untag", "unlabel", "remove", "take", "drop", "delete", "clear", "forget", "unset"];
/// Of what carries a tag, what is no row.
const OTHERWISE: &[&str] = &["budget", "budgets", "limit", "cap", "goal", "goals", "alert", "alerts", "aside"];
/// Words between the parts: "with the tag", "to", "off".
const BETWEEN: &str = "as with under by the a my tag tags label called to on onto for from off of in and it's its is";
const THESE: &str = "these those them this that it rows payments transactions ones all everything one entries please";
/// Words around a name that say nothing of which rows.
const AROUND: &str = "all my the every any payment payments row rows transaction transactions purchase purchases everything \
    from to at on in of for with as by under please off and";

/// `None` when it is another sentence.
pub(super) fn read(text: &str, today: NaiveDate, vocabulary: &Vocabulary) -> Option<Wanted> {
    if text.contains(['?', '？', '@']) || text.trim_start().starts_with('/') {
        return None;
    }
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let plain =
        |word: &str| -> String { word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    while let Some(count) = POLITE.iter().find_map(|phrase| starts(&words, phrase, plain)) {
        words.drain(..count);
    }
    // "remove my #lisbon budget" is about the budget.
    if words.iter().any(|word| OTHERWISE.contains(&plain(word).as_str())) {
        return None;
    }
    let verb = plain(words.first()?);
    let remove = REMOVING.contains(&verb.as_str());
    if !remove && !PUTTING.contains(&verb.as_str()) {
        return None;
    }
    words.remove(0);
    let listed = |list: &str, word: &str| list.split_whitespace().any(|known| known == plain(word));
    let tag = match words.iter().position(|word| Tag::shown_in(word).is_some()) {
        Some(at) => Tag::shown_in(words.remove(at))?,
        // "tag hotel borges as lisbon": the last word, behind one that says so.
        None if SPEAKING.contains(&verb.as_str()) => {
            let behind = words.iter().rposition(|word| matches!(plain(word).as_str(), "as" | "with" | "under"));
            match behind.and_then(|at| Some((at, words.get(at + 1..)?))) {
                Some((at, [only])) => {
                    let tag = plain(only).parse().ok()?;
                    words.truncate(at);
                    tag
                }
                _ => return (words.len() <= NAME_WORDS_MAX).then_some(Wanted::WhichTag),
            }
        }
        None => return None,
    };
    if words.iter().any(|word| Tag::shown_in(word).is_some()) {
        return None;
    }
    let named: Vec<&str> = words.iter().copied().filter(|word| !listed(BETWEEN, word)).collect();
    if named.is_empty() && remove {
        return Some(Wanted::Forget(tag));
    }
    if named.iter().all(|word| listed(THESE, word)) {
        return Some(Wanted::Tag { tag, rows: Rows::Before, remove });
    }
    let around = |word: &&str| listed(AROUND, word) || matches!(plain(word).as_str(), "tag" | "label" | "");
    let from = words.iter().position(|word| !around(word)).unwrap_or_default();
    let to = words.iter().rposition(|word| !around(word)).map_or(0, |last| last + 1);
    let phrase = words.get(from..to)?.join(" ");
    let whole = words.join(" ");
    let rows = [&phrase, &whole].into_iter().find_map(|words| rules::rows_named(words, today, vocabulary));
    let rows = rows.map_or(Rows::Unknown(phrase), |filter| Rows::Named(which(filter)));
    Some(Wanted::Tag { tag, rows, remove })
}

/// More words without a tag are another sentence.
const NAME_WORDS_MAX: usize = 6;

fn starts(words: &[&str], phrase: &str, plain: impl Fn(&str) -> String) -> Option<usize> {
    let parts: Vec<&str> = phrase.split(' ').collect();
    let there = words.get(..parts.len())?;
    (words.len() > parts.len() && there.iter().zip(&parts).all(|(word, part)| plain(word) == *part))
        .then_some(parts.len())
}

/// A payee alone means its rows to come as well.
fn which(filter: Filter) -> Which {
    let alone = Filter { merchants: filter.merchants.clone(), ..Filter::default() };
    match filter.merchants.as_slice() {
        [only] if filter == alone => Which::Merchant(only.clone()),
        _ => Which::Matching(Box::new(filter)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{KnownMerchant, MerchantId};

    fn shown(text: &str) -> String {
        let payee = |name: &str| KnownMerchant { id: MerchantId::new(), key: name.to_lowercase(), name: name.into() };
        let vocabulary = Vocabulary { merchants: vec![payee("Hotel Borges"), payee("Tesco")], ..Vocabulary::default() };
        match read(text, "2026-03-31".parse().unwrap(), &vocabulary) {
            None => "-".to_owned(),
            Some(Wanted::WhichTag) => "which tag".to_owned(),
            Some(Wanted::Forget(tag)) => format!("forget {tag}"),
            Some(Wanted::Tag { tag, rows, remove }) => {
                let rows = match rows {
                    Rows::Before => "before".to_owned(),
                    Rows::Unknown(name) => format!("unknown {name}"),
                    Rows::Named(Which::Merchant(words)) => format!("payee {words}"),
                    Rows::Named(which) => serde_json::to_string(&which).unwrap().replace('"', ""),
                };
                format!("{} {tag}: {rows}", if remove { "off" } else { "on" })
            }
        }
    }

    #[test]
    fn sentences_about_tags_are_told_from_others() {
        let check = |text: &str, expected: &str| assert_eq!(shown(text), expected, "{text}");
        check("tag hotel borges as #lisbon", "on #lisbon: payee hotel borges");
        check("Tag Hotel Borges with #Lisbon!", "on #lisbon: payee hotel borges");
        check("please tag all my tesco payments #food", "on #food: payee tesco");
        check("tag hotel borges as lisbon", "on #lisbon: payee hotel borges");
        check("add #lisbon to hotel borges", "on #lisbon: payee hotel borges");
        check("put the tag #lisbon on hotel borges", "on #lisbon: payee hotel borges");
        check("label these #trip", "on #trip: before");
        check("tag them as #trip", "on #trip: before");
        check("tag #trip", "on #trip: before");
        check("tag those rows #trip", "on #trip: before");
        check(
            "tag dining in may 2025 as #trip",
            "on #trip: {matching:{period:{from:2025-05-01,to:2025-05-31},categories:[Dining]}}",
        );
        check(
            "tag everything over 100 in february #big",
            "on #big: {matching:{period:{from:2026-02-01,to:2026-02-28},over:100}}",
        );
        check("untag tesco #food", "off #food: payee tesco");
        check("remove #food from tesco", "off #food: payee tesco");
        check("take #food off tesco", "off #food: payee tesco");
        check("remove the tag #food", "forget #food");
        check("delete #food", "forget #food");
        check("tag zorblax as #x", "on #x: unknown zorblax");
        check("tag tesco", "which tag");
        check("untag tesco", "which tag");
        for other in [
            "how much did i spend on #lisbon?",
            "#lisbon",
            "show #lisbon",
            "mark as read",
            "add 50 to my holiday goal",
            "set a budget of 200 for #lisbon",
            "budget 200 for #lisbon",
            "remove my #lisbon budget",
            "remove my groceries budget",
            "put 50 aside for #lisbon",
            "5.50 coffee #work",
            "",
        ] {
            check(other, "-");
        }
    }
}

//! Whether a sentence sets a budget, and which.

use chrono::NaiveDate;

use crate::agent::recording::{Piece, pieces};
use crate::agent::rules;
use crate::domain::Vocabulary;
use crate::tools::budget::{Every, SetBudget};

/// How often, in words. Longer phrases first, because the first that fits is taken.
const CADENCES: &[(&str, Every)] = &[
    ("from payday to payday", Every::Payday),
    ("payday to payday", Every::Payday),
    ("until payday", Every::Payday),
    ("every payday", Every::Payday),
    ("each payday", Every::Payday),
    ("per payday", Every::Payday),
    ("by payday", Every::Payday),
    ("every week", Every::Week),
    ("each week", Every::Week),
    ("a week", Every::Week),
    ("per week", Every::Week),
    ("weekly", Every::Week),
    ("every month", Every::Month),
    ("each month", Every::Month),
    ("a month", Every::Month),
    ("per month", Every::Month),
    ("monthly", Every::Month),
    ("every year", Every::Year),
    ("each year", Every::Year),
    ("a year", Every::Year),
    ("per year", Every::Year),
    ("yearly", Every::Year),
    ("annually", Every::Year),
    ("annual", Every::Year),
];

/// Words that make it a budget wherever they stand.
const MARKERS: &[&str] = &[
    "want to spend at most",
    "want to spend no more than",
    "want to spend up to",
    "want to spend only",
    "want to only spend",
    "spend no more than",
    "spend at most",
    "spend up to",
    "no more than",
    "not more than",
    "at most",
    "budgets",
    "budget",
    "limit",
    "cap",
    "maximum",
    "max",
];

const ROLLING: &[&str] = &[
    "and carry over what is left",
    "and carry over the rest",
    "with rollover",
    "and roll it over",
    "and roll over",
    "rolling over",
    "rollover",
];

/// What stands around it and means nothing more.
const OPENINGS: &[&str] = &[
    "can you please",
    "can you",
    "could you",
    "please",
    "i would like to",
    "id like to",
    "i want to",
    "i want",
    "let us",
    "lets",
    "set up",
    "set",
    "make",
    "create",
    "add",
    "give me",
    "start",
    "change",
    "i",
];

/// Little words between the pieces.
const FILLERS: &[&str] =
    &["a", "an", "my", "the", "of", "to", "for", "on", "at", "is", "be", "in", "it", "with", "new", "should"];

/// Names of everything together.
const OVERALL: &[&str] = &[
    "everything",
    "all",
    "all spending",
    "all my spending",
    "all of it",
    "total",
    "total spending",
    "spending",
    "overall",
    "all together",
];

/// The budget that a sentence sets; `None` when it is another sentence.
pub fn read(text: &str, today: NaiveDate, vocabulary: &Vocabulary) -> Option<SetBudget> {
    if text.contains(['?', '？', '%', '@']) || text.trim_start().starts_with('/') {
        return None;
    }
    let pieces = pieces(text, vocabulary)?;
    let mut amounts = pieces.iter().enumerate().filter_map(|(at, piece)| match piece {
        Piece::Amount(value, currency) => Some((at, *value, *currency)),
        Piece::Word(_) => None,
    });
    let (at, amount, currency) = amounts.next()?;
    if amounts.next().is_some() {
        return None;
    }
    let word = |piece: &Piece| match piece {
        Piece::Word(word) => word.clone(),
        Piece::Amount(..) => String::new(),
    };
    let words: Vec<String> = pieces.iter().map(word).collect();
    let mut before: Vec<String> = words.get(..at)?.to_vec();
    let mut behind: Vec<String> = words.get(at + 1..)?.to_vec();
    let starts_with_amount = before.is_empty();
    let rolls = take_any(&mut behind, ROLLING).is_some();
    let marked = take_any(&mut before, MARKERS).is_some() || take_any(&mut behind, MARKERS).is_some();
    let every = take_cadence(&mut behind).or_else(|| take_cadence(&mut before));
    let led = behind.first().is_some_and(|word| word == "for" || word == "on");
    // Without a word for it, only "200 a month for …" is a budget; "netflix 12 a month" tells of a price.
    if !marked && !(starts_with_amount && every.is_some() && led) {
        return None;
    }
    while let Some(opening) = OPENINGS.iter().find(|opening| phrase_at(&before, 0, opening).is_some()) {
        before.drain(..phrase_at(&before, 0, opening)?);
    }
    let (before, behind) = (trimmed(&before), trimmed(&behind));
    let subject = match (before.is_empty(), behind.is_empty()) {
        (true, _) => behind.join(" "),
        (false, true) => before.join(" "),
        (false, false) => return None,
    };
    let unnamed = SetBudget {
        categories: Vec::new(),
        merchants: Vec::new(),
        amount,
        currency,
        every,
        payday: None,
        rolls_over: rolls.then_some(true),
        thresholds: None,
    };
    if OVERALL.contains(&subject.as_str()) || (subject.is_empty() && marked && every.is_some()) {
        return Some(unnamed);
    }
    let named = rules::budget_subject(&subject, today, vocabulary)?;
    Some(SetBudget { categories: named.categories, merchants: named.merchants, ..unnamed })
}

/// How many words the phrase has, where it stands at `index`.
fn phrase_at(words: &[String], index: usize, phrase: &str) -> Option<usize> {
    let parts: Vec<&str> = phrase.split(' ').collect();
    let there = words.get(index..index + parts.len())?;
    there.iter().zip(&parts).all(|(word, part)| word == part).then_some(parts.len())
}

/// Takes the first of the phrases that stands there.
fn take_any(words: &mut Vec<String>, phrases: &[&str]) -> Option<()> {
    phrases.iter().find_map(|phrase| take(words, phrase))
}

fn take_cadence(words: &mut Vec<String>) -> Option<Every> {
    CADENCES.iter().find_map(|(phrase, every)| take(words, phrase).map(|()| *every))
}

fn take(words: &mut Vec<String>, phrase: &str) -> Option<()> {
    let (at, count) = (0..words.len()).find_map(|at| phrase_at(words, at, phrase).map(|count| (at, count)))?;
    words.drain(at..at + count);
    Some(())
}

/// Without little words at either end.
fn trimmed(words: &[String]) -> &[String] {
    let filler = |word: &String| FILLERS.contains(&word.as_str());
    let from = words.iter().position(|word| !filler(word)).unwrap_or(words.len());
    let to = words.iter().rposition(|word| !filler(word)).map_or(from, |last| last + 1);
    words.get(from..to).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{KnownMerchant, MerchantId};

    fn vocabulary() -> Vocabulary {
        let merchant =
            |key: &str, name: &str| KnownMerchant { id: MerchantId::new(), key: key.into(), name: name.into() };
        Vocabulary {
            merchants: vec![merchant("tesco stores", "Tesco"), merchant("netflix com", "Netflix")],
            home_currency: "GBP".parse().ok(),
            ..Vocabulary::default()
        }
    }

    fn shown(text: &str) -> Option<String> {
        let set = read(text, "2026-03-31".parse().unwrap(), &vocabulary())?;
        let currency = set.currency.map_or(String::new(), |currency| format!(" {currency}"));
        let every = set.every.map_or("?".to_owned(), |every| format!("{every:?}").to_lowercase());
        let names: Vec<&str> = set.categories.iter().chain(&set.merchants).map(String::as_str).collect();
        let rolls = if set.rolls_over == Some(true) { " rolls" } else { "" };
        Some(format!("{}{currency} {every} [{}]{rolls}", set.amount.normalize(), names.join(", ")))
    }

    #[test]
    fn sentences_that_set_a_budget_are_told_from_others() {
        let check = |text: &str, expected: &str| assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        check("200 a month for eating out", "200 month [Dining]");
        check("£200 a month for eating out", "200 GBP month [Dining]");
        check("50 € a week on groceries.", "50 EUR week [Groceries]");
        check("1,500 a year for travel", "1500 year [Travel]");
        check("set a budget of 200 a month for eating out", "200 month [Dining]");
        check("Please set my groceries budget to 400", "400 ? [Groceries]");
        check("groceries budget 400", "400 ? [Groceries]");
        check("budget groceries 400 a month", "400 month [Groceries]");
        check("budget 400 for groceries", "400 ? [Groceries]");
        check("weekly groceries budget 90", "90 week [Groceries]");
        check("limit eating out to 200 a month", "200 month [Dining]");
        check("I want to spend at most 200 a month on eating out", "200 month [Dining]");
        check("no more than 60 a week at tesco", "60 week [tesco]");
        check("300 a month for groceries and eating out", "300 month [Groceries, Dining]");
        check("2000 a month for everything", "2000 month []");
        check("budget 2000 a month", "2000 month []");
        check("2000 from payday to payday for all spending", "2000 payday []");
        check("200 a month for eating out, rolling over", "200 month [Dining] rolls");
    }

    #[test]
    fn other_sentences_set_none() {
        for text in [
            "",
            "budget",
            "budget 200",
            "how much is left of my 200 a month for eating out?",
            "am i under budget",
            "my dining budget is 200 a month, how much is left?",
            "200 a month",
            "netflix 12 a month",
            "paid 200 a month for eating out",
            "i spend 200 a month on eating out",
            "save 200 a month for a holiday",
            "200 for eating out",
            "200 a month for zorblax",
            "200 a month for eating out with ben",
            "send 20 to @ana every month for rent",
            "between 100 and 200 a month for groceries",
            "did i stay under 200 a month for groceries",
            "show groceries over 200 a month",
            "5.50 coffee",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn no_question_sets_a_budget() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("evals/questions.jsonl");
        let mut asked = 0;
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let question: serde_json::Value = serde_json::from_str(line).unwrap();
            for turn in question["turns"].as_array().unwrap() {
                let text = turn.as_str().unwrap().trim_end_matches('?');
                assert_eq!(shown(text), None, "{text}");
                asked += 1;
            }
        }
        assert!(asked > 150, "{asked}");
    }
}

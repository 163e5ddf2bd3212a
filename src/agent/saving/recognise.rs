//! Whether a sentence sets, changes, feeds or removes a goal.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::days;
use super::sentence::{Amount, Word, amounts, may_be_one, phrase_at, split, take_all, take_first};
use crate::domain::Vocabulary;
use crate::tools::goals::{AddToGoal, RemoveGoal, SetGoal};

/// What a sentence wants of goals.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    Set(SetGoal),
    Put(AddToGoal),
    Remove(RemoveGoal),
}

/// What stands before it and means nothing more. Longer phrases first, because the first that fits is taken.
const OPENINGS: &[&str] = &[
    "can you please",
    "could you please",
    "can you",
    "could you",
    "please",
    "i would like to",
    "id like to",
    "i want to",
    "i need to",
    "i have to",
    "we want to",
    "help me to",
    "help me",
    "lets",
    "i am",
    "im",
    "ive",
    "i have",
    "i",
];
/// Saving up for something.
const SAVES: &[&str] = &["save up", "saving up", "save", "saving", "put away", "set aside", "put aside"];
/// Words that make it a goal wherever they stand.
const MARKERS: &[&str] = &[
    "new savings goal",
    "new saving goal",
    "new goal",
    "new savings pot",
    "new pot",
    "savings goals",
    "savings goal",
    "saving goal",
    "savings target",
    "savings pot",
    "saving pot",
    "goals",
    "goal",
    "pot",
];
/// What is done to a goal, before its name.
const CHANGES: &[&str] =
    &["set up", "set", "make", "create", "add", "start", "change", "raise", "lower", "move", "open"];
/// Putting something aside, before an amount.
const PUTS: &[&str] = &["put away", "put aside", "set aside", "put", "add", "added", "saved", "save", "move", "moved"];
/// Taking something out, before an amount.
const TAKES: &[&str] = &["take out", "take", "took out", "took", "withdraw", "remove", "removed"];
const REMOVES: &[&str] = &["delete", "remove", "drop", "forget", "cancel", "get rid of"];
/// Between an amount and the goal that it goes to.
const TO: &[&str] = &["aside for", "away for", "aside to", "towards", "toward", "into", "onto", "to", "in", "for"];
/// Between an amount and the goal that it comes from.
const FROM: &[&str] = &["back out of", "out of", "out from", "back from", "from"];
/// Before what is saved already.
const ALREADY: &[&str] = &[
    "with", "and", "i", "we", "already", "have", "has", "ive", "got", "saved", "put", "aside", "there", "in", "it",
    "of", "that", "so", "far",
];
/// Before the account that holds it.
const IN: &[&str] = &["in", "into", "on", "from", "using", "with", "tied to", "linked to"];
/// Little words around a name.
const FILLERS: &[&str] = &[
    "a", "an", "my", "our", "the", "of", "to", "for", "on", "is", "be", "it", "called", "named", "buy", "and", "at",
    "towards", "toward",
];
/// With one of these a sentence tells or asks something else.
const OTHERWISE: &[&str] = &[
    "how",
    "what",
    "when",
    "which",
    "why",
    "where",
    "who",
    "did",
    "does",
    "do",
    "can",
    "could",
    "should",
    "would",
    "will",
    "spent",
    "spend",
    "paid",
    "pay",
    "bought",
    "month",
    "week",
    "year",
    "monthly",
    "weekly",
    "yearly",
    "day",
    "every",
    "each",
    "per",
    "budget",
    "budgets",
    "limit",
    "last",
    "yesterday",
    "today",
    "between",
    "than",
    "back",
    "not",
    "dont",
    "per",
];
/// Without a word for saving, what is wanted sooner is a payment to come.
const AIM_DAYS_MIN: i64 = 14;
/// More words are no name.
const NAME_WORDS_MAX: usize = 6;

/// What a sentence wants of goals; `None` when it is another sentence.
pub fn read(text: &str, today: NaiveDate, vocabulary: &Vocabulary) -> Option<Wish> {
    if !may_be_one(text) {
        return None;
    }
    let mut words = split(text);
    while take_first(&mut words, OPENINGS) {}
    removed(&words, vocabulary)
        .map(Wish::Remove)
        .or_else(|| moved(&words, vocabulary).map(Wish::Put))
        .or_else(|| set(words, today, vocabulary).map(Wish::Set))
}

/// "delete my holiday goal".
fn removed(words: &[Word], vocabulary: &Vocabulary) -> Option<RemoveGoal> {
    let mut words = words.to_vec();
    let said = take_first(&mut words, REMOVES) && take_all(&mut words, MARKERS);
    let goal = known(trimmed(&words), vocabulary)?;
    said.then_some(RemoveGoal { goal })
}

/// "put 50 to my holiday goal", "take 20 out of the holiday".
fn moved(words: &[Word], vocabulary: &Vocabulary) -> Option<AddToGoal> {
    let mut rest = words.to_vec();
    let takes = take_first(&mut rest, TAKES);
    let is_saved = phrase_at(&rest, 0, "save").is_some();
    if !takes && !take_first(&mut rest, PUTS) {
        return None;
    }
    let found = amounts(&rest);
    let [Amount { value, currency, at: 0, taken }] = *found.as_slice() else { return None };
    rest.drain(..taken);
    take_first(&mut rest, &["more", "extra"]);
    if !take_first(&mut rest, if takes { FROM } else { TO }) {
        return None;
    }
    let marked = take_all(&mut rest, MARKERS);
    // "save 3000 for a holiday" is what one wants to have; "save 50 for my holiday goal" is what one does.
    if is_saved && !marked {
        return None;
    }
    let goal = known(trimmed(&rest), vocabulary)?;
    Some(AddToGoal { goal, amount: if takes { -value } else { value }, currency })
}

/// "save 3000 for a holiday by July", "goal: new laptop 1500", "move my holiday goal to august".
fn set(mut words: Vec<Word>, today: NaiveDate, vocabulary: &Vocabulary) -> Option<SetGoal> {
    let saves = take_first(&mut words, SAVES);
    let marked = take_all(&mut words, MARKERS);
    let aims = !saves && !marked && is_aim(&words);
    if !saves && !marked && !aims {
        return None;
    }
    while !saves && (take_first(&mut words, CHANGES) || take_first(&mut words, &["a", "an", "my", "the"])) {}
    let account = take_account(&mut words, vocabulary);
    let by = days::take(&mut words, today);
    if aims && by.is_none_or(|day| (day - today).num_days() < AIM_DAYS_MIN) {
        return None;
    }
    let already = take_already(&mut words);
    let found = amounts(&words);
    let (amount, before, behind) = match found.as_slice() {
        [only] => (Some(*only), words.get(..only.at)?, words.get(only.at + only.taken..)?),
        [] => (None, words.as_slice(), Default::default()),
        _ => return None,
    };
    let (before, behind) = (trimmed(before), trimmed(behind));
    let name = match (before.is_empty(), behind.is_empty()) {
        (true, _) => behind,
        (false, true) => before,
        (false, false) => return None,
    };
    let otherwise = |word: &Word| OTHERWISE.contains(&word.lower.as_str()) || word.lower.is_empty();
    if name.len() > NAME_WORDS_MAX || name.iter().any(otherwise) {
        return None;
    }
    let (name, by) = match (amount, by) {
        (Some(_), by) => (name, by),
        // Without an amount it changes the goal of a name that is known: its day, or its account.
        (None, Some(by)) => (name, Some(by)),
        (None, None) => match moved_to(name, today) {
            Some((name, day)) => (name, Some(day)),
            None => (name, None),
        },
    };
    let known = known(name, vocabulary);
    if amount.is_none() && (known.is_none() || by.is_none() && account.is_none()) {
        return None;
    }
    let own: Vec<&str> = name.iter().map(|word| word.own.as_str()).collect();
    let name = match (known, own.is_empty()) {
        (Some(known), _) => known,
        (None, true) if by.is_some() || account.is_some() => "Savings".to_owned(),
        (None, true) => return None,
        (None, false) => own.join(" "),
    };
    let (amount, currency) = (amount.map(|amount| amount.value), amount.and_then(|amount| amount.currency));
    Some(SetGoal { name, amount, currency, by, account, already, ..SetGoal::default() })
}

/// "3000 for a holiday by July": an amount, what for, and a day by which.
fn is_aim(words: &[Word]) -> bool {
    let Some(Amount { at: 0, taken, .. }) = amounts(words).first().copied() else { return false };
    let by = |word: &Word| matches!(word.lower.as_str(), "by" | "until");
    phrase_at(words, taken, "for").is_some() && words.iter().skip(taken + 2).any(by)
}

/// "my holiday goal to august": the name, and the day behind "to".
fn moved_to(name: &[Word], today: NaiveDate) -> Option<(&[Word], NaiveDate)> {
    let at = name.iter().position(|word| word.lower == "to")?;
    let lower: Vec<&str> = name.iter().skip(at + 1).map(|word| word.lower.as_str()).collect();
    let (day, taken) = days::day_at(&lower, today)?;
    (taken == lower.len()).then_some((trimmed(name.get(..at)?), day))
}

/// Takes "in my savings account" out, where it names one of the book's accounts and goes to the end of the sentence, or to the
/// next part of it.
fn take_account(words: &mut Vec<Word>, vocabulary: &Vocabulary) -> Option<String> {
    /// Words of an account's name and around it.
    const WORDS_MAX: usize = 6;
    for at in 0..words.len() {
        let Some(lead) = IN.iter().find_map(|lead| phrase_at(words, at, lead)) else { continue };
        let from = at + lead;
        for to in (from + 1..=words.len().min(from + WORDS_MAX)).rev() {
            let between = trimmed(words.get(from..to)?);
            let plain: Vec<&str> =
                between.iter().map(|word| word.lower.as_str()).filter(|word| *word != "account").collect();
            if plain.is_empty() {
                continue;
            }
            let found: Vec<&str> =
                vocabulary.accounts_matching(&plain.join(" ")).map(|account| account.name.as_str()).collect();
            if let [only] = found.as_slice() {
                let name = (*only).to_owned();
                words.drain(at..to);
                return Some(name);
            }
        }
    }
    None
}

/// Takes "with 500 already saved" or "I already have 500" out.
fn take_already(words: &mut Vec<Word>) -> Option<Decimal> {
    let already = words.iter().position(|word| word.lower == "already")?;
    let found = amounts(words);
    // Of several amounts the one beside the word.
    let near = |amount: &&Amount| amount.at.abs_diff(already).min((amount.at + amount.taken).abs_diff(already + 1));
    let amount = *found.iter().min_by_key(near)?;
    let little = |word: &Word| ALREADY.contains(&word.lower.as_str());
    let mut from = amount.at.min(already);
    let mut to = (amount.at + amount.taken).max(already + 1);
    while from > 0 && words.get(from - 1).is_some_and(little) {
        from -= 1;
    }
    while words.get(to).is_some_and(little) {
        to += 1;
    }
    let between = words.get(from..to)?;
    let only_little = between.iter().enumerate().all(|(at, word)| {
        let at = at + from;
        (amount.at..amount.at + amount.taken).contains(&at) || little(word)
    });
    if !only_little {
        return None;
    }
    words.drain(from..to);
    Some(amount.value)
}

/// The goal of exactly this name, or the one that it can only mean.
fn known(name: &[Word], vocabulary: &Vocabulary) -> Option<String> {
    if name.is_empty() {
        return None;
    }
    let words: Vec<&str> = name.iter().map(|word| word.own.as_str()).collect();
    match vocabulary.goals_matching(&words.join(" ")).as_slice() {
        [only] => Some(only.name.clone()),
        _ => None,
    }
}

/// Without little words at either end.
fn trimmed(words: &[Word]) -> &[Word] {
    let filler = |word: &Word| FILLERS.contains(&word.lower.as_str());
    let from = words.iter().position(|word| !filler(word)).unwrap_or(words.len());
    let to = words.iter().rposition(|word| !filler(word)).map_or(from, |last| last + 1);
    words.get(from..to).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccountId, GoalId, KnownAccount, KnownGoal};

    fn vocabulary() -> Vocabulary {
        let goal = |name: &str| KnownGoal { id: GoalId::new(), name: name.to_owned() };
        let account = |name: &str| KnownAccount {
            id: AccountId::new(),
            name: name.to_owned(),
            number_masked: None,
            currency: "GBP".parse().unwrap(),
        };
        Vocabulary {
            goals: vec![goal("Holiday"), goal("New laptop")],
            accounts: vec![account("Current"), account("Rainy day saver")],
            home_currency: "GBP".parse().ok(),
            ..Vocabulary::default()
        }
    }

    fn shown(text: &str, vocabulary: &Vocabulary) -> Option<String> {
        let amount = |amount: Option<Decimal>| amount.map_or("?".to_owned(), |amount| amount.normalize().to_string());
        Some(match read(text, "2026-03-31".parse().unwrap(), vocabulary)? {
            Wish::Set(set) => {
                let by = set.by.map(|day| format!(" by {day}")).unwrap_or_default();
                let account = set.account.map(|account| format!(" in {account}")).unwrap_or_default();
                let already = set.already.map(|already| format!(", {already} already")).unwrap_or_default();
                let currency = set.currency.map(|currency| format!(" {currency}")).unwrap_or_default();
                format!("{}: {}{currency}{by}{account}{already}", set.name, amount(set.amount))
            }
            Wish::Put(put) => format!("{:+} → {}", put.amount.normalize(), put.goal),
            Wish::Remove(remove) => format!("no {}", remove.goal),
        })
    }

    #[test]
    fn sentences_about_goals_are_read() {
        let check =
            |text: &str, expected: &str| assert_eq!(shown(text, &vocabulary()).as_deref(), Some(expected), "{text}");
        check("save 3000 for a holiday by July", "Holiday: 3000 by 2026-07-01");
        check("I want to save £3,000 for a trip to Japan by the end of 2027.", "trip to Japan: 3000 GBP by 2027-12-31");
        check("save up 12k euros for a car in two years", "car: 12000 EUR by 2028-03-31");
        check(
            "Please help me save 500 for Christmas presents before christmas",
            "Christmas presents: 500 by 2026-12-25",
        );
        check("save for a bike: 800 by 15 June", "bike: 800 by 2026-06-15");
        check("save 3000 by July", "Savings: 3000 by 2026-07-01");
        check("3000 for a holiday by July", "Holiday: 3000 by 2026-07-01");
        check("£900 for a new bike by 15 June", "new bike: 900 GBP by 2026-06-15");
        check("goal: new laptop 1500", "New laptop: 1500");
        check("new goal 2000 for emergency fund", "emergency fund: 2000");
        check("set a savings goal of 5000 for a wedding by may 2028", "wedding: 5000 by 2028-05-01");
        check("set up a goal: Hochzeit, 5000 €, by 1.5.2028", "Hochzeit: 5000 EUR by 2028-05-01");
        check("emergency fund goal 4000 in my rainy day saver", "emergency fund: 4000 in Rainy day saver");
        check(
            "save 4000 for a roof in my rainy day saver account by 2028",
            "roof: 4000 by 2028-01-01 in Rainy day saver",
        );
        check("save 3000 for a boat by July, I already have 500", "boat: 3000 by 2026-07-01, 500 already");
        check("goal boat 3000 with 500 already saved", "boat: 3000, 500 already");
        // Of goals that are there.
        check("change my holiday goal to 3500", "Holiday: 3500");
        check("holiday goal 3500", "Holiday: 3500");
        check("move my holiday goal to august", "Holiday: ? by 2026-08-01");
        check("laptop goal by december", "New laptop: ? by 2026-12-01");
        check("put 50 to my holiday goal", "+50 → Holiday");
        check("put £50 aside for the holiday", "+50 → Holiday");
        check("add 20.50 to laptop", "+20.5 → New laptop");
        check("I saved 50 for the holiday", "+50 → Holiday");
        check("save 50 for my holiday goal", "+50 → Holiday");
        check("set aside 1,000 for the new laptop", "+1000 → New laptop");
        check("take 20 from my holiday goal", "-20 → Holiday");
        check("took 20 out of the holiday pot", "-20 → Holiday");
        check("delete my holiday goal", "no Holiday");
    }

    #[test]
    fn other_sentences_are_left_alone() {
        for text in [
            "",
            "goal",
            "my goals",
            "goal 200",
            "save 200",
            "save 200 a month for a holiday",
            "how is my holiday goal going",
            "put 50 to my savings account",
            "put 50 to the boat",
            "take 20 from the boat",
            "take 20 from my account",
            "saved 50 at tesco",
            "i saved 50 last month",
            "delete tesco",
            "delete the last row",
            "spent 50 on holiday",
            "holiday 50",
            "50 for the holiday",
            "20 for lunch by friday",
            "3000 for a holiday",
            "paid 300 for the holiday",
            "save 3000 for a holiday by July?",
            "save the file",
            "what should i save for the holiday",
            "200 a month for eating out",
            "send 20 to @ana",
            "5.50 coffee",
            "move coffee to dining",
        ] {
            assert_eq!(shown(text, &vocabulary()), None, "{text}");
        }
    }

    #[test]
    fn no_question_changes_a_goal() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("evals/questions.jsonl");
        let mut asked = 0;
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let question: serde_json::Value = serde_json::from_str(line).unwrap();
            for turn in question["turns"].as_array().unwrap() {
                let text = turn.as_str().unwrap().trim_end_matches('?');
                assert_eq!(shown(text, &vocabulary()), None, "{text}");
                asked += 1;
            }
        }
        assert!(asked > 150, "{asked}");
    }
}

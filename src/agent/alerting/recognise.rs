//! Whether a sentence asks for an alert, and for which.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::lexicon::{
    ACCOUNT_WORDS, ALERT_WORDS, CONNECTORS, ENDINGS, EVERY, FILLERS, INCOMING, OPENINGS, OUTGOING, OVER, PAST, POLITE,
    REMOVING, RISES, SINGLE, STRONG_OPENINGS, UNDER, WEAK_CONNECTORS,
};
use crate::agent::budgeting::{phrase_at, subject, take_any};
use crate::agent::recording::{Piece, pieces};
use crate::domain::{Currency, KnownBudget, Vocabulary};
use crate::tools::alerts::{About, ProposeAlert};
use crate::tools::budget::Every;

/// What a sentence about an alert wants.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wanted {
    Propose(ProposeAlert),
    /// It names what the book does not know.
    Unknown(String),
    /// It asks for an alert, and not for which.
    Unclear,
    /// Ends the one whose words these are; without any, the only one there is.
    Remove(Vec<String>),
}

/// An amount, and on which side of it.
#[derive(Clone, Copy)]
struct Bound {
    amount: Decimal,
    currency: Option<Currency>,
    over: bool,
}

/// What a sentence wants; `None` when it is about something else.
pub(super) fn read(text: &str, today: NaiveDate, vocabulary: &Vocabulary) -> Option<Wanted> {
    if text.contains(['?', '？', '%', '@']) || text.trim_start().starts_with('/') {
        return None;
    }
    let pieces = pieces(text, vocabulary)?;
    let mut amounts = pieces.iter().enumerate().filter_map(|(at, piece)| match piece {
        Piece::Amount(amount, currency) => Some((at, *amount, *currency)),
        Piece::Word(_) => None,
    });
    let amount = amounts.next();
    let several = amounts.next().is_some();
    let word = |piece: &Piece| match piece {
        Piece::Word(word) => word.clone(),
        Piece::Amount(..) => AMOUNT.to_owned(),
    };
    let mut words: Vec<String> = pieces.iter().map(word).collect();
    while open(&mut words, POLITE) {}
    if let Some(named) = removal(&words) {
        return amount.is_none().then_some(Wanted::Remove(named));
    }
    let strong = open(&mut words, STRONG_OPENINGS);
    if !strong && !open(&mut words, OPENINGS) {
        return None;
    }
    let connected = open(&mut words, CONNECTORS) || strong && open(&mut words, WEAK_CONNECTORS);
    if !connected {
        return strong.then_some(Wanted::Unclear);
    }
    // "tell me when I last paid rent" is a question.
    if !strong && words.iter().any(|word| PAST.contains(&word.as_str())) {
        return None;
    }
    let bound = match amount {
        None => None,
        Some((_, amount, currency)) => Some(Bound { amount, currency, over: take_bound(&mut words)? }),
    };
    let found = if several { None } else { condition(words, bound, today, vocabulary) };
    // Without a strong opening it may be a question: "tell me when I last paid rent".
    found.or(strong.then_some(Wanted::Unclear))
}

/// Stands where the amount was.
const AMOUNT: &str = "#";

/// Takes one of the phrases from the beginning.
fn open(words: &mut Vec<String>, phrases: &[&str]) -> bool {
    let count = phrases.iter().find_map(|phrase| phrase_at(words, 0, phrase));
    words.drain(..count.unwrap_or_default());
    count.is_some()
}

/// Takes the amount and what stands before it; whether it is passed upwards. `None` where nothing says.
fn take_bound(words: &mut Vec<String>) -> Option<bool> {
    let at = words.iter().position(|word| word == AMOUNT)?;
    let behind = ["or more", "or above", "and more", "plus", "and above"];
    if let Some(count) = behind.iter().find_map(|phrase| phrase_at(words, at + 1, phrase)) {
        words.drain(at..=at + count);
        return Some(true);
    }
    let before = |phrases: &[&str]| {
        phrases.iter().find_map(|phrase| {
            let count = phrase.split(' ').count();
            at.checked_sub(count).filter(|from| phrase_at(words, *from, phrase).is_some())
        })
    };
    let (over, from) = match (before(OVER), before(UNDER)) {
        (Some(from), _) => (true, from),
        (None, Some(from)) => (false, from),
        (None, None) => return None,
    };
    words.drain(from..=at);
    Some(over)
}

/// What has to happen. `None` when a word of it stays unexplained in a way that no name is.
fn condition(
    mut words: Vec<String>,
    bound: Option<Bound>,
    today: NaiveDate,
    vocabulary: &Vocabulary,
) -> Option<Wanted> {
    let every = EVERY.iter().find_map(|(phrase, every)| take_any(&mut words, &[phrase]).map(|()| *every));
    if bound.is_none() && take_any(&mut words, RISES).is_some() {
        let named = named(&words, today, vocabulary);
        return Some(match named {
            Named { unknown: Some(unknown), .. } => Wanted::Unknown(unknown),
            Named { of, .. } if of.merchants.is_empty() => return None,
            Named { of, .. } => propose(About::PriceRise, of, None, false, None, None),
        });
    }
    if let Some(below) = bound.filter(|bound| !bound.over) {
        let about_balance = words.iter().any(|word| word == "balance" || ACCOUNT_WORDS.contains(&word.as_str()));
        let named = named(&words, today, vocabulary);
        return Some(match named {
            Named { unknown: Some(unknown), .. } => Wanted::Unknown(unknown),
            Named { of, account, .. } if of.is_overall() && (about_balance || account.is_some()) => {
                propose(About::Balance, of, account, false, Some(below), None)
            }
            Named { of, account: None, .. } if of.is_overall() => {
                propose(About::Balance, of, None, false, Some(below), None)
            }
            _ => return None,
        });
    }
    let paid = ["i get paid", "i am paid", "my salary arrives", "my salary comes in"];
    let salary = bound.is_none() && take_any(&mut words, &paid).is_some();
    let incoming = take_any(&mut words, INCOMING).is_some() || salary;
    let single = take_any(&mut words, SINGLE).is_some();
    let outgoing = take_any(&mut words, OUTGOING).is_some();
    let verbs =
        words.iter().any(|word| matches!(word.as_str(), "go" | "goes" | "spend" | "spent" | "spending" | "total"));
    // "charge", "payments": also where several stand there.
    while take_any(&mut words, SINGLE).is_some() {}
    let Named { mut of, account, unknown } = named(&words, today, vocabulary);
    if let Some(unknown) = unknown {
        let clear = bound.is_some() || single || incoming || outgoing;
        return clear.then_some(Wanted::Unknown(unknown));
    }
    if salary && of.is_overall() {
        of.categories.push("Income".to_owned());
    }
    let sum = bound.is_some()
        && !incoming
        && account.is_none()
        && (every.is_some() || !single && (verbs || !of.categories.is_empty() || !of.tags.is_empty()));
    if sum && (every.is_some() || of.merchants.is_empty()) {
        return Some(propose(About::Spent, of, None, false, bound, Some(every.unwrap_or(Every::Month))));
    }
    let anchored = single || incoming || outgoing || bound.is_some() || !of.is_overall();
    let narrowed = bound.is_some() || account.is_some() || !of.is_overall() || incoming;
    (anchored && narrowed && every.is_none()).then(|| propose(About::Payment, of, account, incoming, bound, None))
}

fn propose(
    about: About,
    of: KnownBudget,
    account: Option<String>,
    incoming: bool,
    bound: Option<Bound>,
    every: Option<Every>,
) -> Wanted {
    Wanted::Propose(ProposeAlert {
        about,
        categories: of.categories,
        merchants: of.merchants,
        tags: of.tags,
        account,
        incoming,
        amount: bound.map(|bound| bound.amount),
        currency: bound.and_then(|bound| bound.currency),
        every,
    })
}

/// What is left of a sentence, as names.
struct Named {
    of: KnownBudget,
    account: Option<String>,
    unknown: Option<String>,
}

fn named(words: &[String], today: NaiveDate, vocabulary: &Vocabulary) -> Named {
    let mut words = words.to_vec();
    let (account, missing) = match take_account(&mut words, vocabulary) {
        Account::Known(name) => (Some(name), None),
        Account::None => (None, None),
        Account::Missing(name) => (None, Some(name)),
    };
    let nothing = KnownBudget::default;
    if missing.is_some() {
        return Named { of: nothing(), account, unknown: missing };
    }
    let filler = |word: &String| FILLERS.contains(&word.as_str());
    let (Some(first), Some(last)) =
        (words.iter().position(|word| !filler(word)), words.iter().rposition(|word| !filler(word)))
    else {
        return Named { of: nothing(), account, unknown: None };
    };
    // A little word may be part of the name: "eating out".
    let spans = [(first, last), (first, last + 1), (first.saturating_sub(1), last)];
    let found = spans.into_iter().find_map(|(from, to)| {
        let span = words.get(from..=to)?;
        subject(&span.join(" "), today, vocabulary)
    });
    let rest = || words.iter().filter(|word| !filler(word)).cloned().collect::<Vec<_>>().join(" ");
    match found.or_else(|| subject(&rest(), today, vocabulary)) {
        Some(of) => Named { of, account, unknown: None },
        None => Named { of: nothing(), account, unknown: Some(rest()) },
    }
}

enum Account {
    None,
    Known(String),
    /// "the holiday account", which there is not.
    Missing(String),
}

/// Takes the account that is named: its own words, with "account" behind them or one of the words before that lead to one.
fn take_account(words: &mut Vec<String>, vocabulary: &Vocabulary) -> Account {
    const WORDS_MAX: usize = 4;
    let filler = |word: &String| FILLERS.contains(&word.as_str()) || ACCOUNT_WORDS.contains(&word.as_str());
    for count in (1..=WORDS_MAX.min(words.len())).rev() {
        for from in 0..=words.len() - count {
            let Some(span) = words.get(from..from + count) else { continue };
            let edges = span.first().is_some_and(|word| !filler(word)) && span.last().is_some_and(|word| !filler(word));
            let name = span.join(" ");
            let followed = words.get(from + count).is_some_and(|word| ACCOUNT_WORDS.contains(&word.as_str()));
            let payee = vocabulary.merchants_matching(&name).next().is_some();
            let category = !vocabulary.categories_named(&name).is_empty();
            let known = vocabulary.accounts_matching(&name).next().map(|account| account.name.clone());
            if let Some(known) = known.filter(|_| edges && (followed || !payee && !category)) {
                words.drain(from..from + count + usize::from(followed));
                return Account::Known(known);
            }
        }
    }
    let Some(at) = words.iter().position(|word| ACCOUNT_WORDS.contains(&word.as_str())) else { return Account::None };
    let from = words.iter().take(at).rposition(filler).map_or(0, |before| before + 1);
    let name: Vec<String> = words.drain(from..=at).collect();
    match name.split_last() {
        Some((_, [])) | None => Account::None,
        Some((_, name)) => Account::Missing(name.join(" ")),
    }
}

/// The words of the alert that a sentence ends.
fn removal(words: &[String]) -> Option<Vec<String>> {
    let mut words = words.to_vec();
    let ends = open(&mut words, ENDINGS);
    if !ends {
        let removes = open(&mut words, REMOVING);
        if !removes || take_any(&mut words, ALERT_WORDS).is_none() {
            return None;
        }
    }
    let little = |word: &String| {
        FILLERS.contains(&word.as_str())
            || CONNECTORS.contains(&word.as_str())
            || WEAK_CONNECTORS.contains(&word.as_str())
            || SINGLE.contains(&word.as_str())
            || matches!(word.as_str(), "up" | "alerts" | "alert")
    };
    Some(words.into_iter().filter(|word| !little(word)).collect())
}

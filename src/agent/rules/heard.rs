//! A sentence taken apart: times, names, numbers and cues.
//!
//! **Invariant:** each word is taken by at most one reader, and a word that nobody took is kept as a stranger.

use std::sync::LazyLock;

use super::Asking;
use super::entities::{self, Entity, Kind};
use super::lexicon::{self, Cue};
use super::numbers::{self, Numbers};
use super::payees::{self, Payees};
use super::time::{self, Times};
use super::words::{self, Phrases, Words};
use crate::domain::Period;

/// Longer sentences are no terse ones.
const TERSE_WORDS_MAX: usize = 7;

static CUE_PHRASES: LazyLock<Phrases<Cue>> = LazyLock::new(|| {
    let all = lexicon::CUES.iter();
    Phrases::new(all.flat_map(|(cue, phrases)| phrases.split('|').map(|phrase| (phrase, *cue))))
});

/// Everything that was heard.
pub(super) struct Heard {
    pub words: Words,
    pub times: Times,
    pub entities: Vec<Entity>,
    /// Names that nothing explains.
    pub strangers: Vec<Entity>,
    /// Ordinary words that nothing explains.
    pub odd: Vec<String>,
    pub numbers: Numbers,
    pub cues: Vec<(Cue, usize)>,
    /// "no, I meant …": it mends the question before.
    pub corrects: bool,
}

impl Heard {
    pub(super) fn new(asking: &Asking<'_>) -> Self {
        let vocabulary = asking.vocabulary;
        let names = payees::plain_names(vocabulary);
        let payees = Payees::new(vocabulary, &names);
        let mut words = words::read(asking.text, &payees);
        let corrects = take_correction(&mut words) && asking.previous.is_some();
        let names = entities::whole_names(&mut words, vocabulary, &payees);
        let known_from = vocabulary.known_span().map(|known| known.from);
        let times = time::find(&mut words, asking.today, asking.day_first, known_from);
        let entities = entities::find(&mut words, vocabulary, &payees, names);
        let mut cues = find_cues(&mut words);
        if let Some(at) = made_at(&words, &cues) {
            cues.push((Cue::Earn, at));
        }
        let heard = |cue: Cue| cues.iter().any(|(found, _)| *found == cue);
        let about_budget = heard(Cue::Budget) || (heard(Cue::Afford) || heard(Cue::Buy)) && !heard(Cue::Count);
        let numbers = numbers::numbers(&mut words, about_budget);
        // "boots last month?": with nothing else said, what is left is a name.
        let small = |(cue, _): &(Cue, usize)| matches!(cue, Cue::Follow | Cue::Money | Cue::HowMuch | Cue::Count);
        let terse = entities.is_empty() && cues.iter().all(small) && words.len() <= TERSE_WORDS_MAX;
        let mut left = entities::leftovers(&mut words, terse);
        // "Hotel Borges in Lisbon": a place, where the payee is known already.
        let after_payee = |at: usize| {
            words.text(at.wrapping_sub(1)) == "in"
                && entities.iter().any(|entity| entity.end + 1 == at && matches!(entity.kind, Kind::Payee { .. }))
        };
        left.names.retain(|name| !after_payee(name.at));
        Self { words, times, entities, strangers: left.names, odd: left.odd, numbers, cues, corrects }
    }

    pub(super) fn has(&self, cue: Cue) -> bool {
        self.cues.iter().any(|(found, _)| *found == cue)
    }

    pub(super) fn any(&self, cues: &[Cue]) -> bool {
        cues.iter().any(|cue| self.has(*cue))
    }

    /// Rows before the one asked for: 1 for "the second biggest".
    pub(super) fn skipped(&self) -> u32 {
        let superlative = |(cue, _): &&(Cue, usize)| matches!(cue, Cue::Largest | Cue::Smallest | Cue::Last);
        let before = self.cues.iter().find(superlative).map(|(_, at)| self.words.text(at.wrapping_sub(1)));
        match before {
            Some("second" | "2nd") => 1,
            Some("third" | "3rd") => 2,
            Some("fourth" | "4th") => 3,
            Some("fifth" | "5th") => 4,
            _ => 0,
        }
    }

    /// "more" in any form that is not "over 100".
    pub(super) fn more(&self) -> bool {
        self.any(&[Cue::More, Cue::Rose]) || (self.has(Cue::Over) && self.numbers.over.is_none())
    }

    /// "less" in any form that is not "under 100".
    pub(super) fn less(&self) -> bool {
        self.any(&[Cue::Less, Cue::Fell]) || (self.has(Cue::Under) && self.numbers.under.is_none())
    }

    /// The names the question is about, known or not.
    pub(super) fn wanted(&self) -> impl Iterator<Item = &Entity> {
        let accounts = |entity: &&Entity| !matches!(entity.kind, Kind::Account { .. });
        self.entities.iter().chain(&self.strangers).filter(|entity| !entity.except).filter(accounts)
    }

    pub(super) fn payees(&self) -> impl Iterator<Item = &Entity> {
        self.wanted().filter(|entity| matches!(entity.kind, Kind::Payee { .. }))
    }

    pub(super) fn categories(&self) -> impl Iterator<Item = &Entity> {
        self.wanted().filter(|entity| matches!(entity.kind, Kind::Category(_)))
    }

    /// Whether it can be answered with yes or no.
    pub(super) fn yes_no(&self) -> bool {
        const OPENERS: &str = "is was did do does am are were have has had can could would will any";
        const FILLERS: &str = "so ok okay and hey hi hello but well then right please";
        let first =
            (0..self.words.len()).map(|index| self.words.text(index)).find(|word| !lexicon::listed(FILLERS, word));
        // "could you tell me …" asks for what comes then.
        let asks_you =
            |index: usize| lexicon::listed(OPENERS, self.words.text(index)) && self.words.text(index + 1) == "you";
        let polite = (0..self.words.len().min(4)).any(asks_you);
        !polite && (first.is_some_and(|word| lexicon::listed(OPENERS, word)) || self.asks_aside())
    }

    /// "i set myself 300, did i stay under?": the question comes second.
    fn asks_aside(&self) -> bool {
        let opens =
            |index: usize| matches!(self.words.text(index), "did" | "am" | "was" | "have" | "would" | "could" | "can");
        let direct = |index: usize| {
            matches!(
                self.words.text(index.wrapping_sub(1)),
                "much" | "many" | "what" | "which" | "where" | "when" | "how" | "far" | "often"
            )
        };
        let noun_before = (0..self.words.len())
            .any(|index| matches!(self.words.text(index), "how" | "what" | "which" | "when" | "where" | "who"));
        !noun_before
            && (1..self.words.len()).any(|index| opens(index) && !direct(index) && self.words.text(index + 1) != "you")
    }

    /// Whether "or" joins two alternatives.
    pub(super) fn either_or(&self) -> bool {
        (1..self.words.len()).any(|index| self.words.text(index) == "or" && self.words.text(index + 1) != "not")
    }

    /// The first two periods of the sentence.
    pub(super) fn two_periods(&self) -> Option<(Period, Period)> {
        // "from january to february" is one range, unless a change is asked for.
        let change = self.any(&[Cue::Difference, Cue::Rose, Cue::Fell, Cue::Change]);
        if let ([only], true) = (self.times.spans.as_slice(), change)
            && only.ends.is_some()
        {
            return only.ends;
        }
        match (self.times.spans.as_slice(), self.times.shift) {
            ([first, second, ..], _) => Some((first.period, second.period)),
            ([only], Some(shift)) => Some((only.period, shift.apply(only.period)?)),
            _ => None,
        }
    }

    /// Whether the sentence is about the asker's money, in its own words.
    pub(super) fn about_money(&self) -> bool {
        let strong = [
            Cue::Spend,
            Cue::Earn,
            Cue::Net,
            Cue::Rate,
            Cue::Refund,
            Cue::OutNoun,
            Cue::PaymentNoun,
            Cue::Budget,
            Cue::Afford,
            Cue::Buy,
            Cue::PerPayment,
            Cue::AccountNoun,
            Cue::Subscription,
            Cue::Bill,
            Cue::Price,
            Cue::Still,
            Cue::Ago,
            Cue::Coverage,
            Cue::Balance,
            Cue::Overview,
        ];
        let weak = [
            Cue::HowMuch,
            Cue::Count,
            Cue::Average,
            Cue::When,
            Cue::Largest,
            Cue::Money,
            Cue::Last,
            Cue::First,
            Cue::List,
        ];
        self.any(&strong)
            || (self.any(&weak) && self.has(Cue::Me))
            || (self.has(Cue::HowMuch) && self.wanted().next().is_some())
    }
}

/// Openings of a sentence that mends the one before; the longest wins.
const CORRECTIONS: &[&str] = &[
    "no i meant",
    "no i mean",
    "sorry i meant",
    "sorry i mean",
    "i meant",
    "actually i meant",
    "oops i meant",
    "wait i meant",
    "no sorry",
    "no not that",
    "no",
    "nope",
    "sorry",
    "actually",
    "oops",
    "wait",
    "rather",
    "correction",
    "i mean",
    "make that",
    "make it",
    "not that",
    "sorry no",
    "no wait",
    "no actually",
    "no sorry i meant",
    "i was asking about",
    "i wanted",
];

/// Takes a correction's opening, where more comes after it.
fn take_correction(words: &mut Words) -> bool {
    let opening = CORRECTIONS.iter().filter_map(|phrase| words.phrase_at(0, phrase)).max();
    match opening.filter(|count| *count < words.len()) {
        Some(count) => {
            words.take(0..count);
            true
        }
        None => false,
    }
}

/// "did i make more than 3000": earned, where no payments are what was made.
fn made_at(words: &Words, cues: &[(Cue, usize)]) -> Option<usize> {
    let payments = cues.iter().any(|(cue, _)| {
        matches!(
            cue,
            Cue::Count | Cue::OutNoun | Cue::PaymentNoun | Cue::List | Cue::Largest | Cue::Smallest | Cue::Which
        )
    });
    let made = |index: &usize| {
        matches!(words.text(*index), "make" | "made") && matches!(words.text(index.wrapping_sub(1)), "i" | "we")
    };
    (1..words.len()).find(made).filter(|_| !payments)
}

fn find_cues(words: &mut Words) -> Vec<(Cue, usize)> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < words.len() {
        match CUE_PHRASES.longest(words, index) {
            Some((cue, count)) => {
                found.push((cue, index));
                // "how much more did i …": words inside a phrase still say who asks.
                if (index..index + count).any(|at| matches!(words.text(at), "i" | "me" | "my")) {
                    found.push((Cue::Me, index));
                }
                words.take(index..index + count);
                index += count;
            }
            None => index += 1,
        }
    }
    found
}

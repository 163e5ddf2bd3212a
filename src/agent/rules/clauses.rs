//! Two questions in one sentence: "groceries in feb, and how many shops was that?"
//!
//! **Invariant:** a sentence is only taken apart where each part asks something by itself; else it stays whole.

use super::heard::Heard;
use super::intent;
use super::lexicon::Cue;
use super::question::{Intent, Question};
use super::{Asking, Plan};

/// Questions answered of one sentence.
const CLAUSES_MAX: usize = 3;

/// Joins between two questions, each followed by an opener.
const JOINS: &[&str] = &[", and ", "? and ", " and also ", "? also ", "? ", "; ", " and ", ". "];

/// What the second question begins with.
const OPENERS: &[&str] = &[
    "how much",
    "how many",
    "how often",
    "what was my biggest",
    "what was the biggest",
    "what was my largest",
    "what was the largest",
    "what is my",
    "what was my",
    "which ",
    "when did i",
    "where did i",
    "who ",
    "what's the average",
    "what was the average",
    "on average how",
    "the biggest",
    "my biggest",
];

/// The parts of a sentence that are questions of their own; one for most.
pub(super) fn clauses(asking: &Asking<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest = asking.text.to_owned();
    while found.len() + 1 < CLAUSES_MAX
        && let Some((first, second)) = split(&rest, asking)
    {
        found.push(first);
        rest = second;
    }
    found.push(rest);
    found
}

fn split(text: &str, asking: &Asking<'_>) -> Option<(String, String)> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    JOINS.iter().find_map(|join| {
        let at = lower.match_indices(join).map(|(at, _)| at).find(|at| {
            let second = lower.get(at + join.len()..).unwrap_or_default();
            OPENERS.iter().any(|opener| second.trim_start_matches("and ").starts_with(opener))
        })?;
        let (first, second) = (text.get(..at)?, text.get(at + join.len()..)?);
        both_ask(first, second, asking).then(|| (first.to_owned(), second.to_owned()))
    })
}

/// Whether the first part is a whole question about rows, and the second asks something else of them.
fn both_ask(first: &str, second: &str, asking: &Asking<'_>) -> bool {
    let part = |text| Asking { text, ..*asking };
    let Plan::Calls { question, .. } = super::plan(&part(first)) else { return false };
    let heard = Heard::new(&part(second));
    let asks = heard.any(&[
        Cue::Count,
        Cue::Average,
        Cue::Largest,
        Cue::Smallest,
        Cue::When,
        Cue::Most,
        Cue::Share,
        Cue::Top,
        Cue::Often,
    ]) || heard.has(Cue::HowMuch)
        && (heard.any(&[Cue::Spend, Cue::Earn, Cue::Net, Cue::Refund])
            || heard.wanted().next().is_some()
            || !heard.times.spans.is_empty());
    let whole =
        matches!(question.intent, Intent::Figure | Intent::Groups { .. } | Intent::Top { .. } | Intent::List { .. });
    whole && asks && names_something(&question) && !repeats(&question, &heard, &part(second))
}

fn names_something(question: &Question) -> bool {
    let filter = &question.scope.filter;
    filter.period.is_some() || filter.names_any()
}

/// "sainsburys vs tesco in 2025, which got more?": the second part only says what is asked.
fn repeats(question: &Question, heard: &Heard, asking: &Asking<'_>) -> bool {
    let same = intent::decide(heard, asking);
    same.intent == question.intent
        && same.measure == question.measure
        && heard.wanted().next().is_none()
        && heard.times.spans.is_empty()
}

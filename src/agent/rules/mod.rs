//! The rule planner: plain words to tool calls without a model.
//!
//! A sentence is taken apart (`words`, `slips`, `time`, `calendar`, `dates`, `entities`, `payees`: into `heard`), becomes a typed question
//! (`intent` with `sides` and `picks`, `follow`), the question becomes calls (`calls`), and what comes out becomes words (`render`, `compared`,
//! `phrases`). The words it knows are tables in
//! `lexicon`, `categories` and `common`.
//!
//! **Invariant:** no I/O, no clock and no figure of its own: the same sentence over the same words gives the same calls.

mod calendar;
mod calls;
mod categories;
mod common;
mod compared;
mod dates;
mod entities;
mod follow;
mod heard;
mod intent;
mod lexicon;
mod payees;
mod phrases;
mod picks;
mod question;
mod render;
mod sides;
mod slips;
mod time;
mod words;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub use calls::{SEARCH, SUMMARISE};
pub use question::{Ask, Intent, Lead, LimitAsk, Question, Remembered, Scope, Subject};
pub(crate) use slips::distance;

use self::heard::Heard;
use self::lexicon::Cue;
use super::{Reply, ToolCall, ToolOutcome, format};
use crate::domain::{Period, Vocabulary};

/// One sentence and what it is read with.
pub struct Asking<'a> {
    pub text: &'a str,
    /// The user's day.
    pub today: NaiveDate,
    pub vocabulary: &'a Vocabulary,
    /// What the conversation was about.
    pub previous: Option<&'a Remembered>,
    /// Whether 3/4/2025 is 3 April.
    pub day_first: bool,
}

/// What to do about a sentence.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one value for a sentence, taken apart at once")]
pub enum Plan {
    /// Run the calls in order, then [`render`].
    Calls { question: Question, calls: Vec<ToolCall> },
    /// Say this: a greeting, something that is not understood, not about money, or not possible yet.
    Say(Reply),
}

/// What came of rendering.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one value for a sentence, taken apart at once")]
pub enum Rendered {
    /// The answer, and what the next sentence may build on.
    Reply { reply: Reply, remembered: Remembered },
    /// More has to be looked up; render again with all outcomes, these last.
    More(Vec<ToolCall>),
}

/// Longer sentences are no questions; the rest is not read.
const TEXT_CHARS_MAX: usize = 1000;

/// What the planner can do, as examples to try.
const EXAMPLES: &str = "Try \"How much did I spend on groceries last month?\" or \"Show payments over 100 in March\".";

/// Understands a sentence. Never fails: what it cannot read is answered with what it can do.
pub fn plan(asking: &Asking<'_>) -> Plan {
    let text: String = asking.text.chars().take(TEXT_CHARS_MAX).collect();
    let asking = &Asking { text: &text, ..*asking };
    let heard = Heard::new(asking);
    if let Some(text) = small_talk(&heard) {
        return say(text);
    }
    if let Some(text) = declined(&heard, asking) {
        return say(text);
    }
    let question = match asking.previous.filter(|_| follow::leans(&heard)) {
        Some(previous) => follow::complete(&heard, asking, previous),
        None if follow::is_fragment(&heard) => {
            return say(format!("I'm not sure what you'd like to know about that. {EXAMPLES}"));
        }
        None => intent::decide(&heard, asking),
    };
    if let Some(period) = question.scope.filter.period.filter(|period| period.from > asking.today) {
        let days = format::period(period);
        return say(format!("{days} hasn't happened yet, so I have no statements for it."));
    }
    let calls = calls::calls(&question);
    Plan::Calls { question, calls }
}

/// Words what came out of the calls of `question`.
pub fn render(question: &Question, outcomes: &[ToolOutcome], today: NaiveDate) -> Rendered {
    render::render(question, outcomes, today)
}

/// The days that a phrase names, when it names nothing else: "yesterday", "on 3 March".
pub(crate) fn days_named(phrase: &str, today: NaiveDate, day_first: bool) -> Option<Period> {
    let nobody = Vocabulary::default();
    let mut words = words::read(phrase, &payees::Payees::new(&nobody, &[]));
    let times = time::find(&mut words, today, day_first, None);
    let nothing_else = words.0.iter().all(|word| word.used || lexicon::listed("on of the at from", &word.text));
    match times.spans.as_slice() {
        [only] if nothing_else => Some(only.period),
        _ => None,
    }
}

fn say(text: String) -> Plan {
    Plan::Say(Reply { text, figures: Vec::new() })
}

/// Greetings, thanks, and "what can you do".
fn small_talk(heard: &Heard) -> Option<String> {
    let words: Vec<&str> = heard.words.0.iter().map(|word| word.typed.as_str()).collect();
    let help = matches!(words.as_slice(), ["help" | "start" | "menu"] | ["what", "can", "you", "do"]);
    let greeting = words.iter().all(|word| lexicon::listed(lexicon::GREETINGS, word));
    (help || greeting).then(|| format!("Hello! I answer questions about your money from your statements. {EXAMPLES}"))
}

/// A reason not to look anything up: not about the user's money, or not possible yet.
fn declined(heard: &Heard, asking: &Asking<'_>) -> Option<String> {
    let strangers: Vec<&str> = heard
        .strangers
        .iter()
        .flat_map(|entity| match &entity.kind {
            entities::Kind::Payee { words, .. } => words.split(' ').collect(),
            _ => Vec::new(),
        })
        .collect();
    if let Some(date) =
        strangers.iter().find(|word| word.contains(['/', '.', '-']) && word.chars().any(|c| c.is_ascii_digit()))
    {
        return Some(format!("I can't read {date} as a date; could you write it like 3 April 2025?"));
    }
    if let Some(name) = strangers.iter().find(|word| lexicon::listed(lexicon::FEASTS, word)) {
        return Some(format!("I'm not sure which days you mean by {name}; could you give me the dates?"));
    }
    if (heard.numbers.amount.is_some() || heard.numbers.count.is_some()) && asks_to_pay(heard) {
        return Some(format!("I can't move money from here, sorry. {EXAMPLES}"));
    }
    let elsewhere = strangers.iter().any(|word| lexicon::listed(lexicon::ELSEWHERE, word));
    let money = heard.any(&[Cue::Spend, Cue::Count, Cue::Refund]) && heard.any(&[Cue::Me, Cue::HowMuch]);
    // A name alone ("harrods last month?") is asked about payments; a sentence about unknown things is not.
    let name_alone =
        strangers.len() < STRANGERS_MAX && heard.cues.iter().all(|(cue, _)| matches!(cue, Cue::Follow | Cue::Money));
    let filler =
        |word: &words::Word| word.used || lexicon::listed("the a an my at in on for to from of please", &word.text);
    let name_alone = name_alone && heard.words.0.iter().all(filler);
    let named = heard.wanted().any(|entity| entity.known) && heard.any(&[Cue::Me, Cue::Average]);
    // "how much does a ticket cost" asks for a price in general.
    let general = (0..heard.words.len()).any(|index| heard.words.text(index) == "does") && !heard.has(Cue::Me);
    let other_topic = !strangers.is_empty() && !name_alone && (general || !(named || heard.about_money()));
    if (elsewhere && !money) || other_topic || strangers.len() > STRANGERS_MAX * 2 {
        return Some(format!("Sorry, I can only help with your own money. {EXAMPLES}"));
    }
    if heard.has(Cue::Balance) && !heard.any(&[Cue::Spend, Cue::Earn]) {
        return Some(format!("I can't tell what your accounts hold yet, sorry. {EXAMPLES}"));
    }
    if heard.has(Cue::NotYet) {
        return Some(format!("I can't work that out yet, sorry. {EXAMPLES}"));
    }
    let payee = heard.payees().next().is_some();
    let figure = heard.any(&[Cue::HowMuch, Cue::Count, Cue::When, Cue::Average]) && !heard.yes_no();
    if heard.has(Cue::Subscription) && !(payee && figure) {
        return Some(format!("I can't spot subscriptions or price changes yet, sorry. {EXAMPLES}"));
    }
    let nothing = heard.cues.iter().all(|(cue, _)| {
        matches!(cue, Cue::Me | Cue::Which | Cue::Follow | Cue::Pronoun | Cue::Who | Cue::Where | Cue::Any)
    }) && heard.wanted().next().is_none();
    if nothing && heard.times.spans.is_empty() && (asking.previous.is_none() || !follow::leans(heard)) {
        return Some(format!("Sorry, I didn't catch that; I can only help with your own money. {EXAMPLES}"));
    }
    None
}

/// "send 20 to mum", "can you pay anna 10 euros".
fn asks_to_pay(heard: &Heard) -> bool {
    let orders =
        |index: usize| matches!(heard.words.text(index), "send" | "pay" | "transfer" | "wire" | "lend" | "give");
    orders(0) || (1..heard.words.len()).any(|index| orders(index) && heard.words.text(index - 1) == "you")
}

/// More unknown words than this are no payee's name but another topic.
const STRANGERS_MAX: usize = 3;

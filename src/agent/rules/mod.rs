//! The rule planner: plain words to tool calls without a model.
//!
//! A sentence is taken apart (`words`, `slips`, `time`, `calendar`, `dates`, `parts`, `named_days`, `entities`, `payees`, `numbers`: into `heard`), becomes a typed question
//! (`intent` with `sides` and `picks`, `follow`), the question becomes calls (`calls`), and what comes out becomes words (`render`, `compared`,
//! `sentences`, `phrases`). The words it knows are tables in
//! `lexicon`, `categories` and `common`.
//!
//! **Invariant:** no I/O, no clock and no figure of its own: the same sentence over the same words gives the same calls.

mod budgets;
mod calendar;
mod calls;
mod categories;
mod clauses;
mod common;
mod compared;
mod dates;
mod elsewhere;
mod entities;
mod follow;
mod heard;
mod intent;
mod lexicon;
mod named_days;
mod numbers;
mod parts;
mod payees;
mod phrases;
mod picks;
mod question;
mod recurring;
mod recurring_words;
mod render;
mod rows;
mod sentences;
mod short_forms;
mod sides;
mod slips;
mod time;
mod trends;
mod words;

#[cfg(test)]
mod phrasings;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use rust_decimal::Decimal;

pub use budgets::{budget_subject, rows_named};
pub use calls::{SEARCH, SUMMARISE};
pub(super) use dates::MONTHS;
pub use question::{
    AccountsAsk, Ask, Intent, Lead, LimitAsk, Limits, Question, RecurringAsk, Remembered, Scope, Subject,
};
pub(crate) use slips::distance;

use self::heard::Heard;
use super::{Choice, Reply, ToolCall, ToolOutcome, format, saving};
use crate::domain::{Period, Vocabulary};
use crate::text;
use crate::texts::Texts;

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
    /// What the answer is worded with.
    pub texts: &'static Texts,
}

/// What to do about a sentence.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one value for a sentence, taken apart at once")]
pub enum Plan {
    /// Run the calls in order, then [`render`].
    Calls {
        question: Question,
        calls: Vec<ToolCall>,
        /// Payees that the question's one name may mean, where they are several.
        options: Vec<Choice>,
    },
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

/// The amount of the example that is offered to try.
const EXAMPLE_AMOUNT: Decimal = Decimal::ONE_HUNDRED;

/// What the planner can do, as examples to try.
fn examples(texts: &Texts) -> String {
    text!(texts, "examples", amount = format::number(EXAMPLE_AMOUNT))
}

/// Understands a sentence. Never fails: what it cannot read is answered with what it can do.
pub fn plan(asking: &Asking<'_>) -> Plan {
    let text: String = asking.text.chars().take(TEXT_CHARS_MAX).collect();
    let asking = &Asking { text: &text, ..*asking };
    let heard = Heard::new(asking);
    let of_goals = || saving::question(asking.text, asking.vocabulary).map(|(asked, ask)| trends::of_goals(asked, ask));
    let question = of_goals().or_else(|| budgets::question(&heard, asking));
    if let Some(question) = question.or_else(|| trends::question(&heard, asking)) {
        let calls = calls::calls(&question);
        return Plan::Calls { question, calls, options: Vec::new() };
    }
    if let Some(text) = elsewhere::small_talk(&heard, asking.texts) {
        return say(text);
    }
    if let Some(text) = elsewhere::declined(&heard, asking) {
        return say(text);
    }
    let question = match asking.previous.filter(|_| follow::leans(&heard)) {
        Some(previous) => follow::complete(&heard, asking, previous),
        None if follow::is_fragment(&heard) => {
            return say(text!(asking.texts, "unclear-question", examples = examples(asking.texts)));
        }
        None => intent::decide(&heard, asking),
    };
    if let Some(period) = question.scope.filter.period.filter(|period| period.from > asking.today) {
        return say(text!(asking.texts, "not-happened-yet", days = format::period(period)));
    }
    let calls = calls::calls(&question);
    let options = options(&question, asking);
    Plan::Calls { question, calls, options }
}

/// More payees than this are no choice.
const OPTIONS_MAX: usize = 5;

/// The payees that one name of a question means together: each can be asked about alone.
fn options(question: &Question, asking: &Asking<'_>) -> Vec<Choice> {
    let [words] = question.scope.filter.merchants.as_slice() else { return Vec::new() };
    let matching = asking.vocabulary.merchants_matching(words);
    let mut names: Vec<&str> = matching.map(|merchant| merchant.name.as_str()).collect();
    names.sort_unstable();
    names.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    if !(2..=OPTIONS_MAX).contains(&names.len()) {
        return Vec::new();
    }
    // What is asked is read by the rules, in the words that they know.
    let choice =
        |name: &str| Choice { label: text!(asking.texts, "option-only", name = name), ask: format!("only {name}") };
    names.into_iter().map(choice).collect()
}

/// The calls that a question asks for first.
pub(crate) fn calls_of(question: &Question) -> Vec<ToolCall> {
    calls::calls(question)
}

/// The questions in a sentence, in order: most hold one.
pub fn clauses(asking: &Asking<'_>) -> Vec<String> {
    let text: String = asking.text.chars().take(TEXT_CHARS_MAX).collect();
    clauses::clauses(&Asking { text: &text, ..*asking })
}

/// Words what came out of the calls of `question`.
pub fn render(question: &Question, outcomes: &[ToolOutcome], today: NaiveDate, texts: &'static Texts) -> Rendered {
    render::render(question, outcomes, today, texts)
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
    Plan::Say(Reply { text, ..Reply::default() })
}

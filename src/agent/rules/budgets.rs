//! Questions about budgets that were set: "how much is left for groceries this week?", "am I over budget?".
//!
//! **Invariant:** where no budget fits, it is a question like any other.

use chrono::NaiveDate;

use super::heard::Heard;
use super::lexicon::{self, Cue};
use super::question::{Intent, Question, Remembered, Scope};
use super::{Asking, intent};
use crate::domain::{CategoryId, KnownBudget, Period, Vocabulary};
use crate::texts::Language;
use crate::tools::filter::Filter;
use crate::tools::summarise::Measure;

/// Words that ask for all budgets together with "budgets".
const LISTING: &str = "show me my our the all list what are is how doing do look budget budgets please of status i we \
    have got set any which tell about overview";

/// What a phrase names, when it names nothing else: categories, payees and tags of the book.
pub fn budget_subject(phrase: &str, today: NaiveDate, vocabulary: &Vocabulary) -> Option<KnownBudget> {
    let asking = asking(phrase, today, vocabulary);
    let heard = Heard::new(&asking);
    let plain = heard.strangers.is_empty()
        && heard.odd.is_empty()
        && heard.times.spans.is_empty()
        && heard.cues.iter().all(|(cue, _)| matches!(cue, Cue::Me | Cue::Follow))
        && heard.entities.iter().all(|entity| entity.known && !entity.except)
        && heard.words.0.iter().all(|word| word.used || lexicon::listed("on of the at my and for in", &word.text));
    let filter = intent::scope(&heard, &asking).filter;
    let named = KnownBudget { categories: filter.categories, merchants: filter.merchants, tags: filter.tags };
    (plain && !named.is_overall() && filter.accounts.is_empty()).then_some(named)
}

/// The rows that a phrase names, by what they were for, when and how much; `None` where it names something unknown or nothing.
pub fn rows_named(phrase: &str, today: NaiveDate, vocabulary: &Vocabulary) -> Option<Filter> {
    let asking = asking(phrase, today, vocabulary);
    let heard = Heard::new(&asking);
    let known = heard.strangers.is_empty() && heard.odd.is_empty() && heard.entities.iter().all(|entity| entity.known);
    let filter = intent::scope(&heard, &asking).filter;
    (known && filter != Filter::default()).then_some(filter)
}

fn asking<'a>(text: &'a str, today: NaiveDate, vocabulary: &'a Vocabulary) -> Asking<'a> {
    Asking { text, today, vocabulary, previous: None, day_first: true, texts: Language::default().texts() }
}

/// The question, when it is about budgets.
pub(super) fn question(heard: &Heard, asking: &Asking<'_>) -> Option<Question> {
    let word = |wanted: &str| (0..heard.words.len()).any(|index| heard.words.text(index) == wanted);
    let about = word("budget") || word("budgets");
    let every_word = |list: &str| (0..heard.words.len()).all(|index| lexicon::listed(list, heard.words.text(index)));
    if word("budgets") && every_word(LISTING) {
        return Some(asked(None, None, None, false, heard));
    }
    if asking.vocabulary.budgets.is_empty() {
        return None;
    }
    let days = days(heard, asking.today)?;
    let scope = intent::scope(heard, asking);
    let named =
        KnownBudget { categories: scope.filter.categories, merchants: scope.filter.merchants, tags: scope.filter.tags };
    let known = budget_for(&named, asking.vocabulary);
    let numbers = &heard.numbers;
    if let Some(price) = numbers.amount.filter(|_| heard.any(&[Cue::Afford, Cue::Buy]) && heard.yes_no()) {
        let known = known.or_else(|| budget_for(&KnownBudget::default(), asking.vocabulary))?;
        return Some(asked(Some(known), None, Some(price), false, heard));
    }
    if numbers.amount.is_some() || numbers.over.is_some() || numbers.under.is_some() {
        return None;
    }
    let spends = heard.any(&[Cue::Spend, Cue::Earn, Cue::Refund, Cue::List, Cue::Average, Cue::Largest]);
    let left = heard.has(Cue::Left) && !heard.any(&[Cue::Earn, Cue::Refund, Cue::List]);
    let goes_on = follows(heard, asking.previous);
    let over = heard.has(Cue::Over) && heard.yes_no();
    match (about, known, named.is_overall()) {
        (true, None, true) if !spends => Some(asked(None, days, None, over, heard)),
        (true, None, false) if !spends => Some(asked(Some(named), None, None, over, heard)),
        (true, Some(known), false) if !spends => Some(asked(Some(known), days, None, over, heard)),
        (true, Some(_), true) if !spends => Some(asked(None, days, None, over, heard)),
        (false, Some(known), _) if left || goes_on && !named.is_overall() => {
            Some(asked(Some(known), days, None, false, heard))
        }
        _ => None,
    }
}

/// "and dining?" after a question about a budget.
fn follows(heard: &Heard, previous: Option<&Remembered>) -> bool {
    let of_budget = previous.is_some_and(|previous| matches!(previous.question.intent, Intent::Budget { .. }));
    of_budget && heard.cues.iter().all(|(cue, _)| matches!(cue, Cue::Follow | Cue::Me))
}

/// The days that are named, where today is one of them; `None` for other days, of which a budget says nothing.
fn days(heard: &Heard, today: NaiveDate) -> Option<Option<Period>> {
    match heard.times.spans.as_slice() {
        [] if heard.times.shift.is_none() && !heard.times.all => Some(None),
        [only] if only.period.contains(today) => Some(Some(whole(only.period, today))),
        _ => None,
    }
}

/// "this week" is all of it, also the days to come, of which a budget has a share.
fn whole(named: Period, today: NaiveDate) -> Period {
    let week = today.week(chrono::Weekday::Mon);
    if named.from == week.first_day() && named.to <= week.last_day() && named.days() > 1 {
        return Period { from: week.first_day(), to: week.last_day() };
    }
    match named.to == today && named.from.format("%d").to_string() == "01" {
        true => Period::month_of(today),
        false => named,
    }
}

/// The budget for exactly these things, else one that they are part of.
fn budget_for(named: &KnownBudget, vocabulary: &Vocabulary) -> Option<KnownBudget> {
    if let Some(same) = vocabulary.budgets.iter().find(|budget| budget.is_same(named)) {
        return Some(same.clone());
    }
    let ids = |budget: &KnownBudget| -> Vec<CategoryId> {
        budget.categories.iter().flat_map(|name| vocabulary.categories_named(name)).collect()
    };
    let wanted = ids(named);
    let holds = |budget: &&KnownBudget| {
        let held = ids(budget);
        budget.merchants.is_empty() && budget.tags.is_empty() && wanted.iter().all(|id| held.contains(id))
    };
    let parts = !wanted.is_empty() && named.merchants.is_empty() && named.tags.is_empty();
    vocabulary.budgets.iter().find(|budget| parts && holds(budget)).cloned()
}

fn asked(
    budget: Option<KnownBudget>,
    days: Option<Period>,
    price: Option<rust_decimal::Decimal>,
    over: bool,
    heard: &Heard,
) -> Question {
    let mut scope = Scope::default();
    if let Some(budget) = &budget {
        scope.filter.categories.clone_from(&budget.categories);
        scope.filter.merchants.clone_from(&budget.merchants);
        scope.filter.tags.clone_from(&budget.tags);
    }
    let intent = Intent::Budget { budget, days, price, over };
    Question { intent, measure: Measure::Spending, per: None, scope, yes_no: heard.yes_no() }
}

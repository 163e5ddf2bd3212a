//! What a sentence means after another one: "and in March?", "how much of that was travel?", "when was that?".
//!
//! **Invariant:** only what the sentence leaves open is taken over; what it says itself always wins.

use chrono::Datelike;

use super::Asking;
use super::calendar::Unit;
use super::heard::Heard;
use super::intent;
use super::lexicon::Cue;
use super::question::{Ask, Intent, Lead, Question, Remembered, Scope, Subject};
use super::time::Shift;
use crate::domain::Period;
use crate::tools::filter::Filter;
use crate::tools::summarise::{GroupBy, Measure};

/// Cues that ask something new of the same rows.
const NEW_INTENT: &[Cue] = &[
    Cue::HowMuch,
    Cue::Count,
    Cue::Average,
    Cue::PerMonth,
    Cue::PerWeek,
    Cue::PerDay,
    Cue::PerPayment,
    Cue::List,
    Cue::Largest,
    Cue::Smallest,
    Cue::Most,
    Cue::Least,
    Cue::Top,
    Cue::When,
    Cue::First,
    Cue::Last,
    Cue::Share,
    Cue::Versus,
    Cue::Difference,
    Cue::Budget,
    Cue::Left,
    Cue::Afford,
    Cue::ByMonth,
    Cue::ByWeek,
    Cue::ByDay,
    Cue::ByCategory,
    Cue::ByMerchant,
    Cue::ByAccount,
    Cue::More,
    Cue::Less,
    Cue::Rose,
    Cue::Fell,
    Cue::Change,
    Cue::Overview,
    Cue::Different,
    Cue::Subscription,
    Cue::Bill,
    Cue::Price,
    Cue::Still,
    Cue::Next,
    Cue::Coverage,
    Cue::Balance,
    Cue::Ago,
    Cue::WeekdayNoun,
    Cue::OneGo,
    Cue::Over,
    Cue::Under,
];

/// Cues that name what is added up.
const NEW_MEASURE: &[Cue] =
    &[Cue::Spend, Cue::Earn, Cue::Net, Cue::Rate, Cue::Refund, Cue::Count, Cue::Often, Cue::Minus];

/// Whether the sentence leans on the one before.
pub(super) fn leans(heard: &Heard) -> bool {
    if heard.corrects || short_of_time(heard) {
        return true;
    }
    let opener = heard.cues.iter().any(|(cue, index)| *cue == Cue::Follow && *index <= opening(heard));
    let unnamed = heard.wanted().next().is_none() && heard.times.spans.is_empty() && !heard.times.all;
    let asks_nothing = !heard.any(NEW_INTENT) && !heard.any(NEW_MEASURE);
    let bare = unnamed || (asks_nothing && (heard.wanted().next().is_none() || heard.times.spans.is_empty()));
    let versus = heard.any(&[Cue::Versus, Cue::Difference]);
    let one_side = versus && heard.wanted().count() + heard.times.spans.len() == 1;
    opener || one_side || heard.has(Cue::Pronoun) || heard.times.shift.is_some() && heard.times.spans.is_empty() || bare
}

/// "how much was shopping?", "what was the biggest one": a short question in the past tense, without days of its own.
fn short_of_time(heard: &Heard) -> bool {
    /// Longer ones stand by themselves.
    const WORDS_MAX: usize = 6;
    let opens = |phrase: &str| phrase.split(' ').enumerate().all(|(at, word)| heard.words.text(at) == word);
    let past =
        ["how much was", "how much were", "how many were", "which was", "what was the", "what were the", "how much of"];
    heard.words.len() <= WORDS_MAX
        && heard.times.spans.is_empty()
        && !heard.times.all
        && past.iter().any(|phrase| opens(phrase))
        && !heard.any(&[Cue::Me, Cue::Last, Cue::First])
}

/// Index of the first word that is no filler.
fn opening(heard: &Heard) -> usize {
    (0..heard.words.len())
        .find(|index| {
            !matches!(heard.words.text(*index), "ok" | "okay" | "so" | "hmm" | "right" | "cool" | "thanks" | "great")
        })
        .unwrap_or(0)
}

/// Whether the sentence by itself says too little to be answered.
pub(super) fn is_fragment(heard: &Heard) -> bool {
    let nothing_named = heard.entities.is_empty() && heard.strangers.is_empty();
    let points_back = heard.has(Cue::Pronoun) && nothing_named && heard.times.spans.is_empty();
    let only_time =
        nothing_named && !heard.any(NEW_INTENT) && !heard.any(NEW_MEASURE) && !heard.any(&[Cue::OutNoun, Cue::Money]);
    points_back
        || only_time
        || (heard.times.shift.is_some_and(|shift| shift != Shift::YearBack) && heard.times.spans.is_empty())
}

/// The question, completed by what was talked about.
pub(super) fn complete(heard: &Heard, asking: &Asking<'_>, previous: &Remembered) -> Question {
    let before = &previous.question;
    if let Some(question) = same_but(heard, before).or_else(|| share_of_before(heard, before)) {
        return intent::finish(question, heard, asking);
    }
    if let Some(question) = against_before(heard, asking, before) {
        return question;
    }
    let limited = heard.numbers.over.is_some() || heard.numbers.under.is_some();
    let new_intent = |cue: &Cue| heard.has(*cue) && !(limited && matches!(cue, Cue::Over | Cue::Under));
    let own_intent = NEW_INTENT.iter().any(new_intent);
    let own_measure = heard.any(NEW_MEASURE);
    if heard.has(Cue::When) && heard.wanted().next().is_none() && matches!(before.intent, Intent::Row { .. }) {
        return same_row(before, Lead::Date);
    }
    let only_pointing = heard.has(Cue::Pronoun) && heard.wanted().next().is_none() && heard.times.spans.is_empty();
    if only_pointing && matches!(before.intent, Intent::Row { .. }) && heard.has(Cue::HowMuch) && !heard.has(Cue::Count)
    {
        return same_row(before, Lead::Amount);
    }
    if only_pointing && matches!(before.intent, Intent::Row { .. }) && heard.any(&[Cue::Where, Cue::Who]) {
        return same_row(before, Lead::Payee);
    }
    let own = intent::decide(heard, asking);
    let mut question = Question { scope: before.scope.clone(), yes_no: own.yes_no, ..own.clone() };
    if own_intent {
        question.scope.filter.direction = None;
        question.scope.filter.over = own.scope.filter.over;
        question.scope.filter.under = own.scope.filter.under;
        question.scope.limits = own.scope.limits;
        question.scope.filter.except_categories.retain(|name| !matches!(name.as_str(), "Transfer" | "Savings"));
    } else {
        question.intent = continued(before, &own);
        question.per = before.per;
        question.yes_no = own.yes_no || before.yes_no;
    }
    if limited {
        question.scope.filter.over = own.scope.filter.over;
        question.scope.filter.under = own.scope.filter.under;
        question.scope.limits = own.scope.limits;
    }
    if !own_measure && (!own_intent || before.measure.unit() == own.measure.unit()) {
        question.measure = before.measure;
    }
    take_period(&mut question, heard, &own, before, previous);
    take_names(&mut question, heard, &own, previous);
    question.measure = fitting(question.measure, &question);
    intent::finish(question, heard, asking)
}

/// The question before with one thing changed: another amount ("and 250?"), the gap of what was compared ("by how much?").
fn same_but(heard: &Heard, before: &Question) -> Option<Question> {
    let nothing_named = heard.wanted().next().is_none() && heard.times.spans.is_empty() && heard.times.shift.is_none();
    let mut question = before.clone();
    let number = heard.numbers.amount.or(heard.numbers.bare).or(heard.numbers.over).or(heard.numbers.under);
    match &mut question.intent {
        Intent::Limit { amount, .. } | Intent::Afford { price: amount } if nothing_named => {
            *amount = number?;
            Some(question)
        }
        Intent::Compare { ask, .. } if nothing_named && heard.any(&[Cue::HowFar, Cue::Difference]) => {
            *ask = Ask::Difference;
            question.yes_no = false;
            Some(question)
        }
        Intent::Limit { .. } if nothing_named && heard.any(&[Cue::HowFar, Cue::Difference]) => {
            question.yes_no = false;
            Some(question)
        }
        _ => None,
    }
}

/// "what share of my spending is that?": the names before, held against everything.
fn share_of_before(heard: &Heard, before: &Question) -> Option<Question> {
    let scope = &before.scope;
    let named = scope.filter.names_any();
    let figure = matches!(before.intent, Intent::Figure) && before.per.is_none();
    if !heard.has(Cue::Share) || heard.wanted().next().is_some() || !named || !figure {
        return None;
    }
    let mut whole = Scope::default();
    whole.filter.period = scope.filter.period;
    let measure = if heard.has(Cue::Earn) { Measure::Income } else { Measure::Spending };
    let intent = Intent::Share { whole, whole_measure: Some(measure) };
    Some(Question { intent, yes_no: false, ..before.clone() })
}

fn same_row(before: &Question, lead: Lead) -> Question {
    let mut question = before.clone();
    if let Intent::Row { order, skip, .. } = before.intent {
        question.intent = Intent::Row { order, lead, skip };
    }
    question.yes_no = false;
    question
}

/// What goes on with another period or name. Of a comparison both sides take it, where they shared it before.
fn continued(before: &Question, own: &Question) -> Intent {
    match &before.intent {
        Intent::Compare { other, ask } => {
            let by_time = other.filter.period != before.scope.filter.period;
            let named = &own.scope;
            let names_anew = named.filter.names_any();
            let mut other = other.clone();
            match (by_time, names_anew, named.filter.period) {
                (true, true, None) => {
                    other.filter.merchants.clone_from(&named.filter.merchants);
                    other.filter.categories.clone_from(&named.filter.categories);
                    other.filter.tags.clone_from(&named.filter.tags);
                    other.payees.clone_from(&named.payees);
                }
                (false, false, Some(period)) => other.filter.period = Some(period),
                _ => return Intent::Figure,
            }
            Intent::Compare { other, ask: *ask }
        }
        Intent::Each { .. } | Intent::Afford { .. } | Intent::Budget { .. } | Intent::Overspent { .. } => {
            Intent::Figure
        }
        intent => intent.clone(),
    }
}

/// "compared to january?", "more than at aldi?": what was talked about, held against one other thing.
fn against_before(heard: &Heard, asking: &Asking<'_>, before: &Question) -> Option<Question> {
    let held = heard.has(Cue::Pronoun) && heard.any(&[Cue::More, Cue::Less, Cue::Over, Cue::Under]);
    let compares =
        (held || heard.any(&[Cue::Versus, Cue::Difference])) && heard.numbers == super::numbers::Numbers::default();
    let one_name = heard.wanted().count() == 1;
    let time = heard.times.spans.len() == 1 || (heard.times.shift.is_some() && heard.times.spans.is_empty());
    if !compares || time == one_name || !matches!(before.intent, Intent::Figure | Intent::Compare { .. }) {
        return None;
    }
    let named = intent::scope(heard, asking);
    let mut other = before.scope.clone();
    if time {
        let shifted = heard.times.shift.and_then(|shift| shift.apply(before.scope.filter.period?));
        other.filter.period = named.filter.period.or(shifted);
    } else {
        other.filter.merchants = named.filter.merchants;
        other.filter.categories = named.filter.categories;
        other.payees = named.payees;
    }
    let yes_no = heard.yes_no();
    let ask = match (heard.has(Cue::Difference), yes_no, heard.less()) {
        (true, ..) => Ask::Difference,
        (_, true, true) => Ask::IsLess,
        (_, true, false) => Ask::IsMore,
        _ => Ask::More,
    };
    Some(Question { intent: Intent::Compare { other, ask }, yes_no, ..before.clone() })
}

fn take_period(question: &mut Question, heard: &Heard, own: &Question, before: &Question, previous: &Remembered) {
    let held = match previous.subject {
        Some(Subject::Period(period))
            if heard.has(Cue::Pronoun) || heard.words.text(heard.words.len().saturating_sub(1)) == "then" =>
        {
            Some(period)
        }
        _ => before.scope.filter.period,
    };
    let shifted = |period: Option<Period>| heard.times.shift.and_then(|shift| shift.apply(period?));
    // "no, I meant 2025": the same month of that year.
    let corrected = own.scope.filter.period.filter(|_| heard.corrects).and_then(|year| in_year_of(held?, year));
    let whole_year = held.and_then(|held| Unit::Year.containing(held.from)).filter(|_| asks_whole_year(heard));
    let own_period = corrected.or(own.scope.filter.period).or(whole_year);
    let period = match (own_period, heard.times.all) {
        (Some(period), _) => Some(period),
        (None, true) => None,
        (None, false) => shifted(held).or(held),
    };
    question.scope.filter.period = period;
    match &mut question.intent {
        Intent::Share { whole, .. } => whole.filter.period = period,
        Intent::Compare { other, .. } if other.filter.period.is_none() => other.filter.period = held,
        _ => {}
    }
}

/// The days of `held` in another year, where `year` is one and `held` is less than one.
fn in_year_of(held: Period, year: Period) -> Option<Period> {
    let whole =
        Period::year(year.from.year()).filter(|whole| whole.from == year.from && held.from.year() == held.to.year())?;
    let less = held.months() < 12 && year.months() > held.months();
    let years = whole.from.year() - held.from.year();
    let moved = |day: chrono::NaiveDate| {
        let months = chrono::Months::new(years.unsigned_abs().checked_mul(12)?);
        if years < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) }
    };
    if !less {
        return None;
    }
    if held.from.day() == 1 && held.months() == 1 && held.days() > 27 {
        return Some(Period::month_of(moved(held.from)?));
    }
    Period::new(moved(held.from)?, moved(held.to)?)
}

/// "and the year as a whole?"
fn asks_whole_year(heard: &Heard) -> bool {
    let said = |word: &str| (0..heard.words.len()).any(|index| heard.words.text(index) == word);
    said("year") && (said("whole") || said("entire") || said("full"))
}

fn take_names(question: &mut Question, heard: &Heard, own: &Question, previous: &Remembered) {
    let scope = &mut question.scope;
    let named = &own.scope;
    if heard.wanted().next().is_some() {
        scope.filter.categories.clone_from(&named.filter.categories);
        scope.filter.merchants.clone_from(&named.filter.merchants);
        scope.filter.tags.clone_from(&named.filter.tags);
        scope.payees.clone_from(&named.payees);
    } else if heard.has(Cue::Pronoun) {
        match &previous.subject {
            Some(Subject::Payee(name)) => {
                scope.filter.merchants = vec![name.to_lowercase()];
                scope.filter.categories.clear();
                scope.payees = vec![name.clone()];
            }
            Some(Subject::Category(name)) => scope.filter.categories = vec![name.clone()],
            _ => {}
        }
    }
    let of_everything = matches!(own.measure, Measure::Income | Measure::Net | Measure::SavingsRate);
    if of_everything && heard.wanted().next().is_none() && heard.any(NEW_MEASURE) {
        scope.filter.categories.clear();
        scope.filter.merchants.clear();
        scope.filter.tags.clear();
        scope.payees.clear();
    }
    if !named.filter.accounts.is_empty() {
        scope.filter.accounts.clone_from(&named.filter.accounts);
    }
    let Filter { except_categories, except_merchants, except_tags, .. } = &named.filter;
    if !(except_categories.is_empty() && except_merchants.is_empty() && except_tags.is_empty()) {
        scope.filter.except_categories.clone_from(except_categories);
        scope.filter.except_merchants.clone_from(except_merchants);
        scope.filter.except_tags.clone_from(except_tags);
        scope.except_payees.clone_from(&named.except_payees);
    }
    let ranked_by_kind = matches!(question.intent, Intent::Top { group_by: GroupBy::Category, .. });
    if ranked_by_kind && !scope.filter.categories.is_empty() {
        question.intent = Intent::Figure;
    }
}

/// Sums over payees count every row of theirs; sums over the rest count spending.
fn fitting(measure: Measure, question: &Question) -> Measure {
    match (measure, question.scope.filter.merchants.is_empty()) {
        (Measure::Spending, false) => Measure::NetPaid,
        (Measure::NetPaid, true) => Measure::Spending,
        (Measure::Income, false) => Measure::MoneyIn,
        (Measure::MoneyIn, true) => Measure::Income,
        _ => measure,
    }
}

//! What is asked, from what was heard.
//!
//! **Invariant:** it decides by cues and names only, in one fixed order, so the same sentence always means the same.

use super::entities::Kind;
use super::heard::Heard;
use super::lexicon::Cue;
use super::question::{Ask, Intent, Question, Scope};
use super::{Asking, picks, recurring, sides, time};
use crate::domain::{Category, Period};
use crate::tools::filter::{Direction, Filter};
use crate::tools::search::RowOrder;
use crate::tools::summarise::{GroupBy, Measure, Per};

/// The question, once it is known to be one.
pub(super) fn decide(heard: &Heard, asking: &Asking<'_>) -> Question {
    let scope = scope(heard, asking);
    let measure = measure(heard);
    let yes_no = heard.yes_no();
    let intent = recurring::accounts(heard)
        .or_else(|| recurring::recurring(heard))
        .or_else(|| sides::limits(heard, yes_no))
        .or_else(|| sides::share(heard, &scope))
        .or_else(|| sides::compare(heard, &scope, yes_no))
        .or_else(|| sides::compare_before(heard, &scope, yes_no, asking.today))
        .or_else(|| picks::one_row(heard))
        .or_else(|| picks::groups(heard))
        .or_else(|| picks::list(heard));
    let per = per(heard, scope.filter.period).filter(|_| intent.is_none());
    let intent = intent.unwrap_or_else(|| each(heard, &scope).unwrap_or(Intent::Figure));
    let mut question = Question { intent, measure, per, scope, yes_no };
    first_side(&mut question, heard);
    turn_round(&mut question);
    finish(question, heard, asking)
}

/// A change goes from the earlier side to the later one, so the later one is held against the earlier.
fn turn_round(question: &mut Question) {
    let Intent::Compare { other, ask: Ask::Change } = &mut question.intent else { return };
    let from = |scope: &Scope| scope.filter.period.map(|period| period.from);
    if from(other) > from(&question.scope) {
        std::mem::swap(other, &mut question.scope);
    }
}

/// What follows from the kind of question: its default period, what it leaves out, what it counts.
pub(super) fn finish(mut question: Question, heard: &Heard, asking: &Asking<'_>) -> Question {
    let this_month = || Period::new(Period::month_of(asking.today).from, asking.today);
    let filter = &mut question.scope.filter;
    match &question.intent {
        Intent::Afford { .. } => {
            let months = heard.times.spans.iter().map(|span| span.period).filter(|period| period.from != period.to);
            question.scope = Scope::default();
            question.scope.filter.period = months.max_by_key(Period::days).or_else(this_month);
            question.measure = Measure::Net;
        }
        Intent::Limit { .. } => {
            let week = super::calendar::Unit::Week
                .containing(asking.today)
                .and_then(|week| Period::new(week.from, asking.today));
            let running = if heard.has(Cue::PerWeek) { week } else { this_month() };
            filter.period = filter.period.or(running);
            // The amount is the limit, not a condition on single payments.
            (filter.over, filter.under) = (None, None);
            question.scope.limits = None;
        }
        Intent::Overspent { .. } => question.measure = Measure::Spending,
        // "how much of my salary did i spend": all that was spent, held against what came in.
        Intent::Share { .. }
            if heard.wanted().next().is_some() && heard.wanted().all(|entity| entity.pay) && heard.has(Cue::Spend) =>
        {
            question.measure = Measure::Spending;
            filter.categories.clear();
            filter.merchants.clear();
            question.scope.payees.clear();
        }
        Intent::Compare { other, .. } if filter.period.is_none() && other.filter.period.is_some() => {
            filter.period = this_month();
        }
        Intent::Groups { group_by: GroupBy::Month | GroupBy::Week | GroupBy::Quarter } if has_threshold(filter) => {
            // "months where groceries were over 300": the bound is the month's, and all are shown.
            (filter.over, filter.under) = (None, None);
            question.scope.limits = None;
        }
        _ if matches!(question.measure, Measure::Net | Measure::SavingsRate) => {
            // "what was left at the end of february" is February's.
            let ends = (1..heard.words.len())
                .any(|index| heard.words.text(index - 1) == "end" && heard.words.text(index) == "of");
            filter.period = filter.period.map(|period| match ends && period.months() == 1 {
                true => Period { to: period.to, ..Period::month_of(period.from) },
                false => period,
            });
            filter.categories.clear();
            filter.merchants.clear();
            question.scope.payees.clear();
        }
        Intent::Row { .. } | Intent::List { .. } => restrict_rows(&mut question, heard),
        _ => {}
    }
    if matches!(question.measure, Measure::Payments) && has_threshold(&question.scope.filter) {
        leave_out_own_money(&mut question.scope.filter);
    }
    question
}

pub(super) fn has_threshold(filter: &Filter) -> bool {
    filter.over.is_some() || filter.under.is_some()
}

/// Transfers and savings are no spending, unless they are what is asked about.
fn leave_out_own_money(filter: &mut Filter) {
    leave_out(filter, &[Category::Transfer, Category::Savings]);
}

fn leave_out(filter: &mut Filter, categories: &[Category]) {
    for category in categories {
        let name = category.name().to_owned();
        if !filter.categories.contains(&name) && !filter.except_categories.contains(&name) {
            filter.except_categories.push(name);
        }
    }
}

/// Which rows a list or a search for one row looks at.
fn restrict_rows(question: &mut Question, heard: &Heard) {
    let filter = &mut question.scope.filter;
    match question.measure {
        Measure::Refunds | Measure::RefundCount => {
            filter.direction = Some(Direction::In);
            leave_out(filter, &[Category::Income, Category::Transfer, Category::Savings]);
        }
        Measure::Income | Measure::MoneyIn | Measure::Receipts => {
            filter.direction = Some(Direction::In);
            if !filter.names_any() {
                filter.categories.push(Category::Income.name().to_owned());
            }
        }
        _ => match question.intent {
            Intent::Row { .. } => {
                filter.direction = Some(Direction::Out);
                leave_out(filter, &[Category::Transfer]);
            }
            _ if has_threshold(filter) => {
                filter.direction = Some(Direction::Out);
                leave_out_own_money(filter);
            }
            Intent::List { order: RowOrder::Largest | RowOrder::Smallest, .. } => {
                filter.direction = Some(Direction::Out);
                leave_out(filter, &[Category::Transfer]);
            }
            _ if heard.any(&[Cue::OutNoun, Cue::Spend]) => {
                filter.direction = Some(Direction::Out);
                leave_out_own_money(filter);
            }
            _ => {}
        },
    }
}

/// The rows the question is about.
pub(super) fn scope(heard: &Heard, asking: &Asking<'_>) -> Scope {
    let mut scope = Scope::default();
    let filter = &mut scope.filter;
    for entity in heard.entities.iter().chain(&heard.strangers) {
        match (&entity.kind, entity.except) {
            (Kind::Category(name), false) => push_once(&mut filter.categories, name),
            (Kind::Category(name), true) => push_once(&mut filter.except_categories, name),
            (Kind::Payee { words, label }, false) => {
                push_once(&mut filter.merchants, words);
                push_once(&mut scope.payees, label);
            }
            (Kind::Payee { words, label }, true) => {
                push_once(&mut filter.except_merchants, words);
                push_once(&mut scope.except_payees, label);
            }
            (Kind::Account { words, .. }, _) => push_once(&mut filter.accounts, words),
            (Kind::Tag(tag), false) => push_once(&mut filter.tags, tag),
            (Kind::Tag(tag), true) => push_once(&mut filter.except_tags, tag),
        }
    }
    // A payee says more than the kind of thing bought there: "electricity bill from octopus" is any bill of that kind.
    if !filter.merchants.is_empty() {
        for name in &mut filter.categories {
            if let Some(parent) = parent_of(name) {
                parent.name().clone_into(name);
            }
        }
    }
    filter.over = heard.numbers.over;
    filter.under = heard.numbers.under;
    scope.limits = heard.numbers.limits;
    let filter = &mut scope.filter;
    filter.weekdays =
        heard.times.weekdays.iter().filter_map(|day| u8::try_from(day.number_from_monday()).ok()).collect();
    filter.period = period(heard, asking);
    scope
}

fn push_once<T: Clone + PartialEq>(list: &mut Vec<T>, name: &T) {
    if !list.contains(name) {
        list.push(name.clone());
    }
}

/// The top category above a shipped subcategory.
pub(super) fn parent_of(name: &str) -> Option<Category> {
    let mut all = crate::domain::Subcategory::ALL.iter();
    all.find(|subcategory| subcategory.name == name).map(|subcategory| subcategory.parent)
}

/// One period: the one named, those named when they touch, or none for the whole book.
fn period(heard: &Heard, asking: &Asking<'_>) -> Option<Period> {
    let times = &heard.times;
    if times.spans.is_empty()
        && times.so_far
        && heard.payees().next().is_none()
        && heard.entities.iter().all(|entity| !entity.pay)
    {
        let year = super::calendar::Unit::Year.containing(asking.today)?;
        return Period::new(year.from, asking.today);
    }
    // "spending this time last year": the month up to this day, a year earlier.
    if let (true, Some(shift @ time::Shift::YearBack)) = (times.spans.is_empty(), times.shift) {
        let month = Period::new(Period::month_of(asking.today).from, asking.today)?;
        return shift.apply(month);
    }
    time::joined(&times.spans).or_else(|| times.spans.first().map(|span| span.period))
}

/// What is added up.
pub(super) fn measure(heard: &Heard) -> Measure {
    let pay = heard.wanted().any(|entity| entity.pay);
    let payee = heard.payees().next().is_some();
    let counting = heard.has(Cue::Count);
    if heard.has(Cue::Refund) {
        return if counting { Measure::RefundCount } else { Measure::Refunds };
    }
    let both = heard.has(Cue::Earn) && heard.any(&[Cue::Spend, Cue::Minus]) && heard.has(Cue::Minus);
    if heard.has(Cue::Rate) || (heard.any(&[Cue::Keep, Cue::Net]) && heard.has(Cue::Share)) {
        return Measure::SavingsRate;
    }
    // "what is left this month", also "left from my salary".
    if heard.has(Cue::Left) && heard.numbers.amount.is_none() && heard.wanted().all(|entity| entity.pay) {
        return Measure::Net;
    }
    if both || (heard.has(Cue::Net) && !payee && !pay && heard.categories().next().is_none()) {
        return Measure::Net;
    }
    // "did octopus get paid more than I earned" asks about spending; "paid me" about income.
    let part_of_it = heard.wanted().next().is_some() && !pay || heard.has(Cue::Spend);
    let earned = heard.has(Cue::Earn) && !(heard.has(Cue::Share) && part_of_it);
    if pay || earned {
        return match (counting, payee) {
            (true, _) => Measure::Receipts,
            (false, true) => Measure::MoneyIn,
            (false, false) => Measure::Income,
        };
    }
    if counting
        || heard.has(Cue::Often) && !heard.has(Cue::Average) && !heard.has(Cue::HowMuch) && !heard.has(Cue::Spend)
    {
        return Measure::Payments;
    }
    let named =
        |category: Category| heard.categories().any(|entity| entity.kind == Kind::Category(category.name().to_owned()));
    if named(Category::Transfer) {
        Measure::MoneyOut
    } else if payee || named(Category::Savings) {
        Measure::NetPaid
    } else {
        Measure::Spending
    }
}

fn per(heard: &Heard, period: Option<Period>) -> Option<Per> {
    let average = heard.has(Cue::Average);
    if heard.has(Cue::PerMonth) || (average && heard.any(&[Cue::ByMonth, Cue::MonthNoun])) {
        return Some(Per::Month);
    }
    if heard.has(Cue::PerWeek) || (average && heard.any(&[Cue::ByWeek, Cue::WeekNoun])) {
        return Some(Per::Week);
    }
    if heard.has(Cue::PerDay) || (average && heard.any(&[Cue::ByDay, Cue::DayNoun])) {
        return Some(Per::Day);
    }
    if heard.has(Cue::PerPayment) {
        return Some(Per::Payment);
    }
    if !average || heard.has(Cue::Count) {
        return None;
    }
    // "average starbucks purchase", "average cost of an uber" are about one payment; "average spending" about a month.
    let of_one = (1..heard.words.len()).any(|index| {
        matches!(heard.words.text(index), "a" | "an" | "one" | "each") && heard.words.text(index - 1) == "of"
    });
    let per_one = (0..heard.words.len()).any(|index| heard.words.text(index) == "per");
    let bought = (0..heard.words.len()).any(|index| super::lexicon::listed(BOUGHT_SINGLY, heard.words.text(index)));
    // A payee's average, and that of a month or less, is one of payments, unless spending over time is said.
    let short = period.is_some_and(|period| period.months() == 1) && heard.wanted().next().is_some();
    let visits = heard.payees().next().is_some() && !heard.has(Cue::Spend) && !heard.has(Cue::Earn);
    let paid_in = heard.wanted().any(|entity| entity.pay);
    let one =
        heard.any(&[Cue::PaymentNoun, Cue::OutNoun]) || of_one || per_one || bought || short || visits && !paid_in;
    Some(if one { Per::Payment } else { Per::Month })
}

/// Things that are bought one at a time: their average is that of one.
const BOUGHT_SINGLY: &str =
    "meal lunch dinner breakfast brunch coffee haircut taxi cab flight night takeaway drink refill tank";

/// Periods that do not touch are answered one by one.
fn each(heard: &Heard, scope: &Scope) -> Option<Intent> {
    let spans = &heard.times.spans;
    if spans.len() < 2 || time::joined(spans).is_some() {
        return None;
    }
    let others = spans.iter().skip(1).map(|span| {
        let mut other = scope.clone();
        other.filter.period = Some(span.period);
        other
    });
    Some(Intent::Each { others: others.collect() })
}

/// For comparisons the first side only: its own period, payee or category.
fn first_side(question: &mut Question, heard: &Heard) {
    if !matches!(question.intent, Intent::Compare { .. } | Intent::Each { .. }) {
        return;
    }
    let filter = &mut question.scope.filter;
    if let Some((first, _)) = heard.two_periods() {
        filter.period = Some(first);
    } else if matches!(question.intent, Intent::Compare { .. }) {
        filter.merchants.truncate(1);
        question.scope.payees.truncate(1);
        filter.categories.truncate(1);
    }
}

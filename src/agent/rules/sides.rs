//! Questions with two sides: budgets and prices, shares, comparisons.
//!
//! **Invariant:** it only decides what is held against what; the tool computes.

use chrono::{Datelike, NaiveDate};

use super::entities::Kind;
use super::heard::Heard;
use super::lexicon::Cue;
use super::picks::TOP_DEFAULT;
use super::question::{Ask, Intent, LimitAsk, Scope};
use super::time;
use crate::domain::Period;
use crate::tools::filter::Filter;
use crate::tools::summarise::{GroupBy, Measure};

/// Budgets, prices and income as limits.
pub(super) fn limits(heard: &Heard, yes_no: bool) -> Option<Intent> {
    let numbers = &heard.numbers;
    if let Some(price) = numbers
        .amount
        .filter(|_| heard.has(Cue::Afford) || (heard.has(Cue::Buy) && (yes_no || heard.any(&[Cue::Cover, Cue::Net]))))
    {
        return Some(Intent::Afford { price });
    }
    if let Some(price) = spent_more(heard) {
        return Some(Intent::Afford { price });
    }
    let rows = heard.any(&[Cue::Count, Cue::OutNoun, Cue::List, Cue::Any])
        || (heard.has(Cue::PaymentNoun) && !heard.has(Cue::Budget));
    let threshold = numbers
        .over
        .or(numbers.under)
        .filter(|_| !rows && (yes_no || heard.any(&[Cue::Budget, Cue::HowFar, Cue::Difference])));
    if let Some(amount) = threshold.or(numbers
        .amount
        .filter(|_| heard.any(&[Cue::Budget, Cue::Left]) || heard.any(&[Cue::Over, Cue::Under]) && !rows))
    {
        let left = heard.has(Cue::Left);
        let over = numbers.over.is_some() || heard.any(&[Cue::Over, Cue::More]);
        let ask = match (left, over) {
            (true, _) => LimitAsk::Left,
            (_, true) => LimitAsk::Over,
            _ => LimitAsk::Under,
        };
        return Some(Intent::Limit { amount, ask });
    }
    let one_period = heard.two_periods().is_none();
    if heard.has(Cue::Earn)
        && heard.has(Cue::Spend)
        && one_period
        && (heard.more() || heard.less() || heard.has(Cue::Difference))
        && !heard.has(Cue::Minus)
    {
        let earned_first = first_of(heard, Cue::Earn) < first_of(heard, Cue::Spend);
        let more = heard.more() || !heard.less();
        return Some(Intent::Overspent { less: more == earned_first && !heard.has(Cue::Difference) });
    }
    let both_sides = heard.has(Cue::Earn) && heard.has(Cue::Spend) && heard.wanted().next().is_none();
    if both_sides
        && one_period
        && !heard.any(&[Cue::Minus, Cue::Share, Cue::Count, Cue::Average, Cue::ByMonth, Cue::List])
    {
        return Some(Intent::Overspent { less: false });
    }
    if heard.has(Cue::Overview) && heard.wanted().next().is_none() && heard.numbers.amount.is_none() {
        return Some(Intent::Overspent { less: false });
    }
    let said = |phrase: &str| {
        (0..heard.words.len())
            .any(|index| phrase.split(' ').enumerate().all(|(at, word)| heard.words.text(index + at) == word))
    };
    if ["within my means", "within our means", "break even", "broke even"].iter().any(|phrase| said(phrase)) {
        return Some(Intent::Overspent { less: true });
    }
    let overspent = ["overspend", "overspent", "overspending", "red", "deficit"]
        .iter()
        .any(|word| (0..heard.words.len()).any(|index| heard.words.text(index) == *word));
    (overspent && yes_no).then_some(Intent::Overspent { less: false })
}

/// "would another 100 this month put me in the red?": a price like any other.
fn spent_more(heard: &Heard) -> Option<rust_decimal::Decimal> {
    let words = &heard.words;
    let index = (0..words.len()).find(|index| {
        words.number(*index).is_some()
            && (matches!(words.text(index.wrapping_sub(1)), "another" | "extra" | "further")
                || words.text(index + 1) == "more")
    })?;
    let asks = heard.has(Cue::Net) || (0..words.len()).any(|at| words.text(at) == "red");
    words.number(index).filter(|_| asks && heard.wanted().next().is_none())
}

fn first_of(heard: &Heard, cue: Cue) -> usize {
    heard.cues.iter().find(|(found, _)| *found == cue).map_or(usize::MAX, |(_, index)| *index)
}

pub(super) fn share(heard: &Heard, scope: &Scope) -> Option<Intent> {
    let kept = heard.any(&[Cue::Rate, Cue::Keep, Cue::Net]);
    let spent_of_income = heard.has(Cue::Earn) && heard.has(Cue::Spend);
    let mine = heard.wanted().any(|entity| entity.pay) && heard.has(Cue::Spend) && heard.has(Cue::HowMuch);
    let of_pay = mine
        && !heard.has(Cue::Left)
        && (0..heard.words.len()).any(|index| {
            heard.words.text(index) == "of"
                && matches!(heard.words.text(index + 1), "my" | "our")
                && heard.words.text(index.wrapping_sub(1)) == "much"
        });
    if of_pay {
        let whole = Scope { filter: Filter { period: scope.filter.period, ..Filter::default() }, ..Scope::default() };
        return Some(Intent::Share { whole, whole_measure: Some(Measure::Income) });
    }
    let except = heard.entities.iter().any(|entity| entity.except);
    if !heard.has(Cue::Share) || kept || (heard.wanted().next().is_none() && !spent_of_income && !except) {
        return None;
    }
    let mut whole = Scope {
        filter: Filter { period: scope.filter.period, accounts: scope.filter.accounts.clone(), ..Filter::default() },
        ..Scope::default()
    };
    let whole_measure = if heard.has(Cue::Earn) { Measure::Income } else { Measure::Spending };
    let has_payee = heard.payees().next().is_some();
    let of_category = heard.categories().find(|entity| {
        let before = |back: usize| heard.words.text(entity.at.wrapping_sub(back));
        has_payee
            || before(1) == "of"
            || (before(2) == "of" && matches!(before(1), "my" | "the" | "our" | "all" | "total"))
    });
    let parts = heard.wanted().count();
    if let Some(Kind::Category(name)) = of_category.filter(|_| parts > 1).map(|entity| &entity.kind) {
        whole.filter.categories.push(name.clone());
    }
    Some(Intent::Share { whole, whole_measure: Some(whole_measure) })
}

/// "did dining go up in march", "am i spending more this month": one period, held against the one before it.
pub(super) fn compare_before(heard: &Heard, scope: &Scope, yes_no: bool, today: NaiveDate) -> Option<Intent> {
    let changed = heard.any(&[Cue::Rose, Cue::Fell]);
    let compared = changed || heard.has(Cue::Difference) || (yes_no && (heard.more() || heard.less()));
    let other_limit =
        heard.numbers != super::numbers::Numbers::default() || (heard.has(Cue::Earn) && heard.has(Cue::Spend));
    if !compared
        || other_limit
        || heard.times.spans.len() > 1
        || heard.wanted().count() > 1
        || heard.any(&[Cue::Which, Cue::Any])
    {
        return None;
    }
    let this_month = || Period::new(Period::month_of(today).from, today);
    let period = scope.filter.period.or_else(this_month)?;
    let mut other = scope.clone();
    other.filter.period = Some(time::before(period, today)?);
    let less = heard.less();
    let ask = match (yes_no, less) {
        (true, false) => Ask::IsMore,
        (true, true) => Ask::IsLess,
        _ => Ask::Difference,
    };
    Some(Intent::Compare { other, ask })
}

/// Two periods, payees or categories held against each other.
pub(super) fn compare(heard: &Heard, scope: &Scope, yes_no: bool) -> Option<Intent> {
    let explicit = heard.any(&[Cue::Versus, Cue::Difference, Cue::Change]) || heard.more() || heard.less();
    let either = heard.either_or();
    let in_time =
        heard.any(&[Cue::MonthNoun, Cue::DayNoun, Cue::ByMonth]) && heard.any(&[Cue::Most, Cue::Least, Cue::Largest]);
    let which_of_both = either && heard.any(&[Cue::Most, Cue::Least, Cue::Which, Cue::Largest, Cue::Smallest]);
    if !explicit && !which_of_both {
        return None;
    }
    let less = heard.less() || heard.any(&[Cue::Least, Cue::Smallest]);
    let ask = match (heard.has(Cue::Difference), yes_no && !either, less) {
        _ if heard.has(Cue::Change) => Ask::Change,
        (true, ..) => Ask::Difference,
        (_, true, false) => Ask::IsMore,
        (_, true, true) => Ask::IsLess,
        (_, _, true) => Ask::Less,
        _ => Ask::More,
    };
    if let Some((_, second)) = heard.two_periods() {
        let mut other = scope.clone();
        other.filter.period = Some(second);
        // "this year vs last year to date": as many days of both.
        if let (true, Some((first, _))) = (heard.times.so_far, heard.two_periods()) {
            let running = first.to < Period::year(first.from.year()).map_or(first.to, |year| year.to);
            let whole = Some(second) == Period::year(second.from.year());
            let earlier = time::Shift::YearBack.apply(first).filter(|earlier| earlier.from == second.from);
            other.filter.period = earlier.filter(|_| running && whole).or(Some(second));
        }
        return (!in_time).then_some(Intent::Compare { other, ask });
    }
    let payees: Vec<_> = heard.payees().collect();
    let categories: Vec<_> = heard.categories().collect();
    let mut other = scope.clone();
    if let ([_, _], []) = (payees.as_slice(), categories.as_slice()) {
        other.filter.merchants.rotate_left(1);
        other.payees.rotate_left(1);
    } else if let ([], [_, _]) = (payees.as_slice(), categories.as_slice()) {
        other.filter.categories.rotate_left(1);
    } else if payees.len() > 2 && categories.is_empty() {
        return Some(Intent::Top { group_by: GroupBy::Merchant, smallest: less, limit: TOP_DEFAULT });
    } else if categories.len() > 2 && payees.is_empty() {
        return Some(Intent::Top { group_by: GroupBy::Category, smallest: less, limit: TOP_DEFAULT });
    } else {
        return None;
    }
    other.filter.merchants.truncate(1);
    other.payees.truncate(1);
    other.filter.categories.truncate(1);
    Some(Intent::Compare { other, ask })
}

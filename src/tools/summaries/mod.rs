//! What a summary says, worked out for many books at once: few statements, however many the books.
//!
//! **Invariant:** every figure is a sum of rows or the difference of two; words are made elsewhere.

mod plan;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::{BookId, Currency, Flow, Period};
use crate::store::StoreError;
use crate::store::summaries::{Asked, DueBook, Payment, Place, Spent, SummaryRound, Sums, UsedBudget};

pub use plan::{Plan, Stretch, plan};

/// Categories of a week or month: those of a picture, where the rest stands together.
const CATEGORIES_MAX: i32 = 7;
/// Payments coming up and budgets that are named: a summary is read in one look.
const COMING_UP_MAX: i32 = 4;
const BUDGETS_MAX: i32 = 3;
/// Budgets used less are nothing to speak of.
const BUDGET_PERCENT_MIN: i32 = 80;

/// What there is to say to a book's people.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Their day.
    pub today: NaiveDate,
    /// Longest stretch first.
    pub parts: Vec<Part>,
    /// Payments that are expected, soonest first.
    pub coming_up: Vec<Payment>,
    /// Budgets that are nearly or fully used, most used first.
    pub budgets: Vec<Budget>,
    /// Words of notices that waited.
    pub notices: Vec<String>,
}

impl Facts {
    /// A budget alone is no reason to speak: its thresholds are said when they are reached.
    pub fn are_worth_a_message(&self) -> bool {
        let moved = self.parts.iter().any(|part| !part.totals.is_empty());
        moved || !self.coming_up.is_empty() || !self.notices.is_empty()
    }
}

/// What happened in one stretch of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub stretch: Stretch,
    pub days: Period,
    /// One for each currency in which anything was earned or spent, the home currency first.
    pub totals: Vec<Total>,
    /// Where most went, largest first; of single days none.
    pub most: Vec<Spent>,
    /// The largest of several payments.
    pub largest: Option<Payment>,
}

/// Sums of a stretch in one currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Total {
    pub currency: Currency,
    /// Refunds are taken off, so it may be negative.
    pub spent: Decimal,
    /// Rows behind `spent`.
    pub payments: i64,
    pub income: Decimal,
    /// `income` − `spent`.
    pub kept: Decimal,
    /// `spent` less what was spent in the stretch before; `None` where that had no payments.
    pub more: Option<Decimal>,
}

/// A budget as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Budget {
    pub name: String,
    pub currency: Currency,
    /// Whole, rounded down; `None` where nothing may be spent.
    pub percent: Option<Decimal>,
    /// Negative when over.
    pub left: Decimal,
    pub until: NaiveDate,
}

/// The facts of claimed books, in their order; none of those to whom nothing is to be told now. Notices that waited count as said
/// from here on.
///
/// # Errors
/// When the database refuses.
pub async fn gather(
    round: &mut SummaryRound,
    books: &[(DueBook, Plan)],
    now: DateTime<Utc>,
) -> Result<Vec<Option<Facts>>, StoreError> {
    let told: Vec<&(DueBook, Plan)> = books.iter().filter(|(_, plan)| !plan.parts.is_empty()).collect();
    let mut parts = parts(round, &told).await?.into_iter();
    let ahead: Vec<Asked> = told.iter().map(|(book, plan)| Asked { book: book.book, days: plan.ahead }).collect();
    let today: Vec<Asked> =
        told.iter().map(|(book, plan)| Asked { book: book.book, days: Period::day(plan.today) }).collect();
    let ids: Vec<BookId> = told.iter().map(|(book, _)| book.book).collect();
    let mut coming_up = by_place(round.due(&ahead, COMING_UP_MAX).await?);
    let mut budgets = by_place(round.budgets(&today, BUDGET_PERCENT_MIN, BUDGETS_MAX).await?);
    let mut notices = by_place(round.take_notices(&ids, now).await?);
    let mut place = 0;
    let mut facts = |plan: &Plan| {
        let here = place;
        place += 1;
        Facts {
            today: plan.today,
            parts: parts.by_ref().take(plan.parts.len()).collect(),
            coming_up: coming_up.remove(&here).unwrap_or_default(),
            budgets: budgets.remove(&here).unwrap_or_default().into_iter().map(budget).collect(),
            notices: notices.remove(&here).unwrap_or_default(),
        }
    };
    Ok(books.iter().map(|(_, plan)| (!plan.parts.is_empty()).then(|| facts(plan))).collect())
}

/// The parts of all summaries, one after the other.
async fn parts(round: &mut SummaryRound, told: &[&(DueBook, Plan)]) -> Result<Vec<Part>, StoreError> {
    let all: Vec<(&DueBook, Stretch, Period)> = told
        .iter()
        .flat_map(|(book, plan)| plan.parts.iter().map(move |(stretch, days)| (book, *stretch, *days)))
        .collect();
    // Each question goes on with the place of the part that it is about.
    let ask = |wanted: fn(Stretch, Period) -> Option<Period>| -> (Vec<Asked>, Vec<Place>) {
        let asked = all.iter().enumerate().filter_map(|(place, (book, stretch, days))| {
            Some((Asked { book: book.book, days: wanted(*stretch, *days)? }, place))
        });
        asked.unzip()
    };
    let (asked, _) = ask(|_, days| Some(days));
    let mut sums = by_place(round.sums(&asked).await?);
    let (asked, places) = ask(plan::before);
    let mut sums_before = by_place(at(round.sums(&asked).await?, &places));
    let (asked, places) = ask(|stretch, days| (stretch != Stretch::Days).then_some(days));
    let mut most = by_place(at(round.categories(&asked, CATEGORIES_MAX).await?, &places));
    let (asked, places) = ask(|stretch, days| (stretch == Stretch::Days).then_some(days));
    let mut largest = by_place(at(round.largest(&asked).await?, &places));
    let part = |(place, (book, stretch, days)): (Place, &(&DueBook, Stretch, Period))| {
        let sums = sums.remove(&place).unwrap_or_default();
        let totals = totals(&sums, &sums_before.remove(&place).unwrap_or_default(), book.home_currency);
        let several = totals.iter().any(|total| total.payments > 1);
        let largest = largest.remove(&place).unwrap_or_default().into_iter().next();
        Part {
            stretch: *stretch,
            days: *days,
            totals,
            most: most.remove(&place).unwrap_or_default(),
            largest: largest.filter(|_| several),
        }
    };
    Ok(all.iter().enumerate().map(part).collect())
}

/// Answers to some questions, at the places that those had among all.
fn at<T>(answers: Vec<(Place, T)>, places: &[Place]) -> Vec<(Place, T)> {
    let moved = answers.into_iter().filter_map(|(place, answer)| Some((*places.get(place)?, answer)));
    moved.collect()
}

fn by_place<T>(answers: Vec<(Place, T)>) -> HashMap<Place, Vec<T>> {
    let mut places: HashMap<Place, Vec<T>> = HashMap::new();
    for (place, answer) in answers {
        places.entry(place).or_default().push(answer);
    }
    places
}

fn totals(sums: &[Sums], before: &[Sums], home: Option<Currency>) -> Vec<Total> {
    let of = |sums: &[Sums], currency: Currency, flow: Flow| {
        let found = sums.iter().find(|sums| sums.currency == currency && sums.flow == flow);
        found.map_or((Decimal::ZERO, 0), |sums| (sums.sum, sums.rows))
    };
    let mut currencies: Vec<Currency> = Vec::new();
    for sums in sums.iter().filter(|sums| sums.flow != Flow::Aside) {
        if !currencies.contains(&sums.currency) {
            currencies.push(sums.currency);
        }
    }
    // Otherwise as they came: most rows first.
    currencies.sort_by_key(|currency| Some(*currency) != home);
    let total = |currency: Currency| {
        let (spending, payments) = of(sums, currency, Flow::Spending);
        let (income, _) = of(sums, currency, Flow::Income);
        let (spending_before, payments_before) = of(before, currency, Flow::Spending);
        Total {
            currency,
            spent: -spending,
            payments,
            income,
            kept: income + spending,
            more: (payments_before > 0).then_some(spending_before - spending),
        }
    };
    currencies.into_iter().map(total).collect()
}

fn budget(used: UsedBudget) -> Budget {
    let percent = used.spent * Decimal::ONE_HUNDRED;
    let percent = percent.checked_div(used.allowed).filter(|_| used.allowed > Decimal::ZERO);
    Budget {
        name: used.name,
        currency: used.currency,
        percent: percent.map(|percent| percent.round_dp_with_strategy(0, RoundingStrategy::ToNegativeInfinity)),
        left: used.allowed - used.spent,
        until: used.until,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_become_totals_by_currency() {
        let currency = |code: &str| -> Currency { code.parse().unwrap() };
        let sums = |code: &str, flow, rows, minor: i64| Sums {
            currency: currency(code),
            flow,
            rows,
            sum: Decimal::new(minor, 2),
        };
        let now = [
            sums("EUR", Flow::Spending, 5, -4_000),
            sums("GBP", Flow::Spending, 2, -10_050),
            sums("GBP", Flow::Income, 1, 200_000),
            sums("CHF", Flow::Aside, 1, -5_000),
        ];
        let before = [sums("GBP", Flow::Spending, 9, -15_000), sums("EUR", Flow::Aside, 1, -100)];
        let found = totals(&now, &before, Some(currency("GBP")));
        let total = |code: &str, spent: i64, payments, income: i64, more: Option<i64>| Total {
            currency: currency(code),
            spent: Decimal::new(spent, 2),
            payments,
            income: Decimal::new(income, 2),
            kept: Decimal::new(income - spent, 2),
            more: more.map(|more| Decimal::new(more, 2)),
        };
        assert_eq!(found, [total("GBP", 10_050, 2, 200_000, Some(-4_950)), total("EUR", 4_000, 5, 0, None)]);
        assert_eq!(totals(&[], &before, None), []);
    }
}

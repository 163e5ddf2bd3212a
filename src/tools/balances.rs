//! Balances over time: printed ones, and the rows between them.
//!
//! **Invariant:** a day's balance rests on a balance that a statement prints within the same unbroken run of statements; of
//! all other days nothing is said.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Access, Context, Tool, ToolError};
use crate::domain::{AccountId, Currency, KnownAccount, Period, month_start};
use crate::store::balances::PrintedBalances;
use crate::text;

/// Days at most: three years, each still a point on a phone.
const DAYS_MAX: u64 = 1_100;
/// Months before this one that are looked at when no days are named.
const MONTHS_BEFORE: u32 = 12;

/// Say how balances went over time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Balances {
    /// Names of accounts; all of them when left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<String>,
    /// The past twelve months and this one when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Also the balance of each day on which it changed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub daily: bool,
}

/// Balances over some days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BalancesOverTime {
    pub period: Period,
    /// Those of which at least one day's balance is known.
    pub accounts: Vec<AccountBalances>,
}

/// How one account's balance went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountBalances {
    pub id: AccountId,
    pub name: String,
    pub currency: Currency,
    pub first: Point,
    pub last: Point,
    /// `last` − `first`.
    pub change: Decimal,
    pub lowest: Point,
    pub highest: Point,
    /// The days of which the balance is known, in runs.
    pub known: Vec<Period>,
    /// In each run the first day, every day on which the balance changed, and the last; only where `daily` was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<Vec<Point>>,
}

/// A balance at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub on: NaiveDate,
    pub amount: Decimal,
}

impl Tool for Balances {
    const NAME: &'static str = "balances";
    const DESCRIPTION: &'static str = "How account balances went over time: the first, the last, the lowest and the highest of \
        the days of which they are known, and the change. Use it for a trend or a chart of balances, `accounts` for how much \
        there is now.";
    const ACCESS: Access = Access::Read;
    type Output = BalancesOverTime;

    async fn run(self, context: &mut Context) -> Result<BalancesOverTime, ToolError> {
        let today = context.today;
        let usual = Period { from: month_start(today) - Months::new(MONTHS_BEFORE), to: today };
        let asked = self.period.unwrap_or(usual);
        let to = asked.to.min(today);
        let from = asked.from.max(to.checked_sub_days(Days::new(DAYS_MAX)).unwrap_or(to));
        let period =
            Period::new(from, to).ok_or_else(|| ToolError::invalid(text!(context.texts, "balances-days-to-come")))?;
        let vocabulary = context.vocabulary().await?;
        let mut wanted: Vec<&KnownAccount> = Vec::new();
        for name in &self.accounts {
            let before = wanted.len();
            wanted.extend(vocabulary.accounts_matching(name));
            if wanted.len() == before {
                return Err(ToolError::not_found(text!(context.texts, "account-unknown", name = name)));
            }
        }
        if self.accounts.is_empty() {
            wanted.extend(&vocabulary.accounts);
        }
        wanted.dedup_by_key(|account| account.id);
        let ids: Vec<AccountId> = wanted.iter().map(|account| account.id).collect();
        let mut runs = runs(&ids, period, context).await?;
        let accounts = wanted.into_iter().filter_map(|account| {
            let runs = runs.remove(&account.id)?;
            balances(account, runs, self.daily)
        });
        Ok(BalancesOverTime { period, accounts: accounts.collect() })
    }
}

fn balances(account: &KnownAccount, runs: Vec<Vec<Point>>, daily: bool) -> Option<AccountBalances> {
    let points = || runs.iter().flatten().copied();
    let (first, last) = (points().next()?, points().last()?);
    let known = runs.iter().filter_map(|run| Period::new(run.first()?.on, run.last()?.on)).collect();
    Some(AccountBalances {
        id: account.id,
        name: account.name.clone(),
        currency: account.currency,
        first,
        last,
        change: last.amount - first.amount,
        lowest: points().min_by_key(|point| point.amount)?,
        highest: points().max_by_key(|point| point.amount)?,
        known,
        runs: if daily { runs } else { Vec::new() },
    })
}

/// The runs of days within a period whose balances are known, for each account that has any.
pub(super) async fn runs(
    accounts: &[AccountId],
    period: Period,
    context: &mut Context,
) -> Result<BTreeMap<AccountId, Vec<Vec<Point>>>, ToolError> {
    let book = context.book().await?;
    let known = book.known_days_by_account().await?;
    let printed = book.printed_balances().await?;
    let walks: Vec<(AccountId, Walk)> = known
        .iter()
        .filter(|(account, _)| accounts.contains(account))
        .filter_map(|(account, days)| {
            Some((*account, Walk::new(*days, period, printed.iter().filter(|of| of.account == *account))?))
        })
        .collect();
    let needed = walks
        .iter()
        .map(|(_, walk)| walk.needs)
        .reduce(|one, other| Period { from: one.from.min(other.from), to: one.to.max(other.to) });
    let mut sums: BTreeMap<AccountId, BTreeMap<NaiveDate, Decimal>> = BTreeMap::new();
    if let Some(needed) = needed {
        for sum in book.day_sums(accounts, needed).await? {
            sums.entry(sum.account).or_default().insert(sum.day, sum.sum);
        }
    }
    let mut runs: BTreeMap<AccountId, Vec<Vec<Point>>> = BTreeMap::new();
    let none = BTreeMap::new();
    for (account, walk) in walks {
        let run = walk.run(sums.get(&account).unwrap_or(&none));
        runs.entry(account).or_default().push(run);
    }
    Ok(runs)
}

/// A way through an unbroken run of statements, from one printed balance to the next.
struct Walk {
    /// The days that are asked for.
    wanted: Period,
    /// The days whose rows that takes.
    needs: Period,
    /// Balances at the end of days, by day.
    anchors: BTreeMap<NaiveDate, Decimal>,
}

impl Walk {
    /// `None` where no balance is printed, or no day is asked for.
    fn new<'a>(days: Period, asked: Period, printed: impl Iterator<Item = &'a PrintedBalances>) -> Option<Self> {
        let wanted = days.intersection(&asked)?;
        let mut anchors = BTreeMap::new();
        for statement in printed.filter(|of| days.contains(of.from) && days.contains(of.to)) {
            // What is before a day is what is left at the end of the day before; a closing balance says more.
            if let (Some(day), Some(opening)) = (statement.from.pred_opt(), statement.opening) {
                anchors.entry(day).or_insert(opening);
            }
            if let Some(closing) = statement.closing {
                anchors.insert(statement.to, closing);
            }
        }
        let before = anchors.range(..=wanted.from).next_back().map(|(day, _)| *day);
        let after = anchors.range(wanted.from..).next().map(|(day, _)| *day);
        let needs = Period {
            from: before.unwrap_or(wanted.from),
            to: if before.is_some() { wanted.to } else { after?.max(wanted.to) },
        };
        Some(Self { wanted, needs, anchors })
    }

    fn run(&self, sums: &BTreeMap<NaiveDate, Decimal>) -> Vec<Point> {
        let sum = |from: NaiveDate, to: NaiveDate| -> Decimal {
            if from > to { Decimal::ZERO } else { sums.range(from..=to).map(|(_, sum)| *sum).sum() }
        };
        let next = |day: NaiveDate| day.succ_opt().unwrap_or(day);
        let first = self.wanted.from;
        let mut amount = match self.anchors.range(..=first).next_back() {
            Some((day, balance)) => *balance + sum(next(*day), first),
            None => match self.anchors.range(first..).next() {
                Some((day, balance)) => *balance - sum(next(first), *day),
                None => return Vec::new(),
            },
        };
        let mut points = vec![Point { on: first, amount }];
        for day in next(first).iter_days().take_while(|day| *day <= self.wanted.to) {
            let before = amount;
            let walked = amount + sums.get(&day).copied().unwrap_or_default();
            amount = self.anchors.get(&day).copied().unwrap_or(walked);
            if amount != before || day == self.wanted.to {
                points.push(Point { on: day, amount });
            }
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        format!("2026-{text}").parse().unwrap()
    }

    fn period(from: &str, to: &str) -> Period {
        Period::new(day(from), day(to)).unwrap()
    }

    fn printed(from: &str, to: &str, opening: Option<i64>, closing: Option<i64>) -> PrintedBalances {
        PrintedBalances {
            account: AccountId(uuid::Uuid::nil()),
            from: day(from),
            to: day(to),
            opening: opening.map(Decimal::from),
            closing: closing.map(Decimal::from),
        }
    }

    #[test]
    fn a_balance_is_walked_from_printed_ones() {
        let rows: BTreeMap<NaiveDate, Decimal> = [("01-05", -10), ("01-20", 50), ("02-03", -5), ("02-20", -15)]
            .map(|(on, sum)| (day(on), sum.into()))
            .into();
        let check = |days: Period, asked: Period, statements: &[PrintedBalances], expected: Option<&str>| {
            let run = Walk::new(days, asked, statements.iter()).map(|walk| walk.run(&rows));
            let shown = run.map(|run| {
                let point = |point: &Point| format!("{} {}", point.on.format("%m-%d"), point.amount);
                run.iter().map(point).collect::<Vec<_>>().join(", ")
            });
            assert_eq!(shown.as_deref(), expected, "{days} {asked}");
        };
        let year = period("01-01", "02-28");
        let (january, february) = (period("01-01", "01-31"), period("02-01", "02-28"));
        // Forward from an opening balance, back from a closing one, and both where both are printed.
        let forward = "01-01 100, 01-05 90, 01-20 140, 01-31 140";
        check(january, year, &[printed("01-01", "01-31", Some(100), None)], Some(forward));
        check(january, year, &[printed("01-01", "01-31", None, Some(140))], Some(forward));
        check(january, year, &[printed("01-01", "01-31", Some(100), Some(140))], Some(forward));
        // Where rows are missing the printed balance is right.
        check(
            january,
            year,
            &[printed("01-01", "01-31", Some(100), Some(150))],
            Some("01-01 100, 01-05 90, 01-20 140, 01-31 150"),
        );
        // Several statements in a row carry each other; only the days that were asked for are shown.
        let both = [printed("01-01", "01-31", Some(100), None), printed("02-01", "02-28", None, None)];
        check(year, february, &both, Some("02-01 140, 02-03 135, 02-20 120, 02-28 120"));
        check(year, period("02-10", "02-10"), &both, Some("02-10 135"));
        let later = [printed("01-01", "01-31", None, None), printed("02-01", "02-28", None, Some(120))];
        check(year, january, &later, Some(forward));
        // Nothing printed, or no day asked for.
        check(january, year, &[printed("01-01", "01-31", None, None)], None);
        check(january, february, &[printed("01-01", "01-31", Some(100), None)], None);
    }
}

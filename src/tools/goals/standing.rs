//! How one goal stands, and the sums behind it.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::SavedOn;
use crate::domain::{AccountId, Currency, GoalId, Period};
use crate::store::goals::{GoalMove, StoredGoal};
use crate::tools::balances::{Point, runs};
use crate::tools::{Context, ToolError};

/// Days of a month on average: 365.25 ÷ 12.
const DAYS_A_MONTH: Decimal = Decimal::from_parts(304_375, 0, 0, false, 4);
/// The present rate is that of the latest months, in whole ones, so that a payment on the same day of each counts once for
/// each: enough that one without saving counts, few enough for a new habit. A younger goal is held against one.
const RATE_MONTHS_MAX: u32 = 3;
/// Fewer known days of an account tell no rate.
const KNOWN_DAYS_MIN: i64 = 25;
/// What is reached later is not reached at this rate: a hundred years.
const DAYS_AHEAD_MAX: u64 = 36_525;
/// Days back for which balances of accounts are read: two years.
const HISTORY_DAYS: u64 = 731;
/// From here on what to put aside is a round number.
const ROUND_FROM: Decimal = Decimal::TEN;

/// How a goal stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalNow {
    pub id: GoalId,
    pub name: String,
    pub amount: Decimal,
    pub currency: Currency,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<NaiveDate>,
    /// The day on which it was first set.
    pub since: NaiveDate,
    /// The account whose balance is what is saved; without it, what was put aside by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    pub saved: Decimal,
    /// Up to which day `saved` is known; `None`: of no day, so that it says nothing.
    pub known_until: Option<NaiveDate>,
    /// `amount` − `saved`, zero when reached.
    pub left: Decimal,
    /// `saved` in percent of `amount`, whole.
    pub percent: Decimal,
    /// What was saved a month of late; negative when more was taken out. `None` where it is too early to say.
    pub a_month: Option<Decimal>,
    /// Where that leads; `None` when it is reached, or never is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present: Option<Plan>,
    /// What to put aside every month from now on to be there in time, rounded up; without a date, or after it, none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed: Option<Decimal>,
    /// The same when nothing is put aside for a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed_after_a_month: Option<Decimal>,
    /// Where the amount leads that was asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Plan>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<SavedOn>,
}

/// Where an amount a month leads.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub a_month: Decimal,
    pub reached_on: NaiveDate,
    /// Days after the goal's date; negative when earlier, `None` without a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_late: Option<i64>,
}

impl GoalNow {
    pub fn is_reached(&self) -> bool {
        self.left.is_zero()
    }
}

/// What goals are held against.
pub(super) struct Facts {
    today: NaiveDate,
    moves: Vec<GoalMove>,
    names: BTreeMap<AccountId, String>,
    balances: BTreeMap<AccountId, Vec<Vec<Point>>>,
}

impl Facts {
    pub(super) async fn load(goals: &[StoredGoal], context: &mut Context) -> Result<Self, ToolError> {
        let today = context.today;
        let accounts: Vec<AccountId> = goals.iter().filter_map(|goal| goal.account).collect();
        let names = context.vocabulary().await?.accounts.iter().map(|known| (known.id, known.name.clone())).collect();
        let balances = match accounts.is_empty() {
            true => BTreeMap::new(),
            false => {
                let from = today.checked_sub_days(Days::new(HISTORY_DAYS)).unwrap_or(today);
                runs(&accounts, Period { from, to: today }, context).await?
            }
        };
        let moves = match goals.iter().any(|goal| goal.account.is_none()) {
            true => context.book().await?.goal_moves().await?,
            false => Vec::new(),
        };
        Ok(Self { today, moves, names, balances })
    }

    pub(super) fn standing(&self, goal: &StoredGoal, asked: Option<Decimal>, with_history: bool) -> GoalNow {
        let history = self.history(goal);
        let known_until = match goal.account {
            Some(_) => history.last().map(|point| point.on),
            None => Some(self.today),
        };
        let saved = history.last().map_or(Decimal::ZERO, |point| point.saved);
        let left = (goal.amount - saved).max(Decimal::ZERO);
        let a_month = match goal.account {
            Some(_) => self.rate_of_balance(&history, goal.currency),
            None => self.rate_of_moves(goal),
        };
        let plan = |a_month: Decimal| self.plan(goal, left, a_month);
        let months = goal.by.map(|by| Decimal::from((by - self.today).num_days()) / DAYS_A_MONTH);
        let months = months.filter(|months| *months > Decimal::ZERO && left > Decimal::ZERO);
        let each = |months: Decimal| rounded_up(left / months.max(Decimal::ONE), goal.currency);
        GoalNow {
            id: goal.id,
            name: goal.name.clone(),
            amount: goal.amount,
            currency: goal.currency,
            by: goal.by,
            since: goal.starts_on,
            account: goal.account.map(|account| self.names.get(&account).cloned().unwrap_or_default()),
            saved,
            known_until,
            left,
            percent: percent(saved, goal.amount),
            a_month,
            present: a_month.and_then(plan),
            needed: months.map(each),
            needed_after_a_month: months
                .filter(|months| *months >= Decimal::TWO)
                .map(|months| each(months - Decimal::ONE)),
            asked: asked.and_then(plan),
            history: if with_history { history } else { Vec::new() },
        }
    }

    /// What was saved at the end of each day on which that changed, in order.
    fn history(&self, goal: &StoredGoal) -> Vec<SavedOn> {
        if let Some(account) = goal.account {
            let points = self.balances.get(&account).into_iter().flatten().flatten();
            return points.map(|point| SavedOn { on: point.on, saved: point.amount }).collect();
        }
        let mut saved = Decimal::ZERO;
        let mut days: BTreeMap<NaiveDate, Decimal> = BTreeMap::new();
        for moved in self.moves_of(goal) {
            saved += moved.amount;
            days.insert(moved.on, saved);
        }
        days.into_iter().map(|(on, saved)| SavedOn { on, saved }).collect()
    }

    fn moves_of(&self, goal: &StoredGoal) -> impl Iterator<Item = &GoalMove> {
        let (id, today) = (goal.id, self.today);
        self.moves.iter().filter(move |moved| moved.goal == id && moved.on <= today)
    }

    /// What was put aside a month in the latest days, without what was there before.
    fn rate_of_moves(&self, goal: &StoredGoal) -> Option<Decimal> {
        let months = whole_months(goal.starts_on, self.today);
        let (from, divisor) = window(self.today, months)?;
        let late = self.moves_of(goal).filter(|moved| moved.on > from && !moved.opening);
        let put: Decimal = late.map(|moved| moved.amount).sum();
        let is_new = months == 0 && put.is_zero();
        (!is_new).then(|| rounded(put / divisor, goal.currency))
    }

    /// By how much the balance changed a month in the latest known days.
    fn rate_of_balance(&self, history: &[SavedOn], currency: Currency) -> Option<Decimal> {
        let last = history.last()?;
        let known_from = history.first()?.on;
        let (from, divisor) = window(last.on, whole_months(known_from, last.on))?;
        // The balance holds from its day on, so the latest one before the window is the window's first.
        let first = history.iter().rev().find(|point| point.on <= from).or(history.first())?;
        let change = last.saved - first.saved;
        let is_known = (last.on - known_from).num_days() >= KNOWN_DAYS_MIN;
        is_known.then(|| rounded(change / divisor, currency))
    }

    /// Where an amount a month leads; `None` where it leads nowhere, or all is there.
    fn plan(&self, goal: &StoredGoal, left: Decimal, a_month: Decimal) -> Option<Plan> {
        if a_month <= Decimal::ZERO || left <= Decimal::ZERO {
            return None;
        }
        let days = (left.checked_mul(DAYS_A_MONTH)?.checked_div(a_month)?).ceil();
        let days = u64::try_from(days).ok().filter(|days| *days <= DAYS_AHEAD_MAX)?;
        let reached_on = self.today.checked_add_days(Days::new(days))?;
        Some(Plan { a_month, reached_on, days_late: goal.by.map(|by| (reached_on - by).num_days()) })
    }
}

/// Whole months from one day to another, as far as they count: from 5 January to 4 February none.
fn whole_months(from: NaiveDate, to: NaiveDate) -> u32 {
    let over = |months: &u32| from.checked_add_months(Months::new(*months)).is_some_and(|day| day <= to);
    (1..=RATE_MONTHS_MAX).take_while(over).last().unwrap_or(0)
}

/// The day after which the latest months begin, and how many they are.
fn window(until: NaiveDate, months: u32) -> Option<(NaiveDate, Decimal)> {
    let months = months.clamp(1, RATE_MONTHS_MAX);
    Some((until.checked_sub_months(Months::new(months))?, Decimal::from(months)))
}

/// In whole percent, rounded down: 99.6% is not there yet.
fn percent(saved: Decimal, amount: Decimal) -> Decimal {
    let percent = saved.checked_mul(Decimal::ONE_HUNDRED).and_then(|hundred| hundred.checked_div(amount));
    percent.unwrap_or_default().round_dp_with_strategy(0, RoundingStrategy::ToNegativeInfinity)
}

fn rounded(value: Decimal, currency: Currency) -> Decimal {
    value.round_dp_with_strategy(currency.minor_digits(), RoundingStrategy::MidpointAwayFromZero)
}

/// Up to a whole unit, where that is not much: nobody puts aside 190.07.
fn rounded_up(value: Decimal, currency: Currency) -> Decimal {
    let digits = if value >= ROUND_FROM { 0 } else { currency.minor_digits() };
    value.round_dp_with_strategy(digits, RoundingStrategy::ToPositiveInfinity)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn pot(by: Option<&str>, moves: &[(&str, i64, bool)]) -> GoalNow {
        let id = GoalId(uuid::Uuid::nil());
        let goal = StoredGoal {
            id,
            name: "Holiday".to_owned(),
            amount: 3_000.into(),
            currency: "GBP".parse().unwrap(),
            by: by.map(day),
            account: None,
            starts_on: day("2025-11-17"),
        };
        let moved = |(on, amount, opening): &(&str, i64, bool)| GoalMove {
            goal: id,
            on: day(on),
            opening: *opening,
            amount: (*amount).into(),
        };
        let moves = moves.iter().map(moved).collect();
        let facts = Facts { today: day("2026-03-17"), moves, names: BTreeMap::new(), balances: BTreeMap::new() };
        facts.standing(&goal, Some(190.into()), true)
    }

    #[test]
    fn a_goal_is_held_against_its_date() {
        let shown = |now: &GoalNow| {
            let money = |value: Option<Decimal>| value.map_or("-".to_owned(), |value| value.normalize().to_string());
            let plan = |plan: Option<Plan>| {
                plan.map_or("-".to_owned(), |plan| format!("{} {:?}", plan.reached_on, plan.days_late.unwrap_or(0)))
            };
            let GoalNow { saved, left, percent, .. } = now;
            format!(
                "{saved} {left} {percent}% | {} → {} | {} {} | 190 → {}",
                money(now.a_month),
                plan(now.present),
                money(now.needed),
                money(now.needed_after_a_month),
                plan(now.asked)
            )
        };
        let check = |by: Option<&str>, moves: &[(&str, i64, bool)], expected: &str| {
            assert_eq!(shown(&pot(by, moves)), expected, "{by:?} {moves:?}");
        };
        let monthly = [
            ("2025-11-17", 750, true),
            ("2026-01-05", 150, false),
            ("2026-02-05", 150, false),
            ("2026-03-05", 150, false),
        ];
        check(Some("2026-12-31"), &monthly, "1200 1800 40% | 150 → 2027-03-18 77 | 190 212 | 190 → 2026-12-31 0");
        check(None, &monthly, "1200 1800 40% | 150 → 2027-03-18 0 | - - | 190 → 2026-12-31 0");
        // The date is near, today, or past.
        check(Some("2026-04-10"), &monthly, "1200 1800 40% | 150 → 2027-03-18 342 | 1800 - | 190 → 2026-12-31 265");
        check(Some("2026-03-17"), &monthly, "1200 1800 40% | 150 → 2027-03-18 366 | - - | 190 → 2026-12-31 289");
        // Nothing is put aside, or more is taken out; what was there before is no rate; what comes later does not count yet.
        check(Some("2026-12-31"), &[("2025-11-17", 750, true)], "750 2250 25% | 0 → - | 237 265 | 190 → 2027-03-13 72");
        check(None, &[("2026-03-01", -30, false)], "-30 3030 -1% | -10 → - | - - | 190 → 2027-07-16 0");
        check(None, &[("2026-03-18", 100, false)], "0 3000 0% | 0 → - | - - | 190 → 2027-07-11 0");
        // Reached.
        check(Some("2026-12-31"), &[("2026-03-01", 3_001, false)], "3001 0 100% | 1000.33 → - | - - | 190 → -");
    }
}

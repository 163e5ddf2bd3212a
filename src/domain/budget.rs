//! How often a budget begins anew, and which days one of its periods has.
//!
//! **Invariant:** every day lies in exactly one period of a cadence.

use chrono::{Datelike, Days, NaiveDate};

use super::{Period, month_end, month_start};

/// How often a budget begins anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cadence {
    /// Monday to Sunday.
    Week,
    Month,
    Year,
    /// From one payday to the day before the next.
    Payday(DayOfMonth),
}

/// 1 to 31; in a shorter month its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayOfMonth(u8);

impl DayOfMonth {
    pub fn new(day: u8) -> Option<Self> {
        (1..=31).contains(&day).then_some(Self(day))
    }

    pub fn number(self) -> u8 {
        self.0
    }

    /// This day in the month of `day`.
    fn in_month_of(self, day: NaiveDate) -> NaiveDate {
        day.with_day(u32::from(self.0)).unwrap_or_else(|| month_end(day))
    }
}

impl Cadence {
    /// The period that a day lies in; `None` at the end of chrono's range.
    pub fn period(self, day: NaiveDate) -> Option<Period> {
        match self {
            Self::Week => {
                let back = u64::from(day.weekday().num_days_from_monday());
                let monday = day.checked_sub_days(Days::new(back))?;
                Period::new(monday, monday.checked_add_days(Days::new(6))?)
            }
            Self::Month => Some(Period::month_of(day)),
            Self::Year => Period::year(day.year()),
            Self::Payday(payday) => {
                let this_month = payday.in_month_of(day);
                let from = match this_month <= day {
                    true => this_month,
                    false => payday.in_month_of(month_start(day).pred_opt()?),
                };
                let next = payday.in_month_of(month_end(from).succ_opt()?);
                Period::new(from, next.pred_opt()?)
            }
        }
    }

    /// The period before the one that a day lies in.
    pub fn before(self, day: NaiveDate) -> Option<Period> {
        self.period(self.period(day)?.from.pred_opt()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payday(day: u8) -> Cadence {
        Cadence::Payday(DayOfMonth::new(day).unwrap())
    }

    #[test]
    fn a_period_holds_its_day_and_follows_the_one_before() {
        let check = |cadence: Cadence, day: &str, from: &str, to: &str| {
            let day: NaiveDate = day.parse().unwrap();
            let period = cadence.period(day).unwrap();
            assert_eq!((period.from.to_string().as_str(), period.to.to_string().as_str()), (from, to), "{day}");
            assert!(period.contains(day));
            assert_eq!(cadence.before(day).unwrap().to.succ_opt(), Some(period.from), "{day}");
        };
        check(Cadence::Week, "2026-03-31", "2026-03-30", "2026-04-05");
        check(Cadence::Week, "2026-01-01", "2025-12-29", "2026-01-04");
        check(Cadence::Month, "2026-02-11", "2026-02-01", "2026-02-28");
        check(Cadence::Year, "2026-02-11", "2026-01-01", "2026-12-31");
        check(payday(25), "2026-03-24", "2026-02-25", "2026-03-24");
        check(payday(25), "2026-03-25", "2026-03-25", "2026-04-24");
        check(payday(25), "2026-01-03", "2025-12-25", "2026-01-24");
        // In a short month the last day is the payday.
        check(payday(31), "2026-02-27", "2026-01-31", "2026-02-27");
        check(payday(31), "2026-02-28", "2026-02-28", "2026-03-30");
        check(payday(30), "2026-03-29", "2026-02-28", "2026-03-29");
        check(payday(1), "2026-03-31", "2026-03-01", "2026-03-31");
    }

    #[test]
    fn periods_leave_no_day_out() {
        for cadence in [Cadence::Week, Cadence::Month, Cadence::Year, payday(1), payday(29), payday(31)] {
            let mut day: NaiveDate = "2023-12-20".parse().unwrap();
            for _ in 0..1_000 {
                let next = day.succ_opt().unwrap();
                let (one, other) = (cadence.period(day).unwrap(), cadence.period(next).unwrap());
                assert!(one == other || one.to.succ_opt() == Some(other.from), "{cadence:?} {day}: {one} {other}");
                day = next;
            }
        }
    }

    #[test]
    fn a_day_of_the_month_is_one() {
        for (day, expected) in [(0, false), (1, true), (31, true), (32, false)] {
            assert_eq!(DayOfMonth::new(day).is_some(), expected, "{day}");
        }
    }
}

//! When farthing may speak unasked: summaries at a person's hour, silence at night, and which kinds of alerts they want.
//!
//! Clocks are the person's: an hour that a zone's clocks skip is the moment after the gap, one that they show twice is the first.
//!
//! **Invariant:** the present moment is passed in.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Timelike as _, Utc, Weekday};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Zone;

/// Days looked ahead for a clock time: a zone that moves over the date line skips one.
const DAYS_AHEAD_MAX: usize = 3;
/// Steps and their number in which the end of a gap is looked for; gaps are of at most two hours, and whole quarters.
const GAP_STEP: TimeDelta = TimeDelta::minutes(15);
const GAP_STEPS_MAX: i32 = 12;

/// A time of day, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MinuteOfDay(u16);

impl MinuteOfDay {
    /// `None` from 24:00 on.
    pub fn new(minutes: u16) -> Option<Self> {
        (minutes < 24 * 60).then_some(Self(minutes))
    }

    /// Minutes after midnight.
    pub fn number(self) -> u16 {
        self.0
    }

    fn time(self) -> NaiveTime {
        NaiveTime::from_hms_opt(u32::from(self.0 / 60), u32::from(self.0 % 60), 0).unwrap_or_default()
    }

    /// The moment at which the clocks of a zone show it on a day; `None` where they skip the day.
    pub fn on(self, day: NaiveDate, zone: Zone) -> Option<DateTime<Utc>> {
        let wanted = day.and_time(self.time());
        let shown =
            (0..=GAP_STEPS_MAX).find_map(|step| zone.from_local_datetime(&(wanted + GAP_STEP * step)).earliest());
        shown.map(|moment| moment.with_timezone(&Utc))
    }

    /// The first moment after `now` at which the clocks of a zone show it.
    pub fn next(self, now: DateTime<Utc>, zone: Zone) -> DateTime<Utc> {
        let days = now.with_timezone(&zone).date_naive().iter_days().take(DAYS_AHEAD_MAX);
        let next = days.filter_map(|day| self.on(day, zone)).find(|moment| *moment > now);
        next.unwrap_or(now + TimeDelta::days(1))
    }
}

impl std::fmt::Display for MinuteOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Hours in which nothing is said unasked; none where both ends are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    pub from: MinuteOfDay,
    /// The first minute that is not quiet any more.
    pub to: MinuteOfDay,
}

impl QuietHours {
    /// The end of the quiet that `now` lies in; `None` where it lies in none.
    pub fn until(self, now: DateTime<Utc>, zone: Zone) -> Option<DateTime<Utc>> {
        let local = now.with_timezone(&zone);
        let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap_or_default();
        let quiet = match self.from <= self.to {
            true => (self.from.0..self.to.0).contains(&minute),
            false => minute >= self.from.0 || minute < self.to.0,
        };
        quiet.then(|| self.to.next(now, zone))
    }
}

/// What farthing says by itself besides summaries, each of which can be switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// A budget came to a threshold.
    Budget,
    /// A goal was reached, or fell behind.
    Goal,
    Large,
    LowBalance,
    /// What is due will not be covered.
    LowAhead,
    SalaryArrived,
    SalaryMissing,
    Fee,
    DoubleCharge,
    NewPayee,
    BillDue,
    /// A rule in the person's own words.
    OwnRule,
}

impl AlertKind {
    pub const ALL: [Self; 12] = [
        Self::Budget,
        Self::Goal,
        Self::Large,
        Self::LowBalance,
        Self::LowAhead,
        Self::SalaryArrived,
        Self::SalaryMissing,
        Self::Fee,
        Self::DoubleCharge,
        Self::NewPayee,
        Self::BillDue,
        Self::OwnRule,
    ];

    /// The word in the database and in buttons.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Goal => "goal",
            Self::Large => "large",
            Self::LowBalance => "low_balance",
            Self::LowAhead => "low_ahead",
            Self::SalaryArrived => "salary_arrived",
            Self::SalaryMissing => "salary_missing",
            Self::Fee => "fee",
            Self::DoubleCharge => "double_charge",
            Self::NewPayee => "new_payee",
            Self::BillDue => "bill_due",
            Self::OwnRule => "own_rule",
        }
    }

    /// `None` for what another version calls so.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// How a book's people want to be spoken to.
#[derive(Clone, Debug, PartialEq)]
pub struct Attention {
    /// When summaries come.
    pub summary_at: MinuteOfDay,
    pub daily: bool,
    pub weekly: bool,
    /// The day of the weekly summary.
    pub weekly_on: Weekday,
    pub monthly: bool,
    pub quiet: QuietHours,
    /// Alerts said in one day of theirs.
    pub alerts_a_day: u8,
    /// Kinds that are switched off.
    pub off: Vec<AlertKind>,
    /// Nothing unasked before this moment.
    pub muted_until: Option<DateTime<Utc>>,
    /// From this amount on a payment is large, in the book's currency.
    pub large_from: Decimal,
    /// Below this an account is low, in the book's currency.
    pub low_below: Decimal,
}

impl Default for Attention {
    /// As the database has it for a book without a row.
    fn default() -> Self {
        Self {
            summary_at: MinuteOfDay(9 * 60),
            daily: true,
            weekly: true,
            weekly_on: Weekday::Mon,
            monthly: true,
            quiet: QuietHours { from: MinuteOfDay(22 * 60), to: MinuteOfDay(7 * 60) },
            alerts_a_day: 5,
            off: Vec::new(),
            muted_until: None,
            large_from: Decimal::from(500),
            low_below: Decimal::ONE_HUNDRED,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn minute(text: &str) -> MinuteOfDay {
        let (hours, minutes) = text.split_once(':').unwrap();
        MinuteOfDay::new(hours.parse::<u16>().unwrap() * 60 + minutes.parse::<u16>().unwrap()).unwrap()
    }

    #[test]
    fn the_next_time_of_day_is_that_of_the_persons_clocks() {
        let check = |zone: &str, at: &str, now: &str, expected: &str| {
            let zone: Zone = zone.parse().unwrap();
            assert_eq!(minute(at).next(moment(now), zone), moment(expected), "{zone} {at} after {now}");
        };
        check("UTC", "09:00", "2026-03-02T08:59:59Z", "2026-03-02T09:00:00Z");
        check("UTC", "09:00", "2026-03-02T09:00:00Z", "2026-03-03T09:00:00Z");
        check("Europe/Berlin", "09:00", "2026-03-28T08:30:00Z", "2026-03-29T07:00:00Z");
        check("Europe/Berlin", "09:00", "2026-10-24T07:30:00Z", "2026-10-25T08:00:00Z");
        // Skipped by the clocks: when they go on.
        check("Europe/Berlin", "02:30", "2026-03-28T23:00:00Z", "2026-03-29T01:00:00Z");
        // Shown twice: the first.
        check("Europe/Berlin", "02:30", "2026-10-24T22:00:00Z", "2026-10-25T00:30:00Z");
        check("Europe/Berlin", "02:30", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        check("America/New_York", "09:00", "2026-03-02T13:00:00Z", "2026-03-02T14:00:00Z");
        // Kiritimati is a day ahead, Pago Pago a day behind.
        check("Pacific/Kiritimati", "09:00", "2026-03-01T18:00:00Z", "2026-03-01T19:00:00Z");
        check("Pacific/Pago_Pago", "09:00", "2026-03-01T18:00:00Z", "2026-03-01T20:00:00Z");
        // Samoa had no 30 December 2011.
        check("Pacific/Apia", "09:00", "2011-12-29T20:00:00Z", "2011-12-30T19:00:00Z");
    }

    #[test]
    fn quiet_hours_may_go_over_midnight() {
        let check = |from: &str, to: &str, now: &str, expected: Option<&str>| {
            let quiet = QuietHours { from: minute(from), to: minute(to) };
            assert_eq!(quiet.until(moment(now), Zone::UTC), expected.map(moment), "{from} to {to}, at {now}");
        };
        check("22:00", "07:00", "2026-03-02T21:59:59Z", None);
        check("22:00", "07:00", "2026-03-02T22:00:00Z", Some("2026-03-03T07:00:00Z"));
        check("22:00", "07:00", "2026-03-03T06:59:59Z", Some("2026-03-03T07:00:00Z"));
        check("22:00", "07:00", "2026-03-03T07:00:00Z", None);
        check("13:00", "15:00", "2026-03-02T14:00:00Z", Some("2026-03-02T15:00:00Z"));
        check("13:00", "15:00", "2026-03-02T15:00:00Z", None);
        check("00:00", "00:00", "2026-03-02T00:00:00Z", None);
    }

    #[test]
    fn kinds_are_read_back() {
        for kind in AlertKind::ALL {
            assert_eq!(AlertKind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(AlertKind::parse("weather"), None);
    }
}

//! Which summary a book gets at a moment: of a day, of a week, of a month, or none.
//!
//! A day that was told is not told again, whatever the hour or the time zone became meanwhile; after a stop of days one summary
//! tells them together.
//!
//! **Invariant:** no I/O; the present moment is passed in.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};

use crate::domain::{Period, month_end, month_start};
use crate::store::summaries::DueBook;

/// Days that a daily summary tells at most, after a stop or a pause.
const DAYS_TOLD_MAX: u64 = 7;
/// Days after its day on which a weekly summary that was missed is still worth sending.
const WEEK_LATE_MAX: u64 = 3;
/// The last day of a month on which the month before is still summed up: later it is old.
const MONTH_LATE_DAY_MAX: u32 = 25;
/// Days after today on which a weekly summary looks for what is due; any other looks at tomorrow.
/// What is due today was told the day before.
const WEEK_AHEAD_DAYS: u64 = 6;

/// The stretch of time that a part of a summary is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// Yesterday, or the days since the last summary.
    Days,
    Week,
    Month,
}

impl Stretch {
    /// What its summaries are called from outside.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Days => "daily_summary",
            Self::Week => "weekly_summary",
            Self::Month => "monthly_summary",
        }
    }
}

/// What to look up for one book.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Their day.
    pub today: NaiveDate,
    /// Longest stretch first; none: nothing is to be told now, or to nobody.
    pub parts: Vec<(Stretch, Period)>,
    /// Days on which payments are coming up.
    pub ahead: Period,
    pub next_at: DateTime<Utc>,
    pub day_told: NaiveDate,
    pub week_told: NaiveDate,
    pub month_told: NaiveDate,
}

/// What is due of `book` at `now`. `None` where a day has no neighbours, at the end of the calendar.
pub fn plan(book: &DueBook, now: DateTime<Utc>) -> Option<Plan> {
    let today = now.with_timezone(&book.zone).date_naive();
    let yesterday = today.pred_opt()?;
    let mut plan = Plan {
        today,
        parts: Vec::new(),
        ahead: Period::day(today.succ_opt()?),
        next_at: book.summary_at.next(now, book.zone),
        day_told: book.day_told,
        week_told: book.week_told,
        month_told: book.month_told,
    };
    if let Some(until) = book.muted_until.filter(|until| *until > now) {
        plan.next_at = book.summary_at.next(until, book.zone);
        return Some(plan);
    }
    if book.people.is_empty() {
        return Some(plan);
    }
    if let Some(month) = month(book, today) {
        plan.parts.push((Stretch::Month, month));
        plan.month_told = month.to;
    }
    if let Some(week) = week(book, today) {
        if !is_told(&plan, week) {
            plan.parts.push((Stretch::Week, week));
            plan.ahead = Period::new(today, today.checked_add_days(Days::new(WEEK_AHEAD_DAYS))?)?;
        }
        plan.week_told = week.to;
    }
    if book.day_told < yesterday {
        let oldest = today.checked_sub_days(Days::new(DAYS_TOLD_MAX))?;
        let days = Period::new(book.day_told.succ_opt()?.max(oldest), yesterday)?;
        if book.daily && !is_told(&plan, days) {
            plan.parts.push((Stretch::Days, days));
        }
        plan.day_told = yesterday;
    }
    Some(plan)
}

/// Whether these days lie in a longer stretch that is told now.
fn is_told(plan: &Plan, days: Period) -> bool {
    plan.parts.iter().any(|(_, part)| part.intersection(&days) == Some(days))
}

/// The month before, once all of it is known.
fn month(book: &DueBook, today: NaiveDate) -> Option<Period> {
    let month = Period::month_of(month_start(today).pred_opt()?);
    let known = book.known_until.is_none_or(|until| until >= month.to);
    let wanted = book.monthly && book.month_told < month.to && today.day() <= MONTH_LATE_DAY_MAX;
    (wanted && known).then_some(month)
}

/// The seven days before the latest day of weekly summaries.
fn week(book: &DueBook, today: NaiveDate) -> Option<Period> {
    let late = u64::from(today.weekday().days_since(book.weekly_on));
    let last = today.checked_sub_days(Days::new(late + 1))?;
    let wanted = book.weekly && late <= WEEK_LATE_MAX && book.week_told < last;
    wanted.then(|| Period::new(last.checked_sub_days(Days::new(6))?, last)).flatten()
}

/// The stretch before one, of the same kind.
pub(super) fn before(stretch: Stretch, days: Period) -> Option<Period> {
    let last = days.from.pred_opt()?;
    match stretch {
        Stretch::Month => Some(Period { from: month_start(last), to: month_end(last) }),
        Stretch::Week => Period::new(days.from.checked_sub_days(Days::new(7))?, last),
        Stretch::Days => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::*;
    use crate::domain::{BookId, MinuteOfDay, TelegramUserId, Zone};

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Told everything up to 28 February 2026, a Saturday.
    fn book() -> DueBook {
        DueBook {
            book: BookId::default(),
            due_at: moment("2026-03-01T09:00:00Z"),
            day_told: day("2026-02-28"),
            week_told: day("2026-02-22"),
            month_told: day("2026-01-31"),
            zone: Zone::UTC,
            home_currency: None,
            people: vec![TelegramUserId(1)],
            summary_at: MinuteOfDay::new(540).unwrap(),
            daily: true,
            weekly: true,
            weekly_on: Weekday::Mon,
            monthly: true,
            muted_until: None,
            known_until: None,
        }
    }

    fn parts(book: &DueBook, now: &str) -> Vec<String> {
        let plan = plan(book, moment(now)).unwrap();
        plan.parts.iter().map(|(stretch, days)| format!("{stretch:?} {days}")).collect()
    }

    #[test]
    fn what_is_told_follows_the_day() {
        let check = |now: &str, change: fn(&mut DueBook), expected: &[&str]| {
            let mut book = book();
            change(&mut book);
            assert_eq!(parts(&book, now), expected, "{now}");
        };
        // The month before; of the days nothing is left.
        check("2026-03-01T09:00:00Z", |_| (), &["Month 2026-02-01..2026-02-28"]);
        // Its statement is not there yet.
        check("2026-03-01T09:00:00Z", |book| book.known_until = Some(day("2026-02-27")), &[]);
        check(
            "2026-03-01T09:00:00Z",
            |book| book.known_until = Some(day("2026-02-28")),
            &["Month 2026-02-01..2026-02-28"],
        );
        let told = |book: &mut DueBook| book.month_told = day("2026-02-28");
        check("2026-03-02T09:00:00Z", told, &["Week 2026-02-23..2026-03-01"]);
        check(
            "2026-03-03T09:00:00Z",
            |book| {
                book.month_told = day("2026-02-28");
                (book.week_told, book.day_told) = (day("2026-03-01"), day("2026-03-01"));
            },
            &["Days 2026-03-02..2026-03-02"],
        );
        // A stop of many days is told once, and not all of it.
        check("2026-03-19T15:00:00Z", told, &["Week 2026-03-09..2026-03-15", "Days 2026-03-12..2026-03-18"]);
        check("2026-03-20T15:00:00Z", told, &["Days 2026-03-13..2026-03-19"]);
        // The second time on one day, in whatever zone.
        check(
            "2026-03-02T23:00:00Z",
            |book| {
                book.month_told = day("2026-02-28");
                (book.week_told, book.day_told) = (day("2026-03-01"), day("2026-03-01"));
                book.zone = "America/Los_Angeles".parse().unwrap();
            },
            &[],
        );
        check(
            "2026-03-02T09:00:00Z",
            |book| (book.monthly, book.weekly) = (false, false),
            &["Days 2026-03-01..2026-03-01"],
        );
        check("2026-03-02T09:00:00Z", |book| (book.monthly, book.weekly, book.daily) = (false, false, false), &[]);
        check("2026-03-02T09:00:00Z", |book| book.people.clear(), &[]);
        check("2026-03-02T09:00:00Z", |book| book.muted_until = Some(moment("2026-03-05T12:00:00Z")), &[]);
    }

    #[test]
    fn the_next_one_is_at_their_hour() {
        let check = |zone: &str, now: &str, muted_until: Option<&str>, expected: &str| {
            let book = DueBook { zone: zone.parse().unwrap(), muted_until: muted_until.map(moment), ..book() };
            assert_eq!(plan(&book, moment(now)).unwrap().next_at, moment(expected), "{zone} {now}");
        };
        check("UTC", "2026-03-01T09:00:00Z", None, "2026-03-02T09:00:00Z");
        check("UTC", "2026-03-01T15:00:00Z", None, "2026-03-02T09:00:00Z");
        check("Europe/London", "2026-03-28T09:00:00Z", None, "2026-03-29T08:00:00Z");
        check("Europe/London", "2026-10-24T08:00:00Z", None, "2026-10-25T09:00:00Z");
        check("UTC", "2026-03-01T09:00:00Z", Some("2026-03-05T12:00:00Z"), "2026-03-06T09:00:00Z");
        check("UTC", "2026-03-01T09:00:00Z", Some("2026-02-05T12:00:00Z"), "2026-03-02T09:00:00Z");
    }

    #[test]
    fn who_was_silenced_is_told_what_they_missed_of_the_last_days() {
        let book = DueBook { muted_until: Some(moment("2026-03-10T12:00:00Z")), ..book() };
        let silent = plan(&book, moment("2026-03-02T09:00:00Z")).unwrap();
        assert_eq!((silent.day_told, silent.week_told), (book.day_told, book.week_told));
    }
}

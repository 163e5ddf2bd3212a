//! Payments of later: which day comes next, and what happens when it has come.
//!
//! **Invariant:** a schedule pays once for each of its days, whoever runs it and how often.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use uuid::Uuid;

use super::super::{Context, ErrorKind, ToolError};
use super::limits::check_limits;
use super::pay::{Order, Paid, pay};
use super::people::{Whom, resolve};
use crate::domain::Zone;
use crate::domain::ledger::Key;
use crate::domain::wallet::Repeats;
use crate::store::wallet::{Proposal, Schedule};
use crate::text;

/// The hour of the day at which scheduled payments are made, where the person lives: awake, before the shops.
const PAID_AT_HOUR: u32 = 9;
/// A day that was missed by more is left out: money that moves a week late surprises.
const LATE_MAX: TimeDelta = TimeDelta::days(3);
/// Months or weeks that are counted ahead: beyond any life of a schedule.
const TIMES_MAX: u32 = 10_000;

/// What came of a day.
#[derive(Clone, Debug, PartialEq)]
pub enum Ran {
    Paid(Schedule, Paid),
    /// Nothing was paid; why, in words. `ends` when no later day will be tried.
    Skipped {
        schedule: Schedule,
        why: String,
        ends: bool,
    },
}

/// The moment of a day at which it is paid.
pub fn moment_of(day: NaiveDate, zone: Zone) -> DateTime<Utc> {
    let at = day.and_time(NaiveTime::from_hms_opt(PAID_AT_HOUR, 0, 0).unwrap_or_default());
    // An hour that a change of clocks leaves out comes as UTC has it.
    zone.from_local_datetime(&at).earliest().map_or_else(|| at.and_utc(), |moment| moment.to_utc())
}

/// The first day of a schedule after this one. Months count from the first day, so that the 31st comes back.
pub fn next_day(first: NaiveDate, repeats: Repeats, after: NaiveDate) -> Option<NaiveDate> {
    let step = |times: u32| match repeats {
        Repeats::Once => None,
        Repeats::Weekly => first.checked_add_days(Days::new(u64::from(times) * 7)),
        Repeats::Monthly => first.checked_add_months(Months::new(times)),
    };
    (1..TIMES_MAX).map_while(step).find(|day| *day > after)
}

/// Begins what a confirmed card says.
pub async fn begin_schedule(proposal: &Proposal, context: &mut Context) -> Result<Schedule, ToolError> {
    let Some((repeats, first_on)) = proposal.what.schedule else {
        return Err(ToolError::refused(text!(context.texts, "wallet-no-day")));
    };
    let now = context.now;
    let book = context.book().await?;
    let zone = book.settings().await?.time_zone;
    let schedule = Schedule {
        // The card's own id: confirmed twice, it begins once.
        id: proposal.id,
        other: proposal.what.other,
        other_name: proposal.what.other_name.clone(),
        amount: proposal.what.amount,
        currency: proposal.what.currency,
        note: proposal.what.note.clone(),
        repeats,
        first_on,
        next_on: first_on,
        next_at: moment_of(first_on, zone),
    };
    book.insert_schedule(&schedule, now).await?;
    Ok(schedule)
}

/// Does what is due of a schedule, and goes on to its next day; `None` when it is not due any more or another process has it.
pub async fn run_due(id: Uuid, context: &mut Context) -> Result<Option<Ran>, ToolError> {
    let now = context.now;
    let book = context.book().await?;
    let Some(schedule) = book.lock_due_schedule(id, now).await? else { return Ok(None) };
    let zone = book.settings().await?.time_zone;
    let skipped = |why: String| Ran::Skipped { schedule: schedule.clone(), why, ends: false };
    let ran = if now - schedule.next_at > LATE_MAX {
        skipped(text!(context.texts, "wallet-too-late-to-pay"))
    } else {
        match paid(&schedule, context).await {
            Ok(paid) => Ran::Paid(schedule.clone(), paid),
            Err(error) if error.kind == ErrorKind::Failed => return Err(error),
            Err(error) if error.kind == ErrorKind::NotFound => {
                let why = text!(context.texts, "wallet-person-left");
                Ran::Skipped { schedule: schedule.clone(), why, ends: true }
            }
            Err(error) => skipped(error.words),
        }
    };
    let ends = matches!(ran, Ran::Skipped { ends: true, .. });
    let next = next_day(schedule.first_on, schedule.repeats, schedule.next_on).filter(|_| !ends);
    context.book().await?.advance_schedule(id, next.map(|day| (day, moment_of(day, zone)))).await?;
    Ok(Some(ran))
}

async fn paid(schedule: &Schedule, context: &mut Context) -> Result<Paid, ToolError> {
    resolve(&Whom::User(schedule.other), context).await?;
    check_limits(schedule.amount, schedule.currency, context).await?;
    let key = Key::new("schedule", &format!("{} {}", schedule.id, schedule.next_on));
    let order = Order {
        key: key.ok_or_else(|| ToolError::refused(text!(context.texts, "wallet-schedule-unusable")))?,
        to: schedule.other,
        to_name: schedule.other_name.clone(),
        amount: schedule.amount,
        currency: schedule.currency,
        note: schedule.note.clone(),
    };
    match pay(&order, context).await? {
        Ok(paid) => Ok(paid),
        Err(code) => Err(ToolError::refused(super::card::refusal(context.texts, code))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_follow_each_other() {
        let check = |first: &str, repeats: Repeats, after: &str, expected: Option<&str>| {
            assert_eq!(next_day(day(first), repeats, day(after)), expected.map(day), "{first} {repeats:?} {after}");
        };
        check("2026-01-31", Repeats::Monthly, "2026-01-31", Some("2026-02-28"));
        check("2026-01-31", Repeats::Monthly, "2026-02-28", Some("2026-03-31"));
        check("2026-03-01", Repeats::Weekly, "2026-03-01", Some("2026-03-08"));
        check("2026-03-01", Repeats::Weekly, "2026-03-20", Some("2026-03-22"));
        check("2026-03-01", Repeats::Once, "2026-03-01", None);
    }

    #[test]
    fn a_day_begins_where_the_person_lives() {
        let check = |on: &str, zone: &str, expected: &str| {
            let zone = zone.parse().unwrap();
            assert_eq!(moment_of(day(on), zone), expected.parse::<DateTime<Utc>>().unwrap(), "{on} {zone}");
        };
        check("2026-01-01", "UTC", "2026-01-01T09:00:00Z");
        check("2026-07-01", "Europe/London", "2026-07-01T08:00:00Z");
        check("2026-01-01", "Asia/Tokyo", "2026-01-01T00:00:00Z");
    }
}

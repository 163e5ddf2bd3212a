//! How a book's people want to be spoken to.

use chrono::{DateTime, NaiveDate, Utc, Weekday};

use super::{Book, StoreError};
use crate::domain::{AlertKind, Attention, BookId, MinuteOfDay, QuietHours};

impl Book {
    /// What was chosen, or the defaults.
    pub async fn attention(&mut self) -> Result<Attention, StoreError> {
        let book_id = self.id();
        let row = sqlx::query!("select * from attention where book_id = $1", book_id as BookId)
            .fetch_optional(self.connection())
            .await?;
        let Some(row) = row else { return Ok(Attention::default()) };
        let minute = |minutes: i16| {
            let unknown = || StoreError::Unknown { what: format!("the minute {minutes} of a day") };
            u16::try_from(minutes).ok().and_then(MinuteOfDay::new).ok_or_else(unknown)
        };
        Ok(Attention {
            summary_at: minute(row.summary_at)?,
            daily: row.daily,
            weekly: row.weekly,
            weekly_on: weekday(row.weekly_on),
            monthly: row.monthly,
            quiet: QuietHours { from: minute(row.quiet_from)?, to: minute(row.quiet_to)? },
            alerts_a_day: u8::try_from(row.alerts_a_day).unwrap_or_default(),
            off: row.off.iter().filter_map(|word| AlertKind::parse(word)).collect(),
            muted_until: row.muted_until,
            large_from: row.large_from,
            low_below: row.low_below,
        })
    }

    pub async fn set_attention(&mut self, attention: &Attention) -> Result<(), StoreError> {
        let book_id = self.id();
        let minute = |minute: MinuteOfDay| i16::try_from(minute.number()).unwrap_or_default();
        let off: Vec<String> = attention.off.iter().map(|kind| kind.as_str().to_owned()).collect();
        sqlx::query!(
            "insert into attention (
                 book_id, summary_at, daily, weekly, weekly_on, monthly, quiet_from, quiet_to, alerts_a_day, off, muted_until,
                 large_from, low_below
             )
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
             on conflict (book_id) do update set summary_at = excluded.summary_at, daily = excluded.daily,
                 weekly = excluded.weekly, weekly_on = excluded.weekly_on, monthly = excluded.monthly,
                 quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, alerts_a_day = excluded.alerts_a_day,
                 off = excluded.off, muted_until = excluded.muted_until, large_from = excluded.large_from,
                 low_below = excluded.low_below",
            book_id as BookId,
            minute(attention.summary_at),
            attention.daily,
            attention.weekly,
            i16::try_from(attention.weekly_on.number_from_monday()).unwrap_or(1),
            attention.monthly,
            minute(attention.quiet.from),
            minute(attention.quiet.to),
            i16::from(attention.alerts_a_day),
            &off,
            attention.muted_until,
            attention.large_from,
            attention.low_below
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Has summaries of this book written from `due_at` on, where there are none yet. The days after `told` are still to be told.
    pub async fn begin_summaries(
        &mut self,
        due_at: DateTime<Utc>,
        told: NaiveDate,
        months_told: NaiveDate,
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            // The insert alone would wait for a round that is telling this book, though the row is there.
            "insert into summary_schedule (book_id, due_at, day_told, week_told, month_told)
             select $1, $2::timestamptz, $3::date, $3, $4::date
             where not exists (select from summary_schedule where book_id = $1)
             on conflict do nothing",
            book_id as BookId,
            due_at,
            told,
            months_told
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Moves the next summary, after the hour or the time zone changed.
    pub async fn move_summaries(&mut self, due_at: DateTime<Utc>) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!("update summary_schedule set due_at = $2 where book_id = $1", book_id as BookId, due_at)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

/// From the ISO number of a day of the week, which the database keeps between 1 and 7.
pub(super) fn weekday(number: i16) -> Weekday {
    u8::try_from(number - 1).ok().and_then(|number| Weekday::try_from(number).ok()).unwrap_or(Weekday::Mon)
}

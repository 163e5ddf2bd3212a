//! One person as the model knows them: rows, calendars, and what a summary has to say.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Timelike, Utc};
use farthing::bot::render::summary::worded;
use farthing::domain::{
    Attention, BookId, Category, Currency, Flow, Period, TelegramUserId, Zone, month_end, month_start,
};
use farthing::store::summaries::{Payment, Spent};
use farthing::texts::Language;
use farthing::tools::summaries::{Facts, Part, Stretch, Total};
use rust_decimal::Decimal;

use super::alerts::{Alerts, Words};

#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) day: NaiveDate,
    pub(super) amount: Decimal,
    pub(super) category: Category,
    pub(super) name: String,
}

/// One person, as the model knows them.
#[derive(Debug)]
pub(super) struct Life {
    pub(super) id: TelegramUserId,
    pub(super) book: BookId,
    pub(super) zone: Zone,
    pub(super) attention: Attention,
    pub(super) rows: Vec<Row>,
    /// `None` until the first look.
    pub(super) due: Option<DateTime<Utc>>,
    pub(super) day_told: NaiveDate,
    pub(super) week_told: NaiveDate,
    pub(super) month_told: NaiveDate,
    pub(super) known_until: Option<NaiveDate>,
    /// They stopped the bot; it has noticed.
    pub(super) has_stopped: bool,
    pub(super) unreachable: bool,
    pub(super) alerts: Alerts,
}

impl Life {
    pub(super) fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.zone).date_naive()
    }

    /// The next moment at which their clocks show their hour, found by looking at the clocks.
    pub(super) fn next_hour(&self, after: DateTime<Utc>) -> DateTime<Utc> {
        self.next_showing(u32::from(self.attention.summary_at.number()), after)
    }

    /// The next moment at which their clocks show so many minutes after midnight.
    pub(super) fn next_showing(&self, minute: u32, after: DateTime<Utc>) -> DateTime<Utc> {
        let quarter = after - TimeDelta::seconds(after.timestamp().rem_euclid(900));
        let shows = |moment: &DateTime<Utc>| {
            let local = moment.with_timezone(&self.zone);
            local.hour() * 60 + local.minute() == minute
        };
        (1..=104).map(|step| quarter + TimeDelta::minutes(15) * step).find(shows).unwrap()
    }

    /// What the first look at anything of theirs leaves.
    pub(super) fn begin(&mut self, now: DateTime<Utc>) {
        if self.due.is_none() {
            let today = self.today(now);
            self.due = Some(self.next_hour(now));
            (self.day_told, self.week_told) = (today - Days::new(8), today - Days::new(8));
            self.month_told = month_start(month_start(today).pred_opt().unwrap()).pred_opt().unwrap();
        }
    }

    /// The words that they are to be told at `now`, if any.
    pub(super) fn told(&mut self, now: DateTime<Utc>, expected: &[Payment]) -> Option<(DateTime<Utc>, Words)> {
        let due = self.due.filter(|due| *due <= now)?;
        if let Some(until) = self.attention.muted_until.filter(|until| *until > now) {
            self.due = Some(self.next_hour(until));
            return None;
        }
        self.due = Some(self.next_hour(now));
        if self.unreachable {
            return None;
        }
        let (today, mut parts) = (self.today(now), Vec::new());
        let yesterday = today.pred_opt().unwrap();
        let last_month = Period::month_of(month_start(today).pred_opt().unwrap());
        let whole = self.known_until.is_none_or(|until| until >= last_month.to);
        if self.attention.monthly && self.month_told < last_month.to && today.day() <= 25 && whole {
            parts.push((Stretch::Month, last_month));
            self.month_told = last_month.to;
        }
        // The seven days up to the day before the latest day of weekly summaries, if that was in the last three days.
        let weekly = (0..=3).map(|back| today - Days::new(back)).find(|day| day.weekday() == self.attention.weekly_on);
        let week = weekly.map(|day| Period::new(day - Days::new(7), day - Days::new(1)).unwrap());
        let mut coming = Period::day(today + Days::new(1));
        if let Some(week) = week.filter(|week| self.attention.weekly && self.week_told < week.to) {
            if parts.iter().all(|(_, part)| part.intersection(&week) != Some(week)) {
                parts.push((Stretch::Week, week));
                coming = Period::new(today, today + Days::new(6)).unwrap();
            }
            self.week_told = week.to;
        }
        if self.day_told < yesterday {
            let days = Period::new((self.day_told + Days::new(1)).max(today - Days::new(7)), yesterday).unwrap();
            if self.attention.daily && parts.iter().all(|(_, part)| part.intersection(&days) != Some(days)) {
                parts.push((Stretch::Days, days));
            }
            self.day_told = yesterday;
        }
        if parts.is_empty() {
            return None;
        }
        let facts = Facts {
            today,
            parts: parts.iter().map(|(stretch, days)| self.part(*stretch, *days)).collect(),
            coming_up: expected.iter().filter(|payment| coming.contains(payment.on)).take(4).cloned().collect(),
            budgets: Vec::new(),
            notices: self.alerts.taken_along(now),
        };
        let kind = facts.parts.iter().find(|part| !part.totals.is_empty()).map_or(Stretch::Days, |part| part.stretch);
        let words = worded(Language::default().texts(), &facts)?;
        Some((due, Words { kind: kind.as_str(), text: words.text, html: words.message.html }))
    }

    fn part(&self, stretch: Stretch, days: Period) -> Part {
        let rows: Vec<&Row> = self.rows.iter().filter(|row| days.contains(row.day)).collect();
        let spending: Vec<&&Row> = rows.iter().filter(|row| row.category.flow() == Flow::Spending).collect();
        let income: Vec<&&Row> = rows.iter().filter(|row| row.category.flow() == Flow::Income).collect();
        let spent: Decimal = -spending.iter().map(|row| row.amount).sum::<Decimal>();
        let earned: Decimal = income.iter().map(|row| row.amount).sum();
        let before = match stretch {
            Stretch::Days => None,
            Stretch::Week => Period::new(days.from - Days::new(7), days.from - Days::new(1)),
            Stretch::Month => {
                Some(days.from.pred_opt().unwrap()).map(|last| Period::new(month_start(last), month_end(last)).unwrap())
            }
        };
        let before: Vec<&Row> = self
            .rows
            .iter()
            .filter(|row| before.is_some_and(|days| days.contains(row.day)) && row.category.flow() == Flow::Spending)
            .collect();
        let spent_before: Decimal = -before.iter().map(|row| row.amount).sum::<Decimal>();
        let total = Total {
            currency: gbp(),
            spent,
            payments: i64::try_from(spending.len()).unwrap(),
            income: earned,
            kept: earned - spent,
            more: (!before.is_empty()).then_some(spent - spent_before),
        };
        let mut by_category: BTreeMap<i32, (Decimal, i64)> = BTreeMap::new();
        for row in &spending {
            let sum = by_category.entry(row.category.id().0).or_default();
            *sum = (sum.0 - row.amount, sum.1 + 1);
        }
        let mut most: Vec<Spent> = by_category
            .into_iter()
            .filter(|(_, (amount, _))| *amount > Decimal::ZERO)
            .map(|(category, (amount, rows))| Spent {
                category: Category::ALL.into_iter().find(|known| known.id().0 == category).unwrap(),
                currency: gbp(),
                amount,
                rows,
            })
            .collect();
        most.sort_by_key(|spent| std::cmp::Reverse(spent.amount));
        most.truncate(4);
        let largest = spending.iter().filter(|row| row.amount < Decimal::ZERO).min_by_key(|row| row.amount);
        let largest = largest.filter(|_| stretch == Stretch::Days && spending.len() > 1).map(|row| Payment {
            name: row.name.clone(),
            amount: row.amount,
            currency: gbp(),
            on: row.day,
        });
        Part {
            stretch,
            days,
            totals: if spending.is_empty() && income.is_empty() { Vec::new() } else { vec![total] },
            most: if stretch == Stretch::Days { Vec::new() } else { most },
            largest,
        }
    }
}

pub(super) fn gbp() -> Currency {
    "GBP".parse().unwrap()
}

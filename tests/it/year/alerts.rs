//! What the model knows of alerts: large payments and low balances, when they may be said, and what waits.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Timelike, Utc};
use farthing::bot::render::alerts::{SINGLE_MAX, list, message, words};
use farthing::domain::{AccountId, MerchantId, NoticeId, TransactionId};
use farthing::texts::Language;
use farthing::tools::alerts::{Alert, Found, Held, Level, NewRow};
use rust_decimal::Decimal;

use super::life::{Life, Row, gbp};

/// The account of every import.
pub(super) const ACCOUNT: &str = "Current";
/// Minutes after midnight between which nothing is said.
const QUIET_FROM: u32 = 22 * 60;
const QUIET_TO: u32 = 7 * 60;

/// What a person's imports leave to be told.
#[derive(Debug, Default)]
pub(super) struct Alerts {
    /// Rows since the last look.
    pub(super) news: Vec<Row>,
    /// The last day of each import, and the balance printed there.
    pub(super) printed: Vec<(NaiveDate, Decimal)>,
    /// Levels and months of which was told.
    low_told: BTreeSet<(&'static str, String)>,
    waiting: Vec<Waiting>,
    /// When each was said.
    said_at: Vec<DateTime<Utc>>,
    /// How many went along with a summary.
    pub(super) with_summaries: usize,
}

/// An alert that is not said yet: at this moment, or with the next summary.
#[derive(Debug)]
struct Waiting {
    say_at: Option<DateTime<Utc>>,
    words: Words,
}

/// Something that is said.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) kind: &'static str,
    pub(super) text: String,
    pub(super) html: String,
}

impl Alerts {
    pub(super) fn are_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Whether a look finds anything now.
    pub(super) fn are_due(&self, now: DateTime<Utc>) -> bool {
        !self.news.is_empty() || self.waiting.iter().any(|waiting| waiting.say_at.is_some_and(|at| at <= now))
    }

    /// The words of what a summary takes along.
    pub(super) fn taken_along(&mut self, now: DateTime<Utc>) -> Vec<String> {
        let taken: Vec<Waiting> =
            self.waiting.extract_if(.., |waiting| waiting.say_at.is_none_or(|at| at <= now)).collect();
        self.said_at.extend(taken.iter().map(|_| now));
        self.with_summaries += taken.len();
        let mut texts: Vec<String> = taken.into_iter().map(|waiting| waiting.words.text).collect();
        texts.sort();
        texts
    }
}

impl Life {
    /// What is said when somebody looks: what waited for this moment, then what is new.
    pub(super) fn look(&mut self, now: DateTime<Utc>) -> Vec<Words> {
        if !self.alerts.are_due(now) {
            return Vec::new();
        }
        let today = self.today(now);
        let found = self.found(today);
        let silent_until = self.silent_until(now);
        let muted = self.attention.muted_until.is_some_and(|until| until > now);
        let said_today = self.alerts.said_at.iter().filter(|at| self.today(**at) == today).count();
        let mut left = usize::from(self.attention.alerts_a_day).saturating_sub(said_today);
        let (texts, mut saying) = (Language::default().texts(), Vec::new());
        for mut waiting in std::mem::take(&mut self.alerts.waiting) {
            let is_due = silent_until.is_none() && waiting.say_at.is_some_and(|at| at <= now);
            if is_due && left > 0 {
                left -= 1;
                saying.push(waiting.words);
            } else {
                waiting.say_at = waiting.say_at.filter(|_| !is_due);
                self.alerts.waiting.push(waiting);
            }
        }
        for alert in found {
            let text = words(texts, &alert, today);
            let html = message(texts, &alert, NoticeId::new(), &text).html;
            let words = Words { kind: alert.kind.as_str(), text, html };
            match silent_until {
                None if left > 0 => {
                    left -= 1;
                    saying.push(words);
                }
                say_at => self.alerts.waiting.push(Waiting { say_at: say_at.filter(|_| !muted), words }),
            }
        }
        self.alerts.said_at.extend(saying.iter().map(|_| now));
        if saying.len() <= SINGLE_MAX {
            return saying;
        }
        let listed: Vec<_> = saying.into_iter().map(|words| (NoticeId::new(), words.text)).collect();
        let (message, text) = list(texts, &listed);
        vec![Words { kind: "alerts", text, html: message.html }]
    }

    /// A balance that came below £100 or zero, once a month for each; then payments of £500 or more.
    fn found(&mut self, today: NaiveDate) -> Vec<Alert> {
        let news = std::mem::take(&mut self.alerts.news);
        let alert = |found: Found| {
            let kind = found.kind();
            Alert { kind, key: String::new(), other_keys: Vec::new(), about: None, row: None, found }
        };
        let mut found = Vec::new();
        let moved: Decimal = news.iter().map(|row| row.amount).sum();
        // Of two that end on a day the later one counts.
        let newest = self.alerts.printed.iter().max_by_key(|(day, _)| *day).filter(|_| !news.is_empty());
        if let Some((known_until, amount)) = newest {
            let before = amount - moved;
            let level = match (*amount < Decimal::ZERO, *amount < self.attention.low_below) {
                (true, _) if before >= Decimal::ZERO => Some(("overdrawn", Level::Overdrawn)),
                (false, true) if before >= self.attention.low_below => Some(("low", Level::Low)),
                _ => None,
            };
            let month = known_until.format("%Y-%m").to_string();
            let fresh = (today - *known_until).num_days() <= 45;
            if let Some((_, level)) = level.filter(|(name, _)| fresh && self.alerts.low_told.insert((name, month))) {
                let held = Held {
                    account: AccountId::new(),
                    name: ACCOUNT.to_owned(),
                    currency: gbp(),
                    amount: *amount,
                    before,
                    known_until: *known_until,
                };
                found.push(alert(Found::LowBalance { held, below: self.attention.low_below, level }));
            }
        }
        let large = news.iter().filter(|row| -row.amount >= self.attention.large_from);
        found.extend(large.map(|row| alert(Found::Large { row: new_row(row), from: self.attention.large_from })));
        found
    }

    /// The end of the quiet or the silence that a moment lies in.
    fn silent_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let muted = self.attention.muted_until.filter(|until| *until > now);
        let from = muted.unwrap_or(now);
        let local = from.with_timezone(&self.zone);
        let is_quiet = !(QUIET_TO..QUIET_FROM).contains(&(local.hour() * 60 + local.minute()));
        if is_quiet { Some(self.next_showing(QUIET_TO, from)) } else { muted }
    }
}

fn new_row(row: &Row) -> NewRow {
    NewRow {
        id: TransactionId::new(),
        account: AccountId::new(),
        account_name: ACCOUNT.to_owned(),
        merchant: MerchantId::new(),
        payee: row.name.clone(),
        family: row.name.clone(),
        on: row.day,
        amount: row.amount,
        currency: gbp(),
        category: row.category,
        category_id: row.category.id(),
        tags: Vec::new(),
    }
}

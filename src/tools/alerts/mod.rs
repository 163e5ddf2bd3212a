//! What is worth telling somebody unasked. Each reason is a small pure function over typed facts; this file fetches the facts.
//!
//! Only rows that came with the change that is looked at, and lie in the last weeks, are news. Amounts are compared in the
//! book's own currency alone, because nothing here converts money.
//!
//! **Invariant:** it finds and says nothing: whether an alert is said, and when, is decided by who asks. A key names what
//! happened and no value that drifts, so that what was dismissed does not come again.

mod ahead;
mod balances;
mod less;
mod own;
mod rows;
mod rules;

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::budget::{Reached, reached};
use super::goals::{self, GoalNews};
use super::look_ahead::Ahead;
use super::payee_families::families;
use super::{Context, ToolError};
use crate::domain::{AccountId, AlertKind, Attention, Currency, MerchantId, TransactionId, Vocabulary};
use crate::store::alerts::EarlierRow;
use crate::text;
use crate::texts::Texts;

pub use ahead::{Missing, Moment, Short, next_moment};
pub use balances::{Held, Level};
pub use less::{Lessened, lessen, restore};
pub use own::{Hit, OwnAlert};
pub use rows::{NewRow, new_payee_from};
pub use rules::{About, AlertRemoved, AlertRuleShown, AlertRules, KeepAlert, ProposeAlert, RemoveAlert};

/// Rows older than this are no news, whenever they come.
const NEWS_DAYS: u64 = 45;
/// How far back a payee's payments say what is usual: a year, and a late one.
const EARLIER_DAYS: u64 = 400;

/// Something worth telling.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    pub kind: AlertKind,
    /// What makes it the same as another.
    pub key: String,
    /// Keys under which the same may have been told before.
    pub other_keys: Vec<String>,
    /// The payee, account or budget that it is about.
    pub about: Option<String>,
    pub row: Option<TransactionId>,
    pub found: Found,
}

/// Why it is worth telling.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    Budget(Reached),
    /// A goal was reached, or fell behind.
    Goal(GoalNews),
    Large {
        row: NewRow,
        from: Decimal,
    },
    NewPayee {
        row: NewRow,
        from: Decimal,
    },
    Fee(NewRow),
    /// The same was charged before, on that day.
    DoubleCharge {
        row: NewRow,
        before: NaiveDate,
    },
    SalaryArrived(NewRow),
    SalaryMissing(Missing),
    LowBalance {
        held: Held,
        below: Decimal,
        level: Level,
    },
    LowAhead(Short),
    BillDue(Moment),
    Own(OwnAlert),
}

impl Found {
    pub fn kind(&self) -> AlertKind {
        match self {
            Self::Budget(_) => AlertKind::Budget,
            Self::Goal(_) => AlertKind::Goal,
            Self::Large { .. } => AlertKind::Large,
            Self::NewPayee { .. } => AlertKind::NewPayee,
            Self::Fee(_) => AlertKind::Fee,
            Self::DoubleCharge { .. } => AlertKind::DoubleCharge,
            Self::SalaryArrived(_) => AlertKind::SalaryArrived,
            Self::SalaryMissing(_) => AlertKind::SalaryMissing,
            Self::LowBalance { .. } => AlertKind::LowBalance,
            Self::LowAhead(_) => AlertKind::LowAhead,
            Self::BillDue(_) => AlertKind::BillDue,
            Self::Own(_) => AlertKind::OwnRule,
        }
    }
}

/// From which amounts on something is worth a word, and in which currency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) large_from: Decimal,
    pub(crate) low_below: Decimal,
    pub(crate) currency: Option<Currency>,
}

/// What is worth telling of a book as it is now. `since`: rows kept from then on are news; without it, none are.
/// Kinds and payees that are switched off are left out.
///
/// # Errors
/// As the tools that it asks.
pub async fn find(context: &mut Context, since: Option<DateTime<Utc>>, ahead: &Ahead) -> Result<Vec<Alert>, ToolError> {
    let vocabulary = context.vocabulary().await?;
    let attention = context.book().await?.attention().await?;
    let off = context.book().await?.alerts_off().await?;
    let wanted = |found: &Found| {
        let kind = found.kind();
        let about = about(found);
        let less = off.iter().any(|(of, name)| *of == kind && about.as_ref() == Some(name));
        !attention.off.contains(&kind) && !less
    };
    let bounds =
        Bounds { large_from: attention.large_from, low_below: attention.low_below, currency: home(&vocabulary) };
    let news = match since {
        Some(since) => news(context, since, &vocabulary).await?,
        None => News::default(),
    };
    let held = balances::held(context, since).await?;
    let mut found = of_rows(context, &news, ahead, &bounds, &wanted).await?;
    let balances = held.iter().filter_map(|held| balances::low(held, bounds.low_below, bounds.currency, context.today));
    found.extend(balances);
    found.extend(own::of_balances_and_sums(context, &held).await?);
    found.extend(of_time(&held, ahead, &attention, bounds.currency, &vocabulary, context.today));
    found.extend(reached(context, &ahead.standings).await?.into_iter().map(Found::Budget));
    found.extend(goals::news(context).await?.into_iter().map(Found::Goal));
    found.retain(wanted);
    Ok(found.into_iter().map(alert).collect())
}

/// What time brings, with or without news.
fn of_time(
    held: &[Held],
    ahead: &Ahead,
    attention: &Attention,
    currency: Option<Currency>,
    vocabulary: &Vocabulary,
    today: NaiveDate,
) -> Vec<Found> {
    let known_until = vocabulary.known_span().map(|known| known.to);
    let missing = ahead.income.iter().filter_map(|income| ahead::missing(income, known_until, today));
    let mut found: Vec<Found> = missing.map(Found::SalaryMissing).collect();
    found.extend(ahead::short(held, &ahead.expected(), currency, today).map(Found::LowAhead));
    // Whoever gets a daily summary reads it there.
    if !attention.daily {
        found.extend(ahead.charges.iter().filter_map(|charge| ahead::due(charge, today)).map(Found::BillDue));
    }
    found
}

/// Rows that are news, newest first, and what their payees were paid before.
#[derive(Debug, Default)]
struct News {
    rows: Vec<NewRow>,
    /// By the name of the payee's family.
    earlier: HashMap<String, Vec<EarlierRow>>,
}

async fn news(context: &mut Context, since: DateTime<Utc>, vocabulary: &Vocabulary) -> Result<News, ToolError> {
    let today = context.today;
    let first_day = today.checked_sub_days(Days::new(NEWS_DAYS)).unwrap_or(today);
    let stored = context.book().await?.news(since, first_day).await?;
    if stored.is_empty() {
        return Ok(News::default());
    }
    let families = families(vocabulary);
    let family = |merchant: MerchantId, name: &str| families.get(&merchant).cloned().unwrap_or_else(|| name.to_owned());
    let rows: Vec<NewRow> = stored
        .into_iter()
        .filter(|row| row.booked_on <= today)
        .filter_map(|row| {
            let family = family(row.merchant, &row.payee);
            let (category, _) = vocabulary.category(row.category);
            NewRow::of(row, family, category)
        })
        .collect();
    let merchants: Vec<MerchantId> = families
        .iter()
        .filter(|(_, family)| rows.iter().any(|row| row.family == **family))
        .map(|(merchant, _)| *merchant)
        .collect();
    let since = today.checked_sub_days(Days::new(EARLIER_DAYS)).unwrap_or(today);
    let mut earlier: HashMap<String, Vec<EarlierRow>> = HashMap::new();
    for row in context.book().await?.rows_of_payees(&merchants, since).await? {
        earlier.entry(family(row.merchant, "")).or_default().push(row);
    }
    Ok(News { rows, earlier })
}

/// One alert for each row: the one that says most.
async fn of_rows(
    context: &mut Context,
    news: &News,
    ahead: &Ahead,
    bounds: &Bounds,
    wanted: &impl Fn(&Found) -> bool,
) -> Result<Vec<Found>, ToolError> {
    let vocabulary = context.vocabulary().await?;
    let rules = context.book().await?.alert_rules().await?;
    let known_since = vocabulary.told_span().map(|known| known.from);
    let mut found = Vec::new();
    for row in &news.rows {
        let earlier = news.earlier.get(&row.family).map(Vec::as_slice).unwrap_or_default();
        let usual = ahead.payments.iter().find(|payment| payment.merchant == row.family).map(|payment| payment.amount);
        let reasons = [
            own::of_row(&rules, row, &ahead.payments, &vocabulary, context.texts).map(Found::Own),
            rows::double_charge(row, earlier, bounds).map(|before| Found::DoubleCharge { row: row.clone(), before }),
            rows::is_from_new_payee(row, earlier, known_since, bounds)
                .then(|| Found::NewPayee { row: row.clone(), from: new_payee_from(bounds.large_from) }),
            rows::is_fee(row).then(|| Found::Fee(row.clone())),
            rows::is_large(row, usual, bounds).then(|| Found::Large { row: row.clone(), from: bounds.large_from }),
            rows::is_salary(row, &ahead.income).then(|| Found::SalaryArrived(row.clone())),
        ];
        found.extend(reasons.into_iter().flatten().find(wanted));
    }
    Ok(found)
}

/// What an alert is about, as it is switched off and compared with others.
fn about(found: &Found) -> Option<String> {
    match found {
        Found::Budget(reached) => Some(reached.budget.name.clone()),
        Found::Goal(news) => Some(news.goal.name.clone()),
        Found::Large { row, .. } | Found::NewPayee { row, .. } | Found::DoubleCharge { row, .. } => {
            Some(row.family.clone())
        }
        Found::Fee(row) | Found::SalaryArrived(row) => Some(row.family.clone()),
        Found::SalaryMissing(missing) => Some(missing.name.clone()),
        Found::LowBalance { held, .. } => Some(held.name.clone()),
        Found::LowAhead(_) => None,
        Found::BillDue(moment) => Some(moment.name.clone()),
        Found::Own(own) => Some(own.rule.id.to_string()),
    }
}

fn alert(found: Found) -> Alert {
    let row = match &found {
        Found::Large { row, .. } | Found::NewPayee { row, .. } | Found::DoubleCharge { row, .. } => Some(row),
        Found::Fee(row) | Found::SalaryArrived(row) => Some(row),
        Found::Own(OwnAlert { hit: Hit::Payment(row) | Hit::Rise { row, .. }, .. }) => Some(row),
        _ => None,
    };
    let (key, other_keys) = match (&found, row) {
        (Found::DoubleCharge { row, .. }, _) => (row.key("double"), row.keys_nearby("double")),
        (_, Some(row)) => (row.key("row"), row.keys_nearby("row")),
        (found, None) => (key(found), Vec::new()),
    };
    let row = row.map(|row| row.id);
    Alert { kind: found.kind(), key, other_keys, about: about(&found), row, found }
}

fn key(found: &Found) -> String {
    match found {
        Found::Budget(reached) => reached.key.clone(),
        Found::Goal(news) => news.key.clone(),
        Found::SalaryMissing(missing) => format!("salary_missing:{}:{}", missing.name, missing.on),
        // Once a month, and once more when it goes below zero.
        Found::LowBalance { held, level, .. } => {
            format!("low_balance:{}:{}:{}", held.account, level.as_str(), held.known_until.format("%Y-%m"))
        }
        Found::LowAhead(short) => format!("low_ahead:{}:{}", short.until, ahead::bucket(short.by)),
        Found::BillDue(moment) => format!("bill_due:{}:{}", moment.name, moment.on),
        Found::Own(own) => own.key(),
        _ => String::new(),
    }
}

/// The currency in which amounts are compared.
fn home(vocabulary: &Vocabulary) -> Option<Currency> {
    vocabulary.home_currency.or_else(|| vocabulary.accounts.first().map(|account| account.currency))
}

/// The account of a rule, by what it is called.
fn account_name(account: AccountId, vocabulary: &Vocabulary, texts: &Texts) -> String {
    let known = vocabulary.accounts.iter().find(|known| known.id == account);
    known.map_or_else(|| text!(texts, "rule-account-gone"), |known| known.name.clone())
}

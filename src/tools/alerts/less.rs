//! "Less of these": what an alert's answer changes, and taking that back.

use rust_decimal::Decimal;

use super::new_payee_from;
use crate::domain::{AlertKind, AlertRuleId};
use crate::store::notices::{Answer, Notice};
use crate::text;
use crate::texts::Texts;
use crate::tools::{Context, ToolError};

/// A bound that was raised or lowered moves by this factor.
const STEP: Decimal = Decimal::TWO;
/// The highest bound of a large payment, as for any amount.
const LARGE_MAX: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);
/// Below this a low balance is no bound any more.
const LOW_MIN: Decimal = Decimal::ONE;

/// What was changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Lessened {
    /// Payments are large from this amount on, and those to new payees from half of it.
    LargeFrom {
        large: Decimal,
        new_payee: Decimal,
    },
    /// Balances are low below this amount.
    LowBelow(Decimal),
    /// Not said of this payee, account or budget any more.
    Off {
        kind: AlertKind,
        about: String,
    },
    /// Not said at all any more.
    KindOff(AlertKind),
    RuleRemoved,
}

/// Has less said of what a notice is.
///
/// # Errors
/// When it is no alert, or the database refuses.
pub async fn lessen(notice: &Notice, context: &mut Context) -> Result<Lessened, ToolError> {
    let (kind, now) = (kind(notice, context.texts)?, context.now);
    let book = context.book().await?;
    let mut attention = book.attention().await?;
    let lessened = match (kind, notice.about.clone()) {
        (AlertKind::Large | AlertKind::NewPayee, _) => {
            attention.large_from = (attention.large_from * STEP).min(LARGE_MAX);
            let large = attention.large_from;
            Lessened::LargeFrom { large, new_payee: new_payee_from(large) }
        }
        (AlertKind::LowBalance, _) => {
            let half = attention.low_below / STEP;
            attention.low_below = if half < LOW_MIN { Decimal::ZERO } else { half.normalize() };
            Lessened::LowBelow(attention.low_below)
        }
        (AlertKind::OwnRule, Some(rule)) => {
            let rule = rule.parse().map_err(ToolError::failed)?;
            book.remove_alert_rule(AlertRuleId(rule), now).await?;
            Lessened::RuleRemoved
        }
        (kind, Some(about)) => {
            book.switch_alert_off(kind, &about, now).await?;
            Lessened::Off { kind, about }
        }
        (kind, None) => {
            attention.off.push(kind);
            Lessened::KindOff(kind)
        }
    };
    book.set_attention(&attention).await?;
    book.answer_notice(notice.id, Some(Answer::Less), now).await?;
    Ok(lessened)
}

/// Takes [`lessen`] back; nothing changes where that was not pressed or was taken back before.
///
/// # Errors
/// As [`lessen`].
pub async fn restore(notice: &Notice, context: &mut Context) -> Result<bool, ToolError> {
    let (kind, now) = (kind(notice, context.texts)?, context.now);
    if notice.answer != Some(Answer::Less) {
        return Ok(false);
    }
    let book = context.book().await?;
    let mut attention = book.attention().await?;
    match (kind, notice.about.as_deref()) {
        (AlertKind::Large | AlertKind::NewPayee, _) => {
            attention.large_from = (attention.large_from / STEP).max(Decimal::ONE).normalize();
        }
        (AlertKind::LowBalance, _) => attention.low_below = (attention.low_below * STEP).max(LOW_MIN),
        (AlertKind::OwnRule, Some(rule)) => {
            let rule = rule.parse().map_err(ToolError::failed)?;
            book.save_alert_rule(AlertRuleId(rule), now).await?;
        }
        (kind, Some(about)) => book.switch_alert_on(kind, about).await?,
        (kind, None) => attention.off.retain(|off| *off != kind),
    }
    book.set_attention(&attention).await?;
    book.answer_notice(notice.id, None, now).await?;
    Ok(true)
}

fn kind(notice: &Notice, texts: &Texts) -> Result<AlertKind, ToolError> {
    let unknown = || ToolError::refused(text!(texts, "alert-older"));
    AlertKind::parse(&notice.kind).ok_or_else(unknown)
}

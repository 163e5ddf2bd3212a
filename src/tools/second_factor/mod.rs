//! The second factor: a PIN, and codes of an authenticator app, each tried five times and then locked for a while.
//!
//! **Invariant:** whether it is needed, and whether it was given, is decided here and nowhere else; a try is counted before
//! its answer is known.

pub mod code;
pub mod pin;
pub mod vault;

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;

use super::{Context, ToolError};
use crate::config::Secret;
use crate::domain::{Currency, Money};
pub use crate::store::second_factor::Factor;
use crate::store::second_factor::SecondFactor;
use crate::text;
use pin::Pin;
use vault::{Vault, VaultError};

/// Wrong tries in a row before nothing is tried for [`LOCKED`].
pub const TRIES_MAX: i32 = 5;
/// Four digits last for 10,000 / 5 of these: three weeks of trying day and night, each lock told to the person.
pub const LOCKED: TimeDelta = TimeDelta::minutes(15);
/// How long a correct PIN counts where the person wants that.
pub const SESSION: TimeDelta = TimeDelta::minutes(15);

/// What is refused for this long after an admin took a PIN away: whoever talked them into it, with the phone in hand, gets no
/// further for a day, in which the person, who is told at once, can have their access paused.
pub const COOL_DOWN: TimeDelta = TimeDelta::hours(24);

/// Above this a PIN is needed, in a currency with decimals: what is lost by a moment with somebody's open phone.
const PIN_ABOVE: Decimal = Decimal::ONE_HUNDRED;
/// Above this a code as well, where an app is set up.
const CODE_ABOVE: Decimal = Decimal::from_parts(500, 0, 0, false, 0);
/// Currencies without decimals count in units about so much smaller.
const SMALL_UNITS: Decimal = Decimal::ONE_HUNDRED;

/// How a moment reads: `1 April, 12:00`.
pub const MOMENT: &str = "%-d %B, %H:%M";

/// What somebody wants to do, as far as it decides about the second factor.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ask {
    /// Money that would move.
    pub amount: Option<Money>,
    pub first_time_payee: bool,
    /// Limits, or the second factor itself.
    pub changes_limits: bool,
}

/// What has to be given first. Where no PIN is set, one is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Pin,
    PinAndCode,
}

/// What a person sees of their second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    pub has_pin: bool,
    pub has_app: bool,
    pub keeps_session: bool,
    pub pin_above: Decimal,
    pub code_above: Decimal,
    pub recovery_codes_left: i64,
    /// Nothing is tried before this moment.
    pub locked_until: Option<DateTime<Utc>>,
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    Right,
    /// So many tries are left.
    Wrong {
        left: u64,
    },
    /// This try was the last, or it was locked before and nothing was tried.
    Locked {
        until: DateTime<Utc>,
    },
}

/// What a person has set up.
pub async fn state(context: &mut Context) -> Result<State, ToolError> {
    let now = context.now;
    let book = context.book().await?;
    let known = book.second_factor().await?;
    let recovery_codes_left = book.recovery_codes_left().await?;
    Ok(State {
        has_pin: known.pin_hash.is_some(),
        has_app: known.code_secret.is_some(),
        keeps_session: known.keeps_session,
        pin_above: known.pin_above.unwrap_or(PIN_ABOVE),
        code_above: known.code_above.unwrap_or(CODE_ABOVE),
        recovery_codes_left,
        locked_until: known.locked_until.filter(|until| *until > now),
    })
}

/// What is needed for it; `None` when a press is enough. Without a PIN only a large amount asks for one, which is chosen then.
///
/// # Errors
/// In words, until when it is refused after a PIN was taken away.
pub async fn needed(context: &mut Context, ask: Ask) -> Result<Option<Need>, ToolError> {
    let (now, texts) = (context.now, context.texts);
    let book = context.book().await?;
    let known = book.second_factor().await?;
    if let Some(until) = cooling(&known, ask, now) {
        let zone = book.settings().await?.time_zone;
        let until = until.with_timezone(&zone).format(MOMENT).to_string();
        let amount = known.pin_above.unwrap_or(PIN_ABOVE).normalize().to_string();
        return Err(ToolError::refused(text!(texts, "security-taken-away", until = until, amount = amount)));
    }
    Ok(needed_of(&known, ask, now))
}

/// Until when it is refused because a PIN was taken away.
fn cooling(known: &SecondFactor, ask: Ask, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let large = is_above(ask.amount, known.pin_above.unwrap_or(PIN_ABOVE));
    known.cools_until.filter(|until| *until > now && (large || ask.first_time_payee || ask.changes_limits))
}

fn is_above(amount: Option<Money>, limit: Decimal) -> bool {
    amount.is_some_and(|money| money.amount.abs() > limit.saturating_mul(units(money.currency)))
}

fn needed_of(known: &SecondFactor, ask: Ask, now: DateTime<Utc>) -> Option<Need> {
    let above = |limit: Decimal| is_above(ask.amount, limit);
    let has_pin = known.pin_hash.is_some();
    let in_session = known.keeps_session && known.session_until.is_some_and(|until| until > now);
    if known.code_secret.is_some() && above(known.code_above.unwrap_or(CODE_ABOVE)) {
        Some(Need::PinAndCode)
    } else if has_pin && ask.changes_limits {
        Some(Need::Pin)
    } else {
        let wanted = above(known.pin_above.unwrap_or(PIN_ABOVE)) || has_pin && ask.first_time_payee;
        (wanted && !in_session).then_some(Need::Pin)
    }
}

fn units(currency: Currency) -> Decimal {
    if currency.minor_digits() == 0 { SMALL_UNITS } else { Decimal::ONE }
}

/// Keeps a new PIN.
pub async fn set_pin(pin: &Pin, vault: &Vault, context: &mut Context) -> Result<(), ToolError> {
    let hash = pin::hash(pin).await?;
    let book = context.book().await?;
    let sealed = vault.close(book.id(), hash.expose().as_bytes())?;
    Ok(book.set_pin(&sealed).await?)
}

/// Tries a PIN. A wrong try counts once the context is committed, so nothing of the answer may be seen before.
pub async fn try_pin(digits: &Secret<String>, vault: &Vault, context: &mut Context) -> Result<Tried, ToolError> {
    let (now, texts) = (context.now, context.texts);
    let book = context.book().await?;
    if !book.begin_try(Factor::Pin, TRIES_MAX, now + LOCKED, now).await? {
        return ended(Factor::Pin, context).await;
    }
    let known = book.second_factor().await?;
    let Some(sealed) = known.pin_hash else {
        return Err(ToolError::refused(text!(texts, "security-you-have-no-pin")));
    };
    let hash = vault.open(book.id(), &sealed)?;
    let hash = String::from_utf8(hash).map_err(ToolError::failed)?;
    if !pin::verify(digits, &hash).await? {
        return ended(Factor::Pin, context).await;
    }
    let book = context.book().await?;
    book.end_tries(Factor::Pin).await?;
    book.begin_session(now + SESSION).await?;
    Ok(Tried::Right)
}

/// Tries a code of the app, or a recovery code. As [`try_pin`].
pub async fn try_code(typed: &str, vault: &Vault, context: &mut Context) -> Result<Tried, ToolError> {
    let (now, texts) = (context.now, context.texts);
    let book = context.book().await?;
    if !book.begin_try(Factor::Code, TRIES_MAX, now + LOCKED, now).await? {
        return ended(Factor::Code, context).await;
    }
    let known = book.second_factor().await?;
    let Some(sealed) = known.code_secret else {
        return Err(ToolError::refused(text!(texts, "security-you-have-no-app")));
    };
    let right = match code::recovery_code(typed) {
        Some(recovery) => book.use_recovery_code(&vault.keyed_hash(book.id(), &recovery)?, now).await?,
        None => takes(&vault.open(book.id(), &sealed)?, typed, context).await?,
    };
    if !right {
        return ended(Factor::Code, context).await;
    }
    context.book().await?.end_tries(Factor::Code).await?;
    Ok(Tried::Right)
}

/// Whether it is a code of now that was not taken before.
async fn takes(secret: &[u8], typed: &str, context: &mut Context) -> Result<bool, ToolError> {
    match code::step_of(secret, typed, context.now) {
        Some(step) => Ok(context.book().await?.take_code_step(step).await?),
        None => Ok(false),
    }
}

/// What is left after a try that was wrong or not allowed.
async fn ended(factor: Factor, context: &mut Context) -> Result<Tried, ToolError> {
    let now = context.now;
    let book = context.book().await?;
    let left = book.tries_left(factor, TRIES_MAX, now).await?.try_into().unwrap_or_default();
    let until = book.second_factor().await?.locked_until.filter(|until| *until > now);
    Ok(until.map_or(Tried::Wrong { left }, |until| Tried::Locked { until }))
}

/// Makes a secret for a new app, which counts once [`confirm_app`] has seen a code of it. The app that was there stays until then.
pub async fn offer_app(vault: &Vault, context: &mut Context) -> Result<Secret<Vec<u8>>, ToolError> {
    let secret = code::new_secret().to_vec();
    let book = context.book().await?;
    let sealed = vault.close(book.id(), &secret)?;
    book.offer_code_secret(&sealed).await?;
    Ok(Secret::new(secret))
}

/// The first code of a new app; if it is right, the recovery codes to show, once. Its tries are not counted, as everything is
/// shown in the same chat.
pub async fn confirm_app(typed: &str, vault: &Vault, context: &mut Context) -> Result<Option<Vec<String>>, ToolError> {
    let (now, texts) = (context.now, context.texts);
    let book = context.book().await?;
    let Some(sealed) = book.second_factor().await?.code_secret_offered else {
        return Err(ToolError::refused(text!(texts, "security-set-up-over")));
    };
    let secret = vault.open(book.id(), &sealed)?;
    let Some(step) = code::step_of(&secret, typed, now) else { return Ok(None) };
    book.accept_code_secret().await?;
    book.take_code_step(step).await?;
    new_recovery_codes(vault, context).await.map(Some)
}

/// New recovery codes in place of all before; only their hashes are kept.
pub async fn new_recovery_codes(vault: &Vault, context: &mut Context) -> Result<Vec<String>, ToolError> {
    let book = context.book().await?;
    let codes = code::new_recovery_codes();
    let hashes: Vec<Vec<u8>> = codes
        .iter()
        .filter_map(|shown| code::recovery_code(shown))
        .map(|code| vault.keyed_hash(book.id(), &code))
        .collect::<Result<_, _>>()?;
    book.set_recovery_codes(&hashes).await?;
    Ok(codes)
}

impl From<VaultError> for ToolError {
    fn from(error: VaultError) -> Self {
        Self::failed(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_for_what() {
        let now = DateTime::from_timestamp(1_000_000, 0).unwrap();
        let with = |pin: bool, app: bool| SecondFactor {
            pin_hash: pin.then(Vec::new),
            code_secret: app.then(Vec::new),
            ..SecondFactor::default()
        };
        let session = |minutes| SecondFactor {
            keeps_session: true,
            session_until: Some(now + TimeDelta::minutes(minutes)),
            ..with(true, true)
        };
        let pays = |amount: &str, currency: &str| Ask {
            amount: Some(Money::new(amount.parse().unwrap(), currency.parse().unwrap())),
            ..Ask::default()
        };
        let first = Ask { first_time_payee: true, ..pays("1", "GBP") };
        let limits = Ask { changes_limits: true, ..Ask::default() };
        let check = |known: &SecondFactor, ask: Ask, expected: Option<Need>| {
            assert_eq!(needed_of(known, ask, now), expected, "{known:?} {ask:?}");
        };
        check(&with(false, false), first, None);
        check(&with(false, false), limits, None);
        check(&with(false, false), pays("100", "GBP"), None);
        check(&with(false, false), pays("100.01", "GBP"), Some(Need::Pin));
        check(&with(true, false), pays("100", "GBP"), None);
        check(&with(true, false), first, Some(Need::Pin));
        check(&with(true, false), limits, Some(Need::Pin));
        check(&with(true, false), pays("501", "GBP"), Some(Need::Pin));
        check(&with(true, true), pays("500", "GBP"), Some(Need::Pin));
        check(&with(true, true), pays("500.01", "GBP"), Some(Need::PinAndCode));
        check(&with(true, false), pays("10000", "JPY"), None);
        check(&with(true, false), pays("10001", "JPY"), Some(Need::Pin));
        check(&session(1), pays("101", "GBP"), None);
        check(&session(0), pays("101", "GBP"), Some(Need::Pin));
        check(&session(1), first, None);
        check(&session(1), limits, Some(Need::Pin));
        check(&session(1), pays("501", "GBP"), Some(Need::PinAndCode));
        check(&SecondFactor { keeps_session: false, ..session(1) }, pays("101", "GBP"), Some(Need::Pin));
        let own = SecondFactor { pin_above: Some(Decimal::ZERO), ..with(true, false) };
        check(&own, pays("0.01", "GBP"), Some(Need::Pin));
    }

    #[test]
    fn what_a_thief_would_do_waits_after_a_pin_was_taken_away() {
        let now = DateTime::from_timestamp(1_000_000, 0).unwrap();
        let until = now + COOL_DOWN;
        let pays = |amount: &str| Some(Money::new(amount.parse().unwrap(), "GBP".parse().unwrap()));
        let check = |ask: Ask, pin_above: Option<Decimal>, at: DateTime<Utc>, refused: bool| {
            let known = SecondFactor { cools_until: Some(until), pin_above, ..SecondFactor::default() };
            assert_eq!(cooling(&known, ask, at), refused.then_some(until), "{ask:?}");
        };
        let amount = |amount| Ask { amount: pays(amount), ..Ask::default() };
        let first = Ask { first_time_payee: true, ..amount("1") };
        let limits = Ask { changes_limits: true, ..Ask::default() };
        check(amount("100"), None, now, false);
        check(amount("100.01"), None, now, true);
        check(amount("5.01"), Some(Decimal::from(5)), now, true);
        check(first, None, now, true);
        check(limits, None, now, true);
        for ask in [amount("1000"), first, limits] {
            check(ask, None, until, false);
            assert_eq!(cooling(&SecondFactor::default(), ask, now), None);
        }
    }
}

//! The PIN, and codes of an authenticator app: asked for, given, set up and removed.
//!
//! **Invariant:** nothing that shows a digit's place, a secret or a recovery code goes through the outbox, which is on disk:
//! it is sent to Telegram at once. Whether a try was right is shown only after it was counted.

mod entry;
mod pass;
mod set_up;
mod typed;

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::bot::keypads;
use crate::bot::outgoing::Outgoing;
use crate::bot::security_button::SecurityAction;
use crate::bot::turn::Turn;
use crate::store::second_factor::Prompt;
use crate::text;
use crate::texts::Texts;
use crate::tools::ToolError;
use crate::tools::second_factor::{Ask, Need, SESSION, State, needed, state};

pub(super) use entry::pressed;
pub(super) use typed::typed;

/// What goes on once the second factor was given. Stored, so that it survives a restart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
pub(in crate::bot) enum Purpose {
    /// Another PIN, or the first.
    ChangePin,
    /// Another PIN in place of one that is forgotten, after a code of the app.
    ForgottenPin,
    RemovePin,
    SetUpApp,
    RemoveApp,
    NewRecoveryCodes,
    ChangeLimits {
        change: LimitChange,
    },
    /// A limit of the wallet, as it was typed.
    SpendingLimit {
        argument: String,
    },
    /// A card of the wallet, confirmed.
    Proposal {
        id: Uuid,
    },
}

/// What is to change about when the second factor is needed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "limit", rename_all = "snake_case")]
pub(in crate::bot) enum LimitChange {
    PinAbove { amount: Decimal },
    CodeAbove { amount: Decimal },
    Session { on: bool },
}

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Pin,
    /// A new PIN, twice.
    Choose,
    Code,
    /// The first code of a new app.
    Confirm,
}

impl Step {
    fn as_str(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Choose => "choose",
            Self::Code => "code",
            Self::Confirm => "confirm",
        }
    }

    fn of(prompt: &Prompt) -> Option<Self> {
        [Self::Pin, Self::Choose, Self::Code, Self::Confirm].into_iter().find(|step| step.as_str() == prompt.step)
    }
}

/// Asks for what is needed, and goes on with [`pass::pass`] once it was given. Where no PIN is set yet, one is chosen first.
pub(in crate::bot) async fn ask(turn: &mut Turn, purpose: Purpose, need: Need) -> Result<(), ToolError> {
    let known = state(turn.context().await?).await?;
    if let Some(until) = known.locked_until {
        return locked(turn, until, None).await;
    }
    let step = if known.has_pin { Step::Pin } else { Step::Choose };
    let needs_code = known.has_app && need == Need::PinAndCode;
    entry::open(turn, &purpose, step, needs_code).await
}

/// A question of this kind, from now on.
fn prompt(turn: &Turn, purpose: &Purpose, step: Step, needs_code: bool, message_id: Option<i32>) -> Prompt {
    let life = TimeDelta::from_std(keypads::LIFE).unwrap_or_default();
    Prompt {
        id: Uuid::new_v4(),
        step: step.as_str().to_owned(),
        needs_code,
        purpose: json!(purpose),
        message_id,
        expires_at: turn.now + life,
    }
}

/// Nothing can be tried for a while.
async fn locked(turn: &mut Turn, until: DateTime<Utc>, edits: Option<i32>) -> Result<(), ToolError> {
    let zone = turn.context().await?.book().await?.settings().await?.time_zone;
    let until = until.with_timezone(&zone).format("%H:%M").to_string();
    let words = text!(turn.texts, "pin-locked", until = until);
    turn.reply(Outgoing { edits, ..Outgoing::html(words) });
    Ok(())
}

/// It was given: the question ends and what it was for goes on.
async fn passed(turn: &mut Turn, prompt: Prompt, words: &str) -> Result<(), ToolError> {
    turn.context().await?.book().await?.end_prompt().await?;
    turn.bot.keypads.close(turn.chat_id);
    if let Some(message) = prompt.message_id {
        turn.reply(Outgoing { edits: Some(message), ..Outgoing::plain(words) });
    }
    let purpose = serde_json::from_value(prompt.purpose).map_err(ToolError::failed)?;
    pass::pass(turn, purpose).await
}

/// Amounts of the examples.
const EXAMPLE_PIN: &str = "50";
const EXAMPLE_CODE: &str = "500";

/// `/security`, alone or with what is to be changed.
pub(super) async fn command(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    let known = state(turn.context().await?).await?;
    if argument.is_empty() {
        turn.reply(shown(turn.texts, &known));
        return Ok(());
    }
    let words: Vec<&str> = argument.split_whitespace().collect();
    let amount = |text: &str| text.parse::<Decimal>().ok().filter(|amount| !amount.is_sign_negative());
    let change = match words.as_slice() {
        ["pin", text] => amount(text).map(|amount| LimitChange::PinAbove { amount }),
        ["code", text] => amount(text).map(|amount| LimitChange::CodeAbove { amount }),
        _ => None,
    };
    let Some(change) = change else {
        return Err(ToolError::invalid(text!(turn.texts, "security-how", pin = EXAMPLE_PIN, code = EXAMPLE_CODE)));
    };
    if !known.has_pin {
        return Err(ToolError::refused(text!(turn.texts, "security-pin-first")));
    }
    // Only to hear that it is refused for now: it needs more than this anyway.
    needed(turn.context().await?, Ask { changes_limits: true, ..Ask::default() }).await?;
    ask(turn, Purpose::ChangeLimits { change }, Need::PinAndCode).await
}

fn shown(texts: &Texts, known: &State) -> Outgoing {
    let pin_above = known.pin_above.normalize().to_string();
    if !known.has_pin {
        return Outgoing {
            buttons: vec![vec![SecurityAction::ChangePin.button(text!(texts, "button-set-pin"))]],
            ..Outgoing::html(text!(texts, "security-none", amount = pin_above))
        };
    }
    let minutes = SESSION.num_minutes().to_string();
    let (code_above, left) = (known.code_above.normalize().to_string(), known.recovery_codes_left.to_string());
    let app = match known.has_app {
        true => text!(texts, "security-app", amount = code_above, example = EXAMPLE_CODE, left = left),
        false => text!(texts, "security-no-app"),
    };
    let session = match known.keeps_session {
        true => text!(texts, "security-not-again", minutes = minutes),
        false => text!(texts, "security-each-time"),
    };
    let mut buttons = vec![vec![
        SecurityAction::ChangePin.button(text!(texts, "button-change-pin")),
        SecurityAction::RemovePin.button(text!(texts, "button-remove-pin")),
    ]];
    buttons.push(match known.has_app {
        true => vec![
            SecurityAction::RemoveApp.button(text!(texts, "button-remove-app")),
            SecurityAction::NewRecoveryCodes.button(text!(texts, "button-new-recovery-codes")),
        ],
        false => vec![SecurityAction::SetUpApp.button(text!(texts, "button-set-up-app"))],
    });
    let session_words = match known.keeps_session {
        true => text!(texts, "button-each-time"),
        false => text!(texts, "button-once-in", minutes = minutes),
    };
    buttons.push(vec![SecurityAction::Session { on: !known.keeps_session }.button(session_words)]);
    let words = text!(texts, "security", amount = pin_above, example = EXAMPLE_PIN, app = app, session = session);
    Outgoing { buttons, ..Outgoing::html(words) }
}

/// A button of `/security`.
pub(super) async fn chosen(turn: &mut Turn, action: SecurityAction) -> Result<(), ToolError> {
    let (purpose, need) = match action {
        SecurityAction::ChangePin => (Purpose::ChangePin, Need::Pin),
        SecurityAction::RemovePin => (Purpose::RemovePin, Need::PinAndCode),
        SecurityAction::SetUpApp => (Purpose::SetUpApp, Need::PinAndCode),
        SecurityAction::RemoveApp => (Purpose::RemoveApp, Need::PinAndCode),
        SecurityAction::NewRecoveryCodes => (Purpose::NewRecoveryCodes, Need::PinAndCode),
        SecurityAction::Session { on } => {
            (Purpose::ChangeLimits { change: LimitChange::Session { on } }, Need::PinAndCode)
        }
    };
    let known = state(turn.context().await?).await?;
    if !known.has_pin && purpose != Purpose::ChangePin {
        return Err(ToolError::refused(text!(turn.texts, "security-no-pin")));
    }
    ask(turn, purpose, need).await
}

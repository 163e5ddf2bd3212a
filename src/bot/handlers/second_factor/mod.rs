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
use crate::tools::ToolError;
use crate::tools::second_factor::{Ask, Need, State, needed, state};

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
    let until = until.with_timezone(&zone).format("%H:%M");
    let words = format!(
        "🔒 Five wrong tries: locked until <b>{until}</b>. Nothing was changed or sent. If that was not you, somebody has your phone."
    );
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

/// `/security`, alone or with what is to be changed.
pub(super) async fn command(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    let known = state(turn.context().await?).await?;
    if argument.is_empty() {
        turn.reply(shown(&known));
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
        return Err(ToolError::invalid("I read /security pin 50 and /security code 500: from which amount on I ask."));
    };
    if !known.has_pin {
        return Err(ToolError::refused("Set a PIN first: /security does that."));
    }
    // Only to hear that it is refused for now: it needs more than this anyway.
    needed(turn.context().await?, Ask { changes_limits: true, ..Ask::default() }).await?;
    ask(turn, Purpose::ChangeLimits { change }, Need::PinAndCode).await
}

fn shown(known: &State) -> Outgoing {
    if !known.has_pin {
        return Outgoing {
            buttons: vec![vec![SecurityAction::ChangePin.button("Set a PIN")]],
            ..Outgoing::html(format!(
                "<b>Security</b>\nNo PIN is set. With one, I ask for it before the first payment to somebody new, before \
                 limits change, and before any payment above {}. Above that amount I have you choose one anyway.",
                known.pin_above.normalize()
            ))
        };
    }
    let pin = format!("PIN: set, asked for above {} (/security pin 50 changes that)", known.pin_above.normalize());
    let app = match known.has_app {
        true => format!(
            "Authenticator app: set up, its code is asked for above {} (/security code 500 changes that)\nRecovery codes left: {}",
            known.code_above.normalize(),
            known.recovery_codes_left
        ),
        false => "Authenticator app: not set up".to_owned(),
    };
    let session = match known.keeps_session {
        true => "After a right PIN I don't ask for 15 minutes.",
        false => "I ask each time.",
    };
    let mut buttons =
        vec![vec![SecurityAction::ChangePin.button("Change PIN"), SecurityAction::RemovePin.button("Remove PIN")]];
    buttons.push(match known.has_app {
        true => vec![
            SecurityAction::RemoveApp.button("Remove the app"),
            SecurityAction::NewRecoveryCodes.button("New recovery codes"),
        ],
        false => vec![SecurityAction::SetUpApp.button("Set up an authenticator app")],
    });
    let session_words = if known.keeps_session { "Ask each time" } else { "Ask once in 15 minutes" };
    buttons.push(vec![SecurityAction::Session { on: !known.keeps_session }.button(session_words)]);
    Outgoing { buttons, ..Outgoing::html(format!("<b>Security</b>\n{pin}\n{app}\n{session}")) }
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
        return Err(ToolError::refused("No PIN is set. /security sets one."));
    }
    ask(turn, purpose, need).await
}

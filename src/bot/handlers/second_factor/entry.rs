//! The keypad: shown, pressed, and what was entered on it.

use tokio::time::Instant;
use uuid::Uuid;

use super::{Purpose, Step, locked, passed, prompt};
use crate::bot::asking::Asking;
use crate::bot::keypads::{Key, Pressed};
use crate::bot::outgoing::{Button, Outgoing};
use crate::bot::security_button::KeypadKey;
use crate::bot::turn::Turn;
use crate::config::Secret;
use crate::store::second_factor::Prompt;
use crate::text;
use crate::texts::Texts;
use crate::tools::ToolError;
use crate::tools::second_factor::pin::{DIGITS_MAX, DIGITS_MIN, NoPin, Pin};
use crate::tools::second_factor::{Tried, set_pin, state, try_pin};

/// Shows a keypad in a message of its own; an older one loses its keys.
pub(super) async fn open(turn: &mut Turn, purpose: &Purpose, step: Step, needs_code: bool) -> Result<(), ToolError> {
    let now = turn.now;
    let older = turn.context().await?.book().await?.prompt(now).await?;
    if let Some(message) = older.and_then(|older| older.message_id) {
        turn.remove_buttons(message).await;
    }
    let mut prompt = prompt(turn, purpose, step, needs_code, None);
    turn.bot.keypads.open(turn.chat_id, prompt.id, None, Instant::now());
    prompt.message_id = Some(show(turn, &prompt, 0, "").await?);
    Ok(turn.context().await?.book().await?.set_prompt(&prompt).await?)
}

/// Shows the keypad as it is; the message that shows it.
async fn show(turn: &Turn, prompt: &Prompt, digits: usize, notice: &str) -> Result<i32, ToolError> {
    let asks = match (Step::of(prompt), turn.bot.keypads.first(turn.chat_id)) {
        (Some(Step::Choose), None) => {
            text!(turn.texts, "pin-choose", min = DIGITS_MIN.to_string(), max = DIGITS_MAX.to_string())
        }
        (Some(Step::Choose), Some(_)) => text!(turn.texts, "pin-same-again"),
        _ => text!(turn.texts, "pin-yours"),
    };
    let dots = if digits == 0 { "–".to_owned() } else { "● ".repeat(digits) };
    let html = [notice, &format!("{}\n{}", text!(turn.texts, "pin-keypad", asks = asks), dots.trim_end())];
    let html = html.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    let layout = turn.bot.keypads.layout(turn.chat_id).unwrap_or_default();
    let keypad = Outgoing { buttons: keys(turn, prompt, &layout), edits: prompt.message_id, ..Outgoing::html(html) };
    // Not by the outbox: it is on disk, and the labels are the digits.
    let sent = keypad.send(&turn.bot.telegram, turn.chat_id, None).await.map_err(ToolError::failed)?;
    Ok(sent.message_id)
}

/// Three to a row, the tenth between "back" and "OK".
fn keys(turn: &Turn, prompt: &Prompt, layout: &[char]) -> Vec<Vec<Button>> {
    let key = |key, text: &str| KeypadKey { worker: turn.claim.worker, prompt: prompt.id, key }.button(text);
    let mut digits: Vec<Button> =
        (0_u8..).zip(layout).map(|(place, digit)| key(Key::Place(place), &digit.to_string())).collect();
    let tenth = digits.pop();
    let mut rows: Vec<Vec<Button>> = digits.chunks(3).map(<[Button]>::to_vec).collect();
    rows.push([Some(key(Key::Back, "⌫")), tenth, Some(key(Key::Done, "OK"))].into_iter().flatten().collect());
    let forgot =
        (Step::of(prompt) == Some(Step::Pin)).then(|| key(Key::Forgot, &text!(turn.texts, "button-pin-forgot")));
    rows.push(forgot.into_iter().chain([key(Key::Cancel, &text!(turn.texts, "button-cancel"))]).collect());
    rows
}

/// A key was pressed.
pub(in crate::bot::handlers) async fn pressed(
    turn: &mut Turn,
    key: KeypadKey,
    message: Option<i32>,
) -> Result<(), ToolError> {
    let (chat, update) = (turn.chat_id, turn.claim.update_id);
    match turn.bot.keypads.press(chat, key.prompt, key.key, update, Instant::now()) {
        Pressed::Before => Ok(()),
        Pressed::Digits(digits) => redraw(turn, key.prompt, digits, message).await,
        Pressed::Cancelled => cancel(turn, key.prompt, message).await,
        Pressed::Forgotten => forgotten(turn, key.prompt, message).await,
        Pressed::Entered(digits) => match asked(turn, key.prompt).await? {
            Some(prompt) => entered(turn, prompt, &digits).await,
            None => over(turn, message),
        },
        Pressed::Unknown if key.key == Key::Cancel => cancel(turn, key.prompt, message).await,
        Pressed::Unknown if key.key == Key::Forgot => forgotten(turn, key.prompt, message).await,
        Pressed::Unknown => match asked(turn, key.prompt).await? {
            Some(prompt) => anew(turn, &prompt, None, &text!(turn.texts, "pin-keypad-lost")).await,
            None => over(turn, message),
        },
    }
}

/// The question that the keypad belongs to, while it waits for one.
async fn asked(turn: &mut Turn, id: Uuid) -> Result<Option<Prompt>, ToolError> {
    let now = turn.now;
    let prompt = turn.context().await?.book().await?.prompt(now).await?;
    Ok(prompt.filter(|prompt| prompt.id == id && matches!(Step::of(prompt), Some(Step::Pin | Step::Choose))))
}

fn over(turn: &mut Turn, message: Option<i32>) -> Result<(), ToolError> {
    turn.reply(Outgoing { edits: message, ..Outgoing::plain(&text!(turn.texts, "pin-keypad-over")) });
    Ok(())
}

async fn cancel(turn: &mut Turn, id: Uuid, message: Option<i32>) -> Result<(), ToolError> {
    if asked(turn, id).await?.is_none() {
        return over(turn, message);
    }
    turn.context().await?.book().await?.end_prompt().await?;
    turn.reply(Outgoing { edits: message, ..Outgoing::plain(&text!(turn.texts, "pin-cancelled")) });
    Ok(())
}

/// The PIN is forgotten: a code of the app leads to a new one, else the way to whoever runs this is told.
async fn forgotten(turn: &mut Turn, id: Uuid, message: Option<i32>) -> Result<(), ToolError> {
    let Some(asked) = asked(turn, id).await?.filter(|asked| Step::of(asked) == Some(Step::Pin)) else {
        return over(turn, message);
    };
    let known = state(turn.context().await?).await?;
    if !known.has_app {
        let number = turn.sender.user.0;
        let amount = known.pin_above.normalize().to_string();
        let words = text!(turn.texts, "pin-take-away", number = number.to_string(), amount = amount);
        turn.reply(Outgoing::html(words));
        return Ok(());
    }
    let prompt = prompt(turn, &Purpose::ForgottenPin, Step::Code, false, message.or(asked.message_id));
    turn.context().await?.book().await?.set_prompt(&prompt).await?;
    turn.bot.keypads.close(turn.chat_id);
    turn.ask(Some(Asking::Code));
    let words = text!(turn.texts, "pin-code-for-new");
    turn.reply(Outgoing { edits: prompt.message_id, ..Outgoing::plain(&words) });
    Ok(())
}

/// Shows how many digits there are. It only decorates, so a failure is left alone.
async fn redraw(turn: &mut Turn, id: Uuid, digits: usize, message: Option<i32>) -> Result<(), ToolError> {
    let Some(mut prompt) = asked(turn, id).await? else { return over(turn, message) };
    prompt.message_id = message.or(prompt.message_id);
    if let Err(error) = show(turn, &prompt, digits, "").await {
        tracing::debug!(%error, "the keypad's dots were not shown");
    }
    Ok(())
}

/// Shows an empty keypad with another layout in the same message.
async fn anew(turn: &Turn, prompt: &Prompt, first: Option<Secret<String>>, notice: &str) -> Result<(), ToolError> {
    turn.bot.keypads.open(turn.chat_id, prompt.id, first, Instant::now());
    show(turn, prompt, 0, notice).await.map(drop)
}

/// A whole PIN was entered.
async fn entered(turn: &mut Turn, prompt: Prompt, digits: &Secret<String>) -> Result<(), ToolError> {
    let vault = turn.bot.app.vault.clone();
    if Step::of(&prompt) == Some(Step::Choose) {
        return chosen(turn, prompt, digits).await;
    }
    match try_pin(digits, &vault, turn.context().await?).await? {
        Tried::Right if prompt.needs_code => {
            let message = prompt.message_id;
            let prompt = Prompt { step: Step::Code.as_str().to_owned(), ..prompt };
            turn.context().await?.book().await?.set_prompt(&prompt).await?;
            turn.bot.keypads.close(turn.chat_id);
            turn.ask(Some(Asking::Code));
            let words = text!(turn.texts, "pin-now-code");
            turn.reply(Outgoing { edits: message, ..Outgoing::plain(&words) });
            Ok(())
        }
        Tried::Right => {
            let words = text!(turn.texts, "pin-accepted");
            passed(turn, prompt, &words).await
        }
        Tried::Wrong { left } => {
            // Counted before it is seen.
            turn.keep_so_far().await?;
            anew(turn, &prompt, None, &text!(turn.texts, "pin-wrong", count = left)).await
        }
        Tried::Locked { until } => {
            turn.context().await?.book().await?.end_prompt().await?;
            turn.bot.keypads.close(turn.chat_id);
            locked(turn, until, prompt.message_id).await
        }
    }
}

/// A new PIN was entered, the first or the second time.
async fn chosen(turn: &mut Turn, prompt: Prompt, digits: &Secret<String>) -> Result<(), ToolError> {
    let vault = turn.bot.app.vault.clone();
    let pin = match Pin::new(digits.expose()) {
        Ok(pin) => pin,
        Err(reason) => return anew(turn, &prompt, None, &no_pin(turn.texts, reason)).await,
    };
    match turn.bot.keypads.first(turn.chat_id) {
        None => anew(turn, &prompt, Some(digits.clone()), "").await,
        Some(first) if first != *digits => anew(turn, &prompt, None, &text!(turn.texts, "pin-two-different")).await,
        Some(_) => {
            set_pin(&pin, &vault, turn.context().await?).await?;
            let is_all = prompt.purpose == serde_json::json!(Purpose::ChangePin);
            let words = text!(turn.texts, "pin-set");
            if !is_all {
                return passed(turn, prompt, &words).await;
            }
            turn.context().await?.book().await?.end_prompt().await?;
            turn.bot.keypads.close(turn.chat_id);
            turn.reply(Outgoing { edits: prompt.message_id, ..Outgoing::plain(&words) });
            Ok(())
        }
    }
}

/// Why digits are no PIN.
fn no_pin(texts: &Texts, reason: NoPin) -> String {
    match reason {
        NoPin::Length => text!(texts, "pin-length", min = DIGITS_MIN.to_string(), max = DIGITS_MAX.to_string()),
        NoPin::Obvious => text!(texts, "pin-obvious", one = "1234", other = "1212"),
    }
}

//! A file that does not add up: shown part by part, corrected by hand, before anything of it is kept.
//!
//! **Invariant:** a correction changes the waiting file's notes alone; what is kept is decided by a button.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::json;
use tokio::time::Instant;
use uuid::Uuid;

use super::import;
use crate::agent::format;
use crate::bot::asking::Asking;
use crate::bot::button::ButtonAction;
use crate::bot::outgoing::{Button, Outgoing, escape};
use crate::bot::render::review;
use crate::bot::render::rows::signed;
use crate::bot::turn::Turn;
use crate::domain::Currency;
use crate::store::waiting_files::{WaitingFile, WaitsFor};
use crate::text;
use crate::texts::Texts;
use crate::tools::corrections::Correction;
use crate::tools::parse::typed::{amount, date};
use crate::tools::reading::{Parse, ReadLine, Reading};
use crate::tools::{ErrorKind, Tool as _, ToolError};

/// Letters of a row that a person adds.
const DESCRIPTION_LETTERS_MAX: usize = 200;

/// How corrections are typed, with examples in the form that is read.
fn how(texts: &Texts) -> String {
    text!(
        texts,
        "correct-how",
        row = "14",
        amount = "12.50",
        date = "3 Feb",
        balance = "1,234.50",
        added = "-3.50",
        opening = "100",
        closing = "87.50"
    )
}

/// Shows a part of it.
pub(super) async fn show(
    turn: &mut Turn,
    file: Uuid,
    part: Option<u16>,
    message_id: Option<i32>,
) -> Result<(), ToolError> {
    let waiting = waiting(turn, file).await?;
    let Some(reading) = read(turn, &waiting).await? else { return Ok(()) };
    let shown = review::part(turn.texts, &reading, part);
    let mut turns = Vec::new();
    let to = |place: usize| Some(u16::try_from(place).unwrap_or(u16::MAX));
    if let Some(before) = shown.place.checked_sub(1) {
        turns.push(ButtonAction::Review { file, part: to(before) }.button(text!(turn.texts, "button-before")));
    }
    if shown.place + 1 < shown.parts {
        turns.push(ButtonAction::Review { file, part: to(shown.place + 1) }.button(text!(turn.texts, "button-after")));
    }
    let mut buttons = vec![turns];
    buttons.retain(|row| !row.is_empty());
    buttons.extend(decisions(turn.texts, &waiting, review::has_gap(&reading)));
    let gaps = match review::has_gap(&reading) {
        true if shown.html.contains(review::DOUBTFUL) => {
            text!(turn.texts, "review-doubtful", sign = review::DOUBTFUL, gaps = review::gaps(turn.texts, &reading))
        }
        true => review::gaps(turn.texts, &reading),
        false => text!(turn.texts, "review-adds-up"),
    };
    turn.reply(Outgoing { buttons, edits: message_id, ..Outgoing::html(format!("{}\n\n{gaps}", shown.html)) });
    Ok(())
}

/// It was opened by its password once more.
pub(super) async fn resume(turn: &mut Turn, waiting: WaitingFile) -> Result<(), ToolError> {
    said(turn, waiting, &text!(turn.texts, "review-still-here")).await
}

/// "Correct it" was tapped.
pub(super) fn ask(turn: &mut Turn, file: Uuid) -> Result<(), ToolError> {
    turn.ask(Some(Asking::Correction { file }));
    turn.reply(Outgoing::html(how(turn.texts)));
    Ok(())
}

/// A correction was typed.
pub(super) async fn typed(turn: &mut Turn, file: Uuid, text: &str) -> Result<(), ToolError> {
    let mut waiting = waiting(turn, file).await?;
    let Some(reading) = read(turn, &waiting).await? else { return Ok(()) };
    let today = turn.context().await?.today;
    let Some((correction, words)) = correction(turn.texts, text, &reading, today) else {
        turn.reply(Outgoing::html(text!(turn.texts, "review-unreadable", how = how(turn.texts))));
        return Ok(());
    };
    let mut corrections = corrections(&waiting);
    corrections.push(correction);
    waiting.corrections = json!(corrections);
    said(turn, waiting, &words).await
}

/// "Take that back" was tapped.
pub(super) async fn take_back(turn: &mut Turn, file: Uuid, message_id: Option<i32>) -> Result<(), ToolError> {
    if let Some(message_id) = message_id {
        turn.remove_buttons(message_id).await;
    }
    let mut waiting = waiting(turn, file).await?;
    let mut corrections = corrections(&waiting);
    corrections.pop();
    waiting.corrections = json!(corrections);
    said(turn, waiting, &text!(turn.texts, "review-taken-back")).await
}

/// What is left of the gap after a change; an error leaves the file as it was.
async fn said(turn: &mut Turn, waiting: WaitingFile, words: &str) -> Result<(), ToolError> {
    let Some(reading) = read(turn, &waiting).await? else { return Ok(()) };
    let (chat, now) = (turn.chat_id, turn.now);
    let book = turn.context().await?.book().await?;
    book.take_waiting_file(waiting.id).await?;
    book.insert_waiting_file(chat, &waiting, WaitsFor::Decision, now).await?;
    let has_gap = review::has_gap(&reading);
    let texts = turn.texts;
    let rest = if has_gap { review::gaps(texts, &reading) } else { text!(texts, "review-adds-up") };
    let mut buttons = decisions(texts, &waiting, has_gap);
    buttons.push(vec![ButtonAction::Review { file: waiting.id, part: None }.button(text!(texts, "button-rows"))]);
    turn.reply(Outgoing { buttons, ..Outgoing::html(format!("{words}\n{rest}")) });
    Ok(())
}

/// The ways on from here.
pub(super) fn decisions(texts: &Texts, waiting: &WaitingFile, has_gap: bool) -> Vec<Vec<Button>> {
    let file = waiting.id;
    let mut correct = vec![ButtonAction::Correct { file }.button(text!(texts, "button-correct"))];
    if !corrections(waiting).is_empty() {
        correct.push(ButtonAction::Uncorrect { file }.button(text!(texts, "button-uncorrect")));
    }
    let keep = if has_gap { text!(texts, "button-keep-with-gap") } else { text!(texts, "button-keep-file") };
    let decide = vec![
        ButtonAction::Keep { file }.button(keep),
        ButtonAction::Drop { file }.button(text!(texts, "button-leave-file")),
    ];
    if has_gap { vec![correct, decide] } else { vec![decide, correct] }
}

/// What a waiting file's notes say.
pub(super) fn corrections(waiting: &WaitingFile) -> Vec<Correction> {
    serde_json::from_value(waiting.corrections.clone()).unwrap_or_default()
}

async fn waiting(turn: &mut Turn, file: Uuid) -> Result<WaitingFile, ToolError> {
    let found = turn.context().await?.book().await?.file_without_decision(file).await?;
    if found.is_none() && matches!(turn.asking, Some(Asking::Correction { .. })) {
        turn.ask(None);
        turn.reply(Outgoing::plain(&text!(turn.texts, "file-gone")));
    }
    found.ok_or_else(|| ToolError::not_found(text!(turn.texts, "file-gone")))
}

/// Reads it again with its corrections; `None` when its password has to be asked for first.
async fn read(turn: &mut Turn, waiting: &WaitingFile) -> Result<Option<Reading>, ToolError> {
    let upload = import::fetch(turn, waiting).await?;
    let password = turn.bot.passwords.of(waiting.id, Instant::now());
    let context = turn.context().await?;
    context.upload = Some(upload);
    match (Parse { password, corrections: corrections(waiting) }).call(context).await {
        Ok(reading) => Ok(Some(reading)),
        Err(error) if error.kind == ErrorKind::PasswordNeeded => {
            import::wait(turn, waiting.clone(), error).await?;
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// What was typed, and how it is said back.
fn correction(texts: &Texts, text: &str, reading: &Reading, today: NaiveDate) -> Option<(Correction, String)> {
    let text = text.trim();
    let statement = &reading.statement;
    let currency = statement.account.currency.unwrap_or(Currency::NONE);
    let period = statement.period;
    let (first, rest) = text.split_once(char::is_whitespace)?;
    let rest = rest.trim();
    match first.to_lowercase().as_str() {
        "row" => return correction(texts, rest, reading, today),
        "opening" => {
            let balance = amount(rest, Decimal::ONE)?;
            let words = text!(texts, "corrected-opening", balance = format::money(balance, currency));
            return Some((Correction::Opening { balance }, words));
        }
        "closing" => {
            let balance = amount(rest, Decimal::ONE)?;
            let words = text!(texts, "corrected-closing", balance = format::money(balance, currency));
            return Some((Correction::Closing { balance }, words));
        }
        "add" => return added(texts, rest, reading, today),
        _ => {}
    }
    let row: usize = first.trim_end_matches(['.', ':']).parse().ok()?;
    let read = row_of(reading, row)?;
    let (number, name) = (row.to_string(), escape(&read.description));
    match rest.to_lowercase().as_str() {
        "delete" | "remove" => {
            return Some((Correction::Remove { row }, text!(texts, "corrected-removed", row = number, name = name)));
        }
        other => {
            if let Some(balance) = other.strip_prefix("balance") {
                let balance = amount(balance, read.balance.unwrap_or(Decimal::ONE))?;
                let words = text!(texts, "corrected-balance", row = number, balance = format::money(balance, currency));
                return Some((Correction::Balance { row, balance }, words));
            }
        }
    }
    if let Some(amount) = amount(rest, read.amount) {
        let words = text!(texts, "corrected-amount", row = number, amount = signed(amount, currency), name = name);
        return Some((Correction::Amount { row, amount }, words));
    }
    let date = date(rest, period, today)?;
    let words = text!(texts, "corrected-date", row = number, date = format::date(date), name = name);
    Some((Correction::Date { row, date }, words))
}

/// `3 Feb Coffee -3.50`
fn added(texts: &Texts, text: &str, reading: &Reading, today: NaiveDate) -> Option<(Correction, String)> {
    let period = reading.statement.period;
    let currency = reading.statement.account.currency.unwrap_or(Currency::NONE);
    let (rest, money) = text.rsplit_once(char::is_whitespace)?;
    let amount = amount(money, Decimal::NEGATIVE_ONE)?;
    // The longest beginning that is a date: "3 Feb" and "3 Feb 2026" both are.
    let ends = rest.char_indices().filter(|(_, letter)| letter.is_whitespace()).map(|(at, _)| at);
    let (date, description) = ends
        .filter_map(|at| {
            let (day, text) = rest.split_at_checked(at)?;
            Some((date(day, period, today)?, text.trim()))
        })
        .next_back()?;
    let description: String = description.chars().take(DESCRIPTION_LETTERS_MAX).collect();
    if description.is_empty() {
        return None;
    }
    let words = text!(
        texts,
        "corrected-added",
        date = format::date(date),
        name = escape(&description),
        amount = format::money(amount, currency)
    );
    Some((Correction::Add { date, description, amount }, words))
}

/// The row of this number.
fn row_of(reading: &Reading, number: usize) -> Option<&ReadLine> {
    let statements = std::iter::once(&reading.statement).chain(&reading.statements);
    statements.flat_map(|statement| &statement.transactions).nth(number.checked_sub(1)?)
}

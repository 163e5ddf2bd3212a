//! A file arrives: read, proven, sorted, kept.
//!
//! **Invariant:** a file that does not add up is kept on a button alone, and no password is kept anywhere.

use chrono::{Datelike as _, Days};
use serde_json::json;
use teloxide::types::ChatAction;
use tokio::time::Instant;
use uuid::Uuid;

use super::{pictures, render, review, settings};
use crate::agent::format;
use crate::bot::asking::Asking;
use crate::bot::button::ButtonAction;
use crate::bot::charts::Picture;
use crate::bot::event::SentFile;
use crate::bot::outgoing::{FileKind, Outgoing, OutgoingFile, escape};
use crate::bot::telegram::{CallError, DOWNLOAD_BYTES_MAX};
use crate::bot::turn::Turn;
use crate::demo::{Layout, pdf, year};
use crate::domain::Period;
use crate::store::waiting_files::{WaitingFile, WaitsFor};
use crate::text;
use crate::tools::filter::Filter;
use crate::tools::import::{Import, Imported};
use crate::tools::{ErrorKind, Tool as _, ToolError, Upload};

/// Passwords that are tried on a file.
const TRIES_MAX: i16 = 3;
/// Files that one password is tried on: more than a year of monthly statements.
const FILES_A_PASSWORD: i64 = 24;
/// The household of the README's picture.
const DEMO_SEED: u64 = 7;
/// Its months, of which the last is shown: a usual one, while the household's holiday lies before it.
const DEMO_MONTHS: u32 = 4;

/// What is done with a file.
#[derive(Clone, Debug, Default)]
struct How {
    password: Option<String>,
    accept_gap: bool,
}

/// A document was sent.
pub(super) async fn receive(turn: &mut Turn, file: SentFile) -> Result<(), ToolError> {
    if file.size_bytes > DOWNLOAD_BYTES_MAX {
        let limit = (DOWNLOAD_BYTES_MAX / 1024 / 1024).to_string();
        return Err(ToolError::refused(text!(turn.texts, "file-too-large", limit = limit)));
    }
    if file.mime_type.as_deref().is_some_and(|mime| mime.starts_with("image/")) {
        return Err(ToolError::refused(text!(turn.texts, "photo")));
    }
    let waiting = WaitingFile {
        id: Uuid::now_v7(),
        telegram_file_id: file.file_id,
        file_name: file.file_name,
        corrections: json!([]),
        tries: 0,
    };
    fetch_and_keep(turn, waiting, How::default()).await
}

/// The password of the files that wait for one was typed.
pub(super) async fn password(turn: &mut Turn, text: &str, message_id: i32) -> Result<(), ToolError> {
    turn.delete_message(message_id).await;
    let chat = turn.chat_id;
    let files = turn.context().await?.book().await?.files_without_password(chat, FILES_A_PASSWORD).await?;
    turn.roll_back();
    turn.ask(None);
    let how = How { password: Some(text.trim().to_owned()), accept_gap: false };
    for file in files {
        turn.context().await?.book().await?.take_waiting_file(file.id).await?;
        // A file that still does not open waits again, under its old number.
        fetch_and_keep(turn, file, how.clone()).await?;
        turn.keep_so_far().await?;
    }
    Ok(())
}

/// "Keep it with the gap" was tapped.
pub(super) async fn keep(turn: &mut Turn, file: Uuid, message_id: Option<i32>) -> Result<(), ToolError> {
    if let Some(message_id) = message_id {
        turn.remove_buttons(message_id).await;
    }
    match turn.context().await?.book().await?.take_waiting_file(file).await? {
        Some(file) => {
            turn.ask(None);
            let password = turn.bot.passwords.of(file.id, Instant::now());
            fetch_and_keep(turn, file, How { password, accept_gap: true }).await
        }
        None => Err(ToolError::not_found(text!(turn.texts, "file-gone"))),
    }
}

/// "Leave it" was tapped.
pub(super) async fn let_go(turn: &mut Turn, file: Uuid, message_id: Option<i32>) -> Result<(), ToolError> {
    if let Some(message_id) = message_id {
        turn.remove_buttons(message_id).await;
    }
    let chat = turn.chat_id;
    let book = turn.context().await?.book().await?;
    book.take_waiting_file(file).await?;
    let waits_for_password = !book.files_without_password(chat, 1).await?.is_empty();
    turn.bot.passwords.forget(file);
    match turn.asking {
        Some(Asking::Password) if !waits_for_password => turn.ask(None),
        Some(Asking::Correction { file: corrected }) if corrected == file => turn.ask(None),
        _ => {}
    }
    turn.reply(Outgoing::plain(&text!(turn.texts, "file-dropped")));
    Ok(())
}

/// "Try a demo statement" was tapped: last month of an example household, imported like any other file.
pub(super) async fn demo(turn: &mut Turn) -> Result<(), ToolError> {
    let today = turn.context().await?.today;
    let last_month_ends = today.with_day(1).and_then(|first| first.checked_sub_days(Days::new(1))).unwrap_or(today);
    let statements = year(DEMO_SEED, last_month_ends, DEMO_MONTHS);
    let current = statements.iter().filter(|statement| statement.layout == Layout::UkCurrent);
    let statement = current.max_by_key(|statement| statement.period.to);
    let bytes = statement.and_then(|statement| pdf(statement, statement.layout).ok());
    let (Some(statement), Some(bytes)) = (statement, bytes) else {
        return Err(ToolError::refused(text!(turn.texts, "demo-failed")));
    };
    let file_name = format!("{} {}.pdf", statement.account_name, statement.period.from.format("%Y-%m"));
    turn.show_action(ChatAction::UploadDocument).await;
    turn.reply_with_file(
        Outgoing {
            file: Some(OutgoingFile { kind: FileKind::Document, file_name: file_name.clone() }),
            ..Outgoing::html(text!(turn.texts, "demo-statement"))
        },
        bytes.clone(),
    );
    let upload = Upload { file_name: Some(file_name.clone()), bytes: bytes.into() };
    keep_upload(turn, &file_name, upload, Import::default()).await
}

/// Fetches a file from Telegram and keeps it, or says why not.
async fn fetch_and_keep(turn: &mut Turn, file: WaitingFile, how: How) -> Result<(), ToolError> {
    let shown = escape(file.shown_name());
    turn.show_progress(&text!(turn.texts, "file-fetching", file = shown)).await;
    let upload = fetch(turn, &file).await?;
    turn.show_progress(&text!(turn.texts, "file-reading", file = shown)).await;
    if let Some(password) = &how.password {
        turn.bot.passwords.remember(file.id, password, Instant::now());
    }
    let corrections = review::corrections(&file);
    if !corrections.is_empty() && !how.accept_gap {
        // It waited for its password a second time; what was corrected is kept on a button alone.
        return review::resume(turn, file).await;
    }
    let How { password, accept_gap } = how;
    let import = Import { password, accept_gap, corrections };
    let outcome = keep_upload(turn, file.shown_name(), upload, import).await;
    if !matches!(&outcome, Err(ToolError { kind: ErrorKind::DoesNotAddUp, .. })) {
        turn.bot.passwords.forget(file.id);
    }
    match outcome {
        Ok(()) => Ok(()),
        Err(error) => wait(turn, file, error).await,
    }
}

/// The bytes of a file that Telegram has.
pub(super) async fn fetch(turn: &Turn, file: &WaitingFile) -> Result<Upload, ToolError> {
    match turn.bot.telegram.download(&file.telegram_file_id).await {
        Ok(bytes) => Ok(Upload { file_name: Some(file.shown_name().to_owned()), bytes: bytes.into() }),
        Err(CallError::Refused { .. }) => Err(ToolError::refused(text!(turn.texts, "file-not-given"))),
        Err(error) => Err(ToolError::failed(error)),
    }
}

/// Has a file wait for what it lacks, a password or a decision; any other error is the turn's.
pub(super) async fn wait(turn: &mut Turn, mut file: WaitingFile, error: ToolError) -> Result<(), ToolError> {
    let waits_for = match error.kind {
        ErrorKind::PasswordNeeded | ErrorKind::PasswordWrong => WaitsFor::Password,
        ErrorKind::DoesNotAddUp => WaitsFor::Decision,
        _ => return Err(error),
    };
    // Nothing of the file stays; that it waits does.
    turn.roll_back();
    file.tries += i16::from(error.kind == ErrorKind::PasswordWrong);
    let (chat, now) = (turn.chat_id, turn.now);
    let (texts, shown) = (turn.texts, escape(file.shown_name()));
    let book = turn.context().await?.book().await?;
    book.take_waiting_file(file.id).await?;
    if file.tries >= TRIES_MAX {
        turn.reply_in_place(Outgoing::html(text!(texts, "password-third", file = shown)));
        return Ok(());
    }
    book.insert_waiting_file(chat, &file, waits_for, now).await?;
    let leave = ButtonAction::Drop { file: file.id }.button(text!(texts, "button-leave-file"));
    match waits_for {
        WaitsFor::Password => {
            turn.ask(Some(Asking::Password));
            let words = match error.kind {
                ErrorKind::PasswordWrong => text!(texts, "password-wrong", file = shown),
                _ => text!(texts, "password-needed", file = shown),
            };
            turn.reply_in_place(Outgoing { buttons: vec![vec![leave]], ..Outgoing::html(words) });
        }
        WaitsFor::Decision => {
            let mut buttons = vec![vec![
                ButtonAction::Review { file: file.id, part: None }.button(text!(texts, "button-show-where")),
            ]];
            buttons.extend(review::decisions(texts, &file, true));
            let html = text!(texts, "file-does-not-add-up", file = shown, why = escape(&error.words));
            turn.reply_in_place(Outgoing { buttons, ..Outgoing::html(html) });
        }
    }
    Ok(())
}

/// Reads, proves, sorts and keeps, and says what came out.
async fn keep_upload(turn: &mut Turn, name: &str, upload: Upload, import: Import) -> Result<(), ToolError> {
    let context = turn.context().await?;
    context.upload = Some(upload);
    let imported = import.call(context).await?;
    let Some(action) = imported.action else {
        turn.reply_in_place(Outgoing::html(text!(turn.texts, "file-known", file = escape(name))));
        return Ok(());
    };
    turn.reply_in_place(Outgoing::html(text!(turn.texts, "file-read", file = escape(name))));
    let buttons = vec![
        vec![
            ButtonAction::Fix.button(text!(turn.texts, "button-fix")),
            ButtonAction::Undo { action }.button(text!(turn.texts, "button-undo-import")),
        ],
        vec![ButtonAction::Ask.button(text!(turn.texts, "button-ask-me"))],
    ];
    let html = render::statement::imported(turn.texts, &imported);
    match picture(turn, &imported).await? {
        Some(picture) => {
            let file = OutgoingFile { kind: FileKind::Photo, file_name: "where-it-went.png".to_owned() };
            let html = format!("{html}\n\n{}", escape(&picture.text));
            turn.reply_with_file(Outgoing { buttons, file: Some(file), ..Outgoing::html(html) }, picture.png);
        }
        None => turn.reply(Outgoing { buttons, ..Outgoing::html(html) }),
    }
    settings::ask_after_first_import(turn).await
}

/// Where the money of the statement went; `None` when nothing was spent.
async fn picture(turn: &mut Turn, imported: &Imported) -> Result<Option<Picture>, ToolError> {
    let statements = std::iter::once(&imported.reading.statement).chain(&imported.reading.statements);
    let rows = statements.flat_map(|statement| &statement.transactions);
    let days = || rows.clone().map(|row| row.date);
    let Some((from, to)) = days().min().zip(days().max()) else { return Ok(None) };
    let period = imported.reading.statement.period.unwrap_or(Period { from, to });
    let filter = Filter { period: Some(Period { from, to }), accounts: imported.accounts.clone(), ..Filter::default() };
    let names: Vec<&str> = imported.accounts.iter().map(String::as_str).collect();
    let subtitle = [format::period(period), names.join(", ")];
    let subtitle: Vec<String> = subtitle.into_iter().filter(|part| !part.is_empty()).collect();
    pictures::shares(turn, filter, subtitle.join(" · ")).await
}

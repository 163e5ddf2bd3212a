//! `/statements`: which days each account's statements cover, as a picture and in words, and the files with Undo.

use super::{accounts, pictures, render};
use crate::agent::format;
use crate::bot::button::ButtonAction;
use crate::bot::outgoing::{Button, Outgoing, escape};
use crate::bot::turn::Turn;
use crate::domain::ActionId;
use crate::text;
use crate::texts::Texts;
use crate::tools::statements::{AccountStatements, Statements};
use crate::tools::{Tool as _, ToolError};

/// Files listed of each account: the picture has them all.
const LISTED_MAX: usize = 4;
/// Files with a button.
const BUTTONS_MAX: usize = 8;
/// Letters of a file's name on its button, so that the button stays on one line.
const BUTTON_NAME_LETTERS_MAX: usize = 28;

pub(super) async fn list(turn: &mut Turn) -> Result<(), ToolError> {
    let all = Statements {}.call(turn.context().await?).await?;
    if all.is_empty() {
        turn.reply(render::nothing_yet(turn.texts));
        return Ok(());
    }
    let today = turn.context().await?.today;
    let picture = pictures::coverage(turn.texts, &all, today).await;
    let texts = turn.texts;
    let words = all.iter().map(|account| words(texts, account)).collect::<Vec<_>>().join("\n\n");
    let message = Outgoing { buttons: undo_buttons(texts, &all), ..Outgoing::html(words) };
    turn.reply_with_picture(message, picture, "statements.png");
    Ok(())
}

/// An account: what is known, what is missing, and its latest files.
fn words(texts: &Texts, AccountStatements { account, missing, latest }: &AccountStatements) -> String {
    let mut lines = vec![format!("<b>{}</b>", escape(&account.name))];
    if !account.known.is_empty() {
        lines.push(text!(texts, "statements-known", days = format::periods(texts, &account.known)));
    }
    if !missing.is_empty() {
        lines.push(text!(texts, "statements-missing", days = format::periods(texts, missing)));
    }
    let listed = latest.iter().take(LISTED_MAX);
    lines.extend(listed.map(|statement| accounts::statement_words(texts, statement, account.currency)));
    match account.statements.saturating_sub(latest.len().min(LISTED_MAX) as u64) {
        0 => {}
        more => lines.push(text!(texts, "statements-before", count = more)),
    }
    lines.join("\n")
}

/// A button for each listed file, once also where it has several accounts.
fn undo_buttons(texts: &Texts, all: &[AccountStatements]) -> Vec<Vec<Button>> {
    let mut seen: Vec<ActionId> = Vec::new();
    let mut buttons = Vec::new();
    for statement in all.iter().flat_map(|account| account.latest.iter().take(LISTED_MAX)) {
        // What was typed or paid has no file.
        let name = statement.file_name.as_deref().filter(|_| !seen.contains(&statement.action));
        let Some(name) = name else { continue };
        seen.push(statement.action);
        let words = text!(texts, "button-undo-what", what = format::cut(name, BUTTON_NAME_LETTERS_MAX));
        buttons.push(vec![ButtonAction::Undo { action: statement.action }.button(words)]);
    }
    buttons.truncate(BUTTONS_MAX);
    buttons
}

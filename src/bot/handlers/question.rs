//! Questions in plain words, and the rows behind an answer.

use serde::Deserialize as _;
use teloxide::types::ChatAction;
use uuid::Uuid;

use super::render;
use crate::agent::{format, recording};
use crate::agent::{Answer, ToolOutcome};
use crate::bot::button::ButtonAction;
use crate::bot::outgoing::{Button, Outgoing, escape};
use crate::bot::turn::Turn;
use crate::tools::record::{Recorded, RecordedRow};
use crate::tools::search::{Found, RowOrder, Search};
use crate::tools::summarise::{Summarise, Summary};
use crate::tools::{Tool, ToolError};

/// Rows of one message: a phone's screen.
const ROWS_A_PAGE: u32 = 10;
/// Lists that an answer offers: what its figures stand on, and what they are held against.
const LISTS_MAX: usize = 4;

const SUGGESTIONS: &str = "\
Ask me anything about your money, in plain words. For example:
• how much did I spend on groceries last month?
• top 5 merchants this year
• did I spend more on eating out than the month before?
• what was my biggest purchase in March?
• how much came in last month?";

/// Which of two wordings was meant, only the person knows.
const MENDED_NOTE: &str = "I noted it the way you first wrote it. Tap Undo below my answer and send me the new wording; then it \
    counts once.";

/// Answers a question.
pub(super) async fn ask(turn: &mut Turn, text: &str) -> Result<(), ToolError> {
    let bot = turn.bot.clone();
    if bot.app.agent.model.is_some() {
        turn.show_action(ChatAction::Typing).await;
    }
    let session = format!("chat:{}", turn.chat_id.0);
    let answer = bot.app.agent.ask(text, &session, turn.context().await?).await?;
    turn.reply(Outgoing { buttons: buttons(&answer), ..Outgoing::plain(&answer.answer) });
    Ok(())
}

/// A question that was mended is asked again; a payment that was noted is not noted once more.
pub(super) async fn edited(turn: &mut Turn, text: Option<&str>) -> Result<(), ToolError> {
    match text {
        Some(text) if !text.starts_with('/') && turn.asking.is_none() => {
            let context = turn.context().await?;
            let vocabulary = context.vocabulary().await?;
            if recording::read(text, context.today, &vocabulary).is_some() {
                turn.reply(Outgoing::plain(MENDED_NOTE));
                return Ok(());
            }
            ask(turn, text).await
        }
        _ => Ok(()),
    }
}

pub(super) fn suggest(turn: &mut Turn) {
    turn.reply(Outgoing::html(SUGGESTIONS));
}

/// Shows the rows behind an answer, a page of them.
pub(super) async fn rows(turn: &mut Turn, answer: Uuid, list: u8, offset: u32) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let kept = context.book().await?.tools_of_turn(answer).await?;
    let tools: Vec<ToolOutcome> = kept.and_then(|tools| Vec::deserialize(tools).ok()).unwrap_or_default();
    let lists = lists(&tools);
    let Some(asked) = lists.into_iter().nth(usize::from(list)) else {
        return Err(ToolError::not_found("I don't have that answer any more. Ask again and I show the rows."));
    };
    let search = Search { limit: Some(ROWS_A_PAGE), offset, ..asked.search };
    let found = search.call(context).await?;
    let today = context.today;
    let next = offset.saturating_add(ROWS_A_PAGE);
    let more = (found.rows_left_out > 0).then(|| {
        let words = format!("More ({} left)", found.rows_left_out);
        vec![ButtonAction::Rows { turn: answer, list, offset: next }.button(words)]
    });
    turn.reply(Outgoing {
        buttons: more.into_iter().collect(),
        ..Outgoing::html(render::rows::page(&found, offset, today))
    });
    Ok(())
}

/// One list of rows that an answer stands on.
struct List {
    label: String,
    search: Search,
}

/// "Undo" and a category for each payment that was noted.
fn buttons_of_note(recorded: &Recorded) -> Vec<Vec<Button>> {
    let undo = ButtonAction::Undo { action: recorded.action }.button("Undo");
    let category = |row: &RecordedRow, label: String| ButtonAction::TypeCategory { row: row.id }.button(label);
    match recorded.rows.as_slice() {
        [only] => vec![vec![undo, category(only, "Category".to_owned())]],
        several => {
            let named = |row: &RecordedRow| vec![category(row, format!("Category: {}", named(row)))];
            std::iter::once(vec![undo]).chain(several.iter().map(named)).collect()
        }
    }
}

/// What a payment was for, as it fits a button.
fn named(row: &RecordedRow) -> String {
    const LETTERS_MAX: usize = 24;
    let name = if row.what.is_empty() { row.payee.as_deref().unwrap_or_default() } else { &row.what };
    match name.char_indices().nth(LETTERS_MAX) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default()),
        None => name.to_owned(),
    }
}

/// "Show the rows", or one button for each side of a comparison.
fn buttons(answer: &Answer) -> Vec<Vec<Button>> {
    if let Some(recorded) = answer.tools.iter().find_map(ToolOutcome::get::<Recorded>) {
        return buttons_of_note(&recorded);
    }
    let lists = lists(&answer.tools);
    let button = |(index, list): (usize, &List), label: String| {
        let list_number = u8::try_from(index).unwrap_or_default();
        let _ = list;
        vec![ButtonAction::Rows { turn: answer.turn, list: list_number, offset: 0 }.button(label)]
    };
    match lists.as_slice() {
        [] => Vec::new(),
        [only] => vec![button((0, only), "Show the rows".to_owned())],
        several => several
            .iter()
            .enumerate()
            .map(|(index, list)| button((index, list), format!("Rows: {}", list.label)))
            .collect(),
    }
}

/// What the calls of an answer looked at, in their order, each once.
fn lists(tools: &[ToolOutcome]) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    for tool in tools {
        for list in lists_of(tool) {
            if !lists.iter().any(|known| known.search == list.search) {
                lists.push(list);
            }
        }
    }
    lists.truncate(LISTS_MAX);
    lists
}

fn lists_of(tool: &ToolOutcome) -> Vec<List> {
    match tool.name.as_str() {
        Summarise::NAME => {
            let (Ok(asked), Some(summary)) = (Summarise::deserialize(&tool.args), tool.get::<Summary>()) else {
                return Vec::new();
            };
            let list = |filter: crate::tools::filter::Filter| List {
                label: label(&filter),
                search: Search { filter, order: RowOrder::Newest, limit: None, offset: 0 },
            };
            let own = summary.totals.iter().any(|total| total.rows > 0);
            let other = summary.comparisons.iter().any(|comparison| comparison.other_rows > 0);
            let own = own.then(|| list(asked.rows_behind(summary.period)));
            own.into_iter().chain(asked.rows_against().filter(|_| other).map(list)).collect()
        }
        Search::NAME => {
            let (Ok(search), Some(found)) = (Search::deserialize(&tool.args), tool.get::<Found>()) else {
                return Vec::new();
            };
            let label = label(&search.filter);
            let shown = found.totals.iter().any(|total| total.rows > 0);
            shown.then_some(List { label, search }).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// What tells a list from the others of the same answer.
fn label(filter: &crate::tools::filter::Filter) -> String {
    let named = filter.merchants.iter().chain(&filter.categories).chain(&filter.accounts);
    let words: Vec<String> = named.map(|word| escape(word)).chain(filter.period.map(format::period)).collect();
    match words.is_empty() {
        true => "all".to_owned(),
        false => words.join(", "),
    }
}

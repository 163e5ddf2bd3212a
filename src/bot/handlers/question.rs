//! Questions in plain words, and the rows behind an answer.

use serde::Deserialize as _;
use teloxide::types::ChatAction;
use uuid::Uuid;

use super::render;
use crate::agent::format;
use crate::agent::{Answer, ToolOutcome};
use crate::bot::button::{ButtonAction, ListPlace, RowAction, RowStep};
use crate::bot::outgoing::{Button, Outgoing, escape};
use crate::bot::turn::Turn;
use crate::tools::search::{Found, FoundRow, RowOrder, Search};
use crate::tools::summarise::{Summarise, Summary};
use crate::tools::{Tool, ToolError};

/// Rows of one message: a phone's screen.
pub(super) const ROWS_A_PAGE: u32 = 10;
/// Numbers of rows beside each other: as many as stay large enough for a thumb.
const NUMBERS_A_LINE: usize = 5;
/// Lists that an answer offers: what its figures stand on, and what they are held against.
const LISTS_MAX: usize = 4;

const SUGGESTIONS: &str = "\
Ask me anything about your money, in plain words. For example:
• how much did I spend on groceries last month?
• top 5 merchants this year
• did I spend more on eating out than the month before?
• what was my biggest purchase in March?
• how much came in last month?";

/// Answers a question.
pub(super) async fn ask(turn: &mut Turn, text: &str) -> Result<(), ToolError> {
    let answer = answer(turn, text).await?;
    turn.reply(Outgoing { buttons: buttons(&answer), ..Outgoing::plain(&answer.answer) });
    Ok(())
}

async fn answer(turn: &mut Turn, text: &str) -> Result<Answer, ToolError> {
    let bot = turn.bot.clone();
    if bot.app.agent.model.is_some() {
        turn.show_action(ChatAction::Typing).await;
    }
    let session = format!("chat:{}", turn.chat_id.0);
    bot.app.agent.ask(text, &session, turn.context().await?).await
}

/// A question that was mended is asked again.
pub(super) async fn edited(turn: &mut Turn, text: Option<&str>) -> Result<(), ToolError> {
    match text {
        Some(text) if !text.starts_with('/') && turn.asking.is_none() => ask(turn, text).await,
        _ => Ok(()),
    }
}

pub(super) fn suggest(turn: &mut Turn) {
    turn.reply(Outgoing::html(SUGGESTIONS));
}

/// Answers `/search`: what was looked for, and the rows with a button each.
pub(super) async fn search(turn: &mut Turn, text: &str) -> Result<(), ToolError> {
    let answer = answer(turn, text).await?;
    if lists(&answer.tools).len() != 1 {
        turn.reply(Outgoing { buttons: buttons(&answer), ..Outgoing::plain(&answer.answer) });
        return Ok(());
    }
    let page = page(turn, answer.turn, 0, 0).await?;
    let asked = answer.answer.lines().next().unwrap_or_default();
    turn.reply(Outgoing { html: format!("{}\n{}", escape(asked), page.html), ..page });
    Ok(())
}

/// Shows the rows behind an answer, a page of them.
pub(super) async fn rows(turn: &mut Turn, answer: Uuid, list: u8, offset: u32) -> Result<(), ToolError> {
    let page = page(turn, answer, list, offset).await?;
    turn.reply(page);
    Ok(())
}

/// A page of the rows behind an answer, with a button for each row.
pub(super) async fn page(turn: &mut Turn, answer: Uuid, list: u8, offset: u32) -> Result<Outgoing, ToolError> {
    let context = turn.context().await?;
    let kept = context.book().await?.tools_of_turn(answer).await?;
    let tools: Vec<ToolOutcome> = kept.and_then(|tools| Vec::deserialize(tools).ok()).unwrap_or_default();
    let lists = lists(&tools);
    let Some(asked) = lists.into_iter().nth(usize::from(list)) else {
        return Err(ToolError::not_found("I don't have that answer any more. Ask again and I show the rows."));
    };
    let page_from = |offset| Search { limit: Some(ROWS_A_PAGE), offset, ..asked.search.clone() };
    let (mut offset, mut found) = (offset, page_from(offset).call(context).await?);
    // The last row of the last page was deleted.
    if found.rows.is_empty() && offset > 0 {
        offset = offset.saturating_sub(ROWS_A_PAGE);
        found = page_from(offset).call(context).await?;
    }
    let today = context.today;
    let next = offset.saturating_add(ROWS_A_PAGE);
    let more = (found.rows_left_out > 0).then(|| {
        let words = format!("More ({} left)", found.rows_left_out);
        vec![ButtonAction::Rows { turn: answer, list, offset: next }.button(words)]
    });
    let page = u16::try_from(offset / ROWS_A_PAGE).unwrap_or(u16::MAX);
    let place = ListPlace { turn: answer, list, page };
    let open = |(number, row): (u32, &FoundRow)| {
        let action = RowAction { row: row.id, place: Some(place), step: RowStep::Open };
        ButtonAction::Row(action).button(number.to_string())
    };
    let numbers: Vec<Button> = (offset.saturating_add(1)..).zip(&found.rows).map(open).collect();
    let numbers = numbers.chunks(NUMBERS_A_LINE).map(<[Button]>::to_vec);
    Ok(Outgoing { buttons: numbers.chain(more).collect(), ..Outgoing::html(render::rows::page(&found, offset, today)) })
}

/// One list of rows that an answer stands on.
struct List {
    label: String,
    search: Search,
}

/// "Show the rows", or one button for each side of a comparison.
fn buttons(answer: &Answer) -> Vec<Vec<Button>> {
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

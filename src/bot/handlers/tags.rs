//! Tags: the list of them, and putting one on all rows of an answer.

use uuid::Uuid;

use super::{behind, question};
use crate::agent::tagging;
use crate::bot::asking::Asking;
use crate::bot::button::{ButtonAction, TagAction};
use crate::bot::outgoing::{Button, Outgoing, escape};
use crate::bot::turn::Turn;
use crate::domain::{TAG_LETTERS_MAX, Tag, TagMark, TransactionId};
use crate::text;
use crate::texts::Texts;
use crate::tools::tags::{TagRows, Tagged, Tags};
use crate::tools::which::Which;
use crate::tools::{Context, Tool, ToolError};

/// Tags of one message: a phone's screen.
const TAGS_SHOWN: usize = 24;
/// Tags offered for a row: the most used ones, and its own.
const TAGS_OFFERED: usize = 9;
/// Buttons beside each other.
const BUTTONS_A_LINE: usize = 2;
/// The budget of the example.
const EXAMPLE: &str = "200";

/// `/tags`
pub(super) async fn list(turn: &mut Turn) -> Result<(), ToolError> {
    let used = Tags {}.call(turn.context().await?).await?;
    let texts = turn.texts;
    let Some(first) = used.first() else {
        turn.reply(Outgoing::html(text!(texts, "tags-none")));
        return Ok(());
    };
    let mut lines = vec![text!(texts, "tags-head")];
    let shown = || used.iter().take(TAGS_SHOWN);
    lines.extend(shown().map(|used| {
        let rows = text!(texts, "count-rows", count = used.rows);
        text!(texts, "tags-line", tag = escape(&used.tag.to_string()), rows = rows)
    }));
    lines.push(String::new());
    lines.push(text!(texts, "tags-how", tag = escape(&first.tag.to_string()), amount = EXAMPLE));
    let with_rows = shown().filter(|used| used.rows > 0);
    let open = with_rows.map(|used| TagAction::Open { tag: used.tag.mark() }.button(used.tag.to_string()));
    let open: Vec<Button> = open.collect();
    let buttons = open.chunks(BUTTONS_A_LINE).map(<[Button]>::to_vec).collect();
    turn.reply(Outgoing { buttons, ..Outgoing::html(lines.join("\n")) });
    Ok(())
}

/// A button of tags was tapped.
pub(super) async fn pressed(turn: &mut Turn, action: TagAction, message: Option<i32>) -> Result<(), ToolError> {
    match action {
        TagAction::Open { tag } => {
            let tag = named(tag, turn.context().await?).await?;
            question::search(turn, &rows_of(&tag)).await
        }
        TagAction::These { turn: answer, list } => ask_for_list(turn, answer, list).await,
        TagAction::TagThese { turn: answer, list, tag } => {
            let tag = named(tag, turn.context().await?).await?;
            turn.ask(None);
            tag_list(turn, (answer, list), tag, message).await
        }
    }
}

/// What the rules read as a list of the tag's rows.
fn rows_of(tag: &Tag) -> String {
    format!("list everything tagged {tag}")
}

/// The tag of a button.
pub(super) async fn named(mark: TagMark, context: &mut Context) -> Result<Tag, ToolError> {
    let vocabulary = context.vocabulary().await?;
    let found = vocabulary.tags.iter().find(|tag| tag.mark() == mark);
    found.cloned().ok_or_else(|| ToolError::not_found(text!(context.texts, "tag-gone")))
}

/// A row's own tags, and those that are used most.
pub(super) async fn offered(own: &[Tag], context: &mut Context) -> Result<Vec<Tag>, ToolError> {
    let used = Tags {}.call(context).await?;
    let others = used.into_iter().map(|used| used.tag).filter(|tag| !own.contains(tag));
    Ok(own.iter().cloned().chain(others).take(TAGS_OFFERED.max(own.len())).collect())
}

/// "New tag…" of a row was tapped.
pub(super) fn ask_for_row(turn: &mut Turn, row: TransactionId) -> Result<(), ToolError> {
    turn.ask(Some(Asking::Tag { row }));
    let awaits = Some(text!(turn.texts, "tag-field"));
    turn.reply(Outgoing { awaits, ..Outgoing::html(text!(turn.texts, "tag-type")) });
    Ok(())
}

/// "Tag these" below a list of rows was tapped.
async fn ask_for_list(turn: &mut Turn, answer: Uuid, list: u8) -> Result<(), ToolError> {
    behind::filter_of(turn, answer, list).await?;
    let texts = turn.texts;
    let offered = offered(&[], turn.context().await?).await?;
    turn.ask(Some(Asking::TagOfList { turn: answer, list }));
    if offered.is_empty() {
        let awaits = Some(text!(texts, "tag-field"));
        turn.reply(Outgoing { awaits, ..Outgoing::html(text!(texts, "tag-type")) });
        return Ok(());
    }
    let choice = |tag: &Tag| TagAction::TagThese { turn: answer, list, tag: tag.mark() }.button(tag.to_string());
    let choices: Vec<Button> = offered.iter().map(choice).collect();
    let buttons = choices.chunks(BUTTONS_A_LINE).map(<[Button]>::to_vec).collect();
    turn.reply(Outgoing { buttons, ..Outgoing::html(text!(texts, "tag-these-ask")) });
    Ok(())
}

/// A tag was typed, for a row or for the rows of a list.
pub(super) async fn typed(turn: &mut Turn, asking: &Asking, text: &str) -> Result<(), ToolError> {
    // "summer trip" is one tag.
    let word = text.split_whitespace().collect::<Vec<_>>().join("-");
    let Ok(tag) = word.parse::<Tag>() else {
        turn.reply(Outgoing::plain(&text!(turn.texts, "tag-unreadable", letters = TAG_LETTERS_MAX.to_string())));
        return Ok(());
    };
    turn.ask(None);
    match asking {
        Asking::Tag { row } => {
            let wanted = TagRows { rows: Which::Transactions(vec![*row]), tag, remove: false };
            let tagged = wanted.call(turn.context().await?).await?;
            said(turn, &tagged, None);
            Ok(())
        }
        Asking::TagOfList { turn: answer, list } => tag_list(turn, (*answer, *list), tag, None).await,
        _ => Ok(()),
    }
}

/// Tags every row of a list behind an answer, also those of its other pages.
async fn tag_list(
    turn: &mut Turn,
    (answer, list): (Uuid, u8),
    tag: Tag,
    message: Option<i32>,
) -> Result<(), ToolError> {
    let filter = behind::filter_of(turn, answer, list).await?;
    let wanted = TagRows { rows: Which::Matching(Box::new(filter)), tag, remove: false };
    let tagged = wanted.call(turn.context().await?).await?;
    said(turn, &tagged, message);
    Ok(())
}

fn said(turn: &mut Turn, tagged: &Tagged, message: Option<i32>) {
    let texts = turn.texts;
    let open = TagAction::Open { tag: tagged.tag.mark() }.button(text!(texts, "button-rows"));
    let buttons = vec![vec![undo(texts, tagged), open]];
    turn.reply(Outgoing { buttons, edits: message, ..Outgoing::plain(&tagging::said(texts, tagged)) });
}

/// Below what says that rows were tagged by a sentence.
pub(super) fn buttons_of(texts: &Texts, answer: Uuid, tagged: &Tagged) -> Vec<Vec<Button>> {
    let rows = || ButtonAction::Rows { turn: answer, list: 0, offset: 0 }.button(text!(texts, "button-rows"));
    let rows = (!tagged.removed).then(rows);
    vec![std::iter::once(undo(texts, tagged)).chain(rows).collect()]
}

fn undo(texts: &Texts, tagged: &Tagged) -> Button {
    ButtonAction::Undo { action: tagged.action }.button(text!(texts, "button-undo"))
}

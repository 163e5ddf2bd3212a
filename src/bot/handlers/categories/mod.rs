//! Where the money goes, and mending it: rows that nobody was sure of, one at a time, with buttons.
//!
//! **Invariant:** a row that the person decided is never asked about again, and every decision can be taken back.

mod names;

use super::{overview, question};
use crate::agent::format;
use crate::bot::asking::Asking;
use crate::bot::button::{ButtonAction, OWN_NAME_BYTES_MAX};
use crate::bot::outgoing::{Button, Outgoing, escape};
use crate::bot::render;
use crate::bot::turn::Turn;
use crate::domain::{Category, CategoryId, TransactionId, Vocabulary};
use crate::tools::recategorise::{Recategorise, Recategorised, Which};
use crate::tools::review::{Candidate, Review, ToReview};
use crate::tools::{Context, Tool, ToolError};
use names::Typed;

/// Buttons of categories beside each other: two names fit a phone's width.
const BUTTONS_A_ROW: usize = 2;
/// More words than this are no category.
const NAME_WORDS_MAX: usize = 6;

/// `/categories`
pub(super) async fn show(turn: &mut Turn) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let Some(month) = overview::latest_month(context).await? else {
        turn.reply(render::nothing_yet());
        return Ok(());
    };
    let today = context.today;
    let spending = overview::by_category(month).call(context).await?;
    let review = Review::default().call(context).await?;
    let mut lines = overview::spending_words(&spending, month, today);
    lines.push(String::new());
    lines.push(match review.rows {
        0 => SURE_OF_ALL.to_owned(),
        1 => "1 row wants a look: I'm not sure where it belongs.".to_owned(),
        rows => format!("{} want a look: I'm not sure where they belong.", render::counted_rows(rows)),
    });
    let buttons = if review.rows == 0 { vec![] } else { vec![vec![ButtonAction::Fix.button("Fix categories")]] };
    turn.reply(Outgoing { buttons, ..Outgoing::html(lines.join("\n")) });
    Ok(())
}

const SURE_OF_ALL: &str = "Every row has a category that I'm sure of.";

/// Shows the next row that wants a look, after this one, in place of this message.
pub(super) async fn next(turn: &mut Turn, after: Option<TransactionId>, message: Option<i32>) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let review = Review { after }.call(context).await?;
    let reply = asked(&review, context).await?;
    stop_asking(turn);
    turn.reply(Outgoing { edits: message, ..reply });
    Ok(())
}

/// A category was tapped: for the row's payee, so that the question is asked once.
pub(super) async fn sort(
    turn: &mut Turn,
    row: TransactionId,
    category: CategoryId,
    message: Option<i32>,
) -> Result<(), ToolError> {
    let vocabulary = turn.context().await?.vocabulary().await?;
    let change =
        Recategorise { rows: Which::PayeeOf(row), category: render::category(&vocabulary, category), new_below: None };
    change_and_go_on(turn, row, change, message).await
}

/// A new category was agreed to.
pub(super) async fn make_own(
    turn: &mut Turn,
    row: TransactionId,
    name: &str,
    message: Option<i32>,
) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let vocabulary = context.vocabulary().await?;
    let now = context.book().await?.row(row).await?;
    let parent = now.map_or(Category::Other, |row| vocabulary.category(row.category).0);
    let change = Recategorise { rows: Which::PayeeOf(row), category: name.to_owned(), new_below: Some(parent) };
    change_and_go_on(turn, row, change, message).await
}

/// Moves rows, says so, and shows the next that wants a look.
async fn change_and_go_on(
    turn: &mut Turn,
    row: TransactionId,
    change: Recategorise,
    message: Option<i32>,
) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let was = context.book().await?.row(row).await?.map(|row| row.category);
    let changed = change.call(context).await?;
    let is = context.book().await?.row(row).await?.map(|row| row.category);
    let done = if was == is { confirmed_words(&changed) } else { changed_words(&changed) };
    let review = Review { after: Some(row) }.call(context).await?;
    let mut reply = asked(&review, context).await?;
    reply.html = format!("{done}\n\n{}", reply.html);
    let undo = ButtonAction::Undo { action: changed.action }.button(format!("↩️ Undo {}", shortened(&changed.what)));
    reply.buttons.push(vec![undo]);
    stop_asking(turn);
    turn.reply(Outgoing { edits: message, ..reply });
    Ok(())
}

/// The next text is no category any more.
fn stop_asking(turn: &mut Turn) {
    if matches!(turn.asking, Some(Asking::Category { .. })) {
        turn.ask(None);
    }
}

fn changed_words(changed: &Recategorised) -> String {
    let are = if changed.rows == 1 { "is" } else { "are" };
    format!(
        "✅ {} of {} {are} {} now.",
        render::counted_rows(changed.rows),
        escape(&changed.what),
        escape(name_of(changed))
    )
}

fn confirmed_words(changed: &Recategorised) -> String {
    format!("✅ {} stays {}.", escape(&changed.what), escape(name_of(changed)))
}

fn name_of(changed: &Recategorised) -> &str {
    changed.subcategory.as_deref().unwrap_or(&changed.category)
}

/// A payee's name as it fits a button.
fn shortened(name: &str) -> String {
    const LETTERS_MAX: usize = 24;
    if name.chars().count() <= LETTERS_MAX {
        return name.to_owned();
    }
    name.chars().take(LETTERS_MAX - 1).chain(['…']).collect()
}

/// The question about the next row, or that there is none.
async fn asked(review: &ToReview, context: &mut Context) -> Result<Outgoing, ToolError> {
    let vocabulary = context.vocabulary().await?;
    Ok(match (&review.next, review.rows) {
        (Some(candidate), _) => question_about(candidate, review, &vocabulary, context.today),
        (None, 0) => Outgoing::html(SURE_OF_ALL),
        (None, rows) => Outgoing {
            buttons: vec![vec![ButtonAction::Fix.button("Look at them")]],
            ..Outgoing::html(format!(
                "That was the last one. {} that you skipped {}.",
                render::counted_rows(rows),
                still(rows)
            ))
        },
    })
}

fn still(rows: u64) -> &'static str {
    if rows == 1 { "still wants a look" } else { "still want a look" }
}

fn question_about(
    candidate: &Candidate,
    review: &ToReview,
    vocabulary: &Vocabulary,
    today: chrono::NaiveDate,
) -> Outgoing {
    let row = &candidate.row;
    let others = match candidate.payee_rows {
        0 | 1 => String::new(),
        rows => format!(", one of {}", render::counted_rows(rows)),
    };
    let html = format!(
        "<b>{}</b>{others}\n{}  {}\n{}\nI put it under <b>{}</b>, but I'm not sure. Where does it belong?{}",
        escape(&row.merchant),
        format::short_date(row.date, today),
        format::money(row.amount, row.currency),
        escape(&row.description),
        escape(&render::category(vocabulary, candidate.category)),
        match review.payees {
            0 | 1 => String::new(),
            payees => format!(" ({payees} to look at)"),
        },
    );
    let choice =
        |id: &CategoryId| ButtonAction::Sort { row: row.id, category: *id }.button(render::category(vocabulary, *id));
    let choices: Vec<Button> = candidate.alternatives.iter().map(choice).collect();
    let mut buttons: Vec<Vec<Button>> = choices.chunks(BUTTONS_A_ROW).map(<[Button]>::to_vec).collect();
    buttons.push(vec![
        ButtonAction::Sort { row: row.id, category: candidate.category }.button("It's right"),
        ButtonAction::TypeCategory { row: row.id }.button("Another…"),
    ]);
    buttons.push(vec![ButtonAction::Skip { row: row.id }.button("Skip"), ButtonAction::Enough.button("Done")]);
    Outgoing { buttons, ..Outgoing::html(html) }
}

/// "Done" was tapped: enough for now.
pub(super) async fn enough(turn: &mut Turn, message: Option<i32>) -> Result<(), ToolError> {
    let rows = Review::default().call(turn.context().await?).await?.rows;
    let words = match rows {
        0 => SURE_OF_ALL.to_owned(),
        rows => format!("All right. {} {}; /categories brings you back here.", render::counted_rows(rows), still(rows)),
    };
    stop_asking(turn);
    turn.reply(Outgoing { edits: message, ..Outgoing::html(words) });
    Ok(())
}

/// "Another…" was tapped.
pub(super) async fn ask_for_category(turn: &mut Turn, row: TransactionId) -> Result<(), ToolError> {
    let Some(row) = turn.context().await?.book().await?.row(row).await? else {
        return Err(ToolError::not_found("That row is not there any more. Nothing was changed."));
    };
    turn.ask(Some(Asking::Category { row: row.id }));
    let tops = Category::ALL.map(Category::name).join(", ");
    turn.reply(Outgoing {
        awaits: Some("Category".to_owned()),
        ..Outgoing::html(format!(
            "What is {}? Type one of these, something narrower such as fuel, or a name of your own.\n<i>{tops}</i>",
            escape(&row.merchant)
        ))
    });
    Ok(())
}

/// A category was typed.
pub(super) async fn typed(turn: &mut Turn, row: TransactionId, text: &str) -> Result<(), ToolError> {
    let vocabulary = turn.context().await?.vocabulary().await?;
    let near = match names::find(text, &vocabulary) {
        Typed::Known(category) => return sort(turn, row, category, None).await,
        Typed::Unknown(near) => near,
    };
    let is_question = text.trim_end().ends_with('?') || text.split_whitespace().count() > NAME_WORDS_MAX;
    if near.is_empty() && is_question {
        turn.ask(None);
        return question::ask(turn, text).await;
    }
    let choice =
        |id: &CategoryId| vec![ButtonAction::Sort { row, category: *id }.button(render::category(&vocabulary, *id))];
    let mut buttons: Vec<Vec<Button>> = near.iter().map(choice).collect();
    let words = match names::new_name(text) {
        Some(name) => {
            let words = format!("I have no category called “{}” yet.", escape(&name));
            buttons
                .push(vec![ButtonAction::Own { row, name: name.clone() }.button(format!("Make “{name}” one of mine"))]);
            words
        }
        None => format!("I know no such category, and a new one needs a name of at most {OWN_NAME_BYTES_MAX} letters."),
    };
    buttons.push(vec![ButtonAction::Skip { row }.button("Skip")]);
    turn.reply(Outgoing { buttons, ..Outgoing::html(words) });
    Ok(())
}

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
use crate::text;
use crate::texts::Texts;
use crate::tools::recategorise::{Recategorise, Recategorised};
use crate::tools::review::{Candidate, Review, ToReview};
use crate::tools::which::Which;
use crate::tools::{Context, Tool, ToolError};
use names::Typed;

/// Buttons of categories beside each other: two names fit a phone's width.
const BUTTONS_A_ROW: usize = 2;
/// More words than this are no category.
const NAME_WORDS_MAX: usize = 6;
/// A payee's name as it fits a button.
const BUTTON_NAME_LETTERS_MAX: usize = 24;

/// `/categories`
pub(super) async fn show(turn: &mut Turn) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let Some(month) = overview::latest_month(context).await? else {
        turn.reply(render::nothing_yet(turn.texts));
        return Ok(());
    };
    let today = context.today;
    let spending = overview::by_category(month).call(context).await?;
    let review = Review::default().call(context).await?;
    let mut lines = overview::spending_words(turn.texts, &spending, month, today);
    lines.push(String::new());
    lines.push(match review.rows {
        0 => text!(turn.texts, "sure-of-all"),
        rows => text!(turn.texts, "unsure", count = rows),
    });
    let buttons =
        if review.rows == 0 { vec![] } else { vec![vec![ButtonAction::Fix.button(text!(turn.texts, "button-fix"))]] };
    turn.reply(Outgoing { buttons, ..Outgoing::html(lines.join("\n")) });
    Ok(())
}

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
    let texts = turn.texts;
    let context = turn.context().await?;
    let was = context.book().await?.row(row).await?.map(|row| row.category);
    let changed = change.call(context).await?;
    let is = context.book().await?.row(row).await?.map(|row| row.category);
    let (what, category) = (escape(&changed.what), escape(name_of(&changed)));
    let done = match was == is {
        true => text!(texts, "payee-stays", payee = what, category = category),
        false => text!(texts, "payee-moved", count = changed.rows, payee = what, category = category),
    };
    let review = Review { after: Some(row) }.call(context).await?;
    let mut reply = asked(&review, context).await?;
    reply.html = format!("{done}\n\n{}", reply.html);
    let undo = ButtonAction::Undo { action: changed.action }.button(text!(
        texts,
        "button-undo-what",
        what = format::cut(&changed.what, BUTTON_NAME_LETTERS_MAX)
    ));
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

fn name_of(changed: &Recategorised) -> &str {
    changed.subcategory.as_deref().unwrap_or(&changed.category)
}

/// The question about the next row, or that there is none.
async fn asked(review: &ToReview, context: &mut Context) -> Result<Outgoing, ToolError> {
    let vocabulary = context.vocabulary().await?;
    let texts = context.texts;
    Ok(match (&review.next, review.rows) {
        (Some(candidate), _) => question_about(texts, candidate, review, &vocabulary, context.today),
        (None, 0) => Outgoing::html(text!(texts, "sure-of-all")),
        (None, rows) => Outgoing {
            buttons: vec![vec![ButtonAction::Fix.button(text!(texts, "button-look"))]],
            ..Outgoing::html(text!(texts, "last-one", count = rows))
        },
    })
}

fn question_about(
    texts: &Texts,
    candidate: &Candidate,
    review: &ToReview,
    vocabulary: &Vocabulary,
    today: chrono::NaiveDate,
) -> Outgoing {
    let row = &candidate.row;
    let others = match candidate.payee_rows {
        0 | 1 => String::new(),
        rows => text!(texts, "one-of-rows", count = rows),
    };
    let to_look_at = match review.payees {
        0 | 1 => String::new(),
        payees => text!(texts, "payees-to-look-at", payees = payees.to_string()),
    };
    let html = text!(
        texts,
        "where-does-it-belong",
        payee = escape(&row.merchant),
        others = others,
        date = format::short_date(row.date, today),
        amount = format::money(row.amount, row.currency),
        description = escape(&row.description),
        category = escape(&render::category(vocabulary, candidate.category)),
        more = to_look_at,
    );
    let choice =
        |id: &CategoryId| ButtonAction::Sort { row: row.id, category: *id }.button(render::category(vocabulary, *id));
    let choices: Vec<Button> = candidate.alternatives.iter().map(choice).collect();
    let mut buttons: Vec<Vec<Button>> = choices.chunks(BUTTONS_A_ROW).map(<[Button]>::to_vec).collect();
    buttons.push(vec![
        ButtonAction::Sort { row: row.id, category: candidate.category }.button(text!(texts, "button-right")),
        ButtonAction::TypeCategory { row: row.id }.button(text!(texts, "button-another")),
    ]);
    buttons.push(vec![
        ButtonAction::Skip { row: row.id }.button(text!(texts, "button-skip")),
        ButtonAction::Enough.button(text!(texts, "button-done")),
    ]);
    Outgoing { buttons, ..Outgoing::html(html) }
}

/// "Done" was tapped: enough for now.
pub(super) async fn enough(turn: &mut Turn, message: Option<i32>) -> Result<(), ToolError> {
    let rows = Review::default().call(turn.context().await?).await?.rows;
    let words = match rows {
        0 => text!(turn.texts, "sure-of-all"),
        rows => text!(turn.texts, "enough-for-now", count = rows),
    };
    stop_asking(turn);
    turn.reply(Outgoing { edits: message, ..Outgoing::html(words) });
    Ok(())
}

/// "Another…" was tapped.
pub(super) async fn ask_for_category(turn: &mut Turn, row: TransactionId) -> Result<(), ToolError> {
    let Some(row) = turn.context().await?.book().await?.row(row).await? else {
        return Err(ToolError::not_found(text!(turn.texts, "row-gone")));
    };
    turn.ask(Some(Asking::Category { row: row.id }));
    let tops = Category::ALL.map(Category::name).join(", ");
    turn.reply(Outgoing {
        awaits: Some(text!(turn.texts, "category-field")),
        ..Outgoing::html(text!(turn.texts, "category-what", payee = escape(&row.merchant), categories = tops))
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
            let words = text!(turn.texts, "category-unknown", name = escape(&name));
            buttons.push(vec![ButtonAction::Own { row, name: name.clone() }.button(text!(
                turn.texts,
                "button-own-category",
                name = name
            ))]);
            words
        }
        None => text!(turn.texts, "category-too-long", letters = OWN_NAME_BYTES_MAX.to_string()),
    };
    buttons.push(vec![ButtonAction::Skip { row }.button(text!(turn.texts, "button-skip"))]);
    turn.reply(Outgoing { buttons, ..Outgoing::html(words) });
    Ok(())
}

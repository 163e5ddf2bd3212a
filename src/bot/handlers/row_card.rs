//! A row that was opened from a list: what is known of it, its category, and deleting it.

use chrono::NaiveDate;

use super::{behind, render};
use crate::agent::format;
use crate::bot::button::{ButtonAction, ListPlace, RowAction, RowStep};
use crate::bot::outgoing::{Button, Outgoing, escape};
use crate::bot::turn::Turn;
use crate::domain::{ActionId, CategoryId, TransactionId};
use crate::tools::categorise::DecidedBy;
use crate::tools::delete_rows::DeleteRows;
use crate::tools::recategorise::{Recategorise, Which};
use crate::tools::row_card::{OpenRow, OpenedRow, Source};
use crate::tools::search::FoundRow;
use crate::tools::{Tool, ToolError};

/// Buttons of categories beside each other: two names fit a phone's width.
const CATEGORIES_A_LINE: usize = 2;

/// The formats of files; whatever else vouches for a row was typed.
const FILE_FORMATS: [&str; 7] = ["pdf", "csv", "xlsx", "ofx", "qif", "camt053", "mt940"];

/// A button of a row was tapped; the message with it shows what comes of that.
pub(super) async fn pressed(turn: &mut Turn, action: RowAction, message: Option<i32>) -> Result<(), ToolError> {
    let card = Card { row: action.row, place: action.place };
    let reply = match action.step {
        RowStep::Open => card.open(turn).await?,
        RowStep::ChooseCategory => card.choose_category(turn).await?,
        RowStep::Sort(category) => card.sort(turn, category, false).await?,
        RowStep::SortPayee(category) => card.sort(turn, category, true).await?,
        RowStep::AskToDelete => card.ask_to_delete(turn).await?,
        RowStep::Delete => card.delete(turn).await?,
    };
    turn.reply(Outgoing { edits: message, ..reply });
    Ok(())
}

/// "Back" was tapped: the list that the row was opened from.
pub(super) async fn back(turn: &mut Turn, place: ListPlace, message: Option<i32>) -> Result<(), ToolError> {
    let offset = u32::from(place.page).saturating_mul(behind::ROWS_A_PAGE);
    let page = behind::page(turn, place.turn, place.list, offset).await?;
    turn.reply(Outgoing { edits: message, ..page });
    Ok(())
}

/// One row, and the list behind it.
#[derive(Clone, Copy)]
struct Card {
    row: TransactionId,
    place: Option<ListPlace>,
}

impl Card {
    fn button(self, step: RowStep, text: impl Into<String>) -> Button {
        ButtonAction::Row(RowAction { row: self.row, place: self.place, step }).button(text)
    }

    /// Back to the list, where there is one.
    fn back(self, text: &str) -> Option<Button> {
        self.place.map(|place| ButtonAction::RowsHere(place).button(text))
    }

    async fn opened(self, turn: &mut Turn) -> Result<OpenedRow, ToolError> {
        OpenRow { row: self.row }.call(turn.context().await?).await
    }

    async fn open(self, turn: &mut Turn) -> Result<Outgoing, ToolError> {
        let opened = self.opened(turn).await?;
        Ok(Outgoing { buttons: self.buttons(), ..Outgoing::html(words(&opened)) })
    }

    fn buttons(self) -> Vec<Vec<Button>> {
        let steps = vec![self.button(RowStep::ChooseCategory, "Category"), self.button(RowStep::AskToDelete, "Delete")];
        let back = self.back("Back").map(|back| vec![back]);
        std::iter::once(steps).chain(back).collect()
    }

    async fn choose_category(self, turn: &mut Turn) -> Result<Outgoing, ToolError> {
        let opened = self.opened(turn).await?;
        let vocabulary = turn.context().await?.vocabulary().await?;
        let choice = |id: &CategoryId| self.button(RowStep::Sort(*id), render::category(&vocabulary, *id));
        let choices: Vec<Button> = opened.candidate.alternatives.iter().map(choice).collect();
        let mut buttons: Vec<Vec<Button>> = choices.chunks(CATEGORIES_A_LINE).map(<[Button]>::to_vec).collect();
        buttons.push(vec![
            ButtonAction::TypeCategory { row: self.row }.button("Another…"),
            self.button(RowStep::Open, "Back"),
        ]);
        let row = &opened.candidate.row;
        let now = render::category(&vocabulary, opened.candidate.category);
        let words = format!("{}\nIt is under <b>{}</b>. Where does it belong?", heading(row), escape(&now));
        Ok(Outgoing { buttons, ..Outgoing::html(words) })
    }

    /// Sorts the row, or all of its payee, and shows it again.
    async fn sort(self, turn: &mut Turn, category: CategoryId, payee: bool) -> Result<Outgoing, ToolError> {
        let context = turn.context().await?;
        let name = render::category(&*context.vocabulary().await?, category);
        let rows = if payee { Which::PayeeOf(self.row) } else { Which::Transactions(vec![self.row]) };
        let change = Recategorise { rows, category: name.clone(), new_below: None };
        let changed = change.call(context).await?;
        let opened = self.opened(turn).await?;
        let payee_name = escape(&opened.candidate.row.merchant);
        let done = match payee {
            true => format!("✅ {payee_name} is under {} now, this row and all others.", escape(&name)),
            false => format!("✅ This row is under {} now.", escape(&name)),
        };
        let mut buttons = vec![vec![undo(changed.action)]];
        if let (false, all @ 2..) = (payee, opened.candidate.payee_rows) {
            let words = format!("All {all} of {} too", opened.candidate.row.merchant);
            buttons.insert(0, vec![self.button(RowStep::SortPayee(category), words)]);
        }
        buttons.extend(self.buttons());
        Ok(Outgoing { buttons, ..Outgoing::html(format!("{done}\n\n{}", words(&opened))) })
    }

    async fn ask_to_delete(self, turn: &mut Turn) -> Result<Outgoing, ToolError> {
        let opened = self.opened(turn).await?;
        let words = format!(
            "Delete this row?\n{}\nIt stays deleted when a statement shows it again. You can undo it.",
            heading(&opened.candidate.row)
        );
        let buttons = vec![vec![self.button(RowStep::Delete, "Delete it"), self.button(RowStep::Open, "Keep it")]];
        Ok(Outgoing { buttons, ..Outgoing::html(words) })
    }

    async fn delete(self, turn: &mut Turn) -> Result<Outgoing, ToolError> {
        let opened = self.opened(turn).await?;
        let deleted = DeleteRows { rows: vec![self.row] }.call(turn.context().await?).await?;
        let words = format!(
            "Deleted:\n{}\nIt counts in no figure any more, and no statement brings it back.",
            heading(&opened.candidate.row)
        );
        let buttons = std::iter::once(undo(deleted.action)).chain(self.back("Back to the rows")).collect();
        Ok(Outgoing { buttons: vec![buttons], ..Outgoing::html(words) })
    }
}

fn undo(action: ActionId) -> Button {
    ButtonAction::Undo { action }.button("↩️ Undo")
}

/// `Tesco · −£12.50` and the day.
fn heading(row: &FoundRow) -> String {
    let amount = render::rows::signed(row.amount, row.currency);
    format!("<b>{}</b> · {amount}\n{}", escape(&row.merchant), format::date(row.date))
}

/// Everything known of a row.
fn words(opened: &OpenedRow) -> String {
    let row = &opened.candidate.row;
    let mut lines = vec![heading(row)];
    if let Some(line) = lines.first_mut().filter(|_| opened.posted.is_some_and(|posted| posted != row.date)) {
        line.push_str(&opened.posted.map(second_date).unwrap_or_default());
    }
    lines.push(escape(&row.description));
    lines.push(format!("Account: {}", escape(&row.account)));
    let category =
        row.subcategory.as_ref().map_or_else(|| row.category.clone(), |sub| format!("{}: {sub}", row.category));
    lines.push(format!("Category: <b>{}</b>, {}", escape(&category), decided(&row.decided_by)));
    lines.push(vouched(&opened.sources));
    lines.join("\n")
}

fn second_date(posted: NaiveDate) -> String {
    format!(" (second date {})", format::date(posted))
}

/// Who decided the category.
fn decided(by: &str) -> &'static str {
    match by.parse() {
        Ok(DecidedBy::User) => "as you said",
        Ok(DecidedBy::Rule) => "by a rule of yours",
        Ok(DecidedBy::Memory) => "as you sorted this payee before",
        Ok(DecidedBy::File) => "as the file says",
        Ok(DecidedBy::Knowledge) => "from what I know of payees",
        Ok(DecidedBy::Model) => "as the language model guessed",
        Ok(DecidedBy::Nobody) | Err(_) => "but I'm not sure",
    }
}

/// The files that show the row.
fn vouched(sources: &[Source]) -> String {
    let files: Vec<String> = sources.iter().filter(|source| is_file(source)).map(place).collect();
    let typed = files.len() < sources.len() || sources.is_empty();
    match (files.as_slice(), typed) {
        ([], _) => "Typed by hand".to_owned(),
        (files, true) => format!("Typed by hand, and stands in {}", render::and(files.iter().cloned())),
        (files, false) => format!("Stands in {}", render::and(files.iter().cloned())),
    }
}

fn is_file(source: &Source) -> bool {
    FILE_FORMATS.contains(&source.format.as_str())
}

/// `march.pdf (page 2, line 17)`
fn place(source: &Source) -> String {
    let name = source.file_name.as_deref().map_or_else(|| "a statement".to_owned(), escape);
    match source.format.as_str() {
        "pdf" => format!("{name} (page {}, line {})", source.page, source.line),
        _ => format!("{name} (line {})", source.line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_vouches_for_a_row_is_named() {
        let source = |format: &str, file_name: Option<&str>| Source {
            format: format.into(),
            file_name: file_name.map(str::to_owned),
            page: 2,
            line: 17,
        };
        let check = |sources: &[Source], expected: &str| assert_eq!(vouched(sources), expected);
        check(&[], "Typed by hand");
        check(&[source("typed", None)], "Typed by hand");
        check(&[source("pdf", Some("<a>.pdf"))], "Stands in &lt;a&gt;.pdf (page 2, line 17)");
        check(
            &[source("pdf", Some("a.pdf")), source("csv", None)],
            "Stands in a.pdf (page 2, line 17) and a statement (line 17)",
        );
        check(&[source("typed", None), source("csv", Some("a.csv"))], "Typed by hand, and stands in a.csv (line 17)");
    }
}

//! A row that was opened from a list: what is known of it, its category, and deleting it.

use super::{behind, render, tags};
use crate::agent::{format, tagging};
use crate::bot::button::{ButtonAction, ListPlace, RowAction, RowStep};
use crate::bot::outgoing::{Button, Outgoing, escape};
use crate::bot::turn::Turn;
use crate::domain::{ActionId, CategoryId, Tag, TagMark, TransactionId};
use crate::text;
use crate::texts::Texts;
use crate::tools::categorise::DecidedBy;
use crate::tools::delete_rows::DeleteRows;
use crate::tools::recategorise::Recategorise;
use crate::tools::row_card::{OpenRow, OpenedRow, Source};
use crate::tools::search::FoundRow;
use crate::tools::tags::TagRows;
use crate::tools::which::Which;
use crate::tools::{Tool, ToolError};

/// Buttons of categories beside each other: two names fit a phone's width.
const CATEGORIES_A_LINE: usize = 2;

/// Buttons of tags beside each other: short words.
const TAGS_A_LINE: usize = 3;

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
        RowStep::ChooseTag => card.choose_tag(turn).await?,
        RowStep::Tag(mark) => card.tag(turn, mark).await?,
        RowStep::TagPayee(mark) => card.tag_payee(turn, mark).await?,
        RowStep::TypeTag => return tags::ask_for_row(turn, card.row),
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
        Ok(Outgoing { buttons: self.buttons(turn.texts), ..Outgoing::html(words(turn.texts, &opened)) })
    }

    fn buttons(self, texts: &Texts) -> Vec<Vec<Button>> {
        let steps = vec![
            self.button(RowStep::ChooseCategory, text!(texts, "button-category")),
            self.button(RowStep::ChooseTag, text!(texts, "button-tags")),
            self.button(RowStep::AskToDelete, text!(texts, "button-delete")),
        ];
        let back = self.back(&text!(texts, "button-back")).map(|back| vec![back]);
        std::iter::once(steps).chain(back).collect()
    }

    async fn choose_category(self, turn: &mut Turn) -> Result<Outgoing, ToolError> {
        let opened = self.opened(turn).await?;
        let vocabulary = turn.context().await?.vocabulary().await?;
        let choice = |id: &CategoryId| self.button(RowStep::Sort(*id), render::category(&vocabulary, *id));
        let choices: Vec<Button> = opened.candidate.alternatives.iter().map(choice).collect();
        let mut buttons: Vec<Vec<Button>> = choices.chunks(CATEGORIES_A_LINE).map(<[Button]>::to_vec).collect();
        buttons.push(vec![
            ButtonAction::TypeCategory { row: self.row }.button(text!(turn.texts, "button-another")),
            self.button(RowStep::Open, text!(turn.texts, "button-back")),
        ]);
        let row = &opened.candidate.row;
        let now = render::category(&vocabulary, opened.candidate.category);
        let words = text!(turn.texts, "row-where-to", row = heading(row), category = escape(&now));
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
            true => text!(turn.texts, "payee-sorted", payee = payee_name, category = escape(&name)),
            false => text!(turn.texts, "row-sorted", category = escape(&name)),
        };
        let mut buttons = vec![vec![undo(turn.texts, changed.action)]];
        if let (false, all @ 2..) = (payee, opened.candidate.payee_rows) {
            let payee = &opened.candidate.row.merchant;
            let words = text!(turn.texts, "button-sort-payee", all = all.to_string(), payee = payee);
            buttons.insert(0, vec![self.button(RowStep::SortPayee(category), words)]);
        }
        buttons.extend(self.buttons(turn.texts));
        Ok(Outgoing { buttons, ..Outgoing::html(format!("{done}\n\n{}", words(turn.texts, &opened))) })
    }

    /// The tags of the row and the others, to be put on and taken off with a tap.
    async fn choose_tag(self, turn: &mut Turn) -> Result<Outgoing, ToolError> {
        let opened = self.opened(turn).await?;
        let (texts, row) = (turn.texts, &opened.candidate.row);
        let choices = tags::offered(&row.tags, turn.context().await?).await?;
        let choice = |tag: &Tag| {
            let words = match row.tags.contains(tag) {
                true => text!(texts, "button-tag-on", tag = tag.to_string()),
                false => tag.to_string(),
            };
            self.button(RowStep::Tag(tag.mark()), words)
        };
        let choices: Vec<Button> = choices.iter().map(choice).collect();
        let mut buttons: Vec<Vec<Button>> = choices.chunks(TAGS_A_LINE).map(<[Button]>::to_vec).collect();
        buttons.push(vec![
            self.button(RowStep::TypeTag, text!(texts, "button-tag-new")),
            self.button(RowStep::Open, text!(texts, "button-back")),
        ]);
        let words = match choices.is_empty() {
            true => text!(texts, "row-tags-first", row = heading(row)),
            false => text!(texts, "row-tags-choose", row = heading(row)),
        };
        Ok(Outgoing { buttons, ..Outgoing::html(words) })
    }

    /// Puts the tag on the row, or takes it off; then all of the payee's rows are offered.
    async fn tag(self, turn: &mut Turn, mark: TagMark) -> Result<Outgoing, ToolError> {
        let opened = self.opened(turn).await?;
        let context = turn.context().await?;
        let tag = tags::named(mark, context).await?;
        let remove = opened.candidate.row.tags.contains(&tag);
        TagRows { rows: Which::Transactions(vec![self.row]), tag: tag.clone(), remove }.call(context).await?;
        let mut reply = self.choose_tag(turn).await?;
        if let (false, all @ 2..) = (remove, opened.candidate.payee_rows) {
            let (tag, payee) = (tag.to_string(), &opened.candidate.row.merchant);
            let words = text!(turn.texts, "button-tag-payee", tag = tag, all = all.to_string(), payee = payee);
            reply.buttons.insert(0, vec![self.button(RowStep::TagPayee(mark), words)]);
        }
        Ok(reply)
    }

    async fn tag_payee(self, turn: &mut Turn, mark: TagMark) -> Result<Outgoing, ToolError> {
        let context = turn.context().await?;
        let tag = tags::named(mark, context).await?;
        let tagged = TagRows { rows: Which::PayeeOf(self.row), tag, remove: false }.call(context).await?;
        let opened = self.opened(turn).await?;
        let done = escape(&tagging::said(turn.texts, &tagged));
        let mut buttons = vec![vec![undo(turn.texts, tagged.action)]];
        buttons.extend(self.buttons(turn.texts));
        Ok(Outgoing { buttons, ..Outgoing::html(format!("{done}\n\n{}", words(turn.texts, &opened))) })
    }

    async fn ask_to_delete(self, turn: &mut Turn) -> Result<Outgoing, ToolError> {
        let opened = self.opened(turn).await?;
        let words = text!(turn.texts, "row-delete-ask", row = heading(&opened.candidate.row));
        let buttons = vec![vec![
            self.button(RowStep::Delete, text!(turn.texts, "button-delete-it")),
            self.button(RowStep::Open, text!(turn.texts, "button-keep-row")),
        ]];
        Ok(Outgoing { buttons, ..Outgoing::html(words) })
    }

    async fn delete(self, turn: &mut Turn) -> Result<Outgoing, ToolError> {
        let opened = self.opened(turn).await?;
        let deleted = DeleteRows { rows: vec![self.row] }.call(turn.context().await?).await?;
        let words = text!(turn.texts, "row-deleted", row = heading(&opened.candidate.row));
        let back = self.back(&text!(turn.texts, "button-back-to-rows"));
        let buttons = std::iter::once(undo(turn.texts, deleted.action)).chain(back).collect();
        Ok(Outgoing { buttons: vec![buttons], ..Outgoing::html(words) })
    }
}

fn undo(texts: &Texts, action: ActionId) -> Button {
    ButtonAction::Undo { action }.button(text!(texts, "button-undo"))
}

/// `Tesco · −£12.50` and the day.
fn heading(row: &FoundRow) -> String {
    let amount = render::rows::signed(row.amount, row.currency);
    format!("<b>{}</b> · {amount}\n{}", escape(&row.merchant), format::date(row.date))
}

/// Everything known of a row.
fn words(texts: &Texts, opened: &OpenedRow) -> String {
    let row = &opened.candidate.row;
    let mut lines = vec![heading(row)];
    if let Some(line) = lines.first_mut().filter(|_| opened.posted.is_some_and(|posted| posted != row.date)) {
        let date = opened.posted.map(format::date).unwrap_or_default();
        line.push(' ');
        line.push_str(&text!(texts, "row-second-date", date = date));
    }
    lines.push(escape(&row.description));
    lines.push(text!(texts, "row-account", account = escape(&row.account)));
    let category =
        row.subcategory.as_ref().map_or_else(|| row.category.clone(), |sub| format!("{}: {sub}", row.category));
    let category = escape(&category);
    lines.push(text!(texts, "row-category", category = category, decided = decided(texts, &row.decided_by)));
    if !row.tags.is_empty() {
        let tags: Vec<String> = row.tags.iter().map(|tag| escape(&tag.to_string())).collect();
        lines.push(text!(texts, "row-tags", tags = tags.join(" ")));
    }
    lines.push(vouched(texts, &opened.sources));
    lines.join("\n")
}

/// Who decided the category.
fn decided(texts: &Texts, by: &str) -> String {
    match by.parse() {
        Ok(DecidedBy::User) => text!(texts, "decided-by-you"),
        Ok(DecidedBy::Rule) => text!(texts, "decided-by-rule"),
        Ok(DecidedBy::Memory) => text!(texts, "decided-by-memory"),
        Ok(DecidedBy::File) => text!(texts, "decided-by-file"),
        Ok(DecidedBy::Knowledge) => text!(texts, "decided-by-knowledge"),
        Ok(DecidedBy::Model) => text!(texts, "decided-by-model"),
        Ok(DecidedBy::Nobody) | Err(_) => text!(texts, "decided-by-nobody"),
    }
}

/// The files that show the row.
fn vouched(texts: &Texts, sources: &[Source]) -> String {
    let files: Vec<String> = sources.iter().filter(|source| is_file(source)).map(|file| place(texts, file)).collect();
    let typed = files.len() < sources.len() || sources.is_empty();
    match (files.as_slice(), typed) {
        ([], _) => text!(texts, "typed"),
        (files, true) => text!(texts, "typed-and-stands-in", files = format::and_list(texts, files)),
        (files, false) => text!(texts, "stands-in", files = format::and_list(texts, files)),
    }
}

fn is_file(source: &Source) -> bool {
    FILE_FORMATS.contains(&source.format.as_str())
}

/// `march.pdf (page 2, line 17)`
fn place(texts: &Texts, source: &Source) -> String {
    let file = source.file_name.as_deref().map_or_else(|| text!(texts, "a-statement"), escape);
    let line = source.line.to_string();
    match source.format.as_str() {
        "pdf" => text!(texts, "place-on-page", file = file, page = source.page.to_string(), line = line),
        _ => text!(texts, "place", file = file, line = line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Language;

    #[test]
    fn what_vouches_for_a_row_is_named() {
        let source = |format: &str, file_name: Option<&str>| Source {
            format: format.into(),
            file_name: file_name.map(str::to_owned),
            page: 2,
            line: 17,
        };
        let texts = Language::English.texts();
        let check = |sources: &[Source], expected: &str| assert_eq!(vouched(texts, sources), expected);
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

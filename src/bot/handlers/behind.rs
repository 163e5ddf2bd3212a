//! What stands behind an answer: its rows, a picture of it, a file of it.
//!
//! **Invariant:** an answer's calls are run again, so what is shown is what is true now.

use serde::Deserialize as _;
use teloxide::types::ChatAction;
use uuid::Uuid;

use super::{alerts, budget, goals, pictures, render, tags};
use crate::agent::format;
use crate::agent::{Answer, ToolOutcome};
use crate::bot::button::{ButtonAction, ListPlace, RowAction, RowStep, TagAction};
use crate::bot::charts::Picture;
use crate::bot::outgoing::{Button, FileKind, Outgoing, OutgoingFile, escape};
use crate::bot::turn::Turn;
use crate::domain::month_start;
use crate::text;
use crate::texts::Texts;
use crate::tools::alerts::{AlertRemoved, AlertRuleShown, ProposeAlert, RemoveAlert};
use crate::tools::balances::{Balances, BalancesOverTime};
use crate::tools::budget::{BudgetRemoved, BudgetSet, Budgets, BudgetsNow, RemoveBudget, Standing};
use crate::tools::export::rows_as_csv;
use crate::tools::filter::Filter;
use crate::tools::goals::{GoalRemoved, GoalSet, Goals, GoalsNow, PutAside, RemoveGoal};
use crate::tools::record::{Recorded, RecordedRow};
use crate::tools::search::{Found, FoundRow, RowOrder, Search};
use crate::tools::summarise::{Measure, Summarise, Summary};
use crate::tools::tags::{TagRows, Tagged};
use crate::tools::{Tool, ToolError};

/// Rows of one message: a phone's screen.
pub(super) const ROWS_A_PAGE: u32 = 10;
/// Numbers of rows beside each other: as many as stay large enough for a thumb.
const NUMBERS_A_LINE: usize = 5;
/// Lists that an answer offers: what its figures stand on, and what they are held against.
const LISTS_MAX: usize = 4;

/// An answer that is not kept any more.
fn gone(texts: &Texts) -> ToolError {
    ToolError::not_found(text!(texts, "answer-gone"))
}

/// Shows the rows behind an answer, a page of them.
pub(super) async fn rows(turn: &mut Turn, answer: Uuid, list: u8, offset: u32) -> Result<(), ToolError> {
    let page = page(turn, answer, list, offset).await?;
    turn.reply(page);
    Ok(())
}

/// A page of the rows behind an answer, with a button for each row.
pub(super) async fn page(turn: &mut Turn, answer: Uuid, list: u8, offset: u32) -> Result<Outgoing, ToolError> {
    let texts = turn.texts;
    let lists = lists(texts, &kept(turn, answer).await?);
    let is_only_list = lists.len() == 1;
    let Some(asked) = lists.into_iter().nth(usize::from(list)) else {
        return Err(gone(texts));
    };
    let context = turn.context().await?;
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
        let words = text!(texts, "button-more-rows", left = found.rows_left_out.to_string());
        ButtonAction::Rows { turn: answer, list, offset: next }.button(words)
    });
    let export = (is_only_list && !found.rows.is_empty())
        .then(|| ButtonAction::ExportRows { turn: answer }.button(text!(texts, "button-export-rows")));
    let tag = (!found.rows.is_empty())
        .then(|| TagAction::These { turn: answer, list }.button(text!(texts, "button-tag-these")));
    let last: Vec<Button> = more.into_iter().chain(export).chain(tag).collect();
    let page = u16::try_from(offset / ROWS_A_PAGE).unwrap_or(u16::MAX);
    let place = ListPlace { turn: answer, list, page };
    let open = |(number, row): (u32, &FoundRow)| {
        let action = RowAction { row: row.id, place: Some(place), step: RowStep::Open };
        ButtonAction::Row(action).button(number.to_string())
    };
    let numbers: Vec<Button> = (offset.saturating_add(1)..).zip(&found.rows).map(open).collect();
    let mut buttons: Vec<Vec<Button>> = numbers.chunks(NUMBERS_A_LINE).map(<[Button]>::to_vec).collect();
    if !last.is_empty() {
        buttons.push(last);
    }
    Ok(Outgoing { buttons, ..Outgoing::html(render::rows::page(texts, &found, offset, today)) })
}

/// Which rows a list behind an answer has.
pub(super) async fn filter_of(turn: &mut Turn, answer: Uuid, list: u8) -> Result<Filter, ToolError> {
    let texts = turn.texts;
    let lists = lists(texts, &kept(turn, answer).await?);
    let asked = lists.into_iter().nth(usize::from(list));
    asked.map(|asked| asked.search.filter).ok_or_else(|| gone(texts))
}

/// Whether an answer stands on one list of rows.
pub(super) fn is_one_list(texts: &Texts, answer: &Answer) -> bool {
    lists(texts, &answer.tools).len() == 1
}

/// One list of rows that an answer stands on.
struct List {
    label: String,
    search: Search,
}

/// The ways into an answer: its rows, or those of each side of a comparison; a picture; a file.
pub(super) fn buttons(texts: &Texts, answer: &Answer) -> Vec<Vec<Button>> {
    if let Some(recorded) = answer.tools.iter().find_map(ToolOutcome::get::<Recorded>) {
        return buttons_of_note(texts, &recorded);
    }
    if let Some(set) = answer.tools.iter().find_map(ToolOutcome::get::<BudgetSet>) {
        return budget::buttons_of_set(texts, &set);
    }
    let removed = answer.tools.iter().filter(|tool| tool.name == RemoveBudget::NAME);
    if let Some(removed) = removed.filter_map(ToolOutcome::get::<BudgetRemoved>).next() {
        return budget::buttons_of_removed(texts, &removed);
    }
    let proposed = answer.tools.iter().filter(|tool| tool.name == ProposeAlert::NAME);
    if let Some(shown) = proposed.filter_map(ToolOutcome::get::<AlertRuleShown>).next() {
        return alerts::proposed_buttons(texts, &shown);
    }
    let removed = answer.tools.iter().filter(|tool| tool.name == RemoveAlert::NAME);
    if let Some(removed) = removed.filter_map(ToolOutcome::get::<AlertRemoved>).next() {
        return alerts::removed_buttons(texts, &removed.removed);
    }
    if let Some(tagged) = answer.tools.iter().find_map(ToolOutcome::get::<Tagged>) {
        return tags::buttons_of(texts, answer.turn, &tagged);
    }
    if let Some(set) = answer.tools.iter().find_map(ToolOutcome::get::<GoalSet>) {
        return goals::buttons_of(texts, set.action, set.goal.id);
    }
    if let Some(put) = answer.tools.iter().find_map(ToolOutcome::get::<PutAside>) {
        return goals::buttons_of(texts, put.action, put.goal.id);
    }
    let removed = answer.tools.iter().filter(|tool| tool.name == RemoveGoal::NAME);
    if let Some(removed) = removed.clone().find_map(ToolOutcome::get::<GoalRemoved>) {
        return goals::buttons_of_removed(texts, removed.action);
    }
    let lists = lists(texts, &answer.tools);
    let chart = || {
        chart_of(&answer.tools).map(|_| ButtonAction::Chart { turn: answer.turn }.button(text!(texts, "button-chart")))
    };
    let rows = |list: usize, label: String| {
        let list = u8::try_from(list).unwrap_or(u8::MAX);
        ButtonAction::Rows { turn: answer.turn, list, offset: 0 }.button(label)
    };
    let mut buttons: Vec<Vec<Button>> = match lists.as_slice() {
        [] => return chart().map(|chart| vec![vec![chart]]).unwrap_or_else(|| suggested(texts, answer)),
        [_] => vec![vec![rows(0, text!(texts, "button-rows"))]],
        several => (0..)
            .zip(several)
            .map(|(list, of)| vec![rows(list, text!(texts, "button-rows-of", what = of.label))])
            .collect(),
    };
    let chart = chart();
    let export = ButtonAction::ExportRows { turn: answer.turn }.button(text!(texts, "button-export-rows"));
    buttons.push(chart.into_iter().chain([export]).collect());
    buttons
}

/// A budget that a question about one without any suggests.
fn suggested(texts: &Texts, answer: &Answer) -> Vec<Vec<Button>> {
    let now = answer.tools.iter().filter(|tool| tool.name == Budgets::NAME).find_map(ToolOutcome::get::<BudgetsNow>);
    let suggestions = now.map(|now| now.suggestions).unwrap_or_default();
    suggestions
        .iter()
        .filter_map(|suggestion| budget::suggestion_button(texts, suggestion))
        .map(|button| vec![button])
        .collect()
}

/// "Undo" and a category for each payment that was noted.
fn buttons_of_note(texts: &Texts, recorded: &Recorded) -> Vec<Vec<Button>> {
    let undo = ButtonAction::Undo { action: recorded.action }.button(text!(texts, "button-undo-note"));
    let category = |row: &RecordedRow, label: String| ButtonAction::TypeCategory { row: row.id }.button(label);
    match recorded.rows.as_slice() {
        [only] => vec![vec![undo, category(only, text!(texts, "button-category"))]],
        several => {
            let named = |row: &RecordedRow| vec![category(row, text!(texts, "button-category-of", what = named(row)))];
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

/// Draws what an answer is about: its months, or where the money went.
pub(super) async fn chart(turn: &mut Turn, answer: Uuid) -> Result<(), ToolError> {
    let tools = kept(turn, answer).await?;
    let Some(chart) = chart_of(&tools) else { return Err(gone(turn.texts)) };
    turn.show_action(ChatAction::UploadPhoto).await;
    let pictures: Vec<Picture> = match chart {
        Chart::Months(filter) => {
            let subtitle = label(turn.texts, &filter);
            pictures::months(turn, filter, subtitle).await?.into_iter().collect()
        }
        Chart::Shares(filter) => {
            let subtitle = label(turn.texts, &filter);
            pictures::shares(turn, filter, subtitle).await?.into_iter().collect()
        }
        Chart::Budgets(asked) => {
            let context = turn.context().await?;
            let (now, today) = (asked.call(context).await?, context.today);
            pictures::budgets(turn, &now.budgets, today).await?.into_iter().collect()
        }
        Chart::Goals(asked) => {
            let context = turn.context().await?;
            let (now, today) = (Goals { history: true, ..asked }.call(context).await?, context.today);
            pictures::goals(turn.texts, &now.goals, today).await.into_iter().collect()
        }
        Chart::Balances(asked) => pictures::balances(turn, asked).await?,
    };
    send(turn, pictures);
    Ok(())
}

/// Draws how all balances went over the past year.
pub(super) async fn balances(turn: &mut Turn) -> Result<(), ToolError> {
    turn.show_action(ChatAction::UploadPhoto).await;
    let pictures = pictures::balances(turn, Balances::default()).await?;
    send(turn, pictures);
    Ok(())
}

fn send(turn: &mut Turn, pictures: Vec<Picture>) {
    if pictures.is_empty() {
        turn.reply(Outgoing::plain(&text!(turn.texts, "too-little-to-draw")));
    }
    for picture in pictures {
        let caption = Outgoing::plain(&picture.text);
        turn.reply_with_picture(caption, Some(picture), "chart.png");
    }
}

/// Sends the rows behind an answer as a file.
pub(super) async fn export(turn: &mut Turn, answer: Uuid) -> Result<(), ToolError> {
    let tools = kept(turn, answer).await?;
    let texts = turn.texts;
    let searches: Vec<Search> = lists(texts, &tools).into_iter().map(|list| list.search).collect();
    if searches.is_empty() {
        return Err(gone(texts));
    }
    turn.show_action(ChatAction::UploadDocument).await;
    let context = turn.context().await?;
    let mut file = Vec::new();
    let exported = rows_as_csv(&searches, context, &mut file).await?;
    let size = render::file_size(texts, file.len());
    let left_out = match exported.left_out {
        0 => String::new(),
        more => text!(texts, "rows-left-out", count = more),
    };
    let message = Outgoing {
        file: Some(OutgoingFile { kind: FileKind::Document, file_name: "rows.csv".to_owned() }),
        ..Outgoing::html(text!(texts, "rows-exported", count = exported.rows, size = size, more = left_out))
    };
    turn.reply_with_file(message, file);
    Ok(())
}

/// What a picture would show.
enum Chart {
    Months(Filter),
    Shares(Filter),
    Budgets(Budgets),
    Goals(Goals),
    Balances(Balances),
}

/// The picture of the first call that has one: of budgets, goals and balances that are there; of a sum of spending months
/// where it spans several, else where the money went.
fn chart_of(tools: &[ToolOutcome]) -> Option<Chart> {
    tools
        .iter()
        .find_map(|tool| match tool.name.as_str() {
            Budgets::NAME => {
                let asked = Budgets::deserialize(&tool.args).ok()?;
                tool.get::<BudgetsNow>().filter(|now| !now.budgets.is_empty()).map(|_| Chart::Budgets(asked))
            }
            Goals::NAME => {
                let asked = Goals::deserialize(&tool.args).ok()?;
                tool.get::<GoalsNow>().filter(|now| !now.goals.is_empty()).map(|_| Chart::Goals(asked))
            }
            Balances::NAME => {
                let asked = Balances::deserialize(&tool.args).ok()?;
                tool.get::<BalancesOverTime>()
                    .filter(|found| !found.accounts.is_empty())
                    .map(|_| Chart::Balances(asked))
            }
            _ => None,
        })
        .or_else(|| chart_of_sum(tools))
}

fn chart_of_sum(tools: &[ToolOutcome]) -> Option<Chart> {
    tools.iter().filter(|tool| tool.name == Summarise::NAME).find_map(|tool| {
        let asked = Summarise::deserialize(&tool.args).ok()?;
        let summary = tool.get::<Summary>()?;
        let period = summary.period?;
        let is_spending = matches!(asked.measure, Measure::Spending | Measure::MoneyOut | Measure::Payments);
        if !is_spending || summary.totals.iter().all(|total| total.rows == 0) {
            return None;
        }
        let narrow = !asked.filter.merchants.is_empty() || asked.filter.categories.len() == 1;
        let filter = Filter { period: Some(period), ..asked.filter };
        match month_start(period.from) != month_start(period.to) {
            true => Some(Chart::Months(filter)),
            false => (!narrow).then_some(Chart::Shares(filter)),
        }
    })
}

/// The calls and results of an answer, as they were kept.
async fn kept(turn: &mut Turn, answer: Uuid) -> Result<Vec<ToolOutcome>, ToolError> {
    let kept = turn.context().await?.book().await?.tools_of_turn(answer).await?;
    Ok(kept.and_then(|tools| Vec::deserialize(tools).ok()).unwrap_or_default())
}

/// What the calls of an answer looked at, in their order, each once.
fn lists(texts: &Texts, tools: &[ToolOutcome]) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    for tool in tools {
        for list in lists_of(texts, tool) {
            if !lists.iter().any(|known| known.search == list.search) {
                lists.push(list);
            }
        }
    }
    lists.truncate(LISTS_MAX);
    lists
}

fn lists_of(texts: &Texts, tool: &ToolOutcome) -> Vec<List> {
    match tool.name.as_str() {
        Summarise::NAME => {
            let (Ok(asked), Some(summary)) = (Summarise::deserialize(&tool.args), tool.get::<Summary>()) else {
                return Vec::new();
            };
            let list = |filter: Filter| List {
                label: label(texts, &filter),
                search: Search { filter, order: RowOrder::Newest, limit: None, offset: 0 },
            };
            let own = summary.totals.iter().any(|total| total.rows > 0);
            let other = summary.comparisons.iter().any(|comparison| comparison.other_rows > 0);
            let own = own.then(|| list(asked.rows_behind(summary.period)));
            own.into_iter().chain(asked.rows_against().filter(|_| other).map(list)).collect()
        }
        Budgets::NAME => {
            let budgets = tool.get::<BudgetsNow>().map(|now| now.budgets).unwrap_or_default();
            budgets.into_iter().filter(|budget| budget.rows > 0).map(list_of_budget).collect()
        }
        Search::NAME => {
            let (Ok(search), Some(found)) = (Search::deserialize(&tool.args), tool.get::<Found>()) else {
                return Vec::new();
            };
            let label = label(texts, &search.filter);
            let shown = found.totals.iter().any(|total| total.rows > 0);
            shown.then_some(List { label, search }).into_iter().collect()
        }
        TagRows::NAME => {
            let tagged = tool.get::<Tagged>().filter(|tagged| !tagged.removed);
            let filter = |tagged: Tagged| Filter { tags: vec![tagged.tag], ..Filter::default() };
            let list =
                |filter: Filter| List { label: label(texts, &filter), search: Search { filter, ..Search::default() } };
            tagged.map(filter).map(list).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// What was spent of a budget.
fn list_of_budget(budget: Standing) -> List {
    let filter = Filter {
        period: Some(budget.period),
        categories: budget.categories,
        merchants: budget.merchants,
        tags: budget.tags,
        currency: Some(budget.currency),
        ..Filter::default()
    };
    let filter = Measure::Spending.rows_behind(&filter, None);
    List { label: escape(&budget.name), search: Search { filter, order: RowOrder::Newest, limit: None, offset: 0 } }
}

/// What tells a list from the others of the same answer.
fn label(texts: &Texts, filter: &Filter) -> String {
    let named = filter.merchants.iter().chain(&filter.categories).chain(&filter.accounts);
    let tags = filter.tags.iter().map(|tag| escape(&tag.to_string()));
    let words: Vec<String> =
        named.map(|word| escape(word)).chain(tags).chain(filter.period.map(format::period)).collect();
    match words.is_empty() {
        true => text!(texts, "rows-all"),
        false => words.join(", "),
    }
}

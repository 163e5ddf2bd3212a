//! `/summary`, `/spend`, `/search`.

use chrono::NaiveDate;

use super::{pictures, question};
use crate::agent::format;
use crate::bot::outgoing::{FileKind, Outgoing, OutgoingFile, escape};
use crate::bot::render;
use crate::bot::turn::Turn;
use crate::domain::{Currency, Period, month_start};
use crate::text;
use crate::texts::Texts;
use crate::tools::filter::Filter;
use crate::tools::summarise::{Coverage, Group, GroupBy, Measure, Order, Summarise, Summary, Total};
use crate::tools::{Context, Tool, ToolError};

/// Categories named in one line of a month.
const BIGGEST_NAMED: usize = 3;
/// Categories in a list: what a phone shows without scrolling.
const CATEGORIES_LISTED: u32 = 12;

/// `/summary`
pub(super) async fn summary(turn: &mut Turn) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let Some(latest) = latest_month(context).await? else {
        turn.reply(render::nothing_yet(turn.texts));
        return Ok(());
    };
    let today = context.today;
    let this = Period { from: month_start(today), to: today };
    let last = this.from.pred_opt().map(Period::month_of);
    let mut months = vec![Month::of(this, context).await?];
    if let Some(last) = last {
        months.push(Month::of(last, context).await?);
    }
    // Nothing recent is known: what is known, then.
    if months.iter().all(|month| !month.is_known()) {
        months = vec![Month::of(latest, context).await?];
    }
    let picture = match months.iter().find(|month| month.is_known()) {
        Some(month) => pictures::shares_of(turn.texts, &month.spending, format::period(month.asked)).await,
        None => None,
    };
    let text = months.iter().map(|month| month.words(turn.texts, today)).collect::<Vec<_>>().join("\n\n");
    match picture {
        Some(picture) => {
            let file = Some(OutgoingFile { kind: FileKind::Photo, file_name: "categories.png".to_owned() });
            turn.reply_with_file(Outgoing { file, ..Outgoing::html(text) }, picture.png);
        }
        None => turn.reply(Outgoing::html(text)),
    }
    Ok(())
}

/// A month at a glance.
struct Month {
    asked: Period,
    income: Summary,
    spending: Summary,
    saved: Summary,
}

impl Month {
    async fn of(asked: Period, context: &mut Context) -> Result<Self, ToolError> {
        let income = summarise(Measure::Income, asked, None).call(context).await?;
        let spending = by_category(asked).call(context).await?;
        let saved = summarise(Measure::Net, asked, None).call(context).await?;
        Ok(Self { asked, income, spending, saved })
    }

    fn is_known(&self) -> bool {
        !matches!(self.spending.coverage, Coverage::None { .. })
    }

    fn words(&self, texts: &Texts, today: NaiveDate) -> String {
        let title = title(texts, self.asked, today);
        if !self.is_known() {
            return text!(texts, "month-unknown", title = title);
        }
        let mut lines = vec![format!("<b>{title}</b>")];
        lines.extend(self.saved.totals.iter().map(|saved| self.line(texts, saved)));
        if self.saved.totals.is_empty() {
            lines.push(text!(texts, "month-nothing"));
        }
        let named = |group: &Group| {
            let amount = format::money(group.value, group.currency);
            text!(texts, "month-category", category = escape(&group.key), amount = amount)
        };
        let biggest: Vec<String> = self.spending.groups.iter().take(BIGGEST_NAMED).map(named).collect();
        if !biggest.is_empty() {
            lines.push(text!(texts, "month-most", categories = biggest.join(", ")));
        }
        if let Coverage::Partial { known } = &self.spending.coverage {
            lines.push(text!(texts, "as-far-as-known", days = format::periods(texts, known)));
        }
        lines.join("\n")
    }

    /// What came in, went out and was left in one currency.
    fn line(&self, texts: &Texts, saved: &Total) -> String {
        let of = |summary: &Summary, currency: Currency| {
            let found = summary.totals.iter().find(|total| total.currency == currency);
            format::money(found.map(|total| total.value).unwrap_or_default(), currency)
        };
        let left = format::money(saved.value.abs(), saved.currency);
        let (income, spending) = (of(&self.income, saved.currency), of(&self.spending, saved.currency));
        match saved.value.is_sign_negative() {
            true => text!(texts, "month-overspent", income = income, spending = spending, gap = left),
            false => text!(texts, "month-saved", income = income, spending = spending, saved = left),
        }
    }
}

/// `March 2026 so far`, `February 2026`.
fn title(texts: &Texts, asked: Period, today: NaiveDate) -> String {
    let month = format::month(asked.from);
    let runs = month_start(today) == asked.from && Period::month_of(today).to != today;
    if runs { text!(texts, "month-so-far", month = month) } else { month }
}

/// `/spend`, alone or with the words of a question.
pub(super) async fn spend(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    if !argument.trim().is_empty() {
        return question::ask(turn, &format!("how much did I spend {}", argument.trim())).await;
    }
    let context = turn.context().await?;
    let Some(month) = latest_month(context).await? else {
        turn.reply(render::nothing_yet(turn.texts));
        return Ok(());
    };
    let today = context.today;
    let spending = by_category(month).call(context).await?;
    turn.reply(Outgoing::html(spending_words(turn.texts, &spending, month, today).join("\n")));
    if let Some(picture) = pictures::month_by_month(turn).await? {
        let file = Some(OutgoingFile { kind: FileKind::Photo, file_name: "months.png".to_owned() });
        turn.reply_with_file(Outgoing { file, ..Outgoing::plain(&picture.text) }, picture.png);
    }
    Ok(())
}

/// The total of a month, and a line for each category.
pub(super) fn spending_words(texts: &Texts, spending: &Summary, month: Period, today: NaiveDate) -> Vec<String> {
    let title = title(texts, month, today);
    if spending.totals.is_empty() {
        return vec![text!(texts, "nothing-spent", title = title)];
    }
    let mut lines = vec![text!(texts, "spent-in", title = title, amounts = render::amounts(texts, &spending.totals))];
    lines.extend(render::group_lines(texts, &spending.groups));
    match spending.groups_left_out {
        0 => {}
        more => lines.push(text!(texts, "smaller-ones", count = more.into())),
    }
    if let Coverage::Partial { known } = &spending.coverage {
        lines.push(text!(texts, "as-far-as-known", days = format::periods(texts, known)));
    }
    lines
}

/// The month to show when none is named: this one, or the latest of which anything is known. `None` in an empty book.
pub(super) async fn latest_month(context: &mut Context) -> Result<Option<Period>, ToolError> {
    let today = context.today;
    let known = context.vocabulary().await?.known.clone();
    let latest = known.iter().rev().find(|days| days.from <= today);
    Ok(latest.map(|days| {
        let month = Period::month_of(days.to.min(today));
        Period { from: month.from, to: month.to.min(today) }
    }))
}

/// Spending of a period by top category, largest first.
pub(super) fn by_category(period: Period) -> Summarise {
    Summarise { limit: Some(CATEGORIES_LISTED), ..summarise(Measure::Spending, period, Some(GroupBy::Category)) }
}

fn summarise(measure: Measure, period: Period, group_by: Option<GroupBy>) -> Summarise {
    let filter = Filter { period: Some(period), ..Filter::default() };
    Summarise { filter, measure, per: None, group_by, order: Order::Largest, limit: None, against: None }
}

/// `/search` and what to look for.
pub(super) async fn search(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    if argument.trim().is_empty() {
        turn.reply(Outgoing::plain(&text!(turn.texts, "search-what")));
        return Ok(());
    }
    question::search(turn, &format!("list transactions at {}", argument.trim())).await
}

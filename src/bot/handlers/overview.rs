//! `/summary`, `/spend`, `/search`, `/accounts`.

use chrono::NaiveDate;

use super::{pictures, question};
use crate::agent::format;
use crate::bot::outgoing::{FileKind, Outgoing, OutgoingFile, escape};
use crate::bot::render;
use crate::bot::turn::Turn;
use crate::domain::{Currency, Period, month_start};
use crate::tools::account_facts::{AccountFacts, Accounts};
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
        turn.reply(render::nothing_yet());
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
        Some(month) => pictures::shares_of(&month.spending, format::period(month.asked)).await,
        None => None,
    };
    let text = months.iter().map(|month| month.words(today)).collect::<Vec<_>>().join("\n\n");
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

    fn words(&self, today: NaiveDate) -> String {
        let title = title(self.asked, today);
        if !self.is_known() {
            return format!("<b>{title}</b>\nNo statements yet, so I can't tell.");
        }
        let mut lines = vec![format!("<b>{title}</b>")];
        lines.extend(self.saved.totals.iter().map(|saved| self.line(saved)));
        if self.saved.totals.is_empty() {
            lines.push("Nothing came in and nothing was spent.".to_owned());
        }
        let named = |group: &Group| format!("{} {}", escape(&group.key), format::money(group.value, group.currency));
        let biggest: Vec<String> = self.spending.groups.iter().take(BIGGEST_NAMED).map(named).collect();
        if !biggest.is_empty() {
            lines.push(format!("Most on {}", biggest.join(", ")));
        }
        if let Coverage::Partial { known } = &self.spending.coverage {
            lines.push(format!("As far as I know it: {}.", render::periods(known)));
        }
        lines.join("\n")
    }

    /// What came in, went out and was left in one currency.
    fn line(&self, saved: &Total) -> String {
        let of = |summary: &Summary, currency: Currency| {
            let found = summary.totals.iter().find(|total| total.currency == currency);
            format::money(found.map(|total| total.value).unwrap_or_default(), currency)
        };
        let left = format::money(saved.value.abs(), saved.currency);
        let left =
            if saved.value.is_sign_negative() { format!("{left} more than came in") } else { format!("saved {left}") };
        format!("In {}, out {}: {left}", of(&self.income, saved.currency), of(&self.spending, saved.currency))
    }
}

/// `March 2026 so far`, `February 2026`.
fn title(asked: Period, today: NaiveDate) -> String {
    let month = format::month(asked.from);
    let runs = month_start(today) == asked.from && Period::month_of(today).to != today;
    if runs { format!("{month} so far") } else { month }
}

/// `/spend`, alone or with the words of a question.
pub(super) async fn spend(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    if !argument.trim().is_empty() {
        return question::ask(turn, &format!("how much did I spend {}", argument.trim())).await;
    }
    let context = turn.context().await?;
    let Some(month) = latest_month(context).await? else {
        turn.reply(render::nothing_yet());
        return Ok(());
    };
    let today = context.today;
    let spending = by_category(month).call(context).await?;
    turn.reply(Outgoing::html(spending_words(&spending, month, today).join("\n")));
    if let Some(picture) = pictures::month_by_month(turn).await? {
        let file = Some(OutgoingFile { kind: FileKind::Photo, file_name: "months.png".to_owned() });
        turn.reply_with_file(Outgoing { file, ..Outgoing::plain(&picture.text) }, picture.png);
    }
    Ok(())
}

/// The total of a month, and a line for each category.
pub(super) fn spending_words(spending: &Summary, month: Period, today: NaiveDate) -> Vec<String> {
    let title = title(month, today);
    if spending.totals.is_empty() {
        return vec![format!("<b>{title}</b>: nothing spent.")];
    }
    let mut lines = vec![format!("<b>Spent in {title}</b>: {}", render::amounts(&spending.totals))];
    lines.extend(render::group_lines(&spending.groups));
    match spending.groups_left_out {
        0 => {}
        more => lines.push(format!("… and {}", format::count(more.into(), "smaller one"))),
    }
    if let Coverage::Partial { known } = &spending.coverage {
        lines.push(format!("As far as I know it: {}.", render::periods(known)));
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
        turn.reply(Outgoing::plain("What shall I look for? For example: /search amazon, or /search coffee in March"));
        return Ok(());
    }
    question::ask(turn, &format!("list transactions at {}", argument.trim())).await
}

/// `/accounts`
pub(super) async fn accounts(turn: &mut Turn) -> Result<(), ToolError> {
    let mut accounts = Accounts {}.call(turn.context().await?).await?;
    // What an undone import leaves behind.
    accounts.retain(|account| account.rows > 0 || account.statements > 0);
    if accounts.is_empty() {
        turn.reply(render::nothing_yet());
        return Ok(());
    }
    let text = accounts.iter().map(account_words).collect::<Vec<_>>().join("\n\n");
    turn.reply(Outgoing::html(text));
    Ok(())
}

fn account_words(account: &AccountFacts) -> String {
    let mut name = account.name.clone();
    // A name that farthing gave holds the bank and the number already.
    if let Some(bank) = account.bank.as_ref().filter(|bank| !name.contains(bank.as_str())) {
        name = format!("{bank}, {name}");
    }
    if let Some(number) = account.number.as_ref().filter(|number| !name.contains(number.as_str())) {
        name = format!("{name} {number}");
    }
    let currency = if account.currency == Currency::NONE { String::new() } else { format!(", {}", account.currency) };
    let mut lines = vec![format!("<b>{}</b>{currency}", escape(&name))];
    let known = if account.known.is_empty() { String::new() } else { format!(", {}", render::periods(&account.known)) };
    lines.push(format!("{}{known}", render::counted_rows(account.rows)));
    if let Some(balance) = &account.balance {
        let amount = format::money(balance.amount, account.currency);
        lines.push(format!("Balance {amount} on {}", format::date(balance.on)));
    }
    lines.push(proof(account));
    lines.join("\n")
}

fn proof(account: &AccountFacts) -> String {
    let statements = format::count(account.statements, "statement");
    match (account.statements_proven, account.statements) {
        (_, 0) => "Payments that you typed".to_owned(),
        (0, _) => format!("Not proven: {statements} without balances that vouch for every row"),
        (1, 1) => "Proven: its balances vouch for every row".to_owned(),
        (proven, all) if proven == all => format!("Proven: the balances of all {statements} vouch for every row"),
        (proven, _) => format!("Partly proven: {proven} of {statements} by their balances"),
    }
}

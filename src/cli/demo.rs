//! `farthing demo`: a newcomer's walk over an example household, with the same tools as for a real one.

use anyhow::Context as _;
use chrono::{Datelike, Days, NaiveDate};
use farthing::app::App;
use farthing::demo::{DemoStatement, Layout, pdf, year};
use farthing::domain::TelegramUserId;
use farthing::tools::filter::Filter;
use farthing::tools::import::{Import, Imported};
use farthing::tools::reading::Parse;
use farthing::tools::summarise::{GroupBy, Measure, Order, Summarise};
use farthing::tools::{Context, Tool, Upload};
use rust_decimal::Decimal;

use super::{now, text};

/// The example person, far from the ids that people type. Their data is made anew by every walk.
const EXAMPLE_USER: TelegramUserId = TelegramUserId(100_000_001);

/// The household of the README's screen.
const SEED: u64 = 7;

/// Enough for a comparison of months and a payee's history.
const MONTHS: u32 = 4;

/// Categories that the walk shows.
const CATEGORIES_SHOWN: u32 = 5;

/// Columns that the text of a step stands from the left.
const INDENT: usize = 3;

const QUESTIONS: [&str; 3] = [
    "How much did I spend on groceries last month?",
    "What were my 3 biggest purchases last month?",
    "Did I spend more on eating out last month than the month before?",
];

#[derive(Debug, clap::Args)]
pub(super) struct Demo {
    /// The day it is, instead of today.
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    today: Option<NaiveDate>,
}

pub(super) async fn run(arguments: Demo, app: &App) -> anyhow::Result<()> {
    let today = arguments.today.unwrap_or_else(|| now().date_naive());
    let last_month_ends = today.with_day(1).unwrap_or(today).checked_sub_days(Days::new(1)).unwrap_or(today);
    app.forget(EXAMPLE_USER).await?;
    let statements = year(SEED, last_month_ends, MONTHS);
    let (latest, earlier) = latest_current_account(&statements).context("the example has no statement")?;

    text::say("farthing: a walk with an example household (everything stays on this machine)\n");
    text::say(format_args!("1. A bank statement arrives as a PDF: {}.", file_name(latest)));
    let mut context = context(app, today, latest).await?;
    let imported = Import::default().call(&mut context).await?;
    context.commit().await?;
    text::show(&text::reading(&imported.reading, text::Rows::Counted), INDENT);
    for statement in &earlier {
        let mut context = self::context(app, today, statement).await?;
        Import::default().call(&mut context).await?;
        context.commit().await?;
    }
    text::say(format_args!(
        "   {} more statements of the household (card, savings, earlier months) follow the same way.\n",
        earlier.len()
    ));

    text::say(format_args!("2. Every row is sorted. Where the money of {} went:", latest.period.from.format("%B %Y")));
    show_categories(app, today, latest, &imported).await?;

    text::say("\n3. Questions in plain words:");
    for question in QUESTIONS {
        let mut context = app.context(EXAMPLE_USER, now(), Some(today)).await?;
        let answer = app.agent.ask(question, "demo", &mut context).await?;
        context.commit().await?;
        text::say(format_args!("   > {question}\n{}\n", indented(&answer.answer)));
    }

    show_misprint(app, today, latest).await?;
    text::say("Try next:");
    let program = text::program();
    text::say(format_args!("   {program} ask --user {} \"top 5 merchants last month\"", EXAMPLE_USER.0));
    text::say(format_args!("   {program} import --user 1 my-statement.pdf      your own file, as PDF or CSV"));
    text::say(format_args!("   {program} ask --user 1 \"how much on groceries last month?\""));
    Ok(())
}

/// The latest statement of the current account, and all the others.
fn latest_current_account(statements: &[DemoStatement]) -> Option<(&DemoStatement, Vec<&DemoStatement>)> {
    let is_current = |statement: &&DemoStatement| statement.layout == Layout::UkCurrent;
    let latest = statements.iter().filter(is_current).max_by_key(|statement| statement.period.to)?;
    Some((latest, statements.iter().filter(|statement| !std::ptr::eq(*statement, latest)).collect()))
}

fn file_name(statement: &DemoStatement) -> String {
    format!("{} {}.pdf", statement.account_name, statement.period.from.format("%Y-%m"))
}

/// A request that hands in this statement.
async fn context(app: &App, today: NaiveDate, statement: &DemoStatement) -> anyhow::Result<Context> {
    let mut context = app.context(EXAMPLE_USER, now(), Some(today)).await?;
    let bytes = pdf(statement, statement.layout).context("cannot print the example")?;
    context.upload = Some(Upload { file_name: Some(file_name(statement)), bytes: bytes.into() });
    Ok(context)
}

async fn show_categories(
    app: &App,
    today: NaiveDate,
    latest: &DemoStatement,
    imported: &Imported,
) -> anyhow::Result<()> {
    let summarise = Summarise {
        filter: Filter { period: Some(latest.period), ..Filter::default() },
        measure: Measure::Spending,
        per: None,
        group_by: Some(GroupBy::Category),
        order: Order::Largest,
        limit: Some(CATEGORIES_SHOWN),
        against: None,
    };
    let mut context = app.context(EXAMPLE_USER, now(), Some(today)).await?;
    let summary = summarise.call(&mut context).await?;
    for group in &summary.groups {
        let value = farthing::agent::format::money(group.value, group.currency);
        text::say(format_args!("   {:<16}{value:>12}   {}", group.key, text::rows(group.rows)));
    }
    anyhow::ensure!(imported.imported > 0, "the example was not kept");
    Ok(())
}

/// A statement with one wrong amount: shown, and not kept.
async fn show_misprint(app: &App, today: NaiveDate, latest: &DemoStatement) -> anyhow::Result<()> {
    let misprinted = latest.clone().misprinted(3, Decimal::new(1000, 2));
    let mut context = context(app, today, &misprinted).await?;
    let reading = Parse::default().call(&mut context).await?;
    text::say("4. The same statement with one amount misprinted by 10.00 does not pass:");
    text::show(&text::reading(&reading, text::Rows::Counted), INDENT);
    text::say("");
    Ok(())
}

fn indented(answer: &str) -> String {
    answer.lines().map(|line| format!("   {line}")).collect::<Vec<_>>().join("\n")
}

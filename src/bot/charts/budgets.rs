//! How all budgets stand: a bar each, the fullest first.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::bars::{self, Bar, ROWS_MAX};
use super::{Picture, TEXT_MAX, one_line, palette, svg};
use crate::agent::format;
use crate::domain::{Category, Currency, Period};
use crate::text;
use crate::texts::Texts;

/// Budgets, in any order, of any currencies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BudgetBars {
    pub today: chrono::NaiveDate,
    pub budgets: Vec<BudgetBar>,
}

/// One budget.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BudgetBar {
    /// What it is for, in the user's own words.
    pub label: String,
    /// Gives the colour, and the name where the fonts cannot draw the label; `None` where it is for several things.
    pub category: Option<Category>,
    pub currency: Currency,
    /// The days for which it is allowed; today is one of them.
    pub period: Period,
    /// As a part of a sentence: `this month`.
    pub when: String,
    pub allowed: Decimal,
    /// Negative when more came back than went out.
    pub spent: Decimal,
    /// `allowed` − `spent`; negative when over.
    pub left: Decimal,
    /// By how much it would be over at the end at this rate.
    pub soon_over: Option<Decimal>,
}

/// Longest label in the text equivalent, in characters.
const LABEL_MAX: usize = 40;

/// Draws the picture. Blocks for some milliseconds.
///
/// # Errors
/// When the renderer fails; [`budgets_text`] still has the figures.
pub fn budgets(input: &BudgetBars, texts: &Texts) -> anyhow::Result<Picture> {
    Ok(Picture { png: svg::png(&document(input, texts))?, text: budgets_text(input, texts) })
}

/// The text equivalent alone.
pub fn budgets_text(input: &BudgetBars, texts: &Texts) -> String {
    let mut out = format!("{}\n", text!(texts, "chart-budgets-head", day = format::date(input.today)));
    let shown = shown(input);
    for budget in &shown {
        let money = |amount: Decimal| format::money(amount, budget.currency);
        let (figure, allowed) = (figure(budget, texts), money(budget.allowed));
        let (name, when) = (one_line(&budget.label, LABEL_MAX), &budget.when);
        let soon = soon_over(budget).map(|over| text!(texts, "chart-budget-line-soon", over = money(over)));
        let soon = soon.unwrap_or_default();
        out.push('\n');
        out += &match budget.left < Decimal::ZERO {
            true => text!(
                texts,
                "chart-budget-line-over",
                name = name,
                figure = figure,
                allowed = allowed,
                when = when,
                soon = soon
            ),
            false => text!(
                texts,
                "chart-budget-line-left",
                name = name,
                figure = figure,
                allowed = allowed,
                when = when,
                soon = soon
            ),
        };
    }
    if shown.is_empty() {
        out += &format!("\n{}", text!(texts, "chart-budgets-none"));
    }
    if let Some(more) = more(input, texts) {
        out += &format!("\n{more}");
    }
    format::cut(&out, TEXT_MAX)
}

/// `£40.00 left`, `£12.00 over`.
fn figure(budget: &BudgetBar, texts: &Texts) -> String {
    let amount = format::money(budget.left.abs(), budget.currency);
    match budget.left < Decimal::ZERO {
        true => text!(texts, "chart-budget-over", amount = amount),
        false => text!(texts, "chart-budget-left", amount = amount),
    }
}

fn soon_over(budget: &BudgetBar) -> Option<Decimal> {
    budget.soon_over.filter(|over| *over > Decimal::ZERO && budget.left >= Decimal::ZERO)
}

/// How much of it is spent.
fn part(budget: &BudgetBar) -> f32 {
    let part = budget.spent.checked_div(budget.allowed).filter(|_| budget.allowed > Decimal::ZERO);
    match part {
        // A part is what is spent of it, also where the last piece is too thin for a pixel.
        Some(part) if budget.left < Decimal::ZERO => part.to_f32().unwrap_or(f32::MAX).max(1.000_1),
        Some(part) => part.to_f32().unwrap_or(0.0).clamp(0.0, 1.0),
        None if budget.left < Decimal::ZERO => f32::MAX,
        None => 0.0,
    }
}

/// What is shown, the fullest first.
fn shown(input: &BudgetBars) -> Vec<&BudgetBar> {
    let mut budgets: Vec<&BudgetBar> = input.budgets.iter().collect();
    budgets.sort_by(|one, other| part(other).total_cmp(&part(one)));
    budgets.truncate(ROWS_MAX);
    budgets
}

fn more(input: &BudgetBars, texts: &Texts) -> Option<String> {
    let more = input.budgets.len().saturating_sub(ROWS_MAX);
    (more > 0).then(|| text!(texts, "chart-more", count = more as u64))
}

/// The picture as SVG.
pub(super) fn document(input: &BudgetBars, texts: &Texts) -> String {
    let more = more(input, texts).map(|more| format!(" · {more}")).unwrap_or_default();
    let shown = shown(input);
    // What holds for all of them is said once.
    let when =
        shown.first().map(|first| first.when.as_str()).filter(|when| shown.iter().all(|budget| budget.when == *when));
    let all = when.filter(|_| shown.len() > 1).map(|when| format!(" · {when}")).unwrap_or_default();
    let subtitle = format!("{}{all}{more}", format::date(input.today));
    let bar = |(number, budget): (usize, &BudgetBar)| bar((number, budget), input.today, all.is_empty(), texts);
    let bars: Vec<Bar> = (1..).zip(shown).map(bar).collect();
    bars::document(&text!(texts, "chart-budgets"), &subtitle, &text!(texts, "chart-budgets-mark"), &bars)
}

fn bar((number, budget): (usize, &BudgetBar), today: chrono::NaiveDate, with_when: bool, texts: &Texts) -> Bar {
    let money = |amount: Decimal| format::money(amount, budget.currency);
    let instead = || match budget.category {
        Some(known) => known.name().to_owned(),
        None => text!(texts, "chart-budget-number", number = number.to_string()),
    };
    let when = if with_when { budget.when.as_str() } else { "" };
    let gone = Period::new(budget.period.from, today).map_or(0, |gone| gone.days());
    let soon = soon_over(budget).map(|over| text!(texts, "chart-budget-soon", over = money(over)));
    Bar {
        label: bars::label(&budget.label, instead),
        figure: figure(budget, texts),
        colour: budget.category.map_or(palette::SPENDING, palette::colour),
        part: part(budget),
        mark: Some(gone as f32 / budget.period.days() as f32),
        notes: (
            text!(
                texts,
                "chart-budget-spent",
                spent = money(budget.spent),
                allowed = money(budget.allowed),
                when = when
            ),
            soon.unwrap_or_default(),
        ),
    }
}

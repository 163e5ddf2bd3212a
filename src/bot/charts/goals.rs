//! How far goals have come: a bar each, and for a single one the way there.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::bars::{self, Bar, ROWS_MAX};
use super::fonts::Weight;
use super::svg::{self, Anchor, INK, MARGIN, MUTED, Style, Svg, WIDTH};
use super::timeline::{CALENDAR_HEIGHT, Ground};
use super::{Picture, TEXT_MAX, one_line, palette};
use crate::agent::format;
use crate::domain::Currency;
use crate::text;
use crate::texts::Texts;

/// Goals in the order in which they are shown, of any currencies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goals {
    pub today: NaiveDate,
    pub goals: Vec<GoalProgress>,
}

/// One goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalProgress {
    /// In the user's own words.
    pub name: String,
    pub currency: Currency,
    pub amount: Decimal,
    /// Negative where an account behind it is overdrawn.
    pub saved: Decimal,
    /// `saved` in whole percent of `amount`.
    pub percent: Decimal,
    /// The day on which it began.
    pub since: NaiveDate,
    pub by: Option<NaiveDate>,
    /// The day on which it is reached at the present rate.
    pub reached_on: Option<NaiveDate>,
    /// Where it goes, in a few words: `at £150.00 a month: March 2027`.
    pub outlook: String,
    /// What was saved at the end of these days, in order.
    pub history: Vec<(NaiveDate, Decimal)>,
}

/// Longest name in the text equivalent, in characters.
const NAME_MAX: usize = 40;
const PLOT_TOP: f32 = 400.0;
const PLOT_HEIGHT: f32 = 380.0;
/// A goal further off than this is drawn up to here: ten years.
const DAYS_SHOWN_MAX: u64 = 3_660;

/// Draws the picture. Blocks for some milliseconds.
///
/// # Errors
/// When the renderer fails; [`goals_text`] still has the figures.
pub fn goals(input: &Goals, texts: &Texts) -> anyhow::Result<Picture> {
    Ok(Picture { png: svg::png(&document(input, texts))?, text: goals_text(input, texts) })
}

/// The text equivalent alone.
pub fn goals_text(input: &Goals, texts: &Texts) -> String {
    let mut out = format!("{}\n", text!(texts, "chart-goals-head", day = format::date(input.today)));
    for goal in input.goals.iter().take(ROWS_MAX) {
        let by = goal.by.map(|day| text!(texts, "chart-goal-line-by", day = format::date(day))).unwrap_or_default();
        let outlook = match goal.outlook.is_empty() {
            true => String::new(),
            false => text!(texts, "goal-line-outlook", outlook = goal.outlook),
        };
        let (figure, percent) = (figure(goal, texts), format::percent(goal.percent));
        let name = one_line(&goal.name, NAME_MAX);
        out.push('\n');
        out += &text!(
            texts,
            "chart-goal-line",
            name = name,
            figure = figure,
            percent = percent,
            by = by,
            outlook = outlook
        );
    }
    if input.goals.is_empty() {
        out += &format!("\n{}", text!(texts, "chart-goals-none"));
    }
    if let Some(more) = more(input, texts) {
        out += &format!("\n{more}");
    }
    format::cut(&out, TEXT_MAX)
}

/// `£1,200.00 of £3,000.00`.
fn figure(goal: &GoalProgress, texts: &Texts) -> String {
    let money = |amount: Decimal| format::money(amount, goal.currency);
    text!(texts, "chart-goal-saved", saved = money(goal.saved), amount = money(goal.amount))
}

fn more(input: &Goals, texts: &Texts) -> Option<String> {
    let more = input.goals.len().saturating_sub(ROWS_MAX);
    (more > 0).then(|| text!(texts, "chart-more", count = more as u64))
}

/// The picture as SVG.
pub(super) fn document(input: &Goals, texts: &Texts) -> String {
    if let [only] = input.goals.as_slice() {
        return document_of_one(only, input.today, texts);
    }
    let more = more(input, texts).map(|more| format!(" · {more}")).unwrap_or_default();
    let subtitle = format!("{}{more}", format::date(input.today));
    let bars: Vec<Bar> = (1..).zip(&input.goals).map(|(number, goal)| bar(number, goal, input.today, texts)).collect();
    bars::document(&text!(texts, "chart-goals"), &subtitle, &text!(texts, "chart-goals-mark"), &bars)
}

fn bar(number: usize, goal: &GoalProgress, today: NaiveDate, texts: &Texts) -> Bar {
    let part = goal.saved.checked_div(goal.amount).and_then(|part| part.to_f32()).unwrap_or(0.0);
    let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days() as f32;
    let runs = goal.saved < goal.amount && today > goal.since;
    let should = goal.by.filter(|by| runs && *by > goal.since).map(|by| days(goal.since, today) / days(goal.since, by));
    let by = match goal.by {
        None => text!(texts, "chart-goal-no-date"),
        Some(day) => text!(texts, "goal-by", day = format::short_date(day, today)),
    };
    Bar {
        label: bars::label(&goal.name, || text!(texts, "chart-goal-number", number = number.to_string())),
        figure: figure(goal, texts),
        colour: palette::INCOME,
        part: part.clamp(0.0, 1.0),
        mark: should,
        notes: (format!("{} · {by}", format::percent(goal.percent)), goal.outlook.clone()),
    }
}

/// One goal: what is saved, large, its bar, and the way there.
fn document_of_one(goal: &GoalProgress, today: NaiveDate, texts: &Texts) -> String {
    let inner = WIDTH - 2.0 * MARGIN;
    // Where it should be, the way below shows.
    let bar = Bar { mark: None, ..bar(1, goal, today, texts) };
    let mut svg = Svg::new();
    let name = bars::label(&goal.name, || text!(texts, "chart-goal-yours"));
    svg.text(MARGIN, 84.0, inner, Style::new(svg::SIZE_TITLE, Weight::SemiBold, MUTED), &name);
    let saved = Style::new(svg::SIZE_TOTAL, Weight::SemiBold, INK);
    svg.figure(MARGIN, 172.0, inner * 0.8, saved, &format::money(goal.saved, goal.currency));
    let percent = Style::new(svg::SIZE_TITLE, Weight::SemiBold, INK).anchored(Anchor::End);
    svg.text(WIDTH - MARGIN, 172.0, inner * 0.2, percent, &format::percent(goal.percent));
    let note = Style::new(svg::SIZE_NOTE, Weight::Regular, MUTED);
    let by = goal.by.map(|day| text!(texts, "goal-by", day = format::date(day))).unwrap_or_default();
    let amount = format::money(goal.amount, goal.currency);
    svg.figure(MARGIN, 226.0, inner, note, &text!(texts, "chart-goal-saved-of", amount = amount, by = by));
    bars::draw_bar(&mut svg, &bar, 256.0, 1.0);
    svg.figure(MARGIN, 326.0, inner, Style { colour: INK, ..note }, &goal.outlook);
    let (Some(first), Some(last)) = (goal.history.first(), goal.history.last()) else { return svg.finish(360.0) };
    let end = [goal.by, goal.reached_on.filter(|_| goal.saved < goal.amount), Some(today)];
    let furthest = first.0.checked_add_days(chrono::Days::new(DAYS_SHOWN_MAX)).unwrap_or(today);
    let end = end.into_iter().flatten().max().unwrap_or(today).min(furthest);
    let amounts = goal.history.iter().map(|point| point.1).chain([Decimal::ZERO, goal.amount]);
    let (low, high) = (amounts.clone().min().unwrap_or_default(), amounts.max().unwrap_or_default());
    let ground = Ground::new((first.0, end), (low, high), PLOT_TOP, PLOT_HEIGHT);
    ground.draw(&mut svg);
    ground.draw_level(&mut svg, goal.amount, &format::money(goal.amount, goal.currency));
    if let Some(by) = goal.by.filter(|by| *by <= end) {
        ground.draw_day(&mut svg, by, &text!(texts, "goal-by", day = format::short_date(by, today)));
    }
    if let Some(reached_on) = goal.reached_on.filter(|day| *day > last.0 && *day <= end && goal.saved < goal.amount) {
        let (from, to) = ((ground.x(last.0), ground.y(last.1)), (ground.x(reached_on), ground.y(goal.amount)));
        svg.line(from, to, 4.0, palette::INCOME, "6 9");
        ground.draw_dot(&mut svg, reached_on, goal.amount, palette::INCOME);
    }
    ground.draw_steps(&mut svg, &goal.history, palette::INCOME, "");
    svg.finish(PLOT_TOP + PLOT_HEIGHT + CALENDAR_HEIGHT)
}

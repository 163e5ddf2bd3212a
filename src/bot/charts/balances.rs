//! Balances over time, a line for each account.
//!
//! **Invariant:** days of which nothing is known are gaps: no line crosses them.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::fonts::Weight;
use super::svg::{self, Anchor, HAIRLINE, INK, MARGIN, MUTED, Style, Svg, WIDTH};
use super::timeline::{CALENDAR_HEIGHT, Ground};
use super::{Picture, TEXT_MAX, bars, cut, one_line, palette};
use crate::agent::format;
use crate::domain::{Currency, Period};

/// Balances of accounts in one currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Balances {
    pub currency: Currency,
    /// The days that are shown.
    pub period: Period,
    /// Of more than five the first are shown.
    pub lines: Vec<BalanceLine>,
}

/// One account's balance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BalanceLine {
    pub label: String,
    /// Days in a row of which the balance is known, in order: each day on which it changed with what it was at its end, the
    /// first and the last day always.
    pub stretches: Vec<Vec<(NaiveDate, Decimal)>>,
}

/// Lines that can still be told apart.
const LINES_MAX: usize = 5;
/// How each of them is drawn: long dashes, because every one takes the renderer time.
const DASHES: [&str; LINES_MAX] = ["", "28 10", "9 9", "30 8 9 8", "18 14"];
/// Longest label in the text equivalent, in characters.
const LABEL_MAX: usize = 40;
/// Gaps that the text names for an account.
const GAPS_NAMED: usize = 3;

const TITLE: &str = "Balance over time";
const NOTHING: &str = "No statement prints a balance for these days.";
const PLOT_HEIGHT: f32 = 460.0;

/// Draws the picture. Blocks for some milliseconds.
///
/// # Errors
/// When the renderer fails; [`balances_text`] still has the figures.
pub fn balances(input: &Balances) -> anyhow::Result<Picture> {
    Ok(Picture { png: svg::png(&document(input))?, text: balances_text(input) })
}

/// The text equivalent alone.
pub fn balances_text(input: &Balances) -> String {
    let money = |amount: Decimal| format::money(amount, input.currency);
    let today = input.period.to;
    let mut out = format!("{TITLE}, {}\n", format::period(input.period));
    for line in shown(input) {
        let points = || line.stretches.iter().flatten();
        let (Some(first), Some(last)) = (points().next(), points().last()) else { continue };
        let (lowest, highest) = (points().min_by_key(|point| point.1), points().max_by_key(|point| point.1));
        let at =
            |(day, amount): &(NaiveDate, Decimal)| format!("{} on {}", money(*amount), format::short_date(*day, today));
        out += &format!("\n{}: {}, {} at first", one_line(&line.label, LABEL_MAX), at(last), at(first));
        if let (Some(lowest), Some(highest)) = (lowest, highest) {
            out += &format!("; lowest {}, highest {}", at(lowest), at(highest));
        }
        let gaps: Vec<String> = gaps(line).into_iter().map(format::period).collect();
        let more = gaps.len().saturating_sub(GAPS_NAMED);
        let named: Vec<&str> = gaps.iter().take(GAPS_NAMED).map(String::as_str).collect();
        if !named.is_empty() {
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            out += &format!("; not known: {}{more}", named.join(", "));
        }
    }
    if out.ends_with('\n') {
        out += &format!("\n{NOTHING}");
    }
    if let Some(more) = more(input) {
        out += &format!("\n{more}");
    }
    cut(&out, TEXT_MAX)
}

fn known(line: &&BalanceLine) -> bool {
    line.stretches.iter().any(|stretch| !stretch.is_empty())
}

fn shown(input: &Balances) -> impl Iterator<Item = &BalanceLine> {
    input.lines.iter().filter(known).take(LINES_MAX)
}

fn more(input: &Balances) -> Option<String> {
    let more = input.lines.iter().filter(known).count().saturating_sub(LINES_MAX);
    (more > 0).then(|| format!("and {more} more"))
}

/// The days between the stretches.
fn gaps(line: &BalanceLine) -> Vec<Period> {
    let ends = line.stretches.iter().zip(line.stretches.iter().skip(1));
    ends.filter_map(|(one, next)| Period::new(one.last()?.0.succ_opt()?, next.first()?.0.pred_opt()?)).collect()
}

/// The picture as SVG.
pub(super) fn document(input: &Balances) -> String {
    let inner = WIDTH - 2.0 * MARGIN;
    let mut svg = Svg::new();
    svg.text(MARGIN, 84.0, inner, Style::new(svg::SIZE_TITLE, Weight::SemiBold, MUTED), TITLE);
    let lines: Vec<&BalanceLine> = shown(input).collect();
    if lines.is_empty() {
        svg.line((MARGIN, 130.0), (WIDTH - MARGIN, 130.0), 2.0, HAIRLINE, "");
        svg.text(MARGIN, 194.0, inner, Style::new(svg::SIZE_LABEL, Weight::Regular, INK), NOTHING);
        return svg.finish(260.0);
    }
    let top = match lines.as_slice() {
        [only] => draw_head(&mut svg, only, input),
        several => draw_key(&mut svg, several, input),
    };
    let points = || lines.iter().flat_map(|line| line.stretches.iter().flatten());
    let amounts = points().map(|point| point.1);
    let (low, high) = (amounts.clone().min().unwrap_or_default(), amounts.max().unwrap_or_default());
    let ground = Ground::new((input.period.from, input.period.to), (low, high), top, PLOT_HEIGHT);
    let single = lines.len() == 1;
    for line in lines.iter().filter(|_| single) {
        draw_gaps(&mut svg, &ground, line, input.period);
    }
    ground.draw(&mut svg);
    for (line, (colour, dashes)) in lines.iter().zip(palette::LINES.into_iter().zip(DASHES)) {
        for stretch in &line.stretches {
            ground.draw_steps(&mut svg, stretch, colour, dashes);
        }
    }
    svg.finish(top + PLOT_HEIGHT + CALENDAR_HEIGHT)
}

/// Hatched where nothing is known, between the stretches and at both ends.
fn draw_gaps(svg: &mut Svg, ground: &Ground, line: &BalanceLine, period: Period) {
    let mut until = period.from;
    for stretch in &line.stretches {
        let (Some(first), Some(last)) = (stretch.first(), stretch.last()) else { continue };
        ground.draw_unknown(svg, until, first.0);
        until = last.0;
    }
    ground.draw_unknown(svg, until, period.to);
}

/// One account: its latest balance, large. Returns where the plot begins.
fn draw_head(svg: &mut Svg, line: &BalanceLine, input: &Balances) -> f32 {
    let inner = WIDTH - 2.0 * MARGIN;
    let Some((day, amount)) = line.stretches.iter().flatten().last() else { return 170.0 };
    let figure = Style::new(svg::SIZE_TOTAL, Weight::SemiBold, INK);
    svg.figure(MARGIN, 172.0, inner, figure, &format::money(*amount, input.currency));
    let label = bars::label(&line.label, || "your account".to_owned());
    let note = Style::new(svg::SIZE_NOTE, Weight::Regular, MUTED);
    svg.text(MARGIN, 226.0, inner, note, &format!("on {} · {label}", format::date(*day)));
    276.0
}

/// Several accounts: how each is drawn, its name and its latest balance. Returns where the plot begins.
fn draw_key(svg: &mut Svg, lines: &[&BalanceLine], input: &Balances) -> f32 {
    const ROW_HEIGHT: f32 = 52.0;
    const SAMPLE_WIDTH: f32 = 66.0;
    let inner = WIDTH - 2.0 * MARGIN;
    let more = more(input).map(|more| format!(" · {more}")).unwrap_or_default();
    let note = Style::new(svg::SIZE_NOTE, Weight::Regular, MUTED);
    svg.text(MARGIN, 134.0, inner, note, &format!("{}{more}", format::period(input.period)));
    let mut y = 194.0;
    for (number, (line, (colour, dashes))) in (1..).zip(lines.iter().zip(palette::LINES.into_iter().zip(DASHES))) {
        svg.line((MARGIN, y - 10.0), (MARGIN + SAMPLE_WIDTH, y - 10.0), 6.0, colour, dashes);
        let latest = line.stretches.iter().flatten().last().map(|point| format::money(point.1, input.currency));
        let style = Style::new(svg::SIZE_NOTE, Weight::SemiBold, INK);
        svg.figure(WIDTH - MARGIN, y, inner * 0.45, style.anchored(Anchor::End), &latest.unwrap_or_default());
        let style = Style::new(svg::SIZE_NOTE, Weight::Regular, INK);
        let label = bars::label(&line.label, || format!("Account {number}"));
        svg.text(MARGIN + SAMPLE_WIDTH + 20.0, y, inner * 0.55 - SAMPLE_WIDTH - 40.0, style, &label);
        y += ROW_HEIGHT;
    }
    y + 10.0
}

//! Balances over time, a line for each account.
//!
//! **Invariant:** days of which nothing is known are gaps: no line crosses them.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::fonts::Weight;
use super::svg::{self, Anchor, HAIRLINE, INK, MARGIN, MUTED, Style, Svg, WIDTH};
use super::timeline::{CALENDAR_HEIGHT, Ground};
use super::{Picture, TEXT_MAX, bars, one_line, palette};
use crate::agent::format;
use crate::domain::{Currency, Period, gaps};
use crate::text;
use crate::texts::Texts;

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

const PLOT_HEIGHT: f32 = 460.0;

/// Draws the picture. Blocks for some milliseconds.
///
/// # Errors
/// When the renderer fails; [`balances_text`] still has the figures.
pub fn balances(input: &Balances, texts: &Texts) -> anyhow::Result<Picture> {
    Ok(Picture { png: svg::png(&document(input, texts))?, text: balances_text(input, texts) })
}

/// The text equivalent alone.
pub fn balances_text(input: &Balances, texts: &Texts) -> String {
    let money = |amount: Decimal| format::money(amount, input.currency);
    let today = input.period.to;
    let mut out = format!("{}\n", text!(texts, "chart-balances-head", days = format::period(input.period)));
    for line in shown(input) {
        let points = || line.stretches.iter().flatten();
        let (Some(first), Some(last)) = (points().next(), points().last()) else { continue };
        let (lowest, highest) = (points().min_by_key(|point| point.1), points().max_by_key(|point| point.1));
        let at = |(day, amount): &(NaiveDate, Decimal)| {
            text!(texts, "chart-balance-at", amount = money(*amount), day = format::short_date(*day, today))
        };
        let range = lowest
            .zip(highest)
            .map(|(lowest, highest)| text!(texts, "chart-balance-range", lowest = at(lowest), highest = at(highest)));
        out.push('\n');
        out += &text!(
            texts,
            "chart-balance-line",
            name = one_line(&line.label, LABEL_MAX),
            last = at(last),
            first = at(first),
            range = range.unwrap_or_default(),
            gaps = gaps_text(line, texts)
        );
    }
    if out.ends_with('\n') {
        out += &format!("\n{}", text!(texts, "chart-balances-none"));
    }
    if let Some(more) = more(input, texts) {
        out += &format!("\n{more}");
    }
    format::cut(&out, TEXT_MAX)
}

/// "; not known: February 2026 and 2 more", or nothing.
fn gaps_text(line: &BalanceLine, texts: &Texts) -> String {
    let gaps: Vec<String> = unknown_days(line).into_iter().map(format::period).collect();
    let more = gaps.len().saturating_sub(GAPS_NAMED);
    let named: Vec<&str> = gaps.iter().take(GAPS_NAMED).map(String::as_str).collect();
    let days = named.join(", ");
    match (gaps.is_empty(), more) {
        (true, _) => String::new(),
        (false, 0) => text!(texts, "chart-balance-gaps", days = days),
        (false, more) => text!(texts, "chart-balance-gaps-more", days = days, count = more as u64),
    }
}

fn known(line: &&BalanceLine) -> bool {
    line.stretches.iter().any(|stretch| !stretch.is_empty())
}

fn shown(input: &Balances) -> impl Iterator<Item = &BalanceLine> {
    input.lines.iter().filter(known).take(LINES_MAX)
}

fn more(input: &Balances, texts: &Texts) -> Option<String> {
    let more = input.lines.iter().filter(known).count().saturating_sub(LINES_MAX);
    (more > 0).then(|| text!(texts, "chart-more", count = more as u64))
}

/// The days between the stretches.
fn unknown_days(line: &BalanceLine) -> Vec<Period> {
    let known = line.stretches.iter().filter_map(|stretch| Period::new(stretch.first()?.0, stretch.last()?.0));
    gaps(&known.collect::<Vec<_>>())
}

/// The picture as SVG.
pub(super) fn document(input: &Balances, texts: &Texts) -> String {
    let inner = WIDTH - 2.0 * MARGIN;
    let mut svg = Svg::new();
    svg.text(
        MARGIN,
        84.0,
        inner,
        Style::new(svg::SIZE_TITLE, Weight::SemiBold, MUTED),
        &text!(texts, "chart-balances"),
    );
    let lines: Vec<&BalanceLine> = shown(input).collect();
    if lines.is_empty() {
        svg.line((MARGIN, 130.0), (WIDTH - MARGIN, 130.0), 2.0, HAIRLINE, "");
        let nothing = text!(texts, "chart-balances-none");
        svg.text(MARGIN, 194.0, inner, Style::new(svg::SIZE_LABEL, Weight::Regular, INK), &nothing);
        return svg.finish(260.0);
    }
    let top = match lines.as_slice() {
        [only] => draw_head(&mut svg, only, input, texts),
        several => draw_key(&mut svg, several, input, texts),
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
fn draw_head(svg: &mut Svg, line: &BalanceLine, input: &Balances, texts: &Texts) -> f32 {
    let inner = WIDTH - 2.0 * MARGIN;
    let Some((day, amount)) = line.stretches.iter().flatten().last() else { return 170.0 };
    let figure = Style::new(svg::SIZE_TOTAL, Weight::SemiBold, INK);
    svg.figure(MARGIN, 172.0, inner, figure, &format::money(*amount, input.currency));
    let label = bars::label(&line.label, || text!(texts, "chart-account-yours"));
    let note = Style::new(svg::SIZE_NOTE, Weight::Regular, MUTED);
    svg.text(MARGIN, 226.0, inner, note, &text!(texts, "chart-balance-on", day = format::date(*day), name = label));
    276.0
}

/// Several accounts: how each is drawn, its name and its latest balance. Returns where the plot begins.
fn draw_key(svg: &mut Svg, lines: &[&BalanceLine], input: &Balances, texts: &Texts) -> f32 {
    const ROW_HEIGHT: f32 = 52.0;
    const SAMPLE_WIDTH: f32 = 66.0;
    let inner = WIDTH - 2.0 * MARGIN;
    let more = more(input, texts).map(|more| format!(" · {more}")).unwrap_or_default();
    let note = Style::new(svg::SIZE_NOTE, Weight::Regular, MUTED);
    svg.text(MARGIN, 134.0, inner, note, &format!("{}{more}", format::period(input.period)));
    let mut y = 194.0;
    for (number, (line, (colour, dashes))) in (1_usize..).zip(lines.iter().zip(palette::LINES.into_iter().zip(DASHES)))
    {
        svg.line((MARGIN, y - 10.0), (MARGIN + SAMPLE_WIDTH, y - 10.0), 6.0, colour, dashes);
        let latest = line.stretches.iter().flatten().last().map(|point| format::money(point.1, input.currency));
        let style = Style::new(svg::SIZE_NOTE, Weight::SemiBold, INK);
        svg.figure(WIDTH - MARGIN, y, inner * 0.45, style.anchored(Anchor::End), &latest.unwrap_or_default());
        let style = Style::new(svg::SIZE_NOTE, Weight::Regular, INK);
        let label = bars::label(&line.label, || text!(texts, "chart-account-number", number = number.to_string()));
        svg.text(MARGIN + SAMPLE_WIDTH + 20.0, y, inner * 0.55 - SAMPLE_WIDTH - 40.0, style, &label);
        y += ROW_HEIGHT;
    }
    y + 10.0
}

//! The bars of [`super::months`]: scale, bars, unknown months, the average line, month and year marks.
//!
//! **Invariant:** every label has room of its own: it is measured before it is placed, and shortened or left out
//! where it does not fit.

use chrono::Datelike;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::fonts::{self, Weight};
use super::months::{Month, Months, compact};
use super::palette;
use super::svg::{self, Anchor, Area, HAIRLINE, INK, MARGIN, MUTED, Style, Svg, WIDTH};
use crate::agent::format;
use crate::text;
use crate::texts::Texts;

/// Right of the bars: amounts of the scale and the average.
const GUTTER: f32 = 104.0;
const PLOT_WIDTH: f32 = WIDTH - 2.0 * MARGIN - GUTTER;
const PLOT_RIGHT: f32 = MARGIN + PLOT_WIDTH;
const PLOT_HEIGHT: f32 = 430.0;
/// Room above the bars for the amount of the highest.
const PLOT_GAP: f32 = 56.0;
/// Widest bar: a few months should not become a wall.
const BAR_MAX: f32 = 64.0;
/// Most lines of the scale above zero.
const STEPS: i64 = 6;
/// Stripes of months without statements.
pub(super) const UNKNOWN: &str = "#C9C4BA";
/// How solid the bar of a month is that is not over.
const RUNNING_OPACITY: f32 = 0.45;

const SMALL: Style = Style::new(svg::SIZE_SMALL, Weight::Regular, MUTED);
const SMALL_BOLD: Style = Style::new(svg::SIZE_SMALL, Weight::SemiBold, INK);

/// What every part of the plot needs.
struct Plot<'a> {
    input: &'a Months,
    texts: &'a Texts,
    months: Vec<(chrono::NaiveDate, Month)>,
    with_income: bool,
    /// Whether each bar carries its amount; else a scale has them.
    has_amounts: bool,
    top: f32,
    /// The amounts at the upper and lower edge.
    high: Decimal,
    low: Decimal,
    step: Decimal,
}

/// The picture as SVG.
pub(super) fn document(input: &Months, texts: &Texts) -> String {
    let mut svg = Svg::new();
    let top = draw_header(&mut svg, input, texts);
    let months = input.shown();
    if months.iter().all(|(_, month)| *month == Month::Unknown) {
        svg.line((MARGIN, top), (WIDTH - MARGIN, top), 2.0, HAIRLINE, "");
        let style = Style::new(svg::SIZE_LABEL, Weight::Regular, INK);
        svg.text(MARGIN, top + 64.0, WIDTH - 2.0 * MARGIN, style, &text!(texts, "chart-months-none"));
        return svg.finish(top + 120.0);
    }
    let plot = Plot::new(input, texts, months, top + PLOT_GAP);
    plot.draw_scale(&mut svg);
    plot.draw_unknown(&mut svg);
    for (index, (_, month)) in plot.months.iter().enumerate() {
        if let Month::Known { spending, income } = month {
            plot.draw_month(&mut svg, index, *spending, *income);
        }
    }
    let zero = plot.y(Decimal::ZERO);
    svg.line((MARGIN, zero), (PLOT_RIGHT, zero), 2.0, MUTED, "");
    plot.draw_average(&mut svg);
    plot.draw_amounts(&mut svg);
    plot.draw_calendar(&mut svg);
    svg.finish(plot.top + PLOT_HEIGHT + 118.0)
}

/// Title, key, average and subtitle; returns where the rest begins.
fn draw_header(svg: &mut Svg, input: &Months, texts: &Texts) -> f32 {
    let inner = WIDTH - 2.0 * MARGIN;
    svg.text(MARGIN, 84.0, inner, Style::new(svg::SIZE_TITLE, Weight::SemiBold, MUTED), &text!(texts, "chart-months"));
    if input.with_income() {
        let mut right = WIDTH - MARGIN;
        let key = [
            (text!(texts, "chart-months-key-in"), palette::INCOME),
            (text!(texts, "chart-months-key-spent"), palette::SPENDING),
        ];
        for (name, colour) in key {
            let style = Style::new(svg::SIZE_NOTE, Weight::Regular, INK);
            right -= svg.text(right, 84.0, inner, style.anchored(Anchor::End), &name) + 34.0;
            svg.bar(Area { x: right, y: 61.0, width: 24.0, height: 24.0 }, 6.0, colour);
            right -= 28.0;
        }
    }
    let note = Style::new(svg::SIZE_NOTE, Weight::Regular, MUTED);
    let Some(average) = input.average else {
        let currency = input.currency.to_string();
        let about = text!(texts, "chart-months-about", currency = currency, about = input.subtitle);
        svg.text(MARGIN, 138.0, inner, note, &about);
        return 170.0;
    };
    let figure = Style::new(svg::SIZE_TOTAL, Weight::SemiBold, INK);
    svg.figure(MARGIN, 172.0, inner, figure, &format::money(average, input.currency));
    svg.text(MARGIN, 226.0, inner, note, &text!(texts, "chart-months-about-average", about = input.subtitle));
    258.0
}

impl<'a> Plot<'a> {
    fn new(input: &'a Months, texts: &'a Texts, months: Vec<(chrono::NaiveDate, Month)>, top: f32) -> Self {
        let mut amounts: Vec<Decimal> = input.average.into_iter().chain([Decimal::ZERO]).collect();
        for (_, month) in &months {
            if let Month::Known { spending, income } = month {
                amounts.extend([*spending, income.unwrap_or_default()]);
            }
        }
        let highest = amounts.iter().copied().max().unwrap_or_default();
        let lowest = amounts.iter().copied().min().unwrap_or_default();
        let step = step(highest.max(lowest.abs()));
        let with_income = input.with_income();
        // The scale ends at the data: its lines are where they fall.
        let high = if highest.is_zero() && lowest.is_zero() { step } else { highest };
        let mut plot = Self { input, texts, months, with_income, has_amounts: false, top, high, low: lowest, step };
        plot.has_amounts = !with_income && plot.amounts_fit();
        plot
    }

    /// Whether every amount fits above its bar.
    fn amounts_fit(&self) -> bool {
        let style = self.narrow(SMALL_BOLD);
        self.months.iter().all(|(_, month)| match month {
            Month::Known { spending, .. } => fonts::width(&compact(*spending), style.size, style.weight) <= self.slot(),
            Month::Unknown => true,
        })
    }

    /// The style, a little smaller where the months stand close.
    fn narrow(&self, style: Style) -> Style {
        if self.slot() < 64.0 { Style { size: 24.0, ..style } } else { style }
    }

    /// Where an amount lies, in pixels from the picture's top.
    fn y(&self, amount: Decimal) -> f32 {
        let [amount, high, low] = [amount, self.high, self.low].map(|value| value.to_f64().unwrap_or(0.0));
        let part = ((high - amount) / (high - low).max(f64::MIN_POSITIVE)) as f32;
        self.top + part.clamp(0.0, 1.0) * PLOT_HEIGHT
    }

    fn slot(&self) -> f32 {
        PLOT_WIDTH / self.months.len().max(1) as f32
    }

    /// The left edge of a month's slot.
    fn x(&self, index: usize) -> f32 {
        MARGIN + self.slot() * index as f32
    }

    /// Pale lines with their amounts in the gutter, but for those that the average would cover.
    fn draw_scale(&self, svg: &mut Svg) {
        if self.has_amounts {
            return;
        }
        let average = self.input.average.map(|average| self.y(average));
        for count in -STEPS..=STEPS {
            let Some(amount) = self.step.checked_mul(Decimal::from(count)) else { continue };
            if amount < self.low || amount > self.high {
                continue;
            }
            let y = self.y(amount);
            svg.line((MARGIN, y), (PLOT_RIGHT, y), 2.0, HAIRLINE, "");
            if average.is_none_or(|average| (average - y).abs() >= svg::SIZE_SMALL * 1.2) {
                svg.text(PLOT_RIGHT + 14.0, y + 9.0, GUTTER - 14.0, SMALL, &compact(amount));
            }
        }
    }

    /// Hatched where no statement says anything, each gap as one piece.
    fn draw_unknown(&self, svg: &mut Svg) {
        let no_data = text!(self.texts, "chart-months-no-data");
        let text_width = fonts::width(&no_data, SMALL.size, SMALL.weight);
        let no_data = svg::escaped(&no_data);
        let mut start = 0;
        for gap in self.months.chunk_by(|(_, left), (_, right)| is_unknown(left) == is_unknown(right)) {
            let (x, width) = (self.x(start) + 3.0, self.slot() * gap.len() as f32 - 6.0);
            start += gap.len();
            if !gap.iter().all(|(_, month)| is_unknown(month)) {
                continue;
            }
            svg.hatched(Area { x, y: self.top, width, height: PLOT_HEIGHT }, UNKNOWN);
            let (middle, y) = (x + width / 2.0, self.top + PLOT_HEIGHT / 2.0);
            let is_wide = width >= text_width + 40.0;
            let (pill_width, pill_height) =
                if is_wide { (text_width + 28.0, 44.0) } else { (width.min(38.0), text_width + 28.0) };
            let pill =
                Area { x: middle - pill_width / 2.0, y: y - pill_height / 2.0, width: pill_width, height: pill_height };
            svg.bar(pill, 12.0, svg::PAPER);
            let turn = if is_wide { 0 } else { -90 };
            svg.element(format_args!(
                "<text transform='translate({middle:.1} {y:.1}) rotate({turn})' y='9' font-size='{}' fill='{MUTED}' \
                 text-anchor='middle'>{no_data}</text>",
                SMALL.size
            ));
        }
    }

    /// One month's bar or pair of bars.
    fn draw_month(&self, svg: &mut Svg, index: usize, spending: Decimal, income: Option<Decimal>) {
        let is_running = self.input.last_is_running && index + 1 == self.months.len();
        let opacity = if is_running { RUNNING_OPACITY } else { 1.0 };
        let middle = self.x(index) + self.slot() / 2.0;
        let group = self.slot() * 0.74;
        if self.with_income {
            let width = ((group - 3.0) / 2.0).min(BAR_MAX);
            self.draw_bar(svg, middle - width - 1.5, width, spending, palette::SPENDING, opacity);
            self.draw_bar(svg, middle + 1.5, width, income.unwrap_or_default(), palette::INCOME, opacity);
            return;
        }
        let width = group.min(BAR_MAX);
        self.draw_bar(svg, middle - width / 2.0, width, spending, palette::SPENDING, opacity);
    }

    /// The amount above each bar, on a piece of paper of its own where the average's line passes.
    fn draw_amounts(&self, svg: &mut Svg) {
        if !self.has_amounts {
            return;
        }
        let style = self.narrow(SMALL_BOLD);
        for (index, (_, month)) in self.months.iter().enumerate() {
            let Month::Known { spending, .. } = month else { continue };
            let amount = compact(*spending);
            let width = fonts::width(&amount, style.size, style.weight);
            let (middle, y) = (self.x(index) + self.slot() / 2.0, self.y((*spending).max(Decimal::ZERO)) - 14.0);
            let paper = Area { x: middle - width / 2.0 - 4.0, y: y - 24.0, width: width + 8.0, height: 30.0 };
            if self.input.average.is_some_and(|average| (paper.y - 2.0..paper.y + 32.0).contains(&self.y(average))) {
                svg.bar(paper, 6.0, svg::PAPER);
            }
            svg.text(middle, y, f32::INFINITY, style.anchored(Anchor::Middle), &amount);
        }
    }

    /// A bar from zero to the amount, round at its far end.
    fn draw_bar(&self, svg: &mut Svg, x: f32, width: f32, amount: Decimal, colour: &str, opacity: f32) {
        if amount.is_zero() {
            return;
        }
        let (zero, end) = (self.y(Decimal::ZERO), self.y(amount));
        let height = (end - zero).abs().max(3.0);
        let radius = (width / 2.0).min(8.0).min(height);
        // Up is smaller: the far end lies above zero for spending, below for refunds.
        let sign = if amount.is_sign_negative() { 1.0 } else { -1.0 };
        let sweep = u8::from(!amount.is_sign_negative());
        let (far, corner) = (zero + sign * height, zero + sign * (height - radius));
        let (right, left_inner, right_inner) = (x + width, x + radius, x + width - radius);
        svg.element(format_args!(
            "<path d='M{x:.1} {zero:.1}V{corner:.1}A{radius:.1} {radius:.1} 0 0 {sweep} {left_inner:.1} {far:.1}\
             H{right_inner:.1}A{radius:.1} {radius:.1} 0 0 {sweep} {right:.1} {corner:.1}V{zero:.1}Z' \
             fill='{colour}' fill-opacity='{opacity}'/>"
        ));
    }

    /// The dashed line of the average, named at its right end.
    fn draw_average(&self, svg: &mut Svg) {
        let Some(average) = self.input.average else { return };
        let y = self.y(average);
        svg.line((MARGIN, y), (PLOT_RIGHT + 6.0, y), 6.0, svg::PAPER, "");
        svg.line((MARGIN, y), (PLOT_RIGHT + 6.0, y), 3.0, INK, "10 8");
        let text = text!(self.texts, "chart-months-line-average", amount = compact(average));
        svg.figure(PLOT_RIGHT + 14.0, y + 9.0, GUTTER + MARGIN / 2.0 - 14.0, SMALL_BOLD, &text);
    }

    /// Month names, years below them, and "so far" behind a month that is not over.
    fn draw_calendar(&self, svg: &mut Svg) {
        let y = self.top + PLOT_HEIGHT + 42.0;
        let style = self.narrow(SMALL);
        let has_names = self.slot() >= fonts::width("May", style.size, style.weight) + 4.0;
        let mut left_of_names = Vec::new();
        for (index, (first, _)) in self.months.iter().enumerate() {
            let name = first.format("%b").to_string();
            let name = if has_names { name } else { name.chars().take(1).collect() };
            let middle = self.x(index) + self.slot() / 2.0;
            let width = svg.text(middle, y, f32::INFINITY, style.anchored(Anchor::Middle), &name);
            left_of_names.push(middle - width / 2.0);
        }
        // From the right, so that a January's year goes before the first month's.
        let year_width = fonts::width("2026", SMALL_BOLD.size, SMALL_BOLD.weight) + 16.0;
        let mut room_ends = WIDTH;
        for (index, ((first, _), x)) in self.months.iter().zip(left_of_names).enumerate().rev() {
            let is_mark = index == 0 || first.month() == 1;
            if !is_mark || x + year_width > room_ends {
                continue;
            }
            svg.text(x, y + 44.0, f32::INFINITY, SMALL_BOLD, &first.year().to_string());
            room_ends = x;
            if index > 0 {
                let edge = self.x(index);
                svg.line((edge, y - 26.0), (edge, y + 50.0), 2.0, HAIRLINE, "");
            }
        }
        if self.input.last_is_running {
            svg.text(PLOT_RIGHT + 8.0, y, GUTTER, SMALL, &text!(self.texts, "chart-so-far"));
        }
    }
}

fn is_unknown(month: &Month) -> bool {
    *month == Month::Unknown
}

/// The distance of the scale's lines: 1, 2 or 5 times a power of ten, so that six of them reach `highest`.
pub(super) fn step(highest: Decimal) -> Decimal {
    const POWERS_MAX: u32 = 28;
    let mut power = Decimal::new(1, 1);
    for _ in 0..POWERS_MAX {
        for factor in [1, 2, 5] {
            let Some(step) = power.checked_mul(Decimal::from(factor)) else { return power };
            if step.checked_mul(Decimal::from(STEPS)).is_none_or(|end| end >= highest) {
                return step;
            }
        }
        let Some(next) = power.checked_mul(Decimal::TEN) else { return power };
        power = next;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_has_round_steps() {
        for (highest, expected) in [
            ("0", "0.1"),
            ("3", "0.5"),
            ("6", "1"),
            ("6.01", "2"),
            ("2600", "500"),
            ("3001", "1000"),
            ("99000", "20000"),
        ] {
            assert_eq!(step(highest.parse().unwrap()), expected.parse::<Decimal>().unwrap(), "{highest}");
        }
        assert!(step(Decimal::MAX) > Decimal::ZERO);
    }
}

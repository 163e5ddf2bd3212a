//! The ground of pictures of amounts over days: a scale at the right, a calendar below.

use chrono::{Datelike, Months, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::fonts::{self, Weight};
use super::months::compact;
use super::plot;
use super::svg::{self, Anchor, Area, HAIRLINE, INK, MARGIN, MUTED, Style, Svg, WIDTH};
use crate::agent::format;

/// Room right of the plot for the scale's amounts.
const GUTTER: f32 = 92.0;
const PLOT_WIDTH: f32 = WIDTH - 2.0 * MARGIN - GUTTER;
pub(super) const PLOT_RIGHT: f32 = MARGIN + PLOT_WIDTH;
/// Room below the plot for the calendar.
pub(super) const CALENDAR_HEIGHT: f32 = 104.0;
/// Lines of the scale at most: its step leaves six above zero and as many below.
const LINES_MAX: usize = 14;
/// So short a time is told by days.
const DAYS_BY_DAY_MAX: i64 = 62;
/// Above which share of the highest amount the lowest need not be drawn from zero.
const FROM_ZERO_SHARE: Decimal = Decimal::from_parts(6, 0, 0, false, 1);
/// Free room beside a label of the calendar.
const LABEL_GAP: f32 = 22.0;

const SMALL: Style = Style::new(svg::SIZE_SMALL, Weight::Regular, MUTED);
const SMALL_BOLD: Style = Style::new(svg::SIZE_SMALL, Weight::SemiBold, INK);

/// Where days and amounts lie.
pub(super) struct Ground {
    from: NaiveDate,
    to: NaiveDate,
    low: Decimal,
    high: Decimal,
    step: Decimal,
    pub(super) top: f32,
    pub(super) height: f32,
}

impl Ground {
    /// Holds these days and amounts. Zero is on it unless all amounts lie close together far from it.
    pub(super) fn new(days: (NaiveDate, NaiveDate), amounts: (Decimal, Decimal), top: f32, height: f32) -> Self {
        let (from, to) = (days.0.min(days.1), days.0.max(days.1));
        let (mut low, mut high) = (amounts.0.min(amounts.1), amounts.0.max(amounts.1));
        let is_near = high.checked_mul(FROM_ZERO_SHARE).is_none_or(|share| low < share);
        if low > Decimal::ZERO && (is_near || low == high) {
            low = Decimal::ZERO;
        }
        high = if low < Decimal::ZERO { high.max(Decimal::ZERO) } else { high };
        let span = high.checked_sub(low).unwrap_or(Decimal::MAX);
        let step = plot::step(span);
        // The scale's lines stand at whole steps; its ends are the first ones outside the amounts.
        if low > Decimal::ZERO {
            low = (low / step).floor().checked_mul(step).unwrap_or(low);
        }
        if high <= low {
            high = low.checked_add(step.max(Decimal::ONE)).unwrap_or(high);
        }
        Self { from, to, low, high, step, top, height }
    }

    pub(super) fn x(&self, day: NaiveDate) -> f32 {
        let span = (self.to - self.from).num_days().max(1) as f32;
        let gone = (day.clamp(self.from, self.to) - self.from).num_days() as f32;
        MARGIN + gone / span * PLOT_WIDTH
    }

    pub(super) fn y(&self, amount: Decimal) -> f32 {
        let [amount, high, low] = [amount, self.high, self.low].map(|value| value.to_f64().unwrap_or(0.0));
        let part = ((high - amount) / (high - low).max(f64::MIN_POSITIVE)) as f32;
        self.top + part.clamp(0.0, 1.0) * self.height
    }

    /// Lines with their amounts, and the days.
    pub(super) fn draw(&self, svg: &mut Svg) {
        let amounts = self.levels();
        let mut names: Vec<String> = amounts.iter().map(|amount| compact(*amount)).collect();
        // Far from zero, amounts close together are the same when shortened.
        if names.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
            names = amounts.iter().map(|amount| format::number(*amount)).collect();
        }
        for (amount, name) in amounts.into_iter().zip(names) {
            let y = self.y(amount);
            let is_zero = amount.is_zero();
            let (width, colour) = if is_zero { (3.0, MUTED) } else { (2.0, HAIRLINE) };
            svg.line((MARGIN, y), (PLOT_RIGHT, y), width, colour, "");
            svg.figure(PLOT_RIGHT + 12.0, y + 9.0, GUTTER + MARGIN / 2.0 - 12.0, SMALL, &name);
        }
        self.draw_calendar(svg);
    }

    /// The days alone.
    pub(super) fn draw_calendar(&self, svg: &mut Svg) {
        match (self.to - self.from).num_days() <= DAYS_BY_DAY_MAX {
            true => self.draw_days(svg),
            false => self.draw_months(svg),
        }
    }

    /// The amounts that have a line.
    fn levels(&self) -> Vec<Decimal> {
        let first = self.low.checked_div(self.step).unwrap_or_default().ceil();
        let level = |count: usize| first.checked_add(Decimal::from(count))?.checked_mul(self.step);
        (0..LINES_MAX).map_while(level).take_while(|amount| *amount <= self.high).collect()
    }

    fn label_y(&self) -> f32 {
        self.top + self.height + 42.0
    }

    /// First and last day, and as many between as have room.
    fn draw_days(&self, svg: &mut Svg) {
        const WIDEST: &str = "30 Sep";
        let width = fonts::width(WIDEST, SMALL.size, SMALL.weight) + LABEL_GAP;
        let days = (self.to - self.from).num_days();
        // The first label stands beside its day instead of below it.
        let room = ((PLOT_WIDTH - width / 2.0) / width).floor().max(1.0) as i64;
        let distance = (days + room - 1).checked_div(room).unwrap_or(1).max(1);
        for (index, day) in self.from.iter_days().take_while(|day| *day <= self.to).enumerate() {
            let index = i64::try_from(index).unwrap_or(i64::MAX);
            if index % distance == 0 {
                self.draw_label(svg, day, &day.format("%-d %b").to_string());
            }
        }
        svg.text(MARGIN, self.label_y() + 42.0, PLOT_WIDTH, SMALL_BOLD, &self.from.year().to_string());
    }

    /// Month names at their first days, every so many that they have room, and years below Januaries.
    fn draw_months(&self, svg: &mut Svg) {
        const MONTHS_MAX: u32 = 1_200;
        const DISTANCES: [u32; 8] = [1, 2, 3, 6, 12, 24, 60, 120];
        let width = fonts::width("May", SMALL.size, SMALL.weight) + LABEL_GAP;
        let months = (self.to - self.from).num_days() as f32 / 30.4;
        let fits = |distance: &&u32| PLOT_WIDTH / months.max(1.0) * **distance as f32 >= width;
        let distance = DISTANCES.iter().find(fits).copied().unwrap_or(MONTHS_MAX);
        let Some(mut first) = self.from.with_day(1) else { return };
        if first < self.from {
            first = first.checked_add_months(Months::new(1)).unwrap_or(first);
        }
        let mut year = None;
        for number in 0..MONTHS_MAX {
            let Some(day) = first.checked_add_months(Months::new(number)).filter(|day| *day <= self.to) else { break };
            let in_year = day.month0();
            if in_year % distance.min(12) != 0 || distance > 12 && day.year().unsigned_abs() % (distance / 12) != 0 {
                continue;
            }
            let x = self.x(day);
            svg.line((x, self.top + self.height), (x, self.top + self.height + 10.0), 2.0, MUTED, "");
            self.draw_label(svg, day, &day.format("%b").to_string());
            if year != Some(day.year()) {
                let name = day.year().to_string();
                let width = fonts::width(&name, SMALL_BOLD.size, SMALL_BOLD.weight);
                let x = (x - width / 2.0).clamp(MARGIN, PLOT_RIGHT - width);
                svg.text(x, self.label_y() + 42.0, f32::INFINITY, SMALL_BOLD, &name);
                year = Some(day.year());
            }
        }
    }

    fn draw_label(&self, svg: &mut Svg, day: NaiveDate, label: &str) {
        let width = fonts::width(label, SMALL.size, SMALL.weight);
        let x = (self.x(day) - width / 2.0).clamp(MARGIN, WIDTH - MARGIN - width);
        svg.text(x, self.label_y(), f32::INFINITY, SMALL, label);
    }

    /// Days of which nothing is known.
    pub(super) fn draw_unknown(&self, svg: &mut Svg, from: NaiveDate, to: NaiveDate) {
        const WIDTH_MIN: f32 = 6.0;
        let (x, end) = (self.x(from), self.x(to));
        if end - x >= WIDTH_MIN {
            let area = Area { x, y: self.top, width: end - x, height: self.height };
            svg.hatched(area, plot::UNKNOWN);
        }
    }

    /// A line that goes level from each day to the next and then steps; a single day is a dot.
    pub(super) fn draw_steps(&self, svg: &mut Svg, points: &[(NaiveDate, Decimal)], colour: &str, dashes: &str) {
        let [(first, amount), rest @ ..] = points else { return };
        let mut path = format!("M{:.1} {:.1}", self.x(*first), self.y(*amount));
        for (day, amount) in rest {
            path += &format!("H{:.1}V{:.1}", self.x(*day), self.y(*amount));
        }
        let dashes = if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray='{dashes}'") };
        if !rest.is_empty() {
            svg.element(format_args!(
                "<path d='{path}' fill='none' stroke='{colour}' stroke-width='5' stroke-linejoin='round'{dashes}/>"
            ));
        }
        let (day, amount) = rest.last().unwrap_or(&(*first, *amount)).to_owned();
        self.draw_dot(svg, day, amount, colour);
    }

    pub(super) fn draw_dot(&self, svg: &mut Svg, day: NaiveDate, amount: Decimal, colour: &str) {
        let (x, y) = (self.x(day), self.y(amount));
        svg.element(format_args!("<circle cx='{x:.1}' cy='{y:.1}' r='8' fill='{colour}'/>"));
    }

    /// A line across all days at an amount, named above its left end.
    pub(super) fn draw_level(&self, svg: &mut Svg, amount: Decimal, name: &str) {
        let y = self.y(amount);
        svg.line((MARGIN, y), (PLOT_RIGHT, y), 3.0, INK, "10 8");
        svg.text(MARGIN, y - 12.0, PLOT_WIDTH, SMALL_BOLD, name);
    }

    /// A line down a day, named beside its foot.
    pub(super) fn draw_day(&self, svg: &mut Svg, day: NaiveDate, name: &str) {
        let x = self.x(day);
        let bottom = self.top + self.height;
        svg.line((x, self.top), (x, bottom), 3.0, MUTED, "4 7");
        let width = fonts::width(name, SMALL_BOLD.size, SMALL_BOLD.weight);
        let (x, anchor) = if x - width - 14.0 >= MARGIN { (x - 12.0, Anchor::End) } else { (x + 12.0, Anchor::Start) };
        svg.text(x, bottom - 16.0, f32::INFINITY, SMALL_BOLD.anchored(anchor), name);
    }
}

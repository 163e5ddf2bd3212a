//! Bars below each other, each filled as far as a thing has come: budgets and goals.
//!
//! **Invariant:** what is more than the whole is hatched beyond a line and named in words, never told by its colour alone.

use super::fonts::{self, Weight};
use super::svg::{self, Anchor, Area, INK, MARGIN, MUTED, PAPER, Style, Svg, WIDTH};
use super::{one_line, palette};

/// Most rows: more do not fit a phone's height.
pub(super) const ROWS_MAX: usize = 12;
/// Where the first row begins.
const ROWS_TOP: f32 = 178.0;
const ROW_HEIGHT: f32 = 124.0;
const BAR_HEIGHT: f32 = 22.0;
/// What is not filled yet.
const TRACK: &str = "#E9E5DC";
/// Where something is over, the scale ends between these parts of the whole, so that the piece beyond is seen.
const OVER_PART_MIN: f32 = 1.15;
const OVER_PART_MAX: f32 = 1.6;
/// The shortest piece that is still seen.
const PIECE_MIN: f32 = 8.0;
/// Narrower notes would be too small to read, so they are left to the text.
const NOTE_ROOM_MIN: f32 = 170.0;
/// Longest label, in characters.
const LABEL_MAX: usize = 60;

/// One row.
pub(super) struct Bar {
    pub(super) label: String,
    /// Right of the label.
    pub(super) figure: String,
    pub(super) colour: &'static str,
    /// How much of the whole is filled; beyond 1 it is too much.
    pub(super) part: f32,
    /// Where a line crosses the bar.
    pub(super) mark: Option<f32>,
    /// Below the bar, at its left and its right end.
    pub(super) notes: (String, String),
}

impl Bar {
    fn is_over(&self) -> bool {
        self.part > 1.0
    }
}

/// Title, key and rows. `mark` names the line that crosses the bars, where one does.
pub(super) fn document(title: &str, subtitle: &str, mark: &str, bars: &[Bar]) -> String {
    let inner = WIDTH - 2.0 * MARGIN;
    let mut svg = Svg::new();
    svg.text(MARGIN, 84.0, inner, Style::new(svg::SIZE_TITLE, Weight::SemiBold, INK), title);
    let note = Style::new(svg::SIZE_NOTE, Weight::Regular, MUTED);
    let mut room = inner;
    if bars.iter().any(|bar| bar.mark.is_some()) {
        let width = svg.text(WIDTH - MARGIN, 138.0, inner / 2.0, note.anchored(Anchor::End), mark);
        draw_mark(&mut svg, WIDTH - MARGIN - width - 16.0, 115.0);
        room -= width + 48.0;
    }
    svg.text(MARGIN, 138.0, room, note, subtitle);
    let over = bars.iter().map(|bar| bar.part).fold(1.0, f32::max);
    let end = if over > 1.0 { over.clamp(OVER_PART_MIN, OVER_PART_MAX) } else { 1.0 };
    for (row, bar) in bars.iter().take(ROWS_MAX).enumerate() {
        draw(&mut svg, bar, ROWS_TOP + row as f32 * ROW_HEIGHT, end);
    }
    svg.finish(ROWS_TOP + bars.len().min(ROWS_MAX) as f32 * ROW_HEIGHT + 10.0)
}

/// The label that can be drawn, else what stands in for it.
pub(super) fn label(own: &str, instead: impl FnOnce() -> String) -> String {
    let drawable = fonts::drawable(&one_line(own, LABEL_MAX));
    if drawable.chars().any(char::is_alphanumeric) { drawable } else { instead() }
}

/// A row whose scale ends at `end` times the whole.
fn draw(svg: &mut Svg, bar: &Bar, top: f32, end: f32) {
    let (inner, right) = (WIDTH - 2.0 * MARGIN, WIDTH - MARGIN);
    let colour = if bar.is_over() { palette::OVER } else { INK };
    let style = Style::new(svg::SIZE_LABEL, Weight::SemiBold, colour);
    let width = fonts::width(&bar.figure, style.size, style.weight).min(inner * 0.6);
    svg.figure(right, top + 34.0, inner * 0.6, style.anchored(Anchor::End), &bar.figure);
    let style = Style::new(svg::SIZE_LABEL, Weight::Regular, INK);
    svg.text(MARGIN, top + 34.0, inner - width - 28.0, style, &bar.label);
    draw_bar(svg, bar, top + 48.0, end);
    let note = Style::new(svg::SIZE_SMALL, Weight::Regular, MUTED);
    let (left_note, right_note) = &bar.notes;
    let used = fonts::width(left_note, note.size, note.weight).min(inner);
    svg.figure(MARGIN, top + 98.0, inner, note, left_note);
    let room = inner - used - 24.0;
    if !right_note.is_empty() && room >= NOTE_ROOM_MIN {
        let note = Style::new(svg::SIZE_SMALL, Weight::Regular, INK).anchored(Anchor::End);
        svg.figure(right, top + 98.0, room, note, right_note);
    }
}

/// The bar of a row, at `y`.
pub(super) fn draw_bar(svg: &mut Svg, bar: &Bar, y: f32, end: f32) {
    let inner = WIDTH - 2.0 * MARGIN;
    let whole = inner / end.max(1.0);
    let area = |x: f32, width: f32| Area { x, y, width, height: BAR_HEIGHT };
    svg.bar(area(MARGIN, whole), BAR_HEIGHT / 2.0, TRACK);
    let filled = whole * bar.part.clamp(0.0, 1.0);
    if filled > 0.0 {
        svg.bar(area(MARGIN, filled.max(PIECE_MIN)), BAR_HEIGHT / 2.0, bar.colour);
    }
    if bar.is_over() {
        let beyond = (whole * (bar.part - 1.0)).clamp(PIECE_MIN, (inner - whole).max(PIECE_MIN));
        svg.hatched(area(MARGIN + whole, beyond), palette::OVER);
        let x = MARGIN + whole;
        svg.line((x, y - 5.0), (x, y + BAR_HEIGHT + 5.0), 4.0, palette::OVER, "");
    }
    if let Some(mark) = bar.mark {
        draw_mark(svg, MARGIN + whole * mark.clamp(0.0, 1.0), y);
    }
}

/// A short line across a bar, with paper beside it so that it is seen on every colour.
fn draw_mark(svg: &mut Svg, x: f32, y: f32) {
    let area = |grown: f32| Area {
        x: x - 3.0 - grown,
        y: y - 6.0 - grown,
        width: 6.0 + 2.0 * grown,
        height: BAR_HEIGHT + 12.0 + 2.0 * grown,
    };
    svg.bar(area(3.0), 4.0, PAPER);
    svg.bar(area(0.0), 3.0, INK);
}

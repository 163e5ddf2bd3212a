//! Which days statements cover: a bar for each account, with what is missing hatched.
//!
//! **Invariant:** a day that no statement covers is never filled.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::fonts::Weight;
use super::svg::{self, Area, INK, MARGIN, MUTED, Style, Svg, WIDTH};
use super::timeline::{CALENDAR_HEIGHT, Ground};
use super::{Picture, TEXT_MAX, bars, one_line, palette};
use crate::agent::format;
use crate::domain::{Period, gaps};
use crate::text;
use crate::texts::Texts;

/// Accounts and the days that their statements cover.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// The right end of the calendar.
    pub today: NaiveDate,
    /// Of more than twelve the first are shown.
    pub lines: Vec<CoverageLine>,
}

/// One account.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverageLine {
    pub label: String,
    /// Merged and in order.
    pub known: Vec<Period>,
}

const ROWS_TOP: f32 = 176.0;
const ROW_HEIGHT: f32 = 96.0;
const BAR_HEIGHT: f32 = 30.0;
/// The shortest piece that is still seen.
const PIECE_MIN: f32 = 6.0;
/// Longest label in the text equivalent, in characters.
const LABEL_MAX: usize = 40;
/// Stretches of days that the text names for an account.
const NAMED_MAX: usize = 3;

/// Draws the picture. Blocks for some milliseconds.
///
/// # Errors
/// When the renderer fails; [`coverage_text`] still has the days.
pub fn coverage(input: &Coverage, texts: &Texts) -> anyhow::Result<Picture> {
    Ok(Picture { png: svg::png(&document(input, texts))?, text: coverage_text(input, texts) })
}

/// The text equivalent alone.
pub fn coverage_text(input: &Coverage, texts: &Texts) -> String {
    let mut lines = vec![text!(texts, "chart-coverage")];
    for line in shown(input) {
        let (name, days) = (one_line(&line.label, LABEL_MAX), named(&line.known, texts));
        let missing = gaps(&line.known);
        lines.push(match missing.is_empty() {
            true => text!(texts, "chart-coverage-line", name = name, days = days),
            false => {
                let missing = named(&missing, texts);
                text!(texts, "chart-coverage-line-missing", name = name, days = days, missing = missing)
            }
        });
    }
    format::cut(&lines.join("\n"), TEXT_MAX)
}

/// "March 2026, May 2026 and 2 more".
fn named(periods: &[Period], texts: &Texts) -> String {
    let more = periods.len().saturating_sub(NAMED_MAX);
    if more == 0 {
        return format::periods(texts, periods);
    }
    let days: Vec<String> = periods.iter().take(NAMED_MAX).map(|period| format::period(*period)).collect();
    text!(texts, "chart-coverage-more", days = days.join(", "), count = more as u64)
}

fn shown(input: &Coverage) -> impl Iterator<Item = &CoverageLine> {
    input.lines.iter().filter(|line| !line.known.is_empty()).take(bars::ROWS_MAX)
}

/// The picture as SVG.
pub(super) fn document(input: &Coverage, texts: &Texts) -> String {
    let inner = WIDTH - 2.0 * MARGIN;
    let lines: Vec<&CoverageLine> = shown(input).collect();
    let days = || lines.iter().flat_map(|line| line.known.iter());
    let from = days().map(|period| period.from).min().unwrap_or(input.today);
    let to = days().map(|period| period.to).max().unwrap_or(input.today).max(input.today);
    let height = lines.len() as f32 * ROW_HEIGHT;
    let ground = Ground::new((from, to), (Decimal::ZERO, Decimal::ONE), ROWS_TOP, height);
    let mut svg = Svg::new();
    let title = Style::new(svg::SIZE_TITLE, Weight::SemiBold, INK);
    svg.text(MARGIN, 84.0, inner, title, &text!(texts, "chart-coverage"));
    let note = Style::new(svg::SIZE_NOTE, Weight::Regular, MUTED);
    svg.text(MARGIN, 134.0, inner, note, &text!(texts, "chart-coverage-key"));
    let mut y = ROWS_TOP;
    for line in lines {
        let label = bars::label(&line.label, || text!(texts, "chart-account-yours"));
        svg.text(MARGIN, y + 32.0, inner, Style::new(svg::SIZE_NOTE, Weight::Regular, INK), &label);
        let piece = |period: &Period| {
            let x = ground.x(period.from);
            Area { x, y: y + 48.0, width: (ground.x(period.to) - x).max(PIECE_MIN), height: BAR_HEIGHT }
        };
        gaps(&line.known).iter().for_each(|period| svg.hatched(piece(period), palette::OVER));
        line.known.iter().for_each(|period| svg.bar(piece(period), 4.0, palette::LINES[0]));
        y += ROW_HEIGHT;
    }
    ground.draw_calendar(&mut svg);
    svg.finish(ROWS_TOP + height + CALENDAR_HEIGHT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Language;

    fn period(from: &str, to: &str) -> Period {
        Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
    }

    #[test]
    fn what_is_missing_is_hatched_and_named() {
        let (march, may) = (period("2026-03-01", "2026-03-31"), period("2026-05-01", "2026-05-31"));
        let line = |label: &str, known: &[Period]| CoverageLine { label: label.to_owned(), known: known.to_vec() };
        let input = Coverage {
            today: "2026-06-09".parse().unwrap(),
            lines: vec![line("Current <app>", &[march, may]), line("Savings", &[may]), line("By hand", &[])],
        };
        let texts = Language::default().texts();
        assert_eq!(
            coverage_text(&input, texts),
            "What your statements cover\nCurrent <app>: March 2026 and May 2026; missing: April 2026\nSavings: May 2026"
        );
        let drawn = document(&input, texts);
        assert_eq!(
            (drawn.matches(palette::LINES[0]).count(), drawn.matches("fill-opacity").count()),
            (3, 1),
            "{drawn}"
        );
        assert!(coverage(&input, texts).unwrap().png.len() < 150_000);
        let many = Coverage { lines: vec![input.lines[0].clone(); 40], ..input };
        assert_eq!(document(&many, texts).matches("fill-opacity").count(), bars::ROWS_MAX);
    }
}

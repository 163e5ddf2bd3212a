//! Where the money went: one bar for each top category, largest first.
//!
//! **Invariant:** the rows of a picture add up to its total; what is not named stands in "Everything else".

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::fonts::{self, Weight};
use super::svg::{self, Anchor, Area, HAIRLINE, INK, MARGIN, MUTED, Style, Svg, WIDTH};
use super::{Picture, TEXT_MAX, one_line, palette};
use crate::agent::format;
use crate::domain::{Category, Currency};
use crate::text;
use crate::texts::Texts;

/// Spending of one period by category, in one currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CategoryShares {
    /// What it is about, such as `March 2026 · Current account`.
    pub subtitle: String,
    pub currency: Currency,
    /// Spending in all; refunds may make it negative.
    pub total: Decimal,
    /// In any order. A negative amount: more came back than went out.
    pub shares: Vec<Share>,
}

/// One category's part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// The name that is shown: the category's, or the user's own word.
    pub label: String,
    /// Gives the colour, and the name where the fonts cannot draw the label.
    pub category: Category,
    /// Spending, so positive is money out.
    pub amount: Decimal,
}

/// Most rows, the one for everything else included: more do not fit a phone's height.
const ROWS_MAX: usize = 8;
/// Longest label in the text equivalent, in characters.
const LABEL_MAX: usize = 40;
/// Longest subtitle in the text equivalent, in characters.
const SUBTITLE_MAX: usize = 120;

const ROWS_TOP: f32 = 290.0;
const ROW_HEIGHT: f32 = 100.0;
const BAR_HEIGHT: f32 = 22.0;
/// Room for a percentage right of the longest bar.
const PERCENT_WIDTH: f32 = 104.0;
/// The shortest bar that is still seen.
const BAR_MIN: f32 = 8.0;

/// Draws the picture. Blocks for some milliseconds.
///
/// # Errors
/// When the renderer fails; [`category_shares_text`] still has the figures.
pub fn category_shares(input: &CategoryShares, texts: &Texts) -> anyhow::Result<Picture> {
    Ok(Picture { png: svg::png(&document(input, texts))?, text: category_shares_text(input, texts) })
}

/// The text equivalent alone.
pub fn category_shares_text(input: &CategoryShares, texts: &Texts) -> String {
    let money = |amount| format::money(amount, input.currency);
    let about = one_line(&input.subtitle, SUBTITLE_MAX);
    let mut out = text!(texts, "chart-shares-head", about = about, total = money(input.total));
    out.push('\n');
    for row in rows(input, texts) {
        let percent = row.percent.map(|percent| format!(" · {percent}")).unwrap_or_default();
        let remark = match row.amount.is_sign_negative() {
            true => format!(" {}", text!(texts, "chart-shares-came-back")),
            false => String::new(),
        };
        out += &format!("\n{}: {}{percent}{remark}", one_line(&row.label, LABEL_MAX), money(row.amount));
    }
    if out.ends_with('\n') {
        out += &format!("\n{}", text!(texts, "chart-shares-none"));
    }
    format::cut(&out, TEXT_MAX)
}

struct Row {
    label: String,
    category: Option<Category>,
    amount: Decimal,
    percent: Option<String>,
}

/// What is shown, largest amount first, everything else and refunds last.
fn rows(input: &CategoryShares, texts: &Texts) -> Vec<Row> {
    let mut shares: Vec<_> = input.shares.iter().filter(|share| !share.amount.is_zero()).collect();
    shares.sort_by_key(|share| std::cmp::Reverse(share.amount.abs()));
    let named = |count: usize| shares.iter().take(count).try_fold(input.total, |rest, s| rest.checked_sub(s.amount));
    let rest_is_zero = named(shares.len()).is_some_and(|rest| rest.is_zero());
    let count = if rest_is_zero && shares.len() <= ROWS_MAX { ROWS_MAX } else { ROWS_MAX - 1 };
    let rest = named(count).unwrap_or_default();
    let mut shown: Vec<_> = shares.into_iter().take(count).collect();
    shown.sort_by_key(|share| std::cmp::Reverse(share.amount));

    // With large refunds a row can exceed the whole: then a percentage says nothing.
    let is_part = |amount: Decimal| amount <= input.total;
    let with_percent = shown.iter().all(|share| is_part(share.amount)) && is_part(rest);
    let row = |label: String, category, amount: Decimal| {
        let percent = if with_percent { percent(amount, input.total) } else { None };
        Row { label, category, amount, percent }
    };
    let mut rows: Vec<_> =
        shown.into_iter().map(|share| row(share.label.clone(), Some(share.category), share.amount)).collect();
    if !rest.is_zero() {
        let before_refunds = rows.iter().position(|row| row.amount.is_sign_negative()).unwrap_or(rows.len());
        let place = if rest.is_sign_negative() { rows.len() } else { before_refunds };
        rows.insert(place, row(text!(texts, "chart-shares-rest"), None, rest));
    }
    rows
}

/// `40%`, `<1%`; `None` for refunds.
fn percent(amount: Decimal, total: Decimal) -> Option<String> {
    let percent = amount.checked_div(total)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let whole = percent.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    match amount.is_sign_negative() {
        true => None,
        false if whole.is_zero() => Some("<1%".to_owned()),
        false => Some(format!("{}%", whole.normalize())),
    }
}

/// The picture as SVG.
pub(super) fn document(input: &CategoryShares, texts: &Texts) -> String {
    let rows = rows(input, texts);
    let inner = WIDTH - 2.0 * MARGIN;
    let mut svg = Svg::new();
    svg.text(MARGIN, 84.0, inner, Style::new(svg::SIZE_TITLE, Weight::SemiBold, MUTED), &text!(texts, "chart-shares"));
    let total = Style::new(svg::SIZE_TOTAL, Weight::SemiBold, INK);
    svg.figure(MARGIN, 172.0, inner, total, &format::money(input.total, input.currency));
    svg.text(MARGIN, 226.0, inner, Style::new(svg::SIZE_NOTE, Weight::Regular, MUTED), &input.subtitle);
    if rows.is_empty() {
        svg.line((MARGIN, ROWS_TOP - 20.0), (WIDTH - MARGIN, ROWS_TOP - 20.0), 2.0, HAIRLINE, "");
        let nothing = text!(texts, "chart-shares-none");
        svg.text(MARGIN, ROWS_TOP + 44.0, inner, Style::new(svg::SIZE_LABEL, Weight::Regular, INK), &nothing);
        return svg.finish(ROWS_TOP + 100.0);
    }
    let largest = rows.iter().map(|row| row.amount.abs()).max().unwrap_or(Decimal::ONE);
    let mut top = ROWS_TOP;
    for row in &rows {
        draw_row(&mut svg, row, top, (largest, input.currency), texts);
        top += ROW_HEIGHT;
    }
    svg.finish(top + 16.0)
}

/// The name and the amount on one line, bar and percentage below.
fn draw_row(svg: &mut Svg, row: &Row, top: f32, (largest, currency): (Decimal, Currency), texts: &Texts) {
    let inner = WIDTH - 2.0 * MARGIN;
    let right = WIDTH - MARGIN;
    let amount = format::money(row.amount, currency);
    let style = Style::new(svg::SIZE_LABEL, Weight::SemiBold, INK);
    let amount_width = fonts::width(&amount, svg::SIZE_LABEL, Weight::SemiBold).min(inner * 0.6);
    svg.figure(right, top + 34.0, inner * 0.6, style.anchored(Anchor::End), &amount);

    let drawable = fonts::drawable(&row.label);
    let own_name = row.category.map_or("", Category::name);
    let label = if drawable.chars().any(char::is_alphanumeric) { &drawable } else { own_name };
    let style = Style::new(svg::SIZE_LABEL, Weight::Regular, INK);
    svg.text(MARGIN, top + 34.0, inner - amount_width - 28.0, style, label);

    let share = row.amount.abs().checked_div(largest).and_then(|share| share.to_f32()).unwrap_or(0.0);
    let width = (share * (inner - PERCENT_WIDTH)).max(BAR_MIN);
    let area = Area { x: MARGIN, y: top + 52.0, width, height: BAR_HEIGHT };
    let colour = row.category.map_or(palette::REST, palette::colour);
    let note = Style::new(svg::SIZE_SMALL, Weight::Regular, MUTED);
    if row.amount.is_sign_negative() {
        svg.hatched(area, colour);
        svg.text(right, top + 74.0, PERCENT_WIDTH, note.anchored(Anchor::End), &text!(texts, "chart-shares-refunds"));
    } else {
        svg.bar(area, BAR_HEIGHT / 2.0, colour);
    }
    if let Some(percent) = &row.percent {
        svg.text(right, top + 74.0, PERCENT_WIDTH, note.anchored(Anchor::End), percent);
    }
}

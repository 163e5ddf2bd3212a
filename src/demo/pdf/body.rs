//! A statement's table, line by line, before it is cut into pages.
//!
//! **Invariant:** every amount printed here comes from the statement; balances and totals are the true ones, even
//! beside a misprint.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::super::{DemoStatement, PrintedRow};
use super::design::{Column, Design, Field, Grid, Place, Section, Sign, Which};

/// Lines that stay on one page.
pub(super) struct Block {
    pub(super) lines: Vec<Line>,
    /// The balance after it, where a page break below it would carry one forward.
    pub(super) balance: Option<Decimal>,
    /// Must not be the last on its page.
    pub(super) is_heading: bool,
}

pub(super) struct Line {
    pub(super) cells: Vec<Cell>,
    pub(super) bold: bool,
}

pub(super) struct Cell {
    pub(super) place: Place,
    pub(super) kind: Kind,
    pub(super) text: String,
}

/// What a text is; the order is the one in which a file may draw it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Amount,
    Description,
    Date,
    Furniture,
}

/// Dates and balances side by side in the table of daily balances, and the points from one pair to the next.
const DAILY_PAIRS: usize = 3;
const DAILY_PAIR_POINTS: f32 = 168.0;
const DAILY_BALANCE_POINTS: f32 = 120.0;

/// The whole table.
pub(super) fn blocks(statement: &DemoStatement, design: &Design) -> Vec<Block> {
    let printed = statement.printed();
    let mut blocks = Vec::new();
    if let Some(label) = design.opening {
        let day = statement.period.from.checked_sub_days(Days::new(1)).unwrap_or(statement.period.from);
        blocks.push(balance_block(design, &day.format(label).to_string(), statement.opening_balance));
    }
    for section in design.sections {
        blocks.extend(section_blocks(design, section, &printed));
    }
    if let Some(label) = design.closing {
        let label = statement.period.to.format(label).to_string();
        blocks.push(balance_block(design, &label, statement.closing_balance()));
    }
    if let Some(heading) = design.daily_balances {
        blocks.extend(daily_blocks(design, heading, &printed));
    }
    blocks.extend(design.grids.iter().flat_map(|grid| grid_blocks(design, grid)));
    blocks
}

/// The rows of a section in the order of print.
pub(super) fn rows_of<'a, 'b>(
    design: &Design,
    section: &Section,
    printed: &'b [PrintedRow<'a>],
) -> Vec<&'b PrintedRow<'a>> {
    let mut rows: Vec<_> = printed.iter().filter(|printed| section.rows.takes(printed)).collect();
    if design.habits.newest_first {
        rows.reverse();
    }
    rows
}

fn section_blocks(design: &Design, section: &Section, printed: &[PrintedRow<'_>]) -> Vec<Block> {
    let rows = rows_of(design, section, printed);
    let mut blocks = Vec::new();
    if let Some(heading) = section.heading {
        blocks.push(heading_block(design, heading));
    }
    let mut last_date: Option<NaiveDate> = None;
    for (position, printed) in rows.iter().enumerate() {
        let date = printed.row.date;
        let ends_day = rows.get(position + 1).is_none_or(|next| next.row.date != date);
        let shown = Shown {
            date: !design.habits.date_once_a_day || last_date != Some(date),
            balance: !design.habits.balance_once_a_day || ends_day,
        };
        blocks.push(row_block(design, printed, &shown));
        last_date = Some(date);
    }
    if let Some(label) = section.total {
        blocks.push(total_block(design, label, &rows));
    }
    blocks
}

/// Which cells of a row are printed at all.
struct Shown {
    date: bool,
    balance: bool,
}

fn row_block(design: &Design, printed: &PrintedRow<'_>, shown: &Shown) -> Block {
    let row = printed.row;
    let mut lines: Vec<Line> = description_lines(design, printed)
        .into_iter()
        .map(|text| Line { cells: cell(design, Field::Description, text).into_iter().collect(), bold: false })
        .collect();
    let dates = [(Field::Date, shown.date.then_some(row.date)), (Field::Posted, row.posted)];
    let dates =
        dates.into_iter().filter_map(|(field, date)| cell(design, field, date?.format(design.date).to_string()));
    if let Some(first) = lines.first_mut() {
        first.cells.splice(0..0, dates);
    }
    let amount_line = if design.habits.amounts_on_last_line { lines.last_mut() } else { lines.first_mut() };
    if let Some(line) = amount_line {
        line.cells.extend(amount_cells(design, printed.amount));
        if shown.balance {
            line.cells.extend(cell(design, Field::Balance, signed(design, design.balance_sign, printed.balance)));
        }
    }
    Block { lines, balance: Some(printed.balance), is_heading: false }
}

/// The amount in the column or columns that the layout has for it.
fn amount_cells(design: &Design, amount: Decimal) -> impl Iterator<Item = Cell> {
    let side = if amount.is_sign_negative() { Field::MoneyOut } else { Field::MoneyIn };
    let sided = cell(design, side, signed(design, Sign::None, amount));
    sided.into_iter().chain(cell(design, Field::Amount, signed(design, design.amount_sign, amount)))
}

/// The description cut at the bank's own break and where the column ends.
fn description_lines(design: &Design, printed: &PrintedRow<'_>) -> Vec<String> {
    let (first, rest) = printed.row.lines();
    let column = design.columns.iter().find(|column| column.field == Field::Description);
    let Some(Column { place: Place::Wrapped(_, width), .. }) = column else { return Vec::new() };
    let mut lines = Vec::new();
    for part in [first, rest] {
        let mut line = String::new();
        for word in part.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if design.font.text_width(false, design.size, &longer) > *width && !line.is_empty() {
                lines.push(std::mem::replace(&mut line, word.to_owned()));
            } else {
                line = longer;
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

/// A line with a balance, in the column that shows balances or, without one, where an amount would stand.
pub(super) fn balance_block(design: &Design, label: &str, balance: Decimal) -> Block {
    let in_column = cell(design, Field::Balance, signed(design, design.balance_sign, balance));
    let mut cells: Vec<Cell> = cell(design, Field::Description, label.to_owned()).into_iter().collect();
    match in_column {
        Some(cell) => cells.push(cell),
        None => cells.extend(amount_cells(design, balance)),
    }
    Block { lines: vec![Line { cells, bold: true }], balance: Some(balance), is_heading: false }
}

fn total_block(design: &Design, label: &str, rows: &[&PrintedRow<'_>]) -> Block {
    let sum = |which: Which| rows.iter().filter(|row| which.takes(row)).map(|row| row.row.amount).sum::<Decimal>();
    let sums = [(Field::MoneyOut, Which::MoneyOut), (Field::MoneyIn, Which::MoneyIn), (Field::Amount, Which::All)];
    let label = cell(design, Field::Description, label.to_owned());
    let sums = sums.map(|(field, which)| {
        let sign = if field == Field::Amount { design.amount_sign } else { Sign::None };
        cell(design, field, signed(design, sign, sum(which)))
    });
    let cells = label.into_iter().chain(sums.into_iter().flatten()).collect();
    Block { lines: vec![Line { cells, bold: true }], balance: None, is_heading: false }
}

/// A heading with an empty line above it.
fn heading_block(design: &Design, heading: &str) -> Block {
    let left = design.columns.first().map_or(Place::Left(0.0), |column| column.place);
    let cell = Cell { place: left, kind: Kind::Furniture, text: heading.to_owned() };
    let lines = vec![Line { cells: Vec::new(), bold: false }, Line { cells: vec![cell], bold: true }];
    Block { lines, balance: None, is_heading: true }
}

fn grid_blocks(design: &Design, grid: &Grid) -> Vec<Block> {
    let left = design.columns.first().map_or(0.0, |column| column.place.start());
    let cell = |(position, text): (usize, &&str)| {
        let place = Place::Left(left + position as f32 * grid.step);
        Cell { place, kind: Kind::Furniture, text: (*text).to_owned() }
    };
    let rows = grid.rows.iter().map(|row| {
        let cells = row.iter().enumerate().filter(|(_, text)| !text.is_empty()).map(cell).collect();
        Block { lines: vec![Line { cells, bold: false }], balance: None, is_heading: false }
    });
    std::iter::once(heading_block(design, grid.heading)).chain(rows).collect()
}

fn daily_blocks(design: &Design, heading: &str, printed: &[PrintedRow<'_>]) -> Vec<Block> {
    let last_of_day: Vec<_> = printed.chunk_by(|a, b| a.row.date == b.row.date).filter_map(<[_]>::last).collect();
    let left = design.columns.first().map_or(0.0, |column| column.place.start());
    let pair = |(position, day): (usize, &&PrintedRow<'_>)| {
        let x = left + position as f32 * DAILY_PAIR_POINTS;
        let date = day.row.date.format(design.date).to_string();
        let balance = signed(design, design.balance_sign, day.balance);
        [
            Cell { place: Place::Left(x), kind: Kind::Date, text: date },
            Cell { place: Place::Right(x + DAILY_BALANCE_POINTS), kind: Kind::Amount, text: balance },
        ]
    };
    let mut blocks = vec![heading_block(design, heading)];
    for days in last_of_day.chunks(DAILY_PAIRS) {
        let cells = days.iter().enumerate().flat_map(pair).collect();
        blocks.push(Block { lines: vec![Line { cells, bold: false }], balance: None, is_heading: false });
    }
    blocks
}

/// The text in the column of `field`; `None` when the layout has no such column.
fn cell(design: &Design, field: Field, text: String) -> Option<Cell> {
    let column = design.columns.iter().find(|column| column.field == field)?;
    let kind = match field {
        Field::Date | Field::Posted => Kind::Date,
        Field::Description => Kind::Description,
        Field::Amount | Field::MoneyOut | Field::MoneyIn | Field::Balance => Kind::Amount,
    };
    Some(Cell { place: column.place, kind, text })
}

/// The amount with its sign as the bank writes it.
pub(super) fn signed(design: &Design, sign: Sign, amount: Decimal) -> String {
    let digits = format!("{}{}", design.currency_sign, design.separators.write(amount));
    let (before, after) = match (sign, amount.is_sign_negative() && !amount.is_zero()) {
        _ if amount.is_zero() => ("", ""),
        (Sign::None, _) => ("", ""),
        (Sign::Minus | Sign::PlusMinus, true) | (Sign::Owed, false) => ("-", ""),
        (Sign::PlusMinus, false) => ("+", ""),
        (Sign::SpacedPlusMinus, true) => ("- ", ""),
        (Sign::SpacedPlusMinus, false) => ("+ ", ""),
        (Sign::Trailing, true) => ("", "-"),
        (Sign::Trailing, false) => ("", "+"),
        (Sign::DebitCreditMarks, true) => ("", " DR"),
        (Sign::CreditMark | Sign::DebitCreditMarks, false) => ("", " CR"),
        (Sign::DebitCreditLetters, true) => ("", " D"),
        (Sign::DebitCreditLetters, false) => ("", " C"),
        (Sign::Overdrawn, true) => ("", " OD"),
        (Sign::OwedParentheses, false) => ("(", ")"),
        (Sign::Minus | Sign::Overdrawn, false) | (Sign::CreditMark | Sign::Owed | Sign::OwedParentheses, true) => {
            ("", "")
        }
    };
    format!("{before}{digits}{after}")
}

impl Which {
    /// By the true amount, so that a misprint stays in its section.
    fn takes(self, printed: &PrintedRow<'_>) -> bool {
        match self {
            Self::All => true,
            Self::MoneyIn => !printed.row.amount.is_sign_negative(),
            Self::MoneyOut => printed.row.amount.is_sign_negative(),
            Self::FirstCard => printed.index.is_multiple_of(2),
            Self::SecondCard => !printed.index.is_multiple_of(2),
        }
    }
}

impl Place {
    /// The same place in a table that is moved to the right.
    pub(super) fn moved(self, by: f32) -> Self {
        match self {
            Self::Left(x) => Self::Left(x + by),
            Self::Wrapped(x, width) => Self::Wrapped(x + by, width),
            Self::Right(x) => Self::Right(x + by),
        }
    }

    fn start(self) -> f32 {
        match self {
            Self::Left(x) | Self::Wrapped(x, _) | Self::Right(x) => x,
        }
    }
}

//! Takes a line of a table apart: dates, amounts in their columns, text.
//!
//! **Invariant:** every amount in a money column is kept once; one outside every column is never taken for the row's.

use super::super::amount::may_be_amount;
use super::super::date::PrintedDate;
use super::super::heads::{Column, DateKind};
use super::super::phrases::Label;
use super::super::reading::RowMoney;
use super::cells::{MoneyCell, date_at, date_in_column};
use super::lines::{Line, Word};
use super::rows::append;
use super::table::Table;

/// How far, in points, a date may stand outside its column's head.
const DATE_SLACK: f32 = 12.0;

/// Words of one sentence stand closer than this, in font sizes.
const APART: f32 = 0.6;

/// What a line of a table is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// It has an amount.
    Amount,
    /// It has a date and no amount.
    Dated,
    /// It has only a running balance.
    Balance,
    Text,
    /// A balance or a sum with its name: no row.
    Label,
}

/// A line of a table, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) kind: Kind,
    pub(super) date: Option<PrintedDate>,
    pub(super) posted: Option<PrintedDate>,
    pub(super) money: RowMoney,
    pub(super) text: String,
    /// The whole line, for when it turns out to carry on a row.
    pub(super) whole: String,
    pub(super) text_left: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) page: usize,
    pub(super) line: usize,
    pub(super) table: usize,
    /// Which part of the file it stands in: dates start anew under every head and heading and after every sum.
    pub(super) part: usize,
    pub(super) doubtful: bool,
    /// What a line that is no row is called.
    pub(super) label: Option<Label>,
    /// Words and, outside every column, an amount.
    pub(super) stray: bool,
    /// The same stands at the same height on another page.
    pub(super) repeated: bool,
}

impl Item {
    /// Without any amount.
    pub(super) fn is_bare(&self) -> bool {
        let money = &self.money;
        [money.amount, money.debit, money.credit, money.balance].iter().all(Option::is_none)
    }
}

/// Takes a line apart along the table's columns.
pub(super) fn item(
    line: &Line,
    table: &Table,
    section_sign: Option<bool>,
    (page, at, index): (usize, usize, usize),
) -> Item {
    let mut used = vec![false; line.words.len()];
    let dates = dates(line, table, &mut used);
    let mut money = RowMoney { incoming: section_sign, ..RowMoney::default() };
    let is_free = |cell: &&MoneyCell| used.get(cell.first..cell.end).is_some_and(|used| used.iter().all(|used| !used));
    let free: Vec<&MoneyCell> = line.money().iter().filter(is_free).collect();
    for cell in &free {
        place(cell, table, &mut money, &mut used);
    }
    let has_amount = |money: &RowMoney| money.amount.is_some() || money.debit.is_some() || money.credit.is_some();
    if !dates.is_empty() && !line.style().prints_cents() {
        plain_number(line, table, &mut money, &mut used);
    }
    let unread_date = has_amount(&money) && unread_date(line, table, &used);
    let stray = free.iter().any(|cell| table.column_of(cell).is_none());
    let mut text = String::new();
    let mut text_left = f32::INFINITY;
    for (word, used) in line.words.iter().zip(&used) {
        if !used {
            append(&mut text, &word.text);
            text_left = text_left.min(word.left);
        }
    }
    let kind = match (has_amount(&money), dates.first(), money.balance) {
        (true, ..) => Kind::Amount,
        (false, Some(_), _) => Kind::Dated,
        (false, None, Some(_)) => Kind::Balance,
        (false, None, None) => Kind::Text,
    };
    let mut dates = dates.into_iter().map(|(_, date)| date);
    Item {
        kind,
        date: dates.next(),
        posted: dates.next(),
        money,
        repeated: false,
        label: None,
        stray: stray && has_words(line, &used),
        text,
        whole: line.text().to_owned(),
        text_left,
        y: line.y,
        size: line.size,
        page,
        line: at,
        table: index,
        part: 0,
        doubtful: unread_date || free.iter().any(|cell| cell.doubtful && table.column_of(cell).is_some()),
    }
}

/// Whether the line starts with a date and has words and an amount behind it, as a row would.
pub(super) fn looks_like_row(line: &Line) -> bool {
    let Some((_, end)) = date_at(line, 0) else { return false };
    let used: Vec<bool> = (0..line.words.len()).map(|at| at < end).collect();
    has_words(line, &used) && line.money().iter().any(|cell| cell.first >= end)
}

/// Whether words stand among the unused ones; those of dates are none, so that a table of daily balances has no words.
fn has_words(line: &Line, used: &[bool]) -> bool {
    let mut at = 0;
    while let Some(word) = line.words.get(at) {
        let free = used.get(at) == Some(&false);
        match date_at(line, at).filter(|_| free) {
            Some((_, end)) => at = end.max(at + 1),
            None if free && word.text.chars().filter(|c| c.is_alphabetic()).count() > 1 => return true,
            None => at += 1,
        }
    }
    false
}

/// The dates in the date columns, the day of the transaction first.
fn dates(line: &Line, table: &Table, used: &mut [bool]) -> Vec<(DateKind, PrintedDate)> {
    let mut found: Vec<(DateKind, PrintedDate)> = Vec::new();
    let mut take = |(date, end): (PrintedDate, usize), first: usize, kind: DateKind, used: &mut [bool]| {
        let Some(words) = used.get_mut(first..end) else { return };
        if words.iter().all(|used| !used) {
            words.fill(true);
            found.push((kind, date));
        }
    };
    let mut kinds = Vec::new();
    for head in &table.heads {
        let Column::Date(kind) = head.column else { continue };
        kinds.push(kind);
        let overlaps = |word: &Word, slack: f32| word.left < head.right + slack && word.right > head.left - slack;
        let date_near = |slack: f32| {
            // The end of an amount may reach up to the column; the date then stands behind it.
            let free = |at: usize| used.get(at) == Some(&false);
            let places = line.words.iter().enumerate().filter(|(at, word)| overlaps(word, slack) && free(*at));
            for (first, word) in places {
                match date_in_column(line, first).filter(|_| stands_apart(line, first, used)) {
                    Some(date) => return Some((date, first)),
                    None if may_be_amount(&word.text) => {}
                    None => return None,
                }
            }
            None
        };
        // First below the head itself: `29.11` beside it is an amount.
        let found = date_near(0.0).or_else(|| date_near(DATE_SLACK));
        if let Some((date, first)) = found {
            take(date, first, kind, used);
        }
    }
    let first_is_left = line.words.first().is_some_and(|word| match table.text_left() {
        Some(left) => word.left < left + DATE_SLACK && (kinds.is_empty() || word.left < table.left() + DATE_SLACK),
        None => true,
    });
    if first_is_left && let Some(date) = date_at(line, 0) {
        take(date, 0, DateKind::Plain, used);
    }
    found.sort_by_key(|(kind, _)| *kind);
    found
}

/// Whether digits stand in a date column that are no date, so that another date of the row might be taken for it.
fn unread_date(line: &Line, table: &Table, used: &[bool]) -> bool {
    let columns = || table.heads.iter().filter(|head| matches!(head.column, Column::Date(_)));
    line.words.iter().zip(used).any(|(word, used)| {
        let in_column = columns().any(|head| word.left < head.right && word.right > head.left);
        let is_dateish = word.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '/' | '-'));
        !used && in_column && is_dateish && word.text.contains(|c: char| c.is_ascii_digit())
    })
}

/// Whether a word is more than a space away from the text before it: a date within a sentence is no row's.
fn stands_apart(line: &Line, at: usize, used: &[bool]) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    let (Some(left), Some(right)) = (line.words.get(before), line.words.get(at)) else { return true };
    used.get(before) == Some(&true) || right.left - left.right > line.size * APART
}

/// Puts an amount into its column; a second one in the same column pushes the first out, as foreign amounts stand left.
fn place(cell: &MoneyCell, table: &Table, money: &mut RowMoney, used: &mut [bool]) {
    let slot = match table.column_of(cell) {
        Some(Column::Amount) => &mut money.amount,
        Some(Column::Debit) => &mut money.debit,
        Some(Column::Credit) => &mut money.credit,
        Some(Column::Balance) => &mut money.balance,
        _ => return,
    };
    *slot = Some(cell.printed);
    if let Some(words) = used.get_mut(cell.first..cell.end) {
        words.fill(true);
    }
}

/// Currencies without cents print plain numbers; one in a money column of a dated line counts, beside an amount that
/// was found already only as its balance.
fn plain_number(line: &Line, table: &Table, money: &mut RowMoney, used: &mut [bool]) {
    let left_of_money = table
        .head(|column| matches!(column, Column::Amount | Column::Debit | Column::Credit))
        .map_or(f32::INFINITY, |head| head.left);
    let has_amount = money.amount.is_some() || money.debit.is_some() || money.credit.is_some();
    for (index, word) in line.words.iter().enumerate() {
        let free = used.get(index) == Some(&false) && word.right > left_of_money;
        let Some(printed) = free.then(|| line.style().parse(&word.text)).flatten() else { continue };
        let cell =
            MoneyCell { first: index, end: index + 1, left: word.left, right: word.right, printed, doubtful: false };
        let is_balance = table.column_of(&cell) == Some(Column::Balance);
        if !has_amount || is_balance && money.balance.is_none() {
            place(&cell, table, money, used);
        }
    }
}

//! Rows of a table: which lines start one, which carry it on, which are sums, heads and page furniture.
//!
//! **Invariant:** every amount in a money column belongs to one row at most.

use std::collections::HashMap;

use super::super::amount::{Mark, NumberStyle, Printed, currency_in};
use super::super::date::PrintedDate;
use super::super::heads::{Column, DateKind};
use super::super::reading::RowMoney;
use super::super::words::{Label, label, normalise, section};
use super::cells::{MoneyCell, date_at, date_in_column, money};
use super::facts::Facts;
use super::lines::Line;
use super::table::{Table, header};

/// A line farther below the last one than this, in font sizes, does not carry a row on.
const CONTINUES: f32 = 2.0;

/// How far, in points, a date may stand outside its column's head.
const DATE_SLACK: f32 = 12.0;

/// A row before dates and signs are settled.
#[derive(Clone, Debug)]
pub(crate) struct RawRow {
    pub(crate) date: PrintedDate,
    pub(crate) posted: Option<PrintedDate>,
    pub(crate) text: String,
    pub(crate) money: RowMoney,
    pub(crate) page: u32,
    pub(crate) line: u32,
    /// Which table of the file it stands in.
    pub(crate) table: usize,
}

/// What a line of a table is.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    /// It has an amount.
    Amount,
    /// It has a date and no amount.
    Dated,
    /// It has only a running balance.
    Balance,
    Text,
}

/// A line of a table, taken apart.
#[derive(Clone, Debug)]
struct Item {
    kind: Kind,
    date: Option<PrintedDate>,
    posted: Option<PrintedDate>,
    money: RowMoney,
    text: String,
    /// The whole line, for when it turns out to carry on a row.
    whole: String,
    text_left: f32,
    y: f32,
    size: f32,
    page: usize,
    line: usize,
    table: usize,
    doubtful: bool,
}

/// All lines of all tables, and what the other lines say.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    items: Vec<Item>,
    pub(crate) facts: Facts,
    tables: Vec<Table>,
    /// An amount may lack its thousands; then no balance can prove anything, as it may lack its own.
    pub(crate) doubtful: bool,
}

/// Goes through the pages and takes every line of every table apart. `inferred` is the table to use where the file has
/// no heads.
pub(crate) fn scan(pages: &[Vec<Line>], style: NumberStyle, inferred: Option<Table>) -> Scan {
    let mut scan = Scan { tables: inferred.into_iter().collect(), ..Scan::default() };
    let has_table = scan.tables.len();
    let furniture = furniture(pages);
    let mut section_sign = None;
    for (page, lines) in pages.iter().enumerate() {
        let mut at = 0;
        while at < lines.len() {
            if has_table == 0
                && let Some((mut table, count)) = header(lines, at)
            {
                learn(&mut table, lines, at + count, style);
                let head = lines.get(at..at + count).unwrap_or_default();
                scan.facts.currency =
                    scan.facts.currency.or_else(|| head.iter().find_map(|line| currency_in(&line.text())));
                if scan.tables.last().is_none_or(|last| !last.same_columns(&table)) {
                    section_sign = heading_above(lines, at).or(section_sign);
                }
                scan.tables.push(table);
                at += count;
                continue;
            }
            let Some(line) = lines.get(at) else { break };
            let place = (page, at);
            match section(&normalise(&line.text())) {
                Some(sign) => section_sign = Some(sign),
                None => scan.line(lines, place, style, section_sign, &furniture),
            }
            at += 1;
        }
    }
    scan
}

/// A heading right above a table's head gives its rows their direction.
fn heading_above(lines: &[Line], at: usize) -> Option<bool> {
    let above = lines.get(at.checked_sub(1)?)?;
    section(&normalise(&above.text()))
}

/// The money columns' edges, from the lines up to the next head.
fn learn(table: &mut Table, lines: &[Line], from: usize, style: NumberStyle) {
    let mut cells = Vec::new();
    for at in from..lines.len() {
        if header(lines, at).is_some() {
            break;
        }
        cells.extend(lines.get(at).into_iter().flat_map(|line| money(line, style)));
    }
    table.learn(&cells);
}

/// Lines that stand at the same height on several pages, digits aside.
fn furniture(pages: &[Vec<Line>]) -> HashMap<(String, i32), usize> {
    let mut seen = HashMap::new();
    if pages.len() < 2 {
        return seen;
    }
    for line in pages.iter().flatten() {
        *seen.entry(furniture_key(line)).or_insert(0) += 1;
    }
    seen.retain(|_, count| *count > 1);
    seen
}

fn furniture_key(line: &Line) -> (String, i32) {
    let text = line.text().chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect();
    (text, (line.y / 4.0).round() as i32)
}

impl Scan {
    /// The table that is being read.
    fn table(&self) -> Option<(usize, &Table)> {
        let index = self.tables.len().checked_sub(1)?;
        Some((index, self.tables.get(index)?))
    }

    pub(crate) fn has_tables(&self) -> bool {
        !self.tables.is_empty()
    }

    pub(crate) fn guessed_columns(&self) -> bool {
        self.tables.iter().any(|table| table.guessed)
    }

    fn line(
        &mut self,
        lines: &[Line],
        (page, at): (usize, usize),
        style: NumberStyle,
        section_sign: Option<bool>,
        furniture: &HashMap<(String, i32), usize>,
    ) {
        let Some(line) = lines.get(at) else { return };
        let Some((index, table)) = self.table() else {
            self.facts.read(lines, at, style);
            return;
        };
        let item = item(line, table, style, section_sign, (page, at, index));
        self.doubtful |= item.doubtful;
        let is_furniture = item.kind == Kind::Text && furniture.contains_key(&furniture_key(line));
        if self.labelled(&item) || is_furniture {
            self.facts.read(lines, at, style);
            return;
        }
        if item.kind == Kind::Text {
            self.facts.read(lines, at, style);
        }
        self.items.push(item);
    }

    /// Whether the line is a balance or a sum and no row; keeps the balance.
    fn labelled(&mut self, item: &Item) -> bool {
        let Some(label) = label(&normalise(&item.text)) else { return false };
        let money = &item.money;
        let amounts: Vec<Printed> =
            [money.amount, money.debit, money.credit].into_iter().flatten().filter(|p| !p.value.is_zero()).collect();
        match (label, amounts.as_slice(), money.balance) {
            (Label::Total, ..) => item.date.is_none(),
            (label, [], Some(balance)) => {
                self.facts.balance(Some(label), balance);
                true
            }
            // In an account with both columns an overdrawn balance brought forward stands among the debits.
            (label, [only], None) => {
                let mut printed = *only;
                if money.debit.is_some_and(|debit| debit == *only) {
                    printed.mark = Mark::Debit;
                }
                self.facts.balance(Some(label), printed);
                true
            }
            (_, [], None) => true,
            _ => false,
        }
    }

    /// Share of undated lines among those with an amount: many mean that a day's date stands on its first row only.
    pub(crate) fn undated_share(&self) -> f64 {
        let amounts = self.items.iter().filter(|item| item.kind == Kind::Amount);
        let undated = amounts.clone().filter(|item| item.date.is_none()).count();
        undated as f64 / amounts.count().max(1) as f64
    }

    /// The rows; with or without those that print no date of their own.
    pub(crate) fn rows(&self, undated: bool) -> Vec<RawRow> {
        let mut builder = Builder { undated, prefix: self.has_prefixes(), ..Builder::default() };
        for (index, item) in self.items.iter().enumerate() {
            let previous = index.checked_sub(1).and_then(|previous| self.items.get(previous));
            builder.add(item, previous, self.items.get(index + 1), self.tables.get(item.table));
        }
        builder.rows
    }

    /// Whether amounts stand on the last line of a row: a date comes without an amount and the amount without a date.
    fn has_prefixes(&self) -> bool {
        let shown: Vec<_> = self.items.iter().filter(|item| item.kind != Kind::Text).collect();
        shown.windows(2).any(|pair| match pair {
            [first, second] => first.kind == Kind::Dated && second.kind == Kind::Amount && second.date.is_none(),
            _ => false,
        })
    }
}

#[derive(Default)]
struct Builder {
    undated: bool,
    prefix: bool,
    rows: Vec<RawRow>,
    day: Option<(PrintedDate, Option<PrintedDate>)>,
    /// Text and date that wait for their amount.
    waiting: String,
    waiting_date: bool,
    /// The line before belongs to a row, so that the next one may carry it on.
    open: bool,
}

impl Builder {
    fn add(&mut self, item: &Item, previous: Option<&Item>, next: Option<&Item>, table: Option<&Table>) {
        match item.kind {
            Kind::Amount if item.date.is_some() || self.waiting_date || self.undated && self.day.is_some() => {
                self.row(item);
            }
            Kind::Amount => self.carry_on(&item.whole),
            Kind::Dated => {
                self.day = item.date.map(|date| (date, item.posted));
                self.waiting.clear();
                self.waiting.push_str(&item.text);
                self.waiting_date = true;
            }
            Kind::Balance => {
                if let Some(row) = self.rows.last_mut().filter(|row| row.money.balance.is_none()) {
                    row.money.balance = item.money.balance;
                }
            }
            Kind::Text => {
                self.open = self.text(item, previous, next, table);
                return;
            }
        }
        self.open = true;
    }

    fn row(&mut self, item: &Item) {
        if let Some(date) = item.date {
            self.day = Some((date, item.posted));
        }
        let Some((date, posted)) = self.day else { return };
        let mut text = std::mem::take(&mut self.waiting);
        if item.date.is_some() && !self.waiting_date {
            self.carry_on(&text);
            text.clear();
        }
        self.waiting_date = false;
        append(&mut text, &item.text);
        let place = |index: usize| u32::try_from(index + 1).unwrap_or(u32::MAX);
        let (page, line) = (place(item.page), place(item.line));
        self.rows.push(RawRow { date, posted, text, money: item.money, page, line, table: item.table });
    }

    fn carry_on(&mut self, text: &str) {
        if let Some(row) = self.rows.last_mut() {
            append(&mut row.text, text);
        }
    }

    /// Whether a line without amount belongs to a row: to the one before or, where amounts stand last, the one after.
    fn text(&mut self, item: &Item, previous: Option<&Item>, next: Option<&Item>, table: Option<&Table>) -> bool {
        let in_column = table.is_some_and(|table| table.holds_text(item.text_left, item.size));
        if !in_column {
            return false;
        }
        let gap = |other: Option<&Item>| {
            let other = other.filter(|other| other.page == item.page)?;
            Some((other.y - item.y).abs())
        };
        let near = |gap: Option<f32>| gap.is_some_and(|gap| gap < item.size * CONTINUES);
        let before = gap(previous).filter(|_| self.open);
        let after = gap(next);
        if self.waiting_date {
            let carries_on = near(before) || gap(previous).is_none();
            if carries_on {
                append(&mut self.waiting, &item.text);
            }
            return carries_on;
        }
        let next_is_undated = next.is_some_and(|next| match next.kind {
            Kind::Amount => next.date.is_none(),
            Kind::Text => self.prefix,
            Kind::Dated | Kind::Balance => false,
        });
        let belongs_to_next = self.undated && near(after) && next_is_undated;
        let closer_to_next = before.is_none_or(|before| after.is_some_and(|after| after < before * 0.75));
        if belongs_to_next && (self.prefix || closer_to_next) {
            append(&mut self.waiting, &item.text);
            return true;
        }
        if near(before) {
            self.carry_on(&item.text);
        }
        near(before)
    }
}

fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

/// Takes a line apart along the table's columns.
fn item(
    line: &Line,
    table: &Table,
    style: NumberStyle,
    section_sign: Option<bool>,
    (page, at, index): (usize, usize, usize),
) -> Item {
    let mut used = vec![false; line.words.len()];
    let dates = dates(line, table, &mut used);
    let mut money = RowMoney { incoming: section_sign, ..RowMoney::default() };
    let free: Vec<_> = money_cells(line, style, &used);
    for cell in &free {
        place(cell, table, &mut money, &mut used);
    }
    let has_amount = |money: &RowMoney| money.amount.is_some() || money.debit.is_some() || money.credit.is_some();
    if !dates.is_empty() && !has_amount(&money) {
        plain_number(line, table, style, &mut money, &mut used);
    }
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
        text,
        whole: line.text(),
        text_left,
        y: line.y,
        size: line.size,
        page,
        line: at,
        table: index,
        doubtful: free.iter().any(|cell| cell.doubtful && table.column_of(cell).is_some()),
    }
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
        let in_column =
            |word: &super::lines::Word| word.left < head.right + DATE_SLACK && word.right > head.left - DATE_SLACK;
        if let Some(first) = line.words.iter().position(in_column)
            && let Some(date) = date_in_column(line, first)
        {
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

fn money_cells(line: &Line, style: NumberStyle, used: &[bool]) -> Vec<MoneyCell> {
    let is_free = |cell: &MoneyCell| used.get(cell.first..cell.end).is_some_and(|used| used.iter().all(|used| !used));
    money(line, style).into_iter().filter(is_free).collect()
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

/// Currencies without cents print plain numbers; one in a money column of a dated line counts.
fn plain_number(line: &Line, table: &Table, style: NumberStyle, money: &mut RowMoney, used: &mut [bool]) {
    let left_of_money = table
        .head(|column| matches!(column, Column::Amount | Column::Debit | Column::Credit))
        .map_or(f32::INFINITY, |head| head.left);
    for (index, word) in line.words.iter().enumerate() {
        let free = used.get(index) == Some(&false) && word.right > left_of_money;
        let Some(printed) = free.then(|| style.parse(&word.text)).flatten() else { continue };
        let cell =
            MoneyCell { first: index, end: index + 1, left: word.left, right: word.right, printed, doubtful: false };
        place(&cell, table, money, used);
    }
}

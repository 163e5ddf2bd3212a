//! Rows of a table: which lines start one, which carry it on, and what waits for its amount or its date.
//!
//! **Invariant:** every amount in a money column belongs to one row at most.

use std::borrow::Cow;

use super::super::date::PrintedDate;
use super::super::heads::Column;
use super::super::phrases::Label;
use super::super::reading::RowMoney;
use super::item::{Item, Kind};
use super::scan::Scan;
use super::table::Table;

/// A line farther below the last one than this, in font sizes, does not carry a row on.
const CONTINUES: f32 = 2.0;

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
    /// Which part of it: dates start anew in each.
    pub(crate) part: usize,
}

impl Scan {
    /// Share of undated lines among those with an amount: many mean that a day's date stands on its first row only.
    pub(crate) fn undated_share(&self) -> f64 {
        let amounts = self.items.iter().filter(|item| item.kind == Kind::Amount);
        let undated = amounts.clone().filter(|item| item.date.is_none()).count();
        undated as f64 / amounts.count().max(1) as f64
    }

    /// The rows, with or without those that print no date of their own; and how many dated lines with an amount outside
    /// the columns became none.
    pub(crate) fn rows(&self, undated: bool) -> (Vec<RawRow>, usize) {
        let mut builder = Builder { undated, prefix: self.has_prefixes(), ..Builder::default() };
        let items = self.with_dates_from_below();
        for (index, item) in items.iter().enumerate() {
            let previous = index.checked_sub(1).and_then(|previous| items.get(previous));
            builder.add(item, previous, items.get(index + 1), self.tables.get(item.table));
        }
        builder.drop_waiting();
        (builder.rows, builder.lost)
    }

    /// The items, each amount with the date of a line below it where the file prints dates there: without a column of
    /// their own, after the amount and before the next.
    fn with_dates_from_below(&self) -> Cow<'_, [Item]> {
        let has_dates =
            self.tables.iter().any(|table| table.head(|column| matches!(column, Column::Date(_))).is_some());
        let day_below = |at: usize| {
            let below = self.items.get(at + 1..).unwrap_or_default();
            let end = below.iter().position(|item| item.kind != Kind::Text)?;
            below.get(end).filter(|item| item.kind == Kind::Dated).map(|_| at + 1 + end)
        };
        let amounts = self.items.iter().enumerate().filter(|(_, item)| item.kind == Kind::Amount);
        let (mut all, mut below) = (0, Vec::new());
        for (at, item) in amounts {
            all += 1;
            below.extend(day_below(at).filter(|_| item.date.is_none()).map(|day| (at, day)));
        }
        if has_dates || all == 0 || below.len() * 10 < all * 9 {
            return Cow::Borrowed(&self.items);
        }
        let mut items = self.items.clone();
        for (at, day) in below {
            let Some(date) = items.get_mut(day).and_then(|item| {
                item.kind = Kind::Text;
                item.date.take()
            }) else {
                continue;
            };
            if let Some(item) = items.get_mut(at) {
                item.date = Some(date);
            }
        }
        Cow::Owned(items)
    }

    /// Whether amounts stand on the last line of a row: a date comes without an amount and the amount without a date,
    /// or text stands before undated amounts and never at the end of a day or page, where it could only carry a row on.
    fn has_prefixes(&self) -> bool {
        let mut shown = self.items.iter().filter(|item| !matches!(item.kind, Kind::Text | Kind::Label)).peekable();
        while let Some(item) = shown.next() {
            let next = shown.peek().filter(|next| next.kind == Kind::Amount && next.date.is_none());
            if item.kind == Kind::Dated && next.is_some() {
                return true;
            }
        }
        !self.items.iter().enumerate().any(|(at, item)| {
            let next = self.items.get(at + 1).filter(|next| next.page == item.page);
            let previous = at.checked_sub(1).and_then(|previous| self.items.get(previous));
            let near = previous.is_some_and(|previous| {
                previous.page == item.page && (item.y - previous.y).abs() < item.size * CONTINUES
            });
            let in_column = self.tables.get(item.table).is_none_or(|table| table.holds_text(item.text_left, item.size));
            let ends = next.is_none_or(|next| next.date.is_some() || next.kind == Kind::Balance);
            item.kind == Kind::Text && near && in_column && ends
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
    /// What waits has an amount outside the columns.
    waiting_stray: bool,
    /// Dated lines with an amount outside the columns that became no row.
    lost: usize,
    /// A balance or a sum stands since the last row: what follows may be anything.
    after_label: bool,
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
            // The balance at the end of a day, in a line of its own.
            Kind::Dated if item.money.balance.is_some() => self.balance(item),
            Kind::Dated => {
                self.day = item.date.map(|date| (date, item.posted));
                self.drop_waiting();
                self.waiting.push_str(&item.text);
                self.waiting_date = true;
                self.waiting_stray = item.stray;
            }
            Kind::Balance => self.balance(item),
            Kind::Text => {
                self.open = self.text(item, previous, next, table);
                return;
            }
            Kind::Label => {
                self.open = false;
                self.after_label = true;
                self.day = item.date.map(|date| (date, item.posted)).or(self.day);
                // No row takes its day from a line before the end of the table.
                if item.label == Some(Label::Closing) || item.label == Some(Label::Opening) && item.is_bare() {
                    self.day = None;
                    self.drop_waiting();
                }
                return;
            }
        }
        self.open = true;
    }

    fn balance(&mut self, item: &Item) {
        match self.rows.last_mut() {
            Some(row) if row.money.balance.is_none() => row.money.balance = item.money.balance,
            // Another balance is that of a row whose amount was not found.
            Some(row) if row.money.balance != item.money.balance && !self.after_label => self.lost += 1,
            _ => {}
        }
    }

    /// What waits gets no amount any more.
    fn drop_waiting(&mut self) {
        self.lost += usize::from(std::mem::take(&mut self.waiting_stray));
        self.waiting.clear();
    }

    fn row(&mut self, item: &Item) {
        if let Some(date) = item.date {
            self.day = Some((date, item.posted));
        }
        let Some((date, posted)) = self.day else { return };
        self.after_label = false;
        let mut text = std::mem::take(&mut self.waiting);
        // A line with a date and an amount of its own begins a row; what waits belongs to the one before.
        let continues = self.rows.last().is_some_and(|row| row.page as usize == item.page + 1);
        if item.date.is_some() && (!self.waiting_date || continues) {
            self.carry_on(&text);
            text.clear();
        }
        // A date of its own makes this another row than the one that waits.
        self.lost += usize::from(std::mem::take(&mut self.waiting_stray) && item.date.is_some());
        self.waiting_date = false;
        append(&mut text, &item.text);
        let place = |index: usize| u32::try_from(index + 1).unwrap_or(u32::MAX);
        let (page, line) = (place(item.page), place(item.line));
        self.rows.push(RawRow {
            date,
            posted,
            text,
            money: item.money,
            page,
            line,
            table: item.table,
            part: item.part,
        });
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
            Kind::Dated | Kind::Balance | Kind::Label => false,
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

pub(super) fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

//! Rows of a table: which lines start one, which carry it on, which are sums, heads and page furniture.
//!
//! **Invariant:** every amount in a money column belongs to one row at most.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::amount::{Mark, NumberStyle, Printed, currency_in};
use super::super::date::PrintedDate;
use super::super::heads::Column;
use super::super::reading::RowMoney;
use super::super::phrases::{Label, is_pending, label, section, side};
use super::super::words::normalise;
use super::cells::{date_at, date_in_column, money};
use super::facts::{Facts, Place, Sum};
use super::item::{Item, Kind, item, looks_like_row};
use super::lines::Line;
use super::table::{Table, header};

/// A line farther below the last one than this, in font sizes, does not carry a row on.
const CONTINUES: f32 = 2.0;

/// Tables side by side; more do not fit on paper.
const MAX_PANELS: usize = 8;

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

/// All lines of all tables, and what the other lines say.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub(super) items: Vec<Item>,
    pub(crate) facts: Facts,
    tables: Vec<Table>,
    part: usize,
    /// The line before was one of a grid of days and balances without a head.
    in_grid: bool,
    /// Lines of boxes beside the tables.
    beside: Vec<(Place, Line)>,
    span: (Place, Place),
    /// Where heads of tables stand.
    pub(super) heads: Vec<Place>,
    /// Lines before the first table that look like rows.
    pub(crate) unread_before: usize,
    /// Dated lines with an amount that were taken for opening or closing balances.
    pub(crate) dated_balances: Vec<Printed>,
    /// An amount may lack its thousands; then no balance can prove anything, as it may lack its own.
    pub(crate) doubtful: bool,
}

/// Goes through the pages and takes every line of every table apart. `inferred` is the table to use where the file has
/// no heads. Only lines from the first place up to the second count.
pub(crate) fn scan(
    pages: &[Vec<Line>],
    style: NumberStyle,
    inferred: Option<&Table>,
    (from, to): (Place, Place),
) -> Scan {
    let mut scan = Scan { tables: inferred.into_iter().cloned().collect(), span: (from, to), ..Scan::default() };
    let has_table = scan.tables.len();
    let furniture = furniture(pages);
    let mut section_sign = None;
    let mut pending = false;
    // The tables that stand side by side; one, or none before the first.
    let mut panels = 0..scan.tables.len();
    for (page, lines) in pages.iter().enumerate().take(to.0 + 1).skip(from.0) {
        let mut at = if page == from.0 { from.1 } else { 0 };
        let end = if page == to.0 { to.1.min(lines.len()) } else { lines.len() };
        let lines = lines.get(..end).unwrap_or_default();
        while at < lines.len() {
            if has_table == 0
                && let Some((mut table, count)) = header(lines, at)
            {
                learn(&mut table, lines, at + count, style);
                let head = lines.get(at..at + count).unwrap_or_default();
                pending = above(lines, at).is_some_and(|heading| is_pending(&heading));
                scan.facts.currency =
                    scan.facts.currency.or_else(|| head.iter().find_map(|line| currency_in(&line.text())));
                if scan.tables.last().is_none_or(|last| !last.same_columns(&table)) {
                    section_sign = above(lines, at).and_then(|heading| section(&heading)).or(section_sign);
                    scan.part += 1;
                } else {
                    scan.drop_above(page, at);
                }
                panels = scan.open(table);
                scan.heads.push((page, at));
                at += count;
                continue;
            }
            let Some(line) = lines.get(at) else { break };
            let place = (page, at);
            let text = normalise(&line.text());
            match section(&text) {
                _ if pending => {}
                Some(sign) => {
                    section_sign = Some(sign);
                    scan.part += 1;
                }
                None if panels.is_empty() => scan.loose(lines, place, style),
                None => {
                    for (index, part) in scan.split(lines, place, &panels, style) {
                        let panel = index - panels.start;
                        scan.line(&part, lines, place, style, (index, panel, section_sign), &furniture);
                    }
                }
            }
            at += 1;
        }
    }
    scan.read_boxes(style);
    scan.drop_furniture();
    scan
}

/// The line above a table's head, normalised.
fn above(lines: &[Line], at: usize) -> Option<String> {
    Some(normalise(&lines.get(at.checked_sub(1)?)?.text()))
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

/// The days and balances of a line that has nothing else.
fn days_and_balances(line: &Line, style: NumberStyle) -> Vec<(PrintedDate, Printed)> {
    let cells = money(line, style);
    let (mut at, mut pairs) = (0, Vec::new());
    while at < line.words.len() {
        let Some((date, end)) = date_at(line, at) else { return Vec::new() };
        let Some(cell) = cells.iter().find(|cell| cell.first == end) else { return Vec::new() };
        pairs.push((date, cell.printed));
        at = cell.end;
    }
    pairs
}

/// A day and its balance.
fn day_and_balance(line: &Line, style: NumberStyle) -> Option<(PrintedDate, Printed)> {
    let (date, end) = date_in_column(line, 0)?;
    let cell = money(line, style).into_iter().find(|cell| cell.first >= end)?;
    Some((date, cell.printed))
}

/// Whether a dated line prints a balance and hardly more than that it is one.
fn is_bare_balance(item: &Item, text: &str) -> bool {
    let only_balance = item.money.balance.is_some() && item.kind == Kind::Dated;
    only_balance && ["kontostand", "saldo", "solde", "balance", "bal", "остаток"].contains(&text)
}

/// Text and height of lines.
type Furniture = HashMap<(String, i32), usize>;

/// Lines that stand at the same height on several pages, digits aside.
fn furniture(pages: &[Vec<Line>]) -> Furniture {
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

pub(super) fn furniture_key(line: &Line) -> (String, i32) {
    let text = line.text().chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect();
    (text, (line.y / 4.0).round() as i32)
}

impl Scan {
    /// The part of the file that it went through.
    pub(crate) fn span(&self) -> (Place, Place) {
        self.span
    }

    pub(crate) fn has_tables(&self) -> bool {
        !self.tables.is_empty()
    }

    /// What stands above the first table of the file.
    pub(crate) fn facts_above_tables(&self, pages: &[Vec<Line>], style: NumberStyle) -> Facts {
        let mut facts = Facts::default();
        let end = self.heads.first().copied().unwrap_or_default();
        for (page, lines) in pages.iter().enumerate().take(end.0 + 1) {
            let count = if page == end.0 { end.1 } else { lines.len() };
            (0..count).for_each(|at| facts.read(lines, (page, at), style));
        }
        facts
    }

    pub(crate) fn guessed_columns(&self) -> bool {
        self.tables.iter().any(|table| table.guessed)
    }

    /// Begins a table, or several that stand side by side.
    fn open(&mut self, table: Table) -> std::ops::Range<usize> {
        let first = self.tables.len();
        match table.panels() {
            Some(mut panels) => {
                panels.iter_mut().for_each(|panel| panel.adopt(&table));
                self.tables.extend(panels);
            }
            None => self.tables.push(table),
        }
        first..self.tables.len()
    }

    /// A line before the first table.
    fn loose(&mut self, lines: &[Line], place: Place, style: NumberStyle) {
        let Some(line) = lines.get(place.1) else { return };
        let is_balance = label(&normalise(&line.text())).is_some();
        self.unread_before += usize::from(!is_balance && looks_like_row(line, style));
        self.facts.read(lines, place, style);
    }

    /// The parts of a line that belong to each of the tables; a box beside them is read on its own.
    fn split(&mut self, lines: &[Line], place: Place, panels: &std::ops::Range<usize>, style: NumberStyle) -> Vec<(usize, Line)> {
        let Some(line) = lines.get(place.1) else { return Vec::new() };
        let tables = self.tables.get(panels.clone()).unwrap_or_default();
        let end = tables.last().map_or(f32::INFINITY, |table| table.right() + line.size);
        let apart = line.words.iter().position(|word| word.left > end).filter(|_| tables.iter().all(|table| table.ends_in_money()));
        let (inside, beside) = line.words.split_at_checked(apart.unwrap_or(line.words.len())).unwrap_or_default();
        // A row whose only amount stands out there is one that cannot be read, and no row beside a box.
        let inner = Line { words: inside.to_vec(), ..*line };
        let incomplete = date_at(&inner, 0).is_some() && money(&inner, style).is_empty() && !money(line, style).is_empty();
        let (inside, beside) = if incomplete { (line.words.as_slice(), [].as_slice()) } else { (inside, beside) };
        if !beside.is_empty() {
            self.beside.push((place, Line { words: beside.to_vec(), ..line.clone() }));
        }
        let mut parts = Vec::new();
        for (index, table) in panels.clone().zip(tables) {
            let from = if index == panels.start { f32::NEG_INFINITY } else { table.left() - line.size };
            let next = tables.get(index + 1 - panels.start).map_or(f32::INFINITY, |next| next.left() - line.size);
            let words: Vec<_> = inside.iter().filter(|word| word.left >= from && word.left < next).cloned().collect();
            if !words.is_empty() {
                parts.push((index, Line { words, ..*line }));
            }
        }
        parts
    }

    /// Reads the boxes that stand beside tables, line by line as they are.
    fn read_boxes(&mut self, style: NumberStyle) {
        let boxes = std::mem::take(&mut self.beside);
        for page in boxes.chunk_by(|(a, _), (b, _)| a.0 == b.0) {
            let lines: Vec<Line> = page.iter().map(|(_, line)| line.clone()).collect();
            let Some(((number, first), _)) = page.first() else { continue };
            (0..lines.len()).for_each(|at| self.facts.read_at(&lines, at, (*number, *first), style));
        }
    }

    fn line(
        &mut self,
        line: &Line,
        lines: &[Line],
        place: Place,
        style: NumberStyle,
        (index, panel, section_sign): (usize, usize, Option<bool>),
        furniture: &Furniture,
    ) {
        let Some(table) = self.tables.get(index) else { return };
        let pairs = days_and_balances(line, style);
        self.in_grid = pairs.len() > 1 || self.in_grid && !pairs.is_empty();
        if self.in_grid {
            self.facts.daily.extend(pairs);
            return;
        }
        if table.daily {
            self.facts.daily.extend(day_and_balance(line, style));
            return;
        }
        let mut item = item(line, table, style, section_sign, (place.0, place.1, index));
        self.doubtful |= item.doubtful;
        let found = self.labelled(&item);
        if found.is_some() || item.kind == Kind::Text {
            self.facts.read(lines, place, style);
        }
        if found.is_some() {
            item.kind = Kind::Label;
            item.label = found;
            self.part += usize::from(matches!(found, Some(Label::Closing | Label::Total)));
        }
        // Tables side by side have their dates in an order of their own.
        if std::env::var("DBG").is_ok() { eprintln!("{:?} {place:?} t{index} {:?} amt {:?} deb {:?} cr {:?} bal {:?} {:?}", item.kind, item.date, item.money.amount.map(|p|p.value), item.money.debit.map(|p|p.value), item.money.credit.map(|p|p.value), item.money.balance.map(|p|p.value), item.text); }
        item.part = self.part * MAX_PANELS + panel.min(MAX_PANELS - 1);
        item.repeated = item.kind == Kind::Text && furniture.contains_key(&furniture_key(line));
        self.items.push(item);
    }

    /// Above the head of a table that goes on stands what the page prints anyway; only a whole row counts there.
    fn drop_above(&mut self, page: usize, head: usize) {
        let is_row = |item: &Item| item.kind == Kind::Amount && item.date.is_some();
        self.items.retain(|item| item.page != page || item.line > head || is_row(item) || item.kind == Kind::Label);
    }

    /// Drops text that is repeated from page to page above or below a page's table. Inside the table it stays: people
    /// go to the same shops, and lines stand at the same heights.
    fn drop_furniture(&mut self) {
        let mut tables: HashMap<usize, (usize, usize)> = HashMap::new();
        let shown = self.items.iter().filter(|item| !matches!(item.kind, Kind::Text | Kind::Label)).map(|item| (item.page, item.line));
        for (page, line) in shown.chain(self.heads.iter().copied()) {
            let (first, last) = tables.entry(page).or_insert((line, line));
            (*first, *last) = (line.min(*first), line.max(*last));
        }
        self.items.retain(|item| {
            let inside = tables.get(&item.page).is_some_and(|(first, last)| (first..=last).contains(&&item.line));
            !item.repeated || inside
        });
    }

    /// The label of a line that is a balance or a sum and no row; keeps the balance.
    fn labelled(&mut self, item: &Item) -> Option<Label> {
        let text = normalise(&item.text);
        let label = label(&text).or_else(|| is_bare_balance(item, &text).then_some(Label::Dated))?;
        let money = &item.money;
        let place = (item.page, item.line);
        let amounts: Vec<Printed> =
            [money.amount, money.debit, money.credit].into_iter().flatten().filter(|p| !p.value.is_zero()).collect();
        let is_label = match (label, amounts.as_slice(), money.balance) {
            (Label::Total, ..) => {
                let sides = [(money.debit, false), (money.credit, true)];
                let named = (money.amount.or(money.balance), side(&text).unwrap_or_default());
                let named = Some(named).filter(|_| side(&text).is_some());
                let sides = sides.into_iter().chain(named);
                let sides = sides.filter_map(|(printed, incoming)| Some((printed?.value, incoming)));
                self.facts.sums.extend(sides.map(|(value, incoming)| Sum { place, value, incoming }));
                item.date.is_none() || money.debit.is_some() && money.credit.is_some()
            }
            (Label::Daily, [], Some(_)) => return None,
            (label, [], Some(balance)) => {
                self.facts.balance(Some(label), balance, &item.whole, place);
                true
            }
            // In an account with both columns an overdrawn balance brought forward stands among the debits.
            (label, [only], None) => {
                let mut printed = *only;
                if money.debit.is_some_and(|debit| debit == *only) {
                    printed.mark = Mark::Debit;
                }
                if item.date.is_some() && matches!(label, Label::Opening | Label::Closing) {
                    self.dated_balances.push(printed);
                }
                self.facts.balance(Some(label), printed, &item.whole, place);
                true
            }
            (_, [], None) => true,
            _ => false,
        };
        is_label.then_some(label)
    }

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
        let has_dates = self.tables.iter().any(|table| table.head(|column| matches!(column, Column::Date(_))).is_some());
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
        self.rows.push(RawRow { date, posted, text, money: item.money, page, line, table: item.table, part: item.part });
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

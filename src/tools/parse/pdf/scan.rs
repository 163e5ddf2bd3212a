//! Goes through the pages: which lines are heads of tables, lines of them, balances and sums, boxes, page furniture.
//!
//! **Invariant:** every line belongs to one table, one box or the text around them.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::amount::{Mark, Printed, currency_in};
use super::super::date::PrintedDate;
use super::super::phrases::{Label, is_pending, label, section, side};
use super::super::words::normalise;
use super::cells::{date_at, date_in_column};
use super::facts::{Facts, Place, Sum};
use super::item::{Item, Kind, item, looks_like_row};
use super::lines::Line;
use super::table::{Table, header};

/// Tables side by side; more do not fit on paper.
const MAX_PANELS: usize = 8;

/// All lines of all tables, and what the other lines say.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub(super) items: Vec<Item>,
    pub(crate) facts: Facts,
    pub(super) tables: Vec<Table>,
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
pub(crate) fn scan(pages: &[Vec<Line>], inferred: Option<&Table>, (from, to): (Place, Place)) -> Scan {
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
        let first = at;
        let mut heads: Vec<_> = match has_table {
            0 => (first..lines.len()).map(|at| header(lines, at)).collect(),
            _ => Vec::new(),
        };
        while at < lines.len() {
            if let Some((mut table, count)) = heads.get_mut(at - first).and_then(Option::take) {
                let next = heads.iter().skip(at + count - first).position(Option::is_some);
                let end = next.map_or(lines.len(), |more| at + count + more);
                learn(&mut table, lines.get(at + count..end).unwrap_or_default());
                let head = lines.get(at..at + count).unwrap_or_default();
                pending = above(lines, at).is_some_and(is_pending);
                scan.facts.currency =
                    scan.facts.currency.or_else(|| head.iter().find_map(|line| currency_in(line.text())));
                if scan.tables.last().is_none_or(|last| !last.same_columns(&table)) {
                    section_sign = above(lines, at).and_then(section).or(section_sign);
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
            match section(line.normal()) {
                _ if pending => {}
                Some(sign) => {
                    section_sign = Some(sign);
                    scan.part += 1;
                }
                None if panels.is_empty() => scan.loose(lines, place),
                None => {
                    for (index, part) in scan.split(lines, place, &panels) {
                        let panel = index - panels.start;
                        scan.line(&part, lines, place, (index, panel, section_sign), &furniture);
                    }
                }
            }
            at += 1;
        }
    }
    scan.read_boxes();
    // Of tables side by side the left one is read to the end of the page before the one beside it.
    scan.items.sort_by_key(|item| (item.page, item.table));
    scan.drop_furniture();
    scan
}

/// The line above a table's head, normalised.
fn above(lines: &[Line], at: usize) -> Option<&str> {
    Some(lines.get(at.checked_sub(1)?)?.normal())
}

/// The money columns' edges, from the lines up to the next head.
fn learn(table: &mut Table, lines: &[Line]) {
    let cells: Vec<_> = lines.iter().flat_map(Line::money).copied().collect();
    table.learn(&cells);
}

/// The days and balances of a line that has nothing else.
fn days_and_balances(line: &Line) -> Vec<(PrintedDate, Printed)> {
    let (mut at, mut pairs) = (0, Vec::new());
    while at < line.words.len() {
        let Some((date, end)) = date_at(line, at) else { return Vec::new() };
        let Some(cell) = line.money().iter().find(|cell| cell.first == end) else { return Vec::new() };
        pairs.push((date, cell.printed));
        at = cell.end;
    }
    pairs
}

/// A day and its balance.
fn day_and_balance(line: &Line) -> Option<(PrintedDate, Printed)> {
    let (date, end) = date_in_column(line, 0)?;
    let cell = line.money().iter().find(|cell| cell.first >= end)?;
    Some((date, cell.printed))
}

/// Whether a dated line prints a balance and hardly more than that it is one.
fn is_bare_balance(item: &Item, text: &str) -> bool {
    let only_balance = item.money.balance.is_some() && item.kind == Kind::Dated;
    only_balance && ["kontostand", "saldo", "solde", "balance", "bal", "остаток"].contains(&text)
}

/// Whether a text stands right below a row's and starts where it starts: shops come again, at the foot of pages too.
fn carries_on(row: &Item, text: &Item) -> bool {
    let below = text.y - row.y;
    let aligned = (text.text_left - row.text_left).abs() < ALIGNED;
    row.page == text.page && aligned && below > 0.0 && below < text.size * NEXT_LINE
}

/// Texts of one column start within this many points of each other.
const ALIGNED: f32 = 1.0;

/// The next line of a description is at most this far below, in font sizes.
const NEXT_LINE: f32 = 1.8;

/// Text and height of lines.
type Furniture = HashMap<(Vec<u8>, i32), usize>;

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

/// A line's text, digits aside, and its height.
fn furniture_key(line: &Line) -> (Vec<u8>, i32) {
    (without_digits(line), (line.y / 4.0).round() as i32)
}

/// A line's text, each digit replaced by the same sign: dates and page numbers differ from page to page.
pub(super) fn without_digits(line: &Line) -> Vec<u8> {
    let mut text = line.text().as_bytes().to_vec();
    text.iter_mut().filter(|byte| byte.is_ascii_digit()).for_each(|digit| *digit = b'#');
    text
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
    pub(crate) fn facts_above_tables(&self, pages: &[Vec<Line>]) -> Facts {
        let mut facts = Facts::default();
        let end = self.heads.first().copied().unwrap_or_default();
        for (page, lines) in pages.iter().enumerate().take(end.0 + 1) {
            let count = if page == end.0 { end.1 } else { lines.len() };
            (0..count).for_each(|at| facts.read(lines, (page, at)));
        }
        facts
    }

    pub(crate) fn guessed_columns(&self) -> bool {
        self.tables.iter().any(|table| table.guessed)
    }

    /// Whether the balance is what is owed, by the heads.
    pub(crate) fn owed(&self) -> bool {
        self.tables.iter().any(|table| table.owed)
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
    fn loose(&mut self, lines: &[Line], place: Place) {
        let Some(line) = lines.get(place.1) else { return };
        let is_balance = label(line.normal()).is_some();
        self.unread_before += usize::from(!is_balance && looks_like_row(line));
        self.facts.read(lines, place);
    }

    /// The parts of a line that belong to each of the tables; a box beside them is read on its own.
    fn split<'a>(
        &mut self,
        lines: &'a [Line],
        place: Place,
        panels: &std::ops::Range<usize>,
    ) -> Vec<(usize, Cow<'a, Line>)> {
        let Some(line) = lines.get(place.1) else { return Vec::new() };
        let tables = self.tables.get(panels.clone()).unwrap_or_default();
        let end = tables.last().map_or(f32::INFINITY, |table| table.right() + line.size);
        let apart = line
            .words
            .iter()
            .position(|word| word.left > end)
            .filter(|_| tables.iter().all(|table| table.ends_in_money()));
        let (inside, beside) = line.words.split_at_checked(apart.unwrap_or(line.words.len())).unwrap_or_default();
        let incomplete = || {
            let inner = line.part(inside.to_vec());
            date_at(&inner, 0).is_some() && inner.money().is_empty() && !line.money().is_empty()
        };
        // A row whose only amount stands out there is one that cannot be read, and no row beside a box.
        let whole = beside.is_empty() || incomplete();
        if whole && tables.len() == 1 && !line.words.is_empty() {
            return vec![(panels.start, Cow::Borrowed(line))];
        }
        let (inside, beside) = if whole { (line.words.as_slice(), [].as_slice()) } else { (inside, beside) };
        if !beside.is_empty() {
            self.beside.push((place, line.part(beside.to_vec())));
        }
        let mut parts = Vec::new();
        for (index, table) in panels.clone().zip(tables) {
            let from = if index == panels.start { f32::NEG_INFINITY } else { table.left() - line.size };
            let next = tables.get(index + 1 - panels.start).map_or(f32::INFINITY, |next| next.left() - line.size);
            let words: Vec<_> = inside.iter().filter(|word| word.left >= from && word.left < next).cloned().collect();
            if !words.is_empty() {
                parts.push((index, Cow::Owned(line.part(words))));
            }
        }
        parts
    }

    /// Reads the boxes that stand beside tables, line by line as they are.
    fn read_boxes(&mut self) {
        let boxes = std::mem::take(&mut self.beside);
        for page in boxes.chunk_by(|(a, _), (b, _)| a.0 == b.0) {
            let lines: Vec<Line> = page.iter().map(|(_, line)| line.clone()).collect();
            let Some(((number, first), _)) = page.first() else { continue };
            (0..lines.len()).for_each(|at| self.facts.read_at(&lines, at, (*number, *first)));
        }
    }

    fn line(
        &mut self,
        line: &Line,
        lines: &[Line],
        place: Place,
        (index, panel, section_sign): (usize, usize, Option<bool>),
        furniture: &Furniture,
    ) {
        let Some(table) = self.tables.get(index) else { return };
        let pairs = days_and_balances(line);
        self.in_grid = pairs.len() > 1 || self.in_grid && !pairs.is_empty();
        if self.in_grid {
            self.facts.daily.extend(pairs);
            return;
        }
        if table.daily {
            self.facts.daily.extend(day_and_balance(line));
            return;
        }
        let mut item = item(line, table, section_sign, (place.0, place.1, index));
        // A number within a description is the other party's.
        let described = table.text_left().is_some() && table.holds_text(item.text_left, item.size);
        self.doubtful |= item.doubtful;
        let found = self.labelled(&item);
        if found.is_some() || item.kind == Kind::Text {
            let known = self.facts.account_number.clone();
            self.facts.read(lines, place);
            if described && !self.items.is_empty() {
                self.facts.account_number = known;
            }
        }
        if found.is_some() {
            item.kind = Kind::Label;
            item.label = found;
            self.part += usize::from(matches!(found, Some(Label::Closing | Label::Total)));
        }
        // Tables side by side have their dates in an order of their own.
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
        let shown = self
            .items
            .iter()
            .filter(|item| !matches!(item.kind, Kind::Text | Kind::Label))
            .map(|item| (item.page, item.line));
        for (page, line) in shown.chain(self.heads.iter().copied()) {
            let (first, last) = tables.entry(page).or_insert((line, line));
            (*first, *last) = (line.min(*first), line.max(*last));
        }
        let mut row: Option<Item> = None;
        self.items.retain(|item| {
            let inside = tables.get(&item.page).is_some_and(|(first, last)| (first..=last).contains(&&item.line));
            let keep = !item.repeated || inside || row.as_ref().is_some_and(|row| carries_on(row, item));
            let in_row = keep && matches!(item.kind, Kind::Amount | Kind::Dated | Kind::Text);
            row = in_row.then(|| item.clone());
            keep
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
}

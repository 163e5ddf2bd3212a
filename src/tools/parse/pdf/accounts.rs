//! Several accounts, cards or currencies in one file: where each one's part begins.
//!
//! **Invariant:** a part begins above a table's head or an opening balance only, and only behind rows of another part;
//! whether the parts are used is for the balances to say.

use std::cell::LazyCell;
use std::collections::HashMap;

use rust_decimal::Decimal;

use super::super::phrases::{Label, label};
use super::facts::{Facts, Place};
use super::item::{Item, Kind};
use super::lines::Line;
use super::number::account_number;
use super::scan::{Scan, without_digits};

/// More accounts than this in one file are rows misread.
const MAX_PARTS: usize = 40;

/// An opening balance stands at most this many lines below the head of its table.
const LINES_TO_OPENING: usize = 4;

/// Where a later account's part begins, from the second account on.
pub(crate) fn starts(scan: &Scan, pages: &[Vec<Line>]) -> Vec<Place> {
    let mut anchors: Vec<Place> = scan.heads.clone();
    let opens = |item: &&Item| matches!(item.label, Some(Label::Opening | Label::Brought));
    anchors.extend(scan.items.iter().filter(opens).map(place));
    anchors.sort_unstable();
    let file = LazyCell::new(|| File::of(scan, pages));
    let mut starts = Vec::new();
    let mut part = Part { start: (0, 0), number: None };
    for anchor in anchors {
        let lead = lead(scan, pages, anchor);
        let number = lead.iter().rev().find_map(|line| account_number(line, line.text()));
        let rows = scan.items.iter().filter(|item| (part.start..anchor).contains(&place(item)));
        let rows = || rows.clone();
        if !rows().any(|item| item.kind == Kind::Amount && item.date.is_some()) {
            part.number = number.or(part.number);
            continue;
        }
        let begins = match (&part.number, &number) {
            (Some(old), Some(new)) => digits(old) != digits(new),
            (None, Some(_)) | (_, None) => opens_anew(scan, lead, (part.start, anchor), &file),
        };
        if begins && starts.len() + 1 < MAX_PARTS {
            let start = (anchor.0, anchor.1 - lead.len().min(anchor.1));
            starts.push(start);
            part = Part { start, number };
        }
    }
    starts
}

/// What is asked of the whole file at each anchor.
struct File {
    /// Lines by their text, digits aside, and how often each stands there.
    texts: HashMap<Vec<u8>, usize>,
    /// Lines of tables that are balances or sums.
    labelled: Vec<(Place, Label, Decimal)>,
}

impl File {
    fn of(scan: &Scan, pages: &[Vec<Line>]) -> Self {
        let mut texts = HashMap::new();
        pages.iter().flatten().for_each(|line| *texts.entry(without_digits(line)).or_insert(0) += 1);
        let labelled = scan.items.iter().filter_map(|item| Some((place(item), item.label?, value(item)?))).collect();
        Self { texts, labelled }
    }
}

struct Part {
    start: Place,
    number: Option<String>,
}

fn place(item: &Item) -> Place {
    (item.page, item.line)
}

/// What stands on these pages; items are in the order of their pages.
fn pages_of(scan: &Scan, first: usize, last: usize) -> &[Item] {
    let start = scan.items.partition_point(|item| item.page < first);
    let end = scan.items.partition_point(|item| item.page <= last);
    scan.items.get(start..end).unwrap_or_default()
}

fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The lines above an anchor that may belong to its account: those behind the last row on the page, without the
/// closing balance and sums of the account before.
fn lead<'a>(scan: &Scan, pages: &'a [Vec<Line>], anchor: Place) -> &'a [Line] {
    let above = || pages_of(scan, anchor.0, anchor.0).iter().filter(|item| place(item) < anchor);
    let rows = above().filter(|item| matches!(item.kind, Kind::Amount | Kind::Balance));
    let first = rows.map(|item| item.line + 1).max().unwrap_or_default();
    let lines = pages.get(anchor.0).and_then(|lines| lines.get(..anchor.1)).unwrap_or_default();
    let names =
        |line: &Line| account_number(line, line.text()).is_some() || label(line.normal()) == Some(Label::Opening);
    let named = lines.iter().skip(first).position(names).map_or(anchor.1, |at| first + at);
    let ends = above().filter(|item| matches!(item.label, Some(Label::Closing | Label::Carried | Label::Total)));
    let end = ends.filter(|item| item.line < named).map(|item| item.line + 1).max().unwrap_or_default();
    lines.get(first.max(end)..).unwrap_or_default()
}

/// Whether an opening balance stands here, behind a closing balance, that is neither that one nor the opening balance
/// which the part has already.
fn opens_anew(scan: &Scan, lead: &[Line], (start, anchor): (Place, Place), file: &File) -> bool {
    let labels = |from: Place, to: Place| {
        let inside = move |(place, ..): &&(Place, Label, Decimal)| (from..to).contains(place);
        file.labelled.iter().filter(inside).map(|(_, label, value)| (*label, *value))
    };
    let closed: Vec<Decimal> = labels(start, anchor)
        .filter(|(label, _)| *label == Label::Closing || *label == Label::Carried)
        .map(|(_, value)| value)
        .collect();
    let opened: Vec<Decimal> = labels(start, anchor)
        .filter(|(label, _)| *label == Label::Opening || *label == Label::Brought)
        .map(|(_, value)| value)
        .collect();
    let mut facts = Facts::default();
    (0..lead.len()).for_each(|at| facts.read(lead, (0, at)));
    let below = labels(anchor, (anchor.0, anchor.1 + LINES_TO_OPENING + 1));
    // What a page takes over from the one before is a balance brought forward at its top.
    let on_page =
        pages_of(scan, anchor.0, anchor.0).iter().any(|item| item.kind == Kind::Amount && place(item) < anchor);
    let repeated = |line: &Line| file.texts.get(&without_digits(line)).is_some_and(|count| *count > 1);
    let heading = lead.iter().any(|line| !repeated(line));
    let ended = labels(start, anchor).any(|(label, _)| label == Label::Closing);
    let opens = |label: Label| label == Label::Opening || label == Label::Brought && (on_page || ended || heading);
    let below = below.filter(|(label, _)| opens(*label)).map(|(_, value)| value);
    let new: Option<Decimal> = facts.openings.iter().map(|printed| printed.value).chain(below).next();
    let ended = closed.last().copied().or_else(|| last_balance(scan, start, anchor));
    match (new, ended) {
        (Some(new), Some(ended)) => new != ended && !opened.contains(&new) && !scan_opening(scan, start).contains(&new),
        _ => false,
    }
}

/// Opening balances that stand above the part's first table.
fn scan_opening(scan: &Scan, start: Place) -> Vec<Decimal> {
    if start == (0, 0) { scan.facts.openings.first().iter().map(|printed| printed.value).collect() } else { Vec::new() }
}

fn last_balance(scan: &Scan, start: Place, end: Place) -> Option<Decimal> {
    let inside = pages_of(scan, start.0, end.0).iter().filter(|item| (start..end).contains(&place(item)));
    inside.filter_map(|item| item.money.balance).next_back().map(|printed| printed.value)
}

/// The balance on a labelled line.
fn value(item: &Item) -> Option<Decimal> {
    let money = &item.money;
    [money.balance, money.amount, money.debit, money.credit].into_iter().flatten().map(|printed| printed.value).next()
}

//! From scanned tables to a statement: years, order of day and month, and which rows the balances confirm.
//!
//! **Invariant:** rows are left out only where the closing balance was reached before them and they do not continue
//! it, and a statement with rows left out is never proven. A balance carried from page to page ends nothing: it counts
//! only where no other is printed and no row stands on its other side.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::super::amount::Printed;
use super::super::assemble::{Draft, YearSource, finish};
use super::super::order::{Dated, misplaced};
use super::super::prove::Check;
use super::super::reading::{Decision, Evidence, RowMoney, decide};
use super::super::words::{contains_words, normalise};
use super::super::{ReadError, ReadOptions};
use super::calendar::{Calendar, descending, year_first};
use super::currency::{currency, currency_of_iban};
use super::facts::{CardEvidence, Place};
use super::lines::{Line, join};
use super::rows::RawRow;
use super::scan::Scan;
use crate::domain::{AccountLabel, Currency, Format, ParsedLine, ParsedStatement, Source};

/// From this share of undated rows on, a date is taken to stand on a day's first row only.
const DATE_ON_FIRST_ROW: f64 = 0.2;

/// A bank's name is a short line near the top.
const BANK_LINES: usize = 40;
const BANK_WORDS: usize = 5;

/// A statement and how far its balances agree.
pub(crate) struct Built {
    pub(crate) statement: ParsedStatement,
    pub(crate) check: Check,
}

/// A statement of a month in which nothing moved.
pub(crate) fn without_rows(
    scan: &Scan,
    pages: &[Vec<Line>],
    made_on: Option<NaiveDate>,
    options: &ReadOptions,
) -> ParsedStatement {
    let calendar = Calendar::of(&[], &scan.facts, made_on, options);
    let evidence = evidence(scan, &[], &calendar);
    finish(Draft {
        format: Format::Pdf,
        account: account(scan, pages),
        period: calendar.period,
        statement_date: calendar.statement_date,
        lines: Vec::new(),
        decision: decide(&[], &evidence),
        years: YearSource::Rows,
        assumed_order: None,
        unread: 0,
        left_out: 0,
        misplaced: None,
    })
}

fn account(scan: &Scan, pages: &[Vec<Line>]) -> AccountLabel {
    let currency = scan.facts.currency.or_else(|| currency(pages, scan.span()));
    let number = scan.facts.account_number.as_deref();
    let currency = currency.or_else(|| number.and_then(currency_of_iban));
    AccountLabel { number: scan.facts.account_number.clone(), name: None, currency }
}

/// Builds the statement.
pub(crate) fn build(
    scan: &Scan,
    pages: &[Vec<Line>],
    made_on: Option<NaiveDate>,
    options: &ReadOptions,
) -> Result<Built, ReadError> {
    let undated_first = scan.undated_share() >= DATE_ON_FIRST_ROW;
    let facts = &scan.facts;
    let mut rows = scan.rows(undated_first).0;
    year_first(&mut rows);
    let calendar = Calendar::of(&rows, facts, made_on, options);
    let mut chosen: Option<Chosen> = None;
    for undated in [undated_first, !undated_first] {
        let (mut rows, lost) = scan.rows(undated);
        year_first(&mut rows);
        let candidate = choose(scan, rows, lost, &calendar);
        let better = |best: &Chosen| candidate.decision.check.rank() > best.decision.check.rank();
        if candidate.rows.is_empty() {
            continue;
        }
        match &mut chosen {
            None => chosen = Some(candidate),
            Some(best) if better(best) => *best = candidate,
            Some(best) if best.rows.len() != candidate.rows.len() && candidate.decision.check.proves() => {
                best.decision.rivalled |= best.decision.check.proves();
            }
            Some(_) => {}
        }
    }
    let Chosen { rows, mut decision, left_out, lost } = chosen.ok_or(ReadError::NoRows)?;
    if decision.rivalled && decision.check.proves() {
        decision.reconciliation = crate::domain::Reconciliation::Unproven;
    }
    let calendar = Calendar::of(&rows, facts, made_on, options);
    let account = account(scan, pages);
    let (lines, undatable) = lines(&rows, &mut decision, &calendar, account.currency);
    let unread = undatable + lost + mistaken_balances(scan, &decision);
    let check = decision.check;
    let dated: Vec<Dated> = rows
        .iter()
        .filter(|row| row.date.resolve(calendar.order, &calendar.years).is_some())
        .zip(&lines)
        .map(|(row, line)| Dated { part: row.part, date: line.date, posted: line.posted })
        .collect();
    let misplaced = misplaced(&dated).or_else(|| against_daily(&dated, &decision, scan, &calendar));
    let statement = finish(Draft {
        format: Format::Pdf,
        account,
        period: calendar.period,
        statement_date: calendar.statement_date,
        lines,
        decision,
        years: calendar.year_source,
        assumed_order: calendar.assumed.then_some(calendar.order),
        unread,
        left_out,
        misplaced,
    });
    Ok(Built { statement, check })
}

struct Chosen {
    rows: Vec<RawRow>,
    decision: Decision,
    left_out: usize,
    /// Dated lines with an amount that became no row.
    lost: usize,
}

/// The first row after a day whose printed balance the rows up to it do not reach; where most days are reached, the grid
/// is understood, and so that row's date is doubted.
fn against_daily(dated: &[Dated], decision: &Decision, scan: &Scan, calendar: &Calendar) -> Option<usize> {
    let opening = decision.opening?;
    let reached = |day: NaiveDate| {
        let until = dated.iter().zip(&decision.amounts).filter(|(row, _)| row.date <= day).map(|(_, amount)| *amount);
        until.fold(opening, Decimal::saturating_add)
    };
    let days: Vec<(NaiveDate, bool)> = scan
        .facts
        .daily
        .iter()
        .filter_map(|(date, printed)| {
            let day = date.resolve(calendar.order, &calendar.years)?;
            Some((day, reached(day).abs() == printed.value))
        })
        .collect();
    let wrong = || days.iter().filter(|(_, right)| !right).map(|(day, _)| *day);
    if wrong().count() * 2 > days.len() {
        return None;
    }
    let first = wrong().min()?;
    dated.iter().position(|row| row.date >= first).or(Some(0))
}

/// Dated lines with an amount that were taken for a balance, though it is none that the rows start from or end on.
fn mistaken_balances(scan: &Scan, decision: &Decision) -> usize {
    let is_end = |value: Decimal| {
        let ends = [decision.opening, decision.closing];
        ends.iter().flatten().any(|end| end.abs() == value)
    };
    scan.dated_balances.iter().filter(|printed| !is_end(printed.value)).count()
}

/// Reads the rows; where they do not fit, tries them without the last tables of the file.
fn choose(scan: &Scan, rows: Vec<RawRow>, lost: usize, calendar: &Calendar) -> Chosen {
    let mut evidence = evidence(scan, &rows, calendar);
    let money: Vec<RowMoney> = rows.iter().map(|row| row.money).collect();
    let decision = decide(&money, &evidence);
    if decision.check.breaks == 0 || evidence.openings.is_empty() || evidence.closings.is_empty() {
        return Chosen { rows, decision, left_out: 0, lost };
    }
    // Only the closing balance that is printed last can stand before rows that are no part of the statement.
    evidence.closings = scan.facts.closings.last().copied().into_iter().collect();
    let mut ends: Vec<usize> = rows
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| matches!(pair, [a, b] if a.table != b.table))
        .map(|(at, _)| at + 1)
        .collect();
    ends.reverse();
    for end in ends {
        let dated_later = |row: &RawRow| {
            let last = calendar.period.map(|period| period.to).or(calendar.statement_date);
            let day = row.date.resolve(calendar.order, &calendar.years);
            matches!((day, last), (Some(day), Some(last)) if day > last)
        };
        let shorter = decide(money.get(..end).unwrap_or_default(), &evidence);
        let reaches_closing = shorter.check.total_gap.is_some_and(|gap| gap.is_zero());
        if (shorter.check.proves() || reaches_closing) && !shorter.rivalled {
            // What lies after the period is a plan of payments to come.
            let left_out = rows.iter().skip(end).filter(|row| !dated_later(row)).count();
            let rows = rows.into_iter().take(end).collect();
            return Chosen { rows, decision: shorter, left_out, lost };
        }
    }
    Chosen { rows, decision, left_out: 0, lost }
}

fn evidence(scan: &Scan, rows: &[RawRow], calendar: &Calendar) -> Evidence {
    let facts = &scan.facts;
    let card = facts.card();
    let descending = descending(rows);
    let mut openings = facts.openings.clone();
    // The last closing balance is the likeliest, then the first one, which may stand in a box.
    let mut closings: Vec<_> = facts.closings.iter().rev().copied().collect();
    if let Some(last) = closings.len().checked_sub(1).filter(|last| *last > 1) {
        closings.swap(1, last);
    }
    let oldest_first = descending != Some(true);
    let (first, last) = if oldest_first { (rows.first(), rows.last()) } else { (rows.last(), rows.first()) };
    let mut days: Vec<(NaiveDate, Printed)> = facts
        .dated
        .iter()
        .filter_map(|(date, printed)| Some((date.resolve(calendar.order, &calendar.years)?, *printed)))
        .collect();
    days.sort_by_key(|(day, _)| *day);
    // A balance of a day between the rows opens and closes nothing.
    let of_rows = rows.iter().filter_map(|row| row.date.resolve(calendar.order, &calendar.years));
    let (earliest, latest) = (of_rows.clone().min(), of_rows.max());
    days.retain(|(day, _)| earliest.is_none_or(|first| *day <= first) || latest.is_none_or(|last| *day >= last));
    let spans = |first: NaiveDate, last: NaiveDate| {
        earliest.is_none_or(|earliest| first <= earliest) && latest.is_none_or(|latest| last >= latest)
    };
    if let [(first_day, first), .., (last_day, last)] = days.as_slice()
        && first_day < last_day
        && spans(*first_day, *last_day)
    {
        if openings.is_empty() {
            openings.push(*first);
        }
        if closings.is_empty() {
            closings.push(*last);
        }
    }
    if openings.is_empty() && scan.unread_before == 0 {
        let brought = facts.brought.iter().filter(|(place, _)| stands_beyond(*place, first, oldest_first));
        openings.extend(brought.map(|(_, printed)| *printed));
    }
    if closings.is_empty() {
        let carried = facts.carried.iter().rev().filter(|(place, _)| stands_beyond(*place, last, !oldest_first));
        closings.extend(carried.map(|(_, printed)| *printed));
    }
    let sums = |incoming: bool| {
        let mut values: Vec<Decimal> = Vec::new();
        for sum in facts.sums.iter().filter(|sum| sum.incoming == incoming) {
            if !values.contains(&sum.value) {
                values.push(sum.value);
            }
        }
        values
    };
    Evidence {
        sums_in: sums(true),
        sums_out: sums(false),
        openings,
        closings,
        card: card == CardEvidence::Strong,
        card_doubt: card == CardEvidence::Some,
        account: facts.names_account,
        number_doubt: scan.doubtful || scan.facts.doubtful,
        descending,
        guessed_columns: scan.guessed_columns(),
    }
}

/// Whether a line stands above or below the first or last row.
fn stands_beyond((page, line): Place, row: Option<&RawRow>, above: bool) -> bool {
    row.is_some_and(|row| {
        // Places of rows count from 1.
        let (line, row) = ((page + 1, line + 1), (row.page as usize, row.line as usize));
        if above { line < row } else { line > row }
    })
}

/// The lines of the statement; rows whose date is no day of the calendar are counted and left out.
fn lines(
    rows: &[RawRow],
    decision: &mut Decision,
    calendar: &Calendar,
    currency: Option<Currency>,
) -> (Vec<ParsedLine>, usize) {
    let mut out = Vec::with_capacity(rows.len());
    let mut keep = Vec::with_capacity(rows.len());
    for row in rows {
        let date = row.date.resolve(calendar.order, &calendar.years);
        keep.push(date.is_some());
        let Some(date) = date else { continue };
        out.push(ParsedLine {
            date,
            posted: row.posted.and_then(|posted| posted.resolve(calendar.order, &calendar.years)),
            description: row.text.clone(),
            amount: Decimal::ZERO,
            currency,
            balance: None,
            category: None,
            source: Source { page: row.page, line: row.line },
        });
    }
    let unread = keep.iter().filter(|keep| !**keep).count();
    if unread > 0 {
        retain(&mut decision.amounts, &keep);
        retain(&mut decision.balances, &keep);
        decision.reconciliation = crate::domain::Reconciliation::Unproven;
    }
    (out, unread)
}

fn retain<T>(items: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter().copied();
    items.retain(|_| keep.next().unwrap_or(true));
}

/// The first short line that calls itself a bank, as a label for the user.
pub(crate) fn bank(pages: &[Vec<Line>]) -> Option<String> {
    const WORDS: &[&str] = &[
        "bank",
        "banque",
        "banco",
        "banca",
        "sparkasse",
        "volksbank",
        "raiffeisenbank",
        "caixa",
        "credit union",
        "банк",
        "kantonalbank",
    ];
    let lines = pages.first()?.iter().take(BANK_LINES);
    let phrases = lines.flat_map(|line| line.words.chunk_by(|a, b| b.left - a.right < line.size));
    let short = phrases.filter(|words| words.len() <= BANK_WORDS);
    short.map(join).find(|text| {
        let normal = normalise(text);
        !text.contains(|c: char| c.is_ascii_digit()) && WORDS.iter().any(|word| contains_words(&normal, word))
    })
}

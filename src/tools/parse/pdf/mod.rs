//! Statements as PDF: from glyph positions to rows, without templates.
//!
//! `document` opens the file, `interpret` with `lexer`, `font`, `encoding`, `cmap` and `metrics` finds where each
//! character stands, `lines` makes words and lines (`halves` lets two threads share the pages), `cells`, `table`, `item`,
//! `scan` and `rows` find the table, `facts`, `number` and `currency` what stands around it, `accounts` where another account
//! begins, `calendar` how dates are read. The balances choose among the readings. `ocr` has pictures of pages recognised.
//!
//! **Invariant:** positions decide, not the order of drawing and not a bank's name.

mod accounts;
mod calendar;
mod cells;
mod cmap;
mod currency;
mod document;
mod encoding;
mod facts;
mod font;
mod halves;
mod infer;
mod interpret;
mod item;
mod lexer;
mod lines;
mod metrics;
mod number;
mod ocr;
mod overprint;
mod rows;
mod scan;
mod statement;
mod table;
#[cfg(test)]
mod tests;

use self::lines::{Baseline, Line};
use chrono::NaiveDate;

use super::amount::{NumberStyle, may_be_amount};
use super::prove::Check;
use super::{ReadError, ReadOptions};
use crate::domain::{Format, ParsedFile, ParsedStatement, Reconciliation, Warning, WarningCode};

/// Some files have a few bytes before the header; viewers look this far (ISO 32000-1, annex H).
const HEADER_SEARCH_BYTES: usize = 1024;

/// Whether the bytes are a PDF, by the header.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEADER_SEARCH_BYTES.min(bytes.len())).unwrap_or_default();
    head.windows(5).any(|window| window == b"%PDF-")
}

/// Reads a statement.
pub(crate) fn read(bytes: &[u8], options: &ReadOptions) -> Result<ParsedFile, ReadError> {
    let document = document::open(bytes, options.password.as_deref())?;
    let pages = document::pages(&document)?;
    if pages.iter().all(Vec::is_empty) {
        return recognised(document, pages.len(), options);
    }
    let pages = read_lines(pages);
    let made_on = document::creation_date(&document);
    let statements = statements(&pages, made_on, options)?;
    Ok(ParsedFile { format: Format::Pdf, bank: statement::bank(&pages), statements })
}

/// Reads pictures of pages, where the machine can.
fn recognised(mut document: lopdf::Document, pages: usize, options: &ReadOptions) -> Result<ParsedFile, ReadError> {
    let mut plain = Vec::new();
    // Saved again, a file that had a password has none.
    document.save_to(&mut plain).map_err(|_| ReadError::NoTextLayer)?;
    let made_on = document::creation_date(&document);
    let glyphs = ocr::glyphs(&plain, pages).map_err(|failure| match failure {
        ocr::Failure::Unavailable => ReadError::NoTextLayer,
        ocr::Failure::TooLong => ReadError::TooManyPictures { limit: ocr::MAX_PAGES },
    })?;
    let pages = read_lines(glyphs.iter().map(|glyphs| lines::lines(glyphs)).collect());
    let mut statements = statements(&pages, made_on, options)?;
    for statement in &mut statements {
        let message = "The pages are pictures; I recognised the text in them, so please check a few rows.";
        statement.warnings.push(Warning { code: WarningCode::Recognised, message: message.into() });
    }
    Ok(ParsedFile { format: Format::Pdf, bank: statement::bank(&pages), statements })
}

/// The whole file as one statement, or one for each account, whichever the balances agree with better.
fn statements(
    pages: &[Vec<Line>],
    made_on: Option<NaiveDate>,
    options: &ReadOptions,
) -> Result<Vec<ParsedStatement>, ReadError> {
    let whole = ((0, 0), (usize::MAX - 1, 0));
    let mut inferred = None;
    let mut scan = scan::scan(pages, None, whole);
    if !scan.has_tables() || scan.rows(true).0.is_empty() {
        inferred = infer::table(pages);
        let headed = scan;
        let inferred = inferred.as_ref().map(|inferred| scan::scan(pages, Some(inferred), whole));
        match inferred.filter(|scan| !scan.rows(true).0.is_empty()) {
            Some(inferred) => scan = inferred,
            None if headed.has_tables() && headed.facts.prints_balances() => {
                return Ok(vec![statement::without_rows(&headed, pages, made_on, options)]);
            }
            None => return Err(ReadError::NoRows),
        }
    }
    let one = statement::build(&scan, pages, made_on, options)?;
    if one.statement.reconciliation == Reconciliation::Proven {
        return Ok(vec![one.statement]);
    }
    let starts = accounts::starts(&scan, pages);
    if starts.is_empty() {
        return Ok(vec![one.statement]);
    }
    let ends = starts.iter().copied().chain([whole.1]);
    let common = scan.facts_above_tables(pages);
    let parts = std::iter::once((0, 0)).chain(starts.iter().copied()).zip(ends).map(|part| {
        let mut scan = scan::scan(pages, inferred.as_ref(), part);
        scan.facts.inherit(&common);
        match statement::build(&scan, pages, made_on, options) {
            Err(ReadError::NoRows) if scan.facts.prints_balances() => {
                let statement = statement::without_rows(&scan, pages, made_on, options);
                Ok(statement::Built { statement, check: Check::default() })
            }
            built => built,
        }
    });
    let Ok(parts) = parts.collect::<Result<Vec<_>, _>>() else { return Ok(vec![one.statement]) };
    let agreement: i64 = parts.iter().map(|part| part.check.rank().1).sum();
    if agreement <= one.check.rank().1 {
        return Ok(vec![one.statement]);
    }
    Ok(parts.into_iter().map(|part| part.statement).collect())
}

/// The lines of all pages, once the way is known in which the document writes numbers.
fn read_lines(pages: Vec<Vec<Baseline>>) -> Vec<Vec<Line>> {
    let style = style(&pages);
    let read = |line| Line::read(line, style);
    halves::read(pages, |pages| pages.into_iter().map(|lines| lines.into_iter().map(read).collect()).collect())
}

/// The number style of the whole document.
fn style(pages: &[Vec<Baseline>]) -> NumberStyle {
    let mut style = NumberStyle::default();
    // The first word of a line is a date rather than an amount.
    for word in pages.iter().flatten().flat_map(|line| line.words.iter().skip(1)) {
        if may_be_amount(&word.text) {
            style.learn(&word.text);
        }
    }
    style
}

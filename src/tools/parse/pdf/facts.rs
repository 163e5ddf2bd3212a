//! What a statement says about itself outside its table: period, balances, account, currency, whose it is.
//!
//! **Invariant:** every fact is printed; where two candidates contradict, the balances or the user decide, not this
//! file. A balance carried from page to page is kept with its place, as only its place tells what it is.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::super::amount::{Printed, currency_in};
use super::super::date::{DayOrder, PrintedDate, Years};
use super::super::phrases::{Label, STRONG_CARD_PHRASES, card_phrases, hints, label, names_account, side};
use super::super::words::{month, normalise};
use super::cells::MoneyCell;
use super::currency::is_amount;
use super::lines::{Line, join};
use super::number::account_number;
use crate::domain::{Currency, Period, month_end};

/// Longer ranges are terms of a contract, not a statement's period.
const MAX_PERIOD_DAYS: i64 = 400;

/// Shorter ranges are more often an offer's than the statement's; one counts only where no other is printed.
const USUAL_PERIOD_DAYS: i64 = 6;

/// A box prints its value at most this many lines below its label.
const BOX_LINES: usize = 3;

/// A table of sums by kind has at most this many lines.
const SUM_LINES: usize = 12;

/// Labels stand in short phrases; longer text is prose.
const MAX_LABEL_WORDS: usize = 9;

/// A range of two dates as printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PrintedRange {
    from: PrintedDate,
    to: PrintedDate,
    labelled: bool,
}

impl PrintedRange {
    pub(crate) fn resolve(&self, order: DayOrder) -> Option<Period> {
        let to = self.to.resolve(order, &Years::Near(NaiveDate::default())).filter(|_| self.to.has_year())?;
        let from = self.from.resolve(order, &Years::Near(to))?;
        Period::new(from, to).filter(|period| period.days() <= MAX_PERIOD_DAYS)
    }
}

/// Page and line, both from 0: reading order.
pub(crate) type Place = (usize, usize);

/// A printed sum of the rows on one side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sum {
    pub(crate) place: Place,
    pub(crate) value: Decimal,
    /// `true` is money in.
    pub(crate) incoming: bool,
}

/// Everything found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) ranges: Vec<PrintedRange>,
    pub(crate) statement_dates: Vec<PrintedDate>,
    /// Days that a payment is due on.
    due_dates: Vec<PrintedDate>,
    /// Dates that stand alone, as that of the statement does.
    alone: Vec<PrintedDate>,
    /// Any other date with a year.
    pub(crate) dates: Vec<PrintedDate>,
    /// In the order of print.
    pub(crate) openings: Vec<Printed>,
    /// In the order of print; of equal ones the last counts.
    pub(crate) closings: Vec<Printed>,
    /// Balances that pages take over from the page before.
    pub(crate) brought: Vec<(Place, Printed)>,
    /// Balances that pages hand on.
    pub(crate) carried: Vec<(Place, Printed)>,
    /// Balances of a day that is printed beside them.
    pub(crate) dated: Vec<(PrintedDate, Printed)>,
    /// The days printed beside opening and closing balances.
    opening_days: Vec<PrintedDate>,
    closing_days: Vec<PrintedDate>,
    /// Balances at the end of days, from a grid.
    pub(crate) daily: Vec<(PrintedDate, Printed)>,
    /// Sums of money out and of money in, with their places.
    pub(crate) sums: Vec<Sum>,
    /// Months that stand for themselves: `Statement for March 2024`.
    months: Vec<(i32, u32)>,
    pub(crate) account_number: Option<String>,
    pub(crate) currency: Option<Currency>,
    card: Vec<usize>,
    /// Something is printed that only accounts have.
    pub(crate) names_account: bool,
    /// A balance may lack its thousands.
    pub(crate) doubtful: bool,
}

/// Whether a statement is a credit card's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CardEvidence {
    None,
    /// A phrase or two that other statements have as well.
    Some,
    Strong,
}

impl Facts {
    /// Reads one line that is no row of the table; `lines` are those of its page.
    pub(crate) fn read(&mut self, lines: &[Line], place: Place) {
        self.read_at(lines, place.1, place);
    }

    /// Reads the line `at` of `lines`, which stands at `place`.
    pub(crate) fn read_at(&mut self, lines: &[Line], at: usize, place: Place) {
        let Some(line) = lines.get(at) else { return };
        let (text, normal) = (line.text(), line.normal());
        self.balances(lines, at, place, normal);
        self.dates(lines, at, text, normal);
        self.account(line, text, normal);
        self.names_account |= names_account(normal);
        for phrase in card_phrases(normal) {
            if !self.card.contains(&phrase) {
                self.card.push(phrase);
            }
        }
    }

    pub(crate) fn card(&self) -> CardEvidence {
        let strong = self.card.iter().filter(|phrase| **phrase < STRONG_CARD_PHRASES).count();
        match (strong, self.card.len()) {
            (2.., _) | (1, 3..) => CardEvidence::Strong,
            (1, _) | (0, 2..) => CardEvidence::Some,
            _ => CardEvidence::None,
        }
    }

    /// Whether an opening and a closing balance are printed.
    pub(crate) fn prints_balances(&self) -> bool {
        !self.openings.is_empty() && !self.closings.is_empty()
    }

    /// The likeliest period under an order of day and month: a range that is called one, the days of the opening and
    /// the closing balance, any other range.
    pub(crate) fn period(&self, order: DayOrder) -> Option<Period> {
        let find = |labelled: bool, min_days: i64| {
            let ranges = self.ranges.iter().filter(|range| range.labelled == labelled);
            ranges.filter_map(|range| range.resolve(order)).find(|period| period.days() >= min_days)
        };
        find(true, USUAL_PERIOD_DAYS)
            .or_else(|| self.between_balances(order))
            .or_else(|| find(false, USUAL_PERIOD_DAYS))
            .or_else(|| find(true, 1))
    }

    /// From the day of the opening balance to that of the closing one. A balance at the end of a month is the evening's,
    /// so that the period begins the day after.
    fn between_balances(&self, order: DayOrder) -> Option<Period> {
        let day = |date: &PrintedDate, near: &Years| date.resolve(order, near);
        let printed = self.opening_days.iter().chain(&self.closing_days).chain(&self.statement_dates);
        let anchor = printed
            .into_iter()
            .find(|date| date.has_year())
            .and_then(|date| day(date, &Years::Near(NaiveDate::default())))?;
        let to = day(self.closing_days.last()?, &Years::Near(anchor))?;
        let from = day(self.opening_days.first()?, &Years::Near(to))?;
        let next = from.succ_opt()?;
        let from = if next.day() == 1 || from.day() == to.day() { next } else { from };
        Period::new(from, to).filter(|period| period.days() <= MAX_PERIOD_DAYS)
    }

    /// The month that the statement calls its own.
    pub(crate) fn month(&self) -> Option<Period> {
        let (year, month) = *self.months.first()?;
        let from = NaiveDate::from_ymd_opt(year, month, 1)?;
        Period::new(from, month_end(from))
    }

    /// The day the statement was made: where it says so, else that of its closing balance.
    pub(crate) fn made_on(&self, order: DayOrder) -> Option<NaiveDate> {
        let full =
            |date: &PrintedDate| date.resolve(order, &Years::Near(NaiveDate::default())).filter(|_| date.has_year());
        let days = self.statement_dates.iter().chain(self.closing_days.iter().rev());
        let days = days.chain(self.dated.iter().rev().map(|(day, _)| day));
        days.chain(&self.alone).chain(&self.due_dates).find_map(full).or_else(|| {
            // A date elsewhere whose day and month are those of the closing balance gives its year.
            let closes = |date: &NaiveDate| {
                self.closing_days.iter().any(|closing| closing.resolve(order, &Years::Near(*date)) == Some(*date))
            };
            self.dates.iter().filter_map(full).find(closes)
        })
    }

    fn balances(&mut self, lines: &[Line], at: usize, place: Place, normal: &str) {
        if label(normal).is_none() && side(normal).is_none() {
            return;
        }
        let Some(line) = lines.get(at) else { return };
        let mut from = 0;
        for cell in line.money() {
            let words = line.words.get(from..cell.first).unwrap_or_default();
            from = cell.end;
            if words.len() <= MAX_LABEL_WORDS {
                self.doubtful |= cell.doubtful;
                self.figure(&join(words), cell.printed, place);
            }
        }
        // A box: the label above, the value below.
        let rest = line.words.get(from..).unwrap_or_default();
        for run in rest.chunk_by(|a, b| b.left - a.right < line.size * 1.2) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let words = join(run);
            let normal = normalise(&words);
            let is_balance = label(&normal).is_some_and(|found| found != Label::Total);
            if run.len() > MAX_LABEL_WORDS || !is_balance && side(&normal).is_none() {
                continue;
            }
            let below = lines.iter().skip(at + 1);
            let near = below.clone().take(BOX_LINES).take_while(|below| below.y - line.y < line.size * 4.5);
            let beside = |cell: &&MoneyCell| cell.left < last.right + line.size && cell.right > first.left - line.size;
            let mut near = near.flat_map(Line::money).filter(beside);
            if is_balance {
                if let Some(cell) = near.next() {
                    self.doubtful |= cell.doubtful;
                    self.figure(&words, cell.printed, place);
                }
                continue;
            }
            // Sums stand below their name, in a column of several, or above it; only those that the rows reach count.
            let above = lines.iter().take(at).rev().take(BOX_LINES);
            let above = above.take_while(|above| line.y - above.y < line.size * 4.5);
            let above = above.flat_map(Line::money).filter(beside);
            let column = below.take(SUM_LINES).map(Line::money).skip_while(|cells| cells.is_empty());
            let column = column.take_while(|cells| !cells.is_empty()).flatten().filter(beside);
            for cell in column.chain(above).collect::<Vec<_>>() {
                self.figure(&words, cell.printed, place);
            }
        }
    }

    /// Keeps a labelled figure: a balance, or the sum of one side.
    fn figure(&mut self, words: &str, printed: Printed, place: Place) {
        let normal = normalise(words);
        match (label(&normal).filter(|found| *found != Label::Total), side(&normal)) {
            (None, Some(incoming)) => self.sums.push(Sum { place, value: printed.value, incoming }),
            (found, _) => self.balance(found, printed, words, place),
        }
    }

    /// Keeps a labelled balance; `text` is its label, where a day may be printed.
    pub(crate) fn balance(&mut self, label: Option<Label>, printed: Printed, text: &str, place: Place) {
        let day = word_starts(text).find_map(|(start, _)| Some(PrintedDate::parse(text.get(start..)?)?.0));
        match label {
            Some(Label::Opening) => self.opening_days.extend(day),
            Some(Label::Closing) => self.closing_days.extend(day),
            Some(Label::Dated) => self.dated.extend(day.map(|day| (day, printed))),
            _ => {}
        }
        match label {
            Some(Label::Opening) if !self.openings.contains(&printed) => self.openings.push(printed),
            Some(Label::Closing) => {
                self.closings.retain(|other| *other != printed);
                self.closings.push(printed);
            }
            Some(Label::Brought) => self.brought.push((place, printed)),
            Some(Label::Carried) => self.carried.push((place, printed)),
            Some(Label::Opening | Label::Daily | Label::Dated | Label::Total) | None => {}
        }
    }

    fn dates(&mut self, lines: &[Line], at: usize, text: &str, normal: &str) {
        let hints = hints(normal);
        if hints.next {
            return;
        }
        if hints.period {
            self.months.extend(month_and_year(text));
        }
        let mut statement_date = None;
        let mut skip_to = 0;
        for (start, _) in word_starts(text) {
            let Some(part) = text.get(start..).filter(|_| start >= skip_to) else { continue };
            let Some((date, rest)) = PrintedDate::parse(part) else { continue };
            let rest_at = text.len() - rest.len();
            if let Some((to, after)) = strip_connector(rest).and_then(PrintedDate::parse)
                && to.has_year()
            {
                self.ranges.push(PrintedRange { from: date, to, labelled: hints.period });
                skip_to = text.len() - after.len();
                continue;
            }
            skip_to = rest_at;
            if date.has_year() {
                self.dates.push(date);
                if PrintedDate::parse_whole(text).is_some() {
                    self.alone.push(date);
                }
                statement_date = statement_date.or(Some(date));
            }
        }
        if hints.due {
            self.due_dates.extend(statement_date);
        }
        if hints.statement_date {
            let below = lines.iter().skip(at + 1).take(2);
            let below = || below.clone().find_map(first_full_date);
            self.statement_dates.extend(statement_date.or_else(below));
        }
    }

    /// Every date that is not a row's.
    pub(crate) fn all_dates(&self) -> impl Iterator<Item = PrintedDate> + '_ {
        let days = self.opening_days.iter().chain(&self.closing_days).chain(self.dated.iter().map(|(day, _)| day));
        let ends = self.ranges.iter().flat_map(|range| [&range.from, &range.to]);
        self.dates.iter().chain(days).chain(ends).copied()
    }

    /// What stands above all accounts of a file holds for each that says nothing else; balances and numbers do not.
    pub(crate) fn inherit(&mut self, common: &Self) {
        self.ranges.extend(&common.ranges);
        self.statement_dates.extend(&common.statement_dates);
        self.due_dates.extend(&common.due_dates);
        self.alone.extend(&common.alone);
        self.dates.extend(&common.dates);
        self.months.extend(&common.months);
        self.card.extend(common.card.iter().filter(|phrase| !self.card.contains(phrase)).collect::<Vec<_>>());
        self.currency = self.currency.or(common.currency);
        self.names_account |= common.names_account;
    }

    fn account(&mut self, line: &Line, text: &str, normal: &str) {
        if self.account_number.is_none() {
            self.account_number = account_number(line, text);
        }
        // Beside amounts stands the currency of one of several accounts.
        if self.currency.is_none() && hints(normal).currency && !line.words.iter().any(is_amount) {
            self.currency = currency_in(text);
        }
    }
}

pub(super) fn word_starts(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut previous = ' ';
    text.char_indices().filter(move |(_, c)| {
        let starts = !previous.is_alphanumeric() && c.is_alphanumeric();
        previous = *c;
        starts
    })
}

/// `March 2024` or `03/2024` without a day before it.
fn month_and_year(text: &str) -> Option<(i32, u32)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let year =
        |word: &str| word.trim_end_matches([',', '.', ')']).parse().ok().filter(|year| (1970..=2100).contains(year));
    let is_day = |at: Option<usize>| {
        at.and_then(|at| words.get(at)).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    };
    words.iter().enumerate().find_map(|(at, word)| {
        if let Some((first, second)) = word.split_once('/')
            && let (Ok(first), Some(second)) = (first.parse::<u32>(), year(second))
            && (1..=12).contains(&first)
        {
            return Some((second, first));
        }
        let name = month(word.trim_end_matches([',', '.']))?;
        let year = words.get(at + 1).and_then(|next| year(next))?;
        (!is_day(at.checked_sub(1))).then_some((year, name))
    })
}

/// What follows the word or dash between two dates of a range.
fn strip_connector(text: &str) -> Option<&str> {
    const WORDS: &[&str] = &[
        "to ", "bis ", "au ", "al ", "a ", "until ", "through ", "thru ", "and ", "до ", "по ", "t/m ", "tot ", "do ",
        "até ", "bis zum ", "e ", "y ", "et ",
    ];
    let trimmed = text.trim_start_matches([' ', ',', '.', ':']);
    let lower = trimmed.to_lowercase();
    if let Some(word) = WORDS.iter().find(|word| lower.starts_with(**word)) {
        return trimmed.get(word.len()..).map(str::trim_start);
    }
    let after = trimmed.trim_start_matches(['-', '–', '—', '−', '/']);
    (after.len() < trimmed.len()).then(|| after.trim_start())
}

fn first_full_date(line: &Line) -> Option<PrintedDate> {
    let text = line.text();
    let date_at = |(start, _): (usize, char)| {
        let (date, _) = PrintedDate::parse(text.get(start..)?)?;
        date.has_year().then_some(date)
    };
    word_starts(text).find_map(date_at)
}

#[cfg(test)]
mod tests {
    use super::super::super::amount::NumberStyle;
    use super::super::lines::{Baseline, Word};
    use super::*;

    fn line(text: &str, y: f32) -> Line {
        let mut left = 0.0;
        let mut words = Vec::new();
        for word in text.split(' ') {
            if word.is_empty() {
                left += 20.0;
                continue;
            }
            let right = left + 5.0 * word.chars().count() as f32;
            words.push(Word { text: word.to_owned(), left, right });
            left = right + 3.0;
        }
        Line::read(Baseline { words, y, size: 10.0 }, NumberStyle::default())
    }

    fn facts(texts: &[&str]) -> Facts {
        let lines: Vec<_> = texts.iter().enumerate().map(|(index, text)| line(text, index as f32 * 12.0)).collect();
        let mut facts = Facts::default();
        (0..lines.len()).for_each(|at| facts.read(&lines, (0, at)));
        facts
    }

    #[test]
    fn finds_the_period() {
        for (text, expected) in [
            ("Statement Period 24 Jun 2017 - 24 Jul 2017", Some("2017-06-24..2017-07-24")),
            ("Statement from 1 Jan 2025 to 31 Jan 2025", Some("2025-01-01..2025-01-31")),
            ("Zeitraum 01.12.2025 bis 31.12.2025", Some("2025-12-01..2025-12-31")),
            ("10 Dec - 9 Jan 2026", Some("2025-12-10..2026-01-09")),
            ("01/05/2024-31/05/2024", Some("2024-05-01..2024-05-31")),
            ("Next statement period 25 Jul 2017 - 23 Aug 2017", None),
            ("Payment due by 18 Aug 2017", None),
        ] {
            let period = facts(&[text]).period(DayOrder::DayFirst).map(|period| period.to_string());
            assert_eq!(period.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn finds_balances_beside_and_below_their_labels() {
        for (texts, opening, closing) in [
            (
                &["Opening balance: $50,000.00 CR", "Closing balance: $11,663.82 CR"][..],
                Some("50000.00"),
                Some("11663.82"),
            ),
            (&["Opening balance 100.00   Closing balance 90.00"][..], Some("100.00"), Some("90.00")),
            (&["Previous balance   New balance", "    412.16  702.10"][..], Some("412.16"), Some("702.10")),
            (&["Nothing here 5.00"][..], None, None),
        ] {
            let facts = facts(texts);
            let value = |list: &[Printed]| list.first().map(|printed| printed.value.to_string());
            assert_eq!(
                (value(&facts.openings).as_deref(), value(&facts.closings).as_deref()),
                (opening, closing),
                "{texts:?}"
            );
        }
    }

    #[test]
    fn finds_the_account() {
        for (text, expected) in [
            ("IBAN DE89 3704 0044 0532 0130 00 BIC", Some("DE89370400440532013000")),
            ("Account number: 1234 5678 9123 4567", Some("1234567891234567")),
            ("Card number   **** **** **** 4417", Some("************4417")),
            ("DE89 3704 0044 0532 0130 01", None),
            ("Call us on 555", None),
        ] {
            assert_eq!(facts(&[text]).account_number.as_deref(), expected, "{text}");
        }
    }
}

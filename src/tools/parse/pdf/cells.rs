//! What the words of a line are: dates, amounts, text.
//!
//! **Invariant:** a word belongs to one cell only.

use super::super::amount::{NumberStyle, Printed, may_be_amount};
use super::super::date::PrintedDate;
use super::super::words::weekday;
use super::lines::{Line, Word, join};

/// Words that one amount may be spread over: sign, currency, number, mark.
const MAX_AMOUNT_WORDS: usize = 4;

/// Words that one date may be spread over.
const MAX_DATE_WORDS: usize = 5;

/// Words of one date or amount stand closer than this, in font sizes.
const CLOSE: f32 = 0.9;

/// Digit groups parted by a space stand closer than this, in widths of a digit: a space is half as wide as a digit in
/// proportional type and as wide in typewriter type.
const GROUP_GAP: f32 = 1.15;

/// An amount on a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct MoneyCell {
    /// Place of its first word.
    pub(crate) first: usize,
    /// Place behind its last word.
    pub(crate) end: usize,
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) printed: Printed,
    /// A short number stands right before it and may be its thousands.
    pub(crate) doubtful: bool,
}

/// The amounts among the words of a line that look like money, from left to right; `size` is its font size.
pub(super) fn money(words: &[Word], size: f32, style: NumberStyle) -> Vec<MoneyCell> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match money_at(words, at, size, style) {
            Some(cell) => {
                at = cell.end;
                out.push(cell);
            }
            None => at += 1,
        }
    }
    out
}

fn money_at(line: &[Word], first: usize, size: f32, style: NumberStyle) -> Option<MoneyCell> {
    let longest = close_run(line, first, MAX_AMOUNT_WORDS, 1.5 * size);
    let words = line.get(first..first + longest)?;
    let starts_amount = words.first().is_some_and(|word| may_start(&word.text));
    if !starts_amount || !words.iter().any(|word| may_be_amount(&word.text)) {
        return None;
    }
    for count in (1..=words.len()).rev() {
        let part = words.get(..count)?;
        if !joins(part) {
            continue;
        }
        let text = join(part);
        let Some(printed) = style.parse(&text).filter(|printed| printed.looks_like_money) else { continue };
        if PrintedDate::parse_whole(&text).is_some_and(PrintedDate::has_year) {
            continue;
        }
        let (left, right) = (part.first()?.left, part.last()?.right);
        let doubtful = may_lack_thousands(line, first, size);
        return Some(MoneyCell { first, end: first + count, left, right, printed, doubtful });
    }
    None
}

/// Whether a number of up to three digits ends so close before an amount of three digits that both may be one.
fn may_lack_thousands(line: &[Word], first: usize, size: f32) -> bool {
    let before = first.checked_sub(1).and_then(|before| line.get(before));
    let (Some(before), Some(word)) = (before, line.get(first)) else { return false };
    let short = before.text.trim_start_matches(['-', '+', '(']);
    let is_short = matches!(short.len(), 1..=3) && short.bytes().all(|byte| byte.is_ascii_digit());
    let three = word.text.bytes().take_while(u8::is_ascii_digit).count() == 3;
    is_short && three && word.left - before.right < size * 1.5
}

/// Numbers join across a gap only if it is as narrow as a space.
fn joins(words: &[Word]) -> bool {
    words.windows(2).all(|pair| match pair {
        [left, right] => {
            let both_digits = left.text.ends_with(|c: char| c.is_ascii_digit())
                && right.text.starts_with(|c: char| c.is_ascii_digit());
            let digit = (right.right - right.left) / right.text.chars().count().max(1) as f32;
            !both_digits || right.left - left.right < digit * GROUP_GAP
        }
        _ => true,
    })
}

/// Whether a word can begin an amount: a digit, a sign, a bracket or a short currency.
fn may_start(word: &str) -> bool {
    word.starts_with(|c: char| !c.is_alphabetic()) || word.chars().count() <= 4
}

/// How many words from `first` on stand closer together than `gap`.
fn close_run(line: &[Word], first: usize, most: usize, gap: f32) -> usize {
    let words = line.get(first..).unwrap_or_default();
    let close = words.windows(2).take(most.saturating_sub(1)).take_while(|pair| match pair {
        [left, right] => right.left - left.right < gap,
        _ => false,
    });
    (close.count() + 1).min(words.len())
}

/// The date that starts at a word of a date column, and the place behind it.
pub(crate) fn date_in_column(line: &Line, first: usize) -> Option<(PrintedDate, usize)> {
    let short = || {
        (1..=2).find_map(|count| {
            let words = line.words.get(first..first + count)?;
            Some((PrintedDate::parse_short(&join(words))?, first + count))
        })
    };
    date_at(line, first).or_else(short)
}

/// The date that starts at a word, a day of the week before it allowed, and the place behind it.
pub(crate) fn date_at(line: &Line, first: usize) -> Option<(PrintedDate, usize)> {
    plain_date_at(line, first).or_else(|| {
        let is_weekday = line.words.get(first).is_some_and(|word| weekday(&word.text).is_some());
        let date = (is_weekday && close_run(&line.words, first, 2, CLOSE * line.size) == 2)
            .then(|| plain_date_at(line, first + 1));
        date.flatten()
    })
}

fn plain_date_at(line: &Line, first: usize) -> Option<(PrintedDate, usize)> {
    let word = line.words.get(first)?;
    if !PrintedDate::may_begin(&word.text) {
        return None;
    }
    let longest = close_run(&line.words, first, MAX_DATE_WORDS, CLOSE * line.size);
    for count in (1..=longest).rev() {
        let words = line.words.get(first..first + count)?;
        let text = join(words);
        let Some((date, rest)) = PrintedDate::parse(&text) else { continue };
        let rest = rest.trim_start_matches([',', '*', '.', ':']);
        if rest.is_empty() {
            return Some((date, first + count));
        }
        // `17/06 12:31`: a time of day belongs to the date.
        let mut parts = rest.split(' ').filter(|part| !part.is_empty());
        if let (Some(time), None) = (parts.next(), parts.next())
            && rest.starts_with(' ')
            && is_time(time)
        {
            return Some((date, first + count));
        }
    }
    None
}

fn is_time(text: &str) -> bool {
    let Some((hour, rest)) = text.split_once(':') else { return false };
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(hour) && rest.split(':').all(digits)
}

#[cfg(test)]
mod tests {
    use super::super::lines::Baseline;
    use super::*;

    fn line(texts: &[(&str, f32)]) -> Line {
        let word = |(text, left): &(&str, f32)| Word {
            text: (*text).to_owned(),
            left: *left,
            right: left + 5.0 * text.chars().count() as f32,
        };
        let words = texts.iter().map(word).collect();
        Line::read(Baseline { words, y: 0.0, size: 10.0 }, NumberStyle::default())
    }

    #[test]
    fn finds_amounts() {
        for (texts, expected) in [
            (&[("Shop", 0.0), ("12.50", 100.0), ("CR", 130.0)][..], &["12.50 3"][..]),
            (&[("1", 100.0), ("548,92", 108.0)][..], &["1548.92 2"][..]),
            (&[("No", 80.0), ("1", 100.0), ("548,92", 150.0)][..], &["548.92 3"][..]),
            (&[("No", 80.0), ("1", 100.0), ("548,92", 112.0)][..], &["548.92 3 doubtful"][..]),
            (&[("-", 100.0), ("$", 107.0), ("9.99", 113.0), ("100.00", 200.0)][..], &["9.99 3", "100.00 4"][..]),
            (&[("Room", 0.0), ("2024", 50.0), ("Street", 80.0)][..], &[][..]),
            (&[("12.05.2024", 0.0)][..], &[][..]),
        ] {
            let found: Vec<_> = line(texts)
                .money()
                .iter()
                .map(|cell| {
                    format!("{} {}{}", cell.printed.value, cell.end, if cell.doubtful { " doubtful" } else { "" })
                })
                .collect();
            assert_eq!(found, expected, "{texts:?}");
        }
    }

    #[test]
    fn finds_dates() {
        for (texts, expected) in [
            (&[("01", 0.0), ("MAY", 13.0), ("12", 60.0), ("Shop", 80.0)][..], Some(2)),
            (&[("3", 0.0), ("Jan", 8.0), ("2026", 26.0), ("Shop", 80.0)][..], Some(3)),
            (&[("02/07", 0.0), ("Shop", 80.0)][..], Some(1)),
            (&[("17/06", 0.0), ("12:31", 28.0)][..], Some(2)),
            (&[("12.50", 0.0)][..], None),
        ] {
            assert_eq!(date_at(&line(texts), 0).map(|(_, end)| end), expected, "{texts:?}");
        }
    }
}

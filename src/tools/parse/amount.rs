//! Amounts as people and banks print them: `(412.16)`, `1.234,56-`, `12.50 CR`, `1'000,00`, `1,23,456.00`.
//!
//! **Invariant:** a text that is not wholly an amount yields `None`; nothing is guessed from part of it.

use rust_decimal::Decimal;

use crate::domain::Currency;

/// Digits one printed amount may have: what fits an `i128` mantissa of `Decimal` with room to spare.
const MAX_DIGITS: usize = 24;

/// Fewer amounts with cents than this say nothing about the others.
const MIN_CENTS: u32 = 3;

/// Letters a currency word before or after the number may have (`руб.`, `Rs.`, an Arabic sign).
const MAX_CURRENCY_LETTERS: usize = 6;

/// The sign that stands beside a printed number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Nothing is printed; what that means depends on the statement.
    None,
    Plus,
    /// A minus on either side, or parentheses.
    Minus,
    /// `CR`, `C` or the German `H` (Haben).
    Credit,
    /// `DR`, `D`, `OD` or the German `S` (Soll).
    Debit,
}

/// A printed amount: its size, and the mark beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    /// Never negative.
    pub value: Decimal,
    pub mark: Mark,
    /// Two decimals, digit groups or a currency sign: a bare `2024` has none and may be anything.
    pub looks_like_money: bool,
}

impl Printed {
    /// The value in ordinary terms: minus and debit are negative.
    pub(crate) fn signed(&self) -> Decimal {
        match self.mark {
            Mark::Minus | Mark::Debit => -self.value,
            Mark::None | Mark::Plus | Mark::Credit => self.value,
        }
    }
}

/// The character between units and cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Separator {
    Point,
    Comma,
}

/// How a whole file writes numbers, learnt from the numbers that leave no doubt. Needed for `1.234`, which is
/// one thing in Berlin and another in Kuwait.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NumberStyle {
    points: u32,
    commas: u32,
    /// Numbers with two decimals.
    cents: u32,
    /// Numbers in digit groups without decimals.
    whole: u32,
}

impl NumberStyle {
    /// Counts `text` as evidence if it is a number whose decimal separator is certain.
    pub(crate) fn learn(&mut self, text: &str) {
        let mut body = Body::new();
        if scan(text, &mut body).is_none() {
            return;
        }
        match body.certain_separator() {
            Some(Separator::Point) => self.points = self.points.saturating_add(1),
            Some(Separator::Comma) => self.commas = self.commas.saturating_add(1),
            None => {}
        }
        match body.value(body.certain_separator()) {
            Some((_, 2, _)) => self.cents = self.cents.saturating_add(1),
            Some((_, 0, true)) => self.whole = self.whole.saturating_add(1),
            _ => {}
        }
    }

    /// Whether amounts print their cents, so that numbers without any are telephones, limits and ids.
    pub(crate) fn prints_cents(&self) -> bool {
        self.cents >= MIN_CENTS && self.cents / 2 > self.whole
    }

    /// The separator most numbers use; `None` while nothing is known.
    pub(crate) fn separator(&self) -> Option<Separator> {
        match self.points.cmp(&self.commas) {
            std::cmp::Ordering::Greater => Some(Separator::Point),
            std::cmp::Ordering::Less => Some(Separator::Comma),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// Reads an amount; `None` when the text is anything else.
    pub(crate) fn parse(&self, text: &str) -> Option<Printed> {
        let mut body = Body::new();
        let marks = scan(text, &mut body)?;
        let (mantissa, scale, grouped) = body.value(self.separator())?;
        let value = Decimal::try_from_i128_with_scale(mantissa, scale).ok()?;
        let looks_like_money = scale == 2 || (grouped || marks.currency) && !self.prints_cents();
        Some(Printed { value, mark: marks.mark, looks_like_money })
    }
}

/// The currency printed with an amount or in a column head: `S$`, `EUR`, `€ 12,50`, `Amount (A$)`.
pub(crate) fn currency_in(text: &str) -> Option<Currency> {
    const DOLLARS: &[(&str, &str)] = &[
        ("US$", "USD"),
        ("A$", "AUD"),
        ("AU$", "AUD"),
        ("S$", "SGD"),
        ("C$", "CAD"),
        ("CA$", "CAD"),
        ("HK$", "HKD"),
        ("NZ$", "NZD"),
        ("R$", "BRL"),
        ("MX$", "MXN"),
        ("NT$", "TWD"),
        ("RM", "MYR"),
        ("Rs", "INR"),
        ("zł", "PLN"),
        ("zl", "PLN"),
        ("Kč", "CZK"),
        ("Fr", "CHF"),
        ("SFr", "CHF"),
        ("руб", "RUB"),
        ("Ft", "HUF"),
    ];
    let words = || text.split(|c: char| c.is_whitespace() || "()[]/:;,.-+0123456789".contains(c));
    for word in words().filter(|word| !word.is_empty()) {
        if let Some((_, code)) = DOLLARS.iter().find(|(sign, _)| *sign == word) {
            return code.parse().ok();
        }
        if word.len() == 3
            && word.bytes().all(|byte| byte.is_ascii_uppercase())
            && let Ok(currency) = word.parse()
        {
            return Some(currency);
        }
    }
    text.chars().filter(|c| is_currency_sign(*c)).find_map(|c| Currency::from_symbol(c.encode_utf8(&mut [0; 4])))
}

/// Whether the text could begin an amount; a cheap check before the real one.
pub(crate) fn may_be_amount(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

struct Marks {
    mark: Mark,
    currency: bool,
}

/// Digits and separators of a number, without sign and currency.
struct Body {
    /// Digits as `0`–`9`, separators as `.`, `,` and `'` (apostrophe or any space).
    bytes: [u8; MAX_DIGITS * 2],
    length: usize,
}

impl Body {
    fn new() -> Self {
        Self { bytes: [0; MAX_DIGITS * 2], length: 0 }
    }

    fn push(&mut self, byte: u8) -> Option<()> {
        *self.bytes.get_mut(self.length)? = byte;
        self.length += 1;
        Some(())
    }

    fn as_slice(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    fn count(&self, separator: u8) -> usize {
        self.as_slice().iter().filter(|byte| **byte == separator).count()
    }

    /// Which separator must be the decimal one, whatever the rest of the file does.
    fn certain_separator(&self) -> Option<Separator> {
        let text = self.as_slice();
        let (points, commas) = (self.count(b'.'), self.count(b','));
        let last = text.iter().rposition(|byte| matches!(byte, b'.' | b','))?;
        let last_is_point = text.get(last) == Some(&b'.');
        let of = |point| if point { Separator::Point } else { Separator::Comma };
        match (points, commas) {
            (0, 0) => None,
            (1, 0) | (0, 1) => {
                let decimals = text.len() - last - 1;
                let leading_zero = text.first() == Some(&b'0');
                (decimals != 3 || leading_zero || last > 3 || last == 0).then(|| of(last_is_point))
            }
            // One separator more than once: it groups, so the other one is decimal.
            (_, 0) | (0, _) => Some(of(!last_is_point)),
            _ => Some(of(last_is_point)),
        }
    }

    /// Mantissa, scale, and whether digit groups are printed.
    fn value(&self, style: Option<Separator>) -> Option<(i128, u32, bool)> {
        let text = self.as_slice();
        let certain = self.certain_separator();
        let decimal = certain.or(style);
        let decimal_byte = match decimal {
            Some(Separator::Point) => b'.',
            Some(Separator::Comma) => b',',
            None => 0,
        };
        if self.count(decimal_byte) > 1 {
            return None;
        }
        let split = text.iter().position(|byte| *byte == decimal_byte);
        let (units, decimals) = match split {
            Some(at) => (text.get(..at)?, text.get(at + 1..)?),
            None => (text, &[][..]),
        };
        let mut mantissa = 0_i128;
        let mut grouped = false;
        for (index, group) in units.split(|byte| !byte.is_ascii_digit()).enumerate() {
            grouped |= index > 0;
            // Groups after the first have three digits, in India two except the last.
            if index > 0 && !matches!(group.len(), 2 | 3) || index == 0 && group.is_empty() && !units.is_empty() {
                return None;
            }
            mantissa = append_digits(mantissa, group)?;
        }
        if grouped && units.iter().rev().take_while(|byte| byte.is_ascii_digit()).count() != 3 {
            return None;
        }
        if units.is_empty() && decimals.is_empty() {
            return None;
        }
        let mantissa = append_digits(mantissa, decimals)?;
        Some((mantissa, u32::try_from(decimals.len()).ok()?, grouped))
    }
}

fn append_digits(mut mantissa: i128, digits: &[u8]) -> Option<i128> {
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
    }
    Some(mantissa)
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '\u{2212}' | '\u{2010}'..='\u{2014}' | '\u{ad}')
}

fn is_currency_sign(c: char) -> bool {
    matches!(c, '$' | '£' | '¥' | '\u{20a0}'..='\u{20cf}' | '฿')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '´' | '`')
}

/// Splits `text` into marks and the body of the number.
fn scan(text: &str, body: &mut Body) -> Option<Marks> {
    let mut marks = Marks { mark: Mark::None, currency: false };
    let mut opened = false;
    let mut rest = text.trim_matches(is_space);
    while let Some(first) = rest.chars().next() {
        let point_first = matches!(first, '.' | ',') && body.length == 0 && starts_with_digit_after(rest, first);
        if first.is_ascii_digit() || point_first {
            rest = scan_number(rest, body)?.trim_start_matches(is_space);
        } else {
            rest = scan_mark(rest, first, &mut marks, &mut opened)?;
        }
    }
    (body.length > 0 && !opened).then_some(marks)
}

fn starts_with_digit_after(text: &str, first: char) -> bool {
    text.strip_prefix(first).and_then(|rest| rest.bytes().next()).is_some_and(|byte| byte.is_ascii_digit())
}

/// The number at the start of `text` goes to `body`; what follows it is returned.
fn scan_number<'a>(text: &'a str, body: &mut Body) -> Option<&'a str> {
    if body.length > 0 {
        return None;
    }
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.strip_prefix(c)?;
        if c.is_ascii_digit() || matches!(c, '.' | ',') {
            body.push(u8::try_from(c).ok()?)?;
        } else if (is_space(c) || is_apostrophe(c)) && three_digits_follow(after) {
            body.push(b'\'')?;
        } else {
            break;
        }
        rest = after;
    }
    let digits = body.as_slice().iter().filter(|byte| byte.is_ascii_digit()).count();
    (digits <= MAX_DIGITS).then_some(rest)
}

fn three_digits_follow(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3
}

/// One sign, bracket or currency at the start of `text`; returns the rest.
fn scan_mark<'a>(text: &'a str, first: char, marks: &mut Marks, opened: &mut bool) -> Option<&'a str> {
    let after = text.strip_prefix(first)?;
    let rest = |after: &'a str| Some(after.trim_start_matches(is_space));
    if is_minus(first) {
        marks.mark = Mark::Minus;
        return rest(after);
    }
    match first {
        '+' if marks.mark == Mark::None => marks.mark = Mark::Plus,
        '(' if !*opened => *opened = true,
        ')' if *opened => {
            *opened = false;
            marks.mark = Mark::Minus;
        }
        '*' => {}
        _ if is_currency_sign(first) => marks.currency = true,
        '\u{200e}' | '\u{200f}' | '\u{61c}' => {}
        _ if first.is_alphabetic() => return scan_letters(text, marks),
        _ => return None,
    }
    rest(after)
}

/// A run of letters beside a number: a credit or debit mark, or a currency.
fn scan_letters<'a>(text: &'a str, marks: &mut Marks) -> Option<&'a str> {
    let is_part = |c: char| c.is_alphabetic() || c == '.' && !text.starts_with('.') || c == '\u{200f}';
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let (word, after) = text.split_at_checked(end)?;
    let bare = word.trim_end_matches(['.', '\u{200f}']);
    let upper = bare.to_ascii_uppercase();
    match upper.as_str() {
        "CR" | "C" | "H" | "HABEN" | "CRED" | "CREDIT" => marks.mark = Mark::Credit,
        "DR" | "D" | "DB" | "S" if !(upper == "S" && after.starts_with('$')) => marks.mark = Mark::Debit,
        "OD" | "SOLL" | "DEB" | "DEBIT" => marks.mark = Mark::Debit,
        _ if bare.chars().count() <= MAX_CURRENCY_LETTERS && is_currency_word(bare, after) => marks.currency = true,
        _ => return None,
    }
    Some(after.trim_start_matches(is_space))
}

fn is_currency_word(word: &str, after: &str) -> bool {
    const WORDS: &[&str] =
        &["RM", "RS", "FR", "SFR", "KR", "FT", "LEI", "ZŁ", "ZL", "KČ", "KC", "РУБ", "Р", "ГРН", "ЛВ", "R", "P"];
    if !word.is_ascii() && word.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c)) {
        return true;
    }
    // `£` in UTF-8 that a bank's software took for Latin-1.
    if word == "Â" && after.starts_with(is_currency_sign) {
        return true;
    }
    // `S$`, `A$`, `HK$` and so on.
    if after.starts_with('$') && word.len() <= 2 {
        return true;
    }
    let upper = word.to_uppercase();
    WORDS.contains(&upper.as_str()) || word.len() == 3 && word.parse::<Currency>().is_ok()
}

#[cfg(test)]
mod tests;

//! What a reply says, as a checker reads it: its numbers, its days, its words.

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// A number in a reply.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Number {
    pub(crate) value: Decimal,
    /// A minus stands before it or its currency sign.
    pub(crate) negative: bool,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A currency sign or code stands at it, or it has two decimals.
    Money,
    Percent,
    Plain,
}

/// Lower case, apostrophes dropped, everything but letters and digits a single space.
pub(crate) fn flat(text: &str) -> String {
    let mut out = String::new();
    for letter in text.to_lowercase().chars().filter(|letter| !matches!(letter, '\'' | '’')) {
        match letter.is_alphanumeric() {
            true => out.push(letter),
            false if !out.ends_with(' ') => out.push(' '),
            false => {}
        }
    }
    out.trim().to_owned()
}

/// Where whole words begin in the reply; `None` when they do not stand there.
pub(crate) fn place_of(reply: &str, words: &str) -> Option<usize> {
    let (reply, words) = (format!(" {} ", flat(reply)), flat(words));
    let plain = reply.find(&format!(" {words} "));
    plain.or_else(|| reply.find(&format!(" {words}s ")))
}

/// The numbers of a text from which days, months and years were taken out.
pub(crate) fn numbers(text: &str) -> Vec<Number> {
    let text = without_days(text);
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        if !letter.is_ascii_digit() {
            at += 1;
            continue;
        }
        let from = at;
        let goes_on = |at: usize| {
            let next_is_digit = letters.get(at + 1).is_some_and(char::is_ascii_digit);
            letters
                .get(at)
                .is_some_and(|letter| letter.is_ascii_digit() || matches!(letter, ',' | '.') && next_is_digit)
        };
        while goes_on(at) {
            at += 1;
        }
        let before: String = letters[..from].iter().collect();
        let after: String = letters[at..].iter().collect();
        if before.chars().last().is_some_and(char::is_alphabetic) {
            continue;
        }
        let printed: String = letters[from..at].iter().collect();
        found.extend(number(&printed, &before, &after));
    }
    found
}

/// Replies write `1,234.56`.
fn number(printed: &str, before: &str, after: &str) -> Option<Number> {
    let value: Decimal = printed.replace(',', "").parse().ok()?;
    let sign = |text: &str| text.ends_with(['-', '−']);
    let currency = before.trim_end_matches(['-', '−']);
    let has_currency = currency.ends_with(['€', '£', '$', '¥', '₹'])
        || currency.trim_end().len() >= 3 && currency.trim_end().rsplit(' ').next().is_some_and(is_code)
        || after.trim_start().split(' ').next().is_some_and(|word| is_code(word.trim_end_matches(['.', ',', ':'])));
    let bare = currency.trim_end_matches(['€', '£', '$', '¥', '₹']);
    let kind = if after.starts_with('%') || after.starts_with(" percent") {
        Kind::Percent
    } else if has_currency || value.scale() == 2 {
        Kind::Money
    } else {
        Kind::Plain
    };
    Some(Number { value, negative: sign(before) || sign(bare), kind })
}

fn is_code(word: &str) -> bool {
    word.len() == 3 && word.chars().all(|letter| letter.is_ascii_uppercase())
}

/// The days of a reply in its order, a year where one is named.
pub(crate) fn days(text: &str) -> Vec<(Option<i32>, u32, u32)> {
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-').collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if let Ok(day) = word.parse::<NaiveDate>() {
            use chrono::Datelike as _;
            found.push((Some(day.year()), day.month(), day.day()));
        }
        let Some(month) = month(word) else { continue };
        let number = |at: Option<usize>| at.and_then(|at| words.get(at)).and_then(|word| word.parse::<u32>().ok());
        let year = number(Some(at + 1)).filter(|year| *year > 1000).and_then(|year| i32::try_from(year).ok());
        if let Some(day) = number(at.checked_sub(1)).filter(|day| (1..=31).contains(day)) {
            found.push((year, month, day));
        }
    }
    found
}

/// The months of a reply in its order: place, year where one is named, number.
pub(crate) fn months(text: &str) -> Vec<(Option<i32>, u32)> {
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-').collect();
    let year = |word: Option<&&str>| word.and_then(|word| word.parse::<i32>().ok()).filter(|year| *year > 1000);
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if let Some(month) = month(word) {
            found.push((year(words.get(at + 1)), month));
        }
    }
    found
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let place = MONTHS.iter().position(|month| *month == word || word.len() == 3 && month.starts_with(&word))?;
    u32::try_from(place + 1).ok()
}

/// The text without what would be read as a number of something: "3 March 2026", "2025", "top 5", "last 3 months".
fn without_days(text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let words: Vec<&str> = line.split_inclusive(' ').collect();
        let plain = |at: usize| words.get(at).map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()));
        for (at, word) in words.iter().enumerate() {
            let bare = plain(at).unwrap_or_default();
            let is_year = bare.len() == 4
                && (bare.starts_with("19") || bare.starts_with("20"))
                && bare.bytes().all(|byte| byte.is_ascii_digit());
            let month_after = plain(at + 1).and_then(month).is_some()
                || plain(at + 1) == Some("to") && plain(at + 3).and_then(month).is_some();
            let is_day = month_after && bare.len() <= 2;
            let counts_time = at.checked_sub(1).and_then(plain).is_some_and(|before| {
                matches!(before.to_lowercase().as_str(), "last" | "past" | "top") && bare.len() <= 3
            });
            let keep = !(is_year && !word.starts_with(['€', '£', '$'])
                || is_day
                || counts_time
                || bare.parse::<NaiveDate>().is_ok());
            out.push_str(if keep { word } else { " " });
        }
    }
    out
}

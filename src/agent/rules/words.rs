//! A sentence as plain words: lower case, contractions spelled out, numbers read, slips of the keyboard repaired.
//!
//! **Invariant:** a word is only repaired into one the tables or the user's own book hold, and only within a tight limit;
//! a name that nobody knows stays as it was typed.

use std::collections::HashMap;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::dates::month_number;
use super::payees::Payees;
use super::short_forms::{CURRENCY_WORDS, NUMBER_WORDS, SHORT_FORMS};
use super::{lexicon, slips};
use crate::domain::{Currency, Tag};

/// Words read from one sentence; the rest is dropped. Longer texts are not questions, and the work stays bounded.
const WORDS_MAX: usize = 80;

/// One word of the question.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    /// Lower case, repaired.
    pub text: String,
    /// Lower case, as typed.
    pub typed: String,
    pub number: Option<Decimal>,
    /// A currency sign or word stands with the number.
    pub money: bool,
    /// Some reader has taken it.
    pub used: bool,
    /// It was typed with a capital where a sentence does not ask for one: perhaps a name.
    pub capital: bool,
}

/// The words of a question, with safe access.
#[derive(Clone, Debug, Default)]
pub(super) struct Words(pub Vec<Word>);

impl Words {
    /// The word at `index`; empty beyond the end.
    pub(super) fn text(&self, index: usize) -> &str {
        self.0.get(index).map_or("", |word| word.text.as_str())
    }

    /// The word at `index` unless a reader has taken it.
    pub(super) fn free(&self, index: usize) -> &str {
        self.0.get(index).filter(|word| !word.used).map_or("", |word| word.text.as_str())
    }

    pub(super) fn number(&self, index: usize) -> Option<Decimal> {
        self.0.get(index).and_then(|word| word.number)
    }

    pub(super) fn take(&mut self, range: std::ops::Range<usize>) {
        for word in self.0.iter_mut().skip(range.start).take(range.len()) {
            word.used = true;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// How many free words from `index` on are those of the phrase: its length, or `None`.
    pub(super) fn phrase_at(&self, index: usize, phrase: &str) -> Option<usize> {
        let mut count = 0;
        for wanted in phrase.split(' ') {
            if !same_person(self.free(index + count), wanted) {
                return None;
            }
            count += 1;
        }
        Some(count)
    }
}

/// The tables speak of one person; several mean the same.
fn same_person(word: &str, wanted: &str) -> bool {
    word == wanted || matches!((word, wanted), ("we", "i") | ("our", "my") | ("us", "me"))
}

/// Phrases by their first word, longest first.
pub(super) struct Phrases<T>(HashMap<&'static str, Vec<(&'static str, T)>>);

impl<T: Copy> Phrases<T> {
    pub(super) fn new(phrases: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut by_first: HashMap<&'static str, Vec<(&'static str, T)>> = HashMap::new();
        for (phrase, meaning) in phrases {
            let first = phrase.split(' ').next().unwrap_or(phrase);
            by_first.entry(first).or_default().push((phrase, meaning));
        }
        for known in by_first.values_mut() {
            known.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.split(' ').count()));
        }
        Self(by_first)
    }

    /// The longest phrase that starts at `index` over free words, and its number of words.
    pub(super) fn longest(&self, words: &Words, index: usize) -> Option<(T, usize)> {
        let candidates = self.0.get(words.free(index))?;
        candidates.iter().find_map(|(phrase, meaning)| Some((*meaning, words.phrase_at(index, phrase)?)))
    }
}

/// Whether the word is a currency's.
pub(super) fn is_currency(word: &str) -> bool {
    lexicon::listed(CURRENCY_WORDS, word)
}

/// The words of a question.
pub(super) fn read(text: &str, payees: &Payees<'_>) -> Words {
    let mut words: Vec<Word> = Vec::new();
    let shouting = capitals_everywhere(text);
    let mut starts = true;
    for chunk in text.split_whitespace() {
        let before = words.len();
        match Tag::shown_in(chunk) {
            Some(tag) => words.push(word(&tag.to_string())),
            None => read_chunk(chunk, &mut words),
        }
        let capital =
            !starts && !shouting && chunk.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        words.iter_mut().skip(before).filter(|word| word.text != "i").for_each(|word| word.capital = capital);
        starts = chunk.ends_with(['.', '?', '!', ':']);
        if words.len() >= WORDS_MAX {
            words.truncate(WORDS_MAX);
            break;
        }
    }
    mark_money(&mut words);
    slips::repair(&mut words, payees);
    Words(respaced(words, payees))
}

/// Most words begin with a capital: then capitals tell nothing.
fn capitals_everywhere(text: &str) -> bool {
    let chunks = || text.split_whitespace().filter(|chunk| chunk.starts_with(char::is_alphabetic));
    let capital = chunks().filter(|chunk| chunk.starts_with(char::is_uppercase)).count();
    capital * 3 > chunks().count() * 2
}

/// Names that the book writes as one word: "free now" for FREENOW.
fn respaced(words: Vec<Word>, payees: &Payees<'_>) -> Vec<Word> {
    /// Shorter names are too easily hit by accident.
    const LETTERS_MIN: usize = 6;
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    for next in words {
        let letters = next.text.chars().all(char::is_alphabetic) && next.number.is_none();
        let joined = out.last().filter(|_| letters).map(|last| format!("{}{}", last.text, next.text));
        let joined = joined.filter(|joined| joined.len() >= LETTERS_MIN && payees.has_word(joined));
        if let (Some(joined), Some(last)) = (joined, out.last_mut()) {
            last.typed.clone_from(&joined);
            last.text = joined;
            continue;
        }
        out.push(next);
    }
    out
}

fn word(text: &str) -> Word {
    let number = NUMBER_WORDS.iter().find(|(name, _)| *name == text).map(|(_, number)| Decimal::from(*number));
    let number = number.or_else(|| parse_number(text));
    Word { text: text.to_owned(), typed: text.to_owned(), number, money: false, used: false, capital: false }
}

/// One piece between spaces: a number, a date, or words.
fn read_chunk(chunk: &str, words: &mut Vec<Word>) {
    let possessive = chunk.contains("'s") || chunk.contains("’s");
    let lower: String =
        chunk.chars().filter(|c| !matches!(c, '\'' | '’' | '`' | '*' | '_')).flat_map(char::to_lowercase).collect();
    let trimmed = lower.trim_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, '%' | '+' | '&' | '-' | '–' | '—' | '>' | '<') && !is_sign(c)
    });
    // '25 is a year.
    if let Some(year) = chunk.strip_prefix(['\'', '’', '‘']).filter(|_| trimmed.len() == 2)
        && year.starts_with(|c: char| c.is_ascii_digit())
        && trimmed.chars().all(|c| c.is_ascii_digit())
    {
        return read_numeric(&format!("20{trimmed}"), words);
    }
    match trimmed {
        "w/c" | "wc" => return words.extend([word("week"), word("commencing")]),
        "w/e" => return words.extend([word("week"), word("ending")]),
        "" => return,
        "+" | "&" => return words.push(word("and")),
        "-" | "–" | "—" => return words.push(word("-")),
        ">" => return words.push(word("over")),
        "<" => return words.push(word("under")),
        _ => {}
    }
    if trimmed.chars().any(|c| c.is_ascii_digit()) {
        return read_numeric(trimmed, words);
    }
    let percent = trimmed.contains('%');
    // "yesterday's" is yesterday, but "Sainsbury's" stays a name.
    let owner = trimmed.strip_suffix('s').filter(|_| possessive && lexicon::is_common(trimmed.trim_end_matches('s')));
    let trimmed = owner.unwrap_or(trimmed);
    if let Some((left, right)) = trimmed.split_once(['-', '–'])
        && month_number(left).is_some()
    {
        words.extend([word(left), word("-"), word(right)]);
        return;
    }
    for piece in trimmed.split(|c: char| !c.is_alphanumeric() && c != '+' && c != '&') {
        read_plain(piece, words);
    }
    if percent {
        words.push(word("percent"));
    }
}

fn is_sign(c: char) -> bool {
    matches!(c, '£' | '€' | '$' | '¥' | '₹' | '₽' | '₴' | '₺' | '₪' | '₩')
}

/// Letters only, perhaps joined by `+` or `&`; short forms are spelled out.
fn read_plain(piece: &str, words: &mut Vec<Word>) {
    for (index, part) in piece.split(['+', '&']).enumerate() {
        // "b&q" is a name, "nov+dec" a list.
        if index > 0 && piece.chars().count() > 3 {
            words.push(word("and"));
        }
        let part = if piece.chars().count() <= 3 && index > 0 { part.trim() } else { part };
        if part.is_empty() {
            continue;
        }
        match SHORT_FORMS.iter().find(|(short, _)| *short == part) {
            Some((_, long)) => words.extend(long.split(' ').map(word)),
            None => words.push(word(part)),
        }
    }
}

/// A piece with digits: an amount, a date, a range of either, or a name such as "q4" or "o2".
fn read_numeric(piece: &str, words: &mut Vec<Word>) {
    let piece = match piece.strip_prefix(['>', '<']) {
        Some(rest) => {
            words.push(word(if piece.starts_with('>') { "over" } else { "under" }));
            rest.trim_start_matches('=')
        }
        None => piece,
    };
    if let Some((left, right)) = split_range(piece) {
        let to_left = if left.chars().any(|c| c.is_ascii_digit()) { read_numeric } else { read_plain };
        to_left(left, words);
        // "nov-25", "q3-2025": a month or quarter and its year.
        if is_period_word(left) && is_year(right) {
            return read_numeric(&format!("20{}", right.trim_start_matches("20")), words);
        }
        words.push(word("-"));
        if right.chars().any(|c| c.is_ascii_digit()) {
            read_numeric(right, words);
        } else {
            read_plain(right, words);
        }
        return;
    }
    let percent = piece.ends_with('%');
    let bare = piece.trim_matches(|c: char| is_sign(c) || c == '%' || c == '-');
    // "eur50", "rs.500": a currency's letters in front.
    let letters = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '.').len();
    let (lead, rest) = bare.split_at_checked(letters).unwrap_or(("", bare));
    let lead = lead.trim_end_matches('.');
    let coded = !lead.is_empty() && (lexicon::listed(CURRENCY_WORDS, lead) || lead.parse::<Currency>().is_ok());
    let bare = if coded { rest } else { bare };
    let has_sign = coded || piece.chars().any(is_sign);
    let (digits, suffix) = split_suffix(bare);
    let number = parse_number(digits);
    let scaled = match suffix {
        "" => number,
        "k" => number.and_then(|number| number.checked_mul(Decimal::from(1000))),
        code if code.parse::<Currency>().is_ok() || lexicon::listed(CURRENCY_WORDS, code) => number,
        _ => None,
    };
    if let Some(number) = scaled {
        let text = digits.to_owned();
        words.push(Word { number: Some(number), money: has_sign || !suffix.is_empty(), ..word(&text) });
        if percent {
            words.push(word("percent"));
        }
        return;
    }
    if bare.contains(['/', '.', '-']) && bare.chars().all(|c| c.is_ascii_digit() || "/.-".contains(c)) {
        return words.push(word(bare));
    }
    // "2025q3" is a year and a quarter.
    if let Some((year, rest)) = bare.split_at_checked(4).filter(|(year, rest)| is_year(year) && is_period_word(rest)) {
        words.push(Word { number: parse_number(year), ..word(year) });
        return words.push(word(rest));
    }
    for part in bare.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        match parse_number(part) {
            Some(number) => words.push(Word { number: Some(number), ..word(part) }),
            None => words.push(word(part)),
        }
    }
}

/// A month, quarter or half.
fn is_period_word(text: &str) -> bool {
    month_number(text).is_some() || matches!(text, "q1" | "q2" | "q3" | "q4" | "h1" | "h2")
}

/// `2025`, or `25` as two digits of a year rather than a day: far enough in this century.
fn is_year(text: &str) -> bool {
    let digits = text.chars().all(|c| c.is_ascii_digit());
    digits && ((text.len() == 4 && text.starts_with("20")) || (text.len() == 2 && ("20".."40").contains(&text)))
}

/// `3-17`, `01/08/2025-15/08/2025`, `nov-2025`: two sides of a dash that is not part of one date.
fn split_range(piece: &str) -> Option<(&str, &str)> {
    let iso_pair = || {
        let (left, right) = piece.split_once("..").or_else(|| piece.split_once('/'))?;
        (left.len() >= 7 && left.contains('-') && right.contains('-')).then_some((left, right))
    };
    let (left, right) = piece.split_once(['–', '—']).or_else(iso_pair).or_else(|| {
        let (left, right) = piece.split_once('-')?;
        (!right.contains('-')).then_some((left, right))
    })?;
    let iso_month = left.len() == 4 && right.len() == 2 && right < "13";
    let sensible = !left.is_empty() && !right.is_empty() && !iso_month;
    (sensible && (left.chars().any(|c| c.is_ascii_digit()) || is_period_word(left))).then_some((left, right))
}

/// The leading digits with their separators, and the letters behind them.
fn split_suffix(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// `1234`, `1,234.56`, `1.234,56`, `12.5`; `None` for dates and the rest.
fn parse_number(text: &str) -> Option<Decimal> {
    if !text.starts_with(|c: char| c.is_ascii_digit())
        || !text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
    {
        return None;
    }
    let separators = text.chars().filter(|c| !c.is_ascii_digit()).count();
    let plain = match text.rsplit_once(['.', ',']) {
        None => text.to_owned(),
        Some((whole, fraction))
            if fraction.len() == 3 && whole.split(['.', ',']).skip(1).all(|group| group.len() == 3) =>
        {
            text.chars().filter(char::is_ascii_digit).collect()
        }
        Some((whole, fraction)) if fraction.len() <= 2 => {
            let grouped = whole.split(['.', ',']).skip(1).all(|group| group.len() == 3);
            // Three short parts are a date: 3.4.2025.
            if separators > 1 && !grouped {
                return None;
            }
            let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
            format!("{whole}.{fraction}")
        }
        Some(_) => return None,
    };
    Decimal::from_str(&plain).ok()
}

fn mark_money(words: &mut [Word]) {
    let mut previous: Option<&mut Word> = None;
    for word in words {
        let currency = lexicon::listed(CURRENCY_WORDS, &word.text);
        match previous {
            Some(number) if currency && number.number.is_some() => {
                number.money = true;
                word.used = true;
            }
            Some(name) if word.number.is_some() && lexicon::listed(CURRENCY_WORDS, &name.text) => {
                word.money = true;
                name.used = true;
            }
            _ => {}
        }
        previous = Some(word);
    }
}

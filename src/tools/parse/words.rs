//! Single words of statements in nine languages: months, debit and credit, and how words are compared. Phrases stand in
//! `phrases`.
//!
//! **Invariant:** no bank's name stands here; a layout is recognised by what its columns are called and hold.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Lower case, without accents and punctuation, single spaces.
pub(crate) fn normalise(text: &str) -> String {
    if text.is_ascii() {
        return normalise_ascii(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut pending_space = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        if !c.is_alphanumeric() {
            pending_space |= !is_combining(c);
            continue;
        }
        if pending_space && !out.is_empty() {
            out.push(' ');
        }
        pending_space = false;
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            _ => out.push(without_accent(c)),
        }
    }
    out
}

/// As [`normalise`], for most texts of most statements.
fn normalise_ascii(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut pending_space = false;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            if pending_space && !out.is_empty() {
                out.push(b' ');
            }
            out.push(byte.to_ascii_lowercase());
        }
        pending_space = !byte.is_ascii_alphanumeric();
    }
    String::from_utf8(out).unwrap_or_default()
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn without_accent(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ł' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е',
        _ => c,
    }
}

/// The month a word names, 1 to 12.
pub(crate) fn month(word: &str) -> Option<u32> {
    static BY_NAME: LazyLock<HashMap<&str, u32>> =
        LazyLock::new(|| MONTHS.iter().flat_map(|(number, names)| names.iter().map(|name| (*name, *number))).collect());
    if word.len() < 2 || word.len() > LONGEST_MONTH_BYTES {
        return None;
    }
    BY_NAME.get(normalise(word).as_str()).copied()
}

/// `października` has two-byte letters.
const LONGEST_MONTH_BYTES: usize = 24;

#[rustfmt::skip]
const MONTHS: &[(u32, &[&str])] = &[
    (1, &["jan", "january", "januar", "janner", "janv", "janvier", "ene", "enero", "gen", "gennaio", "januari",
        "janeiro", "янв", "января", "январь", "sty", "stycznia", "styczen"]),
    (2, &["feb", "february", "februar", "fev", "fevr", "fevrier", "febrero", "febbraio", "februari", "fevereiro",
        "фев", "февр", "февраля", "февраль", "lut", "lutego", "luty"]),
    (3, &["mar", "march", "marz", "maerz", "mrz", "mars", "marzo", "mrt", "maart", "marco", "мар", "марта", "март",
        "marca", "marzec"]),
    (4, &["apr", "april", "avr", "avril", "abr", "abril", "aprile", "апр", "апреля", "апрель", "kwi", "kwietnia",
        "kwiecien"]),
    (5, &["may", "mai", "mayo", "mag", "maggio", "mei", "maio", "мая", "май", "maj", "maja"]),
    (6, &["jun", "june", "juni", "juin", "junio", "giu", "giugno", "junho", "июн", "июня", "июнь", "cze", "czerwca",
        "czerwiec"]),
    (7, &["jul", "july", "juli", "juil", "juillet", "julio", "lug", "luglio", "julho", "июл", "июля", "июль", "lip",
        "lipca", "lipiec"]),
    (8, &["aug", "august", "aout", "ago", "agosto", "augustus", "авг", "августа", "август", "sie", "sierpnia",
        "sierpien"]),
    (9, &["sep", "sept", "september", "septembre", "septiembre", "set", "settembre", "setembro", "сен", "сент",
        "сентября", "сентябрь", "wrz", "wrzesnia", "wrzesien"]),
    (10, &["oct", "october", "okt", "oktober", "octobre", "octubre", "ott", "ottobre", "out", "outubro", "окт",
        "октября", "октябрь", "paz", "pazdziernika", "pazdziernik"]),
    (11, &["nov", "november", "novembre", "noviembre", "novembro", "ноя", "нояб", "ноября", "ноябрь", "lis",
        "listopada", "listopad"]),
    (12, &["dec", "december", "dez", "dezember", "decembre", "dic", "diciembre", "dicembre", "dezembro", "дек",
        "декабря", "декабрь", "gru", "grudnia", "grudzien"]),
];

/// The day of the week a word names, 0 for Monday.
pub(crate) fn weekday(word: &str) -> Option<usize> {
    let word = normalise(word);
    WEEKDAYS.iter().position(|names| names.contains(&word.as_str()))
}

#[rustfmt::skip]
const WEEKDAYS: [&[&str]; 7] = [
    &["mon", "monday", "mo", "montag", "lun", "lundi", "lunes", "lunedi", "ma", "maandag", "seg", "пн", "pon", "pn"],
    &["tue", "tues", "tuesday", "di", "dienstag", "mar", "mardi", "martes", "martedi", "dinsdag", "ter", "вт", "wt"],
    &["wed", "wednesday", "mi", "mittwoch", "mer", "mercredi", "mie", "miercoles", "mercoledi", "wo", "woensdag", "qua", "ср", "sr"],
    &["thu", "thur", "thurs", "thursday", "do", "donnerstag", "jeu", "jeudi", "jue", "jueves", "gio", "giovedi", "donderdag",
        "qui", "чт", "czw"],
    &["fri", "friday", "fr", "freitag", "ven", "vendredi", "vie", "viernes", "venerdi", "vr", "vrijdag", "sex", "пт", "pt"],
    &["sat", "saturday", "sa", "samstag", "sam", "samedi", "sab", "sabado", "sabato", "za", "zaterdag", "сб", "sob"],
    &["sun", "sunday", "so", "sonntag", "dim", "dimanche", "dom", "domingo", "domenica", "zo", "zondag", "вс", "nd", "ndz"],
];

/// Which way a debit or credit word in a column of its own points; `true` is money in.
pub(crate) fn flag(word: &str) -> Option<bool> {
    const IN: &[&str] = &[
        "c",
        "cr",
        "k",
        "kt",
        "credit",
        "crdt",
        "h",
        "haben",
        "bij",
        "inflow",
        "i",
        "in",
        "kredit",
        "credito",
        "uznanie",
        "приход",
        "gutschrift",
        "deposit",
        "income",
        "ma",
        "avere",
    ];
    const OUT: &[&str] = &[
        "d",
        "dr",
        "dt",
        "debit",
        "dbit",
        "s",
        "soll",
        "af",
        "outflow",
        "o",
        "out",
        "debet",
        "debito",
        "obciazenie",
        "расход",
        "lastschrift",
        "withdrawal",
        "expense",
        "wn",
        "dare",
    ];
    match word.trim() {
        "+" => return Some(true),
        "-" => return Some(false),
        _ => {}
    }
    let word = normalise(word);
    if IN.contains(&word.as_str()) {
        return Some(true);
    }
    OUT.contains(&word.as_str()).then_some(false)
}

/// Whether `phrase` stands in `line` on word borders; both normalised.
pub(crate) fn contains_words(line: &str, phrase: &str) -> bool {
    line.match_indices(phrase).any(|(at, _)| {
        let before = line.get(..at).is_some_and(|before| before.is_empty() || before.ends_with(' '));
        let after = line.get(at + phrase.len()..).is_some_and(|after| after.is_empty() || after.starts_with(' '));
        before && after
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalises() {
        for (text, expected) in [
            ("  Libellé / Référence ", "libelle reference"),
            ("GRÖSSE", "grosse"),
            ("Дата операции:", "дата операции"),
            ("Last Month's Balance", "last month s balance"),
        ] {
            assert_eq!(normalise(text), expected);
        }
    }
}

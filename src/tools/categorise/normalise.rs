//! Reads a descriptor as banks print it into words, and says which of them can name the payee.
//!
//! **Invariant:** a word that could be the payee is kept; where nothing would be left, everything is.

use std::sync::LazyLock;

use super::fold::{Role, Word, fold_words, split};
use super::phrases::Phrases;

/// Words of one letter repeated at least so often are a masked number (`XXXX`).
const MIN_MASK: usize = 3;

/// The words of a text with their roles.
pub(super) fn read(text: &str) -> Vec<Word<'_>> {
    let mut words = split(text);
    mark_numbers(&mut words);
    mark_transport(&mut words);
    mark_tail(&mut words);
    if !words.iter().any(|word| word.role == Role::Payee) {
        for word in words.iter_mut().filter(|word| word.role != Role::Number) {
            word.role = Role::Payee;
        }
    }
    words
}

fn mark_numbers(words: &mut [Word<'_>]) {
    for word in words.iter_mut() {
        let first = word.folded.chars().next();
        let masked = word.folded.chars().count() >= MIN_MASK
            && first == Some('x')
            && word.folded.chars().all(|sign| sign == 'x');
        if masked || word.folded.chars().any(|sign| sign.is_numeric()) {
            word.role = Role::Number;
        }
    }
    // A month is part of a date only beside a number: `12 mar`, never the payee `May`.
    let numbers: Vec<bool> = words.iter().map(|word| word.role == Role::Number).collect();
    let beside = |at: usize| {
        let near = |other: Option<usize>| other.and_then(|other| numbers.get(other)).copied().unwrap_or(false);
        near(at.checked_sub(1)) || near(at.checked_add(1))
    };
    let months: Vec<usize> = words
        .iter()
        .enumerate()
        .filter(|(at, word)| MONTHS.contains(&word.folded.as_str()) && beside(*at))
        .map(|(at, _)| at)
        .collect();
    for at in months {
        if let Some(word) = words.get_mut(at) {
            word.role = Role::Number;
        }
    }
}

fn mark_transport(words: &mut [Word<'_>]) {
    let folded: Vec<String> = words.iter().map(|word| word.folded.clone()).collect();
    let mut at = 0;
    while at < folded.len() {
        let longest = NOISE.at(folded.get(at..).unwrap_or_default()).map(|(length, ())| length).next().unwrap_or(0);
        for word in words.iter_mut().skip(at).take(longest) {
            word.role = Role::Transport;
        }
        at = at.saturating_add(longest.max(1));
    }
    let mut before_number = false;
    for word in words.iter_mut().rev() {
        let name = word.folded.as_str();
        let processor = word.before_star && PROCESSORS.contains(&name);
        let address = word.after_stop && WEB_ENDINGS.contains(&name) || matches!(name, "www" | "http" | "https");
        let date = before_number && matches!(name, "on" | "am" | "le" | "vom" | "at" | "el");
        if processor || address || date {
            word.role = Role::Transport;
        }
        before_number = word.role == Role::Number;
    }
}

/// Towns, countries and legal forms at the end, as long as a name is left before them.
fn mark_tail(words: &mut [Word<'_>]) {
    loop {
        let payee: Vec<(usize, &str)> = words
            .iter()
            .enumerate()
            .filter(|(_, word)| word.role == Role::Payee)
            .map(|(at, word)| (at, word.folded.as_str()))
            .collect();
        let longest = (1..=MAX_PLACE_WORDS.min(payee.len().saturating_sub(1))).rev().find(|length| {
            let (before, tail) = payee.split_at(payee.len().saturating_sub(*length));
            let tail: Vec<&str> = tail.iter().map(|(_, word)| *word).collect();
            let held = before.last().is_none_or(|(_, word)| PREPOSITIONS.contains(word));
            let state = before.len() > 1 && matches!(tail.as_slice(), [only] if STATES.contains(only));
            let legal = matches!(tail.as_slice(), [only] if LEGAL_FORMS.contains(only));
            let whole_place = PLACES.at(&tail).any(|(length, ())| length == tail.len());
            !held && (legal || state || whole_place)
        });
        let Some(length) = longest else { return };
        let marked: Vec<usize> = payee.iter().rev().take(length).map(|(at, _)| *at).collect();
        for at in marked {
            if let Some(word) = words.get_mut(at) {
                word.role = Role::Tail;
            }
        }
    }
}

/// The longest name of a place in the list, in words.
const MAX_PLACE_WORDS: usize = 4;

static NOISE: LazyLock<Phrases<()>> = LazyLock::new(|| lines(include_str!("data/noise.txt"), '\n'));
static PLACES: LazyLock<Phrases<()>> = LazyLock::new(|| lines(include_str!("data/places.txt"), '|'));

fn lines(text: &str, separator: char) -> Phrases<()> {
    let mut phrases = Phrases::default();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        for phrase in line.split(separator) {
            phrases.insert(&fold_words(phrase), ());
        }
    }
    phrases
}

/// Who takes the payment for a shop; the shop stands behind the asterisk.
const PROCESSORS: &[&str] = &[
    "sumup",
    "paypal",
    "pp",
    "sq",
    "sqc",
    "square",
    "gosq",
    "zettle",
    "izettle",
    "iz",
    "stripe",
    "tst",
    "toast",
    "sp",
    "cko",
    "klarna",
    "mollie",
    "adyen",
    "wpy",
    "worldpay",
    "eb",
    "ls",
    "pt",
    "fs",
    "bkg",
    "ckoutcom",
    "gocardless",
    "gc",
    "yoco",
    "ikh",
    "payu",
    "razorpay",
    "rzp",
    "pay",
    "nyx",
    "usa",
    "dnh",
    "ppl",
    "crv",
    "zlr",
    "sum",
    "lsp",
    "ccb",
    "spo",
    "clover",
    "revolut",
    "wix",
    "fdms",
    "payfast",
    "snapscan",
    "zapper",
    "peach",
    "mp",
    "mercpago",
    "mercadopago",
    "pag",
    "pagseguro",
    "ebn",
    "ezi",
    "dd",
    "in",
    "ec",
    "hlu",
];

const WEB_ENDINGS: &[&str] = &[
    "com", "co", "net", "org", "gov", "uk", "de", "fr", "es", "it", "nl", "eu", "io", "za", "ie", "at", "ch", "be",
    "pl", "pt", "se", "no", "dk", "fi", "us", "ca", "au", "nz", "br", "mx", "in", "info", "app", "shop", "store",
    "online",
];

const LEGAL_FORMS: &[&str] = &[
    "ltd",
    "limited",
    "plc",
    "inc",
    "llc",
    "llp",
    "corp",
    "corporation",
    "gmbh",
    "ag",
    "kg",
    "ohg",
    "ug",
    "se",
    "bv",
    "nv",
    "sa",
    "sas",
    "sarl",
    "srl",
    "spa",
    "sl",
    "slu",
    "lda",
    "ltda",
    "oy",
    "oyj",
    "ab",
    "as",
    "asa",
    "aps",
    "sro",
    "zoo",
    "kft",
    "doo",
    "pty",
    "pte",
    "pvt",
    "cc",
    "co",
    "company",
    "mbh",
    "ev",
    "eg",
    "eood",
    "sia",
    "uab",
];

const PREPOSITIONS: &[&str] = &[
    "of", "for", "the", "in", "at", "de", "di", "da", "do", "du", "des", "von", "van", "der", "la", "and", "y", "e",
    "und",
];

const STATES: &[&str] = &[
    "al", "ak", "az", "ar", "ca", "co", "ct", "fl", "ga", "hi", "ia", "id", "il", "ks", "ky", "la", "ma", "md", "mi",
    "mn", "mo", "ms", "mt", "nc", "nd", "ne", "nh", "nj", "nm", "nv", "ny", "oh", "ok", "or", "pa", "ri", "sc", "sd",
    "tn", "tx", "ut", "va", "vt", "wa", "wi", "wv", "wy", "dc", "on", "bc", "ab", "qc", "nsw", "vic", "qld",
];

const MONTHS: &[&str] = &[
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "januar",
    "februar",
    "marz",
    "maerz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "okt",
    "dez",
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "ene",
    "abr",
    "ago",
    "dic",
    "gen",
    "mag",
    "giu",
    "lug",
    "set",
    "ott",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn payee(text: &str) -> String {
        let words = read(text);
        let kept: Vec<_> =
            words.iter().filter(|word| word.role == Role::Payee).map(|word| word.folded.as_str()).collect();
        kept.join(" ")
    }

    #[test]
    fn keeps_what_can_name_the_payee() {
        for (text, expected) in [
            ("SUMUP *THE DOG AND BELL LONDON GB", "the dog and bell"),
            ("TFL TRAVEL CH TFL.GOV.UK/CP GB", "tfl travel ch tfl cp"),
            ("CARD PAYMENT TO TESCO STORES 3345 ON 12 MAR", "tesco stores"),
            ("POS 1234 CORNER BAKERY", "corner bakery"),
            ("STANDING ORDER HARGREAVES LETTINGS RENT", "hargreaves lettings rent"),
            ("Kartenzahlung Bäckerei Schäfer GmbH München DE", "backerei schafer"),
            ("PRLV SEPA Électricité Générale", "electricite generale"),
            ("JOE'S CAFE XXXX1234 GBR", "joes cafe"),
            ("MAY FLOWERS", "may flowers"),
            ("CITY OF LONDON", "city of london"),
            ("UPI-RAVI STORES-ravi@okaxis-123456789", "ravi stores ravi"),
            ("POS PURCHASE 12345", "pos purchase"),
            ("ООО Ёлка", "ооо елка"),
            ("", ""),
        ] {
            assert_eq!(payee(text), expected, "{text}");
        }
    }
}

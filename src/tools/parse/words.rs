//! The words of statements in nine languages: months, balances, totals, credit cards. Data, no logic
//! beyond looking a phrase up.
//!
//! **Invariant:** no bank's name stands here; a layout is recognised by what its columns are called and hold.

/// Lower case, without accents and punctuation, single spaces.
pub(crate) fn normalise(text: &str) -> String {
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
    if word.len() < 2 || word.len() > LONGEST_MONTH_BYTES {
        return None;
    }
    let word = normalise(word);
    MONTHS.iter().find(|(_, names)| names.contains(&word.as_str())).map(|(number, _)| *number)
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

/// What a line of text says about balances and sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Opening,
    Closing,
    /// The balance that a page takes over from the one before; the opening balance where nothing stands before it.
    Brought,
    /// The balance that a page hands on to the next; the closing balance only where nothing follows it.
    Carried,
    /// A sum that is neither row nor balance.
    Total,
}

/// The label that a normalised line starts with or, for balances, holds.
pub(crate) fn label(line: &str) -> Option<Label> {
    let holds = |phrases: &[&str]| phrases.iter().any(|phrase| contains_words(line, phrase));
    let starts = |phrases: &[&str]| phrases.iter().any(|phrase| starts_with_words(line, phrase));
    if holds(OPENING) {
        return Some(Label::Opening);
    }
    if holds(CLOSING) {
        return Some(Label::Closing);
    }
    if holds(BROUGHT_FORWARD) {
        return Some(Label::Brought);
    }
    if holds(CARRIED_FORWARD) {
        return Some(Label::Carried);
    }
    (starts(TOTALS) || holds(CARRIED)).then_some(Label::Total)
}

/// Whether `phrase` stands in `line` on word borders; both normalised.
pub(crate) fn contains_words(line: &str, phrase: &str) -> bool {
    line.match_indices(phrase).any(|(at, _)| {
        let before = line.get(..at).is_some_and(|before| before.is_empty() || before.ends_with(' '));
        let after = line.get(at + phrase.len()..).is_some_and(|after| after.is_empty() || after.starts_with(' '));
        before && after
    })
}

fn starts_with_words(line: &str, phrase: &str) -> bool {
    line.strip_prefix(phrase).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[rustfmt::skip]
const OPENING: &[&str] = &[
    "opening balance", "previous balance", "previous statement balance", "last month s balance", "last statement balance",
    "beginning balance", "starting balance", "start balance", "balance at start", "balance at the start",
    "balance from previous statement", "balance from last statement", "initial balance", "balance last statement",
    "balance as of last statement", "start of period balance", "previous bill",
    "alter kontostand", "anfangssaldo", "anfangsbestand", "saldovortrag", "alter saldo", "startsaldo",
    "kontostand alt", "anfangskontostand", "letzter kontostand", "solde precedent", "ancien solde", "solde initial",
    "solde d ouverture", "solde au debut", "solde anterieur",
    "saldo anterior", "saldo inicial", "saldo de apertura", "saldo iniziale", "saldo precedente",
    "saldo contabile iniziale", "beginsaldo", "vorig saldo", "oud saldo", "vorige saldo", "входящий остаток",
    "входящий баланс", "остаток на начало", "начальный остаток", "баланс на начало", "saldo poczatkowe",
    "saldo poprzednie", "saldo otwarcia",
];

#[rustfmt::skip]
const CLOSING: &[&str] = &[
    "closing balance", "new balance", "ending balance", "end balance", "balance at end",
    "balance at the end", "final balance", "total amount due", "total amount owing", "statement balance",
    "end of period balance", "total balance due", "balance due", "outstanding balance",
    "new balance total", "your new balance",
    "neuer kontostand", "endsaldo", "neuer saldo", "schlusssaldo", "abschlusssaldo", "schlussaldo", "kontostand neu",
    "endkontostand", "aktueller kontostand", "nouveau solde", "solde final", "solde de cloture", "solde en fin",
    "solde a la fin", "saldo final", "saldo actual", "nuevo saldo", "saldo de cierre", "saldo finale", "nuovo saldo",
    "saldo contabile finale", "eindsaldo", "nieuw saldo", "saldo atual", "novo saldo",
    "исходящий остаток", "исходящий баланс", "остаток на конец", "конечный остаток", "баланс на конец",
    "saldo koncowe", "saldo zamkniecia", "nowe saldo",
];

const BROUGHT_FORWARD: &[&str] =
    &["balance brought forward", "brought forward", "balance forward", "balance b f", "balance bf"];

const CARRIED_FORWARD: &[&str] = &["balance carried forward", "carried forward", "balance c f", "balance cf"];

#[rustfmt::skip]
const TOTALS: &[&str] = &[
    "total", "totals", "subtotal", "sub total", "grand total", "summe", "gesamt", "gesamtsumme", "zwischensumme",
    "zwischensaldo", "totaal", "totale", "totali", "totaux", "suma", "sous total", "итого", "всего", "razem",
    "obroty", "turnover", "net change", "new charges", "total of", "sum",
];

#[rustfmt::skip]
const CARRIED: &[&str] = &[
    "carried over", "continued on next page", "continued overleaf", "ubertrag", "ubertrag auf",
    "a reporter", "report a nouveau", "suma y sigue", "a riportare", "riporto", "transporteren", "a transportar",
    "transporte", "do przeniesienia", "z przeniesienia",
];

/// Whether a line names something only a credit card's statement has; each phrase is reported by its place.
pub(crate) fn card_phrases(line: &str) -> impl Iterator<Item = usize> + '_ {
    CARD.iter().enumerate().filter(|(_, phrase)| contains_words(line, phrase)).map(|(index, _)| index)
}

/// The first phrases of the list stand on no other kind of statement.
pub(crate) const STRONG_CARD_PHRASES: usize = 31;

#[rustfmt::skip]
const CARD: &[&str] = &[
    "minimum payment", "minimum amount due", "minimum due", "total minimum due", "minimum repayment",
    "payment due date", "payment due by", "total amount owing", "total credit limit", "total amount due",
    "minimum payment due",
    "kreditkartenabrechnung", "paiement minimum", "pago minimo", "fecha limite de pago", "pagamento minimo",
    "rata minima", "минимальный платеж", "splata minimalna", "minimalna kwota", "cash advance limit", "purchase apr",
    "new purchases", "your credit card statement", "credit card statement", "limit kredytowy", "verfugungsrahmen",
    "kartenlimit", "minimum betaling", "minimumbedrag", "pagamento minimo obrigatorio",
    "credit limit", "available credit", "credit card", "card number", "cash advance", "cash advances", "new charges",
    "mastercard", "visa", "kreditkarte", "carte de credit", "limite de credito", "tarjeta de credito",
    "carta di credito", "limite de credit", "cartao de credito", "creditcard", "кредитный лимит", "кредитная карта",
    "karta kredytowa",
];

/// The direction a heading over a group of rows gives them; `true` is money in.
pub(crate) fn section(line: &str) -> Option<bool> {
    let line = line.strip_suffix(" continued").unwrap_or(line);
    if SECTIONS_IN.contains(&line) {
        return Some(true);
    }
    SECTIONS_OUT.contains(&line).then_some(false)
}

#[rustfmt::skip]
const SECTIONS_IN: &[&str] = &[
    "deposits and other credits", "deposits and additions", "deposits and credits", "electronic deposits", "deposits",
    "other credits", "credits", "payments and other credits", "payments and credits", "payment and other credits",
    "payments received", "money in", "additions", "deposits other credits", "other deposits", "zahlungseingange",
    "gutschriften", "abonos", "depositos", "entrate", "versements", "поступления", "пополнения", "wplywy", "uznania",
    "interest paid",
];

#[rustfmt::skip]
const SECTIONS_OUT: &[&str] = &[
    "withdrawals and other debits", "withdrawals and debits", "withdrawals and other subtractions", "withdrawals",
    "electronic withdrawals", "electronic payments", "atm debit card withdrawals", "atm and debit card withdrawals",
    "atm debit card subtractions", "other subtractions", "checks paid", "checks", "other withdrawals", "other debits",
    "debits", "purchases", "purchase", "purchases and adjustments", "fees", "service fees", "interest charged",
    "fees charged", "money out", "subtractions", "cash advances",
    "zahlungsausgange", "belastungen", "lastschriften", "cargos", "retiros", "uscite", "prelevements", "расходы",
    "списания", "wydatki", "obciazenia", "new charges details",
];

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

    #[test]
    fn labels_balances_and_sums() {
        for (line, expected) in [
            ("balance brought forward", Some(Label::Brought)),
            ("opening balance brought forward", Some(Label::Opening)),
            ("balance carried forward", Some(Label::Carried)),
            ("your opening balance on 1 may", Some(Label::Opening)),
            ("closing balance", Some(Label::Closing)),
            ("total debits", Some(Label::Total)),
            ("total wine shop", Some(Label::Total)),
            ("new balanced diet", None),
            ("coffee", None),
        ] {
            assert_eq!(label(line), expected, "{line}");
        }
    }
}

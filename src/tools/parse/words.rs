//! The words of statements in nine languages: months, column heads, balances, totals, credit cards. Data, no logic
//! beyond looking a phrase up.
//!
//! **Invariant:** no bank's name stands here; a layout is recognised by what its columns are called and hold.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::Currency;

/// What a column holds, by its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Column {
    /// A date; the kind decides which of several is the day of the transaction.
    Date(DateKind),
    Description,
    /// The other party's name.
    Payee,
    /// Further text, used where nothing better is there.
    Memo,
    /// Money out.
    Debit,
    /// Money in.
    Credit,
    /// Money either way.
    Amount,
    Balance,
    /// Debit or credit, in words or letters.
    Flag,
    Currency,
    /// The user's own name for the account.
    Account,
    /// The account's own number.
    AccountNumber,
    /// The user's own category.
    Category,
    /// The statement's opening balance, repeated on every row.
    Opening,
    /// The statement's closing balance, repeated on every row.
    Closing,
    /// Known and of no use here, such as the amount in a foreign currency.
    Other,
}

/// The kinds of dates, the day of the transaction first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum DateKind {
    Transaction,
    Plain,
    Booking,
    Value,
}

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
    (1, &["jan", "january", "januar", "janner", "janv", "janvier", "ene", "enero", "gen", "gennaio", "januari", "janeiro", "янв", "января", "январь", "sty", "stycznia", "styczen"]),
    (2, &["feb", "february", "februar", "fev", "fevr", "fevrier", "febrero", "febbraio", "februari", "fevereiro", "фев", "февр", "февраля", "февраль", "lut", "lutego", "luty"]),
    (3, &["mar", "march", "marz", "maerz", "mrz", "mars", "marzo", "mrt", "maart", "marco", "мар", "марта", "март", "marca", "marzec"]),
    (4, &["apr", "april", "avr", "avril", "abr", "abril", "aprile", "апр", "апреля", "апрель", "kwi", "kwietnia", "kwiecien"]),
    (5, &["may", "mai", "mayo", "mag", "maggio", "mei", "maio", "мая", "май", "maj", "maja"]),
    (6, &["jun", "june", "juni", "juin", "junio", "giu", "giugno", "junho", "июн", "июня", "июнь", "cze", "czerwca", "czerwiec"]),
    (7, &["jul", "july", "juli", "juil", "juillet", "julio", "lug", "luglio", "julho", "июл", "июля", "июль", "lip", "lipca", "lipiec"]),
    (8, &["aug", "august", "aout", "ago", "agosto", "augustus", "авг", "августа", "август", "sie", "sierpnia", "sierpien"]),
    (9, &["sep", "sept", "september", "septembre", "septiembre", "set", "settembre", "setembro", "сен", "сент", "сентября", "сентябрь", "wrz", "wrzesnia", "wrzesien"]),
    (10, &["oct", "october", "okt", "oktober", "octobre", "octubre", "ott", "ottobre", "out", "outubro", "окт", "октября", "октябрь", "paz", "pazdziernika", "pazdziernik"]),
    (11, &["nov", "november", "novembre", "noviembre", "novembro", "ноя", "нояб", "ноября", "ноябрь", "lis", "listopada", "listopad"]),
    (12, &["dec", "december", "dez", "dezember", "decembre", "dic", "diciembre", "dicembre", "dezembro", "дек", "декабря", "декабрь", "gru", "grudnia", "grudzien"]),
];

/// The column a head names; units and currencies in the head (`Amount (SGD)`) do not matter.
pub(crate) fn column(head: &str) -> Option<Column> {
    let without_brackets = strip_brackets(head);
    let phrase = normalise(&without_brackets);
    if let Some(column) = HEADS.get(phrase.as_str()) {
        return Some(*column);
    }
    let mut words: Vec<&str> = phrase.split(' ').collect();
    let count = words.len();
    let is_unit = |word: &&str| *word == "in" || word.len() <= 1 || word.len() == 3 && word.parse::<Currency>().is_ok();
    words.retain(|word| !is_unit(word));
    if words.is_empty() || words.len() == count {
        return None;
    }
    HEADS.get(words.join(" ").as_str()).copied()
}

fn strip_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let keep = |c: &char| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    };
    text.chars().filter(keep).collect()
}

static HEADS: LazyLock<HashMap<&'static str, Column>> =
    LazyLock::new(|| COLUMNS.iter().flat_map(|(column, heads)| heads.iter().map(|head| (*head, *column))).collect());

/// Most words one head has.
pub(crate) const LONGEST_HEAD_WORDS: usize = 5;

#[rustfmt::skip]
const COLUMNS: &[(Column, &[&str])] = &[
    (Column::Date(DateKind::Transaction), &[
        "transaction date", "trans date", "tran date", "txn date", "date of transaction", "purchase date", "trans", "authorized date",
        "umsatzdatum", "belegdatum", "kaufdatum", "transaktionsdatum", "date de transaction", "date operation", "date d operation", "date de l operation", "date achat", "date ope", "f oper", "f operacion", "дата и время операции", "date of txn", "date d achat",
        "fecha operacion", "fecha de operacion", "fecha transaccion", "fecha de transaccion", "fecha de la operacion", "data operazione", "data acquisto", "data transacao", "data da transacao", "data do movimento", "data mov", "data movimento",
        "transactiedatum", "datum transactie", "дата операции", "дата транзакции", "дата совершения операции", "data transakcji", "data operacji", "tranzakcio datuma", "datum provedeni", "execution date",
    ]),
    (Column::Date(DateKind::Plain), &["date", "datum", "fecha", "data", "дата", "day", "created", "created utc", "date utc", "dato", "kuupaev", "datetime", "completed date", "started date", "timestamp", "time", "dt"]),
    (Column::Date(DateKind::Booking), &[
        "posting date", "post date", "posted", "posted date", "date posted", "booking date", "process date", "processed", "processed on", "entry date", "effective date", "settlement date", "date booked",
        "buchungstag", "buchungsdatum", "verbuchungsdatum", "buchung", "buchungs tag", "buch tag", "bu tag", "gebucht am", "date comptable", "date de comptabilisation", "date comptabilisation", "fecha contable", "fecha de contabilizacion", "fecha registro",
        "data contabile", "data registrazione", "data contabilizacao", "data lancamento", "data de lancamento", "boekdatum", "boekingsdatum", "дата проводки", "дата обработки", "дата проведения", "data ksiegowania", "data zaksiegowania", "datum zauctovani",
    ]),
    (Column::Date(DateKind::Value), &[
        "value date", "value dt", "val date", "value", "available on", "available on utc", "interest date", "wertstellung", "wertstellungsdatum", "valuta", "valutadatum", "wert", "val", "date de valeur", "date valeur", "valeur",
        "fecha valor", "f valor", "valor", "data valuta", "data valor", "data de valor", "rentedatum", "дата валютирования", "дата зачисления", "data waluty", "due date", "ertknap",
    ]),
    (Column::Description, &[
        "description", "transaction description", "description of transaction", "details", "transaction details", "detail", "particulars", "narrative", "narration", "transaction", "transactions", "activity", "payment details",  "payment type and details",
        "payment type details", "reference details", "remarks", "remark", "desc", "label", "text", "merchant", "merchant name", "activity description", "item", "information", "transaction information", "description details", "transaction narrative",
        "account transactions", "details of transactions", "details of your transactions", "date description", "transaction type and details", "original description", "transaction remarks", "transaction particulars", "what",
        "beschreibung", "verwendungszweck", "buchungstext", "umsatztext", "vorgang", "buchungsdetails", "umsatz", "buchungsinformation", "transaktionsbeschreibung", "erlauterung", "verwendung", "buchung verwendungszweck", "bezeichnung", "wir haben fur sie gebucht", "vorgang buchungsinformation", "information zum umsatz", "buchungstext verwendungszweck",
        "libelle", "operation", "operations", "nature", "nature de l operation", "nature des operations", "designation", "detail des operations", "libelle operation", "libelle des operations", "libelle de l operation", "motif", "remarque", "intitule",
        "concepto", "descripcion", "detalle", "movimiento", "movimientos", "operacion", "descrizione", "descrizione operazione", "descrizione operazioni", "causale", "dettagli", "operazione", "causale descrizione", "descrizione delle operazioni",
        "omschrijving", "mededeling", "mededelingen", "naam omschrijving", "bedrijf omschrijving", "descricao", "historico", "descritivo", "descricao da operacao", "lancamento", "lancamentos",
        "описание", "описание операции", "назначение платежа", "назначение", "содержание операции", "наименование операции", "opis", "opis operacji", "tytul", "tytul operacji", "tresc operacji", "opis transakcji", "szczegoly", "popis", "custom name column",
    ]),
    (Column::Payee, &[
        "payee", "name", "counterparty", "counterparty name", "beneficiary", "partner name", "partner", "payee name", "recipient", "merchant payee", "counteraccount name", "beguenstigter zahlungspflichtiger", "begunstigter zahlungspflichtiger", "auftraggeber empfanger", "empfanger", "empfanger auftraggeber", "zahlungsbeteiligter",
        "name zahlungsbeteiligter", "zahlungspflichtiger", "auftraggeber begunstigter", "empfangername", "partnername", "beneficiaire", "tiers", "contrepartie", "beneficiario", "ordenante", "naam", "tegenpartij", "naam tegenpartij", "naam tegenpartij betaalrekening", "контрагент", "получатель", "kontrahent", "odbiorca", "nadawca odbiorca", "nazwa kontrahenta", "partner neve", "nazev protiuctu",
    ]),
    (Column::Memo, &["memo", "note", "notes", "comment", "message", "message for payee", "message for me", "bank description", "extended details", "info", "zahlungsreferenz", "kommunikation", "communication", "uwagi", "комментарий", "kozlemeny", "notizen", "transaktionsbeschreibung zusatz", "additional information", "vermerk"]),
    (Column::Debit, &[
        "debit", "debits", "debit amount", "amount debit", "withdrawal", "withdrawals", "withdrawal amount", "withdrawal amt", "withdrawals debits", "money out", "paid out", "payments", "payment", "out", "outflow", "spent", "charges", "charge", "debit dr", "dr", "payments out", "paid", "amount out", "outgoings", "outgoing", "debits out", "withdrawn", "withdrawals out",
        "subtractions", "checks debits", "debit s", "money out debit", "expense", "expenses", "payments debits", "debit withdrawals", "debit withdrawal",
        "soll", "betrag soll", "bedrag af", "withdrawals subtractions", "withdrawal subtractions", "belastung", "belastungen", "lastschrift", "ausgang", "ausgange", "ausgabe", "ausgaben", "zu ihren lasten", "lastschriften", "zu ihren lasten eur", "abbuchung", "ausgehend", "debit eur", "debits eur", "sorties", "sortie", "depense", "depenses", "retrait", "retraits",
        "cargo", "cargos", "debe", "adeudo", "retiro", "retiros", "gasto", "gastos", "debito", "debitos", "cargos debitos", "addebiti", "addebito", "dare", "uscite", "uscita", "movimenti dare", "af", "afschrijving", "afschrijvingen", "debet", "uitgaven", "saida", "saidas", "debitos eur",
        "расход", "списание", "списания", "дебет", "сумма списания", "расход операции", "obciazenia", "obciazenie", "wydatki", "wyplaty", "winien", "wn", "kwota obciazenia", "obciazenie kwota",
    ]),
    (Column::Credit, &[
        "credit", "credits", "credit amount", "amount credit", "deposit", "deposits", "deposit amount", "deposit amt", "deposits credits", "money in", "paid in", "receipts", "receipt", "in", "inflow", "received", "additions", "cr", "credit cr", "payments in", "amount in", "incoming", "incomings", "credits in", "lodgements", "lodgement", "deposited", "deposits in", "income", "money in credit", "credit deposits", "credit deposit",
        "haben", "betrag haben", "bedrag bij", "deposits additions", "deposit additions", "gutschrift", "gutschriften", "eingang", "eingange", "einnahme", "einnahmen", "zu ihren gunsten", "eingehend", "zufluss", "entrees", "entree", "recette", "recettes", "versement", "versements",
        "abono", "abonos", "haber", "ingreso", "ingresos", "deposito", "depositos", "credito", "creditos", "abonos creditos", "accrediti", "accredito", "avere", "entrate", "entrata", "movimenti avere", "bij", "bijschrijving", "bijschrijvingen", "inkomsten", "entrada", "entradas",
        "приход", "зачисление", "зачисления", "кредит", "поступление", "поступления", "сумма зачисления", "uznania", "uznanie", "wplywy", "wplaty", "ma", "kwota uznania",
    ]),
    (Column::Amount, &[
        "amount", "amounts", "transaction amount", "amt", "sum", "value amount", "net", "net amount", "amount due", "total amount", "billed amount", "billing amount", "amount in account currency", "amount charged", "amount debit credit", "debit credit", "debits credits",
        "betrag", "umsatz in", "buchungsbetrag", "umsatzbetrag", "summe", "soll haben", "betrag eur", "betrag in eur", "wert in eur", "montant", "montant eur", "montants", "debit credit eur", "importe", "importe eur", "monto", "cantidad", "importo", "importo eur", "importo in euro",
        "bedrag", "bedrag eur", "valor eur", "montante", "importancia", "quantia", "сумма", "сумма операции", "сумма в валюте счета", "сумма в валюте карты", "сумма платежа", "kwota", "kwota operacji", "kwota transakcji", "kwota w pln", "tranzakcio osszege", "osszeg", "castka", "belop", "belopp", "summa", "belastung gutschrift",
    ]),
    (Column::Balance, &[
        "balance", "running balance", "account balance", "statement balance", "closing balance running", "balance amount", "ledger balance", "available balance", "bal", "balance cr dr", "running bal", "total balance", "balance after", "end of day balance", "ending daily balance", "daily balance", "balance after transaction", "account balance running", "remaining balance", "resulting balance",
        "saldo", "kontostand", "neuer saldo", "saldo nach buchung", "saldo eur", "solde", "solde progressif", "solde apres operation", "saldo disponible", "saldo contable", "saldo contabile", "saldo progressivo", "saldo na mutatie", "saldo na boeking", "saldo contabilistico", "saldo apos", "saldo disponivel",
        "остаток", "баланс", "остаток на счете", "остаток после операции", "остаток средств", "saldo po operacji", "saldo po transakcji", "saldo koncowe operacji", "egyenleg", "zustatek",
    ]),
    (Column::Flag, &[
        "d c", "dc", "c d", "cr dr", "dr cr", "debit credit indicator", "credit debit", "credit debit indicator", "transaction type", "type", "indicator", "sign", "soll haben kennzeichen", "s h", "sh", "kennzeichen", "sens", "signo", "segno", "af bij", "bij af", "debet credit", "дебет кредит", "direction", "bevetel kiadas", "debit or credit",
    ]),
    (Column::Currency, &["currency", "ccy", "currency code", "iso currency code", "account currency", "wahrung", "waehrung", "kontowahrung", "buchungswahrung", "devise", "monnaie", "divisa", "moneda", "valuta code", "muntsoort", "munt", "moeda", "валюта", "валюта счета", "waluta", "waluta rachunku", "mena", "devizanem", "divise"]),
    (Column::Account, &["account", "account name", "source account", "rekening", "konto", "compte", "cuenta", "conto", "conta", "счет", "карта", "rachunek", "wallet", "kontobezeichnung", "kontoname", "nom du compte", "nombre de la cuenta"]),
    (Column::AccountNumber, &["account number", "account no", "account id", "iban", "kontonummer", "auftragskonto", "iban auftragskonto", "iban auftraggeberkonto", "auftraggeberkonto", "numero de compte", "numero de cuenta", "rekeningnummer", "numer rachunku", "номер счета", "szamlaszam", "account key", "own account"]),
    (Column::Category, &["category", "categories", "kategorie", "categorie", "categoria", "категория", "kategoria", "rubrik"]),
    (Column::Opening, &["initial balance", "opening balance", "start balance"]),
    (Column::Closing, &["final balance", "closing balance", "end balance"]),
    (Column::Other, &[
        "amount currency", "original amount", "originalbetrag", "local amount", "foreign amount", "amount in fcy", "amount in foreign currency", "foreign currency amount", "foreign currency", "original currency", "originalwahrung", "local currency", "converted amount", "fee", "fees", "gross", "tax", "rate", "exchange rate", "umrechnungskurs", "wechselkurs", "kurs", "cheque", "cheque no", "cheque number", "chq no", "chq ref no", "ref no cheque no", "cheque ref no", "init br", "mode", "check", "check no", "check number", "ref", "ref no", "reference", "reference no", "reference number", "ref number", "referenz",
        "referencia", "referentie", "code", "page", "points", "s no", "sr no", "no", "nr", "num", "tegenrekening", "iban tegenpartij", "betrag fremdwahrung", "fremdwahrung", "split amount", "quantity", "price", "qty", "apr", "annual percentage rate", "balance subject to interest rate", "account digits", "сумма в валюте операции", "валюта операции", "кэшбэк", "мсс", "mcc", "bonus", "comision", "commissione", "payment due date", "statement date", "due", "minimum payment", "instrument", "branch", "card", "card number", "card no", "location", "country", "city",
    ]),
];

/// Which way a debit or credit word in a column of its own points; `true` is money in.
pub(crate) fn flag(word: &str) -> Option<bool> {
    const IN: &[&str] = &[
        "c",
        "cr",
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
    "opening balance", "balance brought forward", "brought forward", "balance forward", "balance b f", "balance bf", "previous balance", "previous statement balance", "last month s balance", "last statement balance", "beginning balance", "starting balance", "start balance", "balance at start", "balance at the start", "balance from previous statement", "balance from last statement", "initial balance", "balance last statement", "balance as of last statement", "start of period balance", "previous bill",
    "alter kontostand", "anfangssaldo", "anfangsbestand", "saldovortrag", "alter saldo", "startsaldo", "kontostand alt", "anfangskontostand", "letzter kontostand", "solde precedent", "ancien solde", "solde initial", "solde d ouverture", "solde au debut", "solde anterieur",
    "saldo anterior", "saldo inicial", "saldo de apertura", "saldo iniziale", "saldo precedente", "saldo contabile iniziale", "beginsaldo", "vorig saldo", "oud saldo", "vorige saldo", "входящий остаток", "входящий баланс", "остаток на начало", "начальный остаток", "баланс на начало", "saldo poczatkowe", "saldo poprzednie", "saldo otwarcia",
];

#[rustfmt::skip]
const CLOSING: &[&str] = &[
    "closing balance", "balance carried forward", "new balance", "ending balance", "end balance", "balance at end", "balance at the end", "final balance", "total amount due", "total amount owing", "statement balance", "end of period balance", "balance c f", "balance cf", "total balance due", "balance due", "outstanding balance", "new balance total", "your new balance",
    "neuer kontostand", "endsaldo", "neuer saldo", "schlusssaldo", "abschlusssaldo", "schlussaldo", "kontostand neu", "endkontostand", "aktueller kontostand", "nouveau solde", "solde final", "solde de cloture", "solde en fin", "solde a la fin", "saldo final", "saldo actual", "nuevo saldo", "saldo de cierre", "saldo finale", "nuovo saldo", "saldo contabile finale", "eindsaldo", "nieuw saldo", "saldo atual", "novo saldo",
    "исходящий остаток", "исходящий баланс", "остаток на конец", "конечный остаток", "баланс на конец", "saldo koncowe", "saldo zamkniecia", "nowe saldo",
];

#[rustfmt::skip]
const TOTALS: &[&str] = &[
    "total", "totals", "subtotal", "sub total", "grand total", "summe", "gesamt", "gesamtsumme", "zwischensumme", "zwischensaldo", "totaal", "totale", "totali", "totaux", "suma", "sous total", "итого", "всего", "razem", "obroty", "turnover", "net change", "new charges", "total of", "sum",
];

#[rustfmt::skip]
const CARRIED: &[&str] = &[
    "carried forward", "carried over", "continued on next page", "continued overleaf", "ubertrag", "ubertrag auf", "a reporter", "report a nouveau", "suma y sigue", "a riportare", "riporto", "transporteren", "a transportar", "transporte", "do przeniesienia", "z przeniesienia",
];

/// Whether a line names something only a credit card's statement has; each phrase is reported by its place.
pub(crate) fn card_phrases(line: &str) -> impl Iterator<Item = usize> + '_ {
    CARD.iter().enumerate().filter(|(_, phrase)| contains_words(line, phrase)).map(|(index, _)| index)
}

/// The first phrases of the list stand on no other kind of statement.
pub(crate) const STRONG_CARD_PHRASES: usize = 31;

#[rustfmt::skip]
const CARD: &[&str] = &[
    "minimum payment", "minimum amount due", "minimum due", "total minimum due", "minimum repayment", "payment due date", "payment due by", "total amount owing", "total credit limit", "total amount due", "minimum payment due",
    "kreditkartenabrechnung", "paiement minimum", "pago minimo", "fecha limite de pago", "pagamento minimo", "rata minima", "минимальный платеж", "splata minimalna", "minimalna kwota", "cash advance limit", "purchase apr", "new purchases", "your credit card statement", "credit card statement", "limit kredytowy", "verfugungsrahmen", "kartenlimit", "minimum betaling", "minimumbedrag", "pagamento minimo obrigatorio",
    "credit limit", "available credit", "credit card", "card number", "cash advance", "cash advances", "new charges", "mastercard", "visa", "kreditkarte", "carte de credit", "limite de credito", "tarjeta de credito", "carta di credito", "limite de credit", "cartao de credito", "creditcard", "кредитный лимит", "кредитная карта", "karta kredytowa",
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
    "deposits and other credits", "deposits and additions", "deposits and credits", "electronic deposits", "deposits", "other credits", "credits", "payments and other credits", "payments and credits", "payment and other credits", "payments received", "money in", "additions", "deposits other credits", "other deposits", "zahlungseingange", "gutschriften", "abonos", "depositos", "entrate", "versements", "поступления", "пополнения", "wplywy", "uznania", "interest paid",
];

#[rustfmt::skip]
const SECTIONS_OUT: &[&str] = &[
    "withdrawals and other debits", "withdrawals and debits", "withdrawals and other subtractions", "withdrawals", "electronic withdrawals", "electronic payments", "atm debit card withdrawals", "atm and debit card withdrawals", "atm debit card subtractions", "other subtractions", "checks paid", "checks", "other withdrawals", "other debits", "debits", "purchases", "purchase", "purchases and adjustments", "fees", "service fees", "interest charged", "fees charged", "money out", "subtractions", "cash advances",
    "zahlungsausgange", "belastungen", "lastschriften", "cargos", "retiros", "uscite", "prelevements", "расходы", "списания", "wydatki", "obciazenia", "new charges details",
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
    fn finds_columns_with_units_in_their_heads() {
        for (head, expected) in [
            ("AMOUNT (SGD)I", Some(Column::Amount)),
            ("Amount (A$)", Some(Column::Amount)),
            ("Belastung CHF", Some(Column::Debit)),
            ("Gutschrift in EUR", Some(Column::Credit)),
            ("Withdrawal (-)", Some(Column::Debit)),
            ("Date (UTC)", Some(Column::Date(DateKind::Plain))),
            ("Сумма", Some(Column::Amount)),
            ("Wertstellung", Some(Column::Date(DateKind::Value))),
            ("Amount Currency", Some(Column::Other)),
            ("Lorem", None),
            ("", None),
        ] {
            assert_eq!(column(head), expected, "{head}");
        }
    }

    #[test]
    fn no_head_means_two_things() {
        let all: usize = COLUMNS.iter().map(|(_, heads)| heads.len()).sum();
        let mut seen = HashMap::new();
        for (column, heads) in COLUMNS {
            for head in *heads {
                assert_eq!(normalise(head), *head, "not normalised");
                assert_eq!(seen.insert(*head, *column), None, "{head} stands twice");
            }
        }
        assert_eq!(seen.len(), all);
    }

    #[test]
    fn labels_balances_and_sums() {
        for (line, expected) in [
            ("balance brought forward", Some(Label::Opening)),
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

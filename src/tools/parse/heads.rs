//! What columns are called in nine languages, in PDF tables and CSV files alike.
//!
//! **Invariant:** a head has one meaning; where a word has two (`Valor`), the values decide, not this table.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::normalise;
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

/// What the columns of a loan are called, where an ordinary account's heads would mean something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoanHead {
    /// The balance that is still to be paid back.
    Owed,
    /// What makes the debt larger.
    Charged,
    /// What was paid, of which a part may be interest.
    Paid,
    /// The part of a payment that makes the debt smaller.
    Principal,
}

/// What a head means on a loan's statement, if anything.
pub(crate) fn loan_head(head: &str) -> Option<LoanHead> {
    let phrase = normalise(&strip_brackets(head));
    let words: Vec<&str> = phrase.split(' ').filter(|word| *word == "in" || !is_unit(word)).collect();
    let words = words.join(" ");
    LOAN_HEADS.iter().find(|(_, heads)| heads.contains(&words.as_str())).map(|(meaning, _)| *meaning)
}

#[rustfmt::skip]
const LOAN_HEADS: &[(LoanHead, &[&str])] = &[
    (LoanHead::Owed, &[
        "balance owed", "amount owed", "balance owing", "outstanding balance", "balance outstanding", "principal balance",
        "outstanding principal", "loan balance", "restschuld", "capital restant du", "capital pendiente",
        "debito residuo", "capitale residuo", "capital em divida", "resterende schuld",
        "остаток долга", "saldo zadluzenia",
    ]),
    (LoanHead::Charged, &[
        "amount charged", "charged", "charges", "charge", "interest charged", "charges added", "interest and charges",
        "amount added", "advances",
    ]),
    (LoanHead::Paid, &[
        "amount paid", "paid", "payments", "payment", "payments received", "payment received", "repayments",
        "repayment", "total payment",
    ]),
    (LoanHead::Principal, &["principal", "principal paid", "principal amount", "tilgung", "amortissement", "amortizacion"]),
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
    words.retain(|word| !is_unit(word));
    if words.is_empty() || words.len() == count {
        return None;
    }
    let column = HEADS.get(words.join(" ").as_str()).copied();
    // A text has no currency: `Umsatz EUR` is an amount.
    let has_currency =
        without_brackets.split_whitespace().any(|word| word.len() == 3 && word.parse::<Currency>().is_ok());
    if column == Some(Column::Description) && has_currency { Some(Column::Amount) } else { column }
}

fn is_unit(word: &str) -> bool {
    word == "in" || word.len() <= 1 || word.len() == 3 && word.parse::<Currency>().is_ok()
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

static HEADS: LazyLock<HashMap<&'static str, Column>> = LazyLock::new(|| {
    let of_loans = LOAN_HEADS.iter().filter_map(|(meaning, heads)| match meaning {
        LoanHead::Owed => Some((Column::Balance, *heads)),
        LoanHead::Principal => Some((Column::Other, *heads)),
        // What these mean on other statements stands in the table.
        LoanHead::Charged | LoanHead::Paid => None,
    });
    let all = COLUMNS.iter().copied().chain(of_loans);
    all.flat_map(|(column, heads)| heads.iter().map(move |head| (*head, column))).collect()
});

/// Most words one head has.
pub(crate) const LONGEST_HEAD_WORDS: usize = 5;

#[rustfmt::skip]
const COLUMNS: &[(Column, &[&str])] = &[
    (Column::Date(DateKind::Transaction), &[
        "transaction date", "trans date", "tran date", "txn date", "date of transaction", "purchase date", "trans",
        "authorized date", "umsatzdatum", "belegdatum", "kaufdatum", "transaktionsdatum", "date de transaction",
        "date operation", "date d operation", "date de l operation", "date achat", "date ope", "f oper",
        "f operacion", "дата и время операции", "date of txn", "date d achat", "fecha operacion",
        "fecha de operacion", "fecha transaccion", "fecha de transaccion", "fecha de la operacion", "data operazione",
        "data acquisto", "data transacao", "data da transacao", "data do movimento", "data mov", "data movimento",
        "transactiedatum", "datum transactie", "дата операции", "дата транзакции", "дата совершения операции",
        "data transakcji", "data operacji", "tranzakcio datuma", "datum provedeni", "execution date",
    ]),
    (Column::Date(DateKind::Plain), &["date", "datum", "fecha", "data", "дата", "day", "created", "created utc",
        "date utc", "dato", "kuupaev", "datetime", "completed date", "started date", "timestamp", "time", "dt",
        "completion time", "日付", "取引日", "日期", "交易日期", "paiva", "tarih", "dzien"]),
    (Column::Date(DateKind::Booking), &[
        "posting date", "post date", "posted", "posted date", "date posted", "booking date", "process date",
        "processed", "processed on", "entry date", "effective date", "settlement date", "date booked", "buchungstag",
        "buchungsdatum", "verbuchungsdatum", "buchung", "buchungs tag", "buch tag", "bu tag", "gebucht am",
        "date comptable", "date de comptabilisation", "date comptabilisation", "fecha contable",
        "fecha de contabilizacion", "fecha registro", "data contabile", "data registrazione", "data contabilizacao",
        "data lancamento", "data de lancamento", "boekdatum", "boekingsdatum", "дата проводки", "дата обработки",
        "дата проведения", "data ksiegowania", "data zaksiegowania", "datum zauctovani",
    ]),
    (Column::Date(DateKind::Value), &[
        "value date", "value dt", "val date", "value", "available on", "available on utc", "interest date",
        "wertstellung", "wertstellungsdatum", "valuta", "valutadatum", "wert", "val", "date de valeur", "date valeur",
        "valeur", "fecha valor", "f valor", "valor", "data valuta", "data valor", "data de valor", "rentedatum",
        "rente datum", "дата валютирования", "дата зачисления", "data waluty", "due date", "ertknap",
    ]),
    (Column::Description, &[
        "description", "transaction description", "description of transaction", "details", "transaction details",
        "detail", "particulars", "narrative", "narration", "transaction", "transactions", "activity",
        "payment details", "payment type and details", "payment type details", "reference details", "remarks",
        "remark", "desc", "label", "text", "merchant", "merchant name", "activity description", "item", "information",
        "transaction information", "description details", "transaction narrative", "account transactions",
        "details of transactions", "details of your transactions", "date description", "transaction type and details",
        "original description", "transaction remarks", "transaction particulars", "what", "beschreibung",
        "verwendungszweck", "buchungstext", "umsatztext", "vorgang", "buchungsdetails", "umsatz",
        "buchungsinformation", "transaktionsbeschreibung", "erlauterung", "verwendung", "buchung verwendungszweck",
        "bezeichnung", "wir haben fur sie gebucht", "vorgang buchungsinformation", "information zum umsatz",
        "buchungstext verwendungszweck", "libelle", "operation", "operations", "nature", "nature de l operation",
        "nature des operations", "designation", "detail des operations", "libelle operation",
        "libelle des operations", "libelle de l operation", "motif", "remarque", "intitule", "concepto",
        "descripcion", "detalle", "movimiento", "movimientos", "operacion", "descrizione", "descrizione operazione",
        "descrizione operazioni", "causale", "dettagli", "operazione", "causale descrizione",
        "descrizione delle operazioni", "omschrijving", "mededeling", "mededelingen", "naam omschrijving",
        "bedrijf omschrijving", "descricao", "historico", "descritivo", "descricao da operacao", "lancamento",
        "lancamentos", "описание", "описание операции", "назначение платежа", "назначение", "содержание операции",
        "наименование операции", "opis", "opis operacji", "tytul", "tytul operacji", "tresc operacji",
        "opis transakcji", "szczegoly", "popis", "custom name column", "お取引内容", "摘要", "取引内容", "交易说明", "交易摘要",
        "aciklama", "selite", "текст", "naam omschrijving code",
    ]),
    (Column::Payee, &[
        "payee", "name", "counterparty", "counterparty name", "beneficiary", "partner name", "partner", "payee name",
        "recipient", "merchant payee", "counteraccount name", "beguenstigter zahlungspflichtiger",
        "begunstigter zahlungspflichtiger", "auftraggeber empfanger", "empfanger", "empfanger auftraggeber",
        "zahlungsbeteiligter", "name zahlungsbeteiligter", "zahlungspflichtiger", "auftraggeber begunstigter",
        "empfangername", "partnername", "beneficiaire", "tiers", "contrepartie", "beneficiario", "ordenante", "naam",
        "tegenpartij", "naam tegenpartij", "naam tegenpartij betaalrekening", "контрагент", "получатель",
        "kontrahent", "odbiorca", "nadawca odbiorca", "nazwa kontrahenta", "partner neve", "nazev protiuctu",
    ]),
    (Column::Memo, &["memo", "note", "notes", "comment", "message", "message for payee", "message for me",
        "bank description", "extended details", "info", "zahlungsreferenz", "kommunikation", "communication", "uwagi",
        "комментарий", "kozlemeny", "notizen", "transaktionsbeschreibung zusatz", "additional information",
        "vermerk"]),
    (Column::Debit, &[
        "debit", "debits", "debit amount", "amount debit", "withdrawal", "withdrawals", "withdrawal amount",
        "withdrawal amt", "withdrawals debits", "money out", "paid out", "payments", "payment", "out", "outflow",
        "spent", "charges", "charge", "debit dr", "dr", "payments out", "paid", "amount paid", "repayment", "amount out", "outgoings", "outgoing",
        "debits out", "withdrawn", "withdrawals out", "subtractions", "checks debits", "debit s", "money out debit",
        "expense", "expenses", "payments debits", "debit withdrawals", "debit withdrawal", "soll", "betrag soll",
        "bedrag af", "withdrawals subtractions", "withdrawal subtractions", "belastung", "belastungen", "lastschrift",
        "ausgang", "ausgange", "ausgabe", "ausgaben", "zu ihren lasten", "lastschriften", "zu ihren lasten eur",
        "abbuchung", "ausgehend", "debit eur", "debits eur", "sorties", "sortie", "depense", "depenses", "retrait",
        "retraits", "cargo", "cargos", "debe", "adeudo", "retiro", "retiros", "gasto", "gastos", "debito", "debitos",
        "cargos debitos", "addebiti", "addebito", "dare", "uscite", "uscita", "movimenti dare", "af", "afschrijving",
        "afschrijvingen", "debet", "uitgaven", "saida", "saidas", "debitos eur", "расход", "списание", "списания",
        "дебет", "сумма списания", "расход операции", "obciazenia", "obciazenie", "wydatki", "wyplaty", "winien",
        "wn", "kwota obciazenia", "obciazenie kwota", "お支払金額", "お引出し", "支払金額", "支出", "取出", "borc", "bedrag af debet",
    ]),
    (Column::Credit, &[
        "credit", "credits", "credit amount", "amount credit", "deposit", "deposits", "deposit amount", "deposit amt",
        "deposits credits", "money in", "paid in", "receipts", "receipt", "in", "inflow", "received", "additions",
        "cr", "credit cr", "payments in", "amount in", "incoming", "incomings", "credits in", "lodgements",
        "lodgement", "deposited", "deposits in", "income", "money in credit", "credit deposits", "credit deposit",
        "haben", "betrag haben", "bedrag bij", "deposits additions", "deposit additions", "gutschrift",
        "gutschriften", "eingang", "eingange", "einnahme", "einnahmen", "zu ihren gunsten", "eingehend", "zufluss",
        "entrees", "entree", "recette", "recettes", "versement", "versements", "abono", "abonos", "haber", "ingreso",
        "ingresos", "deposito", "depositos", "credito", "creditos", "abonos creditos", "accrediti", "accredito",
        "avere", "entrate", "entrata", "movimenti avere", "bij", "bijschrijving", "bijschrijvingen", "inkomsten",
        "entrada", "entradas", "приход", "зачисление", "зачисления", "кредит", "поступление", "поступления",
        "сумма зачисления", "uznania", "uznanie", "wplywy", "wplaty", "ma", "kwota uznania", "お預り金額", "お預入れ", "預入金額",
        "收入", "存入", "alacak", "bedrag bij credit",
    ]),
    (Column::Amount, &[
        "amount", "amounts", "transaction amount", "amt", "sum", "value amount", "net", "net amount", "amount due",
        "total amount", "billed amount", "billing amount", "amount in account currency", "amount charged",
        "amount debit credit", "debit credit", "debits credits", "betrag", "umsatz in", "buchungsbetrag",
        "umsatzbetrag", "summe", "soll haben", "betrag eur", "betrag in eur", "wert in eur", "montant", "montant eur",
        "montants", "debit credit eur", "importe", "importe eur", "monto", "cantidad", "importo", "importo eur",
        "importo in euro", "bedrag", "bedrag eur", "valor eur", "montante", "importancia", "quantia", "сумма",
        "сумма операции", "сумма в валюте счета", "сумма в валюте карты", "сумма платежа", "kwota", "kwota operacji",
        "kwota transakcji", "kwota w pln", "tranzakcio osszege", "osszeg", "castka", "belop", "belopp", "summa",
        "belastung gutschrift",
    ]),
    (Column::Balance, &[
        "balance", "running balance", "account balance", "statement balance", "closing balance running",
        "balance amount", "ledger balance", "available balance", "bal", "balance cr dr", "running bal",
        "total balance", "balance after", "end of day balance", "ending daily balance", "daily balance",
        "balance after transaction", "account balance running", "remaining balance", "resulting balance", "saldo",
        "kontostand", "neuer saldo", "saldo nach buchung", "saldo eur", "solde", "solde progressif",
        "solde apres operation", "saldo disponible", "saldo contable", "saldo contabile", "saldo progressivo",
        "saldo na mutatie", "saldo na boeking", "saldo contabilistico", "saldo apos", "saldo disponivel", "остаток",
        "баланс", "остаток на счете", "остаток после операции", "остаток средств", "saldo po operacji",
        "saldo po transakcji", "saldo koncowe operacji", "egyenleg", "zustatek", "差引残高", "残高", "余额", "结余", "結餘",
        "bakiye",
    ]),
    (Column::Flag, &[
        "d c", "dc", "c d", "d k", "k d", "dk", "dt kt", "cr dr", "dr cr", "debit credit indicator", "credit debit",
        "credit debit indicator", "transaction type", "type", "indicator", "sign", "soll haben kennzeichen", "s h",
        "sh", "kennzeichen", "sens", "signo", "segno", "af bij", "bij af", "debet credit", "дебет кредит",
        "direction", "bevetel kiadas", "debit or credit",
    ]),
    (Column::Currency, &["currency", "ccy", "currency code", "iso currency code", "account currency", "wahrung",
        "waehrung", "kontowahrung", "buchungswahrung", "devise", "monnaie", "divisa", "moneda", "valuta code",
        "muntsoort", "munt", "moeda", "валюта", "валюта счета", "waluta", "waluta rachunku", "mena", "devizanem",
        "divise"]),
    (Column::Account, &["account", "account name", "source account", "rekening", "konto", "compte", "cuenta", "conto",
        "conta", "счет", "карта", "rachunek", "wallet", "kontobezeichnung", "kontoname", "nom du compte",
        "nombre de la cuenta"]),
    (Column::AccountNumber, &["account number", "account no", "account id", "iban", "kontonummer", "auftragskonto",
        "iban auftragskonto", "iban auftraggeberkonto", "auftraggeberkonto", "numero de compte", "numero de cuenta",
        "rekeningnummer", "numer rachunku", "номер счета", "szamlaszam", "account key", "own account"]),
    (Column::Category, &["category", "categories", "kategorie", "categorie", "categoria", "категория", "kategoria",
        "rubrik"]),
    (Column::Opening, &["initial balance", "opening balance", "start balance"]),
    (Column::Closing, &["final balance", "closing balance", "end balance"]),
    (Column::Other, &[
        "amount currency", "original amount", "originalbetrag", "local amount", "foreign amount", "amount in fcy",
        "amount in foreign currency", "foreign currency amount", "foreign currency", "original currency",
        "originalwahrung", "local currency", "converted amount", "fee", "fees", "gross", "tax", "rate",
        "exchange rate", "umrechnungskurs", "wechselkurs", "kurs", "cheque", "cheque no", "cheque number", "chq no",
        "chq ref no", "ref no cheque no", "cheque ref no", "init br", "mode", "check", "check no", "check number",
        "ref", "ref no", "reference", "reference no", "reference number", "ref number", "referenz", "referencia",
        "referentie", "code", "page", "points", "s no", "sr no", "no", "nr", "num", "tegenrekening",
        "iban tegenpartij", "betrag fremdwahrung", "fremdwahrung", "split amount", "quantity", "price", "qty", "apr",
        "annual percentage rate", "balance subject to interest rate", "account digits", "сумма в валюте операции",
        "валюта операции", "кэшбэк", "мсс", "mcc", "bonus", "comision", "commissione", "payment due date",
        "statement date", "due", "minimum payment", "instrument", "branch", "card", "card number", "card no",
        "location", "country", "city", "interest", "interest paid", "escrow", "zinsen", "interets", "intereses", "transaction status", "status", "receipt no",
    ]),
];

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_loan_has_heads_of_its_own() {
        for (head, expected) in [
            ("Balance owed £", Some(LoanHead::Owed)),
            ("Amount charged Â£", Some(LoanHead::Charged)),
            ("Amount paid (EUR)", Some(LoanHead::Paid)),
            ("Restschuld EUR", Some(LoanHead::Owed)),
            ("Principal", Some(LoanHead::Principal)),
            ("Balance", None),
            ("Paid in", None),
        ] {
            assert_eq!(loan_head(head), expected, "{head}");
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
}

//! Phrases of statements in nine languages: balances, totals, credit cards, headings. Data, and one index to find them.
//!
//! **Invariant:** no bank's name stands here. A line is looked up once, however many phrases there are.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a line of text says about balances and sums; of several the first counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Label {
    Opening,
    Closing,
    /// The balance that a page takes over from the one before; the opening balance where nothing stands before it.
    Brought,
    /// The balance that a page hands on to the next; the closing balance only where nothing follows it.
    Carried,
    /// The balance at the end of a day, which the rows of that day lead to.
    Daily,
    /// The balance of a day that is printed beside it; the day says which one it is.
    Dated,
    /// A sum that is neither row nor balance.
    Total,
}

/// What a phrase is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Label(Label),
    /// A label only where a line starts with it.
    LabelAtStart(Label),
    /// By its place in the list.
    Card(usize),
    /// Money in, or out.
    Side(bool),
    Period,
    Next,
    StatementDate,
    Currency,
    /// A payment is due on the day.
    Due,
    Account,
}

/// Phrases by their first word.
static INDEX: LazyLock<HashMap<&'static str, Vec<(&'static str, Meaning)>>> = LazyLock::new(|| {
    let labels = [
        (OPENING, Label::Opening),
        (CLOSING, Label::Closing),
        (BROUGHT_FORWARD, Label::Brought),
        (CARRIED_FORWARD, Label::Carried),
        (DATED, Label::Dated),
        (DAILY, Label::Daily),
        (CARRIED, Label::Total),
    ];
    let labels =
        labels.into_iter().flat_map(|(list, label)| list.iter().map(move |phrase| (*phrase, Meaning::Label(label))));
    let totals = TOTALS.iter().map(|phrase| (*phrase, Meaning::LabelAtStart(Label::Total)));
    let cards = CARD.iter().enumerate().map(|(index, phrase)| (*phrase, Meaning::Card(index)));
    let others = [
        (SIDE_IN, Meaning::Side(true)),
        (SIDE_OUT, Meaning::Side(false)),
        (PERIOD, Meaning::Period),
        (NEXT, Meaning::Next),
        (STATEMENT_DATE, Meaning::StatementDate),
        (CURRENCY, Meaning::Currency),
        (DUE, Meaning::Due),
        (ACCOUNT, Meaning::Account),
    ];
    let others = others.into_iter().flat_map(|(list, meaning)| list.iter().map(move |phrase| (*phrase, meaning)));
    let mut index: HashMap<_, Vec<_>> = HashMap::new();
    for (phrase, meaning) in labels.chain(totals).chain(cards).chain(others) {
        index.entry(phrase.split(' ').next().unwrap_or(phrase)).or_default().push((phrase, meaning));
    }
    index
});

/// The meanings of all phrases in a normalised line, and whether the line starts with them.
fn meanings(line: &str) -> impl Iterator<Item = (Meaning, bool)> + '_ {
    let starts = line.match_indices(' ').map(|(at, _)| at + 1);
    std::iter::once(0).chain(starts).filter(|_| !line.is_empty()).flat_map(move |at| {
        let rest = line.get(at..).unwrap_or_default();
        let first = rest.split(' ').next().unwrap_or(rest);
        let phrases = INDEX.get(first).map(Vec::as_slice).unwrap_or_default();
        let found = phrases.iter().filter(move |(phrase, _)| starts_with_words(rest, phrase));
        found.map(move |(_, meaning)| (*meaning, at == 0))
    })
}

/// The label that a normalised line starts with or, for balances, holds.
pub(crate) fn label(line: &str) -> Option<Label> {
    let label = |(meaning, at_start)| match meaning {
        Meaning::Label(label) => Some(label),
        Meaning::LabelAtStart(label) if at_start => Some(label),
        _ => None,
    };
    meanings(line).filter_map(label).min()
}

/// The side whose sum a line names: `true` is money in.
pub(crate) fn side(line: &str) -> Option<bool> {
    let mut sides = meanings(line).filter_map(|(meaning, _)| match meaning {
        Meaning::Side(side) => Some(side),
        _ => None,
    });
    let first = sides.next()?;
    sides.all(|side| side == first).then_some(first)
}

/// Whether a line names something only a credit card's statement has; each phrase is reported by its place.
pub(crate) fn card_phrases(line: &str) -> impl Iterator<Item = usize> + '_ {
    meanings(line).filter_map(|(meaning, _)| if let Meaning::Card(index) = meaning { Some(index) } else { None })
}

/// What a line says about the dates and the currency on it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hints {
    pub period: bool,
    /// It speaks of the statement after this one.
    pub next: bool,
    pub statement_date: bool,
    pub currency: bool,
    pub due: bool,
}

pub(crate) fn hints(line: &str) -> Hints {
    let mut hints = Hints::default();
    for (meaning, _) in meanings(line) {
        match meaning {
            Meaning::Period => hints.period = true,
            Meaning::Next => hints.next = true,
            Meaning::StatementDate => hints.statement_date = true,
            Meaning::Currency => hints.currency = true,
            Meaning::Due => hints.due = true,
            _ => {}
        }
    }
    hints
}

fn starts_with_words(line: &str, phrase: &str) -> bool {
    line.strip_prefix(phrase).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[rustfmt::skip]
const OPENING: &[&str] = &[
    "opening balance", "previous balance", "previous statement balance", "last month s balance",
    "last statement balance", "beginning balance", "starting balance", "start balance", "balance at start",
    "balance at the start", "balance from previous statement", "balance from last statement", "initial balance",
    "balance last statement", "balance as of last statement", "start of period balance", "previous bill",
    "opening bal", "previous bal", "previous total due", "opening cash balance", "balance previous statement",
    "balance from statement", "opening available balance", "solde de depart", "fatura anterior", "saldo previo",
    "saldo do mes anterior", "繰越残高", "前期繰越", "期初余额", "上期结余", "承上结余", "ingaende saldo", "alkusaldo",
    "предыдущий баланс", "alter kontostand", "anfangssaldo", "anfangsbestand", "saldovortrag", "alter saldo",
    "startsaldo", "kontostand alt", "anfangskontostand", "letzter kontostand", "solde precedent", "ancien solde",
    "solde initial", "solde d ouverture", "solde au debut", "solde anterieur", "saldo anterior", "saldo inicial",
    "saldo de apertura", "saldo iniziale", "saldo precedente", "saldo contabile iniziale", "beginsaldo",
    "vorig saldo", "oud saldo", "vorige saldo", "входящий остаток", "входящий баланс", "остаток на начало",
    "начальный остаток", "баланс на начало", "saldo poczatkowe", "saldo poprzednie", "saldo otwarcia",
];

#[rustfmt::skip]
const CLOSING: &[&str] = &[
    "closing balance", "new balance", "ending balance", "end balance", "balance at end", "balance at the end",
    "final balance", "total amount due", "total amount owing", "statement balance", "end of period balance",
    "total balance due", "balance due", "outstanding balance", "total due", "total balance", "closing bal",
    "closing cash balance", "total outstanding balance", "total outstanding", "current balance", "end balance on",
    "balance at close", "total a pagar", "total da fatura", "total de la factura", "saldo em conta",
    "saldo zu ihren gunsten", "saldo zu ihren lasten", "solde en votre faveur", "nuovo saldo contabile", "期末残高",
    "期末余额", "новый баланс", "saldo slutligt", "utgaende saldo", "slutsaldo", "loppusaldo", "new balance total",
    "your new balance", "neuer kontostand", "endsaldo", "neuer saldo", "schlusssaldo", "abschlusssaldo",
    "schlussaldo", "kontostand neu", "endkontostand", "aktueller kontostand", "nouveau solde", "solde final",
    "solde de cloture", "solde en fin", "solde a la fin", "saldo final", "saldo actual", "nuevo saldo",
    "saldo de cierre", "saldo finale", "nuovo saldo", "saldo contabile finale", "eindsaldo", "nieuw saldo",
    "saldo atual", "novo saldo", "исходящий остаток", "исходящий баланс", "остаток на конец", "конечный остаток",
    "баланс на конец", "saldo koncowe", "saldo zamkniecia", "nowe saldo",
];

#[rustfmt::skip]
const BROUGHT_FORWARD: &[&str] = &[
    "balance brought forward", "brought forward", "balance forward", "balance b f", "balance bf", "b f balance",
    "bf balance", "b fwd", "brought fwd",
];

#[rustfmt::skip]
const CARRIED_FORWARD: &[&str] = &[
    "balance carried forward", "carried forward", "balance c f", "balance cf", "c f balance", "cf balance", "c fwd",
    "carried fwd",
];

#[rustfmt::skip]
const TOTALS: &[&str] = &[
    "total", "totals", "subtotal", "sub total", "grand total", "summe", "gesamt", "gesamtsumme", "zwischensumme",
    "zwischensaldo", "totaal", "totale", "totali", "totaux", "suma", "sous total", "итого", "всего", "razem",
    "obroty", "turnover", "net change", "new charges", "total of", "sum",
];

#[rustfmt::skip]
const CARRIED: &[&str] = &[
    "carried over", "continued on next page", "continued overleaf", "ubertrag", "ubertrag auf", "a reporter",
    "report a nouveau", "suma y sigue", "a riportare", "riporto", "transporteren", "a transportar", "transporte",
    "do przeniesienia", "z przeniesienia", "umsatztotal", "total des operations", "total operations",
    "total payments receipts", "transaction turnover",
];

/// The balance at the end of a day, in a line of its own.
#[rustfmt::skip]
const DAILY: &[&str] = &[
    "saldo do dia", "saldo del dia", "saldo giornaliero", "tagessaldo", "solde du jour", "daily balance",
    "end of day balance", "dagsaldo", "saldo dzienne", "balance of the day", "day balance",
];

/// The first phrases of the list stand on no other kind of statement.
pub(crate) const STRONG_CARD_PHRASES: usize = 31;

#[rustfmt::skip]
const CARD: &[&str] = &[
    "minimum payment", "minimum amount due", "minimum due", "total minimum due", "minimum repayment",
    "payment due date", "payment due by", "total amount owing", "total credit limit", "total amount due",
    "minimum payment due", "kreditkartenabrechnung", "paiement minimum", "pago minimo", "fecha limite de pago",
    "pagamento minimo", "rata minima", "минимальный платеж", "splata minimalna", "minimalna kwota",
    "cash advance limit", "purchase apr", "new purchases", "your credit card statement", "credit card statement",
    "limit kredytowy", "verfugungsrahmen", "kartenlimit", "minimum betaling", "minimumbedrag",
    "pagamento minimo obrigatorio", "credit limit", "available credit", "credit card", "card number", "cash advance",
    "cash advances", "new charges", "mastercard", "visa", "kreditkarte", "carte de credit", "limite de credito",
    "tarjeta de credito", "carta di credito", "limite de credit", "cartao de credito", "creditcard", "card ending",
    "fatura", "cartao", "limite total", "кредитный лимит", "кредитная карта", "karta kredytowa",
];

/// A balance of the day that follows; the day says which one it is.
#[rustfmt::skip]
const DATED: &[&str] = &[
    "balance on", "balance at", "balance as of", "balance as at", "kontostand am", "kontostand per", "kontostand vom",
    "saldo am", "saldo vom", "saldo per", "saldo zum", "solde au", "solde crediteur au", "solde debiteur au",
    "solde crediteur", "solde debiteur", "solde en euros au", "saldo al", "saldo a", "saldo em", "saldo op",
    "saldo na dzien", "saldo na", "остаток на", "баланс на",
];

#[rustfmt::skip]
const NEXT: &[&str] =
    &["next", "nachste", "nachster", "nachsten", "prochain", "prochaine", "proximo", "prossimo", "volgende"];

#[rustfmt::skip]
const STATEMENT_DATE: &[&str] = &[
    "statement date", "date of statement", "statement issued", "auszugsdatum", "erstellt am", "date du releve",
    "fecha de corte", "fecha del extracto", "data estratto", "rechnungsdatum", "closing date",
    "statement closing date", "as at", "as of", "kontoauszug vom", "auszug vom", "releve du", "releve de compte du",
    "arrete au", "arrete de compte au", "datum van het afschrift", "datum afschrift", "afschriftdatum",
    "data do extrato", "data dell estratto", "data wyciagu", "data sporzadzenia", "дата выписки", "дата формирования",
    "issue date", "date of issue", "date issued", "date d edition", "datum auszug", "ausstellungsdatum",
];

/// The day a card's bill is to be paid, some weeks after its rows.
#[rustfmt::skip]
const DUE: &[&str] = &[
    "payment due date", "due date", "payment due by", "due by", "data de vencimento", "vencimento",
    "fecha limite de pago", "fecha de vencimiento", "fallig am", "fallig", "date d echeance", "echeance", "scadenza",
    "vervaldatum", "termin platnosci",
];

#[rustfmt::skip]
const PERIOD: &[&str] = &[
    "period", "statement", "from", "zeitraum", "von", "vom", "du", "del", "dal", "periode", "periodo", "за период",
    "с", "okres", "za okres", "transactions", "activity", "van", "kontoauszug", "releve", "extracto", "movimientos",
    "date range", "vigente", "wyciag", "estratto conto", "rekeningafschrift", "выписка",
];

#[rustfmt::skip]
const CURRENCY: &[&str] = &[
    "currency", "wahrung", "devise", "moneda", "divisa", "valuta", "moeda", "валюта", "waluta", "monnaie", "account",
    "konto", "compte", "cuenta", "conto", "rekening", "conta", "счет", "rachunek",
];

/// Words that say which side a sum counts.
#[rustfmt::skip]
const SIDE_IN: &[&str] = &[
    "money in", "paid in", "received", "incomings", "payments in", "credits", "credit", "total credits", "deposits",
    "deposit", "receipts", "additions", "incoming", "haben", "gutschriften", "gutschrift", "eingange",
    "zahlungseingange", "zu ihren gunsten", "einnahmen", "umsatze haben", "abonos", "haber", "ingresos", "creditos",
    "entrees", "au credit", "total credit", "accrediti", "avere", "entrate", "bij", "bijgeschreven", "totaal bij",
    "inkomsten", "creditados", "entradas", "приход", "зачислено", "поступления", "пополнения", "кредит", "wplywy",
    "uznania", "suma uznan", "ma", "payments and credits", "payments received", "lodgements",
];

#[rustfmt::skip]
const SIDE_OUT: &[&str] = &[
    "money out", "paid out", "payments out", "debits", "debit", "total debits", "withdrawals", "withdrawal",
    "subtractions", "outgoing", "outgoings", "purchases", "charges", "new charges", "purchases and charges", "soll",
    "belastungen", "lastschriften", "ausgange", "zahlungsausgange", "zu ihren lasten", "ausgaben", "umsatze soll",
    "cargos", "debe", "gastos", "debitos", "sorties", "au debit", "total debit", "addebiti", "dare", "uscite", "af",
    "afgeschreven", "totaal af", "uitgaven", "debitados", "saidas", "расход", "списано", "расходы", "списания",
    "дебет", "wydatki", "obciazenia", "suma obciazen", "wn", "checks paid",
];

/// Whether a heading stands over payments that are not booked yet, which are no rows.
pub(crate) fn is_pending(line: &str) -> bool {
    PENDING.iter().any(|phrase| starts_with_words(line, phrase))
}

#[rustfmt::skip]
const PENDING: &[&str] = &[
    "pending", "pending transactions", "pending payments", "vorgemerkte umsatze", "vorgemerkt",
    "operations en attente", "en attente", "operations a venir", "operaciones pendientes", "pendientes",
    "movimenti in attesa", "in attesa", "in behandeling", "pendentes", "в обработке", "oczekujace",
    "authorised transactions not yet",
];

/// Whether a line says that this is an account rather than a card.
pub(crate) fn names_account(line: &str) -> bool {
    meanings(line).any(|(meaning, _)| meaning == Meaning::Account)
}

#[rustfmt::skip]
const ACCOUNT: &[&str] = &[
    "checking", "savings", "current account", "extrato", "extracto de cuenta", "releve de compte", "deposit",
    "deposits", "withdrawal", "withdrawals", "iban", "bic", "sort code", "overdraft", "girokonto", "kontokorrent",
    "sparkonto", "dispositionskredit", "kontoauszug", "compte courant", "compte cheques", "decouvert",
    "cuenta corriente", "cuenta", "conto corrente", "betaalrekening", "spaarrekening", "rekening", "conta corrente",
    "rachunek", "текущий счет", "routing number", "bsb", "ifsc", "direct deposit", "brokerage", "holdings",
    "portfolio", "interest earned", "dividend", "transaction account", "money in", "paid in", "money out", "paid out",
    "普通預金",
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
    "fees charged", "money out", "subtractions", "cash advances", "zahlungsausgange", "belastungen", "lastschriften",
    "cargos", "retiros", "uscite", "prelevements", "расходы", "списания", "wydatki", "obciazenia",
    "new charges details",
];

#[cfg(test)]
mod tests {
    use super::*;

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

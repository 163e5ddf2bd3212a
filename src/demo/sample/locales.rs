//! What accounts in a country look like: names, numbers, currency and what people pay for.
//!
//! **Invariant:** banks, people and numbers are made up; texts hold only letters that the layout's font can show.

use super::super::Layout;

/// What sets a layout's sample apart.
pub(super) struct Locale {
    pub(super) bank: &'static str,
    /// Name and number, as printed without spaces.
    pub(super) account: (&'static str, &'static str),
    pub(super) other_account: (&'static str, &'static str),
    pub(super) holder: &'static str,
    pub(super) currency: &'static str,
    /// Of the currency.
    pub(super) decimals: u32,
    pub(super) opening_minor_units: i64,
    /// The least and the most of an ordinary payment.
    pub(super) minor_units: (i64, i64),
    /// Whether rows carry a second date.
    pub(super) second_date: bool,
    pub(super) income: &'static [&'static str],
    pub(super) spending: &'static [&'static str],
}

pub(super) fn locale(layout: Layout) -> &'static Locale {
    match layout {
        Layout::UkCurrent | Layout::AppAccount | Layout::NoBalances => &BRITAIN,
        Layout::Scan | Layout::SideBySide => &BRITAIN_IN_THE_RED,
        Layout::CreditCard => &BRITISH_CARD,
        Layout::Loan => &LOAN,
        Layout::GermanAccount => &GERMANY,
        Layout::SwissAccount => &SWITZERLAND,
        Layout::FrenchAccount => &FRANCE,
        Layout::SpanishAccount => &SPAIN,
        Layout::ItalianAccount => &ITALY,
        Layout::DutchAccount => &NETHERLANDS,
        Layout::PolishAccount => &POLAND,
        Layout::RussianAccount => &RUSSIA,
        Layout::IndianSavings => &INDIA,
        Layout::BrazilianAccount => &BRAZIL,
        Layout::JapaneseAccount => &JAPAN,
        Layout::UsChecking | Layout::Headless => &AMERICA,
        Layout::TwoCards => &AMERICAN_CARDS,
    }
}

const BRITAIN: Locale = Locale {
    bank: "Wrenfield Bank",
    account: ("Everyday Current Account", "31905527"),
    other_account: ("Rainy Day Savings", "31905893"),
    holder: "Mira Calloway",
    currency: "GBP",
    decimals: 2,
    opening_minor_units: 245_000,
    minor_units: (120, 18_000),
    second_date: false,
    income: &["CR ASHDOWN ANALYTICS SALARY", "REFUND BELL AND FERN", "INTEREST PAID GROSS", "FPI T OKAFOR RENT SHARE"],
    spending: &[
        "CARD KINGSWAY GROCER ####",
        "DD NORTHERN WATER REF ########",
        "CARD HARBOUR COFFEE",
        "ATM 14 HIGH ST|CASH",
        "CARD HOTEL DA RIBEIRA PORTO|EUR ##.## AT 1.1652",
        "NON-STERLING TRANSACTION FEE",
        "SO LANTERN ROW LETTINGS|FLAT 4 RENT",
        "CARD 7 ELMS 24 HOUR GARAGE",
    ],
};

const BRITAIN_IN_THE_RED: Locale = Locale {
    bank: "Harbour Building Society",
    account: ("Current Account", "60417728"),
    other_account: ("Joint Account", "60417901"),
    opening_minor_units: -41_250,
    ..BRITAIN
};

const BRITISH_CARD: Locale = Locale {
    bank: "Pennant Card Services",
    account: ("Pennant Classic", "5412750000003316"),
    other_account: ("Pennant Gold", "5412750000008841"),
    opening_minor_units: -83_000,
    second_date: true,
    income: &["PAYMENT RECEIVED THANK YOU", "REFUND BELL AND FERN"],
    ..BRITAIN
};

const LOAN: Locale = Locale {
    bank: "Tannery Loans",
    account: ("Personal loan", "700041236"),
    other_account: ("Car loan", "700041987"),
    holder: "Idris Farrow",
    opening_minor_units: -1_250_000,
    minor_units: (900, 31_000),
    income: &["Direct debit payment", "Extra payment received"],
    spending: &["Interest", "Late fee", "Administration fee"],
    ..BRITAIN
};

const GERMANY: Locale = Locale {
    bank: "Lindenbank eG",
    account: ("Girokonto Komfort", "DE02120300000000202051"),
    other_account: ("Tagesgeld", "DE89370400440532013000"),
    holder: "Jonas Albrecht",
    currency: "EUR",
    second_date: true,
    income: &["Gutschrift|VERLAG AM MARKT GMBH LOHN/GEHALT", "Gutschrift|FINANZAMT LEIPZIG ERSTATTUNG"],
    spending: &[
        "Lastschrift|STADTWERKE LEIPZIG GMBH Abschlag Strom KdNr ######",
        "Kartenzahlung|BÄCKEREI SONNTAG//LEIPZIG/DE",
        "Kartenzahlung|WIEN HBF KIOSK AUSLANDSEINSATZENTGELT 0,75 EUR",
        "Dauerauftrag|HAUSVERWALTUNG NORDPLATZ Miete Whg. 12",
        "Abrechnung|Entgelt Kontoführung",
    ],
    ..BRITAIN
};

const SWITZERLAND: Locale = Locale {
    bank: "Rheinufer Bank AG",
    account: ("Privatkonto", "CH9300762011623852957"),
    other_account: ("Sparkonto", "CH5604835012345678009"),
    holder: "Noemi Wyss",
    currency: "CHF",
    opening_minor_units: 1_204_500,
    minor_units: (350, 42_000),
    second_date: true,
    income: &["Gutschrift|KERAMIK ATELIER BASEL, LOHN", "Vergütung|Krankenkasse Leistungsabrechnung ######"],
    spending: &[
        "Einkauf Detailhändler Freie Strasse",
        "Lastschrift|Energie Basel, Rechnung ########",
        "Einkauf Ausland|EUR ##.## zum Kurs 0.9812, Spesen 1.5%",
        "Zahlung|Stiftung Wohnen, Miete 4.5-Zi-Whg",
        "Bancomat Barfüsserplatz",
    ],
    ..BRITAIN
};

const FRANCE: Locale = Locale {
    bank: "Banque du Rivage",
    account: ("Compte chèques", "FR7630006000011234567890189"),
    other_account: ("Livret d'épargne", "FR7630006000019876543210129"),
    holder: "Camille Rousselet",
    income: &["VIREMENT SEPA RECU|ATELIER DES BROTTEAUX SALAIRE", "REMBOURSEMENT|MUTUELLE DU RHONE"],
    spending: &[
        "PRELEVEMENT|EDF CLIENTS PARTICULIERS",
        "CARTE ##/## BOULANGERIE DES REMPARTS",
        "RETRAIT DAB PART-DIEU",
        "CARTE ZERMATT SUISSE|##,## CHF COMMISSION 1,10",
        "COTISATION CARTE",
    ],
    ..GERMANY
};

const SPAIN: Locale = Locale {
    bank: "Banco del Olmo",
    account: ("Cuenta nómina", "ES9121000418450200051332"),
    other_account: ("Cuenta ahorro", "ES7921000813610123456789"),
    holder: "Lucía Ferrán",
    income: &["NÓMINA TALLERES ÁVILA", "DEVOLUCIÓN DE RECIBO|Comercializadora del Sur"],
    spending: &[
        "RECIBO LUZ|Comercializadora del Sur Ref. ########",
        "PAGO CON TARJETA FRUTERÍA LA PLAZA",
        "CAJERO AUTOMÁTICO C/ MAYOR 3",
        "PAGO EN LISBOA|COMISIÓN DIVISA 1,50",
        "BIZUM A MARTA|cena del niño",
    ],
    ..GERMANY
};

const ITALY: Locale = Locale {
    bank: "Cassa dei Tigli",
    account: ("Conto Famiglia", "IT60X0542811101000000123456"),
    other_account: ("Conto Risparmio", "IT28W8000000292100645211151"),
    holder: "Giulia Santoro",
    income: &["ACCREDITO STIPENDIO|OFFICINE RENO SRL", "BONIFICO A VOSTRO FAVORE|da Marco Santoro"],
    spending: &[
        "PAGAMENTO POS|FORNO VIA MARCONI BOLOGNA",
        "ADDEBITO DIRETTO|ENERGIA EMILIA MAND. ########",
        "PRELIEVO BANCOMAT|SPORTELLO 0412",
        "CANONE MENSILE CONTO",
        "IMPOSTA DI BOLLO",
    ],
    ..GERMANY
};

const NETHERLANDS: Locale = Locale {
    bank: "Grachtenbank N.V.",
    account: ("Betaalrekening", "NL91ABNA0417164300"),
    other_account: ("Spaarrekening", "NL20INGB0001234567"),
    holder: "Sanne de Wit",
    second_date: false,
    income: &["SEPA Overboeking|Drukkerij Amstel salaris", "Teruggave|Belastingdienst ########"],
    spending: &[
        "Betaalautomaat|Kaashuis Lindegracht PAS ###",
        "SEPA Incasso|Waternet Kenmerk ########",
        "Geldautomaat|Nieuwmarkt",
        "iDEAL|Boekhandel De Brug",
        "Kosten betaalpakket",
    ],
    ..GERMANY
};

const POLAND: Locale = Locale {
    bank: "Bank Klonowy S.A.",
    account: ("Konto osobiste", "PL61109010140000071219812874"),
    other_account: ("Konto oszczędnościowe", "PL27114020040000300201355387"),
    holder: "Łucja Wiśniewska",
    currency: "PLN",
    minor_units: (500, 42_000),
    income: &["Przelew przychodzący|Drukarnia Śląska wynagrodzenie", "Zwrot|Sklep Żółta Łódź"],
    spending: &[
        "Płatność kartą|Piekarnia pod Dębem Wrocław",
        "Przelew|Spółdzielnia Mieszkaniowa czynsz",
        "Wypłata z bankomatu",
        "Płatność kartą za granicą|EUR ##,## kurs 4,3120",
        "Opłata za kartę",
    ],
    ..GERMANY
};

const RUSSIA: Locale = Locale {
    bank: "Речной банк",
    account: ("Текущий счёт", "40817810099910004312"),
    other_account: ("Накопительный счёт", "40817810099910007765"),
    holder: "Ольга Ершова",
    currency: "RUB",
    opening_minor_units: 4_512_300,
    minor_units: (9_900, 480_000),
    second_date: false,
    income: &["Зачисление зарплаты|ООО Речной порт", "Перевод от Ивана Е."],
    spending: &[
        "Оплата товаров|Продукты на Речной",
        "Перевод по номеру телефона|Анна П.",
        "Выдача наличных в банкомате ######",
        "Комиссия за обслуживание",
        "Аптека Здоровье",
    ],
    ..BRITAIN
};

const INDIA: Locale = Locale {
    bank: "Neem Tree Bank",
    account: ("Savings Account", "041700100098213"),
    other_account: ("Salary Account", "041700100112345"),
    holder: "Kavya Raman",
    currency: "INR",
    opening_minor_units: 12_345_600,
    minor_units: (4_900, 900_000),
    second_date: true,
    income: &[
        "NEFT CR-NEEM0000417-TEJAS SYSTEMS PVT LTD|SALARY N######",
        "UPI-R MEHTA-rmehta.okneem|######-DINNER SHARE",
    ],
    spending: &[
        "UPI-CHAI POINT-chaipoint.okneem-NEEM0000417|######-PAYMENT FROM PHONE",
        "POS 512345XXXXXX4417 SPICE BAZAAR BENGALURU",
        "IMPS-######-ANITA RAMAN|RENT INDIRANAGAR",
        "ATW-512345XXXXXX4417-BLR0412|BENGALURU",
        "INTL POS|USD ##.## RATE 83.1250 MARKUP 3.5 PC",
    ],
    ..BRITAIN
};

const BRAZIL: Locale = Locale {
    bank: "Banco Acácia",
    account: ("Conta Essencial", "0004123467"),
    other_account: ("Conta Poupança", "0004125590"),
    holder: "Beatriz Nogueira",
    currency: "BRL",
    second_date: false,
    income: &["PIX RECEBIDO|Gráfica Horizonte Ltda", "CRÉDITO DE SALÁRIO"],
    spending: &[
        "PIX ENVIADO|Padaria São João",
        "COMPRA CARTÃO|SUPERMERCADO BOM PREÇO ####",
        "PAGAMENTO DE BOLETO|CEMIG ENERGIA",
        "SAQUE 24H",
        "TARIFA PACOTE DE SERVIÇOS",
    ],
    ..BRITAIN
};

const JAPAN: Locale = Locale {
    bank: "こうえん銀行",
    account: ("総合口座", "2047713"),
    other_account: ("貯蓄預金", "2047888"),
    holder: "佐藤はるか",
    currency: "JPY",
    decimals: 0,
    opening_minor_units: 412_000,
    minor_units: (120, 42_000),
    second_date: false,
    income: &["給与 カブ)ミナト", "振込 タナカ イチロウ"],
    spending: &["水道料", "デビット コンビニ", "ATM 出金", "電気料 トウキョウ", "家賃 コウエンハイツ"],
};

const AMERICA: Locale = Locale {
    bank: "Cascade Harbor Bank",
    account: ("Everyday Checking", "000009752319"),
    other_account: ("Growth Savings", "000009758842"),
    holder: "Dana Whitcomb",
    currency: "USD",
    second_date: false,
    income: &["DIRECT DEPOSIT NORTHFORK CLINIC PAYROLL", "MOBILE DEPOSIT REF ######"],
    spending: &[
        "CHECKCARD PINE MARKET PORTLAND OR",
        "ACH DEBIT COMCAST CABLE",
        "ATM WITHDRAWAL 0042 NE ALDER",
        "CHECK ####",
        "FOREIGN TRANSACTION FEE",
    ],
    ..BRITAIN
};

const AMERICAN_CARDS: Locale = Locale {
    bank: "Birch Card Company",
    account: ("Birch Family Card", "4485120000004417"),
    other_account: ("Birch Travel Card", "4485120000009026"),
    holder: "Dale Winters",
    opening_minor_units: -71_000,
    second_date: true,
    income: &["PAYMENT RECEIVED THANK YOU", "RETURN LAKE OUTFITTERS"],
    spending: &[
        "LAKE OUTFITTERS MADISON WI",
        "DINER ON STATE ST",
        "CASA AZUL OAXACA MX|MXN ###.## 0.0572",
        "FOREIGN TRANSACTION FEE",
        "GAS N GO ####",
    ],
    ..AMERICA
};

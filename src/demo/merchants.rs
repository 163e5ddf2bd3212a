//! Where the made-up people spend: descriptors as banks print them, with usual prices.
//!
//! In a descriptor `|` is where the bank starts a second line, `#` becomes a random digit and `@` a random letter.
//!
//! **Invariant:** every price range is positive; the sign comes from the one who uses it.

use crate::domain::Category;

use super::random::Random;

/// A place to pay.
pub(super) struct Merchant {
    pub(super) name: &'static str,
    pub(super) descriptor: &'static str,
    pub(super) category: Category,
    /// Minor units.
    low: i64,
    /// Minor units.
    high: i64,
    /// Prices are `low` plus a multiple of this.
    step: i64,
}

impl Merchant {
    /// What one visit costs, in minor units.
    pub(super) fn price(&self, random: &mut Random) -> i64 {
        self.low + self.step * random.between(0, (self.high - self.low) / self.step.max(1))
    }
}

const fn at(
    name: &'static str,
    descriptor: &'static str,
    category: Category,
    (low, high, step): (i64, i64, i64),
) -> Merchant {
    Merchant { name, descriptor, category, low, high, step }
}

use Category::{Dining, Entertainment, Groceries, Health, Housing, PersonalCare, Shopping, Transport, Travel};

pub(super) const GROCERIES: &[Merchant] = &[
    at("Tesco", "VIS TESCO STORES 3372|LONDON", Groceries, (640, 6_900, 1)),
    at("Tesco", "VIS TESCO STORES 3372|LONDON", Groceries, (640, 5_200, 1)),
    at("Sainsbury's", "VIS SAINSBURYS S/MKTS|LONDON SE16", Groceries, (580, 5_400, 1)),
    at("Lidl", "VIS LIDL GB LONDON|LONDON", Groceries, (450, 4_100, 1)),
    at("Aldi", "VIS ALDI STORES|ROTHERHITHE", Groceries, (450, 4_600, 1)),
    at("Co-op", "CONTACTLESS CO-OP GROUP 070412", Groceries, (180, 1_250, 1)),
    at("M&S Food", "CONTACTLESS M&S SIMPLY FOOD", Groceries, (320, 1_800, 5)),
];

pub(super) const COFFEE: &[Merchant] = &[
    at("Pret A Manger", "CONTACTLESS PRET A MANGER|LONDON SE1", Dining, (299, 825, 1)),
    at("Pret A Manger", "CONTACTLESS PRET A MANGER|LONDON SE1", Dining, (375, 375, 1)),
    at("Costa Coffee", "CONTACTLESS COSTA COFFEE 4301", Dining, (340, 715, 5)),
    at("Greggs", "CONTACTLESS GREGGS PLC|LONDON BRIDGE", Dining, (155, 520, 5)),
    at("Gail's", "CONTACTLESS GAIL'S BAKERY|LONDON", Dining, (360, 940, 10)),
];

pub(super) const CITY_TRANSPORT: &[Merchant] = &[
    at("Transport for London", "CONTACTLESS TFL TRAVEL CHARGE|TFL.GOV.UK/CP", Transport, (280, 560, 280)),
    at("Transport for London", "CONTACTLESS TFL TRAVEL CHARGE|TFL.GOV.UK/CP", Transport, (175, 890, 65)),
];

pub(super) const PUBS: &[Merchant] = &[
    at("The Mayflower", "CONTACTLESS THE MAYFLOWER PUB|LONDON SE16", Dining, (620, 2_480, 10)),
    at("Wetherspoon", "CONTACTLESS J D WETHERSPOON|LONDON", Dining, (389, 1_920, 5)),
];

pub(super) const ERRANDS: &[Merchant] = &[
    at("Boots", "CONTACTLESS BOOTS 1287|LONDON", Health, (229, 2_400, 1)),
    at("Superdrug", "CONTACTLESS SUPERDRUG STORES|LONDON", PersonalCare, (199, 1_500, 1)),
    at("Post Office", "VIS POST OFFICE COUNTER|LONDON SE16", Shopping, (165, 1_295, 5)),
    at("Timpson", "CONTACTLESS TIMPSON LTD|LONDON", Housing, (650, 1_950, 50)),
];

pub(super) const RESTAURANTS: &[Merchant] = &[
    at("Dishoom", "DISHOOM SHOREDITCH LONDON", Dining, (2_450, 6_800, 5)),
    at("Franco Manca", "FRANCO MANCA LONDON BRIDGE", Dining, (1_390, 3_600, 5)),
    at("Deliveroo", "DELIVEROO.CO.UK LONDON", Dining, (1_480, 3_900, 1)),
    at("Nando's", "NANDOS SURREY QUAYS", Dining, (1_275, 3_300, 5)),
    at("Wagamama", "WAGAMAMA BOROUGH LONDON", Dining, (1_525, 4_100, 5)),
];

pub(super) const SHOPS: &[Merchant] = &[
    at("Amazon", "AMZNMKTPLACE*#@#@@#@## AMAZON.CO.UK", Shopping, (499, 5_400, 1)),
    at("Amazon", "AMZNMKTPLACE*#@##@@#@# AMAZON.CO.UK", Shopping, (699, 2_900, 1)),
    at("Argos", "ARGOS LTD 4471 LONDON", Shopping, (899, 6_500, 1)),
    at("Waterstones", "WATERSTONES PICCADILLY", Shopping, (899, 3_200, 1)),
    at("Uniqlo", "UNIQLO OXFORD STREET", Shopping, (1_490, 6_990, 500)),
    at("IKEA", "IKEA LTD GREENWICH", Housing, (900, 8_900, 50)),
];

pub(super) const RIDES: &[Merchant] = &[
    at("Uber", "UBER *TRIP HELP.UBER.COM", Transport, (680, 2_350, 1)),
    at("Trainline", "TRAINLINE.COM LONDON", Transport, (1_150, 4_680, 5)),
];

pub(super) const OUTINGS: &[Merchant] = &[
    at("Curzon", "CURZON CINEMAS LONDON", Entertainment, (1_150, 2_900, 50)),
    at("Steam", "STEAMGAMES.COM 4259522985", Entertainment, (399, 2_499, 100)),
    at("Ticketmaster", "TICKETMASTER UK", Entertainment, (2_850, 7_400, 25)),
];

/// In cents of the country's own currency.
pub(super) const ABROAD: &[Merchant] = &[
    at("Taberna do Bairro", "TABERNA DO BAIRRO PORTO", Dining, (1_850, 4_900, 10)),
    at("Pastelaria Aurora", "PASTELARIA AURORA PORTO", Dining, (340, 1_280, 10)),
    at("Metro do Porto", "METRO DO PORTO ANDANTE", Transport, (280, 700, 70)),
    at("Livraria Lello", "LIVRARIA LELLO PORTO", Entertainment, (800, 2_400, 100)),
    at("Pingo Doce", "PINGO DOCE BOLHAO PORTO", Groceries, (520, 2_600, 1)),
];

pub(super) const GERMANY: &[Merchant] = &[
    at("REWE", "Kartenzahlung|REWE SAGT DANKE 43127//Leipzig/DE", Groceries, (680, 6_400, 1)),
    at("Edeka", "Kartenzahlung|EDEKA SCHÄFER//LEIPZIG/DE", Groceries, (520, 5_100, 1)),
    at("Lidl", "Kartenzahlung|LIDL SAGT DANKE//Leipzig/DE", Groceries, (450, 4_800, 1)),
    at("dm", "Kartenzahlung|DM DROGERIEMARKT 1482//Leipzig/DE", PersonalCare, (395, 3_100, 5)),
    at("Bäckerei Grünwald", "Kartenzahlung|BAECKEREI GRUENWALD//Leipzig/DE", Dining, (240, 980, 5)),
    at("Deutsche Bahn", "Lastschrift|DB VERTRIEB GMBH Fahrkarte ######", Transport, (990, 5_990, 100)),
    at("PayPal", "Lastschrift|PAYPAL EUROPE S.A.R.L. Ihr Einkauf bei Zalando", Shopping, (1_995, 9_995, 500)),
    at("Gasthaus Zur Linde", "Kartenzahlung|GASTHAUS ZUR LINDE//Markkleeberg/DE", Dining, (1_450, 5_200, 10)),
    at("Apotheke am Ring", "Kartenzahlung|APOTHEKE AM RING//Leipzig/DE", Health, (495, 2_800, 1)),
];

pub(super) const FRANCE: &[Merchant] = &[
    at("Carrefour", "CARTE CARREFOUR CITY|LYON 03", Groceries, (620, 5_900, 1)),
    at("Monoprix", "CARTE MONOPRIX 1274|LYON 02", Groceries, (480, 4_600, 1)),
    at("Boulangerie Perrin", "CARTE BOULANGERIE PERRIN", Dining, (130, 890, 5)),
    at("TCL", "CARTE TCL SYTRAL|LYON", Transport, (200, 1_990, 10)),
    at("SNCF", "CARTE SNCF CONNECT|PARIS", Travel, (1_900, 8_400, 50)),
    at("Fnac", "CARTE FNAC LYON PART-DIEU", Shopping, (999, 7_990, 100)),
    at("Pharmacie", "CARTE PHARMACIE DES CÉLESTINS", Health, (340, 2_600, 1)),
    at("Bistrot", "CARTE BISTROT DU POTAGER|LYON 01", Dining, (1_450, 5_400, 10)),
];

pub(super) const UNITED_STATES: &[Merchant] = &[
    at("Trader Joe's", "POS PURCHASE TRADER JOE'S 512 PORTLAND OR", Groceries, (890, 8_200, 1)),
    at("Safeway", "POS PURCHASE SAFEWAY 1479 PORTLAND OR", Groceries, (650, 9_400, 1)),
    at("Starbucks", "DEBIT CARD STARBUCKS STORE 00447 PORTLAND OR", Dining, (345, 1_180, 5)),
    at("Chipotle", "DEBIT CARD CHIPOTLE 2231 PORTLAND OR", Dining, (1_045, 2_790, 5)),
    at("Shell", "DEBIT CARD SHELL OIL 57444213 PORTLAND OR", Transport, (2_800, 6_150, 1)),
    at("Target", "POS PURCHASE TARGET T-1962 PORTLAND OR", Shopping, (899, 11_200, 1)),
    at("Amazon", "DEBIT CARD AMAZON.COM*@@#@#@@ SEATTLE WA", Shopping, (799, 6_400, 1)),
    at("TriMet", "DEBIT CARD TRIMET HOP FASTPASS PORTLAND OR", Transport, (280, 2_000, 20)),
];

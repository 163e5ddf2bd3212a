//! ISO 4217 currency codes and their minor units.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A currency of ISO 4217, also one that was withdrawn: old statements carry those.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// The text is no ISO 4217 code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a currency code such as EUR")]
pub struct UnknownCurrency(String);

impl Currency {
    /// ISO 4217's "no currency": the file does not say which it is.
    pub const NONE: Self = Self(*b"XXX");

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Digits after the decimal point in ordinary use: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn minor_digits(&self) -> u32 {
        let row = TABLE.binary_search_by_key(&self.0, |(code, _)| *code).ok().and_then(|place| TABLE.get(place));
        row.map_or(2, |(_, digits)| *digits)
    }

    /// The sign people write, where it stands for this currency more than for any other.
    pub fn symbol(&self) -> Option<&'static str> {
        SYMBOLS.iter().find(|(code, _)| code.as_bytes() == self.0).map(|(_, symbol)| *symbol)
    }

    /// The currency a sign stands for. `$` is read as USD and `¥` as JPY, which a printed code overrides.
    pub fn from_symbol(symbol: &str) -> Option<Self> {
        SYMBOLS.iter().find(|(_, known)| *known == symbol).and_then(|(code, _)| code.parse().ok())
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code =
            <[u8; 3]>::try_from(text.trim().as_bytes()).map(|code| code.map(|letter| letter.to_ascii_uppercase()));
        let known = code.ok().filter(|code| TABLE.binary_search_by_key(code, |(known, _)| *known).is_ok());
        known.map(Self).ok_or_else(|| UnknownCurrency(text.chars().take(16).collect()))
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownCurrency;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

const SYMBOLS: &[(&str, &str)] = &[
    ("EUR", "€"),
    ("GBP", "£"),
    ("USD", "$"),
    ("JPY", "¥"),
    ("INR", "₹"),
    ("PLN", "zł"),
    ("RUB", "₽"),
    ("UAH", "₴"),
    ("ILS", "₪"),
    ("KRW", "₩"),
    ("TRY", "₺"),
    ("CZK", "Kč"),
    ("BRL", "R$"),
    ("NGN", "₦"),
    ("VND", "₫"),
    ("KZT", "₸"),
    ("GEL", "₾"),
    ("AZN", "₼"),
    ("PHP", "₱"),
    ("THB", "฿"),
];

/// Code and minor units, by code. Source: ISO 4217 list one, with the withdrawn codes that statements still show.
#[rustfmt::skip]
const TABLE: &[([u8; 3], u32)] = &[
    (*b"AED", 2), (*b"AFN", 2), (*b"ALL", 2), (*b"AMD", 2), (*b"AOA", 2), (*b"ARS", 2),
    (*b"ATS", 2), (*b"AUD", 2), (*b"AWG", 2), (*b"AZN", 2), (*b"BAM", 2), (*b"BBD", 2),
    (*b"BDT", 2), (*b"BEF", 0), (*b"BGN", 2), (*b"BHD", 3), (*b"BIF", 0), (*b"BMD", 2),
    (*b"BND", 2), (*b"BOB", 2), (*b"BRL", 2), (*b"BSD", 2), (*b"BTN", 2), (*b"BWP", 2),
    (*b"BYN", 2), (*b"BZD", 2), (*b"CAD", 2), (*b"CDF", 2), (*b"CHF", 2), (*b"CLP", 0),
    (*b"CNY", 2), (*b"COP", 2), (*b"CRC", 2), (*b"CSK", 2), (*b"CUP", 2), (*b"CVE", 2),
    (*b"CZK", 2), (*b"DEM", 2), (*b"DJF", 0), (*b"DKK", 2), (*b"DOP", 2), (*b"DZD", 2),
    (*b"EEK", 2), (*b"EGP", 2), (*b"ERN", 2), (*b"ESP", 0), (*b"ETB", 2), (*b"EUR", 2),
    (*b"FIM", 2), (*b"FJD", 2), (*b"FKP", 2), (*b"FRF", 2), (*b"GBP", 2), (*b"GEL", 2),
    (*b"GHS", 2), (*b"GIP", 2), (*b"GMD", 2), (*b"GNF", 0), (*b"GRD", 0), (*b"GTQ", 2),
    (*b"GYD", 2), (*b"HKD", 2), (*b"HNL", 2), (*b"HRK", 2), (*b"HTG", 2), (*b"HUF", 2),
    (*b"IDR", 2), (*b"IEP", 2), (*b"ILS", 2), (*b"INR", 2), (*b"IQD", 3), (*b"IRR", 2),
    (*b"ISK", 0), (*b"ITL", 0), (*b"JMD", 2), (*b"JOD", 3), (*b"JPY", 0), (*b"KES", 2),
    (*b"KGS", 2), (*b"KHR", 2), (*b"KMF", 0), (*b"KPW", 2), (*b"KRW", 0), (*b"KWD", 3),
    (*b"KYD", 2), (*b"KZT", 2), (*b"LAK", 2), (*b"LBP", 2), (*b"LKR", 2), (*b"LRD", 2),
    (*b"LSL", 2), (*b"LTL", 2), (*b"LVL", 2), (*b"LYD", 3), (*b"MAD", 2), (*b"MDL", 2),
    (*b"MGA", 2), (*b"MKD", 2), (*b"MMK", 2), (*b"MNT", 2), (*b"MOP", 2), (*b"MRU", 2),
    (*b"MUR", 2), (*b"MVR", 2), (*b"MWK", 2), (*b"MXN", 2), (*b"MYR", 2), (*b"MZN", 2),
    (*b"NAD", 2), (*b"NGN", 2), (*b"NIO", 2), (*b"NLG", 2), (*b"NOK", 2), (*b"NPR", 2),
    (*b"NZD", 2), (*b"OMR", 3), (*b"PAB", 2), (*b"PEN", 2), (*b"PGK", 2), (*b"PHP", 2),
    (*b"PKR", 2), (*b"PLN", 2), (*b"PTE", 0), (*b"PYG", 0), (*b"QAR", 2), (*b"RON", 2),
    (*b"RSD", 2), (*b"RUB", 2), (*b"RUR", 2), (*b"RWF", 0), (*b"SAR", 2), (*b"SBD", 2),
    (*b"SCR", 2), (*b"SDG", 2), (*b"SEK", 2), (*b"SGD", 2), (*b"SHP", 2), (*b"SIT", 2),
    (*b"SKK", 2), (*b"SLE", 2), (*b"SOS", 2), (*b"SRD", 2), (*b"SSP", 2), (*b"STN", 2),
    (*b"SVC", 2), (*b"SYP", 2), (*b"SZL", 2), (*b"THB", 2), (*b"TJS", 2), (*b"TMT", 2),
    (*b"TND", 3), (*b"TOP", 2), (*b"TRL", 0), (*b"TRY", 2), (*b"TTD", 2), (*b"TWD", 2),
    (*b"TZS", 2), (*b"UAH", 2), (*b"UGX", 0), (*b"USD", 2), (*b"UYU", 2), (*b"UZS", 2),
    (*b"VED", 2), (*b"VES", 2), (*b"VND", 0), (*b"VUV", 0), (*b"WST", 2), (*b"XAF", 0),
    (*b"XAG", 0), (*b"XAU", 0), (*b"XCD", 2), (*b"XCG", 2), (*b"XOF", 0), (*b"XPF", 0),
    (*b"XXX", 2), (*b"YER", 2), (*b"ZAR", 2), (*b"ZMW", 2), (*b"ZWG", 2),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_codes_and_signs() {
        for (text, minor_digits) in [("EUR", 2), ("eur", 2), (" jpy ", 0), ("KWD", 3)] {
            assert_eq!(text.parse::<Currency>().unwrap().minor_digits(), minor_digits);
        }
        assert!("EURO".parse::<Currency>().is_err() && "".parse::<Currency>().is_err());
        assert_eq!(Currency::from_symbol("£").unwrap().code(), "GBP");
    }

    #[test]
    fn the_table_is_sorted_and_unique() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}

//! What people call currencies.
//!
//! **Invariant:** a word that names several currencies means the one that most people mean by it, and nothing else is
//! guessed: an unknown word is no currency.

use super::{Currency, plain_words};

/// The currency that a person typed: a code, a sign or a name.
pub fn named(text: &str) -> Option<Currency> {
    let text = text.trim();
    let code = text.parse().ok().or_else(|| Currency::from_symbol(text));
    code.or_else(|| by_name(text)).filter(|currency: &Currency| !currency.code().starts_with('X') || is_money(currency))
}

/// Of the codes with an X, those of the shared currencies of several countries; the rest are metals, funds and "none".
fn is_money(currency: &Currency) -> bool {
    ["XAF", "XCD", "XCG", "XOF", "XPF"].contains(&currency.code())
}

fn by_name(text: &str) -> Option<Currency> {
    let plural = plain_words(text);
    let said = plural.join(" ");
    let singular = said.strip_suffix('s').unwrap_or(&said);
    let found = NAMES.iter().find(|(name, _)| *name == said || *name == singular);
    found.and_then(|(_, code)| code.parse().ok())
}

/// In the singular, except where the plural is more than an s.
const NAMES: &[(&str, &str)] = &[
    ("pound", "GBP"),
    ("british pound", "GBP"),
    ("pound sterling", "GBP"),
    ("sterling", "GBP"),
    ("quid", "GBP"),
    ("euro", "EUR"),
    ("dollar", "USD"),
    ("us dollar", "USD"),
    ("american dollar", "USD"),
    ("buck", "USD"),
    ("canadian dollar", "CAD"),
    ("australian dollar", "AUD"),
    ("aussie dollar", "AUD"),
    ("new zealand dollar", "NZD"),
    ("singapore dollar", "SGD"),
    ("hong kong dollar", "HKD"),
    ("taiwan dollar", "TWD"),
    ("naira", "NGN"),
    ("cedi", "GHS"),
    ("rand", "ZAR"),
    ("shilling", "KES"),
    ("kenyan shilling", "KES"),
    ("ugandan shilling", "UGX"),
    ("tanzanian shilling", "TZS"),
    ("birr", "ETB"),
    ("egyptian pound", "EGP"),
    ("moroccan dirham", "MAD"),
    ("cfa", "XOF"),
    ("cfa franc", "XOF"),
    ("rupee", "INR"),
    ("indian rupee", "INR"),
    ("pakistani rupee", "PKR"),
    ("nepalese rupee", "NPR"),
    ("sri lankan rupee", "LKR"),
    ("taka", "BDT"),
    ("yen", "JPY"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
    ("rmb", "CNY"),
    ("won", "KRW"),
    ("baht", "THB"),
    ("dong", "VND"),
    ("ringgit", "MYR"),
    ("rupiah", "IDR"),
    ("philippine peso", "PHP"),
    ("swiss franc", "CHF"),
    ("franc", "CHF"),
    ("zloty", "PLN"),
    ("złoty", "PLN"),
    ("zlotych", "PLN"),
    ("forint", "HUF"),
    ("czech koruna", "CZK"),
    ("koruna", "CZK"),
    ("czech crown", "CZK"),
    ("leu", "RON"),
    ("lei", "RON"),
    ("lev", "BGN"),
    ("leva", "BGN"),
    ("dinar", "RSD"),
    ("swedish krona", "SEK"),
    ("swedish kronor", "SEK"),
    ("krona", "SEK"),
    ("kronor", "SEK"),
    ("swedish crown", "SEK"),
    ("norwegian krone", "NOK"),
    ("norwegian kroner", "NOK"),
    ("norwegian crown", "NOK"),
    ("danish krone", "DKK"),
    ("danish kroner", "DKK"),
    ("danish crown", "DKK"),
    ("icelandic krona", "ISK"),
    ("lira", "TRY"),
    ("turkish lira", "TRY"),
    ("hryvnia", "UAH"),
    ("hryvna", "UAH"),
    ("ruble", "RUB"),
    ("rouble", "RUB"),
    ("lari", "GEL"),
    ("dram", "AMD"),
    ("tenge", "KZT"),
    ("shekel", "ILS"),
    ("new shekel", "ILS"),
    ("dirham", "AED"),
    ("uae dirham", "AED"),
    ("riyal", "SAR"),
    ("saudi riyal", "SAR"),
    ("qatari riyal", "QAR"),
    ("kuwaiti dinar", "KWD"),
    ("real", "BRL"),
    ("reais", "BRL"),
    ("brazilian real", "BRL"),
    ("peso", "MXN"),
    ("mexican peso", "MXN"),
    ("argentine peso", "ARS"),
    ("argentinian peso", "ARS"),
    ("chilean peso", "CLP"),
    ("colombian peso", "COP"),
    ("sol", "PEN"),
    ("soles", "PEN"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_call_their_money() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(named(text).map(|currency| currency.code().to_owned()).as_deref(), expected, "{text}");
        };
        check("GBP", Some("GBP"));
        check(" eur ", Some("EUR"));
        check("£", Some("GBP"));
        check("₦", Some("NGN"));
        check("pounds", Some("GBP"));
        check("Euros", Some("EUR"));
        check("naira", Some("NGN"));
        check("Canadian dollars", Some("CAD"));
        check("Złoty", Some("PLN"));
        check("swiss francs", Some("CHF"));
        check("Swedish kronor", Some("SEK"));
        check("CFA francs", Some("XOF"));
        check("XXX", None);
        check("XAU", None);
        check("gold", None);
        check("s", None);
        check("", None);
    }

    #[test]
    fn every_name_leads_to_a_currency() {
        for (name, code) in NAMES {
            assert!(named(name).is_some_and(|currency| currency.code() == *code), "{name}");
        }
    }
}

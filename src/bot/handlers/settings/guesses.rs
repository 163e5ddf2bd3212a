//! Tables: cities and countries that are no time zone by name, and the likeliest zone of a currency and a language.

use crate::domain::{Currency, Zone};

/// Where somebody with an account in this currency and an app in this language most likely lives.
pub(super) fn guess(currency: Option<Currency>, language: Option<&str>) -> Zone {
    let language = language.and_then(|tag| tag.split(['-', '_']).next()).unwrap_or_default().to_lowercase();
    let find =
        |table: Table, word: &str| table.iter().find(|(known, _)| *known == word).map(|(_, zone)| zone_named(zone));
    let by_language = || find(LANGUAGES, &language);
    match currency.as_ref().map(Currency::code) {
        // One currency, many zones: the language says which, where it does.
        Some("EUR") => find(EURO_LANGUAGES, &language).unwrap_or_else(|| zone_named("Europe/Berlin")),
        Some(code) => find(CURRENCIES, code).or_else(by_language).unwrap_or(Zone::UTC),
        None => by_language().unwrap_or(Zone::UTC),
    }
}

/// Cities and countries with their zones: lower case, without accents. One that comes several times is asked about.
pub(super) fn cities() -> impl Iterator<Item = (&'static str, Zone)> {
    CITIES.iter().flat_map(|(zone, cities)| cities.split(", ").map(|city| (city, zone_named(zone))))
}

/// The zone of a name written here; a test sees to it that all are known.
pub(super) fn zone_named(name: &str) -> Zone {
    name.parse().unwrap_or(Zone::UTC)
}

/// Words and names of zones.
type Table = &'static [(&'static str, &'static str)];

const EURO_LANGUAGES: Table = &[
    ("de", "Europe/Berlin"),
    ("fr", "Europe/Paris"),
    ("it", "Europe/Rome"),
    ("es", "Europe/Madrid"),
    ("ca", "Europe/Madrid"),
    ("nl", "Europe/Amsterdam"),
    ("pt", "Europe/Lisbon"),
    ("el", "Europe/Athens"),
    ("fi", "Europe/Helsinki"),
    ("et", "Europe/Tallinn"),
    ("lv", "Europe/Riga"),
    ("lt", "Europe/Vilnius"),
    ("sk", "Europe/Bratislava"),
    ("sl", "Europe/Ljubljana"),
    ("hr", "Europe/Zagreb"),
    ("bg", "Europe/Sofia"),
    ("mt", "Europe/Malta"),
    ("ga", "Europe/Dublin"),
];

const CURRENCIES: Table = &[
    ("GBP", "Europe/London"),
    ("USD", "America/New_York"),
    ("CHF", "Europe/Zurich"),
    ("SEK", "Europe/Stockholm"),
    ("NOK", "Europe/Oslo"),
    ("DKK", "Europe/Copenhagen"),
    ("ISK", "Atlantic/Reykjavik"),
    ("PLN", "Europe/Warsaw"),
    ("CZK", "Europe/Prague"),
    ("HUF", "Europe/Budapest"),
    ("RON", "Europe/Bucharest"),
    ("BGN", "Europe/Sofia"),
    ("RSD", "Europe/Belgrade"),
    ("UAH", "Europe/Kyiv"),
    ("RUB", "Europe/Moscow"),
    ("TRY", "Europe/Istanbul"),
    ("GEL", "Asia/Tbilisi"),
    ("AMD", "Asia/Yerevan"),
    ("AZN", "Asia/Baku"),
    ("KZT", "Asia/Almaty"),
    ("UZS", "Asia/Tashkent"),
    ("ILS", "Asia/Jerusalem"),
    ("AED", "Asia/Dubai"),
    ("SAR", "Asia/Riyadh"),
    ("QAR", "Asia/Qatar"),
    ("KWD", "Asia/Kuwait"),
    ("INR", "Asia/Kolkata"),
    ("PKR", "Asia/Karachi"),
    ("BDT", "Asia/Dhaka"),
    ("LKR", "Asia/Colombo"),
    ("NPR", "Asia/Kathmandu"),
    ("THB", "Asia/Bangkok"),
    ("VND", "Asia/Ho_Chi_Minh"),
    ("IDR", "Asia/Jakarta"),
    ("MYR", "Asia/Kuala_Lumpur"),
    ("SGD", "Asia/Singapore"),
    ("PHP", "Asia/Manila"),
    ("HKD", "Asia/Hong_Kong"),
    ("CNY", "Asia/Shanghai"),
    ("TWD", "Asia/Taipei"),
    ("JPY", "Asia/Tokyo"),
    ("KRW", "Asia/Seoul"),
    ("AUD", "Australia/Sydney"),
    ("NZD", "Pacific/Auckland"),
    ("CAD", "America/Toronto"),
    ("MXN", "America/Mexico_City"),
    ("BRL", "America/Sao_Paulo"),
    ("ARS", "America/Argentina/Buenos_Aires"),
    ("CLP", "America/Santiago"),
    ("COP", "America/Bogota"),
    ("PEN", "America/Lima"),
    ("NGN", "Africa/Lagos"),
    ("GHS", "Africa/Accra"),
    ("KES", "Africa/Nairobi"),
    ("UGX", "Africa/Kampala"),
    ("TZS", "Africa/Dar_es_Salaam"),
    ("ETB", "Africa/Addis_Ababa"),
    ("ZAR", "Africa/Johannesburg"),
    ("EGP", "Africa/Cairo"),
    ("MAD", "Africa/Casablanca"),
    ("XOF", "Africa/Dakar"),
    ("XAF", "Africa/Douala"),
];

const LANGUAGES: Table = &[
    ("de", "Europe/Berlin"),
    ("fr", "Europe/Paris"),
    ("it", "Europe/Rome"),
    ("es", "Europe/Madrid"),
    ("nl", "Europe/Amsterdam"),
    ("pt", "America/Sao_Paulo"),
    ("pl", "Europe/Warsaw"),
    ("cs", "Europe/Prague"),
    ("sv", "Europe/Stockholm"),
    ("da", "Europe/Copenhagen"),
    ("nb", "Europe/Oslo"),
    ("fi", "Europe/Helsinki"),
    ("el", "Europe/Athens"),
    ("hu", "Europe/Budapest"),
    ("ro", "Europe/Bucharest"),
    ("uk", "Europe/Kyiv"),
    ("ru", "Europe/Moscow"),
    ("tr", "Europe/Istanbul"),
    ("he", "Asia/Jerusalem"),
    ("hi", "Asia/Kolkata"),
    ("id", "Asia/Jakarta"),
    ("th", "Asia/Bangkok"),
    ("vi", "Asia/Ho_Chi_Minh"),
    ("ja", "Asia/Tokyo"),
    ("ko", "Asia/Seoul"),
    ("zh", "Asia/Shanghai"),
];

/// Zones, and what lies in each.
const CITIES: Table = &[
    ("Europe/London", "uk, united kingdom, britain, england, scotland, wales, manchester, birmingham"),
    ("Europe/London", "edinburgh, glasgow, bristol, leeds, liverpool"),
    ("Europe/Dublin", "ireland"),
    ("Europe/Berlin", "germany, deutschland, munich, munchen, hamburg, frankfurt, cologne, koln, leipzig, stuttgart"),
    ("Europe/Vienna", "austria"),
    ("Europe/Zurich", "switzerland, geneva, basel"),
    ("Europe/Paris", "france, lyon, marseille"),
    ("Europe/Madrid", "spain, barcelona, valencia"),
    ("Europe/Rome", "italy, milan, milano, naples, turin"),
    ("Europe/Lisbon", "portugal, lisboa, porto"),
    ("Europe/Amsterdam", "netherlands, rotterdam, the hague"),
    ("Europe/Brussels", "belgium, antwerp"),
    ("Europe/Warsaw", "poland, krakow"),
    ("Europe/Stockholm", "sweden, gothenburg"),
    ("Europe/Oslo", "norway"),
    ("Europe/Copenhagen", "denmark"),
    ("Europe/Helsinki", "finland"),
    ("Europe/Athens", "greece"),
    ("Europe/Istanbul", "turkey, ankara"),
    ("Europe/Kyiv", "ukraine"),
    ("Europe/Moscow", "saint petersburg"),
    ("Africa/Lagos", "nigeria, abuja"),
    ("Africa/Accra", "ghana"),
    ("Africa/Nairobi", "kenya"),
    ("Africa/Johannesburg", "south africa, cape town"),
    ("Africa/Cairo", "egypt"),
    ("Asia/Kolkata", "india, mumbai, delhi, new delhi, bangalore, bengaluru, chennai, hyderabad, pune"),
    ("Asia/Karachi", "pakistan, lahore, islamabad"),
    ("Asia/Dhaka", "bangladesh"),
    ("Asia/Dubai", "uae, abu dhabi"),
    ("Asia/Jerusalem", "israel, tel aviv"),
    ("Asia/Shanghai", "china, beijing, shenzhen, guangzhou"),
    ("Asia/Tokyo", "japan, osaka"),
    ("Asia/Seoul", "korea, south korea"),
    ("Asia/Bangkok", "thailand"),
    ("Asia/Ho_Chi_Minh", "vietnam, hanoi, saigon"),
    ("Asia/Manila", "philippines"),
    ("Asia/Kuala_Lumpur", "malaysia"),
    ("Australia/Sydney", "canberra"),
    ("Pacific/Auckland", "new zealand, wellington"),
    ("America/New_York", "usa"),
    ("America/Chicago", "usa"),
    ("America/Denver", "usa"),
    ("America/Los_Angeles", "usa"),
    ("America/Toronto", "canada"),
    ("America/Winnipeg", "canada"),
    ("America/Edmonton", "canada"),
    ("America/Vancouver", "canada"),
    ("Australia/Sydney", "australia"),
    ("Australia/Brisbane", "australia"),
    ("Australia/Adelaide", "australia"),
    ("Australia/Perth", "australia"),
    ("America/Sao_Paulo", "brazil"),
    ("America/Mexico_City", "mexico"),
    ("America/Puerto_Rico", "san juan"),
    ("America/New_York", "washington, boston, miami, philadelphia, atlanta, nyc"),
    ("America/Chicago", "houston, dallas, austin, minneapolis"),
    ("America/Denver", "salt lake city"),
    ("America/Los_Angeles", "san francisco, san diego, san jose"),
    ("America/Chicago", "san antonio"),
    ("America/Los_Angeles", "seattle, portland, las vegas, la"),
    ("America/Toronto", "montreal, ottawa"),
    ("America/Edmonton", "calgary"),
    ("America/Sao_Paulo", "rio de janeiro, brasilia, rio"),
    ("America/Argentina/Buenos_Aires", "argentina"),
    ("America/Bogota", "colombia"),
    ("America/Lima", "peru"),
    ("America/New_York", "eastern"),
    ("America/Chicago", "central"),
    ("America/Denver", "mountain"),
    ("America/Los_Angeles", "pacific"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_where_people_live() {
        let check = |currency: &str, language: Option<&str>, expected: &str| {
            assert_eq!(guess(currency.parse().ok(), language).name(), expected, "{currency} {language:?}");
        };
        check("GBP", Some("en"), "Europe/London");
        check("INR", Some("en"), "Asia/Kolkata");
        check("EUR", Some("de"), "Europe/Berlin");
        check("EUR", Some("pt-PT"), "Europe/Lisbon");
        check("EUR", Some("en"), "Europe/Berlin");
        check("USD", None, "America/New_York");
        check("", Some("ja"), "Asia/Tokyo");
        check("", Some("en"), "UTC");
        check("", None, "UTC");
    }

    #[test]
    fn every_name_is_a_zone() {
        let guessed = [EURO_LANGUAGES, CURRENCIES, LANGUAGES].concat().into_iter().map(|(_, zone)| zone);
        for name in guessed.chain(CITIES.iter().map(|(zone, _)| *zone)) {
            assert_eq!(zone_named(name).name(), name);
        }
    }
}

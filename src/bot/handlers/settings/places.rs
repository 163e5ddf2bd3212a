//! From what a person says about where they live to a time zone, and back to words.
//!
//! **Invariant:** what could be several places is never decided here: the person picks.

use super::guesses::{cities, zone_named};
use crate::agent::rules::distance;
use crate::domain::Zone;

/// Suggestions that one message offers.
const SUGGESTIONS_MAX: usize = 5;
/// Fewer letters begin too many names.
const PREFIX_LETTERS_MIN: usize = 3;
/// Regions of the zones that are kept up to date; the others are old names for the same.
const REGIONS: [&str; 10] =
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];
/// Words before a place that say nothing about it.
const BEFORE: [&str; 9] = ["i live in ", "i m in ", "im in ", "i am in ", "near ", "in ", "around ", "at ", "the "];

/// What a text means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Place {
    Zone(Zone),
    /// Likeliest first.
    OneOf(Vec<Zone>),
    Unknown,
}

/// The time zone of a typed city, country or offset.
pub(super) fn find(text: &str) -> Place {
    if let Some(zone) = offset(text) {
        return Place::Zone(zone);
    }
    let whole = folded(text);
    let city = folded(text.split(',').next().unwrap_or_default());
    let bare = |text: &str| {
        let mut text = text.to_owned();
        for before in BEFORE {
            text = text.strip_prefix(before).map(str::to_owned).unwrap_or(text);
        }
        text
    };
    [&whole, &bare(&whole), &city, &bare(&city)]
        .into_iter()
        .map(|name| by_name(name))
        .find(|place| *place != Place::Unknown)
        .unwrap_or(Place::Unknown)
}

fn by_name(name: &str) -> Place {
    if name.is_empty() {
        return Place::Unknown;
    }
    if let Some(zone) = Zone::all().find(|zone| folded(zone.name()) == name) {
        return Place::Zone(zone);
    }
    let known = cities().filter(|(city, _)| *city == name).map(|(_, zone)| zone);
    match known.chain(zones_where(|city| city == name)).collect::<Vec<_>>().as_slice() {
        [] => {}
        [only] => return Place::Zone(*only),
        several => return offered(several.to_vec()),
    }
    let begins = |city: &str| name.chars().count() >= PREFIX_LETTERS_MIN && city.starts_with(name);
    let mut near: Vec<Zone> = cities().filter(|(city, _)| begins(city)).map(|(_, zone)| zone).collect();
    near.extend(zones_where(begins));
    if near.is_empty() {
        near = slipped(name);
    }
    offered(near)
}

fn offered(zones: Vec<Zone>) -> Place {
    let mut offered: Vec<Zone> = Vec::new();
    for zone in zones {
        if offered.len() < SUGGESTIONS_MAX && !offered.contains(&zone) {
            offered.push(zone);
        }
    }
    if offered.is_empty() { Place::Unknown } else { Place::OneOf(offered) }
}

/// Cities of which this is a slip of the keyboard, nearest first.
fn slipped(name: &str) -> Vec<Zone> {
    let letters: Vec<char> = name.chars().collect();
    let limit = match letters.len() {
        0..=3 => return Vec::new(),
        4..=9 => 1,
        _ => 2,
    };
    let zones = kept_zones().map(|zone| (folded(city_of(zone)), zone));
    let cities = cities().map(|(city, zone)| (city.to_owned(), zone));
    let mut near: Vec<(usize, Zone)> =
        zones.chain(cities).filter_map(|(city, zone)| Some((distance(&letters, &city, limit)?, zone))).collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().map(|(_, zone)| zone).collect()
}

/// Of zones that share a city, the one with the longer name: `America/Argentina/Buenos_Aires`, not its old short form.
fn zones_where(fits: impl Fn(&str) -> bool) -> Vec<Zone> {
    let fitting: Vec<Zone> = kept_zones().filter(|zone| fits(&folded(city_of(*zone)))).collect();
    let longer = |zone: &Zone| {
        fitting.iter().any(|other| city_of(*other) == city_of(*zone) && other.name().len() > zone.name().len())
    };
    fitting.iter().filter(|zone| !longer(zone)).copied().collect()
}

fn kept_zones() -> impl Iterator<Item = Zone> {
    Zone::all().filter(|zone| zone.name().split_once('/').is_some_and(|(region, _)| REGIONS.contains(&region)))
}

fn city_of(zone: Zone) -> &'static str {
    zone.name().rsplit('/').next().unwrap_or_default()
}

/// `London`, `New York`, `UTC+2`.
pub(super) fn name(zone: Zone) -> String {
    let name = zone.name();
    match name.strip_prefix("Etc/GMT") {
        // The database of zones counts hours to the west.
        Some(west) if west.starts_with('-') => format!("UTC{}", west.replace('-', "+")),
        Some(west) if west.starts_with('+') => format!("UTC{}", west.replace('+', "-")),
        _ if name == "Etc/UTC" => "UTC".to_owned(),
        _ => city_of(zone).replace('_', " "),
    }
}

/// `UTC+2`, `gmt -03:30`, `+5:30`, `UTC`.
fn offset(text: &str) -> Option<Zone> {
    let text = text.trim().to_uppercase().replace(['−', '–'], "-").replace(' ', "");
    let named = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT"));
    let rest = named.unwrap_or(&text);
    if named.is_some() && rest.is_empty() {
        return Some(Zone::UTC);
    }
    let (east, digits) = match (rest.strip_prefix('+'), rest.strip_prefix('-')) {
        (Some(digits), _) => (true, digits),
        (None, Some(digits)) => (false, digits),
        (None, None) => return None,
    };
    let (hours, minutes) = digits.split_once([':', '.']).unwrap_or((digits, "0"));
    let hours: u8 = hours.parse().ok()?;
    let minutes: u8 = match minutes {
        // "5.5" is what people make of five and a half hours.
        "5" => 30,
        minutes => minutes.parse().ok()?,
    };
    if minutes != 0 {
        let known = PART_HOURS.iter().find(|(known, _)| *known == (east, hours, minutes));
        return known.map(|(_, zone)| zone_named(zone));
    }
    // The database of zones counts hours to the west: Etc/GMT-2 is two hours ahead.
    let sign = if east { '-' } else { '+' };
    if hours == 0 { Some(Zone::UTC) } else { format!("Etc/GMT{sign}{hours}").parse().ok() }
}

/// Offsets that are no whole hours, as (east, hours, minutes), and where they hold without summer time or most people live.
const PART_HOURS: &[((bool, u8, u8), &str)] = &[
    ((true, 3, 30), "Asia/Tehran"),
    ((true, 4, 30), "Asia/Kabul"),
    ((true, 5, 30), "Asia/Kolkata"),
    ((true, 5, 45), "Asia/Kathmandu"),
    ((true, 6, 30), "Asia/Yangon"),
    ((true, 9, 30), "Australia/Darwin"),
    ((false, 3, 30), "America/St_Johns"),
];

/// Lower case without accents; everything that is no letter or digit parts words.
fn folded(text: &str) -> String {
    let mut folded = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        let plain = match letter {
            'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'ą' => "a",
            'ç' | 'ć' | 'č' => "c",
            'é' | 'è' | 'ê' | 'ë' | 'ę' => "e",
            'í' | 'ì' | 'î' | 'ï' | 'ı' => "i",
            'ñ' | 'ń' => "n",
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'ø' => "o",
            'ú' | 'ù' | 'û' | 'ü' => "u",
            'ş' | 'ś' | 'š' => "s",
            'ł' => "l",
            'ß' => "ss",
            // The dot of a lower-cased İ.
            '\u{307}' => "",
            letter if letter.is_alphanumeric() => {
                folded.push(letter);
                ""
            }
            _ => " ",
        };
        folded.push_str(plain);
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_people_type() {
        let check = |text: &str, expected: &str| {
            let found = match find(text) {
                Place::Zone(zone) => zone.name().to_owned(),
                Place::OneOf(zones) => {
                    format!("? {}", zones.iter().map(|zone| zone.name()).collect::<Vec<_>>().join(" "))
                }
                Place::Unknown => String::new(),
            };
            assert_eq!(found, expected, "{text}");
        };
        check("new york", "America/New_York");
        check("Lagos", "Africa/Lagos");
        check("São Paulo", "America/Sao_Paulo");
        check("europe/london", "Europe/London");
        check("I live in Berlin", "Europe/Berlin");
        check("Paris, France", "Europe/Paris");
        check("near Mumbai", "Asia/Kolkata");
        check("Buenos Aires", "America/Argentina/Buenos_Aires");
        check("İstanbul", "Europe/Istanbul");
        check("UK", "Europe/London");
        check("nigeria", "Africa/Lagos");
        check("Lond", "? Europe/London");
        check("Lodnon", "? Europe/London");
        check(
            "san",
            "? America/Puerto_Rico America/Los_Angeles America/Chicago America/Argentina/San_Juan America/Argentina/San_Luis",
        );
        check("UTC", "UTC");
        check("UTC+2", "Etc/GMT-2");
        check("gmt -3", "Etc/GMT+3");
        check("+5:30", "Asia/Kolkata");
        check("UTC+5.5", "Asia/Kolkata");
        check("UTC-03:30", "America/St_Johns");
        check("UTC+0", "UTC");
        check("UTC+15", "");
        check("UTC+5:17", "");
        check("2", "");
        check("Atlantis", "");
        check("", "");
    }

    #[test]
    fn offsets_lie_where_their_names_say() {
        use chrono::{Offset, TimeZone};
        let noon = chrono::DateTime::UNIX_EPOCH.naive_utc();
        for (text, hours) in [("UTC+2", 2), ("UTC-3", -3), ("UTC+14", 14), ("UTC-12", -12)] {
            let Place::Zone(zone) = find(text) else { panic!("{text}") };
            let seconds = zone.offset_from_utc_datetime(&noon).fix().local_minus_utc();
            assert_eq!((seconds, name(zone).as_str()), (hours * 3600, text));
        }
    }

    #[test]
    fn part_hours_lie_in_zones() {
        for (_, zone) in PART_HOURS {
            assert_eq!(zone_named(zone).name(), *zone);
        }
    }

    #[test]
    fn every_suggestion_fits_a_button() {
        for zone in Zone::all() {
            assert!(format!("zone:{}", zone.name()).len() <= 64, "{zone}");
        }
        assert_eq!(name(zone_named("America/New_York")), "New York");
        assert_eq!(name(Zone::UTC), "UTC");
    }

    #[test]
    fn known_cities_are_written_as_they_are_looked_up() {
        for (city, _) in cities() {
            assert_eq!(folded(city), city);
        }
    }
}

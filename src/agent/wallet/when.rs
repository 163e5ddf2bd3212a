//! Days of later in a sentence: "every month on the 1st", "every friday", "tomorrow", "on 3 december".
//!
//! **Invariant:** the day found is today or later.

use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};

use crate::domain::wallet::Repeats;

/// Months looked through for a day such as the 31st.
const MONTHS_LOOKED_THROUGH: u32 = 12;

/// Takes the words about days out of a sentence; `None` when it has none, and pays now.
pub(super) fn take(words: &mut Vec<&str>, today: NaiveDate) -> Option<(Repeats, NaiveDate)> {
    repeated(words, today).or_else(|| once(words, today).map(|day| (Repeats::Once, day)))
}

fn repeated(words: &mut Vec<&str>, today: NaiveDate) -> Option<(Repeats, NaiveDate)> {
    let lower: Vec<String> = words.iter().map(|word| plain(word)).collect();
    let at = lower.iter().position(|word| matches!(word.as_str(), "every" | "each" | "monthly" | "weekly"))?;
    let next = lower.get(at + 1).map_or("", String::as_str);
    let (repeats, weekly_on, taken) = match (lower.get(at).map_or("", String::as_str), next) {
        ("monthly", _) => (Repeats::Monthly, None, 1),
        ("weekly", _) => (Repeats::Weekly, None, 1),
        (_, "month") => (Repeats::Monthly, None, 2),
        (_, "week") => (Repeats::Weekly, None, 2),
        (_, day) => (Repeats::Weekly, Some(weekday(day)?), 2),
    };
    let rest = lower.get(at + taken..).unwrap_or_default();
    let (first, more) = match (repeats, weekly_on) {
        (_, Some(day)) => (next_weekday(day, today)?, 0),
        (Repeats::Weekly, None) => match on(rest).and_then(|(word, taken)| Some((weekday(word)?, taken))) {
            Some((day, taken)) => (next_weekday(day, today)?, taken),
            None => (today, 0),
        },
        (_, None) => match on(rest).and_then(|(word, taken)| Some((ordinal(word)?, taken))) {
            Some((day, taken)) => (next_day_of_month(day, today)?, taken),
            None => (today, 0),
        },
    };
    words.drain(at..at + taken + more);
    Some((repeats, first))
}

/// Behind "for", a day belongs to what it is for.
fn once(words: &mut Vec<&str>, today: NaiveDate) -> Option<NaiveDate> {
    let lower: Vec<String> = words.iter().map(|word| plain(word)).collect();
    let end = lower.iter().position(|word| word == "for").unwrap_or(lower.len());
    for at in 0..end {
        let rest = lower.get(at..end)?;
        if rest.first().is_some_and(|word| word == "tomorrow") {
            words.drain(at..=at);
            return today.checked_add_days(Days::new(1));
        }
        if rest.first().is_some_and(|word| word == "on")
            && let Some((day, taken)) = date(rest.get(1..).unwrap_or_default(), today)
        {
            words.drain(at..=at + taken);
            return Some(day);
        }
    }
    None
}

/// `on the 1st`, `on 1st`, `the 1st`: the telling word, and how many words that took.
fn on(words: &[String]) -> Option<(&str, usize)> {
    let fillers = words.iter().take_while(|word| matches!(word.as_str(), "on" | "the")).count();
    (fillers > 0).then_some(())?;
    words.get(fillers).map(|word| (word.as_str(), fillers + 1))
}

/// A day behind "on", and how many words it took.
fn date(words: &[String], today: NaiveDate) -> Option<(NaiveDate, usize)> {
    let skipped = usize::from(words.first().is_some_and(|word| word == "the"));
    let first = words.get(skipped)?.as_str();
    let second = words.get(skipped + 1).map_or("", String::as_str);
    if let Ok(day) = first.parse::<NaiveDate>() {
        return (day >= today).then_some((day, skipped + 1));
    }
    if let Some(day) = weekday(first) {
        return Some((next_weekday(day, today)?, skipped + 1));
    }
    let in_month = |month: u32, day: u32| {
        let this_year = NaiveDate::from_ymd_opt(today.year(), month, day).filter(|found| *found >= today);
        this_year.or_else(|| NaiveDate::from_ymd_opt(today.year() + 1, month, day))
    };
    match (ordinal(first), month(second), month(first), ordinal(second)) {
        (Some(day), Some(month), ..) => Some((in_month(month, day)?, skipped + 2)),
        (.., Some(month), Some(day)) => Some((in_month(month, day)?, skipped + 2)),
        (Some(day), None, ..) if first.chars().any(char::is_alphabetic) || skipped == 1 => {
            Some((next_day_of_month(day, today)?, skipped + 1))
        }
        _ => None,
    }
}

fn plain(word: &str) -> String {
    word.trim_matches(|letter: char| matches!(letter, ',' | '.' | '?' | '!')).to_lowercase()
}

/// 1 for "1", "1st" and "first".
fn ordinal(word: &str) -> Option<u32> {
    if word == "first" {
        return Some(1);
    }
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn weekday(word: &str) -> Option<Weekday> {
    (word.len() >= 3).then_some(())?;
    word.strip_suffix('s').filter(|word| word.ends_with("day")).unwrap_or(word).parse().ok()
}

fn month(word: &str) -> Option<u32> {
    (word.len() >= 3).then_some(())?;
    word.parse::<chrono::Month>().ok().map(|month| month.number_from_month())
}

fn next_weekday(day: Weekday, today: NaiveDate) -> Option<NaiveDate> {
    let ahead = (day.num_days_from_monday() + 7 - today.weekday().num_days_from_monday()) % 7;
    today.checked_add_days(Days::new(ahead.into()))
}

fn next_day_of_month(day: u32, today: NaiveDate) -> Option<NaiveDate> {
    let first = today.with_day(1)?;
    let months = (0..=MONTHS_LOOKED_THROUGH).filter_map(|ahead| first.checked_add_months(Months::new(ahead)));
    months.filter_map(|month| month.with_day(day)).find(|found| *found >= today)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Tuesday.
    fn today() -> NaiveDate {
        "2026-03-31".parse().unwrap()
    }

    #[test]
    fn days_are_found_and_taken_out() {
        let check = |text: &str, expected: Option<(Repeats, &str)>, rest: &str| {
            let mut words: Vec<&str> = text.split_whitespace().collect();
            let found = take(&mut words, today());
            assert_eq!(found, expected.map(|(repeats, day)| (repeats, day.parse().unwrap())), "{text}");
            assert_eq!(words.join(" "), rest, "{text}");
        };
        let (once, weekly, monthly) = (Repeats::Once, Repeats::Weekly, Repeats::Monthly);
        check("20 to ana", None, "20 to ana");
        check("20 every month on the 1st for rent", Some((monthly, "2026-04-01")), "20 for rent");
        check("20 for rent every month on the 31st", Some((monthly, "2026-03-31")), "20 for rent");
        check("20 monthly for rent", Some((monthly, "2026-03-31")), "20 for rent");
        check("20 each month on 15 for rent", Some((monthly, "2026-04-15")), "20 for rent");
        check("20 every friday", Some((weekly, "2026-04-03")), "20");
        check("20 every week on monday for milk", Some((weekly, "2026-04-06")), "20 for milk");
        check("20 weekly", Some((weekly, "2026-03-31")), "20");
        check("20 tomorrow", Some((once, "2026-04-01")), "20");
        check("20 on friday for lunch", Some((once, "2026-04-03")), "20 for lunch");
        check("20 on 3 april", Some((once, "2026-04-03")), "20");
        check("20 on march 3rd", Some((once, "2027-03-03")), "20");
        check("20 on the 5th", Some((once, "2026-04-05")), "20");
        check("20 on 2026-12-01", Some((once, "2026-12-01")), "20");
        check("20 on 2020-12-01", None, "20 on 2020-12-01");
        check("20 for lunch on friday", None, "20 for lunch on friday");
        check("every now and then", None, "every now and then");
    }
}

//! The same questions elsewhere: other payees, another currency, 28 years earlier, so that lines learnt by heart show.
//!
//! After 28 years the calendar repeats: every day falls on its weekday, and leap years on leap years.

use std::collections::BTreeMap;

const YEARS: i32 = 28;
/// Euros become Swedish kronor.
const CURRENCY: (&str, &str) = ("EUR", "SEK");

/// What words become.
pub(crate) struct Elsewhere {
    payees: BTreeMap<String, String>,
}

impl Elsewhere {
    /// The words that stand for payees, one a line.
    pub(crate) fn new(payees: &str) -> Self {
        let names = payees.lines().map(str::trim).filter(|name| !name.is_empty());
        Self { payees: names.enumerate().map(|(place, name)| (name.to_lowercase(), made_up(place))).collect() }
    }

    /// A text with its payees, years and currency replaced, word by word.
    pub(crate) fn moved(&self, text: &str) -> String {
        let mut out = String::new();
        let mut word = String::new();
        for letter in text.chars().chain(['\n']) {
            if letter.is_alphanumeric() {
                word.push(letter);
                continue;
            }
            out.push_str(&self.word(&word, &out));
            word.clear();
            out.push(letter);
        }
        out.pop();
        out
    }

    fn word(&self, word: &str, before: &str) -> String {
        if let Some(other) = self.payees.get(&word.to_lowercase()) {
            let capital = word.chars().all(|letter| !letter.is_lowercase());
            return if capital { other.to_uppercase() } else { other.clone() };
        }
        if word == CURRENCY.0 {
            return CURRENCY.1.to_owned();
        }
        match word.to_lowercase().as_str() {
            "euro" | "euros" => return "kronor".to_owned(),
            _ => {}
        }
        let Ok(number) = word.parse::<i32>() else { return word.to_owned() };
        let short = ["q1 ", "q2 ", "q3 ", "q4 ", "'"].iter().any(|lead| before.to_lowercase().ends_with(lead));
        match number {
            2000..=2099 if word.len() == 4 && !before.ends_with('.') => (number - YEARS).to_string(),
            20..=29 if short => (number + 100 - YEARS).to_string(),
            _ => word.to_owned(),
        }
    }
}

/// A name that no language has and no other place gets.
fn made_up(place: usize) -> String {
    const STARTS: [&str; 16] =
        ["Br", "V", "Kl", "Dr", "Z", "Tr", "Gl", "Pl", "Fr", "Kn", "Sk", "Str", "Bl", "Qu", "Sn", "Thr"];
    const MIDDLES: [&str; 8] = ["oonq", "ukv", "izolt", "avesk", "ernod", "ylmax", "ombri", "ekkul"];
    let start = STARTS.get(place % STARTS.len()).copied().unwrap_or_default();
    let middle = MIDDLES.get(place / STARTS.len() % MIDDLES.len()).copied().unwrap_or_default();
    format!("{start}{middle}{}", if place >= STARTS.len() * MIDDLES.len() { "or" } else { "o" })
}

//! Holds a reply against what was computed: the semantics of `evals/README.md`.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use crate::text::{Kind, Number, days, flat, months, numbers, place_of};

/// Longer replies are no answers.
const LETTERS_MAX: usize = 6_000;
/// A count, a day or a month counts among so many.
const FIRST: usize = 3;

/// What a reply has to say.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Expectation {
    pub(crate) kind: String,
    pub(crate) value: Value,
    #[serde(default)]
    pub(crate) tolerance: Option<Decimal>,
    #[serde(default)]
    pub(crate) signed: bool,
    #[serde(default)]
    pub(crate) ordered: bool,
    #[serde(default)]
    pub(crate) among: Vec<String>,
    #[serde(default)]
    pub(crate) amounts: Vec<Decimal>,
    #[serde(default)]
    pub(crate) alts: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(crate) must_include: Vec<Value>,
    #[serde(default)]
    pub(crate) forbid: Vec<String>,
    #[serde(default)]
    pub(crate) yes_if: Vec<String>,
    #[serde(default)]
    pub(crate) no_if: Vec<String>,
}

impl Expectation {
    /// Why the reply is wrong; `None` when it is right.
    pub(crate) fn failure(&self, reply: &str) -> Option<String> {
        if reply.trim().is_empty() || reply.chars().count() > LETTERS_MAX {
            return Some("no reply, or no end of it".to_owned());
        }
        for wanted in &self.must_include {
            let choices = wanted.as_array().cloned().unwrap_or_else(|| vec![wanted.clone()]);
            if !choices.iter().filter_map(Value::as_str).any(|choice| says(reply, choice)) {
                return Some(format!("does not say {wanted}"));
            }
        }
        if let Some(named) = self.forbid.iter().find(|name| place_of(reply, name).is_some()) {
            return Some(format!("names {named}"));
        }
        let right = match self.kind.as_str() {
            "amount" => self.wanted().iter().all(|amount| has_amount(reply, *amount, self.signed)),
            "count" => self.wanted().first().is_some_and(|count| has_count(reply, *count)),
            "percent" => self.wanted().first().is_some_and(|percent| self.has_percent(reply, *percent)),
            "date" => self.value.as_str().is_some_and(|day| has_day(reply, day)),
            "name" => self.value.as_str().is_some_and(|name| self.is_named_first(reply, name)),
            "names" => self.are_named(reply),
            "yesno" => self.said(reply) == self.value.as_bool(),
            "none" => self.value.as_str().is_some_and(|why| says_none(reply, why)),
            _ => false,
        };
        (!right).then(|| format!("{} {} is not what it says", self.kind, self.value))
    }

    fn wanted(&self) -> Vec<Decimal> {
        let decimal = |value: &Value| value.to_string().parse().ok();
        match &self.value {
            Value::Array(values) => values.iter().filter_map(decimal).collect(),
            value => decimal(value).into_iter().collect(),
        }
    }

    fn has_percent(&self, reply: &str, percent: Decimal) -> bool {
        let near =
            |number: &Number| (number.value - percent.abs()).abs() <= self.tolerance.unwrap_or(Decimal::new(5, 1));
        numbers(reply).iter().any(|number| number.kind == Kind::Percent && near(number))
    }

    /// A name, or a month as `2025-12`, before its rivals; or beside all its amounts.
    fn is_named_first(&self, reply: &str, name: &str) -> bool {
        if let Some((year, month)) = month_of(name) {
            let rivals: Vec<(i32, u32)> = self.among.iter().filter_map(|rival| month_of(rival)).collect();
            let is_rival = |(named, number): &(Option<i32>, u32)| {
                rivals.is_empty()
                    || rivals.iter().any(|rival| rival.1 == *number && named.is_none_or(|named| named == rival.0))
            };
            let first = months(reply).into_iter().find(is_rival);
            return first.is_some_and(|(named, number)| number == month && named.is_none_or(|named| named == year));
        }
        let Some(place) = self.place(reply, name) else { return false };
        let rivals = self.among.iter().filter(|rival| *rival != name);
        let is_first = rivals.filter_map(|rival| self.place(reply, rival)).all(|rival| place < rival);
        is_first
            || !self.amounts.is_empty()
                && self.among.len() == 2
                && self.amounts.iter().all(|amount| has_amount(reply, *amount, false))
    }

    fn are_named(&self, reply: &str) -> bool {
        let names: Vec<&str> = self.value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let Some(places) = names.iter().map(|name| self.place(reply, name)).collect::<Option<Vec<_>>>() else {
            return false;
        };
        !self.ordered || places.is_sorted()
    }

    fn place(&self, reply: &str, name: &str) -> Option<usize> {
        let others = self.alts.get(name).into_iter().flatten().map(String::as_str);
        std::iter::once(name).chain(others).filter_map(|name| place_of(reply, name)).min()
    }

    /// Yes or no, by the first word, a negation in the first sentence, or the words that mean either.
    fn said(&self, reply: &str) -> Option<bool> {
        let first = flat(reply.split(['.', '\n', '!']).next().unwrap_or_default());
        match first.split(' ').next() {
            Some("yes") => return Some(true),
            Some("no") => return Some(false),
            _ => {}
        }
        let negated = reply
            .split(['.', '\n'])
            .next()
            .is_some_and(|sentence| sentence.contains("n't") || place_of(sentence, "not").is_some());
        if negated {
            return Some(false);
        }
        let first_of = |words: &[String]| words.iter().filter_map(|words| flat(reply).find(&flat(words))).min();
        match (first_of(&self.yes_if), first_of(&self.no_if)) {
            (Some(yes), Some(no)) => Some(yes < no),
            (Some(_), None) => Some(true),
            (None, Some(_)) => Some(false),
            (None, None) => None,
        }
    }
}

/// To the cent; a whole amount may stand without its cents.
fn has_amount(reply: &str, amount: Decimal, signed: bool) -> bool {
    let is_it = |number: &&Number| number.kind != Kind::Percent && number.value == amount.abs();
    let hits: Vec<Number> = numbers(reply).iter().filter(is_it).cloned().collect();
    if !signed || hits.is_empty() {
        return !hits.is_empty();
    }
    let short =
        ["more went out", "overspent", "more than you", "more than came"].iter().any(|words| reply.contains(words));
    let negative = hits.iter().any(|number| number.negative) || short;
    negative == amount.is_sign_negative()
}

fn has_count(reply: &str, count: Decimal) -> bool {
    const WORDS: [&str; 3] = ["no", "once", "twice"];
    let mut counted: Vec<Decimal> = Vec::new();
    for number in numbers(reply).iter().filter(|number| number.kind == Kind::Plain) {
        if !counted.contains(&number.value) {
            counted.push(number.value);
        }
    }
    let word = usize::try_from(count).ok().and_then(|count| WORDS.get(count));
    counted.iter().take(FIRST).any(|found| *found == count) || word.is_some_and(|word| place_of(reply, word).is_some())
}

fn has_day(reply: &str, day: &str) -> bool {
    let Ok(day) = day.parse::<chrono::NaiveDate>() else { return false };
    use chrono::Datelike as _;
    let is_it = |(year, month, number): &(Option<i32>, u32, u32)| {
        (*month, *number) == (day.month(), day.day()) && year.is_none_or(|year| year == day.year())
    };
    days(reply).iter().take(FIRST).any(is_it)
}

/// What must stand somewhere: `amount:12.34`, `date:2026-03-01`, or words.
fn says(reply: &str, wanted: &str) -> bool {
    if let Some(amount) = wanted.strip_prefix("amount:") {
        return amount.parse().is_ok_and(|amount| has_amount(reply, amount, false));
    }
    if let Some(day) = wanted.strip_prefix("date:") {
        return has_day(reply, day);
    }
    match flat(wanted).is_empty() {
        true => reply.contains(wanted),
        false => flat(reply).contains(&flat(wanted)),
    }
}

/// Nothing there, nothing known, or not farthing's to answer: said in words, and without an amount before them.
fn says_none(reply: &str, why: &str) -> bool {
    const BROKEN: [&str; 3] = ["went wrong", "not sure what", "didn't understand"];
    let words: &[&str] = match why {
        "zero" => &["no", "none", "nothing", "never", "0"],
        "no_data" => &["no", "none", "nothing", "don't", "cover", "only have", "only know", "statements"],
        _ => &["only help", "sorry", "can't", "can only", "not something"],
    };
    let said = words.iter().any(|words| place_of(reply, words).is_some());
    let amounts = numbers(reply).iter().filter(|number| number.kind == Kind::Money && !number.value.is_zero()).count();
    let broken = why != "out_of_scope" && BROKEN.iter().any(|words| reply.contains(words));
    said && !broken && (why != "out_of_scope" || amounts == 0)
}

fn month_of(text: &str) -> Option<(i32, u32)> {
    let (year, month) = text.split_once('-')?;
    (month.len() == 2 && year.len() == 4).then_some(())?;
    Some((year.parse().ok()?, month.parse().ok()?))
}

//! Sentences that set or remove budgets, and others.

use super::*;
use crate::domain::{KnownBudget, KnownMerchant, MerchantId, Vocabulary};

fn vocabulary() -> Vocabulary {
    let merchant = |key: &str, name: &str| KnownMerchant { id: MerchantId::new(), key: key.into(), name: name.into() };
    Vocabulary {
        merchants: vec![merchant("tesco stores", "Tesco"), merchant("netflix com", "Netflix")],
        home_currency: "GBP".parse().ok(),
        budgets: vec![KnownBudget { categories: vec!["Transport".into()], ..KnownBudget::default() }],
        ..Vocabulary::default()
    }
}

fn shown(text: &str) -> Option<String> {
    let set = read(text, "2026-03-31".parse().unwrap(), &vocabulary())?;
    let currency = set.currency.map_or(String::new(), |currency| format!(" {currency}"));
    let every = set.every.map_or("?".to_owned(), |every| format!("{every:?}").to_lowercase());
    let names: Vec<&str> = set.categories.iter().chain(&set.merchants).map(String::as_str).collect();
    let rolls = if set.rolls_over == Some(true) { " rolls" } else { "" };
    Some(format!("{}{currency} {every} [{}]{rolls}", set.amount.normalize(), names.join(", ")))
}

#[test]
fn sentences_that_set_a_budget_are_told_from_others() {
    let check = |text: &str, expected: &str| assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
    check("200 a month for eating out", "200 month [Dining]");
    check("£200 a month for eating out", "200 GBP month [Dining]");
    check("50 € a week on groceries.", "50 EUR week [Groceries]");
    check("1,500 a year for travel", "1500 year [Travel]");
    check("set a budget of 200 a month for eating out", "200 month [Dining]");
    check("Please set my groceries budget to 400", "400 ? [Groceries]");
    check("groceries budget 400", "400 ? [Groceries]");
    check("budget groceries 400 a month", "400 month [Groceries]");
    check("budget 400 for groceries", "400 ? [Groceries]");
    check("weekly groceries budget 90", "90 week [Groceries]");
    check("limit eating out to 200 a month", "200 month [Dining]");
    check("I want to spend at most 200 a month on eating out", "200 month [Dining]");
    check("no more than 60 a week at tesco", "60 week [tesco]");
    check("300 a month for groceries and eating out", "300 month [Groceries, Dining]");
    check("2000 a month for everything", "2000 month []");
    check("budget 2000 a month", "2000 month []");
    check("2000 from payday to payday for all spending", "2000 payday []");
    check("200 a month for eating out, rolling over", "200 month [Dining] rolls");
    check("budget 200 for eating out", "200 ? [Dining]");
    check("keep groceries under 400 a month", "400 month [Groceries]");
    check("Keep my eating out below £200 a month please", "200 GBP month [Dining]");
    check("stay under 400 a month for groceries", "400 month [Groceries]");
    check("keep me under 1000 a month", "1000 month []");
    check("keep my spending under 1000 a month", "1000 month []");
    check("set a 50 weekly limit on coffee", "50 week [coffee]");
    check("set a budget limit of 50 a week for coffee", "50 week [coffee]");
    check("max 1000 a month", "1000 month []");
    check("weekly budget of 250", "250 week []");
    check("raise my groceries budget to 450", "450 ? [Groceries]");
    check("cut my dining budget down to 80", "80 ? [Dining]");
    check("make my dining budget 250", "250 ? [Dining]");
    check("raise transport to 90", "90 ? [Transport]");
    check("set transport to 90 a week", "90 week [Transport]");
    check("30 a month at Netflix", "30 month [netflix]");
    check("€30 a month at Netflix", "30 EUR month [netflix]");
    check("30 usd a month for netflix", "30 USD month [netflix]");
    check("netflix budget 30 eur", "30 EUR ? [netflix]");
    check("cap tesco at 60 a week", "60 week [tesco]");
    check("200/month for eating out", "200 month [Dining]");
    check("I don't want to spend more than 100 a week on groceries", "100 week [Groceries]");
    // The tool says that these are no spending.
    check("200 a month for income", "200 month [Income]");
    check("500 a month for savings", "500 month [Savings]");
}

#[test]
fn other_sentences_set_none() {
    for text in [
        "",
        "budget",
        "budget 200",
        "how much is left of my 200 a month for eating out?",
        "am i under budget",
        "my dining budget is 200 a month, how much is left?",
        "200 a month",
        "netflix 12 a month",
        "paid 200 a month for eating out",
        "i spend 200 a month on eating out",
        "save 200 a month for a holiday",
        "200 for eating out",
        "200 a month for zorblax",
        "200 a month for eating out with ben",
        "send 20 to @ana every month for rent",
        "between 100 and 200 a month for groceries",
        "did i stay under 200 a month for groceries",
        "show groceries over 200 a month",
        "5.50 coffee",
        "raise dining to 90",
        "raise my groceries budget by 50",
        "set groceries to 450",
        "keep 200 for groceries",
        "set aside 200 a month for travel",
        "30 a month at zorblax",
        "20 a day for lunch",
        "keep the receipt for 30",
    ] {
        assert_eq!(shown(text), None, "{text}");
    }
}

#[test]
fn no_question_sets_a_budget() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("evals/questions.jsonl");
    let mut asked = 0;
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let question: serde_json::Value = serde_json::from_str(line).unwrap();
        for turn in question["turns"].as_array().unwrap() {
            let text = turn.as_str().unwrap().trim_end_matches('?');
            assert_eq!(shown(text), None, "{text}");
            asked += 1;
        }
    }
    assert!(asked > 150, "{asked}");
}

#[test]
fn sentences_that_remove_a_budget_are_told_from_others() {
    let check = |text: &str, expected: Option<&str>| {
        let found = removal::read(text, "2026-03-31".parse().unwrap(), &vocabulary());
        let found = found.map(|removal| match removal {
            removal::Removal::TheOne => "the one".to_owned(),
            removal::Removal::For(subject) => [subject.categories, subject.merchants].concat().join(", "),
        });
        assert_eq!(found.as_deref(), expected, "{text}");
    };
    check("remove my dining budget", Some("Dining"));
    check("Please delete the budget for eating out", Some("Dining"));
    check("drop my weekly tesco budget please", Some("tesco"));
    check("get rid of the budget for everything", Some(""));
    check("remove my budget", Some("the one"));
    check("remove the transport limit", Some("Transport"));
    for text in [
        "remove my dining limit",
        "remove my limit",
        "remove dining",
        "remove the zorblax budget",
        "remove my dining budget and my tesco budget",
        "remove 20 from my dining budget",
        "did I remove my dining budget",
        "should I remove my dining budget?",
        "how is my dining budget",
        "budget",
        "",
    ] {
        check(text, None);
    }
}

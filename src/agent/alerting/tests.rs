//! Sentences that ask for alerts or end them, and others.

use super::recognise::{Wanted, read};
use crate::domain::{AccountId, KnownAccount, KnownMerchant, MerchantId, Vocabulary};

fn vocabulary() -> Vocabulary {
    let merchant = |key: &str, name: &str| KnownMerchant { id: MerchantId::new(), key: key.into(), name: name.into() };
    let account = |name: &str| KnownAccount {
        id: AccountId::new(),
        name: name.into(),
        number_masked: None,
        currency: "GBP".parse().unwrap(),
    };
    Vocabulary {
        merchants: vec![merchant("tesco stores", "Tesco"), merchant("netflix com", "Netflix")],
        accounts: vec![account("Joint"), account("Current")],
        home_currency: "GBP".parse().ok(),
        ..Vocabulary::default()
    }
}

fn shown(text: &str) -> Option<String> {
    Some(match read(text, "2026-03-31".parse().unwrap(), &vocabulary())? {
        Wanted::Unknown(name) => format!("unknown {name}"),
        Wanted::Unclear => "unclear".to_owned(),
        Wanted::Remove(words) => format!("remove [{}]", words.join(" ")),
        Wanted::Propose(wanted) => {
            let about = format!("{:?}", wanted.about).to_lowercase();
            let names: Vec<&str> = wanted.categories.iter().chain(&wanted.merchants).map(String::as_str).collect();
            let mut parts = vec![about, format!("[{}]", names.join(", "))];
            parts.extend(wanted.account.map(|account| format!("at {account}")));
            parts.extend(wanted.incoming.then(|| "in".to_owned()));
            parts.extend(wanted.amount.map(|amount| amount.normalize().to_string()));
            parts.extend(wanted.currency.map(|currency| currency.to_string()));
            parts.extend(wanted.every.map(|every| format!("{every:?}").to_lowercase()));
            parts.join(" ")
        }
    })
}

#[test]
fn sentences_that_ask_for_an_alert() {
    let check = |text: &str, expected: &str| assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
    check("tell me when anything over 100 leaves the joint account", "payment [] at Joint 100");
    check("let me know when Netflix goes up", "pricerise [netflix]");
    check("alert me if groceries go over 400 this month", "spent [Groceries] 400 month");
    check("warn me when my balance drops below 200", "balance [] 200");
    check("Please tell me whenever more than £50 goes out of Joint", "payment [] at Joint 50 GBP");
    check("notify me of any payment over 250", "payment [] 250");
    check("alert me about payments over 100 at Tesco", "payment [tesco] 100");
    check("let me know if I spend over 60 at tesco this week", "spent [tesco] 60 week");
    check("tell me if eating out goes above 200 a month", "spent [Dining] 200 month");
    check("tell me when I spend more than 1000 this month", "spent [] 1000 month");
    check("alert me when groceries hit 400", "spent [Groceries] 400 month");
    check("tell me when my joint account falls under 300", "balance [] at Joint 300");
    check("warn me if there is less than 50 in Current", "balance [] at Current 50");
    check("tell me when Netflix charges me", "payment [netflix]");
    check("ping me when I pay Tesco", "payment [tesco]");
    check("let me know when I get paid", "payment [Income] in");
    check("tell me when more than 500 comes in", "payment [] in 500");
    check("tell me when money comes into the joint account", "payment [] at Joint in");
    check("tell me when anything leaves the joint account", "payment [] at Joint");
    check("let me know when netflix gets more expensive", "pricerise [netflix]");
    check("tell me if Netflix raises its price", "pricerise [netflix]");
    check("alert me if a payment of 500 or more is made", "payment [] 500");
    check("could you warn me when my current account is below £20", "balance [] at Current 20 GBP");
}

#[test]
fn what_is_unknown_or_unclear_is_said_so() {
    let check = |text: &str, expected: &str| assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
    check("tell me when zorblax goes up", "unknown zorblax");
    check("alert me if zorblax goes over 400 this month", "unknown zorblax");
    check("tell me when anything over 100 leaves the holiday account", "unknown holiday");
    check("warn me when my holiday account drops below 200", "unknown holiday");
    check("alert me", "unclear");
    check("notify me about things", "unclear");
    check("warn me when my balance is odd", "unclear");
}

#[test]
fn sentences_that_end_an_alert() {
    let check = |text: &str, expected: &str| assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
    check("remove my netflix alert", "remove [netflix]");
    check("stop telling me about Netflix", "remove [netflix]");
    check("delete the alert for groceries", "remove [groceries]");
    check("remove my alert", "remove []");
    check("stop alerting me when netflix goes up", "remove [netflix]");
}

#[test]
fn other_sentences_are_left_alone() {
    for text in [
        "",
        "tell me when I last paid rent",
        "tell me when I last paid Netflix",
        "tell me how much I spent on groceries",
        "let me know how much is left",
        "tell me about groceries",
        "tell me if I am over budget",
        "tell me when my last payment to Tesco was",
        "when does Netflix go up?",
        "tell me when netflix goes up?",
        "did Netflix go up",
        "tell me what I spent over 100",
        "I want to know what I spent at Tesco in March",
        "remove my netflix budget",
        "remove netflix",
        "i want to spend at most 200 a month on groceries",
        "5.50 coffee",
        "send 20 to @ana when she asks",
    ] {
        assert_eq!(shown(text), None, "{text}");
    }
}

#[test]
fn no_question_asks_for_an_alert() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("evals/questions.jsonl");
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let question: serde_json::Value = serde_json::from_str(line).unwrap();
        for turn in question["turns"].as_array().unwrap() {
            let text = turn.as_str().unwrap().trim_end_matches('?');
            assert_eq!(shown(text), None, "{text}");
        }
    }
}

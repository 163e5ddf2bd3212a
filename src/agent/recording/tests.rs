use super::*;
use crate::domain::{AccountId, KnownAccount};

/// A Tuesday.
const TODAY: &str = "2026-03-31";

fn vocabulary() -> Vocabulary {
    let account = |name: &str, currency: &str| KnownAccount {
        id: AccountId::new(),
        name: name.into(),
        number_masked: None,
        currency: currency.parse().unwrap(),
    };
    let accounts = vec![account("Savings", "GBP"), account("Amex Gold", "GBP"), account("Current Account", "GBP")];
    Vocabulary { accounts, home_currency: "GBP".parse().ok(), ..Vocabulary::default() }
}

/// Each payment as `amount [currency] what [/ payee] [day] [@ account]`; several separated by ` | `.
fn shown(text: &str) -> String {
    let today: NaiveDate = TODAY.parse().unwrap();
    let Some(record) = read(text, today, &vocabulary()) else { return "-".to_owned() };
    let row = |row: &crate::tools::record::ToRecord| {
        let mut shown = row.amount.to_string();
        if let Some(currency) = row.currency {
            shown.push_str(&format!(" {currency}"));
        }
        if !row.what.is_empty() {
            shown.push_str(&format!(" {}", row.what));
        }
        if let Some(payee) = &row.payee {
            shown.push_str(&format!(" / {payee}"));
        }
        if row.day != today {
            shown.push_str(&format!(" on {}", row.day.format("%m-%d")));
        }
        if let Some(account) = &row.account {
            shown.push_str(&format!(" @ {account}"));
        }
        shown
    };
    record.rows.iter().map(row).collect::<Vec<_>>().join(" | ")
}

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, expected)| shown(text) != *expected)
        .map(|(text, expected)| format!("{text:45} → {:40} expected {expected}", shown(text)))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn an_amount_and_what_it_was_for() {
    check(&[
        ("5.50 coffee", "-5.50 coffee"),
        ("coffee 5.50", "-5.50 coffee"),
        ("Coffee 5.50.", "-5.50 Coffee"),
        ("coffee: 5.50", "-5.50 coffee"),
        ("coffee - 3.20", "-3.20 coffee"),
        ("lunch 12,80 €", "-12.80 EUR lunch"),
        ("lunch 12,80€", "-12.80 EUR lunch"),
        ("€12.80 lunch", "-12.80 EUR lunch"),
        ("EUR 12.80 lunch", "-12.80 EUR lunch"),
        ("12.80 eur lunch", "-12.80 EUR lunch"),
        ("20 quid for a taxi", "-20 GBP taxi"),
        ("80p parking", "-0.80 GBP parking"),
        ("parking 50 pence", "-0.50 GBP parking"),
        ("$1,200 laptop", "-1200 USD laptop"),
        ("1 234,50 € sofa", "-1234.50 EUR sofa"),
        ("-30 groceries", "-30 groceries"),
        ("- 30 groceries", "-30 groceries"),
        ("- coffee 3.20", "-3.20 coffee"),
        ("20 for taxi", "-20 taxi"),
        ("lunch was 12.80", "-12.80 lunch"),
        ("the taxi cost me 23", "-23 taxi"),
        ("dinner came to 64.20", "-64.20 dinner"),
        ("coffee at Starbucks 5.40", "-5.40 coffee / Starbucks"),
        ("5.40 coffee at starbucks", "-5.40 coffee / Starbucks"),
        ("sandwich from pret 5.60", "-5.60 sandwich / Pret"),
        ("starbucks 5.40", "-5.40 starbucks"),
        ("uber to airport 23", "-23 uber to airport"),
        ("dinner with Anna 40", "-40 dinner with Anna"),
        ("fish and chips 9.50", "-9.50 fish and chips"),
        ("9.50 fish and chips", "-9.50 fish and chips"),
        ("birthday gift for dad 45", "-45 birthday gift for dad"),
        ("3 beers 15", "-15 3 beers"),
        ("2 coffees 6.40", "-6.40 2 coffees"),
        ("rent 950", "-950 rent"),
        ("40 groceries", "-40 groceries"),
        ("lunch 12 for 2 people", "-12 lunch for 2 people"),
        ("note 5.50 coffee", "-5.50 coffee"),
    ]);
}

#[test]
fn verbs_of_money_that_went_out() {
    check(&[
        ("paid 40 for fuel yesterday", "-40 fuel on 03-30"),
        ("I paid 40 for fuel", "-40 fuel"),
        ("I've just paid £40 for fuel at Shell", "-40 GBP fuel / Shell"),
        ("spent 1.2k on a laptop on 3 March", "-1200.0 laptop on 03-03"),
        ("spent about 20 on lunch", "-20 lunch"),
        ("we spent 85 on dinner on saturday", "-85 dinner on 03-28"),
        ("spent 2000 on a laptop", "-2000 laptop"),
        ("bought coffee for 5.50", "-5.50 coffee"),
        ("bought a book 12", "-12 book"),
        ("bought 2 pizzas for 24", "-24 2 pizzas"),
        ("paid 20 for 2 pizzas", "-20 2 pizzas"),
        ("paid ben 20", "-20 / Ben"),
        ("paid Ben 20 for lunch", "-20 lunch / Ben"),
        ("paid ben back 20", "-20 / Ben"),
        ("paid back ben 20", "-20 / Ben"),
        ("paid rent 950", "-950 rent"),
        ("paid 950 to the landlord for rent", "-950 rent / Landlord"),
        ("gave mum 50", "-50 / Mum"),
        ("lent ben 20", "-20 / Ben"),
        ("sent 20 to ana", "-20 / Ana"),
        ("tipped the waiter 5", "-5 tip / Waiter"),
        ("donated 20 to Oxfam", "-20 donation / Oxfam"),
        ("withdrew 100", "-100 cash withdrawal"),
        ("took out 60 cash", "-60 cash"),
        ("had lunch for 12", "-12 lunch"),
        ("just had lunch, 12.80", "-12.80 lunch"),
        ("got lunch for 12", "-12 lunch"),
        ("got groceries 45", "-45 groceries"),
        ("got charged 30 by vodafone", "-30 charge / Vodafone"),
        ("40 spent on fuel", "-40 fuel"),
        ("blew 200 on shoes", "-200 shoes"),
    ]);
}

#[test]
fn money_that_came_in() {
    check(&[
        ("got 20 back from Ben", "20 / Ben"),
        ("got 20 from ben for pizza", "20 pizza / Ben"),
        ("got 80 for the bike", "80 bike"),
        ("salary 2500 came in today", "2500 salary"),
        ("salary 2500", "2500 salary"),
        ("2500 salary", "2500 salary"),
        ("got paid 2500", "2500 pay"),
        ("was paid 300 for tutoring", "300 tutoring"),
        ("received 50 from gran", "50 / Gran"),
        ("earned 120 tutoring", "120 tutoring"),
        ("sold the old bike for 80", "80 old bike"),
        ("ben paid me 20", "20 / Ben"),
        ("Ben paid me back 20 for lunch", "20 lunch / Ben"),
        ("mum sent me 100 yesterday", "100 / Mum on 03-30"),
        ("zara refunded 15", "15 refund / Zara"),
        ("got a refund of 15 from zara", "15 refund / Zara"),
        ("refund 15 zara", "15 refund zara"),
        ("tax refund 230", "230 tax refund"),
        ("+50 from gran", "50 / Gran"),
        ("+15 zara refund", "15 zara refund"),
        ("20 back from ben", "20 / Ben"),
        ("won 10 on the lottery", "10 lottery"),
    ]);
}

#[test]
fn days_and_accounts() {
    check(&[
        ("yesterday coffee 3", "-3 coffee on 03-30"),
        ("coffee 3.20 on 3 March", "-3.20 coffee on 03-03"),
        ("coffee 3.20 3 march", "-3.20 coffee on 03-03"),
        ("coffee 3.20 on the 3rd of march", "-3.20 coffee on 03-03"),
        ("3/3 coffee 3.20", "-3.20 coffee on 03-03"),
        ("03.03.2026 coffee 3.20", "-3.20 coffee on 03-03"),
        ("2026-03-03 coffee 3.20", "-3.20 coffee on 03-03"),
        ("lunch 12 last friday", "-12 lunch on 03-27"),
        ("lunch 12 on friday", "-12 lunch on 03-27"),
        ("spent 40 2 days ago on fuel", "-40 fuel on 03-29"),
        ("this morning coffee 3.20", "-3.20 coffee"),
        ("taxi 14 last night", "-14 taxi on 03-30"),
        ("yesteday coffee 3.20", "-3.20 coffee on 03-30"),
        ("-30 groceries cash", "-30 groceries @ Cash"),
        ("30 groceries in cash", "-30 groceries @ Cash"),
        ("paid 30 cash for groceries yesterday", "-30 groceries on 03-30 @ Cash"),
        ("spent 200 on shoes from savings", "-200 shoes @ Savings"),
        ("dinner 64 with my amex", "-64 dinner @ Amex Gold"),
        ("dinner 64 on amex gold", "-64 dinner @ Amex Gold"),
        ("dinner 64 from my current account", "-64 dinner @ Current Account"),
        ("50 cash", "-50 cash"),
    ]);
}

#[test]
fn several_at_once() {
    check(&[
        ("coffee 3.20 and a sandwich 5.60", "-3.20 coffee | -5.60 sandwich"),
        ("coffee 3.20, sandwich 5.60", "-3.20 coffee | -5.60 sandwich"),
        ("coffee 3,20, sandwich 5,60", "-3.20 coffee | -5.60 sandwich"),
        ("3.20 coffee + 5.60 sandwich", "-3.20 coffee | -5.60 sandwich"),
        ("coffee 3\nsandwich 5\nbus 2.80", "-3 coffee | -5 sandwich | -2.80 bus"),
        ("yesterday: coffee 3.20 and sandwich 5.60", "-3.20 coffee on 03-30 | -5.60 sandwich on 03-30"),
        ("coffee 3.20 and sandwich 5.60 cash", "-3.20 coffee @ Cash | -5.60 sandwich @ Cash"),
        ("paid 40 for fuel and 12 for parking", "-40 fuel | -12 parking"),
        ("fish and chips 9.50 and beer 4", "-9.50 fish and chips | -4 beer"),
        ("got 20 from ben and 30 from ana", "20 / Ben | 30 / Ana"),
    ]);
}

#[test]
fn what_is_no_payment_is_left_to_the_planners() {
    let taken: Vec<String> =
        NO_PAYMENTS.iter().filter(|text| shown(text) != "-").map(|text| format!("{text} → {}", shown(text))).collect();
    assert!(taken.is_empty(), "\n{}", taken.join("\n"));
}

#[test]
fn no_question_of_the_evaluation_is_taken_for_a_payment() {
    let lines = include_str!("../../../evals/questions.jsonl").lines();
    let questions = lines.map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let turns = questions.flat_map(|question| question["turns"].as_array().unwrap().clone());
    let turns: Vec<String> = turns.map(|turn| turn.as_str().unwrap().to_owned()).collect();
    assert!(turns.len() >= 150, "{}", turns.len());
    let taken: Vec<&String> = turns.iter().filter(|turn| shown(turn) != "-").collect();
    assert!(taken.is_empty(), "{taken:#?}");
}

const NO_PAYMENTS: &[&str] = &[
    // Questions.
    "coffee 5.50?",
    "how much did I spend on coffee in 2025",
    "how much is 5.50 in euros",
    "top 5 merchants this year",
    "credit interest in 1997",
    "net 1997",
    "show payments over 100 in march",
    "payments over 100",
    "what did I buy for 12.80",
    "spending last 30 days",
    "groceries 2025",
    "tesco 2026",
    "groceries over 50",
    "amazon more than 20",
    "10 biggest purchases",
    "last 3 months groceries",
    "uber since 1 january",
    "average over the past 6 months",
    "dining between 3 and 17 may 2025",
    "q4 2025 vs q4 2024",
    "transport Q2 25",
    "groceries in march and 2 weeks of april",
    "was my rent 950",
    "did I pay 20 to ben",
    "is 300 for groceries a lot",
    "any payment of 12.99",
    "rent last 2 years",
    "eating out 2025 total",
    "5 most expensive meals",
    "spent 300 on groceries in march",
    "spent 300 last month",
    "compare 2024 and 2025",
    "12.99 netflix when",
    // Orders to move money, plans and wishes.
    "send 20 to @ana",
    "send 20 to ana",
    "pay ben 20",
    "transfer 100 to savings",
    "20 to ben",
    "can I afford 20",
    "could I afford a 900 laptop",
    "if I spend 200 on shoes",
    "I want to buy a laptop for 900",
    "I need 20 for lunch",
    "I owe ben 20",
    "ben owes me 20",
    "dinner 40 tomorrow",
    "rent 950 next month",
    "going to spend 30 on lunch",
    "save 200 a month",
    "lend ben 20",
    // Settings, budgets and reminders.
    "budget 200",
    "groceries budget 400",
    "set a limit of 50 for coffee",
    "remind me to pay 40",
    "alert me at 100",
    "goal 5000 for holiday",
    "my pin is 1234",
    "netflix 12.99 monthly",
    "gym 30 per month",
    // Corrections of the answer before.
    "no, I meant 2025",
    "not 20 but 30",
    "change it to 30",
    "make it 20",
    "and in march 2025",
    "undo the 5.50",
    // Other people's payments, and other topics.
    "ben paid 20 for lunch",
    "ana spent 40 on fuel",
    "it is 20 degrees",
    "the score was 3 to 2",
    "I am 35 years old",
    "meet me at 5",
    "see you at 8",
    "3 beers",
    "2 coffees",
    "bought 2 pizzas",
    "version 2.0",
    "tea for 2 people",
    "100 usd to eur",
    // Nothing to note.
    "5.50",
    "spent 20",
    "got 20",
    "it cost 5",
    "hello",
    "coffee",
    "coffee 0",
    "",
    "/spend 20",
    "https://example.org/20",
    "coffee 3.20 and 5.60 and",
    "coffee 3.20 4.50",
    "4111 1111 1111 1111",
    "+44 7700 900123",
];

//! Sentences to calls, outcomes to words.

use rust_decimal::Decimal;
use serde_json::json;

use super::*;
use crate::domain::{AccountId, Currency, MerchantId, Period, TransactionId};
use crate::domain::{KnownAccount, KnownMerchant, OwnCategory};
use crate::texts::Language;
use crate::tools::search::{Found, FoundRow};
use crate::tools::summarise::{Comparison, Coverage, Group, Measure, Summary, Total};

pub(super) fn vocabulary() -> Vocabulary {
    let merchant = |key: &str, name: &str| KnownMerchant { id: MerchantId::new(), key: key.into(), name: name.into() };
    let account = |name: &str, number: &str| KnownAccount {
        id: AccountId::new(),
        name: name.into(),
        number_masked: Some(number.into()),
        currency: currency(),
    };
    let merchants = vec![
        merchant("tesco stores", "Tesco"),
        merchant("aldi sud", "Aldi Süd"),
        merchant("starbucks coffee", "Starbucks"),
        merchant("hotel borges chiado", "Hotel Borges"),
        merchant("standing order hargreaves lettings rent", "Hargreaves Lettings"),
        merchant("vanguard uk isa", "Vanguard"),
        merchant("time out market", "Time Out Market"),
        merchant("acme gmbh salary", "Acme"),
        merchant("b q", "B&Q"),
        merchant("rewe markt", "REWE"),
        merchant("spotify stockholm", "Spotify"),
    ];
    let own = OwnCategory {
        id: crate::domain::CategoryId(10_000),
        parent: crate::domain::Category::Dining,
        name: "Work lunch".into(),
    };
    Vocabulary {
        budgets: Vec::new(),
        goals: Vec::new(),
        tags: vec!["lisbon".parse().unwrap(), "work".parse().unwrap()],
        noted: Vec::new(),
        merchants,
        own_categories: vec![own],
        accounts: vec![account("Current", "…4321"), account("Savings", "…8765")],
        known: vec![period("2025-01-01", "2026-03-31")],
        home_currency: Some(currency()),
    }
}

fn currency() -> Currency {
    "EUR".parse().unwrap()
}

fn texts() -> &'static Texts {
    Language::English.texts()
}

fn today() -> NaiveDate {
    "2026-03-31".parse().unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn ask(text: &str, previous: Option<&Remembered>) -> Plan {
    plan(&Asking { text, today: today(), vocabulary: &vocabulary(), previous, day_first: true, texts: texts() })
}

/// The calls as compact JSON, or the words that are said at once.
pub(super) fn calls(text: &str) -> String {
    describe(&ask(text, None))
}

fn describe(plan: &Plan) -> String {
    match plan {
        Plan::Say(reply) => format!("say: {}", reply.text),
        Plan::Calls { calls, .. } => {
            let calls = calls.iter().map(|call| format!("{} {}", call.name, call.args));
            calls.collect::<Vec<_>>().join("\n").replace('"', "")
        }
    }
}

fn question(text: &str) -> Question {
    match ask(text, None) {
        Plan::Calls { question, .. } => question,
        Plan::Say(reply) => panic!("{text}: {}", reply.text),
    }
}

#[test]
fn sums() {
    let feb = "period:{from:2026-02-01,to:2026-02-28}";
    for (text, expected) in [
        ("groceries feb?", format!("{{filter:{{categories:[Groceries],{feb}}},measure:spending,order:largest}}")),
        (
            "how mcuh did i spnd on resturants last month",
            format!("{{filter:{{categories:[Dining],{feb}}},measure:spending,order:largest}}"),
        ),
        (
            "what did I spend at Tesco last month",
            format!("{{filter:{{merchants:[tesco],{feb}}},measure:net_paid,order:largest}}"),
        ),
        ("tescos in february", format!("{{filter:{{merchants:[tesco],{feb}}},measure:net_paid,order:largest}}")),
        ("rent in february", format!("{{filter:{{merchants:[rent],{feb}}},measure:net_paid,order:largest}}")),
        ("housing in february", format!("{{filter:{{categories:[Housing],{feb}}},measure:spending,order:largest}}")),
        ("petrol in february", format!("{{filter:{{categories:[fuel],{feb}}},measure:spending,order:largest}}")),
        (
            "work lunch in february",
            format!("{{filter:{{categories:[Work lunch],{feb}}},measure:spending,order:largest}}"),
        ),
        (
            "how much did i spend last month excluding rent",
            format!("{{filter:{{except_merchants:[rent],{feb}}},measure:spending,order:largest}}"),
        ),
        (
            "february, transfers aside, how much did I spend",
            format!("{{filter:{{except_categories:[Transfer],{feb}}},measure:spending,order:largest}}"),
        ),
        ("how much did i earn in feb", format!("{{filter:{{{feb}}},measure:income,order:largest}}")),
        ("my salary in feb", format!("{{filter:{{merchants:[salary],{feb}}},measure:money_in,order:largest}}")),
        (
            "how much went into my vanguard isa in feb",
            format!("{{filter:{{merchants:[vanguard],{feb}}},measure:net_paid,order:largest}}"),
        ),
        (
            "spent from my savings account in feb",
            format!("{{filter:{{accounts:[Savings],{feb}}},measure:spending,order:largest}}"),
        ),
        ("how much did i save in feb", format!("{{filter:{{{feb}}},measure:net,order:largest}}")),
        ("savings rate in feb", format!("{{filter:{{{feb}}},measure:savings_rate,order:largest}}")),
        ("b&q in february", format!("{{filter:{{merchants:[b q],{feb}}},measure:net_paid,order:largest}}")),
        (
            "how much did i spend at harrods in feb",
            format!("{{filter:{{merchants:[harrods],{feb}}},measure:net_paid,order:largest}}"),
        ),
        ("how much at next in feb", format!("{{filter:{{merchants:[next],{feb}}},measure:net_paid,order:largest}}")),
        (
            "average tesco visit per trip in feb",
            format!("{{filter:{{merchants:[tesco],{feb}}},measure:net_paid,order:largest,per:payment}}"),
        ),
        ("average monthly spend in feb", format!("{{filter:{{{feb}}},measure:spending,order:largest,per:month}}")),
    ] {
        let got = calls(text).replace("summarise ", "");
        assert_eq!(sorted(&got), sorted(&expected), "{text}\n got {got}");
    }
}

/// Keys of the same objects in another order are the same call.
fn sorted(text: &str) -> Vec<String> {
    let mut parts: Vec<String> =
        text.split([',', '{', '}']).map(str::to_owned).filter(|part| !part.is_empty()).collect();
    parts.sort();
    parts
}

#[test]
fn kinds_of_questions() {
    insta::assert_snapshot!(calls("how many times did i go to starbucks in january"), @"summarise {filter:{merchants:[starbucks],period:{from:2026-01-01,to:2026-01-31}},measure:payments,order:largest}");
    insta::assert_snapshot!(calls("how many payments over 100 did i make in december?"), @"summarise {filter:{except_categories:[Transfer,Savings],over:100,period:{from:2025-12-01,to:2025-12-31}},measure:payments,order:largest}");
    insta::assert_snapshot!(calls("show me shopping payments above 200 in 2025"), @"search {filter:{categories:[Shopping],direction:out,except_categories:[Transfer,Savings],over:200,period:{from:2025-01-01,to:2025-12-31}},offset:0,order:newest}");
    insta::assert_snapshot!(calls("top 3 categories in december"), @"summarise {filter:{period:{from:2025-12-01,to:2025-12-31}},group_by:category,limit:3,measure:spending,order:largest}");
    insta::assert_snapshot!(calls("which month in 2025 did i spend the most?"), @"summarise {filter:{period:{from:2025-01-01,to:2025-12-31}},group_by:month,limit:1,measure:spending,order:largest}");
    insta::assert_snapshot!(calls("biggest purchase in august 2025"), @"search {filter:{direction:out,except_categories:[Transfer],period:{from:2025-08-01,to:2025-08-31}},limit:1,offset:0,order:largest}");
    insta::assert_snapshot!(calls("when did i last go to tesco?"), @"search {filter:{direction:out,except_categories:[Transfer],merchants:[tesco]},limit:1,offset:0,order:newest}");
    insta::assert_snapshot!(calls("more on dining in feb or jan?"), @r"
        summarise {against:{rows:{filter:{categories:[Dining],period:{from:2026-01-01,to:2026-01-31}}}},filter:{categories:[Dining],period:{from:2026-02-01,to:2026-02-28}},measure:spending,order:largest}
        summarise {filter:{categories:[Dining],period:{from:2026-01-01,to:2026-01-31}},measure:spending,order:largest}
        ");
    insta::assert_snapshot!(calls("rewe vs aldi in 2025, which got more?"), @r"
        summarise {against:{rows:{filter:{merchants:[aldi],period:{from:2025-01-01,to:2025-12-31}}}},filter:{merchants:[rewe],period:{from:2025-01-01,to:2025-12-31}},measure:net_paid,order:largest}
        summarise {filter:{merchants:[aldi],period:{from:2025-01-01,to:2025-12-31}},measure:net_paid,order:largest}
        ");
    insta::assert_snapshot!(calls("what share of my spending went on housing in 2025"), @"summarise {against:{rows:{filter:{period:{from:2025-01-01,to:2025-12-31}},measure:spending}},filter:{categories:[Housing],period:{from:2025-01-01,to:2025-12-31}},measure:spending,order:largest}");
    insta::assert_snapshot!(calls("am i over 200 on dining this month?"), @"summarise {against:{amount:{amount:200}},filter:{categories:[Dining],period:{from:2026-03-01,to:2026-03-31}},measure:spending,order:largest}");
    insta::assert_snapshot!(calls("can i afford a €60 jacket this month"), @"summarise {against:{amount:{amount:60}},filter:{period:{from:2026-03-01,to:2026-03-31}},measure:net,order:largest}");
    insta::assert_snapshot!(calls("did I spend more than I earned in may 2025?"), @r"
        summarise {against:{rows:{filter:{period:{from:2025-05-01,to:2025-05-31}},measure:income}},filter:{period:{from:2025-05-01,to:2025-05-31}},measure:spending,order:largest}
        summarise {filter:{period:{from:2025-05-01,to:2025-05-31}},measure:income,order:largest}
        ");
    insta::assert_snapshot!(calls("show dining by month since january"), @"summarise {filter:{categories:[Dining],period:{from:2026-01-01,to:2026-03-31}},group_by:month,measure:spending,order:key}");
    insta::assert_snapshot!(calls("any refunds this month?"), @"search {filter:{direction:in,except_categories:[Income,Transfer,Savings],period:{from:2026-03-01,to:2026-03-31}},offset:0,order:newest}");
}

#[test]
fn knows_what_it_cannot_answer() {
    for text in [
        "what's the weather like tomorrow in london",
        "who won the match last night?",
        "write me a poem about cats",
        "what's the capital of france",
        "explain quantum physics",
        "asdf qwer zxcv",
        "how many people live in paris",
    ] {
        let said = calls(text);
        assert!(said.starts_with("say: Sorry, I can only help with your own money."), "{text}: {said}");
        assert!(!said.chars().any(|c| c == '€' || c == '£'), "{text}: {said}");
    }
    insta::assert_snapshot!(calls("send 20 euros to anna"), @r#"say: I can't move money from here, sorry. Try "How much did I spend on groceries last month?" or "Show payments over 100 in March"."#);
    assert_eq!(calls("transfer 20 to bob"), calls("send 20 euros to anna"));
    insta::assert_snapshot!(calls("spending in december 2026?"), @"say: December 2026 hasn't happened yet, so I have no statements for it.");
    insta::assert_snapshot!(calls("how much did i spend on 30/02/2025"), @"say: I can't read 30/02/2025 as a date; could you write it like 3 April 2025?");
    insta::assert_snapshot!(calls("and february?"), @r#"say: I'm not sure what you'd like to know about that. Try "How much did I spend on groceries last month?" or "Show payments over 100 in March"."#);
    insta::assert_snapshot!(calls("when was that?"), @r#"say: I'm not sure what you'd like to know about that. Try "How much did I spend on groceries last month?" or "Show payments over 100 in March"."#);
    insta::assert_snapshot!(calls("hello"), @r#"say: Hello! I answer questions about your money from your statements. Try "How much did I spend on groceries last month?" or "Show payments over 100 in March"."#);
    for text in ["", "?", "   ", "-", "££££", "💶💶💶", "12", "2025-", "1-2-3-4-5-6"] {
        assert!(matches!(ask(text, None), Plan::Say(_) | Plan::Calls { .. }), "{text}");
    }
}

#[test]
fn follow_ups_take_over_what_they_leave_open() {
    let follow = |first: &str, subject: Option<Subject>, then: &str| {
        let remembered = Remembered { question: question(first), subject };
        // Kept as JSON between processes.
        let kept: Remembered = serde_json::from_value(serde_json::to_value(&remembered).unwrap()).unwrap();
        assert_eq!(kept, remembered);
        describe(&ask(then, Some(&kept)))
    };
    insta::assert_snapshot!(follow("how much on groceries in march?", None, "and february?"), @"summarise {filter:{categories:[Groceries],period:{from:2026-02-01,to:2026-02-28}},measure:spending,order:largest}");
    insta::assert_snapshot!(follow("what did I spend at Tesco last month", None, "and at rewe?"), @"summarise {filter:{merchants:[rewe],period:{from:2026-02-01,to:2026-02-28}},measure:net_paid,order:largest}");
    insta::assert_snapshot!(follow("total spend in october 2025", None, "how much of that was travel?"), @"summarise {filter:{categories:[Travel],period:{from:2025-10-01,to:2025-10-31}},measure:spending,order:largest}");
    insta::assert_snapshot!(follow("how many times did i use starbucks in 2025?", None, "and how much did that cost in total?"), @"summarise {filter:{merchants:[starbucks],period:{from:2025-01-01,to:2025-12-31}},measure:net_paid,order:largest}");
    insta::assert_snapshot!(follow("dining in january", None, "what about the month before?"), @"summarise {filter:{categories:[Dining],period:{from:2025-12-01,to:2025-12-31}},measure:spending,order:largest}");
    insta::assert_snapshot!(follow("How much did I earn in November 2025", None, "and spend?"), @"summarise {filter:{period:{from:2025-11-01,to:2025-11-30}},measure:spending,order:largest}");
    insta::assert_snapshot!(follow("groceries in february", None, "compared to january?"), @r"
        summarise {against:{rows:{filter:{categories:[Groceries],period:{from:2026-01-01,to:2026-01-31}}}},filter:{categories:[Groceries],period:{from:2026-02-01,to:2026-02-28}},measure:spending,order:largest}
        summarise {filter:{categories:[Groceries],period:{from:2026-01-01,to:2026-01-31}},measure:spending,order:largest}
        ");
    insta::assert_snapshot!(follow("groceries in february", None, "list them"), @"search {filter:{categories:[Groceries],period:{from:2026-02-01,to:2026-02-28}},offset:0,order:newest}");
    let tesco = Some(Subject::Payee("Tesco".into()));
    insta::assert_snapshot!(follow("which supermarket did i spend the most at in 2025", tesco, "how many times did i go there?"), @"summarise {filter:{merchants:[tesco],period:{from:2025-01-01,to:2025-12-31}},measure:payments,order:largest}");
    let plan = ask(
        "when was that?",
        Some(&Remembered { question: question("biggest purchase in august 2025?"), subject: None }),
    );
    assert!(matches!(
        plan,
        Plan::Calls { question: Question { intent: Intent::Row { lead: Lead::Date, .. }, .. }, .. }
    ));
}

fn outcome(result: &impl serde::Serialize) -> ToolOutcome {
    ToolOutcome { name: "tool".into(), args: json!({}), result: serde_json::to_value(result).unwrap() }
}

fn summary(measure: Measure, totals: &[(&str, &str, u64)]) -> Summary {
    let totals = totals.iter().map(|(value, currency, rows)| Total {
        currency: currency.parse().unwrap(),
        value: decimal(value),
        rows: *rows,
    });
    Summary {
        measure,
        unit: measure.unit(),
        period: Some(period("2025-01-01", "2026-03-31")),
        coverage: Coverage::Full,
        totals: totals.collect(),
        groups: Vec::new(),
        groups_left_out: 0,
        group_count: 0,
        comparisons: Vec::new(),
        unknown: Vec::new(),
    }
}

fn held(mut summary: Summary, other: &str, difference: &str, percent: &str) -> Summary {
    let currency = summary.totals[0].currency;
    let percent = Some(decimal(percent));
    summary.comparisons = vec![Comparison {
        currency,
        other: decimal(other),
        other_rows: 4,
        difference: decimal(difference),
        percent,
        change: None,
    }];
    summary
}

fn found(rows: &[(&str, &str, &str)]) -> Found {
    let row = |(date, merchant, amount): &(&str, &str, &str)| FoundRow {
        id: TransactionId::new(),
        date: date.parse().unwrap(),
        description: merchant.to_uppercase(),
        merchant: (*merchant).into(),
        category: "Shopping".into(),
        subcategory: None,
        amount: decimal(amount),
        currency: currency(),
        account: "Current".into(),
        decided_by: "file".into(),
        confidence: 1.0,
        tags: Vec::new(),
    };
    let total: Decimal = rows.iter().map(|(_, _, amount)| decimal(amount)).sum();
    let rows: Vec<FoundRow> = rows.iter().map(row).collect();
    Found {
        period: Some(period("2025-01-01", "2026-03-31")),
        coverage: Coverage::Full,
        totals: vec![Total { currency: currency(), value: total, rows: rows.len() as u64 }],
        rows,
        rows_left_out: 0,
        days_ago: Some(6),
        unknown: Vec::new(),
    }
}

/// The reply's text, after checking that each of its numbers is a figure, part of a date, or of the question.
fn word(text: &str, outcomes: &[ToolOutcome]) -> String {
    let question = question(text);
    let Rendered::Reply { reply, remembered } = render(&question, outcomes, today(), texts()) else {
        panic!("{text} asks for more")
    };
    assert_eq!(remembered.question, question);
    let months = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";
    let days = format!(r"(\d{{1,2}} to )?(\d{{1,2}} )?({months})[a-z]*( \d{{4}})?|Q[1-4] 20\d\d|(in|of) 20\d\d\b");
    let without_days = regex::Regex::new(&days).unwrap().replace_all(&reply.text, "").into_owned();
    let mut rest = without_days.replace(phrases::limits(texts(), &question.scope).as_str(), "");
    let shown = reply.figures.iter().map(|figure| match figure.currency {
        Some(currency) => format::money(figure.value, currency),
        None => format::number(figure.value),
    });
    let mut shown: Vec<String> = shown.collect();
    shown.sort_by_key(|figure| std::cmp::Reverse(figure.len()));
    for figure in shown {
        assert!(rest.contains(&figure), "{figure} is a figure, but not in {}", reply.text);
        rest = rest.replacen(&figure, "", 1);
    }
    assert!(reply.figures.iter().all(|figure| figure.tool < outcomes.len().max(1)));
    assert!(!rest.chars().any(|c| c.is_ascii_digit()), "digits that no outcome gave: {rest:?} of {:?}", reply.text);
    reply.text
}

#[test]
fn words_one_figure() {
    let spent = |value| outcome(&summary(Measure::Spending, &[(value, "EUR", 9)]));
    insta::assert_snapshot!(word("groceries in february", &[spent("251.00")]), @"You spent €251.00 on Groceries in February 2026 (9 transactions).");
    insta::assert_snapshot!(word("groceries", &[spent("1251.00")]), @"You spent €1,251.00 on Groceries from 1 January 2025 to 31 March 2026 (9 transactions).");
    insta::assert_snapshot!(word("did i spend anything on taxes in july 2025", &[spent("-186.40")]), @"Yes: €186.40 more came in than went out on Taxes in July 2025 (9 transactions).");
    let two = outcome(&summary(Measure::Spending, &[("251", "EUR", 9), ("30.5", "CHF", 2)]));
    insta::assert_snapshot!(word("groceries in february", &[two]), @"You spent €251.00 and 30.50 CHF on Groceries in February 2026.");
    let net = |value| outcome(&summary(Measure::Net, &[(value, "EUR", 80)]));
    insta::assert_snapshot!(word("what was my net for august 2025", &[net("-2205.10")]), @"You overspent in August 2025: income minus spending comes to -€2,205.10.");
    insta::assert_snapshot!(word("how much did i save last month", &[net("669.50")]), @"You had €669.50 left over in February 2026: income minus spending.");
    insta::assert_snapshot!(word("savings rate in feb?", &[outcome(&summary(Measure::SavingsRate, &[("20.73", "EUR", 80)]))]), @"You kept 20.73% of your income in February 2026.");
    insta::assert_snapshot!(word("how many times did i go to tesco in january", &[outcome(&summary(Measure::Payments, &[("3", "EUR", 3)]))]), @"3 payments at Tesco in January 2026.");
    insta::assert_snapshot!(word("average monthly grocery spend in 2025", &[spent("281.33")]), @"You spent €281.33 a month on Groceries in 2025 on average.");
}

#[test]
fn words_what_is_not_there() {
    let nothing = || summary(Measure::Spending, &[]);
    insta::assert_snapshot!(word("groceries in february", &[outcome(&nothing())]), @"You spent nothing on Groceries in February 2026.");
    let unknown = Summary { unknown: vec!["harrods".into()], ..nothing() };
    insta::assert_snapshot!(word("How much did I spend at Harrods?", &[outcome(&unknown)]), @"I found no payments at Harrods from 1 January 2025 to 31 March 2026.");
    let known = Some(period("2025-01-01", "2026-03-31"));
    let uncovered = Summary { coverage: Coverage::None { known }, ..nothing() };
    insta::assert_snapshot!(word("how much did i spend in june 2024", &[outcome(&uncovered)]), @"I have no statements for June 2024, so I can't tell. Yours run from 1 January 2025 to 31 March 2026.");
    let empty = Summary { coverage: Coverage::None { known: None }, period: None, ..nothing() };
    insta::assert_snapshot!(word("how much did i spend in june 2024", &[outcome(&empty)]), @"I have no statements yet, so I can't tell. Send me one and ask again.");
    let part = Summary {
        coverage: Coverage::Partial { known: vec![period("2025-01-01", "2025-03-31")] },
        ..summary(Measure::Spending, &[("5", "EUR", 1)])
    };
    insta::assert_snapshot!(word("groceries from 1 december 2024 to 31 march 2025", &[outcome(&part)]), @"You spent €5.00 on Groceries from 1 December 2024 to 31 March 2025 (1 transaction). My statements for this cover Q1 2025 only.");
    let tail = Summary {
        coverage: Coverage::Partial { known: vec![period("2026-03-01", "2026-03-28")] },
        ..summary(Measure::Spending, &[("5", "EUR", 1)])
    };
    insta::assert_snapshot!(word("groceries this month", &[outcome(&tail)]), @"You spent €5.00 on Groceries in March 2026 (1 transaction).");
    let mixed = Summary { unknown: vec!["harrods".into()], ..summary(Measure::NetPaid, &[("5", "EUR", 1)]) };
    insta::assert_snapshot!(word("spent at tesco and harrods in 2025", &[outcome(&mixed)]), @"You spent €5.00 at Tesco in 2025 (1 transaction). I found no payments to Harrods.");
    insta::assert_snapshot!(word("groceries in february", &[outcome(&json!({"error": "gone"}))]), @"I couldn't look that up just now. Nothing was changed; please ask again.");
    insta::assert_snapshot!(word("groceries in february", &[]), @"I couldn't look that up just now. Nothing was changed; please ask again.");
}

#[test]
fn words_groups_and_rows() {
    let group =
        |key: &str, value: &str| Group { key: key.into(), currency: currency(), value: decimal(value), rows: 4 };
    let groups = |groups| outcome(&Summary { groups, ..summary(Measure::Spending, &[("100", "EUR", 8)]) });
    insta::assert_snapshot!(word("top 3 categories in december", &[groups(vec![group("Housing", "60"), group("Dining", "40")])]), @r"
        Top categories in December 2025:
        Housing: €60.00
        Dining: €40.00
        ");
    insta::assert_snapshot!(word("which month in 2025 did i spend the most?", &[groups(vec![group("2025-08", "60")])]), @"August 2025: €60.00, the highest in 2025.");
    insta::assert_snapshot!(word("dining by month since january", &[groups(vec![group("2026-01", "60"), group("2026-02", "40")])]), @r"
        Spending on Dining by month so far in 2026:
        January 2026: €60.00
        February 2026: €40.00
        ");
    let rows = found(&[("2025-08-23", "John Lewis", "-549"), ("2026-02-01", "Currys", "-1249")]);
    insta::assert_snapshot!(word("show me shopping payments above 200 since august 2025", &[outcome(&rows)]), @r"
        2 payments over 200 on Shopping from 1 August 2025 to 31 March 2026, €1,798.00 in all:
        23 Aug 2025  John Lewis  €549.00
        1 Feb  Currys  €1,249.00
        ");
    let one = outcome(&found(&[("2025-08-08", "Currys", "-1249")]));
    insta::assert_snapshot!(word("biggest purchase in august 2025", std::slice::from_ref(&one)), @"€1,249.00 at Currys on 8 August 2025, the largest in August 2025.");
    insta::assert_snapshot!(word("when did i last go to tesco?", std::slice::from_ref(&one)), @"On 8 August 2025: €1,249.00 at Currys, the latest I have.");
    insta::assert_snapshot!(word("any refunds this month?", &[outcome(&found(&[("2026-03-10", "Amazon", "15.99")]))]), @r"
        Yes: 1 refund in March 2026, €15.99 in all:
        10 Mar  Amazon  +€15.99
        ");
    insta::assert_snapshot!(word("any refunds this month?", &[outcome(&found(&[]))]), @"No: no refunds in March 2026.");
}

#[test]
fn words_two_sides() {
    let spent = |value| summary(Measure::Spending, &[(value, "EUR", 9)]);
    let jan_feb = [outcome(&held(spent("177.15"), "222.00", "-44.85", "79.8")), outcome(&spent("222.00"))];
    insta::assert_snapshot!(word("more on dining in feb or jan?", &jan_feb), @"Dining in January 2026 came to €222.00, €44.85 more than in February 2026 (€177.15).");
    insta::assert_snapshot!(word("difference between dining in feb and jan", &jan_feb), @"€44.85 less in February 2026 than in January 2026: €177.15 against €222.00.");
    insta::assert_snapshot!(word("was february more expensive than january", &jan_feb), @"No: spending in February 2026 came to €177.15, €44.85 less than in January 2026 (€222.00).");
    let empty_left = [outcome(&summary(Measure::Spending, &[])), outcome(&spent("222.00"))];
    insta::assert_snapshot!(word("more on dining in feb or jan?", &empty_left), @"Dining in January 2026 came to €222.00, €222.00 more than in February 2026 (€0.00).");
    let budget = [outcome(&held(spent("227.65"), "200", "27.65", "113.83"))];
    insta::assert_snapshot!(word("am i over 200 on dining this month?", &budget), @"Yes: you spent €227.65 on Dining in March 2026, €27.65 over €200.00.");
    insta::assert_snapshot!(word("my dining budget is 200 a month, how much is left?", &budget), @"Nothing is left: you are €27.65 over on Dining in March 2026, €227.65 of €200.00.");
    let share = [outcome(&held(spent("251.00"), "2560.84", "-2309.84", "9.80"))];
    insta::assert_snapshot!(word("groceries as % of total spending last month", &share), @"9.8% of your spending went on Groceries in February 2026: €251.00 of €2,560.84.");
    let net =
        |value, difference| [outcome(&held(summary(Measure::Net, &[(value, "EUR", 80)]), "60", difference, "150"))];
    insta::assert_snapshot!(word("can i afford a €60 jacket this month", &net("95.23", "35.23")), @"Yes: income minus spending in March 2026 is €95.23, so €60.00 leaves €35.23.");
    insta::assert_snapshot!(word("can i afford a €60 jacket this month", &net("15.23", "-44.77")), @"No: income minus spending in March 2026 is €15.23, which is €44.77 too little for €60.00.");
    let over = [
        outcome(&held(spent("3530.23"), "2875.02", "655.21", "122.79")),
        outcome(&summary(Measure::Income, &[("2875.02", "EUR", 2)])),
    ];
    insta::assert_snapshot!(word("did I spend more than I earned in may 2025?", &over), @"Yes: you spent €3,530.23 and earned €2,875.02 in May 2025: €655.21 more went out than came in.");
}

#[test]
fn looks_higher_up_where_nothing_is_marked() {
    let question = question("petrol in february");
    let nothing = outcome(&summary(Measure::Spending, &[]));
    let Rendered::More(more) = render(&question, std::slice::from_ref(&nothing), today(), texts()) else {
        panic!("one more call")
    };
    assert_eq!(more.len(), 1);
    let group = Group { key: "Shell".into(), currency: currency(), value: decimal("40"), rows: 2 };
    let parent = outcome(&Summary { groups: vec![group], ..summary(Measure::Spending, &[("110.35", "EUR", 12)]) });
    insta::assert_snapshot!(word("petrol in february", &[nothing.clone(), parent]), @"Nothing is marked as Fuel in February 2026. Transport came to €110.35, most of it Shell: €40.00.");
    insta::assert_snapshot!(word("petrol in february", &[nothing.clone(), nothing]), @"You spent nothing on Fuel in February 2026.");
}

/// Any heap of words gives an answer or calls that the tools accept, alone and after another question.
#[test]
fn every_heap_of_words_gives_valid_calls() {
    let heap = "how much many often when which month last first biggest tesco groceries rent spend earn net refund share more than \
        or and vs budget over 200 €50 5 2025 february since between 3 17 may top category list average per day excluding \
        harrods that there before from to year week left afford buy q4 on 31/12/2025 account savings 1st of the - % x";
    let heap: Vec<&str> = heap.split_whitespace().collect();
    let vocabulary = vocabulary();
    let previous =
        Remembered { question: question("groceries in february"), subject: Some(Subject::Payee("Tesco".into())) };
    let mut planned = 0;
    for (step, first) in heap.iter().enumerate() {
        for second in &heap {
            let third = heap[(step * 7 + second.len() * 13) % heap.len()];
            let text = format!("{first} {second} {third}");
            for previous in [None, Some(&previous)] {
                let asking = Asking {
                    text: &text,
                    today: today(),
                    vocabulary: &vocabulary,
                    previous,
                    day_first: true,
                    texts: texts(),
                };
                let Plan::Calls { question, calls, .. } = plan(&asking) else { continue };
                planned += 1;
                assert!(!calls.is_empty(), "{text}");
                for call in &calls {
                    let args = call.args.clone();
                    let accepted = match call.name.as_str() {
                        SUMMARISE => serde_json::from_value::<crate::tools::summarise::Summarise>(args).is_ok(),
                        _ => serde_json::from_value::<crate::tools::search::Search>(args).is_ok(),
                    };
                    assert!(accepted, "{text}: {}", call.args);
                }
                let nothing = calls.iter().map(|_| outcome(&json!(null))).collect::<Vec<_>>();
                assert!(matches!(render(&question, &nothing, today(), texts()), Rendered::Reply { .. }), "{text}");
            }
        }
    }
    assert!(planned > heap.len() * heap.len(), "most heaps are planned: {planned}");
}

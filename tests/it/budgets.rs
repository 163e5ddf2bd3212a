//! Budgets: set in a sentence, by buttons and by `/budget`; asked about; alerts of them.

use farthing::agent::Answer;
use farthing::tools::budget::{Budgets, BudgetsNow, Every, SetBudget};

use crate::handlers::Chat;
use crate::harness::{Farthing, Person};

/// A book in pounds: three whole months, and March.
async fn begin(person: &Person<'_>) {
    let rows = [
        "2025-12-05,TESCO STORES 3344,-210.00,Groceries",
        "2025-12-12,PIZZA EXPRESS,-60.00,Dining",
        "2026-01-05,TESCO STORES 3344,-230.00,Groceries",
        "2026-01-14,PIZZA EXPRESS,-75.00,Dining",
        "2026-01-25,ACME PAYROLL,2500.00,Income",
        "2026-02-03,TESCO STORES 3344,-243.00,Groceries",
        "2026-02-20,PIZZA EXPRESS,-66.00,Dining",
        "2026-02-25,ACME PAYROLL,2500.00,Income",
        "2026-02-28,LIDL,-8.00,Groceries",
        "2026-03-02,TESCO STORES 3344,-50.00,Groceries",
        "2026-03-09,TESCO STORES 3344,-50.00,Groceries",
        "2026-03-12,PIZZA EXPRESS,-40.00,Dining",
        "2026-03-16,TESCO STORES 3344,-60.00,Groceries",
        "2026-03-19,PRET A MANGER,-9.00,Dining",
        "2026-03-25,ACME PAYROLL,2500.00,Income",
        "2026-03-30,LIDL,-20.00,Groceries",
        "2026-03-31,PRET A MANGER,-6.50,Dining",
    ];
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let (rest, category) = row.rsplit_once(',').unwrap();
            format!("{rest},GBP,Current,{category}\n")
        })
        .collect();
    let file = format!("date,description,amount,currency,account,category\n{}", lines.concat());
    person.import("book.csv", file.as_bytes()).await.unwrap();
}

async fn more(person: &Person<'_>, name: &str, row: &str) {
    let file = format!("date,description,amount,currency,account,category\n{row}\n");
    person.import(name, file.as_bytes()).await.unwrap();
}

fn said(answers: &[(&str, Answer)]) -> String {
    answers.iter().map(|(asked, answer)| format!("> {asked}\n{}\n\n", answer.answer)).collect()
}

#[tokio::test]
async fn a_budget_is_set_changed_asked_about_and_taken_back_in_the_chat() {
    let farthing = Farthing::start().await;
    let mut ana = Chat::with(&farthing, 7001);
    ana.says("/budget").await;
    begin(&farthing.person(7001)).await;
    ana.says("how much is left for groceries this week?").await;
    ana.says("/budget").await;
    ana.taps("Groceries: £240.00 a month").await;
    ana.says("60 a month for eating out").await;
    ana.says("how much is left for groceries this week?").await;
    ana.says("and eating out?").await;
    ana.says("how much is left for eating out this month?").await;
    ana.taps("Show the rows").await;
    ana.says("am I over budget?").await;
    ana.says("can I afford 15 for groceries?").await;
    ana.says("can I afford 150 for groceries?").await;
    ana.says("my budgets").await;
    ana.says("eating out budget 80").await;
    ana.taps("Change").await;
    ana.taps("Carry over what is left").await;
    ana.taps("Change").await;
    ana.taps("Amount").await;
    ana.says("lots").await;
    ana.says("£90").await;
    ana.taps("Undo").await;
    ana.says("/budget").await;
    ana.taps("Dining").await;
    ana.taps("How often").await;
    ana.taps("From payday to payday").await;
    ana.taps("Change").await;
    ana.taps("Remove").await;
    ana.taps("Undo").await;
    ana.says("/budget 500 a month for everything").await;
    ana.says("/budget salary 500").await;
    ana.says("200 a month for income").await;
    ana.says("/budget entertainment").await;
    ana.says("remove my dining budget").await;
    ana.taps("Undo").await;
    ana.says("/budget remove dining").await;
    ana.says("/budget").await;
    ana.taps("Suggest budgets").await;
    ana.taps("All budgets").await;
    ana.taps("Suggest budgets").await;
    ana.taps("Dining: £67.00 a month").await;
    insta::assert_snapshot!(ana.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn what_is_said_follows_the_day() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    begin(&ana).await;
    let mut answers = Vec::new();
    for (day, text) in [
        ("2026-03-01", "300 a month for groceries"),
        ("2026-03-02", "how much is left for groceries?"),
        ("2026-03-10", "how much is left for groceries?"),
        ("2026-03-17", "how much of my groceries budget is left?"),
        ("2026-03-17", "is there enough left in my groceries budget this week?"),
        ("2026-03-17", "how much is left for groceries last month?"),
        ("2026-03-31", "how much is left for groceries"),
        ("2026-04-10", "how much is left for groceries"),
        ("2026-03-10", "100 a week for tesco"),
        ("2026-03-10", "am i over budget at tesco?"),
        ("2026-03-10", "1000 a year for groceries and eating out"),
        ("2026-03-10", "1500 from payday to payday for everything"),
        ("2026-03-10", "how are my budgets"),
        ("2026-03-10", "how much is left this month?"),
    ] {
        answers.push((text, ana.ask_on(day, text).await));
    }
    insta::assert_snapshot!(said(&answers));
    assert_eq!(answers[2].1.tools[0].name, "budgets");
    assert_eq!(answers[2].1.figures[0].rows, 2);
    farthing.finish().await;
}

#[tokio::test]
async fn a_budget_is_named_in_many_ways() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    ana.ask_on("2026-03-31", "what budgets do I have?").await;
    begin(&ana).await;
    more(&ana, "netflix.csv", "2026-03-05,NETFLIX.COM,-12.99,GBP,Current,Entertainment").await;
    let mut answers = Vec::new();
    for text in [
        "what budgets do I have?",
        "remove my budget",
        "budget 200 for eating out",
        "keep groceries under 400 a month",
        "set a 50 weekly limit on coffee",
        "max 1000 a month",
        "raise my groceries budget to 450",
        "30 a month at Netflix",
        "€25 a month for netflix",
        "what budgets do I have?",
        "do I have a budget for netflix?",
        "remove my dining budget",
        "remove my dining budget",
        "remove my netflix budget",
        "remove my budget",
        "200 a month for income",
        "200 a month for savings",
        "200 a month for zorblax",
        "30 a week at zorblax",
        "netflix 12.99 a month",
        "raise my groceries budget by 50",
        "20 a day for lunch",
    ] {
        answers.push((text, ana.ask_on("2026-03-31", text).await));
    }
    insta::assert_snapshot!(said(&answers));
    assert_eq!(farthing.value("select count(*) from budget").await, "5");
    assert_eq!(farthing.value("select count(*) from transaction").await, "18", "nothing was noted as a payment");
    // What is theirs goes with them.
    let mut everything = Vec::new();
    let mut context = ana.context("2026-03-31").await;
    farthing::tools::export::ExportFormat::Json.write(&mut context, &mut everything).await.unwrap();
    drop(context);
    let everything = String::from_utf8(everything).unwrap();
    assert!(everything.contains("budget_versions") && everything.contains(r#""amount":"450""#), "{everything}");
    farthing.finish().await;
}

#[tokio::test]
async fn what_is_left_rolls_over_from_known_periods() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    begin(&ana).await;
    // Set in January: 300 − 230 and 300 − 251 go on into March; of the months before nothing does.
    ana.ask_on("2026-01-10", "300 a month for groceries, rolling over").await;
    let mut context = ana.context("2026-03-17").await;
    let asked = Budgets { categories: vec!["groceries".to_owned()], ..Budgets::default() };
    let now: BudgetsNow = farthing::tools::Tool::call(asked, &mut context).await.unwrap();
    drop(context);
    let budget = &now.budgets[0];
    assert_eq!((budget.carried.to_string().as_str(), budget.left.to_string().as_str()), ("119.00", "259.00"));
    assert_eq!((budget.every, budget.rows, budget.days_left), (Every::Month, 3, 14));
    let said = ana.ask_on("2026-03-17", "how much is left for groceries?").await.answer;
    assert!(said.contains("of £419.00, £119.00 of it left from before"), "{said}");
    farthing.finish().await;
}

#[tokio::test]
async fn what_cannot_be_a_budget_is_refused() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    begin(&ana).await;
    let good = SetBudget {
        categories: vec!["Groceries".to_owned()],
        merchants: Vec::new(),
        tags: Vec::new(),
        amount: "200".parse().unwrap(),
        currency: None,
        every: None,
        payday: None,
        rolls_over: None,
        thresholds: None,
    };
    let check = async |wanted: SetBudget, words: &str| {
        let error = ana.does(wanted).await.unwrap_err();
        assert!(error.words.contains(words) && error.words.contains("othing was set"), "{}", error.words);
    };
    check(SetBudget { amount: "0".parse().unwrap(), ..good.clone() }, "can't be a budget").await;
    check(SetBudget { amount: "-5".parse().unwrap(), ..good.clone() }, "can't be a budget").await;
    check(SetBudget { amount: "1.234".parse().unwrap(), ..good.clone() }, "can't be a budget").await;
    check(SetBudget { amount: "1000000000".parse().unwrap(), ..good.clone() }, "can't be a budget").await;
    check(SetBudget { categories: vec!["Yachts".to_owned()], ..good.clone() }, "no category called Yachts").await;
    check(SetBudget { categories: vec!["Savings".to_owned()], ..good.clone() }, "Savings is none").await;
    check(SetBudget { merchants: vec!["zorblax".to_owned()], ..good.clone() }, "no payee called zorblax").await;
    check(SetBudget { payday: Some(32), ..good.clone() }, "1 to 31").await;
    check(SetBudget { thresholds: Some(vec![0]), ..good.clone() }, "from 1 to 1000%").await;
    check(SetBudget { thresholds: Some(vec![1, 2, 3, 4, 5, 6]), ..good.clone() }, "5 shares at most").await;
    assert_eq!(farthing.value("select count(*) from budget_version").await, "0");
    // The same things again change the budget.
    let set = ana.does(good.clone()).await.unwrap();
    let again = ana.does(SetBudget { amount: "250".parse().unwrap(), ..good }).await.unwrap();
    assert_eq!((again.budget.id, again.before), (set.budget.id, Some("200".parse().unwrap())));
    assert_eq!(farthing.value("select count(*) from budget").await, "1");
    more(&ana, "more.csv", "2026-03-31,LIDL,-1.00,GBP,Current,Groceries").await;
    assert_eq!(farthing.value("select count(*) from job").await, "1", "a file asks for a look at the budgets");
    farthing.finish().await;
}

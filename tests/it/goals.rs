//! Goals: set in a sentence, by buttons and by `/goals`; fed, asked about and taken back; balances over time.

use farthing::agent::Answer;
use farthing::domain::AlertKind;
use farthing::tools::Tool;
use farthing::tools::balances::{Balances, BalancesOverTime};
use farthing::tools::goals::{AddToGoal, GoalNews, Goals, GoalsNow, News, RemoveGoal, SetGoal, news};

use crate::handlers::Chat;
use crate::harness::{Farthing, Person};

/// A current account whose rows print no balance.
async fn begin(person: &Person<'_>) {
    let file = "date,description,amount,currency,account,category\n\
                2026-01-05,TESCO STORES 3344,-230.00,GBP,Current,Groceries\n\
                2026-03-30,ACME PAYROLL,2500.00,GBP,Current,Income\n";
    person.import("current.csv", file.as_bytes()).await.unwrap();
}

/// A savings account with a balance behind each row, January to March.
async fn begin_savings(person: &Person<'_>) {
    let file = "date,description,amount,currency,balance,account\n\
                2026-01-02,FROM CURRENT,200.00,GBP,1000.00,Rainy day saver\n\
                2026-02-02,FROM CURRENT,200.00,GBP,1200.00,Rainy day saver\n\
                2026-02-20,BOILER,-350.00,GBP,850.00,Rainy day saver\n\
                2026-03-02,FROM CURRENT,200.00,GBP,1050.00,Rainy day saver\n\
                2026-03-30,INTEREST,1.50,GBP,1051.50,Rainy day saver\n";
    person.import("savings.csv", file.as_bytes()).await.unwrap();
}

fn said(answers: &[(&str, &str, Answer)]) -> String {
    answers.iter().map(|(day, asked, answer)| format!("{day} > {asked}\n{}\n\n", answer.answer)).collect()
}

async fn asked(
    person: &Person<'_>,
    questions: &[(&'static str, &'static str)],
) -> Vec<(&'static str, &'static str, Answer)> {
    let mut answers = Vec::new();
    for (day, text) in questions {
        answers.push((*day, *text, person.ask_on(day, text).await));
    }
    answers
}

#[tokio::test]
async fn a_goal_is_set_fed_changed_and_taken_back_in_the_chat() {
    let farthing = Farthing::start().await;
    let mut ana = Chat::with(&farthing, 7001);
    ana.says("/goals").await;
    begin(&farthing.person(7001)).await;
    ana.says("save 3000 for a holiday by July").await;
    ana.taps("Show the goal").await;
    ana.says("put 150 to my holiday goal").await;
    ana.says("how is my holiday goal going?").await;
    ana.taps("Chart it").await;
    ana.says("how much should I save per month for the holiday?").await;
    ana.says("take 20 from my holiday goal").await;
    ana.taps("Undo").await;
    ana.says("take 200 from my holiday goal").await;
    ana.says("/goals new laptop 1500").await;
    ana.says("/goals").await;
    ana.taps("New laptop").await;
    ana.taps("Put aside").await;
    ana.says("lots").await;
    ana.says("£1,500").await;
    ana.taps("Show the goal").await;
    ana.says("/goals").await;
    ana.taps("Holiday").await;
    ana.taps("Date").await;
    ana.says("whenever").await;
    ana.says("by the end of the year").await;
    ana.taps("Show the goal").await;
    ana.taps("No date").await;
    ana.taps("Show the goal").await;
    ana.taps("Amount").await;
    ana.says("2500").await;
    ana.taps("Show the goal").await;
    ana.taps("Remove").await;
    ana.taps("Undo").await;
    ana.says("/goals holiday").await;
    ana.says("delete my laptop goal").await;
    ana.says("/undo").await;
    ana.says("my goals").await;
    insta::assert_snapshot!(ana.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn an_account_can_hold_what_is_saved() {
    let farthing = Farthing::start().await;
    begin(&farthing.person(7001)).await;
    begin_savings(&farthing.person(7001)).await;
    let mut ana = Chat::with(&farthing, 7001);
    ana.says("goal: roof 4000 by next year in my rainy day saver").await;
    ana.says("put 50 to my roof goal").await;
    ana.says("save 500 for a bike in my rainy day saver").await;
    ana.says("goal: bike 500").await;
    ana.taps("Show the goal").await;
    ana.taps("Count an account").await;
    ana.taps("Current").await;
    ana.says("how is my bike goal going").await;
    ana.says("how is my roof goal going").await;
    ana.taps("Chart it").await;
    ana.says("how is my balance over time?").await;
    ana.taps("Chart it").await;
    ana.says("rainy day saver balance chart since february").await;
    ana.says("what is my balance?").await;
    ana.says("/accounts").await;
    ana.taps("Balance over time").await;
    insta::assert_snapshot!(ana.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn what_is_said_follows_the_day() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    begin(&ana).await;
    let answers = asked(
        &ana,
        &[
            ("2025-11-03", "save 3000 for a holiday by July, I already have 600"),
            ("2025-11-03", "how much should I put aside every month for the holiday?"),
            ("2025-12-01", "put 150 to my holiday goal"),
            ("2026-01-02", "put £150 aside for the holiday"),
            ("2026-02-02", "I saved 150 for the holiday"),
            ("2026-03-02", "put 150 into my holiday goal"),
            ("2026-03-17", "how is my holiday goal going?"),
            ("2026-03-17", "am I on track for the holiday?"),
            ("2026-03-17", "when will I reach my holiday goal?"),
            ("2026-03-17", "how much is left for my holiday goal?"),
            ("2026-03-17", "how much should I save per month for the holiday?"),
            ("2026-03-17", "what if I save 600 a month for the holiday?"),
            ("2026-03-17", "what if I save 200 a month for the holiday?"),
            ("2026-03-17", "move my holiday goal to december"),
            ("2026-06-30", "how is my holiday goal going?"),
            ("2026-12-02", "how is my holiday goal going?"),
            ("2026-12-02", "how much should I save per month for the holiday?"),
            ("2026-12-02", "put 2000 to my holiday goal"),
            ("2026-12-02", "am I on track for the holiday?"),
        ],
    )
    .await;
    insta::assert_snapshot!(said(&answers));
    farthing.finish().await;
}

#[tokio::test]
async fn a_goal_that_is_reached_or_behind_is_news_once() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    begin(&ana).await;
    ana.ask_on("2026-01-02", "save 3000 for a holiday by July").await;
    ana.ask_on("2026-01-02", "goal: bike 500").await;
    let news_on = async |day: &str| -> Vec<GoalNews> { news(&mut ana.context(day).await).await.unwrap() };
    let shown = |news: &[GoalNews]| -> Vec<(String, News)> {
        news.iter().map(|news| (news.goal.name.clone(), news.news)).collect()
    };
    // Too young to be behind.
    ana.ask_on("2026-01-15", "put 100 to my holiday goal").await;
    assert_eq!(shown(&news_on("2026-01-20").await), []);
    let late = news_on("2026-02-10").await;
    assert_eq!(shown(&late), [("Holiday".to_owned(), News::Behind)]);
    // A day more is the same news; nothing put aside at all is other news.
    assert_eq!(news_on("2026-02-11").await[0].key, late[0].key);
    let never = news_on("2026-05-20").await;
    assert_ne!(never[0].key, late[0].key);
    ana.ask_on("2026-05-20", "put 500 to my bike goal").await;
    let both = news_on("2026-05-20").await;
    assert_eq!(shown(&both), [("Holiday".to_owned(), News::Behind), ("Bike".to_owned(), News::Reached)]);
    let today = "2026-05-20".parse().unwrap();
    let texts = farthing::texts::Language::default().texts();
    let words: Vec<String> = both.iter().map(|news| farthing::agent::saving::news(news, today, texts)).collect();
    insta::assert_snapshot!(words.join("\n"));
    assert_eq!(GoalNews::KIND, AlertKind::Goal);
    farthing.finish().await;
}

#[tokio::test]
async fn balances_are_known_between_printed_ones() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    begin(&ana).await;
    begin_savings(&ana).await;
    let mut context = ana.context("2026-03-31").await;
    let asked = Balances { daily: true, ..Balances::default() };
    let found: BalancesOverTime = asked.call(&mut context).await.unwrap();
    drop(context);
    let [savings] = found.accounts.as_slice() else { panic!("{found:?}") };
    let points: Vec<String> =
        savings.runs.iter().flatten().map(|point| format!("{} {}", point.on, point.amount)).collect();
    assert_eq!(
        points,
        ["2026-01-02 1000.00", "2026-02-02 1200.00", "2026-02-20 850.00", "2026-03-02 1050.00", "2026-03-30 1051.50"]
    );
    assert_eq!(savings.change.to_string(), "51.50");
    // A payment that the person typed is not in the bank's balance.
    ana.ask_on("2026-03-15", "10 coffee from rainy day saver").await;
    let mut context = ana.context("2026-03-31").await;
    let again = Balances { daily: true, ..Balances::default() }.call(&mut context).await.unwrap();
    drop(context);
    assert_eq!(again.accounts[0].runs, savings.runs);
    farthing.finish().await;
}

#[tokio::test]
async fn what_cannot_be_a_goal_is_refused() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    begin(&ana).await;
    let good = SetGoal { name: "Boat".to_owned(), amount: Some("200".parse().unwrap()), ..SetGoal::default() };
    let check = async |wanted: SetGoal, words: &str| {
        let error = ana.does(wanted).await.unwrap_err();
        assert!(error.words.contains(words) && error.words.contains("othing was set"), "{}", error.words);
    };
    let amount = |text: &str| Some(text.parse().unwrap());
    check(SetGoal { amount: amount("0"), ..good.clone() }, "can't be a goal").await;
    check(SetGoal { amount: amount("-5"), ..good.clone() }, "can't be a goal").await;
    check(SetGoal { amount: amount("1.234"), ..good.clone() }, "can't be a goal").await;
    check(SetGoal { amount: amount("1000000000"), ..good.clone() }, "can't be a goal").await;
    check(SetGoal { amount: None, ..good.clone() }, "How much for Boat").await;
    check(SetGoal { name: "  ".to_owned(), ..good.clone() }, "needs a name").await;
    check(SetGoal { name: "x".repeat(61), ..good.clone() }, "too long").await;
    check(SetGoal { by: "2026-03-31".parse().ok(), ..good.clone() }, "not ahead of us").await;
    check(SetGoal { by: "2126-03-31".parse().ok(), ..good.clone() }, "too far away").await;
    check(SetGoal { account: Some("zorblax".to_owned()), ..good.clone() }, "no account called zorblax").await;
    let euros = SetGoal { account: Some("Current".to_owned()), currency: "EUR".parse().ok(), ..good.clone() };
    check(euros, "in GBP").await;
    assert_eq!(farthing.value("select count(*) from goal_version").await, "0");
    // The same name again changes the goal.
    let set = ana.does(good.clone()).await.unwrap();
    let again = ana.does(SetGoal { name: "boat".to_owned(), amount: amount("250"), ..good }).await.unwrap();
    assert_eq!((again.goal.id, again.is_new, again.goal.name.as_str()), (set.goal.id, false, "Boat"));
    assert_eq!(farthing.value("select count(*) from goal").await, "1");
    let put = AddToGoal { goal: "boat".to_owned(), amount: "5".parse().unwrap(), currency: None };
    for (wanted, words) in [
        (AddToGoal { amount: "0".parse().unwrap(), ..put.clone() }, "can't put that amount"),
        (AddToGoal { amount: "-5".parse().unwrap(), ..put.clone() }, "Only 0 GBP is put aside"),
        (AddToGoal { currency: "EUR".parse().ok(), ..put.clone() }, "is in GBP"),
        (AddToGoal { goal: "yacht".to_owned(), ..put.clone() }, "no goal called yacht. Yours: Boat"),
    ] {
        let error = ana.does(wanted).await.unwrap_err();
        assert!(error.words.contains(words), "{}", error.words);
    }
    assert!(ana.does(RemoveGoal { goal: "yacht".to_owned() }).await.is_err());
    let mut context = ana.context("2026-03-31").await;
    let now: GoalsNow = Goals::default().call(&mut context).await.unwrap();
    assert_eq!(now.goals[0].saved, "0".parse().unwrap());
    drop(context);
    farthing.finish().await;
}

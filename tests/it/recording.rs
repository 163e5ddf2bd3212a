//! Payments that a person types, and the bank's rows that come later.

use farthing::agent::PlannerKind;
use farthing::bot::render::statement;
use farthing::tools::import::Imported;
use farthing::tools::{Access, ToolEntry};
use serde_json::json;

use crate::handlers::Chat;
use crate::harness::{Farthing, Person};

/// Every row: day, amount, words, account, category and who decided it, oldest first.
const ROWS: &str =
    "select coalesce(string_agg(concat_ws(' ', booked_on, amount, description, '@', account.name, category_id,
        decided_by), E'\\n' order by booked_on, description, amount), '')
    from transaction join account using (book_id, account_id)";

/// A file of an account called Current, in pounds.
fn current(rows: &[&str]) -> String {
    let lines: String = rows.iter().map(|row| format!("{row},GBP,Current,\n")).collect();
    format!("date,description,amount,currency,account,category\n{lines}")
}

async fn import(person: &Person<'_>, name: &str, rows: &[&str]) -> Imported {
    person.import(name, current(rows).as_bytes()).await.unwrap()
}

/// Something to begin with, so that the home currency and an account are known.
async fn begin(person: &Person<'_>) {
    import(person, "february.csv", &["2026-02-27,TESCO STORES 3344,-40.00"]).await;
}

#[tokio::test]
async fn a_payment_is_typed_sorted_and_taken_back() {
    let farthing = Farthing::start().await;
    let mut ana = Chat::with(&farthing, 7001);
    ana.says("5.50 coffee").await;
    ana.says("5.50 GBP coffee").await;
    ana.taps("Category").await;
    ana.says("groceries").await;
    ana.says("paid 40 for fuel yesterday").await;
    ana.taps("Undo").await;
    ana.says("got 20 back from Ben").await;
    ana.says("coffee 3.20 and a sandwich 5.60").await;
    ana.taps("Category: sandwich").await;
    ana.says("gifts").await;
    ana.says("-30 groceries cash").await;
    ana.says("lunch 12,80 €").await;
    ana.says("salary 2500 came in today").await;
    ana.says("spent 200 on shoes from savings").await;
    ana.says("how much did I spend this month?").await;
    ana.says("/undo").await;
    ana.says("/accounts").await;
    insta::assert_snapshot!(ana.transcript);
    insta::assert_snapshot!(farthing.value(ROWS).await);
    farthing.finish().await;
}

#[tokio::test]
async fn what_is_no_payment_notes_nothing() {
    let farthing = Farthing::start().await;
    begin(&farthing.person(7001)).await;
    let mut ana = Chat::with(&farthing, 7001);
    for text in ["coffee 5.50?", "send 20 to ana", "can I afford 20", "budget 200", "dinner 40 tomorrow"] {
        ana.says(text).await;
    }
    assert!(!ana.transcript.contains("Noted"), "{}", ana.transcript);
    assert_eq!(farthing.value("select count(*) from transaction").await, "1");
    farthing.finish().await;
}

#[tokio::test]
async fn a_mended_message_is_not_noted_twice() {
    let farthing = Farthing::start().await;
    begin(&farthing.person(7001)).await;
    let mut ana = Chat::with(&farthing, 7001);
    ana.says("coffee 5.50").await;
    let mended = json!({"message_id": 1, "date": 1, "edit_date": 2, "text": "coffee 5.60", "chat": ana.chat(), "from": ana.user()});
    ana.happens("edited_message", &mended).await;
    assert!(ana.transcript.contains("the way you first wrote it"), "{}", ana.transcript);
    assert_eq!(farthing.value("select count(*) from transaction where amount = -5.50").await, "1");
    assert_eq!(farthing.value("select count(*) from transaction where amount = -5.60").await, "0");
    farthing.finish().await;
}

#[tokio::test]
async fn the_answer_names_the_tool_and_its_figures() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    begin(&ana).await;
    let asked = ana.ask("how much did I spend on groceries in february?").await;
    assert!(asked.answer.contains("40.00"), "{}", asked.answer);
    let noted = ana.ask("5.50 coffee").await;
    assert_eq!(noted.answer, "Noted: £5.50 for coffee, today, as Dining.");
    assert_eq!((noted.planner, noted.proposal), (PlannerKind::Rules, None));
    assert_eq!(noted.tools.iter().map(|tool| tool.name.as_str()).collect::<Vec<_>>(), ["record"]);
    assert_eq!(noted.tools[0].result["rows"][0]["category"], "Dining");
    assert_eq!(noted.figures.len(), 1);
    assert_eq!((noted.figures[0].value.to_string().as_str(), noted.figures[0].rows), ("-5.50", 1));
    // What was asked before it can still be followed up, and what was noted counts.
    let follow = ana.ask("and in march?").await;
    assert!(!follow.tools.is_empty(), "{}", follow.answer);
    let coffee = ana.ask("how much did I spend on coffee in march?").await;
    assert!(coffee.answer.contains("5.50"), "{}", coffee.answer);
    // Only the person's own sentence notes anything: planners are refused tools that write.
    assert_eq!(ToolEntry::named("record").unwrap().access, Access::Write);
    farthing.finish().await;
}

#[tokio::test]
async fn the_banks_row_takes_over_the_noted_one_and_gives_it_back() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    begin(&ana).await;
    ana.ask("5.50 coffee").await;
    ana.ask("paid 40 for fuel yesterday").await;
    let mut chat = Chat::with(&farthing, 7001);
    chat.says("lunch 12 on 28 march").await;
    chat.taps("Category").await;
    chat.says("gifts").await;
    let before = farthing.value(ROWS).await;

    let rows = [
        "2026-03-29,PRET A MANGER,-12.00",
        "2026-04-01,SHELL BAKER ST,-40.00",
        "2026-04-02,COSTA COFFEE 4411,-5.50",
        "2026-04-02,TESCO STORES 3344,-7.00",
    ];
    let imported = import(&ana, "april.csv", &rows).await;
    assert_eq!((imported.imported, imported.duplicates, imported.noted), (1, 3, 3));
    let words = statement::imported(farthing::texts::Language::English.texts(), &imported);
    assert!(words.contains("3 rows were ones you had noted."), "{words}");
    assert!(!words.contains("knew already"), "{words}");
    insta::assert_snapshot!(farthing.value(ROWS).await);

    // The same days in another file are known, and nothing of it is noted any more.
    let again = import(&ana, "again.csv", &rows[1..]).await;
    assert_eq!((again.imported, again.duplicates, again.noted), (0, 3, 0));
    ana.undo().await.unwrap();
    ana.undo().await.unwrap();
    assert_eq!(farthing.value(ROWS).await, before, "the noted rows are as they were");

    // And the file may come again.
    let imported = import(&ana, "april.csv", &rows).await;
    assert_eq!((imported.imported, imported.noted), (1, 3));
    farthing.finish().await;
}

#[tokio::test]
async fn equal_payments_pair_one_to_one() {
    let farthing = Farthing::start().await;
    let check = async |person: i64, notes: usize, lines: usize, noted: u64| {
        let ana = farthing.person(person);
        begin(&ana).await;
        for _ in 0..notes {
            ana.ask("coffee 3.20").await;
        }
        let rows = vec!["2026-04-01,COSTA COFFEE 4411,-3.20"; lines];
        let imported = import(&ana, "april.csv", &rows).await;
        assert_eq!((imported.imported, imported.noted), (lines as u64 - noted, noted), "{notes} and {lines}");
        let count = format!(
            "select count(*) from transaction where amount = -3.20 and book_id =
                (select book_id from membership join telegram_identity using (person_id) where telegram_user_id = {person})"
        );
        assert_eq!(farthing.value(&count).await, notes.max(lines).to_string(), "{notes} and {lines}");
    };
    check(7001, 2, 2, 2).await;
    check(7002, 1, 2, 1).await;
    check(7003, 2, 1, 1).await;
    farthing.finish().await;
}

#[tokio::test]
async fn another_payment_is_another_row() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    begin(&ana).await;
    for text in ["coffee 3.20", "30 groceries cash", "taxi 14 on 20 march"] {
        ana.ask(text).await;
    }
    // Another amount, another kind of thing, a payment in cash, and too many days later.
    let rows = [
        "2026-04-01,COSTA COFFEE 4411,-3.30",
        "2026-04-01,NETFLIX.COM,-3.20",
        "2026-04-01,TESCO STORES 3344,-30.00",
        "2026-03-25,BOLT TAXI,-14.00",
    ];
    let imported = import(&ana, "april.csv", &rows).await;
    assert_eq!((imported.imported, imported.noted), (4, 0));
    farthing.finish().await;
}

#[tokio::test]
async fn a_note_that_the_bank_confirmed_can_still_be_taken_back() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    begin(&ana).await;
    let mut chat = Chat::with(&farthing, 7001);
    chat.says("coffee 3.20").await;
    import(&ana, "april.csv", &["2026-04-01,COSTA COFFEE 4411,-3.20"]).await;
    chat.taps("Undo").await;
    insta::assert_snapshot!(chat.transcript);
    assert_eq!(farthing.value("select count(*) from transaction where amount = -3.20").await, "1");
    ana.undo().await.unwrap();
    assert_eq!(farthing.value("select count(*) from transaction where amount = -3.20").await, "0");
    farthing.finish().await;
}

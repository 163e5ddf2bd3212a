//! Tags: put on rows by sentence and by button, asked about, budgeted for, taken back; a payee's rows to come have them too.

use farthing::tools::delete_rows::DeleteRows;
use farthing::tools::import::Imported;
use farthing::tools::tags::{RemoveTag, TagRows};
use farthing::tools::undo::Undo;
use farthing::tools::which::Which;
use farthing::tools::{Tool, ToolError};

use crate::alerts::passes;
use crate::handlers::Chat;
use crate::harness::{Farthing, Person};

const HEADER: &str = "date,description,amount,currency,account,category\n";
const FEBRUARY: &str = "2026-02-10,HOTEL BORGES LISBOA,-300.00,GBP,Current,Travel
2026-02-11,TABERNA CENTRAL,-40.00,GBP,Current,Dining
2026-02-12,PRET A MANGER,-5.00,GBP,Current,Dining
2026-02-25,ACME PAYROLL,2500.00,GBP,Current,Income
";
const MARCH: &str = "2026-03-03,TABERNA CENTRAL,-60.00,GBP,Current,Dining
2026-03-04,HOTEL BORGES LISBOA,-90.00,GBP,Current,Travel
2026-03-05,PRET A MANGER,-7.00,GBP,Current,Dining
2026-03-20,HOTEL BORGES LISBOA,25.00,GBP,Current,Travel
";

async fn import(person: &Person<'_>, name: &str, rows: &str) -> Imported {
    person.import(name, format!("{HEADER}{rows}").as_bytes()).await.unwrap()
}

/// Day, amount and tags of every row that has any.
async fn tagged(farthing: &Farthing) -> String {
    farthing
        .value(
            "select coalesce(string_agg(to_char(booked_on, 'MM-DD') || ' ' || amount || ' ' || array_to_string(tags, ' '),
                 ', ' order by booked_on, amount), '')
             from transaction where tags <> '{}'",
        )
        .await
}

async fn tag(person: &Person<'_>, rows: &str, tag: &str) -> Result<farthing::tools::tags::Tagged, ToolError> {
    person.does(TagRows { rows: Which::Merchant(rows.to_owned()), tag: tag.parse().unwrap(), remove: false }).await
}

async fn undo(person: &Person<'_>, action: farthing::domain::ActionId) -> u64 {
    person.does(Undo { action: Some(action) }).await.unwrap().rows
}

#[tokio::test]
async fn rows_are_tagged_asked_about_and_budgeted_for_in_the_chat() {
    let farthing = Farthing::start().await;
    let mut ana = Chat::with(&farthing, 7001);
    ana.says("/tags").await;
    import(&farthing.person(7001), "february.csv", FEBRUARY).await;
    import(&farthing.person(7001), "march.csv", MARCH).await;
    ana.says("tag hotel borges as #Lisbon").await;
    ana.taps("Show the rows").await;
    ana.says("how much did I spend on #lisbon in February?").await;
    ana.says("and in March?").await;
    ana.says("how much on eating out in March?").await;
    ana.says("tag these #lisbon").await;
    ana.says("how much did I spend on #lisbon in March by category?").await;
    ana.says("dining tagged #lisbon in March").await;
    ana.says("spending in February without #lisbon").await;
    ana.says("how many payments are tagged lisbon?").await;
    ana.says("how much on #zorblax?").await;
    ana.says("400 a month for #lisbon").await;
    ana.says("how much is left for #lisbon?").await;
    ana.says("/budget").await;
    ana.says("remove my #lisbon budget").await;
    ana.says("5.50 coffee #work #trip").await;
    ana.says("/tags").await;
    ana.taps("#lisbon").await;
    ana.taps("2").await;
    ana.taps("Tags").await;
    ana.taps("#work").await;
    ana.taps("#work for all 2 rows of Pret A Manger").await;
    ana.taps("↩️ Undo").await;
    ana.says("list payments over 50 in February").await;
    ana.taps("Show the rows").await;
    ana.taps("Tag these").await;
    ana.says("big spend").await;
    ana.says("tag zorblax as #lisbon").await;
    ana.says("tag pret").await;
    ana.says("remove #lisbon from hotel borges").await;
    ana.says("remove the tag #lisbon").await;
    ana.taps("↩️ Undo").await;
    ana.says("/undo").await;
    ana.says("/tags").await;
    insta::assert_snapshot!(ana.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn a_row_is_tagged_on_its_card() {
    let farthing = Farthing::start().await;
    import(&farthing.person(7001), "march.csv", MARCH).await;
    let mut ana = Chat::with(&farthing, 7001);
    ana.says("/search pret").await;
    ana.taps("1").await;
    ana.taps("Tags").await;
    ana.taps("New tag…").await;
    ana.says("#12").await;
    ana.says("lunch").await;
    ana.says("/search pret").await;
    ana.taps("1").await;
    ana.taps("Tags").await;
    ana.taps("✓ #lunch").await;
    ana.taps("Back").await;
    insta::assert_snapshot!(ana.transcript);
    assert_eq!(tagged(&farthing).await, "");
    farthing.finish().await;
}

#[tokio::test]
async fn a_payees_rows_to_come_are_tagged_until_it_is_taken_off() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    import(&ana, "february.csv", FEBRUARY).await;
    let done = tag(&ana, "taberna", "food").await.unwrap();
    assert_eq!((done.rows, done.rows_to_come), (1, true));
    let march = import(&ana, "march.csv", MARCH).await;
    assert_eq!(tagged(&farthing).await, "02-11 -40.00 food, 03-03 -60.00 food");
    // Taking the import back and sending it again tags again.
    undo(&ana, march.action.unwrap()).await;
    assert_eq!(tagged(&farthing).await, "02-11 -40.00 food");
    import(&ana, "march.csv", MARCH).await;
    assert_eq!(tagged(&farthing).await, "02-11 -40.00 food, 03-03 -60.00 food");
    // What was typed gets the tag, too, and keeps it when the bank's row takes it over.
    ana.ask("paid 12 at taberna central yesterday").await;
    assert_eq!(tagged(&farthing).await, "02-11 -40.00 food, 03-03 -60.00 food, 03-30 -12 food");
    let april = import(&ana, "april.csv", "2026-03-30,TABERNA CENTRAL LISBOA,-12.00,GBP,Current,Dining\n").await;
    assert_eq!((april.imported, april.noted), (0, 1));
    assert_eq!(tagged(&farthing).await, "02-11 -40.00 food, 03-03 -60.00 food, 03-30 -12 food");
    let off = TagRows { rows: Which::Merchant("taberna".to_owned()), tag: "food".parse().unwrap(), remove: true };
    let off = ana.does(off).await.unwrap();
    assert_eq!((off.rows, tagged(&farthing).await.as_str()), (3, ""));
    import(&ana, "may.csv", "2026-03-31,TABERNA CENTRAL,-1.00,GBP,Current,Dining\n").await;
    assert_eq!(tagged(&farthing).await, "");
    assert_eq!(undo(&ana, off.action).await, 3);
    import(&ana, "june.csv", "2026-03-29,TABERNA CENTRAL,-2.00,GBP,Current,Dining\n").await;
    assert_eq!(tagged(&farthing).await, "02-11 -40.00 food, 03-03 -60.00 food, 03-29 -2.00 food, 03-30 -12 food");
    farthing.finish().await;
}

#[tokio::test]
async fn steps_are_taken_back_in_any_order_and_touch_their_own_tag_alone() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    import(&ana, "march.csv", MARCH).await;
    let first = tag(&ana, "pret", "a").await.unwrap();
    let second = tag(&ana, "pret", "b").await.unwrap();
    let again = tag(&ana, "pret", "a").await.unwrap();
    assert_eq!((again.rows, tagged(&farthing).await.as_str()), (0, "03-05 -7.00 a b"));
    assert_eq!(undo(&ana, first.action).await, 1);
    assert_eq!(tagged(&farthing).await, "03-05 -7.00 b");
    assert_eq!(undo(&ana, second.action).await, 1);
    assert_eq!(tagged(&farthing).await, "");

    // A deleted row returns with its tags.
    tag(&ana, "pret", "c").await.unwrap();
    let row = ana.ask("list pret").await.tools[0].result["rows"][0]["id"].as_str().unwrap().to_owned();
    let row = farthing::domain::TransactionId(row.parse().unwrap());
    let deleted = ana.does(DeleteRows { rows: vec![row] }).await.unwrap();
    assert_eq!(tagged(&farthing).await, "");
    undo(&ana, deleted.action).await;
    assert_eq!(tagged(&farthing).await, "03-05 -7.00 c");
    let gone = ana.does(RemoveTag { tag: "c".parse().unwrap() }).await.unwrap();
    assert_eq!((gone.rows, gone.rows_to_come), (1, true));
    let refused = ana.does(RemoveTag { tag: "c".parse().unwrap() }).await.unwrap_err();
    assert!(refused.words.contains("Nothing is tagged #c"), "{}", refused.words);
    farthing.finish().await;
}

#[tokio::test]
async fn what_cannot_be_tagged_is_refused_and_sums_stay_right() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    import(&ana, "february.csv", FEBRUARY).await;
    let unknown = tag(&ana, "zorblax", "x").await.unwrap_err();
    assert!(unknown.words.contains("zorblax"), "{}", unknown.words);
    let none = TagRows { rows: Which::Transactions(Vec::new()), tag: "x".parse().unwrap(), remove: false };
    let none = ana.does(none).await.unwrap_err();
    assert!(none.words.contains("nothing was tagged"), "{}", none.words);
    for number in 1..=12 {
        tag(&ana, "pret", &format!("t{number}")).await.unwrap();
    }
    // More tags than a row takes are left out of it.
    assert_eq!(farthing.value("select max(cardinality(tags))::text from transaction").await, "10");
    // Tags change no sum: the month's total is what it was before.
    let said = ana.ask("how much did I spend in February?").await.answer;
    assert!(said.contains("£345.00"), "{said}");
    let verified = farthing.value(
        "select count(*)::text from (
             select booked_on, sum(amount) as total from transaction group by 1
         ) as rows full join (
             select day as booked_on, sum(sum_out + sum_in) as total from day_rollup group by 1
         ) as kept using (booked_on) where rows.total is distinct from kept.total",
    );
    assert_eq!(verified.await, "0");
    assert_eq!(TagRows::NAME, "tag_rows");
    farthing.finish().await;
}

#[tokio::test]
async fn a_budget_by_tag_counts_imports_and_notes_and_speaks_up() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    import(&ana, "february.csv", FEBRUARY).await;
    tag(&ana, "hotel borges", "trip").await.unwrap();
    ana.ask("100 a month for #trip").await;
    import(&ana, "march.csv", MARCH).await;
    let left = ana.ask("how much is left for #trip?").await.answer;
    assert!(left.contains("£35.00"), "{left}");
    ana.ask("40 museum #trip").await;
    let left = ana.ask("how much is left for #trip?").await.answer;
    assert!(left.contains("over"), "{left}");
    let mut chat = Chat::with(&farthing, 7001);
    passes(&farthing, &mut chat, "2026-03-31T12:00:00Z").await;
    insta::assert_snapshot!(chat.transcript);
    farthing.finish().await;
}

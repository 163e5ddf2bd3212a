//! Rows and accounts by hand: opened, deleted, renamed, merged, and everything taken back again.

use farthing::domain::{AccountId, ActionId, TransactionId};
use farthing::tools::ToolError;
use farthing::tools::account_card::OpenAccount;
use farthing::tools::delete_rows::DeleteRows;
use farthing::tools::import::Imported;
use farthing::tools::merge_accounts::{MergeAccounts, PreviewMerge};
use farthing::tools::rename_account::RenameAccount;
use farthing::tools::row_card::OpenRow;
use farthing::tools::undo::Undo;

use crate::handlers::Chat;
use crate::harness::{Farthing, Person};

const HEADER: &str = "date,description,amount,currency\n";
const TESCO: &str = "2026-03-02,TESCO STORES 3344,-12.50,GBP\n";
const COFFEE: &str = "2026-03-05,COFFEE HUT,-3.20,GBP\n";
const TESCO_AGAIN: &str = "2026-03-09,TESCO STORES 3344,-40.00,GBP\n";
const SALARY: &str = "2026-03-28,ACME PAYROLL SALARY,900.00,GBP\n";

/// A file of these rows.
fn file(rows: &[&str]) -> Vec<u8> {
    format!("{HEADER}{}", rows.concat()).into_bytes()
}

fn march() -> Vec<u8> {
    file(&[TESCO, COFFEE, COFFEE, TESCO_AGAIN, SALARY])
}

/// A file of these rows, which names its account.
fn file_of(account: &str, rows: &[&str]) -> Vec<u8> {
    let named: String = rows.concat().lines().map(|row| format!("{row},{account}\n")).collect();
    format!("date,description,amount,currency,account\n{named}").into_bytes()
}

fn counts(imported: &Imported) -> (u64, u64) {
    (imported.imported, imported.duplicates)
}

/// The ids of the rows that fit, in the order of their making.
async fn rows(farthing: &Farthing, condition: &str) -> Vec<TransactionId> {
    let query = format!(
        "select coalesce(string_agg(transaction_id::text, ' ' order by transaction_id), '') from transaction where {condition}"
    );
    let ids = farthing.value(&query).await;
    ids.split_whitespace().map(|id| TransactionId(id.parse().unwrap())).collect()
}

async fn account(farthing: &Farthing, name: &str) -> AccountId {
    AccountId(farthing.value(&format!("select account_id from account where name = '{name}'")).await.parse().unwrap())
}

async fn undo(person: &Person<'_>, action: ActionId) -> Result<u64, ToolError> {
    Ok(person.does(Undo { action: Some(action) }).await?.rows)
}

/// What is in the book, by account.
async fn amounts(farthing: &Farthing) -> String {
    farthing
        .value(
            "select coalesce(string_agg(line, E'\\n' order by line), '') from (
                 select name || ': ' || string_agg(to_char(booked_on, 'DD') || ' ' || amount || ' ' || description, ', '
                     order by booked_on, amount, description) as line
                 from transaction join account using (book_id, account_id) group by account_id, name
             ) as lines",
        )
        .await
}

#[tokio::test]
async fn a_row_is_opened_sorted_and_deleted() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    ana.import("march.csv", &march()).await.unwrap();
    ana.import("march again.csv", &file(&[TESCO, COFFEE, COFFEE])).await.unwrap();
    let mut chat = Chat::with(&farthing, 7001);
    chat.says("/search tesco").await;
    chat.taps("2").await;
    chat.taps("Category").await;
    chat.taps("Back").await;
    chat.taps("Category").await;
    chat.taps("Shopping").await;
    chat.taps("All 2 of Tesco too").await;
    chat.taps("Delete").await;
    chat.taps("Keep it").await;
    chat.taps("Delete").await;
    let delete_it = button(&chat, "Delete it");
    chat.taps("Delete it").await;
    let undo = button(&chat, "↩️ Undo");
    chat.taps("Back to the rows").await;
    chat.taps_data(&delete_it).await;
    chat.taps_data(&undo).await;
    chat.says("how much did I spend at coffee hut in march?").await;
    chat.taps("Show the rows").await;
    chat.taps("1").await;
    chat.taps("Category").await;
    chat.taps("Another…").await;
    insta::assert_snapshot!(chat.transcript);
    farthing.finish().await;
}

fn button(chat: &Chat, text: &str) -> String {
    let mut buttons = chat.replies.iter().flat_map(|reply| reply.buttons.iter().flatten());
    buttons.find(|button| button.text == text).unwrap().data.clone()
}

#[tokio::test]
async fn a_page_that_lost_its_last_row_is_the_page_before_it() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let row = |day: u32| format!("2026-03-{day:02},TESCO STORES 3344,-{day}.00,GBP\n");
    let rows: Vec<String> = (1..=11).map(row).collect();
    ana.import("march.csv", &file(&rows.iter().map(String::as_str).collect::<Vec<_>>())).await.unwrap();
    let mut chat = Chat::with(&farthing, 7001);
    for taps in ["", "More (1 left)", "11", "Delete", "Delete it", "Back to the rows"] {
        if taps.is_empty() {
            chat.says("/search tesco").await;
        } else {
            chat.taps(taps).await;
        }
    }
    insta::assert_snapshot!(chat.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn a_deleted_row_stays_deleted_and_comes_back_by_undo_alone() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    ana.import("march.csv", &march()).await.unwrap();
    let before = farthing.contents().await;
    let coffees = rows(&farthing, "amount = -3.20").await;
    let tesco = rows(&farthing, "amount = -12.50").await;

    let deleted = ana.does(DeleteRows { rows: vec![coffees[0]] }).await.unwrap();
    assert_eq!(deleted.rows, 1);
    let other = ana.does(DeleteRows { rows: tesco.clone() }).await.unwrap();
    assert_eq!(
        ana.does(DeleteRows { rows: tesco }).await.unwrap_err().words,
        "That row is not there any more. Nothing was deleted."
    );
    let left = "Account: 05 -3.20 COFFEE HUT, 09 -40.00 TESCO STORES 3344, 28 900.00 ACME PAYROLL SALARY";
    assert_eq!(amounts(&farthing).await, left);
    let sums = "select sum(rows_all) || ' ' || sum(sum_out) from";
    for rollup in ["month_rollup", "day_rollup", "payee_rollup"] {
        assert_eq!(farthing.value(&format!("{sums} {rollup}")).await, "3 -43.20", "{rollup}");
    }

    let lidl = "2026-03-02,LIDL,-12.50,GBP\n";
    for (name, again, expected) in [
        ("the same rows", [march(), b"\n".to_vec()].concat(), (0, 5)),
        ("a part of the month", file(&[TESCO, COFFEE, COFFEE]), (0, 3)),
        (
            "the payee in other words",
            file(&["2026-03-02,CARD PAYMENT TESCO LONDON,-12.50,GBP\n", COFFEE, COFFEE]),
            (0, 3),
        ),
        ("another payee of that day and amount", file(&[TESCO, lidl, COFFEE, COFFEE, SALARY]), (1, 4)),
    ] {
        let imported = ana.import(name, &again).await.unwrap();
        assert_eq!(counts(&imported), expected, "{name}");
        undo(&ana, imported.action.unwrap()).await.unwrap();
        assert_eq!(amounts(&farthing).await, left, "{name}");
    }

    assert_eq!(undo(&ana, deleted.action).await.unwrap(), 1);
    assert_eq!(undo(&ana, other.action).await.unwrap(), 1);
    assert_eq!(farthing.contents().await, before, "rows, evidence and rollups are as they were");
    assert_eq!(undo(&ana, deleted.action).await.unwrap_err().words, "That was taken back already.");
    let again = ana.import("again.csv", &file(&[TESCO, COFFEE, COFFEE])).await.unwrap();
    assert_eq!(counts(&again), (0, 3), "what came back is there");
    farthing.finish().await;
}

#[tokio::test]
async fn deletions_and_imports_are_taken_back_in_any_order() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let empty = farthing.contents().await;
    let first = ana.import("march.csv", &march()).await.unwrap().action.unwrap();
    let deleted = ana.does(DeleteRows { rows: rows(&farthing, "amount = -12.50").await }).await.unwrap().action;
    let second = ana.import("first half.csv", &file(&[TESCO, COFFEE, COFFEE])).await.unwrap().action.unwrap();

    // The second file vouches for the deleted row too, so it comes back with it although the first is gone.
    undo(&ana, first).await.unwrap();
    assert_eq!(undo(&ana, deleted).await.unwrap(), 1);
    assert_eq!(
        amounts(&farthing).await,
        "Account: 02 -12.50 TESCO STORES 3344, 05 -3.20 COFFEE HUT, 05 -3.20 COFFEE HUT"
    );
    undo(&ana, second).await.unwrap();
    assert_eq!(farthing.contents().await, empty);

    // A deleted row outlives the file that showed it.
    let first = ana.import("march.csv", &march()).await.unwrap().action.unwrap();
    let deleted = ana.does(DeleteRows { rows: rows(&farthing, "amount = -12.50").await }).await.unwrap().action;
    undo(&ana, first).await.unwrap();
    assert_eq!(amounts(&farthing).await, "");
    let first = ana.import("march.csv", &march()).await.unwrap();
    assert_eq!(counts(&first), (4, 1));
    assert_eq!(undo(&ana, deleted).await.unwrap(), 1);
    undo(&ana, first.action.unwrap()).await.unwrap();
    assert_eq!(farthing.contents().await, empty);

    // Nothing is left to bring back.
    let first = ana.import("march.csv", &march()).await.unwrap().action.unwrap();
    let deleted = ana.does(DeleteRows { rows: rows(&farthing, "amount = -12.50").await }).await.unwrap().action;
    undo(&ana, first).await.unwrap();
    let mut chat = Chat::with(&farthing, 7001);
    chat.taps_data(&format!("undo:{}", deleted.0.simple())).await;
    insta::assert_snapshot!(chat.transcript);
    assert_eq!(farthing.contents().await, empty);
    farthing.finish().await;
}

#[tokio::test]
async fn accounts_are_opened_renamed_and_merged() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    ana.import("march.csv", &file_of("Everyday", &[TESCO, COFFEE, COFFEE, SALARY])).await.unwrap();
    ana.import("other.csv", &file_of("Old <app>", &[COFFEE, COFFEE, TESCO_AGAIN])).await.unwrap();
    ana.import("euro.csv", b"date,description,amount,currency,account\n2026-03-01,EDEKA,-4.00,EUR,Reise\n")
        .await
        .unwrap();
    let mut chat = Chat::with(&farthing, 7001);
    chat.says("/accounts").await;
    chat.taps("Reise").await;
    chat.taps("Back").await;
    chat.taps("Old <app>").await;
    chat.taps("Rename").await;
    chat.says("everyday").await;
    chat.says(&"x".repeat(41)).await;
    chat.says("  Pocket   money ").await;
    chat.taps("Open it").await;
    chat.taps("Merge into…").await;
    chat.taps("Everyday").await;
    chat.taps("Back").await;
    chat.taps("Everyday").await;
    let merge = button(&chat, "Merge them");
    chat.taps("Merge them").await;
    let undo_merge = button(&chat, "↩️ Undo");
    chat.taps("Open it").await;
    assert_eq!(
        amounts(&farthing).await,
        "Everyday: 02 -12.50 TESCO STORES 3344, 05 -3.20 COFFEE HUT, 05 -3.20 COFFEE HUT, 09 -40.00 TESCO STORES 3344, \
         28 900.00 ACME PAYROLL SALARY\nReise: 01 -4.00 EDEKA"
    );
    chat.taps_data(&merge).await;
    chat.taps_data(&undo_merge).await;
    chat.says("/accounts").await;
    chat.says("/undo").await;
    chat.says("/accounts").await;
    insta::assert_snapshot!(chat.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn statements_say_what_they_cover_and_go_file_by_file() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let mut chat = Chat::with(&farthing, 7001);
    chat.says("/statements").await;
    ana.import("march.csv", &file_of("Everyday", &[TESCO, COFFEE, SALARY])).await.unwrap();
    let may = ["2026-05-01,TESCO STORES 3344,-8.00,GBP\n", "2026-05-31,COFFEE HUT,-3.20,GBP\n"];
    ana.import("may <2026>.csv", &file_of("Everyday", &may)).await.unwrap();
    ana.import("euro.csv", b"date,description,amount,currency,account\n2026-03-01,EDEKA,-4.00,EUR,Reise\n")
        .await
        .unwrap();
    let before = farthing.contents().await;
    ana.import("april.csv", &file_of("Everyday", &["2026-04-10,TESCO STORES 3344,-9.00,GBP\n"])).await.unwrap();
    chat.says("5.50 coffee").await;
    chat.says("/statements").await;
    chat.says("/undo").await;
    chat.says("/statements").await;
    chat.taps("↩️ Undo april.csv").await;
    assert_eq!(farthing.contents().await, before, "the file is gone, and nothing else");
    chat.says("/statements").await;
    insta::assert_snapshot!(chat.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn merging_joins_what_both_know_and_is_taken_back_whole() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let everyday = ana.import("1.csv", &file_of("Everyday", &[TESCO, COFFEE, COFFEE, SALARY])).await.unwrap();
    ana.import("2.csv", &file_of("Other", &[COFFEE, COFFEE, COFFEE, TESCO_AGAIN])).await.unwrap();
    ana.import("3.csv", &file_of("Third", &["2026-03-28,FROM ACME,900.00,GBP\n"])).await.unwrap();
    let recategorise = serde_json::json!({
        "rows": {"transactions": rows(&farthing, "amount = -3.20 and account_id = (select account_id from account where name = 'Other')").await},
        "category": "Entertainment",
    });
    ana.does(serde_json::from_value::<farthing::tools::recategorise::Recategorise>(recategorise).unwrap())
        .await
        .unwrap();
    let before = farthing.contents().await;
    let (one, other, third) =
        (account(&farthing, "Everyday").await, account(&farthing, "Other").await, account(&farthing, "Third").await);

    let plan = ana.does(PreviewMerge { from: other, into: one }).await.unwrap();
    assert_eq!((plan.moved, plan.joined, plan.rows_after), (2, 2, 6));
    assert_eq!(farthing.contents().await, before, "a preview changes nothing");
    let merged = ana.does(MergeAccounts { from: other, into: one }).await.unwrap();
    assert_eq!(merged.merge, plan);
    let chained = ana.does(MergeAccounts { from: one, into: third }).await.unwrap();
    assert_eq!((chained.merge.moved, chained.merge.joined), (5, 1), "the salary, in other words, is one");
    assert_eq!(
        amounts(&farthing).await,
        "Third: 02 -12.50 TESCO STORES 3344, 05 -3.20 COFFEE HUT, 05 -3.20 COFFEE HUT, 05 -3.20 COFFEE HUT, \
         09 -40.00 TESCO STORES 3344, 28 900.00 FROM ACME"
    );
    let chosen = "select count(*) from transaction where amount = -3.20 and category_id = 1000 and decided_by = 'user'";
    assert_eq!(farthing.value(chosen).await, "3", "what the user chose holds");
    for (rollup, by) in [("month_rollup", "account_id"), ("day_rollup", "1"), ("payee_rollup", "account_id")] {
        let sums = format!(
            "select string_agg(rows || ' ' || sum, ',') from (
            select sum(rows_all) as rows, sum(sum_in + sum_out) as sum from {rollup} group by {by}) as sums"
        );
        assert_eq!(farthing.value(&sums.replace("group by 1", "")).await, "6 837.90", "{rollup}");
    }

    let refused = undo(&ana, merged.action).await.unwrap_err().words;
    insta::assert_snapshot!(refused);
    undo(&ana, chained.action).await.unwrap();
    undo(&ana, merged.action).await.unwrap();
    assert_eq!(farthing.contents().await, before, "accounts, rows, evidence and rollups are as they were");

    // An import that is taken back between a merge and its undo takes its own rows only.
    let merged = ana.does(MergeAccounts { from: other, into: one }).await.unwrap();
    undo(&ana, everyday.action.unwrap()).await.unwrap();
    undo(&ana, merged.action).await.unwrap();
    assert_eq!(
        amounts(&farthing).await,
        "Other: 05 -3.20 COFFEE HUT, 05 -3.20 COFFEE HUT, 05 -3.20 COFFEE HUT, 09 -40.00 TESCO STORES 3344\n\
         Third: 28 900.00 FROM ACME"
    );
    farthing.finish().await;
}

#[tokio::test]
async fn later_files_of_either_go_to_the_merged_account() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    ana.import("1.csv", &file_of("Everyday", &[TESCO])).await.unwrap();
    ana.import("2.csv", &file_of("Other", &[SALARY])).await.unwrap();
    let (one, other) = (account(&farthing, "Everyday").await, account(&farthing, "Other").await);
    ana.does(RenameAccount { account: one, name: "Joint".to_owned() }).await.unwrap();
    let merged = ana.does(MergeAccounts { from: other, into: one }).await.unwrap();
    let later = ana.import("3.csv", &file_of("Other", &["2026-03-30,CAFE NERO,-4.00,GBP\n"])).await.unwrap();
    ana.import("4.csv", &file_of("everyday", &["2026-03-31,CAFE NERO,-4.50,GBP\n", SALARY])).await.unwrap();
    assert_eq!(
        amounts(&farthing).await,
        "Joint: 02 -12.50 TESCO STORES 3344, 28 900.00 ACME PAYROLL SALARY, 30 -4.00 CAFE NERO, 31 -4.50 CAFE NERO"
    );
    assert_eq!(later.accounts, ["Joint"]);
    assert!(undo(&ana, merged.action).await.unwrap_err().words.contains("4.csv"));
    ana.undo().await.unwrap();
    ana.undo().await.unwrap();
    undo(&ana, merged.action).await.unwrap();
    ana.import("5.csv", &file_of("Other", &["2026-03-30,CAFE NERO,-4.00,GBP\n"])).await.unwrap();
    assert_eq!(
        amounts(&farthing).await,
        "Joint: 02 -12.50 TESCO STORES 3344\nOther: 28 900.00 ACME PAYROLL SALARY, 30 -4.00 CAFE NERO"
    );
    farthing.finish().await;
}

#[tokio::test]
async fn a_row_deleted_before_a_merge_stays_deleted_in_the_merged_account() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    ana.import("1.csv", &file_of("Everyday", &[TESCO, SALARY])).await.unwrap();
    ana.import("2.csv", &file_of("Other", &[TESCO, COFFEE, TESCO_AGAIN])).await.unwrap();
    let (one, other) = (account(&farthing, "Everyday").await, account(&farthing, "Other").await);
    // A duplicate that the user removed by hand: the row of the other account is the one that stays.
    let duplicate = rows(&farthing, &format!("amount = -12.50 and account_id = '{}'", one.0)).await;
    ana.does(DeleteRows { rows: duplicate }).await.unwrap();
    let unwanted = rows(&farthing, "amount = -40.00").await;
    let deleted = ana.does(DeleteRows { rows: unwanted }).await.unwrap();
    let merged = ana.does(MergeAccounts { from: other, into: one }).await.unwrap();
    let left = "Everyday: 02 -12.50 TESCO STORES 3344, 05 -3.20 COFFEE HUT, 28 900.00 ACME PAYROLL SALARY";
    assert_eq!(amounts(&farthing).await, left);
    let again = ana.import("3.csv", &file_of("Everyday", &[TESCO, COFFEE, TESCO_AGAIN, SALARY])).await.unwrap();
    assert_eq!(counts(&again), (0, 4));
    assert_eq!(amounts(&farthing).await, left);
    let refused = undo(&ana, deleted.action).await.unwrap_err().words;
    assert!(refused.contains("merging Other into Everyday"), "{refused}");
    ana.undo().await.unwrap();
    undo(&ana, merged.action).await.unwrap();
    undo(&ana, deleted.action).await.unwrap();
    assert_eq!(
        amounts(&farthing).await,
        "Everyday: 28 900.00 ACME PAYROLL SALARY\n\
         Other: 02 -12.50 TESCO STORES 3344, 05 -3.20 COFFEE HUT, 09 -40.00 TESCO STORES 3344"
    );
    farthing.finish().await;
}

#[tokio::test]
async fn nobody_opens_or_changes_what_is_not_theirs() {
    let farthing = Farthing::start().await;
    let (ana, ben) = (farthing.person(7001), farthing.person(7002));
    ana.import("1.csv", &file_of("Everyday", &[TESCO])).await.unwrap();
    ana.import("2.csv", &file_of("Other", &[SALARY])).await.unwrap();
    ben.import("3.csv", &file_of("Mine", &[COFFEE])).await.unwrap();
    let before = farthing.contents().await;
    let row = rows(&farthing, "amount = -12.50").await[0];
    let (one, other, mine) =
        (account(&farthing, "Everyday").await, account(&farthing, "Other").await, account(&farthing, "Mine").await);
    let deleted = ana.does(DeleteRows { rows: vec![row] }).await.unwrap().action;
    assert!(undo(&ben, deleted).await.is_err());
    undo(&ana, deleted).await.unwrap();
    assert!(ben.does(OpenRow { row }).await.is_err());
    assert!(ben.does(OpenAccount { account: one }).await.is_err());
    assert!(ben.does(DeleteRows { rows: vec![row] }).await.is_err());
    assert!(ben.does(RenameAccount { account: one, name: "Mine now".to_owned() }).await.is_err());
    assert!(ben.does(MergeAccounts { from: one, into: other }).await.is_err());
    assert!(ben.does(MergeAccounts { from: one, into: mine }).await.is_err());
    assert!(ben.does(MergeAccounts { from: mine, into: mine }).await.is_err());
    assert_eq!(farthing.contents().await, before);
    farthing.finish().await;
}

#[tokio::test]
async fn a_currency_learned_late_holds_for_what_comes_back() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let currencies = "select string_agg(distinct account.currency || ' ' || transaction.currency, ', ')
        from transaction join account using (book_id, account_id)";
    let guessed =
        b"date,description,amount,account\n2026-03-02,TESCO STORES 3344,-12.50,Pot\n2026-03-05,COFFEE HUT,-3.20,Pot\n";
    ana.import("1.csv", guessed).await.unwrap();
    let before = farthing.contents().await;
    let deleted = ana.does(DeleteRows { rows: rows(&farthing, "amount = -3.20").await }).await.unwrap().action;
    let printed = ana.import("2.csv", &file_of("Pot", &[TESCO, SALARY])).await.unwrap();
    assert_eq!(counts(&printed), (1, 1));
    undo(&ana, deleted).await.unwrap();
    assert_eq!(farthing.value(currencies).await, "GBP GBP", "the row is back in the account's currency");
    undo(&ana, printed.action.unwrap()).await.unwrap();
    assert_eq!(farthing.contents().await, before, "nobody prints the currency any more");

    // A merged account's statements are elsewhere, and still print its currency.
    ana.import("2.csv", &file_of("Pot", &[TESCO, SALARY])).await.unwrap();
    ana.import("3.csv", &file_of("Joint", &[TESCO_AGAIN])).await.unwrap();
    let before = farthing.contents().await;
    let (pot, joint) = (account(&farthing, "Pot").await, account(&farthing, "Joint").await);
    let merged = ana.does(MergeAccounts { from: pot, into: joint }).await.unwrap().action;
    let other = ana.import("4.csv", &file_of("Other", &[COFFEE])).await.unwrap();
    undo(&ana, other.action.unwrap()).await.unwrap();
    undo(&ana, merged).await.unwrap();
    assert_eq!(farthing.contents().await, before);

    // And a book with merged accounts can be forgotten.
    ana.does(MergeAccounts { from: pot, into: joint }).await.unwrap();
    assert!(farthing.app.forget(ana.id).await.unwrap());
    assert_eq!(farthing.value("select count(*) from account").await, "0");
    farthing.finish().await;
}

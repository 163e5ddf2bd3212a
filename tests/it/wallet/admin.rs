//! Money in and out by an admin, and rows of what happened outside the chat.

use farthing::tools::wallet::write_missing_rows;
use serde_json::json;

use super::{available, data, finish, ledger, rows, story, sums, told};
use crate::story::{ADMIN, ANA, BEN};

#[tokio::test]
async fn a_top_up_is_told_logged_and_pairs_with_its_bank_row() {
    let mut story = story("0").await;
    let today = story.now().date_naive();
    let csv = format!(
        "date,description,amount,currency\n{today},TESCO STORES 4417,-50.00,GBP\n{today},QXZZY 118 FARTHING,-50.00,GBP\n"
    );
    story.farthing.person(ANA).import("bank.csv", csv.as_bytes()).await.unwrap();

    assert!(story.types(BEN, "/admin topup @ana 50 GBP cash").await.starts_with("I don't know that command."));
    assert!(story.types(ADMIN, "/admin topup @ana 50 GBP").await.starts_with("Write whom, how much and why:"));
    let card = story.hears(ADMIN, "/admin topup @ana 50 GBP cash").await;
    assert_eq!(
        card.text,
        "<b>Put £50.00 into the wallet of Ana &lt;b&gt;Lima&lt;/b&gt;?</b>\nFor: cash\n[✅ Confirm]\n[Change] [Cancel]\n"
    );
    let confirm = data(&card.buttons, "Confirm");
    assert_eq!(
        story.presses(ADMIN, &confirm).await,
        "✅ Put £50.00 into the wallet of Ana &lt;b&gt;Lima&lt;/b&gt;. It has £50.00 now.\n"
    );
    assert_eq!(story.presses(ADMIN, &confirm).await, "That was done already, and only once.\n");
    assert_eq!(told(&story, ANA).await.0, "💷 £50.00 was put into your wallet: cash.\n");
    assert_eq!(available(&story, ANA).await, "50.00");
    let log = "select string_agg(concat_ws(' ', admin_user, about_user, what), ', ') from admin_log";
    assert_eq!(story.farthing.value(log).await, format!("{ADMIN} {ANA} topup 50.00 GBP cash"));
    // The bank's row of the same money is a Transfer too, the shop's is not.
    let found = rows(&story, ANA).await;
    assert!(found.contains("QXZZY 118 FARTHING | -50.00 | 2100 | knowledge"), "{found}");
    assert!(found.contains("Wallet | Top-up: cash | 50.00 | 2100 | knowledge"), "{found}");
    assert!(found.contains("TESCO STORES 4417 | -50.00 | 4"), "{found}");

    let card = story.hears(ADMIN, "/admin payout @ana 60 GBP cash").await;
    assert_eq!(
        story.presses(ADMIN, &data(&card.buttons, "Confirm")).await,
        "The wallet of Ana &lt;b&gt;Lima&lt;/b&gt; has only £50.00. Nothing was moved.\n"
    );
    let card = story.hears(ADMIN, "/admin payout @ana 50 GBP cash").await;
    assert!(story.presses(ADMIN, &data(&card.buttons, "Confirm")).await.contains("It has £0.00 now."));
    assert_eq!(told(&story, ANA).await.0, "£50.00 was paid out of your wallet: cash.\n");
    assert_eq!(story.farthing.value("select count(*) from admin_log").await, "2");
    finish(story).await;
}

#[tokio::test]
async fn a_bank_row_that_comes_later_pairs_as_well() {
    let mut story = story("0").await;
    let card = story.hears(ADMIN, "/admin topup @ana 50 GBP cash").await;
    story.presses(ADMIN, &data(&card.buttons, "Confirm")).await;
    let today = story.now().date_naive();
    let csv = format!("date,description,amount,currency\n{today},QXZZY 118 FARTHING,-50.00,GBP\n");
    story.farthing.person(ANA).import("bank.csv", csv.as_bytes()).await.unwrap();
    assert_eq!(sums(&story, ANA).await, "2100: 0.00 / -1: 0.00 / 2100: 0.00");
    finish(story).await;
}

#[tokio::test]
async fn what_happens_outside_the_chat_has_rows_too_and_a_reversal_mirrors_its_origin() {
    let mut story = story("100").await;
    let line = |key: &str| {
        json!({"key": key, "kind": "transfer", "from": format!("user:{BEN}"),
        "to": format!("user:{ANA}"), "amount": "10", "currency": "GBP"})
    };
    ledger(&story, line("bulk")).await;
    let store = story.farthing.app.store.clone();
    assert_eq!(write_missing_rows(&store, story.now()).await.unwrap(), 3);
    assert_eq!(write_missing_rows(&store, story.now()).await.unwrap(), 0);
    let bens = "Wallet | Top-up | 100.00 | 2100 | knowledge\nWallet | Ana <b>Lima</b> | -10.00 | 2200 | none";
    assert_eq!(rows(&story, BEN).await, bens);
    assert_eq!(rows(&story, ANA).await, "Wallet | Ben | 10.00 | 105 | knowledge");

    assert_eq!(ledger(&story, json!({"key": "back", "kind": "refund", "of": "bulk", "amount": "4.00"})).await, "ok");
    assert_eq!(write_missing_rows(&store, story.now()).await.unwrap(), 2);
    assert!(rows(&story, BEN).await.ends_with("Wallet | Ana <b>Lima</b> | 4.00 | 2200 | knowledge"));
    assert_eq!(sums(&story, ANA).await, "105: 6.00 / 1: 6.00 / 105: 6.00");
    let receipt = story.types(ANA, "/receipt").await;
    assert!(receipt.contains("£4.00 given back to Ben"), "{receipt}");
    finish(story).await;
}

//! What runs beside the chat, and what holds nobody up: the proof of the ledger, and connections that are lost.

use std::time::Duration;

use sqlx::Connection as _;

use super::{ANA, BEN, Chat, WAIT_MAX};
use crate::second_factor::{farthing_id, fund, sent_to, told};

/// As a person waits for a value of the database.
async fn becomes(chat: &Chat, query: &str, expected: &str) {
    let started = tokio::time::Instant::now();
    while chat.farthing.value(query).await != expected {
        assert!(started.elapsed() < WAIT_MAX, "not {expected}: {query}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn payments_that_are_due_do_not_wait_for_the_proof() {
    let mut chat = Chat::start().await;
    chat.say(BEN, "/balance").await;
    let ana = farthing_id(&chat, ANA).await;
    fund(&chat, BEN, "100").await;
    chat.say(BEN, &format!("/send 5 {ana} tomorrow")).await;
    told(&chat.press(BEN, "✅ Confirm").await, "Scheduled");
    assert_eq!(sent_to(&chat, ANA).await, "0");
    chat.farthing.execute("update scheduled_payment set next_on = '2026-03-31', next_at = '2026-03-31 09:00+00'").await;

    // Whoever proves the ledger reads its blocks, and cannot while these are locked.
    let mut owner = chat.farthing.owner().await;
    let mut held = owner.begin().await.unwrap();
    sqlx::raw_sql("lock table ledger_block in access exclusive mode").execute(&mut *held).await.unwrap();
    chat.restart().await;
    let owner_of = format!("select coalesce(sum(balance), 0) from ledger_account where owner = 'user:{ANA}'");
    becomes(&chat, &owner_of, "5.00").await;
    let waits = "select count(*) > 0 from pg_locks where relation = 'ledger_block'::regclass and not granted";
    becomes(&chat, waits, "true").await;
    held.rollback().await.unwrap();
    chat.settled().await;
    chat.finish().await;
}

#[tokio::test]
async fn connections_that_are_lost_all_at_once_cost_nobody_anything() {
    let chat = Chat::start().await;
    chat.say(BEN, "/balance").await;
    let ana = farthing_id(&chat, ANA).await;
    fund(&chat, BEN, "100").await;
    // As when the server starts anew: each connection of the pool is dead, and those that were just used are not tried first.
    let lose = "select count(pg_terminate_backend(pid)) > 0 from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";
    for paid in ["5.00", "10.00", "15.00"] {
        chat.say(BEN, &format!("/send 5 {ana}")).await;
        assert_eq!(chat.farthing.value(lose).await, "true");
        chat.server.press(BEN, "✅ Confirm").await;
        chat.count_update();
        chat.farthing.value(lose).await;
        chat.settled().await;
        assert_eq!(sent_to(&chat, ANA).await, paid);
    }
    assert_eq!(chat.farthing.value("select count(*) from payment where kind = 'payment'").await, "6");
    chat.finish().await;
}

//! What the database itself refuses, and what `verify` finds when it was got around.

use farthing::domain::ledger::{Code, Kind};
use farthing::tools::ledger::{proof, seal, verify};
use serde_json::json;
use sqlx::AssertSqlSafe;

use super::{ask, fund, start_of_time, transfer};
use crate::harness::Farthing;

/// A ledger with a transfer, an open hold, a posted one and a refund.
async fn filled() -> Farthing {
    let story = Farthing::start().await;
    let hold = |key: &str| json!({"key": key, "kind": "hold", "from": "user:1", "to": "user:2", "amount": "5", "currency": "EUR"});
    let replies = ask(
        &story,
        &[
            fund(1, "100"),
            fund(2, "100"),
            transfer("t", "user:1", "user:2", "10"),
            hold("open"),
            hold("posted"),
            json!({"key": "p", "kind": "post", "of": "posted"}),
            json!({"key": "r", "kind": "refund", "of": "t", "amount": "4"}),
        ],
    )
    .await;
    assert!(replies.iter().all(|reply| reply.result == Code::Ok), "{replies:?}");
    story
}

#[tokio::test]
async fn sql_has_the_same_words() {
    let story = Farthing::start().await;
    let words = |words: Vec<&str>| format!("{{{}}}", words.join(","));
    let results = Code::ALL.iter().map(|code| code.word()).collect();
    let kinds = Kind::ALL.iter().map(|kind| kind.word()).collect();
    assert_eq!(story.value("enum_range(null::ledger_result)").await, words(results));
    assert_eq!(story.value("enum_range(null::ledger_kind)").await, words(kinds));
    story.finish().await;
}

#[tokio::test]
async fn the_application_changes_no_entry_and_no_balance() {
    let story = filled().await;
    for statement in [
        "update ledger_transfer set amount = 1",
        "delete from ledger_transfer",
        "truncate ledger_transfer",
        "insert into ledger_transfer (transfer_id) values (gen_random_uuid())",
        "update ledger_posting set amount = 1",
        "delete from ledger_posting",
        "truncate ledger_posting",
        "insert into ledger_posting (account_id) values (1)",
        "update ledger_account set balance = 1000000",
        "update ledger_account set held = 0",
        "insert into ledger_account (owner) values ('user:9')",
        "delete from ledger_account",
        "delete from ledger_open_hold",
        "update ledger_block set root = '\\x00'",
        "delete from ledger_block",
        "alter table ledger_posting disable trigger cancels_out",
        "alter table ledger_account disable row level security",
        "drop trigger append_only on ledger_transfer",
        "select key from ledger_transfer",
        "select available_to from ledger_transfer",
        "call ledger_open_accounts(now(), '{user:9}', '{EUR}', '{0}')",
    ] {
        let mut connection = story.application().await;
        let outcome = sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await;
        let error = outcome.expect_err(statement).to_string();
        assert!(error.contains("permission denied") || error.contains("must be owner"), "{statement}: {error}");
    }
    for table in ["ledger_account", "ledger_transfer", "ledger_posting", "ledger_open_hold"] {
        let mut connection = story.application().await;
        let count = sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {table}")));
        let seen: i64 = count.fetch_one(&mut connection).await.unwrap();
        assert_eq!(seen, 0, "outside a book nothing of {table} is seen");
    }
    story.finish().await;
}

#[tokio::test]
async fn even_the_owner_is_refused() {
    let story = filled().await;
    let check = async |statement: &str, words: &str| {
        let outcome = sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&mut story.owner().await).await;
        let error = outcome.expect_err(statement).to_string();
        assert!(error.contains(words), "{statement}: {error}");
    };
    for table in ["ledger_transfer", "ledger_posting", "ledger_block"] {
        check(&format!("delete from {table}"), "append-only").await;
        check(&format!("truncate {table}"), "append-only").await;
    }
    check("update ledger_transfer set amount = 1", "append-only").await;
    check("update ledger_posting set balance = 1 where false", "append-only").await;
    check("update ledger_account set balance = -1 where owner = 'user:1'", "never_overdrawn").await;
    check("update ledger_account set held = 1000 where owner = 'user:1'", "never_overdrawn").await;
    // Postings that do not cancel out, in two currencies, or of no transfer: refused at the commit.
    let entry = "insert into ledger_transfer (transfer_id, key, request_hash, kind, result, from_account, to_account, \
                 amount, event_at, created_at) select gen_random_uuid(), 'x', sha256(''), 'transfer', 'ok', \
                 min(account_id), max(account_id), 1, '2027-01-01', '2027-01-01' from ledger_account where owner like 'user:%'";
    let leg = |side: &str, amount: i32, currency: &str| {
        let other = if side == "from" { "to" } else { "from" };
        format!(
            "insert into ledger_posting select {side}_account, created_at, 99, transfer_id, {other}_account, '{currency}', {amount}, 0 \
             from ledger_transfer where key = 'x'"
        )
    };
    let begin = format!("begin; {entry}");
    for legs in [
        format!("{}; {}", leg("from", -1, "EUR"), leg("to", 2, "EUR")),
        format!("{}; {}", leg("from", -1, "EUR"), leg("to", 1, "USD")),
        leg("from", -1, "EUR"),
        leg("to", 1, "EUR"),
    ] {
        check(&format!("{begin}; {legs}; commit"), "do not cancel out").await;
    }
    check(
        "begin; insert into ledger_posting values (1, '2027-01-01', 99, gen_random_uuid(), 2, 'EUR', 1, 1); commit",
        "do not cancel out",
    )
    .await;
    verify(&story.app.store).await.unwrap().unwrap();
    story.finish().await;
}

/// Tables that a break is planted in.
const TABLES: [&str; 5] = ["ledger_account", "ledger_transfer", "ledger_posting", "ledger_open_hold", "ledger_block"];

#[tokio::test]
async fn verify_names_each_break_of_a_guard() {
    let story = filled().await;
    let grant = |what: &str| format!("do $$ begin execute format('{what} ledger_account to %I', app_role()); end $$");
    let revoke = grant("revoke update on").replace(" to %I", " from %I");
    for (plant, undo, words) in [
        (
            "alter table ledger_posting disable trigger append_only",
            "alter table ledger_posting enable trigger append_only",
            "append_only",
        ),
        (
            "alter table ledger_posting disable trigger cancels_out",
            "alter table ledger_posting enable trigger cancels_out",
            "cancels_out",
        ),
        (&grant("grant update on"), &revoke, "grants on ledger_account"),
        (
            "alter table ledger_account drop constraint never_overdrawn",
            "alter table ledger_account add constraint never_overdrawn check (is_system or balance >= held)",
            "never_overdrawn",
        ),
    ] {
        story.execute(plant).await;
        let found = verify(&story.app.store).await.unwrap().expect_err(plant);
        assert!(found.contains(words) && found.contains("guards are in place"), "{plant}: {found}");
        story.execute(undo).await;
        verify(&story.app.store).await.unwrap().unwrap();
    }
    story.finish().await;
}

#[tokio::test]
async fn verify_names_each_break_of_the_books() {
    let story = filled().await;
    seal(&story.app.store, start_of_time()).await.unwrap();
    // Got around every guard, as a superuser can; then everything is put back.
    let around = "set session_replication_role = replica;";
    for table in TABLES {
        story.execute(&format!("create table saved_{table} as table {table}")).await;
    }
    let back =
        |table: &str| format!("truncate {table}; insert into {table} overriding system value table saved_{table};");
    let back: String = TABLES.into_iter().map(back).collect();
    let of_t = "where transfer_id = ledger_transfer_id('cli:t')";
    for (plant, words) in [
        (format!("update ledger_transfer set amount = 11 {of_t}"), "one of the two legs"),
        (format!("update ledger_posting set amount = amount * 2 {of_t}"), "one of the two legs"),
        (format!("update ledger_posting set currency = 'USD' {of_t} and amount > 0"), "running balance"),
        (format!("delete from ledger_posting {of_t}"), "has both its postings"),
        (
            "insert into ledger_posting values (1, '2030-01-01', 99, gen_random_uuid(), 99, 'EUR', 1, 1)".to_owned(),
            "one of the two legs",
        ),
        (format!("update ledger_posting set balance = balance + 1 {of_t}"), "running balance"),
        (format!("update ledger_posting set sequence = sequence + 10 {of_t}"), "running balance and sequence"),
        ("update ledger_account set balance = balance + 1 where owner = 'user:1'".to_owned(), "end in its balance"),
        ("update ledger_account set sequence = 0 where owner = 'user:1'".to_owned(), "end in its balance"),
        ("update ledger_account set currency = 'USD' where owner = 'user:1'".to_owned(), "cancel out in one currency"),
        ("delete from ledger_account where owner = 'user:1'".to_owned(), "end in its balance"),
        ("update ledger_account set held = held + 1 where owner = 'user:1'".to_owned(), "sum of its open holds"),
        ("delete from ledger_open_hold".to_owned(), "sum of its open holds"),
        (
            "delete from ledger_open_hold; update ledger_account set held = 0".to_owned(),
            "open until it is resolved",
        ),
        ("update ledger_transfer set amount = 4 where key = 'cli:posted'".to_owned(), "open until it is resolved"),
        ("update ledger_transfer set origin_id = null where key = 'cli:p'".to_owned(), "open until it is resolved"),
        (
            "update ledger_transfer set origin_id = ledger_transfer_id('cli:open') where key = 'cli:r'".to_owned(),
            "no more is taken back",
        ),
        (
            "update ledger_transfer set origin_id = ledger_transfer_id('cli:p'), kind = 'refund' where key in ('cli:r', 'cli:t')".to_owned(),
            "no more is taken back",
        ),
        (format!("update ledger_transfer set key = 'other' {of_t}"), "found by its key"),
        // What no sum tells, the seal does.
        (format!("update ledger_transfer set event_at = '2020-01-01' {of_t}"), "block 1"),
        (
            "insert into ledger_transfer (transfer_id, entry_number, key, request_hash, kind, result, event_at, created_at) \
             overriding system value values (ledger_transfer_id('late'), 7, 'late', sha256(''), 'transfer', 'malformed', \
             '2026-01-01', '2026-01-01')"
                .to_owned(),
            "block 1",
        ),
        ("update ledger_block set root = sha256('')".to_owned(), "block 1"),
        ("update ledger_block set block_number = 2".to_owned(), "block 1"),
    ] {
        story.execute(&format!("{around} {plant}")).await;
        let found = verify(&story.app.store).await.unwrap().expect_err(&plant);
        assert!(found.contains(words), "{plant}: {found}");
        story.execute(&format!("{around} {back}")).await;
        verify(&story.app.store).await.unwrap().unwrap_or_else(|found| panic!("put back after {plant}: {found}"));
    }
    story.finish().await;
}

#[tokio::test]
async fn entries_are_sealed_once_and_proven_one_by_one() {
    let story = filled().await;
    let store = &story.app.store;
    let (one, other) = tokio::join!(seal(store, start_of_time()), seal(store, start_of_time()));
    assert_eq!(one.unwrap() + other.unwrap(), 1, "two at once make one block");
    assert_eq!(seal(store, start_of_time()).await.unwrap(), 0);
    let last: i64 = story.value("select max(entry_number) from ledger_transfer").await.parse().unwrap();
    for entry in 1..=last {
        let proof = proof(store, entry).await.unwrap().expect("a sealed entry");
        assert!(proof.holds() && proof.block == 1, "entry {entry}");
    }
    assert_eq!(proof(store, last + 1).await.unwrap(), None);
    ask(&story, &[transfer("later", "user:1", "user:2", "1")]).await;
    assert_eq!(seal(store, start_of_time()).await.unwrap(), 1);
    let whole = verify(store).await.unwrap().unwrap();
    assert_eq!((whole.blocks, whole.sealed), (2, last + 1));
    story.finish().await;
}

//! Jobs: done once by whoever is alive, tried again, given up, and the alerts that they leave.

use chrono::{DateTime, TimeDelta, Utc};
use farthing::domain::{BotId, WorkerId};
use farthing::jobs::{Said, run_due};
use farthing::store::outbox::Urgency;
use farthing::tools::undo::Undo;

use crate::harness::{Farthing, Person};

const BOT: BotId = BotId(42);

/// Noon of the stories' day.
fn noon() -> DateTime<Utc> {
    "2026-03-17T12:00:00Z".parse().unwrap()
}

async fn paid(person: &Person<'_>, text: &str) {
    person.ask_on("2026-03-17", text).await;
}

async fn due(farthing: &Farthing, worker: i32) -> Vec<String> {
    texts(run_due(&farthing.app, BOT, WorkerId(worker), noon()).await.unwrap())
}

fn texts(said: Vec<Said>) -> Vec<String> {
    said.into_iter().map(|said| format!("{}: {}", said.user.0, said.text)).collect()
}

async fn begin(farthing: &Farthing, person: i64) -> Person<'_> {
    let ana = farthing.person(person);
    let file = "date,description,amount,currency,account,category\n2026-03-02,TESCO STORES 3344,-40.00,GBP,Current,Groceries\n";
    ana.import("march.csv", file.as_bytes()).await.unwrap();
    // The look at what was imported, on the day of it.
    let looked = run_due(&farthing.app, BOT, WorkerId(9), "2026-03-31T12:00:00Z".parse().unwrap()).await.unwrap();
    assert_eq!(looked, []);
    ana
}

#[tokio::test]
async fn an_alert_is_said_once_for_each_threshold_and_period() {
    let farthing = Farthing::start().await;
    let ana = begin(&farthing, 7001).await;
    paid(&ana, "groceries 5").await;
    assert_eq!(due(&farthing, 1).await, [""; 0], "without a budget there is nothing to say");
    paid(&ana, "100 a month for groceries").await;
    paid(&ana, "groceries 20").await;
    assert_eq!(due(&farthing, 1).await, [""; 0]);
    paid(&ana, "groceries 16").await;
    let said = due(&farthing, 1).await;
    insta::assert_snapshot!(said.join("\n"), @"7001: Groceries: 81% of your budget is used this month, £81.00 of £100.00, with 14 days to go. £19.00 is left. At this rate you are £14.76 over by the 31st.");
    let noted = ana.ask_on("2026-03-17", "groceries 1").await;
    assert_eq!(due(&farthing, 1).await, [""; 0], "the same threshold is not told twice");
    // Taken back and noted again: nothing new.
    let action = serde_json::from_value(noted.tools[0].result["action"].clone()).unwrap();
    ana.does(Undo { action: Some(action) }).await.unwrap();
    paid(&ana, "groceries 1").await;
    assert_eq!(due(&farthing, 1).await, [""; 0]);
    // Two thresholds at once: only the higher one is told.
    paid(&ana, "groceries 43").await;
    let said = due(&farthing, 1).await;
    insta::assert_snapshot!(said.join("\n"), @"7001: Groceries: you are £25.00 over this month, £125.00 of £100.00, with 14 days to go.");
    // Another amount is another budget to keep; setting it tells how it stands.
    paid(&ana, "150 a month for groceries").await;
    paid(&ana, "groceries 1").await;
    assert_eq!(due(&farthing, 1).await, [""; 0]);
    paid(&ana, "groceries 30").await;
    assert_eq!(due(&farthing, 1).await.len(), 1);
    // A new month begins with all thresholds.
    ana.ask_on("2026-04-02", "groceries 130").await;
    let april = noon() + TimeDelta::days(16);
    let said = texts(run_due(&farthing.app, BOT, WorkerId(1), april).await.unwrap());
    insta::assert_snapshot!(said.join("\n"), @"7001: Groceries: 86% of your budget is used this month, £130.00 of £150.00, with 28 days to go. £20.00 is left.");
    let waiting = farthing.app.store.claim_messages(BOT, WorkerId(9), Urgency::Other, 10, april).await.unwrap();
    assert_eq!(waiting.len(), 1, "one message of a chat at a time");
    assert_eq!(farthing.value("select count(*) from outbox where priority = 1").await, "4");
    assert_eq!(farthing.value("select count(*) from job").await, "0");
    farthing.finish().await;
}

#[tokio::test]
async fn a_job_is_done_once_also_by_workers_at_the_same_time() {
    let farthing = Farthing::start().await;
    let mut people = Vec::new();
    for person in 7001..7009 {
        people.push(begin(&farthing, person).await);
    }
    for ana in &people {
        paid(ana, "100 a month for groceries").await;
        paid(ana, "groceries 50").await;
        paid(ana, "groceries 2").await;
    }
    let (one, other, third) = tokio::join!(due(&farthing, 1), due(&farthing, 2), due(&farthing, 3));
    let mut all = [one, other, third].concat();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 8, "each book once: {all:?}");
    assert_eq!(farthing.value("select count(*) from outbox").await, "8");
    assert_eq!(farthing.value("select count(*) from job").await, "0");
    farthing.finish().await;
}

#[tokio::test]
async fn what_a_dead_worker_claimed_is_done_by_another() {
    let farthing = Farthing::start().await;
    let ana = begin(&farthing, 7001).await;
    paid(&ana, "60 a month for groceries").await;
    paid(&ana, "groceries 10").await;
    let store = &farthing.app.store;
    let dead = store.begin_worker().await.unwrap();
    let alive = store.begin_worker().await.unwrap();
    let claimed = store.claim_jobs(dead.id, 10, noon()).await.unwrap();
    assert_eq!(claimed.len(), 1);
    store.release_dead_claims().await.unwrap();
    assert_eq!(store.claim_jobs(alive.id, 10, noon()).await.unwrap(), [], "its worker is alive");
    let lost = dead.id;
    dead.end().await.unwrap();
    store.release_dead_claims().await.unwrap();
    // The one that was thought dead cannot finish any more.
    let book = store.find_book(ana.id).await.unwrap().unwrap();
    let mut book = store.book(book).await.unwrap();
    assert!(!book.finish_job(claimed[0].id, lost).await.unwrap());
    drop(book);
    let said = texts(run_due(&farthing.app, BOT, alive.id, noon()).await.unwrap());
    assert_eq!(said.len(), 1, "{said:?}");
    alive.end().await.unwrap();
    farthing.finish().await;
}

#[tokio::test]
async fn what_fails_is_tried_later_given_up_and_tried_again_when_asked() {
    let farthing = Farthing::start().await;
    begin(&farthing, 7001).await;
    farthing
        .execute(
            "insert into job (job_id, book_id, kind, due_at, created_at)
             select '00000000-0000-7000-8000-000000000001', book_id, 'of_tomorrow', '2026-03-17', '2026-03-17' from book",
        )
        .await;
    let state = "select concat_ws(' ', attempts, claimed_by, died_at is not null, reason) from job";
    let (mut now, mut waits) = (noon(), Vec::new());
    for _ in 0..14 {
        assert_eq!(run_due(&farthing.app, BOT, WorkerId(1), now).await.unwrap(), []);
        let due_at: DateTime<Utc> = farthing
            .value("select to_char(due_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from job")
            .await
            .parse()
            .unwrap();
        waits.push((due_at - now).num_milliseconds());
        now = now.max(due_at) + TimeDelta::milliseconds(1);
    }
    assert_eq!(farthing.value(state).await, "14 t this version knows no job called of_tomorrow");
    assert!((250..=500).contains(&waits[0]), "{waits:?}");
    assert!(waits[12] > waits[6] && waits[6] > waits[2], "{waits:?}");
    assert_eq!(run_due(&farthing.app, BOT, WorkerId(1), now + TimeDelta::days(9)).await.unwrap(), []);
    let dead = farthing.app.store.dead_jobs(10).await.unwrap();
    assert_eq!((dead.len(), dead[0].kind.as_str()), (1, "of_tomorrow"));
    farthing.execute("update job set kind = 'look'").await;
    assert_eq!(farthing.app.store.replay_dead_jobs(now).await.unwrap(), 1);
    assert_eq!(run_due(&farthing.app, BOT, WorkerId(1), now).await.unwrap(), []);
    assert_eq!(farthing.value("select count(*) from job").await, "0");
    farthing.finish().await;
}

#[tokio::test]
async fn nobody_is_told_who_stopped_the_bot() {
    let farthing = Farthing::start().await;
    let ana = begin(&farthing, 7001).await;
    farthing
        .execute(
            "insert into chat (chat_id, name, first_seen_at, last_seen_at, unreachable_at)
             values (7001, 'Ana', '2026-03-01', '2026-03-01', '2026-03-01')",
        )
        .await;
    paid(&ana, "60 a month for groceries").await;
    paid(&ana, "groceries 10").await;
    assert_eq!(due(&farthing, 1).await, [""; 0]);
    assert_eq!(farthing.value("select count(*) from outbox").await, "0");
    farthing.finish().await;
}

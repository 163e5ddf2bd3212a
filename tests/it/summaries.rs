//! Summaries at a person's hour: what they say, once, also after a stop and by several workers.

use chrono::{DateTime, Utc};
use farthing::domain::{Attention, BotId, WorkerId};
use farthing::jobs::run_due;

use crate::harness::{Farthing, Person};

const BOT: BotId = BotId(42);

const MARCH: &str = "\
date,description,amount,currency,account,category
2026-01-28,ACME LTD PAYROLL,2400.00,GBP,Current,Income
2026-02-27,ACME LTD PAYROLL,2400.00,GBP,Current,Income
2026-03-27,ACME LTD PAYROLL,2400.00,GBP,Current,Income
2026-01-02,Netflix,-10.99,GBP,Current,Entertainment
2026-02-02,Netflix,-10.99,GBP,Current,Entertainment
2026-03-02,Netflix,-10.99,GBP,Current,Entertainment
2026-02-10,TESCO STORES 3344,-120.00,GBP,Current,Groceries
2026-03-05,TESCO STORES 3344,-80.00,GBP,Current,Groceries
2026-03-14,PIZZA EXPRESS,-35.50,GBP,Current,Dining
2026-03-30,TESCO STORES 3344,-42.10,GBP,Current,Groceries
2026-03-31,SHELL 221,-55.00,GBP,Current,Transport
";

async fn begin(farthing: &Farthing, person: i64) -> Person<'_> {
    let ana = farthing.person(person);
    ana.import("march.csv", MARCH.as_bytes()).await.unwrap();
    ana
}

/// The summaries up to this moment, by kind; alerts have stories of their own.
async fn said(farthing: &Farthing, worker: i32, at: &str) -> Vec<String> {
    let at: DateTime<Utc> = at.parse().unwrap();
    let said = run_due(&farthing.app, BOT, WorkerId(worker), at).await.unwrap();
    let summaries = said.into_iter().filter(|said| said.kind.ends_with("_summary"));
    summaries.map(|said| format!("{} {} {}\n{}", said.user.0, said.kind, said.due_at, said.text)).collect()
}

async fn attention(person: &Person<'_>, farthing: &Farthing, change: impl FnOnce(&mut Attention)) {
    let id = farthing.app.store.find_book(person.id).await.unwrap().unwrap();
    let mut book = farthing.app.store.book(id).await.unwrap();
    let mut attention = book.attention().await.unwrap();
    change(&mut attention);
    book.set_attention(&attention).await.unwrap();
    assert_eq!(book.attention().await.unwrap(), attention);
    book.commit().await.unwrap();
}

#[tokio::test]
async fn a_month_a_week_and_days_are_summed_up_each_once() {
    let farthing = Farthing::start().await;
    let ana = begin(&farthing, 7001).await;
    ana.ask_on("2026-03-31", "60 a month for groceries").await;
    assert_eq!(said(&farthing, 1, "2026-03-31T12:00:00Z").await, [""; 0], "the look");
    assert_eq!(said(&farthing, 1, "2026-04-01T08:59:59Z").await, [""; 0]);
    let first = said(&farthing, 1, "2026-04-01T09:00:00Z").await;
    insta::assert_snapshot!(first.join("\n\n"));
    assert_eq!(said(&farthing, 1, "2026-04-01T09:00:00Z").await, [""; 0], "once");
    assert_eq!(said(&farthing, 1, "2026-04-02T09:00:00Z").await, [""; 0], "nothing to say is no message");
    ana.ask_on("2026-04-02", "groceries 12.50").await;
    ana.ask_on("2026-04-02", "coffee 3.20").await;
    let days = said(&farthing, 1, "2026-04-03T09:00:00Z").await;
    insta::assert_snapshot!(days.join("\n\n"));
    ana.ask_on("2026-04-03", "taxi 9").await;
    let week = said(&farthing, 1, "2026-04-06T20:00:00Z").await;
    insta::assert_snapshot!(week.join("\n\n"));
    assert_eq!(farthing.value("select count(*) from outbox where priority = 2").await, "3");
    assert_eq!(
        farthing.value("select count(*) from notice where kind like '%summary' and said_at is not null").await,
        "3"
    );
    farthing.finish().await;
}

#[tokio::test]
async fn after_a_stop_of_weeks_there_is_one_summary() {
    let farthing = Farthing::start().await;
    let ana = begin(&farthing, 7001).await;
    said(&farthing, 1, "2026-03-31T12:00:00Z").await;
    assert_eq!(said(&farthing, 1, "2026-04-01T09:00:00Z").await.len(), 1);
    for day in ["2026-04-02", "2026-04-10", "2026-04-20", "2026-04-22"] {
        ana.ask_on(day, "groceries 10").await;
    }
    let stop = said(&farthing, 1, "2026-04-23T14:30:00Z").await;
    insta::assert_snapshot!(stop.join("\n\n"));
    assert_eq!(said(&farthing, 1, "2026-04-23T14:31:00Z").await, [""; 0]);
    assert_eq!(farthing.value("select due_at at time zone 'UTC' from summary_schedule").await, "2026-04-24 09:00:00");
    farthing.finish().await;
}

#[tokio::test]
async fn nobody_is_told_twice_and_nobody_who_does_not_want_to_hear() {
    let farthing = Farthing::start().await;
    for person in 7001..7041 {
        begin(&farthing, person).await;
    }
    let (zoned, muted, off) = (farthing.person(7002), farthing.person(7003), farthing.person(7004));
    attention(&muted, &farthing, |attention| attention.muted_until = Some("2026-05-01T00:00:00Z".parse().unwrap()))
        .await;
    attention(&off, &farthing, |attention| {
        (attention.daily, attention.weekly, attention.monthly) = (false, false, false);
    })
    .await;
    let shut_out = "insert into chat (chat_id, name, first_seen_at, last_seen_at, unreachable_at)
        values (7005, 'Eve', '2026-03-01', '2026-03-01', '2026-03-02')";
    farthing.execute(shut_out).await;
    // Looks are done first, by anybody.
    said(&farthing, 1, "2026-03-31T13:00:00Z").await;
    let id = farthing.app.store.find_book(zoned.id).await.unwrap().unwrap();
    let mut book = farthing.app.store.book(id).await.unwrap();
    book.set_time_zone("America/New_York".parse().unwrap()).await.unwrap();
    book.move_summaries("2026-04-01T13:00:00Z".parse().unwrap()).await.unwrap();
    book.commit().await.unwrap();

    let at = "2026-04-01T09:00:00Z";
    let (one, other, third) = tokio::join!(said(&farthing, 1, at), said(&farthing, 2, at), said(&farthing, 3, at));
    let mut all = [one, other, third].concat();
    assert_eq!(all.len(), 36, "all but four");
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 36, "nobody twice");
    let later = said(&farthing, 1, "2026-04-01T13:00:00Z").await;
    assert_eq!(later.len(), 1);
    assert!(later[0].starts_with("7002 monthly_summary 2026-04-01 13:00:00 UTC\nMarch"), "{later:?}");
    assert_eq!(farthing.value("select count(*) from outbox where priority = 2").await, "37");
    farthing.finish().await;
}

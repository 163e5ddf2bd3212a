//! `make bench`: the summaries of a morning, for many people at once, and an alert after the import that causes it.
//!
//! Adds its figures to `target/bench.json`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench is run by hand and may stop"
)]

#[path = "../tests/it/harness.rs"]
#[allow(dead_code, reason = "the stories use all of it")]
mod harness;

#[path = "figure.rs"]
mod figure;

use std::time::Instant;

use chrono::{DateTime, Utc};
use farthing::domain::{BotId, WorkerId};
use farthing::jobs::{do_due, run_due};

use figure::{Figure, median, print, reached, write};
use harness::Farthing;

const BOT: BotId = BotId(42);
const WORKER: WorkerId = WorkerId(1);

/// People whose summary is due at the same moment.
const PEOPLE: u64 = 100_000;

/// Imports of which each causes an alert.
const IMPORTS: i64 = 20;

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut figures = Vec::new();
        let farthing = Farthing::start().await;
        figures.push(alert(&farthing).await);
        farthing.finish().await;
        let farthing = Farthing::start().await;
        figures.extend(morning(&farthing).await);
        // These rows came from no file, which the end of a story would not let pass.
        farthing.execute("truncate transaction").await;
        farthing.finish().await;
        print(&figures);
        write(&figures);
    });
}

/// From the bytes of a statement to the alert in the outbox.
async fn alert(farthing: &Farthing) -> Figure {
    let now: DateTime<Utc> = "2026-03-31T12:00:00Z".parse().unwrap();
    let mut times = Vec::new();
    for person in 0..IMPORTS {
        let person = farthing.person(500 + person);
        let file = |amount: &str| {
            let row = format!("2026-03-30,TESCO STORES,{amount},GBP,Current,Groceries");
            format!("date,description,amount,currency,account,category\n{row}\n")
        };
        person.import("first.csv", file("-1.00").as_bytes()).await.unwrap();
        run_due(&farthing.app, BOT, WORKER, now).await.unwrap();
        person.ask_on("2026-03-31", "100 a month for groceries").await;
        let started = Instant::now();
        person.import("march.csv", file("-90.00").as_bytes()).await.unwrap();
        let said = run_due(&farthing.app, BOT, WORKER, now).await.unwrap();
        times.push(started.elapsed());
        assert_eq!(said.len(), 1, "{said:?}");
    }
    reached("import to alert in the outbox, median", median(&mut times), "reach", 1_000.0)
}

/// A day's payments and a bill that is due for everybody, and their summaries.
async fn morning(farthing: &Farthing) -> [Figure; 2] {
    people(farthing).await;
    let now: DateTime<Utc> = "2026-04-02T09:00:00Z".parse().unwrap();
    let before = memory_mb();
    let started = Instant::now();
    let (mut said, mut characters) = (0, 0);
    let mut hear = |told: Vec<farthing::jobs::Said>| {
        said += told.len() as u64;
        characters += told.iter().map(|told| told.text.len()).sum::<usize>();
    };
    do_due(&farthing.app, BOT, WORKER, now, &mut hear).await.unwrap();
    let seconds = started.elapsed().as_secs_f64();
    assert_eq!(said, PEOPLE);
    assert_eq!(farthing.value("select count(*) from outbox where priority = 2").await, PEOPLE.to_string());
    println!("{} characters a summary", characters / PEOPLE as usize);
    let reach = |name, value, unit, bound| Figure {
        name,
        value,
        unit,
        reference: "reach".into(),
        reference_value: Some(bound),
        more: false,
    };
    [
        reach("summaries of 100,000 people", seconds, "s", 60.0),
        // What is held at the end of it: the claims' memory is given back, or it would be hundreds.
        reach("memory that they took, without Postgres", memory_mb() - before, "MB", 60.0),
    ]
}

/// The most memory that this process ever held.
fn memory_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().trim_end_matches("kB").trim().parse::<f64>().unwrap() / 1_024.0
}

/// People as a year of use leaves them, so far as summaries look: rows of some days, a budget that is nearly used, a bill.
async fn people(farthing: &Farthing) {
    let id = |kind: u32| format!("('{kind:08x}-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid");
    let (book, person, account, merchant) = (id(1), id(2), id(3), id(4));
    let each = format!("from generate_series(1, {PEOPLE}) as n");
    for statement in [
        format!("insert into book select {book}, 'GBP', decode(repeat('00', 16), 'hex'), '2026-03-01' {each}"),
        format!(
            "insert into person (person_id, time_zone, created_at) select {person}, 'Europe/London', '2026-03-01' {each}"
        ),
        format!("insert into membership select {book}, {person}, '2026-03-01' {each}"),
        format!("insert into telegram_identity select 1000000 + n, {person}, '2026-03-01' {each}"),
        format!(
            "insert into account (book_id, account_id, name, currency, created_at)
            select {book}, {account}, 'Current', 'GBP', '2026-03-01' {each}"
        ),
        format!("insert into merchant select {book}, {merchant}, 'tesco', 'Tesco', '2026-03-01' {each}"),
        format!(
            "insert into transaction (book_id, transaction_id, account_id, booked_on, description, amount, currency,
                merchant_id, category_id, decided_by, confidence, created_at)
            select {book}, gen_random_uuid(), {account}, '2026-04-02'::date - day, 'TESCO STORES', -(1 + n % 50), 'GBP',
                {merchant}, 400, 'knowledge', 1, '2026-03-01'
            {each} cross join generate_series(1, 8) as day"
        ),
        format!("insert into expected_payment select {book}, 'Netflix', 'GBP', '2026-04-03', -10.99 {each}"),
        format!(
            "insert into budget_progress
            select {book}, {book}, 'Groceries', 'GBP', '2026-04-01', '2026-04-30', 190, 200 {each}"
        ),
        format!(
            "insert into summary_schedule (book_id, due_at, day_told, week_told, month_told)
            select {book}, '2026-04-02 09:00:00Z', '2026-03-31', '2026-03-29', '2026-03-31' {each}"
        ),
        "analyze".to_owned(),
    ] {
        farthing.execute(&statement).await;
    }
}

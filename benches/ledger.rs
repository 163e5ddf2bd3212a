//! `make bench`: what the ledger reaches, against pgbench's TPC-B on the same cluster, in turn, with the same clients.
//!
//! Everything runs as `farthing ledger` and the chat do: the application's role, every invariant on, fsync on. Adds its
//! figures to `target/bench.json`.

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

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::Utc;
use farthing::domain::TelegramUserId;
use farthing::domain::ledger::{Code, Key, Owner};
use farthing::store::Store;
use farthing::store::ledger::{BATCH_MAX, Item, LedgerSession, Movement, Order};
use rust_decimal::Decimal;
use tokio::sync::{Mutex, mpsc};
use tokio::time::{MissedTickBehavior, interval};

use figure::{Figure, median, percentile, print, reached, write};
use harness::Farthing;

/// Connections at once; below the store's own limit.
const CLIENTS: u64 = 8;
/// At least the clients, so that TPC-B's branches are no bottleneck.
const SCALE: u64 = 16;
/// Of one measurement.
const SPAN: Duration = Duration::from_secs(6);
/// Times reference and subject take turns: neighbours on the machine come and go.
const ROUNDS: usize = 3;
/// People between whom money moves.
const PEOPLE: u64 = 10_000;
/// A few whom everybody pays.
const FEW: u64 = 10;
const MANY: u64 = 1_000_000;

/// Numbers keys, so that each is used once.
static NEXT: AtomicU64 = AtomicU64::new(0);

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let figures = runtime.block_on(async {
        let farthing = Farthing::start().await;
        let figures = measure(&farthing).await;
        farthing.finish().await;
        figures
    });
    print(&figures);
    write(&figures);
}

async fn measure(farthing: &Farthing) -> Vec<Figure> {
    let store = Arc::new(farthing.app.store.clone());
    fund(&store, PEOPLE).await;
    farthing.execute("vacuum analyze").await;
    let reference = TpcB::prepare(farthing).await;
    let (mut tpc_b, mut single, mut batched, mut contended) = (vec![], vec![], vec![], vec![]);
    for round in 0..ROUNDS {
        tpc_b.extend(reference.run());
        single.push(rate(&store, PEOPLE, 1).await);
        contended.push(rate(&store, FEW, 1).await);
        batched.push(rate(&store, PEOPLE, BATCH_MAX).await);
        println!(
            "round {round}: TPC-B {:?}, single {:.0}, on {FEW} accounts {:.0}, batched {:.0}",
            tpc_b.last(),
            single[round],
            contended[round],
            batched[round]
        );
    }
    let half = half_load(&store, middle(&mut single) / 2.0).await;
    let few = middle(&mut single);
    fund(&store, MANY).await;
    farthing.execute("vacuum analyze").await;
    let many = rate(&store, MANY, 1).await;
    let verified = Instant::now();
    farthing::tools::ledger::verify(&store).await.unwrap().unwrap();
    let verified = verified.elapsed().as_secs_f64() * 1_000.0;
    let postings: f64 = farthing.value("select count(*) from ledger_posting").await.parse().unwrap();
    let tpc_b = (!tpc_b.is_empty()).then(|| middle(&mut tpc_b));
    let per_second = |name, value, reference: &str, reference_value| Figure {
        name,
        value,
        unit: "/s",
        reference: reference.into(),
        reference_value,
        more: true,
    };
    vec![
        per_second("transfers, one by one", few, "pgbench TPC-B", tpc_b),
        per_second("transfers, batched", middle(&mut batched), "pgbench TPC-B", tpc_b),
        per_second("transfers among 10 accounts", middle(&mut contended), "among 10,000", Some(few)),
        per_second("transfers with a million accounts", many, "with 10,000", Some(few)),
        reached("a transfer at half load, p99", half, "reach", 20.0),
        reached("verify, for a million postings", verified / postings * 1e6, "reach", 10_000.0),
    ]
}

/// pgbench beside ours, on tables of its own in the same database.
struct TpcB {
    /// How pgbench connects.
    connection: Vec<String>,
}

impl TpcB {
    async fn prepare(farthing: &Farthing) -> Self {
        let socket = farthing.socket();
        let folder = socket.parent().unwrap().to_str().unwrap().to_owned();
        let port = socket.extension().unwrap().to_str().unwrap().to_owned();
        let (user, database) = (farthing.value("current_user").await, farthing.value("current_database()").await);
        let reference = Self { connection: vec!["-h".into(), folder, "-p".into(), port, "-U".into(), user, database] };
        reference.pgbench(&["-i", "-q", "-s", &SCALE.to_string()]);
        reference
    }

    /// Transactions a second; `None` where there is no pgbench.
    fn run(&self) -> Option<f64> {
        let clients = CLIENTS.to_string();
        let seconds = SPAN.as_secs().to_string();
        let printed = self.pgbench(&["-M", "prepared", "-n", "-c", &clients, "-j", "2", "-T", &seconds])?;
        printed.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok())
    }

    fn pgbench(&self, arguments: &[&str]) -> Option<String> {
        let output =
            Command::new("pgbench").args(arguments).args(&self.connection).stdin(Stdio::null()).output().ok()?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

fn item(from: Owner, to: Owner, amount: Decimal) -> Item {
    let key = Key::new("bench", &NEXT.fetch_add(1, Ordering::Relaxed).to_string()).unwrap();
    let movement = Movement { from, to, amount, currency: "EUR".parse().unwrap(), rate: None };
    Item { key, hash: [1; 32], order: Order::Transfer(movement), event_at: None }
}

fn person(number: u64) -> Owner {
    Owner::User(TelegramUserId(number.cast_signed() + 1))
}

/// Between two random people.
fn payment(random: &mut fastrand::Rng, people: u64) -> Item {
    let from = random.u64(..people);
    let to = (from + random.u64(1..people)) % people;
    item(person(from), person(to), Decimal::new(125, 2))
}

async fn fund(store: &Store, people: u64) {
    let mut session = store.ledger_session();
    for first in (0..people).step_by(BATCH_MAX) {
        let last = people.min(first + BATCH_MAX as u64);
        let items: Vec<Item> =
            (first..last).map(|number| item(Owner::funding(), person(number), Decimal::new(100_000_000, 2))).collect();
        done(&mut session, &items).await;
    }
}

async fn done(session: &mut LedgerSession, items: &[Item]) {
    let outcomes = session.submit(Utc::now(), items).await.unwrap();
    assert!(outcomes.iter().all(|outcome| outcome.code == Code::Ok));
}

/// Transfers a second of all clients, each with one call under way.
async fn rate(store: &Arc<Store>, people: u64, items_a_call: usize) -> f64 {
    let started = Instant::now();
    let client = |seed: u64| {
        let mut session = store.ledger_session();
        tokio::spawn(async move {
            let mut random = fastrand::Rng::with_seed(seed);
            let mut moved = 0;
            while started.elapsed() < SPAN {
                let items: Vec<Item> = (0..items_a_call).map(|_| payment(&mut random, people)).collect();
                done(&mut session, &items).await;
                moved += items.len();
            }
            moved
        })
    };
    let clients: Vec<_> = (0..CLIENTS).map(client).collect();
    let mut moved = 0;
    for client in clients {
        moved += client.await.unwrap();
    }
    moved as f64 / started.elapsed().as_secs_f64()
}

/// The 99th percentile of a transfer, in milliseconds, when this many come each second, waiting included.
async fn half_load(store: &Arc<Store>, a_second: f64) -> f64 {
    let mut ticks = interval(Duration::from_secs_f64(1.0 / a_second));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut random = fastrand::Rng::with_seed(99);
    let started = Instant::now();
    let (sender, receiver) = mpsc::unbounded_channel();
    let receiver = Arc::new(Mutex::new(receiver));
    let client = |_| {
        let (mut session, receiver) = (store.ledger_session(), receiver.clone());
        tokio::spawn(async move {
            let mut times = Vec::new();
            loop {
                let next = receiver.lock().await.recv().await;
                let Some((due, item)): Option<(tokio::time::Instant, Item)> = next else { return times };
                done(&mut session, &[item]).await;
                times.push(due.elapsed());
            }
        })
    };
    let clients: Vec<_> = (0..CLIENTS).map(client).collect();
    while started.elapsed() < SPAN {
        sender.send((ticks.tick().await, payment(&mut random, PEOPLE))).unwrap();
    }
    drop(sender);
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.await.unwrap());
    }
    println!("at half load: {:.0} a second, median {:.1} ms", a_second, median(&mut times));
    percentile(&mut times, 0.99)
}

fn middle(rates: &mut [f64]) -> f64 {
    rates.sort_unstable_by(f64::total_cmp);
    rates[rates.len() / 2]
}

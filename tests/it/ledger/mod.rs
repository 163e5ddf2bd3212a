//! The wallet's ledger: what it does, what it refuses, and that nothing is done twice or half.

mod guards;
mod model;
mod process;
mod wallet;

use chrono::{DateTime, Utc};
use farthing::tools::ledger::{Reply, Request, answer};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::harness::Farthing;

/// The moment of every story that names no other.
fn start_of_time() -> DateTime<Utc> {
    "2026-03-31T12:00:00Z".parse().unwrap()
}

fn amount(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Asks as `farthing ledger` does.
async fn ask(story: &Farthing, lines: &[Value]) -> Vec<Reply> {
    let requests = lines.iter().map(|line| Request::read(line.to_string().as_bytes())).collect();
    answer(&mut story.app.store.ledger_session(), start_of_time(), requests).await.unwrap()
}

/// What the lines got, in a word each.
async fn results(story: &Farthing, lines: &[Value]) -> Vec<&'static str> {
    ask(story, lines).await.iter().map(|reply| reply.result.word()).collect()
}

fn transfer(key: &str, from: &str, to: &str, amount: &str) -> Value {
    json!({"key": key, "kind": "transfer", "from": from, "to": to, "amount": amount, "currency": "EUR"})
}

/// Euros for a person.
fn fund(user: i64, amount: &str) -> Value {
    transfer(&format!("fund {user}"), "system:funding", &format!("user:{user}"), amount)
}

async fn balance(story: &Farthing, owner: &str) -> Decimal {
    amount(&story.value(&format!("select coalesce(sum(balance), 0) from ledger_account where owner = '{owner}'")).await)
}

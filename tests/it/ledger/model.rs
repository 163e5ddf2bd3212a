//! A reference ledger in memory, and random requests against it and the database: every reply and every balance agree.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use farthing::tools::ledger::{Request, answer, verify};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{amount, start_of_time};
use crate::harness::Farthing;

/// What the database should answer, by the simplest means.
#[derive(Default)]
pub(crate) struct Reference {
    /// Balance and what of it is promised.
    accounts: HashMap<String, (Decimal, Decimal)>,
    /// What each key was used for, and what it got.
    keys: HashMap<String, (Value, Expected)>,
    done: HashMap<String, Done>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expected {
    pub(crate) result: &'static str,
    pub(crate) available_from: Option<Decimal>,
    pub(crate) available_to: Option<Decimal>,
}

struct Done {
    kind: &'static str,
    from: String,
    to: String,
    amount: Decimal,
    given_back: Decimal,
    open: bool,
    expires_at: Option<DateTime<Utc>>,
    /// The key of the post of a hold.
    posted_by: Option<String>,
}

impl Reference {
    pub(crate) fn available(&self, owner: &str) -> Option<Decimal> {
        let (balance, held) = self.accounts.get(owner).copied().unwrap_or_default();
        owner.starts_with("user:").then_some(balance - held)
    }

    pub(crate) fn answer(&mut self, at: DateTime<Utc>, line: &Value) -> Expected {
        let text = |field: &str| line[field].as_str().unwrap_or_default().to_owned();
        if text("kind") == "balance" {
            let available_from = self.available(&text("of"));
            return Expected { result: "ok", available_from, available_to: None };
        }
        if let Some((first, expected)) = self.keys.get(&text("key")) {
            let reused = Expected { result: "key_reused", available_from: None, available_to: None };
            return if first == line { expected.clone() } else { reused };
        }
        let (result, sides) = match text("kind").as_str() {
            "transfer" | "hold" => self.movement(line),
            _ => self.act(at, line),
        };
        let available = |owner: Option<&String>| owner.and_then(|owner| self.available(owner));
        let (from, to) = sides.unzip();
        let (available_from, available_to) = (available(from.as_ref()), available(to.as_ref()));
        let expected = Expected { result, available_from, available_to };
        self.keys.insert(text("key"), (line.clone(), expected.clone()));
        expected
    }

    fn movement(&mut self, line: &Value) -> (&'static str, Option<(String, String)>) {
        let text = |field: &str| line[field].as_str().unwrap_or_default().to_owned();
        let written = text("amount");
        if written.split_once('.').is_some_and(|(_, fraction)| fraction.len() > 2) {
            return ("amount_too_precise", None);
        }
        let amount: Decimal = written.parse().unwrap();
        if amount <= Decimal::ZERO {
            return ("amount_not_positive", None);
        }
        let (from, to) = (text("from"), text("to"));
        if from == to {
            return ("same_account", None);
        }
        let sides = Some((from.clone(), to.clone()));
        if self.available(&from).is_some_and(|available| available < amount) {
            return ("insufficient_funds", sides);
        }
        let kind = if text("kind") == "hold" { "hold" } else { "transfer" };
        match kind {
            "hold" => self.accounts.entry(from.clone()).or_default().1 += amount,
            _ => self.shift(&from, &to, amount),
        }
        let expires_at = line["expires_at"].as_str().map(|moment| moment.parse().unwrap());
        let given_back = Decimal::ZERO;
        let done = Done { kind, from, to, amount, given_back, open: kind == "hold", expires_at, posted_by: None };
        self.done.insert(text("key"), done);
        ("ok", sides)
    }

    fn act(&mut self, at: DateTime<Utc>, line: &Value) -> (&'static str, Option<(String, String)>) {
        let kind = line["kind"].as_str().unwrap();
        let taken_back = matches!(kind, "reverse" | "refund");
        let mut of = line["of"].as_str().unwrap().to_owned();
        let asked: Option<Decimal> = line["amount"].as_str().map(|amount| amount.parse().unwrap());
        let Some(mut origin) = self.done.get(&of) else { return ("origin_unknown", None) };
        let sides = Some((origin.from.clone(), origin.to.clone()));
        if taken_back && origin.kind == "hold" {
            let Some(post) = origin.posted_by.clone() else { return ("not_reversible", None) };
            of = post;
            origin = &self.done[&of];
        }
        let left = origin.amount - origin.given_back;
        let refusal = match kind {
            "reverse" | "refund" if !matches!(origin.kind, "transfer" | "post") => Some("not_reversible"),
            "reverse" | "refund" if left == Decimal::ZERO => Some("already_reversed"),
            "reverse" | "refund" if asked.is_some_and(|asked| asked > left) => Some("origin_exceeded"),
            "reverse" | "refund" => {
                let asked = asked.unwrap_or(left);
                self.available(&origin.to).is_some_and(|available| available < asked).then_some("insufficient_funds")
            }
            _ if origin.kind != "hold" => Some("not_a_hold"),
            _ if !origin.open => Some("hold_resolved"),
            "post" if origin.expires_at.is_some_and(|expiry| expiry <= at) => Some("hold_expired"),
            "post" if asked.is_some_and(|asked| asked > origin.amount) => Some("hold_exceeded"),
            _ => None,
        };
        if let Some(refusal) = refusal {
            return (refusal, sides);
        }
        let key = line["key"].as_str().unwrap().to_owned();
        let (from, to, amount) = (origin.from.clone(), origin.to.clone(), asked.unwrap_or(left));
        let done = |kind, amount, from, to| Done {
            kind,
            from,
            to,
            amount,
            given_back: Decimal::ZERO,
            open: false,
            expires_at: None,
            posted_by: None,
        };
        if taken_back {
            self.done.get_mut(&of).unwrap().given_back += amount;
            self.shift(&to, &from, amount);
            self.done.insert(key, done("reverse", amount, to, from));
        } else {
            self.release(&of);
            if kind == "post" {
                self.shift(&from, &to, amount);
                self.done.get_mut(&of).unwrap().posted_by = Some(key.clone());
                self.done.insert(key, done("post", amount, from, to));
            } else {
                self.done.insert(key, done("void", amount, from, to));
            }
        }
        ("ok", sides)
    }

    fn release(&mut self, hold: &str) {
        let hold = self.done.get_mut(hold).unwrap();
        hold.open = false;
        self.accounts.get_mut(&hold.from).unwrap().1 -= hold.amount;
    }

    fn expire(&mut self, at: DateTime<Utc>) {
        let due = |done: &Done| done.open && done.expires_at.is_some_and(|expiry| expiry <= at);
        let due: Vec<String> = self.done.iter().filter(|(_, done)| due(done)).map(|(key, _)| key.clone()).collect();
        for hold in due {
            self.release(&hold);
        }
    }

    fn shift(&mut self, from: &str, to: &str, amount: Decimal) {
        self.accounts.entry(from.to_owned()).or_default().0 -= amount;
        self.accounts.entry(to.to_owned()).or_default().0 += amount;
    }

    pub(crate) fn owners(&self) -> impl Iterator<Item = &String> {
        self.accounts.keys()
    }
}

/// Random requests, many of which make no sense.
pub(crate) struct Requests {
    random: fastrand::Rng,
    lines: Vec<Value>,
}

impl Requests {
    pub(crate) fn new(seed: u64) -> Self {
        Self { random: fastrand::Rng::with_seed(seed), lines: Vec::new() }
    }

    pub(crate) fn next(&mut self, at: DateTime<Utc>) -> Value {
        let earlier = (!self.lines.is_empty()).then(|| self.lines[self.random.usize(..self.lines.len())].clone());
        let key = format!("k{}", self.lines.len());
        let line = match (self.random.u8(..100), earlier) {
            // The same again, as a button pressed twice or a file sent twice.
            (0..8, Some(earlier)) => earlier,
            // Another request under an old key.
            (8..11, Some(earlier)) => self.movement(earlier["key"].as_str().unwrap(), "transfer", at),
            (11..40, Some(earlier)) => self.act(&key, earlier["key"].as_str().unwrap()),
            (40..44, _) => json!({"key": key, "kind": "balance", "of": self.owner(), "currency": "EUR"}),
            (44..60, _) => self.movement(&key, "hold", at),
            _ => self.movement(&key, "transfer", at),
        };
        self.lines.push(line.clone());
        line
    }

    fn owner(&mut self) -> String {
        match self.random.u8(..12) {
            0..2 => "system:funding".to_owned(),
            2 => "system:fees".to_owned(),
            _ => format!("user:{}", self.random.u8(1..8)),
        }
    }

    fn movement(&mut self, key: &str, kind: &str, at: DateTime<Utc>) -> Value {
        let amount = match self.random.u8(..30) {
            0 => "0".to_owned(),
            1 => "-3.10".to_owned(),
            2 => "1.005".to_owned(),
            _ => format!("{}.{:02}", self.random.u8(..60), self.random.u8(1..100)),
        };
        let (from, to) = (self.owner(), self.owner());
        let mut line = json!({"key": key, "kind": kind, "from": from, "to": to, "amount": amount, "currency": "EUR"});
        if kind == "hold" && self.random.bool() {
            line["expires_at"] = json!((at + Duration::minutes(self.random.i64(1..30))).to_rfc3339());
        }
        line
    }

    fn act(&mut self, key: &str, of: &str) -> Value {
        let kind = ["post", "void", "reverse", "refund"][self.random.usize(..4)];
        let mut line = json!({"key": key, "kind": kind, "of": of});
        if kind == "refund" || kind != "void" && self.random.bool() {
            line["amount"] = json!(format!("{}.{:02}", self.random.u8(..20), self.random.u8(1..100)));
        }
        line
    }
}

#[tokio::test]
async fn the_database_and_the_reference_agree_on_every_reply() {
    let story = Farthing::start().await;
    let store = &story.app.store;
    let seeds = [1, 2, 3];
    for seed in seeds {
        // A seed's people and keys are its own, so the balances of one run are not the next one's.
        let own = |line: &Value| {
            let mut line = line.clone();
            for field in ["from", "to", "of", "key"] {
                let text = line[field].as_str().unwrap_or_default().to_owned();
                if let Some(user) = text.strip_prefix("user:") {
                    line[field] = json!(format!("user:{seed}00{user}"));
                } else if text.starts_with('k') {
                    line[field] = json!(format!("{seed}-{text}"));
                }
            }
            line
        };
        let (mut reference, mut requests) = (Reference::default(), Requests::new(seed));
        let (mut at, mut asked, mut done) = (start_of_time(), 0, 0);
        while asked < 2_000 {
            at += Duration::seconds(requests.random.i64(1..120));
            if requests.random.u8(..10) == 0 {
                reference.expire(at);
                store.expire_holds(at, 1_000).await.unwrap();
            }
            let size = if requests.random.bool() { 1 } else { requests.random.usize(1..60) };
            let lines: Vec<Value> = (0..size).map(|_| requests.next(at)).collect();
            asked += size;
            let expected: Vec<Expected> = lines.iter().map(|line| reference.answer(at, &own(line))).collect();
            let read = lines.iter().map(|line| Request::read(own(line).to_string().as_bytes())).collect();
            let replies = answer(&mut store.ledger_session(), at, read).await.unwrap();
            for ((line, expected), reply) in lines.iter().zip(&expected).zip(&replies) {
                let got = Expected {
                    result: reply.result.word(),
                    available_from: reply.available_from.as_deref().map(amount),
                    available_to: reply.available_to.as_deref().map(amount),
                };
                assert_eq!(
                    (&got, reply.id.is_some()),
                    (expected, expected.result == "ok" && line["kind"] != "balance"),
                    "seed {seed}: {line}"
                );
                done += usize::from(expected.result == "ok");
            }
        }
        assert!(done > 500, "enough of it makes sense: {done}");
        for owner in reference.owners().filter(|owner| owner.starts_with("user:")) {
            let balance = format!("select balance - held from ledger_account where owner = '{owner}'");
            assert_eq!(Some(amount(&story.value(&balance).await)), reference.available(owner), "{owner}");
        }
        verify(store).await.unwrap().unwrap();
    }
    assert_eq!(amount(&story.value("select sum(balance) from ledger_account").await), Decimal::ZERO);
    story.finish().await;
}

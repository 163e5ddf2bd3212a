//! `make eval`: questions with computed answers, asked of the rules alone.
//!
//! The set is `evals/`, whose answers a script computes without farthing. It is asked twice: as it is, and elsewhere (other
//! payees, another currency, other years). `EVAL_DIR` names another set: `ledger.csv` and `questions.jsonl`.

#[path = "../it/harness.rs"]
#[allow(dead_code, reason = "the stories use all of it")]
mod harness;

mod check;
mod elsewhere;
mod text;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Deserialize;

use check::Expectation;
use elsewhere::Elsewhere;
use harness::{Farthing, TODAY};

/// Of a hundred; a point below what was measured when it was set.
const FLOOR_PERCENT: usize = 90;
const FLOOR_ELSEWHERE_PERCENT: usize = 85;
/// Whose book it is; each question has a conversation of its own.
const PERSON: i64 = 7001;

#[derive(Clone, Debug, Deserialize)]
struct Question {
    id: String,
    turns: Vec<String>,
    today: Option<String>,
    expect: Expectation,
    tags: Vec<String>,
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let passed = runtime.block_on(async {
        match std::env::var_os("EVAL_DIR") {
            Some(folder) => {
                let folder = PathBuf::from(folder);
                let (ledger, questions) = (read(&folder.join("ledger.csv")), read(&folder.join("questions.jsonl")));
                run("EVAL_DIR", &ledger, &questions, 0).await
            }
            None => own().await,
        }
    });
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn own() -> bool {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("evals");
    let (ledger, questions) = (read(&folder.join("year.csv")), read(&folder.join("questions.jsonl")));
    let here = run("evals", &ledger, &questions, FLOOR_PERCENT).await;
    let elsewhere = Elsewhere::new(&read(&folder.join("payees.txt")));
    let (ledger, questions) = (elsewhere.moved(&ledger), elsewhere.moved(&questions));
    run("evals, elsewhere", &ledger, &questions, FLOOR_ELSEWHERE_PERCENT).await && here
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Asks every question; whether as many as the floor wants were answered right.
async fn run(name: &str, ledger: &str, questions: &str, floor_percent: usize) -> bool {
    let farthing = Farthing::start().await;
    let person = farthing.person(PERSON);
    person.import("ledger.csv", ledger.as_bytes()).await.expect("the ledger is read");
    let mut topics: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut right = 0;
    let questions: Vec<Question> =
        questions.lines().map(|line| serde_json::from_str(line).expect("a question")).collect();
    for question in &questions {
        let mut reply = String::new();
        for turn in &question.turns {
            let today = question.today.as_deref().unwrap_or(&today(name)).to_owned();
            reply = person.ask_in(&question.id, &today, turn).await.answer;
        }
        let topic = topics.entry(question.tags.first().cloned().unwrap_or_default()).or_default();
        topic.1 += 1;
        match question.expect.failure(&reply) {
            None => {
                topic.0 += 1;
                right += 1;
            }
            Some(why) => println!("{}: {}\n    {why}\n    {reply}", question.id, question.turns.join(" || ")),
        }
    }
    farthing.finish().await;
    let of_topic = |(topic, (right, all)): (&String, &(usize, usize))| format!("{topic} {right}/{all}");
    println!("{}", topics.iter().map(of_topic).collect::<Vec<_>>().join(", "));
    println!("{name}: {right} of {} right", questions.len());
    let reached = right * 100 >= floor_percent * questions.len();
    if !reached {
        println!("{name}: fewer than {floor_percent} in a hundred");
    }
    reached
}

/// The day on which a set is asked.
fn today(name: &str) -> String {
    if name.ends_with("elsewhere") { "1998-03-31".to_owned() } else { TODAY.to_owned() }
}

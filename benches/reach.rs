//! `make bench`: what farthing reaches, each figure beside what it is held against, measured in one run.
//!
//! Prints a table and writes `target/bench.json`. A reference is another program run in turn with ours on the same input
//! where there is one, else the bound that the project set itself.

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

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use farthing::demo::{CsvAccount, DemoStatement, Dialect, Layout, csv, large_ledger, long_statement, pdf, sample};

use figure::{Figure, median, percentile, print, reached, write};
use harness::{Farthing, TODAY};

const SEED: u64 = 7;

/// Rows of the book that questions are asked of.
const BOOK_ROWS: usize = 100_000;

/// Rows of the CSV that is imported for its speed.
const CSV_ROWS: usize = 200_000;

/// Rows that fill five pages.
const FIVE_PAGES_ROWS: usize = 220;

/// Rows that fill a hundred pages.
const HUNDRED_PAGES_ROWS: usize = 4_650;

/// Rows of the statement of each layout: two or three pages.
const LAYOUT_ROWS: usize = 60;

/// Times each question is asked.
const ROUNDS: usize = 20;

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut figures = Vec::new();
    runtime.block_on(async {
        let farthing = Farthing::start().await;
        figures.push(import_five_pages(&farthing).await);
        figures.push(import_csv(&farthing).await);
        figures.extend(questions(&farthing).await);
        figures.push(whole_process_question(&farthing));
        farthing.finish().await;
    });
    figures.extend(read_pdf());
    print(&figures);
    write(&figures);
}

/// From the file's bytes to stored rows, on a running cluster.
async fn import_five_pages(farthing: &Farthing) -> Figure {
    let statement = long_statement(SEED, TODAY.parse().unwrap(), FIVE_PAGES_ROWS);
    let file = pdf(&statement, Layout::UkCurrent).unwrap();
    let mut times = Vec::new();
    for user in 0..10 {
        let started = Instant::now();
        let imported = farthing.person(9_000 + user).import("five pages.pdf", &file).await.unwrap();
        times.push(started.elapsed());
        assert_eq!(imported.imported, statement.rows.len() as u64);
    }
    reached("import of a 5-page PDF, median", median(&mut times), "reach", 1_000.0)
}

async fn import_csv(farthing: &Farthing) -> Figure {
    let file = ledger(CSV_ROWS);
    let started = Instant::now();
    let imported = farthing.person(8_001).import("many.csv", &file).await.unwrap();
    let rows_a_second = imported.imported as f64 / started.elapsed().as_secs_f64();
    Figure {
        name: "import of a CSV",
        value: rows_a_second,
        unit: "rows/s",
        reference: "reach".into(),
        reference_value: Some(50_000.0),
        more: true,
    }
}

/// Rule answers over a large book, in process, as the application's role.
async fn questions(farthing: &Farthing) -> Vec<Figure> {
    let person = farthing.person(8_002);
    let file = ledger(BOOK_ROWS);
    person.import("large.csv", &file).await.unwrap();
    for other in 0..other_books() {
        farthing.person(10_000 + other).import("large.csv", &file).await.unwrap();
    }
    let payee = farthing.value("select name from merchant order by name limit 1 offset 100").await;
    let asked = [
        "how much did I spend on groceries last month?".to_owned(),
        "how much did I spend in total?".to_owned(),
        "how much have I spent on dining altogether?".to_owned(),
        format!("how much have I spent at {payee} so far?"),
        format!("how many times did I go to {payee}?"),
        "top 5 categories last year".to_owned(),
        "which month in 2025 did I spend the most?".to_owned(),
        "my 3 biggest purchases in 2025".to_owned(),
        "top 5 merchants last year".to_owned(),
        "list everything over 300 in october 2025".to_owned(),
        "average spend per month in 2025".to_owned(),
        "did I spend more in february or january this year?".to_owned(),
        "biggest purchase ever".to_owned(),
        "top 5 merchants".to_owned(),
        "how many payments over 100 have I made?".to_owned(),
        "what day did I spend the most?".to_owned(),
    ];
    let mut all = Vec::new();
    let mut slowest: Option<(Duration, String)> = None;
    for question in &asked {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let started = Instant::now();
            let answer = person.ask(question).await;
            times.push(started.elapsed());
            assert!(!answer.tools.is_empty(), "{question} is understood: {}", answer.answer);
        }
        let middle = Duration::from_secs_f64(median(&mut times) / 1_000.0);
        if slowest.as_ref().is_none_or(|(slowest, _)| middle > *slowest) {
            slowest = Some((middle, question.clone()));
        }
        all.extend(times);
    }
    let (slowest, question) = slowest.unwrap();
    println!("slowest question: {question} ({:.1} ms)", slowest.as_secs_f64() * 1_000.0);
    vec![
        reached("answer over 100,000 rows, p95", percentile(&mut all, 0.95), "reach", 30.0),
        reached("the slowest question's median", slowest.as_secs_f64() * 1_000.0, "reach", 30.0),
    ]
}

/// `farthing ask` as a whole process, from start to exit, on a running database.
fn whole_process_question(farthing: &Farthing) -> Figure {
    let mut times = Vec::new();
    for _ in 0..10 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_farthing"));
        command.args(["ask", "--user", "8002", "--today", TODAY, "how much on groceries last month?"]);
        times.push(timed(command.envs(farthing.environment())).unwrap());
    }
    reached("farthing ask, start to exit, median", median(&mut times), "reach: ready", 1_000.0)
}

/// Reading alone, process against process: rows and proof on our side, laid-out text on the other's.
fn reading(name: &'static str, files: &[PathBuf], rounds: usize) -> Figure {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        ours.push(files.iter().map(|file| timed(&mut parse(file)).unwrap()).sum());
        theirs.extend(
            files
                .iter()
                .map(|file| timed(Command::new("pdftotext").arg("-layout").arg(file).arg("-")))
                .sum::<Option<Duration>>(),
        );
    }
    Figure {
        name,
        value: median(&mut ours),
        unit: "ms",
        reference: "pdftotext -layout".into(),
        reference_value: (!theirs.is_empty()).then(|| median(&mut theirs)),
        more: false,
    }
}

fn parse(file: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_farthing"));
    command.arg("parse").arg(file).arg("--json");
    command
}

fn read_pdf() -> Vec<Figure> {
    let folder = tempfile::tempdir().unwrap();
    let until = TODAY.parse().unwrap();
    let file = |name: String, statement: &DemoStatement, layout| {
        let path = folder.path().join(name);
        std::fs::write(&path, pdf(statement, layout).unwrap()).unwrap();
        path
    };
    let long = |rows: usize| file(format!("{rows}.pdf"), &long_statement(SEED, until, rows), Layout::UkCurrent);
    let (five, hundred) = (long(FIVE_PAGES_ROWS), long(HUNDRED_PAGES_ROWS));
    // A scan has no text for the reference to lay out.
    let layouts = Layout::ALL.into_iter().filter(|layout| *layout != Layout::Scan);
    let each: Vec<PathBuf> =
        layouts.map(|layout| file(format!("{layout:?}.pdf"), &sample(layout, SEED, LAYOUT_ROWS), layout)).collect();
    vec![
        reading("reading a 5-page PDF, whole process, median", &[five], ROUNDS),
        reading("reading one PDF of each layout, median", &each, 5),
        reading("reading a 100-page PDF, median", std::slice::from_ref(&hundred), 5),
        Figure {
            name: "reading a 100-page PDF, peak of both processes",
            value: peak_memory_mb(&mut parse(&hundred)),
            unit: "MB",
            reference: "reach".into(),
            reference_value: Some(60.0),
            more: false,
        },
    ]
}

/// The most memory that a process and its children held, each at its own peak, together.
fn peak_memory_mb(command: &mut Command) -> f64 {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let id = child.id();
    let mut peaks = BTreeMap::new();
    while child.try_wait().unwrap().is_none() {
        let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
        let children = children.split_whitespace().filter_map(|child| child.parse().ok());
        for process in children.chain([id]) {
            let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
            let peak = status
                .lines()
                .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
            peaks.extend(peak.map(|peak| (process, peak)));
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    peaks.values().sum::<f64>() / 1_024.0
}

/// Books as large as the asked one that stand in the same tables: 99 make ten million rows, and take a quarter of an hour.
fn other_books() -> i64 {
    std::env::var("BENCH_OTHER_BOOKS").map_or(0, |books| books.parse().unwrap())
}

fn ledger(rows: usize) -> Vec<u8> {
    let account = CsvAccount { name: "Current", currency: "GBP".parse().unwrap(), opening_balance: 0.into() };
    csv(large_ledger(SEED, rows, TODAY.parse().unwrap()), account, Dialect::Canonical)
}

/// How long a command takes; `None` where it is not on this machine.
fn timed(command: &mut Command) -> Option<Duration> {
    let started = Instant::now();
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    assert!(status.success(), "{command:?}");
    Some(started.elapsed())
}

//! `farthing ledger` as a process: in order, line by line, killed and sent everything again, several at once.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

use chrono::Utc;
use serde_json::{Value, json};

use super::model::{Reference, Requests};
use super::{amount, fund, transfer};
use crate::harness::Farthing;

fn start(story: &Farthing) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_farthing"));
    command.arg("ledger").env_clear().envs(story.environment()).current_dir(std::env::temp_dir());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("farthing starts")
}

/// Sends all lines and reads all results.
fn run(story: &Farthing, input: &str) -> Vec<Value> {
    let mut child = start(story);
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let mut printed = String::new();
    child.stdout.take().unwrap().read_to_string(&mut printed).unwrap();
    writer.join().unwrap().unwrap();
    assert!(child.wait().unwrap().success());
    printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_has_its_result_at_once_and_no_line_ends_it() {
    let story = Farthing::start().await;
    let mut child = start(&story);
    let mut stdin = child.stdin.take().unwrap();
    let mut results = BufReader::new(child.stdout.take().unwrap()).lines();
    let long = format!("{{\"key\":\"{}\"}}", "x".repeat(100_000));
    for (line, expected) in [
        (
            fund(1, "10.00").to_string(),
            r#"{"key":"fund 1","result":"ok","available_from":null,"available_to":"10.00"}"#,
        ),
        ("nonsense".to_owned(), r#"{"key":null,"result":"malformed","available_from":null,"available_to":null}"#),
        (long, r#"{"key":null,"result":"malformed","available_from":null,"available_to":null}"#),
        (
            transfer("a", "user:1", "user:2", "2.5").to_string(),
            r#"{"key":"a","result":"ok","available_from":"7.50","available_to":"2.50"}"#,
        ),
        (
            json!({"key": "b", "kind": "balance", "of": "user:1"}).to_string(),
            r#"{"key":"b","result":"ok","available_from":"7.50","available_to":null}"#,
        ),
        (
            json!({"key": "c", "kind": "balance", "of": "system:funding", "currency": "EUR"}).to_string(),
            r#"{"key":"c","result":"ok","available_from":null,"available_to":null}"#,
        ),
        (
            json!({"key": "d", "kind": "balance", "of": "user:99", "currency": "JPY"}).to_string(),
            r#"{"key":"d","result":"ok","available_from":"0","available_to":null}"#,
        ),
    ] {
        // Nothing follows until the result is there.
        writeln!(stdin, "{line}").unwrap();
        let mut result: Value = serde_json::from_str(&results.next().unwrap().unwrap()).unwrap();
        let done = result["result"] == "ok" && ["fund 1", "a"].iter().any(|key| result["key"] == *key);
        assert_eq!(result.as_object_mut().unwrap().remove("id").unwrap().is_string(), done, "{line}");
        assert_eq!(result, serde_json::from_str::<Value>(expected).unwrap(), "{line}");
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
    story.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_anywhere_and_sent_again_everything_happens_once() {
    let story = Farthing::start().await;
    let mut random = fastrand::Rng::with_seed(5);
    let (mut reference, mut requests, at) = (Reference::default(), Requests::new(5), Utc::now());
    let mut input = String::new();
    let mut expected = Vec::new();
    // Balances are told as they are, which is later than at the first try.
    while expected.len() < 3_000 {
        let mut line = requests.next(at);
        if line["kind"] != "balance" {
            line.as_object_mut().unwrap().remove("expires_at");
            expected.push((line["key"].clone(), reference.answer(at, &line)));
            input.push_str(&format!("{line}\n"));
        }
    }
    for _ in 0..6 {
        let mut child = start(&story);
        let mut stdin = child.stdin.take().unwrap();
        let all = input.clone();
        // The pipe breaks when the process dies.
        let writer = std::thread::spawn(move || drop(stdin.write_all(all.as_bytes())));
        let mut results = BufReader::new(child.stdout.take().unwrap()).lines();
        for _ in 0..random.usize(1..1_500) {
            results.next();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        writer.join().unwrap();
    }
    let results = run(&story, &input);
    assert_eq!(results.len(), expected.len());
    for (result, (key, expected)) in results.iter().zip(&expected) {
        assert_eq!((&result["key"], &result["result"]), (key, &json!(expected.result)), "{result}");
        let available = |field: &str| result[field].as_str().map(amount);
        assert_eq!(
            (available("available_from"), available("available_to")),
            (expected.available_from, expected.available_to)
        );
    }
    for owner in reference.owners().filter(|owner| owner.starts_with("user:")) {
        let balance = format!("select balance - held from ledger_account where owner = '{owner}'");
        assert_eq!(Some(amount(&story.value(&balance).await)), reference.available(owner), "{owner}");
    }
    let mut verify = Command::new(env!("CARGO_BIN_EXE_farthing"));
    let verify = verify.arg("verify").env_clear().envs(story.environment()).output().unwrap();
    assert!(verify.status.success(), "{}", String::from_utf8_lossy(&verify.stderr));
    story.execute("set session_replication_role = replica; update ledger_account set balance = balance + 1").await;
    let mut broken = Command::new(env!("CARGO_BIN_EXE_farthing"));
    let broken = broken.arg("verify").env_clear().envs(story.environment()).output().unwrap();
    let words = String::from_utf8_lossy(&broken.stderr);
    assert!(broken.status.code() == Some(1) && words.contains("end in its balance"), "{words}");
    story.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_lost_in_between_end_nothing_and_do_nothing_twice() {
    let story = Farthing::start().await;
    let lose = "select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";
    let mut child = start(&story);
    let mut stdin = child.stdin.take().unwrap();
    let mut results = BufReader::new(child.stdout.take().unwrap()).lines();
    writeln!(stdin, "{}", fund(1, "1000")).unwrap();
    results.next().unwrap().unwrap();
    // One line at a time, each on a connection that has just been lost.
    for number in 0..20 {
        story.value(lose).await;
        writeln!(stdin, "{}", transfer(&format!("t{number}"), "user:1", "user:2", "1")).unwrap();
        let result: Value = serde_json::from_str(&results.next().unwrap().unwrap()).unwrap();
        assert_eq!(result["result"], "ok", "{result}");
    }
    // Many at once, while connections are lost in the middle of them.
    let lines: Vec<String> =
        (0..4_000).map(|number| transfer(&format!("m{number}"), "user:1", "user:2", "0.01").to_string()).collect();
    let writer = std::thread::spawn(move || lines.iter().try_for_each(|line| writeln!(stdin, "{line}")));
    let reader = std::thread::spawn(move || {
        let ok = |line: std::io::Result<String>| line.unwrap().contains("\"result\":\"ok\"");
        results.filter_map(|line| ok(line).then_some(())).count()
    });
    while !reader.is_finished() {
        story.value(lose).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
    writer.join().unwrap().unwrap();
    let answered = reader.join().unwrap();
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    assert_eq!(story.value("select balance from ledger_account where owner = 'user:2'").await, "60.00");
    assert_eq!((answered, story.value("select count(*) from ledger_posting").await), (4_000, "8042".to_owned()));
    story.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_processes_with_the_same_lines_do_each_once() {
    let story = Farthing::start().await;
    let mut lines: Vec<String> = (1..5).map(|user| fund(user, "1000").to_string()).collect();
    for number in 0..600 {
        let (from, to) = (format!("user:{}", number % 4 + 1), format!("user:{}", (number + 1) % 4 + 1));
        lines.push(transfer(&format!("t{number}"), &from, &to, "0.01").to_string());
    }
    let input = lines.join("\n");
    let all: Vec<Vec<Value>> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..3).map(|_| scope.spawn(|| run(&story, &input))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(all[0].iter().all(|result| result["result"] == "ok"));
    assert_eq!((&all[0], &all[1]), (&all[1], &all[2]), "the same results, whoever was first");
    assert_eq!(story.value("select count(*) from ledger_posting").await, "1208");
    story.finish().await;
}

//! The program as a shell sees it: exit status, stdout, stderr.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use farthing::demo::{Layout, canonical_csv, pdf, year};
use serde_json::Value;

use crate::harness::{Farthing, TODAY};

fn farthing(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_farthing"));
    // Nothing of this machine's settings takes part; the folder exists nowhere, so a command that opens it fails.
    command
        .args(arguments)
        .env_clear()
        .env("FARTHING_DATA_DIR", "/nonexistent/farthing")
        .current_dir(std::env::temp_dir());
    command
}

fn output(command: &mut Command, input: &str) -> Output {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("farthing starts");
    let mut stdin = child.stdin.take().unwrap();
    // A command that does not read stdin may be gone before all is written.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn json(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&output.stdout)))
}

fn march_file() -> tempfile::NamedTempFile {
    let statements = year(7, TODAY.parse().unwrap(), 1);
    let statement = statements.iter().find(|statement| statement.layout == Layout::UkCurrent).unwrap();
    let mut file = tempfile::Builder::new().suffix(".pdf").tempfile().unwrap();
    file.write_all(&pdf(statement, statement.layout).unwrap()).unwrap();
    file
}

#[test]
fn exit_status_and_words_of_failures() {
    let check = |arguments: &[&str], environment: &[(&str, &str)], status: i32, words: &str| {
        let output = output(farthing(arguments).envs(environment.iter().copied()), "");
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {stderr}");
        assert!(stderr.contains(words), "{arguments:?}: {stderr}");
        assert!(output.stdout.is_empty(), "{arguments:?} prints nothing else");
        assert!(status == 2 || stderr.lines().count() == 1, "one line: {stderr}");
    };
    check(&["parse", "/no/such/file.pdf"], &[], 1, "cannot read /no/such/file.pdf");
    check(&["parse"], &[], 2, "FILE");
    check(&["ask", "--user", "0", "hi"], &[], 2, "--user");
    check(&["ask", "--user", "7", "--today", "31.3.26", "hi"], &[], 2, "2026-03-31");
    check(&["nonsense"], &[], 2, "nonsense");
    check(&["ask", "--user", "7", "hi"], &[("DATABASE_URL", "mysql://x")], 1, "DATABASE_URL");
    check(&["ask", "--user", "7", "hi"], &[("FARTHING_LOG_FORMAT", "xml")], 1, "FARTHING_LOG_FORMAT");
}

#[test]
fn parse_prints_one_document_and_needs_no_database() {
    let file = march_file();
    let document = json(&output(&mut farthing(&["parse", file.path().to_str().unwrap(), "--json"]), ""));
    let keys: Vec<&str> = document.as_object().unwrap().keys().map(String::as_str).collect();
    for key in ["format", "bank", "account", "period", "opening_balance", "closing_balance", "reconciled", "gap"] {
        assert!(keys.contains(&key), "{key} in {keys:?}");
    }
    assert_eq!(
        (&document["format"], &document["reconciled"], &document["gap"]),
        (&"pdf".into(), &true.into(), &"0.00".into())
    );
    assert!(document["transactions"][0]["amount"].is_string(), "money is a decimal string");
    assert!(document["transactions"][0]["source"]["page"].is_u64());
}

#[test]
fn categorise_answers_line_by_line_in_order() {
    let input = "{\"id\":\"a\",\"description\":\"TESCO STORES 3345 LONDON\",\"amount\":\"-12.40\",\"currency\":\"GBP\"}\n\
                 {\"id\":2,\"description\":\"QUORBEX TRADING\",\"amount\":\"-1\",\"currency\":\"GBP\"}\n";
    let output = output(&mut farthing(&["categorise"]), input);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let lines: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (&lines[0]["id"], &lines[0]["category"], &lines[0]["merchant"]),
        (&"a".into(), &"Groceries".into(), &"Tesco".into())
    );
    assert_eq!((&lines[1]["id"], &lines[1]["category"]), (&2.into(), &"Other".into()));

    let wrong = self::output(&mut farthing(&["categorise"]), "{\"id\":1}\n");
    assert_eq!(wrong.status.code(), Some(1));
    assert!(text(&wrong.stderr).contains("line 1"), "{}", text(&wrong.stderr));
}

#[tokio::test]
async fn import_ask_export_undo_forget() {
    let story = Farthing::start().await;
    let environment = story.environment();
    let run = |arguments: &[&str]| output(farthing(arguments).envs(environment.clone()), "");
    let file = march_file();
    let path = file.path().to_str().unwrap();

    let imported = json(&run(&["import", "--user", "7", path, "--json"]));
    let rows = imported["imported"].as_u64().unwrap();
    assert!(rows > 50 && imported["duplicates"] == 0, "{rows}");
    let again = json(&run(&["import", "--user", "7", path, "--json"]));
    assert_eq!((&again["imported"], &again["duplicates"]), (&0.into(), &rows.into()));

    let question = ["ask", "--user", "7", "--today", TODAY, "--session", "s", "--json"];
    let first = json(&run(&[&question[..], &["how much did I spend on groceries this month?"]].concat()));
    assert_eq!((&first["planner"], &first["proposal"]), (&"rules".into(), &Value::Null));
    assert_eq!(first["tools"][0]["name"], "summarise");
    assert_eq!(first["figures"][0]["currency"], "GBP");
    let follow_up = json(&run(&[&question[..], &["and on dining?"]].concat()));
    assert!(follow_up["answer"].as_str().unwrap().contains("Dining"), "{}", follow_up["answer"]);

    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("rows.csv");
    assert!(run(&["export", "--user", "7", "--format", "csv", "-o", csv.to_str().unwrap()]).status.success());
    assert_eq!(std::fs::read_to_string(&csv).unwrap().lines().count() as u64, rows + 1);
    let all = folder.path().join("all.json");
    assert!(run(&["export", "--user", "7", "--format", "json", "-o", all.to_str().unwrap()]).status.success());
    let document: Value = serde_json::from_str(&std::fs::read_to_string(&all).unwrap()).unwrap();
    assert_eq!(document["transactions"].as_array().unwrap().len() as u64, rows);
    assert_eq!(document["conversation_turns"].as_array().unwrap().len(), 2);

    // What was exported can be read again: by another person it is all new.
    let other = json(&run(&["import", "--user", "8", csv.to_str().unwrap(), "--json"]));
    assert_eq!(other["imported"].as_u64(), Some(rows));

    assert_eq!(json(&run(&["undo", "--user", "7", "--json"]))["rows"].as_u64(), Some(rows));
    assert!(text(&run(&["forget", "--user", "7"]).stdout).contains("is gone"));
    assert!(text(&run(&["forget", "--user", "7"]).stdout).contains("nothing to forget"));
    assert_eq!(story.value("select count(*) from book").await, "1");
    story.finish().await;
}

#[tokio::test]
async fn a_household_in_one_file_is_several_accounts() {
    let story = Farthing::start().await;
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    file.write_all(&canonical_csv(&year(7, TODAY.parse().unwrap(), 1))).unwrap();
    let path = file.path().to_str().unwrap();
    let imported = json(&output(farthing(&["import", "--user", "7", path, "--json"]).envs(story.environment()), ""));
    assert_eq!(imported["statements"].as_array().unwrap().len(), 2, "the first account is at the top");
    assert_eq!(story.value("select count(*) from account").await, "3");
    assert_eq!(story.value("select count(*) from transaction where decided_by <> 'file'").await, "0");
    story.finish().await;
}

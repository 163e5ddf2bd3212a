//! The planner that asks a model, against a server that says what the story makes it say.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use farthing::agent::{Agent, Model, PlannerKind};
use farthing::config;
use farthing::demo::{Layout, pdf, year};
use serde_json::{Value, json};

use crate::harness::{Farthing, TODAY};

const QUESTION: &str = "how much did I spend on groceries this month?";

/// A chat completions server: answers request after request from its script, and with a refusal when the script ends.
struct Server {
    address: String,
    requests: Arc<Mutex<Vec<Value>>>,
}

impl Server {
    fn start(script: Vec<Value>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/v1", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = requests.clone();
        std::thread::spawn(move || {
            let mut script = script.into_iter();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut length = 0;
                loop {
                    let mut line = String::new();
                    if reader.read_line(&mut line).unwrap() == 0 || line == "\r\n" {
                        break;
                    }
                    if let Some((_, value)) =
                        line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length"))
                    {
                        length = value.trim().parse().unwrap();
                    }
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                kept.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
                let (status, answer) = match script.next() {
                    Some(message) => ("200 OK", completion(&message)),
                    None => ("400 Bad Request", json!({"error": {"message": "no more", "type": "x"}})),
                };
                let answer = answer.to_string();
                let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\nconnection: close\r\n");
                // A client that gave up is gone: that is its story, not the server's.
                let _ = write!(stream, "{head}content-length: {}\r\n\r\n{answer}", answer.len());
            }
        });
        Self { address, requests }
    }

    async fn farthing(&self) -> Farthing {
        let settings = config::Model { api_key: None, base_url: self.address.clone(), name: "story".into() };
        let farthing = Farthing::start_with(Agent { model: Some(Model::new(&settings).unwrap()) }).await;
        let statements = year(7, TODAY.parse().unwrap(), 1);
        let statement = statements.iter().find(|statement| statement.layout == Layout::UkCurrent).unwrap();
        farthing.person(7001).import("march.pdf", &pdf(statement, statement.layout).unwrap()).await.unwrap();
        farthing
    }
}

fn completion(message: &Value) -> Value {
    json!({"id": "1", "object": "chat.completion", "created": 1, "model": "story",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}]})
}

fn call(name: &str, arguments: &Value) -> Value {
    json!({"role": "assistant", "content": null, "tool_calls": [
        {"id": "call_1", "type": "function", "function": {"name": name, "arguments": arguments.to_string()}}]})
}

fn say(text: &str) -> Value {
    json!({"role": "assistant", "content": text})
}

fn groceries() -> Value {
    let filter = json!({"period": {"from": "2026-03-01", "to": "2026-03-31"}, "categories": ["Groceries"]});
    call("summarise", &json!({"filter": filter, "measure": "spending"}))
}

/// What the rules answer, which is the truth.
async fn by_rules() -> farthing::agent::Answer {
    let farthing = Server::start(vec![]).farthing().await;
    let answer = farthing.person(7001).ask(QUESTION).await;
    assert_eq!(answer.planner, PlannerKind::Rules);
    farthing.finish().await;
    answer
}

#[tokio::test]
async fn a_model_calls_a_tool_and_words_its_result() {
    let truth = by_rules().await.figures[0].clone();
    let words = format!("Groceries came to £{} in March.", truth.value);
    let server = Server::start(vec![groceries(), say(&words)]);
    let farthing = server.farthing().await;

    let answer = farthing.person(7001).ask(QUESTION).await;

    assert_eq!((answer.planner, answer.answer.as_str()), (PlannerKind::Llm, words.as_str()));
    assert_eq!((answer.figures[0].value, answer.figures[0].rows), (truth.value, truth.rows));
    let requests = server.requests.lock().unwrap().clone();
    let offered: Vec<&str> = requests[0]["tools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tool| tool["function"]["name"].as_str().unwrap())
        .collect();
    assert!(offered.contains(&"summarise") && offered.contains(&"search"), "{offered:?}");
    for kept_back in ["import", "recategorise", "undo", "parse"] {
        assert!(!offered.contains(&kept_back), "{kept_back} changes rows or opens files and is not offered");
    }
    let told = requests[1]["messages"].as_array().unwrap().last().unwrap();
    assert_eq!((&told["role"], &told["tool_call_id"]), (&"tool".into(), &"call_1".into()));
    assert!(!requests[0].to_string().contains("7001"), "the user's id stays here");
    farthing.finish().await;
}

#[tokio::test]
async fn the_rules_answer_when_a_model_does_not_hold() {
    let truth = by_rules().await;
    let stubborn = std::iter::repeat_with(groceries).take(20).collect();
    for (what, script) in [
        ("an invented figure", vec![groceries(), say("Groceries came to £1.23.")]),
        ("a figure without a tool", vec![say("You spent £20.00.")]),
        ("a link", vec![groceries(), say("See https://example.org")]),
        ("nothing", vec![say("")]),
        ("a refusal by the server", vec![]),
        ("calls without end", stubborn),
        (
            "a tool that changes rows, then an invented figure",
            vec![call("undo", &json!({})), say("Undone, £9.99 back.")],
        ),
        ("an unknown tool, then nothing", vec![call("transfer_all", &json!({"to": "me"})), say(" ")]),
    ] {
        let server = Server::start(script);
        let farthing = server.farthing().await;
        let answer = farthing.person(7001).ask(QUESTION).await;
        assert_eq!((answer.planner, &answer.answer), (PlannerKind::Rules, &truth.answer), "{what}");
        assert_eq!(farthing.value("select count(*) from action").await, "1", "{what}: only the import");
        farthing.finish().await;
    }
}

#[tokio::test]
async fn a_mistaken_call_is_told_and_may_be_mended() {
    let truth = by_rules().await.figures[0].clone();
    let wrong = call("summarise", &json!({"measure": "everything"}));
    let server = Server::start(vec![wrong, groceries(), say(&format!("It was £{}.", truth.value))]);
    let farthing = server.farthing().await;

    let answer = farthing.person(7001).ask(QUESTION).await;

    assert_eq!(answer.planner, PlannerKind::Llm);
    assert!(answer.tools[0].result["error"].as_str().unwrap().contains("summarise"), "{:?}", answer.tools[0]);
    farthing.finish().await;
}

//! How updates come and go: by webhook, by several processes, past long work, at Telegram's pace.

use std::time::Duration;

use farthing::config::Webhook;
use farthing::demo::{Dialect, csv, long_statement};
use serde_json::Value;

use super::{ANA, BEN, Chat};

#[tokio::test]
async fn a_webhook_does_what_polling_does() {
    let webhook = Webhook { url: "http://127.0.0.1:1/hook".parse().unwrap(), secret: None };
    let chat = Chat::start_with(|settings| settings.webhook = Some(webhook)).await;
    assert!(chat.say(ANA, "/start").await.contains("Hello"));
    assert!(chat.upload(ANA, "february.pdf", &super::stories::printed()).await.contains("Proven"));
    assert!(chat.say(ANA, "how much came in in february 2026?").await.contains('£'));
    chat.finish().await;
}

#[tokio::test]
async fn two_processes_share_the_work_and_keep_the_order() {
    let chat = Chat::start().await;
    let (second, stop_second) = chat.second_bot().await;
    for person in [ANA, BEN] {
        chat.upload(person, "february.pdf", &super::stories::printed()).await;
    }
    let before = chat.server.messages(ANA).await.len();
    for question in 0..20 {
        if question == 10 {
            stop_second.cancel();
        }
        for person in [ANA, BEN] {
            chat.server.say(person, &format!("top {} merchants in february 2026", question % 8 + 2)).await;
            chat.count_update();
        }
    }
    chat.settled().await;
    tokio::time::timeout(Duration::from_secs(5), second).await.expect("it stops in time").unwrap();
    let messages = chat.server.messages(ANA).await;
    let answers = messages.iter().skip(before).filter(|message| message["from"]["is_bot"] == true);
    let counts: Vec<usize> =
        answers.map(|answer| answer["text"].as_str().unwrap_or_default().lines().count()).collect();
    // The answer to "top N" has N lines below its first.
    let expected: Vec<usize> = (0..20).map(|question| question % 8 + 3).collect();
    assert_eq!(counts, expected);
    chat.finish().await;
}

#[tokio::test]
async fn cancel_overtakes_an_import_and_nothing_of_it_stays() {
    let chat = Chat::start().await;
    chat.say(ANA, "/start").await;
    let statement = long_statement(1, "2026-02-28".parse().unwrap(), 150_000);
    let file = csv(&statement.rows, statement.csv_account(), Dialect::Canonical);
    chat.server.upload(ANA, "long.csv", &file, "document").await;
    chat.count_update();
    let reads = |message: &Value| message["text"].as_str().is_some_and(|text| text.contains("Reading"));
    while !chat.server.messages(ANA).await.iter().any(reads) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let answer = chat.say(ANA, "/cancel").await;
    assert!(answer.contains("Stopped"), "{answer}");
    assert_eq!(chat.farthing.value("select count(*) from transaction").await, "0");
    assert!(chat.say(ANA, "/help").await.contains("What I can do"), "the chat goes on");
    chat.finish().await;
}

#[tokio::test]
async fn a_chat_gets_three_at_once_and_then_one_a_second() {
    let chat = Chat::start_with(|settings| settings.send_rate = std::num::NonZeroU32::new(30)).await;
    let started = tokio::time::Instant::now();
    for _ in 0..5 {
        chat.server.say(ANA, "/help").await;
        chat.count_update();
    }
    chat.settled().await;
    assert!(started.elapsed() > Duration::from_millis(1_900), "the fourth and the fifth wait a second each");
    assert_eq!(chat.server.messages(ANA).await.len(), 10);
    chat.finish().await;
}

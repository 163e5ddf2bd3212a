//! Telegram has a bad day: too many requests, server errors, silence, cut connections. Every answer arrives, in order.

use serde_json::{Value, json};

use super::{ANA, BEN, Chat, transcript};

/// Questions that each have an answer of their own.
const QUESTIONS: [&str; 6] = [
    "how much did I spend on groceries in february?",
    "how much did I spend on rent in february?",
    "how many payments did I make in february?",
    "what was my biggest purchase in february?",
    "top 3 merchants in february",
    "how much came in in february?",
];

/// What the bot answers on a good day, then while the server misbehaves like this: the same, in the same order; a message more
/// than once only where the server took it and kept silent.
async fn weathers(fault: Value, twice_is_fine: bool) {
    let chat = Chat::start().await;
    for person in [ANA, BEN] {
        chat.upload(person, "february.pdf", &super::stories::printed()).await;
    }
    let calm = answers(&chat, ANA).await;
    chat.server.inject(&fault).await;
    let stormy = answers(&chat, BEN).await;
    let mut seen: Vec<&String> = Vec::new();
    for answer in &stormy {
        if !twice_is_fine || !seen.contains(&answer) {
            seen.push(answer);
        }
    }
    assert_eq!(seen, calm.iter().collect::<Vec<_>>(), "{fault}");
    chat.finish().await;
}

async fn answers(chat: &Chat, person: i64) -> Vec<String> {
    let before = chat.server.messages(person).await.len();
    for question in QUESTIONS {
        chat.server.say(person, question).await;
        chat.count_update();
    }
    chat.settled().await;
    let messages = chat.server.messages(person).await;
    let own = messages.iter().skip(before).filter(|message| message["from"]["is_bot"] == true);
    own.map(|message| transcript(std::slice::from_ref(message))).collect()
}

fn fault(method: &str, kind: &Value, times: u32) -> Value {
    json!({"method": method, "kind": kind, "times": times, "probability": 0.5})
}

#[tokio::test]
async fn too_many_requests_are_waited_out() {
    weathers(fault("sendMessage", &json!({"too_many_requests": {"retry_after_s": 1}}), 4), false).await;
}

#[tokio::test]
async fn server_errors_are_tried_again() {
    weathers(fault("sendMessage", &json!({"server_error": 502}), 6), false).await;
}

#[tokio::test]
async fn a_connection_that_is_cut_is_tried_again() {
    weathers(fault("sendMessage", &json!("cut_connection"), 6), false).await;
}

#[tokio::test]
async fn a_message_that_was_taken_in_silence_may_come_twice() {
    weathers(fault("sendMessage", &json!("cut_after_effect"), 3), true).await;
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_is_tried_again() {
    weathers(fault("sendMessage", &json!("malformed"), 3), true).await;
}

#[tokio::test]
async fn updates_that_cannot_be_fetched_are_fetched_later() {
    weathers(fault("getUpdates", &json!({"server_error": 500}), 3), false).await;
    weathers(fault("getUpdates", &json!("cut_connection"), 3), false).await;
}

#[tokio::test]
async fn what_telegram_refuses_is_kept_with_the_reason_and_holds_nobody_up() {
    let chat = Chat::start().await;
    chat.say(ANA, "/start").await;
    chat.server.post("/sandbox/block", &json!({"bot": super::BOT, "person": ANA, "blocked": true})).await;
    chat.count_update();
    chat.settled().await;
    // Said to somebody who stopped the bot.
    let message = r#"{"html": "hello?"}"#;
    let enqueue = format!(
        "with said as (insert into outbox (bot_id, chat_id, priority, message, created_at)
             values ({}, {ANA}, 1, '{message}', '2026-03-31') returning 1) select count(*) from said",
        super::BOT
    );
    chat.farthing.execute(&enqueue).await;
    chat.settled().await;
    let letter = "select direction || ' ' || reason from dead_letter";
    let reason = chat.farthing.value(letter).await;
    assert!(reason.contains("out refused with 403") && reason.contains("blocked by the user"), "{reason}");
    assert!(!chat.say(BEN, "/help").await.is_empty(), "others are answered");
    chat.farthing.execute("delete from dead_letter").await;
    chat.finish().await;
}

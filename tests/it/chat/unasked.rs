//! What it says by itself: summaries with their pictures, and what is urgent before what is not.

use chrono::{DateTime, Utc};
use farthing::domain::{BotId, ChatId, WorkerId};
use farthing::jobs::run_due;
use farthing::store::outbox::{NewMessage, Priority};
use serde_json::{Value, json};

use super::{ANA, BOT, Chat, LOOK_INTERVAL, WAIT_MAX, story_time, transcript};

const MARCH: &str = "\
date,description,amount,currency,account,category
2026-02-10,TESCO STORES 3344,-120.00,GBP,Current,Groceries
2026-03-05,TESCO STORES 3344,-80.00,GBP,Current,Groceries
2026-03-14,PIZZA EXPRESS,-35.50,GBP,Current,Dining
2026-03-31,SHELL 221,-55.00,GBP,Current,Transport
";

/// Writes the summaries that are due and returns what a person got of them.
async fn summed_up(chat: &Chat, at: &str) -> Vec<Value> {
    let before = chat.server.messages(ANA).await;
    let at: DateTime<Utc> = at.parse().unwrap();
    let said = run_due(&chat.farthing.app, BotId(BOT), WorkerId(1_000_000), at).await.unwrap();
    assert_eq!(said.len(), 1, "{said:?}");
    chat.settled().await;
    chat.server.messages(ANA).await.into_iter().filter(|message| !before.contains(message)).collect()
}

#[tokio::test]
async fn a_month_arrives_as_a_picture_and_a_day_as_words() {
    let chat = Chat::start().await;
    chat.say(ANA, "/start").await;
    let ana = chat.farthing.person(ANA);
    ana.import("march.csv", MARCH.as_bytes()).await.unwrap();
    let started = tokio::time::Instant::now();
    // After the look at what was imported.
    while chat.farthing.value("select (select count(*) from summary_schedule) - (select count(*) from job)").await
        != "1"
    {
        assert!(started.elapsed() < WAIT_MAX, "nobody looked");
        tokio::time::sleep(LOOK_INTERVAL).await;
    }
    let month = summed_up(&chat, "2026-04-01T09:00:00Z").await;
    insta::assert_snapshot!(transcript(&month), @r"
    farthing: [picture] March 2026
      You spent £170.50 in 3 payments, £50.50 more than the month before.
      Most of it: Groceries £80.00, Transport £55.00, Dining £35.50.
      (Show the rows)
    ");
    ana.ask_on("2026-04-01", "coffee 3.20").await;
    let day = summed_up(&chat, "2026-04-02T09:00:00Z").await;
    insta::assert_snapshot!(transcript(&day), @r"
    farthing: Yesterday, 1 Apr
      You spent £3.20 in 1 payment.
      (Show the rows)
    ");
    chat.finish().await;
}

#[tokio::test]
async fn an_alert_goes_out_before_the_summaries_of_a_morning() {
    /// Messages a second, and people who are due at nine.
    const RATE: u32 = 40;
    const PEOPLE: usize = 200;
    let mut chat = Chat::start().await;
    chat.say(ANA, "/start").await;
    let message =
        |chat: i64, words: &str| NewMessage { chat_id: ChatId(chat), message: json!({"html": words}), file: None };
    let mut summaries = Vec::new();
    for number in 0..PEOPLE {
        let person = chat.server.sandbox.add_person(&format!("P{number}"), None, None).unwrap().id;
        chat.server.say(person, "/cancel").await;
        chat.count_update();
        summaries.push(message(person, "Your day"));
    }
    chat.settled().await;
    chat.settings.send_rate = std::num::NonZeroU32::new(RATE);
    chat.restart().await;
    let store = &chat.farthing.app.store;
    store.enqueue(BotId(BOT), Priority::Broadcast, &summaries, story_time()).await.unwrap();
    let waiting = async || -> usize { chat.farthing.value("select count(*) from outbox").await.parse().unwrap() };
    // The burst of the first second is out, and the rest goes at the rate.
    let started = tokio::time::Instant::now();
    while waiting().await > PEOPLE - RATE as usize / 2 {
        assert!(started.elapsed() < WAIT_MAX, "nothing goes out");
        tokio::time::sleep(LOOK_INTERVAL).await;
    }
    store.enqueue(BotId(BOT), Priority::Notice, &[message(ANA, "An alert")], story_time()).await.unwrap();
    let before = waiting().await;
    let arrived = async || chat.server.messages(ANA).await.iter().any(|message| message["text"] == "An alert");
    while !arrived().await {
        assert!(started.elapsed() < WAIT_MAX, "the alert is lost");
        tokio::time::sleep(LOOK_INTERVAL).await;
    }
    let after = waiting().await;
    // What was under way when it came, and what went out until it was looked for: less than two seconds' worth of a queue of five.
    assert!(before > PEOPLE / 2 && before - after < 2 * RATE as usize, "{before} waited, {after} still do");
    chat.settled().await;
    chat.finish().await;
}

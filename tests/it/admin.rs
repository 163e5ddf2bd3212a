//! Whoever runs farthing, and who may use it: whole conversations.

use std::sync::Arc;

use chrono::{TimeDelta, Utc};
use farthing::bot::http;
use farthing::config::Access;
use farthing::domain::{ChatId, TelegramUserId};
use farthing::store::inbox::{Claim, Received};
use serde_json::json;

use crate::story::{ADMIN, ANA, BEN, BOT, CLEO, Story, WORKER, from};

/// A transcript for a snapshot: what is different in every run is blurred.
fn blurred(text: &str) -> String {
    let mut text = text.to_owned();
    for (pattern, instead) in [
        (r"\d{4}-\d\d-\d\d", "DAY"),
        (r"\b\d+ (second|minute|hour)s?", "A WHILE"),
        (r"answers in \d+ ms", "answers in SOME ms"),
        (r"start=[A-Za-z0-9_-]+", "start=CODE"),
        (r"Version [0-9.]+", "Version V"),
    ] {
        text = regex::Regex::new(pattern).unwrap().replace_all(&text, instead).into_owned();
    }
    text
}

#[tokio::test]
async fn an_admin_sees_how_things_are() {
    let mut story = Story::start(Access::Open).await;
    let ana = story.farthing.person(ANA);
    ana.import("a.csv", b"date,description,amount,currency\n2026-03-02,BAKERY,-2.50,EUR\n").await.unwrap();
    story.types(ANA, "/help").await;
    story.offset = TimeDelta::minutes(5);
    story.types(BEN, "/help").await;
    story.bury(ANA, "anybody's words").await;
    let mut transcript = String::new();
    for command in
        ["", " stats", " health", " users", " users lima", " users 7002", " users nobody", " block", " invite", " dlq"]
    {
        let said = story.types(ADMIN, &format!("/admin{command}")).await;
        transcript.push_str(&format!("> /admin{command}\n{said}\n"));
    }
    insta::assert_snapshot!(blurred(&transcript));
    assert!(!transcript.contains("BAKERY") && !transcript.contains("2.50") && !transcript.contains("anybody's"));
    story.finish().await;
}

#[tokio::test]
async fn admin_is_for_admins_alone() {
    let mut story = Story::start(Access::Open).await;
    story.bury(BEN, "words").await;
    let unknown = story.types(ANA, "/nonsense").await;
    for command in ["/admin", "/admin stats", "/admin block 7002", "/admin dlq drop 1", "/admin broadcast hi"] {
        assert_eq!(story.types(ANA, command).await, unknown, "{command}");
    }
    let id = uuid::Uuid::nil().simple();
    for data in
        ["people:0:".to_owned(), format!("send:{id}"), format!("discard:{id}"), "replay:9".into(), "bury:9".into()]
    {
        let said = story.presses(ANA, &format!("admin:{data}")).await;
        assert_eq!(said, "Only the person who runs this farthing can do that.\n", "{data}");
    }
    let state =
        "select (select count(*) from chat where blocked_at is not null) || ' ' || (select count(*) from dead_letter)";
    assert_eq!(story.farthing.value(state).await, "0 1", "nothing happened");
    story.finish().await;
}

#[tokio::test]
async fn people_come_in_pages() {
    let mut story = Story::start(Access::Open).await;
    let store = story.farthing.app.store.clone();
    for number in 1..=23 {
        let seen = Utc::now() - TimeDelta::days(number);
        store.see_chat(ChatId(100 + number), &format!("Guest: {number:02}"), seen).await.unwrap();
    }
    let first = story.hears(ADMIN, "/admin users guest:").await;
    let guests = |text: &str| text.matches("Guest: ").count();
    assert_eq!(guests(&first.text), 10);
    assert!(first.text.contains("Guest: 01") && first.text.contains("Guest: 10"), "{}", first.text);
    assert_eq!(first.buttons[0].data, "admin:people:10:guest:");
    assert_eq!(guests(&story.presses(ADMIN, &first.buttons[0].data).await), 10);
    let last = story.presses(ADMIN, "admin:people:20:guest:").await;
    assert_eq!((guests(&last), last.contains("[More]")), (3, false), "{last}");
    assert_eq!(story.presses(ADMIN, "admin:people:30:guest:").await, "That was everybody.\n");
    story.finish().await;
}

#[tokio::test]
async fn a_blocked_person_is_told_once_a_day() {
    let mut story = Story::start(Access::Open).await;
    let welcome = story.types(ANA, "/start").await;
    let mut transcript = String::new();
    for command in ["block 9001", "block 9002", "block 7001", "block 7001", "users lima", "unblock 7002"] {
        transcript
            .push_str(&format!("> /admin {command}\n{}\n", story.types(ADMIN, &format!("/admin {command}")).await));
    }
    for (later, what) in [(0, "/start"), (1, "hello"), (1, "a button"), (23, "/help"), (25, "hello")] {
        story.offset = TimeDelta::hours(later);
        let said = match what {
            "a button" => story.presses(ANA, "demo").await,
            words => story.types(ANA, words).await,
        };
        transcript.push_str(&format!("Ana after {later} h: {what}\n{said}\n"));
    }
    insta::assert_snapshot!(blurred(&transcript));
    assert_eq!(story.types(ADMIN, "/admin unblock 7001").await, "7001 is no longer shut out.\n");
    assert_eq!(story.types(ANA, "/start").await, welcome);
    story.finish().await;
}

#[tokio::test]
async fn an_invitation_lets_one_person_in() {
    let mut story = Story::start(Access::Invite).await;
    let link = story.types(ADMIN, "/admin invite").await;
    let code = link.trim().rsplit_once("https://t.me/farthing_bot?start=").unwrap().1.to_owned();
    assert!(code.len() <= 64 && code.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter)));
    assert_ne!(story.types(ADMIN, "/admin invite").await, link);
    let mut transcript = String::new();
    let mut say = |who: &str, what: &str, said: &str| transcript.push_str(&format!("{who}: {what}\n{said}\n"));
    say("Ana", "hello", &story.types(ANA, "hello").await);
    say("Ana", "hello at once", &story.types(ANA, "hello").await);
    say("Ana", "a wrong code", &story.types(ANA, "/start nonsense").await);
    say("Ana", "a button", &story.presses(ANA, "forget").await);
    say("Ana", "her code", &story.types(ANA, &format!("/start {code}")).await);
    say("Ana", "her code again", &story.types(ANA, &format!("/start {code}")).await);
    say("Ben", "Ana's code", &story.types(BEN, &format!("/start {code}")).await);
    story.offset = TimeDelta::seconds(11);
    say("Ben", "hello", &story.types(BEN, "hello").await);
    say("Admin", "allow Ben", &story.types(ADMIN, "/admin allow 7002").await);
    say("Admin", "again", &story.types(ADMIN, "/admin allow 7002").await);
    say("Outbox", "for Ben", &story.unasked().await);
    say("Ben", "/start", &story.types(BEN, "/start").await);
    insta::assert_snapshot!(transcript);
    story.finish().await;
}

#[tokio::test]
async fn codes_cannot_be_tried_without_end() {
    let mut story = Story::start(Access::Invite).await;
    let link = story.types(ADMIN, "/admin invite").await;
    let code = link.trim().rsplit_once("start=").unwrap().1.to_owned();
    let long = "x".repeat(4_000);
    for number in 1..=10 {
        let said = story.types(ANA, &format!("/start {long}{number}")).await;
        assert!(said.starts_with("I don't know this invitation."), "{number}: {said}");
    }
    let right = format!("/start {code}");
    assert!(
        story.types(ANA, &right).await.starts_with("That was a lot of invitations"),
        "the eleventh is not looked at"
    );
    assert_eq!(story.types(ANA, &right).await, "", "nor answered each time");
    story.offset = TimeDelta::hours(25);
    assert!(story.types(ANA, &right).await.starts_with("<b>Hello"));
    story.finish().await;
}

#[tokio::test]
async fn a_private_farthing_knows_whom_it_lets_in() {
    let mut story = Story::start(Access::Allowlist).await;
    let private = "This farthing is private. The person who runs it can let you in; your number is 7001.\n";
    assert_eq!(story.types(ANA, "/start").await, private);
    story.offset = TimeDelta::minutes(1);
    assert_eq!(story.types(ANA, "/start something").await, private, "no invitation opens it");
    assert!(story.types(ADMIN, "/admin invite").await.contains("allowlist"));
    assert!(story.types(ADMIN, "/admin users").await.contains("not let in"));
    assert_eq!(story.types(ADMIN, "/admin allow 7001").await, "7001 is let in.\n");
    assert!(story.types(ANA, "/start").await.starts_with("<b>Hello"));
    // Somebody who has not written yet finds the door open, and is not written to before.
    assert_eq!(story.types(ADMIN, "/admin allow 7002").await, "7002 is let in.\n");
    assert!(story.types(ADMIN, "/admin users 7002").await.contains("(has not written)"));
    assert!(story.unasked().await.lines().all(|line| line.starts_with("7001 ")));
    assert!(story.types(BEN, "/start").await.starts_with("<b>Hello"));
    assert!(story.types(ADMIN, "/admin").await.starts_with("<b>What you can do here"), "admins are always in");
    story.types(ADMIN, "/admin block 7003").await;
    assert!(story.types(ADMIN, "/admin allow 7003").await.contains("/admin unblock 7003 takes that back"));
    assert!(story.types(CLEO, "/start").await.contains("paused your access"), "a block weighs more");
    story.finish().await;
}

#[tokio::test]
async fn a_broadcast_reaches_everybody_once() {
    let mut story = Story::start(Access::Open).await;
    for person in [ANA, BEN, CLEO] {
        story.types(person, "/start").await;
    }
    story.types(ADMIN, "/admin block 7002").await;
    assert_eq!(story.leaves(CLEO).await, "");
    let preview = story.hears(ADMIN, "/admin broadcast Back on <Sunday>.\nSorry!").await;
    assert_eq!(story.unasked().await, "", "nothing goes before the button");
    let send = preview.buttons[0].data.clone();
    let mut transcript = format!("{}\n", preview.text);
    for data in [&send, &send, &preview.buttons[1].data] {
        transcript.push_str(&format!("{}\n", story.presses(ADMIN, data).await));
    }
    transcript.push_str(&format!("Outbox:\n{}\n\n", story.unasked().await));
    let dropped = story.hears(ADMIN, "/admin broadcast Never mind").await;
    for button in [&dropped.buttons[1], &dropped.buttons[0]] {
        transcript.push_str(&format!("{}\n", story.presses(ADMIN, &button.data).await));
    }
    transcript.push_str(&story.types(ADMIN, "/admin broadcast").await);
    insta::assert_snapshot!(transcript);
    // What waits unasked for somebody who is shut out now is dropped.
    story.types(ADMIN, "/admin block 7001").await;
    assert!(!story.unasked().await.contains("7001"));
    story.finish().await;
}

#[tokio::test]
async fn two_presses_at_once_send_one_broadcast() {
    let mut story = Story::start(Access::Invite).await;
    story.types(ANA, "/start").await;
    story.types(ADMIN, "/admin allow 7002").await;
    story.types(BEN, "/start").await;
    let preview = story.hears(ADMIN, "/admin broadcast hello").await;
    let id = preview.buttons[0].data.rsplit(':').next().unwrap().parse().unwrap();
    let store = &story.farthing.app.store;
    let admins = [TelegramUserId(ADMIN)];
    let audience = farthing::store::admin::Audience { only_let_in: true, admins: &admins };
    let presses = (0..8).map(|_| store.send_broadcast(id, BOT, audience, Utc::now()));
    let sent = futures_util::future::join_all(presses).await;
    let first = sent.iter().filter(|sent| matches!(sent, Ok(farthing::store::admin::Broadcast::Sent { people: 2 })));
    assert_eq!(first.count(), 1, "{sent:?}");
    assert_eq!(story.unasked().await, "7002 2 hello\n9001 2 hello", "Ana is not let in");
    story.finish().await;
}

#[tokio::test]
async fn dead_letters_live_again_once() {
    let mut story = Story::start(Access::Open).await;
    for words in ["one", "two", "three"] {
        story.bury(BEN, words).await;
    }
    // A question that failed too often, and a password that was not kept.
    let store = story.farthing.app.store.clone();
    let question = json!({"update_id": 500, "message": {
        "message_id": 1, "date": 1, "text": "/help", "from": from(ANA),
        "chat": {"id": ANA, "type": "private", "first_name": "x"},
    }});
    story.arrives(&question.to_string()).await;
    let sealed = Received {
        update_id: 501,
        chat_id: ChatId(BEN),
        lane: farthing::store::inbox::Lane::Ordinary,
        raw: "…".into(),
        sealed_by: Some(WORKER),
    };
    store.receive(BOT, &[sealed], story.now()).await.unwrap();
    for update in store.claim_updates(BOT, WORKER, 10, story.now()).await.unwrap() {
        let claim = Claim { bot_id: BOT, update_id: update.update_id, worker: WORKER };
        store.bury_update(claim, "took longer than 300s", &[], story.now()).await.unwrap();
    }
    story.next_update = 600;
    let list = story.hears(ADMIN, "/admin dlq").await;
    let mut transcript = list.text.clone();
    for command in ["replay 2", "replay 2", "drop 3", "drop 77"] {
        transcript.push_str(&format!("> {command}\n{}", story.types(ADMIN, &format!("/admin dlq {command}")).await));
    }
    assert_eq!(story.unasked().await, "7002 1 two");
    assert_eq!(story.farthing.value("select encode(file, 'hex') from outbox").await, "07", "with its file");
    // What dies after the list was shown is not what the button spoke of.
    story.bury(BEN, "later").await;
    let replay_all = list.buttons[0].data.clone();
    transcript.push_str(&format!("> replay all\n{}", story.presses(ADMIN, &replay_all).await));
    story.handle_next().await;
    assert!(story.got(ANA).await.text.starts_with("<b>What I can do"), "the question is answered after all");
    transcript.push_str(&format!("> replay all\n{}", story.presses(ADMIN, &replay_all).await));
    transcript.push_str(&format!("> drop all\n{}", story.presses(ADMIN, &list.buttons[1].data).await));
    transcript.push_str(&story.types(ADMIN, "/admin dlq").await);
    insta::assert_snapshot!(blurred(&transcript));
    assert_eq!(story.unasked().await, "7002 1 two\n7002 1 one");
    story.finish().await;
}

#[tokio::test]
async fn counts_of_all_books_stay_outside_books() {
    let story = Story::start(Access::Open).await;
    let ana = story.farthing.person(ANA);
    ana.import("a.csv", b"date,description,amount,currency\n2026-03-02,BAKERY,-2.50,EUR\n").await.unwrap();
    let ben = story.farthing.person(BEN);
    ben.import("b.csv", b"date,description,amount,currency\n2026-03-02,BAKERY,-2.50,EUR\n").await.unwrap();
    let book = story.farthing.app.store.find_book(ben.id).await.unwrap().unwrap();
    let mut connection = story.farthing.application().await;
    let script =
        |query: &str| sqlx::AssertSqlSafe(format!("begin; set local farthing.book_id = '{book}'; {query}; commit"));
    for query in ["select * from totals_of_all_books('2026-01-01')", "select * from rows_of_people('{7001}')"] {
        let inside = sqlx::raw_sql(script(query)).fetch_all(&mut connection).await.unwrap();
        assert_eq!(inside.len(), 0, "{query}");
        let outside = sqlx::raw_sql(sqlx::AssertSqlSafe(query.to_owned())).fetch_all(&mut connection).await.unwrap();
        assert_eq!(outside.len(), 1, "{query}");
    }
    story.finish().await;
}

#[tokio::test]
async fn probes_and_scrapes_hear_the_truth() {
    let story = Story::start(Access::Open).await;
    story.bury(ANA, "anybody's words").await;
    story.arrives(&json!({"update_id": 1, "message": {"chat": {"id": ANA}}}).to_string()).await;
    let store = story.farthing.app.store.clone();
    let router = http::health(Arc::default(), store.clone(), BOT);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let get = async |path: &str| {
        let answer = reqwest::get(format!("http://{address}{path}")).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    assert_eq!(get("/healthz").await, (200, "ok\n".to_owned()));
    assert_eq!(get("/readyz").await, (503, "not ready: no updates are taken yet\n".to_owned()));
    story.farthing.person(ANA).ask("what did I spend last month?").await;
    let (status, metrics) = get("/metrics").await;
    let has = |metrics: &str, wanted: &str| metrics.lines().any(|line| line.starts_with(wanted));
    assert_eq!(status, 200);
    for wanted in [
        "farthing_database_up 1",
        "farthing_inbox_waiting 1",
        "farthing_dead_letters 1",
        "# HELP farthing_dead_letters ",
        "farthing_tool_seconds_count{tool=\"summarise\",done=\"yes\"} ",
        "process_resident_memory_bytes ",
    ] {
        assert!(has(&metrics, wanted), "{wanted} in\n{metrics}");
    }
    assert!(!metrics.contains("7001"), "no person in\n{metrics}");
    store.close().await;
    assert_eq!(get("/readyz").await, (503, "not ready: the database does not answer\n".to_owned()));
    assert!(has(&get("/metrics").await.1, "farthing_database_up 0"));
    assert_eq!(get("/healthz").await.0, 200);
    server.abort();
    story.finish().await;
}

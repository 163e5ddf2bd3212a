//! The server over HTTP: forms of arguments, polls, webhooks, faults, and what survives a restart.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;

const BOT: i64 = 42;
const ADA: i64 = 7001;

struct Server {
    sandbox: Sandbox,
    url: String,
    client: reqwest::Client,
}

async fn serve(settings: SandboxSettings) -> Server {
    let sandbox = Sandbox::new(settings).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = router(sandbox.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Server { sandbox, url, client: webhook::client().unwrap() }
}

impl Server {
    /// Sends a request and returns the status and the JSON of the answer.
    async fn post(&self, path: &str, content_type: &str, body: impl Into<reqwest::Body>) -> (u16, Value) {
        let request = self.client.post(format!("{}/{path}", self.url)).header("content-type", content_type);
        let response = request.body(body).send().await.unwrap();
        (response.status().as_u16(), serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or_default())
    }

    async fn call(&self, method: &str, arguments: Value) -> (u16, Value) {
        self.post(&format!("bot42:secret/{method}"), "application/json", arguments.to_string()).await
    }

    /// The numbers of the updates that a poll brings, counted from the first.
    async fn poll(&self, first: i64, arguments: Value) -> Vec<i64> {
        let (status, answer) = self.call("getUpdates", arguments).await;
        assert_eq!(status, 200, "{answer}");
        let updates = answer["result"].as_array().unwrap().iter();
        updates.map(|update| update["update_id"].as_i64().unwrap() - first).collect()
    }
}

#[tokio::test]
async fn arguments_in_every_form() {
    let server = serve(SandboxSettings::default()).await;
    assert_eq!(server.call("getMe", json!({})).await.1["result"]["username"], "sandbox_42_bot");
    server.sandbox.send_text(BOT, ADA, "hi").unwrap();
    let markup = r#"{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}"#;
    let form = "--B\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n7001\r\n--B\r\nContent-Disposition: form-data; \
                name=\"text\"\r\n\r\nx\r\n--B\r\nContent-Disposition: form-data; name=\"reply_markup\"\r\n\r\nMARKUP\r\n--B--\r\n";
    let json = json!({"chat_id": ADA, "text": "x", "reply_markup": serde_json::from_str::<Value>(markup).unwrap()});
    let encoded = "%7B%22inline_keyboard%22%3A%5B%5B%7B%22text%22%3A%22a%22,%22callback_data%22:%22b%22%7D%5D%5D%7D";
    for (query, content_type, body) in [
        ("", "application/json", json.to_string()),
        ("", "application/json; charset=utf-8", json.to_string()),
        ("", "application/x-www-form-urlencoded", format!("chat_id=7001&text=x&reply_markup={encoded}")),
        ("", "multipart/form-data; boundary=B", form.replace("MARKUP", markup)),
        (&format!("?chat_id=7001&text=x&reply_markup={encoded}"), "text/plain", String::new()),
    ] {
        let (status, answer) = server.post(&format!("bot42:secret/sendMessage{query}"), content_type, body).await;
        assert_eq!((status, &answer["ok"], &answer["result"]["text"]), (200, &json!(true), &json!("x")), "{answer}");
        assert_eq!(answer["result"]["reply_markup"].to_string().len(), markup.len(), "{content_type}");
    }
    for (path, body, expected) in [
        ("bot42:secret/sendMessage", "{", (400, "Bad Request: can't parse JSON object")),
        ("bot42:secret/nothing", "{}", (404, "Not Found")),
        ("bot42:other/getMe", "{}", (401, "Unauthorized")),
        ("botfoo/getMe", "{}", (404, "Not Found")),
    ] {
        let (status, answer) = server.post(path, "application/json", body).await;
        assert_eq!((status, answer["description"].as_str().unwrap()), expected, "{path}");
        assert_eq!((&answer["ok"], answer["error_code"].as_u64()), (&json!(false), Some(expected.0.into())));
    }
}

#[tokio::test]
async fn a_list_of_bots_is_all_there_are() {
    let bot = SandboxBot { token: "9:x".to_owned(), username: "nine_bot".to_owned(), first_name: "Nine".to_owned() };
    let server = serve(SandboxSettings { bots: vec![bot], ..SandboxSettings::default() }).await;
    assert_eq!(server.post("bot9:x/getMe", "text/plain", "").await.1["result"]["first_name"], "Nine");
    assert_eq!(server.call("getMe", json!({})).await.0, 401);
}

#[tokio::test]
async fn polls() {
    let server = serve(SandboxSettings { first_update_id: Some(100), ..SandboxSettings::default() }).await;
    server.call("getMe", json!({})).await;
    for text in ["0", "1", "2", "3"] {
        server.sandbox.send_text(BOT, ADA, text).unwrap();
    }
    for (arguments, expected) in [
        (json!({}), vec![0, 1, 2, 3]),
        (json!({"limit": 2}), vec![0, 1]),
        (json!({"offset": "101", "limit": 500}), vec![1, 2, 3]),
        (json!({"offset": 0}), vec![1, 2, 3]),
        (json!({"offset": -1}), vec![3]),
        (json!({"offset": 104}), vec![]),
    ] {
        assert_eq!(server.poll(100, arguments.clone()).await, expected, "{arguments}");
    }
    let began = Instant::now();
    assert!(server.poll(100, json!({"offset": 104, "timeout": 1})).await.is_empty());
    assert!(began.elapsed() >= Duration::from_secs(1));
    let (updates, ()) = tokio::join!(server.poll(100, json!({"offset": 104, "timeout": 20})), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        server.sandbox.send_text(BOT, ADA, "wake up").unwrap();
    });
    assert_eq!(updates, [4]);
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_newer_poll_and_a_webhook_end_an_older_poll() {
    let server = serve(SandboxSettings::default()).await;
    let later = |method: &'static str, arguments: Value| async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        server.call(method, arguments).await
    };
    let long = || server.call("getUpdates", json!({"timeout": 20}));
    let (first, second) = tokio::join!(long(), later("getUpdates", json!({})));
    let terminated =
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    assert_eq!((first.0, first.1["description"].as_str()), (409, Some(terminated)));
    assert_eq!(second.0, 200);
    let (poll, _) = tokio::join!(long(), later("setWebhook", json!({"url": "http://127.0.0.1:1/"})));
    let active =
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    assert_eq!((poll.0, poll.1["description"].as_str()), (409, Some(active)));
    server.call("deleteWebhook", json!({})).await;
    assert_eq!(server.call("getUpdates", json!({})).await.0, 200);
}

#[tokio::test]
async fn only_what_the_bot_wants() {
    let server = serve(SandboxSettings { first_update_id: Some(1), ..SandboxSettings::default() }).await;
    assert!(server.poll(1, json!({"allowed_updates": ["edited_message"]})).await.is_empty());
    let message = server.sandbox.send_text(BOT, ADA, "x").unwrap();
    server.sandbox.edit(BOT, ADA, message.message_id, "y").unwrap();
    let (_, answer) = server.call("getUpdates", json!({})).await;
    assert_eq!(answer["result"].as_array().unwrap().len(), 1);
    assert_eq!(answer["result"][0]["edited_message"]["text"], "y");
    server.poll(1, json!({"allowed_updates": "[]"})).await;
    server.sandbox.send_text(BOT, ADA, "z").unwrap();
    assert_eq!(server.poll(1, json!({})).await, [0, 1]);
}

#[test]
fn waiting_updates_are_bounded() {
    let mut queue = updates::Queue::new(1);
    for number in 0..=updates::UPDATES_MAX {
        queue.add("message", 1, &number, 1_000).unwrap();
    }
    assert_eq!((queue.len(), queue.all().next().unwrap().0), (updates::UPDATES_MAX, 2));
    queue.add("message", 1, &"a day later", 1_001 + 24 * 60 * 60 * 1000).unwrap();
    assert_eq!(queue.len(), 1);
}

/// Takes deliveries one connection after another and answers them as told; returns heads and bodies.
async fn receive(listener: tokio::net::TcpListener, answers: &[(u16, &str)]) -> Vec<String> {
    let mut received = Vec::new();
    for (status, body) in answers {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"}") {
            let mut part = [0; 4096];
            let read = stream.read(&mut part).await.unwrap();
            assert!(read > 0, "the delivery ended early");
            request.extend(&part[..read]);
        }
        let length = body.len();
        let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
        stream.write_all(answer.as_bytes()).await.unwrap();
        received.push(String::from_utf8(request).unwrap());
    }
    received
}

#[tokio::test]
async fn a_webhook_gets_its_updates_in_order_until_it_took_them() {
    let server = serve(SandboxSettings::default()).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let bad_secret = json!({"url": url, "secret_token": "not allowed!"});
    let (status, refused) = server.call("setWebhook", bad_secret).await;
    let unallowed = "Bad Request: secret token contains unallowed characters";
    assert_eq!((status, refused["description"].as_str()), (400, Some(unallowed)));
    assert_eq!(server.call("setWebhook", json!({"url": url, "secret_token": "s3cret_"})).await.0, 200);
    server.sandbox.send_text(BOT, ADA, "one").unwrap();
    server.sandbox.send_text(BOT, ADA, "two").unwrap();
    let reply = r#"{"method":"sendMessage","chat_id":7001,"text":"answered"}"#;
    let received = receive(listener, &[(500, ""), (200, reply), (204, "")]).await;
    for (delivery, text) in received.iter().zip(["one", "one", "two"]) {
        assert!(delivery.to_ascii_lowercase().contains("x-telegram-bot-api-secret-token: s3cret_"), "{delivery}");
        assert!(delivery.contains(&format!("\"text\":\"{text}\"")), "{text}: {delivery}");
    }
    let answered = |call: &Call| call.method == "sendMessage" && call.answered == Answered::Ok;
    assert!(server.sandbox.wait_for_call(BOT, 0, answered, Duration::from_secs(10)).await.is_some());
    let fits = |message: &Message| message.words() == "answered";
    assert!(server.sandbox.wait_for_message(BOT, ADA, 0, fits, Duration::from_secs(10)).await.is_some());
    let never = |_: &Message| false;
    assert!(server.sandbox.wait_for_message(BOT, ADA, 0, never, Duration::from_millis(10)).await.is_none());
    let (_, info) = server.call("getWebhookInfo", json!({})).await;
    assert_eq!(info["result"]["last_error_message"], "Wrong response from the webhook: 500 Internal Server Error");
}

#[tokio::test]
async fn faults_strike_over_http() {
    let server = serve(SandboxSettings::default()).await;
    server.call("getMe", json!({})).await;
    server.sandbox.send_text(BOT, ADA, "x").unwrap();
    let url = format!("{}/bot42:secret/sendMessage?chat_id=7001&text=hi", server.url);
    let sent = || server.sandbox.history(BOT, ADA).len() - 1;
    for (kind, expected, messages) in [
        (json!({"too_many_requests": {"retry_after_s": 7}}), Some(429), 0),
        (json!({"server_error": 502}), Some(502), 0),
        (json!({"timeout": {"ms": 20}}), Some(504), 0),
        (json!("cut_connection"), None, 0),
        (json!("cut_after_effect"), None, 1),
        (json!("malformed"), Some(200), 2),
    ] {
        let fault = json!({"method": "sendMessage", "kind": kind}).to_string();
        assert_eq!(server.post("sandbox/faults", "application/json", fault).await.0, 200);
        let status = match server.client.get(&url).send().await {
            Ok(response) => Some(response.status().as_u16()),
            Err(_) => None,
        };
        assert_eq!((status, sent()), (expected, messages), "{kind}");
    }
    let (_, calls) = server.post("sandbox/faults", "application/json", "{}").await;
    assert_eq!(calls, json!(null), "a fault without kind is refused");
    let calls = server.client.get(format!("{}/sandbox/calls?bot=42&since=5", server.url)).send().await.unwrap();
    let calls: Value = serde_json::from_slice(&calls.bytes().await.unwrap()).unwrap();
    let answered: Vec<&Value> = calls["calls"].as_array().unwrap().iter().map(|call| &call["answered"]).collect();
    assert_eq!(answered, [&json!("ok"), &json!("ok")]);
}

#[tokio::test]
async fn other_origins_cannot_drive_it() {
    let server = serve(SandboxSettings::default()).await;
    server.call("getMe", json!({})).await;
    let send = |name: &'static str, value: String| {
        let request = server.client.post(format!("{}/sandbox/send", server.url)).header(name, value);
        let form =
            request.header("content-type", "application/x-www-form-urlencoded").body("bot=42&person=7001&text=x");
        async move { form.send().await.unwrap().status().as_u16() }
    };
    assert_eq!(send("origin", "https://evil.example".to_owned()).await, 403);
    assert_eq!(send("host", "evil.example".to_owned()).await, 403);
    assert!(server.sandbox.history(BOT, ADA).is_empty());
    assert_eq!(send("origin", server.url.clone()).await, 200);
}

#[tokio::test]
async fn what_a_page_sees() {
    let server = serve(SandboxSettings::default()).await;
    server.call("getMe", json!({})).await;
    for text in ["a", "b"] {
        server.sandbox.send_text(BOT, ADA, text).unwrap();
    }
    for (limit, expected) in [("", 2), ("&limit=1", 1), ("&limit=5", 2)] {
        let url = format!("{}/sandbox/history?bot=42&person=7001{limit}", server.url);
        let answer = server.client.get(url).send().await.unwrap().bytes().await.unwrap();
        let history: Value = serde_json::from_slice(&answer).unwrap();
        let messages = history["messages"].as_array().unwrap();
        assert_eq!((messages.len(), &messages.last().unwrap()["text"]), (expected, &json!("b")), "{limit}");
    }
    let mut events = server.sandbox.subscribe(BOT, ADA).unwrap();
    server.sandbox.send_text(BOT, ADA, "x").unwrap();
    let (_, message) = server.call("sendMessage", json!({"chat_id": ADA, "text": "y"})).await;
    let message_id = message["result"]["message_id"].clone();
    server.call("sendChatAction", json!({"chat_id": ADA, "action": "typing"})).await;
    server.call("sendMessageDraft", json!({"chat_id": ADA, "draft_id": 3, "text": "z…"})).await;
    server.call("setMyCommands", json!({"commands": [{"command": "a", "description": "b"}]})).await;
    server.call("deleteMessage", json!({"chat_id": ADA, "message_id": message_id})).await;
    server.sandbox.clear(BOT, ADA).unwrap();
    let mut seen = Vec::new();
    for _ in 0..7 {
        seen.push(serde_json::to_value(events.next().await.unwrap()).unwrap());
    }
    assert_eq!((&seen[0]["message"]["text"], &seen[1]["message"]["text"]), (&json!("x"), &json!("y")));
    let rest = json!([
        {"type": "action", "action": "typing"},
        {"type": "draft", "draft_id": 3, "text": "z…"},
        {"type": "commands", "commands": [{"command": "a", "description": "b"}]},
        {"type": "deleted", "message_id": message_id},
        {"type": "cleared"},
    ]);
    assert_eq!(json!(seen[2..]), rest);
}

#[tokio::test]
async fn history_survives_a_restart_and_a_torn_line() {
    let folder = tempfile::tempdir().unwrap();
    let settings = || SandboxSettings { data_dir: Some(folder.path().to_owned()), ..SandboxSettings::default() };
    let server = serve(settings()).await;
    server.call("setMyName", json!({"name": "Kept"})).await;
    let person = server.sandbox.add_person("Nia", None, None).unwrap().id;
    server.sandbox.send_text(BOT, person, "first").unwrap();
    server.poll(0, json!({})).await;
    let file = SentFile { file_name: "a.csv".to_owned(), bytes: "1,2".into(), ..SentFile::default() };
    server.sandbox.upload(BOT, person, file).unwrap();
    let keyboard = json!({"keyboard": [["A"]]});
    server.call("sendMessage", json!({"chat_id": person, "text": "keys", "reply_markup": keyboard})).await;
    let gone = server.call("sendMessage", json!({"chat_id": person, "text": "gone"})).await.1;
    let gone = json!({"chat_id": person, "message_id": gone["result"]["message_id"]});
    server.call("deleteMessage", gone).await;
    let (_, updates) = server.call("getUpdates", json!({})).await;
    let last_update: i64 = updates["result"][1]["update_id"].as_i64().unwrap();
    server.call("getUpdates", json!({"offset": last_update})).await;
    {
        // Written anew in between, as when it grew too large.
        let mut state = server.sandbox.lock();
        let everything = journal::everything(&state);
        state.journal.as_mut().unwrap().write_all(everything);
    }
    server.sandbox.block(BOT, person, true).unwrap();
    server.sandbox.block(BOT, person, false).unwrap();
    server.sandbox.close();

    let path = folder.path().join("history.jsonl");
    let torn = [std::fs::read(&path).unwrap(), b"{\"record\":\"mess".to_vec()].concat();
    std::fs::write(&path, torn).unwrap();
    let again = serve(settings()).await;
    let before = server.sandbox.history(BOT, person);
    let after = again.sandbox.history(BOT, person);
    assert_eq!(after, before);
    assert_eq!(after.iter().map(|message| message.words()).collect::<Vec<_>>(), ["first", "", "keys"]);
    let file_id = &after[1].document.as_ref().unwrap().file_id;
    assert_eq!(again.sandbox.file(file_id).unwrap(), "1,2");
    assert_eq!(again.sandbox.bots()[0].first_name, "Kept");
    assert_eq!(again.poll(last_update, json!({})).await, [0, 1, 2], "what was not fetched still waits");
    let next = again.sandbox.send_text(BOT, person, "next").unwrap();
    assert!(next.message_id > after[2].message_id + 1, "the number of a deleted message is not given again");
}

/// Everything that our own framework asks for can be read by it.
#[tokio::test]
async fn teloxide_reads_every_answer() {
    use teloxide::payloads::{AnswerCallbackQuerySetters as _, GetUpdatesSetters as _, SendMessageSetters as _};
    use teloxide::prelude::{Requester as _, UserId};
    use teloxide::types::{
        ChatId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMedia, InputMediaPhoto, MessageId,
        ParseMode, UpdateKind,
    };
    let server = serve(SandboxSettings::default()).await;
    let bot = teloxide::Bot::new("42:secret").set_api_url(server.url.parse().unwrap());
    assert_eq!(bot.get_me().await.unwrap().username(), "sandbox_42_bot");
    let message = server.sandbox.send_text(BOT, ADA, "/start").unwrap();
    let chat = ChatId(ADA);
    let buttons = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("a", "b")]]);
    let sent = bot.send_message(chat, "<b>x</b>").parse_mode(ParseMode::Html).reply_markup(buttons).await.unwrap();
    assert_eq!((sent.text(), sent.entities().map(<[_]>::len)), (Some("x"), Some(1)));
    bot.edit_message_text(chat, sent.id, "y").await.unwrap();
    let same = bot.edit_message_text(chat, sent.id, "y").await.unwrap_err();
    assert!(matches!(same, teloxide::RequestError::Api(teloxide::ApiError::MessageNotModified)), "{same:?}");
    let picture = || InputFile::memory(files::tests::png(300, 100)).file_name("p.png");
    let photo = bot.send_photo(chat, picture()).await.unwrap();
    assert_eq!(photo.photo().unwrap().last().unwrap().width, 300);
    let album =
        [InputMedia::Photo(InputMediaPhoto::new(picture())), InputMedia::Photo(InputMediaPhoto::new(picture()))];
    assert_eq!(bot.send_media_group(chat, album).await.unwrap().len(), 2);
    bot.pin_chat_message(chat, photo.id).await.unwrap();
    bot.get_chat(chat).await.unwrap();
    bot.get_chat_member(chat, UserId(7001)).await.unwrap();
    bot.get_webhook_info().await.unwrap();
    assert!(bot.get_chat_administrators(chat).await.is_err());
    let buttons = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("a", "b")]]);
    let asked = bot.send_message(chat, "?").reply_markup(buttons).await.unwrap();
    server.sandbox.press(BOT, ADA, i64::from(asked.id.0), "b").unwrap();
    server.sandbox.edit(BOT, ADA, message.message_id, "/help").unwrap();
    server.sandbox.block(BOT, ADA, true).unwrap();
    let blocked = bot.send_message(chat, "x").await.unwrap_err();
    assert!(matches!(blocked, teloxide::RequestError::Api(teloxide::ApiError::BotBlocked)), "{blocked:?}");
    server.sandbox.block(BOT, ADA, false).unwrap();
    server.sandbox.create_group(BOT, "Flat", &[ADA]).unwrap();
    let updates = bot.get_updates().timeout(0).await.unwrap();
    assert_eq!(updates.len(), 7);
    for update in &updates {
        assert!(!matches!(update.kind, UpdateKind::Error(_)), "{update:?}");
    }
    let UpdateKind::CallbackQuery(query) = &updates[1].kind else { panic!("{:?}", updates[1]) };
    bot.answer_callback_query(query.id.clone()).text("done").await.unwrap();
    let gone = bot.delete_message(chat, MessageId(5)).await.unwrap_err();
    assert!(matches!(gone, teloxide::RequestError::Api(teloxide::ApiError::MessageToDeleteNotFound)), "{gone:?}");
    server.sandbox.inject(Fault::once("SendMessage", FaultKind::TooManyRequests { retry_after_s: 7 }));
    let later = bot.send_message(chat, "x").await.unwrap_err();
    assert!(matches!(later, teloxide::RequestError::RetryAfter(seconds) if seconds.seconds() == 7), "{later:?}");
}

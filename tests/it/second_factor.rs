//! PIN and authenticator app in the chat: the real bot against the sandbox's server.

use chrono::{DateTime, Utc};
use farthing::tools::second_factor::code;
use serde_json::{Value, json};

use crate::chat::{ANA, BEN, BOT, Chat};

pub(crate) const PIN: &str = "2580";
const WRONG: &str = "2581";

/// Presses the digits on the latest keypad, then OK.
pub(crate) async fn enter(chat: &Chat, person: i64, digits: &str) -> String {
    let mut shown = String::new();
    for key in digits.chars().map(|digit| digit.to_string()).chain(["OK".to_owned()]) {
        shown = chat.press(person, &key).await;
    }
    shown
}

pub(crate) async fn set_pin(chat: &Chat, person: i64) {
    chat.say(person, "/security").await;
    chat.press(person, "Set a PIN").await;
    let again = enter(chat, person, PIN).await;
    assert!(again.contains("once more"), "{again}");
    let set = enter(chat, person, PIN).await;
    assert!(set.contains("Your PIN is set"), "{set}");
}

/// The latest keypad: its message and the data of its keys.
async fn keypad(chat: &Chat, person: i64) -> (i64, Vec<(String, String)>) {
    let messages = chat.server.messages(person).await;
    let keys = |message: &Value| -> Vec<(String, String)> {
        let rows = message["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
        let buttons = rows.iter().filter_map(Value::as_array).flatten().cloned().collect::<Vec<_>>();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        buttons.iter().map(|button| (text(&button["text"]), text(&button["callback_data"]))).collect()
    };
    let is_keypad = |message: &&Value| keys(message).iter().any(|(_, data)| data.starts_with("pin:"));
    let message = messages.iter().rev().find(is_keypad).expect("a keypad");
    (message["message_id"].as_i64().expect("an id"), keys(message))
}

/// Sends a press as any app can: with any message and any data.
async fn press_raw(chat: &Chat, person: i64, message: i64, data: &str) {
    let pressed = json!({"bot": BOT, "person": person, "message_id": message, "data": data});
    chat.server.post("/sandbox/press", &pressed).await;
    chat.count_update();
    chat.settled().await;
}

/// A press that the server would refuse, as the bot would see it: of a key that is gone, or another's.
async fn press_forged(chat: &Chat, update_id: i64, person: i64, message: i64, data: &str) {
    let chat_of = json!({"id": person, "type": "private", "first_name": "x"});
    let shown = json!({"message_id": message, "date": 1, "chat": chat_of, "text": "x"});
    let from = json!({"id": person, "is_bot": false, "first_name": "x"});
    let query = json!({"id": "1", "from": from, "chat_instance": "1", "message": shown, "data": data});
    let raw = json!({"update_id": update_id, "callback_query": query}).to_string();
    let outline = farthing::bot::event::Outline::of(&raw).expect("an update");
    let received = farthing::store::inbox::Received {
        update_id,
        chat_id: outline.chat_id,
        lane: outline.lane,
        raw,
        sealed_by: outline.keypad_of,
    };
    chat.farthing.app.store.receive(farthing::domain::BotId(BOT), &[received], bot_time()).await.unwrap();
    chat.count_update();
    chat.settled().await;
}

/// Nothing in any table, sent or kept, has these words.
async fn nowhere(chat: &Chat, words: &[&str]) {
    let tables =
        chat.farthing.value("select string_agg(tablename, ' ') from pg_tables where schemaname = 'public'").await;
    for table in tables.split(' ') {
        for word in words {
            let found = format!("select count(*) from {table} as t where t::text like '%{word}%'");
            assert_eq!(chat.farthing.value(&found).await, "0", "{word} in {table}");
        }
    }
}

pub(crate) fn told(shown: &str, expected: &str) {
    assert!(shown.contains(expected), "{expected:?} in {shown}");
}

/// The bot's time, which a story's clock sets.
pub(crate) fn bot_time() -> DateTime<Utc> {
    // The bot's noon was when it started, seconds ago: its steps are looked for around it.
    crate::chat::story_time()
}

/// A code that the bot takes now; the story's start is known to a few steps alone, so the secret's codes are tried.
pub(crate) async fn type_code(chat: &Chat, person: i64, secret: &[u8], from: i64) -> (String, i64) {
    for step in from..from + 4 {
        let answer = chat.say(person, &code::code(secret, step)).await;
        if !answer.contains("not right") && !answer.contains("not what the app") {
            return (answer, step);
        }
    }
    panic!("no code was taken");
}

/// The secret in the latest link.
pub(crate) async fn secret(chat: &Chat, person: i64) -> Vec<u8> {
    let messages = chat.server.messages(person).await;
    let words = messages.iter().rev().find_map(|message| {
        let words = message["caption"].as_str().or_else(|| message["text"].as_str())?;
        words.split_once("secret=").map(|(_, rest)| rest.split('&').next().unwrap_or_default().to_owned())
    });
    let letters = words.expect("a link");
    let bits: String = letters
        .bytes()
        .map(|letter| {
            let value = if letter.is_ascii_digit() { letter - b'2' + 26 } else { letter - b'A' };
            format!("{value:05b}")
        })
        .collect();
    bits.as_bytes()
        .chunks_exact(8)
        .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap())
        .collect()
}

#[tokio::test]
async fn a_pin_is_chosen_changed_and_removed() {
    let chat = Chat::start().await;
    chat.say(ANA, "/security").await;
    told(&chat.press(ANA, "Set a PIN").await, "Choose a PIN");
    told(&enter(&chat, ANA, "1234").await, "too easy");
    enter(&chat, ANA, PIN).await;
    told(&enter(&chat, ANA, WRONG).await, "two different");
    enter(&chat, ANA, PIN).await;
    told(&enter(&chat, ANA, PIN).await, "Your PIN is set");
    chat.say(ANA, "/security").await;
    told(&chat.press(ANA, "Change PIN").await, "Your PIN");
    told(&enter(&chat, ANA, PIN).await, "Choose a PIN");
    enter(&chat, ANA, "27182818".get(..7).unwrap()).await;
    told(&enter(&chat, ANA, "2718281").await, "Your PIN is set");
    chat.say(ANA, "/security").await;
    chat.press(ANA, "Remove PIN").await;
    told(&enter(&chat, ANA, PIN).await, "4 tries left");
    told(&enter(&chat, ANA, "2718281").await, "Removed");
    told(&chat.say(ANA, "/security").await, "No PIN is set");
    assert_eq!(chat.farthing.value("select count(*) from second_factor").await, "0");
    chat.finish().await;
}

#[tokio::test]
async fn a_pin_stands_nowhere() {
    let chat = Chat::start().await;
    // Digits that nothing else in a story holds.
    let pin = "90210347";
    chat.say(ANA, "/security").await;
    chat.press(ANA, "Set a PIN").await;
    let layouts = chat.farthing.value("select coalesce(string_agg(message::text, ''), '') from outbox").await;
    assert_eq!(layouts, "", "no keypad in the outbox");
    for _ in 0..2 {
        // Eight digits are all: no OK.
        for digit in pin.chars() {
            chat.press(ANA, &digit.to_string()).await;
        }
    }
    nowhere(&chat, &[pin, "argon2", "inline_keyboard"]).await;
    let messages = chat.server.messages(ANA).await;
    let words: Vec<&str> = messages.iter().filter_map(|message| message["text"].as_str()).collect();
    assert!(!words.iter().any(|text| text.contains(pin)), "{words:?}");
    let keys = messages.iter().any(|message| message["reply_markup"].to_string().contains("pin:"));
    assert!(!keys, "the keypad is edited away");
    assert_eq!(chat.farthing.value("select pin_hash is not null from second_factor").await, "true");
    chat.finish().await;
}

#[tokio::test]
async fn a_pressed_key_is_kept_without_its_keypad() {
    let chat = Chat::start().await;
    set_pin(&chat, ANA).await;
    chat.say(ANA, "/security").await;
    chat.press(ANA, "Change PIN").await;
    let (message, keys) = keypad(&chat, ANA).await;
    // No worker of this story handles a chat that somebody else's claim holds back.
    chat.farthing
        .execute(&format!(
            "insert into inbox (bot_id, update_id, chat_id, lane, raw, received_at, claimed_by)
             values ({BOT}, 1, {ANA}, 1, '{{}}', '2026-03-01', (select max(claimed_by) from inbox))"
        ))
        .await;
    let pressed = json!({"bot": BOT, "person": ANA, "message_id": message, "data": keys[0].1});
    chat.server.post("/sandbox/press", &pressed).await;
    let waits = "select coalesce(string_agg(raw, ''), '') from inbox where done_at is null and update_id > 1";
    let mut raw = String::new();
    for _ in 0..300 {
        raw = chat.farthing.value(waits).await;
        if !raw.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(raw.contains(&keys[0].1) && !raw.contains("inline_keyboard"), "{raw}");
    chat.farthing.execute("delete from inbox where update_id = 1").await;
    chat.count_update();
    chat.settled().await;
    chat.finish().await;
}

#[tokio::test]
async fn five_wrong_pins_lock_for_a_quarter_of_an_hour() {
    let chat = Chat::start().await;
    set_pin(&chat, ANA).await;
    chat.say(ANA, "/security").await;
    chat.press(ANA, "Remove PIN").await;
    for left in ["4 tries left", "3 tries left", "2 tries left", "1 try left"] {
        told(&enter(&chat, ANA, WRONG).await, left);
    }
    told(&enter(&chat, ANA, WRONG).await, "locked until");
    chat.say(ANA, "/security").await;
    told(&chat.press(ANA, "Remove PIN").await, "locked until");
    assert_eq!(
        chat.farthing.value("select locked_until > '2026-03-31 12:14+00' and locked_until < '2026-03-31 12:17+00' from second_factor").await,
        "true"
    );
    // A quarter of an hour later.
    chat.farthing.execute("update second_factor set locked_until = '2026-03-31 12:00+00'").await;
    chat.press(ANA, "Remove PIN").await;
    told(&enter(&chat, ANA, WRONG).await, "4 tries left");
    told(&enter(&chat, ANA, PIN).await, "Removed");
    chat.finish().await;
}

#[tokio::test]
async fn tries_at_the_same_time_are_counted_one_by_one() {
    let chat = Chat::start().await;
    set_pin(&chat, ANA).await;
    let store = &chat.farthing.app.store;
    let book = store.find_book(farthing::domain::TelegramUserId(ANA)).await.unwrap().unwrap();
    let now = bot_time();
    let tries = (0..20).map(|_| async {
        let mut book = store.book(book).await.unwrap();
        let factor = farthing::tools::second_factor::Factor::Pin;
        let allowed = book.begin_try(factor, 5, now + chrono::TimeDelta::minutes(15), now).await.unwrap();
        book.commit().await.unwrap();
        usize::from(allowed)
    });
    let allowed: usize = futures_util::future::join_all(tries).await.into_iter().sum();
    assert_eq!(allowed, 5);
    chat.finish().await;
}

#[tokio::test]
async fn a_newer_keypad_ends_the_older_and_nobody_presses_anothers() {
    let chat = Chat::start().await;
    set_pin(&chat, ANA).await;
    set_pin(&chat, BEN).await;
    chat.say(ANA, "/security").await;
    chat.press(ANA, "Remove PIN").await;
    let (old_message, old) = keypad(&chat, ANA).await;
    chat.press(ANA, "Change PIN").await;
    let (_, new) = keypad(&chat, ANA).await;
    assert_ne!(old, new);
    // A key of the old one, and one of Ana's from Ben's chat: neither counts anywhere.
    press_forged(&chat, 1_000_000_000, ANA, old_message, &old[0].1).await;
    let messages = chat.server.messages(ANA).await;
    let words = messages.iter().find(|known| known["message_id"] == old_message).unwrap()["text"].to_string();
    assert!(words.contains("This keypad is over"), "{words}");
    chat.say(BEN, "/security").await;
    chat.press(BEN, "Remove PIN").await;
    let (bens, _) = keypad(&chat, BEN).await;
    press_forged(&chat, 1_000_000_001, BEN, bens, &new[0].1).await;
    let messages = chat.server.messages(BEN).await;
    let words = messages.iter().find(|known| known["message_id"] == bens).unwrap()["text"].to_string();
    assert!(words.contains("This keypad is over"), "{words}");
    told(&enter(&chat, ANA, PIN).await, "Choose a PIN");
    assert_eq!(chat.farthing.value("select count(*) from second_factor where pin_hash is not null").await, "2");
    chat.finish().await;
}

#[tokio::test]
async fn ok_pressed_twice_is_one_try() {
    let chat = Chat::start().await;
    set_pin(&chat, ANA).await;
    chat.say(ANA, "/security").await;
    chat.press(ANA, "Remove PIN").await;
    for digit in WRONG.chars() {
        chat.press(ANA, &digit.to_string()).await;
    }
    let (message, keys) = keypad(&chat, ANA).await;
    let ok = keys.iter().find(|(label, _)| label == "OK").expect("OK").1.clone();
    press_raw(&chat, ANA, message, &ok).await;
    press_raw(&chat, ANA, message, &ok).await;
    assert_eq!(
        chat.farthing.value(&format!("select pin_tries from second_factor where book_id = book_of({ANA})")).await,
        "1"
    );
    chat.finish().await;
}

#[tokio::test]
async fn after_a_restart_the_pin_is_asked_for_again() {
    let mut chat = Chat::start().await;
    set_pin(&chat, ANA).await;
    chat.say(ANA, "/security").await;
    chat.press(ANA, "Remove PIN").await;
    chat.press(ANA, "2").await;
    chat.restart().await;
    told(&chat.press(ANA, "5").await, "enter it once more");
    told(&enter(&chat, ANA, PIN).await, "Removed");
    chat.finish().await;
}

#[tokio::test]
async fn several_processes_share_the_keypads() {
    let chat = Chat::start().await;
    // Each key goes to the process that showed the keypad, whoever gets the update.
    let (second, stop) = chat.second_bot().await;
    for _ in 0..4 {
        set_pin(&chat, ANA).await;
        chat.say(ANA, "/security").await;
        chat.press(ANA, "Remove PIN").await;
        told(&enter(&chat, ANA, WRONG).await, "4 tries left");
        told(&enter(&chat, ANA, PIN).await, "Removed");
    }
    stop.cancel();
    second.await.unwrap();
    chat.finish().await;
}

#[tokio::test]
async fn a_keypad_that_waited_too_long_is_over() {
    let chat = Chat::start().await;
    set_pin(&chat, ANA).await;
    chat.say(ANA, "/security").await;
    chat.press(ANA, "Remove PIN").await;
    chat.farthing.execute("update second_factor_prompt set expires_at = '2026-03-31 11:59+00'").await;
    told(&chat.press(ANA, "2").await, "This keypad is over");
    assert_eq!(chat.farthing.value("select count(*) from second_factor").await, "1");
    chat.finish().await;
}

#[tokio::test]
async fn an_app_is_set_up_used_and_its_codes_count_once() {
    let chat = Chat::start().await;
    set_pin(&chat, ANA).await;
    chat.say(ANA, "/security").await;
    chat.press(ANA, "Set up an authenticator app").await;
    told(&enter(&chat, ANA, PIN).await, "otpauth://totp/farthing:");
    let secret = secret(&chat, ANA).await;
    assert_eq!(secret.len(), 20);
    told(&chat.say(ANA, "000000").await, "not what the app should show");
    let (shown, step) = type_code(&chat, ANA, &secret, code::step_at(bot_time()) - 1).await;
    told(&shown, "is set up");
    told(&shown, "Recovery codes");
    let codes: Vec<String> =
        shown.lines().map(str::trim).filter(|line| line.len() == 11 && line.contains('-')).map(str::to_owned).collect();
    assert_eq!(codes.len(), 10, "{shown}");
    assert_eq!(chat.farthing.value("select count(*) from recovery_code").await, "10");

    // The same code again is not taken, the next step's is.
    chat.say(ANA, "/security").await;
    chat.press(ANA, "New recovery codes").await;
    told(&enter(&chat, ANA, PIN).await, "Now type the six digits");
    told(&chat.say(ANA, &code::code(&secret, step)).await, "4 tries left");
    told(&chat.say(ANA, &codes[0].to_lowercase()).await, "Recovery codes");
    let new = chat.farthing.value("select count(*) from recovery_code where used_at is null").await;
    assert_eq!(new, "10");
    // The old ones are gone with it, and a new one opens once.
    let messages = chat.server.messages(ANA).await;
    let latest = messages
        .iter()
        .rev()
        .find_map(|message| message["text"].as_str().filter(|text| text.contains("Recovery codes")));
    let new_code = latest.unwrap().lines().last().unwrap().to_owned();
    chat.say(ANA, "/security").await;
    chat.press(ANA, "Remove the app").await;
    enter(&chat, ANA, PIN).await;
    told(&chat.say(ANA, &codes[1]).await, "4 tries left");
    told(&chat.say(ANA, &new_code).await, "Removed");

    let typed = [code::code(&secret, step), codes[0].replace('-', ""), new_code];
    let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
    let mut words = vec!["otpauth", "secret="];
    words.extend(typed.iter().skip(1));
    nowhere(&chat, &words).await;
    let said = chat.server.messages(ANA).await;
    let own: Vec<&str> = said
        .iter()
        .filter(|message| message["from"]["is_bot"] == false)
        .filter_map(|message| message["text"].as_str())
        .collect();
    assert!(own.iter().all(|text| text.starts_with('/')), "codes leave the chat: {own:?}");
    assert!(
        !said.iter().any(|message| message["caption"].as_str().is_some_and(|text| text.contains("otpauth"))),
        "the picture too"
    );
    chat.finish().await;
}

#[tokio::test]
async fn five_wrong_codes_lock_as_well_and_a_right_pin_does_not_help() {
    let chat = Chat::start().await;
    set_pin(&chat, ANA).await;
    chat.say(ANA, "/security").await;
    chat.press(ANA, "Set up an authenticator app").await;
    enter(&chat, ANA, PIN).await;
    let secret = secret(&chat, ANA).await;
    type_code(&chat, ANA, &secret, code::step_at(bot_time()) - 1).await;
    chat.say(ANA, "/security").await;
    chat.press(ANA, "Remove PIN").await;
    enter(&chat, ANA, PIN).await;
    for left in ["4 tries left", "3 tries left"] {
        told(&chat.say(ANA, "AAAAA-AAAAA").await, left);
    }
    // Begun anew with the right PIN: the codes' tries go on.
    chat.say(ANA, "/security").await;
    chat.press(ANA, "Remove PIN").await;
    enter(&chat, ANA, PIN).await;
    told(&chat.say(ANA, "AAAAA-AAAAA").await, "2 tries left");
    told(&chat.say(ANA, "AAAAA-AAAAA").await, "1 try left");
    told(&chat.say(ANA, "AAAAA-AAAAA").await, "locked until");
    assert_eq!(chat.farthing.value("select code_secret is not null from second_factor").await, "true");
    chat.finish().await;
}

#[tokio::test]
async fn amounts_and_the_session_are_set_behind_the_pin() {
    let chat = Chat::start().await;
    told(&chat.say(ANA, "/security pin 50").await, "Set a PIN first");
    set_pin(&chat, ANA).await;
    told(&chat.say(ANA, "/security pin lots").await, "/security pin 50");
    chat.say(ANA, "/security pin 50").await;
    told(&enter(&chat, ANA, PIN).await, "above 50");
    chat.say(ANA, "/security").await;
    chat.press(ANA, "Ask once in 15 minutes").await;
    told(&enter(&chat, ANA, PIN).await, "don't ask for 15 minutes");
    chat.press(ANA, "Change PIN").await;
    told(&enter(&chat, ANA, PIN).await, "Choose a PIN");
    told(&chat.press(ANA, "Cancel").await, "Cancelled");
    let kept = "select pin_above || ' ' || keeps_session || ' ' || (session_until is not null) from second_factor";
    assert_eq!(chat.farthing.value(kept).await, "50 true true");
    chat.finish().await;
}

/// Puts pounds into a wallet.
pub(crate) async fn fund(chat: &Chat, person: i64, pounds: &str) {
    let line = json!({
        "key": format!("fund {person}"), "kind": "transfer", "from": "system:funding", "to": format!("user:{person}"),
        "amount": pounds, "currency": "GBP",
    });
    let request = farthing::tools::ledger::Request::read(line.to_string().as_bytes());
    let store = &chat.farthing.app.store;
    let replies =
        farthing::tools::ledger::answer(&mut store.ledger_session(), bot_time(), vec![request]).await.unwrap();
    assert_eq!(replies[0].result.word(), "ok");
}

pub(crate) async fn sent_to(chat: &Chat, person: i64) -> String {
    let owner = format!("user:{person}");
    let sum = format!("select coalesce(sum(balance), 0) from ledger_account where owner = '{owner}'");
    chat.farthing.value(&sum).await
}

/// The farthing id in what `/me` shows.
pub(crate) async fn farthing_id(chat: &Chat, person: i64) -> String {
    chat.say(person, "/me").await;
    let id = format!("select farthing_id from telegram_identity where telegram_user_id = {person}");
    chat.farthing.value(&id).await
}

#[tokio::test]
async fn a_payment_waits_for_the_pin_and_is_sent_once() {
    let chat = Chat::start().await;
    chat.say(BEN, "/balance").await;
    let ana = farthing_id(&chat, ANA).await;
    fund(&chat, BEN, "500").await;
    set_pin(&chat, BEN).await;

    // Somebody new.
    told(&chat.say(BEN, &format!("/send 20 {ana} for lunch")).await, "Send £20.00 to");
    told(&chat.press(BEN, "✅ Confirm").await, "Your PIN");
    assert_eq!(sent_to(&chat, ANA).await, "0");
    told(&enter(&chat, BEN, WRONG).await, "4 tries left");
    told(&enter(&chat, BEN, PIN).await, "Sent £20.00 to");
    assert_eq!(sent_to(&chat, ANA).await, "20.00");
    told(&chat.press(BEN, "✅ Confirm").await, "only once");
    assert_eq!(sent_to(&chat, ANA).await, "20.00");

    // Known by now: a press is enough, but not for a large amount.
    chat.say(BEN, &format!("/send 5 {ana}")).await;
    told(&chat.press(BEN, "✅ Confirm").await, "Sent £5.00 to");
    chat.say(BEN, &format!("/send 150 {ana}")).await;
    told(&chat.press(BEN, "✅ Confirm").await, "Your PIN");
    told(&chat.press(BEN, "Cancel").await, "Nothing was");
    assert_eq!(sent_to(&chat, ANA).await, "25.00");

    // A limit is as safe as what it guards.
    told(&chat.say(BEN, "/limits day 300").await, "Your PIN");
    told(&enter(&chat, BEN, PIN).await, "In a day: £300.00");
    chat.finish().await;
}

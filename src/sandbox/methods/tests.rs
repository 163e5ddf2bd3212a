use serde_json::{Map, Value, json};

use super::super::arguments::Attached;
use super::super::files::tests::png;
use super::super::{SandboxSettings, SentFile, clock};
use super::*;

const BOT: i64 = 42;
const ADA: i64 = 7001;
/// Has written to nobody.
const JONAS: i64 = 7002;

fn sandbox(flood_control: bool) -> Sandbox {
    let sandbox = Sandbox::new(SandboxSettings { flood_control, ..SandboxSettings::default() }).unwrap();
    sandbox.authorise("42:secret").unwrap();
    sandbox.send_text(BOT, ADA, "/start").unwrap();
    sandbox
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        other => panic!("not an object: {other}"),
    }
}

fn call_with(sandbox: &Sandbox, method: &str, arguments: &Arguments) -> Result<Value, String> {
    let mut state = sandbox.lock();
    let now_ms = clock::now_ms();
    let answer = super::call(method, &mut Request { sandbox, state: &mut state, bot: BOT, arguments, now_ms });
    answer.map(|result| serde_json::from_str(&result).unwrap()).map_err(|error| error.to_string())
}

/// Calls a method with these arguments; the error has its code in front.
fn call(sandbox: &Sandbox, method: &str, arguments: Value) -> Result<Value, String> {
    call_with(sandbox, method, &Arguments::from_object(object(arguments)))
}

fn attached(name: &str, file_name: &str, bytes: axum::body::Bytes, arguments: Value) -> Arguments {
    let mut arguments = Arguments::from_object(object(arguments));
    let file = Attached { file_name: file_name.to_owned(), content_type: None, bytes };
    arguments.files.insert(name.to_owned(), file);
    arguments
}

#[track_caller]
fn check_error(sandbox: &Sandbox, method: &str, arguments: Value, error: &str) {
    let shown = format!("{method} {arguments}");
    assert_eq!(call(sandbox, method, arguments).unwrap_err(), error, "{shown}");
}

/// Sends a message with a button and returns its number.
fn sent(sandbox: &Sandbox, text: &str) -> i64 {
    let reply_markup = json!({"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]});
    let message =
        call(sandbox, "sendMessage", json!({"chat_id": ADA, "text": text, "reply_markup": reply_markup})).unwrap();
    message["message_id"].as_i64().unwrap()
}

#[test]
fn what_sending_refuses() {
    let sandbox = sandbox(false);
    for (arguments, error) in [
        (json!({"chat_id": 0}), "400: Bad Request: message text is empty"),
        (json!({"chat_id": ADA, "text": ""}), "400: Bad Request: message text is empty"),
        (json!({"chat_id": ADA, "text": "   "}), "400: Bad Request: text must be non-empty"),
        (json!({"text": "x"}), "400: Bad Request: chat_id is empty"),
        (json!({"chat_id": 1, "text": "x"}), "400: Bad Request: chat not found"),
        (json!({"chat_id": "@nobody", "text": "x"}), "400: Bad Request: chat not found"),
        (json!({"chat_id": ADA, "text": "😀".repeat(2049)}), "400: Bad Request: message is too long"),
        (json!({"chat_id": ADA, "text": "x", "parse_mode": "bad"}), "400: Bad Request: unsupported parse_mode"),
        (
            json!({"chat_id": ADA, "text": "<b>x", "parse_mode": "HTML"}),
            "400: Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            json!({"chat_id": ADA, "text": "x", "entities": [{"type": "bold", "offset": 100, "length": 1}]}),
            "400: Bad Request: entity begins after the end of the text at UTF-16 offset 100",
        ),
        (
            json!({"chat_id": ADA, "text": "x", "reply_parameters": {"message_id": 5}}),
            "400: Bad Request: message to be replied not found",
        ),
        (
            json!({"chat_id": ADA, "text": "x", "reply_parameters": {"quote": "x"}}),
            "400: Bad Request: can't find field \"message_id\"",
        ),
        (json!({"chat_id": JONAS, "text": "x"}), "403: Forbidden: bot can't initiate conversation with a user"),
    ] {
        check_error(&sandbox, "sendMessage", arguments, error);
    }
    sandbox.block(BOT, ADA, true).unwrap();
    let arguments = json!({"chat_id": ADA, "text": "x"});
    check_error(&sandbox, "sendMessage", arguments.clone(), "403: Forbidden: bot was blocked by the user");
    sandbox.block(BOT, ADA, false).unwrap();
    assert!(call(&sandbox, "sendMessage", arguments).is_ok());
    check_error(&sandbox, "sendSticker", json!({}), "404: Not Found");
    let action = json!({"chat_id": ADA, "action": "dancing"});
    check_error(&sandbox, "sendChatAction", action, "400: Bad Request: wrong parameter action in request");
}

#[test]
fn a_message_as_it_is_sent() {
    let sandbox = sandbox(false);
    let first = sandbox.history(BOT, ADA)[0].message_id;
    let reply = call(
        &sandbox,
        "SENDMESSAGE",
        json!({"chat_id": ADA.to_string(), "text": "😀 <b>x</b> /help", "parse_mode": "html",
               "reply_parameters": json!({"message_id": first}).to_string(),
               "reply_markup": {"keyboard": [["A"]], "one_time_keyboard": true}}),
    )
    .unwrap();
    assert_eq!(reply["message_id"], first + 1);
    assert_eq!(reply["text"], "😀 x /help");
    let entities =
        json!([{"type": "bold", "offset": 3, "length": 1}, {"type": "bot_command", "offset": 5, "length": 5}]);
    assert_eq!(reply["entities"], entities);
    assert_eq!(reply["reply_to_message"]["text"], "/start");
    assert_eq!(reply.get("reply_markup"), None, "bots do not see reply keyboards");
    let seen = serde_json::to_value(super::super::ForPerson(sandbox.history(BOT, ADA)[1].clone())).unwrap();
    assert_eq!(seen["reply_markup"], json!({"keyboard": [[{"text": "A"}]], "one_time_keyboard": true}));
    let at_the_limit = json!({"chat_id": ADA, "text": format!("<i>{}</i>", "x".repeat(4096)), "parse_mode": "HTML"});
    assert!(call(&sandbox, "sendMessage", at_the_limit).is_ok());
    let optional = json!({"message_id": 5, "allow_sending_without_reply": true});
    assert!(call(&sandbox, "sendMessage", json!({"chat_id": ADA, "text": "x", "reply_parameters": optional})).is_ok());
}

#[test]
fn edits() {
    let sandbox = sandbox(false);
    let own = sent(&sandbox, "old");
    let theirs = sandbox.history(BOT, ADA)[0].message_id;
    let keyboard = json!({"force_reply": true});
    let with_keyboard = call(&sandbox, "sendMessage", json!({"chat_id": ADA, "text": "x", "reply_markup": keyboard}));
    let with_keyboard = with_keyboard.unwrap()["message_id"].clone();
    let buttons = json!({"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]});
    let same = format!("400: Bad Request: {}", {
        "message is not modified: specified new message content and reply markup are exactly the same as a current \
         content and reply markup of the message"
    });
    for (arguments, error) in [
        (json!({"message_id": 5, "text": "x"}), "400: Bad Request: message to edit not found"),
        (json!({"text": "x"}), "400: Bad Request: message identifier is not specified"),
        (json!({"message_id": theirs, "text": "x"}), "400: Bad Request: message can't be edited"),
        (json!({"message_id": with_keyboard, "text": "y"}), "400: Bad Request: message can't be edited"),
        (json!({"message_id": own, "text": "old", "reply_markup": buttons}), same.as_str()),
        (json!({"message_id": own}), "400: Bad Request: message text is empty"),
        (json!({"message_id": own, "text": "x".repeat(4097)}), "400: Bad Request: message is too long"),
    ] {
        let mut arguments = object(arguments);
        arguments.insert("chat_id".to_owned(), ADA.into());
        check_error(&sandbox, "editMessageText", Value::Object(arguments), error);
    }
    let own = json!({"chat_id": ADA, "message_id": own});
    let with = |name: &str, value: Value| {
        let mut arguments = object(own.clone());
        arguments.insert(name.to_owned(), value);
        Value::Object(arguments)
    };
    let no_caption = "400: Bad Request: there is no caption in the message to edit";
    check_error(&sandbox, "editMessageCaption", with("caption", json!("x")), no_caption);
    let edited = call(&sandbox, "editMessageText", with("text", json!("new"))).unwrap();
    assert!(edited["text"] == "new" && edited["edit_date"].is_i64() && edited.get("reply_markup").is_none());
    check_error(&sandbox, "editMessageReplyMarkup", own.clone(), &same);
    let marked = call(&sandbox, "editMessageReplyMarkup", with("reply_markup", buttons.clone())).unwrap();
    assert_eq!(marked["reply_markup"], buttons);
    assert_eq!(call(&sandbox, "deleteMessage", own.clone()), Ok(json!(true)));
    check_error(&sandbox, "deleteMessage", own, "400: Bad Request: message to delete not found");
}

#[test]
fn files_both_ways() {
    let sandbox = sandbox(false);
    let photo = attached("photo", "p.png", png(400, 200), json!({"chat_id": ADA, "caption": "x".repeat(1024)}));
    let photo = call_with(&sandbox, "sendPhoto", &photo).unwrap();
    let message_id = photo["message_id"].clone();
    let largest = photo["photo"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&largest["width"], &largest["height"]), (&json!(400), &json!(200)));
    let no_text = "400: Bad Request: there is no text in the message to edit";
    check_error(&sandbox, "editMessageText", json!({"chat_id": ADA, "message_id": message_id, "text": "x"}), no_text);
    let again = call(&sandbox, "sendPhoto", json!({"chat_id": ADA, "photo": largest["file_id"]})).unwrap();
    assert_eq!(again["photo"], photo["photo"]);
    for (method, arguments, error) in [
        ("sendPhoto", json!({}), "there is no photo in the request"),
        ("sendDocument", json!({"document": "attach://x"}), "there is no document in the request"),
        ("sendDocument", json!({"document": "zzz"}), "wrong file identifier/HTTP URL specified"),
        ("sendDocument", json!({"document": "ftp://example.org/x"}), "wrong HTTP URL specified"),
        ("sendDocument", json!({"document": "https://example.org/x.pdf"}), "failed to get HTTP URL content"),
        ("sendDocument", json!({"document": largest["file_id"]}), "can't use file of type Photo as Document"),
        ("sendPhoto", json!({"photo": "x", "caption": "x".repeat(1025)}), "message caption is too long"),
        ("getFile", json!({"file_id": "zzz"}), "invalid file_id"),
    ] {
        let mut arguments = object(arguments);
        arguments.insert("chat_id".to_owned(), ADA.into());
        check_error(&sandbox, method, Value::Object(arguments), &format!("400: Bad Request: {error}"));
    }
    let no_picture = attached("photo", "p.png", b"%PDF".as_slice().into(), json!({"chat_id": ADA}));
    let refused = call_with(&sandbox, "sendPhoto", &no_picture).unwrap_err();
    assert_eq!(refused, "400: Bad Request: IMAGE_PROCESS_FAILED");
    let huge = attached("document", "a.bin", vec![1; 50 * 1024 * 1024 + 1].into(), json!({"chat_id": ADA}));
    assert_eq!(call_with(&sandbox, "sendDocument", &huge).unwrap_err(), "413: Request Entity Too Large");
    let upload = |bytes: usize| {
        let file = SentFile { file_name: "a.pdf".to_owned(), bytes: vec![1; bytes].into(), ..SentFile::default() };
        sandbox.upload(BOT, ADA, file).unwrap().document.clone().unwrap()
    };
    let kept = upload(20 * 1024 * 1024);
    let file = call(&sandbox, "getFile", json!({"file_id": kept.file_id})).unwrap();
    assert_eq!((&file["file_size"], kept.mime_type.as_str()), (&json!(20 * 1024 * 1024), "application/pdf"));
    assert!(sandbox.lock().files.by_path(file["file_path"].as_str().unwrap()).is_some());
    let big = upload(20 * 1024 * 1024 + 1);
    check_error(&sandbox, "getFile", json!({"file_id": big.file_id}), "400: Bad Request: file is too big");
}

#[test]
fn albums_and_changed_media() {
    let sandbox = sandbox(false);
    let item =
        |kind: &str, media: &str| json!({"type": kind, "media": media, "caption": "*c*", "parse_mode": "Markdown"});
    let group =
        |media: Value| attached("one", "1.png", png(10, 10), json!({"chat_id": ADA, "media": media.to_string()}));
    let sent = call_with(
        &sandbox,
        "sendMediaGroup",
        &group(json!([item("photo", "attach://one"), item("photo", "attach://one")])),
    );
    let sent = sent.unwrap();
    assert_eq!(sent[0]["media_group_id"], sent[1]["media_group_id"]);
    assert_eq!(sent[0]["caption_entities"], json!([{"type": "bold", "offset": 0, "length": 1}]));
    let mixed = group(json!([item("photo", "attach://one"), item("document", "attach://one")]));
    let refused = call_with(&sandbox, "sendMediaGroup", &mixed).unwrap_err();
    assert_eq!(refused, "400: Bad Request: document can't be mixed with other media types");
    let new = json!({"chat_id": ADA, "message_id": sent[0]["message_id"], "media": item("document", "attach://two")});
    let changed =
        call_with(&sandbox, "editMessageMedia", &attached("two", "2.csv", b"1".as_slice().into(), new)).unwrap();
    assert!(changed.get("photo").is_none() && changed["document"]["file_name"] == "2.csv");
}

#[test]
fn buttons() {
    let sandbox = sandbox(false);
    let message_id = sent(&sandbox, "x");
    let answer = |id: &str| call(&sandbox, "answerCallbackQuery", json!({"callback_query_id": id, "text": "t"}));
    let query = sandbox.press(BOT, ADA, message_id, "b").unwrap();
    let invalid = "400: Bad Request: query is too old and response timeout expired or query ID is invalid";
    assert_eq!((answer(&query), answer("5").unwrap_err().as_str()), (Ok(json!(true)), invalid));
    let later = clock::now_ms() + 16 * 60 * 1000;
    assert!(sandbox.lock().bots[&BOT].pressed(&query, later).is_none());
    let refused = sandbox.press(BOT, ADA, message_id, "c").unwrap_err();
    assert_eq!(refused, super::super::PersonError::UnknownButton);
}

#[test]
fn flood_control_holds_where_it_is_on() {
    for (flood_control, expected) in [(false, Ok(())), (true, Err("429: Too Many Requests: retry after 1".to_owned()))]
    {
        let sandbox = sandbox(flood_control);
        let send = || call(&sandbox, "sendMessage", json!({"chat_id": ADA, "text": "x"})).map(|_| ());
        for _ in 0..3 {
            assert_eq!(send(), Ok(()));
        }
        assert_eq!(send(), expected);
    }
}

#[test]
fn menus_and_labels() {
    let sandbox = sandbox(false);
    let commands = |name: &str| json!([{"command": name, "description": "d"}]);
    for (commands, scope, language) in [
        (commands("all"), json!(null), ""),
        (commands("private"), json!({"type": "all_private_chats"}), ""),
        (commands("privat"), json!({"type": "all_private_chats"}), "de"),
        (commands("hers"), json!({"type": "chat", "chat_id": ADA.to_string()}), ""),
    ] {
        let arguments = json!({"commands": commands, "scope": scope, "language_code": language});
        assert_eq!(call(&sandbox, "setMyCommands", arguments), Ok(json!(true)));
    }
    let menu = |person: i64| sandbox.menu(BOT, person).into_iter().map(|command| command.command).collect::<Vec<_>>();
    assert_eq!(
        (menu(ADA), menu(JONAS), menu(7003)),
        (vec!["hers".into()], vec!["privat".into()], vec!["private".into()])
    );
    assert_eq!(call(&sandbox, "deleteMyCommands", json!({"scope": {"type": "chat", "chat_id": ADA}})), Ok(json!(true)));
    assert_eq!(menu(ADA), ["private"]);
    assert_eq!(call(&sandbox, "getMyCommands", json!({})), Ok(commands("all")));
    check_error(
        &sandbox,
        "setMyCommands",
        json!({"commands": commands("Bad")}),
        "400: Bad Request: BOT_COMMAND_INVALID",
    );
    let scope = json!({"commands": [], "scope": {"type": "chat", "chat_id": 5}});
    check_error(&sandbox, "setMyCommands", scope, "400: Bad Request: chat not found");
    call(&sandbox, "setMyName", json!({"name": "Farthing"})).unwrap();
    call(&sandbox, "setMyDescription", json!({"description": "en"})).unwrap();
    call(&sandbox, "setMyDescription", json!({"description": "dt", "language_code": "de"})).unwrap();
    let description = |language: &str| call(&sandbox, "getMyDescription", json!({"language_code": language})).unwrap();
    assert_eq!((description("de"), description("fr")), (json!({"description": "dt"}), json!({"description": "en"})));
    assert_eq!(call(&sandbox, "getMe", json!({})).unwrap()["first_name"], "Farthing");
}

#[test]
fn a_group_and_what_the_bot_hears_there() {
    let sandbox = sandbox(false);
    let group = sandbox.create_group(BOT, "Flat", &[ADA, JONAS]).unwrap();
    assert!(group < 0);
    let heard = || sandbox.lock().bots[&BOT].queue.len();
    let before = heard();
    let mut own = 0;
    for (text, hears) in [("hello", false), ("/start", true), ("/start@other_bot", false), ("hi @sandbox_42_bot", true)]
    {
        let so_far = heard();
        own = sandbox.send_text_in_group(BOT, group, JONAS, text, None).unwrap().message_id;
        assert_eq!(heard() > so_far, hears, "{text}");
    }
    assert_eq!(heard(), before + 2);
    assert!(sandbox.send_text_in_group(BOT, group, 7003, "not a member", None).is_err());
    let status = |user: i64| call(&sandbox, "getChatMember", json!({"chat_id": group, "user_id": user})).unwrap();
    assert_eq!((&status(JONAS)["status"], &status(7003)["status"]), (&json!("member"), &json!("left")));
    let reply = json!({"chat_id": group, "text": "not here", "reply_parameters": {"message_id": own}});
    assert_eq!(call(&sandbox, "sendMessage", reply.clone()).unwrap()["chat"]["title"], "Flat");
    assert_eq!(call(&sandbox, "leaveChat", json!({"chat_id": group})), Ok(json!(true)));
    check_error(&sandbox, "sendMessage", reply, "403: Forbidden: bot was kicked from the group chat");
}

/// What waits for the bot, newest last.
fn updates(sandbox: &Sandbox, kind: &str) -> Vec<Value> {
    let state = sandbox.lock();
    let queue = &state.bots.get(&BOT).unwrap().queue;
    let all = queue.all().map(|(_, waiting)| serde_json::from_str::<Value>(&waiting.json).unwrap());
    all.filter_map(|update| update.get(kind).cloned()).collect()
}

fn invoice(currency: &str, amount: i64) -> Value {
    let provider_token = if currency == "XTR" { "" } else { "1:TEST:x" };
    json!({
        "chat_id": ADA, "title": "Top-up", "description": "Into your wallet", "payload": "top-up 1", "currency": currency,
        "provider_token": provider_token, "prices": [{"label": "Top-up", "amount": amount}],
    })
}

fn sent_invoice(sandbox: &Sandbox, currency: &str, amount: i64) -> i64 {
    let message = call(sandbox, "sendInvoice", invoice(currency, amount)).unwrap();
    assert_eq!(message["invoice"]["total_amount"], amount);
    assert!(!message.to_string().contains("top-up 1"), "nobody sees the payload: {message}");
    message["message_id"].as_i64().unwrap()
}

#[test]
fn an_invoice_is_paid_once_when_the_bot_agrees() {
    let sandbox = sandbox(false);
    let message_id = sent_invoice(&sandbox, "GBP", 1050);
    let query = sandbox.pay(BOT, ADA, message_id).unwrap();
    assert!(sandbox.pay(BOT, ADA, message_id).is_err(), "it is being paid");
    let asked = updates(&sandbox, "pre_checkout_query").pop().unwrap();
    assert_eq!((&asked["id"], &asked["invoice_payload"]), (&json!(query), &json!("top-up 1")));
    assert_eq!(
        (&asked["currency"], &asked["total_amount"], &asked["from"]["id"]),
        (&json!("GBP"), &json!(1050), &json!(ADA))
    );
    let agrees = json!({"pre_checkout_query_id": query, "ok": true});
    call(&sandbox, "answerPreCheckoutQuery", agrees.clone()).unwrap();
    let paid = updates(&sandbox, "message").pop().unwrap()["successful_payment"].clone();
    assert_eq!((&paid["invoice_payload"], &paid["total_amount"]), (&json!("top-up 1"), &json!(1050)));
    assert!(paid["telegram_payment_charge_id"].is_string() && paid["provider_payment_charge_id"].is_string());
    let too_old = "400: Bad Request: query is too old and response timeout expired or query ID is invalid";
    check_error(&sandbox, "answerPreCheckoutQuery", agrees, too_old);
    assert!(sandbox.pay(BOT, ADA, message_id).is_err(), "it is paid");
    assert!(sandbox.pay(BOT, JONAS, message_id).is_err(), "it is in another chat");
}

#[test]
fn a_refused_invoice_can_be_paid_again() {
    let sandbox = sandbox(false);
    let message_id = sent_invoice(&sandbox, "GBP", 1050);
    let query = sandbox.pay(BOT, ADA, message_id).unwrap();
    let refuses = |words: &str| json!({"pre_checkout_query_id": query, "ok": false, "error_message": words});
    check_error(&sandbox, "answerPreCheckoutQuery", refuses(""), "400: Bad Request: error message is empty");
    call(&sandbox, "answerPreCheckoutQuery", refuses("Over your limit.")).unwrap();
    assert!(updates(&sandbox, "message").iter().all(|message| message.get("successful_payment").is_none()));
    sandbox.pay(BOT, ADA, message_id).unwrap();
}

#[tokio::test]
async fn a_checkout_without_an_answer_in_time_fails() {
    let sandbox = sandbox(false);
    let message_id = sent_invoice(&sandbox, "GBP", 1050);
    let mut events = sandbox.subscribe(BOT, ADA).unwrap();
    let query = sandbox.pay(BOT, ADA, message_id).unwrap();
    let event = serde_json::to_value(events.next().await.unwrap()).unwrap();
    assert_eq!(event["type"], "payment");
    assert!(event["failed"].as_str().unwrap().contains("did not answer"), "{event}");
    let late = json!({"pre_checkout_query_id": query, "ok": true});
    assert!(call(&sandbox, "answerPreCheckoutQuery", late).is_err());
    assert!(updates(&sandbox, "message").iter().all(|message| message.get("successful_payment").is_none()));
}

#[test]
fn stars_are_given_back_once() {
    let sandbox = sandbox(false);
    let message_id = sent_invoice(&sandbox, "XTR", 50);
    let query = sandbox.pay(BOT, ADA, message_id).unwrap();
    call(&sandbox, "answerPreCheckoutQuery", json!({"pre_checkout_query_id": query, "ok": true})).unwrap();
    let paid = updates(&sandbox, "message").pop().unwrap()["successful_payment"].clone();
    let transactions = call(&sandbox, "getStarTransactions", json!({})).unwrap();
    assert_eq!(transactions["transactions"][0]["id"], paid["telegram_payment_charge_id"]);
    assert_eq!(transactions["transactions"][0]["amount"], 50);
    let refund = |user: i64| json!({"user_id": user, "telegram_payment_charge_id": paid["telegram_payment_charge_id"]});
    check_error(&sandbox, "refundStarPayment", refund(JONAS), "400: Bad Request: CHARGE_NOT_FOUND");
    call(&sandbox, "refundStarPayment", refund(ADA)).unwrap();
    check_error(&sandbox, "refundStarPayment", refund(ADA), "400: Bad Request: CHARGE_ALREADY_REFUNDED");
    let refunded = updates(&sandbox, "message").pop().unwrap()["refunded_payment"].clone();
    assert_eq!((&refunded["total_amount"], &refunded["invoice_payload"]), (&json!(50), &json!("top-up 1")));
}

#[test]
fn wrong_invoices_are_refused() {
    let sandbox = sandbox(false);
    let check = |field: &str, value: Value, error: &str| {
        let mut arguments = object(invoice("GBP", 1000));
        arguments.insert(field.to_owned(), value);
        check_error(&sandbox, "sendInvoice", Value::Object(arguments), &format!("400: Bad Request: {error}"));
    };
    check("title", json!(""), "INVOICE_TITLE_INVALID");
    check("title", json!("x".repeat(33)), "INVOICE_TITLE_INVALID");
    check("description", json!(""), "INVOICE_DESCRIPTION_INVALID");
    check("payload", json!("x".repeat(129)), "INVOICE_PAYLOAD_INVALID");
    check("currency", json!("pounds"), "CURRENCY_INVALID");
    check("provider_token", json!(""), "PAYMENT_PROVIDER_INVALID");
    check("currency", json!("XTR"), "PAYMENT_PROVIDER_INVALID");
    check("prices", json!([{"label": "x", "amount": 0}]), "CURRENCY_TOTAL_AMOUNT_INVALID");
    check("prices", json!([{"label": "x"}]), "can't parse prices JSON object");
    let markup = json!({"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]});
    check("reply_markup", markup, "REPLY_MARKUP_BUY_EMPTY");
    let own = json!({"inline_keyboard": [[{"text": "Pay now", "pay": true}], [{"text": "a", "callback_data": "b"}]]});
    let mut arguments = object(invoice("GBP", 1000));
    arguments.insert("reply_markup".to_owned(), own);
    let message = call(&sandbox, "sendInvoice", Value::Object(arguments)).unwrap();
    assert_eq!(message["reply_markup"]["inline_keyboard"][0][0]["text"], "Pay now");
}

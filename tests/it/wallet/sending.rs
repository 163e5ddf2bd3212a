//! Sending: from words to both people's rows.

use std::sync::Arc;

use chrono::TimeDelta;
use farthing::bot::event::Event;
use farthing::bot::handlers::{Gate, handle};
use farthing::bot::turn::{Beginning, Turn};
use farthing::domain::{ChatId, TelegramUserId};
use farthing::store::inbox::Claim;
use serde_json::json;

use super::{available, data, finish, ledger, rows, story, sums, told};
use crate::story::{ANA, BEN, BOT, CLEO, WORKER, from};

const CARD: &str = "\
<b>Send £20.00 to Ana &lt;b&gt;Lima&lt;/b&gt;?</b>
From: your wallet
For: lunch
Category: Dining: restaurants
Balance after: £80.00
You never paid Ana &lt;b&gt;Lima&lt;/b&gt; before. Is it the right person?
[✅ Confirm]
[Change] [Cancel]
";

#[tokio::test]
async fn both_people_read_of_it_and_both_books_have_their_row() {
    let mut story = story("100").await;
    let card = story.hears(BEN, "/send 20 @ana for lunch").await;
    assert_eq!(card.text, CARD);
    assert_eq!(story.types(BEN, "send 20 to @Ana for lunch").await, CARD, "a sentence leaves the same card");
    assert_eq!(available(&story, ANA).await, "0", "nothing has moved");

    let confirm = data(&card.buttons, "Confirm");
    assert_eq!(
        story.presses(BEN, &confirm).await,
        "✅ Sent £20.00 to Ana &lt;b&gt;Lima&lt;/b&gt; for lunch. £80.00 left.\n[🧾 Receipt]\n"
    );
    let (words, buttons) = told(&story, ANA).await;
    assert_eq!(words, "💷 Ben sent you £20.00 for lunch.\n[🧾 Receipt]\n");
    assert_eq!((available(&story, BEN).await, available(&story, ANA).await), ("80.00".to_owned(), "20.00".to_owned()));

    assert_eq!(rows(&story, BEN).await, "Wallet | Ana <b>Lima</b>: lunch | -20.00 | 501 | knowledge");
    assert_eq!(rows(&story, ANA).await, "Wallet | Ben: lunch | 20.00 | 501 | knowledge");
    assert_eq!(sums(&story, BEN).await, "501: -20.00 / 0: -20.00 / 501: -20.00");
    assert_eq!(sums(&story, ANA).await, "501: 20.00 / 0: 20.00 / 501: 20.00");

    let receipt = story.presses(ANA, &data(&buttons, "Receipt")).await;
    assert!(receipt.starts_with("<b>Receipt</b>\n£20.00 from Ben\nFor: lunch\nWhen: "), "{receipt}");
    assert!(receipt.contains("Not sealed yet"), "{receipt}");
    farthing::tools::ledger::seal(&story.farthing.app.store, story.now()).await.unwrap();
    let receipt = story.hears(BEN, "/receipt").await;
    assert!(receipt.text.contains("£20.00 to Ana") && receipt.text.contains("Sealed in block 1, and the proof holds."));
    assert!(story.presses(BEN, &data(&receipt.buttons, "Proof")).await.contains("RFC 6962"));
    // Cleo has no part in it.
    assert_eq!(
        story.presses(CLEO, &data(&buttons, "Receipt")).await,
        "I don't know that receipt. /history shows all of yours.\n"
    );
    let history = story.types(BEN, "/history").await;
    assert!(history.contains("-£20.00  Ana &lt;b&gt;Lima&lt;/b&gt;: lunch"), "{history}");
    assert_eq!(story.types(BEN, "/balance").await, "<b>Your wallet</b>\n£80.00\n[History]\n");
    let spent = story.types(BEN, "how much did I spend on dining this month?").await;
    assert!(spent.contains("£20.00"), "{spent}");
    finish(story).await;
}

#[tokio::test]
async fn a_card_pays_once_however_often_it_is_pressed_or_delivered() {
    let mut story = story("100").await;
    let card = story.hears(BEN, "/send 20 @ana").await;
    let confirm = data(&card.buttons, "Confirm");
    story.presses(BEN, &confirm).await;
    story.offset += TimeDelta::minutes(5);
    assert_eq!(story.presses(BEN, &confirm).await, "That was done already, and only once.\n[🧾 Receipt]\n");
    story.offset += TimeDelta::hours(5);
    assert_eq!(story.presses(BEN, &confirm).await, "That was done already, and only once.\n[🧾 Receipt]\n");
    // Somebody else's press of the same card.
    assert!(story.presses(ANA, &confirm).await.starts_with("I don't know that card any more."));
    assert_eq!(available(&story, ANA).await, "20.00");
    assert_eq!(story.farthing.value("select count(*) from payment").await, "2");
    assert_eq!(told(&story, ANA).await.0.matches("sent you").count(), 1);
    finish(story).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn presses_at_the_same_moment_pay_once() {
    let mut story = story("100").await;
    let card = story.hears(BEN, "/send 20 @ana for lunch").await;
    let confirm = data(&card.buttons, "Confirm");
    let first = story.next_update;
    for number in 0..8 {
        let chat = json!({"id": BEN, "type": "private", "first_name": "x"});
        let message = json!({"message_id": 1, "date": 1, "chat": chat, "text": "x"});
        let query = json!({"id": "1", "from": from(BEN), "chat_instance": "1", "message": message, "data": confirm});
        story.arrives(&json!({"update_id": first + number, "callback_query": query}).to_string()).await;
    }
    story.farthing.execute(&format!("update inbox set claimed_by = {} where done_at is null", WORKER.0)).await;
    let bot = Arc::new(story.bot());
    let presses = (0..8).map(|number| {
        let (bot, confirm) = (bot.clone(), confirm.clone());
        tokio::spawn(async move {
            let raw = json!({"update_id": first + number, "callback_query": {
                "id": "1", "from": from(BEN), "chat_instance": "1", "data": confirm,
                "message": {"message_id": 1, "date": 1, "text": "x", "chat": {"id": BEN, "type": "private", "first_name": "x"}},
            }});
            let event = Event::of(&raw.to_string()).unwrap();
            let beginning = Beginning {
                claim: Claim { bot_id: BOT, update_id: first + number, worker: WORKER },
                chat_id: ChatId(BEN),
                sender: event.sender,
                asking: None,
                progress_message_id: None,
            };
            let mut turn = Turn::new(bot, beginning);
            handle(&mut turn, Gate { blocked: false, let_in: true, reachable: true }, event.happened).await.unwrap();
            assert!(turn.finish().await.unwrap());
        })
    });
    for press in presses.collect::<Vec<_>>() {
        press.await.unwrap();
    }
    assert_eq!((available(&story, BEN).await, available(&story, ANA).await), ("80.00".to_owned(), "20.00".to_owned()));
    assert_eq!(story.farthing.value("select count(*) from payment").await, "2");
    assert_eq!(told(&story, ANA).await.0.matches("sent you").count(), 1);
    finish(story).await;
}

#[tokio::test]
async fn a_card_that_is_old_or_changed_pays_nothing() {
    let mut story = story("100").await;
    let card = story.hears(BEN, "/send 20 @ana for lunch").await;
    story.offset += TimeDelta::minutes(11);
    let expired = story.happens(BEN, press(&data(&card.buttons, "Confirm"))).await;
    assert_eq!(expired.text, "This card has expired. Nothing was sent.\n[Make it again]\n");
    let again = story.happens(BEN, press(&data(&expired.buttons, "again"))).await;
    assert_eq!(again.text, CARD);

    let old = data(&again.buttons, "Confirm");
    let what = story.happens(BEN, press(&data(&again.buttons, "Change"))).await;
    assert_eq!(what.text, "What is to change?\n[The amount] [What it is for]\n");
    assert_eq!(story.presses(BEN, &data(&what.buttons, "amount")).await, "How much is it?\n");
    let wrong = "I can't read that. Write an amount like 20 or 12.50, and what it is for if you like.\n";
    assert_eq!(story.types(BEN, "lots").await, wrong);
    let changed = story.hears(BEN, "25.50").await;
    assert!(
        changed.text.contains("Send £25.50 to Ana") && changed.text.contains("Balance after: £74.50"),
        "{}",
        changed.text
    );
    assert_eq!(story.presses(BEN, &old).await, "That card was changed or cancelled. Nothing was sent by it.\n");

    story.presses(BEN, &data(&changed.buttons, "Change")).await;
    let proposal = data(&changed.buttons, "Confirm").replace("wallet:confirm:", "wallet:note:");
    assert_eq!(story.presses(BEN, &proposal).await, "What is it for?\n");
    let changed = story.hears(BEN, "for the taxi").await;
    assert!(changed.text.contains("For: the taxi\nCategory: Transport: taxi"), "{}", changed.text);
    assert_eq!(story.presses(BEN, &data(&changed.buttons, "Cancel")).await, "Cancelled. Nothing was sent.\n");
    assert_eq!(
        story.presses(BEN, &data(&changed.buttons, "Confirm")).await,
        "That card was changed or cancelled. Nothing was sent by it.\n"
    );
    for word in ["yes", "confirm", "ok", "send it"] {
        story.types(BEN, word).await;
    }
    assert_eq!((available(&story, BEN).await, available(&story, ANA).await), ("100.00".to_owned(), "0".to_owned()));
    assert_eq!(story.farthing.value("select count(*) from payment").await, "0");
    finish(story).await;
}

/// The update of a press, for reading its buttons as well.
fn press(data: &str) -> serde_json::Value {
    let chat = json!({"id": BEN, "type": "private", "first_name": "x"});
    let message = json!({"message_id": 1, "date": 1, "chat": chat, "text": "x"});
    json!({"callback_query": {"id": "1", "from": from(BEN), "chat_instance": "1", "message": message, "data": data}})
}

#[tokio::test]
async fn what_cannot_be_paid_leaves_no_card() {
    let mut story = story("50").await;
    let nobody = "I don't know anyone by that name here.\n";
    for (words, reply) in [
        (
            "/send 60 @ana",
            "Your wallet has 50.00 GBP and this needs 60.00 GBP. Nothing was sent. /topup tells how to put money in.\n",
        ),
        (
            "send 60 to @ana",
            "Your wallet has 50.00 GBP and this needs 60.00 GBP. Nothing was sent. /topup tells how to put money in.\n",
        ),
        ("/send 5 @ben_ok", "That is you. Money from you to yourself stays where it is.\n"),
        ("/send 5 @dora", nobody),
        ("/send 5 dora", nobody),
        ("send 5 to dora", nobody),
        ("ask dora for 5", nobody),
        ("/send 0 @ana", "The amount must be more than nothing.\n"),
        ("/send 5.001 @ana", "GBP has 2 decimals, so I can't move that amount exactly.\n"),
        (
            "/send 5 EUR @ana",
            "Your wallet has 0.00 EUR and this needs 5.00 EUR. Nothing was sent. /topup tells how to put money in.\n",
        ),
        (
            "/send 1,000,000.00 @ana",
            "That is over your limit of 1000.00 GBP for one payment. Nothing was sent. /limits shows and changes it.\n",
        ),
        (
            "/send",
            "Write how much and to whom: /send 20 @ana for lunch. Their @username or farthing id tells me who it is.\n",
        ),
    ] {
        assert_eq!(story.types(BEN, words).await, reply, "{words}");
    }
    // Blocked people are not told from unknown ones.
    story.farthing.execute(&format!("update chat set blocked_at = now() where chat_id = {ANA}")).await;
    assert_eq!(story.types(BEN, "/send 5 @ana").await, nobody);
    assert_eq!(story.farthing.value("select count(*) from proposal").await, "0");
    assert_eq!(story.farthing.value("select count(*) from ledger_transfer").await, "1", "a dry run keeps nothing");
    finish(story).await;
}

#[tokio::test]
async fn the_balance_may_change_between_card_and_press() {
    let mut story = story("50").await;
    let card = story.hears(BEN, "/send 40 @ana for lunch").await;
    let other = story.hears(BEN, "/send 30 @cleo for taxi").await;
    story.presses(BEN, &data(&other.buttons, "Confirm")).await;
    let refused = story.happens(BEN, press(&data(&card.buttons, "Confirm"))).await;
    assert_eq!(refused.text, "There is not enough in your wallet. Nothing was sent.\n[Try again]\n");
    assert_eq!(rows(&story, ANA).await, "");
    let put_in = json!({"key": "more", "kind": "transfer", "from": "system:funding", "to": format!("user:{BEN}"),
        "amount": "100", "currency": "GBP"});
    assert_eq!(ledger(&story, put_in).await, "ok");
    let again = story.happens(BEN, press(&data(&refused.buttons, "Try again"))).await;
    assert!(story.presses(BEN, &data(&again.buttons, "Confirm")).await.contains("£80.00 left"));
    // A closed wallet takes nothing.
    story.farthing.execute(&format!("update ledger_account set closed = true where owner = 'user:{ANA}'")).await;
    assert_eq!(
        story.types(BEN, "/send 1 @ana").await,
        "One of the two wallets is closed in that currency, so nothing was sent.\n"
    );
    finish(story).await;
}

#[tokio::test]
async fn limits_are_named_when_they_are_reached() {
    let mut story = story("9000").await;
    let shown = story.types(BEN, "/limits transfer 50").await;
    assert!(shown.starts_with("<b>How much you can send</b>\nAt once: £50.00\nIn a day: £2,500.00\n"), "{shown}");
    let over =
        "That is over your limit of 50.00 GBP for one payment. Nothing was sent. /limits shows and changes it.\n";
    assert_eq!(story.types(BEN, "/send 50.01 @ana").await, over);
    story.types(BEN, "/limits day 70").await;
    let card = story.hears(BEN, "/send 50 @ana").await;
    let late = story.hears(BEN, "/send 30 @ana").await;
    story.presses(BEN, &data(&card.buttons, "Confirm")).await;
    let over = "That is over your limit of 70.00 GBP for a day, of which 20.00 GBP is left. Nothing was sent. /limits shows and changes it.\n";
    assert_eq!(story.presses(BEN, &data(&late.buttons, "Confirm")).await, over);
    assert_eq!(story.types(BEN, "/send 20.01 @ana").await, over);
    assert!(
        story.types(BEN, "/limits month 20000").await.starts_with("That limit can be anything up to 10000.00 GBP.")
    );
    finish(story).await;
}

#[tokio::test]
async fn people_are_found_by_id_link_contact_and_first_name() {
    let mut story = story("100").await;
    let me = story.types(ANA, "/me").await;
    let id = me.split("<code>").nth(1).unwrap().split("</code>").next().unwrap().to_owned();
    assert!(me.contains(&format!("https://t.me/farthing_bot?start=pay_{}", id.replace('-', ""))), "{me}");
    assert_eq!(story.types(ANA, "/me").await, me, "it stays");
    assert!(story.types(BEN, &format!("/send 5 {}", id.to_lowercase())).await.contains("Send £5.00 to Ana"));

    let offered = story.hears(BEN, &format!("/start pay_{}", id.replace('-', ""))).await;
    assert_eq!(
        offered.text,
        "<b>Ana &lt;b&gt;Lima&lt;/b&gt;</b>\nWhat would you like to do?\n[Send money] [Ask for money]\n"
    );
    assert!(story.types(BEN, "/start pay_ABC").await.starts_with("This link has a slip in it"));
    let contact = |user: i64| {
        json!({"message": {
            "message_id": 1, "date": 1, "from": from(BEN), "chat": {"id": BEN, "type": "private", "first_name": "x"},
            "contact": {"phone_number": "1", "first_name": "whoever", "user_id": user},
        }})
    };
    let offered = story.happens(BEN, contact(ANA)).await;
    assert_eq!(story.happens(BEN, contact(4_000)).await.text, "I don't know anyone by that name here.\n");
    assert_eq!(
        story.presses(BEN, &data(&offered.buttons, "Send money")).await,
        "How much goes to Ana &lt;b&gt;Lima&lt;/b&gt;, and what for?\n"
    );
    let card = story.hears(BEN, "20 for lunch").await;
    assert!(card.text.contains("Send £20.00 to Ana"), "{}", card.text);
    // Once somebody was paid, a first name is enough.
    let unknown = "I don't know anyone by that name here.\n";
    assert_eq!(story.types(BEN, "send 5 to lima").await, unknown);
    story.presses(BEN, &data(&card.buttons, "Confirm")).await;
    story.farthing.execute(&format!("update payment set other_name = 'Ana Lima' where other_user = {ANA}")).await;
    assert!(story.types(BEN, "send 5 to lima for coffee").await.contains("Send £5.00 to Ana"));
    // A username that moved on to somebody else is that person's.
    story.farthing.app.store.note_username(ChatId(CLEO), Some("Ana")).await.unwrap();
    assert!(story.types(BEN, "/send 5 @ana").await.contains("Send £5.00 to Cleo?"));
    finish(story).await;
}

#[tokio::test]
async fn a_program_gets_the_proposal_as_data() {
    let mut story = story("100").await;
    let now = story.now();
    let mut context = story.farthing.app.context(TelegramUserId(BEN), now, None).await.unwrap();
    let answer = story.farthing.app.agent.ask("send 20 to @ana for lunch", "s", &mut context).await.unwrap();
    context.commit().await.unwrap();
    let proposal = answer.proposal.unwrap();
    for (field, expected) in [
        ("kind", json!("send")),
        ("amount", json!("20.00")),
        ("currency", json!("GBP")),
        ("note", json!("lunch")),
        ("available_after", json!("80.00")),
        ("category", json!("Dining: restaurants")),
    ] {
        assert_eq!(proposal[field], expected, "{field}");
    }
    assert_eq!(story.farthing.value("select count(*) from proposal where state = 'open'").await, "1");
    // Nobody is deleted together with their money.
    let kept = story.types(BEN, "/forget").await;
    assert!(kept.starts_with("Your wallet still has £100.00, which would be lost."), "{kept}");
    assert!(story.presses(BEN, "forget").await.starts_with("Your wallet still has £100.00"));
    assert!(!story.farthing.app.forget(TelegramUserId(BEN)).await.unwrap());
    assert_eq!(available(&story, BEN).await, "100.00");
    finish(story).await;
}

//! Money into the wallet by an invoice: paid, pressed and delivered twice, too late, changed, unanswered, given back.

use farthing::bot::event::Outline;
use farthing::config::Secret;
use farthing::domain::BotId;
use farthing::store::inbox::Received;
use farthing::tools::ledger::verify;
use serde_json::{Value, json};

use super::{ANA, BEN, BOT, Chat, transcript};

/// A bot that can send invoices.
async fn start() -> Chat {
    Chat::start_with(|settings| settings.payment_token = Some(Secret::new("1:TEST:story".to_owned()))).await
}

impl Chat {
    /// The latest invoice of a person.
    async fn invoice(&self, person: i64) -> Value {
        let messages = self.server.messages(person).await;
        let found = messages.into_iter().rev().find(|message| message["invoice"].is_object());
        found.expect("an invoice")
    }

    /// Presses "Pay" below the latest invoice, which is `updates` updates; what the bot said.
    async fn pay(&self, person: i64, updates: usize) -> String {
        let before = self.server.messages(person).await;
        let message = self.invoice(person).await["message_id"].clone();
        self.server.post("/sandbox/pay", &json!({"bot": BOT, "person": person, "message_id": message})).await;
        for _ in 1..updates {
            self.count_update();
        }
        self.answered(person, &before).await
    }

    /// What the bot answered to the latest check-out.
    async fn answer_to_checkout(&self) -> String {
        let calls = self.server.get(&format!("/sandbox/calls?bot={BOT}")).await;
        let answers = calls["calls"].as_array().cloned().unwrap_or_default();
        let is_answer = |call: &&Value| {
            call["method"].as_str().is_some_and(|name| name.eq_ignore_ascii_case("answerPreCheckoutQuery"))
        };
        let latest = answers.iter().rfind(is_answer).cloned().unwrap_or_default();
        latest["arguments"]["error_message"].as_str().unwrap_or("yes").to_owned()
    }

    /// An update that Telegram delivers beside the person's own doings.
    async fn delivered(&self, update_id: i64, person: i64, paid: &Value) -> String {
        let before = self.server.messages(person).await;
        let update = json!({"update_id": update_id, "message": {
            "message_id": 1, "date": 1, "from": {"id": person, "is_bot": false, "first_name": "Ana"},
            "chat": {"id": person, "type": "private", "first_name": "Ana"}, "successful_payment": paid,
        }});
        let raw = update.to_string();
        let Outline { update_id, chat_id, lane, .. } = Outline::of(&raw).unwrap();
        let received = Received { update_id, chat_id, lane, raw, sealed_by: None };
        self.farthing.app.store.receive(BotId(BOT), &[received], super::story_time()).await.unwrap();
        self.answered(person, &before).await
    }

    async fn top_ups(&self) -> String {
        let query = "select coalesce(string_agg(concat_ws(' ', of_user, amount, currency, state), ', ' order by created_at, top_up_id), '') from top_up";
        self.farthing.value(query).await
    }

    /// What came of it all in the ledger, in rows and in the wallet.
    async fn books(&self, person: i64) -> String {
        let query = format!(
            "select concat_ws(' / ',
                 (select string_agg(concat_ws(' ', kind, result, amount), ', ' order by entry_number) from ledger_transfer),
                 (select string_agg(concat_ws(' ', description, amount, category_id), ', ' order by transaction_id) from transaction),
                 (select sum(balance) from ledger_account where owner = 'user:{person}'))"
        );
        self.farthing.value(&query).await
    }

    async fn charge(&self) -> String {
        self.farthing.value("select max(charge_id) from top_up").await
    }

    async fn finish_whole(self) {
        verify(&self.farthing.app.store).await.unwrap().unwrap();
        self.finish().await;
    }
}

#[tokio::test]
async fn an_invoice_is_paid_and_the_money_is_there_once() {
    let chat = start().await;
    let id = {
        let offered = chat.say(ANA, "/topup").await;
        let id = chat.farthing.value("select max(farthing_id) from telegram_identity").await;
        let id = format!("{}-{}-{}", &id[..3], &id[3..6], &id[6..]);
        assert_eq!(
            offered,
            format!(
                "farthing: Money into your wallet\n  Write how much, with the currency: /topup 20 EUR. I send you an invoice \
                 that you pay right here.\n  The person who runs this farthing can put money in as well. Your farthing id, so \
                 that they know who you are: {id}"
            )
        );
        id
    };
    assert_eq!(chat.say(ANA, "/topup 20").await, "farthing: In which currency? Write it behind: /topup 20 EUR.");
    assert_eq!(chat.say(ANA, "/topup 20 GBP").await, "farthing: \n  (Pay GBP 20.00)");
    let invoice = chat.invoice(ANA).await["invoice"].clone();
    let shown = [&invoice["title"], &invoice["description"], &invoice["currency"], &invoice["total_amount"]];
    let expected = json!([
        "Money into your wallet",
        "£20.00 for your farthing wallet. This invoice can be paid within the hour.",
        "GBP",
        2000
    ]);
    assert_eq!(json!(shown), expected);
    assert_eq!(chat.top_ups().await, format!("{ANA} 20.00 GBP open"));

    let said = chat.pay(ANA, 2).await;
    let charge = chat.charge().await;
    assert_eq!(
        said,
        format!(
            "farthing: \n  (Paid)\nfarthing: ✅ £20.00 is in your wallet. You have £20.00 now.\n  Number of the payment: {charge}\n  (🧾 Receipt)"
        )
    );
    let books = "transfer ok 20.00 / Top-up 20.00 2100 / 20.00";
    assert_eq!(chat.books(ANA).await, books);
    assert_eq!(chat.top_ups().await, format!("{ANA} 20.00 GBP paid"));
    assert!(chat.press(ANA, "🧾 Receipt").await.contains("£20.00 put into your wallet"));

    // The same money is told of once more, under another number of an update.
    let payload = chat.farthing.value("select max(top_up_id::text) from top_up").await;
    let paid = json!({
        "currency": "GBP", "total_amount": 2000, "invoice_payload": payload, "telegram_payment_charge_id": charge,
        "provider_payment_charge_id": "p",
    });
    let again = chat.delivered(999_000_001, ANA, &paid).await;
    assert_eq!(again, "farthing: That payment is in your wallet already.\n  (🧾 Receipt)");
    assert_eq!(chat.books(ANA).await, books);
    // Paid from two devices at once: Telegram took the money twice, so it is there twice.
    let second = json!({"telegram_payment_charge_id": "stx2"});
    let mut other = paid.clone();
    other.as_object_mut().unwrap().extend(second.as_object().unwrap().clone());
    assert!(
        chat.delivered(999_000_002, ANA, &other).await.contains("✅ £20.00 is in your wallet. You have £40.00 now.")
    );
    // Of something that nobody asked for, nothing comes but words.
    other["telegram_payment_charge_id"] = json!("stx3");
    other["total_amount"] = json!(9900);
    let lost = "farthing: Telegram took your payment, but I could not put it into your wallet. Please show this number to the \
                person who runs this farthing, who can return the money: stx3";
    assert_eq!(chat.delivered(999_000_003, ANA, &other).await, lost);
    assert_eq!(
        chat.books(ANA).await,
        "transfer ok 20.00, transfer ok 20.00 / Top-up 20.00 2100, Top-up 20.00 2100 / 40.00"
    );

    // From now on the currency is known.
    let offered = chat.say(ANA, "/topup").await;
    assert!(offered.ends_with(&format!("{id}\n  (£10.00)  (£20.00)  (£50.00)")), "{offered}");
    assert_eq!(chat.press(ANA, "£50.00").await, "farthing: \n  (Pay GBP 50.00)");
    chat.finish_whole().await;
}

#[tokio::test]
async fn what_is_not_as_the_invoice_said_is_refused_and_nothing_is_paid() {
    let chat = start().await;
    for (change, answer) in [
        ("expires_at = created_at", "This invoice has expired. Nothing was paid. /topup makes a new one."),
        ("amount = 21", "This invoice is not what I sent. Nothing was paid. /topup makes a new one."),
        ("currency = 'EUR'", "This invoice is not what I sent. Nothing was paid. /topup makes a new one."),
        ("state = 'paid', charge_id = 'stx' || top_up_id", "This invoice was paid already. /topup makes a new one."),
        (
            "top_up_id = '00000000-0000-7000-8000-000000000001'",
            "This invoice is not yours, or I don't know it any more. Nothing was paid.",
        ),
    ] {
        chat.say(ANA, "/topup 20 GBP").await;
        chat.farthing.execute(&format!("update top_up set {change} where state = 'open'")).await;
        assert_eq!(chat.pay(ANA, 1).await, "", "{change}");
        assert_eq!(chat.answer_to_checkout().await, answer, "{change}");
        chat.farthing.execute("delete from top_up").await;
    }
    assert_eq!(chat.books(ANA).await, "");
    for (text, words) in [
        ("/topup 0.50 GBP", "farthing: Paid here it can be anything from 1.00 GBP to 10000.00 GBP."),
        ("/topup 10000.01 GBP", "farthing: Paid here it can be anything from 1.00 GBP to 10000.00 GBP."),
        ("/topup 500 JPY", "farthing: I can't take JPY here: only currencies with 2 decimals. Try another one."),
        (
            "/topup 20 XTR",
            "farthing: I can't take Telegram Stars: your wallet holds money of countries, and Stars have no fixed rate to any. \
             /topup 20 EUR makes an invoice in euros.",
        ),
        ("/topup much", "farthing: Write how much, with the currency if you like: /topup 20, /topup 20 EUR."),
    ] {
        assert_eq!(chat.say(ANA, text).await, words);
    }
    assert_eq!(chat.top_ups().await, "");
    chat.finish_whole().await;
}

#[tokio::test]
async fn a_check_out_without_an_answer_costs_nothing_and_can_be_tried_again() {
    let chat = start().await;
    chat.say(ANA, "/topup 20 GBP").await;
    // Once it is asked again; for good, nobody pays.
    let silence =
        |times: u32| json!({"method": "answerPreCheckoutQuery", "kind": {"server_error": 502}, "times": times});
    chat.server.inject(&silence(3)).await;
    assert_eq!(chat.pay(ANA, 1).await, "");
    assert_eq!(chat.top_ups().await, format!("{ANA} 20.00 GBP open"));
    assert_eq!(chat.books(ANA).await, "");
    // Telegram gives up after ten seconds; then "Pay" can be pressed again.
    tokio::time::sleep(std::time::Duration::from_millis(10_500)).await;
    chat.server.inject(&silence(1)).await;
    assert!(chat.pay(ANA, 2).await.contains("✅ £20.00 is in your wallet."));
    assert_eq!(chat.books(ANA).await, "transfer ok 20.00 / Top-up 20.00 2100 / 20.00");
    chat.finish_whole().await;
}

#[tokio::test]
async fn an_admin_takes_a_payment_back_as_far_as_it_is_there() {
    let chat = start().await;
    chat.say(BEN, "/balance").await;
    chat.say(ANA, "/topup 20 GBP").await;
    chat.pay(ANA, 2).await;
    let refund = format!("/admin refund {}", chat.charge().await);
    let unknown =
        "farthing: I don't know that payment. Its number stands below the person's message of it: /admin refund stx12.";
    assert_eq!(chat.say(BEN, "/admin refund stx0").await, unknown);
    assert!(chat.say(ANA, &refund).await.contains("I don't know that command."));

    chat.say(ANA, "/send 5 to @jonas_weber").await;
    chat.press(ANA, "✅ Confirm").await;
    let name = chat.farthing.value(&format!("select name from chat where chat_id = {ANA}")).await;
    let short = format!("farthing: The wallet of {name} has only £15.00 of the £20.00. Nothing was moved.");
    assert_eq!(chat.say(BEN, &refund).await, short);
    chat.say(
        BEN,
        &format!(
            "/send 5 GBP to @{}",
            chat.farthing.value(&format!("select username from chat where chat_id = {ANA}")).await
        ),
    )
    .await;
    chat.press(BEN, "✅ Confirm").await;

    let before = chat.server.messages(ANA).await;
    let done = format!(
        "farthing: ✅ Took £20.00 out of the wallet of {name}. It has £0.00 now. Please give the money back with your payment \
         provider: Telegram itself returns Stars alone."
    );
    assert_eq!(chat.say(BEN, &refund).await, done);
    let told: Vec<Value> = chat.server.messages(ANA).await.into_iter().skip(before.len()).collect();
    assert_eq!(
        transcript(&told),
        "farthing: £20.00 was taken back out of your wallet: your payment is being refunded."
    );
    assert_eq!(chat.say(BEN, &refund).await, "farthing: That payment was taken back already, and only once.");
    assert_eq!(chat.top_ups().await, format!("{ANA} 20.00 GBP refunded"));
    let entries =
        "select string_agg(concat_ws(' ', kind, result, amount), ', ' order by entry_number) from ledger_transfer";
    assert_eq!(
        chat.farthing.value(entries).await,
        "transfer ok 20.00, transfer ok 5.00, reverse insufficient_funds 20.00, transfer ok 5.00, reverse ok 20.00"
    );
    let rows = format!(
        "select string_agg(concat_ws(' ', description, amount, category_id), ', ' order by transaction_id) from transaction where book_id = book_of({ANA}) and category_id = 2100"
    );
    assert_eq!(chat.farthing.value(&rows).await, "Top-up 20.00 2100, Refund -20.00 2100");
    assert_eq!(chat.farthing.value("select count(*) from admin_log").await, "1");
    chat.finish_whole().await;
}

#[tokio::test]
async fn without_a_provider_the_words_are_those_of_before() {
    let chat = Chat::start().await;
    let said = chat.say(ANA, "/topup 20 GBP").await;
    assert!(
        said.starts_with("farthing: Money into your wallet\n  Give it to the person who runs this farthing"),
        "{said}"
    );
    assert_eq!(chat.top_ups().await, "");
    chat.finish().await;
}

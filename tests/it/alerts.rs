//! Alerts: what is told unasked, when, and what becomes of the answers.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use farthing::bot::outgoing::{Outgoing, stored};
use farthing::domain::{Attention, ChatId, WorkerId};
use farthing::jobs::run_due;
use farthing::store::outbox::Urgency;
use farthing::tools::import::Import;
use farthing::tools::{Tool as _, Upload};
use serde_json::json;

use crate::handlers::Chat;
use crate::harness::{Farthing, Person};

/// The bot of `Chat`.
const BOT: farthing::domain::BotId = farthing::domain::BotId(77);
const NOON: &str = "2026-03-31T12:00:00Z";

/// Three months in which nothing is worth an alert.
const QUIET: &str = "\
2026-01-05,LANDLORD,-900.00,GBP,Current,Housing
2026-01-12,TESCO STORES 3344,-60.00,GBP,Current,Groceries
2026-01-20,Netflix,-10.99,GBP,Current,Entertainment
2026-01-26,ACME LTD PAYROLL,2400.00,GBP,Current,Income
2026-02-05,LANDLORD,-900.00,GBP,Current,Housing
2026-02-12,TESCO STORES 3344,-70.00,GBP,Current,Groceries
2026-02-20,Netflix,-10.99,GBP,Current,Entertainment
2026-02-26,ACME LTD PAYROLL,2400.00,GBP,Current,Income
2026-03-05,LANDLORD,-900.00,GBP,Current,Housing
2026-03-12,TESCO STORES 3344,-65.00,GBP,Current,Groceries
2026-03-20,Netflix,-10.99,GBP,Current,Entertainment
2026-03-26,ACME LTD PAYROLL,2400.00,GBP,Current,Income
";

async fn import(person: &Person<'_>, name: &str, rows: &str) {
    let file = format!("date,description,amount,currency,account,category\n{rows}");
    person.import(name, file.as_bytes()).await.unwrap();
}

async fn import_on(person: &Person<'_>, day: &str, name: &str, file: &str) {
    let mut context = person.context(day).await;
    context.upload = Some(Upload { file_name: Some(name.to_owned()), bytes: file.as_bytes().into() });
    Import::default().call(&mut context).await.unwrap();
    context.commit().await.unwrap();
}

/// A book that was looked at, so that what was there is no news.
async fn begin<'a>(farthing: &'a Farthing) -> Person<'a> {
    let ana = farthing.person(7001);
    import(&ana, "quiet.csv", QUIET).await;
    run_due(&farthing.app, BOT, WorkerId(1), moment(NOON)).await.unwrap();
    farthing.execute("delete from outbox; update notice set said_at = '2026-01-01'").await;
    ana
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Does what is due by `at`; what is put into the chat joins its replies, so that its buttons can be tapped.
pub(crate) async fn passes(farthing: &Farthing, chat: &mut Chat, at: &str) {
    writeln!(chat.transcript, "--- {at}").unwrap();
    run_due(&farthing.app, BOT, WorkerId(1), moment(at)).await.unwrap();
    let store = &farthing.app.store;
    chat.replies.clear();
    while let Some(message) = store.claim_messages(BOT, WorkerId(1), Urgency::Other, 1, moment(at)).await.unwrap().pop()
    {
        assert_eq!(message.chat_id, ChatId(7001));
        store.remove_sent(&[message.message_id]).await.unwrap();
        let said: Outgoing = stored(&message.message).unwrap();
        writeln!(chat.transcript, "{}", crate::handlers::shown(&said)).unwrap();
        chat.replies.push(said);
    }
    writeln!(chat.transcript).unwrap();
}

async fn wants(farthing: &Farthing, change: impl FnOnce(&mut Attention)) {
    let id = farthing.app.store.find_book(farthing.person(7001).id).await.unwrap().unwrap();
    let mut book = farthing.app.store.book(id).await.unwrap();
    let mut attention = book.attention().await.unwrap();
    change(&mut attention);
    book.set_attention(&attention).await.unwrap();
    book.commit().await.unwrap();
}

/// Replies, in Telegram's way, to a message of the bot.
async fn replies_to(chat: &mut Chat, message: &str, text: &str) {
    writeln!(chat.transcript, "> (below: {message}) {text}").unwrap();
    let bot = json!({"id": 77, "is_bot": true, "first_name": "farthing"});
    let to = json!({"message_id": 9, "date": 1, "text": message, "chat": chat.chat(), "from": bot});
    let body = json!({
        "message_id": 10, "date": 1, "text": text, "chat": chat.chat(), "from": chat.user(), "reply_to_message": to,
    });
    chat.happens("message", &body).await;
}

#[tokio::test]
async fn an_import_tells_of_a_double_charge_a_new_payee_and_a_fee() {
    let farthing = Farthing::start().await;
    let ana = begin(&farthing).await;
    let mut chat = Chat::with(&farthing, 7001);
    let rows = "\
2026-03-21,Netflix,-10.99,GBP,Current,Entertainment
2026-03-24,IKEA LTD READING,-620.00,GBP,Current,Shopping
2026-03-27,OVERDRAFT FEE,-15.00,GBP,Current,Fees
2026-03-28,TESCO STORES 3344,-62.00,GBP,Current,Groceries
2026-01-11,OLD NEWS,-4000.00,GBP,Current,Shopping
";
    import(&ana, "more.csv", rows).await;
    passes(&farthing, &mut chat, NOON).await;
    passes(&farthing, &mut chat, NOON).await;
    // The same file again is no news.
    import(&ana, "again.csv", &format!("{rows}\n")).await;
    passes(&farthing, &mut chat, NOON).await;
    // Taken back and sent again: what was told is not told again.
    ana.undo().await.unwrap();
    ana.undo().await.unwrap();
    import(&ana, "once more.csv", rows).await;
    passes(&farthing, &mut chat, NOON).await;
    insta::assert_snapshot!(chat.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn answers_are_kept_and_less_is_less() {
    let farthing = Farthing::start().await;
    let ana = begin(&farthing).await;
    let mut chat = Chat::with(&farthing, 7001);
    import(&ana, "ikea.csv", "2026-03-24,IKEA LTD READING,-620.00,GBP,Current,Shopping\n").await;
    passes(&farthing, &mut chat, NOON).await;
    let alert = chat.replies.clone();
    chat.taps("Not me").await;
    chat.taps("Show the row").await;
    chat.replies.clone_from(&alert);
    chat.taps("More…").await;
    chat.taps("Back").await;
    chat.taps("It's fine").await;
    chat.replies.clone_from(&alert);
    chat.taps("Less of these").await;
    chat.taps("Undo").await;
    chat.replies.clone_from(&alert);
    chat.taps("Less of these").await;
    import(&ana, "sofa.csv", "2026-03-25,SOFA WORLD LEEDS,-480.00,GBP,Current,Shopping\n").await;
    passes(&farthing, &mut chat, NOON).await;
    import(&ana, "fee.csv", "2026-03-27,OVERDRAFT FEE,-15.00,GBP,Current,Fees\n").await;
    passes(&farthing, &mut chat, NOON).await;
    chat.taps("Less of these").await;
    import(&ana, "fee2.csv", "2026-03-30,OVERDRAFT FEE,-25.00,GBP,Current,Fees\n").await;
    passes(&farthing, &mut chat, NOON).await;
    chat.says("/alerts").await;
    chat.taps("Tell me of these again").await;
    insta::assert_snapshot!(chat.transcript);
    let answers = "select string_agg(kind || ' ' || answer, ', ' order by kind) from notice where answer is not null";
    assert_eq!(farthing.value(answers).await, "fee less, new_payee less");
    farthing.finish().await;
}

#[tokio::test]
async fn at_night_over_the_days_number_and_while_muted_nothing_is_said() {
    let farthing = Farthing::start().await;
    let ana = begin(&farthing).await;
    let mut chat = Chat::with(&farthing, 7001);
    import(&ana, "night.csv", "2026-03-27,OVERDRAFT FEE,-15.00,GBP,Current,Fees\n").await;
    passes(&farthing, &mut chat, "2026-03-31T23:10:00Z").await;
    passes(&farthing, &mut chat, "2026-04-01T06:59:59Z").await;
    passes(&farthing, &mut chat, "2026-04-01T07:00:00Z").await;
    wants(&farthing, |attention| attention.alerts_a_day = 2).await;
    import(
        &ana,
        "many.csv",
        "2026-03-28,GARAGE BILL,-510.00,GBP,Current,Transport\n2026-03-29,LATE FEE,-5.00,GBP,Current,Fees\n",
    )
    .await;
    // One was said this morning, one more may be; the other comes with the summary.
    passes(&farthing, &mut chat, "2026-04-01T08:00:00Z").await;
    passes(&farthing, &mut chat, "2026-04-01T09:00:00Z").await;
    chat.says("/mute 3 days").await;
    import(&ana, "muted.csv", "2026-03-30,CARD FEE,-9.00,GBP,Current,Fees\n").await;
    passes(&farthing, &mut chat, "2026-04-02T12:00:00Z").await;
    passes(&farthing, &mut chat, "2026-04-03T09:00:00Z").await;
    chat.says("/mute").await;
    chat.taps("Speak again").await;
    chat.says("/mute for ever").await;
    chat.says("/mute off").await;
    passes(&farthing, &mut chat, "2026-04-04T09:00:00Z").await;
    insta::assert_snapshot!(chat.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn more_than_three_at_once_are_one_message() {
    let farthing = Farthing::start().await;
    let ana = begin(&farthing).await;
    let mut chat = Chat::with(&farthing, 7001);
    let rows = "\
2026-03-21,Netflix,-10.99,GBP,Current,Entertainment
2026-03-24,IKEA LTD READING,-620.00,GBP,Current,Shopping
2026-03-27,OVERDRAFT FEE,-15.00,GBP,Current,Fees
2026-03-28,LATE FEE,-5.00,GBP,Current,Fees
";
    import(&ana, "more.csv", rows).await;
    passes(&farthing, &mut chat, NOON).await;
    chat.taps("2").await;
    chat.taps("More…").await;
    chat.taps("Tomorrow").await;
    passes(&farthing, &mut chat, "2026-04-01T08:59:00Z").await;
    passes(&farthing, &mut chat, "2026-04-01T09:00:00Z").await;
    insta::assert_snapshot!(chat.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn a_rule_in_ones_own_words_is_shown_back_saved_told_and_removed() {
    let farthing = Farthing::start().await;
    let ana = begin(&farthing).await;
    let mut chat = Chat::with(&farthing, 7001);
    import(&ana, "joint.csv", "2026-03-01,OPENED,50.00,GBP,Joint,Transfer\n").await;
    chat.says("tell me when anything over 100 leaves the joint account").await;
    chat.taps("No").await;
    chat.says("tell me when anything over 100 leaves the joint account").await;
    chat.taps("Save").await;
    chat.says("let me know when Netflix goes up").await;
    chat.taps("Save").await;
    chat.says("alert me if groceries go over 60 this month").await;
    chat.taps("Save").await;
    chat.says("warn me when my balance drops below 200").await;
    chat.taps("Save").await;
    chat.says("alert me when zorblax goes up").await;
    chat.says("alert me when netflx goes up").await;
    chat.says("warn me when my holiday account drops below 20").await;
    chat.says("alert me").await;
    chat.says("/alerts").await;
    let rows = "\
2026-03-29,PIPES AND TAPS,-101.00,GBP,Joint,Housing
2026-03-30,PIPES AND TAPS,-99.00,GBP,Joint,Housing
";
    import(&ana, "leak.csv", rows).await;
    passes(&farthing, &mut chat, NOON).await;
    chat.says("stop telling me about groceries").await;
    chat.taps("Undo").await;
    chat.says("remove my spotify alert").await;
    chat.says("remove my alert").await;
    chat.says("/alerts").await;
    chat.taps("Remove 2").await;
    insta::assert_snapshot!(chat.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn a_reply_to_an_alert_is_asked_with_it_in_mind() {
    let farthing = Farthing::start().await;
    let ana = begin(&farthing).await;
    let mut chat = Chat::with(&farthing, 7001);
    import(&ana, "more.csv", "2026-03-21,Netflix,-10.99,GBP,Current,Entertainment\n").await;
    passes(&farthing, &mut chat, NOON).await;
    let words = chat.replies[0].html.clone();
    replies_to(&mut chat, &words, "how much was it last month?").await;
    replies_to(&mut chat, &words, "how much is it this year?").await;
    replies_to(&mut chat, &format!("{words}\n\n✓ It's fine."), "when was the last one?").await;
    // Of another message of ours nothing is known.
    replies_to(&mut chat, "Noted.", "how much did I spend on groceries in february?").await;
    insta::assert_snapshot!(chat.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn a_salary_that_is_late_is_missed_on_its_day() {
    let farthing = Farthing::start().await;
    let ana = begin(&farthing).await;
    let mut chat = Chat::with(&farthing, 7001);
    wants(&farthing, |attention| (attention.daily, attention.weekly, attention.monthly) = (false, false, false)).await;
    // A look, so that what is to come is known.
    import(&ana, "april.csv", "2026-03-27,CORNER SHOP,-3.00,GBP,Current,Groceries\n").await;
    passes(&farthing, &mut chat, NOON).await;
    // The rent of 5 April, the day before.
    passes(&farthing, &mut chat, "2026-04-04T08:59:00Z").await;
    passes(&farthing, &mut chat, "2026-04-04T09:00:00Z").await;
    passes(&farthing, &mut chat, "2026-04-19T09:00:00Z").await;
    passes(&farthing, &mut chat, "2026-04-29T08:59:00Z").await;
    passes(&farthing, &mut chat, "2026-04-29T09:00:00Z").await;
    passes(&farthing, &mut chat, "2026-05-09T09:00:00Z").await;
    insta::assert_snapshot!(chat.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn alerts_and_summaries_are_set_by_buttons() {
    let farthing = Farthing::start().await;
    begin(&farthing).await;
    let mut chat = Chat::with(&farthing, 7001);
    chat.says("/settings").await;
    chat.taps("Alerts and summaries").await;
    chat.taps("At 09:00").await;
    chat.taps("19:00").await;
    chat.taps("Weekly on Monday").await;
    chat.taps("Friday").await;
    chat.taps("Monthly: on").await;
    chat.taps("Quiet from 22:00 to 07:00").await;
    chat.taps("Never").await;
    chat.taps("Which alerts").await;
    chat.taps("☑ Fees").await;
    chat.taps("Back").await;
    chat.taps("Large: £500.00").await;
    chat.taps("£1,000.00").await;
    chat.taps("Low: £100.00").await;
    chat.taps("£50.00").await;
    chat.taps("5 a day").await;
    chat.taps("3").await;
    insta::assert_snapshot!(chat.transcript);
    assert_eq!(farthing.value("select due_at at time zone 'UTC' from summary_schedule").await, "2026-03-31 19:00:00");
    farthing.finish().await;
}

#[tokio::test]
async fn what_is_told_by_a_balance() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let mut chat = Chat::with(&farthing, 7001);
    chat.says("hello").await;
    let statement = "\
Date,Description,Amount,Balance,Currency
2026-03-02,OPENING DEPOSIT,300.00,300.00,GBP
2026-03-05,CORNER SHOP,-20.00,280.00,GBP
";
    import_on(&ana, "2026-03-31", "first.csv", statement).await;
    passes(&farthing, &mut chat, NOON).await;
    let later = "\
Date,Description,Amount,Balance,Currency
2026-03-05,CORNER SHOP,-20.00,280.00,GBP
2026-03-18,BICYCLE SHOP,-230.00,50.00,GBP
";
    import_on(&ana, "2026-04-01", "later.csv", later).await;
    passes(&farthing, &mut chat, "2026-04-01T12:00:00Z").await;
    insta::assert_snapshot!(chat.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn what_is_due_before_the_salary_is_held_against_what_there_is() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let mut chat = Chat::with(&farthing, 7001);
    let header = "date,description,amount,balance,currency,account,category\n";
    let known = "\
2026-01-05,LANDLORD,-900.00,150.00,GBP,Current,Housing
2026-01-26,ACME LTD PAYROLL,1000.00,1150.00,GBP,Current,Income
2026-02-05,LANDLORD,-900.00,250.00,GBP,Current,Housing
2026-02-26,ACME LTD PAYROLL,1000.00,1250.00,GBP,Current,Income
2026-03-05,LANDLORD,-900.00,350.00,GBP,Current,Housing
2026-03-26,ACME LTD PAYROLL,1000.00,1350.00,GBP,Current,Income
";
    import_on(&ana, "2026-03-27", "known.csv", &format!("{header}{known}")).await;
    run_due(&farthing.app, BOT, WorkerId(1), moment("2026-03-27T12:00:00Z")).await.unwrap();
    farthing.execute("delete from outbox").await;
    wants(&farthing, |attention| (attention.daily, attention.weekly, attention.monthly) = (false, false, false)).await;
    let spent = async |day: &str, amount: &str, balance: &str, chat: &mut Chat| {
        let row = format!("{header}{day},TESCO STORES 3344,-{amount},{balance},GBP,Current,Groceries\n");
        import_on(&ana, day, "more.csv", &row).await;
        passes(&farthing, chat, &format!("{day}T12:00:00Z")).await;
    };
    spent("2026-03-28", "440.00", "910.00", &mut chat).await;
    // £30 too little, £40 too little, and £60 too little: said again where it is much more.
    spent("2026-03-29", "40.00", "870.00", &mut chat).await;
    spent("2026-03-30", "10.00", "860.00", &mut chat).await;
    spent("2026-03-31", "20.00", "840.00", &mut chat).await;
    insta::assert_snapshot!(chat.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn a_price_that_goes_up_is_told_once_to_who_asked() {
    let farthing = Farthing::start().await;
    let ana = begin(&farthing).await;
    let mut chat = Chat::with(&farthing, 7001);
    wants(&farthing, |attention| (attention.daily, attention.weekly, attention.monthly) = (false, false, false)).await;
    wants(&farthing, |attention| attention.off.push(farthing::domain::AlertKind::BillDue)).await;
    chat.says("let me know when Netflix goes up").await;
    chat.taps("Save").await;
    let header = "date,description,amount,currency,account,category\n";
    for (day, amount) in [("2026-04-20", "12.99"), ("2026-05-20", "12.99"), ("2026-06-20", "11.99")] {
        let row = format!("{header}{day},Netflix,-{amount},GBP,Current,Entertainment\n");
        import_on(&ana, day, "netflix.csv", &row).await;
        passes(&farthing, &mut chat, &format!("{day}T12:00:00Z")).await;
    }
    insta::assert_snapshot!(chat.transcript);
    farthing.finish().await;
}

//! The wallet in the chat: what both people read, that a press pays once, and the rows and sums of both books.

mod admin;
mod below;
mod requests;
mod schedules;
mod sending;

use farthing::bot::outgoing::{Button, stored};
use farthing::config::Access;
use farthing::tools::ledger::{Request, answer, verify};
use serde_json::{Value, json};

use crate::story::{ANA, BEN, Story};

/// Three people who have said hello to the bot, and Ben has pounds.
async fn story(pounds: &str) -> Story {
    let mut story = Story::start(Access::Open).await;
    for person in [ANA, BEN, crate::story::CLEO] {
        story.types(person, "/start").await;
    }
    if pounds != "0" {
        ledger(
            &story,
            json!({"key": "fund", "kind": "transfer", "from": "system:funding",
            "to": format!("user:{BEN}"), "amount": pounds, "currency": "GBP"}),
        )
        .await;
    }
    story
}

/// One line of `farthing ledger`.
async fn ledger(story: &Story, line: Value) -> &'static str {
    let request = Request::read(line.to_string().as_bytes());
    let replies = answer(&mut story.farthing.app.store.ledger_session(), story.now(), vec![request]).await.unwrap();
    replies[0].result.word()
}

/// What farthing told a person unasked, with the words of its buttons; and the buttons.
async fn told(story: &Story, person: i64) -> (String, Vec<Button>) {
    let query = format!(
        "select coalesce(json_agg(message order by message_id), '[]') from outbox where priority = 1 and chat_id = {person}"
    );
    let messages: Vec<Value> = serde_json::from_str(&story.farthing.value(&query).await).unwrap();
    story.farthing.execute(&format!("delete from outbox where priority = 1 and chat_id = {person}")).await;
    let (mut text, mut buttons) = (String::new(), Vec::new());
    for message in messages {
        let outgoing = stored(&message).unwrap();
        text.push_str(&outgoing.html);
        text.push('\n');
        for row in &outgoing.buttons {
            let words: Vec<String> = row.iter().map(|button| format!("[{}]", button.text)).collect();
            text.push_str(&format!("{}\n", words.join(" ")));
        }
        buttons.extend(outgoing.buttons.into_iter().flatten());
    }
    (text, buttons)
}

/// The data of the button whose words hold these.
fn data(buttons: &[Button], words: &str) -> String {
    let found = buttons.iter().find(|button| button.text.contains(words));
    found.unwrap_or_else(|| panic!("no button {words} in {buttons:?}")).data.clone()
}

/// A person's rows: day aside, what, how much, category, who decided.
async fn rows(story: &Story, person: i64) -> String {
    let query = format!(
        "select coalesce(string_agg(concat_ws(' | ', account.name, description, amount, category_id, decided_by), E'\\n'
             order by transaction_id), '')
         from transaction join account using (book_id, account_id) where transaction.book_id = book_of({person})"
    );
    story.farthing.value(&query).await
}

/// What each rollup holds in all, by category.
async fn sums(story: &Story, person: i64) -> String {
    let of = |table: &str, key: &str| {
        format!(
            "(select coalesce(string_agg(concat(k, ': ', s), ', ' order by k), '') from (
                 select {key} as k, sum(sum_out + sum_in) as s from {table} where book_id = book_of({person}) group by 1
             ) as t)"
        )
    };
    let (months, days) = (of("month_rollup", "category_id"), of("day_rollup", "flow"));
    let payees = of("payee_rollup", "category_id");
    story.farthing.value(&format!("select concat_ws(' / ', {months}, {days}, {payees})")).await
}

async fn available(story: &Story, person: i64) -> String {
    let query = format!("select coalesce(sum(balance - held), 0) from ledger_account where owner = 'user:{person}'");
    story.farthing.value(&query).await
}

/// Ends a story whose ledger must still be whole.
async fn finish(story: Story) {
    verify(&story.farthing.app.store).await.unwrap().unwrap();
    story.finish().await;
}

//! Asking for money.

use chrono::TimeDelta;
use farthing::bot::wallet_rounds::round;

use super::{available, data, finish, rows, story, told};
use crate::story::{ANA, BEN};

#[tokio::test]
async fn a_request_is_paid_once_and_both_hear_of_it() {
    let mut story = story("100").await;
    let card = story.hears(ANA, "/request 12.50 GBP @ben_ok for cinema").await;
    assert_eq!(card.text, "<b>Ask Ben for £12.50?</b>\nFor: cinema\n[✅ Confirm]\n[Change] [Cancel]\n");
    assert_eq!(told(&story, BEN).await.0, "", "not before the press");
    assert_eq!(
        story.presses(ANA, &data(&card.buttons, "Confirm")).await,
        "✅ Asked Ben for £12.50 for cinema. I'll tell you when they answer. /requests shows it.\n"
    );
    let (words, buttons) = told(&story, BEN).await;
    assert_eq!(words, "Ana &lt;b&gt;Lima&lt;/b&gt; asks you for £12.50 for cinema.\n[Pay] [Decline]\n");
    let listed = story.types(BEN, "/requests").await;
    assert!(
        listed.contains("1. Ana &lt;b&gt;Lima&lt;/b&gt; asks you for £12.50 for cinema\n[1. Pay] [1. Decline]"),
        "{listed}"
    );
    assert!(story.types(ANA, "/requests").await.contains("1. You asked Ben for £12.50 for cinema"));

    // Two cards for one request: the second pays nothing.
    let pay = data(&buttons, "Pay");
    story.presses(BEN, &pay).await;
    let first = story.farthing.value("select max(proposal_id::text) from proposal where request_id is not null").await;
    story.presses(BEN, &pay).await;
    let second = story.farthing.value("select max(proposal_id::text) from proposal where request_id is not null").await;
    assert_ne!(first, second);
    let confirm = |id: &str| format!("wallet:confirm:{}", id.replace('-', ""));
    assert!(story.presses(BEN, &confirm(&first)).await.starts_with("✅ Sent £12.50 to Ana"));
    assert_eq!(told(&story, ANA).await.0, "💷 Ben sent you £12.50 for cinema.\n[🧾 Receipt]\n");
    assert_eq!(
        story.presses(BEN, &confirm(&second)).await,
        "That request was answered already or has ended. Nothing was sent.\n"
    );
    assert_eq!(story.presses(BEN, &pay).await, "That request was answered already or has ended.\n");
    assert_eq!(available(&story, ANA).await, "12.50");
    assert_eq!(rows(&story, ANA).await, "Wallet | Ben: cinema | 12.50 | 1003 | knowledge");
    assert_eq!(story.farthing.value("select string_agg(distinct state, ' ') from payment_request").await, "paid");
    finish(story).await;
}

#[tokio::test]
async fn a_request_is_declined_reminded_taken_back_or_ends() {
    let mut story = story("100").await;
    let asks = async |story: &mut crate::story::Story| {
        let card = story.hears(ANA, "ask @ben_ok for £5 for milk").await;
        story.presses(ANA, &data(&card.buttons, "Confirm")).await;
        told(story, BEN).await.1
    };
    let buttons = asks(&mut story).await;
    // The one who asked cannot decline, the one who was asked cannot take back.
    let back = data(&buttons, "Decline").replace("decline", "back");
    assert_eq!(story.presses(BEN, &back).await, "That request was answered already or has ended.\n");
    assert_eq!(story.presses(BEN, &data(&buttons, "Decline")).await, "Declined. I told Ana &lt;b&gt;Lima&lt;/b&gt;.\n");
    assert_eq!(told(&story, ANA).await.0, "Ben declined your request for £5.00 for milk.\n");

    let buttons = asks(&mut story).await;
    let remind = data(&buttons, "Pay").replace("pay", "remind");
    let no = "I remind people twice at most, and not before a day has passed. They have your request.\n";
    assert_eq!(story.presses(ANA, &remind).await, no);
    for _ in 0..2 {
        story.offset += TimeDelta::hours(25);
        assert_eq!(story.presses(ANA, &remind).await, "I reminded Ben.\n");
        assert!(
            told(&story, BEN)
                .await
                .0
                .starts_with("A reminder: Ana &lt;b&gt;Lima&lt;/b&gt; asks you for £5.00 for milk.")
        );
    }
    story.offset += TimeDelta::hours(25);
    assert_eq!(story.presses(ANA, &remind).await, no);
    assert_eq!(story.presses(ANA, &remind.replace("remind", "back")).await, "Taken back. I told Ben.\n");
    assert!(told(&story, BEN).await.0.contains("took back the request for £5.00"));

    asks(&mut story).await;
    story.offset += TimeDelta::days(15);
    for _ in 0..2 {
        round(&story.bot(), false).await.unwrap();
    }
    assert_eq!(told(&story, ANA).await.0, "Ben did not answer your request for £5.00 for milk, so it has ended.\n");
    let states = "select string_agg(state, ' ' order by created_at) from payment_request where asked_by_me";
    assert_eq!(story.farthing.value(states).await, "declined cancelled expired");
    assert_eq!(available(&story, BEN).await, "100.00");
    finish(story).await;
}

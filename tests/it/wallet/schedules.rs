//! Payments of later.

use chrono::{Days, TimeDelta};
use farthing::bot::wallet_rounds::{prove, round};

use super::{available, data, finish, ledger, rows, story, told};
use crate::story::{ANA, BEN};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_day_is_paid_once_whoever_looks_and_a_day_without_money_is_told() {
    let mut story = story("120").await;
    let first = story.now().date_naive().checked_add_days(Days::new(2)).unwrap();
    let card = story.hears(BEN, &format!("send 50 to @ana every week on {} for rent", first.format("%A"))).await;
    assert!(card.text.starts_with(
        "<b>Send £50.00 to Ana &lt;b&gt;Lima&lt;/b&gt;, later?</b>\nFrom: your wallet\nWhen: every week, next on "
    ));
    let begun = story.presses(BEN, &data(&card.buttons, "Confirm")).await;
    assert!(
        begun.starts_with("✅ Scheduled: £50.00 to Ana &lt;b&gt;Lima&lt;/b&gt; for rent, every week, next on "),
        "{begun}"
    );
    assert!(story.types(BEN, "/scheduled").await.contains("1. £50.00 to Ana"));
    round(&story.bot(), false).await.unwrap();
    prove(&story.bot()).await.unwrap().unwrap();
    assert_eq!(available(&story, ANA).await, "0", "not yet");

    story.offset += TimeDelta::days(2);
    // Two processes, each its own loop.
    for _ in 0..2 {
        let (one, other) = (story.bot(), story.bot());
        let (a, b) = tokio::join!(round(&one, true), round(&other, true));
        a.unwrap();
        b.unwrap();
    }
    assert_eq!(available(&story, ANA).await, "50.00");
    assert_eq!(told(&story, ANA).await.0, "💷 Ben sent you £50.00 for rent.\n[🧾 Receipt]\n");
    assert!(
        told(&story, BEN)
            .await
            .0
            .starts_with("✅ Sent as scheduled: £50.00 to Ana &lt;b&gt;Lima&lt;/b&gt; for rent. £70.00 left.\n")
    );
    assert!(rows(&story, BEN).await.contains("Wallet | Ana <b>Lima</b>: rent | -50.00 | 201 | knowledge"));

    // The third week there is not enough: said once, and the fourth is tried again.
    for (week, left) in [(1, "20.00"), (2, "20.00")] {
        story.offset += TimeDelta::days(7);
        round(&story.bot(), false).await.unwrap();
        round(&story.bot(), false).await.unwrap();
        assert_eq!(available(&story, BEN).await, left, "week {week}");
    }
    let words = told(&story, BEN).await.0;
    assert!(words.contains("was skipped. There is not enough in your wallet. Nothing was sent."), "{words}");
    assert_eq!(words.matches("skipped").count(), 1);
    let put_in = json!({"key": "more", "kind": "transfer", "from": "system:funding", "to": format!("user:{BEN}"),
        "amount": "100", "currency": "GBP"});
    assert_eq!(ledger(&story, put_in).await, "ok");
    story.offset += TimeDelta::days(7);
    round(&story.bot(), false).await.unwrap();
    assert_eq!(available(&story, BEN).await, "70.00");

    let listed = story.hears(BEN, "/scheduled").await;
    assert_eq!(
        story.presses(BEN, &data(&listed.buttons, "Cancel 1")).await,
        "Cancelled. Nothing more is paid by it.\n"
    );
    assert_eq!(story.presses(BEN, &data(&listed.buttons, "Cancel 1")).await, "That one had ended already.\n");
    story.offset += TimeDelta::days(7);
    round(&story.bot(), false).await.unwrap();
    assert_eq!(available(&story, BEN).await, "70.00");
    finish(story).await;
}

#[tokio::test]
async fn a_single_later_payment_ends_and_a_long_missed_one_is_not_made() {
    let mut story = story("100").await;
    let card = story.hears(BEN, "send 5 to @ana tomorrow").await;
    story.presses(BEN, &data(&card.buttons, "Confirm")).await;
    story.offset += TimeDelta::days(1);
    round(&story.bot(), false).await.unwrap();
    assert_eq!(available(&story, ANA).await, "5.00");
    assert!(story.types(BEN, "/scheduled").await.starts_with("Nothing is scheduled."));

    let card = story.hears(BEN, "send 7 to @ana tomorrow").await;
    story.presses(BEN, &data(&card.buttons, "Confirm")).await;
    told(&story, BEN).await;
    story.offset += TimeDelta::days(9);
    round(&story.bot(), false).await.unwrap();
    assert!(told(&story, BEN).await.0.contains("too long ago to pay now"));
    assert_eq!(available(&story, ANA).await, "5.00");
    finish(story).await;
}

//! Words below a message that somebody else wrote: in a private chat, one that was forwarded there.

use serde_json::{Value, json};

use super::{data, finish, story};
use crate::story::{ANA, BEN, Story, from};

/// Ben writes below a message that he forwarded.
fn below(origin: &Value, text: &str) -> Value {
    let chat = json!({"id": BEN, "type": "private", "first_name": "x"});
    let forwarded = json!({
        "message_id": 5, "date": 1, "from": from(BEN), "chat": chat, "text": "I paid for lunch", "forward_origin": origin,
    });
    json!({"message": {
        "message_id": 6, "date": 2, "from": from(BEN), "chat": chat, "text": text, "reply_to_message": forwarded,
    }})
}

fn of(person: i64) -> Value {
    json!({"type": "user", "date": 1, "sender_user": from(person)})
}

#[tokio::test]
async fn the_card_is_for_whoever_wrote_the_forwarded_message() {
    let mut story = story("100").await;
    let card = story.happens(BEN, below(&of(ANA), "/send 20 lunch")).await;
    let expected = "\
<b>Send £20.00 to Ana &lt;b&gt;Lima&lt;/b&gt;?</b>
From: your wallet
For: lunch
Category: Dining: restaurants
Balance after: £80.00
You never paid Ana &lt;b&gt;Lima&lt;/b&gt; before. Is it the right person?
[✅ Confirm]
[Change] [Cancel]
";
    assert_eq!(card.text, expected);
    assert_eq!(story.happens(BEN, below(&of(ANA), "send them 20 for lunch")).await.text, expected);
    assert_eq!(
        story.presses(BEN, &data(&card.buttons, "Confirm")).await,
        "✅ Sent £20.00 to Ana &lt;b&gt;Lima&lt;/b&gt; for lunch. £80.00 left.\n[🧾 Receipt]\n"
    );
    assert_eq!(
        story.happens(BEN, below(&of(ANA), "/request 12.50 cinema")).await.text,
        "<b>Ask Ana &lt;b&gt;Lima&lt;/b&gt; for £12.50?</b>\nFor: cinema\n[✅ Confirm]\n[Change] [Cancel]\n"
    );
    finish(story).await;
}

#[tokio::test]
async fn who_cannot_be_told_or_paid_gets_no_card() {
    let mut story = story("100").await;
    let hidden = json!({"type": "hidden_user", "date": 1, "sender_user_name": "Ana"});
    let bot = json!({"type": "user", "date": 1, "sender_user": {"id": 99, "is_bot": true, "first_name": "bot"}});
    let absent =
        "They don't use this farthing, or can't be paid here. They can open t.me/farthing_bot and press Start.\n";
    let how = "Write how much and to whom: /send 20 @ana for lunch. Their @username or farthing id tells me who it is. Below \
               somebody's message, the amount is enough.\n";
    let nobody = "I don't know anyone by that name here.\n";
    for (origin, text, reply) in [
        (&of(7999), "/send 20 lunch", absent),
        (&of(ANA), "/send lunch", how),
        // Nobody is hidden behind a name, a bot or Ben himself: the words stand for themselves.
        (&hidden, "/send 20 lunch", nobody),
        (&bot, "/send 20 lunch", nobody),
        (&of(BEN), "/send 20 lunch", nobody),
        (&of(ANA), "/send 20 @dora lunch", nobody),
        (&of(ANA), "/balance", "<b>Your wallet</b>\n£100.00\n[History]\n"),
    ] {
        assert_eq!(story.happens(BEN, below(origin, text)).await.text, reply, "{origin} {text}");
    }
    blocked_is_absent(&mut story, absent).await;
    assert_eq!(story.farthing.value("select count(*) from proposal").await, "0");
    finish(story).await;
}

async fn blocked_is_absent(story: &mut Story, absent: &str) {
    story.farthing.execute(&format!("update chat set blocked_at = now() where chat_id = {ANA}")).await;
    assert_eq!(story.happens(BEN, below(&of(ANA), "/send 20 lunch")).await.text, absent);
}

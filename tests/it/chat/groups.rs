//! A group: money by words below somebody's message, and nothing of it said there.

use serde_json::Value;

use super::{ANA, BEN, BOT, Chat, transcript};
use crate::second_factor::fund;

/// Somebody of the sandbox who never wrote to the bot.
const CLEO: i64 = 7003;

struct Group {
    chat: Chat,
    id: i64,
}

impl Group {
    /// Ana, Ben and Cleo in a group with the bot. Ana and Ben have private chats with it, and Ben has pounds.
    async fn start() -> Self {
        let chat = Chat::start().await;
        chat.say(ANA, "/balance").await;
        chat.say(BEN, "/balance").await;
        fund(&chat, BEN, "100").await;
        let id = chat.server.sandbox.create_group(BOT, "Lunch", &[ANA, BEN, CLEO]).unwrap();
        chat.count_update();
        chat.count_update();
        chat.settled().await;
        Self { chat, id }
    }

    /// Something that the bot does not hear; the number of the message.
    fn chatter(&self, person: i64, text: &str) -> i64 {
        self.chat.server.sandbox.send_text_in_group(BOT, self.id, person, text, None).unwrap().message_id
    }

    /// Words below a message of the group; what the bot said then in the group, and in the person's private chat.
    async fn below(&self, message: i64, person: i64, text: &str) -> (String, String) {
        let (group, private) = (self.chat.server.messages(self.id).await, self.chat.server.messages(person).await);
        self.chat.server.sandbox.send_text_in_group(BOT, self.id, person, text, Some(message)).unwrap();
        self.chat.count_update();
        self.chat.settled().await;
        (said(&self.chat, self.id, &group).await, said(&self.chat, person, &private).await)
    }

    /// How often the bot showed that it heard.
    async fn reactions(&self) -> usize {
        let calls = self.chat.server.get(&format!("/sandbox/calls?bot={BOT}")).await;
        let calls = calls["calls"].as_array().cloned().unwrap_or_default();
        let reacts = |call: &&Value| {
            let is_one = call["method"].as_str().is_some_and(|name| name.eq_ignore_ascii_case("setMessageReaction"));
            is_one && call["arguments"]["chat_id"].as_i64() == Some(self.id)
        };
        calls.iter().filter(reacts).count()
    }
}

/// What the bot said in a chat since.
async fn said(chat: &Chat, id: i64, before: &[Value]) -> String {
    let messages = chat.server.messages(id).await;
    let is_new = |message: &Value| message["from"]["is_bot"] == true && !before.contains(message);
    transcript(&messages.into_iter().filter(is_new).collect::<Vec<_>>())
}

#[tokio::test]
async fn the_card_comes_in_private_and_the_group_sees_no_money() {
    let group = Group::start().await;
    let chat = &group.chat;
    let ana = chat.farthing.value(&format!("select name from chat where chat_id = {ANA}")).await;
    let ben = chat.farthing.value(&format!("select name from chat where chat_id = {BEN}")).await;
    let lunch = group.chatter(ANA, "I paid for all of us");
    let card = format!(
        "farthing: Send £20.00 to {ana}?\n  From: your wallet\n  For: lunch\n  Category: Dining: restaurants\n  Balance after: \
         £80.00\n  You never paid {ana} before. Is it the right person?\n  (✅ Confirm)\n  (Change)  (Cancel)"
    );
    assert_eq!(group.below(lunch, BEN, "/send 20 lunch").await, (String::new(), card.clone()));
    assert_eq!(group.below(lunch, BEN, "@farthing_bot send 20 for lunch").await, (String::new(), card));
    assert_eq!(group.reactions().await, 2);

    let before = chat.server.messages(ANA).await;
    assert_eq!(
        chat.press(BEN, "✅ Confirm").await,
        format!("farthing: ✅ Sent £20.00 to {ana} for lunch. £80.00 left.\n  (🧾 Receipt)")
    );
    assert_eq!(
        said(chat, ANA, &before).await,
        format!("farthing: 💷 {ben} sent you £20.00 for lunch.\n  (🧾 Receipt)")
    );
    let owner = "select string_agg(concat_ws(' ', owner, balance), ', ' order by owner) from ledger_account where owner like 'user:%'";
    assert_eq!(chat.farthing.value(owner).await, format!("user:{ANA} 20.00, user:{BEN} 80.00"));
    // A name beyond doubt counts more than whose message it is.
    let other = group.below(group.chatter(BEN, "and who pays me?"), ANA, "/send 5 @jonas_weber tea").await;
    assert!(other.1.contains(&format!("Send £5.00 to {ben}?")), "{other:?}");
    // The group is no chat of anybody, and has nobody's name.
    assert_eq!(chat.farthing.value("select count(*) from chat where chat_id < 0").await, "0");
    let money = transcript(&chat.server.messages(group.id).await);
    assert!(!money.contains('£'), "{money}");
    group.chat.finish().await;
}

#[tokio::test]
async fn who_is_not_here_yet_is_told_how_and_nothing_is_kept() {
    let group = Group::start().await;
    let chat = &group.chat;
    let bens = group.chatter(BEN, "who owes me?");
    let cleo = chat.server.messages(group.id).await.len();
    assert!(cleo > 0);
    let (there, private) = group.below(bens, CLEO, "/send 20 lunch").await;
    assert!(
        there.starts_with("farthing: ")
            && there.ends_with(
                ", open our private chat first: t.me/farthing_bot, then Start. After that, write it here once more."
            ),
        "{there}"
    );
    assert_eq!(private, "");
    // Cleo cannot be paid either.
    let cleos = group.chatter(CLEO, "me too");
    let absent = "farthing: They don't use this farthing, or can't be paid here. They can open t.me/farthing_bot and press Start.";
    assert_eq!(group.below(cleos, BEN, "/send 20 lunch").await, (String::new(), absent.to_owned()));
    let short = "farthing: Your wallet has 100.00 GBP and this needs 200.00 GBP. Nothing was sent. /topup tells how to put money in.";
    let anas = group.chatter(ANA, "that was dear");
    assert_eq!(group.below(anas, BEN, "/send 200 lunch").await, (String::new(), short.to_owned()));
    let how = "farthing: Write how much and to whom: /send 20 @ana for lunch. Their @username or farthing id tells me who it is. \
               Below somebody's message, the amount is enough.";
    assert_eq!(group.below(anas, BEN, "/send lots").await, (String::new(), how.to_owned()));
    let only = "farthing: I only work in a private chat: your money is nobody else's business. To send somebody here money, \
                answer their message with /send 20 for lunch.";
    for (message, text) in [(anas, "/balance"), (anas, "@farthing_bot how much do I have?"), (bens, "/send 20 lunch")] {
        assert_eq!(group.below(message, BEN, text).await, (only.to_owned(), String::new()), "{text}");
    }
    // Shut out: the group is not told.
    chat.farthing.execute(&format!("update chat set blocked_at = now() where chat_id = {ANA}")).await;
    let (there, private) = group.below(bens, ANA, "/send 20 lunch").await;
    assert!(there.contains("open our private chat first") && private.is_empty(), "{there} {private}");
    assert_eq!(chat.farthing.value("select count(*) from proposal").await, "0");
    assert_eq!(chat.farthing.value(&format!("select count(*) from chat where chat_id = {CLEO}")).await, "0");
    group.chat.finish().await;
}

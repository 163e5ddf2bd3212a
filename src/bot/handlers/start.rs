//! Saying hello, helping, and stopping.

use crate::bot::asking::Asking;
use crate::bot::button::ButtonAction;
use crate::bot::outgoing::Outgoing;
use crate::bot::turn::Turn;
use crate::tools::ToolError;

const HELLO: &str = "\
<b>Hello, I'm farthing.</b> I keep an eye on your money.
Send me a bank statement (PDF or CSV): I read it, prove by its balances that I read it right, and sort every row.
Then ask me anything in plain words. Every figure opens to the rows behind it.";

const HELP: &str = "\
<b>What I can do</b>
📄 Send a statement as a file (PDF, CSV): I read, prove and sort it.
💬 Ask: \u{201c}how much did I spend on groceries last month?\u{201d}, \u{201c}top 5 merchants this year\u{201d}, \u{201c}and in March?\u{201d}
🧾 Tap <b>Show the rows</b> below an answer to see what is behind it.
🎯 \u{201c}200 a month for eating out\u{201d} sets a budget and I speak up when it runs out; /budget shows them.
🔔 \u{201c}tell me when anything over 100 leaves my current account\u{201d}: I speak up by myself; /alerts shows of what, /mute 3 days \
silences me, /settings has the hours.
💷 /send 20 @ana for lunch, /request, /balance: money between people who use this farthing.
↩️ /undo takes back the latest import or change, /cancel stops what is running.
🔒 /export gives you everything, /forget deletes everything.";

pub(super) fn start(turn: &mut Turn) {
    turn.reply(Outgoing {
        buttons: vec![
            vec![ButtonAction::Demo.button("📄 Try a demo statement")],
            vec![ButtonAction::Ask.button("What can I ask?")],
        ],
        ..Outgoing::html(HELLO)
    });
}

pub(super) fn help(turn: &mut Turn) {
    turn.reply(Outgoing::html(HELP));
}

pub(super) fn unknown(turn: &mut Turn) {
    turn.reply(Outgoing::plain("I don't know that command. /help shows what I can do; plain words work as well."));
}

/// Stops what is under way and takes back what the bot asked.
pub(super) async fn cancel(turn: &mut Turn) -> Result<(), ToolError> {
    let waited = turn.asking.take();
    let stopped = turn.bot.app.store.cancel_updates(turn.claim, turn.chat_id, turn.now).await?;
    turn.bot.stop_running(turn.chat_id, turn.claim.update_id);
    turn.ask(None);
    let words = match (stopped, waited) {
        (true, _) => "Stopped. What was under way is not kept; everything from before is.",
        (false, Some(Asking::Password)) => "All right, no password. The file is not kept; send it again any time.",
        (false, Some(_)) => "All right, never mind.",
        (false, None) => "Nothing is running.",
    };
    turn.reply(Outgoing::plain(words));
    Ok(())
}

//! What admins do by `/admin`.
//!
//! **Invariant:** nobody else's press or words get here past [`pressed`] and the check in front of [`handle`], and nothing
//! that is shown holds an amount or a word of anyone's rows.

mod broadcast;
mod figures;
pub(super) mod funding;
mod jobs;
mod letters;
mod people;
mod pins;

use chrono::{DateTime, TimeDelta, Utc};

use crate::bot::button::AdminAction;
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::turn::Turn;
use crate::domain::TelegramUserId;
use crate::text;
use crate::texts::Texts;
use crate::tools::ToolError;

const HELP: &str = "\
<b>What you can do here</b>
/admin stats: how much there is of everything
/admin users: who writes to me; add a name or a number to search
/admin block 123, /admin unblock 123: shut a person out, and back in
/admin allow 123: let a person in
/admin invite: a link that lets one person in
/admin topup @ana 50 GBP reason, /admin payout @ana 50 GBP reason: money into and out of a wallet
/admin refund stx12: what was paid in the chat, out of the wallet again
/admin resetpin @ana reason: a forgotten PIN
/admin broadcast words: the same to everybody, after a look at it
/admin dlq: what could not be handled or delivered
/admin jobs: what I do by myself, and what of it was given up
/admin health: whether everything runs";

/// What an admin typed after `/admin`.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Request<'a> {
    Help,
    Stats,
    Health,
    People {
        words: &'a str,
    },
    Block(TelegramUserId),
    Unblock(TelegramUserId),
    Allow(TelegramUserId),
    /// A word of the three above without a person's number.
    NoNumber {
        word: &'a str,
    },
    Invite,
    /// Money into a wallet, or out of it.
    Fund {
        out: bool,
        words: &'a str,
    },
    /// A payment of the chat back out of its wallet.
    Refund {
        charge: &'a str,
    },
    /// A forgotten PIN.
    ResetPin {
        words: &'a str,
    },
    Broadcast {
        words: &'a str,
    },
    /// Jobs and mails.
    Jobs,
    Letters,
    Replay {
        letter: i64,
    },
    Bury {
        letter: i64,
    },
}

impl<'a> Request<'a> {
    fn parse(argument: &'a str) -> Self {
        let (word, rest) = split(argument);
        let person = |request: fn(TelegramUserId) -> Self| match number(rest) {
            Some(id) => request(TelegramUserId(id)),
            None => Self::NoNumber { word },
        };
        match word.to_lowercase().as_str() {
            "stats" => Self::Stats,
            "health" => Self::Health,
            "users" => Self::People { words: rest },
            "block" => person(Self::Block),
            "unblock" => person(Self::Unblock),
            "allow" => person(Self::Allow),
            "invite" => Self::Invite,
            "topup" => Self::Fund { out: false, words: rest },
            "payout" => Self::Fund { out: true, words: rest },
            "refund" => Self::Refund { charge: rest },
            "resetpin" => Self::ResetPin { words: rest },
            "jobs" => Self::Jobs,
            "broadcast" => Self::Broadcast { words: rest },
            "dlq" => match split(rest) {
                ("replay", letter) => number(letter).map_or(Self::Letters, |letter| Self::Replay { letter }),
                ("drop", letter) => number(letter).map_or(Self::Letters, |letter| Self::Bury { letter }),
                _ => Self::Letters,
            },
            _ => Self::Help,
        }
    }
}

/// The first word and what follows it.
fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim()))
}

/// A person's or a letter's number, however it was copied.
fn number(text: &str) -> Option<i64> {
    text.trim().trim_start_matches('#').parse().ok().filter(|number| *number > 0)
}

/// `/admin`: who sends it was checked.
pub(super) async fn handle(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    match Request::parse(argument) {
        Request::Help => turn.reply(Outgoing::html(HELP)),
        Request::Stats => return figures::stats(turn).await,
        Request::Health => return figures::health(turn).await,
        Request::People { words } => return people::list(turn, words, 0).await,
        Request::Block(person) => return people::block(turn, person).await,
        Request::Unblock(person) => return people::unblock(turn, person).await,
        Request::Allow(person) => return people::allow(turn, person).await,
        Request::NoNumber { word } => turn.reply(Outgoing::plain(&format!(
            "Whom? Write the person's number after it, like /admin {word} 123456. /admin users shows the numbers."
        ))),
        Request::Invite => return people::invite(turn).await,
        Request::Fund { out, words } => return funding::propose_funding(turn, out, words).await,
        Request::Refund { charge } => return funding::refund(turn, charge).await,
        Request::ResetPin { words } => return pins::reset(turn, words).await,
        Request::Broadcast { words } => return broadcast::preview(turn, words).await,
        Request::Jobs => return jobs::show(turn).await,
        Request::Letters => return letters::show(turn).await,
        Request::Replay { letter } => return letters::replay(turn, letter..=letter).await,
        Request::Bury { letter } => return letters::bury(turn, letter..=letter).await,
    }
    Ok(())
}

/// A button of an admin's message; anybody can send one.
pub(super) async fn pressed(turn: &mut Turn, action: AdminAction, message_id: Option<i32>) -> Result<(), ToolError> {
    if !turn.bot.is_admin(turn.sender.user) {
        turn.reply(Outgoing::plain(&text!(turn.texts, "admin-only")));
        return Ok(());
    }
    if let Some(message_id) = message_id {
        turn.remove_buttons(message_id).await;
    }
    match action {
        AdminAction::People { offset, words } => people::list(turn, &words, offset).await,
        AdminAction::Send { broadcast } => broadcast::send(turn, broadcast).await,
        AdminAction::Discard { broadcast } => broadcast::discard(turn, broadcast).await,
        AdminAction::Replay { up_to } => letters::replay(turn, 1..=up_to).await,
        AdminAction::Bury { up_to } => letters::bury(turn, 1..=up_to).await,
        AdminAction::Retry => jobs::retry(turn).await,
    }
}

/// "3 hours": how long ago, in its largest unit.
fn age(since: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let age: TimeDelta = (now - since).max(TimeDelta::zero());
    let (count, unit) = match (age.num_days(), age.num_hours(), age.num_minutes(), age.num_seconds()) {
        (days @ 1.., ..) => (days, "day"),
        (_, hours @ 1.., ..) => (hours, "hour"),
        (_, _, minutes @ 1.., _) => (minutes, "minute"),
        (.., seconds) => (seconds, "second"),
    };
    count_of(count, unit)
}

/// "1 person" needs its own word; "2 days" does not.
fn count_of(count: i64, unit: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {unit}{plural}", grouped(count))
}

fn people_of(texts: &Texts, count: i64) -> String {
    text!(texts, "admin-people", count = count.unsigned_abs())
}

/// 1,234,567.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if number < 0 { format!("-{grouped}") } else { grouped }
}

/// The longest part of a name that is shown.
const NAME_CHARS_MAX: usize = 40;

/// A person's own name for themselves: one short line of plain words.
fn shown_name(name: &str) -> String {
    let line: String = name.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let mut short: String = line.chars().take(NAME_CHARS_MAX).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    escape(short.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Language;

    #[test]
    fn requests_are_read() {
        let check =
            |argument: &str, expected: Request<'_>| assert_eq!(Request::parse(argument), expected, "{argument}");
        let person = TelegramUserId(7002);
        check("", Request::Help);
        check("  ", Request::Help);
        check("nonsense", Request::Help);
        check("stats", Request::Stats);
        check("Health", Request::Health);
        check("users", Request::People { words: "" });
        check("users  Ana Maria ", Request::People { words: "Ana Maria" });
        check("block 7002", Request::Block(person));
        check("unblock #7002", Request::Unblock(person));
        check("allow 7002", Request::Allow(person));
        check("block", Request::NoNumber { word: "block" });
        check("allow ana", Request::NoNumber { word: "allow" });
        check("block -5", Request::NoNumber { word: "block" });
        check("invite", Request::Invite);
        check("broadcast  two\nlines ", Request::Broadcast { words: "two\nlines" });
        check("refund stx1 ", Request::Refund { charge: "stx1" });
        check("resetpin @ana called me", Request::ResetPin { words: "@ana called me" });
        check("broadcast", Request::Broadcast { words: "" });
        check("jobs", Request::Jobs);
        check("dlq", Request::Letters);
        check("dlq replay 12", Request::Replay { letter: 12 });
        check("dlq drop #12", Request::Bury { letter: 12 });
        check("dlq replay", Request::Letters);
        check("dlq drop all", Request::Letters);
    }

    #[test]
    fn ages_have_one_unit() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(40);
        let check = |seconds: i64, expected: &str| assert_eq!(age(now - TimeDelta::seconds(seconds), now), expected);
        check(0, "0 seconds");
        check(-5, "0 seconds");
        check(1, "1 second");
        check(59, "59 seconds");
        check(60, "1 minute");
        check(7_200, "2 hours");
        check(86_400 * 3 + 5, "3 days");
    }

    #[test]
    fn numbers_are_grouped_and_names_harmless() {
        for (number, expected) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (12_345_678, "12,345,678"), (-1_234, "-1,234")]
        {
            assert_eq!(grouped(number), expected);
        }
        assert_eq!(people_of(Language::default().texts(), 1), "1 person");
        assert_eq!(people_of(Language::default().texts(), 1_200), "1,200 people");
        assert_eq!(shown_name("<b>An\na</b>"), "&lt;b&gt;An a&lt;/b&gt;");
        assert_eq!(shown_name(&"é".repeat(50)), format!("{}…", "é".repeat(40)));
    }
}

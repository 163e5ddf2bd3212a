//! Who is there, and who may be.

use uuid::Uuid;

use super::{count_of, shown_name};
use crate::bot::button::AdminAction;
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::turn::Turn;
use crate::config::Access;
use crate::domain::{ChatId, TelegramUserId};
use crate::store::admin::{KnownPerson, LetIn};
use crate::tools::ToolError;

/// People of one message: what a phone shows without much scrolling.
const PAGE: u32 = 10;

const WELCOME: &str = "Good news: you have been let in. Send me a statement, or /start to see what I can do.";

pub(super) async fn list(turn: &mut Turn, words: &str, offset: u32) -> Result<(), ToolError> {
    let words = shortened(words.trim(), AdminAction::WORDS_BYTES_MAX);
    let found = turn.bot.app.store.people(words, offset.into(), i64::from(PAGE) + 1).await?;
    if found.is_empty() {
        let nobody = match (words, offset) {
            ("", 0) => "Nobody has written to me yet.".to_owned(),
            (_, 0) => format!("I know nobody by \u{201c}{words}\u{201d}. A part of the name or the number will do."),
            _ => "That was everybody.".to_owned(),
        };
        turn.reply(Outgoing::plain(&nobody));
        return Ok(());
    }
    let mut lines = vec![match words {
        "" => "<b>People, the latest first</b>".to_owned(),
        words => format!("<b>People by \u{201c}{}\u{201d}, the latest first</b>", escape(words)),
    }];
    let page = PAGE as usize;
    lines.extend(found.iter().take(page).map(|person| described(turn, person)));
    let more = AdminAction::People { offset: offset.saturating_add(PAGE), words: words.to_owned() };
    let buttons = if found.len() > page { vec![vec![more.button("More")]] } else { Vec::new() };
    turn.reply(Outgoing { buttons, ..Outgoing::html(lines.join("\n")) });
    Ok(())
}

fn described(turn: &Turn, person: &KnownPerson) -> String {
    let name = match person.name.as_str() {
        "" => "(has not written)".to_owned(),
        name => shown_name(name),
    };
    let days = match (person.first_seen_at.date_naive(), person.last_seen_at.date_naive()) {
        (first, last) if first == last => first.to_string(),
        (first, last) => format!("{first} to {last}"),
    };
    let admin = turn.bot.is_admin(TelegramUserId(person.chat_id.0));
    let states = [
        (admin, "admin"),
        (person.is_blocked, "blocked"),
        (turn.bot.access != Access::Open && !person.is_let_in && !admin, "not let in"),
        (person.is_unreachable, "cannot be reached"),
    ];
    let states: String = states.iter().filter(|(is, _)| *is).map(|(_, state)| format!(", {state}")).collect();
    format!("<code>{}</code> {name}: {days}, {}{states}", person.chat_id.0, count_of(person.rows, "row"))
}

/// The beginning of a text that has at most so many bytes.
fn shortened(text: &str, bytes_max: usize) -> &str {
    let mut end = text.len().min(bytes_max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

pub(super) async fn block(turn: &mut Turn, person: TelegramUserId) -> Result<(), ToolError> {
    let words = if person == turn.sender.user {
        "That is you. I will not shut you out of your own farthing.".to_owned()
    } else if turn.bot.is_admin(person) {
        "That is another admin. Take the number out of FARTHING_ADMIN_IDS first.".to_owned()
    } else if turn.bot.app.store.block(ChatId(person.0), turn.now).await? {
        format!("{} is shut out. Their data stays as it is. /admin unblock {} takes it back.", person.0, person.0)
    } else {
        format!("{} is shut out already.", person.0)
    };
    turn.reply(Outgoing::plain(&words));
    Ok(())
}

pub(super) async fn unblock(turn: &mut Turn, person: TelegramUserId) -> Result<(), ToolError> {
    let words = match turn.bot.app.store.unblock(ChatId(person.0)).await? {
        true => format!("{} is no longer shut out.", person.0),
        false => format!("{} is not shut out.", person.0),
    };
    turn.reply(Outgoing::plain(&words));
    Ok(())
}

pub(super) async fn allow(turn: &mut Turn, person: TelegramUserId) -> Result<(), ToolError> {
    let chat = ChatId(person.0);
    let welcome = match turn.bot.access {
        // They were in all the time.
        Access::Open => Vec::new(),
        Access::Invite | Access::Allowlist => Outgoing::plain(WELCOME).into_messages(chat, None),
    };
    let outcome = turn.bot.app.store.let_in(turn.bot.telegram.bot_id, chat, &welcome, turn.now).await?;
    turn.bot.outbox_changed.notify_one();
    let mut words = match outcome {
        LetIn::Now => format!("{} is let in.", person.0),
        LetIn::Before => format!("{} was let in before.", person.0),
        LetIn::Blocked => format!("{0} is shut out, which weighs more. /admin unblock {0} takes that back.", person.0),
    };
    if turn.bot.access == Access::Open {
        words.push_str(" It changes nothing now: FARTHING_ACCESS is open, so everybody is.");
    }
    turn.reply(Outgoing::plain(&words));
    Ok(())
}

pub(super) async fn invite(turn: &mut Turn) -> Result<(), ToolError> {
    let refused = match turn.bot.access {
        Access::Invite => None,
        Access::Open => Some("FARTHING_ACCESS is open: nobody needs an invitation."),
        Access::Allowlist => {
            Some("FARTHING_ACCESS is allowlist: invitations open nothing. /admin allow 123 lets a person in.")
        }
    };
    if let Some(words) = refused {
        turn.reply(Outgoing::plain(words));
        return Ok(());
    }
    // 244 bits of chance, far beyond guessing, in the 64 letters that a link can carry.
    let code = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    turn.bot.app.store.insert_invitation(&code, turn.sender.user, turn.now).await?;
    turn.reply(Outgoing::html(format!(
        "This link lets one person in, the first who opens it:\nhttps://t.me/{}?start={code}",
        escape(&turn.bot.username)
    )));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_between_letters() {
        for (text, bytes_max, expected) in [("ana", 40, "ana"), ("ana", 2, "an"), ("éé", 3, "é"), ("🙂", 3, "")] {
            assert_eq!(shortened(text, bytes_max), expected, "{text}");
        }
    }
}

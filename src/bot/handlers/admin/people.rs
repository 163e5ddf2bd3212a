//! Who is there, and who may be.

use uuid::Uuid;

use super::shown_name;
use crate::bot::button::AdminAction;
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::render;
use crate::bot::turn::Turn;
use crate::config::Access;
use crate::domain::{ChatId, TelegramUserId};
use crate::store::admin::{KnownPerson, LetIn};
use crate::text;
use crate::tools::ToolError;

/// People of one message: what a phone shows without much scrolling.
const PAGE: u32 = 10;

/// A person's number in an example.
const EXAMPLE: &str = "123";

pub(super) async fn list(turn: &mut Turn, words: &str, offset: u32) -> Result<(), ToolError> {
    let texts = turn.texts;
    let words = shortened(words.trim(), AdminAction::WORDS_BYTES_MAX);
    let found = turn.bot.app.store.people(words, offset.into(), i64::from(PAGE) + 1).await?;
    if found.is_empty() {
        let nobody = match (words, offset) {
            ("", 0) => text!(texts, "admin-nobody-yet"),
            (_, 0) => text!(texts, "admin-nobody-by", words = words),
            _ => text!(texts, "admin-that-was-everybody"),
        };
        turn.reply(Outgoing::plain(&nobody));
        return Ok(());
    }
    let mut lines = vec![match words {
        "" => text!(texts, "admin-people-head"),
        words => text!(texts, "admin-people-by-head", words = escape(words)),
    }];
    let page = PAGE as usize;
    lines.extend(found.iter().take(page).map(|person| described(turn, person)));
    let more = AdminAction::People { offset: offset.saturating_add(PAGE), words: words.to_owned() };
    let buttons =
        if found.len() > page { vec![vec![more.button(text!(texts, "button-more-people"))]] } else { Vec::new() };
    turn.reply(Outgoing { buttons, ..Outgoing::html(lines.join("\n")) });
    Ok(())
}

fn described(turn: &Turn, person: &KnownPerson) -> String {
    let texts = turn.texts;
    let name = match person.name.as_str() {
        "" => text!(texts, "admin-person-silent"),
        name => shown_name(name),
    };
    let days = match (person.first_seen_at.date_naive(), person.last_seen_at.date_naive()) {
        (first, last) if first == last => first.to_string(),
        (first, last) => {
            text!(texts, "admin-person-days", first = first.to_string(), last = last.to_string())
        }
    };
    let admin = turn.bot.is_admin(TelegramUserId(person.chat_id.0));
    let states = [
        (admin, text!(texts, "admin-state-admin")),
        (person.is_blocked, text!(texts, "admin-state-blocked")),
        (turn.bot.access != Access::Open && !person.is_let_in && !admin, text!(texts, "admin-state-not-let-in")),
        (person.is_unreachable, text!(texts, "admin-state-unreachable")),
    ];
    let state = |(_, state): &(bool, String)| text!(texts, "admin-person-state", state = state);
    let states: String = states.iter().filter(|(is, _)| *is).map(state).collect();
    text!(
        texts,
        "admin-person",
        number = person.chat_id.0.to_string(),
        name = name,
        days = days,
        rows = text!(texts, "count-rows", count = person.rows.unsigned_abs()),
        states = states
    )
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
    let (texts, number) = (turn.texts, person.0.to_string());
    let words = if person == turn.sender.user {
        text!(texts, "admin-block-yourself")
    } else if turn.bot.is_admin(person) {
        text!(texts, "admin-block-admin")
    } else if turn.bot.app.store.block(ChatId(person.0), turn.now).await? {
        text!(texts, "admin-blocked", number = number)
    } else {
        text!(texts, "admin-blocked-before", number = number)
    };
    turn.reply(Outgoing::plain(&words));
    Ok(())
}

pub(super) async fn unblock(turn: &mut Turn, person: TelegramUserId) -> Result<(), ToolError> {
    let words = match turn.bot.app.store.unblock(ChatId(person.0)).await? {
        true => text!(turn.texts, "admin-unblocked", number = person.0.to_string()),
        false => text!(turn.texts, "admin-not-blocked", number = person.0.to_string()),
    };
    turn.reply(Outgoing::plain(&words));
    Ok(())
}

pub(super) async fn allow(turn: &mut Turn, person: TelegramUserId) -> Result<(), ToolError> {
    let chat = ChatId(person.0);
    let welcome = match turn.bot.access {
        // They were in all the time.
        Access::Open => Vec::new(),
        Access::Invite | Access::Allowlist => {
            Outgoing::plain(&text!(render::wallet::texts(), "admin-let-in")).into_messages(chat, None)
        }
    };
    let outcome = turn.bot.app.store.let_in(turn.bot.telegram.bot_id, chat, &welcome, turn.now).await?;
    turn.bot.outbox_changed.notify_one();
    let (texts, number) = (turn.texts, person.0.to_string());
    let open = match turn.bot.access {
        Access::Open => text!(texts, "admin-allowed-open"),
        Access::Invite | Access::Allowlist => String::new(),
    };
    let words = match outcome {
        LetIn::Now => text!(texts, "admin-allowed", number = number, open = open),
        LetIn::Before => text!(texts, "admin-allowed-before", number = number, open = open),
        LetIn::Blocked => text!(texts, "admin-allowed-blocked", number = number, open = open),
    };
    turn.reply(Outgoing::plain(&words));
    Ok(())
}

pub(super) async fn invite(turn: &mut Turn) -> Result<(), ToolError> {
    let refused = match turn.bot.access {
        Access::Invite => None,
        Access::Open => Some(text!(turn.texts, "admin-invite-open")),
        Access::Allowlist => Some(text!(turn.texts, "admin-invite-allowlist", number = EXAMPLE)),
    };
    if let Some(words) = refused {
        turn.reply(Outgoing::plain(&words));
        return Ok(());
    }
    // 244 bits of chance, far beyond guessing, in the 64 letters that a link can carry.
    let code = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    turn.bot.app.store.insert_invitation(&code, turn.sender.user, turn.now).await?;
    let link = format!("https://t.me/{}?start={code}", escape(&turn.bot.username));
    turn.reply(Outgoing::html(text!(turn.texts, "admin-invite", link = link)));
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

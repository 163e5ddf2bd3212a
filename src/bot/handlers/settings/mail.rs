//! Summaries by email: an address, the code that proves it, and turning them off.
//!
//! **Invariant:** nothing but codes goes to an address that nobody has confirmed.

use lettre::Address;
use uuid::Uuid;

use super::{ask_instead, is_something_else};
use crate::bot::asking::Asking;
use crate::bot::button::MailAction;
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::turn::Turn;
use crate::store::mail::{CODE_GOOD_FOR, CodeMail, CodeTried, OfferedAddress};
use crate::text;
use crate::tools::ToolError;

/// With a million codes, one guess in 200,000 is right.
const TRIES_MAX: i16 = 5;
/// Enough for every slip, too few to bother a stranger.
const CODES_A_DAY: i16 = 5;
/// RFC 5321, section 4.5.3.1.3, without the brackets.
const ADDRESS_BYTES_MAX: usize = 254;

pub(in crate::bot::handlers) async fn pressed(
    turn: &mut Turn,
    action: MailAction,
    message: Option<i32>,
) -> Result<(), ToolError> {
    match action {
        MailAction::Open => open(turn).await,
        MailAction::Type if turn.bot.app.mail.is_some() => {
            turn.ask(Some(Asking::MailAddress));
            turn.reply(Outgoing {
                awaits: Some(text!(turn.texts, "mail-address-field")),
                ..Outgoing::html(text!(turn.texts, "mail-which-address"))
            });
            Ok(())
        }
        MailAction::Type => open(turn).await,
        MailAction::Off => {
            let user = turn.sender.user;
            turn.context().await?.book().await?.forget_address(user).await?;
            if matches!(turn.asking, Some(Asking::MailAddress | Asking::MailCode)) {
                turn.ask(None);
            }
            if let Some(message) = message {
                turn.remove_buttons(message).await;
            }
            turn.reply(Outgoing::html(text!(turn.texts, "mail-turned-off")));
            Ok(())
        }
    }
}

async fn open(turn: &mut Turn) -> Result<(), ToolError> {
    let user = turn.sender.user;
    let setting = turn.context().await?.book().await?.mail_setting(user).await?;
    let other = MailAction::Type.button(text!(turn.texts, "button-mail-other"));
    let off = MailAction::Off.button(text!(turn.texts, "button-mail-off"));
    let can_send = turn.bot.app.mail.is_some();
    let (words, buttons) = match (setting.offered, setting.address) {
        (_, None) if !can_send => (text!(turn.texts, "mail-no-server"), vec![]),
        (_, Some(_)) if !can_send => (text!(turn.texts, "mail-no-server"), vec![vec![off]]),
        (Some(offered), _) => {
            turn.ask(Some(Asking::MailCode));
            (text!(turn.texts, "mail-offered", address = escape(&offered)), vec![vec![other, off]])
        }
        (None, Some(address)) if setting.is_paused => {
            (text!(turn.texts, "mail-paused", address = escape(&address)), vec![vec![other, off]])
        }
        (None, Some(address)) => (text!(turn.texts, "mail-on", address = escape(&address)), vec![vec![other, off]]),
        (None, None) => {
            let first = MailAction::Type.button(text!(turn.texts, "button-mail-type"));
            (text!(turn.texts, "mail-off"), vec![vec![first]])
        }
    };
    turn.reply(Outgoing { buttons, ..Outgoing::html(words) });
    Ok(())
}

/// An address was typed: a code goes there.
pub(in crate::bot::handlers) async fn address_typed(turn: &mut Turn, text: &str) -> Result<(), ToolError> {
    let typed = text.trim();
    let address = typed.parse::<Address>().ok().filter(|_| typed.len() <= ADDRESS_BYTES_MAX);
    let Some(address) = address else {
        if !typed.contains('@') && is_something_else(typed) {
            return ask_instead(turn, text).await;
        }
        turn.reply(Outgoing::html(text!(turn.texts, "mail-not-an-address")));
        return Ok(());
    };
    if turn.bot.app.mail.is_none() {
        turn.ask(None);
        return open(turn).await;
    }
    let address = address.to_string();
    let (user, now) = (turn.sender.user, turn.now);
    let code = format!("{:06}", Uuid::new_v4().as_u128() % 1_000_000);
    let minutes = CODE_GOOD_FOR.num_minutes().to_string();
    let subject = text!(turn.texts, "mail-code-subject", code = code);
    let body = text!(turn.texts, "mail-code-body", code = code, minutes = minutes);
    let expires_at = now + CODE_GOOD_FOR;
    let offered = OfferedAddress { address: &address, code: &code, expires_at, codes_a_day: CODES_A_DAY };
    let book = turn.context().await?.book().await?;
    if !book.offer_address(user, offered, now).await? {
        turn.ask(None);
        turn.reply(Outgoing::html(text!(turn.texts, "mail-too-many-codes")));
        return Ok(());
    }
    book.enqueue_code_mail(user, CodeMail { to: &address, subject: &subject, body: &body }, now).await?;
    turn.ask(Some(Asking::MailCode));
    turn.reply(Outgoing {
        awaits: Some(text!(turn.texts, "mail-code-field")),
        ..Outgoing::html(text!(turn.texts, "mail-code-sent", address = escape(&address), minutes = minutes))
    });
    Ok(())
}

/// The code was typed, or something else.
pub(in crate::bot::handlers) async fn code_typed(turn: &mut Turn, text: &str) -> Result<(), ToolError> {
    let (user, now) = (turn.sender.user, turn.now);
    let code: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
    let is_code = code.len() == 6 && code.chars().all(|letter| letter.is_ascii_digit());
    if !is_code {
        let offered = turn.context().await?.book().await?.mail_setting(user).await?.offered;
        return match offered {
            Some(offered) if !is_something_else(text) => {
                let words = text!(turn.texts, "mail-code-unreadable", address = escape(&offered));
                turn.reply(Outgoing::html(words));
                Ok(())
            }
            _ => ask_instead(turn, text).await,
        };
    }
    let again = vec![vec![MailAction::Type.button(text!(turn.texts, "button-mail-type"))]];
    match turn.context().await?.book().await?.try_code(user, &code, TRIES_MAX, now).await? {
        CodeTried::Right { address } => {
            turn.ask(None);
            turn.reply(Outgoing::html(text!(turn.texts, "mail-confirmed", address = escape(&address))));
        }
        CodeTried::Wrong { tries_left: tries_left @ 1.. } => {
            let count = u64::from(tries_left.unsigned_abs());
            turn.reply(Outgoing::html(text!(turn.texts, "mail-code-wrong", count = count)));
        }
        CodeTried::Wrong { .. } | CodeTried::Gone => {
            turn.ask(None);
            turn.reply(Outgoing { buttons: again, ..Outgoing::html(text!(turn.texts, "mail-code-gone")) });
        }
    }
    Ok(())
}

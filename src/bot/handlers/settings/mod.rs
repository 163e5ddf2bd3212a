//! Time zone and home currency: guessed, asked once, changed any time; and the way to alerts and summaries.

pub(super) mod attention;
mod guesses;
pub(super) mod mail;
mod places;

use super::question;
use crate::bot::asking::Asking;
use crate::bot::button::{ButtonAction, MailAction};
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::turn::Turn;
use crate::domain::{Currency, Zone, currency_names};
use crate::store::people::Settings;
use crate::text;
use crate::texts::Texts;
use crate::tools::ToolError;
use places::Place;

/// A city, a country or a currency has fewer words than this; what has more is something else that the person wants.
const ANSWER_WORDS_MAX: usize = 6;
/// How hours may be typed instead of a city.
const EXAMPLE_HOURS: &str = "UTC+2";

/// `/settings`
pub(super) async fn show(turn: &mut Turn) -> Result<(), ToolError> {
    let settings = turn.context().await?.book().await?.settings().await?;
    let zone = match settings.time_zone_chosen {
        true => place_and_time(turn, settings.time_zone),
        false => text!(turn.texts, "time-zone-not-set"),
    };
    let currency = settings.home_currency.map_or_else(|| text!(turn.texts, "currency-not-set"), currency_words);
    turn.reply(Outgoing {
        buttons: vec![
            vec![ButtonAction::TimeZone { name: None }.button(text!(turn.texts, "button-change-zone"))],
            vec![ButtonAction::HomeCurrency { code: None }.button(text!(turn.texts, "button-change-currency"))],
            vec![super::alerts::settings_button(turn.texts)],
            vec![MailAction::Open.button(text!(turn.texts, "button-mail"))],
        ],
        ..Outgoing::html(text!(turn.texts, "settings", zone = zone, currency = currency))
    });
    Ok(())
}

/// After a person's first import: asks what is not known yet, with a guess. Says nothing once the time zone is chosen.
pub(super) async fn ask_after_first_import(turn: &mut Turn) -> Result<(), ToolError> {
    let settings = turn.context().await?.book().await?.settings().await?;
    if !settings.time_zone_chosen {
        turn.reply(first_question(turn.texts, settings, turn.sender.language.as_deref()));
    }
    Ok(())
}

fn first_question(texts: &Texts, settings: Settings, language: Option<&str>) -> Outgoing {
    let zone = guesses::guess(settings.home_currency, language);
    let place = places::name(zone);
    let (words, yes, currency) = match settings.home_currency {
        Some(currency) => (
            text!(texts, "settings-guess", place = place, currency = currency.to_string()),
            text!(texts, "button-both-right"),
            text!(texts, "button-other-currency"),
        ),
        None => (
            text!(texts, "settings-guess-zone", place = place),
            text!(texts, "button-zone-right"),
            text!(texts, "button-choose-currency"),
        ),
    };
    Outgoing {
        buttons: vec![
            vec![ButtonAction::TimeZone { name: Some(zone.name().to_owned()) }.button(yes)],
            vec![
                ButtonAction::TimeZone { name: None }.button(text!(texts, "button-other-zone")),
                ButtonAction::HomeCurrency { code: None }.button(currency),
            ],
        ],
        ..Outgoing::html(words)
    }
}

/// A time zone was tapped; `None` asks for a city.
pub(super) async fn time_zone(turn: &mut Turn, name: Option<String>, message: Option<i32>) -> Result<(), ToolError> {
    let Some(name) = name else {
        turn.ask(Some(Asking::TimeZone));
        turn.reply(Outgoing {
            awaits: Some(text!(turn.texts, "city-field")),
            ..Outgoing::html(text!(turn.texts, "which-city", hours = EXAMPLE_HOURS))
        });
        return Ok(());
    };
    let zone = name.parse().map_err(|_| ToolError::invalid(text!(turn.texts, "zone-unknown")))?;
    set_time_zone(turn, zone, message).await
}

/// A city was typed.
pub(super) async fn time_zone_typed(turn: &mut Turn, text: &str) -> Result<(), ToolError> {
    let (words, zones) = match places::find(text) {
        Place::Zone(zone) => return set_time_zone(turn, zone, None).await,
        Place::Unknown if is_something_else(text) => return ask_instead(turn, text).await,
        Place::OneOf(zones) => (text!(turn.texts, "which-place"), zones),
        Place::Unknown => {
            let words = text!(turn.texts, "place-unknown", place = escape(text), hours = EXAMPLE_HOURS);
            (words, vec![])
        }
    };
    let button =
        |zone: &Zone| vec![ButtonAction::TimeZone { name: Some(zone.name().to_owned()) }.button(places::name(*zone))];
    turn.reply(Outgoing { buttons: zones.iter().map(button).collect(), ..Outgoing::html(words) });
    Ok(())
}

async fn set_time_zone(turn: &mut Turn, zone: Zone, message: Option<i32>) -> Result<(), ToolError> {
    let now = turn.now;
    let book = turn.context().await?.book().await?;
    book.set_time_zone(zone).await?;
    let summary_at = book.attention().await?.summary_at;
    book.move_summaries(summary_at.next(now, zone)).await?;
    let currency = book.settings().await?.home_currency;
    answered(turn, &Asking::TimeZone);
    let place = place_and_time(turn, zone);
    let words = match currency {
        Some(currency) => {
            text!(turn.texts, "settings-set", place = place, currency = currency_words(currency))
        }
        None => text!(turn.texts, "zone-set", place = place),
    };
    turn.reply(Outgoing { edits: message, ..Outgoing::html(words) });
    Ok(())
}

/// A currency was tapped; `None` asks for a code.
pub(super) async fn home_currency(
    turn: &mut Turn,
    code: Option<String>,
    message: Option<i32>,
) -> Result<(), ToolError> {
    let Some(code) = code else {
        turn.ask(Some(Asking::HomeCurrency));
        turn.reply(Outgoing { awaits: Some("GBP".to_owned()), ..Outgoing::html(text!(turn.texts, "which-currency")) });
        return Ok(());
    };
    let unknown = || ToolError::invalid(text!(turn.texts, "currency-code-unknown"));
    let currency = currency_names::named(&code).ok_or_else(unknown)?;
    set_home_currency(turn, currency, message).await
}

/// A currency was typed.
pub(super) async fn home_currency_typed(turn: &mut Turn, text: &str) -> Result<(), ToolError> {
    match currency_names::named(text) {
        Some(currency) => set_home_currency(turn, currency, None).await,
        None if is_something_else(text) => ask_instead(turn, text).await,
        None => {
            turn.reply(Outgoing::html(text!(turn.texts, "currency-unknown", name = escape(text))));
            Ok(())
        }
    }
}

async fn set_home_currency(turn: &mut Turn, currency: Currency, message: Option<i32>) -> Result<(), ToolError> {
    let book = turn.context().await?.book().await?;
    book.set_home_currency(currency).await?;
    let settings = book.settings().await?;
    answered(turn, &Asking::HomeCurrency);
    let words = text!(turn.texts, "currency-set", currency = currency_words(currency));
    turn.reply(Outgoing { edits: message, ..Outgoing::html(words) });
    // The first question had two parts, and only one is answered.
    if !settings.time_zone_chosen {
        turn.reply(first_question(turn.texts, settings, turn.sender.language.as_deref()));
    }
    Ok(())
}

/// What the bot waited for has come.
fn answered(turn: &mut Turn, asked: &Asking) {
    if turn.asking.as_ref() == Some(asked) {
        turn.ask(None);
    }
}

/// Words that answer no short question of the bot.
fn is_something_else(text: &str) -> bool {
    text.trim_end().ends_with('?') || text.split_whitespace().count() > ANSWER_WORDS_MAX
}

async fn ask_instead(turn: &mut Turn, text: &str) -> Result<(), ToolError> {
    turn.ask(None);
    question::ask(turn, text).await
}

/// `London, where it is 12:05 now`.
fn place_and_time(turn: &Turn, zone: Zone) -> String {
    let time = turn.now.with_timezone(&zone).format("%H:%M").to_string();
    text!(turn.texts, "place-and-time", place = places::name(zone), time = time)
}

/// `GBP (£)`.
fn currency_words(currency: Currency) -> String {
    currency.symbol().map_or_else(|| currency.to_string(), |symbol| format!("{currency} ({symbol})"))
}

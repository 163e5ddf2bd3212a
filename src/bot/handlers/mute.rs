//! `/mute`: nothing is said unasked for a while.

use chrono::{DateTime, TimeDelta, Utc};

use crate::bot::button::AlertAction;
use crate::bot::outgoing::Outgoing;
use crate::bot::turn::Turn;
use crate::domain::Zone;
use crate::text;
use crate::tools::ToolError;

/// Longer than this is leaving for good.
const MUTE_DAYS_MAX: i64 = 366;

/// A number of days was tapped; 0 ends it.
pub(super) async fn pressed(turn: &mut Turn, days: u16) -> Result<(), ToolError> {
    match days {
        0 => unmute(turn).await,
        days => mute_until(turn, turn.now + TimeDelta::days(i64::from(days).min(MUTE_DAYS_MAX))).await,
    }
}

/// `/mute`, `/mute 3 days`, `/mute off`
pub(super) async fn command(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    let argument = argument.trim().to_lowercase();
    if argument.is_empty() {
        return mute_state(turn).await;
    }
    if matches!(argument.as_str(), "off" | "end" | "stop" | "no") {
        return unmute(turn).await;
    }
    let book = turn.context().await?.book().await?;
    let (zone, chosen) = (book.settings().await?.time_zone, book.attention().await?);
    let now = turn.now;
    let until = match argument.trim_start_matches("until ") {
        "tomorrow" => {
            let tomorrow = now.with_timezone(&zone).date_naive().succ_opt();
            tomorrow.and_then(|day| chosen.summary_at.on(day, zone))
        }
        _ => span(&argument).map(|span| now + span),
    };
    match until {
        Some(until) => mute_until(turn, until).await,
        None => {
            turn.reply(Outgoing::plain(&text!(turn.texts, "mute-how-long", days = "3", hours = "2")));
            Ok(())
        }
    }
}

/// `3 days`, `for a week`, `2h`; up to a year.
fn span(text: &str) -> Option<TimeDelta> {
    let text = text.strip_prefix("for ").unwrap_or(text).trim();
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let (number, unit) = match digits.parse::<i64>() {
        Ok(number) => (number, text.trim_start_matches(|c: char| c.is_ascii_digit()).trim()),
        Err(_) => {
            let (word, unit) = text.split_once(' ').unwrap_or(("", text));
            let number = match word {
                "a" | "an" | "one" | "" => 1,
                "two" => 2,
                "three" => 3,
                _ => return None,
            };
            (number, unit)
        }
    };
    let hours = match unit {
        "h" | "hour" | "hours" => 1,
        "d" | "day" | "days" => 24,
        "w" | "week" | "weeks" => 7 * 24,
        "month" | "months" => 30 * 24,
        _ => return None,
    };
    let hours = number.checked_mul(hours).filter(|hours| (1..=MUTE_DAYS_MAX * 24).contains(hours))?;
    TimeDelta::try_hours(hours)
}

async fn mute_state(turn: &mut Turn) -> Result<(), ToolError> {
    let book = turn.context().await?.book().await?;
    let (zone, chosen) = (book.settings().await?.time_zone, book.attention().await?);
    let texts = turn.texts;
    let button = |days, text: String| AlertAction::Mute { days }.button(text);
    let days = |days: u16| button(days, text!(texts, "button-mute-days", count = u64::from(days)));
    let (words, buttons) = match chosen.muted_until.filter(|until| *until > turn.now) {
        Some(until) => {
            let words = text!(texts, "muted-until", moment = moment(until, zone));
            (words, vec![vec![button(0, text!(texts, "button-unmute"))]])
        }
        None => (
            text!(texts, "mute-ask"),
            vec![vec![
                button(1, text!(texts, "button-mute-day")),
                days(3),
                button(7, text!(texts, "button-mute-week")),
                days(30),
            ]],
        ),
    };
    turn.reply(Outgoing { buttons, ..Outgoing::plain(&words) });
    Ok(())
}

async fn mute_until(turn: &mut Turn, until: DateTime<Utc>) -> Result<(), ToolError> {
    let book = turn.context().await?.book().await?;
    let zone = book.settings().await?.time_zone;
    let mut chosen = book.attention().await?;
    chosen.muted_until = Some(until);
    book.set_attention(&chosen).await?;
    let words = text!(turn.texts, "muted", moment = moment(until, zone));
    let buttons = vec![vec![AlertAction::Mute { days: 0 }.button(text!(turn.texts, "button-unmute"))]];
    turn.reply(Outgoing { buttons, ..Outgoing::plain(&words) });
    Ok(())
}

async fn unmute(turn: &mut Turn) -> Result<(), ToolError> {
    let now = turn.now;
    let book = turn.context().await?.book().await?;
    let zone = book.settings().await?.time_zone;
    let mut chosen = book.attention().await?;
    let muted = chosen.muted_until.take().is_some_and(|until| until > now);
    book.set_attention(&chosen).await?;
    if muted {
        book.move_summaries(chosen.summary_at.next(now, zone)).await?;
    }
    let words = match muted {
        true => text!(turn.texts, "unmuted"),
        false => text!(turn.texts, "mute-was-off"),
    };
    turn.reply(Outgoing::plain(&words));
    Ok(())
}

/// "Thu 5 Mar, 12:00"
fn moment(at: DateTime<Utc>, zone: Zone) -> String {
    at.with_timezone(&zone).format("%a %-d %b, %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_people_write_them() {
        let check = |text: &str, hours: Option<i64>| {
            assert_eq!(span(text), hours.and_then(TimeDelta::try_hours), "{text}");
        };
        check("3 days", Some(72));
        check("for 3 days", Some(72));
        check("3d", Some(72));
        check("2 hours", Some(2));
        check("a week", Some(168));
        check("week", Some(168));
        check("two weeks", Some(336));
        check("1 month", Some(720));
        check("366 days", Some(8_784));
        for wrong in
            ["367 days", "0 days", "-1 days", "3", "days 3", "3 fortnights", "ever", "", "99999999999999 weeks"]
        {
            check(wrong, None);
        }
    }
}

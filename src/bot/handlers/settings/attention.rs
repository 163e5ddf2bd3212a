//! "Alerts and summaries": when farthing may speak by itself, and of what.

use chrono::Weekday;
use rust_decimal::Decimal;

use crate::agent::format;
use crate::bot::button::{AttentionAction, Page};
use crate::bot::handlers::alerts::kind_words;
use crate::bot::outgoing::{Button, Outgoing};
use crate::bot::turn::Turn;
use crate::domain::{AlertKind, Attention, Currency, MinuteOfDay};
use crate::tools::ToolError;

/// Hours that a summary can come at by button, in the order of a day.
const HOURS: [u16; 9] = [6, 7, 8, 9, 10, 12, 17, 19, 21];
/// Quiet hours by button; the same at both ends: never.
const QUIETS: [(u16, u16); 5] = [(22, 7), (21, 8), (23, 6), (20, 9), (0, 0)];
const LARGE: [u32; 6] = [100, 200, 500, 1_000, 2_000, 5_000];
const LOW: [u32; 6] = [0, 50, 100, 200, 500, 1_000];
const A_DAY: [u8; 5] = [1, 3, 5, 10, 20];
const DAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

pub(in crate::bot::handlers) async fn pressed(
    turn: &mut Turn,
    action: AttentionAction,
    message: Option<i32>,
) -> Result<(), ToolError> {
    let now = turn.now;
    let context = turn.context().await?;
    let vocabulary = context.vocabulary().await?;
    let currency = vocabulary.home_currency.or_else(|| vocabulary.accounts.first().map(|account| account.currency));
    let book = context.book().await?;
    let before = book.attention().await?;
    let mut chosen = before.clone();
    let page = change(&mut chosen, action);
    if chosen != before {
        book.set_attention(&chosen).await?;
    }
    if chosen.summary_at != before.summary_at {
        let zone = book.settings().await?.time_zone;
        book.move_summaries(chosen.summary_at.next(now, zone)).await?;
    }
    turn.reply(Outgoing { edits: message, ..shown(page, &chosen, currency) });
    Ok(())
}

/// What a press changes; the page that is shown next.
fn change(chosen: &mut Attention, action: AttentionAction) -> Page {
    match action {
        AttentionAction::Show(page) => return page,
        AttentionAction::SummaryAt(at) => chosen.summary_at = at,
        AttentionAction::Daily => chosen.daily = !chosen.daily,
        AttentionAction::Weekly => chosen.weekly = !chosen.weekly,
        AttentionAction::Monthly => chosen.monthly = !chosen.monthly,
        AttentionAction::WeeklyOn(day) => chosen.weekly_on = day,
        AttentionAction::Quiet { from, to } => {
            chosen.quiet.from = from;
            chosen.quiet.to = to;
        }
        AttentionAction::Kind(kind) => {
            match chosen.off.contains(&kind) {
                true => chosen.off.retain(|off| *off != kind),
                false => chosen.off.push(kind),
            }
            return Page::Kinds;
        }
        AttentionAction::LargeFrom(amount) => chosen.large_from = amount,
        AttentionAction::LowBelow(amount) => chosen.low_below = amount,
        AttentionAction::ADay(number) => chosen.alerts_a_day = number,
    }
    Page::All
}

fn shown(page: Page, chosen: &Attention, currency: Option<Currency>) -> Outgoing {
    let (words, mut buttons) = match page {
        Page::All => return overview(chosen, currency),
        Page::Hour => ("When shall summaries come?", in_threes(&HOURS.map(hour_button))),
        Page::Weekday => ("On which day shall the weekly summary come?", in_threes(&DAYS.map(day_button))),
        Page::Quiet => ("When shall I be quiet?", in_threes(&QUIETS.map(quiet_button))),
        Page::Kinds => ("What shall I tell you of? Tap to switch.", kinds(chosen)),
        Page::Large => {
            let button = |amount: u32| {
                let amount = Decimal::from(amount);
                AttentionAction::LargeFrom(amount).button(money(amount, currency))
            };
            ("From which amount on is a payment large?", in_threes(&LARGE.map(button)))
        }
        Page::Low => {
            let button = |amount: u32| {
                let amount = Decimal::from(amount);
                AttentionAction::LowBelow(amount).button(money(amount, currency))
            };
            ("Below which amount is a balance low?", in_threes(&LOW.map(button)))
        }
        Page::ADay => {
            let button = |number: u8| AttentionAction::ADay(number).button(number.to_string());
            ("How many alerts a day at most? What is more waits for the next summary.", in_threes(&A_DAY.map(button)))
        }
    };
    buttons.push(vec![AttentionAction::Show(Page::All).button("Back")]);
    Outgoing { buttons, ..Outgoing::plain(words) }
}

fn overview(chosen: &Attention, currency: Option<Currency>) -> Outgoing {
    let Attention { summary_at, quiet, alerts_a_day, .. } = chosen;
    let day = day_name(chosen.weekly_on);
    let mut kinds: Vec<String> = Vec::new();
    if chosen.daily {
        kinds.push("daily".to_owned());
    }
    if chosen.weekly {
        kinds.push(format!("weekly on {day}"));
    }
    if chosen.monthly {
        kinds.push("monthly".to_owned());
    }
    let summaries = match kinds.is_empty() {
        true => "Summaries: none".to_owned(),
        false => format!("Summaries at {summary_at}: {}", kinds.join(", ")),
    };
    let quiet_words = match quiet.from == quiet.to {
        true => "Quiet: never".to_owned(),
        false => format!("Quiet from {} to {}", quiet.from, quiet.to),
    };
    let off: Vec<&str> = chosen.off.iter().map(|kind| kind_words(*kind)).collect();
    let off = if off.is_empty() { String::new() } else { format!("\nSwitched off: {}", off.join(", ").to_lowercase()) };
    let (large, low) = (money(chosen.large_from, currency), money(chosen.low_below, currency));
    let words = format!(
        "<b>Alerts and summaries</b>\n{summaries}\n{quiet_words}\nAt most {alerts_a_day} alerts a day; more wait for the next \
         summary\nLarge payment: from {large} on\nLow balance: below {low}{off}\n/mute silences me for a while, /alerts has \
         what you asked for."
    );
    let page = |page, text: String| AttentionAction::Show(page).button(text);
    let switch = |on: bool, name: &str| format!("{name}: {}", if on { "on" } else { "off" });
    let buttons = vec![
        vec![
            AttentionAction::Daily.button(switch(chosen.daily, "Daily")),
            AttentionAction::Weekly.button(switch(chosen.weekly, "Weekly")),
            AttentionAction::Monthly.button(switch(chosen.monthly, "Monthly")),
        ],
        vec![page(Page::Hour, format!("At {summary_at}")), page(Page::Weekday, format!("Weekly on {day}"))],
        vec![page(Page::Quiet, quiet_words)],
        vec![page(Page::Kinds, "Which alerts".to_owned()), page(Page::ADay, format!("{alerts_a_day} a day"))],
        vec![page(Page::Large, format!("Large: {large}")), page(Page::Low, format!("Low: {low}"))],
    ];
    Outgoing { buttons, ..Outgoing::html(words) }
}

fn in_threes(buttons: &[Button]) -> Vec<Vec<Button>> {
    buttons.chunks(3).map(<[Button]>::to_vec).collect()
}

fn at_hour(hour: u16) -> MinuteOfDay {
    MinuteOfDay::new(hour.saturating_mul(60)).unwrap_or(Attention::default().summary_at)
}

fn hour_button(hour: u16) -> Button {
    let at = at_hour(hour);
    AttentionAction::SummaryAt(at).button(at.to_string())
}

fn day_button(day: Weekday) -> Button {
    AttentionAction::WeeklyOn(day).button(day_name(day))
}

fn quiet_button((from, to): (u16, u16)) -> Button {
    let (from, to) = (at_hour(from), at_hour(to));
    let words = if from == to { "Never".to_owned() } else { format!("{from} to {to}") };
    AttentionAction::Quiet { from, to }.button(words)
}

fn kinds(chosen: &Attention) -> Vec<Vec<Button>> {
    let button = |kind: AlertKind| {
        let mark = if chosen.off.contains(&kind) { "☐" } else { "☑" };
        vec![AttentionAction::Kind(kind).button(format!("{mark} {}", kind_words(kind)))]
    };
    AlertKind::ALL.into_iter().map(button).collect()
}

fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

fn money(amount: Decimal, currency: Option<Currency>) -> String {
    currency.map_or_else(|| amount.normalize().to_string(), |currency| format::money(amount, currency))
}

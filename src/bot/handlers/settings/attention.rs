//! "Alerts and summaries": when farthing may speak by itself, and of what.

use chrono::Weekday;
use rust_decimal::Decimal;

use crate::agent::format;
use crate::bot::button::{AttentionAction, Page};
use crate::bot::handlers::alerts::kind_words;
use crate::bot::outgoing::{Button, Outgoing};
use crate::bot::turn::Turn;
use crate::domain::{AlertKind, Attention, Currency, MinuteOfDay};
use crate::text;
use crate::texts::Texts;
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
    let texts = turn.texts;
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
    turn.reply(Outgoing { edits: message, ..shown(texts, page, &chosen, currency) });
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

fn shown(texts: &Texts, page: Page, chosen: &Attention, currency: Option<Currency>) -> Outgoing {
    let (words, mut buttons) = match page {
        Page::All => return overview(texts, chosen, currency),
        Page::Hour => (text!(texts, "attention-hour"), in_threes(&HOURS.map(hour_button))),
        Page::Weekday => (text!(texts, "attention-weekday"), in_threes(&DAYS.map(|day| day_button(texts, day)))),
        Page::Quiet => {
            (text!(texts, "attention-quiet-when"), in_threes(&QUIETS.map(|quiet| quiet_button(texts, quiet))))
        }
        Page::Kinds => (text!(texts, "attention-kinds"), kinds(texts, chosen)),
        Page::Large => {
            let button = |amount: u32| {
                let amount = Decimal::from(amount);
                AttentionAction::LargeFrom(amount).button(money(amount, currency))
            };
            (text!(texts, "attention-large"), in_threes(&LARGE.map(button)))
        }
        Page::Low => {
            let button = |amount: u32| {
                let amount = Decimal::from(amount);
                AttentionAction::LowBelow(amount).button(money(amount, currency))
            };
            (text!(texts, "attention-low"), in_threes(&LOW.map(button)))
        }
        Page::ADay => {
            let button = |number: u8| AttentionAction::ADay(number).button(number.to_string());
            (text!(texts, "attention-a-day"), in_threes(&A_DAY.map(button)))
        }
    };
    buttons.push(vec![AttentionAction::Show(Page::All).button(text!(texts, "button-back"))]);
    Outgoing { buttons, ..Outgoing::plain(&words) }
}

fn overview(texts: &Texts, chosen: &Attention, currency: Option<Currency>) -> Outgoing {
    let quiet = chosen.quiet;
    let (summary_at, most) = (chosen.summary_at.to_string(), chosen.alerts_a_day.to_string());
    let day = day_name(texts, chosen.weekly_on);
    let mut kinds: Vec<String> = Vec::new();
    if chosen.daily {
        kinds.push(text!(texts, "summary-kind-daily"));
    }
    if chosen.weekly {
        kinds.push(text!(texts, "summary-kind-weekly", day = day));
    }
    if chosen.monthly {
        kinds.push(text!(texts, "summary-kind-monthly"));
    }
    let summaries = match kinds.is_empty() {
        true => text!(texts, "attention-no-summaries"),
        false => text!(texts, "attention-summaries", time = summary_at, kinds = kinds.join(", ")),
    };
    let quiet_words = match quiet.from == quiet.to {
        true => text!(texts, "attention-never-quiet"),
        false => text!(texts, "attention-quiet", from = quiet.from.to_string(), to = quiet.to.to_string()),
    };
    let off: Vec<String> = chosen.off.iter().map(|kind| kind_words(texts, *kind)).collect();
    let off = match off.is_empty() {
        true => String::new(),
        false => text!(texts, "attention-off", kinds = off.join(", ").to_lowercase()),
    };
    let (large, low) = (money(chosen.large_from, currency), money(chosen.low_below, currency));
    let words = text!(
        texts,
        "attention",
        summaries = summaries,
        quiet = quiet_words,
        most = most,
        large = large,
        low = low,
        off = off
    );
    let page = |page, text: String| AttentionAction::Show(page).button(text);
    let buttons = vec![
        switches(texts, chosen),
        vec![
            page(Page::Hour, text!(texts, "button-summary-at", time = summary_at)),
            page(Page::Weekday, text!(texts, "button-weekly-day", day = day)),
        ],
        vec![page(Page::Quiet, quiet_words)],
        vec![
            page(Page::Kinds, text!(texts, "button-which-alerts")),
            page(Page::ADay, text!(texts, "button-a-day", number = most)),
        ],
        vec![
            page(Page::Large, text!(texts, "button-large", amount = large)),
            page(Page::Low, text!(texts, "button-low", amount = low)),
        ],
    ];
    Outgoing { buttons, ..Outgoing::html(words) }
}

/// Which summaries come.
fn switches(texts: &Texts, chosen: &Attention) -> Vec<Button> {
    let daily = match chosen.daily {
        true => text!(texts, "button-daily-on"),
        false => text!(texts, "button-daily-off"),
    };
    let weekly = match chosen.weekly {
        true => text!(texts, "button-weekly-on"),
        false => text!(texts, "button-weekly-off"),
    };
    let monthly = match chosen.monthly {
        true => text!(texts, "button-monthly-on"),
        false => text!(texts, "button-monthly-off"),
    };
    vec![
        AttentionAction::Daily.button(daily),
        AttentionAction::Weekly.button(weekly),
        AttentionAction::Monthly.button(monthly),
    ]
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

fn day_button(texts: &Texts, day: Weekday) -> Button {
    AttentionAction::WeeklyOn(day).button(day_name(texts, day))
}

fn quiet_button(texts: &Texts, (from, to): (u16, u16)) -> Button {
    let (from, to) = (at_hour(from), at_hour(to));
    let words = match from == to {
        true => text!(texts, "button-never"),
        false => text!(texts, "button-from-to", from = from.to_string(), to = to.to_string()),
    };
    AttentionAction::Quiet { from, to }.button(words)
}

fn kinds(texts: &Texts, chosen: &Attention) -> Vec<Vec<Button>> {
    let button = |kind: AlertKind| {
        let mark = if chosen.off.contains(&kind) { "☐" } else { "☑" };
        vec![AttentionAction::Kind(kind).button(format!("{mark} {}", kind_words(texts, kind)))]
    };
    AlertKind::ALL.into_iter().map(button).collect()
}

fn day_name(texts: &Texts, day: Weekday) -> String {
    match day {
        Weekday::Mon => text!(texts, "weekday-monday"),
        Weekday::Tue => text!(texts, "weekday-tuesday"),
        Weekday::Wed => text!(texts, "weekday-wednesday"),
        Weekday::Thu => text!(texts, "weekday-thursday"),
        Weekday::Fri => text!(texts, "weekday-friday"),
        Weekday::Sat => text!(texts, "weekday-saturday"),
        Weekday::Sun => text!(texts, "weekday-sunday"),
    }
}

fn money(amount: Decimal, currency: Option<Currency>) -> String {
    currency.map_or_else(|| amount.normalize().to_string(), |currency| format::money(amount, currency))
}

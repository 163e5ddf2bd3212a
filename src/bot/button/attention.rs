//! What the buttons of "Alerts and summaries" in `/settings` carry.

use chrono::Weekday;
use rust_decimal::Decimal;

use super::ButtonAction;
use crate::bot::outgoing::Button;
use crate::domain::{AlertKind, MinuteOfDay};

/// What pressing one asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AttentionAction {
    /// Shows a page of it.
    Show(Page),
    SummaryAt(MinuteOfDay),
    /// Switches it on or off.
    Daily,
    Weekly,
    Monthly,
    WeeklyOn(Weekday),
    /// Nothing is said between these; the same: never quiet.
    Quiet {
        from: MinuteOfDay,
        to: MinuteOfDay,
    },
    /// Switches a kind of alert on or off.
    Kind(AlertKind),
    LargeFrom(Decimal),
    LowBelow(Decimal),
    ADay(u8),
}

/// A page of choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    All,
    Hour,
    Weekday,
    Quiet,
    Kinds,
    Large,
    Low,
    ADay,
}

const PAGES: [(Page, &str); 8] = [
    (Page::All, "all"),
    (Page::Hour, "hour"),
    (Page::Weekday, "weekday"),
    (Page::Quiet, "quiet"),
    (Page::Kinds, "kinds"),
    (Page::Large, "large"),
    (Page::Low, "low"),
    (Page::ADay, "aday"),
];

impl AttentionAction {
    /// A button that asks for this.
    pub fn button(self, text: impl Into<String>) -> Button {
        ButtonAction::Attention(self).button(text)
    }

    pub(super) fn data(self) -> String {
        let parts = match self {
            Self::Show(page) => {
                let word = PAGES.iter().find(|(known, _)| *known == page).map_or("all", |(_, word)| *word);
                format!("show:{word}")
            }
            Self::SummaryAt(at) => format!("at:{}", at.number()),
            Self::Daily => "daily:".to_owned(),
            Self::Weekly => "weekly:".to_owned(),
            Self::Monthly => "monthly:".to_owned(),
            Self::WeeklyOn(day) => format!("on:{}", day.number_from_monday()),
            Self::Quiet { from, to } => format!("quiet:{}-{}", from.number(), to.number()),
            Self::Kind(kind) => format!("kind:{}", kind.as_str()),
            Self::LargeFrom(amount) => format!("large:{amount}"),
            Self::LowBelow(amount) => format!("low:{amount}"),
            Self::ADay(number) => format!("aday:{number}"),
        };
        format!("attention:{parts}")
    }

    /// Of what stands behind `attention:`.
    pub(super) fn parse(data: &str) -> Option<Self> {
        let (kind, argument) = data.split_once(':')?;
        let minute = |text: &str| text.parse().ok().and_then(MinuteOfDay::new);
        Some(match kind {
            "show" => Self::Show(PAGES.iter().find(|(_, word)| *word == argument).map(|(page, _)| *page)?),
            "at" => Self::SummaryAt(minute(argument)?),
            "daily" => Self::Daily,
            "weekly" => Self::Weekly,
            "monthly" => Self::Monthly,
            "on" => {
                let number: u8 = argument.parse().ok()?;
                Self::WeeklyOn(Weekday::try_from(number.checked_sub(1)?).ok()?)
            }
            "quiet" => {
                let (from, to) = argument.split_once('-')?;
                Self::Quiet { from: minute(from)?, to: minute(to)? }
            }
            "kind" => Self::Kind(AlertKind::parse(argument)?),
            "large" => Self::LargeFrom(positive(argument)?),
            "low" => Self::LowBelow(argument.parse().ok().filter(|amount: &Decimal| !amount.is_sign_negative())?),
            "aday" => Self::ADay(argument.parse().ok().filter(|number| *number <= 50)?),
            _ => return None,
        })
    }
}

fn positive(text: &str) -> Option<Decimal> {
    text.parse().ok().filter(|amount: &Decimal| *amount > Decimal::ZERO)
}

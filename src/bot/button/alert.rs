//! What the buttons of alerts carry.

use uuid::Uuid;

use super::{ButtonAction, compact};
use crate::bot::outgoing::Button;
use crate::domain::{AlertRuleId, NoticeId};

/// What pressing a button of an alert asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertAction {
    /// Rules of the person's own, and what else is told.
    List,
    /// Tells again of everything that "Less of these" switched off.
    TellAgain,
    /// Nothing unasked for so many days; 0 ends that.
    Mute {
        days: u16,
    },
    Notice {
        notice: NoticeId,
        step: NoticeStep,
    },
    Rule {
        rule: AlertRuleId,
        step: RuleStep,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeStep {
    /// Shows it as a message of its own.
    Open,
    Fine,
    NotMe,
    Less,
    /// Takes "Less of these" back.
    Restore,
    /// Shows what else there is to do.
    More,
    /// Shows the first buttons again.
    Back,
    /// Has it said again tomorrow.
    Tomorrow,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleStep {
    /// Saves what was proposed, or takes a removal back.
    Keep,
    /// Lets go of what was proposed.
    Drop,
    Remove,
}

const NOTICE_STEPS: [(NoticeStep, &str); 8] = [
    (NoticeStep::Open, "o"),
    (NoticeStep::Fine, "f"),
    (NoticeStep::NotMe, "n"),
    (NoticeStep::Less, "l"),
    (NoticeStep::Restore, "r"),
    (NoticeStep::More, "m"),
    (NoticeStep::Back, "b"),
    (NoticeStep::Tomorrow, "t"),
];

const RULE_STEPS: [(RuleStep, &str); 3] = [(RuleStep::Keep, "k"), (RuleStep::Drop, "d"), (RuleStep::Remove, "x")];

impl AlertAction {
    /// A button that asks for this.
    pub fn button(self, text: impl Into<String>) -> Button {
        ButtonAction::Alert(self).button(text)
    }

    pub(super) fn data(self) -> String {
        let word = |found: Option<&'static str>| found.unwrap_or_default();
        match self {
            Self::List => "alert:list".to_owned(),
            Self::TellAgain => "alert:again".to_owned(),
            Self::Mute { days } => format!("alert:mute:{days}"),
            Self::Notice { notice, step } => {
                let step = word(NOTICE_STEPS.iter().find(|(known, _)| *known == step).map(|(_, word)| *word));
                format!("alert:{step}:{}", compact::text(notice.0.as_bytes()))
            }
            Self::Rule { rule, step } => {
                let step = word(RULE_STEPS.iter().find(|(known, _)| *known == step).map(|(_, word)| *word));
                format!("alert:{step}:{}", compact::text(rule.0.as_bytes()))
            }
        }
    }

    /// Of what stands behind `alert:`.
    pub(super) fn parse(data: &str) -> Option<Self> {
        if data == "list" {
            return Some(Self::List);
        }
        if data == "again" {
            return Some(Self::TellAgain);
        }
        let (kind, argument) = data.split_once(':')?;
        if kind == "mute" {
            return Some(Self::Mute { days: argument.parse().ok()? });
        }
        let id = Uuid::from_bytes(compact::bytes(argument)?);
        let of_notice = NOTICE_STEPS.iter().find(|(_, word)| *word == kind).map(|(step, _)| *step);
        let of_rule = RULE_STEPS.iter().find(|(_, word)| *word == kind).map(|(step, _)| *step);
        match (of_notice, of_rule) {
            (Some(step), _) => Some(Self::Notice { notice: NoticeId(id), step }),
            (None, Some(step)) => Some(Self::Rule { rule: AlertRuleId(id), step }),
            (None, None) => None,
        }
    }
}

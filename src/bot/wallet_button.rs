//! What the wallet's buttons carry: ids of cards, requests, schedules and entries, which mean something in their own book only.

use uuid::Uuid;

use super::button::ButtonAction;
use super::outgoing::Button;
use crate::domain::Currency;

/// What pressing a button of the wallet asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalletAction {
    /// Does what a card says.
    Confirm {
        proposal: Uuid,
    },
    /// Asks what is to change on a card.
    Change {
        proposal: Uuid,
    },
    ChangeAmount {
        proposal: Uuid,
    },
    ChangeNote {
        proposal: Uuid,
    },
    /// Takes a card away.
    Cancel {
        proposal: Uuid,
    },
    /// Makes the same card once more.
    Again {
        proposal: Uuid,
    },
    Receipt {
        transfer: Uuid,
    },
    /// Sends the proof of an entry as a file.
    Proof {
        transfer: Uuid,
    },
    /// The wallet's entries from this one on.
    History {
        offset: u32,
    },
    /// Makes the card that pays a request.
    Pay {
        request: Uuid,
    },
    Decline {
        request: Uuid,
    },
    Remind {
        request: Uuid,
    },
    /// Takes an own request back.
    TakeBack {
        request: Uuid,
    },
    /// Ends a scheduled payment.
    EndSchedule {
        schedule: Uuid,
    },
    /// Sends an invoice for so many units of a currency.
    TopUp {
        units: u32,
        currency: Currency,
    },
    /// Asks how much to send to somebody.
    SendTo {
        user: i64,
    },
    /// Asks how much to ask somebody for.
    AskFor {
        user: i64,
    },
}

impl WalletAction {
    /// A button that asks for this.
    pub fn button(self, text: impl Into<String>) -> Button {
        ButtonAction::Wallet(self).button(text)
    }

    pub(super) fn data(self) -> String {
        let (word, id) = match self {
            Self::Confirm { proposal } => ("confirm", proposal),
            Self::Change { proposal } => ("change", proposal),
            Self::ChangeAmount { proposal } => ("amount", proposal),
            Self::ChangeNote { proposal } => ("note", proposal),
            Self::Cancel { proposal } => ("cancel", proposal),
            Self::Again { proposal } => ("again", proposal),
            Self::Receipt { transfer } => ("receipt", transfer),
            Self::Proof { transfer } => ("proof", transfer),
            Self::Pay { request } => ("pay", request),
            Self::Decline { request } => ("decline", request),
            Self::Remind { request } => ("remind", request),
            Self::TakeBack { request } => ("back", request),
            Self::EndSchedule { schedule } => ("end", schedule),
            Self::History { offset } => return format!("history:{offset}"),
            Self::TopUp { units, currency } => return format!("topup:{units}{}", currency.code()),
            Self::SendTo { user } => return format!("sendto:{user}"),
            Self::AskFor { user } => return format!("askfor:{user}"),
        };
        format!("{word}:{}", id.simple())
    }

    pub(super) fn parse(data: &str) -> Option<Self> {
        let (word, argument) = data.split_once(':')?;
        let id = || argument.parse::<Uuid>().ok();
        match word {
            "confirm" => Some(Self::Confirm { proposal: id()? }),
            "change" => Some(Self::Change { proposal: id()? }),
            "amount" => Some(Self::ChangeAmount { proposal: id()? }),
            "note" => Some(Self::ChangeNote { proposal: id()? }),
            "cancel" => Some(Self::Cancel { proposal: id()? }),
            "again" => Some(Self::Again { proposal: id()? }),
            "receipt" => Some(Self::Receipt { transfer: id()? }),
            "proof" => Some(Self::Proof { transfer: id()? }),
            "pay" => Some(Self::Pay { request: id()? }),
            "decline" => Some(Self::Decline { request: id()? }),
            "remind" => Some(Self::Remind { request: id()? }),
            "back" => Some(Self::TakeBack { request: id()? }),
            "end" => Some(Self::EndSchedule { schedule: id()? }),
            "history" => Some(Self::History { offset: argument.parse().ok()? }),
            "topup" => {
                let (units, code) = argument.split_at_checked(argument.len().checked_sub(3)?)?;
                Some(Self::TopUp { units: units.parse().ok()?, currency: code.parse().ok()? })
            }
            "sendto" => Some(Self::SendTo { user: argument.parse().ok()? }),
            "askfor" => Some(Self::AskFor { user: argument.parse().ok()? }),
            _ => None,
        }
    }
}

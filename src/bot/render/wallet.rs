//! How the wallet speaks: cards, and what both sides of a payment are told.
//!
//! **Invariant:** a card's words come from its stored proposal alone; names and purposes are escaped.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::agent::wallet::{card_lines, when_words};
use crate::agent::{Answer, format};
use crate::bot::outgoing::{Button, Outgoing, escape};
use crate::bot::wallet_button::WalletAction;
use crate::domain::Currency;
use crate::domain::ledger::TransferId;
use crate::store::wallet::{NewProposal, Request, Schedule};
use crate::text;
use crate::texts::{Language, Texts};
use crate::tools::wallet::{Card, Paid, Ran};

/// Both people of a payment read English for now.
pub fn texts() -> &'static Texts {
    Language::English.texts()
}

/// The card of a proposal, in the place of an earlier message where there is one.
pub fn card(card: &Card, edits: Option<i32>) -> Outgoing {
    Outgoing { edits, ..of_lines(&card_lines(texts(), card), card.id) }
}

/// The card that a sentence left; `None` for any other answer.
pub fn proposed(answer: &Answer) -> Option<Outgoing> {
    let id: Uuid = answer.proposal.as_ref()?.get("id")?.as_str()?.parse().ok()?;
    let lines: Vec<String> = answer.answer.lines().map(str::to_owned).collect();
    Some(of_lines(&lines, id))
}

fn of_lines(lines: &[String], proposal: Uuid) -> Outgoing {
    let mut html = String::new();
    for (position, line) in lines.iter().enumerate() {
        let line = escape(line);
        html.push_str(&if position == 0 { format!("<b>{line}</b>") } else { format!("\n{line}") });
    }
    let buttons = vec![
        vec![WalletAction::Confirm { proposal }.button(text!(texts(), "button-confirm"))],
        vec![
            WalletAction::Change { proposal }.button(text!(texts(), "button-change")),
            WalletAction::Cancel { proposal }.button(text!(texts(), "button-cancel")),
        ],
    ];
    Outgoing { buttons, ..Outgoing::html(html) }
}

/// `for lunch`, or nothing.
pub fn purpose(note: &str) -> String {
    if note.is_empty() { String::new() } else { text!(texts(), "wallet-purpose", note = escape(note)) }
}

pub fn amount(amount: Decimal, currency: Currency) -> String {
    format::money(amount, currency)
}

pub fn receipt_button(transfer: TransferId) -> Vec<Vec<Button>> {
    vec![vec![WalletAction::Receipt { transfer: transfer.0 }.button(text!(texts(), "button-receipt"))]]
}

/// What the payer reads after a payment.
pub fn sent(what: &NewProposal, paid: &Paid, edits: Option<i32>) -> Outgoing {
    let money = amount(what.amount, what.currency);
    let html = text!(
        texts(),
        "wallet-sent",
        amount = money,
        to = escape(&what.other_name),
        purpose = purpose(&what.note),
        left = amount(paid.available, what.currency)
    );
    Outgoing { edits, buttons: receipt_button(paid.transfer), ..Outgoing::html(html) }
}

/// What the receiver reads after a payment.
pub fn received(payer: &str, money: (Decimal, Currency), note: &str, transfer: TransferId) -> Outgoing {
    let (amount, purpose) = (amount(money.0, money.1), purpose(note));
    let html = text!(texts(), "wallet-received", from = escape(payer), amount = amount, purpose = purpose);
    Outgoing { buttons: receipt_button(transfer), ..Outgoing::html(html) }
}

/// What somebody reads who is asked for money.
pub fn asked(asker: &str, what: &NewProposal, request: Uuid) -> Outgoing {
    let money = amount(what.amount, what.currency);
    let purpose = purpose(&what.note);
    let html = text!(texts(), "wallet-asks-you", asker = escape(asker), amount = money, purpose = purpose);
    Outgoing { buttons: answers(request), ..Outgoing::html(html) }
}

/// A request once more.
pub fn reminded(asker: &str, request: &Request) -> Outgoing {
    let money = amount(request.amount, request.currency);
    let purpose = purpose(&request.note);
    let html = text!(texts(), "wallet-reminder", asker = escape(asker), amount = money, purpose = purpose);
    Outgoing { buttons: answers(request.id), ..Outgoing::html(html) }
}

pub fn answers(request: Uuid) -> Vec<Vec<Button>> {
    vec![vec![
        WalletAction::Pay { request }.button(text!(texts(), "button-pay")),
        WalletAction::Decline { request }.button(text!(texts(), "button-decline")),
    ]]
}

/// A scheduled payment in a line: `£50.00 to Ana for rent, every month, next on 1 December 2026`.
pub fn schedule_line(schedule: &Schedule) -> String {
    text!(
        texts(),
        "wallet-schedule",
        amount = amount(schedule.amount, schedule.currency),
        to = escape(&schedule.other_name),
        purpose = purpose(&schedule.note),
        when = when_words(texts(), schedule.repeats, schedule.next_on)
    )
}

/// What came of a day of a schedule, for the payer.
pub fn ran(ran: &Ran) -> Outgoing {
    match ran {
        Ran::Paid(schedule, paid) => {
            let html = text!(
                texts(),
                "wallet-sent-as-scheduled",
                amount = amount(schedule.amount, schedule.currency),
                to = escape(&schedule.other_name),
                purpose = purpose(&schedule.note),
                left = amount(paid.available, schedule.currency)
            );
            Outgoing { buttons: receipt_button(paid.transfer), ..Outgoing::html(html) }
        }
        Ran::Skipped { schedule, why, ends } => {
            let (amount, to) = (amount(schedule.amount, schedule.currency), escape(&schedule.other_name));
            let (purpose, why) = (purpose(&schedule.note), escape(why));
            Outgoing::html(match ends {
                true => {
                    text!(texts(), "wallet-skipped-ended", amount = amount, to = to, purpose = purpose, why = why)
                }
                false => text!(texts(), "wallet-skipped", amount = amount, to = to, purpose = purpose, why = why),
            })
        }
    }
}

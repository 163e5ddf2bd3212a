//! How a card reads, the same in the chat and in a terminal.

use chrono::NaiveDate;

use crate::agent::format;
use crate::domain::wallet::{ProposalKind, Repeats};
use crate::tools::wallet::Card;

/// The lines of a card, the question first. Names and purposes are text from outside.
pub fn card_lines(card: &Card) -> Vec<String> {
    let amount = format::money(card.amount, card.currency);
    let Card { to, .. } = card;
    let question = match card.kind {
        ProposalKind::Send => format!("Send {amount} to {to}?"),
        ProposalKind::Request => format!("Ask {to} for {amount}?"),
        ProposalKind::Schedule => format!("Send {amount} to {to}, later?"),
        ProposalKind::TopUp => format!("Put {amount} into the wallet of {to}?"),
        ProposalKind::PayOut => format!("Take {amount} out of the wallet of {to}?"),
    };
    let mut lines = vec![question];
    match card.kind {
        ProposalKind::Send | ProposalKind::Schedule => lines.push("From: your wallet".to_owned()),
        ProposalKind::Request | ProposalKind::TopUp | ProposalKind::PayOut => {}
    }
    if let Some((repeats, first)) = card.repeats.zip(card.first_on) {
        lines.push(format!("When: {}", when_words(repeats, first)));
    }
    if !card.note.is_empty() {
        lines.push(format!("For: {}", card.note));
    }
    lines.extend(card.category.as_ref().map(|category| format!("Category: {category}")));
    if let Some(after) = card.available_after {
        lines.push(format!("Balance after: {}", format::money(after, card.currency)));
    }
    if card.first_payment {
        lines.push(format!("You never paid {to} before. Is it the right person?"));
    }
    lines
}

/// `on 1 December 2026`, `every month, first on 1 December 2026`.
pub fn when_words(repeats: Repeats, first: NaiveDate) -> String {
    let first = format::date(first);
    match repeats {
        Repeats::Once => format!("on {first}"),
        Repeats::Weekly => format!("every week, next on {first}"),
        Repeats::Monthly => format!("every month, next on {first}"),
    }
}

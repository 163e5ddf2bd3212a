//! How a card reads, the same in the chat and in a terminal.

use chrono::NaiveDate;

use crate::agent::format;
use crate::domain::wallet::{ProposalKind, Repeats};
use crate::text;
use crate::texts::Texts;
use crate::tools::wallet::Card;

/// The lines of a card, the question first. Names and purposes are text from outside.
pub fn card_lines(texts: &Texts, card: &Card) -> Vec<String> {
    let amount = format::money(card.amount, card.currency);
    let Card { to, .. } = card;
    let question = match card.kind {
        ProposalKind::Send => text!(texts, "card-send", amount = amount, to = to),
        ProposalKind::Request => text!(texts, "card-request", amount = amount, to = to),
        ProposalKind::Schedule => text!(texts, "card-schedule", amount = amount, to = to),
        ProposalKind::TopUp => text!(texts, "card-top-up", amount = amount, to = to),
        ProposalKind::PayOut => text!(texts, "card-pay-out", amount = amount, to = to),
    };
    let mut lines = vec![question];
    match card.kind {
        ProposalKind::Send | ProposalKind::Schedule => lines.push(text!(texts, "card-from")),
        ProposalKind::Request | ProposalKind::TopUp | ProposalKind::PayOut => {}
    }
    if let Some((repeats, first)) = card.repeats.zip(card.first_on) {
        lines.push(text!(texts, "card-when", when = when_words(texts, repeats, first)));
    }
    if !card.note.is_empty() {
        lines.push(text!(texts, "card-for", note = card.note));
    }
    lines.extend(card.category.as_ref().map(|category| text!(texts, "card-category", category = category)));
    if let Some(after) = card.available_after {
        lines.push(text!(texts, "card-balance-after", amount = format::money(after, card.currency)));
    }
    if card.first_payment {
        lines.push(text!(texts, "card-first-payment", to = to));
    }
    lines
}

/// `on 1 December 2026`, `every month, next on 1 December 2026`.
pub fn when_words(texts: &Texts, repeats: Repeats, first: NaiveDate) -> String {
    let day = format::date(first);
    match repeats {
        Repeats::Once => text!(texts, "scheduled-once", day = day),
        Repeats::Weekly => text!(texts, "scheduled-weekly", day = day),
        Repeats::Monthly => text!(texts, "scheduled-monthly", day = day),
    }
}

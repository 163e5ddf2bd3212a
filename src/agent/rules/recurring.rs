//! Questions about what is paid again and again, and about the accounts themselves.
//!
//! **Invariant:** it only decides what is asked; the tool decides what recurs.

use super::heard::Heard;
use super::lexicon::Cue;
use super::question::{AccountsAsk, Intent, RecurringAsk, RecurringKind};

/// Subscriptions, bills, prices: `None` when something else is asked.
pub(super) fn recurring(heard: &Heard) -> Option<Intent> {
    let named = heard.wanted().any(|entity| !entity.except && !entity.pay);
    let payee = heard.payees().next().is_some();
    let times = !heard.times.spans.is_empty();
    let subscription = heard.has(Cue::Subscription);
    let subject = match (subscription, heard.has(Cue::Bill)) {
        (true, _) => RecurringKind::Subscriptions,
        _ => RecurringKind::All,
    };
    let of_all = (subscription || heard.has(Cue::Bill)) && !named && !heard.has(Cue::Earn);
    let single =
        payee || heard.has(Cue::Subscription) || heard.categories().any(|entity| is_contract(heard, entity.at));
    let told = heard.yes_no() || heard.any(&[Cue::List, Cue::Which]);
    let changed = heard.has(Cue::Price) || heard.any(&[Cue::Rose, Cue::Fell]) && heard.times.spans.len() < 2;
    let ask = if heard.has(Cue::Still) && (single || of_all) && !times && told {
        if stopped(heard) { RecurringAsk::Stopped } else { RecurringAsk::Still }
    } else if changed && (single || of_all) {
        RecurringAsk::Price
    } else if heard.has(Cue::Next) && (single || of_all) && !heard.has(Cue::HowMuch) {
        RecurringAsk::Next
    } else if !of_all {
        return None;
    } else if heard.has(Cue::Count) {
        RecurringAsk::Count
    } else if heard.any(&[Cue::Largest, Cue::Most]) {
        RecurringAsk::Largest
    } else if heard.any(&[Cue::HowMuch, Cue::Spend, Cue::PerMonth, Cue::Average])
        && !heard.any(&[Cue::List, Cue::Which])
    {
        RecurringAsk::Cost
    } else {
        RecurringAsk::List
    };
    Some(Intent::Recurring { ask, subject })
}

/// "have i cancelled …", "did … stop".
fn stopped(heard: &Heard) -> bool {
    const WORDS: &str = "cancelled canceled cancel stopped stop";
    (0..heard.words.len()).any(|index| super::lexicon::listed(WORDS, heard.words.text(index)))
}

/// Category words that name one contract: "my rent", "the gym".
fn is_contract(heard: &Heard, at: usize) -> bool {
    matches!(
        heard.words.text(at),
        "rent"
            | "mortgage"
            | "gym"
            | "internet"
            | "broadband"
            | "phone"
            | "mobile"
            | "insurance"
            | "electricity"
            | "gas"
            | "energy"
            | "electric"
            | "water"
            | "wifi"
    )
}

/// What is known of the accounts: balances and the days that statements cover.
pub(super) fn accounts(heard: &Heard) -> Option<Intent> {
    if heard.has(Cue::Coverage) {
        return Some(Intent::Accounts { ask: AccountsAsk::Coverage });
    }
    let else_asked = heard.any(&[Cue::Spend, Cue::Earn, Cue::Afford, Cue::Left, Cue::Budget]);
    let balance = heard.has(Cue::Balance) && !else_asked;
    balance.then_some(Intent::Accounts { ask: AccountsAsk::Balance })
}

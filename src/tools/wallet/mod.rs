//! Money between people: what is proposed, what a press does, and the rows that tell of it.
//!
//! These are no [`Tool`](super::Tool)s of the registry: no planner reaches them. A sentence only ever leaves a [`Card`], and
//! a button does what the card says.
//!
//! **Invariant:** whoever pays is the person of the context's book; amounts, limits and balances come from the ledger.

mod amounts;
mod card;
mod catch_up;
mod limits;
mod pairing;
mod pay;
mod people;
mod propose;
mod scheduled;
mod sorting;
mod top_up;

use chrono::TimeDelta;

pub use amounts::{Asked, read_amount};
pub use card::{Card, card, order_of, refusal};
pub use catch_up::write_missing_rows;
pub use limits::{Limits, check_limits, limits, set_limit};
pub use pairing::pair_with_bank_rows;
pub use pay::{Order, Paid, fund, pay};
pub use people::{Whom, own_name, resolve};
pub use propose::{Wish, again, changed, propose};
pub use scheduled::{Ran, begin_schedule, moment_of, next_day, run_due};
pub use top_up::{Entered, NotPayable, begin_top_up, check_top_up, enter_top_up, in_smallest_units, refund};

/// A card is for now: later, the balance and the mind may have changed.
pub const PROPOSAL_LIFE: TimeDelta = TimeDelta::minutes(10);
/// A request waits for the other person's next payday at most twice.
pub const REQUEST_LIFE: TimeDelta = TimeDelta::days(14);
/// Reminders of one request: once is kind, a third time is not.
pub const REMINDERS_MAX: i32 = 2;
/// Between asking and reminding, and between two reminders.
pub const REMINDER_INTERVAL: TimeDelta = TimeDelta::days(1);
/// Open requests that one person may have with others: more is a campaign.
pub const REQUESTS_OPEN_MAX: usize = 20;
/// How long an invoice can be paid: long enough to find the card, too short to be forgotten.
pub const TOP_UP_LIFE: TimeDelta = TimeDelta::hours(1);
/// Scheduled payments of one person.
pub const SCHEDULES_MAX: usize = 50;

/// What it is for, in characters: one line on a card.
const NOTE_CHARS_MAX: usize = 140;
/// Of another's name, in characters: one line on a card.
const NAME_CHARS_MAX: usize = 40;

/// Text from outside on one line, without control signs, cut.
fn one_line(text: &str, chars_max: usize) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    let turns = |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    words.join(" ").chars().filter(|&c| !c.is_control() && !turns(c)).take(chars_max).collect()
}

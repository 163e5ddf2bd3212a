//! Pictures for the chat: drawn as SVG text, rendered with fonts from the binary, each with the same figures as text.
//!
//! Drawing takes some milliseconds of two cores and keeps nothing but the fonts: call it through `spawn_blocking`.
//!
//! **Invariant:** a figure in a picture was passed in; the only sum made here is "Everything else", the total less the
//! rows that are shown. One currency a scale.

mod balances;
mod bars;
mod budgets;
mod coverage;
mod fonts;
mod goals;
mod indexed;
mod months;
mod palette;
mod plot;
mod qr;
mod shares;
mod svg;
mod timeline;

pub use balances::{BalanceLine, Balances, balances, balances_text};
pub use budgets::{BudgetBar, BudgetBars, budgets, budgets_text};
pub use coverage::{Coverage, CoverageLine, coverage, coverage_text};
pub use goals::{GoalProgress, Goals, goals, goals_text};
pub use months::{MONTHS_MAX, Month, Months, months, months_text};
pub use qr::qr_code;
pub use shares::{CategoryShares, Share, category_shares, category_shares_text};

use crate::agent::format;

/// Longest text equivalent, in characters: Telegram's captions end at 1024 UTF-16 units, and the bot adds a line.
pub const TEXT_MAX: usize = 900;

/// A chart, ready to be sent.
#[derive(Clone, Debug)]
pub struct Picture {
    /// 900 pixels wide, at most about 1,700 high.
    pub png: Vec<u8>,
    /// The same figures in words, for the caption and for people who do not see the picture. At most [`TEXT_MAX`]
    /// characters; plain text, to be escaped for the format it is sent in.
    pub text: String,
}

/// Text from outside on one line, without control and direction signs, cut to `length_max` characters.
fn one_line(text: &str, length_max: usize) -> String {
    let directs = |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let words: Vec<_> = text.split_whitespace().collect();
    let line: String = words.join(" ").chars().filter(|&c| !c.is_control() && !directs(c)).collect();
    format::cut(&line, length_max)
}

#[cfg(test)]
mod progress_tests;
#[cfg(test)]
mod tests;

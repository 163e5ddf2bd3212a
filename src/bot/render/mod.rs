//! Words that several handlers share: amounts, counts and categories as the chat shows them.
//!
//! **Invariant:** it words values and computes none; whatever comes from outside is escaped.

pub mod alerts;
pub mod review;
pub mod rows;
pub mod statement;
pub mod summary;
pub mod wallet;

use crate::agent::format;
use crate::bot::button::ButtonAction;
use crate::bot::outgoing::{Outgoing, escape};
use crate::domain::{CategoryId, Period, Vocabulary};
use crate::tools::summarise::{Group, Total};

/// `3 rows`, `1,204 rows`.
pub fn counted_rows(number: u64) -> String {
    format::count(number, "row")
}

/// `£12.50`, `£12.50 and €3.00`.
pub fn amounts(totals: &[Total]) -> String {
    and(totals.iter().map(|total| format::money(total.value, total.currency)))
}

/// A line for each group: `Housing: £1,217.00`.
pub fn group_lines(groups: &[Group]) -> Vec<String> {
    let line = |group: &Group| {
        format!("{}: {}", escape(&format::group_key(&group.key)), format::money(group.value, group.currency))
    };
    groups.iter().map(line).collect()
}

/// `Groceries`, `Transport: fuel`.
pub fn category(vocabulary: &Vocabulary, id: CategoryId) -> String {
    let (top, below) = vocabulary.category(id);
    below.map_or_else(|| top.name().to_owned(), |below| format!("{top}: {below}"))
}

/// `March 2026`, `January 2026 and 3 to 17 March 2026`.
pub fn periods(periods: &[Period]) -> String {
    and(periods.iter().map(|period| format::period(*period)))
}

/// `a`, `a and b`, `a, b and c`.
pub fn and(parts: impl Iterator<Item = String>) -> String {
    let mut parts: Vec<String> = parts.collect();
    match (parts.pop(), parts.is_empty()) {
        (None, _) => String::new(),
        (Some(only), true) => only,
        (Some(last), false) => format!("{} and {last}", parts.join(", ")),
    }
}

/// `840 bytes`, `12 kB`, `1.4 MB`: as files are shown elsewhere, in thousands.
pub fn file_size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// What there is to say while no statement was read yet.
pub fn nothing_yet() -> Outgoing {
    Outgoing {
        buttons: vec![vec![ButtonAction::Demo.button("📄 Try a demo statement")]],
        ..Outgoing::html(
            "I don't know any of your statements yet. Send me one as a file (PDF or CSV), or try an example.",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_as_people_do() {
        let check = |parts: &[&str], expected: &str| {
            assert_eq!(and(parts.iter().map(|part| (*part).to_owned())), expected);
        };
        check(&[], "");
        check(&["a"], "a");
        check(&["a", "b"], "a and b");
        check(&["a", "b", "c"], "a, b and c");
    }

    #[test]
    fn sizes_read_as_elsewhere() {
        for (bytes, expected) in
            [(0, "0 bytes"), (999, "999 bytes"), (1_000, "1 kB"), (85_400, "85 kB"), (1_450_000, "1.4 MB")]
        {
            assert_eq!(file_size(bytes), expected);
        }
    }

    #[test]
    fn names_from_outside_are_no_markup() {
        let group = Group {
            key: "<b>M&S".into(),
            currency: "GBP".parse().unwrap(),
            value: rust_decimal::Decimal::ONE,
            rows: 1,
        };
        assert_eq!(group_lines(&[group]), ["&lt;b&gt;M&amp;S: £1.00"]);
    }
}

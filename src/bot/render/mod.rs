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
use crate::domain::{CategoryId, Vocabulary};
use crate::text;
use crate::texts::Texts;
use crate::tools::summarise::{Group, Total};

/// `3 rows`, `1,204 rows`.
pub fn counted_rows(texts: &Texts, count: u64) -> String {
    text!(texts, "count-rows", count = count)
}

/// `£12.50`, `£12.50 and €3.00`.
pub fn amounts(texts: &Texts, totals: &[Total]) -> String {
    let amounts: Vec<String> = totals.iter().map(|total| format::money(total.value, total.currency)).collect();
    format::and_list(texts, &amounts)
}

/// A line for each group: `Housing: £1,217.00`.
pub fn group_lines(texts: &Texts, groups: &[Group]) -> Vec<String> {
    let line = |group: &Group| {
        let name = escape(&format::group_key(&group.key));
        text!(texts, "group-line", name = name, value = format::money(group.value, group.currency))
    };
    groups.iter().map(line).collect()
}

/// `Groceries`, `Transport: fuel`.
pub fn category(vocabulary: &Vocabulary, id: CategoryId) -> String {
    let (top, below) = vocabulary.category(id);
    below.map_or_else(|| top.name().to_owned(), |below| format!("{top}: {below}"))
}

/// `840 bytes`, `12 kB`, `1.4 MB`: as files are shown elsewhere, in thousands.
pub fn file_size(texts: &Texts, bytes: usize) -> String {
    match bytes {
        0..1_000 => text!(texts, "size-bytes", size = bytes.to_string()),
        1_000..1_000_000 => text!(texts, "size-kilobytes", size = (bytes / 1_000).to_string()),
        _ => {
            let size = format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000);
            text!(texts, "size-megabytes", size = size)
        }
    }
}

/// What there is to say while no statement was read yet.
pub fn nothing_yet(texts: &Texts) -> Outgoing {
    Outgoing {
        buttons: vec![vec![ButtonAction::Demo.button(text!(texts, "button-demo"))]],
        ..Outgoing::html(text!(texts, "nothing-yet"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Language;

    #[test]
    fn sizes_read_as_elsewhere() {
        for (bytes, expected) in
            [(0, "0 bytes"), (999, "999 bytes"), (1_000, "1 kB"), (85_400, "85 kB"), (1_450_000, "1.4 MB")]
        {
            assert_eq!(file_size(Language::English.texts(), bytes), expected);
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
        assert_eq!(group_lines(Language::English.texts(), &[group]), ["&lt;b&gt;M&amp;S: £1.00"]);
    }
}

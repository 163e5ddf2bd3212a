//! The sentence for one figure: a total or an average, plainly or as an answer to yes or no.
//!
//! **Invariant:** as in `render`: no arithmetic, every figure is a value of an outcome.

use super::phrases::Writer;
use crate::text;
use crate::tools::summarise::{Measure, Per, Summary, Total};

/// How an answer opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Plainly,
    Yes,
    No,
}

impl Said {
    /// The word that the catalogues choose by.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Plainly => "",
            Self::Yes => "yes",
            Self::No => "no",
        }
    }
}

/// `You spent £281.33 a month on Groceries in 2025 on average.`
pub(super) fn average(
    writer: &mut Writer,
    per: Per,
    summary: &Summary,
    said: Said,
    about: &str,
    when: &str,
    tool: usize,
) -> String {
    let (texts, answer) = (writer.texts, said.word());
    let value = writer.totals(summary.measure, &summary.totals, tool);
    let value = match per {
        Per::Month => text!(texts, "a-month", value = value),
        Per::Week => text!(texts, "a-week", value = value),
        Per::Day => text!(texts, "a-day", value = value),
        Per::Payment => text!(texts, "a-payment", value = value),
    };
    match summary.measure {
        Measure::Spending | Measure::NetPaid | Measure::MoneyOut => {
            text!(texts, "average-spent", answer = answer, value = value, about = about, when = when)
        }
        Measure::Income | Measure::MoneyIn => {
            text!(texts, "average-earned", answer = answer, value = value, about = about, when = when)
        }
        Measure::Net => text!(texts, "average-net", answer = answer, value = value, about = about, when = when),
        _ => text!(texts, "average-other", answer = answer, value = value, about = about, when = when),
    }
}

/// The sentence for a total.
pub(super) fn plain(
    writer: &mut Writer,
    summary: &Summary,
    said: Said,
    about: &str,
    when: &str,
    tool: usize,
) -> String {
    let (texts, answer) = (writer.texts, said.word());
    let (measure, totals) = (summary.measure, &summary.totals);
    let negative = totals.first().is_some_and(|total| total.value.is_sign_negative() && !total.value.is_zero());
    let value = match measure {
        // The words say which way it went.
        Measure::NetPaid | Measure::Spending if negative => {
            let sizes: Vec<Total> =
                totals.iter().map(|total| Total { value: total.value.abs(), ..total.clone() }).collect();
            writer.totals(measure, &sizes, tool)
        }
        _ => writer.totals(measure, totals, tool),
    };
    // One number of rows stands behind one figure.
    let only = if let [only] = totals.as_slice() { Some(only.rows) } else { None };
    let mut behind = || {
        let count = only.map(|rows| writer.count(rows, tool));
        count.map_or_else(String::new, |count| match measure {
            Measure::Spending | Measure::NetPaid => text!(texts, "behind-transactions", count = count),
            Measure::Refunds => text!(texts, "behind-refunds", count = count),
            _ => text!(texts, "behind-payments", count = count),
        })
    };
    match measure {
        Measure::NetPaid | Measure::Spending if negative => {
            text!(texts, "more-in", answer = answer, value = value, about = about, when = when, behind = behind())
        }
        Measure::Spending | Measure::NetPaid => {
            text!(texts, "spent", answer = answer, value = value, about = about, when = when, behind = behind())
        }
        Measure::Income | Measure::MoneyIn => {
            text!(texts, "received", answer = answer, value = value, about = about, when = when, behind = behind())
        }
        Measure::Net if negative => {
            text!(texts, "overspent", answer = answer, value = value, about = about, when = when)
        }
        Measure::Net => text!(texts, "left-over", answer = answer, value = value, about = about, when = when),
        Measure::SavingsRate if negative => {
            text!(texts, "savings-rate-negative", answer = answer, value = value, when = when)
        }
        Measure::SavingsRate => text!(texts, "savings-rate", answer = answer, value = value, when = when),
        Measure::MoneyOut => {
            text!(texts, "went-out", answer = answer, value = value, about = about, when = when, behind = behind())
        }
        Measure::Refunds => {
            text!(texts, "refunded", answer = answer, value = value, about = about, when = when, behind = behind())
        }
        Measure::Payments | Measure::Receipts | Measure::RefundCount => {
            text!(texts, "number-of", answer = answer, value = value, about = about, when = when)
        }
    }
}

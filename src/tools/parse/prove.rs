//! Checks rows against the balances the file prints.
//!
//! **Invariant:** only printed balances count. A row is *covered* when it lies between two printed balances (the
//! opening balance, a running balance, the closing balance) whose difference is exactly the sum of the rows between
//! them. Only when every row is covered, and nothing contradicts, do the balances prove the rows. So a running
//! balance alone leaves the first row uncovered unless an opening balance is printed, because the balance before it
//! would have to be derived from the very amount it should prove.

use rust_decimal::Decimal;

use crate::domain::Reconciliation;

/// One row as far as the proof needs it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub amount: Decimal,
    /// The balance printed on the row.
    pub balance: Option<Decimal>,
}

/// What the balances say, before dates and competing readings are weighed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Check {
    pub rows: usize,
    /// Rows between printed balances that agree.
    pub covered: usize,
    /// Printed balances that do not follow.
    pub breaks: usize,
    /// Place of the first row, in the order of the steps, whose balance does not follow; none if it is the closing one.
    pub first_break: Option<usize>,
    /// By how much the first one is off.
    pub gap: Option<Decimal>,
    /// Printed closing − (opening + Σ rows), where both are printed.
    pub total_gap: Option<Decimal>,
    /// What the printed sums of money in and of money out say.
    pub sums: Sums,
}

/// Rows against the printed sums of each side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sums {
    /// They are not printed on both sides, or none of them is the rows'.
    #[default]
    Silent,
    /// Both sides are printed, and the rows add up to both.
    Agree,
    /// Both sides are off by one amount: something is missing on either.
    Disagree,
}

impl Check {
    /// Every row is covered, by balances or by the sums of both sides, and nothing contradicts.
    pub(crate) fn proves(&self) -> bool {
        let covered = self.covered == self.rows && self.sums != Sums::Disagree || self.sums == Sums::Agree;
        self.rows > 0 && covered && self.breaks == 0
    }

    /// For choosing between readings: proven, then uncontradicted with some cover, then the most agreement.
    pub(crate) fn rank(&self) -> (bool, i64) {
        let covered = i64::try_from(self.covered).unwrap_or(i64::MAX);
        let breaks = i64::try_from(self.breaks).unwrap_or(i64::MAX);
        (self.proves(), covered.saturating_sub(breaks.saturating_mul(2)))
    }

    /// The verdict on the arithmetic alone. `place` turns a step's place into the row's index in the file.
    pub(crate) fn verdict(&self, place: impl Fn(usize) -> usize) -> Reconciliation {
        if self.breaks > 0 {
            let total = self.total_gap.filter(|gap| !gap.is_zero());
            let gap = total.or(self.gap).unwrap_or_default();
            return Reconciliation::Gap { gap, first_break: self.first_break.map(place) };
        }
        if self.proves() { Reconciliation::Proven } else { Reconciliation::Unproven }
    }
}

/// Walks the rows, oldest first, from the opening to the closing balance. Sums that leave the range of `Decimal`
/// count as a break.
pub(crate) fn check(opening: Option<Decimal>, closing: Option<Decimal>, steps: impl Iterator<Item = Step>) -> Check {
    let mut check = Check::default();
    let mut known = opening;
    let mut pending = Some(Decimal::ZERO);
    let mut pending_rows = 0;
    let mut total = opening;
    for (index, step) in steps.enumerate() {
        check.rows += 1;
        pending_rows += 1;
        pending = pending.and_then(|sum| sum.checked_add(step.amount));
        total = total.and_then(|sum| sum.checked_add(step.amount));
        let Some(balance) = step.balance else { continue };
        if compare(&mut check, known, pending, balance, pending_rows) {
            check.first_break.get_or_insert(index);
        }
        known = Some(balance);
        pending = Some(Decimal::ZERO);
        pending_rows = 0;
    }
    if let Some(closing) = closing {
        compare(&mut check, known, pending, closing, pending_rows);
        check.total_gap = total.and_then(|total| closing.checked_sub(total));
    }
    check
}

/// The rows' sums of money in and out against the printed ones, of which a file may print several: of parts and of all.
pub(crate) fn check_sums(amounts: &[Decimal], ins: &[Decimal], outs: &[Decimal]) -> Sums {
    let sum = |incoming: bool| {
        let side = amounts.iter().filter(|amount| amount.is_sign_positive() == incoming);
        side.fold(Decimal::ZERO, |sum, amount| sum.saturating_add(amount.abs()))
    };
    let (income, out) = (sum(true), sum(false));
    let reaches = |sum: Decimal, printed: &[Decimal]| {
        let parts = printed.iter().fold(Decimal::ZERO, |sum, part| sum.saturating_add(*part));
        !printed.is_empty() && (printed.contains(&sum) || parts == sum)
    };
    if reaches(income, ins) && reaches(out, outs) {
        return if income.is_zero() && out.is_zero() { Sums::Silent } else { Sums::Agree };
    }
    let off = |sum: Decimal, printed: &[Decimal]| printed.iter().map(|printed| printed - sum).collect::<Vec<_>>();
    let (missing_in, missing_out) = (off(income, ins), off(out, outs));
    let both = missing_in.iter().any(|off| off.is_sign_positive() && !off.is_zero() && missing_out.contains(off));
    if both { Sums::Disagree } else { Sums::Silent }
}

/// Whether the printed balance breaks; counts cover and breaks.
fn compare(check: &mut Check, known: Option<Decimal>, pending: Option<Decimal>, printed: Decimal, rows: usize) -> bool {
    let Some(known) = known else { return false };
    let expected = pending.and_then(|sum| known.checked_add(sum));
    if expected == Some(printed) {
        check.covered += rows;
        return false;
    }
    check.breaks += 1;
    let gap = expected.and_then(|expected| printed.checked_sub(expected)).unwrap_or(printed);
    check.gap.get_or_insert(gap);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn check_case(
        opening: Option<&str>,
        rows: &[(&str, Option<&str>)],
        closing: Option<&str>,
        expected: &Reconciliation,
    ) {
        let steps =
            rows.iter().map(|(amount, balance)| Step { amount: decimal(amount), balance: balance.map(decimal) });
        let check = check(opening.map(decimal), closing.map(decimal), steps);
        assert_eq!(check.verdict(|place| place), *expected, "{opening:?} {rows:?} {closing:?}");
    }

    #[test]
    fn only_printed_balances_prove() {
        use Reconciliation::{Gap, Proven, Unproven};
        let rows = &[("-10", None), ("5", None)][..];
        let running = &[("-10", Some("90")), ("5", Some("95"))][..];
        let daily = &[("-10", None), ("5", Some("95")), ("1", Some("96"))][..];
        let gap = |gap: &str, first_break| Gap { gap: decimal(gap), first_break };
        for (opening, rows, closing, expected) in [
            (Some("100"), rows, Some("95"), Proven),
            (Some("100"), rows, Some("94"), gap("-1", None)),
            (Some("100"), rows, None, Unproven),
            (None, rows, Some("95"), Unproven),
            (None, rows, None, Unproven),
            // The balance before the first row is not printed, so its amount is not proven.
            (None, running, None, Unproven),
            (None, running, Some("95"), Unproven),
            (Some("100"), running, None, Proven),
            (Some("100"), running, Some("95"), Proven),
            (Some("101"), running, Some("95"), gap("-1", Some(0))),
            (Some("100"), daily, None, Proven),
            (Some("100"), &[("-10", Some("90")), ("5", Some("96"))], None, gap("1", Some(1))),
            // One row and one balance prove nothing.
            (None, &[("-10", Some("90"))], None, Unproven),
            (Some("100"), &[("-10", Some("90"))], None, Proven),
            (Some("100"), &[], Some("100"), Unproven),
        ] {
            check_case(opening, rows, closing, &expected);
        }
    }

    #[test]
    fn a_sum_out_of_range_is_a_break() {
        let steps = [Decimal::MAX, Decimal::MAX].map(|amount| Step { amount, balance: None });
        let check = check(Some(Decimal::ONE), Some(Decimal::ONE), steps.into_iter());
        assert!(check.breaks == 1 && !check.proves());
    }
}

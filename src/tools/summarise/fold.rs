//! From cells to values: which category counts as what.
//!
//! Plain arithmetic is safe here: the store refuses amounts of 10^15 and more, and a book holds far fewer than 10^9 rows.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Measure, Unit};
use crate::domain::{Currency, Flow};
use crate::store::sums::Cell;

/// Everything that the measures are made of, over some cells of one currency.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sums {
    spending: Decimal,
    spending_rows: i64,
    income: Decimal,
    income_rows: i64,
    refunds: Decimal,
    refund_rows: i64,
    money_out: Decimal,
    rows_out: i64,
    money_in: Decimal,
    rows_in: i64,
}

impl Sums {
    pub(super) fn add(&mut self, cell: &Cell) {
        match cell.flow() {
            Flow::Spending => {
                self.spending -= cell.sum_out + cell.sum_in;
                self.spending_rows += cell.rows_out + cell.rows_in;
                self.refunds += cell.sum_in;
                self.refund_rows += cell.rows_in;
            }
            Flow::Income => {
                self.income += cell.sum_out + cell.sum_in;
                self.income_rows += cell.rows_out + cell.rows_in;
            }
            Flow::Aside => {}
        }
        self.money_out -= cell.sum_out;
        self.rows_out += cell.rows_out;
        self.money_in += cell.sum_in;
        self.rows_in += cell.rows_in;
    }

    /// The measure's value; `None` where it has none (a savings rate without income).
    pub(super) fn value(&self, measure: Measure) -> Option<Decimal> {
        match measure {
            Measure::Spending => Some(self.spending),
            Measure::Income => Some(self.income),
            Measure::Net => Some(self.income - self.spending),
            Measure::SavingsRate => percent(self.income - self.spending, self.income),
            Measure::MoneyOut => Some(self.money_out),
            Measure::MoneyIn => Some(self.money_in),
            Measure::Refunds => Some(self.refunds),
            Measure::Payments => Some(self.rows_out.into()),
            Measure::Receipts => Some(self.rows_in.into()),
            Measure::RefundCount => Some(self.refund_rows.into()),
            Measure::NetPaid => Some(self.money_out - self.money_in),
        }
    }

    /// How many rows the value rests on.
    pub(super) fn rows(&self, measure: Measure) -> u64 {
        let rows = match measure {
            Measure::Spending => self.spending_rows,
            Measure::Income => self.income_rows,
            Measure::Net | Measure::SavingsRate => self.income_rows + self.spending_rows,
            Measure::MoneyOut | Measure::Payments => self.rows_out,
            Measure::MoneyIn | Measure::Receipts => self.rows_in,
            Measure::Refunds | Measure::RefundCount => self.refund_rows,
            Measure::NetPaid => self.rows_out + self.rows_in,
        };
        rows.unsigned_abs()
    }

    /// How many payments an average per payment divides by.
    pub(super) fn payments(&self) -> i64 {
        self.rows_out
    }
}

/// `part` ÷ `whole` in percent with two decimals; `None` where the whole is zero or less, of which nothing is a share.
pub(super) fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    if whole <= Decimal::ZERO {
        return None;
    }
    let percent = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    Some(percent.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

/// A value as it is shown: money to its minor unit, an average of rows to two decimals.
pub(super) fn rounded(value: Decimal, unit: Unit, currency: Currency) -> Decimal {
    let digits = match unit {
        Unit::Money => currency.minor_digits().max(value.normalize().scale().min(SHOWN_DIGITS_MAX)),
        Unit::Rows | Unit::Percent => 2,
    };
    value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

/// Statements carry at most this many decimals; a sum of such amounts is shown as exactly as they are.
const SHOWN_DIGITS_MAX: u32 = 5;

//! The household's accounts through the months, each month a statement for each account.
//!
//! **Invariant:** an account's closing balance is the next month's opening balance.

use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;

use crate::domain::{Period, month_end, month_start};

use super::household::{self, Account, Entry, Month};
use super::random::Random;
use super::{DemoStatement, Layout, currency};

/// More than anyone shows; bounds the work for any argument.
const MOST_MONTHS: u32 = 600;

/// An account as it stands between two statements.
struct Open {
    account: Account,
    bank: &'static str,
    layout: Layout,
    number: &'static str,
    name: &'static str,
    balance_pence: i64,
}

/// The statements of a current account, a credit card and a savings account in pounds for `months` calendar months, by
/// month. The last month ends on `until`, be it the month's last day or not. At most 600 months are made.
pub fn year(seed: u64, until: NaiveDate, months: u32) -> Vec<DemoStatement> {
    let mut random = Random::new(seed);
    let count = months.min(MOST_MONTHS);
    let mut accounts = [
        Open {
            account: Account::Current,
            bank: "Wrenfield Bank",
            layout: Layout::UkCurrent,
            number: "31905527",
            name: "Everyday Current Account",
            balance_pence: 291_462,
        },
        Open {
            account: Account::Card,
            bank: "Pennant Card Services",
            layout: Layout::CreditCard,
            number: "************4417",
            name: "Pennant Classic Credit Card",
            balance_pence: -38_640,
        },
        Open {
            account: Account::Savings,
            bank: "Wrenfield Bank",
            layout: Layout::AppAccount,
            number: "70142238",
            name: "Rainy Day Saver",
            balance_pence: 642_018,
        },
    ];
    let mut statements = Vec::new();
    for index in 0..count {
        let Some(first) = month_start(until).checked_sub_months(Months::new(count - 1 - index)) else { continue };
        let Some(period) = Period::new(first, month_end(first).min(until)) else { continue };
        let bill = accounts.iter().find(|open| open.account == Account::Card).map_or(0, |card| -card.balance_pence);
        let entries = household::entries(&mut random, &Month { period, index, count }, bill);
        statements.extend(accounts.iter_mut().map(|open| open.close(period, &entries)));
    }
    statements
}

impl Open {
    /// The statement of a period; moves the balance to its end.
    fn close(&mut self, period: Period, entries: &[Entry]) -> DemoStatement {
        let own = entries.iter().filter(|entry| entry.account == self.account);
        let rows: Vec<_> = own.map(|entry| entry.row.clone()).collect();
        let statement = DemoStatement {
            bank: self.bank,
            layout: self.layout,
            account_number: self.number,
            account_name: self.name,
            holder: "Mira Calloway",
            currency: currency("GBP"),
            period,
            opening_balance: Decimal::new(self.balance_pence, 2),
            rows,
            misprint: None,
        };
        self.balance_pence = i64::try_from(statement.closing_balance().mantissa()).unwrap_or(self.balance_pence);
        statement
    }
}

//! Puts a statement together from what a format's reader found: signs, balances, period, proof and warnings.
//!
//! **Invariant:** proven means that the balances agree *and* the dates leave no doubt: day and month are certain, the
//! year is printed, and every row lies inside the printed period and not after the statement's own date.

use chrono::NaiveDate;

use super::date::DayOrder;
use super::reading::Decision;
use crate::domain::{AccountLabel, ParsedLine, ParsedStatement, Period, Reconciliation, Warning, WarningCode};

/// Where the years of the rows come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum YearSource {
    /// Every row prints its own.
    Rows,
    /// The printed period, or the statement's printed date.
    Printed,
    /// Nothing in the text: the file's own date or today's.
    Guessed,
}

/// One statement before its verdict.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub account: AccountLabel,
    pub period: Option<Period>,
    /// The day the statement was made, where it is printed.
    pub statement_date: Option<NaiveDate>,
    /// Amounts and balances are filled in from the decision.
    pub lines: Vec<ParsedLine>,
    pub decision: Decision,
    pub years: YearSource,
    /// Set where day and month could be swapped in every date: the order chosen.
    pub assumed_order: Option<DayOrder>,
    /// Lines that look like rows and could not be read.
    pub unread: usize,
    /// Rows left out because they stand after the closing balance was reached.
    pub left_out: usize,
}

/// The statement with its verdict and warnings.
pub(crate) fn finish(draft: Draft) -> ParsedStatement {
    let Draft { account, period, statement_date, mut lines, decision, .. } = draft;
    for (line, (amount, balance)) in lines.iter_mut().zip(decision.amounts.iter().zip(&decision.balances)) {
        line.amount = *amount;
        line.balance = *balance;
    }
    let outside = lines.iter().filter(|line| !fits(line, period, statement_date)).count();
    let mut warnings = Vec::new();
    let mut warn = |code, message: String| warnings.push(Warning { code, message });
    let mut reconciliation = decision.reconciliation.clone();
    if lines.is_empty() {
        warn(WarningCode::NoRows, "The statement has no transactions.".into());
        reconciliation = Reconciliation::Unproven;
    }
    if outside > 0 {
        warn(WarningCode::DateOutsidePeriod, format!("{outside} rows lie outside the dates the statement prints."));
    }
    if let Some(order) = draft.assumed_order {
        let chosen = if order == DayOrder::DayFirst { "day first" } else { "month first" };
        warn(WarningCode::AmbiguousDates, format!("Day and month can be read either way; I read them {chosen}."));
    }
    match draft.years {
        YearSource::Rows => {}
        YearSource::Printed => {
            warn(WarningCode::AssumedYear, "The rows print no year; I took it from the statement's own dates.".into());
        }
        YearSource::Guessed => {
            warn(WarningCode::AssumedYear, "No year is printed anywhere; please check the years of the rows.".into());
        }
    }
    let doubtful = outside > 0 || draft.assumed_order.is_some() || draft.years == YearSource::Guessed;
    if reconciliation == Reconciliation::Proven && doubtful {
        reconciliation = Reconciliation::Unproven;
    }
    if draft.unread > 0 {
        warn(WarningCode::UnreadRow, format!("{} lines look like rows, but I could not read them.", draft.unread));
    }
    if draft.left_out > 0 {
        let message = format!("{} rows after the closing balance are not part of this statement.", draft.left_out);
        warn(WarningCode::UnreadRow, message);
    }
    balance_warnings(&reconciliation, &decision, !lines.is_empty(), &mut warn);
    if account.currency.is_none() && lines.iter().any(|line| line.currency.is_none()) {
        warn(WarningCode::NoCurrency, "No currency is printed.".into());
    }
    let period = period.or_else(|| {
        let found = span(&lines)?;
        warn(WarningCode::PeriodFromRows, "No period is printed; it runs from the first row to the last.".into());
        Some(found)
    });
    ParsedStatement {
        account,
        period,
        opening_balance: decision.opening,
        closing_balance: decision.closing,
        reconciliation,
        lines,
        warnings,
    }
}

fn balance_warnings(
    reconciliation: &Reconciliation,
    decision: &Decision,
    has_rows: bool,
    warn: &mut impl FnMut(WarningCode, String),
) {
    match reconciliation {
        Reconciliation::Gap { gap, .. } => {
            warn(WarningCode::Gap, format!("The rows and the printed balances do not add up: {gap} is missing."));
        }
        Reconciliation::Unproven if decision.rivalled => {
            let message = "The balances fit more than one way of reading the amounts, so they prove none of them.";
            warn(WarningCode::NoBalances, message.into());
        }
        Reconciliation::Unproven if has_rows && !decision.check.proves() => {
            let message = "The statement prints too few balances to check every row against.";
            warn(WarningCode::NoBalances, message.into());
        }
        Reconciliation::Unproven | Reconciliation::Proven => {}
    }
}

/// A row fits when one of its dates lies inside the period; a purchase may be made before the period and booked in it.
fn fits(line: &ParsedLine, period: Option<Period>, statement_date: Option<NaiveDate>) -> bool {
    let booked = line.posted.unwrap_or(line.date);
    if let Some(period) = period {
        return period.contains(line.date) || period.contains(booked);
    }
    statement_date.is_none_or(|day| line.date.min(booked) <= day)
}

fn span(lines: &[ParsedLine]) -> Option<Period> {
    let first = lines.iter().map(|line| line.date).min()?;
    let last = lines.iter().map(|line| line.date).max()?;
    Period::new(first, last)
}

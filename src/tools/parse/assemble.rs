//! Puts a statement together from what a format's reader found: signs, balances, period, proof and warnings.
//!
//! **Invariant:** proven means that the balances agree *and* the dates leave no doubt: day and month are certain, the
//! year is printed, every row lies inside the printed period and not after the statement's own date, *and* nothing that
//! looks like a row was left out.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::date::DayOrder;
use super::reading::Decision;
use crate::domain::{
    AccountLabel, Currency, Format, ParsedLine, ParsedStatement, Period, Reconciliation, Warning, WarningCode,
};

/// Where the years of the rows come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum YearSource {
    /// Every row prints its own.
    Rows,
    /// The printed period.
    Period,
    /// Another printed date: the statement's own, or that of a row with a year.
    Printed,
    /// Nothing in the text: the file's own date or today's.
    Guessed,
}

/// One statement before its verdict.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub format: Format,
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
    /// The first row whose date the other rows, or the balances of days, do not bear out.
    pub misplaced: Option<usize>,
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
    if let Some(line) = draft.misplaced.and_then(|index| lines.get(index)) {
        let place = place_in_words(line, draft.format);
        warn(
            WarningCode::DateOrder,
            format!("The date {} of the row {place} does not fit the rows around it.", line.date),
        );
    }
    if outside > 0 {
        let what = if outside == 1 { "1 row lies".into() } else { format!("{outside} rows lie") };
        warn(WarningCode::DateOutsidePeriod, format!("{what} outside the dates that the statement prints."));
    }
    if let Some(order) = draft.assumed_order {
        let chosen = if order == DayOrder::DayFirst { "day first" } else { "month first" };
        warn(WarningCode::AmbiguousDates, format!("Day and month can be read either way; I read them {chosen}."));
    }
    match draft.years {
        YearSource::Rows | YearSource::Period => {}
        YearSource::Printed => {
            warn(WarningCode::AssumedYear, "The rows print no year; I took it from another date in the file.".into());
        }
        YearSource::Guessed => {
            warn(WarningCode::AssumedYear, "No year is printed anywhere; please check the years of the rows.".into());
        }
    }
    let incomplete = draft.unread > 0 || draft.left_out > 0;
    let doubtful = outside > 0 || draft.assumed_order.is_some() || draft.years == YearSource::Guessed || incomplete;
    let doubtful = doubtful || draft.misplaced.is_some();
    if reconciliation == Reconciliation::Proven && doubtful {
        reconciliation = Reconciliation::Unproven;
    }
    if draft.unread > 0 {
        let message = match draft.unread {
            1 => "1 line looks like a row, but I could not read it.".into(),
            count => format!("{count} lines look like rows, but I could not read them."),
        };
        warn(WarningCode::UnreadRow, message);
    }
    if draft.left_out > 0 {
        let what = if draft.left_out == 1 { "1 row".into() } else { format!("{} rows", draft.left_out) };
        let message = format!("I left out {what} after the closing balance; please check whether they belong here.");
        warn(WarningCode::UnreadRow, message);
    }
    let currency = account.currency.or_else(|| lines.iter().find_map(|line| line.currency));
    let opens_at = match reconciliation {
        Reconciliation::Gap { first_break: Some(index), .. } => lines.get(index),
        _ => None,
    };
    let opens_at =
        opens_at.map(|line| format!(" It opens at the row {} ({}).", place_in_words(line, draft.format), line.date));
    balance_warnings(&reconciliation, &decision, currency, &opens_at.unwrap_or_default(), &mut warn);
    if account.currency.is_none() && lines.iter().any(|line| line.currency.is_none()) {
        warn(WarningCode::NoCurrency, "No currency is printed.".into());
    }
    let period = period.or_else(|| {
        let found = span(&lines)?;
        // Exports print no period, and nobody expects one.
        if draft.format != Format::Csv {
            warn(WarningCode::PeriodFromRows, "No period is printed; it runs from the first row to the last.".into());
        }
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
    currency: Option<Currency>,
    opens_at: &str,
    warn: &mut impl FnMut(WarningCode, String),
) {
    match reconciliation {
        Reconciliation::Gap { gap, .. } => {
            let amount = amount_in_words(*gap, currency);
            let side = if gap.is_sign_negative() { "too much" } else { "missing" };
            warn(
                WarningCode::Gap,
                format!("The rows and the printed balances do not add up: {amount} is {side}.{opens_at}"),
            );
        }
        Reconciliation::Unproven if decision.rivalled => {
            let message = "The balances fit more than one way of reading the amounts, so they prove none of them.";
            warn(WarningCode::NoBalances, message.into());
        }
        Reconciliation::Unproven if !decision.amounts.is_empty() && !decision.check.proves() => {
            let ends = [decision.opening, decision.closing];
            let none = ends.iter().chain(&decision.balances).all(Option::is_none);
            let few = if none { "no balances" } else { "too few balances" };
            let message = format!("This file prints {few}, so I can't prove that I read every row right.");
            warn(WarningCode::NoBalances, message);
        }
        Reconciliation::Unproven | Reconciliation::Proven => {}
    }
}

/// `on page 2, line 14`
fn place_in_words(line: &ParsedLine, format: Format) -> String {
    match format {
        Format::Pdf => format!("on page {}, line {}", line.source.page, line.source.line),
        _ => format!("in line {}", line.source.line),
    }
}

/// `10.00 GBP`: without its sign, at least two decimals.
fn amount_in_words(amount: Decimal, currency: Option<Currency>) -> String {
    let amount = amount.abs().normalize();
    let decimals = usize::try_from(amount.scale()).unwrap_or_default().max(2);
    let currency = currency.map(|currency| format!(" {currency}")).unwrap_or_default();
    format!("{amount:.decimals$}{currency}")
}

/// How long before the period, in days, a purchase may be made that is booked in it.
const BOOKED_LATER_DAYS: i64 = 45;

/// A row fits when its date lies inside the period; a purchase may be made before the period and booked in it.
fn fits(line: &ParsedLine, period: Option<Period>, statement_date: Option<NaiveDate>) -> bool {
    let booked = line.posted.unwrap_or(line.date);
    if let Some(period) = period {
        let later = (booked - line.date).num_days();
        let booked_inside = period.contains(booked) && (0..=BOOKED_LATER_DAYS).contains(&later);
        return period.contains(line.date) || booked_inside;
    }
    statement_date.is_none_or(|day| line.date.min(booked) <= day)
}

fn span(lines: &[ParsedLine]) -> Option<Period> {
    let first = lines.iter().map(|line| line.date).min()?;
    let last = lines.iter().map(|line| line.date).max()?;
    Period::new(first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_words() {
        for (amount, currency, expected) in
            [("-10", Some("GBP"), "10.00 GBP"), ("0.5000", None, "0.50"), ("1.2345", Some("KWD"), "1.2345 KWD")]
        {
            let currency = currency.map(|code| code.parse().unwrap());
            assert_eq!(amount_in_words(amount.parse().unwrap(), currency), expected);
        }
    }
}

//! Competing readings of the same printed numbers: which way an unmarked amount goes, whether a debit column is printed
//! with a minus, whether the newest row stands first. The printed balances choose.
//!
//! **Invariant:** the set of readings is small and fixed; a reading never changes the size of a printed amount, and two
//! readings that both fit but give different rows leave the statement unproven.

use rust_decimal::Decimal;

use super::amount::{Mark, Printed};
use super::prove::{Check, Step, Sums, check, check_sums};
use crate::domain::Reconciliation;

/// Opening and closing balances weighed against each other; a statement prints few different ones.
const MAX_BALANCE_CANDIDATES: usize = 4;

/// The money printed on one row.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RowMoney {
    pub amount: Option<Printed>,
    pub debit: Option<Printed>,
    pub credit: Option<Printed>,
    pub balance: Option<Printed>,
    /// A debit or credit word beside the amount, or the heading the row stands under; `true` is money in.
    pub incoming: Option<bool>,
}

/// What a statement prints besides its rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    /// The likeliest first.
    pub openings: Vec<Printed>,
    /// The likeliest first.
    pub closings: Vec<Printed>,
    /// Sums of money in and of money out.
    pub sums_in: Vec<Decimal>,
    pub sums_out: Vec<Decimal>,
    /// The statement prints what is owed, so that a purchase is positive.
    pub card: bool,
    /// It may or may not be a card: the mirrored rows fit as well.
    pub card_doubt: bool,
    /// It is an account: what is printed without a sign is money in.
    pub account: bool,
    /// Some number may have been read in part only.
    pub number_doubt: bool,
    /// Newest row first; `None` where the dates do not say.
    pub descending: Option<bool>,
    /// Debit and credit columns were told apart by a guess.
    pub guessed_columns: bool,
}

/// The chosen reading.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    /// In the rows' order; negative is money out.
    pub amounts: Vec<Decimal>,
    pub balances: Vec<Option<Decimal>>,
    pub opening: Option<Decimal>,
    pub closing: Option<Decimal>,
    /// The verdict of the balances alone; dates are not weighed here.
    pub reconciliation: Reconciliation,
    pub check: Check,
    /// Another reading fits as well and gives other rows.
    pub rivalled: bool,
}

/// What a mark beside an amount means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SignRule {
    /// Unmarked is money in.
    AsPrinted,
    /// The statement counts what is owed: unmarked is money out, minus is money in.
    Owed,
    /// Only money in is marked.
    UnmarkedOut,
    /// The word beside the amount or the heading above decides.
    Flagged,
    /// Nothing is marked; each sign is the one that the printed balance needs.
    FromBalance,
}

impl SignRule {
    /// The rule under which the same print means the opposite.
    fn mirrored(self) -> Self {
        match self {
            Self::AsPrinted => Self::Owed,
            Self::Owed => Self::AsPrinted,
            other => other,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Reading {
    sign: SignRule,
    /// The debit column carries its own minus.
    signed_debits: bool,
    swapped: bool,
    owed_balance: bool,
    descending: bool,
}

/// Reads the rows in every plausible way and keeps the one the balances agree with best; the first of equals.
pub(crate) fn decide(rows: &[RowMoney], evidence: &Evidence) -> Decision {
    let mut best: Option<(Reading, Decision)> = None;
    let mut rivalled = false;
    for reading in readings(rows, evidence) {
        let decision = apply(rows, evidence, reading);
        let better = best.as_ref().is_none_or(|(_, best)| decision.check.rank() > best.check.rank());
        if let Some((_, best)) = &best
            && best.check.proves()
            && decision.check.proves()
        {
            rivalled |= best.amounts != decision.amounts;
        }
        if better {
            best = Some((reading, decision));
        }
    }
    let Some((reading, mut decision)) = best else { return empty() };
    let marks = Marks::of(rows);
    // Everything the other way round fits the same balances; the sums of each side tell which way it is.
    if marks.amounts > 0 && decision.check.sums != Sums::Agree {
        let mirror = Reading { sign: reading.sign.mirrored(), owed_balance: !reading.owed_balance, ..reading };
        let other = apply(rows, evidence, mirror);
        if other.check.sums == Sums::Agree && other.check.breaks <= decision.check.breaks {
            return other;
        }
    }
    let doubtful = evidence.card_doubt || !evidence.account && !evidence.card && marks.mostly_plain();
    let mirrored = doubtful && marks.amounts > 0 && decision.check.sums != Sums::Agree;
    rivalled |= decision.check.proves() && (mirrored || evidence.number_doubt);
    decision.rivalled = rivalled;
    if rivalled {
        decision.reconciliation = Reconciliation::Unproven;
    }
    decision
}

fn empty() -> Decision {
    Decision {
        amounts: Vec::new(),
        balances: Vec::new(),
        opening: None,
        closing: None,
        reconciliation: Reconciliation::Unproven,
        check: Check::default(),
        rivalled: false,
    }
}

/// How often each mark stands in the amount and the debit columns.
#[derive(Default)]
struct Marks {
    none: usize,
    plus: usize,
    minus: usize,
    credit: usize,
    debit: usize,
    flagged: usize,
    amounts: usize,
    debits: usize,
    negative_debits: usize,
    balances: usize,
}

impl Marks {
    /// Most amounts have no sign and the others a minus, as on a card, where a purchase is plain.
    fn mostly_plain(&self) -> bool {
        let told_by_balances = self.minus == 0 && self.balances > 0;
        !told_by_balances && self.flagged == 0 && self.plus + self.credit + self.debit == 0 && self.none > self.minus
    }

    fn of(rows: &[RowMoney]) -> Self {
        let mut marks = Self::default();
        for row in rows {
            if let Some(amount) = row.amount.filter(|amount| !amount.value.is_zero()) {
                marks.amounts += 1;
                marks.flagged += usize::from(row.incoming.is_some());
                let count = match amount.mark {
                    Mark::None => &mut marks.none,
                    Mark::Plus => &mut marks.plus,
                    Mark::Minus => &mut marks.minus,
                    Mark::Credit => &mut marks.credit,
                    Mark::Debit => &mut marks.debit,
                };
                *count += 1;
            }
            if let Some(debit) = row.debit.filter(|debit| !debit.value.is_zero()) {
                marks.debits += 1;
                marks.negative_debits += usize::from(debit.mark == Mark::Minus);
            }
            marks.balances += usize::from(row.balance.is_some());
        }
        marks
    }
}

/// The plausible readings, the likeliest first.
fn readings(rows: &[RowMoney], evidence: &Evidence) -> Vec<Reading> {
    let marks = Marks::of(rows);
    let negative_purchases = marks.minus * 2 > marks.amounts;
    let owed_balance = evidence.card && !negative_purchases;
    // Columns for debit and credit say which way money goes, so the balance may be printed either way.
    let owed_balances: &[bool] = match marks.amounts {
        0 if evidence.card => &[true, false],
        // Amounts that say their direction leave it to the balances how those are printed.
        _ if !evidence.card && marks.minus + marks.debit == 0 && marks.credit + marks.plus > 0 => &[false, true],
        _ => &[owed_balance],
    };
    let debit_rules: &[bool] = match (marks.debits, marks.negative_debits) {
        _ if evidence.card => &[false],
        (_, 0) => &[false],
        (all, negative) if all == negative => &[true, false],
        _ => &[false, true],
    };
    let orders: &[bool] = match evidence.descending {
        Some(true) => &[true],
        Some(false) => &[false],
        None => &[false, true],
    };
    let swaps: &[bool] = if evidence.guessed_columns { &[false, true] } else { &[false] };
    let mut out = Vec::new();
    for sign in sign_rules(&marks, evidence.card, negative_purchases) {
        for &signed_debits in debit_rules {
            for &swapped in swaps {
                for &descending in orders {
                    let reading = |&owed_balance| Reading { sign, signed_debits, swapped, owed_balance, descending };
                    out.extend(owed_balances.iter().map(reading));
                }
            }
        }
    }
    out
}

fn sign_rules(marks: &Marks, card: bool, negative_purchases: bool) -> Vec<SignRule> {
    use SignRule::{AsPrinted, Flagged, FromBalance, Owed, UnmarkedOut};
    if marks.amounts == 0 {
        return vec![AsPrinted];
    }
    let mut rules = Vec::new();
    if marks.flagged * 2 > marks.amounts {
        rules.push(Flagged);
    }
    if card {
        // Printing everything the other way round fits the same balances: the words on the page decided, so the
        // mirrored reading is no rival.
        match negative_purchases {
            true => rules.push(AsPrinted),
            false if marks.plus > 0 && marks.none > 0 => rules.extend([UnmarkedOut, Owed]),
            false => rules.extend([Owed, UnmarkedOut]),
        }
        return rules;
    }
    if marks.minus + marks.debit > 0 && marks.plus + marks.credit > 0 {
        // Both ways are marked.
        rules.push(AsPrinted);
    } else if marks.minus + marks.debit > 0 {
        rules.extend([AsPrinted, Owed]);
    } else if marks.plus + marks.credit > 0 {
        rules.extend([UnmarkedOut, AsPrinted]);
    } else {
        if marks.balances > 0 {
            rules.push(FromBalance);
        }
        rules.extend([AsPrinted, UnmarkedOut]);
    }
    rules
}

fn apply(rows: &[RowMoney], evidence: &Evidence, reading: Reading) -> Decision {
    let balance = |printed: Printed| match printed.mark {
        // Where only money in is marked, so is a balance in credit.
        Mark::Plus if reading.sign == SignRule::UnmarkedOut => printed.value,
        _ if reading.owed_balance => owed(printed),
        _ => printed.signed(),
    };
    let balances: Vec<_> = rows.iter().map(|row| row.balance.map(balance)).collect();
    let openings: Vec<_> = evidence.openings.iter().copied().map(balance).take(MAX_BALANCE_CANDIDATES).collect();
    let closings: Vec<_> = evidence.closings.iter().copied().map(balance).take(MAX_BALANCE_CANDIDATES).collect();
    let mut best: Option<Decision> = None;
    for opening in candidates(&openings) {
        let amounts = amounts(rows, &balances, opening, reading);
        let sums = check_sums(&amounts, &evidence.sums_in, &evidence.sums_out);
        for closing in candidates(&closings) {
            let check = Check { sums, ..walk(&amounts, &balances, opening, closing, reading.descending) };
            if best.as_ref().is_some_and(|best| best.check.rank() >= check.rank()) {
                continue;
            }
            let count = rows.len();
            let place = |step: usize| if reading.descending { count.saturating_sub(step + 1) } else { step };
            let reconciliation = check.verdict(place);
            best = Some(Decision {
                amounts: amounts.clone(),
                balances: Vec::new(),
                opening,
                closing,
                reconciliation,
                check,
                rivalled: false,
            });
        }
    }
    let mut decision = best.unwrap_or_else(empty);
    decision.balances = balances;
    decision
}

/// All of them, or the one case that nothing is printed.
fn candidates(printed: &[Decimal]) -> impl Iterator<Item = Option<Decimal>> + '_ {
    let none = printed.is_empty().then_some(None);
    printed.iter().copied().map(Some).chain(none)
}

fn walk(
    amounts: &[Decimal],
    balances: &[Option<Decimal>],
    opening: Option<Decimal>,
    closing: Option<Decimal>,
    descending: bool,
) -> Check {
    let steps = amounts.iter().zip(balances).map(|(amount, balance)| Step { amount: *amount, balance: *balance });
    if descending { check(opening, closing, steps.rev()) } else { check(opening, closing, steps) }
}

fn amounts(
    rows: &[RowMoney],
    balances: &[Option<Decimal>],
    opening: Option<Decimal>,
    reading: Reading,
) -> Vec<Decimal> {
    let mut amounts: Vec<_> = rows.iter().map(|row| amount(row, reading)).collect();
    if reading.sign == SignRule::FromBalance {
        let pairs = amounts.iter_mut().zip(balances);
        if reading.descending { signs_from_balances(pairs.rev(), opening) } else { signs_from_balances(pairs, opening) }
    }
    amounts
}

/// Gives each amount the sign under which the balances follow, where one does.
fn signs_from_balances<'a>(
    pairs: impl Iterator<Item = (&'a mut Decimal, &'a Option<Decimal>)>,
    opening: Option<Decimal>,
) {
    let mut known = opening;
    for (amount, balance) in pairs {
        let Some(balance) = balance else { continue };
        let change = known.and_then(|known| balance.checked_sub(known));
        if let Some(change) = change.filter(|change| change.abs() == amount.abs()) {
            *amount = change;
        }
        known = Some(*balance);
    }
}

fn amount(row: &RowMoney, reading: Reading) -> Decimal {
    let (debit, credit) = if reading.swapped { (row.credit, row.debit) } else { (row.debit, row.credit) };
    let out = debit.map(|debit| if reading.signed_debits { -debit.signed() } else { out(debit) });
    let income = credit.map(income);
    let moved = |amount: Option<Decimal>| amount.is_some_and(|amount| !amount.is_zero());
    match (row.amount, out, income) {
        (Some(amount), ..) if !moved(out) && !moved(income) => single(amount, row.incoming, reading.sign),
        (_, Some(out), None) => -out,
        (_, None, Some(income)) => income,
        (_, Some(out), Some(income)) => income.checked_sub(out).unwrap_or_default(),
        _ => Decimal::ZERO,
    }
}

/// Of a debit column: a minus or `CR` takes back.
fn out(printed: Printed) -> Decimal {
    match printed.mark {
        Mark::Minus | Mark::Credit => -printed.value,
        Mark::None | Mark::Plus | Mark::Debit => printed.value,
    }
}

/// Of a credit column: a minus or `DR` takes back.
fn income(printed: Printed) -> Decimal {
    printed.signed()
}

fn owed(printed: Printed) -> Decimal {
    match printed.mark {
        Mark::Minus | Mark::Credit => printed.value,
        Mark::None | Mark::Plus | Mark::Debit => -printed.value,
    }
}

fn single(printed: Printed, incoming: Option<bool>, rule: SignRule) -> Decimal {
    match (rule, incoming, printed.mark) {
        (SignRule::Flagged, Some(true), _) => printed.value,
        (SignRule::Flagged, Some(false), _) => -printed.value,
        (SignRule::Owed, ..) => owed(printed),
        (SignRule::UnmarkedOut, _, Mark::None) => -printed.value,
        _ => printed.signed(),
    }
}

#[cfg(test)]
mod tests;

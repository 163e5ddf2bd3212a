//! Which column of a CSV file holds what: by its head where there is one, by its values where not.
//!
//! **Invariant:** a head is believed only if the values agree with it: a date column holds dates.

use csv::StringRecord;

use super::super::amount::{NumberStyle, may_be_amount};
use super::super::date::PrintedDate;
use super::super::heads::{self, Column, DateKind};
use super::super::words;
use crate::domain::Currency;

/// The head is looked for in the first rows: metadata above it is short.
const HEADER_SEARCH_ROWS: usize = 40;

/// Columns beyond these are ignored.
const MAX_COLUMNS: usize = 200;

/// More accounts than this in one column are other people's.
const MAX_ACCOUNTS: usize = 64;

/// The layout of one file; numbers are places of columns from 0.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    /// Rows up to and including the head.
    pub skip: usize,
    pub has_header: bool,
    pub date: usize,
    pub posted: Option<usize>,
    pub text: Vec<usize>,
    pub memo: Vec<usize>,
    pub amount: Option<usize>,
    pub debit: Option<usize>,
    pub credit: Option<usize>,
    pub balance: Option<usize>,
    pub flag: Option<usize>,
    pub currency: Option<usize>,
    pub account: Option<usize>,
    pub category: Option<usize>,
    pub opening: Option<usize>,
    pub closing: Option<usize>,
    /// The currency in the head of a money column.
    pub head_currency: Option<Currency>,
    pub guessed_columns: bool,
    /// The balance column was told by its place alone.
    pub guessed_balance: bool,
}

/// What the values of a column look like, as counts over the sample.
#[derive(Clone, Copy, Debug, Default)]
struct Profile {
    filled: usize,
    dates: usize,
    /// Numbers that are money by their looks.
    money: usize,
    numbers: usize,
    nonzero: usize,
    flags: usize,
    currencies: usize,
    letters: usize,
    /// All values are the same.
    constant: bool,
}

impl Profile {
    fn of(sample: &[StringRecord], index: usize, style: NumberStyle) -> Self {
        let mut profile = Self { constant: true, ..Self::default() };
        let mut first = None;
        for record in sample {
            let Some(value) = record.get(index).map(str::trim).filter(|value| !value.is_empty()) else { continue };
            profile.filled += 1;
            profile.constant &= *first.get_or_insert(value) == value;
            profile.dates += usize::from(PrintedDate::parse_whole(value).is_some());
            profile.flags += usize::from(words::flag(value).is_some());
            profile.currencies += usize::from(value.len() == 3 && value.parse::<Currency>().is_ok());
            profile.letters += value.chars().filter(|c| c.is_alphabetic()).count();
            if let Some(printed) = may_be_amount(value).then(|| style.parse(value)).flatten() {
                profile.numbers += 1;
                profile.money += usize::from(printed.looks_like_money);
                profile.nonzero += usize::from(!printed.value.is_zero());
            }
        }
        profile
    }

    fn mostly(&self, count: usize) -> bool {
        self.filled > 0 && count * 10 >= self.filled * 8
    }
}

/// The style of the numbers in a sample, learnt from every field that is one.
pub(crate) fn style(sample: &[StringRecord]) -> NumberStyle {
    let mut style = NumberStyle::default();
    for record in sample {
        for field in record.iter().filter(|field| may_be_amount(field) && PrintedDate::parse_whole(field).is_none()) {
            style.learn(field);
        }
    }
    style
}

/// Finds the layout, or `None` when there is no table of transactions.
pub(crate) fn layout(sample: &[StringRecord], style: NumberStyle) -> Option<Layout> {
    let header = header_row(sample);
    let skip = header.map_or(0, |row| row + 1);
    let heads = header.and_then(|row| sample.get(row));
    let rows: Vec<StringRecord> = sample
        .iter()
        .skip(skip)
        .filter(|record| record.iter().any(|field| PrintedDate::parse_whole(field).is_some()))
        .cloned()
        .collect();
    let width = sample.iter().map(StringRecord::len).max().unwrap_or_default().min(MAX_COLUMNS);
    let profiles: Vec<Profile> = (0..width).map(|index| Profile::of(&rows, index, style)).collect();
    let mut layout = match heads {
        Some(heads) => by_heads(heads, &profiles, rows.is_empty())?,
        None => by_values(&profiles, rows.len())?,
    };
    layout.skip = skip;
    layout.has_header = heads.is_some();
    layout.account = layout.account.filter(|account| own_account(&rows, *account));
    Some(layout)
}

/// The first row whose fields name a date and an amount.
fn header_row(sample: &[StringRecord]) -> Option<usize> {
    let score = |record: &StringRecord| {
        let columns: Vec<_> = record.iter().take(MAX_COLUMNS).filter_map(heads::column).collect();
        let date = columns.iter().any(|column| matches!(column, Column::Date(_)));
        let money = columns.iter().any(|column| matches!(column, Column::Amount | Column::Debit | Column::Credit))
            // `Value` may be an amount.
            || columns.iter().filter(|column| matches!(column, Column::Date(_))).count() > 1;
        (date && money).then_some(columns.len())
    };
    let scored = sample.iter().take(HEADER_SEARCH_ROWS).enumerate();
    let scored = scored.filter_map(|(index, record)| score(record).map(|score| (score, index)));
    scored.max_by_key(|(score, index)| (*score, std::cmp::Reverse(*index))).map(|(_, index)| index)
}

fn by_heads(header: &StringRecord, profiles: &[Profile], no_rows: bool) -> Option<Layout> {
    let named: Vec<(usize, Column)> = header
        .iter()
        .enumerate()
        .filter_map(|(index, head)| heads::column(head).map(|column| (index, column)))
        .collect();
    let profile = |index: usize| profiles.get(index).copied().unwrap_or_default();
    let first = |wanted: Column| named.iter().find(|(_, column)| *column == wanted).map(|(index, _)| *index);
    let all = |wanted: Column| named.iter().filter(move |(_, column)| *column == wanted).map(|(index, _)| *index);
    let mut layout = Layout::default();
    let mut dates: Vec<(DateKind, usize)> = named
        .iter()
        .filter_map(|(index, column)| if let Column::Date(kind) = column { Some((*kind, *index)) } else { None })
        .filter(|(_, index)| no_rows || profile(*index).mostly(profile(*index).dates))
        .collect();
    dates.sort_by_key(|(kind, _)| *kind);
    layout.date = dates.first().map(|(_, index)| *index).or_else(|| all_dates(profiles).next())?;
    layout.posted = dates.get(1).map(|(_, index)| *index);
    let numeric =
        |index: &usize| no_rows || profile(*index).numbers * 2 >= profile(*index).filled && profile(*index).numbers > 0;
    layout.amount = all(Column::Amount).find(numeric);
    if layout.amount.is_none() {
        layout.debit = all(Column::Debit).find(numeric);
        layout.credit = all(Column::Credit).find(numeric);
    }
    layout.balance = all(Column::Balance).find(numeric);
    if layout.amount.is_none() && layout.debit.is_none() && layout.credit.is_none() {
        // `Value` and `Valor` name a date here and an amount there.
        let value = all(Column::Date(DateKind::Value)).find(|index| *index != layout.date && numeric(index));
        layout.amount = Some(value?);
        layout.posted = layout.posted.filter(|posted| Some(*posted) != layout.amount);
    }
    layout.flag = all(Column::Flag).find(|index| profile(*index).mostly(profile(*index).flags));
    let currency_by_value =
        || named.iter().map(|(index, _)| *index).find(|index| profile(*index).mostly(profile(*index).currencies));
    layout.currency = first(Column::Currency).or_else(currency_by_value);
    layout.account = first(Column::Account).or_else(|| first(Column::AccountNumber));
    layout.category = first(Column::Category);
    layout.opening = first(Column::Opening).filter(numeric);
    layout.closing = first(Column::Closing).filter(numeric);
    if layout.balance.is_none() && layout.closing.is_some_and(|index| !profile(index).constant) {
        layout.balance = layout.closing.take();
    }
    layout.text = all(Column::Payee).chain(all(Column::Description)).collect();
    layout.memo = all(Column::Memo).collect();
    if layout.text.is_empty() && layout.memo.is_empty() {
        let taken: Vec<usize> = named.iter().map(|(index, _)| *index).collect();
        layout.text = longest_text(profiles, &taken).into_iter().collect();
    }
    let money = [layout.amount, layout.debit, layout.credit];
    layout.head_currency =
        money.into_iter().flatten().filter_map(|index| header.get(index)).find_map(super::super::amount::currency_in);
    Some(layout)
}

fn all_dates(profiles: &[Profile]) -> impl Iterator<Item = usize> + '_ {
    let is_date = |profile: &Profile| profile.mostly(profile.dates);
    profiles.iter().enumerate().filter(move |(_, profile)| is_date(profile)).map(|(index, _)| index)
}

fn longest_text(profiles: &[Profile], taken: &[usize]) -> Option<usize> {
    let free = profiles.iter().enumerate().filter(|(index, profile)| !taken.contains(index) && profile.letters > 0);
    free.max_by_key(|(_, profile)| profile.letters).map(|(index, _)| index)
}

/// Without a head: dates are dates, money has decimals, the longest text describes.
fn by_values(profiles: &[Profile], rows: usize) -> Option<Layout> {
    let mut layout = Layout::default();
    let mut dates = all_dates(profiles);
    layout.date = dates.next()?;
    layout.posted = dates.next();
    let money: Vec<(usize, Profile)> = profiles
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, profile)| !profile.mostly(profile.dates) && profile.mostly(profile.numbers))
        .filter(|(_, profile)| profile.money * 2 > profile.filled)
        .collect();
    match money.as_slice() {
        [] => return None,
        [(amount, _)] => layout.amount = Some(*amount),
        [(first, left), (second, right), rest @ ..] => {
            // Two half-empty columns are money out and in; more rows spend than earn.
            if left.nonzero + right.nonzero <= rows + rows / 10 {
                let (debit, credit) = if left.nonzero > right.nonzero { (first, second) } else { (second, first) };
                layout.debit = Some(*debit);
                layout.credit = Some(*credit);
                layout.guessed_columns = true;
                layout.balance = rest.first().map(|(index, _)| *index);
            } else {
                layout.amount = Some(*first);
                layout.balance = Some(*second);
                layout.guessed_balance = true;
            }
        }
    }
    let find = |wanted: fn(&Profile) -> bool| profiles.iter().position(wanted);
    layout.flag = find(|profile| profile.mostly(profile.flags));
    layout.currency = find(|profile| profile.mostly(profile.currencies));
    layout.text = longest_text(profiles, &[layout.date]).into_iter().collect();
    Some(layout)
}

/// Whether a column names the user's accounts: few different values.
fn own_account(rows: &[StringRecord], index: usize) -> bool {
    let mut seen: Vec<&str> = Vec::new();
    for value in rows.iter().filter_map(|row| row.get(index)) {
        if !seen.contains(&value) {
            seen.push(value);
        }
        if seen.len() > MAX_ACCOUNTS {
            return false;
        }
    }
    true
}

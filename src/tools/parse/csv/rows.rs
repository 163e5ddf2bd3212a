//! The rows of a CSV file, once its layout is known.
//!
//! **Invariant:** one pass over the text; what is kept per row is bounded by the row.

use std::collections::HashMap;

use chrono::NaiveDate;
use csv::StringRecord;
use rust_decimal::Decimal;

use super::super::amount::{NumberStyle, Printed, currency_in, may_be_amount};
use super::super::assemble::{Draft, YearSource, finish};
use super::super::date::{DayOrder, OrderVotes, PrintedDate, Years};
use super::super::phrases::{Label, label};
use super::super::reading::{Evidence, RowMoney, decide};
use super::super::words::{self, normalise};
use super::super::{MAX_ROWS, ReadError};
use super::columns::Layout;
use crate::domain::{AccountLabel, Currency, Format, ParsedLine, ParsedStatement, Source};

/// Dates kept to judge their order where no single one proves it.
const ORDER_SAMPLE: usize = 2_000;

/// Rows outside the table that are searched for balances: there are a few above and below, never thousands.
const MAX_LOOSE_ROWS: usize = 2_000;

/// The rows of one account in one currency.
#[derive(Default)]
struct Group {
    account: String,
    currency: Option<Currency>,
    lines: Vec<ParsedLine>,
    dates: Vec<(PrintedDate, Option<PrintedDate>)>,
    money: Vec<RowMoney>,
    unread: usize,
    opening: Option<Printed>,
    closing: Option<Printed>,
}

/// Balances that stand in rows of their own, above or below the table.
#[derive(Default)]
struct Loose {
    openings: Vec<Printed>,
    closings: Vec<Printed>,
    unread: usize,
    looked_at: usize,
}

/// Reads all rows: one statement for each account and currency, in the order they appear.
pub(crate) fn read(
    text: &str,
    delimiter: u8,
    layout: &Layout,
    style: NumberStyle,
    today: NaiveDate,
) -> Result<Vec<ParsedStatement>, ReadError> {
    let mut reader = super::reader(text, delimiter);
    let mut record = StringRecord::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut places: HashMap<(String, Option<Currency>), usize> = HashMap::new();
    let mut loose = Loose::default();
    let mut votes = OrderVotes::default();
    let mut count = 0_usize;
    let mut number = 0_u32;
    let mut last = 0_usize;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(ReadError::Damaged { detail: format!("row {}: {error}", number + 1) }),
        }
        number = number.saturating_add(1);
        let Some(row) = row(&record, layout, style, number, &mut loose) else { continue };
        votes.add(row.date);
        let account = layout.account.and_then(|index| record.get(index)).unwrap_or_default().trim();
        let same = groups.get(last).is_some_and(|group| group.account == account && group.currency == row.currency);
        if !same {
            last = *places.entry((account.to_owned(), row.currency)).or_insert_with(|| {
                groups.push(Group { account: account.to_owned(), currency: row.currency, ..Group::default() });
                groups.len() - 1
            });
        }
        if let Some(group) = groups.get_mut(last) {
            add(group, &row, &record, layout, style);
        }
        count += 1;
        if count > MAX_ROWS {
            return Err(ReadError::TooManyRows { limit: MAX_ROWS });
        }
    }
    let order = Order::of(&votes, &groups, today);
    let single = groups.len() == 1;
    if let Some(first) = groups.first_mut() {
        first.unread += loose.unread;
    }
    let statement = |group| statement(group, if single { Some(&loose) } else { None }, layout, &order);
    Ok(groups.into_iter().map(statement).collect())
}

/// One row before dates are settled.
struct Row {
    date: PrintedDate,
    posted: Option<PrintedDate>,
    money: RowMoney,
    currency: Option<Currency>,
    number: u32,
}

/// `None` for rows that are no transactions; balances among them go to `loose`.
fn row(record: &StringRecord, layout: &Layout, style: NumberStyle, number: u32, loose: &mut Loose) -> Option<Row> {
    let field = |index: Option<usize>| index.and_then(|index| record.get(index)).map(str::trim);
    let amount = |index| field(index).filter(|text| may_be_amount(text)).and_then(|text| style.parse(text));
    let skipped = usize::try_from(number).unwrap_or(usize::MAX) <= layout.skip;
    let date = field(Some(layout.date)).filter(|_| !skipped).and_then(PrintedDate::parse_whole);
    let money = RowMoney {
        amount: amount(layout.amount),
        debit: amount(layout.debit),
        credit: amount(layout.credit),
        balance: amount(layout.balance),
        incoming: field(layout.flag).and_then(words::flag),
    };
    let has_amount = money.amount.is_some() || money.debit.is_some() || money.credit.is_some();
    let Some(date) = date.filter(|_| has_amount) else {
        loose.looked_at += 1;
        if loose.looked_at > MAX_LOOSE_ROWS {
            loose.unread += usize::from(date.is_some() || has_amount);
            return None;
        }
        let blank = record.iter().all(|field| field.trim().is_empty());
        if !blank && !balance_row(record, style, loose) && !skipped {
            loose.unread += usize::from(date.is_some() || has_amount && !is_total(record));
        }
        return None;
    };
    let posted = field(layout.posted).and_then(PrintedDate::parse_whole);
    let printed_currency =
        || [layout.amount, layout.debit, layout.credit].into_iter().find_map(|index| sign(field(index)));
    let currency = match layout.currency {
        Some(index) => field(Some(index)).and_then(|code| code.parse().ok()).or(layout.head_currency),
        None => layout.head_currency.or_else(printed_currency),
    };
    Some(Row { date, posted, money, currency, number })
}

/// The currency printed beside a number; most numbers have none and are skipped cheaply.
fn sign(text: Option<&str>) -> Option<Currency> {
    let text = text?;
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b".,-+ ()".contains(&byte));
    if plain { None } else { currency_in(text) }
}

fn is_total(record: &StringRecord) -> bool {
    record
        .iter()
        .any(|field| label(&normalise(field)).is_some_and(|label| !matches!(label, Label::Dated | Label::Daily)))
}

/// Keeps an opening or closing balance that stands in a row of its own.
fn balance_row(record: &StringRecord, style: NumberStyle, loose: &mut Loose) -> bool {
    let Some(label) = record.iter().find_map(|field| label(&normalise(field))) else { return false };
    let number = |field: &str| style.parse(field.trim()).filter(|printed| printed.looks_like_money);
    let Some(printed) = record.iter().filter(|field| may_be_amount(field)).filter_map(number).next_back() else {
        return false;
    };
    match label {
        Label::Opening | Label::Brought => loose.openings.push(printed),
        Label::Closing | Label::Carried => loose.closings.push(printed),
        Label::Total => {}
        Label::Dated | Label::Daily => return false,
    }
    true
}

fn add(group: &mut Group, row: &Row, record: &StringRecord, layout: &Layout, style: NumberStyle) {
    let constant = |index: Option<usize>| index.and_then(|index| record.get(index)).and_then(|text| style.parse(text));
    group.opening = group.opening.or_else(|| constant(layout.opening));
    group.closing = constant(layout.closing).or(group.closing);
    group.dates.push((row.date, row.posted));
    group.money.push(row.money);
    let category = layout.category.and_then(|index| record.get(index)).map(str::trim);
    group.lines.push(ParsedLine {
        date: NaiveDate::default(),
        posted: None,
        description: description(record, layout),
        amount: Decimal::ZERO,
        currency: row.currency,
        balance: None,
        category: category.filter(|category| !category.is_empty()).map(str::to_owned),
        source: Source { page: 1, line: row.number },
    });
}

/// Payee and text, single-spaced; what one already says is not said twice.
fn description(record: &StringRecord, layout: &Layout) -> String {
    let mut out = String::new();
    append(&mut out, record, &layout.text);
    if out.is_empty() {
        append(&mut out, record, &layout.memo);
    }
    out
}

fn append(out: &mut String, record: &StringRecord, columns: &[usize]) {
    for value in columns.iter().filter_map(|index| record.get(*index)).map(str::trim) {
        if value.is_empty() || !out.is_empty() && out.contains(value) {
            continue;
        }
        for word in value.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
}

/// The order of day and month in the whole file.
struct Order {
    order: DayOrder,
    certain: bool,
    years: Years,
    year_source: YearSource,
}

impl Order {
    fn of(votes: &OrderVotes, groups: &[Group], today: NaiveDate) -> Self {
        let dates = || groups.iter().flat_map(|group| &group.dates);
        let sample: Vec<PrintedDate> = dates().take(ORDER_SAMPLE).map(|(date, _)| *date).collect();
        // Rows without a year take it from a dated neighbour, else from today.
        let dated = dates().flat_map(|(date, posted)| [Some(*date), *posted]).flatten().find(|date| date.has_year());
        let anchor = dated.and_then(|date| date.resolve(DayOrder::DayFirst, &Years::Near(today))).unwrap_or(today);
        let years = if dated.is_some() { Years::Near(anchor) } else { Years::NotAfter(anchor) };
        let all_have_years = dates().all(|(date, _)| date.has_year());
        let year_source = match (all_have_years, dated) {
            (true, _) => YearSource::Rows,
            (false, Some(_)) => YearSource::Printed,
            (false, None) => YearSource::Guessed,
        };
        let certain = votes.certain();
        let order = certain.unwrap_or_else(|| votes.likely(&sample, &years));
        Self { order, certain: certain.is_some(), years, year_source }
    }
}

fn statement(mut group: Group, loose: Option<&Loose>, layout: &Layout, order: &Order) -> ParsedStatement {
    let mut unread = group.unread;
    let mut keep = Vec::with_capacity(group.lines.len());
    for (line, (date, posted)) in group.lines.iter_mut().zip(&group.dates) {
        let day = date.resolve(order.order, &order.years);
        keep.push(day.is_some());
        line.date = day.unwrap_or_default();
        line.posted = posted.and_then(|posted| posted.resolve(order.order, &order.years));
    }
    if keep.iter().any(|keep| !keep) {
        unread += keep.iter().filter(|keep| !**keep).count();
        retain(&mut group.lines, &keep);
        retain(&mut group.money, &keep);
    }
    let of = |own: Option<Printed>, found: Option<&Vec<Printed>>| match own {
        Some(own) => vec![own],
        None => found.cloned().unwrap_or_default(),
    };
    let evidence = Evidence {
        openings: of(group.opening, loose.map(|loose| &loose.openings)),
        closings: of(group.closing, loose.map(|loose| &loose.closings)),
        sums_in: Vec::new(),
        sums_out: Vec::new(),
        card: false,
        card_doubt: false,
        account: true,
        number_doubt: false,
        descending: descending(&group.lines),
        guessed_columns: layout.guessed_columns,
    };
    let mut decision = decide(&group.money, &evidence);
    if layout.guessed_balance && decision.check.breaks > 0 {
        group.money.iter_mut().for_each(|money| money.balance = None);
        decision = decide(&group.money, &evidence);
    }
    let digits = group.account.bytes().filter(u8::is_ascii_digit).count();
    let is_number = digits * 2 > group.account.len();
    let account = Some(group.account).filter(|account| !account.is_empty());
    let (number, name) = if is_number { (account, None) } else { (None, account) };
    let number = number.map(|number| number.split_whitespace().collect());
    finish(Draft {
        format: Format::Csv,
        account: AccountLabel { number, name, currency: group.currency },
        period: None,
        statement_date: None,
        lines: group.lines,
        decision,
        years: order.year_source,
        assumed_order: (!order.certain).then_some(order.order),
        unread,
        left_out: 0,
        misplaced: None,
    })
}

fn retain<T>(items: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter().copied();
    items.retain(|_| keep.next().unwrap_or(true));
}

/// Whether the newest row stands first; `None` where all rows have one date.
fn descending(lines: &[ParsedLine]) -> Option<bool> {
    let (mut up, mut down) = (0_usize, 0_usize);
    for pair in lines.windows(2) {
        if let [first, second] = pair {
            up += usize::from(first.date < second.date);
            down += usize::from(first.date > second.date);
        }
    }
    match up.cmp(&down) {
        std::cmp::Ordering::Less => Some(true),
        std::cmp::Ordering::Greater => Some(false),
        std::cmp::Ordering::Equal => None,
    }
}

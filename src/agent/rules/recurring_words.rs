//! Words what is paid again and again, and what is known of the accounts.
//!
//! **Invariant:** as in `render`: no arithmetic, every figure is a value of an outcome.

use super::phrases::{self, Writer};
use super::question::{AccountsAsk, RecurringAsk, RecurringKind};
use super::render::{Page, Worded};
use crate::agent::format;
use crate::tools::account_facts::AccountFacts;
use crate::tools::recurring::{Every, RecurringFound, RecurringPayment};
use crate::tools::summarise::Coverage;

/// The answer to a question about recurring payments, from the latest call.
pub(super) fn recurring(
    page: &Page<'_>,
    writer: &mut Writer,
    ask: RecurringAsk,
    kind: RecurringKind,
) -> Option<Worded> {
    let written = writer.figures.len();
    let worded = told(page, writer, ask, kind);
    let tool = page.outcomes.len().saturating_sub(1);
    writer.figures.iter_mut().skip(written).for_each(|figure| figure.tool = tool);
    worded
}

fn told(page: &Page<'_>, writer: &mut Writer, ask: RecurringAsk, kind: RecurringKind) -> Option<Worded> {
    let found: RecurringFound = page.outcomes.last()?.get()?;
    if let Some(text) = phrases::no_statements(&found.coverage, None) {
        return Some(text.into());
    }
    let noun = if kind == RecurringKind::Subscriptions { "subscription" } else { "regular payment" };
    let named = phrases::names(&page.question.scope);
    let Some(first) = found.payments.first() else {
        let about = named.map_or_else(|| format!("{noun}s"), |name| format!("payments to {name}"));
        let no = if page.question.yes_no { "No: " } else { "" };
        return Some(format!("{no}I found no {about}.").into());
    };
    let one = named.is_some();
    let text = match ask {
        RecurringAsk::Still if one => still(writer, first, true),
        RecurringAsk::Stopped if one => still(writer, first, false),
        RecurringAsk::Stopped => gone(writer, &found, noun),
        RecurringAsk::Price if one => prices(page, writer, first),
        RecurringAsk::Next if one => next(writer, first),
        RecurringAsk::Price => changed(page, writer, &found, noun),
        RecurringAsk::Next => upcoming(writer, &found, noun),
        RecurringAsk::Count => {
            let count = writer.count(found.active, noun, 0);
            format!("{count}: {}.", names_of(&found))
        }
        RecurringAsk::Cost => {
            format!("{}:\n{}", costs(writer, &found, noun), lines(writer, &found))
        }
        RecurringAsk::Largest => {
            let amount = writer.money(first.amount, first.currency, first.charges, 0);
            format!("{}, {amount} {}.", first.merchant, each(first.every))
        }
        RecurringAsk::List | RecurringAsk::Still => {
            let count = writer.count(found.active, noun, 0);
            format!("{count}, {}:\n{}", costs(writer, &found, noun), lines(writer, &found))
        }
    };
    let subject = one.then(|| super::question::Subject::Payee(first.merchant.clone()));
    Some(Worded { text, subject })
}

fn names_of(found: &RecurringFound) -> String {
    let names = found.payments.iter().filter(|payment| payment.active).map(|payment| payment.merchant.clone());
    phrases::and_list(&names.collect::<Vec<_>>())
}

/// `£59.97 a month in all`.
fn costs(writer: &mut Writer, found: &RecurringFound, noun: &str) -> String {
    let values: Vec<String> =
        found.monthly.iter().map(|total| writer.money(total.value, total.currency, total.rows, 0)).collect();
    match values.is_empty() {
        true => format!("no {noun} is running"),
        false => format!("{} a month in all", phrases::and_list(&values)),
    }
}

/// `Netflix  £12.99 a month, next on 5 April 2026`.
fn lines(writer: &mut Writer, found: &RecurringFound) -> String {
    let running = found.payments.iter().filter(|payment| payment.active);
    let lines = running.map(|payment| {
        let amount = writer.money(payment.amount, payment.currency, payment.charges, 0);
        format!("{}: {amount} {}", payment.merchant, each(payment.every))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn each(every: Option<Every>) -> &'static str {
    match every {
        Some(Every::Week) => "a week",
        Some(Every::Fortnight) => "every two weeks",
        Some(Every::Month) => "a month",
        Some(Every::Quarter) => "a quarter",
        Some(Every::HalfYear) => "every half year",
        Some(Every::Year) => "a year",
        None => "each time",
    }
}

/// Whether it goes on, as an answer to "still?" or to "stopped?".
fn still(writer: &mut Writer, payment: &RecurringPayment, asked_on: bool) -> String {
    let amount = writer.money(payment.amount, payment.currency, 1, 0);
    let last = format::date(payment.last_on);
    let yes = if payment.active == asked_on { "Yes" } else { "No" };
    match payment.active {
        true => format!("{yes}: {} was last charged on {last}, {amount} {}.", payment.merchant, each(payment.every)),
        false => format!("{yes}: the last payment to {} was {amount} on {last}.", payment.merchant),
    }
}

/// Those that are not paid any more.
fn gone(writer: &mut Writer, found: &RecurringFound, noun: &str) -> String {
    let stopped = found.payments.iter().filter(|payment| !payment.active && payment.every.is_some());
    let lines = stopped.map(|payment| {
        let amount = writer.money(payment.amount, payment.currency, payment.charges, 0);
        format!("{}: last {amount} on {}", payment.merchant, format::date(payment.last_on))
    });
    let lines: Vec<String> = lines.collect();
    match lines.is_empty() {
        true => format!("I found no {noun} that stopped."),
        false => format!("Not paid any more:\n{}", lines.join("\n")),
    }
}

fn next(writer: &mut Writer, payment: &RecurringPayment) -> String {
    let amount = writer.money(payment.amount, payment.currency, 1, 0);
    let last = format::date(payment.last_on);
    match payment.next_on {
        Some(day) => {
            format!("Around {}: {} last took {amount} on {last}.", format::date(day), payment.merchant)
        }
        None => format!("I can't tell: {} keeps no rhythm. It last took {amount} on {last}.", payment.merchant),
    }
}

fn upcoming(writer: &mut Writer, found: &RecurringFound, noun: &str) -> String {
    let mut coming: Vec<&RecurringPayment> =
        found.payments.iter().filter(|payment| payment.next_on.is_some()).collect();
    coming.sort_by_key(|payment| payment.next_on);
    let lines = coming.iter().filter_map(|payment| {
        let amount = writer.money(payment.amount, payment.currency, 1, 0);
        Some(format!("{}: {} {amount}", format::date(payment.next_on?), payment.merchant))
    });
    let lines: Vec<String> = lines.collect();
    match lines.is_empty() {
        true => format!("I expect no {noun}."),
        false => format!("Expected, going by the last ones:\n{}", lines.join("\n")),
    }
}

/// "Yes: Netflix went up from £10.99 to £12.99 on 5 October 2025."
fn prices(page: &Page<'_>, writer: &mut Writer, payment: &RecurringPayment) -> String {
    let name = &payment.merchant;
    let Some((before, now)) = payment.last_change() else {
        let amount = writer.money(payment.amount, payment.currency, payment.charges, 0);
        let no = if page.question.yes_no { "No: " } else { "" };
        let (from, to) = (format::date(payment.first_on), format::date(payment.last_on));
        return format!("{no}{name} has been the same {amount} from {from} to {to}.");
    };
    let (old, new) = (
        writer.money(before.amount, payment.currency, before.charges, 0),
        writer.money(now.amount, payment.currency, now.charges, 0),
    );
    let up = now.amount > before.amount;
    let went = if up { "went up" } else { "went down" };
    let answer = match (page.question.yes_no, up) {
        (false, _) => "",
        (true, true) => "Yes: ",
        (true, false) => "No: ",
    };
    let change = format!("{answer}{name} {went} from {old} to {new} on {}.", format::date(now.from));
    if payment.prices.len() < 3 {
        return change;
    }
    let all = payment.prices.iter().map(|price| {
        let amount = writer.money(price.amount, payment.currency, price.charges, 0);
        format!("{}: {amount}", format::date(price.from))
    });
    format!("{change}\n{}", all.collect::<Vec<_>>().join("\n"))
}

fn changed(page: &Page<'_>, writer: &mut Writer, found: &RecurringFound, noun: &str) -> String {
    let fixed = |payment: &&RecurringPayment| (payment.prices.len() as u64) * 3 <= payment.charges;
    let lines: Vec<String> = found
        .payments
        .iter()
        .filter(|payment| payment.active)
        .filter(fixed)
        .filter_map(|payment| {
            let (before, now) = payment.last_change()?;
            let (old, new) = (
                writer.money(before.amount, payment.currency, before.charges, 0),
                writer.money(now.amount, payment.currency, now.charges, 0),
            );
            Some(format!("{}: {old} → {new} on {}", payment.merchant, format::date(now.from)))
        })
        .collect();
    let (yes, no) = if page.question.yes_no { ("Yes. ", "No: ") } else { ("", "") };
    match lines.is_empty() {
        true => format!("{no}no {noun} changed its price."),
        false => format!("{yes}Changed prices:\n{}", lines.join("\n")),
    }
}

/// What is known of the accounts.
pub(super) fn accounts(page: &Page<'_>, writer: &mut Writer, ask: AccountsAsk) -> Option<Worded> {
    let mut accounts: Vec<AccountFacts> = page.outcomes.first()?.get()?;
    let wanted = &page.question.scope.filter.accounts;
    if !wanted.is_empty() {
        accounts.retain(|account| wanted.iter().any(|name| account.name.eq_ignore_ascii_case(name)));
    }
    if accounts.is_empty() {
        return phrases::no_statements(&Coverage::None { known: None }, None).map(Worded::from);
    }
    let text = match ask {
        AccountsAsk::Coverage => {
            let lines = accounts.iter().map(|account| {
                let days: Vec<String> = account.known.iter().map(|days| format::period(*days)).collect();
                let days = if days.is_empty() { "no dated statement".to_owned() } else { phrases::and_list(&days) };
                let rows = writer.count(account.rows, "row", 0);
                format!("{} ({}): {days}, {rows}", account.name, account.currency)
            });
            format!("What I have statements for:\n{}", lines.collect::<Vec<_>>().join("\n"))
        }
        AccountsAsk::Balance => balances(writer, &accounts),
    };
    Some(text.into())
}

fn balances(writer: &mut Writer, accounts: &[AccountFacts]) -> String {
    let known: Vec<String> = accounts
        .iter()
        .filter_map(|account| {
            let balance = account.balance.as_ref()?;
            let amount = writer.money(balance.amount, account.currency, account.rows, 0);
            Some(format!("{}: {amount} on {}", account.name, format::date(balance.on)))
        })
        .collect();
    if known.is_empty() {
        return "I can't tell: none of your statements prints a balance.".to_owned();
    }
    format!("As your statements print it:\n{}", known.join("\n"))
}

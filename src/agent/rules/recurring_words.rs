//! Words what is paid again and again, and what is known of the accounts.
//!
//! **Invariant:** as in `render`: no arithmetic, every figure is a value of an outcome.

use super::phrases::{self, Writer};
use super::question::{AccountsAsk, RecurringAsk, RecurringKind};
use super::render::{Page, Worded};
use super::sentences::Said;
use crate::agent::format;
use crate::text;
use crate::texts::Texts;
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
    let texts = page.texts;
    if let Some(text) = phrases::no_statements(texts, &found.coverage, None) {
        return Some(text.into());
    }
    // The catalogues choose the noun by it: subscriptions, or regular payments.
    let kind = if kind == RecurringKind::Subscriptions { "subscriptions" } else { "regular" };
    let named = phrases::names(texts, &page.question.scope);
    let Some(first) = found.payments.first() else {
        let answer = said_no(page);
        return Some(match named {
            Some(name) => text!(texts, "recurring-none-to", answer = answer, name = name).into(),
            None => text!(texts, "recurring-none", answer = answer, kind = kind).into(),
        });
    };
    let one = named.is_some();
    let text = match ask {
        RecurringAsk::Still if one => still(writer, first, true),
        RecurringAsk::Stopped if one => still(writer, first, false),
        RecurringAsk::Stopped => gone(writer, &found, kind),
        RecurringAsk::Price if one => prices(page, writer, first),
        RecurringAsk::Next if one => next(writer, first),
        RecurringAsk::Price => changed(page, writer, &found, kind),
        RecurringAsk::Next => upcoming(writer, &found, kind),
        RecurringAsk::Count => {
            let count = counted(writer, found.active, kind);
            text!(texts, "recurring-count", payments = count, names = names_of(texts, &found))
        }
        RecurringAsk::Cost => {
            let head = costs(writer, &found, kind);
            text!(texts, "list", head = head, lines = lines(writer, &found), more = "", gaps = "")
        }
        RecurringAsk::Largest => {
            let amount = writer.money(first.amount, first.currency, first.charges, 0);
            text!(texts, "recurring-largest", payee = first.merchant, amount = each(texts, &amount, first.every))
        }
        RecurringAsk::List | RecurringAsk::Still => {
            let count = counted(writer, found.active, kind);
            let head = text!(texts, "recurring-head", payments = count, costs = costs(writer, &found, kind));
            text!(texts, "list", head = head, lines = lines(writer, &found), more = "", gaps = "")
        }
    };
    let subject = one.then(|| super::question::Subject::Payee(first.merchant.clone()));
    Some(Worded { text, subject })
}

/// How an answer that finds nothing opens.
fn said_no(page: &Page<'_>) -> &'static str {
    if page.question.yes_no { Said::No.word() } else { Said::Plainly.word() }
}

fn counted(writer: &mut Writer, count: u64, kind: &str) -> String {
    let count = writer.count(count, 0);
    match kind {
        "subscriptions" => text!(writer.texts, "count-subscriptions", count = count),
        _ => text!(writer.texts, "count-regular-payments", count = count),
    }
}

fn names_of(texts: &Texts, found: &RecurringFound) -> String {
    let names = found.payments.iter().filter(|payment| payment.active).map(|payment| payment.merchant.clone());
    phrases::and_list(texts, &names.collect::<Vec<_>>())
}

/// `£59.97 a month in all`.
fn costs(writer: &mut Writer, found: &RecurringFound, kind: &str) -> String {
    let values: Vec<String> =
        found.monthly.iter().map(|total| writer.money(total.value, total.currency, total.rows, 0)).collect();
    match values.is_empty() {
        true => text!(writer.texts, "recurring-not-running", kind = kind),
        false => text!(writer.texts, "recurring-costs", amounts = phrases::and_list(writer.texts, &values)),
    }
}

/// `Netflix: £12.99 a month`.
fn lines(writer: &mut Writer, found: &RecurringFound) -> String {
    let running = found.payments.iter().filter(|payment| payment.active);
    let lines = running.map(|payment| {
        let amount = writer.money(payment.amount, payment.currency, payment.charges, 0);
        let amount = each(writer.texts, &amount, payment.every);
        text!(writer.texts, "recurring-line", payee = payment.merchant, amount = amount)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// `£12.99 a month`.
fn each(texts: &Texts, amount: &str, every: Option<Every>) -> String {
    match every {
        Some(Every::Week) => text!(texts, "each-week", amount = amount),
        Some(Every::Fortnight) => text!(texts, "each-fortnight", amount = amount),
        Some(Every::Month) => text!(texts, "each-month", amount = amount),
        Some(Every::Quarter) => text!(texts, "each-quarter", amount = amount),
        Some(Every::HalfYear) => text!(texts, "each-half-year", amount = amount),
        Some(Every::Year) => text!(texts, "each-year", amount = amount),
        None => text!(texts, "each-time", amount = amount),
    }
}

/// Whether it goes on, as an answer to "still?" or to "stopped?".
fn still(writer: &mut Writer, payment: &RecurringPayment, asked_on: bool) -> String {
    let texts = writer.texts;
    let amount = writer.money(payment.amount, payment.currency, 1, 0);
    let last = format::date(payment.last_on);
    let answer = if payment.active == asked_on { Said::Yes.word() } else { Said::No.word() };
    let payee = &payment.merchant;
    match payment.active {
        true => {
            let amount = each(texts, &amount, payment.every);
            text!(texts, "recurring-still", answer = answer, payee = payee, last = last, amount = amount)
        }
        false => text!(texts, "recurring-stopped", answer = answer, payee = payee, last = last, amount = amount),
    }
}

/// Those that are not paid any more.
fn gone(writer: &mut Writer, found: &RecurringFound, kind: &str) -> String {
    let texts = writer.texts;
    let stopped = found.payments.iter().filter(|payment| !payment.active && payment.every.is_some());
    let lines = stopped.map(|payment| {
        let amount = writer.money(payment.amount, payment.currency, payment.charges, 0);
        let last = format::date(payment.last_on);
        text!(texts, "recurring-gone-line", payee = payment.merchant, amount = amount, last = last)
    });
    let lines: Vec<String> = lines.collect();
    match lines.is_empty() {
        true => text!(texts, "recurring-none-gone", kind = kind),
        false => text!(texts, "recurring-gone", lines = lines.join("\n")),
    }
}

fn next(writer: &mut Writer, payment: &RecurringPayment) -> String {
    let texts = writer.texts;
    let amount = writer.money(payment.amount, payment.currency, 1, 0);
    let last = format::date(payment.last_on);
    let payee = &payment.merchant;
    match payment.next_on {
        Some(day) => {
            let day = format::date(day);
            text!(texts, "recurring-next", day = day, payee = payee, amount = amount, last = last)
        }
        None => text!(texts, "recurring-no-rhythm", payee = payee, amount = amount, last = last),
    }
}

fn upcoming(writer: &mut Writer, found: &RecurringFound, kind: &str) -> String {
    let texts = writer.texts;
    let mut coming: Vec<&RecurringPayment> =
        found.payments.iter().filter(|payment| payment.next_on.is_some()).collect();
    coming.sort_by_key(|payment| payment.next_on);
    let lines = coming.iter().filter_map(|payment| {
        let amount = writer.money(payment.amount, payment.currency, 1, 0);
        let day = format::date(payment.next_on?);
        Some(text!(texts, "recurring-upcoming-line", day = day, payee = payment.merchant, amount = amount))
    });
    let lines: Vec<String> = lines.collect();
    match lines.is_empty() {
        true => text!(texts, "recurring-none-upcoming", kind = kind),
        false => text!(texts, "recurring-upcoming", lines = lines.join("\n")),
    }
}

/// "Yes: Netflix went up from £10.99 to £12.99 on 5 October 2025."
fn prices(page: &Page<'_>, writer: &mut Writer, payment: &RecurringPayment) -> String {
    let (texts, payee) = (page.texts, &payment.merchant);
    let Some((before, now)) = payment.last_change() else {
        let amount = writer.money(payment.amount, payment.currency, payment.charges, 0);
        let (from, to) = (format::date(payment.first_on), format::date(payment.last_on));
        let answer = said_no(page);
        return text!(texts, "price-same", answer = answer, payee = payee, amount = amount, from = from, to = to);
    };
    let old = writer.money(before.amount, payment.currency, before.charges, 0);
    let new = writer.money(now.amount, payment.currency, now.charges, 0);
    let on = format::date(now.from);
    let up = now.amount > before.amount;
    let said = match (page.question.yes_no, up) {
        (false, _) => Said::Plainly,
        (true, true) => Said::Yes,
        (true, false) => Said::No,
    };
    let answer = said.word();
    let change = match up {
        true => text!(texts, "price-up", answer = answer, payee = payee, old = old, new = new, on = on),
        false => text!(texts, "price-down", answer = answer, payee = payee, old = old, new = new, on = on),
    };
    if payment.prices.len() < 3 {
        return change;
    }
    let all = payment.prices.iter().map(|price| {
        let amount = writer.money(price.amount, payment.currency, price.charges, 0);
        text!(texts, "price-line", from = format::date(price.from), amount = amount)
    });
    text!(texts, "prices", change = change, lines = all.collect::<Vec<_>>().join("\n"))
}

fn changed(page: &Page<'_>, writer: &mut Writer, found: &RecurringFound, kind: &str) -> String {
    let texts = page.texts;
    let fixed = |payment: &&RecurringPayment| (payment.prices.len() as u64) * 3 <= payment.charges;
    let lines: Vec<String> = found
        .payments
        .iter()
        .filter(|payment| payment.active)
        .filter(fixed)
        .filter_map(|payment| {
            let (before, now) = payment.last_change()?;
            Some(text!(
                texts,
                "price-changed-line",
                payee = payment.merchant,
                old = writer.money(before.amount, payment.currency, before.charges, 0),
                new = writer.money(now.amount, payment.currency, now.charges, 0),
                on = format::date(now.from),
            ))
        })
        .collect();
    match (lines.is_empty(), page.question.yes_no) {
        (true, _) => text!(texts, "price-none-changed", answer = said_no(page), kind = kind),
        (false, true) => text!(texts, "price-changed", answer = Said::Yes.word(), lines = lines.join("\n")),
        (false, false) => text!(texts, "price-changed", answer = Said::Plainly.word(), lines = lines.join("\n")),
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
        return phrases::no_statements(page.texts, &Coverage::None { known: None }, None).map(Worded::from);
    }
    let texts = page.texts;
    Some(match ask {
        AccountsAsk::Coverage => {
            let lines = accounts.iter().map(|account| {
                let days: Vec<String> = account.known.iter().map(|days| format::period(*days)).collect();
                let days = match days.is_empty() {
                    true => text!(texts, "no-dated-statement"),
                    false => phrases::and_list(texts, &days),
                };
                text!(
                    texts,
                    "coverage-line",
                    account = account.name,
                    currency = account.currency.to_string(),
                    days = days,
                    count = writer.count(account.rows, 0),
                )
            });
            text!(texts, "coverage", lines = lines.collect::<Vec<_>>().join("\n")).into()
        }
        AccountsAsk::Balance => balances(writer, &accounts).into(),
    })
}

fn balances(writer: &mut Writer, accounts: &[AccountFacts]) -> String {
    let texts = writer.texts;
    let known: Vec<String> = accounts
        .iter()
        .filter_map(|account| {
            let balance = account.balance.as_ref()?;
            let amount = writer.money(balance.amount, account.currency, account.rows, 0);
            let on = format::date(balance.on);
            Some(text!(texts, "balance-line", account = account.name, amount = amount, on = on))
        })
        .collect();
    match known.is_empty() {
        true => text!(texts, "no-balances"),
        false => text!(texts, "balances", lines = known.join("\n")),
    }
}

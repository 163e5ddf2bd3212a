//! Methods about payments: invoices, check-outs, refunds of Stars.

use serde_json::{Value, json};

use super::super::answer::{Answer, ApiError, bad_request, done, yes};
use super::super::keyboards::{self, Markup};
use super::super::payments::{Invoice, STARS};
use super::Request;
use super::send::{flood, outgoing, post};

/// Telegram's limits, in characters and in bytes.
const TITLE_LENGTH_MAX: usize = 32;
const DESCRIPTION_LENGTH_MAX: usize = 255;
const PAYLOAD_BYTES_MAX: usize = 128;
/// In the smallest units. Telegram's bounds are about 1 to 10,000 US dollars and vary by currency.
const TOTAL_MAX: i64 = 1_000_000;
const STARS_MAX: i64 = 100_000;
/// Transactions in one answer.
const TRANSACTIONS_MAX: i64 = 100;

/// `sendInvoice`.
pub(super) fn send_invoice(request: &mut Request<'_>) -> Answer {
    let word = |name: &str| request.arguments.text(name).unwrap_or_default().into_owned();
    let (title, description) = (word("title"), word("description"));
    let (payload, currency, provider) = (word("payload"), word("currency"), word("provider_token"));
    if !(1..=TITLE_LENGTH_MAX).contains(&title.chars().count()) {
        return Err(bad_request("INVOICE_TITLE_INVALID"));
    }
    if !(1..=DESCRIPTION_LENGTH_MAX).contains(&description.chars().count()) {
        return Err(bad_request("INVOICE_DESCRIPTION_INVALID"));
    }
    if !(1..=PAYLOAD_BYTES_MAX).contains(&payload.len()) {
        return Err(bad_request("INVOICE_PAYLOAD_INVALID"));
    }
    if currency.len() != 3 || !currency.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return Err(bad_request("CURRENCY_INVALID"));
    }
    if (currency == STARS) != provider.is_empty() {
        return Err(bad_request("PAYMENT_PROVIDER_INVALID"));
    }
    let total_amount = total(request, &currency)?;
    let markup = match keyboards::read_below_invoice(request.arguments)? {
        Markup::None => {
            let text = format!("Pay {}", shown(total_amount, &currency));
            Markup::Inline(json!({"inline_keyboard": [[{"text": text, "pay": true}]]}))
        }
        given => given,
    };
    let key = request.writable()?;
    let mut message = outgoing(request, key, markup)?;
    message.invoice = Some(json!({
        "title": title,
        "description": description,
        "start_parameter": word("start_parameter"),
        "currency": currency,
        "total_amount": total_amount,
    }));
    flood(request, key, 1)?;
    let message = post(request, key, message)?;
    request.state.payments.add(key, message.message_id, Invoice { currency, total_amount, payload });
    done(&*message)
}

/// The sum of the prices, within the limits.
fn total(request: &Request<'_>, currency: &str) -> Result<i64, ApiError> {
    let wrong = || bad_request("can't parse prices JSON object");
    let prices = request.arguments.list("prices")?.ok_or_else(wrong)?;
    if currency == STARS && prices.len() != 1 {
        return Err(bad_request("STARS_INVOICE_INVALID"));
    }
    let mut total = 0_i64;
    for price in prices.iter() {
        let label = price.get("label").and_then(Value::as_str).filter(|label| !label.is_empty());
        let amount = price.get("amount").and_then(Value::as_i64);
        let (Some(_), Some(amount)) = (label, amount) else { return Err(wrong()) };
        total = total.saturating_add(amount);
    }
    let most = if currency == STARS { STARS_MAX } else { TOTAL_MAX };
    if (1..=most).contains(&total) { Ok(total) } else { Err(bad_request("CURRENCY_TOTAL_AMOUNT_INVALID")) }
}

/// As the button says it; the sandbox knows two decimals and Stars.
fn shown(total_amount: i64, currency: &str) -> String {
    match currency {
        STARS => format!("⭐ {total_amount}"),
        _ => format!("{currency} {}.{:02}", total_amount / 100, total_amount % 100),
    }
}

/// `answerPreCheckoutQuery`.
pub(super) fn answer_checkout(request: &mut Request<'_>) -> Answer {
    let query_id = request.arguments.text("pre_checkout_query_id").unwrap_or_default().into_owned();
    let words = request.arguments.text("error_message").unwrap_or_default().into_owned();
    let ok = request.arguments.flag("ok");
    if !ok && words.is_empty() {
        return Err(bad_request("error message is empty"));
    }
    let now_ms = request.now_ms;
    let waited = match ok {
        true => request.state.accept(&query_id, now_ms),
        false => request.state.refuse(&query_id, &words),
    };
    match waited {
        true => yes(),
        false => Err(bad_request("query is too old and response timeout expired or query ID is invalid")),
    }
}

/// `refundStarPayment`.
pub(super) fn refund_stars(request: &mut Request<'_>) -> Answer {
    let person = request.arguments.integer("user_id").ok_or_else(|| bad_request("invalid user_id specified"))?;
    let charge = request.arguments.text("telegram_payment_charge_id").unwrap_or_default().into_owned();
    let (bot, now_ms) = (request.bot, request.now_ms);
    request.state.refund(bot, person, &charge, now_ms).map_err(bad_request)?;
    yes()
}

/// `getStarTransactions`: what came in.
pub(super) fn star_transactions(request: &mut Request<'_>) -> Answer {
    let number = |name: &str, default: i64| request.arguments.integer(name).unwrap_or(default);
    let offset = usize::try_from(number("offset", 0)).unwrap_or_default();
    let limit = usize::try_from(number("limit", TRANSACTIONS_MAX).clamp(1, TRANSACTIONS_MAX)).unwrap_or(1);
    done(&json!({"transactions": request.state.star_transactions(request.bot, offset, limit)}))
}

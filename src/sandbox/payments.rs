//! Invoices and what is paid on them: real money and Stars of nobody, so that everybody can pay.
//!
//! **Invariant:** an invoice is paid once; a bot that does not answer a check-out in time has refused it. Invoices live as long
//! as the process: one of before cannot be paid any more.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::Sandbox;
use super::clock::now_ms;
use super::events::Event;
use super::people::{PersonError, receive, shown};
use super::state::{RoomKey, State};
use super::types::Message;

/// How long a bot may take to answer a check-out, as in Telegram; its own tests wait no longer than they must.
const CHECKOUT_MAX: Duration = Duration::from_millis(if cfg!(test) { 300 } else { 10_000 });
/// Invoices and charges that one server remembers; the oldest go first.
const REMEMBERED_MAX: usize = 10_000;
/// Telegram's own currency.
pub(super) const STARS: &str = "XTR";

const NO_ANSWER: &str = "The bot did not answer in time. Nothing was paid.";
const NO_WORDS: &str = "The bot refused the payment. Nothing was paid.";

/// What is to be paid.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Invoice {
    pub(super) currency: String,
    /// In the smallest units of the currency.
    pub(super) total_amount: i64,
    /// The bot's own word for it, which no person sees.
    pub(super) payload: String,
}

/// A person who pressed "Pay".
#[derive(Clone, Debug)]
struct Checkout {
    key: RoomKey,
    message_id: i64,
    at_ms: i64,
}

/// A payment that was made.
#[derive(Clone, Debug)]
pub(super) struct Charge {
    pub(super) key: RoomKey,
    pub(super) invoice: Invoice,
    /// Seconds since 1970.
    pub(super) date: i64,
    pub(super) refunded: bool,
}

/// All invoices, check-outs and charges.
#[derive(Debug, Default)]
pub(super) struct Payments {
    invoices: HashMap<(RoomKey, i64), Invoice>,
    invoice_order: VecDeque<(RoomKey, i64)>,
    checkouts: HashMap<String, Checkout>,
    pub(super) charges: HashMap<String, Charge>,
    /// Oldest first.
    pub(super) charge_order: VecDeque<String>,
}

impl Payments {
    /// An invoice was sent in a message.
    pub(super) fn add(&mut self, key: RoomKey, message_id: i64, invoice: Invoice) {
        self.invoices.insert((key, message_id), invoice);
        self.invoice_order.push_back((key, message_id));
        if self.invoice_order.len() > REMEMBERED_MAX
            && let Some(oldest) = self.invoice_order.pop_front()
        {
            self.invoices.remove(&oldest);
        }
    }

    fn keep_charge(&mut self, id: String, charge: Charge) {
        self.charge_order.push_back(id.clone());
        self.charges.insert(id, charge);
        if self.charge_order.len() > REMEMBERED_MAX
            && let Some(oldest) = self.charge_order.pop_front()
        {
            self.charges.remove(&oldest);
        }
    }
}

impl Sandbox {
    /// A person pays an invoice; returns the id of the check-out that the bot is asked about.
    pub fn pay(&self, bot: i64, person: i64, message_id: i64) -> Result<String, PersonError> {
        let mut state = self.lock();
        let (key, from, _) = shown(&state, bot, person, message_id)?;
        let invoice = state.payments.invoices.get(&(key, message_id)).cloned().ok_or(PersonError::NotPayable)?;
        let is_paying = |checkout: &Checkout| (checkout.key, checkout.message_id) == (key, message_id);
        if state.payments.checkouts.values().any(is_paying) {
            return Err(PersonError::NotPayable);
        }
        let query_id = format!("{person}{:010}", fastrand::u32(..));
        state.payments.checkouts.insert(query_id.clone(), Checkout { key, message_id, at_ms: now_ms() });
        let query = json!({
            "id": query_id,
            "from": from,
            "currency": invoice.currency,
            "total_amount": invoice.total_amount,
            "invoice_payload": invoice.payload,
        });
        state.queue(key, "pre_checkout_query", &query);
        drop(state);
        self.end_in_time(query_id.clone());
        Ok(query_id)
    }

    /// Refuses the check-out when its time is over. Without a runtime nobody waits for that.
    fn end_in_time(&self, query_id: String) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let sandbox = self.clone();
        runtime.spawn(async move {
            tokio::time::sleep(CHECKOUT_MAX).await;
            sandbox.lock().refuse(&query_id, NO_ANSWER);
        });
    }
}

impl State {
    /// The bot agrees: the person pays, and the bot hears of it. `false` when nobody waits for that any more.
    pub(super) fn accept(&mut self, query_id: &str, now_ms: i64) -> bool {
        let is_late = |checkout: &Checkout| now_ms - checkout.at_ms > CHECKOUT_MAX.as_millis() as i64;
        let Some(checkout) = self.payments.checkouts.remove(query_id) else { return false };
        let Checkout { key, message_id, .. } = checkout;
        if is_late(&checkout) {
            return false;
        }
        let Some(invoice) = self.payments.invoices.remove(&(key, message_id)) else { return false };
        let Some(from) = self.people.get(&key.chat).cloned() else { return false };
        let Some(room) = self.rooms.get(&key) else { return false };
        let (chat, old) = (room.chat.clone(), room.messages.get(&message_id).cloned());
        let charge_id = format!("stx{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
        let mut message = Message::empty(from, chat, now_ms / 1000);
        message.successful_payment = Some(json!({
            "currency": invoice.currency,
            "total_amount": invoice.total_amount,
            "invoice_payload": invoice.payload,
            "telegram_payment_charge_id": charge_id,
            "provider_payment_charge_id": format!("sandbox_{:016x}", fastrand::u64(..)),
        }));
        let charge = Charge { key, invoice, date: now_ms / 1000, refunded: false };
        self.payments.keep_charge(charge_id, charge);
        if let Some(old) = old {
            // The button becomes the receipt's.
            let reply_markup =
                old.reply_markup.as_ref().map(|_| json!({"inline_keyboard": [[{"text": "Paid", "pay": true}]]}));
            self.replace(key, Message { reply_markup, ..old.as_ref().clone() });
        }
        self.tell_paid(key, message_id, None);
        receive(self, key, message).is_ok()
    }

    /// The check-out ends without a payment; `false` when nobody waits for that any more.
    pub(super) fn refuse(&mut self, query_id: &str, words: &str) -> bool {
        let Some(Checkout { key, message_id, .. }) = self.payments.checkouts.remove(query_id) else { return false };
        let words = if words.is_empty() { NO_WORDS } else { words };
        self.tell_paid(key, message_id, Some(words.to_owned()));
        true
    }

    fn tell_paid(&self, key: RoomKey, message_id: i64, failed: Option<String>) {
        if let Some(room) = self.rooms.get(&key) {
            room.tell(Event::Payment { message_id, failed });
        }
    }

    /// Gives Stars back; the words are Telegram's.
    pub(super) fn refund(&mut self, bot: i64, person: i64, charge_id: &str, now_ms: i64) -> Result<(), &'static str> {
        let mine = |charge: &&mut Charge| charge.key == RoomKey { bot, chat: person };
        let charge = self.payments.charges.get_mut(charge_id).filter(mine).ok_or("CHARGE_NOT_FOUND")?;
        if charge.invoice.currency != STARS {
            return Err("CHARGE_NOT_FOUND");
        }
        if std::mem::replace(&mut charge.refunded, true) {
            return Err("CHARGE_ALREADY_REFUNDED");
        }
        let (key, invoice) = (charge.key, charge.invoice.clone());
        let from = self.people.get(&key.chat).cloned();
        let chat = self.rooms.get(&key).map(|room| room.chat.clone());
        if let Some((from, chat)) = from.zip(chat) {
            let mut message = Message::empty(from, chat, now_ms / 1000);
            message.refunded_payment = Some(json!({
                "currency": invoice.currency,
                "total_amount": invoice.total_amount,
                "invoice_payload": invoice.payload,
                "telegram_payment_charge_id": charge_id,
            }));
            let _: Result<Arc<Message>, PersonError> = receive(self, key, message);
        }
        Ok(())
    }

    /// Stars that came in, newest first, as `getStarTransactions` shows them.
    pub(super) fn star_transactions(&self, bot: i64, offset: usize, limit: usize) -> Vec<Value> {
        let charges = self.payments.charge_order.iter().rev();
        let of_bot = charges.filter_map(|id| self.payments.charges.get(id).map(|charge| (id, charge)));
        of_bot
            .filter(|(_, charge)| charge.key.bot == bot && charge.invoice.currency == STARS)
            .skip(offset)
            .take(limit)
            .map(|(id, charge)| {
                let user = self.people.get(&charge.key.chat);
                let source = json!({
                    "type": "user",
                    "transaction_type": "invoice_payment",
                    "user": user,
                    "invoice_payload": charge.invoice.payload,
                });
                json!({"id": id, "amount": charge.invoice.total_amount, "date": charge.date, "source": source})
            })
            .collect()
    }
}

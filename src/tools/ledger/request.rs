//! One line of `farthing ledger`: a JSON object that asks for something, or the reason why it cannot be asked.
//!
//! **Invariant:** every line is a request; what is wrong with one stops no other. A line with a usable key is remembered
//! under it, right or wrong, unless it only asks for a balance.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::amount::amount;
use crate::domain::Currency;
use crate::domain::ledger::{Code, Key, Kind, Owner};
use crate::store::ledger::{Act, Item, Movement, Order};

/// Keys of the command line never meet those of the chat.
const SURFACE: &str = "cli";

/// A line, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// As it came.
    pub key: Option<String>,
    pub asked: Asked,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To be done or refused under its key.
    Item(Item),
    Balance {
        owner: Owner,
        currency: Option<Currency>,
    },
    /// Nothing that could be remembered.
    Refused(Code),
}

/// Unread, so that one wrong field leaves the others readable, and numbers keep all their digits.
#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow)]
    key: Option<&'a RawValue>,
    #[serde(borrow)]
    kind: Option<&'a RawValue>,
    #[serde(borrow)]
    from: Option<&'a RawValue>,
    #[serde(borrow)]
    to: Option<&'a RawValue>,
    #[serde(borrow)]
    amount: Option<&'a RawValue>,
    #[serde(borrow)]
    currency: Option<&'a RawValue>,
    #[serde(borrow)]
    of: Option<&'a RawValue>,
    #[serde(borrow)]
    expires_at: Option<&'a RawValue>,
    #[serde(borrow)]
    event_at: Option<&'a RawValue>,
}

impl Request {
    /// Reads a line.
    pub fn read(line: &[u8]) -> Self {
        let text = std::str::from_utf8(line).unwrap_or_default();
        let Ok(fields) = serde_json::from_str::<Fields<'_>>(text) else {
            return Self { key: None, asked: Asked::Refused(Code::Malformed) };
        };
        let written = string(fields.key);
        let Some(key) = written.as_deref().and_then(|key| Key::new(SURFACE, key)) else {
            return Self { key: written, asked: Asked::Refused(Code::KeyInvalid) };
        };
        let asked = match string(fields.kind).as_deref() {
            Some("balance") => fields.balance().unwrap_or_else(Asked::Refused),
            kind => {
                let kind = kind.and_then(Kind::from_word).filter(|kind| *kind != Kind::Expire);
                Asked::Item(fields.item(key, kind))
            }
        };
        Self { key: written, asked }
    }
}

impl Fields<'_> {
    fn balance(&self) -> Result<Asked, Code> {
        let owner = owner(self.of)?;
        let currency = self.currency.map(|_| self.currency()).transpose()?;
        Ok(Asked::Balance { owner, currency })
    }

    fn item(&self, key: Key, kind: Option<Kind>) -> Item {
        let asked = kind.ok_or(Code::KindUnknown).and_then(|kind| Ok((self.order(kind)?, self.moment(self.event_at)?)));
        let (order, event_at) =
            asked.unwrap_or_else(|code| (Order::Refused { kind: kind.unwrap_or(Kind::Transfer), code }, None));
        Item { key, hash: self.hash(), order, event_at }
    }

    fn order(&self, kind: Kind) -> Result<Order, Code> {
        match kind {
            Kind::Transfer => Ok(Order::Transfer(self.movement()?)),
            Kind::Hold => Ok(Order::Hold { movement: self.movement()?, expires_at: self.moment(self.expires_at)? }),
            Kind::Post => self.act(Act::Post),
            Kind::Void => self.act(Act::Void),
            Kind::Reverse => self.act(Act::Reverse),
            Kind::Refund => self.act(Act::Refund),
            Kind::Expire => Err(Code::KindUnknown),
        }
    }

    fn movement(&self) -> Result<Movement, Code> {
        let (from, to) = (owner(self.from)?, owner(self.to)?);
        let currency = self.currency()?;
        let amount = amount(&scalar(self.amount).ok_or(Code::AmountInvalid)?, Some(currency))?;
        if from == to {
            return Err(Code::SameAccount);
        }
        Ok(Movement { from, to, amount, currency, rate: None })
    }

    fn act(&self, act: Act) -> Result<Order, Code> {
        let origin = string(self.of).and_then(|key| Key::new(SURFACE, &key)).ok_or(Code::OriginMissing)?;
        let currency = self.currency.map(|_| self.currency()).transpose()?;
        let amount = match (act, self.amount) {
            // A hold is freed as a whole, whatever amount is written beside it.
            (Act::Void, _) => None,
            (Act::Refund, None) => return Err(Code::AmountInvalid),
            (_, None) => None,
            (_, written) => Some(amount(&scalar(written).ok_or(Code::AmountInvalid)?, currency)?),
        };
        Ok(Order::Act { act, origin, amount, currency })
    }

    fn currency(&self) -> Result<Currency, Code> {
        let currency = string(self.currency).and_then(|code| code.parse().ok());
        currency.filter(|currency| *currency != Currency::NONE).ok_or(Code::CurrencyUnknown)
    }

    fn moment(&self, field: Option<&RawValue>) -> Result<Option<DateTime<Utc>>, Code> {
        let moment = |field| string(Some(field)).and_then(|text| DateTime::parse_from_rfc3339(&text).ok());
        field.map(|field| moment(field).map(|moment| moment.to_utc()).ok_or(Code::ExpiryInvalid)).transpose()
    }

    /// Of what is asked for, however it is spaced and ordered; `10` and `10.00` are the same amount.
    fn hash(&self) -> [u8; 32] {
        let written_amount = scalar(self.amount).map(|text| match amount(&text, None) {
            Ok(amount) => amount.normalize().to_string(),
            Err(_) => text,
        });
        let text = |field: Option<&RawValue>| scalar(field);
        let whole = [
            text(self.kind),
            text(self.from),
            text(self.to),
            written_amount,
            text(self.currency),
            text(self.of),
            text(self.expires_at),
            text(self.event_at),
        ];
        // Strings and nulls always become JSON.
        Sha256::digest(serde_json::to_vec(&whole).unwrap_or_default()).into()
    }
}

fn owner(field: Option<&RawValue>) -> Result<Owner, Code> {
    string(field).and_then(|text| text.parse().ok()).ok_or(Code::AccountInvalid)
}

/// The text of a JSON string.
fn string(field: Option<&RawValue>) -> Option<String> {
    serde_json::from_str(field?.get()).ok()
}

/// The text of a JSON string, else the JSON itself: a number with all its digits.
fn scalar(field: Option<&RawValue>) -> Option<String> {
    string(field).or_else(|| field.map(|field| field.get().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Request {
        Request::read(line.as_bytes())
    }

    fn item(line: &str) -> Item {
        match read(line).asked {
            Asked::Item(item) => item,
            other => panic!("{line}: {other:?}"),
        }
    }

    /// A transfer with one field written differently.
    fn with(field: &str, value: &str) -> String {
        let mut fields = serde_json::json!({
            "key": "k", "kind": "transfer", "from": "user:1", "to": "user:2", "amount": "1.25", "currency": "EUR"
        });
        fields[field] = serde_json::from_str(value).unwrap();
        fields.to_string()
    }

    #[test]
    fn whatever_is_no_request_has_its_code() {
        let check = |line: &str, code: Code| assert_eq!(read(line).asked, Asked::Refused(code), "{line}");
        for line in ["", "[]", "7", "null", "{", "{\"key\":\"a\"} x", "{\"key\":\"a\",\"key\":\"b\"}", "\u{0}"] {
            check(line, Code::Malformed);
        }
        assert_eq!(Request::read(b"{\"key\":\"\xff\"}").asked, Asked::Refused(Code::Malformed));
        for line in ["{}", "{\"key\":null}", "{\"key\":7}", "{\"key\":\"\"}", "{\"key\":\"a\\u0000\"}"] {
            check(line, Code::KeyInvalid);
        }
        check(&with("kind", "\"balance\""), Code::AccountInvalid);
    }

    #[test]
    fn what_is_wrong_is_remembered_under_its_key() {
        let check = |line: &str, expected: Code| match item(line).order {
            Order::Refused { code, .. } => assert_eq!(code, expected, "{line}"),
            other => panic!("{line}: {other:?}"),
        };
        check("{\"key\":\"k\"}", Code::KindUnknown);
        check(&with("kind", "\"expire\""), Code::KindUnknown);
        check(&with("kind", "[]"), Code::KindUnknown);
        check(&with("from", "\"user:x\""), Code::AccountInvalid);
        check(&with("to", "null"), Code::AccountInvalid);
        check(&with("to", "\"user:1\""), Code::SameAccount);
        check(&with("currency", "\"ZZZ\""), Code::CurrencyUnknown);
        check(&with("currency", "\"XXX\""), Code::CurrencyUnknown);
        check(&with("amount", "\"1.255\""), Code::AmountTooPrecise);
        check(&with("amount", "null"), Code::AmountInvalid);
        check(&with("amount", "[1]"), Code::AmountInvalid);
        check(&with("amount", "-1"), Code::AmountNotPositive);
        check(&with("kind", "\"void\""), Code::OriginMissing);
        check("{\"key\":\"k\",\"kind\":\"refund\",\"of\":\"a\"}", Code::AmountInvalid);
        check(
            "{\"key\":\"k\",\"kind\":\"hold\",\"from\":\"user:1\",\"to\":\"user:2\",\"amount\":1,\"currency\":\"EUR\",\"expires_at\":\"soon\"}",
            Code::ExpiryInvalid,
        );
    }

    #[test]
    fn the_same_request_has_the_same_hash_however_it_is_written() {
        let usual = item(&with("amount", "\"1.25\"")).hash;
        let spaced = "{ \"currency\":\"EUR\", \"amount\": 1.250e0, \"key\":\"k\" }";
        assert_ne!(item(spaced).hash, usual);
        for amount in ["1.25", "\"01.25\"", "\"1.250\""] {
            assert_eq!(item(&with("amount", amount)).hash, usual, "{amount}");
        }
        for (field, value) in [("amount", "\"1.26\""), ("to", "\"user:3\""), ("currency", "\"USD\""), ("of", "\"x\"")] {
            assert_ne!(item(&with(field, value)).hash, usual, "{field}");
        }
    }

    #[test]
    fn an_exact_number_is_an_amount_without_loss() {
        // serde_json prints a float's own digits, so the line is written by hand.
        let line = "{\"key\":\"k\",\"kind\":\"transfer\",\"from\":\"user:1\",\"to\":\"user:2\",\"amount\":100000000000000.07,\"currency\":\"EUR\"}";
        let Order::Transfer(movement) = item(line).order else { panic!("a transfer") };
        assert_eq!(movement.amount.to_string(), "100000000000000.07");
    }
}

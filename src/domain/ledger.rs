//! The words of the wallet's ledger: whose account, under which key, and why something was done or not.
//!
//! **Invariant:** a [`Code`] is one word in SQL, Rust and JSON; an [`Owner`] and a [`Key`] that exist are well-formed.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::TelegramUserId;

/// Longest key, in characters: an id of another system and some words around it.
const KEY_CHARS_MAX: usize = 200;

/// Whose account it is: `user:7001`, `system:funding`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    User(TelegramUserId),
    System(SystemName),
}

/// The house's own accounts. There are no others, so that a typo opens none. System accounts may owe; people may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SystemName {
    /// Pays in, and out.
    Funding,
    Fees,
    /// Where currencies are exchanged.
    Fx,
    /// What nobody knows the owner of yet.
    Suspense,
    Merchants,
    Payouts,
}

impl SystemName {
    const ALL: [Self; 6] = [Self::Funding, Self::Fees, Self::Fx, Self::Suspense, Self::Merchants, Self::Payouts];

    fn word(self) -> &'static str {
        match self {
            Self::Funding => "funding",
            Self::Fees => "fees",
            Self::Fx => "fx",
            Self::Suspense => "suspense",
            Self::Merchants => "merchants",
            Self::Payouts => "payouts",
        }
    }
}

/// The text names no account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an account is user:N, with a Telegram id, or one of the house's own, such as system:funding")]
pub struct NoOwner;

impl Owner {
    /// Where money comes in.
    pub fn funding() -> Self {
        Self::System(SystemName::Funding)
    }

    /// Where currencies are exchanged.
    pub fn fx() -> Self {
        Self::System(SystemName::Fx)
    }
}

impl FromStr for Owner {
    type Err = NoOwner;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(number) = text.strip_prefix("user:") {
            // Digits alone: "+7" and "07" would be second names of the same account.
            let id: i64 = number.parse().map_err(|_| NoOwner)?;
            return if id > 0 && id.to_string() == number { Ok(Self::User(TelegramUserId(id))) } else { Err(NoOwner) };
        }
        let name = text.strip_prefix("system:").ok_or(NoOwner)?;
        SystemName::ALL.into_iter().find(|known| known.word() == name).map(Self::System).ok_or(NoOwner)
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "user:{}", id.0),
            Self::System(name) => write!(f, "system:{}", name.word()),
        }
    }
}

/// What makes a request happen once: the same key has the same outcome for ever.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key(String);

impl Key {
    /// A key of one surface (`cli`, `chat`); `None` for a text that is empty, too long or has control characters.
    pub fn new(surface: &'static str, text: &str) -> Option<Self> {
        let fits = !text.is_empty() && text.chars().count() <= KEY_CHARS_MAX && !text.chars().any(char::is_control);
        fits.then(|| Self(format!("{surface}:{text}")))
    }

    /// The key of another entry that belongs to the same request.
    pub fn part(&self, name: &'static str) -> Self {
        Self(format!("{}/{name}", self.0))
    }

    pub fn text(&self) -> &str {
        &self.0
    }

    /// The id of what is done under this key. The database computes the same (`ledger_transfer_id`).
    pub fn transfer_id(&self) -> TransferId {
        let digest: [u8; 32] = Sha256::digest(self.0.as_bytes()).into();
        let (first, _) = digest.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
        TransferId(Uuid::from_bytes(*first))
    }
}

/// One entry of the ledger; made from its key, so that the same request always has the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct TransferId(pub Uuid);

impl fmt::Display for TransferId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Something that a word stands for in the database and in JSON.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }
    };
}

words! {
    /// What is asked for.
    Kind {
        /// Moves money.
        Transfer = "transfer",
        /// Promises money of the payer to the payee; nothing else may use it.
        Hold = "hold",
        /// Moves up to what a hold promised and frees the rest.
        Post = "post",
        /// Frees a hold.
        Void = "void",
        /// Frees a hold whose time is over.
        Expire = "expire",
        /// Takes back what is left of a transfer, as a correction.
        Reverse = "reverse",
        /// Gives back part of a transfer.
        Refund = "refund",
    }
}

words! {
    /// What became of a request: done, or the one reason why not. A refusal stands for ever under its key.
    Code {
        Ok = "ok",
        /// No JSON object, or a field of the wrong type.
        Malformed = "malformed",
        /// No key, or an empty or overlong one: nothing can be remembered under it.
        KeyInvalid = "key_invalid",
        KindUnknown = "kind_unknown",
        /// Not `user:N` or one of the house's own, or an account that was never opened.
        AccountInvalid = "account_invalid",
        CurrencyUnknown = "currency_unknown",
        /// It names no key to act on.
        OriginMissing = "origin_missing",
        /// No decimal number.
        AmountInvalid = "amount_invalid",
        AmountNotPositive = "amount_not_positive",
        /// More decimals than the currency has.
        AmountTooPrecise = "amount_too_precise",
        AmountTooLarge = "amount_too_large",
        SameAccount = "same_account",
        /// An exchange rate that is not positive, or makes the other amount nothing.
        RateInvalid = "rate_invalid",
        ExpiryInvalid = "expiry_invalid",
        /// The key was used before, for another request.
        KeyReused = "key_reused",
        /// Asked within a book whose money it is not.
        NotYours = "not_yours",
        AccountClosed = "account_closed",
        AccountNotEmpty = "account_not_empty",
        /// The payer has less, what is promised to holds left aside.
        InsufficientFunds = "insufficient_funds",
        BalanceTooLarge = "balance_too_large",
        /// Nothing was done under the key that it acts on.
        OriginUnknown = "origin_unknown",
        CurrencyMismatch = "currency_mismatch",
        NotAHold = "not_a_hold",
        /// The hold was posted, voided or expired before.
        HoldResolved = "hold_resolved",
        HoldExpired = "hold_expired",
        HoldExceeded = "hold_exceeded",
        /// A hold that was not posted, a reversal, or one leg of an exchange.
        NotReversible = "not_reversible",
        AlreadyReversed = "already_reversed",
        /// More than is left of what it takes back.
        OriginExceeded = "origin_exceeded",
        /// Another item of the group was refused.
        LinkedFailed = "linked_failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_one_name() {
        for text in ["user:7001", "user:1", "system:funding", "system:fees", "system:payouts"] {
            assert_eq!(text.parse::<Owner>().map(|owner| owner.to_string()), Ok(text.to_owned()));
        }
        for text in [
            "user:0",
            "user:-7",
            "user:07",
            "user:+7",
            "user: 7",
            "user:",
            "user:9223372036854775808",
            "user:x",
            "7001",
            "system:",
            "system:Fees",
            "system:fundng",
            "system:funding ",
            "gone:7",
            "",
        ] {
            assert_eq!(text.parse::<Owner>(), Err(NoOwner), "{text}");
        }
    }

    #[test]
    fn keys_are_bounded_and_make_ids() {
        let key = |text: &str| Key::new("cli", text);
        assert!(key("a").is_some() && key(&"ü".repeat(KEY_CHARS_MAX)).is_some());
        for text in ["", "a\0b", "a\nb", &"a".repeat(KEY_CHARS_MAX + 1)] {
            assert_eq!(key(text), None, "{text:?}");
        }
        // printf cli:a | sha256sum
        assert_eq!(key("a").unwrap().transfer_id().to_string(), "455e528e-73a0-a52f-3f40-011de6e3ec32");
        assert_ne!(key("a").unwrap().transfer_id(), Key::new("chat", "a").unwrap().transfer_id());
    }

    #[test]
    fn words_are_unique_and_lead_back() {
        for code in Code::ALL {
            assert_eq!(Code::from_word(code.word()), Some(*code));
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::from_word(kind.word()), Some(*kind));
        }
        assert_eq!(Code::from_word("nonsense"), None);
    }
}

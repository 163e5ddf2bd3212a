//! The words of the wallet in the chat: how a person is named when money is sent, and what a card proposes.
//!
//! **Invariant:** a [`FarthingId`] that exists checks; a mistyped letter or two that changed places never make another one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Crockford's letters: no I, L, O or U, which look like others or spell words.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Letters by chance: 40 bits, of which nobody guesses one that exists.
const CHANCE_LETTERS: usize = 8;

/// Letters between two dashes, as people read numbers to each other.
const LETTERS_A_GROUP: usize = 3;

/// Names a person to others: eight letters by chance and one that checks them, shown as `7KQ-M2D-XP4`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FarthingId(String);

/// The text is no farthing id, or one with a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a farthing id has nine letters and digits, like 7KQ-M2D-XP4")]
pub struct NoFarthingId;

impl FarthingId {
    /// A new one.
    pub fn random() -> Self {
        // The ids of UUIDs are drawn by the system's own generator, so that none tells the next.
        let chance = uuid::Uuid::new_v4();
        // Five bits of each of the last bytes, of which none holds the version.
        let values: Vec<u8> = chance.as_bytes().iter().rev().map(|byte| byte & 0b1_1111).take(CHANCE_LETTERS).collect();
        let check = checked(&values);
        Self(values.into_iter().chain([check]).filter_map(letter).collect())
    }

    /// As it is stored and as links carry it: without dashes.
    pub fn plain(&self) -> &str {
        &self.0
    }
}

fn letter(value: u8) -> Option<char> {
    LETTERS.get(usize::from(value)).map(|letter| char::from(*letter))
}

/// A polynomial over the field of 32 elements, at its generator: any wrong letter and any two exchanged ones change it.
fn checked(values: &[u8]) -> u8 {
    values.iter().fold(0, |sum, value| times_two(sum ^ value))
}

/// In the field of 32 elements (x⁵ + x² + 1).
fn times_two(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 0b10_0000 == 0 { doubled } else { doubled ^ 0b10_0101 }
}

impl FromStr for FarthingId {
    type Err = NoFarthingId;

    /// With or without dashes and spaces, in any case; letters that look like digits are read as those.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = |letter: char| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let plain: String = text.chars().filter(|letter| !matches!(letter, '-' | ' ')).map(read).collect();
        let value = |letter: u8| LETTERS.iter().position(|known| *known == letter).and_then(|at| u8::try_from(at).ok());
        let values: Option<Vec<u8>> = plain.bytes().map(value).collect();
        match values.as_deref().and_then(<[u8]>::split_last) {
            Some((check, values)) if values.len() == CHANCE_LETTERS && checked(values) == *check => Ok(Self(plain)),
            _ => Err(NoFarthingId),
        }
    }
}

impl fmt::Display for FarthingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, letter) in self.0.chars().enumerate() {
            if position > 0 && position.is_multiple_of(LETTERS_A_GROUP) {
                f.write_str("-")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
    }
}

/// Something that a word stands for in the database and in JSON.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// What became of an invoice for a top-up.
    TopUpState {
        /// Nobody paid yet.
        Open = "open",
        Paid = "paid",
        /// Paid, and taken back out of the wallet.
        Refunded = "refunded",
    }
}

words! {
    /// What a card proposes.
    ProposalKind {
        /// Money to another person, now.
        Send = "send",
        /// To ask another person for money.
        Request = "request",
        /// Money to another person, later or again and again.
        Schedule = "schedule",
        /// Money from outside into somebody's wallet, by an admin.
        TopUp = "top_up",
        /// Money out of somebody's wallet, by an admin.
        PayOut = "pay_out",
    }
}

words! {
    /// What became of a card.
    ProposalState { Open = "open", Confirmed = "confirmed", Cancelled = "cancelled", Expired = "expired" }
}

words! {
    /// What became of a request.
    RequestState { Open = "open", Paid = "paid", Declined = "declined", Cancelled = "cancelled", Expired = "expired" }
}

words! {
    /// How often a scheduled payment is made.
    Repeats { Once = "once", Weekly = "weekly", Monthly = "monthly" }
}

words! {
    /// What an entry of the ledger was for a person.
    PaymentKind {
        /// Between two people.
        Payment = "payment",
        TopUp = "top_up",
        PayOut = "pay_out",
        /// A payment taken back, or part of it.
        GiveBack = "give_back",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_however_it_is_typed() {
        let id = FarthingId::random();
        let shown = id.to_string();
        assert_eq!((shown.len(), shown.matches('-').count()), (11, 2));
        for text in [shown.clone(), shown.to_lowercase(), shown.replace('-', ""), shown.replace('-', " ")] {
            assert_eq!(text.parse(), Ok(id.clone()), "{text}");
        }
        let lookalikes = shown.replace('0', "o").replace('1', "l");
        assert_eq!(lookalikes.parse(), Ok(id));
        for wrong in ["", "7KQ", "7KQ-M2D-XP4-1", "UUUUUUUUU", "ééééééééé", "@ana"] {
            assert_eq!(wrong.parse::<FarthingId>(), Err(NoFarthingId), "{wrong}");
        }
    }

    #[test]
    fn no_single_slip_makes_another_id() {
        for _ in 0..20 {
            let letters: Vec<char> = FarthingId::random().plain().chars().collect();
            for at in 0..letters.len() {
                for other in LETTERS.iter().map(|letter| char::from(*letter)).filter(|other| *other != letters[at]) {
                    let mut slip = letters.clone();
                    slip[at] = other;
                    assert!(slip.iter().collect::<String>().parse::<FarthingId>().is_err(), "{slip:?}");
                }
                for other in at + 1..letters.len() {
                    let mut slip = letters.clone();
                    slip.swap(at, other);
                    assert_eq!(
                        slip == letters,
                        slip.iter().collect::<String>().parse::<FarthingId>().is_ok(),
                        "{slip:?}"
                    );
                }
            }
        }
    }
}

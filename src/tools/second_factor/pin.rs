//! A PIN: which digits may be one, and its hash.
//!
//! **Invariant:** a PIN exists in memory alone; what leaves this module is its hash, and that is sealed before it is kept.

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use uuid::Uuid;

use crate::config::Secret;
use crate::tools::ToolError;

/// Digits of a PIN.
pub const DIGITS_MIN: usize = 4;
pub const DIGITS_MAX: usize = 8;

/// Memory of one hash, in KiB; with two passes and one lane. Source: OWASP Password Storage Cheat Sheet, Argon2id.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Hashes at once: 19 MiB each, and more than the cores would only wait.
static AT_ONCE: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// Digits that may be a PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin(Secret<String>);

/// Why digits are no PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPin {
    #[error("too few or too many digits")]
    Length,
    #[error("too easy to guess")]
    Obvious,
}

impl Pin {
    pub fn new(digits: &str) -> Result<Self, NoPin> {
        let values: Vec<u32> = digits.chars().map_while(|digit| digit.to_digit(10)).collect();
        if values.len() != digits.chars().count() || !(DIGITS_MIN..=DIGITS_MAX).contains(&values.len()) {
            return Err(NoPin::Length);
        }
        let steps: Vec<u32> = values.windows(2).map(step).collect();
        let same_step = steps.iter().all(|step| Some(step) == steps.first());
        // 1212, 123123: a short piece again and again.
        let repeats = (1..=values.len() / 2).any(|length| {
            values.len().is_multiple_of(length) && values.chunks(length).all(|piece| values.starts_with(piece))
        });
        let runs = same_step && matches!(steps.first(), Some(0 | 1 | 9));
        if runs || repeats { Err(NoPin::Obvious) } else { Ok(Self(Secret::new(digits.to_owned()))) }
    }
}

/// How far the next digit is, counting on from 9 to 0.
fn step(pair: &[u32]) -> u32 {
    match pair {
        [one, next] => (next + 10 - one) % 10,
        _ => 0,
    }
}

/// The hash with its parameters and salt, as a PHC string. Takes tens of milliseconds of one core.
pub async fn hash(pin: &Pin) -> Result<Secret<String>, ToolError> {
    let pin = pin.clone();
    blocking(move || {
        let salt = Uuid::new_v4();
        argon2()?.hash_password_with_salt(pin.0.expose().as_bytes(), salt.as_bytes()).map(|hash| hash.to_string())
    })
    .await
    .map(Secret::new)
}

/// Whether the digits are those of the hash, under the hash's own parameters.
pub async fn verify(digits: &Secret<String>, hash: &str) -> Result<bool, ToolError> {
    let (digits, hash) = (digits.clone(), hash.to_owned());
    blocking(move || match argon2()?.verify_password(digits.expose().as_bytes(), hash.as_str()) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(error),
    })
    .await
}

fn argon2() -> Result<Argon2<'static>, argon2::password_hash::Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Runs it on a thread that may be busy for long.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, argon2::password_hash::Error> + Send + 'static,
) -> Result<T, ToolError> {
    let _permit = AT_ONCE.acquire().await.map_err(ToolError::failed)?;
    let done = tokio::task::spawn_blocking(work).await.map_err(ToolError::failed)?;
    done.map_err(ToolError::failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn obvious_digits_are_no_pin() {
        let check = |digits: &str, expected: Option<NoPin>| assert_eq!(Pin::new(digits).err(), expected, "{digits}");
        for pin in ["2580", "1357", "19840", "90210", "27182818", "1224", "0001"] {
            check(pin, None);
        }
        for pin in ["0000", "1111", "1234", "4321", "7890", "8901", "0987", "1212", "123123", "12341234", "45678"] {
            check(pin, Some(NoPin::Obvious));
        }
        for pin in ["", "123", "258", "123456789", "25a8", "２５８０x", "-123"] {
            check(pin, Some(NoPin::Length));
        }
    }

    #[tokio::test]
    async fn a_hash_knows_its_pin_alone() {
        let pin = Pin::new("2580").unwrap();
        let first = hash(&pin).await.unwrap();
        let second = hash(&pin).await.unwrap();
        assert!(first.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", first.expose());
        assert_ne!(first, second, "salted");
        let digits = |text: &str| Secret::new(text.to_owned());
        assert!(verify(&digits("2580"), first.expose()).await.unwrap());
        assert!(!verify(&digits("2581"), first.expose()).await.unwrap());
        assert!(!verify(&digits("25800"), second.expose()).await.unwrap());
        assert!(verify(&digits("2580"), "nonsense").await.is_err());
    }
}

//! Codes of authenticator apps (TOTP, RFC 6238) and the recovery codes that stand in for them.
//!
//! **Invariant:** a code of a step that was taken, or of an earlier one, is not taken again.

use aes_gcm::aead::Generate as _;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// Bytes of an app's secret: as long as the hash. Source: RFC 4226, section 4.
const SECRET_BYTES: usize = 20;
/// What every app does when nothing else is said. Source: RFC 6238.
const STEP_SECONDS: i64 = 30;
const DIGITS: usize = 6;
/// Steps that a phone's clock may be off, either way. Source: RFC 6238, section 5.2.
const STEPS_OFF: i64 = 1;
/// Recovery codes that a person gets.
const RECOVERY_CODES: usize = 10;
/// Letters of one: 50 bits, far beyond what five tries find.
const RECOVERY_LETTERS: usize = 10;
/// RFC 4648's, which has neither 0 nor 1 beside O and I.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A new secret for an app.
pub fn new_secret() -> [u8; SECRET_BYTES] {
    <[u8; SECRET_BYTES]>::generate()
}

/// What an app reads, as a link or a QR code. Source: the Key URI Format of Google Authenticator, which all apps read.
pub fn link(secret: &[u8], account: &str) -> String {
    let account: String = account.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("otpauth://totp/farthing:{account}?secret={}&issuer=farthing", base32(secret))
}

/// The code of a step. Source: RFC 4226, section 5.3.
pub fn code(secret: &[u8], step: i64) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let offset = usize::from(hash.last().copied().unwrap_or_default() & 0xf);
    let number = hash.iter().skip(offset).take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{:0DIGITS$}", (number & 0x7fff_ffff) % 10_u32.pow(DIGITS as u32))
}

/// The step that it is.
pub fn step_at(now: DateTime<Utc>) -> i64 {
    now.timestamp().div_euclid(STEP_SECONDS)
}

/// The step that a typed code is of, if it is one of now or next to it.
pub fn step_of(secret: &[u8], typed: &str, now: DateTime<Utc>) -> Option<i64> {
    let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    let now = step_at(now);
    let mut found = None;
    // All of them, and each whole: how long it takes says nothing.
    for step in now - STEPS_OFF..=now + STEPS_OFF {
        let code = code(secret, step);
        let differs = code.bytes().zip(typed.bytes()).fold(0, |differs, (one, other)| differs | (one ^ other));
        if differs == 0 && typed.len() == DIGITS {
            found = Some(step);
        }
    }
    found
}

/// New recovery codes, as they are shown: `ABCDE-FGHIJ`.
pub fn new_recovery_codes() -> Vec<String> {
    (0..RECOVERY_CODES)
        .map(|_| {
            let letters: String =
                base32(&<[u8; RECOVERY_LETTERS]>::generate()).chars().take(RECOVERY_LETTERS).collect();
            let (one, other) = letters.split_at_checked(RECOVERY_LETTERS / 2).unwrap_or((&letters, ""));
            format!("{one}-{other}")
        })
        .collect()
}

/// A typed recovery code as it is hashed; `None` for what cannot be one.
pub fn recovery_code(typed: &str) -> Option<String> {
    let letters: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let known = letters.bytes().all(|letter| BASE32.contains(&letter));
    (known && letters.len() == RECOVERY_LETTERS).then_some(letters)
}

/// RFC 4648 without padding.
fn base32(bytes: &[u8]) -> String {
    let bits = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
    let bits: Vec<u8> = bits.collect();
    let letter = |five: &[u8]| {
        let value = five.iter().fold(0, |value, bit| value << 1 | usize::from(*bit)) << (5 - five.len());
        char::from(BASE32.get(value).copied().unwrap_or_default())
    };
    bits.chunks(5).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238's examples.
    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    /// RFC 6238, appendix B, the last six digits.
    #[test]
    fn the_standards_own_examples() {
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SECRET, step_at(at(seconds))), expected, "{seconds}");
        }
    }

    #[test]
    fn a_code_is_good_one_step_early_and_late() {
        let check = |typed: &str, seconds: i64, expected: Option<i64>| {
            assert_eq!(step_of(SECRET, typed, at(seconds)), expected, "{typed} at {seconds}");
        };
        check("287082", 59, Some(1));
        check("287 082", 29, Some(1));
        check("287082", 89, Some(1));
        check("287082", 90, None);
        check("287083", 59, None);
        check("28708", 59, None);
        check("2870821", 59, None);
        check("", 59, None);
    }

    #[test]
    fn an_app_reads_the_link() {
        assert_eq!(
            link(SECRET, "7001/x?"),
            "otpauth://totp/farthing:7001x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=farthing"
        );
        // RFC 4648, section 10.
        for (bytes, expected) in [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foobar", "MZXW6YTBOI")] {
            assert_eq!(base32(bytes.as_bytes()), expected);
        }
    }

    #[test]
    fn recovery_codes_are_read_as_people_type_them() {
        let codes = new_recovery_codes();
        let different: std::collections::HashSet<&String> = codes.iter().collect();
        assert_eq!((codes.len(), different.len()), (RECOVERY_CODES, RECOVERY_CODES));
        for shown in &codes {
            assert_eq!(recovery_code(shown).unwrap(), shown.replace('-', ""));
        }
        assert_eq!(recovery_code(" abcde fghij").as_deref(), Some("ABCDEFGHIJ"));
        for wrong in ["", "123456", "ABCDE-FGHI", "ABCDE-FGHI1", "ABCDE-FGHIJK"] {
            assert_eq!(recovery_code(wrong), None, "{wrong}");
        }
    }
}

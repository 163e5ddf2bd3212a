//! Secrets that people type (a file's password): sealed before they touch the disk.
//!
//! **Invariant:** the key lives in this process alone. After it ended, what it sealed is gone, and is asked again.

use aes_gcm::aead::{Aead, Generate, Key, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};

/// Bytes of the nonce in front of what is sealed; fixed by AES-GCM.
const NONCE_BYTES: usize = 12;

/// The key of this process.
pub struct Seal {
    cipher: Aes256Gcm,
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(…)")
    }
}

impl Seal {
    pub fn new() -> Self {
        Self { cipher: Aes256Gcm::new(&Key::<Aes256Gcm>::generate()) }
    }

    /// Hexadecimal text that only this process reads. Empty when it cannot be sealed: then it is lost rather than written.
    pub fn close(&self, text: &str) -> String {
        let nonce = Nonce::generate();
        let sealed = self.cipher.encrypt(&nonce, text.as_bytes()).unwrap_or_default();
        nonce.iter().chain(&sealed).map(|byte| format!("{byte:02x}")).collect()
    }

    /// `None` for what another process sealed.
    pub fn open(&self, sealed: &str) -> Option<String> {
        let digits: Vec<u32> = sealed.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
        let (pairs, []) = digits.as_chunks::<2>() else { return None };
        let bytes: Vec<u8> =
            pairs.iter().map(|[high, low]| u8::try_from(high * 16 + low)).collect::<Result<_, _>>().ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>()?;
        let text = self.cipher.decrypt(&Nonce::from(*nonce), sealed).ok()?;
        String::from_utf8(text).ok()
    }
}

impl Default for Seal {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_process_that_sealed_it_reads_it() {
        let (ours, theirs) = (Seal::new(), Seal::new());
        let sealed = ours.close("correct horse");
        assert!(!sealed.contains("horse"));
        assert_eq!(ours.open(&sealed).as_deref(), Some("correct horse"));
        assert_eq!(theirs.open(&sealed), None);
        // Each digit counts: the first is the nonce's, the last the tag's.
        let other = |digit: &str| if digit == "0" { "1" } else { "0" };
        let (first, after) = sealed.split_at(1);
        let (before, last) = sealed.split_at(sealed.len() - 1);
        let changed = [format!("{}{after}", other(first)), format!("{before}{}", other(last))];
        for wrong in ["", "zz", "abc", &changed[0], &changed[1], sealed.get(..20).unwrap_or_default()] {
            assert_eq!(ours.open(wrong), None, "{wrong}");
        }
    }
}

//! Ids as text that is short enough for two of them in one button: 22 characters of base64 (RFC 4648, section 5) instead of 32.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The bytes as text.
pub(super) fn text(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits =
            (0..3).fold(0_u32, |bits, position| bits << 8 | u32::from(group.get(position).copied().unwrap_or(0)));
        for position in 0..=group.len() {
            let letter = bits >> (18 - 6 * position) & 63;
            text.extend(ALPHABET.get(letter as usize).map(|letter| char::from(*letter)));
        }
    }
    text
}

/// The bytes of a text; `None` when it does not stand for this many.
pub(super) fn bytes<const COUNT: usize>(text: &str) -> Option<[u8; COUNT]> {
    let mut bytes = Vec::new();
    for group in text.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for position in 0..4 {
            let value = match group.get(position) {
                Some(letter) => ALPHABET.iter().position(|known| known == letter)?,
                None => 0,
            };
            bits = bits << 6 | u32::try_from(value).ok()?;
        }
        bytes.extend(bits.to_be_bytes().iter().skip(1).take(group.len().saturating_sub(1)));
    }
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_their_text() {
        // RFC 4648, section 10, without padding.
        let check = |plain: &str, expected: &str| assert_eq!(text(plain.as_bytes()), expected, "{plain}");
        for (plain, expected) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("foobar", "Zm9vYmFy")]
        {
            check(plain, expected);
        }
        for start in 0..=u8::MAX {
            let id: [u8; 19] =
                std::array::from_fn(|index| start.wrapping_mul(31).wrapping_add((index as u8).wrapping_mul(37)));
            assert_eq!(text(&id).len(), 26);
            assert_eq!(bytes::<19>(&text(&id)), Some(id));
        }
        for wrong in ["", "Zm9", "Zm9vY", "Zm9v?g", "Zm9vYmFyé"] {
            assert_eq!(bytes::<4>(wrong), None, "{wrong}");
        }
    }
}

//! From bytes to text and from text to the delimiter: what a CSV file never says about itself.
//!
//! **Invariant:** decoding never fails; at worst a letter outside ASCII is wrong, never a digit.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

/// Bytes looked at to tell the encoding; letters outside ASCII are frequent enough.
const SAMPLE_BYTES: usize = 64 << 10;

/// Lines looked at to tell the delimiter.
const SAMPLE_LINES: usize = 60;

/// The file as text, its byte order mark removed.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0;
    }
    if let Some(encoding) = utf16(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => legacy(bytes).decode_without_bom_handling(bytes).0,
    }
}

/// UTF-16 without a mark: every other byte of mostly Latin text is zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE_BYTES.min(bytes.len()))?;
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let enough = sample.len() / 4;
    match (even > enough, odd > enough) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// Which one-byte encoding: Cyrillic text has runs of high bytes; Central European text has letters where Western
/// Europe has signs (`¹`, `³`, `¿`) in the middle of words.
fn legacy(bytes: &[u8]) -> &'static Encoding {
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
    let sample = bytes.get(start..).unwrap_or_default();
    let sample = sample.get(..SAMPLE_BYTES.min(sample.len())).unwrap_or_default();
    let before = bytes.get(start.saturating_sub(1)..).unwrap_or_default();
    // A broken UTF-8 file is still UTF-8 when nearly all of it is.
    let (text, _) = UTF_8.decode_without_bom_handling(sample);
    let broken = text.chars().filter(|c| *c == '\u{fffd}').count();
    let multibyte = text.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    if multibyte > 10 * broken {
        return UTF_8;
    }
    let high = sample.iter().filter(|byte| !byte.is_ascii()).count();
    let in_runs: usize = sample.split(|byte| *byte < 0xc0).map(<[u8]>::len).filter(|length| *length >= 3).sum();
    if in_runs * 2 > high {
        return WINDOWS_1251;
    }
    let central = before
        .windows(3)
        .filter(|window| match window {
            [left, 0xb9 | 0xb3 | 0xbf | 0xa5 | 0xa3 | 0xaf | 0x9c | 0x8c | 0x9f | 0x8f | 0xec | 0xf8, right] => {
                left.is_ascii_alphabetic() && right.is_ascii_alphanumeric() || right.is_ascii_lowercase()
            }
            _ => false,
        })
        .count();
    if central > 0 { WINDOWS_1250 } else { WINDOWS_1252 }
}

/// The delimiter under which most lines have the same number of fields, the larger number first.
pub(crate) fn delimiter(text: &str) -> Option<u8> {
    const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];
    let sample_end = text.match_indices('\n').nth(SAMPLE_LINES).map_or(text.len(), |(at, _)| at);
    let sample = text.get(..sample_end)?;
    let score = |delimiter: u8| {
        let mut counts: Vec<usize> = Vec::new();
        let mut reader = super::reader(sample, delimiter);
        let mut record = csv::ByteRecord::new();
        while matches!(reader.read_byte_record(&mut record), Ok(true)) {
            counts.push(record.len());
        }
        let usual = usual(&counts)?;
        let agree = counts.iter().filter(|count| **count == usual).count();
        // Metadata above and totals below have other counts, so a third of the lines is enough.
        (usual > 1 && agree * 3 >= counts.len()).then_some((agree * usual.min(8), delimiter))
    };
    DELIMITERS.into_iter().filter_map(score).max_by_key(|(score, _)| *score).map(|(_, delimiter)| delimiter)
}

/// The commonest count above one field.
fn usual(counts: &[usize]) -> Option<usize> {
    let times = |count: usize| counts.iter().filter(|other| **other == count).count();
    counts.iter().copied().filter(|count| *count > 1).max_by_key(|count| (times(*count), *count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_encodings() {
        let utf16: Vec<u8> = "Date,Amount\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, expected) in [
            (&b"Caf\xc3\xa9"[..], "Café"),
            (b"\xef\xbb\xbfDate", "Date"),
            (b"Caf\xe9, M\xfcller", "Café, Müller"),
            (b"Sklep spo\xbfywczy, g\xb3\xf3wne", "Sklep spożywczy, główne"),
            (b"\xc4\xe0\xf2\xe0;\xd1\xf3\xec\xec\xe0", "Дата;Сумма"),
            (&utf16, "Date,Amount\n"),
        ] {
            assert_eq!(decode(bytes), expected);
        }
    }

    #[test]
    fn tells_delimiters() {
        for (text, expected) in [
            ("Date,Amount\n2026-01-01,1.50\n", Some(b',')),
            ("Datum;Betrag\n01.01.2026;1,50\n02.01.2026;2,50\n", Some(b';')),
            ("a\tb,c\nd\te\n", Some(b'\t')),
            ("a|b|c\nd|e|f", Some(b'|')),
            ("some text\nand more", None),
        ] {
            assert_eq!(delimiter(text), expected, "{text:?}");
        }
    }
}

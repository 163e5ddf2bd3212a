//! Cuts a text into words in one plain spelling: lower case, no accents, no apostrophes.
//!
//! **Invariant:** equal words in any case, accent or way of writing an accent fold to equal text.

/// Longer descriptors are cut: the payee stands early, the rest is references, and time a row stays bounded.
const MAX_WORDS: usize = 48;

/// One word of a descriptor.
pub(super) struct Word<'a> {
    /// Lower case, no accents, no apostrophes.
    pub folded: String,
    /// As printed.
    pub printed: &'a str,
    /// The sign right before it was a full stop, as in `.com`.
    pub after_stop: bool,
    /// An asterisk follows it, as after a payment processor.
    pub before_star: bool,
    pub role: Role,
}

/// What a word is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// May name the payee.
    Payee,
    /// Holds digits: a store number, a date, a reference; sometimes part of a brand.
    Number,
    /// How the payment travelled.
    Transport,
    /// A town, a country or a legal form behind the name.
    Tail,
}

/// The folded words of a text, for tables and rules.
pub(super) fn fold_words(text: &str) -> Vec<String> {
    split(text).into_iter().map(|word| word.folded).collect()
}

/// The words of a text, all as [`Role::Payee`]; `normalise` knows better.
pub(super) fn split(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::with_capacity(12);
    let (mut folded, mut start, mut end) = (String::new(), 0, 0);
    let (mut after_stop, mut last) = (false, ' ');
    for (at, sign) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        let inside = !folded.is_empty() && matches!(sign, '\'' | '’' | '‘' | '`' | '´');
        if sign.is_alphanumeric() || matches!(sign, '\u{300}'..='\u{36f}') {
            if folded.is_empty() {
                (start, after_stop) = (at, last == '.');
            }
            fold_sign(sign, &mut folded);
            end = at.saturating_add(sign.len_utf8());
        } else if !inside {
            if !folded.is_empty() {
                if words.len() == MAX_WORDS {
                    break;
                }
                let printed = text.get(start..end).unwrap_or_default();
                let folded = std::mem::take(&mut folded);
                words.push(Word { folded, printed, after_stop, before_star: false, role: Role::Payee });
            }
            if matches!(sign, '*' | '_')
                && let Some(word) = words.last_mut()
            {
                word.before_star = true;
            }
        }
        last = sign;
    }
    words
}

/// Lower case without accents; other scripts only in lower case.
fn fold_sign(sign: char, into: &mut String) {
    let plain = match sign {
        'a'..='z' | '0'..='9' => return into.push(sign),
        'A'..='Z' => return into.push(sign.to_ascii_lowercase()),
        '\u{300}'..='\u{36f}' => return,
        'ß' | 'ẞ' => "ss",
        'Æ' | 'æ' => "ae",
        'Œ' | 'œ' => "oe",
        'Þ' | 'þ' => "th",
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => "a",
        'Ç' | 'ç' | 'Ć'..='č' => "c",
        'Ð' | 'ð' | 'Ď'..='đ' => "d",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => "e",
        'Ĝ'..='ģ' => "g",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => "i",
        'Ķ' | 'ķ' => "k",
        'Ĺ'..='ł' => "l",
        'Ñ' | 'ñ' | 'Ń'..='ň' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' => "o",
        'Ŕ'..='ř' => "r",
        'Ś'..='š' | 'Ș' | 'ș' => "s",
        'Ţ'..='ŧ' | 'Ț' | 'ț' => "t",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => "u",
        'Ý' | 'ý' | 'ÿ' | 'Ÿ' => "y",
        'Ź'..='ž' => "z",
        'ё' | 'Ё' => "е",
        other => return into.extend(other.to_lowercase()),
    };
    into.push_str(plain);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_and_folds() {
        for (text, expected) in [
            ("JOE'S Café-Bar", "joes cafe bar"),
            ("Müller Straße Łódź", "muller strasse lodz"),
            ("Cafe\u{301} ООО Ёлка", "cafe ооо елка"),
            ("'' -- **", ""),
            ("", ""),
        ] {
            assert_eq!(fold_words(text).join(" "), expected, "{text}");
        }
        let words = split("PAYPAL *NETFLIX.COM");
        let signs: Vec<_> = words.iter().map(|word| (word.printed, word.before_star, word.after_stop)).collect();
        assert_eq!(signs, [("PAYPAL", true, false), ("NETFLIX", false, false), ("COM", false, true)]);
    }

    #[test]
    fn a_very_long_text_is_cut() {
        assert_eq!(split(&"word ".repeat(1000)).len(), MAX_WORDS);
    }
}

//! CMaps: which codes a string holds, and `/ToUnicode`: which characters they mean.
//!
//! **Invariant:** ranges are bounded by the code space of two bytes, so a crafted map cannot grow.

use super::lexer::{Lexer, Token};

/// Codes above this are not kept: two-byte codes end here.
const MAX_CODE: u32 = 0xffff;

/// Marks an entry whose text is longer than one character.
const LONG: u32 = 0x8000_0000;

/// From codes to characters.
#[derive(Clone, Debug, Default)]
pub(crate) struct ToUnicode {
    /// By code: 0, a character, or [`LONG`] and a place in `long`.
    table: Vec<u32>,
    long: Vec<String>,
    /// Bytes of a code, 1 or 2, as the code space says.
    pub(crate) code_bytes: Option<usize>,
}

impl ToUnicode {
    /// Reads a decompressed CMap; what cannot be read is left out.
    pub(crate) fn parse(data: &[u8]) -> Self {
        let mut lexer = Lexer::new(data);
        let mut map = Self::default();
        while let Some(token) = lexer.next() {
            match token {
                Token::Operator(b"begincodespacerange") => map.code_space(&mut lexer),
                Token::Operator(b"beginbfchar") => map.chars(&mut lexer),
                Token::Operator(b"beginbfrange") => map.ranges(&mut lexer),
                _ => {}
            }
            lexer.forget_strings();
        }
        map
    }

    /// Calls `each` for every character the code means; false if it is unknown.
    pub(crate) fn chars_of(&self, code: u32, mut each: impl FnMut(char)) -> bool {
        let entry = usize::try_from(code).ok().and_then(|code| self.table.get(code)).copied().unwrap_or_default();
        if entry == 0 {
            return false;
        }
        if entry & LONG == 0 {
            char::from_u32(entry).into_iter().for_each(each);
            return true;
        }
        let long = usize::try_from(entry & !LONG).ok().and_then(|index| self.long.get(index));
        long.into_iter().flat_map(|text| text.chars()).for_each(&mut each);
        true
    }

    fn code_space(&mut self, lexer: &mut Lexer<'_>) {
        while let Some(Token::Text(range)) = lexer.next() {
            let length = lexer.string(&range).len();
            if matches!(length, 1 | 2) {
                self.code_bytes = Some(self.code_bytes.map_or(length, |known| known.max(length)));
            }
        }
    }

    fn chars(&mut self, lexer: &mut Lexer<'_>) {
        while let (Some(Token::Text(code)), Some(Token::Text(text))) = (lexer.next(), lexer.next()) {
            let code = number(lexer.string(&code));
            let text = utf16(lexer.string(&text));
            self.set(code, text);
        }
    }

    fn ranges(&mut self, lexer: &mut Lexer<'_>) {
        while let (Some(Token::Text(from)), Some(Token::Text(to))) = (lexer.next(), lexer.next()) {
            let (from, to) = (number(lexer.string(&from)), number(lexer.string(&to)).min(MAX_CODE));
            match lexer.next() {
                Some(Token::Text(text)) => {
                    let text = utf16(lexer.string(&text));
                    self.consecutive(from, to, &text);
                }
                Some(Token::ArrayStart) => {
                    let mut code = from;
                    while let Some(Token::Text(text)) = lexer.next() {
                        let text = utf16(lexer.string(&text));
                        self.set(code, text);
                        code = code.saturating_add(1);
                    }
                }
                _ => return,
            }
        }
    }

    /// The last character counts up along the range.
    fn consecutive(&mut self, from: u32, to: u32, text: &str) {
        let Some(last) = text.chars().next_back() else { return };
        let head = text.strip_suffix(last).unwrap_or_default();
        for code in from..=to {
            let Some(c) = char::from_u32(u32::from(last).saturating_add(code - from)) else { continue };
            let mut text = head.to_owned();
            text.push(c);
            self.set(code, text);
        }
    }

    fn set(&mut self, code: u32, text: String) {
        let Ok(index) = usize::try_from(code) else { return };
        if code > MAX_CODE {
            return;
        }
        if self.table.len() <= index {
            self.table.resize(index + 1, 0);
        }
        let mut chars = text.chars();
        let entry = match (chars.next(), chars.next()) {
            (Some(single), None) => u32::from(single),
            (None, _) => 0,
            _ => {
                let place = u32::try_from(self.long.len()).unwrap_or_default();
                self.long.push(text);
                LONG | place
            }
        };
        if let Some(slot) = self.table.get_mut(index) {
            *slot = entry;
        }
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks(2).map(|chunk| match chunk {
        [high, low] => u16::from_be_bytes([*high, *low]),
        [single] => u16::from(*single),
        _ => 0,
    });
    char::decode_utf16(units).filter_map(Result::ok).filter(|c| *c != '\0').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_codes() {
        let map = ToUnicode::parse(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
              2 beginbfchar <0003> <0020> <0010> <00660069> endbfchar\n\
              2 beginbfrange <0024> <0026> <0041> <0030> <0031> [<20AC> <D83DDE00>] endbfrange",
        );
        let text = |code| {
            let mut out = String::new();
            map.chars_of(code, |c| out.push(c)).then_some(out)
        };
        for (code, expected) in [
            (3, Some(" ")),
            (0x10, Some("fi")),
            (0x24, Some("A")),
            (0x26, Some("C")),
            (0x27, None),
            (0x30, Some("€")),
            (0x31, Some("😀")),
            (0xffff, None),
        ] {
            assert_eq!(text(code).as_deref(), expected, "{code:x}");
        }
        assert_eq!(map.code_bytes, Some(2));
    }

    #[test]
    fn a_crafted_range_stays_bounded() {
        let map = ToUnicode::parse(b"beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange");
        assert!(map.table.len() <= 0x1_0000);
    }
}

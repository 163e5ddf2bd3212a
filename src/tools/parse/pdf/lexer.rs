//! Tokens of PDF content streams and CMaps.
//!
//! **Invariant:** every call moves forward, so a stream of n bytes yields at most n tokens, whatever it holds.

use std::ops::Range;

/// One token. Strings lie decoded in [`Lexer::strings`], so that reading them allocates nothing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token<'a> {
    Number(f64),
    Name(&'a [u8]),
    Text(Range<usize>),
    ArrayStart,
    ArrayEnd,
    Operator(&'a [u8]),
}

/// Reads tokens from a decompressed stream.
pub(crate) struct Lexer<'a> {
    data: &'a [u8],
    at: usize,
    /// Bytes of the strings read since the last [`Lexer::forget_strings`].
    strings: Vec<u8>,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0, strings: Vec::new() }
    }

    /// The bytes of a string token.
    pub(crate) fn string(&self, range: &Range<usize>) -> &[u8] {
        self.strings.get(range.clone()).unwrap_or_default()
    }

    /// Makes room; ranges handed out before are void.
    pub(crate) fn forget_strings(&mut self) {
        self.strings.clear();
    }

    /// The next token; `None` at the end.
    pub(crate) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.data.get(self.at)?;
            match byte {
                b'%' => self.skip_while(|byte| byte != b'\n' && byte != b'\r'),
                _ if is_space(byte) => self.at += 1,
                b'[' => return self.single(Token::ArrayStart),
                b']' => return self.single(Token::ArrayEnd),
                b'(' => return Some(self.literal_string()),
                b'<' if self.data.get(self.at + 1) == Some(&b'<') => self.at += 2,
                b'<' => return Some(self.hex_string()),
                b'>' | b'{' | b'}' | b')' => self.at += 1,
                b'/' => {
                    self.at += 1;
                    return Some(Token::Name(self.regular()));
                }
                b'0'..=b'9' | b'+' | b'-' | b'.' => return Some(Token::Number(self.number())),
                _ => return Some(Token::Operator(self.regular())),
            }
        }
    }

    /// Skips the data of an inline image, to behind its `EI`.
    pub(crate) fn skip_inline_image(&mut self) {
        while let Some(rest) = self.data.get(self.at..) {
            let Some(found) = rest.windows(2).position(|window| window == b"EI") else {
                self.at = self.data.len();
                return;
            };
            let before = found.checked_sub(1).and_then(|index| rest.get(index)).is_some_and(|byte| is_space(*byte));
            let after = rest.get(found + 2).is_none_or(|byte| is_space(*byte));
            self.at += found + 2;
            if before && after {
                return;
            }
        }
    }

    fn single(&mut self, token: Token<'a>) -> Option<Token<'a>> {
        self.at += 1;
        Some(token)
    }

    fn skip_while(&mut self, keep: impl Fn(u8) -> bool) {
        while self.data.get(self.at).is_some_and(|byte| keep(*byte)) {
            self.at += 1;
        }
    }

    fn regular(&mut self) -> &'a [u8] {
        let start = self.at;
        self.skip_while(|byte| !is_space(byte) && !is_delimiter(byte));
        if self.at == start {
            self.at += 1;
        }
        self.data.get(start..self.at).unwrap_or_default()
    }

    fn number(&mut self) -> f64 {
        let (mut value, mut scale, mut negative, mut point) = (0.0, 1.0, false, false);
        while let Some(byte) = self.data.get(self.at) {
            match byte {
                b'0'..=b'9' => {
                    value = value * 10.0 + f64::from(byte - b'0');
                    if point {
                        scale *= 10.0;
                    }
                }
                b'-' => negative = true,
                b'+' => {}
                b'.' if !point => point = true,
                _ => break,
            }
            self.at += 1;
        }
        let value = value / scale;
        if negative { -value } else { value }
    }

    fn hex_string(&mut self) -> Token<'a> {
        self.at += 1;
        let start = self.strings.len();
        let mut high: Option<u8> = None;
        while let Some(byte) = self.data.get(self.at).copied() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            let Some(digit) = char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()) else {
                continue;
            };
            match high.take() {
                None => high = Some(digit),
                Some(high) => self.strings.push(high << 4 | digit),
            }
        }
        if let Some(high) = high {
            self.strings.push(high << 4);
        }
        Token::Text(start..self.strings.len())
    }

    fn literal_string(&mut self) -> Token<'a> {
        self.at += 1;
        let start = self.strings.len();
        let mut depth = 1_u32;
        while let Some(byte) = self.data.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'\\' => self.escape(),
                b'(' => {
                    depth += 1;
                    self.strings.push(byte);
                }
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                    self.strings.push(byte);
                }
                _ => self.strings.push(byte),
            }
        }
        Token::Text(start..self.strings.len())
    }

    fn escape(&mut self) {
        let Some(byte) = self.data.get(self.at).copied() else { return };
        self.at += 1;
        match byte {
            b'n' => self.strings.push(b'\n'),
            b'r' => self.strings.push(b'\r'),
            b't' => self.strings.push(b'\t'),
            b'b' => self.strings.push(8),
            b'f' => self.strings.push(12),
            b'\n' => {}
            b'\r' => {
                if self.data.get(self.at) == Some(&b'\n') {
                    self.at += 1;
                }
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.data.get(self.at) else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                self.strings.push(u8::try_from(code & 0xff).unwrap_or_default());
            }
            _ => self.strings.push(byte),
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(data: &[u8]) -> Vec<String> {
        let mut lexer = Lexer::new(data);
        let mut out = Vec::new();
        while let Some(token) = lexer.next() {
            out.push(match token {
                Token::Text(range) => format!("({})", String::from_utf8_lossy(lexer.string(&range))),
                Token::Name(name) => format!("/{}", String::from_utf8_lossy(name)),
                Token::Operator(name) => String::from_utf8_lossy(name).into_owned(),
                Token::Number(number) => number.to_string(),
                Token::ArrayStart => "[".into(),
                Token::ArrayEnd => "]".into(),
            });
        }
        out
    }

    #[test]
    fn reads_tokens() {
        for (data, expected) in [
            (&b"/F1 12 Tf (a\\(b\\)\\101) Tj"[..], &["/F1", "12", "Tf", "(a(b)A)", "Tj"][..]),
            (b"[(A) -120.5 <42 4>]TJ%note\nT*", &["[", "(A)", "-120.5", "(B@)", "]", "TJ", "T*"][..]),
            (b"(nested (deep) end)'", &["(nested (deep) end)", "'"][..]),
            (b"(open", &["(open)"][..]),
            (b"<<>> ) } -.5 --3", &["-0.5", "-3"][..]),
        ] {
            assert_eq!(tokens(data), expected);
        }
    }

    #[test]
    fn skips_an_inline_image() {
        let mut lexer = Lexer::new(b"ID \x01EIx\x02 EI Q");
        lexer.next();
        lexer.skip_inline_image();
        assert_eq!(lexer.next(), Some(Token::Operator(b"Q")));
    }
}

//! Widths and codes of the fonts that every PDF viewer has.
//!
//! **Invariant:** a character that Windows-1252 lacks is drawn and measured as `?`, never dropped.

use std::borrow::Cow;

/// How text is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Font {
    Helvetica,
    Courier,
    /// Helvetica through two-byte codes that mean nothing without the file's own table of them (Identity-H and
    /// ToUnicode), as programs write that embed a part of a font.
    CodedHelvetica,
    /// A part of Helvetica with one-byte codes of its own and names for its glyphs.
    Subset,
    /// Glyphs that the file draws itself, as wide as Helvetica's.
    Type3,
}

/// Thousandths of the size; a Courier character is 600 wide. Source: the Core 14 font metrics of Adobe.
const COURIER_WIDTH: u16 = 600;

/// From here on, characters are as wide as the font is high: East Asian ones.
const FIRST_SQUARE: char = '\u{2e80}';
const SQUARE_WIDTH: u16 = 1000;

/// First code of the width tables: the space.
const FIRST_CODE: u8 = 32;

/// Adobe's metrics of Helvetica, codes 32 to 126.
#[rustfmt::skip]
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Adobe's metrics of Helvetica-Bold, codes 32 to 126.
#[rustfmt::skip]
const HELVETICA_BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

impl Font {
    /// Width of one character in thousandths of the size.
    pub(super) fn width(self, bold: bool, symbol: char) -> u16 {
        if self == Self::Courier {
            return COURIER_WIDTH;
        }
        if symbol >= FIRST_SQUARE {
            return SQUARE_WIDTH;
        }
        let table = if bold { &HELVETICA_BOLD } else { &HELVETICA };
        let plain = u8::try_from(unaccented(symbol)).unwrap_or(b'?');
        table.get(usize::from(plain.wrapping_sub(FIRST_CODE))).copied().unwrap_or(556)
    }

    /// Width of a text in points.
    pub(super) fn text_width(self, bold: bool, size: f32, text: &str) -> f32 {
        let thousandths: u32 = text.chars().map(|symbol| u32::from(self.width(bold, symbol))).sum();
        thousandths as f32 * size / 1000.0
    }
}

/// The ASCII character of the same width in Helvetica, for the accented letters and signs of our statements.
fn unaccented(symbol: char) -> char {
    match symbol {
        'À' | 'Á' | 'Â' | 'Ã' | 'Ä' => 'A',
        'à' | 'á' | 'â' | 'ã' | 'ä' => 'a',
        'Ç' => 'C',
        'ç' => 'c',
        'È' | 'É' | 'Ê' | 'Ë' => 'E',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'Î' | 'Ï' => 'I',
        'Í' => 'I',
        'í' | 'î' | 'ï' | '·' => ' ',
        'Ñ' => 'N',
        'ñ' => 'n',
        'Ó' | 'Ô' | 'Õ' | 'Ö' => 'O',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'Ù' | 'Ú' | 'Û' | 'Ü' => 'U',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ß' => 'k',
        '£' | '€' | '–' => '0',
        other => other,
    }
}

/// The text in Windows-1252, PDF's WinAnsiEncoding.
pub(super) fn win_ansi(text: &str) -> Vec<u8> {
    text.chars().map(win_ansi_byte).collect()
}

fn win_ansi_byte(symbol: char) -> u8 {
    let mut buffer = [0; 4];
    let (bytes, _, unknown): (Cow<'_, [u8]>, _, _) = encoding_rs::WINDOWS_1252.encode(symbol.encode_utf8(&mut buffer));
    if unknown { b'?' } else { bytes.first().copied().unwrap_or(b'?') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_what_the_metrics_say() {
        for (font, bold, text, thousandths) in [
            (Font::Helvetica, false, "1,234.56", 6 * 556 + 2 * 278),
            (Font::Helvetica, true, "Wi~", 944 + 278 + 584),
            (Font::CodedHelvetica, false, "é€", 1_112),
            (Font::Courier, true, "i W", 1_800),
        ] {
            let width = font.text_width(bold, 1000.0, text);
            assert!((width - thousandths as f32).abs() < 0.01, "{text}: {width}");
        }
    }

    #[test]
    fn codes_are_windows_1252() {
        assert_eq!(win_ansi("a£é€✓"), [b'a', 0xa3, 0xe9, 0x80, b'?']);
    }
}

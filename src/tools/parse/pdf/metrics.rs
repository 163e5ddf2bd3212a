//! Widths of the standard fonts, which a PDF may use without saying how wide they are.
//! Source: Adobe's AFM files of the 14 core fonts; bold and italic Times are taken as Times, which is near enough to
//! tell words apart.

/// A width for what no table knows, in thousandths of the em.
pub(crate) const DEFAULT_WIDTH: f64 = 556.0;

/// One family's widths.
#[derive(Clone, Copy)]
pub(crate) struct Standard {
    /// Of the characters from space to tilde; empty where all are [`COURIER_WIDTH`] wide.
    ascii: &'static [u16],
}

const COURIER_WIDTH: f64 = 600.0;

impl Standard {
    pub(crate) fn width(&self, c: char) -> f64 {
        if self.ascii.is_empty() {
            return COURIER_WIDTH;
        }
        let plain = usize::try_from(u32::from(unaccented(c))).ok().and_then(|code| code.checked_sub(32));
        plain.and_then(|index| self.ascii.get(index)).map_or(DEFAULT_WIDTH, |width| f64::from(*width))
    }
}

/// The ASCII letter as wide as an accented one. An accented i is wider than a plain one, namely as wide as a t.
fn unaccented(c: char) -> char {
    match c {
        'À'..='Å' => 'A',
        'Ç' => 'C',
        'È'..='Ë' => 'E',
        'Ì'..='Ï' => 'I',
        'Ñ' => 'N',
        'Ò'..='Ö' | 'Ø' => 'O',
        'Ù'..='Ü' => 'U',
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 't',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        other => other,
    }
}

/// The widths for a font's name; Helvetica for the unknown.
pub(crate) fn standard(name: &[u8]) -> Standard {
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    let ascii = if name.contains("courier") || name.contains("mono") {
        &[][..]
    } else if name.contains("times") || name.contains("serif") && !name.contains("sans") {
        TIMES
    } else if name.contains("bold") {
        HELVETICA_BOLD
    } else {
        HELVETICA
    };
    Standard { ascii }
}

#[rustfmt::skip]
const HELVETICA: &[u16] = &[
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556,
    556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

#[rustfmt::skip]
const HELVETICA_BOLD: &[u16] = &[
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611,
    611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

#[rustfmt::skip]
const TIMES: &[u16] = &[
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
    921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
    556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
    333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500,
    500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_standard_widths() {
        for (name, c, width) in [
            ("Helvetica", '0', 556.0),
            ("Helvetica-Bold", '~', 584.0),
            ("Times-Roman", 'W', 944.0),
            ("Courier", 'i', 600.0),
            ("ABCDEF+Arial-BoldMT", 'i', 278.0),
            ("Helvetica", 'é', 556.0),
            ("Helvetica", 'Ó', 778.0),
            ("Times-Roman", 'í', 278.0),
            ("Helvetica", '€', DEFAULT_WIDTH),
        ] {
            assert_eq!(standard(name.as_bytes()).width(c), width, "{name} {c}");
        }
    }
}

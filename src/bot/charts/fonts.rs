//! The fonts inside the binary: what they can draw, and how wide a text really is.
//!
//! **Invariant:** a text that went through [`drawable`] has no character outside the fonts: no box stands for a sign.

use std::sync::{Arc, OnceLock};

use resvg::usvg::{Node, Options, Text, Tree, fontdb};

use super::svg;

/// How heavy a text is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    SemiBold,
}

impl Weight {
    /// The value of the attribute `font-weight`.
    pub(super) fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::SemiBold => 600,
        }
    }
}

const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.ttf");
const SEMIBOLD: &[u8] = include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf");

/// Every character that both weights can draw, in order.
const COVERAGE: &str = include_str!("../../../assets/fonts/coverage.txt");

/// Longest text that is looked at, in characters: more never fits a picture's width, and laying it out would cost time.
const CHARACTERS_MAX: usize = 80;

/// What usvg needs to read a picture: our two fonts and none of the system's. Made once a process.
pub(super) fn options() -> &'static Options<'static> {
    static OPTIONS: OnceLock<Options<'static>> = OnceLock::new();
    OPTIONS.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        for bytes in [REGULAR, SEMIBOLD] {
            fonts.load_font_source(fontdb::Source::Binary(Arc::new(bytes)));
        }
        Options { font_family: "Inter".to_owned(), fontdb: Arc::new(fonts), ..Options::default() }
    })
}

/// The text without what the fonts cannot draw: on one line, single spaces, one mark at most on a letter (more would
/// run into the neighbours). Empty when nothing is left.
pub(super) fn drawable(text: &str) -> String {
    static COVERED: OnceLock<Vec<char>> = OnceLock::new();
    let covered = COVERED.get_or_init(|| COVERAGE.chars().collect());
    let mut out = String::new();
    let mut last = ' ';
    for character in text.chars().take(CHARACTERS_MAX * 4) {
        let character = if character.is_whitespace() { ' ' } else { character };
        let blocked = match character {
            ' ' => last == ' ',
            _ if is_mark(character) => is_mark(last) || last == ' ',
            _ => false,
        };
        if !blocked && covered.binary_search(&character).is_ok() {
            out.push(character);
            last = character;
        }
    }
    let out = out.trim_end();
    out.chars().take(CHARACTERS_MAX).collect()
}

/// Whether it is drawn on top of the character before it.
fn is_mark(character: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&character)
}

/// The text, cut with an ellipsis where it is wider than `room` pixels.
pub(super) fn fitted(text: &str, size: f32, weight: Weight, room: f32) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let characters: Vec<char> = text.chars().collect();
    let cut_to = |count: usize| {
        let kept: String = characters.iter().take(count).collect();
        format!("{}…", kept.trim_end_matches([' ', ',', '.', '-', '–', '(']))
    };
    let counts: Vec<usize> = (0..characters.len()).collect();
    let fitting = counts.partition_point(|&count| width(&cut_to(count), size, weight) <= room);
    cut_to(fitting.saturating_sub(1))
}

/// Width of the text in pixels as it is drawn, with kerning.
pub(super) fn width(text: &str, size: f32, weight: Weight) -> f32 {
    laid_out(text, size, weight, |laid_out| laid_out.bounding_box().width()).unwrap_or(0.0)
}

/// What `look` sees in the text as the renderer lays it out; `None` for a text without anything to draw.
fn laid_out<T>(text: &str, size: f32, weight: Weight, look: impl FnOnce(&Text) -> T) -> Option<T> {
    let weight = weight.number();
    let text = svg::escaped(text);
    let picture = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'>\
         <text xml:space='preserve' font-size='{size}' font-weight='{weight}'>{text}</text></svg>"
    );
    let tree = Tree::from_str(&picture, options()).ok()?;
    match tree.root().children().first()? {
        Node::Text(laid_out) => Some(look(laid_out)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_what_the_fonts_cannot_draw() {
        for (text, expected) in [
            ("Groceries", "Groceries"),
            ("🛒 Groceries  🥕", "Groceries"),
            ("שלום Rewe", "Rewe"),
            ("買い物", ""),
            ("  Žižkov\tΑθήνα\nКиїв ", "Žižkov Αθήνα Київ"),
            ("€ £ ₹ ₺ ₦ ₿ ₽ ₴ ₪ ₩ ₫ ₸ ₾ ₼ ₱ ฿ ¥ $ zł Kč", "€ £ ₹ ₺ ₦ ₿ ₽ ₴ ₪ ₩ ₫ ₸ ₾ ₼ ₱ ฿ ¥ $ zł Kč"),
            ("a\u{202e}b\u{200b}c\u{0}", "abc"),
            ("Z\u{300}\u{301}\u{302}algo", "Z\u{300}algo"),
            ("\u{301}", ""),
            ("1\u{fe0f}\u{20e3} home", "1 home"),
        ] {
            assert_eq!(drawable(text), expected);
        }
        assert_eq!(drawable(&"x".repeat(10_000)).len(), CHARACTERS_MAX);
    }

    #[test]
    fn the_fonts_draw_all_that_is_covered() {
        assert!(COVERAGE.chars().is_sorted());
        for weight in [Weight::Regular, Weight::SemiBold] {
            for character in COVERAGE.chars() {
                assert!(is_drawn(character, weight), "{character:?} {:04X}", u32::from(character));
            }
        }
        assert!(!is_drawn('買', Weight::Regular));
    }

    /// Whether it has a glyph of its own.
    fn is_drawn(character: char, weight: Weight) -> bool {
        let glyphs = |text: &Text| -> Vec<u32> {
            text.layouted().iter().flat_map(|span| &span.positioned_glyphs).map(|glyph| glyph.id.0).collect()
        };
        laid_out(&format!("a{character}"), 30.0, weight, glyphs).is_some_and(|ids| ids.iter().all(|id| *id != 0))
    }

    #[test]
    fn digits_are_equally_wide() {
        for weight in [Weight::Regular, Weight::SemiBold] {
            for digit in '0'..='9' {
                let digits = digit.to_string().repeat(4);
                assert!(
                    (width(&digits, 30.0, weight) - width("0000", 30.0, weight)).abs() < 0.01,
                    "{digit} {}",
                    width(&digits, 30.0, weight)
                );
            }
        }
    }

    #[test]
    fn cuts_where_the_room_ends() {
        for (text, room) in [
            ("Groceries", 400.0),
            ("Groceries", 90.0),
            ("iiiiiiiiiiiiiiiiiiiiiiii", 100.0),
            ("<&>\"'<&>\"'<&>", 120.0),
            ("", 9.0),
        ] {
            let cut = fitted(text, 30.0, Weight::Regular, room);
            assert!(width(&cut, 30.0, Weight::Regular) <= room, "{cut}");
            assert!(cut == text || cut.ends_with('…') && cut.chars().count() > 3 || text.is_empty(), "{cut}");
        }
    }
}

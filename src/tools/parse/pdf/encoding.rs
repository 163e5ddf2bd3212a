//! Character codes and glyph names to Unicode: the tables of simple fonts.
//!
//! **Invariant:** a code without a known character yields `None`, never a wrong letter.

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use lopdf::{Dictionary, Document, Object};

/// The characters of a simple font's 256 codes.
pub(crate) type CodeTable = [Option<char>; 256];

/// The table a simple font's `/Encoding` describes; Windows Latin where it says nothing.
pub(crate) fn code_table(document: &Document, font: &Dictionary) -> CodeTable {
    let encoding = font.get_deref(b"Encoding", document).ok();
    let base_name = match encoding {
        Some(Object::Name(name)) => Some(name.as_slice()),
        Some(Object::Dictionary(dictionary)) => dictionary.get(b"BaseEncoding").and_then(Object::as_name).ok(),
        _ => None,
    };
    let mut table = base_table(base_name);
    if let Some(Object::Dictionary(dictionary)) = encoding
        && let Ok(differences) = dictionary.get_deref(b"Differences", document).and_then(Object::as_array)
    {
        apply_differences(&mut table, differences);
    }
    table
}

fn base_table(name: Option<&[u8]>) -> CodeTable {
    let encoding = if name == Some(b"MacRomanEncoding") { MACINTOSH } else { WINDOWS_1252 };
    let mut table = [None; 256];
    for (code, slot) in (0..=u8::MAX).zip(&mut table).skip(32) {
        *slot = encoding.decode_without_bom_handling(&[code]).0.chars().next().filter(|c| !c.is_control());
    }
    if name == Some(b"StandardEncoding") {
        for (code, c) in STANDARD_DIFFERENCES {
            if let Some(slot) = table.get_mut(usize::from(*code)) {
                *slot = Some(*c);
            }
        }
    }
    table
}

fn apply_differences(table: &mut CodeTable, differences: &[Object]) {
    let mut code = 0_usize;
    for item in differences {
        match item {
            Object::Integer(next) => code = usize::try_from(*next).unwrap_or(usize::MAX),
            Object::Name(name) => {
                if let Some(slot) = table.get_mut(code) {
                    *slot = glyph_char(name);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
}

/// The character a glyph name stands for (Adobe Glyph List, the part that Latin and Cyrillic statements use).
pub(crate) fn glyph_char(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split_once('.').filter(|(head, _)| !head.is_empty()).map_or(name, |(head, _)| head);
    let mut chars = name.chars();
    if let (Some(letter), None) = (chars.next(), chars.next())
        && letter.is_ascii_alphabetic()
    {
        return Some(letter);
    }
    if let Some((_, c)) = GLYPHS.iter().find(|(known, _)| *known == name) {
        return Some(*c);
    }
    if let Some(number) = name.strip_prefix("afii").and_then(|digits| digits.parse::<u32>().ok()) {
        return cyrillic(number);
    }
    let hex = name.strip_prefix("uni").and_then(|hex| hex.get(..4)).or_else(|| name.strip_prefix('u'))?;
    if hex.len() < 4 {
        return None;
    }
    u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)
}

/// `afii10017` to `afii10097`: the Russian alphabet, its Ё out of line.
fn cyrillic(number: u32) -> Option<char> {
    let code = match number {
        10017..=10022 => 0x410 + number - 10017,
        10023 => 0x401,
        10024..=10049 => 0x416 + number - 10024,
        10065..=10070 => 0x430 + number - 10065,
        10071 => 0x451,
        10072..=10097 => 0x436 + number - 10072,
        61352 => 0x2116,
        _ => return None,
    };
    char::from_u32(code)
}

/// Where Adobe's standard encoding differs from Windows Latin in what statements print.
#[rustfmt::skip]
const STANDARD_DIFFERENCES: &[(u8, char)] = &[
    (39, '’'), (96, '‘'), (161, '¡'), (162, '¢'), (163, '£'), (164, '⁄'), (165, '¥'), (166, 'ƒ'), (167, '§'),
    (168, '¤'), (169, '\''),
    (170, '“'), (171, '«'), (172, '‹'), (173, '›'), (174, 'ﬁ'), (175, 'ﬂ'), (177, '–'), (178, '†'), (179, '‡'),
    (180, '·'), (182, '¶'),
    (183, '•'), (184, '‚'), (185, '„'), (186, '”'), (187, '»'), (188, '…'), (189, '‰'), (191, '¿'), (208, '—'),
    (225, 'Æ'), (233, 'Ø'),
    (241, 'æ'), (245, 'ı'), (248, 'ł'), (249, 'ø'), (250, 'œ'), (251, 'ß'),
];

#[rustfmt::skip]
const GLYPHS: &[(&str, char)] = &[
    ("space", ' '), ("nbspace", ' '), ("exclam", '!'), ("quotedbl", '"'), ("numbersign", '#'), ("dollar", '$'),
    ("percent", '%'), ("ampersand", '&'),
    ("quotesingle", '\''), ("parenleft", '('), ("parenright", ')'), ("asterisk", '*'), ("plus", '+'), ("comma", ','),
    ("hyphen", '-'), ("sfthyphen", '-'),
    ("period", '.'), ("slash", '/'), ("zero", '0'), ("one", '1'), ("two", '2'), ("three", '3'), ("four", '4'),
    ("five", '5'), ("six", '6'), ("seven", '7'),
    ("eight", '8'), ("nine", '9'), ("colon", ':'), ("semicolon", ';'), ("less", '<'), ("equal", '='),
    ("greater", '>'), ("question", '?'), ("at", '@'),
    ("bracketleft", '['), ("backslash", '\\'), ("bracketright", ']'), ("asciicircum", '^'), ("underscore", '_'),
    ("grave", '`'), ("braceleft", '{'), ("bar", '|'),
    ("braceright", '}'), ("asciitilde", '~'), ("Euro", '€'), ("euro", '€'), ("sterling", '£'), ("yen", '¥'),
    ("cent", '¢'), ("currency", '¤'), ("rupee", '₹'),
    ("section", '§'), ("paragraph", '¶'), ("degree", '°'), ("minus", '−'), ("plusminus", '±'), ("multiply", '×'),
    ("periodcentered", '·'), ("bullet", '•'), ("endash", '–'),
    ("emdash", '—'), ("ellipsis", '…'), ("quoteleft", '‘'), ("quoteright", '’'), ("quotedblleft", '“'),
    ("quotedblright", '”'), ("quotesinglbase", '‚'),
    ("quotedblbase", '„'), ("guillemotleft", '«'), ("guillemotright", '»'), ("trademark", '™'), ("registered", '®'),
    ("copyright", '©'), ("fi", 'ﬁ'), ("fl", 'ﬂ'), ("ff", 'ﬀ'),
    ("ordfeminine", 'ª'), ("ordmasculine", 'º'), ("onehalf", '½'), ("onequarter", '¼'), ("exclamdown", '¡'),
    ("questiondown", '¿'), ("mu", 'µ'), ("fraction", '⁄'),
    ("Agrave", 'À'), ("Aacute", 'Á'), ("Acircumflex", 'Â'), ("Atilde", 'Ã'), ("Adieresis", 'Ä'), ("Aring", 'Å'),
    ("AE", 'Æ'), ("Ccedilla", 'Ç'), ("Egrave", 'È'), ("Eacute", 'É'),
    ("Ecircumflex", 'Ê'), ("Edieresis", 'Ë'), ("Igrave", 'Ì'), ("Iacute", 'Í'), ("Icircumflex", 'Î'),
    ("Idieresis", 'Ï'), ("Ntilde", 'Ñ'), ("Ograve", 'Ò'), ("Oacute", 'Ó'),
    ("Ocircumflex", 'Ô'), ("Otilde", 'Õ'), ("Odieresis", 'Ö'), ("Oslash", 'Ø'), ("Ugrave", 'Ù'), ("Uacute", 'Ú'),
    ("Ucircumflex", 'Û'), ("Udieresis", 'Ü'), ("Yacute", 'Ý'),
    ("germandbls", 'ß'), ("agrave", 'à'), ("aacute", 'á'), ("acircumflex", 'â'), ("atilde", 'ã'), ("adieresis", 'ä'),
    ("aring", 'å'), ("ae", 'æ'), ("ccedilla", 'ç'), ("egrave", 'è'),
    ("eacute", 'é'), ("ecircumflex", 'ê'), ("edieresis", 'ë'), ("igrave", 'ì'), ("iacute", 'í'), ("icircumflex", 'î'),
    ("idieresis", 'ï'), ("ntilde", 'ñ'), ("ograve", 'ò'),
    ("oacute", 'ó'), ("ocircumflex", 'ô'), ("otilde", 'õ'), ("odieresis", 'ö'), ("oslash", 'ø'), ("ugrave", 'ù'),
    ("uacute", 'ú'), ("ucircumflex", 'û'), ("udieresis", 'ü'),
    ("yacute", 'ý'), ("ydieresis", 'ÿ'), ("OE", 'Œ'), ("oe", 'œ'), ("Scaron", 'Š'), ("scaron", 'š'), ("Zcaron", 'Ž'),
    ("zcaron", 'ž'), ("Ccaron", 'Č'), ("ccaron", 'č'), ("Ecaron", 'Ě'),
    ("ecaron", 'ě'), ("Rcaron", 'Ř'), ("rcaron", 'ř'), ("Uring", 'Ů'), ("uring", 'ů'), ("Aogonek", 'Ą'),
    ("aogonek", 'ą'), ("Cacute", 'Ć'), ("cacute", 'ć'), ("Eogonek", 'Ę'),
    ("eogonek", 'ę'), ("Lslash", 'Ł'), ("lslash", 'ł'), ("Nacute", 'Ń'), ("nacute", 'ń'), ("Sacute", 'Ś'),
    ("sacute", 'ś'), ("Zacute", 'Ź'), ("zacute", 'ź'), ("Zdotaccent", 'Ż'),
    ("zdotaccent", 'ż'), ("dcaron", 'ď'), ("tcaron", 'ť'), ("ncaron", 'ň'), ("Abreve", 'Ă'), ("abreve", 'ă'),
    ("Scedilla", 'Ş'), ("scedilla", 'ş'), ("Tcommaaccent", 'Ţ'), ("tcommaaccent", 'ţ'),
    ("Gbreve", 'Ğ'), ("gbreve", 'ğ'), ("Idotaccent", 'İ'), ("dotlessi", 'ı'), ("Ohungarumlaut", 'Ő'),
    ("ohungarumlaut", 'ő'), ("Uhungarumlaut", 'Ű'), ("uhungarumlaut", 'ű'), ("dcroat", 'đ'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_glyphs() {
        for (name, expected) in [
            ("A", Some('A')),
            ("seven", Some('7')),
            ("Euro", Some('€')),
            ("uni20AC", Some('€')),
            ("u0416", Some('Ж')),
            ("afii10017", Some('А')),
            ("afii10097", Some('я')),
            ("a.alt", Some('a')),
            (".notdef", None),
            ("g12", None),
            ("", None),
        ] {
            assert_eq!(glyph_char(name.as_bytes()), expected, "{name}");
        }
    }

    #[test]
    fn differences_replace_codes() {
        let mut table = base_table(Some(b"WinAnsiEncoding"));
        apply_differences(&mut table, &[65.into(), "Euro".into(), "zlotych".into(), 300.into(), "B".into()]);
        let chars: Vec<_> = [65, 66, 67, 0x80].into_iter().map(|code| table[code]).collect();
        assert_eq!(chars, [Some('€'), None, Some('C'), Some('€')]);
    }
}

//! Fonts: how wide a code is and which characters it means. Glyph outlines do not matter here.
//!
//! **Invariant:** a font is read once for each document and every table in it is bounded by its code space.

use lopdf::{Dictionary, Document, Object};

use super::cmap::ToUnicode;
use super::encoding::{CodeTable, code_table};
use super::metrics;

/// Largest CMap that is read; real ones are a few kilobytes.
const MAX_CMAP_BYTES: usize = 4 << 20;

/// Glyph space has 1000 units to the em, except in Type 3 fonts.
const EM: f64 = 1000.0;

/// Characters below are as wide as half an em in East Asian fonts.
const LATIN_END: u32 = 0x250;

/// A font as far as reading text needs it.
pub(crate) struct Font {
    kind: Kind,
    to_unicode: ToUnicode,
    /// From glyph space to text space.
    scale: f64,
}

enum Kind {
    Simple {
        widths: Box<[f64; 256]>,
        table: Box<CodeTable>,
    },
    /// Two-byte codes; widths by code, since the usual CMaps are the identity.
    Composite {
        widths: Vec<f64>,
        default_width: f64,
        /// Codes are characters (`UniJIS-UCS2-H` and its like), so widths, which go by glyph, are not known.
        unicode: bool,
    },
}

impl Font {
    pub(crate) fn read(document: &Document, font: &Dictionary) -> Self {
        let subtype = font.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        let to_unicode = font
            .get_deref(b"ToUnicode", document)
            .and_then(Object::as_stream)
            .and_then(|stream| stream.get_plain_content_with_limit(MAX_CMAP_BYTES))
            .map(|data| ToUnicode::parse(&data))
            .unwrap_or_default();
        if subtype == b"Type0" {
            return Self { kind: composite(document, font), to_unicode, scale: 1.0 / EM };
        }
        let matrix = font.get_deref(b"FontMatrix", document).and_then(Object::as_array);
        let type3_scale = matrix.ok().and_then(|matrix| matrix.first()).and_then(number).filter(|scale| *scale != 0.0);
        let scale = if subtype == b"Type3" { type3_scale.unwrap_or(1.0 / EM) } else { 1.0 / EM };
        Self { kind: simple(document, font), to_unicode, scale: scale.abs() }
    }

    /// Calls `each` with every code of a string, its width in text space and whether it is the one-byte space.
    pub(crate) fn codes(&self, bytes: &[u8], mut each: impl FnMut(u32, f64, bool)) {
        match &self.kind {
            Kind::Simple { widths, .. } => {
                for byte in bytes {
                    let width = widths.get(usize::from(*byte)).copied().unwrap_or_default();
                    each(u32::from(*byte), width * self.scale, *byte == b' ');
                }
            }
            Kind::Composite { widths, default_width, unicode } => {
                let size = self.to_unicode.code_bytes.unwrap_or(2);
                for chunk in bytes.chunks(size) {
                    let code = chunk.iter().fold(0_u32, |code, byte| code << 8 | u32::from(*byte));
                    let width = usize::try_from(code).ok().and_then(|code| widths.get(code));
                    // Half-width letters take half an em.
                    let half = (*unicode && code < LATIN_END).then_some(&(EM / 2.0));
                    let width = half
                        .or(width.filter(|_| !*unicode))
                        .copied()
                        .filter(|width| !width.is_nan())
                        .unwrap_or(*default_width);
                    each(code, width * self.scale, size == 1 && code == 32);
                }
            }
        }
    }

    /// Calls `each` with the characters a code means; the replacement character where that is unknown.
    pub(crate) fn chars(&self, code: u32, mut each: impl FnMut(char)) {
        if self.to_unicode.chars_of(code, &mut each) {
            return;
        }
        let known = match &self.kind {
            Kind::Simple { table, .. } => {
                usize::try_from(code).ok().and_then(|code| table.get(code)).copied().flatten()
            }
            Kind::Composite { unicode: true, .. } => char::from_u32(code),
            Kind::Composite { unicode: false, .. } => None,
        };
        each(known.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
}

/// A number of either kind.
pub(crate) fn number(object: &Object) -> Option<f64> {
    object.as_float().ok().map(f64::from)
}

fn simple(document: &Document, font: &Dictionary) -> Kind {
    let table = Box::new(code_table(document, font));
    let mut widths = Box::new([0.0; 256]);
    let descriptor = font.get_deref(b"FontDescriptor", document).and_then(Object::as_dict).ok();
    let missing = descriptor.and_then(|descriptor| descriptor.get(b"MissingWidth").ok()).and_then(number);
    let printed = font.get_deref(b"Widths", document).and_then(Object::as_array).ok();
    let name = font.get(b"BaseFont").and_then(Object::as_name).unwrap_or_default();
    if printed.is_none() {
        let standard = metrics::standard(name);
        for (width, c) in widths.iter_mut().zip(table.iter()) {
            *width = c.map_or(metrics::DEFAULT_WIDTH, |c| standard.width(c));
        }
    } else if let Some(missing) = missing {
        widths.fill(missing);
    }
    let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or_default();
    let slots = widths.iter_mut().skip(usize::try_from(first).unwrap_or_default());
    for (slot, width) in slots.zip(printed.into_iter().flatten()) {
        let width = document.dereference(width).ok().and_then(|(_, width)| number(width));
        *slot = width.unwrap_or(*slot);
    }
    Kind::Simple { widths, table }
}

fn composite(document: &Document, font: &Dictionary) -> Kind {
    let descendants = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok();
    let descendant = descendants
        .and_then(|array| array.first())
        .and_then(|object| document.dereference(object).ok())
        .and_then(|(_, object)| object.as_dict().ok());
    let encoding = font.get(b"Encoding").and_then(Object::as_name).unwrap_or_default();
    let unicode = [&b"UCS2"[..], b"UTF16"].iter().any(|name| encoding.windows(name.len()).any(|part| part == *name));
    let Some(descendant) = descendant else {
        return Kind::Composite { widths: Vec::new(), default_width: EM, unicode };
    };
    let default_width = descendant.get_deref(b"DW", document).ok().and_then(number).unwrap_or(EM);
    let mut widths = Vec::new();
    if let Ok(array) = descendant.get_deref(b"W", document).and_then(Object::as_array) {
        composite_widths(document, array, &mut widths);
    }
    Kind::Composite { widths, default_width, unicode }
}

/// `/W`: `c [w1 w2 …]` or `first last w`.
fn composite_widths(document: &Document, array: &[Object], widths: &mut Vec<f64>) {
    let mut set = |code: i64, width: f64| {
        let Some(index) = usize::try_from(code).ok().filter(|index| *index <= 0xffff) else { return };
        if widths.len() <= index {
            widths.resize(index + 1, f64::NAN);
        }
        if let Some(slot) = widths.get_mut(index) {
            *slot = width;
        }
    };
    let mut items = array.iter().filter_map(|item| document.dereference(item).ok().map(|(_, item)| item));
    while let (Some(first), Some(second)) = (items.next(), items.next()) {
        let Ok(first) = first.as_i64() else { return };
        match second {
            Object::Array(list) => {
                for (offset, width) in (0_i64..).zip(list.iter()) {
                    let width = document.dereference(width).ok().and_then(|(_, width)| number(width));
                    set(first.saturating_add(offset), width.unwrap_or_default());
                }
            }
            _ => {
                let (Ok(last), Some(width)) = (second.as_i64(), items.next().and_then(number)) else { return };
                for code in first.max(0)..=last.min(0xffff) {
                    set(code, width);
                }
            }
        }
    }
}

//! The fonts of a file: named ones, parts of fonts with codes of their own, and drawn glyphs.
//!
//! **Invariant:** a font holds just the characters that its file shows, in order of their code points.

use std::fmt::Write;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::font::Font;
use super::page::Page;

/// First code of a coded font; lower ones stand for "no glyph" and controls in real files.
const FIRST_GLYPH: usize = 3;

/// The most entries one block of a ToUnicode map may have. Source: Adobe Technical Note 5014, `beginbfchar`.
const BLOCK_ENTRIES: usize = 100;

/// How many times as coarse as other fonts' the unit of the drawn glyphs is.
const TYPE_3_COARSENESS: f32 = 10.0;

/// The characters of a file; a character's code is its place among them.
pub(super) struct Glyphs(Vec<char>);

impl Glyphs {
    pub(super) fn of(pages: &[Page], margin_text: Option<&str>) -> Self {
        let mut glyphs: Vec<_> =
            pages.iter().flat_map(|page| &page.texts).flat_map(|text| text.content.chars()).collect();
        glyphs.extend(margin_text.into_iter().flat_map(str::chars));
        glyphs.sort_unstable();
        glyphs.dedup();
        Self(glyphs)
    }

    /// Hexadecimal codes of the text, of two bytes each or of one.
    pub(super) fn codes(&self, font: Font, text: &str) -> String {
        let digits = if font == Font::CodedHelvetica { 4 } else { 2 };
        let code = |symbol| self.0.binary_search(&symbol).map_or(0, |position| position + FIRST_GLYPH);
        text.chars().map(|symbol| format!("{:0digits$X}", code(symbol))).collect()
    }

    /// The table that turns codes back into text.
    fn to_unicode(&self, font: Font) -> String {
        let (digits, last) = if font == Font::CodedHelvetica { (4, "FFFF") } else { (2, "FF") };
        let mut map = format!(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<{:0digits$X}> <{last}>\nendcodespacerange\n",
            0,
        );
        let entries: Vec<_> = (FIRST_GLYPH..).zip(&self.0).collect();
        for block in entries.chunks(BLOCK_ENTRIES) {
            let _ = writeln!(map, "{} beginbfchar", block.len());
            for (code, symbol) in block {
                let units: String = symbol.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04X}")).collect();
                let _ = writeln!(map, "<{code:0digits$X}> <{units}>");
            }
            map.push_str("endbfchar\n");
        }
        map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    }
}

/// The fonts `F1` and, bold, `F2`.
pub(super) fn fonts(document: &mut Document, font: Font, glyphs: &Glyphs) -> Dictionary {
    let [regular, bold] = [false, true].map(|bold| match font {
        Font::Helvetica => document.add_object(standard_font(if bold { "Helvetica-Bold" } else { "Helvetica" })),
        Font::Courier => document.add_object(standard_font(if bold { "Courier-Bold" } else { "Courier" })),
        Font::CodedHelvetica => coded_font(document, glyphs, bold),
        Font::Subset => document.add_object(subset_font(glyphs, bold)),
        Font::Type3 => type_3_font(document, glyphs, bold),
    });
    dictionary! { "F1" => regular, "F2" => bold }
}

impl Glyphs {
    /// First and last code, widths, and the glyphs' names by code.
    fn simple(&self, font: Font, bold: bool) -> Dictionary {
        let widths: Vec<Object> = self.0.iter().map(|symbol| i64::from(font.width(bold, *symbol)).into()).collect();
        let names = self.0.iter().map(|symbol| Object::Name(glyph_name(font, *symbol).into_bytes()));
        let differences: Vec<Object> = std::iter::once((FIRST_GLYPH as i64).into()).chain(names).collect();
        dictionary! {
            "Type" => "Font",
            "FirstChar" => FIRST_GLYPH as i64,
            "LastChar" => (FIRST_GLYPH + self.0.len()) as i64 - 1,
            "Widths" => widths,
            "Encoding" => dictionary! { "Type" => "Encoding", "Differences" => differences },
        }
    }
}

/// What a simple font calls a glyph. Names of the form `uniXXXX` say which character it is (Adobe Glyph List
/// Specification, section 2); a Type 3 font may use any.
fn glyph_name(font: Font, symbol: char) -> String {
    let code = u32::from(symbol);
    if font == Font::Type3 { format!("g{code}") } else { format!("uni{code:04X}") }
}

/// A part of a font, with codes of its own and no table of characters.
fn subset_font(glyphs: &Glyphs, bold: bool) -> Dictionary {
    let mut font = glyphs.simple(Font::Subset, bold);
    font.set("Subtype", "Type1");
    font.set("BaseFont", if bold { "QXFBLD+Helvetica-Bold" } else { "QXFRGL+Helvetica" });
    font
}

/// A font whose glyphs are drawings, here boxes, in a system ten times as coarse as usual.
fn type_3_font(document: &mut Document, glyphs: &Glyphs, bold: bool) -> ObjectId {
    let mut drawings = Dictionary::new();
    for symbol in &glyphs.0 {
        let width = f32::from(Font::Type3.width(bold, *symbol)) / TYPE_3_COARSENESS;
        let drawing = format!("{width} 0 d0 5 0 {} 70 re f", (width - 10.0).max(0.0));
        let drawing = document.add_object(Stream::new(Dictionary::new(), drawing.into_bytes()));
        drawings.set(glyph_name(Font::Type3, *symbol), drawing);
    }
    let map = document.add_object(Stream::new(Dictionary::new(), glyphs.to_unicode(Font::Type3).into_bytes()));
    let mut font = glyphs.simple(Font::Type3, bold);
    let widths = glyphs.0.iter().map(|symbol| f32::from(Font::Type3.width(bold, *symbol)) / TYPE_3_COARSENESS);
    font.set("Widths", widths.map(Object::Real).collect::<Vec<_>>());
    font.set("Subtype", "Type3");
    font.set("FontBBox", vec![0.into(), (-20).into(), 100.into(), 100.into()]);
    let scale = TYPE_3_COARSENESS / 1000.0;
    font.set("FontMatrix", [scale, 0.0, 0.0, scale, 0.0, 0.0].map(Object::Real).to_vec());
    font.set("CharProcs", drawings);
    font.set("Resources", Dictionary::new());
    font.set("ToUnicode", map);
    document.add_object(font)
}

/// One of the 14 fonts that need no widths in the file.
fn standard_font(name: &str) -> Dictionary {
    dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => name, "Encoding" => "WinAnsiEncoding" }
}

fn coded_font(document: &mut Document, glyphs: &Glyphs, bold: bool) -> ObjectId {
    let name = if bold { "Helvetica-Bold" } else { "Helvetica" };
    let widths: Vec<Object> =
        glyphs.0.iter().map(|symbol| i64::from(Font::CodedHelvetica.width(bold, *symbol)).into()).collect();
    let descriptor = document.add_object(dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name,
        "Flags" => 32,
        "FontBBox" => vec![(-166).into(), (-225).into(), 1000.into(), 931.into()],
        "ItalicAngle" => 0,
        "Ascent" => 718,
        "Descent" => -207,
        "CapHeight" => 718,
        "StemV" => 88,
    });
    let descendant = document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType2",
        "BaseFont" => name,
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
        "FontDescriptor" => descriptor,
        "CIDToGIDMap" => "Identity",
        "DW" => 556,
        "W" => vec![(FIRST_GLYPH as i64).into(), Object::Array(widths)],
    });
    let map = Stream::new(Dictionary::new(), glyphs.to_unicode(Font::CodedHelvetica).into_bytes());
    let map = document.add_object(map);
    document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => name,
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![Object::Reference(descendant)],
        "ToUnicode" => map,
    })
}

//! Pages of placed text as the bytes of a PDF.
//!
//! **Invariant:** the same pages give the same bytes: no time stamps, no random identifiers.

use std::fmt::Write;

use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Object, ObjectId, Permissions, Stream, dictionary,
};

use super::design::Design;
use super::font::{Font, win_ansi};
use super::page::{Page, Text};

/// A form's content is drawn this much lower and moved back by the form's matrix: a reader that ignores matrices puts
/// it in the wrong place.
const FORM_SHIFT: f32 = 120.0;

/// First two-byte code of a coded font; lower ones stand for "no glyph" and controls in real files.
const FIRST_GLYPH: usize = 3;

/// The most entries one block of a ToUnicode map may have. Source: Adobe Technical Note 5014, `beginbfchar`.
const BLOCK_ENTRIES: usize = 100;

/// Bits of the key of an encrypted file. RC4 is the one method of PDF that draws nothing at random, but for the padding
/// of one entry.
const KEY_BITS: usize = 128;

/// Bytes of the entry `U` that count; the rest is padding. Source: ISO 32000-1, 7.6.3.4, algorithm 5.
const USER_ENTRY_BYTES: usize = 16;

/// The file of these pages; with a password, one that opens only with it.
pub(super) fn bytes(pages: &[Page], design: &Design, password: Option<&str>) -> lopdf::Result<Vec<u8>> {
    let mut document = Document::with_version("1.5");
    let glyphs = Glyphs::of(pages);
    let resources = resources(&mut document, design.font, &glyphs);
    let parent = document.new_object_id();
    let mut kids = Vec::new();
    for page in pages {
        let drawing = Drawing { design, glyphs: &glyphs }.page(page);
        kids.push(Object::Reference(add_page(&mut document, design, parent, (resources, drawing))?));
    }
    let count = i64::try_from(kids.len()).unwrap_or_default();
    let tree = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.set_object(parent, tree);
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => parent });
    let producer = document.add_object(dictionary! { "Producer" => Object::string_literal("farthing demo") });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", producer);
    if let Some(password) = password {
        encrypt(&mut document, password)?;
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    Ok(bytes)
}

fn encrypt(document: &mut Document, password: &str) -> lopdf::Result<()> {
    // The key is derived from the file's identifier as well; any will do.
    let identifier = Object::string_literal("farthing demo id");
    document.trailer.set("ID", vec![identifier.clone(), identifier]);
    let state = EncryptionState::try_from(EncryptionVersion::V2 {
        document,
        owner_password: password,
        user_password: password,
        key_length: KEY_BITS,
        permissions: Permissions::all(),
    })?;
    document.encrypt(&state)?;
    let entry = document.trailer.get(b"Encrypt")?.as_reference()?;
    let user_entry = document.get_dictionary_mut(entry)?.get_mut(b"U")?.as_str_mut()?;
    user_entry.iter_mut().skip(USER_ENTRY_BYTES).for_each(|byte| *byte = 0);
    Ok(())
}

fn add_page(
    document: &mut Document,
    design: &Design,
    parent: ObjectId,
    (resources, drawing): (ObjectId, String),
) -> lopdf::Result<ObjectId> {
    let (width, height) = design.paper;
    let size: Vec<Object> = vec![0.into(), 0.into(), width.into(), height.into()];
    let (content, resources) = if design.habits.in_a_form {
        let moved = format!("1 0 0 1 0 -{FORM_SHIFT} cm\n{drawing}");
        let form = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "BBox" => vec![0.into(), (-FORM_SHIFT).into(), width.into(), height.into()],
            "Matrix" => vec![1.into(), 0.into(), 0.into(), 1.into(), 0.into(), Object::Real(FORM_SHIFT)],
            "Resources" => resources,
        };
        let form = compressed(document, form, moved.into_bytes())?;
        (b"q /Fm0 Do Q".to_vec(), Object::from(dictionary! { "XObject" => dictionary! { "Fm0" => form } }))
    } else {
        (drawing.into_bytes(), Object::Reference(resources))
    };
    let contents = compressed(document, Dictionary::new(), content)?;
    Ok(document.add_object(dictionary! {
        "Type" => "Page",
        "Parent" => parent,
        "MediaBox" => size,
        "Resources" => resources,
        "Contents" => contents,
    }))
}

fn compressed(document: &mut Document, dictionary: Dictionary, content: Vec<u8>) -> lopdf::Result<ObjectId> {
    let mut stream = Stream::new(dictionary, content);
    stream.compress()?;
    Ok(document.add_object(stream))
}

/// Writes a page's operators.
struct Drawing<'a> {
    design: &'a Design,
    glyphs: &'a Glyphs,
}

/// Writing to a `String` cannot fail, so the results of `write!` are dropped.
impl Drawing<'_> {
    fn page(&self, page: &Page) -> String {
        let height = self.design.paper.1;
        let mut drawing = String::new();
        for area in &page.areas {
            let [red, green, blue] = area.ink;
            let bottom = height - area.y - area.height;
            let _ = writeln!(drawing, "{red:.2} {green:.2} {blue:.2} rg");
            let _ = writeln!(drawing, "{:.2} {bottom:.2} {:.2} {:.2} re f", area.x, area.width, area.height);
        }
        for text in &page.texts {
            let [red, green, blue] = text.ink;
            let font = if text.bold { "F2" } else { "F1" };
            let baseline = height - text.y;
            let _ = writeln!(drawing, "{red:.2} {green:.2} {blue:.2} rg");
            let _ = writeln!(drawing, "BT /{font} {:.2} Tf 1 0 0 1 {:.2} {baseline:.2} Tm", text.size, text.x);
            let _ = writeln!(drawing, "{} ET", self.shown(text));
        }
        drawing
    }

    /// The operator that shows the text.
    fn shown(&self, text: &Text) -> String {
        if self.design.font == Font::CodedHelvetica {
            return format!("<{}> Tj", self.glyphs.codes(&text.content));
        }
        if !self.design.habits.gaps_for_spaces {
            return format!("({}) Tj", literal(&text.content));
        }
        // Numbers in the array move back, so a negative one leaves a gap.
        let gap = format!(" -{} ", self.design.font.width(text.bold, ' '));
        let words: Vec<_> = text.content.split(' ').map(|word| format!("({})", literal(word))).collect();
        format!("[{}] TJ", words.join(&gap))
    }
}

/// The text as the inside of a PDF string.
fn literal(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in win_ansi(text) {
        match byte {
            b'(' | b')' | b'\\' => escaped.extend(['\\', char::from(byte)]),
            32..127 => escaped.push(char::from(byte)),
            _ => {
                let _ = write!(escaped, "\\{byte:03o}");
            }
        }
    }
    escaped
}

/// The characters of a file; a character's code is its place among them.
struct Glyphs(Vec<char>);

impl Glyphs {
    fn of(pages: &[Page]) -> Self {
        let mut glyphs: Vec<_> =
            pages.iter().flat_map(|page| &page.texts).flat_map(|text| text.content.chars()).collect();
        glyphs.sort_unstable();
        glyphs.dedup();
        Self(glyphs)
    }

    /// Hexadecimal codes of the text.
    fn codes(&self, text: &str) -> String {
        let code = |symbol| self.0.binary_search(&symbol).map_or(0, |position| position + FIRST_GLYPH);
        text.chars().map(|symbol| format!("{:04X}", code(symbol))).collect()
    }

    /// The table that turns codes back into text.
    fn to_unicode(&self) -> String {
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        let entries: Vec<_> = (FIRST_GLYPH..).zip(&self.0).collect();
        for block in entries.chunks(BLOCK_ENTRIES) {
            let _ = writeln!(map, "{} beginbfchar", block.len());
            for (code, symbol) in block {
                let units: String = symbol.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04X}")).collect();
                let _ = writeln!(map, "<{code:04X}> <{units}>");
            }
            map.push_str("endbfchar\n");
        }
        map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    }
}

/// The fonts `F1` and, bold, `F2`.
fn resources(document: &mut Document, font: Font, glyphs: &Glyphs) -> ObjectId {
    let [regular, bold] = [false, true].map(|bold| match font {
        Font::Helvetica => document.add_object(standard_font(if bold { "Helvetica-Bold" } else { "Helvetica" })),
        Font::Courier => document.add_object(standard_font(if bold { "Courier-Bold" } else { "Courier" })),
        Font::CodedHelvetica => coded_font(document, glyphs, bold),
    });
    document.add_object(dictionary! { "Font" => dictionary! { "F1" => regular, "F2" => bold } })
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
    let map = Stream::new(Dictionary::new(), glyphs.to_unicode().into_bytes());
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

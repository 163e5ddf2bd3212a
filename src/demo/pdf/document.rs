//! Pages of placed text as the bytes of a PDF.
//!
//! **Invariant:** the same pages give the same bytes: no time stamps, no random identifiers.

use std::fmt::Write;

use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Object, ObjectId, Permissions, Stream, dictionary,
};

use super::design::Design;
use super::embedded::{Glyphs, fonts};
use super::font::{Font, win_ansi};
use super::page::{Page, Text};

/// A form's content is drawn this much lower and moved back by the form's matrix: a reader that ignores matrices puts
/// it in the wrong place.
const FORM_SHIFT: f32 = 120.0;

/// The text along the edge: where its line stands and how large it is.
const MARGIN_TEXT_X: f32 = 22.0;
const MARGIN_TEXT_SIZE: f32 = 6.0;

/// The grey of a scanned page's picture.
const PALE_DOT: u8 = 0xf4;

/// Bits of the key of an encrypted file. RC4 is the one method of PDF that draws nothing at random, but for the padding
/// of one entry.
const KEY_BITS: usize = 128;

/// Bytes of the entry `U` that count; the rest is padding. Source: ISO 32000-1, 7.6.3.4, algorithm 5.
const USER_ENTRY_BYTES: usize = 16;

/// The file of these pages; with a password, one that opens only with it.
pub(super) fn bytes(pages: &[Page], design: &Design, password: Option<&str>) -> lopdf::Result<Vec<u8>> {
    let mut document = Document::with_version("1.5");
    let glyphs = Glyphs::of(pages, design.margin_text);
    let mut resources = dictionary! { "Font" => fonts(&mut document, design.font, &glyphs) };
    if design.habits.recognised {
        resources.set("XObject", dictionary! { "Im0" => document.add_object(picture()) });
    }
    let resources = document.add_object(resources);
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
    if password.is_some() || design.habits.locked_to_changes {
        encrypt(&mut document, password.unwrap_or_default())?;
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    Ok(bytes)
}

/// An empty password opens by itself; the owner's is then another one.
fn encrypt(document: &mut Document, password: &str) -> lopdf::Result<()> {
    // The key is derived from the file's identifier as well; any will do.
    let identifier = Object::string_literal("farthing demo id");
    document.trailer.set("ID", vec![identifier.clone(), identifier]);
    let state = EncryptionState::try_from(EncryptionVersion::V2 {
        document,
        owner_password: if password.is_empty() { "owner" } else { password },
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
    let turned = design.habits.turned;
    let (across, up) = if turned { (height, width) } else { (width, height) };
    let size: Vec<Object> = vec![0.into(), 0.into(), across.into(), up.into()];
    // Up on the drawn page is left on the paper, which the viewer turns back by a quarter.
    let drawing = if turned { format!("0 1 -1 0 {height} 0 cm\n{drawing}") } else { drawing };
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
        "Rotate" => if turned { 90 } else { 0 },
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
        if self.design.habits.recognised {
            let _ = writeln!(drawing, "q {} 0 0 {height} 0 0 cm /Im0 Do Q 3 Tr", self.design.paper.0);
        }
        for text in &page.texts {
            let [red, green, blue] = text.ink;
            let _ = writeln!(drawing, "{red:.2} {green:.2} {blue:.2} rg");
            self.text(text, &mut drawing);
        }
        if let Some(text) = self.design.margin_text {
            let (x, y) = (MARGIN_TEXT_X, height / 2.0);
            let _ =
                writeln!(drawing, "BT /F1 {MARGIN_TEXT_SIZE} Tf 0 1 -1 0 {x} {y} Tm {} ET", self.shown(text, false));
        }
        drawing
    }

    /// The text as a whole, word by word or letter by letter.
    fn text(&self, text: &Text, drawing: &mut String) {
        let habits = &self.design.habits;
        let baseline = self.design.paper.1 - text.y;
        let mut show = |x: f32, y: f32, content: &str| {
            let font = if text.bold { "F2" } else { "F1" };
            let _ = writeln!(drawing, "BT /{font} {:.2} Tf 1 0 0 1 {x:.2} {y:.2} Tm", text.size);
            let _ = writeln!(drawing, "{} ET", self.shown(content, text.bold));
        };
        if !habits.letter_by_letter && !habits.recognised {
            return show(text.x, baseline, &text.content);
        }
        let mut x = text.x;
        let pieces: Vec<&str> = if habits.recognised {
            text.content.split_inclusive(' ').collect()
        } else {
            text.content.split_inclusive(|_: char| true).collect()
        };
        for piece in pieces {
            // Between one position and the next, recognised words stand a little higher or lower.
            let wobble = if habits.recognised { x.rem_euclid(7.0) / 7.0 - 0.5 } else { 0.0 };
            if !piece.trim().is_empty() {
                show(x, baseline + wobble, piece.trim());
            }
            x += self.design.font.text_width(text.bold, text.size, piece);
        }
    }

    /// The operator that shows the text.
    fn shown(&self, text: &str, bold: bool) -> String {
        let font = self.design.font;
        if matches!(font, Font::CodedHelvetica | Font::Subset | Font::Type3) {
            return format!("<{}> Tj", self.glyphs.codes(font, text));
        }
        if !self.design.habits.gaps_for_spaces {
            return format!("({}) Tj", literal(text));
        }
        // Numbers in the array move back, so a negative one leaves a gap.
        let gap = format!(" -{} ", font.width(bold, ' '));
        let words: Vec<_> = text.split(' ').map(|word| format!("({})", literal(word))).collect();
        format!("[{}] TJ", words.join(&gap))
    }
}

/// A picture of one pale dot.
fn picture() -> Stream {
    let dictionary = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => 1,
        "Height" => 1,
        "ColorSpace" => "DeviceGray",
        "BitsPerComponent" => 8,
    };
    Stream::new(dictionary, vec![PALE_DOT])
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

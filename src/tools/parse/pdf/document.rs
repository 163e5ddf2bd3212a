//! Opens a PDF: passwords, damage, limits, and the pages with what they inherit.
//!
//! **Invariant:** a damaged file is never called protected, and a protected one that needs no password opens by itself.

use lopdf::{Dictionary, Document, Error, LoadOptions, Object, ObjectId};

use super::super::ReadError;
use super::halves;
use super::interpret::Interpreter;
use super::lines::{Baseline, lines};

/// Pages of one file: a year's statements of a busy account have about a hundred.
pub(crate) const MAX_PAGES: usize = 1_000;

/// What one stream may decompress to while the document loads.
const MAX_STREAM_BYTES: usize = 64 << 20;

/// What all content streams together may decompress to; each half of the pages has half of it.
const MAX_CONTENT_BYTES: usize = 256 << 20;

/// Glyphs of the whole file, so that memory stays bounded; each half of the pages has half of them.
const MAX_GLYPHS: usize = 20_000_000;

/// Ancestors of a page that are asked for what it inherits.
const MAX_PAGE_TREE_DEPTH: usize = 64;

/// Opens the document with the password, or without where none is needed.
pub(crate) fn open(bytes: &[u8], password: Option<&str>) -> Result<Document, ReadError> {
    let load = |password: Option<&str>| {
        let password = password.map(str::to_owned);
        let options = LoadOptions { password, max_decompressed_size: Some(MAX_STREAM_BYTES), ..LoadOptions::default() };
        Document::load_mem_with_options(bytes, options)
    };
    let password = password.filter(|password| !password.is_empty());
    let without = load(None);
    let needs_password = match &without {
        Ok(document) => document.is_encrypted(),
        Err(Error::InvalidPassword) => true,
        Err(_) => false,
    };
    if !needs_password {
        return without.map_err(|error| failure(&error));
    }
    let Some(password) = password else { return Err(ReadError::PasswordNeeded) };
    match load(Some(password)) {
        Ok(document) if document.is_encrypted() => Err(ReadError::PasswordWrong),
        Ok(document) => Ok(document),
        Err(Error::InvalidPassword | Error::Decryption(_)) => Err(ReadError::PasswordWrong),
        Err(error) => Err(failure(&error)),
    }
}

fn failure(error: &Error) -> ReadError {
    match error {
        Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => ReadError::ProtectionUnsupported,
        Error::Decompress(_) => ReadError::Damaged { detail: "its contents cannot be unpacked".into() },
        _ => ReadError::Damaged { detail: "its structure cannot be read".into() },
    }
}

/// What stands on the lines of every page.
pub(crate) fn pages(document: &Document) -> Result<Vec<Vec<Baseline>>, ReadError> {
    let pages: Vec<ObjectId> = document.page_iter().take(MAX_PAGES + 1).collect();
    if pages.len() > MAX_PAGES {
        return Err(ReadError::TooManyPages { limit: MAX_PAGES });
    }
    if pages.is_empty() {
        return Err(ReadError::Damaged { detail: "it has no pages".into() });
    }
    Ok(halves::read(pages, |pages| {
        let mut interpreter = Interpreter::new(document, MAX_CONTENT_BYTES / 2);
        let mut count = 0;
        let read = |page| {
            if count >= MAX_GLYPHS / 2 {
                return Vec::new();
            }
            let resources = inherited(document, page, b"Resources").and_then(|object| object.as_dict().ok());
            let glyphs = interpreter.page(page, resources);
            count += glyphs.len();
            lines(&glyphs)
        };
        pages.into_iter().map(read).collect()
    }))
}

/// A page's own entry, or the nearest ancestor's.
fn inherited<'d>(document: &'d Document, page: ObjectId, key: &[u8]) -> Option<&'d Object> {
    let mut node: &Dictionary = document.get_dictionary(page).ok()?;
    for _ in 0..MAX_PAGE_TREE_DEPTH {
        if let Ok(object) = node.get_deref(key, document) {
            return Some(object);
        }
        node = node.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    }
    None
}

/// The day the file says it was made on.
pub(crate) fn creation_date(document: &Document) -> Option<chrono::NaiveDate> {
    let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict).ok()?;
    let text = info.get_deref(b"CreationDate", document).and_then(Object::as_str).ok()?;
    let text = String::from_utf8_lossy(text);
    let digits = text.strip_prefix("D:").unwrap_or(&text).get(..8)?.to_owned();
    chrono::NaiveDate::parse_from_str(&digits, "%Y%m%d").ok()
}

//! The files that were sent, by bots and by people.
//!
//! **Invariant:** all files together stay within a limit; the oldest go first.

use std::collections::BTreeMap;

use axum::body::Bytes;

use super::types::{Document, PhotoSize};

/// Largest file that `getFile` hands out, as in Telegram's cloud.
pub(super) const DOWNLOAD_BYTES_MAX: usize = 20 * 1024 * 1024;
/// Largest file that a bot may send.
pub(super) const DOCUMENT_BYTES_MAX: usize = 50 * 1024 * 1024;
/// Largest picture that is taken as a photo.
pub(super) const PHOTO_BYTES_MAX: usize = 10 * 1024 * 1024;
/// The longer sides, in pixels, to which Telegram scales photos, with the letters of those sizes.
const PHOTO_SIDES: [(char, u32); 3] = [('s', 90), ('m', 320), ('x', 800)];
/// A photo's width and height together, and the ratio between them.
const PHOTO_SIDES_SUM_MAX: u32 = 10_000;
const PHOTO_RATIO_MAX: u32 = 20;
/// Characters of a file's name that are kept.
const FILE_NAME_LENGTH_MAX: usize = 200;

/// How a file was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FileKind {
    Photo,
    Document,
}

/// What is known of a file besides its bytes.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct FileInfo {
    /// Counts up; also the name on disk.
    pub(super) number: u64,
    /// Makes file ids hard to guess.
    pub(super) secret: String,
    pub(super) kind: FileKind,
    pub(super) name: String,
    pub(super) mime_type: String,
    /// Pixels, of photos.
    pub(super) width: u32,
    pub(super) height: u32,
}

/// A file with its bytes.
#[derive(Clone, Debug)]
pub(super) struct StoredFile {
    pub(super) info: FileInfo,
    pub(super) bytes: Bytes,
}

/// Every file that is kept.
#[derive(Debug)]
pub(super) struct Files {
    kept: BTreeMap<u64, StoredFile>,
    bytes: usize,
    bytes_max: usize,
    next_number: u64,
}

impl Files {
    pub(super) fn new(bytes_max: usize, first_number: u64) -> Self {
        Self { kept: BTreeMap::new(), bytes: 0, bytes_max, next_number: first_number }
    }

    /// Keeps a file and returns it with the numbers of those that had to go.
    pub(super) fn add(
        &mut self,
        kind: FileKind,
        name: &str,
        content_type: Option<&str>,
        bytes: Bytes,
    ) -> Result<(StoredFile, Vec<u64>), String> {
        if bytes.is_empty() {
            return Err("file must be non-empty".to_owned());
        }
        let (width, height) = match kind {
            FileKind::Document => (0, 0),
            FileKind::Photo => photo_sides(&bytes)?,
        };
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let name: String =
            name.chars().filter(|character| !character.is_control()).take(FILE_NAME_LENGTH_MAX).collect();
        let mime_type = match kind {
            FileKind::Photo => picture_type(&bytes).unwrap_or("image/jpeg").to_owned(),
            FileKind::Document => mime_type(&name, content_type),
        };
        let secret = format!("{:016x}{:08x}", fastrand::u64(..), fastrand::u32(..));
        let info = FileInfo { number: self.next_number, secret, kind, name, mime_type, width, height };
        let file = StoredFile { info, bytes };
        let dropped = self.keep(file.clone());
        Ok((file, dropped))
    }

    /// Keeps a file that has its number already.
    pub(super) fn keep(&mut self, file: StoredFile) -> Vec<u64> {
        self.next_number = self.next_number.max(file.info.number + 1);
        self.bytes += file.bytes.len();
        self.kept.insert(file.info.number, file);
        let mut dropped = Vec::new();
        while self.bytes > self.bytes_max && self.kept.len() > 1 {
            let Some((number, oldest)) = self.kept.pop_first() else { break };
            self.bytes -= oldest.bytes.len();
            dropped.push(number);
        }
        dropped
    }

    pub(super) fn forget(&mut self, number: u64) {
        if let Some(file) = self.kept.remove(&number) {
            self.bytes -= file.bytes.len();
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &StoredFile> {
        self.kept.values()
    }

    /// The file that a file id names.
    pub(super) fn by_id(&self, file_id: &str) -> Option<&StoredFile> {
        let rest = file_id.strip_prefix("AgAC").or_else(|| file_id.strip_prefix("BQAC"))?;
        let number = u64::from_str_radix(rest.get(1..11)?, 16).ok()?;
        self.kept.get(&number).filter(|file| rest.get(11..) == Some(&file.info.secret))
    }

    /// The file at the path that `getFile` gave.
    pub(super) fn by_path(&self, path: &str) -> Option<&StoredFile> {
        let number = path.split_once("/file_")?.1.split('.').next()?.parse().ok()?;
        self.kept.get(&number).filter(|file| file.info.path() == path)
    }
}

impl FileInfo {
    fn file_id(&self, size: char) -> String {
        let prefix = if self.kind == FileKind::Photo { "AgAC" } else { "BQAC" };
        format!("{prefix}{size}{:010x}{}", self.number, self.secret)
    }

    fn unique_id(&self, size: char) -> String {
        format!("AQ{size}{:010x}", self.number)
    }

    /// Where `file/bot…/` serves it.
    pub(super) fn path(&self) -> String {
        let folder = if self.kind == FileKind::Photo { "photos" } else { "documents" };
        let ending = match self.kind {
            FileKind::Photo => Some(self.mime_type.trim_start_matches("image/").replace("jpeg", "jpg")),
            FileKind::Document => self.name.rsplit_once('.').map(|(_, ending)| ending.to_owned()),
        };
        let ending = ending.filter(|ending| ending.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        format!("{folder}/file_{}{}", self.number, ending.map(|ending| format!(".{ending}")).unwrap_or_default())
    }
}

impl StoredFile {
    pub(super) fn document(&self) -> Document {
        Document {
            file_id: self.info.file_id('d'),
            file_unique_id: self.info.unique_id('d'),
            file_name: self.info.name.clone(),
            mime_type: self.info.mime_type.clone(),
            file_size: self.bytes.len(),
        }
    }

    /// The sizes of a photo, smallest first; all have the same bytes.
    pub(super) fn photo(&self) -> Vec<PhotoSize> {
        let (width, height) = (self.info.width.max(1), self.info.height.max(1));
        let longer = width.max(height);
        let scaled = |letter: char, side: u32| {
            let scale = |pixels: u32| {
                u32::try_from(u64::from(pixels) * u64::from(side) / u64::from(longer)).unwrap_or(pixels).max(1)
            };
            PhotoSize {
                file_id: self.info.file_id(letter),
                file_unique_id: self.info.unique_id(letter),
                width: scale(width),
                height: scale(height),
                file_size: self.bytes.len(),
            }
        };
        let smaller = PHOTO_SIDES.into_iter().filter(|(_, side)| *side < longer);
        smaller.map(|(letter, side)| scaled(letter, side)).chain([scaled('y', longer)]).collect()
    }
}

fn photo_sides(bytes: &[u8]) -> Result<(u32, u32), String> {
    if bytes.len() > PHOTO_BYTES_MAX {
        let size = bytes.len();
        return Err(format!(
            "file of size {size} bytes is too big for a photo; the maximum size is {PHOTO_BYTES_MAX} bytes"
        ));
    }
    let (width, height) = sides(bytes).ok_or("IMAGE_PROCESS_FAILED")?;
    let (longer, shorter) = (width.max(height), width.min(height));
    let readable = shorter > 0
        && width.saturating_add(height) <= PHOTO_SIDES_SUM_MAX
        && longer <= shorter.saturating_mul(PHOTO_RATIO_MAX);
    if readable { Ok((width, height)) } else { Err("PHOTO_INVALID_DIMENSIONS".to_owned()) }
}

/// What kind of picture these bytes are, by their first ones.
fn picture_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        _ => None,
    }
}

/// Width and height from the header of a PNG or JPEG.
fn sides(bytes: &[u8]) -> Option<(u32, u32)> {
    match picture_type(bytes)? {
        "image/png" => {
            let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
            (bytes.get(12..16)? == b"IHDR").then_some((number(16)?, number(20)?))
        }
        _ => jpeg_sides(bytes),
    }
}

/// Walks over a JPEG's segments to its frame header, which has the sides.
fn jpeg_sides(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let mut at = 2;
    while bytes.get(at).copied()? == 0xff {
        let marker = *bytes.get(at + 1)?;
        let is_frame = (0xc0..=0xcf).contains(&marker) && ![0xc4, 0xc8, 0xcc].contains(&marker);
        if is_frame {
            return Some((number(at + 7)?, number(at + 5)?));
        }
        // Fill bytes and markers without a length stand alone.
        let length = if matches!(marker, 0xff | 0x01 | 0xd0..=0xd8) { 0 } else { number(at + 2)? };
        at += match marker {
            0xff => 1,
            _ => 2 + usize::try_from(length).ok()?,
        };
    }
    None
}

/// By the name's ending, as Telegram does it; else what the sender said.
fn mime_type(name: &str, content_type: Option<&str>) -> String {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let known = match ending.as_str() {
        "pdf" => "application/pdf",
        "csv" => "text/csv",
        "txt" | "log" | "qif" | "mt940" | "sta" | "beancount" | "journal" => "text/plain",
        "json" => "application/json",
        "xml" => "application/xml",
        "ofx" | "qfx" => "application/x-ofx",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xls" => "application/vnd.ms-excel",
        "zip" => "application/zip",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "svg" => "image/svg+xml",
        "html" | "htm" => "text/html",
        _ => "",
    };
    let said = content_type.filter(|said| said.contains('/') && said.bytes().all(|byte| byte.is_ascii_graphic()));
    match known {
        "" => said.unwrap_or("application/octet-stream").to_owned(),
        known => known.to_owned(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A PNG's header; nobody here decodes pixels.
    pub(in super::super) fn png(width: u32, height: u32) -> Bytes {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.into()
    }

    fn jpeg(width: u16, height: u16) -> Bytes {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc2, 0, 17, 8];
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.into()
    }

    #[test]
    fn photos_and_their_sides() {
        let check = |bytes: Bytes, expected: Result<&[(u32, u32)], &str>| {
            let mut files = Files::new(usize::MAX, 1);
            let sizes = files
                .add(FileKind::Photo, "p", None, bytes)
                .map(|(file, _)| file.photo().into_iter().map(|size| (size.width, size.height)).collect::<Vec<_>>());
            assert_eq!(sizes.as_deref().map_err(String::as_str), expected);
        };
        check(png(1000, 500), Ok(&[(90, 45), (320, 160), (800, 400), (1000, 500)]));
        check(png(50, 60), Ok(&[(50, 60)]));
        check(jpeg(640, 480), Ok(&[(90, 67), (320, 240), (640, 480)]));
        check(png(9000, 2000), Err("PHOTO_INVALID_DIMENSIONS"));
        check(png(2100, 100), Err("PHOTO_INVALID_DIMENSIONS"));
        check(png(0, 100), Err("PHOTO_INVALID_DIMENSIONS"));
        check(Bytes::from_static(b"%PDF-1.4"), Err("IMAGE_PROCESS_FAILED"));
        check(Bytes::from_static(b"\xff\xd8\xff\xe0\0"), Err("IMAGE_PROCESS_FAILED"));
        check(Bytes::new(), Err("file must be non-empty"));
        let big = "file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes";
        check(vec![0; PHOTO_BYTES_MAX + 1].into(), Err(big));
    }

    #[test]
    fn the_oldest_files_go_first() {
        let mut files = Files::new(10, 7);
        let mut add = |bytes: usize| files.add(FileKind::Document, "../a/b.pdf", None, vec![1; bytes].into()).unwrap();
        let (first, dropped) = add(6);
        assert_eq!((first.info.path().as_str(), first.info.name.as_str()), ("documents/file_7.pdf", "b.pdf"));
        assert!(dropped.is_empty());
        let (second, dropped) = add(5);
        assert_eq!(dropped, [7]);
        let (huge, dropped) = add(11);
        assert_eq!(dropped, [8]);
        assert!(files.by_id(&first.document().file_id).is_none() && files.by_id(&second.document().file_id).is_none());
        let id = huge.document().file_id;
        assert!(files.by_id(&id).is_some() && files.by_path("documents/file_9.pdf").is_some());
        let (same_length, _) = id.split_at(id.len() - 1);
        assert!(files.by_id(&format!("{same_length}!")).is_none() && files.by_path("photos/file_9.pdf").is_none());
    }
}

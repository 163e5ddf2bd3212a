//! Methods that send and hand out files.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::super::answer::{Answer, ApiError, bad_request, done};
use super::super::arguments::Attached;
use super::super::entities::{self, Formatted};
use super::super::files::{DOCUMENT_BYTES_MAX, DOWNLOAD_BYTES_MAX, FileKind, StoredFile};
use super::super::journal::Record;
use super::super::keyboards::{self, Markup};
use super::super::types::Message;
use super::send::{flood, outgoing, post};
use super::{Request, as_it_is, within_caption};

/// Messages in an album.
const GROUP_MAX: usize = 10;

/// `sendPhoto`.
pub(super) fn photo(request: &mut Request<'_>) -> Answer {
    one(request, FileKind::Photo, "photo")
}

/// `sendDocument`.
pub(super) fn document(request: &mut Request<'_>) -> Answer {
    one(request, FileKind::Document, "document")
}

fn one(request: &mut Request<'_>, kind: FileKind, argument: &str) -> Answer {
    let caption = request.caption()?;
    let markup = keyboards::read(request.arguments)?;
    let key = request.writable()?;
    let file = match request.arguments.files.get(argument) {
        Some(attached) => store(request, kind, &attached.clone())?,
        None => {
            let said = request.arguments.text(argument).map(Cow::into_owned).unwrap_or_default();
            named(request, kind, &said)?
        }
    };
    let mut message = with_file(outgoing(request, key, markup)?, &file, caption);
    message.has_media_spoiler = request.arguments.flag("has_spoiler");
    flood(request, key, 1)?;
    done(&*post(request, key, message)?)
}

/// Puts a file and its caption into a message, in the place of whatever was there.
pub(super) fn with_file(mut message: Message, file: &StoredFile, caption: Formatted) -> Message {
    message.text = None;
    message.entities = Vec::new();
    (message.photo, message.document) = match file.info.kind {
        FileKind::Photo => (file.photo(), None),
        FileKind::Document => (Vec::new(), Some(file.document())),
    };
    message.caption = Some(caption.text).filter(|text| !text.is_empty());
    message.caption_entities = caption.entities;
    message
}

/// Keeps a file that came with the request.
fn store(request: &mut Request<'_>, kind: FileKind, attached: &Attached) -> Result<StoredFile, ApiError> {
    if attached.bytes.len() > DOCUMENT_BYTES_MAX {
        return Err(ApiError::too_large());
    }
    request
        .state
        .keep_file(kind, &attached.file_name, attached.content_type.as_deref(), attached.bytes.clone())
        .map_err(as_it_is)
}

/// The file that an argument names: one that came along, or one that is kept.
fn named(request: &mut Request<'_>, kind: FileKind, said: &str) -> Result<StoredFile, ApiError> {
    let what = if kind == FileKind::Photo { "photo" } else { "document" };
    if said.is_empty() {
        return Err(bad_request(format!("there is no {what} in the request")));
    }
    if let Some(name) = said.strip_prefix("attach://") {
        let attached = request.arguments.files.get(name).cloned();
        return store(
            request,
            kind,
            &attached.ok_or_else(|| bad_request(format!("there is no {what} in the request")))?,
        );
    }
    if said.starts_with("http://") || said.starts_with("https://") {
        // The sandbox fetches nothing from outside.
        return Err(bad_request("failed to get HTTP URL content"));
    }
    if said.contains("://") {
        return Err(bad_request("wrong HTTP URL specified"));
    }
    let file = request.state.files.by_id(said).cloned();
    let file = file.ok_or_else(|| bad_request("wrong file identifier/HTTP URL specified"))?;
    match (file.info.kind, kind) {
        (FileKind::Photo, FileKind::Document) => Err(bad_request("can't use file of type Photo as Document")),
        (FileKind::Document, FileKind::Photo) => Err(bad_request("can't use file of type Document as Photo")),
        _ => Ok(file),
    }
}

/// A file and its caption from an `InputMedia`.
pub(super) fn input_media(request: &mut Request<'_>, media: &Value) -> Result<(StoredFile, Formatted), ApiError> {
    let word = |name: &str| media.get(name).and_then(Value::as_str).unwrap_or_default();
    let kind = match word("type") {
        "photo" => FileKind::Photo,
        "document" => FileKind::Document,
        "" => return Err(bad_request("can't parse InputMedia: Can't find field \"type\"")),
        _ => return Err(bad_request("can't parse InputMedia: type must be photo or document in the sandbox")),
    };
    let given = media.get("caption_entities").and_then(Value::as_array).filter(|_| word("parse_mode").is_empty());
    let caption = match given {
        Some(given) => entities::given(word("caption"), given),
        None => entities::parse(word("caption"), Some(word("parse_mode"))),
    };
    let caption = within_caption(request.with_people(caption.map_err(as_it_is)?))?;
    Ok((named(request, kind, word("media"))?, caption))
}

/// `sendMediaGroup`.
pub(super) fn group(request: &mut Request<'_>) -> Answer {
    let media = request.arguments.list("media")?.unwrap_or_default();
    let key = request.writable()?;
    match media.len() {
        0 => return Err(bad_request("there are no messages to send")),
        1..=GROUP_MAX => {}
        _ => return Err(bad_request("too many messages to send as an album")),
    }
    let mut read = Vec::new();
    for media in &media {
        read.push(input_media(request, media)?);
    }
    let photos = read.iter().filter(|(file, _)| file.info.kind == FileKind::Photo).count();
    if photos != 0 && photos != read.len() {
        return Err(bad_request("document can't be mixed with other media types"));
    }
    flood(request, key, read.len())?;
    let album = (read.len() > 1).then(|| format!("{}", 10_000_000_000_000_000_u64 + u64::from(fastrand::u32(..))));
    let mut sent = Vec::new();
    for (file, caption) in read {
        let mut message = with_file(outgoing(request, key, Markup::None)?, &file, caption);
        message.media_group_id.clone_from(&album);
        sent.push(post(request, key, message)?);
    }
    done(&sent.iter().map(AsRef::as_ref).collect::<Vec<&Message>>())
}

/// `getFile`.
pub(super) fn get_file(request: &mut Request<'_>) -> Answer {
    let Some(file_id) = request.arguments.text("file_id") else { return Err(bad_request("file_id not specified")) };
    let Some(file) = request.state.files.by_id(&file_id) else { return Err(bad_request("invalid file_id")) };
    if file.bytes.len() > DOWNLOAD_BYTES_MAX {
        return Err(bad_request("file is too big"));
    }
    let unique_id = match file.info.kind {
        FileKind::Document => file.document().file_unique_id,
        FileKind::Photo => {
            let sizes = file.photo();
            sizes.into_iter().find(|size| size.file_id == *file_id).map(|size| size.file_unique_id).unwrap_or_default()
        }
    };
    done(&json!({
        "file_id": file_id,
        "file_unique_id": unique_id,
        "file_size": file.bytes.len(),
        "file_path": file.info.path(),
    }))
}

impl super::super::state::State {
    /// Keeps a file, and writes it down with those that had to go for it.
    pub(in super::super) fn keep_file(
        &mut self,
        kind: FileKind,
        name: &str,
        content_type: Option<&str>,
        bytes: axum::body::Bytes,
    ) -> Result<StoredFile, String> {
        let (file, dropped) = self.files.add(kind, name, content_type, bytes)?;
        for number in dropped {
            self.record(|| Record::FileGone { number });
        }
        self.record(|| Record::File { info: file.info.clone(), bytes: file.bytes.clone() });
        Ok(file)
    }
}

//! The arguments of a call: from the address, a JSON body, an urlencoded form or a multipart form with files.
//!
//! **Invariant:** wherever an argument stood, methods read it the same way; in forms, values that are not texts are JSON.

use std::borrow::Cow;
use std::collections::HashMap;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart};
use axum::http::{Request, header};
use reqwest::Url;
use serde_json::{Map, Value};

use super::answer::{ApiError, bad_request};

/// Largest body: a file of 50 MB, the largest that the Bot API takes, and the rest of its form.
pub(super) const BODY_BYTES_MAX: usize = 52 * 1024 * 1024;
/// More arguments than any method has; the rest is refused.
const ARGUMENTS_MAX: usize = 200;

/// A file that came with the request.
#[derive(Clone, Debug)]
pub(super) struct Attached {
    pub(super) file_name: String,
    pub(super) content_type: Option<String>,
    pub(super) bytes: Bytes,
}

/// The arguments of one call.
#[derive(Clone, Debug, Default)]
pub(super) struct Arguments {
    pub(super) values: Map<String, Value>,
    pub(super) files: HashMap<String, Attached>,
}

impl Arguments {
    /// Reads a request; what stands in the body wins over the address.
    pub(super) async fn read(request: Request<Body>) -> Result<Self, ApiError> {
        let mut arguments = Self::default();
        if let Some(query) = request.uri().query() {
            arguments.add_pairs(query);
        }
        let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or_default().to_ascii_lowercase();
        let (head, body) = request.into_parts();
        // Read to its end whatever it is: a rest that nobody read would make the server close the connection.
        let bytes = axum::body::to_bytes(body, BODY_BYTES_MAX).await.map_err(|_| ApiError::too_large())?;
        if content_type.starts_with("multipart/form-data") {
            arguments.add_multipart(Request::from_parts(head, Body::from(bytes))).await?;
        } else if content_type.starts_with("application/json") && !bytes.is_empty() {
            arguments.add_json(&bytes)?;
        } else if content_type.starts_with("application/x-www-form-urlencoded") {
            arguments.add_pairs(&String::from_utf8_lossy(&bytes));
        }
        match arguments.values.len() + arguments.files.len() > ARGUMENTS_MAX {
            true => Err(bad_request("too many arguments")),
            false => Ok(arguments),
        }
    }

    /// Arguments that are a JSON object already.
    pub(super) fn from_object(values: Map<String, Value>) -> Self {
        Self { values, files: HashMap::new() }
    }

    fn add_json(&mut self, bytes: &[u8]) -> Result<(), ApiError> {
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(fields)) if self.values.is_empty() => self.values = fields,
            Ok(Value::Object(fields)) => self.values.extend(fields),
            _ => return Err(bad_request("can't parse JSON object")),
        }
        Ok(())
    }

    fn add_pairs(&mut self, encoded: &str) {
        // The url crate decodes forms; the address in front is only there to make one.
        let Ok(mut url) = Url::parse("http://sandbox.invalid/") else { return };
        url.set_query(Some(encoded));
        let pairs = url.query_pairs().take(ARGUMENTS_MAX + 1);
        self.values.extend(pairs.map(|(name, value)| (name.into_owned(), Value::String(value.into_owned()))));
    }

    async fn add_multipart(&mut self, request: Request<Body>) -> Result<(), ApiError> {
        let mut form =
            Multipart::from_request(request, &()).await.map_err(|_| bad_request("can't parse multipart form"))?;
        let wrong = |error: axum::extract::multipart::MultipartError| match error.status().as_u16() {
            413 => ApiError::too_large(),
            _ => bad_request("can't parse multipart form"),
        };
        while let Some(field) = form.next_field().await.map_err(wrong)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(str::to_owned);
            let content_type = field.content_type().map(str::to_owned);
            let bytes = field.bytes().await.map_err(wrong)?;
            match file_name {
                Some(file_name) => {
                    self.files.insert(name, Attached { file_name, content_type, bytes });
                }
                None => {
                    self.values.insert(name, Value::String(String::from_utf8_lossy(&bytes).into_owned()));
                }
            }
            if self.values.len() + self.files.len() > ARGUMENTS_MAX {
                break;
            }
        }
        Ok(())
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name).filter(|value| !value.is_null())
    }

    /// An argument as text; empty counts as absent.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        let text = match self.value(name)? {
            Value::String(text) => Cow::Borrowed(text.as_str()),
            other => Cow::Owned(other.to_string()),
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// A whole number, also one written as text.
    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        match self.value(name)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// Telegram takes `true`, `yes` and `1` for true and everything else for false.
    pub(super) fn flag(&self, name: &str) -> bool {
        match self.value(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            Some(Value::String(text)) => matches!(text.to_ascii_lowercase().as_str(), "true" | "yes" | "1"),
            _ => false,
        }
    }

    /// An object or a list, also one that is written as JSON in a text.
    pub(super) fn structure(&self, name: &str) -> Result<Option<Cow<'_, Value>>, ApiError> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text)
                .map(|value: Value| (!value.is_null()).then_some(Cow::Owned(value)))
                .map_err(|_| bad_request(format!("can't parse {} JSON object", name.replace('_', " ")))),
            Some(value) => Ok(Some(Cow::Borrowed(value))),
        }
    }

    /// A list, also one that is written as JSON in a text.
    pub(super) fn list(&self, name: &str) -> Result<Option<Vec<Value>>, ApiError> {
        match self.structure(name)?.map(Cow::into_owned) {
            None => Ok(None),
            Some(Value::Array(items)) => Ok(Some(items)),
            Some(_) => Err(bad_request(format!("expected an Array of {name}"))),
        }
    }
}

//! What a method answers: a result as JSON, or an error in Telegram's envelope.

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use serde_json::{Value, json};

/// A result, already written as JSON.
pub(super) type Answer = Result<String, ApiError>;

/// A refusal as Telegram words it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{code}: {description}")]
pub struct ApiError {
    /// The HTTP status and `error_code`.
    pub code: u16,
    /// `Bad Request: …`, `Forbidden: …` and so on.
    pub description: String,
    /// `parameters.retry_after` in seconds.
    pub retry_after_s: Option<u32>,
}

impl ApiError {
    pub(super) fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), retry_after_s: None }
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(401, "Unauthorized")
    }

    pub(super) fn not_found() -> Self {
        Self::new(404, "Not Found")
    }

    pub(super) fn too_large() -> Self {
        Self::new(413, "Request Entity Too Large")
    }

    pub(super) fn too_many_requests(retry_after_s: u32) -> Self {
        let description = format!("Too Many Requests: retry after {retry_after_s}");
        Self { code: 429, description, retry_after_s: Some(retry_after_s) }
    }
}

/// `Bad Request: …`; the first letter becomes small, as Telegram does it, unless the words are a code in capitals.
pub(super) fn bad_request(words: impl AsRef<str>) -> ApiError {
    let words = words.as_ref();
    let mut rest = words.chars();
    let first = rest.next();
    let is_code = rest.as_str().starts_with(|second: char| second.is_ascii_uppercase());
    let first = first.filter(|_| !is_code).map(|first| first.to_ascii_lowercase()).or(first);
    ApiError::new(400, format!("Bad Request: {}{}", first.map(String::from).unwrap_or_default(), rest.as_str()))
}

pub(super) fn forbidden(words: &str) -> ApiError {
    ApiError::new(403, format!("Forbidden: {words}"))
}

/// A result as JSON.
pub(super) fn done(result: &impl Serialize) -> Answer {
    serde_json::to_string(result).map_err(|error| ApiError::new(500, format!("Internal Server Error: {error}")))
}

/// The commonest result.
pub(super) fn yes() -> Answer {
    Ok("true".to_owned())
}

/// The envelope around a result or an error.
pub(super) fn envelope(answer: &Answer) -> (StatusCode, String) {
    match answer {
        Ok(result) => (StatusCode::OK, format!("{{\"ok\":true,\"result\":{result}}}")),
        Err(error) => {
            let parameters = error.retry_after_s.map(|retry_after_s| json!({"retry_after": retry_after_s}));
            let parameters = parameters.map(|parameters| format!(",\"parameters\":{parameters}")).unwrap_or_default();
            let (code, description) = (error.code, Value::from(error.description.as_str()));
            let body = format!("{{\"ok\":false,\"error_code\":{code},\"description\":{description}{parameters}}}");
            (StatusCode::from_u16(error.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), body)
        }
    }
}

/// The answer over HTTP.
pub(super) fn response(answer: &Answer) -> Response {
    let (status, body) = envelope(answer);
    json_response(status, body)
}

/// A response with this JSON.
pub(super) fn json_response(status: StatusCode, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    response
}

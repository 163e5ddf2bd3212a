//! Calls of the Bot API: teloxide's payloads over a plain HTTP client.
//!
//! Not teloxide's own client, because it wants to understand the whole answer before it believes that a message was taken,
//! sleeps ten seconds inside a failed call, and hides the raw updates.
//!
//! **Invariant:** no error of this module shows the token, which stands in every address.

use std::time::Duration;

use reqwest::multipart::{Form, Part};
use reqwest::{Client, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;
use teloxide::requests::Payload;

use crate::config::Secret;
use crate::domain::BotId;

/// A call that carries no file answers in well under a second; slower ones are better asked again.
const CALL_TIMEOUT: Duration = Duration::from_secs(15);
/// 50 MB over a slow line.
const FILE_TIMEOUT: Duration = Duration::from_secs(120);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long Telegram holds a question for updates open; what the public server allows at most.
pub const POLL_SECONDS: u64 = 50;
/// What Telegram lets a bot download.
pub const DOWNLOAD_BYTES_MAX: u64 = 20 * 1024 * 1024;
/// Updates of one answer; Telegram's own limit.
const UPDATES_MAX: u32 = 100;

/// Who calls, and where.
#[derive(Clone, Debug)]
pub struct Telegram {
    client: Client,
    api_url: Url,
    token: Secret<String>,
    pub bot_id: BotId,
    /// What invoices are sent with; it never enters the outbox.
    pub payment_token: Option<Secret<String>>,
}

/// Why a call had no effect, or may have had none.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// Too much was sent.
    #[error("too many requests, again after {0:?}")]
    RetryAfter(Duration),
    /// The call itself is wrong; the same again is refused again.
    #[error("refused with {code}: {description}")]
    Refused { code: u16, description: String },
    /// The network or the server failed; whether the call had an effect is not known.
    #[error("no usable answer: {0}")]
    NoAnswer(String),
}

impl CallError {
    /// Whether Telegram refused with this reason.
    pub fn says(&self, reason: &str) -> bool {
        matches!(self, Self::Refused { description, .. } if description.contains(reason))
    }

    /// The person stopped the bot or is gone.
    pub fn is_unreachable(&self) -> bool {
        matches!(self, Self::Refused { code: 403, .. }) || self.says("chat not found")
    }
}

/// A message that Telegram took.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Sent {
    pub message_id: i32,
}

/// The bot as Telegram knows it.
#[derive(Clone, Debug, Deserialize)]
pub struct Me {
    pub username: String,
}

/// Bytes that go with a call, under the name that the payload gives them.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub field: &'static str,
    pub file_name: String,
    pub bytes: Vec<u8>,
}

#[derive(Deserialize)]
struct Envelope<T> {
    ok: bool,
    result: Option<T>,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
}

#[derive(Deserialize)]
struct FilePath {
    file_path: Option<String>,
}

impl Telegram {
    /// # Errors
    /// When the token has no number in front, or TLS cannot be set up.
    pub fn new(api_url: Url, token: Secret<String>) -> anyhow::Result<Self> {
        let id = token.expose().split_once(':').and_then(|(id, _)| id.parse().ok());
        let bot_id = BotId(id.ok_or_else(|| anyhow::anyhow!("the bot's token has no number in front of its colon"))?);
        // A second installation only finds the first one there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().connect_timeout(CONNECT_TIMEOUT).timeout(CALL_TIMEOUT).build()?;
        Ok(Self { client, api_url, token, bot_id, payment_token: None })
    }

    /// Makes a call with teloxide's payload.
    pub async fn call<T, P>(&self, payload: &P) -> Result<T, CallError>
    where
        T: DeserializeOwned,
        P: Payload + serde::Serialize,
    {
        answered(self.client.post(self.method(P::NAME)).json(payload).send().await).await
    }

    /// Makes a call that carries bytes. The fields are those of the Bot API.
    pub async fn call_with_file<T: DeserializeOwned>(
        &self,
        method: &str,
        fields: &Value,
        attachment: Attachment,
    ) -> Result<T, CallError> {
        let mut form = Form::new();
        for (name, value) in fields.as_object().into_iter().flatten() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            form = form.text(name.clone(), text);
        }
        let part = Part::bytes(attachment.bytes).file_name(attachment.file_name);
        let form = form.part(attachment.field, part);
        answered(self.client.post(self.method(method)).timeout(FILE_TIMEOUT).multipart(form).send().await).await
    }

    /// Waits for updates from this number on and returns each as it came.
    pub async fn get_updates(&self, offset: Option<i64>) -> Result<Vec<Box<RawValue>>, CallError> {
        let fields = serde_json::json!({
            "offset": offset, "timeout": POLL_SECONDS, "limit": UPDATES_MAX, "allowed_updates": super::event::ALLOWED,
        });
        let timeout = Duration::from_secs(POLL_SECONDS) + CALL_TIMEOUT;
        answered(self.client.post(self.method("getUpdates")).timeout(timeout).json(&fields).send().await).await
    }

    /// The bytes of a file that somebody sent.
    pub async fn download(&self, file_id: &str) -> Result<Vec<u8>, CallError> {
        let fields = serde_json::json!({"file_id": file_id});
        let file: FilePath = answered(self.client.post(self.method("getFile")).json(&fields).send().await).await?;
        let path = file.file_path.ok_or_else(|| CallError::NoAnswer("the file has no path".to_owned()))?;
        let url = format!("{}/file/bot{}/{path}", self.base(), self.token.expose());
        let mut response =
            self.client.get(url).timeout(FILE_TIMEOUT).send().await.map_err(|error| no_answer(&error))?;
        if !response.status().is_success() {
            return Err(CallError::NoAnswer(format!("status {} for a file", response.status().as_u16())));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| no_answer(&error))? {
            if (bytes.len() + chunk.len()) as u64 > DOWNLOAD_BYTES_MAX {
                return Err(CallError::Refused { code: 400, description: "file is too big".to_owned() });
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    fn method(&self, name: &str) -> String {
        format!("{}/bot{}/{name}", self.base(), self.token.expose())
    }

    fn base(&self) -> &str {
        self.api_url.as_str().trim_end_matches('/')
    }
}

async fn answered<T: DeserializeOwned>(response: reqwest::Result<reqwest::Response>) -> Result<T, CallError> {
    let response = response.map_err(|error| no_answer(&error))?;
    let status = response.status();
    let body = response.bytes().await.map_err(|error| no_answer(&error))?;
    let envelope: Envelope<T> = serde_json::from_slice(&body)
        .map_err(|_| CallError::NoAnswer(format!("status {} without the Bot API's answer", status.as_u16())))?;
    if let (true, Some(result)) = (envelope.ok, envelope.result) {
        return Ok(result);
    }
    if let Some(seconds) = envelope.parameters.and_then(|parameters| parameters.retry_after) {
        return Err(CallError::RetryAfter(Duration::from_secs(seconds)));
    }
    let code = envelope.error_code.unwrap_or(status.as_u16());
    let description = envelope.description.unwrap_or_default();
    match code {
        429 => Err(CallError::RetryAfter(Duration::from_secs(1))),
        500.. => Err(CallError::NoAnswer(format!("status {code}"))),
        _ => Err(CallError::Refused { code, description: without_quotes(&description) }),
    }
}

/// Telegram quotes what it did not like of a message; that may be anybody's words, which belong into no log.
fn without_quotes(description: &str) -> String {
    let parts = description.split('"').enumerate();
    parts.map(|(position, part)| if position % 2 == 0 { part } else { "\"…\"" }).collect()
}

fn no_answer(error: &reqwest::Error) -> CallError {
    let kind = match (error.is_timeout(), error.is_connect()) {
        (true, _) => "timed out",
        (_, true) => "cannot connect",
        _ => "the connection broke",
    };
    CallError::NoAnswer(kind.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_telegram_quotes_is_left_out() {
        for (said, kept) in [
            ("Bad Request: chat not found", "Bad Request: chat not found"),
            (
                "Bad Request: can't parse entities: Unsupported start tag \"cafe\" at 4",
                "Bad Request: can't parse entities: Unsupported start tag \"…\" at 4",
            ),
            ("open \"without end", "open \"…\""),
            ("\"a\" and \"b\"", "\"…\" and \"…\""),
            ("", ""),
        ] {
            assert_eq!(without_quotes(said), kept);
        }
    }
}

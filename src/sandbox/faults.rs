//! Faults that a test asks for: refusals, errors, silence and cut connections, at calls of its choice.

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::answer::{Answer, ApiError, json_response, response};

/// Faults that may wait at once.
const FAULTS_MAX: usize = 1_000;
/// Longest silence; nobody waits longer for an answer.
const TIMEOUT_MS_MAX: u64 = 600_000;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// 429; nothing is done.
    TooManyRequests { retry_after_s: u32 },
    /// An error of the server, 500 to 599; nothing is done.
    ServerError(u16),
    /// Silence for so long, then 504; nothing is done.
    Timeout { ms: u64 },
    /// The connection is closed without an answer; nothing is done.
    CutConnection,
    /// The call is carried out, and the connection closed without an answer.
    CutAfterEffect,
    /// The call is carried out, and the answer is not JSON.
    Malformed,
}

/// A fault that strikes the next calls which fit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// The method it strikes, in any spelling; `None` strikes all but `getUpdates`.
    #[serde(default)]
    pub method: Option<String>,
    pub kind: FaultKind,
    /// How many calls it strikes.
    #[serde(default = "once")]
    pub times: u32,
    /// How likely it strikes a call that fits, from 0 to 1.
    #[serde(default = "always")]
    pub probability: f64,
}

fn once() -> u32 {
    1
}

fn always() -> f64 {
    1.0
}

impl Fault {
    /// Strikes the next call of this method, once.
    #[must_use]
    pub fn once(method: &str, kind: FaultKind) -> Self {
        Self { method: Some(method.to_owned()), kind, times: 1, probability: 1.0 }
    }
}

/// The faults that wait.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    /// Adds one; beyond the limit it is dropped.
    pub(super) fn add(&mut self, fault: Fault) {
        if self.0.len() < FAULTS_MAX && fault.times > 0 {
            self.0.push(fault);
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault that strikes this call, if one does.
    pub(super) fn strike(&mut self, method: &str) -> Option<FaultKind> {
        let fits = |fault: &Fault| match &fault.method {
            Some(wanted) => wanted.eq_ignore_ascii_case(method),
            None => !method.eq_ignore_ascii_case("getUpdates"),
        };
        let place = self.0.iter().position(|fault| fits(fault) && fastrand::f64() < fault.probability)?;
        let fault = self.0.get_mut(place)?;
        let kind = fault.kind;
        fault.times -= 1;
        if fault.times == 0 {
            self.0.remove(place);
        }
        Some(kind)
    }
}

impl FaultKind {
    /// What happens instead of the call; `None` when the call is carried out first.
    pub(super) async fn instead(self) -> Option<Response> {
        match self {
            Self::TooManyRequests { retry_after_s } => Some(response(&Err(ApiError::too_many_requests(retry_after_s)))),
            Self::ServerError(code) => {
                let code = if (500..=599).contains(&code) { code } else { 500 };
                let reason = StatusCode::from_u16(code).ok().and_then(|status| status.canonical_reason());
                Some(response(&Err(ApiError::new(code, reason.unwrap_or("Internal Server Error")))))
            }
            Self::Timeout { ms } => {
                tokio::time::sleep(std::time::Duration::from_millis(ms.min(TIMEOUT_MS_MAX))).await;
                Some(response(&Err(ApiError::new(504, "Gateway Timeout"))))
            }
            Self::CutConnection => Some(cut()),
            Self::CutAfterEffect | Self::Malformed => None,
        }
    }

    /// What is answered although the call was carried out.
    pub(super) fn afterwards(self, answer: &Answer) -> Response {
        match self {
            Self::CutAfterEffect => cut(),
            Self::Malformed => json_response(StatusCode::OK, "{\"ok\":true,\"result\":".to_owned()),
            _ => response(answer),
        }
    }
}

/// A body that fails at its first byte: the server gives up the connection before the head is flushed.
fn cut() -> Response {
    let broken = futures_util::stream::iter([Err::<&'static str, _>(std::io::Error::other("cut on request"))]);
    Response::new(Body::from_stream(broken))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_strikes_what_it_names() {
        let mut faults = Faults::default();
        faults.add(Fault { times: 2, ..Fault::once("SENDMESSAGE", FaultKind::CutConnection) });
        faults.add(Fault { method: None, kind: FaultKind::Malformed, times: 1, probability: 1.0 });
        faults.add(Fault { probability: 0.0, ..Fault::once("getMe", FaultKind::CutConnection) });
        let cut = Some(FaultKind::CutConnection);
        for (method, expected) in [
            ("getUpdates", None),
            ("sendmessage", cut),
            ("sendMessage", cut),
            ("sendMessage", Some(FaultKind::Malformed)),
            ("sendMessage", None),
            ("getMe", None),
        ] {
            assert_eq!(faults.strike(method), expected, "{method}");
        }
        let read: Fault = serde_json::from_str(r#"{"kind":{"timeout":{"ms":5}}}"#).unwrap();
        assert_eq!(read, Fault { method: None, kind: FaultKind::Timeout { ms: 5 }, times: 1, probability: 1.0 });
        let read: Fault = serde_json::from_str(r#"{"method":"x","kind":{"server_error":502},"times":3}"#).unwrap();
        assert_eq!((read.kind, read.times), (FaultKind::ServerError(502), 3));
    }
}

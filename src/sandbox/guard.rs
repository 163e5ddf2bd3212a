//! Keeps pages of other origins out: the server listens beside a person's money, and any web page may send requests to
//! `localhost`.
//!
//! **Invariant:** a request that a browser makes for another origin, or under a name that is not this machine's, is refused
//! before anything is done. Programs send neither `Origin` nor `Sec-Fetch-Site` and pass.

use std::net::IpAddr;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Lets a request through or answers 403.
pub(super) async fn same_origin(request: Request<Body>, next: Next) -> Response {
    // Opening the page by a link from elsewhere is fine; it changes nothing.
    let opens_page = request.method() == Method::GET && request.uri().path() == "/";
    match refusal(request.headers(), request.uri().host(), opens_page) {
        None => next.run(request).await,
        Some(why) => (StatusCode::FORBIDDEN, [(header::CONTENT_TYPE, "application/json")], error(why)).into_response(),
    }
}

fn error(why: &str) -> String {
    serde_json::json!({"ok": false, "error_code": 403, "description": why, "error": why}).to_string()
}

/// Why a request with these headers is refused, if it is.
fn refusal(headers: &HeaderMap, uri_host: Option<&str>, opens_page: bool) -> Option<&'static str> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = text("host").or(uri_host);
    if !host.is_none_or(is_this_machine) {
        return Some("Forbidden: this server answers under its own address only");
    }
    let foreign = "Forbidden: requests from other pages are not taken";
    if let Some(origin) = text("origin") {
        let same = origin.split_once("://").is_some_and(|(_, authority)| Some(authority) == host);
        if !same {
            return Some(foreign);
        }
    }
    match text("sec-fetch-site") {
        None | Some("same-origin" | "none") => None,
        Some(_) if opens_page => None,
        Some(_) => Some(foreign),
    }
}

/// Whether a host is one that nobody outside can point here: an address, `localhost`, or a name without dots such as that of
/// a container.
fn is_this_machine(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return address.0.parse::<IpAddr>().is_ok();
    }
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name.parse::<IpAddr>().is_ok()
        || name.eq_ignore_ascii_case("localhost")
        || name.to_ascii_lowercase().ends_with(".localhost")
        || (!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_let_in() {
        let check = |headers: &[(&'static str, &'static str)], opens_page: bool, expected: bool| {
            let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
            assert_eq!(refusal(&headers, None, opens_page).is_none(), expected, "{headers:?}");
        };
        check(&[], false, true);
        check(&[("host", "127.0.0.1:8080")], false, true);
        check(&[("host", "[::1]:8080")], false, true);
        check(&[("host", "localhost")], false, true);
        check(&[("host", "sandbox:8080")], false, true);
        check(&[("host", "evil.example:8080")], false, false);
        check(&[("host", "127.0.0.1.evil.example")], false, false);
        check(&[("host", "")], false, false);
        check(&[("host", "localhost:8080"), ("origin", "http://localhost:8080")], false, true);
        check(&[("host", "localhost:8080"), ("origin", "http://localhost:8081")], false, false);
        check(&[("host", "localhost:8080"), ("origin", "https://evil.example")], false, false);
        check(&[("host", "localhost:8080"), ("origin", "null")], true, false);
        check(&[("host", "localhost:8080"), ("sec-fetch-site", "cross-site")], false, false);
        check(&[("host", "localhost:8080"), ("sec-fetch-site", "same-site")], false, false);
        check(&[("host", "localhost:8080"), ("sec-fetch-site", "cross-site")], true, true);
        check(&[("host", "localhost:8080"), ("sec-fetch-site", "same-origin")], false, true);
    }
}

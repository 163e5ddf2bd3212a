//! Which links Telegram takes in texts and buttons.

use reqwest::Url;

/// A link as Telegram keeps it: with a scheme, and a slash behind a bare host.
///
/// # Errors
/// Telegram's words for what is wrong.
pub(crate) fn checked(link: &str) -> Result<String, &'static str> {
    let link = link.trim();
    if link.is_empty() {
        return Err("URL host is empty");
    }
    let lower = link.to_ascii_lowercase();
    if ["tg:", "ton:", "tonsite:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return Ok(link.to_owned());
    }
    let with_scheme = match lower.contains("://") {
        true => link.to_owned(),
        false => format!("http://{link}"),
    };
    let url: Url = with_scheme.parse().map_err(|_| "Wrong HTTP URL")?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("Unsupported URL protocol");
    }
    match url.host_str() {
        None | Some("") => Err("URL host is empty"),
        Some(host) if host.contains('.') || host.starts_with('[') => Ok(url.into()),
        Some(_) => Err("Wrong HTTP URL"),
    }
}

//! The mail server that mails leave by: `SMTP_URL`.

use std::ffi::OsString;
use std::fs::File;
use std::io::Read as _;

use lettre::Address;
use lettre::transport::smtp::client::Certificate;
use reqwest::Url;

use super::{ConfigError, Secret, Variables};

const VARIABLE: &str = "SMTP_URL";
const PROBLEM: &str = "must look like smtp://user:password@host:587 or smtps://host, with ?from=bot@example.org behind it \
    where the user is no address";
const PROBLEM_AUTHORITY: &str =
    "names a file behind ?authority= that cannot be read as the certificate of an authority (PEM)";
/// A certificate is a few kilobytes.
const AUTHORITY_BYTES_MAX: u64 = 64 * 1024;
/// Where clients hand mails in: RFC 6409, and RFC 8314 for the encrypted port.
const SUBMISSION_PORT: u16 = 587;
const ENCRYPTED_PORT: u16 = 465;

/// How to hand mails to the server.
#[derive(Clone, Debug)]
pub struct MailServer {
    pub host: String,
    pub port: u16,
    pub encryption: Encryption,
    pub login: Option<Login>,
    /// Who vouches for the server besides the authorities of this machine: `authority` of the URL, a file.
    pub authority: Option<Certificate>,
    /// Who mails come from: `from` of the URL, else the user where it is an address, else `farthing@host`.
    pub sender: Address,
}

#[derive(Clone, Debug)]
pub struct Login {
    pub user: String,
    pub password: Secret<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// From the first byte: `smtps`.
    Always,
    /// By STARTTLS, and nothing is said without: `smtp`.
    StartTls,
    /// Never: `smtp` to this very machine, or with `?tls=off`.
    Never,
}

impl<L: Fn(&str) -> Option<OsString>> Variables<L> {
    pub(super) fn mail(&self) -> Result<Option<MailServer>, ConfigError> {
        let Some(text) = self.text(VARIABLE)? else { return Ok(None) };
        let wrong = |problem| ConfigError::Variable { variable: VARIABLE, problem };
        let (server, authority) = read(&text).ok_or(wrong(PROBLEM))?;
        let authority = match authority {
            Some(path) => Some(certificate(&path).ok_or(wrong(PROBLEM_AUTHORITY))?),
            None => None,
        };
        Ok(Some(MailServer { authority, ..server }))
    }
}

/// The authority in a file.
fn certificate(path: &str) -> Option<Certificate> {
    let mut pem = Vec::new();
    File::open(path).ok()?.take(AUTHORITY_BYTES_MAX).read_to_end(&mut pem).ok()?;
    let is_one = pem.windows(BEGIN.len()).any(|bytes| bytes == BEGIN);
    Certificate::from_pem(&pem).ok().filter(|_| is_one)
}

/// What a certificate begins with; a text without it is read as no certificates at all.
const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// The server, and the file of the authority that vouches for it.
fn read(text: &str) -> Option<(MailServer, Option<String>)> {
    let url: Url = text.parse().ok()?;
    let host = decoded(url.host_str()?)?;
    let is_known = |name: &str, value: &str| matches!(name, "from" | "authority") || name == "tls" && value == "off";
    if host.is_empty() || !matches!(url.path(), "" | "/") || !url.query_pairs().all(|(n, v)| is_known(&n, &v)) {
        return None;
    }
    let off = url.query_pairs().any(|(name, _)| name == "tls");
    let (encryption, port) = match url.scheme() {
        "smtps" => (Encryption::Always, ENCRYPTED_PORT),
        "smtp" if off || is_this_machine(&host) => (Encryption::Never, SUBMISSION_PORT),
        "smtp" => (Encryption::StartTls, SUBMISSION_PORT),
        _ => return None,
    };
    let user = decoded(url.username())?;
    let login = match url.password() {
        Some(password) => Some(Login { user: user.clone(), password: Secret::new(decoded(password)?) }),
        None if user.is_empty() => None,
        None => return None,
    };
    let said = |wanted: &str| url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
    let sender = match said("from") {
        Some(from) => from.parse().ok()?,
        None => user.parse().or_else(|_| format!("farthing@{host}").parse()).ok()?,
    };
    let port = url.port().unwrap_or(port);
    Some((MailServer { host, port, encryption, login, authority: None, sender }, said("authority")))
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

/// A part of a URL with its `%40` read.
fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => u8::from_str_radix(std::str::from_utf8(&[rest.next()?, rest.next()?]).ok()?, 16).ok()?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_says_where_and_as_whom() {
        let check =
            |url: &str, host: &str, port: u16, encryption: Encryption, login: Option<(&str, &str)>, from: &str| {
                let (server, _) = read(url).unwrap_or_else(|| panic!("{url}"));
                assert_eq!((server.host.as_str(), server.port, server.encryption), (host, port, encryption), "{url}");
                let found = server.login.as_ref().map(|login| (login.user.as_str(), login.password.expose().as_str()));
                assert_eq!((found, server.sender.as_ref()), (login, from), "{url}");
            };
        use Encryption::{Always, Never, StartTls};
        let ana = Some(("ana@x.example", "p/w:&+"));
        check("smtps://ana%40x.example:p%2Fw%3A&+@mail.example", "mail.example", 465, Always, ana, "ana@x.example");
        let bot = Some(("bot", "pw"));
        check("smtp://bot:pw@mail.example", "mail.example", 587, StartTls, bot, "farthing@mail.example");
        let from = "smtp://bot:pw@mail.example:2525?from=me%40y.example";
        check(from, "mail.example", 2525, StartTls, bot, "me@y.example");
        check("smtp://localhost:25", "localhost", 25, Never, None, "farthing@localhost");
        let inside = "smtp://relay/?tls=off&from=me@y.example";
        check(inside, "relay", 587, Never, None, "me@y.example");
        assert!(read("smtp://127.0.0.1:25?from=me@y.example").is_some());
        let (_, authority) = read("smtps://mail.example?from=me@y.example&authority=/etc/relay.pem").unwrap();
        assert_eq!(authority.as_deref(), Some("/etc/relay.pem"));
    }

    #[test]
    fn an_authority_is_a_certificate() {
        let file = |name: &str| format!("{}/tests/it/mail/{name}", env!("CARGO_MANIFEST_DIR"));
        assert!(certificate(&file("tls/authority.pem")).is_some());
        for wrong in ["tls/server.key", "server.py", "tls", "nothing.pem"] {
            assert!(certificate(&file(wrong)).is_none(), "{wrong}");
        }
    }

    #[test]
    fn what_is_no_mail_server_is_refused() {
        for url in [
            "mail.example:587",
            "http://mail.example",
            "smtp://",
            "smtp://user@mail.example",
            "smtp://u:%zz@mail.example",
            "smtp://mail.example/inbox",
            "smtp://mail.example?tls=maybe",
            "smtp://mail.example?from=nobody",
        ] {
            assert!(read(url).is_none(), "{url}");
        }
    }
}

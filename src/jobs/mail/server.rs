//! One mail handed to the mail server, and what the server said.
//!
//! **Invariant:** which answer it is depends on the step that was refused: at the address, at this mail, or before either.

use std::time::{Duration, SystemTime};

use lettre::message::Mailbox;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::{Address, Message};

use crate::config::{Encryption, MailServer};
use crate::store::mail::ClaimedMail;

/// A server that greets slowly on purpose takes half a minute.
const CONNECT_MAX: Duration = Duration::from_secs(30);
/// From the first byte to the last answer.
const HAND_OVER_MAX: Duration = Duration::from_secs(120);
/// A reason's beginning says what it is.
const REASON_CHARS_MAX: usize = 200;
/// The login was not asked for: the set-up is at fault, not the address (RFC 4954).
const LOGIN_NEEDED: &str = "530";
/// Refused by policy, such as no relaying (RFC 3463, X.7): nothing is said about the address.
const POLICY: &str = "5.7.";

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Taken,
    /// The server wants it later, or the line broke.
    Later(String),
    /// Nobody is at this address, for good.
    NoSuchAddress(String),
    /// The server does not want this mail, for good.
    Refused(String),
    /// The server itself is not there, or does not know us: no other mail would fare better now.
    Away(String),
}

/// Hands a mail over.
pub(super) async fn hand_over(server: &MailServer, mail: &ClaimedMail) -> Answer {
    let (message, to) = match message(server, mail) {
        Ok(message) => message,
        Err(error) => return Answer::Refused(reason(&error.to_string(), mail)),
    };
    let answer = match tokio::time::timeout(HAND_OVER_MAX, converse(server, &message, to)).await {
        Ok(answer) => answer,
        Err(_) => Answer::Away(format!("no answer within {HAND_OVER_MAX:?}")),
    };
    match answer {
        Answer::Taken => Answer::Taken,
        Answer::Later(words) => Answer::Later(reason(&words, mail)),
        Answer::NoSuchAddress(words) => Answer::NoSuchAddress(reason(&words, mail)),
        Answer::Refused(words) => Answer::Refused(reason(&words, mail)),
        Answer::Away(words) => Answer::Away(reason(&words, mail)),
    }
}

/// For logs and admins: without the address, which servers like to repeat.
fn reason(words: &str, mail: &ClaimedMail) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace(&mail.address, "…").chars().take(REASON_CHARS_MAX).collect()
}

/// The same at each attempt, so that a server knows a mail that comes twice.
fn message(server: &MailServer, mail: &ClaimedMail) -> anyhow::Result<(Vec<u8>, Address)> {
    let to: Address = mail.address.parse()?;
    let message = Message::builder()
        .from(Mailbox::new(Some("farthing".to_owned()), server.sender.clone()))
        .to(Mailbox::new(None, to.clone()))
        .subject(&mail.subject)
        .date(SystemTime::from(mail.created_at))
        .message_id(Some(format!("<{}@{}>", mail.id.simple(), server.sender.domain())))
        .header(AutoSubmitted)
        .header(ContentType::TEXT_PLAIN)
        .body(mail.body.clone())?;
    Ok((message.formatted(), to))
}

/// RFC 3834: no vacation message answers it.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

async fn converse(server: &MailServer, message: &[u8], to: Address) -> Answer {
    let mut connection = match connect(server).await {
        Ok(connection) => connection,
        Err(error) => return Answer::Away(error.to_string()),
    };
    let answer = deliver(&mut connection, server, message, to).await;
    // A politeness: the answer stands.
    if answer == Answer::Taken {
        let _ = connection.quit().await;
    } else {
        connection.abort().await;
    }
    answer
}

async fn connect(server: &MailServer) -> Result<AsyncSmtpConnection, Error> {
    let hello = ClientId::default();
    let host = server.host.trim_matches(['[', ']']);
    let tls = || {
        let parameters = TlsParameters::builder(host.to_owned());
        match &server.authority {
            Some(authority) => parameters.add_root_certificate(authority.clone()).build(),
            None => parameters.build(),
        }
    };
    let at_once = if server.encryption == Encryption::Always { Some(tls()?) } else { None };
    let address = (host, server.port);
    let mut connection = AsyncSmtpConnection::connect_tokio1(address, Some(CONNECT_MAX), &hello, at_once, None).await?;
    if server.encryption == Encryption::StartTls {
        connection.starttls(tls()?, &hello).await?;
    }
    if let Some(login) = &server.login {
        let credentials = Credentials::new(login.user.clone(), login.password.expose().clone());
        connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await?;
    }
    Ok(connection)
}

async fn deliver(connection: &mut AsyncSmtpConnection, server: &MailServer, message: &[u8], to: Address) -> Answer {
    let (knows_utf8, knows_8_bits) = {
        let offers = connection.server_info();
        (offers.supports_feature(Extension::SmtpUtfEight), offers.supports_feature(Extension::EightBitMime))
    };
    let mut options = Vec::new();
    let address: &str = to.as_ref();
    if !address.is_ascii() {
        if !knows_utf8 {
            return Answer::NoSuchAddress("the mail server writes to addresses of plain letters only".to_owned());
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !message.is_ascii() && knows_8_bits {
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    if let Err(error) = connection.command(Mail::new(Some(server.sender.clone()), options)).await {
        return Answer::Away(error.to_string());
    }
    if let Err(error) = connection.command(Rcpt::new(to, Vec::new())).await {
        return match error.is_permanent() && !is_of_the_set_up(&error) {
            true => Answer::NoSuchAddress(error.to_string()),
            false => refused(&error),
        };
    }
    if let Err(error) = connection.command(Data).await {
        return refused(&error);
    }
    match connection.message(message).await {
        Ok(_) => Answer::Taken,
        Err(error) => refused(&error),
    }
}

fn refused(error: &Error) -> Answer {
    match error.is_permanent() {
        true => Answer::Refused(error.to_string()),
        false => Answer::Later(error.to_string()),
    }
}

/// Whether a refused address says more about how the server is set up than about the address.
fn is_of_the_set_up(error: &Error) -> bool {
    error.status().is_some_and(|code| code.to_string() == LOGIN_NEEDED) || error.to_string().contains(POLICY)
}

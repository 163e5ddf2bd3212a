//! Settings of the chat: the bot, who may use it, and the HTTP server beside it.

use std::ffi::OsString;
use std::net::SocketAddr;

use reqwest::Url;

use super::{ConfigError, Secret, Variables};
use crate::domain::TelegramUserId;

const PUBLIC_TELEGRAM_URL: &str = "https://api.telegram.org";
const DEFAULT_HTTP_ADDR: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);
/// Telegram's own limit on what a bot sends to everybody together.
const DEFAULT_SEND_RATE: u32 = 30;
/// Telegram's own limits on the secret that it repeats in a header.
const WEBHOOK_SECRET_LENGTH_MAX: usize = 256;
/// What the HTTP server answers itself.
const OWN_PATHS: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Everything about the chat that is set from outside.
#[derive(Clone, Debug)]
pub struct Chat {
    /// `TELEGRAM_BOT_TOKEN`: `123456:letters`. Without it there is only the sandbox.
    pub token: Option<Secret<String>>,
    /// `TELEGRAM_API_URL`, without a slash at its end.
    pub api_url: Url,
    /// `FARTHING_HTTP_ADDR`: health, metrics, webhook and the sandbox's page.
    pub http_addr: SocketAddr,
    /// `FARTHING_WEBHOOK_URL`; `None` polls.
    pub webhook: Option<Webhook>,
    /// `FARTHING_ADMIN_IDS`.
    pub admins: Vec<TelegramUserId>,
    /// `FARTHING_ACCESS`.
    pub access: Access,
    /// `FARTHING_SEND_RATE`: messages a second to everybody together; `None` lifts every sending limit.
    pub send_rate: Option<std::num::NonZeroU32>,
    /// `FARTHING_PAYMENT_TOKEN`: the payment provider's, from @BotFather; `None` sends no invoices.
    pub payment_token: Option<Secret<String>>,
}

/// Where Telegram delivers updates.
#[derive(Clone, Debug)]
pub struct Webhook {
    pub url: Url,
    /// `FARTHING_WEBHOOK_SECRET`: Telegram repeats it with every delivery; made up at the start where it is not set.
    pub secret: Option<Secret<String>>,
}

/// Who may use the bot. Admins always may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    #[default]
    Open,
    /// Who comes with an invitation of an admin.
    Invite,
    /// Whom an admin has let in.
    Allowlist,
}

impl<L: Fn(&str) -> Option<OsString>> Variables<L> {
    pub(super) fn chat(&self) -> Result<Chat, ConfigError> {
        Ok(Chat {
            token: self.token()?,
            api_url: self.web_address("TELEGRAM_API_URL")?.map_or_else(public_telegram_url, Ok)?,
            http_addr: self.parsed("FARTHING_HTTP_ADDR", "must look like 127.0.0.1:8080")?.unwrap_or(DEFAULT_HTTP_ADDR),
            webhook: self.webhook()?,
            admins: self.admins()?,
            access: self.access()?,
            send_rate: self.send_rate()?,
            payment_token: self.payment_token()?,
        })
    }

    fn token(&self) -> Result<Option<Secret<String>>, ConfigError> {
        let variable = "TELEGRAM_BOT_TOKEN";
        let Some(token) = self.text(variable)? else { return Ok(None) };
        let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
        let well_formed = token
            .split_once(':')
            .is_some_and(|(id, secret)| id.parse::<u64>().is_ok() && !secret.is_empty() && letters(secret));
        match well_formed {
            true => Ok(Some(Secret::new(token))),
            false => Err(ConfigError::Variable {
                variable,
                problem: "must be the token that @BotFather gave, like 123456:ABC",
            }),
        }
    }

    fn webhook(&self) -> Result<Option<Webhook>, ConfigError> {
        let secret = self.text("FARTHING_WEBHOOK_SECRET")?;
        let allowed = |secret: &String| {
            secret.len() <= WEBHOOK_SECRET_LENGTH_MAX
                && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
        };
        if !secret.as_ref().is_none_or(allowed) {
            let problem = "may hold up to 256 letters, digits, _ and -";
            return Err(ConfigError::Variable { variable: "FARTHING_WEBHOOK_SECRET", problem });
        }
        let url = self.web_address("FARTHING_WEBHOOK_URL")?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
        let usable = |url: &Url| !OWN_PATHS.contains(&url.path()) && url.path().bytes().all(plain);
        if !url.as_ref().is_none_or(usable) {
            let problem = "needs a path of letters, digits, / - _ and . other than /healthz, /readyz and /metrics";
            return Err(ConfigError::Variable { variable: "FARTHING_WEBHOOK_URL", problem });
        }
        Ok(url.map(|url| Webhook { url, secret: secret.map(Secret::new) }))
    }

    fn admins(&self) -> Result<Vec<TelegramUserId>, ConfigError> {
        let variable = "FARTHING_ADMIN_IDS";
        let wrong = ConfigError::Variable { variable, problem: "must be Telegram user ids with commas between them" };
        let Some(list) = self.text(variable)? else { return Ok(Vec::new()) };
        list.split(',')
            .map(|id| id.trim().parse().ok().filter(|id| *id > 0).map(TelegramUserId))
            .collect::<Option<_>>()
            .ok_or(wrong)
    }

    fn access(&self) -> Result<Access, ConfigError> {
        match self.text("FARTHING_ACCESS")?.as_deref() {
            None | Some("open") => Ok(Access::Open),
            Some("invite") => Ok(Access::Invite),
            Some("allowlist") => Ok(Access::Allowlist),
            Some(_) => {
                Err(ConfigError::Variable { variable: "FARTHING_ACCESS", problem: "must be open, invite or allowlist" })
            }
        }
    }

    fn payment_token(&self) -> Result<Option<Secret<String>>, ConfigError> {
        let variable = "FARTHING_PAYMENT_TOKEN";
        match self.text(variable)? {
            Some(token) if !token.contains(':') || token.contains(char::is_whitespace) => {
                let problem = "must be the provider's token that @BotFather gave, like 284685063:TEST:ABC";
                Err(ConfigError::Variable { variable, problem })
            }
            token => Ok(token.map(Secret::new)),
        }
    }

    fn send_rate(&self) -> Result<Option<std::num::NonZeroU32>, ConfigError> {
        let rate = self.parsed("FARTHING_SEND_RATE", "must be a whole number, 0 for no limit")?;
        Ok(std::num::NonZeroU32::new(rate.unwrap_or(DEFAULT_SEND_RATE)))
    }

    fn parsed<T: std::str::FromStr>(
        &self,
        variable: &'static str,
        problem: &'static str,
    ) -> Result<Option<T>, ConfigError> {
        let wrong = |_| ConfigError::Variable { variable, problem };
        self.text(variable)?.map(|text| text.parse().map_err(wrong)).transpose()
    }

    fn web_address(&self, variable: &'static str) -> Result<Option<Url>, ConfigError> {
        let problem = "must be a web address such as https://example.org";
        let Some(url) = self.parsed::<Url>(variable, problem)? else { return Ok(None) };
        match matches!(url.scheme(), "http" | "https") && url.host_str().is_some() {
            true => Ok(Some(url)),
            false => Err(ConfigError::Variable { variable, problem }),
        }
    }
}

fn public_telegram_url() -> Result<Url, ConfigError> {
    PUBLIC_TELEGRAM_URL
        .parse()
        .map_err(|_| ConfigError::Variable { variable: "TELEGRAM_API_URL", problem: "has no usable default" })
}

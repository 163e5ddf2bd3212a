//! Every setting, read once at the start, with its default and its meaning.
//!
//! A real environment variable wins over the same name in `.env` (in the folder farthing was started in); an empty
//! value counts as unset.
//!
//! **Invariant:** settings are read here and nowhere else, a wrong value stops the start with one line that names
//! the variable, and neither that line nor `Debug` ever shows a secret.

mod chat;
mod mail;

use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use sqlx::postgres::PgConnectOptions;
use tracing_subscriber::EnvFilter;

pub use chat::{Access, Chat, Webhook};
pub use mail::{Encryption, Login, MailServer};

const PUBLIC_MODEL_URL: &str = "https://api.openai.com/v1";
/// Small and cheap, calls tools well, and takes a temperature, which the larger reasoning models refuse.
const DEFAULT_MODEL: &str = "gpt-4.1-mini";
const DEFAULT_DATA_DIR: &str = "./data";
/// Where services keep their state on Linux; root's current folder is seldom one that the database's user can reach.
const DEFAULT_DATA_DIR_AS_ROOT: &str = "/var/lib/farthing";

/// A key of random letters that nobody guesses: 128 bits in hexadecimal.
const MASTER_KEY_LETTERS_MIN: usize = 32;

/// A value that `Debug` never prints.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself: only for the call that needs it, never for a log or a message.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Every setting of this process.
#[derive(Clone, Debug)]
pub struct Config {
    /// The server that somebody else runs; `None` means a private cluster in the data folder.
    pub database: Option<Database>,
    /// `FARTHING_DATA_DIR`: where the private cluster and everything else on disk lives.
    pub data_dir: PathBuf,
    /// `FARTHING_MASTER_KEY`: seals PIN hashes and authenticator secrets; `None` makes a key file in the data folder.
    pub master_key: Option<Secret<String>>,
    /// The model behind the fluent planner; `None` leaves the rules alone in charge.
    pub model: Option<Model>,
    /// The bot, who may use it, and the HTTP server beside it.
    pub chat: Chat,
    /// `SMTP_URL`: the mail server; `None` sends no mails.
    pub mail: Option<MailServer>,
    /// `RUST_LOG`, already checked; `None` leaves the choice to [`crate::telemetry`].
    pub log_filter: Option<String>,
    pub log_format: LogFormat,
}

/// How to connect to a Postgres that is not farthing's own.
#[derive(Clone, Debug)]
pub struct Database {
    /// `DATABASE_URL`: the role that the application works as.
    pub application: Secret<PgConnectOptions>,
    /// `DATABASE_OWNER_URL`: the role that migrates; the same one where it is not set.
    pub owner: Secret<PgConnectOptions>,
}

/// A server that speaks the OpenAI API.
#[derive(Clone, Debug)]
pub struct Model {
    /// `OPENAI_API_KEY`; servers on one's own machine seldom want one.
    pub api_key: Option<Secret<String>>,
    /// `OPENAI_BASE_URL`, without a slash at its end.
    pub base_url: String,
    /// `OPENAI_MODEL`.
    pub name: String,
}

/// `FARTHING_LOG_FORMAT`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    #[default]
    Pretty,
    /// One JSON object a line, for machines.
    Json,
}

/// What is wrong with the environment, in one line.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("{variable} {problem}")]
    Variable { variable: &'static str, problem: &'static str },
    #[error("the file .env {0}")]
    File(String),
}

impl Config {
    /// Reads the environment and `.env`.
    ///
    /// # Errors
    /// The first variable that does not hold what it should, or a `.env` that cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        let from_file = read_env_file()?;
        let lookup = |name: &str| std::env::var_os(name).or_else(|| from_file.get(name).map(OsString::from));
        Self::from_lookup(lookup, rustix::process::geteuid().is_root())
    }

    /// The same over any source of variables.
    fn from_lookup(lookup: impl Fn(&str) -> Option<OsString>, is_root: bool) -> Result<Self, ConfigError> {
        let data_dir = lookup("FARTHING_DATA_DIR").filter(|path| !path.is_empty()).map(PathBuf::from);
        let variables = Variables(lookup);
        Ok(Self {
            database: variables.database()?,
            data_dir: data_dir
                .unwrap_or_else(|| (if is_root { DEFAULT_DATA_DIR_AS_ROOT } else { DEFAULT_DATA_DIR }).into()),
            master_key: variables.master_key()?,
            model: variables.model()?,
            chat: variables.chat()?,
            mail: variables.mail()?,
            log_filter: variables.log_filter()?,
            log_format: variables.log_format()?,
        })
    }
}

/// `.env` of the current folder; none is fine. Only that folder: a file further up belongs to something else.
fn read_env_file() -> Result<HashMap<String, String>, ConfigError> {
    // The library's own message repeats the line, which may hold a secret.
    let explain = |error: dotenvy::Error| match error {
        dotenvy::Error::Io(error) => ConfigError::File(format!("cannot be read: {error}")),
        _ => ConfigError::File("has a line that is not NAME=value (put values with spaces in quotes)".to_owned()),
    };
    match dotenvy::from_path_iter(".env") {
        Ok(lines) => lines.collect::<Result<_, _>>().map_err(explain),
        Err(dotenvy::Error::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(HashMap::new()),
        Err(error) => Err(explain(error)),
    }
}

struct Variables<L>(L);

impl<L: Fn(&str) -> Option<OsString>> Variables<L> {
    /// The variable's trimmed text; `None` where it is unset or empty.
    fn text(&self, variable: &'static str) -> Result<Option<String>, ConfigError> {
        let Some(raw) = (self.0)(variable) else { return Ok(None) };
        let text = raw.into_string().map_err(|_| ConfigError::Variable { variable, problem: "is not UTF-8 text" })?;
        Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
    }

    fn database(&self) -> Result<Option<Database>, ConfigError> {
        let application = self.connection("DATABASE_URL")?;
        let owner = self.connection("DATABASE_OWNER_URL")?;
        match (application, owner) {
            (Some(application), owner) => {
                let owner = owner.unwrap_or_else(|| application.clone());
                Ok(Some(Database { application, owner }))
            }
            (None, None) => Ok(None),
            (None, Some(_)) => Err(ConfigError::Variable {
                variable: "DATABASE_OWNER_URL",
                problem: "is set without DATABASE_URL; set both, or neither for a database of farthing's own",
            }),
        }
    }

    fn master_key(&self) -> Result<Option<Secret<String>>, ConfigError> {
        let variable = "FARTHING_MASTER_KEY";
        match self.text(variable)? {
            Some(key) if key.chars().count() < MASTER_KEY_LETTERS_MIN => Err(ConfigError::Variable {
                variable,
                problem: "is too short to be a key: `openssl rand -hex 32` makes one",
            }),
            key => Ok(key.map(Secret::new)),
        }
    }

    fn connection(&self, variable: &'static str) -> Result<Option<Secret<PgConnectOptions>>, ConfigError> {
        let Some(url) = self.text(variable)? else { return Ok(None) };
        let problem = "must look like postgres://user:password@host:5432/database";
        let wrong = ConfigError::Variable { variable, problem };
        // Checked here because the URL parser takes any scheme.
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(wrong);
        }
        url.parse().map(|options| Some(Secret::new(options))).map_err(|_| wrong)
    }

    fn model(&self) -> Result<Option<Model>, ConfigError> {
        let api_key = self.text("OPENAI_API_KEY")?.map(Secret::new);
        let base_url = self.text("OPENAI_BASE_URL")?;
        let name = self.text("OPENAI_MODEL")?.unwrap_or_else(|| DEFAULT_MODEL.to_owned());
        if api_key.is_none() && base_url.is_none() {
            return Ok(None);
        }
        let base_url = base_url.unwrap_or_else(|| PUBLIC_MODEL_URL.to_owned());
        let is_web_address = reqwest::Url::parse(&base_url)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some());
        if !is_web_address {
            let problem = "must be a web address such as http://localhost:11434/v1";
            return Err(ConfigError::Variable { variable: "OPENAI_BASE_URL", problem });
        }
        Ok(Some(Model { api_key, base_url: base_url.trim_end_matches('/').to_owned(), name }))
    }

    fn log_filter(&self) -> Result<Option<String>, ConfigError> {
        let filter = self.text("RUST_LOG")?;
        match &filter {
            Some(filter) if EnvFilter::try_new(filter).is_err() => Err(ConfigError::Variable {
                variable: "RUST_LOG",
                problem: "must be a log level or a list such as info,sqlx=warn",
            }),
            _ => Ok(filter),
        }
    }

    fn log_format(&self) -> Result<LogFormat, ConfigError> {
        match self.text("FARTHING_LOG_FORMAT")?.as_deref() {
            None | Some("pretty") => Ok(LogFormat::Pretty),
            Some("json") => Ok(LogFormat::Json),
            Some(_) => {
                Err(ConfigError::Variable { variable: "FARTHING_LOG_FORMAT", problem: "must be pretty or json" })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStringExt;

    use super::*;
    use crate::domain::TelegramUserId;

    fn read(variables: &[(&str, &str)], is_root: bool) -> Result<Config, ConfigError> {
        Config::from_lookup(
            |name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value)),
            is_root,
        )
    }

    #[test]
    fn defaults() {
        for (is_root, data_dir) in [(false, "./data"), (true, "/var/lib/farthing")] {
            let config = read(&[], is_root).unwrap();
            assert!(config.database.is_none());
            assert_eq!(config.data_dir, PathBuf::from(data_dir));
            assert!(config.model.is_none());
            assert_eq!(config.log_filter, None);
            assert_eq!(config.log_format, LogFormat::Pretty);
        }
    }

    #[test]
    fn an_empty_value_counts_as_unset() {
        let names = ["DATABASE_URL", "OPENAI_API_KEY", "FARTHING_DATA_DIR", "RUST_LOG", "FARTHING_LOG_FORMAT"];
        let config = read(&names.map(|name| (name, "")), false).unwrap();
        assert!(config.database.is_none());
        assert!(config.model.is_none());
        assert_eq!(config.data_dir, PathBuf::from("./data"));
    }

    #[test]
    fn the_model_is_on_with_a_key_or_an_address() {
        let check = |variables: &[(&str, &str)], base_url: &str, name: &str, has_key: bool| {
            let model = read(variables, false).unwrap().model.unwrap();
            assert_eq!((model.base_url.as_str(), model.name.as_str()), (base_url, name), "{variables:?}");
            assert_eq!(model.api_key.is_some(), has_key, "{variables:?}");
        };
        check(&[("OPENAI_API_KEY", "k")], PUBLIC_MODEL_URL, DEFAULT_MODEL, true);
        check(&[("OPENAI_BASE_URL", "http://127.0.0.1:1/v1/")], "http://127.0.0.1:1/v1", DEFAULT_MODEL, false);
        check(&[("OPENAI_API_KEY", "k"), ("OPENAI_MODEL", " m ")], PUBLIC_MODEL_URL, "m", true);
        assert!(read(&[("OPENAI_MODEL", "m")], false).unwrap().model.is_none(), "a model name alone reaches no server");
    }

    #[test]
    fn the_owner_defaults_to_the_application_role() {
        let roles = |variables: &[(&str, &str)]| {
            let database = read(variables, false).unwrap().database.unwrap();
            [database.application, database.owner].map(|role| role.expose().get_username().to_owned())
        };
        let application = ("DATABASE_URL", "postgres://app@h/d");
        assert_eq!(roles(&[application]), ["app", "app"]);
        let both = [application, ("DATABASE_OWNER_URL", "postgresql:///d?host=/run/pg&user=owner")];
        assert_eq!(roles(&both), ["app", "owner"]);
    }

    #[test]
    fn a_wrong_value_names_its_variable_and_stays_unseen() {
        let check = |variable: &str, value: &str, expected: &str| {
            let message = read(&[("OPENAI_API_KEY", "k"), (variable, value)], false).unwrap_err().to_string();
            assert!(message.starts_with(&format!("{variable} ")), "{variable}={value}: {message}");
            assert!(message.contains(expected), "{variable}={value}: {message}");
            assert!(!message.contains(value) && !message.contains('\n'), "{variable}={value}: {message}");
        };
        check("DATABASE_URL", "mysql://hunter2@h/d", "postgres://user");
        check("DATABASE_URL", "postgres://u:hunter2@h:port/d", "postgres://user");
        check("DATABASE_OWNER_URL", "postgres://hunter2@h/d", "DATABASE_URL");
        check("OPENAI_BASE_URL", "example:11434", "web address");
        check("OPENAI_BASE_URL", "file:///etc", "web address");
        check("RUST_LOG", "farthing=loud", "log level");
        check("FARTHING_LOG_FORMAT", "xml", "pretty or json");
        check("TELEGRAM_BOT_TOKEN", "hunter2", "@BotFather");
        check("TELEGRAM_API_URL", "ftp://h", "web address");
        check("FARTHING_HTTP_ADDR", "localhost", "127.0.0.1:8080");
        check("FARTHING_WEBHOOK_URL", "bot.example/hook", "web address");
        check("FARTHING_WEBHOOK_URL", "https://bot.example/healthz", "other than /healthz");
        check("FARTHING_WEBHOOK_URL", "https://bot.example/:hook", "needs a path");
        check("FARTHING_WEBHOOK_SECRET", "two words", "letters, digits");
        check("FARTHING_ADMIN_IDS", "7001;7002", "commas");
        check("FARTHING_ACCESS", "closed", "allowlist");
        check("FARTHING_SEND_RATE", "-1", "whole number");
        check("FARTHING_PAYMENT_TOKEN", "letters", "@BotFather");
        check("FARTHING_MASTER_KEY", "hunter2", "openssl rand");
        check("SMTP_URL", "http://u:hunter2@h", "smtp://user");
    }

    #[test]
    fn a_value_that_is_not_text_is_refused() {
        let lookup = |name: &str| (name == "OPENAI_MODEL").then(|| OsString::from_vec(vec![0xff]));
        let error = Config::from_lookup(lookup, false).unwrap_err();
        assert_eq!(error.to_string(), "OPENAI_MODEL is not UTF-8 text");
    }

    #[test]
    fn the_chat_is_open_to_all_on_this_machine_alone() {
        let chat = read(&[], false).unwrap().chat;
        assert!(chat.token.is_none() && chat.webhook.is_none() && chat.admins.is_empty());
        assert_eq!(chat.api_url.as_str(), "https://api.telegram.org/");
        assert_eq!(chat.http_addr.to_string(), "127.0.0.1:8080");
        assert_eq!((chat.access, chat.send_rate.map(|rate| rate.get())), (Access::Open, Some(30)));
    }

    #[test]
    fn the_chat_is_set_from_outside() {
        let variables = [
            ("TELEGRAM_BOT_TOKEN", "123:abc_-9"),
            ("FARTHING_WEBHOOK_URL", "https://bot.example/hook"),
            ("FARTHING_WEBHOOK_SECRET", "s-1"),
            ("FARTHING_ADMIN_IDS", "7001, 7002"),
            ("FARTHING_ACCESS", "invite"),
            ("FARTHING_SEND_RATE", "0"),
            ("FARTHING_PAYMENT_TOKEN", "1:TEST:abc"),
        ];
        let chat = read(&variables, false).unwrap().chat;
        assert_eq!(chat.token.map(|token| token.expose().clone()).as_deref(), Some("123:abc_-9"));
        assert_eq!(chat.webhook.map(|webhook| webhook.url.to_string()).as_deref(), Some("https://bot.example/hook"));
        assert_eq!(chat.admins, [TelegramUserId(7001), TelegramUserId(7002)]);
        assert_eq!((chat.access, chat.send_rate), (Access::Invite, None));
        assert_eq!(chat.payment_token.map(|token| token.expose().clone()).as_deref(), Some("1:TEST:abc"));
    }

    #[test]
    fn debug_hides_secrets() {
        let variables = [
            ("DATABASE_URL", "postgres://u:hunter2@h/d"),
            ("OPENAI_API_KEY", "hunter2"),
            ("TELEGRAM_BOT_TOKEN", "1:hunter2"),
            ("FARTHING_WEBHOOK_URL", "https://h"),
            ("FARTHING_WEBHOOK_SECRET", "hunter2"),
            ("FARTHING_MASTER_KEY", "hunter2hunter2hunter2hunter2hunter2"),
        ];
        let debug = format!("{:?}", read(&variables, false).unwrap());
        assert!(debug.contains("Secret(…)") && !debug.contains("hunter2"), "{debug}");
    }
}

//! What a person types, and which tools it calls. Rendering for the terminal lives here; results are data until then.

#![expect(clippy::print_stderr, reason = "the command line says there what went wrong")]

mod ask;
mod botapi;
mod categorise;
mod demo;
mod export;
mod import;
mod jobs;
mod ledger;
mod manage;
mod parse;
mod serve;
mod text;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Parser, Subcommand};
use farthing::app::{App, own_file};
use farthing::config::Config;
use farthing::domain::TelegramUserId;
use farthing::telemetry::{self, Verbosity, user_hash};
use farthing::tools::parse::worker::{self, Ahead};
use tracing::Instrument;

/// Of each thread: an unoptimised build's nested futures take more than the usual two megabytes.
const STACK_BYTES: usize = 8 << 20;

const EXAMPLES: &str = "\
Examples:
  farthing sandbox
  farthing demo
  farthing import --user 1 my-statement.pdf
  farthing ask --user 1 \"how much did I spend on groceries last month?\"
  farthing ask --user 1 --session home \"top 5 merchants in march\"
  farthing export --user 1 --format csv -o rows.csv

Exit status: 0 done, 1 failed (one line on stderr says why and what to do), 2 wrong usage.";

/// Reads bank statements, proves them by their balances, sorts every row and answers questions about your money.
///
/// Without any setting it keeps everything in a private Postgres below FARTHING_DATA_DIR and needs no network. Settings come
/// from the environment or a file .env; README.md lists them.
#[derive(Debug, Parser)]
#[command(name = "farthing", version, max_term_width = 100, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The bot with a chat page in the browser: no Telegram, no token, nothing leaves this machine.
    Sandbox,
    /// The bot on Telegram, by long polling, or by a webhook where FARTHING_WEBHOOK_URL is set.
    Run,
    /// Walk through an example: a statement is read, proven and sorted, and three questions are answered.
    Demo(demo::Demo),
    /// Read a statement and show what it says; nothing is stored.
    Parse(parse::ParseFile),
    /// Read a statement, prove it, sort its rows and keep them.
    Import(import::ImportFile),
    /// Ask about your money in plain words.
    Ask(ask::Ask),
    /// Sort descriptions into categories: JSON lines in, JSON lines out.
    Categorise(categorise::CategoriseLines),
    /// Write everything that is yours to a file.
    Export(export::Export),
    /// Take back the latest import or change.
    Undo(manage::UndoLatest),
    /// Remove a person and everything that is theirs, for good.
    Forget(manage::Forget),
    /// Move money: JSON lines in, one result line each, in order.
    #[command(after_long_help = ledger::HELP)]
    Ledger,
    /// Do what is due once (alerts of budgets), and show what went to the outbox.
    Jobs(jobs::Jobs),
    /// Prove the ledger: recompute every invariant, check every seal, and seal what is new.
    Verify(verify::Verify),
    /// A Bot API server with a chat page, for bots that run without Telegram; it stands alone, without database.
    #[command(name = "botapi")]
    BotApi(botapi::BotApi),
    /// Bring the database's tables up to date.
    Migrate,
    /// The child process that reads files; not for people.
    #[command(hide = true)]
    ParseWorker,
}

/// Whose money it is.
#[derive(Clone, Copy, Debug, clap::Args)]
struct User {
    /// Telegram user id; created if new.
    #[arg(long = "user", value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    id: i64,
}

/// A statement's file.
#[derive(Clone, Debug, clap::Args)]
struct File {
    /// The statement: PDF or CSV.
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// The file's password; `-` reads it from stdin.
    #[arg(long, value_name = "P")]
    password: Option<String>,
}

/// Parses the arguments and runs the command.
pub(crate) fn run() -> ExitCode {
    // The worker is started for every file: it skips everything that only a person needs.
    if std::env::args().nth(1).as_deref() == Some(worker::SUBCOMMAND) {
        return worker::serve();
    }
    // So is the one for `parse`, while this process gets ready.
    let is_parse = std::env::args().nth(1).as_deref() == Some("parse");
    let ahead = is_parse.then(|| own_file().and_then(|program| Ahead::start(&program)));
    let arguments = Arguments::parse();
    let outcome = match (arguments.command, ahead) {
        (Command::Parse(arguments), Some(ahead)) => parse::run(&arguments, ahead),
        (command, _) => try_run(command),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("farthing: {}", one_line(&error));
            ExitCode::FAILURE
        }
    }
}

fn try_run(command: Command) -> anyhow::Result<()> {
    let config = Config::from_env()?;
    let verbosity =
        if matches!(command, Command::Run | Command::Sandbox) { Verbosity::Service } else { Verbosity::Command };
    telemetry::start(&config, verbosity);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK_BYTES).build();
    let runtime = runtime.context("cannot start threads")?;
    let request = tracing::info_span!("request", command = command.name(), user = command.user().map(user_hash));
    runtime.block_on(
        async {
            let started = std::time::Instant::now();
            let outcome = dispatch(command, &config).await;
            let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            tracing::info!(duration_ms, done = outcome.is_ok(), "request handled");
            outcome
        }
        .instrument(request),
    )
}

impl Command {
    /// What logs call it.
    fn name(&self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Run => "run",
            Self::BotApi(_) => "botapi",
            Self::Demo(_) => "demo",
            Self::Parse(_) => "parse",
            Self::Import(_) => "import",
            Self::Ask(_) => "ask",
            Self::Categorise(_) => "categorise",
            Self::Export(_) => "export",
            Self::Undo(_) => "undo",
            Self::Forget(_) => "forget",
            Self::Ledger => "ledger",
            Self::Verify(_) => "verify",
            Self::Jobs(_) => "jobs",
            Self::Migrate => "migrate",
            Self::ParseWorker => worker::SUBCOMMAND,
        }
    }

    fn user(&self) -> Option<TelegramUserId> {
        match self {
            Self::Import(import::ImportFile { user, .. })
            | Self::Ask(ask::Ask { user, .. })
            | Self::Export(export::Export { user, .. })
            | Self::Undo(manage::UndoLatest { user, .. })
            | Self::Forget(manage::Forget { user }) => Some(user.telegram()),
            Self::Categorise(arguments) => arguments.user(),
            Self::Sandbox
            | Self::Run
            | Self::BotApi(_)
            | Self::Demo(_)
            | Self::Parse(_)
            | Self::Ledger
            | Self::Verify(_)
            | Self::Jobs(_)
            | Self::Migrate
            | Self::ParseWorker => None,
        }
    }
}

async fn dispatch(command: Command, config: &Config) -> anyhow::Result<()> {
    match command {
        Command::Sandbox => serve::sandbox(config).await,
        Command::Run => serve::bot(config).await,
        Command::BotApi(arguments) => botapi::run(arguments, config).await,
        Command::Parse(arguments) => parse::run(&arguments, own_file().and_then(|program| Ahead::start(&program))),
        Command::Categorise(arguments) => categorise::run(arguments, config).await,
        Command::Import(arguments) => with_app(config, async |app| import::run(arguments, app).await).await,
        Command::Ask(arguments) => with_app(config, async |app| ask::run(arguments, app).await).await,
        Command::Export(arguments) => with_app(config, async |app| export::run(arguments, app).await).await,
        Command::Undo(arguments) => with_app(config, async |app| manage::undo(arguments, app).await).await,
        Command::Forget(arguments) => with_app(config, async |app| manage::forget(arguments, app).await).await,
        Command::Ledger => ledger::run(config).await,
        Command::Verify(arguments) => with_app(config, async |app| verify::run(arguments, app).await).await,
        Command::Jobs(arguments) => with_app(config, async |app| jobs::run(arguments, app, config).await).await,
        Command::Demo(arguments) => with_app(config, async |app| demo::run(arguments, app).await).await,
        Command::Migrate => {
            with_app(config, async |_| {
                text::say("The database is up to date.");
                Ok(())
            })
            .await
        }
        Command::ParseWorker => Ok(()),
    }
}

/// Opens the app, runs the command and closes the app also when the command failed, so that no cluster stays behind.
async fn with_app(config: &Config, command: impl AsyncFnOnce(&App) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let app = App::start(config).await?;
    let outcome = tokio::select! {
        outcome = command(&app) => outcome,
        () = stop_signal() => Err(anyhow::anyhow!("stopped; nothing of this command was kept")),
    };
    let stopped = app.stop().await;
    outcome.and(stopped.map_err(Into::into))
}

/// Waits for ^C or SIGTERM.
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

impl User {
    fn telegram(self) -> TelegramUserId {
        TelegramUserId(self.id)
    }
}

impl File {
    /// The file's bytes as an upload, and its password.
    fn read(&self) -> anyhow::Result<(farthing::tools::Upload, Option<String>)> {
        let bytes = std::fs::read(&self.path).with_context(|| format!("cannot read {}", self.path.display()))?;
        let file_name = self.path.file_name().map(|name| name.to_string_lossy().into_owned());
        let password = match self.password.as_deref() {
            Some("-") => {
                let mut line = String::new();
                std::io::stdin().read_line(&mut line).context("cannot read the password from stdin")?;
                Some(line.trim_end_matches(['\r', '\n']).to_owned())
            }
            password => password.map(str::to_owned),
        };
        Ok((farthing::tools::Upload { file_name, bytes: bytes.into() }, password))
    }
}

/// The moment of this request; the one place where the command line reads the clock.
fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A day as people and scripts write it.
fn date(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "a date looks like 2026-03-31".to_owned())
}

/// The error and its causes in one line.
fn one_line(error: &anyhow::Error) -> String {
    let mut words: Vec<String> = Vec::new();
    for cause in error.chain().map(ToString::to_string) {
        // An error that is its source's text says nothing new.
        if !words.iter().any(|said| said.contains(&cause)) {
            words.push(cause);
        }
    }
    words.join(": ").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Arguments::command().debug_assert();
    }
}

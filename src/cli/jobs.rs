//! `farthing jobs`: does what is due once, and says what went to the outbox.

use chrono::{DateTime, Utc};
use farthing::app::App;
use farthing::bot::telegram::Telegram;
use farthing::config::{Config, Secret};
use farthing::domain::BotId;
use farthing::jobs;
use serde_json::json;

use super::serve::SANDBOX_TOKEN;
use super::{now, text};

/// Jobs given up that are listed: a screen.
const DEAD_SHOWN: i64 = 20;

#[derive(Debug, clap::Args)]
pub(super) struct Jobs {
    /// Do what is due by this moment, such as 2026-03-31T09:00:00Z, instead of now.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<DateTime<Utc>>,
    /// Try again what was given up.
    #[arg(long)]
    replay: bool,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(arguments: Jobs, app: &App, config: &Config) -> anyhow::Result<()> {
    let at = arguments.at.unwrap_or_else(now);
    let bot = bot_id(config)?;
    if arguments.replay {
        app.store.replay_dead_jobs(at).await?;
    }
    // What a process that was killed had claimed is done as well.
    app.store.release_dead_claims().await?;
    let worker = app.store.begin_worker().await?;
    let said = jobs::run_due(app, bot, worker.id, at).await;
    worker.end().await?;
    let said = said?;
    if arguments.json {
        let list: Vec<_> = said
            .iter()
            .map(|said| json!({"user": said.user, "kind": said.kind, "due_at": said.due_at, "text": said.text}))
            .collect();
        return text::json(&list);
    }
    for said in &said {
        text::say(format_args!("{} {}: {}", said.user.0, said.kind, said.text));
    }
    if said.is_empty() {
        text::say("Nothing was due to be said.");
    }
    for dead in app.store.dead_jobs(DEAD_SHOWN).await? {
        let (at, kind, reason) = (dead.died_at, dead.kind, dead.reason);
        text::say(format_args!("Given up at {at}: {kind} ({reason}). --replay tries it again."));
    }
    Ok(())
}

/// The bot whose outbox it is: the token's, else the sandbox's.
fn bot_id(config: &Config) -> anyhow::Result<BotId> {
    let token = config.chat.token.clone().unwrap_or_else(|| Secret::new(SANDBOX_TOKEN.to_owned()));
    Ok(Telegram::new(config.chat.api_url.clone(), token)?.bot_id)
}

fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    let moment = DateTime::parse_from_rfc3339(text);
    moment.map(|at| at.with_timezone(&Utc)).map_err(|_| "a moment looks like 2026-03-31T09:00:00Z".to_owned())
}

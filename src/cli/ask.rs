//! `farthing ask`: one turn of the agent.

use chrono::NaiveDate;
use farthing::app::App;
use uuid::Uuid;

use super::{User, date, now, text};

#[derive(Debug, clap::Args)]
pub(super) struct Ask {
    #[command(flatten)]
    pub(super) user: User,
    /// Continues the conversation of this name, so that "and in March?" is understood.
    #[arg(long, value_name = "S")]
    session: Option<String>,
    /// The day it is, instead of today.
    #[arg(long, value_name = "DATE", value_parser = date)]
    today: Option<NaiveDate>,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
    /// The question.
    #[arg(value_name = "TEXT", required = true, num_args = 1..)]
    text: Vec<String>,
}

pub(super) async fn run(arguments: Ask, app: &App) -> anyhow::Result<()> {
    let mut context = app.context(arguments.user.telegram(), now(), arguments.today).await?;
    let session = match arguments.session {
        Some(session) => format!("cli:{session}"),
        None => format!("cli-once:{}", Uuid::now_v7()),
    };
    let answer = app.agent.ask(&arguments.text.join(" "), &session, &mut context).await?;
    context.commit().await?;
    if arguments.json {
        return text::json(&answer);
    }
    text::say(format_args!("{}", answer.answer));
    Ok(())
}

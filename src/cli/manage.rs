//! `farthing undo` and `farthing forget`.

use farthing::app::App;
use farthing::tools::Tool;
use farthing::tools::undo::Undo;

use super::{User, now, text};

#[derive(Debug, clap::Args)]
pub(super) struct UndoLatest {
    #[command(flatten)]
    pub(super) user: User,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Forget {
    #[command(flatten)]
    pub(super) user: User,
}

pub(super) async fn undo(arguments: UndoLatest, app: &App) -> anyhow::Result<()> {
    let mut context = app.context(arguments.user.telegram(), now(), None).await?;
    let undone = Undo { action: None }.call(&mut context).await?;
    context.commit().await?;
    if arguments.json {
        return text::json(&undone);
    }
    text::say(format_args!("Taken back: {} ({}).", undone.summary, text::rows(undone.rows)));
    Ok(())
}

pub(super) async fn forget(arguments: Forget, app: &App) -> anyhow::Result<()> {
    let user = arguments.user.telegram();
    if app.forget(user).await? {
        text::say(format_args!("Everything about user {} is gone.", user.0));
    } else {
        text::say(format_args!("There is nothing to forget about user {}.", user.0));
    }
    Ok(())
}

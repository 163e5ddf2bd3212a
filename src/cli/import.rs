//! `farthing import`: what an upload does, without the chat.

use farthing::app::App;
use farthing::tools::Tool;
use farthing::tools::import::Import;

use super::{File, User, now, text};

#[derive(Debug, clap::Args)]
pub(super) struct ImportFile {
    #[command(flatten)]
    pub(super) user: User,
    #[command(flatten)]
    file: File,
    /// Keep the statement although its rows and balances do not add up.
    #[arg(long)]
    accept_gap: bool,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(arguments: ImportFile, app: &App) -> anyhow::Result<()> {
    let (upload, password) = arguments.file.read()?;
    let mut context = app.context(arguments.user.telegram(), now(), None).await?;
    context.upload = Some(upload);
    let imported =
        Import { password, accept_gap: arguments.accept_gap, ..Import::default() }.call(&mut context).await?;
    context.commit().await?;
    if arguments.json {
        return text::json(&imported);
    }
    text::show(&text::imported(&imported), 0);
    let program = text::program();
    text::say(format_args!(
        "Ask away: {program} ask --user {} \"how much did I spend on groceries last month?\"",
        arguments.user.id
    ));
    Ok(())
}

//! `farthing parse`: reads a statement without a database.

use std::sync::Arc;

use farthing::app::own_file;
use farthing::tools::parse::worker::WorkerPool;
use farthing::tools::reading::Parse;
use farthing::tools::{Context, Tool};

use super::{File, now, text};

#[derive(Debug, clap::Args)]
pub(super) struct ParseFile {
    #[command(flatten)]
    file: File,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(arguments: ParseFile) -> anyhow::Result<()> {
    let (upload, password) = arguments.file.read()?;
    let now = now();
    let mut context = Context::new(None, Arc::new(WorkerPool::new(own_file()?)), now, now.date_naive());
    context.upload = Some(upload);
    let reading = Parse { password, ..Parse::default() }.call(&mut context).await?;
    if arguments.json {
        return text::json(&reading);
    }
    text::show(&text::reading(&reading, text::Rows::Shown), 0);
    Ok(())
}

//! `farthing parse`: reads a statement without a database.

use std::io;

use farthing::config::Config;
use farthing::tools::parse::ReadOptions;
use farthing::tools::parse::worker::{Ahead, WorkerError};
use farthing::tools::reading::Reading;

use super::{File, now, text};

#[derive(Debug, clap::Args)]
pub(super) struct ParseFile {
    #[command(flatten)]
    file: File,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

/// Reads in the child that was started ahead; no runtime, no logs, as a start is most of the time that this takes.
pub(super) fn run(arguments: &ParseFile, ahead: io::Result<Ahead>) -> anyhow::Result<()> {
    // A wrong setting stops every command.
    Config::from_env()?;
    let (upload, password) = arguments.file.read()?;
    let options = ReadOptions { file_name: upload.file_name, password, today: now().date_naive() };
    let reading = Reading::from(ahead.map_err(WorkerError::Start)?.read(&upload.bytes, options)?);
    if arguments.json {
        return text::json(&reading);
    }
    text::show(&text::reading(&reading, text::Rows::Shown), 0);
    Ok(())
}

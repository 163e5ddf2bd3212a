//! `farthing export`: everything that is the user's, to a file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::ValueEnum;
use farthing::app::App;
use farthing::tools::export;

use super::{User, now};

#[derive(Debug, clap::Args)]
pub(super) struct Export {
    #[command(flatten)]
    pub(super) user: User,
    /// csv: the rows, which `import` reads again; json: everything that is kept.
    #[arg(long, value_enum)]
    format: ExportFormat,
    /// The file to write; `-` is stdout.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ExportFormat {
    Csv,
    Json,
}

pub(super) async fn run(arguments: Export, app: &App) -> anyhow::Result<()> {
    let path = &arguments.output;
    let cannot_write = || format!("cannot write {}", path.display());
    let mut output: Box<dyn Write + Send> = if path.as_os_str() == "-" {
        Box::new(BufWriter::new(std::io::stdout()))
    } else {
        Box::new(BufWriter::new(File::create(path).with_context(cannot_write)?))
    };
    let mut context = app.context(arguments.user.telegram(), now(), None).await?;
    let format = match arguments.format {
        ExportFormat::Csv => export::ExportFormat::Csv,
        ExportFormat::Json => export::ExportFormat::Json,
    };
    format.write(&mut context, &mut output).await?;
    output.flush().with_context(cannot_write)
}

//! `farthing export`: everything that is the user's, to a file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context as _, anyhow};
use clap::ValueEnum;
use farthing::app::App;
use farthing::store::export::Part;

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
    let mut output: Box<dyn Write> = if path.as_os_str() == "-" {
        Box::new(std::io::stdout().lock())
    } else {
        Box::new(BufWriter::new(File::create(path).with_context(cannot_write)?))
    };
    let mut context = app.context(arguments.user.telegram(), now(), None).await?;
    match arguments.format {
        ExportFormat::Csv => csv(&mut context, &mut output).await?,
        ExportFormat::Json => json(&mut context, &mut output).await?,
    }
    output.flush().with_context(cannot_write)
}

async fn csv(context: &mut farthing::tools::Context, output: &mut impl Write) -> anyhow::Result<()> {
    let vocabulary = context.vocabulary().await?;
    let mut writer = ::csv::Writer::from_writer(output);
    writer.write_record([
        "date",
        "description",
        "amount",
        "currency",
        "account",
        "category",
        "subcategory",
        "merchant",
        "decided_by",
    ])?;
    let book = context.book().await?;
    book.export_rows(|row| -> anyhow::Result<()> {
        let (category, subcategory) = vocabulary.category(row.category);
        writer.write_record([
            &row.booked_on.to_string(),
            &as_text(&row.description),
            &row.amount.to_string(),
            &row.currency,
            &as_text(&row.account),
            category.name(),
            &as_text(subcategory.unwrap_or_default()),
            &as_text(&row.merchant),
            &row.decided_by,
        ])?;
        Ok(())
    })
    .await?;
    writer.flush().context("cannot write the file")
}

/// Text that a spreadsheet will not run: descriptions come from outside, and a leading `=` would be a formula.
fn as_text(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

async fn json(context: &mut farthing::tools::Context, output: &mut impl Write) -> anyhow::Result<()> {
    let book = context.book().await?;
    output.write_all(b"{\"version\":1")?;
    for part in Part::ALL {
        write!(output, ",\n\"{}\":[", part.name())?;
        let mut first = true;
        book.export(part, |row| -> anyhow::Result<()> {
            output.write_all(if first { b"\n" } else { b",\n" })?;
            first = false;
            serde_json::to_writer(&mut *output, &row).map_err(|error| anyhow!(error))
        })
        .await?;
        output.write_all(b"]")?;
    }
    output.write_all(b"}\n")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_text() {
        for (text, exported) in [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("Tesco", "Tesco"), ("", "")] {
            assert_eq!(as_text(text), exported);
        }
    }
}

//! Everything that is a user's, written out as a file.
//!
//! Not a planner's tool: what it makes is for the user alone and too long to read back.

use std::collections::HashSet;
use std::io::{self, Write};

use serde::Serialize;

use super::search::{ROWS_MAX, Search};
use super::{Context, Tool as _, ToolError};
use crate::domain::Tag;
use crate::store::export::Part;

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// The rows as people see them; `import` reads them again.
    Csv,
    /// Everything that is kept.
    Json,
}

impl ExportFormat {
    pub const ALL: [Self; 2] = [Self::Csv, Self::Json];

    /// Its name and file extension.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// Writes the context's book; returns how many of the user's rows are in it.
    ///
    /// # Errors
    /// What the writer refuses is [`super::ErrorKind::Failed`].
    pub async fn write(self, context: &mut Context, output: &mut (impl Write + Send)) -> Result<u64, ToolError> {
        match self {
            Self::Csv => csv(context, output).await,
            Self::Json => json(context, output).await,
        }
    }
}

/// The columns of [`CsvRow`].
const CSV_COLUMNS: [&str; 10] = [
    "date",
    "description",
    "amount",
    "currency",
    "account",
    "category",
    "subcategory",
    "merchant",
    "decided_by",
    "tags",
];

/// Rows behind one answer that a file takes: they are looked up a page at a time.
const FOUND_ROWS_MAX: usize = 5_000;

#[derive(Serialize)]
struct CsvRow<'a> {
    date: String,
    description: &'a str,
    amount: String,
    currency: &'a str,
    account: &'a str,
    category: &'a str,
    subcategory: &'a str,
    merchant: &'a str,
    decided_by: &'a str,
    /// As people write them, with a space between.
    tags: String,
}

async fn csv(context: &mut Context, output: &mut (impl Write + Send)) -> Result<u64, ToolError> {
    let vocabulary = context.vocabulary().await?;
    let mut writer = ::csv::WriterBuilder::new().has_headers(false).from_writer(output);
    writer.write_record(CSV_COLUMNS).map_err(ToolError::failed)?;
    let mut rows = 0;
    let book = context.book().await?;
    book.export_rows(|row| -> Result<(), ToolError> {
        rows += 1;
        let (category, subcategory) = vocabulary.category(row.category);
        let row = CsvRow {
            date: row.booked_on.to_string(),
            description: &as_text(&row.description),
            amount: row.amount.to_string(),
            currency: &row.currency,
            account: &as_text(&row.account),
            category: category.name(),
            subcategory: &as_text(subcategory.unwrap_or_default()),
            merchant: &as_text(&row.merchant),
            decided_by: &row.decided_by,
            tags: shown(&row.tags),
        };
        writer.serialize(row).map_err(ToolError::failed)
    })
    .await?;
    writer.flush().map_err(ToolError::failed)?;
    Ok(rows)
}

fn shown(tags: &[Tag]) -> String {
    tags.iter().map(Tag::to_string).collect::<Vec<_>>().join(" ")
}

/// How many rows went into a file, and how many did not fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    pub rows: u64,
    pub left_out: u64,
}

/// Writes the rows that these searches find, each once, in the columns of the whole export; at most [`FOUND_ROWS_MAX`].
pub async fn rows_as_csv(
    searches: &[Search],
    context: &mut Context,
    output: &mut (impl Write + Send),
) -> Result<Exported, ToolError> {
    let mut writer = ::csv::WriterBuilder::new().has_headers(false).from_writer(output);
    writer.write_record(CSV_COLUMNS).map_err(ToolError::failed)?;
    let mut exported = Exported::default();
    let mut written = HashSet::new();
    for search in searches {
        let mut offset = 0;
        loop {
            let page = Search { limit: Some(ROWS_MAX), offset, ..search.clone() }.call(context).await?;
            for row in page.rows.iter().filter(|row| written.insert(row.id)) {
                writer
                    .serialize(CsvRow {
                        date: row.date.to_string(),
                        description: &as_text(&row.description),
                        amount: row.amount.to_string(),
                        currency: row.currency.code(),
                        account: &as_text(&row.account),
                        category: &row.category,
                        subcategory: &as_text(row.subcategory.as_deref().unwrap_or_default()),
                        merchant: &as_text(&row.merchant),
                        decided_by: &row.decided_by,
                        tags: shown(&row.tags),
                    })
                    .map_err(ToolError::failed)?;
            }
            offset = offset.saturating_add(ROWS_MAX);
            if page.rows_left_out == 0 || written.len() >= FOUND_ROWS_MAX {
                exported.left_out += page.rows_left_out;
                break;
            }
        }
    }
    writer.flush().map_err(ToolError::failed)?;
    exported.rows = written.len() as u64;
    Ok(exported)
}

/// Text that a spreadsheet will not run: descriptions come from outside, and a leading `=` would be a formula.
fn as_text(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

async fn json(context: &mut Context, output: &mut (impl Write + Send)) -> Result<u64, ToolError> {
    let book = context.book().await?;
    let mut rows = 0;
    output.write_all(b"{\"version\":1").map_err(ToolError::failed)?;
    for part in Part::ALL {
        write!(output, ",\n\"{}\":[", part.name()).map_err(ToolError::failed)?;
        let mut first = true;
        book.export(part, |row| -> Result<(), ToolError> {
            output.write_all(if first { b"\n" } else { b",\n" }).map_err(ToolError::failed)?;
            first = false;
            rows += u64::from(part == Part::Transactions);
            serde_json::to_writer(&mut *output, &row).map_err(ToolError::failed)
        })
        .await?;
        output.write_all(b"]").map_err(ToolError::failed)?;
    }
    output.write_all(b"}\n").map_err(ToolError::failed)?;
    Ok(rows)
}

/// A file in memory that refuses to grow over its limit.
#[derive(Debug)]
pub struct LimitedFile {
    pub bytes: Vec<u8>,
    limit: usize,
    /// More was written than fits.
    pub overflowed: bool,
}

impl LimitedFile {
    pub fn new(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit, overflowed: false }
    }
}

impl Write for LimitedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.limit {
            self.overflowed = true;
            return Err(io::Error::other("the file is over its limit"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
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

    #[test]
    fn a_limited_file_stops_at_its_limit() {
        let mut file = LimitedFile::new(4);
        assert!(file.write_all(b"1234").is_ok() && !file.overflowed);
        assert!(file.write_all(b"5").is_err() && file.overflowed);
        assert_eq!(file.bytes, b"1234");
    }
}

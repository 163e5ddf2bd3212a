//! The tool that opens a row: everything known of it, and what vouches for it.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::review::{Candidate, candidate};
use super::{Access, Context, Tool, ToolError};
use crate::domain::TransactionId;
use crate::text;

/// Lines named as vouching for a row: a row that more files show is beyond doubt.
const SOURCES_MAX: i64 = 8;

/// Open a row.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenRow {
    #[schemars(with = "String")]
    pub row: TransactionId,
}

/// A row with what vouches for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenedRow {
    #[serde(flatten)]
    pub candidate: Candidate,
    /// The second date, where a file prints one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posted: Option<NaiveDate>,
    /// The lines that vouch for it, the earliest import's first.
    pub sources: Vec<Source>,
}

/// A line that vouches for a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// `pdf`, `csv`, …
    pub format: String,
    /// As it was handed in: tainted text.
    pub file_name: Option<String>,
    pub page: i32,
    pub line: i32,
}

impl Tool for OpenRow {
    const NAME: &'static str = "open_row";
    const DESCRIPTION: &'static str = "Show everything known of one row, named by its id: date, account, text, amount, category \
        and who decided it, and the lines of which files vouch for it.";
    const ACCESS: Access = Access::Read;
    type Output = OpenedRow;

    async fn run(self, context: &mut Context) -> Result<OpenedRow, ToolError> {
        let texts = context.texts;
        let book = context.book().await?;
        let Some(row) = book.row(self.row).await? else {
            return Err(ToolError::not_found(text!(texts, "rows-gone")));
        };
        let sources = book.sources_of_row(self.row, SOURCES_MAX).await?;
        let posted = row.posted_on;
        let sources = sources.into_iter().map(|source| Source {
            format: source.format,
            file_name: source.file_name,
            page: source.page,
            line: source.page_line,
        });
        Ok(OpenedRow { sources: sources.collect(), posted, candidate: candidate(row, context).await? })
    }
}

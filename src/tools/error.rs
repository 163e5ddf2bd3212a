//! Why a tool did not do it: a kind to branch on, words that a user or a model may see, and the cause for the operator.

use std::fmt;

use crate::store::StoreError;
use crate::text;
use crate::texts::Language;

/// What went wrong, as far as a caller acts on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The arguments do not mean anything; a model may try again with others.
    InvalidArguments,
    /// Nothing by that name.
    NotFound,
    /// The file or the request cannot be taken as it is; the words say why.
    Refused,
    /// The file is encrypted and came without its password.
    PasswordNeeded,
    /// The password does not open the file.
    PasswordWrong,
    /// Rows and printed balances disagree, and nobody said to keep it all the same.
    DoesNotAddUp,
    /// Something on our side; trying again later may help.
    Failed,
}

/// An error whose words may be shown. The cause is for logs only and may hold anything but secrets.
#[derive(Debug)]
pub struct ToolError {
    pub kind: ErrorKind,
    /// What happened, what was kept, what to do next.
    pub words: String,
    pub cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl ToolError {
    pub fn invalid(words: impl Into<String>) -> Self {
        Self { kind: ErrorKind::InvalidArguments, words: words.into(), cause: None }
    }

    pub fn not_found(words: impl Into<String>) -> Self {
        Self { kind: ErrorKind::NotFound, words: words.into(), cause: None }
    }

    pub fn refused(words: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Refused, words: words.into(), cause: None }
    }

    pub fn failed(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        // It may come from where no person is known; in the chat the turn is tried again before anybody reads it.
        let words = text!(Language::default().texts(), "tool-failed");
        Self { kind: ErrorKind::Failed, words, cause: Some(Box::new(cause)) }
    }
}

impl fmt::Display for ToolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for ToolError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause.as_ref() as _)
    }
}

impl From<StoreError> for ToolError {
    fn from(error: StoreError) -> Self {
        Self::failed(error)
    }
}

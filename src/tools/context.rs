//! What a tool call stands in: whose book, which moment, which file.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::ToolError;
use super::parse::worker::WorkerPool;
use crate::domain::{BookId, Vocabulary};
use crate::store::{Book, Store};
use crate::text;
use crate::texts::{Language, Texts};

/// A file that the user handed in.
#[derive(Clone, Debug)]
pub struct Upload {
    pub file_name: Option<String>,
    pub bytes: Arc<[u8]>,
}

/// One request's surroundings. All tool calls of a request share one database transaction, which begins with the first
/// that needs it (or with the request) and is kept by [`Context::commit`]: an effect and the mark that it is done commit together.
#[derive(Debug)]
pub struct Context {
    /// `None` for requests without a user, which reach no database.
    pub scope: Option<(Store, BookId)>,
    pub workers: Arc<WorkerPool>,
    pub upload: Option<Upload>,
    pub now: DateTime<Utc>,
    /// The day it is for the user.
    pub today: NaiveDate,
    /// What is said to the user, in their language.
    pub texts: &'static Texts,
    open: Option<Book>,
    vocabulary: Option<Arc<Vocabulary>>,
}

impl Context {
    pub fn new(scope: Option<(Store, BookId)>, workers: Arc<WorkerPool>, now: DateTime<Utc>, today: NaiveDate) -> Self {
        let texts = Language::default().texts();
        Self { scope, workers, upload: None, now, today, texts, open: None, vocabulary: None }
    }

    /// A request whose database transaction has begun.
    pub fn begun(store: Store, book: Book, workers: Arc<WorkerPool>, now: DateTime<Utc>, today: NaiveDate) -> Self {
        let scope = Some((store, book.id()));
        Self { open: Some(book), ..Self::new(scope, workers, now, today) }
    }

    /// The user's book, in this request's database transaction.
    pub async fn book(&mut self) -> Result<&mut Book, ToolError> {
        if self.open.is_none() {
            let Some((store, book_id)) = &self.scope else {
                return Err(ToolError::invalid(text!(self.texts, "tool-whose")));
            };
            self.open = Some(store.book(*book_id).await?);
        }
        self.open.as_mut().ok_or_else(|| ToolError::invalid(text!(self.texts, "tool-whose")))
    }

    /// What words mean in the user's book; read once a request.
    pub async fn vocabulary(&mut self) -> Result<Arc<Vocabulary>, ToolError> {
        if let Some(vocabulary) = &self.vocabulary {
            return Ok(vocabulary.clone());
        }
        let vocabulary = Arc::new(self.book().await?.vocabulary().await?);
        self.vocabulary = Some(vocabulary.clone());
        Ok(vocabulary)
    }

    /// Forgets what words meant, after a tool changed it.
    pub(super) fn words_changed(&mut self) {
        self.vocabulary = None;
    }

    /// Keeps what the tools of this request did. Without it nothing is kept.
    pub async fn commit(&mut self) -> Result<(), ToolError> {
        match self.open.take() {
            Some(book) => Ok(book.commit().await?),
            None => Ok(()),
        }
    }

    /// The database transaction of this request with everything that its tools did, for a caller that adds to it and commits;
    /// `None` when no tool needed one.
    pub fn into_book(self) -> Option<Book> {
        self.open
    }
}

//! Postgres: the only room that knows SQL. One file for each aggregate.
//!
//! A user's data is reached through [`Book`] alone: a database transaction whose row-level security shows one book. Every
//! query names the book as well, so that a mistake in either is caught by the other.
//!
//! **Invariant:** no query reads or writes two books; no statement asks the database for the time.

pub mod account_changes;
pub mod accounts;
pub mod actions;
pub mod admin;
pub mod alert_rules;
pub mod alerts;
pub mod attention;
pub mod balances;
pub mod budgets;
pub mod categories;
pub mod chats;
pub mod cluster;
pub mod conversations;
pub mod database;
pub mod dead_letters;
pub mod export;
pub mod goals;
pub mod inbox;
pub mod jobs;
pub mod ledger;
pub mod look_ahead;
pub mod mail;
pub mod merchants;
pub mod noted;
pub mod notices;
pub mod notifications;
pub mod outbox;
pub mod people;
pub mod recurring;
pub mod removals;
pub mod review;
pub mod rewording;
pub mod rows;
pub mod second_factor;
pub mod statements;
pub mod summaries;
pub mod sums;
pub mod tags;
mod vocabulary;
pub mod waiting_files;
pub mod wallet;
pub mod workers;

use sqlx::postgres::{PgConnection, PgPool};
use sqlx::{Postgres, Transaction};

use crate::domain::BookId;

/// Why the store could not do something. Callers branch on none of these: they report and roll back.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database refused a query")]
    Query(#[from] sqlx::Error),
    #[error("the database holds {what}, which this version does not know")]
    Unknown { what: String },
}

/// The pool of connections as the application's role.
#[derive(Clone, Debug)]
pub struct Store {
    pool: PgPool,
}

impl Store {
    /// Begins a database transaction that sees this book and no other. Dropping it without [`Book::commit`] undoes all.
    pub async fn book(&self, id: BookId) -> Result<Book, StoreError> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query!("select set_config('farthing.book_id', $1, true)", id.to_string())
            .fetch_one(&mut *transaction)
            .await?;
        Ok(Book { transaction, id, plans_for_values: false })
    }

    /// Waits for connections to finish and closes them.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// A database transaction that sees one book.
#[derive(Debug)]
pub struct Book {
    transaction: Transaction<'static, Postgres>,
    id: BookId,
    plans_for_values: bool,
}

impl Book {
    pub fn id(&self) -> BookId {
        self.id
    }

    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }

    fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    /// The connection, for a large statement whose best plan is always the same: planning it takes longer than running it, so
    /// it is not planned anew even where others of this database transaction are.
    async fn plan_once(&mut self) -> Result<&mut PgConnection, StoreError> {
        if self.plans_for_values {
            sqlx::query!("select set_config('plan_cache_mode', 'force_generic_plan', true)")
                .fetch_one(self.connection())
                .await?;
            self.plans_for_values = false;
        }
        Ok(self.connection())
    }

    /// The connection, for a statement whose best plan depends on its values: from here to the end of the database transaction
    /// each statement is planned for its own. Optional conditions (`$4 is null or …`) find their index in no other way.
    async fn plan_for_values(&mut self) -> Result<&mut PgConnection, StoreError> {
        if !self.plans_for_values {
            sqlx::query!("select set_config('plan_cache_mode', 'force_custom_plan', true)")
                .fetch_one(self.connection())
                .await?;
            self.plans_for_values = true;
        }
        Ok(self.connection())
    }
}

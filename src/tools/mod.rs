//! The typed tools: the one way to read or change a user's money, whoever asks (a sentence, a button, the command line).
//!
//! A tool is a struct of arguments with a JSON schema, a typed result and a `call` that takes a [`Context`].
//!
//! **Invariant:** no tool knows how its result is shown, and no tool takes a user's id as an argument: the context carries it.

pub mod account_card;
pub mod account_facts;
mod accounts;
pub mod alerts;
pub mod balances;
pub mod budget;
pub mod categorise;
mod context;
pub mod corrections;
pub mod delete_rows;
mod error;
pub mod export;
pub mod filter;
pub mod goals;
pub mod import;
pub mod ledger;
pub mod look_ahead;
mod matching;
pub mod merge_accounts;
mod noted;
pub mod ordinary;
pub mod parse;
mod payee_families;
pub mod reading;
pub mod recategorise;
pub mod record;
pub mod recurring;
mod registry;
pub mod rename_account;
mod resolve;
pub mod review;
mod rewording;
pub mod row_card;
pub mod search;
pub mod second_factor;
pub mod sorting;
pub mod statements;
pub mod summaries;
pub mod summarise;
pub mod tags;
pub mod undo;
pub mod wallet;
pub mod which;

use std::future::Future;
use std::time::Instant;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use context::{Context, Upload};
pub use error::{ErrorKind, ToolError};
pub use registry::{REGISTRY, ToolEntry};

/// What a call may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Changes nothing.
    Read,
    /// Reads the file at hand: for whoever handed it in, not for planners, which have no file and must see no password.
    File,
    /// Changes rows; every change is an action that can be undone.
    Write,
}

/// Arguments that can be called.
pub trait Tool: DeserializeOwned + JsonSchema + Send {
    /// What planners call it.
    const NAME: &'static str;
    /// For people and models: when to use it, and what comes out.
    const DESCRIPTION: &'static str;
    const ACCESS: Access;
    type Output: Serialize + Send;

    /// What the tool does; whoever wants it done uses [`Tool::call`].
    fn run(self, context: &mut Context) -> impl Future<Output = Result<Self::Output, ToolError>> + Send;

    /// Does it, in the context's database transaction, and notes how long that took.
    fn call(self, context: &mut Context) -> impl Future<Output = Result<Self::Output, ToolError>> + Send {
        async move {
            let started = Instant::now();
            let outcome = self.run(context).await;
            let done = match &outcome {
                Ok(_) => "yes",
                Err(error) if error.kind == ErrorKind::Failed => "no",
                Err(_) => "refused",
            };
            metrics::histogram!("farthing_tool_seconds", "tool" => Self::NAME, "done" => done)
                .record(started.elapsed().as_secs_f64());
            outcome
        }
    }
}

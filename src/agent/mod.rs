//! The agent: a planner chooses tool calls, the loop runs them, the planner words what came out.
//!
//! Two planners share one interface: the rules (offline, in milliseconds) and a model (any server that speaks the chat
//! completions API). When the model fails, the rules answer.
//!
//! **Invariant:** every figure in a reply comes out of a tool result of the same turn; a planner never computes one.

pub mod alerting;
pub mod budgeting;
mod by_rules;
pub mod format;
mod guard;
mod model;
pub mod recording;
pub mod rules;
mod run;
pub mod saving;
pub mod tagging;
mod unknown;
pub mod wallet;

use std::future::Future;

use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use model::Model;
pub use run::{Agent, Answer, PlannerKind};

use crate::domain::Currency;
use crate::tools::{ErrorKind, ToolError};

/// Chooses what to do next, given what has come out so far.
pub trait Planner: Send {
    /// The next calls, or the reply. An error ends this planner's turn, and the next planner takes it from the start.
    fn next(&mut self, outcomes: &[ToolOutcome]) -> impl Future<Output = Result<Move, PlannerError>> + Send;
}

/// What a planner wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Move {
    Call(Vec<ToolCall>),
    Reply(Reply),
}

/// Why a planner gave up. For logs: it may quote a server's answer, never the user's text.
#[derive(Debug, thiserror::Error)]
pub enum PlannerError {
    #[error("the model did not answer: {0}")]
    Unavailable(String),
    #[error("the model's answer does not hold: {0}")]
    Rejected(String),
    #[error("no reply after {0} steps")]
    TooManySteps(usize),
}

/// One tool call as a planner writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToolCall {
    pub name: String,
    pub args: Value,
}

/// A call and what came out of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToolOutcome {
    pub name: String,
    pub args: Value,
    pub result: Value,
}

impl ToolOutcome {
    /// The result as its type; `None` when the tool failed or another tool was called.
    pub fn get<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(&self.result).ok()
    }

    /// A call that the person's own sentence asked for, and its reply: a refusal of the tool is said in the tool's words.
    ///
    /// # Errors
    /// What failed, as against what was refused.
    fn said(name: &str, args: Value, done: Result<(Reply, Value), ToolError>) -> Result<(Reply, Self), ToolError> {
        let (reply, result) = match done {
            Ok(done) => done,
            Err(error) if error.kind == ErrorKind::Failed => return Err(error),
            Err(error) => (Reply { text: error.words.clone(), ..Reply::default() }, json!({"error": error.words})),
        };
        Ok((reply, Self { name: name.to_owned(), args, result }))
    }
}

/// What the user reads, and the figures in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    pub text: String,
    pub figures: Vec<Figure>,
    /// What the user may have meant instead, to be asked with a tap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
}

/// A sentence that is offered as a button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What the button says.
    pub label: String,
    /// What is asked when it is tapped, in the same conversation.
    pub ask: String,
}

/// A figure of a reply and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    pub value: Decimal,
    /// `None` for counts and percentages.
    pub currency: Option<Currency>,
    /// Rows behind it.
    pub rows: u64,
    /// Index of the tool call it came from.
    pub tool: usize,
}

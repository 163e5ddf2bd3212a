//! The agent: a planner chooses tool calls, the loop runs them, the planner words what came out.
//!
//! Two planners share one interface: the rules (offline, in milliseconds) and a model (any server that speaks the chat
//! completions API). When the model fails, the rules answer.
//!
//! **Invariant:** every figure in a reply comes out of a tool result of the same turn; a planner never computes one.

pub mod rules;

use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::Currency;

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
}

/// What the user reads, and the figures in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    pub text: String,
    pub figures: Vec<Figure>,
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

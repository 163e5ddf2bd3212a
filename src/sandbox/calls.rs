//! The journal of a bot's calls, for tests that look at what a bot did.

use std::collections::VecDeque;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value};
use tokio::sync::Notify;

use super::answer::Answer;

/// Calls kept for one bot; the oldest go first.
const CALLS_MAX: usize = 10_000;

/// One call of a method. Polls that went well are left out: there are too many.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// Counts up from 1.
    pub number: u64,
    /// As the bot spelled it.
    pub method: String,
    pub arguments: Map<String, Value>,
    /// Names of the files that came along.
    pub files: Vec<String>,
    pub answered: Answered,
    /// Milliseconds since 1970.
    pub at_ms: i64,
}

/// What the bot was told.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    /// It worked; the bot may not have heard of it if a fault struck.
    Ok,
    /// It was refused.
    Error { code: u16, description: String },
    /// A fault struck before anything was done.
    Fault,
}

impl Answered {
    pub(super) fn of(answer: &Answer) -> Self {
        match answer {
            Ok(_) => Self::Ok,
            Err(error) => Self::Error { code: error.code, description: error.description.clone() },
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Calls {
    kept: VecDeque<Call>,
    last_number: u64,
    pub(super) added: Arc<Notify>,
}

impl Calls {
    pub(super) fn add(&mut self, mut call: Call) {
        self.last_number += 1;
        call.number = self.last_number;
        self.kept.push_back(call);
        if self.kept.len() > CALLS_MAX {
            self.kept.pop_front();
        }
        self.added.notify_waiters();
    }

    /// Those with a greater number, oldest first.
    pub(super) fn since(&self, number: u64) -> impl Iterator<Item = &Call> {
        let first = self.kept.front().map_or(0, |call| call.number);
        let skip = usize::try_from((number + 1).saturating_sub(first)).unwrap_or(usize::MAX);
        self.kept.iter().skip(skip)
    }
}

//! The rules as a planner: plan once, then word what came out.

use std::sync::Arc;

use chrono::NaiveDate;

use super::rules::{self, Asking, Plan, Question, Remembered, Rendered};
use super::{Move, Planner, PlannerError, ToolOutcome};
use crate::domain::Vocabulary;

/// One question on its way through the rules.
#[derive(Debug)]
pub(super) struct RulesTurn {
    text: String,
    today: NaiveDate,
    vocabulary: Arc<Vocabulary>,
    previous: Option<Remembered>,
    question: Option<Question>,
    remembered: Option<Remembered>,
}

impl RulesTurn {
    pub(super) fn new(text: &str, today: NaiveDate, vocabulary: Arc<Vocabulary>, previous: Option<Remembered>) -> Self {
        Self { text: text.to_owned(), today, vocabulary, previous, question: None, remembered: None }
    }

    /// What the next question builds on; `None` leaves it as it was.
    pub(super) fn remembered(&self) -> Option<&Remembered> {
        self.remembered.as_ref()
    }
}

impl Planner for RulesTurn {
    async fn next(&mut self, outcomes: &[ToolOutcome]) -> Result<Move, PlannerError> {
        let Some(question) = &self.question else {
            let asking = Asking {
                text: &self.text,
                today: self.today,
                vocabulary: &self.vocabulary,
                previous: self.previous.as_ref(),
                day_first: true,
            };
            return Ok(match rules::plan(&asking) {
                Plan::Say(reply) => Move::Reply(reply),
                Plan::Calls { question, calls } => {
                    self.question = Some(question);
                    Move::Call(calls)
                }
            });
        };
        Ok(match rules::render(question, outcomes, self.today) {
            Rendered::More(calls) => Move::Call(calls),
            Rendered::Reply { reply, remembered } => {
                self.remembered = Some(remembered);
                Move::Reply(reply)
            }
        })
    }
}

//! The rules as a planner: plan once, then word what came out. A sentence with two questions is two, one after the other.

use std::sync::Arc;

use chrono::NaiveDate;

use super::rules::{self, Asking, Plan, Question, Remembered, Rendered};
use super::{Move, Planner, PlannerError, Reply, ToolOutcome};
use crate::domain::Vocabulary;
use crate::texts::Texts;

/// One sentence on its way through the rules.
#[derive(Debug)]
pub(super) struct RulesTurn {
    today: NaiveDate,
    texts: &'static Texts,
    vocabulary: Arc<Vocabulary>,
    previous: Option<Remembered>,
    /// What is still to be answered, in order.
    clauses: std::collections::VecDeque<String>,
    /// The question whose calls have run, and the index of the first of their outcomes.
    running: Option<(Question, usize)>,
    reply: Reply,
    remembered: Option<Remembered>,
}

impl RulesTurn {
    pub(super) fn new(
        text: &str,
        (today, texts): (NaiveDate, &'static Texts),
        vocabulary: Arc<Vocabulary>,
        previous: Option<Remembered>,
    ) -> Self {
        let mut turn = Self {
            today,
            texts,
            vocabulary,
            previous,
            clauses: std::collections::VecDeque::new(),
            running: None,
            reply: Reply::default(),
            remembered: None,
        };
        turn.clauses = rules::clauses(&turn.asking(text)).into();
        turn
    }

    /// What the next question builds on; `None` leaves it as it was.
    pub(super) fn remembered(&self) -> Option<&Remembered> {
        self.remembered.as_ref()
    }

    fn asking<'a>(&'a self, text: &'a str) -> Asking<'a> {
        Asking {
            text,
            today: self.today,
            vocabulary: &self.vocabulary,
            previous: self.remembered.as_ref().or(self.previous.as_ref()),
            day_first: true,
            texts: self.texts,
        }
    }

    /// Takes one clause's answer; its figures count the turn's tool calls.
    fn answered(&mut self, reply: Reply, first_outcome: usize) {
        if !self.reply.text.is_empty() {
            self.reply.text.push('\n');
        }
        self.reply.text.push_str(&reply.text);
        self.reply.figures.extend(reply.figures.into_iter().map(|mut figure| {
            figure.tool += first_outcome;
            figure
        }));
        self.reply.options.extend(reply.options);
    }
}

impl Planner for RulesTurn {
    async fn next(&mut self, outcomes: &[ToolOutcome]) -> Result<Move, PlannerError> {
        if let Some((question, first)) = self.running.take() {
            match rules::render(&question, outcomes.get(first..).unwrap_or_default(), self.today, self.texts) {
                Rendered::More(calls) => {
                    self.running = Some((question, first));
                    return Ok(Move::Call(calls));
                }
                Rendered::Reply { reply, remembered } => {
                    self.remembered = Some(remembered);
                    self.answered(reply, first);
                }
            }
        }
        while let Some(clause) = self.clauses.pop_front() {
            match rules::plan(&self.asking(&clause)) {
                Plan::Say(reply) => self.answered(reply, 0),
                Plan::Calls { question, calls, options } => {
                    self.reply.options.extend(options);
                    self.running = Some((question, outcomes.len()));
                    return Ok(Move::Call(calls));
                }
            }
        }
        Ok(Move::Reply(std::mem::take(&mut self.reply)))
    }
}

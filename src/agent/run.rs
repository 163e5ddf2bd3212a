//! One turn: load the conversation, let a planner work, keep what was said.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tracing::Instrument as _;
use uuid::Uuid;

use super::alerting;
use super::budgeting;
use super::by_rules::RulesTurn;
use super::guard::grounded;
use super::model::Model;
use super::recording;
use super::rules::Remembered;
use super::saving;
use super::tagging;
use super::wallet::{self, Proposed};
use super::{Choice, Figure, Move, Planner, PlannerError, Reply, ToolCall, ToolOutcome};
use crate::store::conversations::Turn;
use crate::text;
use crate::tools::record::Record;
use crate::tools::{Access, Context, ErrorKind, Tool as _, ToolEntry, ToolError};

/// Rounds of calls that one question may take: two for a follow-up on a first result, the rest for a model's mistakes.
const STEPS_MAX: usize = 6;

/// Calls of one round: a comparison over a year's months fits.
const CALLS_A_STEP_MAX: usize = 8;

/// A question longer than this is cut: no question is, and a model is paid by the word.
const QUESTION_CHARS_MAX: usize = 2_000;

/// Earlier turns that a model is shown.
const TURNS_SHOWN: i64 = 4;

/// Answers questions. Without a model the rules do it alone.
#[derive(Clone, Debug, Default)]
pub struct Agent {
    pub model: Option<Model>,
}

/// Who answered; the word of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlannerKind {
    Rules,
    Llm,
}

/// An answered question: the contract's `ask --json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub answer: String,
    pub planner: PlannerKind,
    pub tools: Vec<ToolOutcome>,
    pub figures: Vec<Figure>,
    /// What may have been meant instead: buttons that ask again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    /// Where the answer is kept, for showing later what is behind it.
    #[serde(skip)]
    pub turn: Uuid,
    /// A movement of money that waits for a button.
    pub proposal: Option<Value>,
}

impl Agent {
    /// Answers in the conversation of this session. What is kept of it stands when the context is committed.
    pub async fn ask(&self, text: &str, session: &str, context: &mut Context) -> Result<Answer, ToolError> {
        let text: String = text.chars().take(QUESTION_CHARS_MAX).collect();
        let now = context.now;
        let book = context.book().await?;
        let conversation = book.enter_conversation(session, now).await?;
        let earlier = match &self.model {
            Some(_) => book.recent_turns(conversation.id, TURNS_SHOWN).await?,
            None => Vec::new(),
        };
        // A sentence that moves money, or tells of a payment, is no question.
        let by_wallet = by_wallet(&text, context).await?;
        let said = match by_wallet {
            Some(answer) => Some((answer, None)),
            // What was asked before the note can still be followed up.
            None => by_sentence(&text, conversation.remembered.as_ref(), context)
                .await?
                .map(|answer| (answer, conversation.remembered.clone())),
        };
        let by_model = match &self.model {
            Some(model) if said.is_none() => by_model(model, &text, &earlier, context).await?,
            _ => None,
        };
        let (mut answer, remembered) = match (said, by_model) {
            (Some(said), _) => said,
            (None, Some(answer)) => (answer, None),
            (None, None) => by_rules(&text, conversation.remembered, context).await?,
        };
        let turn = Turn {
            question: &text,
            answer: &answer.answer,
            planner: match answer.planner {
                PlannerKind::Rules => "rules",
                PlannerKind::Llm => "llm",
            },
            tools: &json!(answer.tools),
            figures: &json!(answer.figures),
        };
        let book = context.book().await?;
        answer.turn = book.insert_turn(conversation.id, &turn, remembered.as_ref(), now).await?;
        Ok(answer)
    }
}

/// What a sentence does at once: it puts tags on rows, asks for an alert, sets or removes a budget or a goal, puts something aside, or notes payments.
async fn by_sentence(text: &str, before: Option<&Value>, context: &mut Context) -> Result<Option<Answer>, ToolError> {
    if let Some((reply, tool)) = tagging::act(text, before, context).await? {
        return Ok(Some(answer(PlannerKind::Rules, reply, vec![tool])));
    }
    if let Some((reply, tool)) = alerting::act(text, context).await? {
        return Ok(Some(answer(PlannerKind::Rules, reply, vec![tool])));
    }
    if let Some(answer) = by_budgeting(text, context).await? {
        return Ok(Some(answer));
    }
    match saving::from_sentence(text, context).await? {
        Some((reply, tool)) => Ok(Some(answer(PlannerKind::Rules, reply, vec![tool]))),
        None => by_recording(text, context).await,
    }
}

/// Sets or removes the budget that the person names; `None` when the sentence does neither.
async fn by_budgeting(text: &str, context: &mut Context) -> Result<Option<Answer>, ToolError> {
    let acted = budgeting::act(text, context).await?;
    Ok(acted.map(|(reply, tool)| answer(PlannerKind::Rules, reply, vec![tool])))
}

/// Notes the payments that the person tells of, and says so; `None` when the sentence tells of none. It is the person's own
/// sentence that was recognised, by rules: no text from outside and no model has a part in it, it moves no money, and undo
/// takes it back. So it is done at once.
async fn by_recording(text: &str, context: &mut Context) -> Result<Option<Answer>, ToolError> {
    if !recording::may_be_one(text) {
        return Ok(None);
    }
    let vocabulary = context.vocabulary().await?;
    let Some(record) = recording::read(text, context.today, &vocabulary) else { return Ok(None) };
    let args = serde_json::to_value(&record).map_err(ToolError::failed)?;
    let done = record.call(context).await;
    let done = done.map(|recorded| (recording::reply(&recorded, context.today, context.texts), json!(recorded)));
    let (reply, outcome) = ToolOutcome::said(Record::NAME, args, done)?;
    Ok(Some(answer(PlannerKind::Rules, reply, vec![outcome])))
}

/// The card that a sentence about sending money leaves; no planner sees such a sentence.
async fn by_wallet(text: &str, context: &mut Context) -> Result<Option<Answer>, ToolError> {
    let Some(proposed) = wallet::from_sentence(text, context).await? else { return Ok(None) };
    let (text, proposal) = match proposed {
        Proposed::Card(card) => (wallet::card_lines(context.texts, &card).join("\n"), Some(json!(card))),
        Proposed::Refused(words) => (words, None),
    };
    let reply = Reply { text, ..Reply::default() };
    Ok(Some(Answer { proposal, ..answer(PlannerKind::Rules, reply, Vec::new()) }))
}

/// The model's answer, or `None` when it failed and the rules should answer.
async fn by_model(
    model: &Model,
    text: &str,
    earlier: &[(String, String)],
    context: &mut Context,
) -> Result<Option<Answer>, ToolError> {
    let mut planner = model.planner(text, earlier, context.today);
    let (reply, tools) = match steps(&mut planner, context).await? {
        Ok(answered) => answered,
        Err(error) => {
            tracing::warn!(%error, "the rules answer instead of the model");
            return Ok(None);
        }
    };
    match grounded(&reply.text, &tools) {
        Ok(figures) => {
            Ok(Some(answer(PlannerKind::Llm, Reply { text: reply.text, figures, options: Vec::new() }, tools)))
        }
        Err(error) => {
            tracing::warn!(%error, "the rules answer instead of the model");
            Ok(None)
        }
    }
}

async fn by_rules(
    text: &str,
    remembered: Option<Value>,
    context: &mut Context,
) -> Result<(Answer, Option<Value>), ToolError> {
    let vocabulary = context.vocabulary().await?;
    // What an older version remembered may not fit any more: then the question stands alone.
    let previous: Option<Remembered> = remembered.and_then(|value| serde_json::from_value(value).ok());
    let mut planner = RulesTurn::new(text, (context.today, context.texts), vocabulary, previous);
    let (reply, tools) = steps(&mut planner, context).await?.map_err(ToolError::failed)?;
    let remembered = planner.remembered().and_then(|remembered| serde_json::to_value(remembered).ok());
    Ok((answer(PlannerKind::Rules, reply, tools), remembered))
}

fn answer(planner: PlannerKind, reply: Reply, tools: Vec<ToolOutcome>) -> Answer {
    Answer {
        answer: reply.text,
        planner,
        tools,
        figures: reply.figures,
        options: reply.options,
        turn: Uuid::nil(),
        proposal: None,
    }
}

/// Lets a planner call tools until it replies. The outer error is ours, the inner one the planner's.
async fn steps(
    planner: &mut impl Planner,
    context: &mut Context,
) -> Result<Result<(Reply, Vec<ToolOutcome>), PlannerError>, ToolError> {
    let mut outcomes = Vec::new();
    for _ in 0..STEPS_MAX {
        match planner.next(&outcomes).await {
            Ok(Move::Reply(reply)) => return Ok(Ok((reply, outcomes))),
            Ok(Move::Call(calls)) => {
                for call in calls.into_iter().take(CALLS_A_STEP_MAX) {
                    outcomes.push(run(call, context).await?);
                }
            }
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Err(PlannerError::TooManySteps(STEPS_MAX)))
}

/// Runs one call. What the planner did wrong comes back as a result that says so; what we did wrong ends the turn.
async fn run(call: ToolCall, context: &mut Context) -> Result<ToolOutcome, ToolError> {
    let started = std::time::Instant::now();
    let entry = ToolEntry::named(&call.name);
    // A model may write anything for a name; logs know the tools' own.
    let span = tracing::info_span!("tool", tool = entry.map(|entry| entry.name));
    let result = match entry {
        // Planners only read: what changes money or rows is done by a button.
        Some(entry) if entry.access == Access::Read => {
            (entry.call)(call.args.clone(), context).instrument(span.clone()).await
        }
        Some(_) => Err(ToolError::refused(text!(context.texts, "tool-not-by-sentence"))),
        None => Err(ToolError::not_found(text!(context.texts, "tool-unknown", name = call.name))),
    };
    let result = match result {
        Ok(result) => result,
        Err(error) if error.kind == ErrorKind::Failed => return Err(error),
        Err(error) => json!({"error": error.words}),
    };
    tracing::debug!(parent: &span, duration_ms = started.elapsed().as_millis() as u64, "tool answered");
    Ok(ToolOutcome { name: call.name, args: call.args, result })
}

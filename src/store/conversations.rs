//! Threads of questions and their answers.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::{Book, StoreError};
use crate::domain::{BookId, ConversationId};

/// One question and its answer, as kept.
#[derive(Debug)]
pub struct Turn<'a> {
    pub question: &'a str,
    pub answer: &'a str,
    /// `rules` or `llm`.
    pub planner: &'static str,
    /// Calls and results.
    pub tools: &'a Value,
    pub figures: &'a Value,
}

/// A thread and what a follow-up builds on.
#[derive(Debug)]
pub struct Conversation {
    pub id: ConversationId,
    pub remembered: Option<Value>,
}

impl Book {
    /// The conversation of this session; begun when there is none.
    pub async fn enter_conversation(&mut self, session: &str, now: DateTime<Utc>) -> Result<Conversation, StoreError> {
        let book_id = self.id();
        let conversation = sqlx::query_as!(
            Conversation,
            r#"insert into conversation (book_id, conversation_id, session, created_at, updated_at)
               values ($1, $2, $3, $4, $4)
               on conflict (book_id, session) do update set updated_at = excluded.updated_at
               returning conversation_id as "id: ConversationId", remembered"#,
            book_id as BookId,
            ConversationId::new() as ConversationId,
            session,
            now
        )
        .fetch_one(self.connection())
        .await?;
        Ok(conversation)
    }

    /// The latest questions and answers of a conversation, oldest first.
    pub async fn recent_turns(
        &mut self,
        conversation: ConversationId,
        limit: i64,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let book_id = self.id();
        let turns = sqlx::query!(
            "select question, answer from conversation_turn
             where book_id = $1 and conversation_id = $2
             order by turn_id desc limit $3",
            book_id as BookId,
            conversation as ConversationId,
            limit
        )
        .fetch_all(self.connection())
        .await?;
        Ok(turns.into_iter().rev().map(|turn| (turn.question, turn.answer)).collect())
    }

    /// Keeps a turn and what the next one builds on; `None` leaves that as it was.
    pub async fn insert_turn(
        &mut self,
        conversation: ConversationId,
        turn: &Turn<'_>,
        remembered: Option<&Value>,
        now: DateTime<Utc>,
    ) -> Result<Uuid, StoreError> {
        let book_id = self.id();
        let turn_id = Uuid::now_v7();
        sqlx::query!(
            "with kept as (
                 insert into conversation_turn (
                     book_id, conversation_id, turn_id, question, answer, planner, tools, figures, created_at
                 ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             )
             update conversation set remembered = coalesce($10, remembered), updated_at = $9
             where book_id = $1 and conversation_id = $2",
            book_id as BookId,
            conversation as ConversationId,
            turn_id,
            turn.question,
            turn.answer,
            turn.planner,
            turn.tools,
            turn.figures,
            now,
            remembered
        )
        .execute(self.connection())
        .await?;
        Ok(turn_id)
    }

    /// The calls and results of an answer, as they were kept; `None` when there is no such answer.
    pub async fn tools_of_turn(&mut self, turn: Uuid) -> Result<Option<Value>, StoreError> {
        let book_id = self.id();
        let tools = sqlx::query_scalar!(
            "select tools from conversation_turn where book_id = $1 and turn_id = $2",
            book_id as BookId,
            turn
        )
        .fetch_optional(self.connection())
        .await?;
        Ok(tools)
    }
}

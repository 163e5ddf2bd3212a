//! The planner that asks a language model, on any server that speaks the chat completions API.
//!
//! **Invariant:** the model sees tool schemas, the question and tool results; it never sees a user's id, writes SQL, or
//! calls a tool that changes anything.

use std::time::Duration;

use async_openai::Client;
use async_openai::config::OpenAIConfig;
use async_openai::types::chat::{
    ChatCompletionMessageToolCall, ChatCompletionMessageToolCalls, ChatCompletionRequestAssistantMessage,
    ChatCompletionRequestMessage, ChatCompletionRequestSystemMessage, ChatCompletionRequestToolMessage,
    ChatCompletionRequestUserMessage, ChatCompletionTool, ChatCompletionTools, CreateChatCompletionRequest,
    FunctionObject,
};
use chrono::NaiveDate;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{Move, Planner, PlannerError, Reply, ToolCall, ToolOutcome};
use crate::config;
use crate::tools::{Access, REGISTRY, ToolEntry};

/// What the model is told about its work.
const SYSTEM_PROMPT: &str = include_str!("../../prompts/agent.md");

/// One answer of the server. A person in a chat does not wait longer; the rules answer instead.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);

/// A whole turn, all rounds together.
const TURN_TIMEOUT: Duration = Duration::from_secs(40);

/// A connection that is not there after this long will not come.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// A tool result longer than this is cut before the model reads it: its context is bounded, and so is the bill.
const RESULT_CHARS_MAX: usize = 12_000;

/// Longest reply, in the model's tokens.
const REPLY_TOKENS_MAX: u32 = 800;

/// A connection to a model.
#[derive(Clone, Debug)]
pub struct Model {
    client: Client<OpenAIConfig>,
    name: String,
}

impl Model {
    /// Prepares a client; nothing is sent until a question is asked.
    pub fn new(settings: &config::Model) -> Result<Self, PlannerError> {
        // One provider for the whole process; a second call finds it installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let key = settings.api_key.as_ref().map_or("", |key| key.expose().as_str());
        let config = OpenAIConfig::new().with_api_base(&settings.base_url).with_api_key(key);
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(REQUEST_TIMEOUT)
            .build()
            .map_err(|error| PlannerError::Unavailable(error.to_string()))?;
        Ok(Self { client: Client::with_config(config).with_http_client(http), name: settings.name.clone() })
    }

    /// A planner for one question.
    pub(super) fn planner(&self, text: &str, earlier: &[(String, String)], today: NaiveDate) -> ModelTurn {
        let system = SYSTEM_PROMPT.replace("{today}", &today.format("%A, %Y-%m-%d").to_string());
        let mut messages: Vec<ChatCompletionRequestMessage> =
            vec![ChatCompletionRequestSystemMessage::from(system).into()];
        for (question, answer) in earlier {
            messages.push(ChatCompletionRequestUserMessage::from(question.as_str()).into());
            messages.push(ChatCompletionRequestAssistantMessage::from(answer.as_str()).into());
        }
        messages.push(ChatCompletionRequestUserMessage::from(text).into());
        ModelTurn {
            model: self.clone(),
            messages,
            waiting: Vec::new(),
            told: 0,
            deadline: Instant::now() + TURN_TIMEOUT,
        }
    }
}

/// One question on its way through a model.
#[derive(Debug)]
pub(super) struct ModelTurn {
    model: Model,
    messages: Vec<ChatCompletionRequestMessage>,
    /// Ids of the calls whose results the model waits for, in order.
    waiting: Vec<String>,
    /// Outcomes that the model was told already.
    told: usize,
    deadline: Instant,
}

impl Planner for ModelTurn {
    async fn next(&mut self, outcomes: &[ToolOutcome]) -> Result<Move, PlannerError> {
        self.tell(outcomes);
        let request = CreateChatCompletionRequest {
            model: self.model.name.clone(),
            messages: self.messages.clone(),
            tools: Some(tools()),
            max_completion_tokens: Some(REPLY_TOKENS_MAX),
            ..Default::default()
        };
        let asked = tokio::time::timeout_at(self.deadline, async { self.model.client.chat().create(request).await });
        let response = asked
            .await
            .map_err(|_| PlannerError::Unavailable("no answer in time".into()))?
            // The error's own text may hold the whole body, so only its kind is kept.
            .map_err(|error| PlannerError::Unavailable(kind_of(&error).into()))?;
        let message = response.choices.into_iter().next().map(|choice| choice.message);
        let Some(message) = message else { return Err(PlannerError::Rejected("it has no choice".into())) };
        let calls: Vec<ChatCompletionMessageToolCall> = message
            .tool_calls
            .unwrap_or_default()
            .into_iter()
            .filter_map(|call| match call {
                ChatCompletionMessageToolCalls::Function(call) => Some(call),
                ChatCompletionMessageToolCalls::Custom(_) => None,
            })
            .collect();
        if calls.is_empty() {
            let text = message.content.unwrap_or_default();
            return Ok(Move::Reply(Reply { text: text.trim().to_owned(), ..Reply::default() }));
        }
        Ok(Move::Call(self.remember(calls)))
    }
}

impl ModelTurn {
    /// Adds the results that came out since the last round.
    fn tell(&mut self, outcomes: &[ToolOutcome]) {
        let fresh = outcomes.iter().skip(self.told);
        for (id, outcome) in self.waiting.drain(..).zip(fresh) {
            let content: String = outcome.result.to_string().chars().take(RESULT_CHARS_MAX).collect();
            let message = ChatCompletionRequestToolMessage { content: content.into(), tool_call_id: id };
            self.messages.push(message.into());
        }
        self.told = outcomes.len();
    }

    /// Keeps what the model asked for, and hands it on.
    fn remember(&mut self, calls: Vec<ChatCompletionMessageToolCall>) -> Vec<ToolCall> {
        self.waiting = calls.iter().map(|call| call.id.clone()).collect();
        let asked = calls.iter().map(|call| ToolCall {
            name: call.function.name.clone(),
            // Some servers send nothing, or null, for a call without arguments.
            args: match serde_json::from_str(&call.function.arguments) {
                Ok(Value::Null) | Err(_) => json!({}),
                Ok(args) => args,
            },
        });
        let asked = asked.collect();
        let tool_calls = calls.into_iter().map(ChatCompletionMessageToolCalls::Function).collect();
        let message = ChatCompletionRequestAssistantMessage { tool_calls: Some(tool_calls), ..Default::default() };
        self.messages.push(message.into());
        asked
    }
}

/// The tools that a model may call, as the API describes them.
fn tools() -> Vec<ChatCompletionTools> {
    let offered = REGISTRY.iter().filter(|entry| entry.access == Access::Read);
    let tool = |entry: &ToolEntry| {
        ChatCompletionTools::Function(ChatCompletionTool {
            function: FunctionObject {
                name: entry.name.to_owned(),
                description: Some(entry.description.to_owned()),
                parameters: Some((entry.schema)()),
                strict: None,
            },
        })
    };
    offered.map(tool).collect()
}

fn kind_of(error: &async_openai::error::OpenAIError) -> &'static str {
    use async_openai::error::OpenAIError;
    match error {
        OpenAIError::Reqwest(_) => "the server cannot be reached",
        OpenAIError::ApiError(_) => "the server refused the request",
        OpenAIError::JSONDeserialize(..) => "the server's answer is not what the API describes",
        _ => "the request failed",
    }
}

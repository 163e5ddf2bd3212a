//! farthing lives in a chat: it reads bank statements, proves them by their balances, sorts every row and answers questions.
//!
//! Rooms, from the ground up; imports point downwards only:
//! - [`domain`]: plain values: money, dates, categories, ids, what a statement says.
//! - [`texts`]: what is said, by language.
//! - [`store`]: Postgres, the only room that knows SQL.
//! - [`tools`]: the typed tools, the one way to read or change a user's money.
//! - [`agent`]: plain words in, tool calls, figures out.
//! - [`app`]: the shared handles that every request gets.
//! - [`bot`]: Telegram: updates in, handlers and pictures, messages out.
//! - [`jobs`]: what farthing does by itself; it says it by way of the bot's outbox.
//!
//! Beside them: [`config`] (every setting, read once), [`telemetry`] (logs and metrics) and [`demo`] (an example household
//! and its statements, which tests and benches use as well). [`sandbox`] is a Bot API server with a chat page; it knows none
//! of the others.

pub mod agent;
pub mod app;
pub mod bot;
pub mod config;
pub mod demo;
pub mod domain;
pub mod jobs;
pub mod sandbox;
pub mod store;
pub mod telemetry;
pub mod texts;
pub mod tools;

//! The product from outside: a real Postgres, the application's role, the real child process that reads files.
//!
//! One binary, so that all stories share one private cluster; each has a database of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a story that cannot go on fails"
)]

mod admin;
mod alerts;
mod browser;
mod budgets;
mod by_hand;
mod chat;
mod command_line;
mod goals;
mod grounding;
mod handlers;
mod harness;
mod isolation;
mod jobs;
mod layouts;
mod ledger;
mod lost_pin;
mod mail;
mod model;
mod notifications;
mod overlaps;
mod questions;
mod recording;
mod second_factor;
mod statements;
mod story;
mod summaries;
mod tags;
mod wallet;
mod year;

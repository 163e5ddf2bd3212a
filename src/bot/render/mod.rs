//! Results of tools as a chat shows them: HTML as Telegram reads it.

pub mod rows;
pub mod statement;

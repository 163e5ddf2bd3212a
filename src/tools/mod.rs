//! The typed tools: the one way to read or change a user's money, whoever asks (a sentence, a button, the command line).
//!
//! A tool is a struct of arguments with a JSON schema, a typed result and a `call` that takes a context.
//!
//! **Invariant:** no tool knows how its result is shown, and no tool takes a user's id as an argument: the context carries it.

pub mod filter;
pub mod search;
pub mod summarise;
pub mod vocabulary;

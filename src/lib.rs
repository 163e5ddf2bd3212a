//! farthing reads bank statements, proves them by their balances, sorts every row and answers questions about them.
//!
//! Rooms, from the ground up; imports point downwards only:
//! - [`domain`]: plain values: money, dates, categories, ids, what a statement says.
//! - [`tools`]: the typed tools, the one way to read or change a user's money.
//! - [`agent`]: plain words in, tool calls, figures out.

pub mod agent;
pub mod domain;
pub mod tools;

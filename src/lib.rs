//! farthing reads bank statements, proves them by their balances, sorts every row and answers questions about them.
//!
//! Rooms, from the ground up; imports point downwards only:
//! - [`domain`]: plain values: money, dates, categories, ids, what a statement says.
pub mod domain;

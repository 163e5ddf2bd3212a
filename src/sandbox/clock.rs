//! What time it is, and the numbers that are made from it.

use std::time::{SystemTime, UNIX_EPOCH};

/// The start of 2024, in seconds since 1970: message ids of a new chat count from there, one a second, so that they
/// stay below 2³¹ for decades and a server started later does not repeat them.
const MESSAGE_IDS_FROM_S: i64 = 1_704_067_200;
/// The start of 2026, in seconds since 1970: update ids count from there.
const UPDATE_IDS_FROM_S: i64 = 1_767_225_600;
/// Update ids that pass a second: more than a bot sees over its days, and below 2³¹ until 2029, 2³² until 2032.
const UPDATE_IDS_PER_S: i64 = 20;

/// Milliseconds since 1970.
pub(super) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The first message id of a chat that begins now.
pub(super) fn first_message_id(now_ms: i64) -> i64 {
    (now_ms / 1000 - MESSAGE_IDS_FROM_S).max(1)
}

/// The first update id of a bot that is first seen now.
pub(super) fn first_update_id(now_ms: i64) -> i64 {
    ((now_ms / 1000 - UPDATE_IDS_FROM_S) * UPDATE_IDS_PER_S).max(1)
}

//! Telegram's limits on sending, switched on by [`SandboxSettings::flood_control`](super::SandboxSettings).

/// Messages to one chat: some at once, then one a second.
const CHAT_BURST: f64 = 3.0;
const CHAT_RATE_PER_S: f64 = 1.0;
/// Messages of one bot to everybody together.
const BOT_BURST: f64 = 30.0;
const BOT_RATE_PER_S: f64 = 30.0;

/// Counts what may still be sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket {
    left: f64,
    burst: f64,
    rate_per_s: f64,
    at_ms: i64,
}

impl Bucket {
    pub(super) fn of_chat() -> Self {
        Self { left: CHAT_BURST, burst: CHAT_BURST, rate_per_s: CHAT_RATE_PER_S, at_ms: 0 }
    }

    pub(super) fn of_bot() -> Self {
        Self { left: BOT_BURST, burst: BOT_BURST, rate_per_s: BOT_RATE_PER_S, at_ms: 0 }
    }

    /// Takes as many as there are messages, or says in how many seconds they may go.
    pub(super) fn take(&mut self, messages: usize, now_ms: i64) -> Result<(), u32> {
        let passed_s = std::time::Duration::from_millis(u64::try_from(now_ms - self.at_ms).unwrap_or(0)).as_secs_f64();
        self.left = (self.left + passed_s * self.rate_per_s).min(self.burst);
        self.at_ms = now_ms;
        // An album that is larger than the burst goes out when the bucket is full.
        let wanted = (0..messages).map(|_| 1.0).sum::<f64>().min(self.burst);
        if self.left >= wanted {
            self.left -= wanted;
            return Ok(());
        }
        let wait_s = ((wanted - self.left) / self.rate_per_s).ceil().max(1.0);
        Err((1..=60).find(|seconds| f64::from(*seconds) >= wait_s).unwrap_or(60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_at_once_then_one_a_second() {
        let mut bucket = Bucket::of_chat();
        let mut check = |messages: usize, now_ms: i64, expected: Result<(), u32>| {
            assert_eq!(bucket.take(messages, now_ms), expected, "at {now_ms}");
        };
        for _ in 0..3 {
            check(1, 1_000_000, Ok(()));
        }
        check(1, 1_000_000, Err(1));
        check(1, 1_000_500, Err(1));
        check(1, 1_001_000, Ok(()));
        check(3, 1_001_000, Err(3));
        check(10, 1_010_000, Ok(()));
    }
}

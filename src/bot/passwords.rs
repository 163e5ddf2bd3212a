//! Passwords of files that were opened and wait for a decision, so that looking at one again does not ask again.
//!
//! **Invariant:** in this process's memory alone, for an hour, and for as many files as a busy hour has.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

use crate::config::Secret;

/// As long as somebody may look at a file before deciding.
const KEPT: Duration = Duration::from_secs(60 * 60);
const FILES_MAX: usize = 256;

#[derive(Debug, Default)]
pub struct Passwords {
    known: Mutex<VecDeque<(Uuid, Secret<String>, Instant)>>,
}

impl Passwords {
    pub fn remember(&self, file: Uuid, password: &str, now: Instant) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|(other, _, since)| *other != file && now.duration_since(*since) < KEPT);
        if known.len() == FILES_MAX {
            known.pop_front();
        }
        known.push_back((file, Secret::new(password.to_owned()), now));
    }

    pub fn of(&self, file: Uuid, now: Instant) -> Option<String> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh =
            |(other, _, since): &&(Uuid, Secret<String>, Instant)| *other == file && now.duration_since(*since) < KEPT;
        known.iter().find(fresh).map(|(_, password, _)| password.expose().clone())
    }

    pub fn forget(&self, file: Uuid) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).retain(|(other, ..)| *other != file);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_for_an_hour_and_no_longer() {
        let passwords = Passwords::default();
        let now = Instant::now();
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        passwords.remember(one, "horse", now);
        passwords.remember(one, "battery", now);
        assert_eq!((passwords.of(one, now).as_deref(), passwords.of(other, now)), (Some("battery"), None));
        assert_eq!(passwords.of(one, now + KEPT), None);
    }

    #[test]
    fn the_oldest_gives_way() {
        let passwords = Passwords::default();
        let now = Instant::now();
        for file in 0..=FILES_MAX as u128 {
            passwords.remember(Uuid::from_u128(file), "x", now);
        }
        let of = |file| passwords.of(Uuid::from_u128(file), now);
        assert_eq!((of(0), of(1)), (None, Some("x".to_owned())));
    }
}

//! Work on pages that two threads share: one core is idle while a file is read.
//!
//! **Invariant:** the result is the same with one thread as with two.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Fewer pages are not worth a thread, whose start takes about as long as half a page.
const SHARED_PAGES: usize = 4;

/// What `read` makes of the pages, in their order; the second half of many is read by a thread of its own.
pub(super) fn read<T: Send, R: Send>(mut pages: Vec<T>, read: impl Fn(Vec<T>) -> Vec<R> + Sync) -> Vec<R> {
    if pages.len() < SHARED_PAGES {
        return read(pages);
    }
    let second = Mutex::new(pages.split_off(pages.len() / 2));
    let read_second = || read(std::mem::take(&mut *second.lock().unwrap_or_else(PoisonError::into_inner)));
    thread::scope(|scope| {
        let thread = thread::Builder::new().spawn_scoped(scope, read_second);
        let mut done = read(pages);
        match thread {
            Ok(thread) => done.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic))),
            // The system gives no more threads.
            Err(_) => done.extend(read_second()),
        }
        done
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn pages_stay_in_order() {
        for count in [0, 1, 3, 4, 5, 100] {
            let pages: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = pages.iter().map(|page| page * 2).collect();
            assert_eq!(super::read(pages, |pages| pages.into_iter().map(|page| page * 2).collect()), doubled);
        }
    }
}

//! Reading of hostile files in a thread of its own, with an end.
//!
//! Libraries that read PDF repair broken files by searching them, which takes quadratic time on a file made for that
//! (measured: 10 s for 0.8 MB), and libraries may have panics we do not know: neither may stop the program. A thread that does
//! not come back is left to itself; it holds a copy of the bytes and touches nothing else.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use crate::error::PdfProblem;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// It takes longer than any honest file needs, or too many such files are being read.
    TooSlow,
    /// The library broke down over it.
    Broke,
}

impl From<Lost> for PdfProblem {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::TooSlow => Self::TooSlow,
            Lost::Broke => Self::Broken,
        }
    }
}

/// A page tree is walked with a stack of its own; objects nest up to 512 levels inside the library.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Files being read at once, those that never come back included: a mailbox full of them must not take every core.
const READ_AT_ONCE: usize = 16;

static READING: AtomicUsize = AtomicUsize::new(0);

/// A place among the files being read; given back even when a library panics.
struct Place;

impl Place {
    fn take() -> Option<Self> {
        let taken = Self;
        (READING.fetch_add(1, Ordering::Relaxed) < READ_AT_ONCE).then_some(taken)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        READING.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whether anybody still waits for the answer.
#[derive(Debug, Clone, Default)]
pub struct Abandoned(Arc<AtomicBool>);

impl Abandoned {
    /// True once the time is over: whoever works on may stop.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What `job` answers, or that it took longer than `longest`, or that it broke. A job that can stop is told when
/// nobody waits for it any more.
pub fn within<T: Send + 'static>(
    longest: Duration,
    job: impl FnOnce(&Abandoned) -> T + Send + 'static,
) -> Result<T, Lost> {
    let place = Place::take().ok_or(Lost::TooSlow)?;
    let (tell, told) = sync_channel(1);
    let abandoned = Abandoned::default();
    let inside = abandoned.clone();
    let reading = move || {
        let _place = place;
        // The receiver is gone when the time is over.
        let _ = tell.send(job(&inside));
    };
    let started = thread::Builder::new()
        .name("reading".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(reading);
    if started.is_err() {
        return Err(Lost::TooSlow);
    }
    told.recv_timeout(longest).map_err(|error| match error {
        RecvTimeoutError::Timeout => {
            abandoned.0.store(true, Ordering::Relaxed);
            Lost::TooSlow
        }
        // The thread ended without an answer: the library panicked.
        RecvTimeoutError::Disconnected => Lost::Broke,
    })
}

#[cfg(test)]
mod tests {
    use super::{Place, READ_AT_ONCE};

    #[test]
    fn places_are_limited_and_given_back() {
        let held: Vec<_> = std::iter::from_fn(Place::take).collect();
        assert!(!held.is_empty() && held.len() <= READ_AT_ONCE);
        drop(held);
        assert!(Place::take().is_some());
    }
}

//! Giving up a question that nobody waits for any more. Deliberately not for changes: those end whole.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Tells a read to end early. Copies tell each other.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// The answer is wanted no more.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// True when it is wanted no more.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

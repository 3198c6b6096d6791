//! Stops a process at a named step of the outbox, so that it can be killed exactly there.
//!
//! The engine tells the log every step; a process of a test listens to that log and goes no further.

use std::fmt;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use crate::process::PARKED;

/// A listener that prints `parked` and never returns from the chosen step.
pub struct ParkAt {
    step: String,
    turns_left: AtomicUsize,
}

impl ParkAt {
    /// Where the step comes for the first time.
    pub fn first(step: String) -> Self {
        Self::nth(step, 1)
    }

    /// Where the step comes for this time, from 1.
    pub fn nth(step: String, turn: usize) -> Self {
        Self {
            step,
            turns_left: AtomicUsize::new(turn),
        }
    }

    fn is_here(&self, step: &str) -> bool {
        step == self.step && self.turns_left.fetch_sub(1, Ordering::SeqCst) == 1
    }
}

impl<S: Subscriber> Layer<S> for ParkAt {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut step = Step(None);
        event.record(&mut step);
        if step.0.is_some_and(|step| self.is_here(&step)) {
            println!("{PARKED}");
            std::io::stdout().flush().expect("the parent listens");
            loop {
                std::thread::park();
            }
        }
    }
}

struct Step(Option<String>);

impl Visit for Step {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "step" {
            self.0 = Some(value.to_owned());
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

//! What happens by itself: the outbox is worked at, the feed is read, silent documents are asked about.
//!
//! What came to us becomes rows in `arrive`; its bytes follow in `contents`, who sent it is asked in `senders`, and
//! signatures put on elsewhere follow in `signatures`.
//! `turn` is one round for one connection; `run` makes rounds in the background and on request; `apply` is what a
//! page of events does; `replay` rebuilds states from recorded events; `backoff` and `health` say when to come back and what the clerk is told meanwhile.

mod apply;
mod arrive;
pub(crate) mod backoff;
mod contents;
mod fetched_signature;
mod health;
mod poll;
mod replay;
mod run;
mod senders;
pub(crate) mod signatures;
mod signed_copies;
mod signed_words;
mod sweep;
mod turn;

pub use apply::Applied;
pub(crate) use apply::noted;
pub(crate) use contents::is_of_the_line;
pub(crate) use health::{is_ok as health_is_ok, is_trouble as health_trouble};
pub use replay::{ReplayMode, Replayed, ReplayedDocument};
pub use run::Loops;
pub(crate) use run::{TIDIED_AT, TIDY_EVERY};
pub use turn::{ConnectionReport, SyncReport};

use tokio::sync::watch;

/// Who wants the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hurry {
    /// The clock: only what is due.
    Scheduled,
    /// A person: everything at once, but for an operator that asked for patience.
    Pressed,
}

/// Whether the program is about to end. Looked at between requests, never inside one.
#[derive(Clone)]
pub(crate) struct Stop(Option<watch::Receiver<bool>>);

impl Stop {
    /// Nobody will ask.
    pub(crate) fn never() -> Self {
        Self(None)
    }

    pub(crate) fn when(asked: watch::Receiver<bool>) -> Self {
        Self(Some(asked))
    }

    pub(crate) fn is_asked(&self) -> bool {
        self.0
            .as_ref()
            .is_some_and(|asked| *asked.borrow() || asked.has_changed().is_err())
    }

    /// Waits until somebody asks.
    pub(crate) async fn asked(&mut self) {
        match &mut self.0 {
            // An error means that whoever could ask is gone, which is as good as asking.
            Some(asked) => drop(asked.wait_for(|asked| *asked).await),
            None => std::future::pending().await,
        }
    }
}

//! One lane per connection: no two tasks ever work at the same outbox or the same feed at once.
//!
//! Whoever holds the outbox lane and finds a row as `Sending` knows that the sender was cut off: a living one would
//! hold the lane.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::ConnectionId;
use tokio::sync::Notify;

#[derive(Default)]
pub(crate) struct Lane {
    /// Held while rows of the outbox are worked at.
    pub(crate) outbox: tokio::sync::Mutex<()>,
    /// Held while the feed is read.
    pub(crate) feed: tokio::sync::Mutex<()>,
    /// Held while bytes of inbound documents are fetched.
    pub(crate) contents: tokio::sync::Mutex<()>,
    /// Held while relations are read or acted upon.
    pub(crate) relations: tokio::sync::Mutex<()>,
    /// Wakes the background loop of the connection.
    pub(crate) wake: Notify,
    pressed: AtomicBool,
}

impl Lane {
    /// A person pressed «Обновить»: the next turn happens now, even when a refused password had stopped the loop.
    pub(crate) fn press(&self) {
        self.pressed.store(true, Ordering::SeqCst);
        self.wake.notify_one();
    }

    /// True once after each press.
    pub(crate) fn take_press(&self) -> bool {
        self.pressed.swap(false, Ordering::SeqCst)
    }
}

/// All lanes.
#[derive(Default)]
pub(crate) struct Lanes {
    by_connection: Mutex<HashMap<ConnectionId, Arc<Lane>>>,
    /// Tells the background task that connections came or went.
    pub(crate) roster: Notify,
}

impl Lanes {
    pub(crate) fn of(&self, connection: ConnectionId) -> Arc<Lane> {
        let mut lanes = self.by_connection.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lanes.entry(connection).or_default())
    }
}

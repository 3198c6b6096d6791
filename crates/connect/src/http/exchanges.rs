//! The calls that a client made, until somebody asks for them. Bounded: the oldest make room.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::edo::Exchange;

/// So many calls wait to be asked for.
const AT_MOST: usize = 256;

/// Calls that are over.
#[derive(Default)]
pub(super) struct Exchanges(Mutex<VecDeque<Exchange>>);

impl Exchanges {
    pub fn note(&self, exchange: Exchange) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == AT_MOST {
            kept.pop_front();
        }
        kept.push_back(exchange);
    }

    pub fn take(&self) -> Vec<Exchange> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *kept).into()
    }
}

//! How many rows of a job stand in which state.

use super::{BulkRowState, BulkState};

/// How many rows stand in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BulkCounts([u64; BulkRowState::ALL.len()]);

impl BulkCounts {
    /// How many there are.
    pub fn of(&self, state: BulkRowState) -> u64 {
        self.0.get(state as usize).copied().unwrap_or(0)
    }

    /// One row went from one state to another.
    pub(crate) fn moved(&mut self, from: BulkRowState, to: BulkRowState) {
        self.set(from, self.of(from).saturating_sub(1));
        self.set(to, self.of(to) + 1);
    }

    /// Every row of a state went to another.
    pub(crate) fn all_moved(&mut self, from: BulkRowState, to: BulkRowState) {
        if from != to {
            self.many_moved(from, to, self.of(from));
        }
    }

    /// So many rows went from one state to another.
    pub(crate) fn many_moved(&mut self, from: BulkRowState, to: BulkRowState, rows: u64) {
        self.set(from, self.of(from).saturating_sub(rows));
        self.set(to, self.of(to) + rows);
    }

    pub(crate) fn set(&mut self, state: BulkRowState, rows: u64) {
        if let Some(count) = self.0.get_mut(state as usize) {
            *count = rows;
        }
    }

    /// As the rows are shown in a job of this state.
    #[must_use]
    pub fn shown(self, job: BulkState) -> Self {
        let mut shown = self;
        for &state in BulkRowState::ALL {
            shown.all_moved(state, job.shown(state));
        }
        shown
    }
}

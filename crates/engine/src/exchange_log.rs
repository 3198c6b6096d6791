//! The log of exchange («Журнал обмена»): which calls of an operator's service were made, what they came to and how long they
//! took, for whoever looks for the cause of a trouble.
//!
//! Kept only where a person wants it, and bounded. Names no person and holds no secret: a call is told by its path and the
//! names of its parameters (`connect::edo::Exchange`).

use domain::ConnectionId;
use jiff::SignedDuration;
use store::{ConnectionSettings, ExchangeEntry, KeptExchangeEntry};

use crate::changes::Change;
use crate::engine::Inner;
use crate::{Engine, Result, connections};

/// So many calls of a connection are kept, the newest.
const KEPT: u32 = 1_000;

/// What a person presses in the settings of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ConnectionSettingsChange {
    /// «Отправлять сразу».
    pub sends_at_once: Option<bool>,
    /// «Записывать служебные данные в журнал обмена».
    pub keeps_exchange_log: Option<bool>,
}

impl Engine {
    /// The log of a connection, newest first, before the entry given. `connection_not_found`.
    pub async fn exchange_log(
        &self,
        id: ConnectionId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<KeptExchangeEntry>> {
        self.blocking(move |inner| {
            inner.note_exchanges(id)?;
            inner.read(|r| {
                r.connection(id)?.ok_or_else(connections::not_found)?;
                Ok(r.exchange_log(id, before, limit)?)
            })
        })
        .await
    }

    /// Forgets the log of a connection. `connection_not_found`.
    pub async fn clear_exchange_log(&self, id: ConnectionId) -> Result<()> {
        self.blocking(move |inner| {
            inner.note_exchanges(id)?;
            inner.write(|w| {
                w.connection(id)?.ok_or_else(connections::not_found)?;
                Ok(w.clear_exchange_log(id)?)
            })
        })
        .await
    }

    /// Changes what was chosen for a connection beside its schedule; what is not named stays. `connection_not_found`.
    pub async fn change_connection_settings(
        &self,
        id: ConnectionId,
        change: ConnectionSettingsChange,
    ) -> Result<()> {
        self.blocking(move |inner| {
            // What was called before the log was switched on stays untold.
            inner.note_exchanges(id)?;
            inner.write(|w| {
                w.connection(id)?.ok_or_else(connections::not_found)?;
                let before = w.connection_settings(id)?;
                let settings = ConnectionSettings {
                    sends_at_once: change.sends_at_once.unwrap_or(before.sends_at_once),
                    keeps_exchange_log: change.keeps_exchange_log.unwrap_or(before.keeps_exchange_log),
                };
                Ok(w.save_connection_settings(id, settings)?)
            })
        })
        .await?;
        self.inner.changes.tell(&Change::connection(id));
        Ok(())
    }
}

impl Inner {
    /// Writes down what the client at hand called meanwhile, where a person wants to know.
    pub(crate) fn note_exchanges(&self, id: ConnectionId) -> Result<()> {
        let called = self
            .providers
            .get(id)
            .map(|client| client.take_exchanges())
            .unwrap_or_default();
        if called.is_empty() || !self.read(|r| Ok(r.connection_settings(id)?))?.keeps_exchange_log {
            return Ok(());
        }
        let now = self.now();
        let entries: Vec<ExchangeEntry> = called
            .into_iter()
            .map(|one| ExchangeEntry {
                at: SignedDuration::try_from(one.ended.elapsed())
                    .ok()
                    .and_then(|ago| now.checked_sub(ago).ok())
                    .unwrap_or(now),
                call: one.call,
                outcome: one.outcome,
                is_failure: one.is_failure,
                duration_ms: u64::try_from(one.duration.as_millis()).unwrap_or(u64::MAX),
                answer_bytes: u64::try_from(one.answer_bytes).unwrap_or(u64::MAX),
            })
            .collect();
        self.write(|w| Ok(w.note_exchanges(id, &entries, KEPT)?))
    }
}

//! What a person chose for one connection: how documents leave by it, and whether its calls are written down.

use domain::ConnectionId;
use rusqlite::params;

use crate::columns::optional;
use crate::{Reader, Result, Writer};

/// What a person chose for one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionSettings {
    /// Papers for people go to them at once; otherwise they are left at the operator to be confirmed. Whoever sends may
    /// choose otherwise for one of them.
    pub sends_at_once: bool,
    /// Calls of the operator's service are written down.
    pub keeps_exchange_log: bool,
}

impl Default for ConnectionSettings {
    fn default() -> Self {
        Self {
            sends_at_once: true,
            keeps_exchange_log: false,
        }
    }
}

impl Reader<'_> {
    /// What was chosen for this connection.
    pub fn connection_settings(&self, id: ConnectionId) -> Result<ConnectionSettings> {
        let mut query = self.sql.prepare_cached(
            "SELECT sends_at_once, keeps_exchange_log FROM connection_settings WHERE connection_id = ?1",
        )?;
        let found = optional(query.query_row([id.0], |row| {
            Ok(ConnectionSettings {
                sends_at_once: row.get("sends_at_once")?,
                keeps_exchange_log: row.get("keeps_exchange_log")?,
            })
        }))?;
        Ok(found.unwrap_or_default())
    }
}

impl Writer<'_> {
    /// Keeps what was chosen for this connection.
    pub fn save_connection_settings(&self, id: ConnectionId, settings: ConnectionSettings) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO connection_settings (connection_id, sends_at_once, keeps_exchange_log)
                 VALUES (?1, ?2, ?3)
                 ON CONFLICT (connection_id) DO UPDATE SET sends_at_once = excluded.sends_at_once,
                     keeps_exchange_log = excluded.keeps_exchange_log",
            )?
            .execute(params![id.0, settings.sends_at_once, settings.keeps_exchange_log])?;
        Ok(())
    }
}

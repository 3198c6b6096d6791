//! How often a connection looks for news, and whether a person stopped it.

use domain::ConnectionId;
use jiff::Timestamp;
use rusqlite::params;

use crate::columns::{At, optional};
use crate::{Reader, Result, Writer};

/// What a person chose for one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ConnectionSchedule {
    /// Seconds between two looks; the usual ones when none.
    pub pause_s: Option<u32>,
    /// The exchange stands still since then.
    pub stopped_at: Option<Timestamp>,
}

impl Reader<'_> {
    /// What was chosen for this connection.
    pub fn connection_schedule(&self, id: ConnectionId) -> Result<ConnectionSchedule> {
        let mut query = self.sql.prepare_cached(
            "SELECT pause_s, stopped_at_ns FROM connection_schedules WHERE connection_id = ?1",
        )?;
        let found = optional(query.query_row([id.0], |row| {
            Ok(ConnectionSchedule {
                pause_s: row.get("pause_s")?,
                stopped_at: row.get::<_, Option<At>>("stopped_at_ns")?.map(|at| at.0),
            })
        }))?;
        Ok(found.unwrap_or_default())
    }
}

impl Writer<'_> {
    /// Keeps what was chosen for this connection.
    pub fn save_connection_schedule(&self, id: ConnectionId, schedule: ConnectionSchedule) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO connection_schedules (connection_id, pause_s, stopped_at_ns) VALUES (?1, ?2, ?3)
                 ON CONFLICT (connection_id) DO UPDATE SET pause_s = excluded.pause_s,
                     stopped_at_ns = excluded.stopped_at_ns",
            )?
            .execute(params![id.0, schedule.pause_s, schedule.stopped_at.map(At)])?;
        Ok(())
    }
}

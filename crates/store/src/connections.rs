//! Our firms' access to operators, and how each of them fares. Never a secret.

mod log_ins;
mod schedules;
mod settings;

pub use log_ins::ConnectionLogIn;
pub use schedules::ConnectionSchedule;
pub use settings::ConnectionSettings;

use domain::{ConnectionId, EdoBox, FirmId, OperatorKind};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::columns::{At, collected, kpp, kpp_column, optional, parsed};
use crate::error::is_duplicate;
use crate::{Error, Reader, Result, Writer};

/// One firm's access to one box at one operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// Identity in the database.
    pub id: ConnectionId,
    /// Whose access.
    pub firm: FirmId,
    /// To which operator.
    pub operator: OperatorKind,
    /// Where the operator's service lives; empty for its usual address.
    pub address: String,
    /// The box.
    pub edo_box: EdoBox,
}

/// A connection before it has an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConnection {
    /// Whose access.
    pub firm: FirmId,
    /// To which operator.
    pub operator: OperatorKind,
    /// Where the operator's service lives; empty for its usual address.
    pub address: String,
    /// The box.
    pub edo_box: EdoBox,
}

/// How the exchange over a connection fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Which connection.
    pub connection: ConnectionId,
    /// `ok`, or the stable code of the last failure.
    pub code: String,
    /// Words for people; empty when all is well.
    pub text: String,
    /// The last exchange that went well.
    pub last_success_at: Option<Timestamp>,
    /// The last exchange, well or not.
    pub last_attempt_at: Option<Timestamp>,
    /// When the next is due.
    pub next_attempt_at: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
}

const COLUMNS: &str = "id, firm_id, operator, address, box_id, box_name, box_inn, box_kpp, box_is_test,
     box_participant_id";

fn connection(row: &Row<'_>) -> rusqlite::Result<Connection> {
    Ok(Connection {
        id: ConnectionId(row.get("id")?),
        firm: FirmId(row.get("firm_id")?),
        operator: OperatorKind(row.get("operator")?),
        address: row.get("address")?,
        edo_box: EdoBox {
            box_id: row.get("box_id")?,
            name: row.get("box_name")?,
            inn: parsed(row, "box_inn")?,
            kpp: kpp(row, "box_kpp")?,
            participant_id: row.get("box_participant_id")?,
            is_test: row.get("box_is_test")?,
        },
    })
}

fn health(row: &Row<'_>) -> rusqlite::Result<Health> {
    let at = |column: &str| Ok::<_, rusqlite::Error>(row.get::<_, Option<At>>(column)?.map(|at| at.0));
    Ok(Health {
        connection: ConnectionId(row.get("connection_id")?),
        code: row.get("code")?,
        text: row.get("text")?,
        last_success_at: at("last_success_at_ns")?,
        last_attempt_at: at("last_attempt_at_ns")?,
        next_attempt_at: at("next_attempt_at_ns")?,
        failures: row.get("failures")?,
    })
}

impl Reader<'_> {
    /// Every connection that was not removed, oldest first.
    pub fn connections(&self) -> Result<Vec<Connection>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM connections WHERE is_removed = 0 ORDER BY id"
        ))?;
        collected(query.query_map([], connection)?)
    }

    /// The connection of this id, unless it was removed.
    pub fn connection(&self, id: ConnectionId) -> Result<Option<Connection>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM connections WHERE id = ?1 AND is_removed = 0"
        ))?;
        optional(query.query_row([id.0], connection))
    }

    /// The connection of this id even if it was removed: for naming the operator of old sendings.
    pub fn past_connection(&self, id: ConnectionId) -> Result<Option<Connection>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("SELECT {COLUMNS} FROM connections WHERE id = ?1"))?;
        optional(query.query_row([id.0], connection))
    }

    /// How this connection fares, if it was ever tried.
    pub fn health(&self, id: ConnectionId) -> Result<Option<Health>> {
        let mut query = self.sql.prepare_cached(
            "SELECT connection_id, code, text, last_success_at_ns, last_attempt_at_ns, next_attempt_at_ns, failures
             FROM connection_health WHERE connection_id = ?1",
        )?;
        optional(query.query_row([id.0], health))
    }
}

impl Writer<'_> {
    /// Adds a connection or changes the one named. A removed connection to the same box is taken up again with
    /// its history and its place in the feed. [`Error::Conflict`] when the box is connected already.
    pub fn save_connection(&self, id: Option<ConnectionId>, new: &NewConnection) -> Result<ConnectionId> {
        let id = match id {
            Some(id) => Some(id),
            None => self.removed_connection(new)?,
        };
        let sql = match id {
            None => {
                "INSERT INTO connections
                     (firm_id, operator, address, box_id, box_name, box_inn, box_kpp, box_is_test, id,
                      box_participant_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 RETURNING id"
            }
            Some(_) => {
                "UPDATE connections SET firm_id = ?1, operator = ?2, address = ?3, box_id = ?4, box_name = ?5,
                     box_inn = ?6, box_kpp = ?7, box_is_test = ?8, is_removed = 0,
                     box_participant_id = ?10
                 WHERE id = ?9
                 RETURNING id"
            }
        };
        let edo_box = &new.edo_box;
        let done = self.sql.prepare_cached(sql)?.query_row(
            params![
                new.firm.0,
                new.operator.0,
                new.address,
                edo_box.box_id,
                edo_box.name,
                edo_box.inn.as_str(),
                kpp_column(edo_box.kpp.as_ref()),
                edo_box.is_test,
                id.map(|id| id.0),
                edo_box.participant_id
            ],
            |row| row.get(0),
        );
        match done {
            Err(cause) if is_duplicate(&cause) => {
                let name = &new.edo_box.box_id;
                Err(Error::Conflict(format!("the box «{name}» is connected already")))
            }
            Err(rusqlite::Error::QueryReturnedNoRows) => Err(Error::Missing("connection".to_owned())),
            other => Ok(ConnectionId(other?)),
        }
    }

    fn removed_connection(&self, new: &NewConnection) -> Result<Option<ConnectionId>> {
        let mut query = self.sql.prepare_cached(
            "SELECT id FROM connections
             WHERE operator = ?1 AND address = ?2 AND box_id = ?3 AND is_removed = 1",
        )?;
        let found = query.query_row(params![new.operator.0, new.address, new.edo_box.box_id], |row| {
            row.get(0)
        });
        Ok(optional(found)?.map(ConnectionId))
    }

    /// Takes the connection out of use; what was sent over it stays in the history. [`Error::Conflict`] while
    /// the outbox still has something to do over it.
    pub fn remove_connection(&self, id: ConnectionId) -> Result<()> {
        let mut open = self.sql.prepare_cached(
            "SELECT 1 FROM outbox WHERE connection_id = ?1 AND state IN ('queued', 'sending', 'unknown')
             UNION ALL
             SELECT 1 FROM relation_acts WHERE connection_id = ?1 AND state IN ('queued', 'sending', 'unknown')
             LIMIT 1",
        )?;
        if open.exists([id.0])? {
            return Err(Error::Conflict(
                "the outbox still has operations of this connection".to_owned(),
            ));
        }
        let changed = self
            .sql
            .prepare_cached("UPDATE connections SET is_removed = 1 WHERE id = ?1 AND is_removed = 0")?
            .execute([id.0])?;
        if changed == 0 {
            return Err(Error::Missing("connection".to_owned()));
        }
        for sql in [
            "DELETE FROM connection_health WHERE connection_id = ?1",
            "DELETE FROM connection_schedules WHERE connection_id = ?1",
            "DELETE FROM connection_settings WHERE connection_id = ?1",
            "DELETE FROM exchange_log WHERE connection_id = ?1",
            "DELETE FROM employee_access WHERE connection_id = ?1",
        ] {
            self.sql.prepare_cached(sql)?.execute([id.0])?;
        }
        Ok(())
    }

    /// Notes how a connection fares.
    pub fn save_health(&self, health: &Health) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO connection_health (connection_id, code, text, last_success_at_ns, last_attempt_at_ns,
                     next_attempt_at_ns, failures)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (connection_id) DO UPDATE SET code = excluded.code, text = excluded.text,
                     last_success_at_ns = excluded.last_success_at_ns,
                     last_attempt_at_ns = excluded.last_attempt_at_ns,
                     next_attempt_at_ns = excluded.next_attempt_at_ns, failures = excluded.failures",
            )?
            .execute(params![
                health.connection.0,
                health.code,
                health.text,
                health.last_success_at.map(At),
                health.last_attempt_at.map(At),
                health.next_attempt_at.map(At),
                health.failures
            ])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;

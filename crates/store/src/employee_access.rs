//! Which employee has an access of their own at an operator, and how it fares. What they typed is in the keystore.

use domain::{ConnectionId, EmployeeId};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::columns::{At, Name, collected, optional};
use crate::{Reader, Result, Writer};

/// How an access fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessState {
    /// Nobody logged in with it yet.
    NotTried,
    /// The operator let the employee in.
    LoggedIn,
    /// The operator did not.
    Refused,
}

impl AccessState {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotTried => "not_tried",
            Self::LoggedIn => "logged_in",
            Self::Refused => "refused",
        }
    }
}

/// The access of an employee over a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmployeeAccess {
    /// Over which connection.
    pub connection: ConnectionId,
    /// Whose.
    pub employee: EmployeeId,
    /// How it fares.
    pub state: AccessState,
    /// The name under which the operator has the employee registered; empty until told.
    pub holder_name: String,
    /// Why the operator did not let them in, for people.
    pub failure_text: String,
    /// Since when.
    pub changed_at: Timestamp,
}

fn access(row: &Row<'_>) -> rusqlite::Result<EmployeeAccess> {
    Ok(EmployeeAccess {
        connection: ConnectionId(row.get("connection_id")?),
        employee: EmployeeId(row.get("employee_id")?),
        state: row.get::<_, Name<_>>("state")?.0,
        holder_name: row.get("holder_name")?,
        failure_text: row.get("failure_text")?,
        changed_at: row.get::<_, At>("changed_at_ns")?.0,
    })
}

impl Reader<'_> {
    /// Everybody who has an access over this connection.
    pub fn employee_accesses(&self, connection: ConnectionId) -> Result<Vec<EmployeeAccess>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT * FROM employee_access WHERE connection_id = ?1 ORDER BY employee_id")?;
        collected(query.query_map([connection.0], access)?)
    }

    /// The access of this employee.
    pub fn employee_access(
        &self,
        connection: ConnectionId,
        employee: EmployeeId,
    ) -> Result<Option<EmployeeAccess>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT * FROM employee_access WHERE connection_id = ?1 AND employee_id = ?2")?;
        optional(query.query_row([connection.0, employee.0], access))
    }
}

impl Writer<'_> {
    /// Keeps an access.
    pub fn save_employee_access(&self, access: &EmployeeAccess) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO employee_access
                     (connection_id, employee_id, state, holder_name, failure_text, changed_at_ns)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (connection_id, employee_id) DO UPDATE SET state = excluded.state,
                     holder_name = excluded.holder_name, failure_text = excluded.failure_text,
                     changed_at_ns = excluded.changed_at_ns",
            )?
            .execute(params![
                access.connection.0,
                access.employee.0,
                Name(access.state),
                access.holder_name,
                access.failure_text,
                At(access.changed_at)
            ])?;
        Ok(())
    }

    /// Forgets an access; no error when there is none.
    pub fn remove_employee_access(&self, connection: ConnectionId, employee: EmployeeId) -> Result<()> {
        self.sql
            .prepare_cached("DELETE FROM employee_access WHERE connection_id = ?1 AND employee_id = ?2")?
            .execute([connection.0, employee.0])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;

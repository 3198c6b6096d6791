//! Requests of firms to be connected to an operator («заявка на подключение»): an outbox of its own, because there is no
//! connection yet that a row of the outbox could name.

use domain::{ConnectionRequestId, FirmId, OperationId, OperatorKind, OutboxState, Phone, SendFailure};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::columns::{At, Id16, Name, collected, optional, parsed};
use crate::error::is_duplicate;
use crate::{Error, Reader, Result, Writer};

/// A request before it is in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConnectionRequest {
    /// Its identity for the operator.
    pub operation: OperationId,
    /// To which operator.
    pub operator: OperatorKind,
    /// Where the service lives; empty for the operator's own address.
    pub address: String,
    /// Of which firm.
    pub firm: FirmId,
    /// Whom to call.
    pub contact_name: String,
    /// Where to call.
    pub phone: Phone,
    /// Where to write.
    pub email: String,
    /// The exact bytes that leave, now and at every repeat.
    pub request: Vec<u8>,
    /// When the button was pressed.
    pub created_at: Timestamp,
}

/// A request and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionRequest {
    /// Identity in the database.
    pub id: ConnectionRequestId,
    /// What was asked.
    pub body: NewConnectionRequest,
    /// How far it got.
    pub state: OutboxState,
    /// The operator had one of this firm before.
    pub is_known_there: bool,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// Why it is not through.
    pub failure: Option<SendFailure>,
}

fn request(row: &Row<'_>) -> rusqlite::Result<ConnectionRequest> {
    let failure_code: Option<String> = row.get("failure_code")?;
    let text = row.get("failure_text")?;
    Ok(ConnectionRequest {
        id: ConnectionRequestId(row.get("id")?),
        body: NewConnectionRequest {
            operation: OperationId(row.get::<_, Id16>("operation")?.0),
            operator: OperatorKind(row.get("operator")?),
            address: row.get("address")?,
            firm: FirmId(row.get("firm_id")?),
            contact_name: row.get("contact_name")?,
            phone: parsed(row, "phone")?,
            email: row.get("email")?,
            request: row.get("request")?,
            created_at: row.get::<_, At>("created_at_ns")?.0,
        },
        state: row.get::<_, Name<_>>("state")?.0,
        is_known_there: row.get("is_known_there")?,
        changed_at: row.get::<_, At>("changed_at_ns")?.0,
        failure: failure_code.map(|code| SendFailure { code, text }),
    })
}

impl Reader<'_> {
    /// The request of this number.
    pub fn connection_request(&self, id: ConnectionRequestId) -> Result<Option<ConnectionRequest>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT * FROM connection_requests WHERE id = ?1")?;
        optional(query.query_row([id.0], request))
    }

    /// Every request, newest first.
    pub fn connection_requests(&self) -> Result<Vec<ConnectionRequest>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT * FROM connection_requests ORDER BY id DESC")?;
        collected(query.query_map([], request)?)
    }

    /// The last request of a firm to an operator.
    pub fn connection_request_of(
        &self,
        operator: &OperatorKind,
        firm: FirmId,
    ) -> Result<Option<ConnectionRequest>> {
        let mut query = self.sql.prepare_cached(
            "SELECT * FROM connection_requests WHERE operator = ?1 AND firm_id = ?2 ORDER BY id DESC LIMIT 1",
        )?;
        optional(query.query_row(params![operator.0, firm.0], request))
    }
}

impl Writer<'_> {
    /// Adds a request, `Queued`. [`Error::Conflict`] while another of the firm is on its way.
    pub fn insert_connection_request(&self, new: &NewConnectionRequest) -> Result<ConnectionRequestId> {
        let done = self
            .sql
            .prepare_cached(
                "INSERT INTO connection_requests (operation, operator, address, firm_id, contact_name, phone, email,
                     request, created_at_ns, changed_at_ns)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)",
            )?
            .execute(params![
                Id16(new.operation.0),
                new.operator.0,
                new.address,
                new.firm.0,
                new.contact_name,
                new.phone.as_str(),
                new.email,
                new.request,
                At(new.created_at)
            ]);
        match done {
            Err(cause) if is_duplicate(&cause) => {
                Err(Error::Conflict("a request of this firm is on its way".to_owned()))
            }
            other => {
                other?;
                Ok(ConnectionRequestId(self.sql.last_insert_rowid()))
            }
        }
    }

    /// Notes what became of a request.
    pub fn set_connection_request(
        &self,
        id: ConnectionRequestId,
        state: OutboxState,
        failure: Option<&SendFailure>,
        at: Timestamp,
    ) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached(
                "UPDATE connection_requests SET state = ?2, failure_code = ?3, failure_text = ?4, changed_at_ns = ?5
                 WHERE id = ?1",
            )?
            .execute(params![
                id.0,
                Name(state),
                failure.map(|failure| failure.code.as_str()),
                failure.map_or("", |failure| failure.text.as_str()),
                At(at)
            ])?;
        if changed == 0 {
            return Err(Error::Missing("connection request".to_owned()));
        }
        Ok(())
    }

    /// Notes that the operator had one of this firm before.
    pub fn mark_connection_request_known(&self, id: ConnectionRequestId) -> Result<()> {
        self.sql
            .prepare_cached("UPDATE connection_requests SET is_known_there = 1 WHERE id = ?1")?
            .execute([id.0])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;

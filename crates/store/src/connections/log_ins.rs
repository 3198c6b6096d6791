//! How a connection gets in: by which way, with which certificate, through which port.

use domain::ConnectionId;
use rusqlite::params;

use crate::columns::optional;
use crate::{Reader, Result, Writer};

/// What a person chose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConnectionLogIn {
    /// Stable name of the way in; empty for the operator's usual one.
    pub log_in: String,
    /// SHA-1 of the certificate, where one lets us in.
    pub certificate: Option<[u8; 20]>,
    /// The port to which the browser comes back, where one does.
    pub redirect_port: Option<u16>,
}

impl Reader<'_> {
    /// How this connection gets in; the usual way where nothing was chosen.
    pub fn connection_log_in(&self, id: ConnectionId) -> Result<ConnectionLogIn> {
        let mut query = self.sql.prepare_cached(
            "SELECT log_in, certificate, redirect_port FROM connection_log_ins WHERE connection_id = ?1",
        )?;
        let found = query.query_row([id.0], |row| {
            Ok(ConnectionLogIn {
                log_in: row.get(0)?,
                certificate: row.get(1)?,
                redirect_port: row.get(2)?,
            })
        });
        Ok(optional(found)?.unwrap_or_default())
    }
}

impl Writer<'_> {
    /// Settles how this connection gets in.
    pub fn save_connection_log_in(&self, id: ConnectionId, chosen: &ConnectionLogIn) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO connection_log_ins (connection_id, log_in, certificate, redirect_port)
                 VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (connection_id) DO UPDATE SET log_in = excluded.log_in,
                     certificate = excluded.certificate, redirect_port = excluded.redirect_port",
            )?
            .execute(params![
                id.0,
                chosen.log_in,
                chosen.certificate,
                chosen.redirect_port
            ])?;
        Ok(())
    }
}

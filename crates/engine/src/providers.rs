//! Clients of operators, one per connection: kept while the credentials stay, made anew when they change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use connect::Secret;
use connect::edo::{Credentials, EdoProvider, Operator};
use domain::{ConnectionId, OperatorKind};
use store::Connection;

use crate::Result;
use crate::engine::Inner;
use crate::error::{Code, Error};

/// The clients at hand. A client holds the operator's access token in memory, and nothing on disk.
#[derive(Default)]
pub(crate) struct Providers(Mutex<HashMap<ConnectionId, Arc<dyn EdoProvider>>>);

impl Providers {
    fn get(&self, connection: ConnectionId) -> Option<Arc<dyn EdoProvider>> {
        let clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        clients.get(&connection).cloned()
    }

    fn keep(&self, connection: ConnectionId, client: &Arc<dyn EdoProvider>) {
        let mut clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        clients.insert(connection, Arc::clone(client));
    }

    pub(crate) fn forget(&self, connection: ConnectionId) {
        let mut clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        clients.remove(&connection);
    }
}

impl Inner {
    /// The operator of this name, or a coded error.
    pub(crate) fn known_operator(&self, kind: &OperatorKind) -> Result<&'static Operator> {
        self.operator(kind).ok_or_else(|| {
            Error::new(
                Code::UnknownOperator,
                format!(
                    "Программа не знает оператора «{kind}». Документы этого подключения целы. Обновите программу."
                ),
            )
        })
    }

    /// The client of a connection. Reads the keystore the first time; touches no network.
    pub(crate) fn provider(&self, connection: &Connection) -> Result<Arc<dyn EdoProvider>> {
        if let Some(client) = self.providers.get(connection.id) {
            return Ok(client);
        }
        let operator = self.known_operator(&connection.operator)?;
        let credentials = self.credentials(connection.id, operator)?;
        let client = open(operator, &connection.address, credentials)?;
        self.providers.keep(connection.id, &client);
        Ok(client)
    }

    /// What was kept for a connection; fields that were never given are left out.
    pub(crate) fn credentials(&self, connection: ConnectionId, operator: &Operator) -> Result<Credentials> {
        let mut credentials = Credentials::new();
        for field in operator.credential_fields {
            if let Some(secret) = self.ports.secrets.get(&self.secret_name(connection, field.id))? {
                credentials.insert(field.id.to_owned(), secret);
            }
        }
        Ok(credentials)
    }

    pub(crate) fn keep_credentials(&self, connection: ConnectionId, credentials: &Credentials) -> Result<()> {
        for (field, secret) in credentials {
            self.ports
                .secrets
                .set(&self.secret_name(connection, field), secret)?;
        }
        self.providers.forget(connection);
        Ok(())
    }

    /// Forgets them all. One that will not go is told to the log: the row of the connection is gone already.
    pub(crate) fn forget_credentials(&self, connection: ConnectionId, operator: Option<&Operator>) {
        self.providers.forget(connection);
        for field in operator.map_or(&[][..], |operator| operator.credential_fields) {
            let name = self.secret_name(connection, field.id);
            if let Err(error) = self.ports.secrets.delete(&name) {
                tracing::warn!(%name, %error, "a secret of a removed connection stays in the keystore");
            }
        }
    }

    fn secret_name(&self, connection: ConnectionId, field: &str) -> String {
        format!("connection/{}/{connection}/{field}", self.database_id)
    }
}

/// Makes a client; an empty address is the operator's own, and an address that is none is a slip of the person, not of the operator.
pub(crate) fn open(
    operator: &Operator,
    address: &str,
    credentials: Credentials,
) -> Result<Arc<dyn EdoProvider>> {
    let address = if address.is_empty() {
        operator.default_address
    } else {
        address
    };
    (operator.open)(address, credentials).map_err(|error| match error {
        connect::Error::Malformed(_) => Error::new(
            Code::BadAddress,
            format!(
                "Адрес оператора «{address}» указан неверно. Ничего не изменено. Исправьте адрес и повторите."
            ),
        ),
        other => other.into(),
    })
}

/// What was typed, completed by what was kept: an empty field means «as before».
pub(crate) fn completed(mut kept: Credentials, typed: Credentials) -> Credentials {
    kept.extend(
        typed
            .into_iter()
            .filter(|(_, secret): &(String, Secret)| !secret.expose().trim().is_empty()),
    );
    kept
}

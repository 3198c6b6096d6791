//! Clients of operators, one per connection: kept while the credentials stay, made anew when they change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use connect::Secret;
use connect::edo::log_in::{Entrance, Keep, LOG_IN};
use connect::edo::persons::access_field;
use connect::edo::{Credentials, EdoProvider, Operator};
use domain::{ConnectionId, EmployeeId, OperatorKind};
use store::Connection;

use crate::Result;
use crate::engine::Inner;
use crate::error::{Code, Error};

/// The clients at hand. A client holds the operator's access token in memory, and nothing on disk.
#[derive(Default)]
pub(crate) struct Providers(Mutex<HashMap<ConnectionId, Arc<dyn EdoProvider>>>);

impl Providers {
    /// The client at hand, if there is one.
    pub(crate) fn get(&self, connection: ConnectionId) -> Option<Arc<dyn EdoProvider>> {
        self.lock().get(&connection).cloned()
    }

    /// The client at hand, or a new one. Made under the lock: two clients of one connection would renew one log-in
    /// twice, and what renews it is good once.
    fn get_or(
        &self,
        connection: ConnectionId,
        make: impl FnOnce() -> Result<Arc<dyn EdoProvider>>,
    ) -> Result<Arc<dyn EdoProvider>> {
        let mut clients = self.lock();
        if let Some(client) = clients.get(&connection) {
            return Ok(Arc::clone(client));
        }
        let client = make()?;
        clients.insert(connection, Arc::clone(&client));
        Ok(client)
    }

    pub(crate) fn forget(&self, connection: ConnectionId) {
        self.lock().remove(&connection);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<ConnectionId, Arc<dyn EdoProvider>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
        self.providers.get_or(connection.id, || {
            let operator = self.known_operator(&connection.operator)?;
            let log_in = self.read(|r| Ok(r.connection_log_in(connection.id)?))?.log_in;
            let mut credentials = self.credentials(connection.id, operator, &log_in)?;
            self.add_accesses(connection.id, operator, &mut credentials)?;
            self.add_status_names(operator, &mut credentials)?;
            open(
                operator,
                &connection.address,
                credentials,
                self.keeper(connection.id),
            )
        })
    }

    /// What was kept for a connection and this way in; fields that were never given are left out.
    pub(crate) fn credentials(
        &self,
        connection: ConnectionId,
        operator: &Operator,
        log_in: &str,
    ) -> Result<Credentials> {
        let mut credentials = Credentials::new();
        for field in fields_of(operator, log_in) {
            if let Some(secret) = self.ports.secrets.get(&self.secret_name(connection, field))? {
                credentials.insert(field.to_owned(), secret);
            }
        }
        if !log_in.is_empty() {
            credentials.insert(LOG_IN.to_owned(), Secret::new(log_in));
        }
        Ok(credentials)
    }

    /// What employees typed for an access of their own.
    fn add_accesses(
        &self,
        connection: ConnectionId,
        operator: &Operator,
        credentials: &mut Credentials,
    ) -> Result<()> {
        if operator.access_fields.is_empty() {
            return Ok(());
        }
        for access in self.read(|r| Ok(r.employee_accesses(connection)?))? {
            for field in operator.access_fields {
                let name = access_field(&access.employee.to_string(), field.id);
                if let Some(secret) = self.ports.secrets.get(&self.secret_name(connection, &name))? {
                    credentials.insert(name, secret);
                }
            }
        }
        Ok(())
    }

    /// Keeps what an employee typed; an empty or absent field stays as it was.
    pub(crate) fn keep_access(
        &self,
        connection: ConnectionId,
        employee: EmployeeId,
        operator: &Operator,
        typed: &Credentials,
    ) -> Result<()> {
        for field in operator.access_fields {
            let given = typed
                .get(field.id)
                .filter(|secret| !secret.expose().trim().is_empty());
            if let Some(secret) = given {
                let name = access_field(&employee.to_string(), field.id);
                self.ports
                    .secrets
                    .set(&self.secret_name(connection, &name), secret)?;
            }
        }
        self.providers.forget(connection);
        Ok(())
    }

    /// Forgets what an employee typed. One that will not go is told to the log: the access is gone already.
    pub(crate) fn forget_access(&self, connection: ConnectionId, employee: EmployeeId, operator: &Operator) {
        self.providers.forget(connection);
        for field in operator.access_fields {
            let name = self.secret_name(connection, &access_field(&employee.to_string(), field.id));
            if let Err(error) = self.ports.secrets.delete(&name) {
                tracing::warn!(%name, %error, "a secret of a removed access stays in the keystore");
            }
        }
    }

    /// Keeps these and forgets what belongs to other ways in.
    pub(crate) fn keep_credentials(
        &self,
        connection: ConnectionId,
        operator: &Operator,
        credentials: &Credentials,
    ) -> Result<()> {
        for field in operator.secret_fields() {
            let name = self.secret_name(connection, field);
            match credentials.get(field) {
                Some(secret) => self.ports.secrets.set(&name, secret)?,
                None => self.ports.secrets.delete(&name)?,
            }
        }
        self.providers.forget(connection);
        Ok(())
    }

    /// Forgets what a log-in brought; what a person typed stays.
    pub(crate) fn forget_log_in(&self, connection: ConnectionId, operator: &Operator) -> Result<()> {
        for field in operator.brought_fields {
            self.ports.secrets.delete(&self.secret_name(connection, field))?;
        }
        self.providers.forget(connection);
        Ok(())
    }

    /// Keeps what changes by itself.
    fn keeper(&self, connection: ConnectionId) -> Keep {
        let (secrets, place) = (Arc::clone(&self.ports.secrets), self.secret_name(connection, ""));
        Arc::new(move |field: &str, secret: &Secret| {
            secrets
                .set(&format!("{place}{field}"), secret)
                .map_err(|error| error.to_string())
        })
    }

    /// Forgets them all. One that will not go is told to the log: the row of the connection is gone already.
    pub(crate) fn forget_credentials(&self, connection: ConnectionId, operator: Option<&Operator>) {
        self.providers.forget(connection);
        for field in operator.map(Operator::secret_fields).unwrap_or_default() {
            let name = self.secret_name(connection, field);
            if let Err(error) = self.ports.secrets.delete(&name) {
                tracing::warn!(%name, %error, "a secret of a removed connection stays in the keystore");
            }
        }
    }

    fn secret_name(&self, connection: ConnectionId, field: &str) -> String {
        format!("connection/{}/{connection}/{field}", self.database_id)
    }
}

/// What a person types and what a log-in brings, for this way in.
pub(crate) fn fields_of(operator: &Operator, log_in: &str) -> Vec<&'static str> {
    let typed = operator.log_in(log_in).map_or(&[][..], |way| way.fields);
    let typed = typed.iter().map(|field| field.id);
    typed.chain(operator.brought_fields.iter().copied()).collect()
}

/// Makes a client; an empty address is the operator's own.
pub(crate) fn open(
    operator: &Operator,
    address: &str,
    credentials: Credentials,
    keep: Keep,
) -> Result<Arc<dyn EdoProvider>> {
    let address = address_of(operator, address);
    (operator.open)(address, credentials, keep).map_err(|error| not_opened(address, error))
}

/// The same for the door of a log-in. `log_in_way` where the operator has none.
pub(crate) fn entrance(
    operator: &Operator,
    address: &str,
    credentials: &Credentials,
) -> Result<Arc<dyn Entrance>> {
    let address = address_of(operator, address);
    let entrance = operator.entrance.ok_or_else(|| {
        Error::new(
            Code::LogInWay,
            "Этот оператор не знает такого способа входа. Ничего не изменено. Выберите другой способ.",
        )
    })?;
    entrance(address, credentials).map_err(|error| not_opened(address, error))
}

fn address_of<'a>(operator: &Operator, address: &'a str) -> &'a str {
    if address.is_empty() {
        operator.default_address
    } else {
        address
    }
}

/// An address that is none is a slip of the person, not of the operator.
fn not_opened(address: &str, error: connect::Error) -> Error {
    match error {
        connect::Error::Malformed(_) => Error::new(
            Code::BadAddress,
            format!(
                "Адрес оператора «{address}» указан неверно. Ничего не изменено. Исправьте адрес и повторите."
            ),
        ),
        other => other.into(),
    }
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

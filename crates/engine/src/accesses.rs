//! «Доступ сотрудников»: a login and a password of each employee's own at an operator, beside the connection of the firm.

use connect::edo::{Credentials, Operator};
use domain::{ConnectionId, EmployeeId};
use store::{AccessState, Connection, EmployeeAccess};

use crate::changes::{Change, Directory};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result, connections, employees, words};

/// An access and whose it is.
#[derive(Debug, Clone)]
pub struct AccessView {
    /// The row.
    pub access: EmployeeAccess,
    /// Full name of the employee, as the program has it.
    pub employee_name: String,
}

impl Engine {
    /// Who has an access over this connection. `connection_not_found`.
    pub async fn accesses(&self, connection: ConnectionId) -> Result<Vec<AccessView>> {
        self.read(move |r| {
            r.connection(connection)?.ok_or_else(connections::not_found)?;
            let mut views = Vec::new();
            for access in r.employee_accesses(connection)? {
                let employee = r.employee(access.employee)?;
                views.push(AccessView {
                    employee_name: employee.map(|one| one.body.name.full()).unwrap_or_default(),
                    access,
                });
            }
            Ok(views)
        })
        .await
    }

    /// «Авторизоваться», «Изменить логин и пароль»: keeps what was typed (an empty field stays as it was) and logs in with
    /// it. A refusal of the operator is the state of the access and no error; trouble on the line leaves it untried.
    ///
    /// Errors: `connection_not_found`, `employee_not_found`, `access_not_needed`.
    pub async fn save_access(
        &self,
        connection: ConnectionId,
        employee: EmployeeId,
        typed: Credentials,
    ) -> Result<AccessView> {
        let (connection, operator) = self
            .blocking(move |inner| {
                let now = inner.now();
                let (connection, operator) = with_accesses(inner, connection)?;
                inner.write(|w| {
                    employees::at_work(w, employee)?;
                    w.save_employee_access(&EmployeeAccess {
                        connection: connection.id,
                        employee,
                        state: AccessState::NotTried,
                        holder_name: String::new(),
                        failure_text: String::new(),
                        changed_at: now,
                    })?;
                    inner.keep_access(connection.id, employee, operator, &typed)
                })?;
                Ok((connection, operator))
            })
            .await?;
        let outcome = self.log_employee_in(&connection, employee, operator).await?;
        self.inner.changes.tell(&Change::directory(Directory::Employees));
        self.inner.changes.tell(&Change::connection(connection.id));
        Ok(outcome)
    }

    async fn log_employee_in(
        &self,
        connection: &Connection,
        employee: EmployeeId,
        operator: &'static Operator,
    ) -> Result<AccessView> {
        let chosen = connection.clone();
        let provider = self.blocking(move |inner| inner.provider(&chosen)).await?;
        let persons = provider.persons().ok_or_else(|| not_needed(operator))?;
        let told = persons.log_in(&employee.to_string()).await;
        let id = connection.id;
        self.blocking(move |inner| {
            let now = inner.now();
            let (state, holder_name, failure_text) = match told {
                Ok(holder) => (AccessState::LoggedIn, holder.full_name, String::new()),
                Err(error @ connect::Error::Refused { .. }) => {
                    (AccessState::Refused, String::new(), words::failure_text(&error))
                }
                Err(error) => (AccessState::NotTried, String::new(), words::failure_text(&error)),
            };
            let access = EmployeeAccess {
                connection: id,
                employee,
                state,
                holder_name,
                failure_text,
                changed_at: now,
            };
            let employee_name = inner.write(|w| {
                w.save_employee_access(&access)?;
                let known = w.employee(employee)?;
                Ok(known.map(|one| one.body.name.full()).unwrap_or_default())
            })?;
            Ok(AccessView {
                access,
                employee_name,
            })
        })
        .await
    }

    /// Takes an access away with its login and password. `connection_not_found`, `access_not_needed`.
    pub async fn remove_access(&self, connection: ConnectionId, employee: EmployeeId) -> Result<()> {
        self.blocking(move |inner| {
            let (connection, operator) = with_accesses(inner, connection)?;
            inner.write(|w| Ok(w.remove_employee_access(connection.id, employee)?))?;
            inner.forget_access(connection.id, employee, operator);
            Ok(())
        })
        .await?;
        self.inner.changes.tell(&Change::directory(Directory::Employees));
        self.inner.changes.tell(&Change::connection(connection));
        Ok(())
    }
}

fn with_accesses(inner: &Inner, id: ConnectionId) -> Result<(Connection, &'static Operator)> {
    let connection = inner.read(|r| r.connection(id)?.ok_or_else(connections::not_found))?;
    let operator = inner.known_operator(&connection.operator)?;
    if operator.access_fields.is_empty() {
        return Err(not_needed(operator));
    }
    Ok((connection, operator))
}

fn not_needed(operator: &Operator) -> Error {
    Error::new(
        Code::Preflight("access_not_needed"),
        format!(
            "У {} доступ один на всю фирму, отдельные логины сотрудников не нужны. Ничего не изменено.",
            operator.title
        ),
    )
}

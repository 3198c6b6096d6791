//! `accesses.*`: a login and a password of each employee's own at an operator.

use std::collections::BTreeMap;

use domain::{ConnectionId, EmployeeId};
use engine::Engine;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::connections::exposed;
use crate::error::Failure;
use crate::views::{Empty, Id, TypedSecret};

/// Who has an access over a connection.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Accesses {
    pub accesses: Vec<Access>,
}

/// An access; never what was typed.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Access {
    pub connection_id: i64,
    pub employee_id: i64,
    pub employee_name: String,
    /// `not_tried`, `logged_in`, `refused`.
    pub state: &'static str,
    /// The name under which the operator has the employee registered: it stands in our side's signature.
    pub holder_name: String,
    /// Why the operator did not let them in; empty otherwise.
    pub text: String,
    pub changed_at: String,
}

/// What the log-in came to.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct OneAccess {
    pub access: Access,
}

/// «Авторизоваться», «Изменить логин и пароль».
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaveAccess {
    pub connection_id: i64,
    pub employee_id: i64,
    /// By `access_fields` of the operator; an empty or absent field stays as it was.
    pub credentials: BTreeMap<String, TypedSecret>,
}

/// Whose access.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccessOf {
    pub connection_id: i64,
    pub employee_id: i64,
}

impl From<engine::AccessView> for Access {
    fn from(view: engine::AccessView) -> Self {
        let access = view.access;
        Self {
            connection_id: access.connection.0,
            employee_id: access.employee.0,
            employee_name: view.employee_name,
            state: access.state.code(),
            holder_name: access.holder_name,
            text: access.failure_text,
            changed_at: access.changed_at.to_string(),
        }
    }
}

/// The accesses of a connection, by its id.
pub(crate) async fn list(engine: &Engine, request: Id) -> Result<Accesses, Failure> {
    let accesses = engine.accesses(ConnectionId(request.id)).await?;
    Ok(Accesses {
        accesses: accesses.into_iter().map(Access::from).collect(),
    })
}

pub(crate) async fn save(engine: &Engine, request: SaveAccess) -> Result<OneAccess, Failure> {
    let view = engine
        .save_access(
            ConnectionId(request.connection_id),
            EmployeeId(request.employee_id),
            exposed(request.credentials),
        )
        .await?;
    Ok(OneAccess { access: view.into() })
}

pub(crate) async fn remove(engine: &Engine, request: AccessOf) -> Result<Empty, Failure> {
    engine
        .remove_access(
            ConnectionId(request.connection_id),
            EmployeeId(request.employee_id),
        )
        .await?;
    Ok(Empty {})
}

//! `status_names.*`: «Соответствия», what an operator calls its statuses.

use domain::OperatorKind;
use engine::{Engine, StatusMapping, UnknownName};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::Empty;

/// The statuses of an operator.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct StatusDirectory {
    pub statuses: Vec<OperatorStatus>,
    /// Names that the program met and does not know, the most frequent first.
    pub unknown: Vec<UnknownStatusName>,
}

/// A status of an operator.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct OperatorStatus {
    /// Stable name: `signed`.
    pub id: &'static str,
    /// What the operator calls it.
    pub title: &'static str,
    /// Names that the program knows by itself.
    pub names: Vec<&'static str>,
    /// Names that a person taught.
    pub taught: Vec<String>,
}

/// A name that the program does not know.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct UnknownStatusName {
    /// The operator's own words.
    pub name: String,
    /// Documents that stand under it.
    pub documents: u32,
}

/// Whose statuses.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusesOf {
    /// Stable name of the operator.
    pub operator: String,
}

/// A name and what it means.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaveStatusName {
    pub operator: String,
    /// As the operator writes it.
    pub name: String,
    /// `id` of one of the statuses.
    pub means: String,
}

/// A name that was taught.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaughtStatusName {
    pub operator: String,
    pub name: String,
}

/// What the operator was asked about.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct FilledStatuses {
    /// So many documents were asked about.
    pub documents: usize,
}

impl From<StatusMapping> for OperatorStatus {
    fn from(mapping: StatusMapping) -> Self {
        Self {
            id: mapping.status.id,
            title: mapping.status.title,
            names: mapping.status.names.to_vec(),
            taught: mapping.taught,
        }
    }
}

impl From<UnknownName> for UnknownStatusName {
    fn from(unknown: UnknownName) -> Self {
        Self {
            name: unknown.name,
            documents: unknown.documents,
        }
    }
}

pub(crate) async fn list(engine: &Engine, request: StatusesOf) -> Result<StatusDirectory, Failure> {
    let directory = engine.status_directory(OperatorKind(request.operator)).await?;
    Ok(StatusDirectory {
        statuses: directory.statuses.into_iter().map(OperatorStatus::from).collect(),
        unknown: directory
            .unknown
            .into_iter()
            .map(UnknownStatusName::from)
            .collect(),
    })
}

pub(crate) async fn save(engine: &Engine, request: SaveStatusName) -> Result<Empty, Failure> {
    engine
        .teach_status_name(OperatorKind(request.operator), &request.name, request.means)
        .await?;
    Ok(Empty {})
}

pub(crate) async fn remove(engine: &Engine, request: TaughtStatusName) -> Result<Empty, Failure> {
    engine
        .forget_status_name(OperatorKind(request.operator), request.name)
        .await?;
    Ok(Empty {})
}

pub(crate) async fn fill(engine: &Engine, request: StatusesOf) -> Result<FilledStatuses, Failure> {
    let documents = engine.fill_statuses(OperatorKind(request.operator)).await?;
    Ok(FilledStatuses { documents })
}

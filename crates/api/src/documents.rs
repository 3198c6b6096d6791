//! `documents.list`: the registry.

use domain::{CounterpartyId, EdoStatus, EmployeeId, FirmId, IndividualId, KindId};
use engine::{DocumentQuery, Engine, PageKey, RegistryRow};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Status, page_size, text};

/// Which documents to show. Every condition must hold.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ListDocuments {
    /// The search box.
    pub query: Option<String>,
    /// Codes of statuses; any of them. All when absent or empty.
    pub statuses: Option<Vec<String>>,
    pub firm_id: Option<i64>,
    pub counterparty_id: Option<i64>,
    pub kind_id: Option<i64>,
    pub individual_id: Option<i64>,
    pub assignee_id: Option<i64>,
    /// `next` of the page before.
    pub after: Option<String>,
    pub limit: Option<u32>,
}

/// A page of the registry, newest first.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Documents {
    pub rows: Vec<DocumentRow>,
    /// Where to go on; `null` at the end.
    pub next: Option<String>,
    /// How many documents of the whole registry stand in each status.
    pub counts: Vec<StatusCount>,
}

/// A line of the registry.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct DocumentRow {
    pub id: i64,
    /// Stable name of the format of its file: `utd_invoice`, `nonformalized`.
    pub kind: &'static str,
    /// What the paper is called: its kind, else its format.
    pub kind_label: String,
    /// The same as `kind_label`.
    pub kind_name: String,
    pub kind_id: Option<i64>,
    pub direction: Direction,
    /// Title for people when there is no number.
    pub title: String,
    /// Empty when unknown.
    pub number: String,
    /// `YYYY-MM-DD`.
    pub issued_on: Option<String>,
    /// Sum with VAT, decimal text.
    pub total: Option<String>,
    /// Three digits of ОКВ.
    pub currency: String,
    pub firm_name: Option<String>,
    pub counterparty_name: Option<String>,
    pub counterparty_inn: Option<String>,
    /// The other side, if it is a person.
    pub individual_name: Option<String>,
    /// Who of us is responsible: «Иванова М. П.».
    pub assignee_name: Option<String>,
    /// There is a file to be signed, current or old.
    pub has_file: bool,
    pub origin: Origin,
    pub status: Status,
    /// Why a person has to look: the operator's or the other side's own words; `null` where nothing more is known than
    /// the status.
    pub cause: Option<String>,
    /// RFC 3339.
    pub status_since: String,
    /// The operator's own words.
    pub operator_status_text: String,
    /// RFC 3339.
    pub created_at: String,
}

/// Where a record came from.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Origin {
    /// From a file that is signed as it came.
    Imported,
    /// Written in the program.
    Composed,
}

impl From<domain::Origin> for Origin {
    fn from(origin: domain::Origin) -> Self {
        match origin {
            domain::Origin::Imported => Self::Imported,
            domain::Origin::Composed => Self::Composed,
        }
    }
}

/// Which way a document goes.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Direction {
    Outbound,
    Inbound,
}

impl From<domain::Direction> for Direction {
    fn from(direction: domain::Direction) -> Self {
        match direction {
            domain::Direction::Outbound => Self::Outbound,
            domain::Direction::Inbound => Self::Inbound,
        }
    }
}

/// How many documents stand in one status.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct StatusCount {
    pub code: &'static str,
    pub label: &'static str,
    pub count: u64,
}

impl From<RegistryRow> for DocumentRow {
    fn from(RegistryRow { row, cause }: RegistryRow) -> Self {
        Self {
            id: row.id.0,
            kind: row.format.code(),
            kind_label: row.kind_name.clone(),
            kind_name: row.kind_name,
            kind_id: row.kind_id.map(|id| id.0),
            direction: row.direction.into(),
            title: row.title,
            number: row.number,
            issued_on: text(row.issued_on.as_ref()),
            total: text(row.total.as_ref()),
            currency: row.currency,
            firm_name: row.firm_name,
            counterparty_name: row.counterparty_name,
            counterparty_inn: text(row.counterparty_inn.as_ref()),
            individual_name: row.individual_name,
            assignee_name: row.assignee_name,
            has_file: row.has_file,
            origin: row.origin.into(),
            cause,
            status: row.status.into(),
            status_since: row.status_since.to_string(),
            operator_status_text: row.operator_status_text,
            created_at: row.created_at.to_string(),
        }
    }
}

pub(crate) async fn list(engine: &Engine, request: ListDocuments) -> Result<Documents, Failure> {
    let page = engine.registry(query(request)?).await?;
    let counts = engine.status_counts().await?;
    Ok(Documents {
        rows: page.rows.into_iter().map(DocumentRow::from).collect(),
        next: text(page.next.as_ref()),
        counts: counts
            .into_iter()
            .map(|(status, count)| StatusCount {
                code: status.code(),
                label: status.label(),
                count,
            })
            .collect(),
    })
}

fn query(request: ListDocuments) -> Result<DocumentQuery, Failure> {
    let statuses = request.statuses.unwrap_or_default();
    let statuses = statuses.iter().enumerate().map(|(index, code)| {
        EdoStatus::from_code(code).ok_or_else(|| bad(&format!("statuses[{index}]"), "такого статуса нет"))
    });
    let after = request.after.map(|after| {
        after
            .parse::<PageKey>()
            .map_err(|_| bad("after", "это не место в списке"))
    });
    Ok(DocumentQuery {
        text: request.query.unwrap_or_default(),
        statuses: statuses.collect::<Result<_, _>>()?,
        firm: request.firm_id.map(FirmId),
        counterparty: request.counterparty_id.map(CounterpartyId),
        kind: request.kind_id.map(KindId),
        individual: request.individual_id.map(IndividualId),
        assignee: request.assignee_id.map(EmployeeId),
        after: after.transpose()?,
        limit: page_size(request.limit),
    })
}

fn bad(place: &str, reason: &str) -> Failure {
    Failure::bad_request("documents.list", place, reason)
}

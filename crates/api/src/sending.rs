//! `documents.preflight` and `sending.*`: how documents leave.

use domain::{ConnectionId, CounterpartyId, DocumentId, FirmId};
use engine::{Engine, Missing};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::bulk::BulkFix;
use crate::error::Failure;
use crate::views::Empty;

/// A pair of words that stays with a document at the operator.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tag {
    pub key: String,
    pub value: String,
}

impl From<Tag> for domain::Tag {
    fn from(tag: Tag) -> Self {
        Self {
            key: tag.key,
            value: tag.value,
        }
    }
}

impl From<domain::Tag> for Tag {
    fn from(tag: domain::Tag) -> Self {
        Self {
            key: tag.key,
            value: tag.value,
        }
    }
}

/// How a document without a signature of ours leaves.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Departure {
    /// At once where the operator can sign it, else left to be signed.
    AsPossible,
    /// Left at the operator to be signed there or here.
    Deferred,
    /// Left at the operator as a draft.
    Draft,
}

impl From<Departure> for domain::Departure {
    fn from(departure: Departure) -> Self {
        match departure {
            Departure::AsPossible => Self::AsPossible,
            Departure::Deferred => Self::Deferred,
            Departure::Draft => Self::Draft,
        }
    }
}

impl From<domain::Departure> for Departure {
    fn from(departure: domain::Departure) -> Self {
        match departure {
            domain::Departure::AsPossible => Self::AsPossible,
            domain::Departure::Deferred => Self::Deferred,
            domain::Departure::Draft => Self::Draft,
        }
    }
}

/// A document to be looked over.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct LookOver {
    pub id: i64,
    /// By this connection only; one of the firm's when absent.
    pub connection_id: Option<i64>,
}

/// What a look at a sending found.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Preflight {
    /// What stands in the way.
    pub blockers: Vec<PreflightFinding>,
    /// What a person should know.
    pub warnings: Vec<PreflightFinding>,
}

/// What stands in the way of a sending, or a person should know.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PreflightFinding {
    /// Stable name of the cause.
    pub code: String,
    /// What is the matter and what to do.
    pub sentence: String,
    pub fix: Option<BulkFix>,
}

impl From<Missing> for PreflightFinding {
    fn from(missing: Missing) -> Self {
        Self {
            code: missing.code.to_owned(),
            fix: missing.fix().map(BulkFix::from),
            sentence: missing.sentence,
        }
    }
}

/// To whom documents would go.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct FindWays {
    pub counterparty_id: i64,
    /// From this firm only.
    pub firm_id: Option<i64>,
}

/// The ways to a counterparty.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SendingWays {
    pub ways: Vec<SendingWay>,
}

/// One connection by which a counterparty can be reached.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SendingWay {
    pub connection_id: i64,
    pub operator_title: String,
    /// Our box.
    pub box_name: String,
    pub our_departments: Vec<Department>,
    pub boxes: Vec<WayBox>,
    pub chosen: RouteChoice,
    /// The operator delivers to departments.
    pub has_departments: bool,
    /// The operator lets somebody else sign before the recipient does.
    pub has_intermediaries: bool,
}

/// A department of an organisation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct Department {
    pub id: String,
    pub name: String,
}

/// A box of the counterparty.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct WayBox {
    pub box_id: String,
    /// Empty when not told.
    pub participant_id: String,
    /// «ваш контрагент».
    pub partnership_label: String,
    /// Documents may be exchanged.
    pub is_open: bool,
    /// At another operator.
    pub is_roaming: bool,
    pub departments: Vec<Department>,
}

/// A chosen way.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct RouteChoice {
    /// The counterparty's box; empty where the program chooses.
    pub box_id: String,
    /// `null` for the head department.
    pub our_department: Option<Department>,
    /// `null` for the head department.
    pub their_department: Option<Department>,
    /// `null` where documents go straight.
    pub via: Option<Intermediary>,
}

/// Who signs before the recipient gets to see a document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct Intermediary {
    /// Its box, as `boxes` of its own ways tell it.
    pub box_id: String,
    pub name: String,
    /// `null` for the head department.
    pub department: Option<Department>,
}

impl From<domain::Intermediary> for Intermediary {
    fn from(via: domain::Intermediary) -> Self {
        Self {
            box_id: via.box_id,
            name: via.name,
            department: via.department.map(Department::from),
        }
    }
}

impl From<Intermediary> for domain::Intermediary {
    fn from(via: Intermediary) -> Self {
        Self {
            box_id: via.box_id,
            name: via.name,
            department: via.department.map(Department::into),
        }
    }
}

/// A way to be remembered.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChooseRoute {
    pub connection_id: i64,
    pub counterparty_id: i64,
    pub chosen: RouteChoice,
}

impl From<domain::Department> for Department {
    fn from(department: domain::Department) -> Self {
        Self {
            id: department.id,
            name: department.name,
        }
    }
}

impl From<Department> for domain::Department {
    fn from(department: Department) -> Self {
        Self {
            id: department.id,
            name: department.name,
        }
    }
}

fn all(departments: Vec<domain::Department>) -> Vec<Department> {
    departments.into_iter().map(Department::from).collect()
}

impl From<engine::SendingWay> for SendingWay {
    fn from(way: engine::SendingWay) -> Self {
        let boxes = way.boxes.into_iter().map(|one| WayBox {
            box_id: one.box_id,
            participant_id: one.participant_id,
            partnership_label: one.partnership_label,
            is_open: one.is_open,
            is_roaming: one.is_roaming,
            departments: all(one.departments),
        });
        Self {
            connection_id: way.connection.0,
            operator_title: way.operator_title,
            box_name: way.box_name,
            our_departments: all(way.our_departments),
            boxes: boxes.collect(),
            chosen: RouteChoice {
                box_id: way.chosen.box_id,
                our_department: way.chosen.departments.ours.map(Department::from),
                their_department: way.chosen.departments.theirs.map(Department::from),
                via: way.chosen.departments.via.map(Intermediary::from),
            },
            has_departments: way.has_departments,
            has_intermediaries: way.has_intermediaries,
        }
    }
}

pub(crate) async fn preflight(engine: &Engine, request: LookOver) -> Result<Preflight, Failure> {
    let connection = request.connection_id.map(ConnectionId);
    let report = engine.preflight(DocumentId(request.id), connection).await?;
    Ok(Preflight {
        blockers: report.blockers.into_iter().map(PreflightFinding::from).collect(),
        warnings: report.warnings.into_iter().map(PreflightFinding::from).collect(),
    })
}

pub(crate) async fn ways(engine: &Engine, request: FindWays) -> Result<SendingWays, Failure> {
    let counterparty = CounterpartyId(request.counterparty_id);
    let ways = engine
        .sending_ways(counterparty, request.firm_id.map(FirmId))
        .await?;
    Ok(SendingWays {
        ways: ways.into_iter().map(SendingWay::from).collect(),
    })
}

pub(crate) async fn choose(engine: &Engine, request: ChooseRoute) -> Result<Empty, Failure> {
    let chosen = engine::RouteChoice {
        box_id: request.chosen.box_id,
        departments: domain::Departments {
            ours: request.chosen.our_department.map(Department::into),
            theirs: request.chosen.their_department.map(Department::into),
            via: request.chosen.via.map(Intermediary::into),
        },
    };
    engine
        .choose_sending_route(
            ConnectionId(request.connection_id),
            CounterpartyId(request.counterparty_id),
            chosen,
        )
        .await?;
    Ok(Empty {})
}

pub(crate) async fn ask_anew(engine: &Engine, _: Empty) -> Result<Empty, Failure> {
    engine.forget_told().await?;
    Ok(Empty {})
}

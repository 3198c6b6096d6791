//! Pieces that several answers and requests share.

use std::fmt;

use domain::{
    ActionBy as DomainActionBy, Direction, EdoBox as DomainBox, EdoStatus, Inn, Kpp,
    Severity as DomainSeverity,
};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use ts_rs::TS;

use crate::error::Failure;

/// Nothing to say.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub(crate) struct Empty {}

/// One row, by its number.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct Id {
    /// The number.
    pub id: i64,
}

/// One connection, or all.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct OneConnection {
    /// This one; all when absent.
    pub connection_id: Option<i64>,
}

/// A company as a person writes it down.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct Party {
    /// Name.
    pub name: String,
    /// ИНН.
    pub inn: String,
    /// КПП; people and entrepreneurs have none.
    pub kpp: Option<String>,
}

impl Party {
    /// The party with its numbers checked.
    pub(crate) fn checked(self) -> Result<domain::Party, Failure> {
        let name = self.name.trim().to_owned();
        if name.is_empty() {
            return Err(Failure::new(
                "name_empty",
                "Название не заполнено. Ничего не изменено. Впишите название организации.".to_owned(),
            ));
        }
        let inn: Inn = self.inn.parse()?;
        let kpp = self.kpp.as_deref().map(str::trim).filter(|kpp| !kpp.is_empty());
        let kpp: Option<Kpp> = kpp.map(str::parse).transpose()?;
        Ok(domain::Party { name, inn, kpp })
    }
}

/// «Статус ЭДО».
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct Status {
    /// Stable name: `signed_by_them`.
    pub code: &'static str,
    /// «Подписан контрагентом».
    pub label: &'static str,
    /// How it weighs.
    pub severity: Severity,
    /// Who has to act next.
    pub needs_action_by: ActionBy,
    /// Off the happy path («Проблемные»).
    pub is_problem: bool,
}

impl From<EdoStatus> for Status {
    fn from(status: EdoStatus) -> Self {
        Self {
            code: status.code(),
            label: status.label(),
            severity: status.severity().into(),
            needs_action_by: status.needs_action_by().into(),
            is_problem: status.is_problem(),
        }
    }
}

impl Status {
    /// The same of a paper that went this way.
    pub(crate) fn of(status: EdoStatus, direction: Direction) -> Self {
        Self {
            label: status.label_of(direction),
            needs_action_by: status.needs_action_of(direction).into(),
            ..status.into()
        }
    }
}

/// How a status weighs.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Severity {
    Info,
    Success,
    Warning,
    Error,
}

impl From<DomainSeverity> for Severity {
    fn from(severity: DomainSeverity) -> Self {
        match severity {
            DomainSeverity::Info => Self::Info,
            DomainSeverity::Success => Self::Success,
            DomainSeverity::Warning => Self::Warning,
            DomainSeverity::Error => Self::Error,
        }
    }
}

/// Who has to act next.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ActionBy {
    Us,
    Them,
    Intermediate,
    Operator,
    Program,
    Nobody,
}

impl From<DomainActionBy> for ActionBy {
    fn from(actor: DomainActionBy) -> Self {
        match actor {
            DomainActionBy::Us => Self::Us,
            DomainActionBy::Them => Self::Them,
            DomainActionBy::Intermediate => Self::Intermediate,
            DomainActionBy::Operator => Self::Operator,
            DomainActionBy::Program => Self::Program,
            DomainActionBy::Nobody => Self::Nobody,
        }
    }
}

/// A box at an operator.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct EdoBox {
    /// The operator's name for it.
    pub box_id: String,
    /// Whose it is.
    pub name: String,
    /// ИНН of the owner.
    pub inn: String,
    /// КПП of the owner.
    pub kpp: Option<String>,
    /// Its papers have no legal force.
    pub is_test: bool,
}

impl From<DomainBox> for EdoBox {
    fn from(edo_box: DomainBox) -> Self {
        Self {
            box_id: edo_box.box_id,
            name: edo_box.name,
            inn: edo_box.inn.to_string(),
            kpp: text(edo_box.kpp.as_ref()),
            is_test: edo_box.is_test,
        }
    }
}

/// What a person typed into a secret field. Reads, and never writes.
#[derive(Debug, Clone, TS)]
#[ts(type = "string")]
pub(crate) struct TypedSecret(pub engine::ports::Secret);

impl<'de> Deserialize<'de> for TypedSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|typed| Self(engine::ports::Secret::new(typed)))
    }
}

/// The text of a value that may be absent.
pub(crate) fn text(value: Option<&impl fmt::Display>) -> Option<String> {
    value.map(ToString::to_string)
}

/// An instant that may be absent, RFC 3339.
pub(crate) fn instant(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}

/// How many rows a page has: what was asked for, within reason.
pub(crate) fn page_size(limit: Option<u32>) -> u32 {
    const USUAL: u32 = 100;
    const MOST: u32 = 1_000;
    limit.unwrap_or(USUAL).clamp(1, MOST)
}

//! `individuals.*` and `employees.*`: clients who are people, and people who work with us.

use domain::{EmployeeBody, EmployeeId, FirmId, IndividualBody, IndividualId, PersonName, Phone};
use engine::Engine;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Empty, Id, page_size, text};

/// Which people to show.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ListIndividuals {
    /// Part of the name or of the telephone.
    pub query: Option<String>,
    /// `next` of the page before.
    pub after: Option<i64>,
    pub limit: Option<u32>,
}

/// A page of people.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Individuals {
    pub individuals: Vec<Individual>,
    /// Where to go on; `null` at the end.
    pub next: Option<i64>,
}

/// A client who is a person.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Individual {
    pub id: i64,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
    pub full_name: String,
    /// `+79161234567`.
    pub phone: Option<String>,
    pub email: String,
    pub note: String,
}

/// Everything about a person.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct IndividualCard {
    pub individual: Individual,
    /// How many documents name them.
    pub documents: u64,
    /// What they were called before, newest first.
    pub history: Vec<PartyChange>,
    /// Others with the same telephone.
    pub same_phone: Vec<Individual>,
}

/// What a field held before and after.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PartyChange {
    pub at: String,
    pub field: String,
    pub before: String,
    pub after: String,
}

/// A person to be made or changed.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SaveIndividual {
    /// The person to change; a new one when absent.
    pub id: Option<i64>,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: Option<String>,
    /// As people write it: `8 (916) 123-45-67`.
    pub phone: Option<String>,
    pub email: Option<String>,
    pub note: Option<String>,
}

/// Two rows of one and the same.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct Merge {
    /// Stays.
    pub keep_id: i64,
    /// Goes; everything that hangs on it moves.
    pub drop_id: i64,
}

/// The directory of employees.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Employees {
    /// Former ones too.
    pub employees: Vec<Employee>,
    /// Who sits at this computer.
    pub current_id: Option<i64>,
}

/// Somebody who works with us.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Employee {
    pub id: i64,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
    pub full_name: String,
    /// «Иванова М. П.»
    pub short_name: String,
    pub position: String,
    pub phone: Option<String>,
    pub email: String,
    /// Firms for which they work; all when empty.
    pub firm_ids: Vec<i64>,
    pub is_former: bool,
}

/// An employee to be made or changed.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SaveEmployee {
    /// The employee to change; a new one when absent.
    pub id: Option<i64>,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: Option<String>,
    pub position: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub firm_ids: Vec<i64>,
    pub is_former: bool,
}

/// Who sits at this computer.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ChooseEmployee {
    /// Nobody when absent.
    pub id: Option<i64>,
}

impl From<domain::Individual> for Individual {
    fn from(individual: domain::Individual) -> Self {
        let body = individual.body;
        Self {
            id: individual.id.0,
            full_name: body.name.full(),
            last_name: body.name.last,
            first_name: body.name.first,
            middle_name: body.name.middle,
            phone: text(body.phone.as_ref()),
            email: body.email,
            note: body.note,
        }
    }
}

impl From<engine::PartyChange> for PartyChange {
    fn from(change: engine::PartyChange) -> Self {
        Self {
            at: change.at.to_string(),
            field: change.field,
            before: change.before,
            after: change.after,
        }
    }
}

impl From<domain::Employee> for Employee {
    fn from(employee: domain::Employee) -> Self {
        let body = employee.body;
        Self {
            id: employee.id.0,
            full_name: body.name.full(),
            short_name: body.name.short(),
            last_name: body.name.last,
            first_name: body.name.first,
            middle_name: body.name.middle,
            position: body.position,
            phone: text(body.phone.as_ref()),
            email: body.email,
            firm_ids: body.firms.into_iter().map(|firm| firm.0).collect(),
            is_former: body.is_former,
        }
    }
}

fn name(last: &str, first: &str, middle: Option<&str>) -> PersonName {
    PersonName {
        last: last.trim().to_owned(),
        first: first.trim().to_owned(),
        middle: middle.unwrap_or_default().trim().to_owned(),
    }
}

pub(crate) fn phone(typed: Option<&str>) -> Result<Option<Phone>, Failure> {
    match typed.map(str::trim).filter(|typed| !typed.is_empty()) {
        None => Ok(None),
        Some(typed) => typed.parse().map(Some).map_err(|bad: domain::phone::BadPhone| {
            Failure::new("bad_phone", format!("{} Ничего не изменено.", bad.sentence()))
        }),
    }
}

fn trimmed(typed: Option<String>) -> String {
    typed.unwrap_or_default().trim().to_owned()
}

pub(crate) async fn list_individuals(
    engine: &Engine,
    request: ListIndividuals,
) -> Result<Individuals, Failure> {
    let limit = page_size(request.limit);
    let page = engine
        .individuals(
            request.query.unwrap_or_default(),
            request.after.map(IndividualId),
            limit,
        )
        .await?;
    let is_full = u32::try_from(page.len()).is_ok_and(|rows| rows >= limit);
    Ok(Individuals {
        next: page.last().filter(|_| is_full).map(|last| last.id.0),
        individuals: page.into_iter().map(Individual::from).collect(),
    })
}

pub(crate) async fn get_individual(engine: &Engine, request: Id) -> Result<IndividualCard, Failure> {
    let card = engine.individual(IndividualId(request.id)).await?;
    Ok(IndividualCard {
        individual: card.individual.into(),
        documents: card.documents,
        history: card.history.into_iter().map(PartyChange::from).collect(),
        same_phone: card.same_phone.into_iter().map(Individual::from).collect(),
    })
}

pub(crate) async fn save_individual(engine: &Engine, request: SaveIndividual) -> Result<Id, Failure> {
    let body = IndividualBody {
        name: name(
            &request.last_name,
            &request.first_name,
            request.middle_name.as_deref(),
        ),
        phone: phone(request.phone.as_deref())?,
        email: trimmed(request.email),
        note: trimmed(request.note),
    };
    let saved = engine.save_individual(request.id.map(IndividualId), body).await?;
    Ok(Id { id: saved.0 })
}

pub(crate) async fn merge_individuals(engine: &Engine, request: Merge) -> Result<Empty, Failure> {
    engine
        .merge_individuals(IndividualId(request.keep_id), IndividualId(request.drop_id))
        .await?;
    Ok(Empty {})
}

pub(crate) async fn list_employees(engine: &Engine, _: Empty) -> Result<Employees, Failure> {
    let view = engine.employees().await?;
    Ok(Employees {
        employees: view.employees.into_iter().map(Employee::from).collect(),
        current_id: view.current.map(|id| id.0),
    })
}

pub(crate) async fn save_employee(engine: &Engine, request: SaveEmployee) -> Result<Id, Failure> {
    let body = EmployeeBody {
        name: name(
            &request.last_name,
            &request.first_name,
            request.middle_name.as_deref(),
        ),
        position: request.position.trim().to_owned(),
        phone: phone(request.phone.as_deref())?,
        email: trimmed(request.email),
        firms: request.firm_ids.into_iter().map(FirmId).collect(),
        is_former: request.is_former,
    };
    let saved = engine.save_employee(request.id.map(EmployeeId), body).await?;
    Ok(Id { id: saved.0 })
}

pub(crate) async fn choose_employee(engine: &Engine, request: ChooseEmployee) -> Result<Empty, Failure> {
    engine.set_current_employee(request.id.map(EmployeeId)).await?;
    Ok(Empty {})
}

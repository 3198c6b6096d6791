//! `counterparties.get`, `.save`, `.check`, `.merge`, `.duplicates`: one company and the same one kept twice.

use domain::{CounterpartyId, Inn, Kpp, TaxIdError};
use engine::Engine;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Counterparty;
use crate::error::Failure;
use crate::people::{Merge, PartyChange};
use crate::relations::Relation;
use crate::requisites::Requisites;
use crate::views::{Empty, Id, Party};

/// Everything about a company.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct CounterpartyCard {
    pub counterparty: Counterparty,
    pub requisites: Requisites,
    /// How many documents name it.
    pub documents: u64,
    /// How our connections stand to its boxes.
    pub relations: Vec<Relation>,
    /// «Есть ЭДО»: `yes`, `no`, `unknown`.
    pub edo: &'static str,
    /// Why: complete sentences.
    pub edo_reason: String,
    /// What it was called before, newest first.
    pub history: Vec<PartyChange>,
    /// Others with the same ИНН.
    pub same_inn: Vec<Counterparty>,
}

/// A company to be made or changed.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SaveCounterparty {
    /// The company to change; a new one when absent.
    pub id: Option<i64>,
    pub name: String,
    pub inn: String,
    pub kpp: Option<String>,
    /// Stay as they are when absent.
    pub requisites: Option<Requisites>,
}

/// Numbers as they are being typed.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct CheckCounterparty {
    pub inn: String,
    pub kpp: Option<String>,
}

/// What is known about numbers.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct CheckedCounterparty {
    /// What is wrong with the numbers; `null` when nothing.
    pub problem: Option<String>,
    /// The company with exactly these numbers.
    pub existing: Option<Counterparty>,
    /// Others with the same ИНН.
    pub same_inn: Vec<Counterparty>,
}

/// Companies that share an ИНН, in groups.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Duplicates {
    pub groups: Vec<Vec<Counterparty>>,
}

fn listed(counterparties: Vec<domain::Counterparty>) -> Vec<Counterparty> {
    counterparties.into_iter().map(Counterparty::from).collect()
}

pub(crate) async fn get(engine: &Engine, request: Id) -> Result<CounterpartyCard, Failure> {
    let card = engine.counterparty(CounterpartyId(request.id)).await?;
    Ok(CounterpartyCard {
        requisites: card.counterparty.requisites.clone().into(),
        counterparty: card.counterparty.into(),
        documents: card.documents,
        relations: card.relations.into_iter().map(Relation::from).collect(),
        edo: card.availability.code(),
        edo_reason: card.availability_reason,
        history: card.history.into_iter().map(PartyChange::from).collect(),
        same_inn: listed(card.same_inn),
    })
}

pub(crate) async fn save(engine: &Engine, request: SaveCounterparty) -> Result<Id, Failure> {
    let party = Party {
        name: request.name,
        inn: request.inn,
        kpp: request.kpp,
    };
    let requisites = request.requisites.map(Requisites::checked).transpose()?;
    let saved = engine
        .save_counterparty(request.id.map(CounterpartyId), party.checked()?, requisites)
        .await?;
    Ok(Id { id: saved.0 })
}

pub(crate) async fn check(
    engine: &Engine,
    request: CheckCounterparty,
) -> Result<CheckedCounterparty, Failure> {
    let numbers = || -> Result<(Inn, Option<Kpp>), TaxIdError> {
        let kpp = request
            .kpp
            .as_deref()
            .map(str::trim)
            .filter(|kpp| !kpp.is_empty());
        Ok((request.inn.trim().parse()?, kpp.map(str::parse).transpose()?))
    };
    let (inn, kpp) = match numbers() {
        Ok(numbers) => numbers,
        Err(error) => {
            return Ok(CheckedCounterparty {
                problem: Some(error.sentence()),
                existing: None,
                same_inn: Vec::new(),
            });
        }
    };
    let known = engine.check_tax_id(inn, kpp).await?;
    Ok(CheckedCounterparty {
        problem: None,
        existing: known.existing.map(Counterparty::from),
        same_inn: listed(known.same_inn),
    })
}

pub(crate) async fn merge(engine: &Engine, request: Merge) -> Result<Empty, Failure> {
    engine
        .merge_counterparties(CounterpartyId(request.keep_id), CounterpartyId(request.drop_id))
        .await?;
    Ok(Empty {})
}

pub(crate) async fn duplicates(engine: &Engine, _: Empty) -> Result<Duplicates, Failure> {
    let groups = engine.counterparty_duplicates().await?;
    Ok(Duplicates {
        groups: groups.into_iter().map(listed).collect(),
    })
}

//! `firms.*`: our own firms.

use domain::FirmId;
use engine::Engine;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::requisites::Requisites;
use crate::views::{Empty, Id, Party, text};

/// Our firms.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Firms {
    pub firms: Vec<Firm>,
}

/// A firm of ours.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Firm {
    pub id: i64,
    pub name: String,
    pub inn: String,
    pub kpp: Option<String>,
    /// What papers print beside them.
    pub requisites: Requisites,
}

impl From<domain::Firm> for Firm {
    fn from(firm: domain::Firm) -> Self {
        Self {
            id: firm.id.0,
            kpp: text(firm.party.kpp.as_ref()),
            inn: firm.party.inn.to_string(),
            name: firm.party.name,
            requisites: firm.requisites.into(),
        }
    }
}

/// A firm to be made or changed.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SaveFirm {
    /// The firm to change; a new one when absent.
    pub id: Option<i64>,
    pub name: String,
    pub inn: String,
    pub kpp: Option<String>,
    /// Stay as they are when absent.
    pub requisites: Option<Requisites>,
}

pub(crate) async fn list(engine: &Engine, _: Empty) -> Result<Firms, Failure> {
    let firms = engine.firms().await?;
    Ok(Firms {
        firms: firms.into_iter().map(Firm::from).collect(),
    })
}

pub(crate) async fn save(engine: &Engine, request: SaveFirm) -> Result<Id, Failure> {
    let party = Party {
        name: request.name,
        inn: request.inn,
        kpp: request.kpp,
    };
    let requisites = request.requisites.map(Requisites::checked).transpose()?;
    let id = engine
        .save_firm_card(request.id.map(FirmId), party.checked()?, requisites)
        .await?;
    Ok(Id { id: id.0 })
}

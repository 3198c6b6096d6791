//! `counterparties.*`: other companies.

use domain::{ConnectionId, CounterpartyId, EdoAvailability};
use engine::{CounterpartyQuery, Engine};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{OneConnection, page_size, text};

mod card;

pub(crate) use card::{
    CheckCounterparty, CheckedCounterparty, CounterpartyCard, Duplicates, SaveCounterparty, check,
    duplicates, get, merge, save,
};

/// Which counterparties to show.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ListCounterparties {
    /// Part of the name or of the ИНН.
    pub query: Option<String>,
    /// «Есть ЭДО»: `yes`, `no`, `unknown`.
    pub edo: Option<String>,
    /// With a box to which we stand so: `incoming`.
    pub partnership: Option<String>,
    /// `next` of the page before.
    pub after: Option<i64>,
    pub limit: Option<u32>,
}

/// A page of counterparties.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Counterparties {
    pub counterparties: Vec<ListedCounterparty>,
    /// Where to go on; `null` at the end.
    pub next: Option<i64>,
}

/// Another company or entrepreneur.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Counterparty {
    pub id: i64,
    pub name: String,
    pub inn: String,
    pub kpp: Option<String>,
}

/// A company in the list, and where it can be reached.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ListedCounterparty {
    pub id: i64,
    pub name: String,
    pub inn: String,
    pub kpp: Option<String>,
    /// Empty when no operator of ours knows it.
    pub boxes: Vec<CounterpartyBox>,
    /// «Есть ЭДО»: `yes`, `no`, `unknown`.
    pub edo: &'static str,
    /// Why: complete sentences.
    pub edo_reason: String,
}

/// A box of a counterparty, as one of our connections sees it.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct CounterpartyBox {
    pub connection_id: i64,
    /// State of the relation: `established`, `incoming`, …; the operator's spelling for one that is new.
    pub partnership: String,
    pub is_roaming: bool,
    pub is_test: bool,
}

impl From<domain::Counterparty> for Counterparty {
    fn from(counterparty: domain::Counterparty) -> Self {
        Self {
            id: counterparty.id.0,
            kpp: text(counterparty.party.kpp.as_ref()),
            inn: counterparty.party.inn.to_string(),
            name: counterparty.party.name,
        }
    }
}

impl From<engine::CounterpartyView> for ListedCounterparty {
    fn from(view: engine::CounterpartyView) -> Self {
        let Counterparty { id, name, inn, kpp } = view.counterparty.into();
        let boxes = view.boxes.into_iter().map(|seen| CounterpartyBox {
            connection_id: seen.connection.0,
            partnership: seen.partnership,
            is_roaming: seen.is_roaming,
            is_test: seen.is_test,
        });
        Self {
            id,
            name,
            inn,
            kpp,
            boxes: boxes.collect(),
            edo: view.availability.code(),
            edo_reason: view.availability_reason,
        }
    }
}

/// How many the operators named.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct Found {
    pub found: u64,
}

pub(crate) async fn list(engine: &Engine, request: ListCounterparties) -> Result<Counterparties, Failure> {
    let limit = page_size(request.limit);
    let availability = request.edo.as_deref().map(|edo| {
        EdoAvailability::from_code(edo).ok_or_else(|| {
            Failure::new(
                "edo_unknown",
                "Поле edo бывает yes, no или unknown. Ничего не изменено.".to_owned(),
            )
        })
    });
    let wanted = CounterpartyQuery {
        text: request.query.unwrap_or_default(),
        availability: availability.transpose()?,
        partnership: request.partnership,
    };
    let after = request.after.map(CounterpartyId);
    let page = engine.find_counterparties(wanted, after, limit).await?;
    let is_full = u32::try_from(page.len()).is_ok_and(|rows| rows >= limit);
    Ok(Counterparties {
        next: page.last().filter(|_| is_full).map(|last| last.counterparty.id.0),
        counterparties: page.into_iter().map(ListedCounterparty::from).collect(),
    })
}

pub(crate) async fn sync(engine: &Engine, request: OneConnection) -> Result<Found, Failure> {
    let found = engine
        .sync_counterparties(request.connection_id.map(ConnectionId))
        .await?;
    Ok(Found { found })
}

//! `counterparties.*`: other companies.

use domain::{ConnectionId, CounterpartyId};
use engine::Engine;
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
    let page = engine
        .counterparties(
            request.query.unwrap_or_default(),
            request.after.map(CounterpartyId),
            limit,
        )
        .await?;
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

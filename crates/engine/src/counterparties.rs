//! Other companies: the list, and what the operators know about them.

use std::collections::HashSet;
use std::time::Duration;

use connect::edo::{CounterpartyPage, PartnershipState, RemoteCounterparty};
use domain::{ConnectionId, Counterparty, CounterpartyId, EdoAvailability, Party};
use jiff::Timestamp;
use store::{Connection, CounterpartyBox, CounterpartyQuery, ListedCounterparty, Reader, Writer};

use crate::error::{Code, Error};
use crate::relations::Begin;
use crate::sync::backoff;
use crate::{Engine, Result, relations};

mod card;

pub use card::{CounterpartyCard, TaxIdCheck};

/// Pages after which an operator that never comes to an end is no longer believed; 100 companies a page make
/// a million of them.
const PAGES_AT_MOST: u32 = 10_000;

/// How often the lists are read again by themselves.
const READ_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// Another company, and where the operators say that it can be reached.
#[derive(Debug, Clone)]
pub struct CounterpartyView {
    /// The company.
    pub counterparty: Counterparty,
    /// Its boxes, as our connections see them.
    pub boxes: Vec<CounterpartyBox>,
    /// «Есть ЭДО».
    pub availability: EdoAvailability,
    /// Why: complete sentences.
    pub availability_reason: String,
}

impl Engine {
    /// Counterparties whose name or ИНН fits, in pages.
    pub async fn counterparties(
        &self,
        query: String,
        after: Option<CounterpartyId>,
        limit: u32,
    ) -> Result<Vec<CounterpartyView>> {
        let wanted = CounterpartyQuery {
            text: query,
            ..CounterpartyQuery::default()
        };
        self.find_counterparties(wanted, after, limit).await
    }

    /// The same, also by «Есть ЭДО» and by the state of the relation.
    pub async fn find_counterparties(
        &self,
        wanted: CounterpartyQuery,
        after: Option<CounterpartyId>,
        limit: u32,
    ) -> Result<Vec<CounterpartyView>> {
        self.blocking(move |inner| {
            let zone = inner.ports.clock.zone();
            inner.read(|r| {
                let has_connections = !r.connections()?.is_empty();
                let found = r.listed_counterparties(&wanted, after, limit)?;
                Ok(found
                    .into_iter()
                    .map(|listed| view(listed, has_connections, &zone))
                    .collect())
            })
        })
        .await
    }

    /// Reads the operators' lists of companies, of one connection or of all. Gives how many were found.
    pub async fn sync_counterparties(&self, connection: Option<ConnectionId>) -> Result<u64> {
        let mut found = 0;
        for connection in self.chosen_connections(connection).await? {
            found += self.sync_counterparties_of(connection).await?;
        }
        Ok(found)
    }

    /// The chosen connection, or every one.
    pub(crate) async fn chosen_connections(&self, chosen: Option<ConnectionId>) -> Result<Vec<Connection>> {
        self.read(move |r| match chosen {
            Some(id) => Ok(vec![r.connection(id)?.ok_or_else(crate::connections::not_found)?]),
            None => Ok(r.connections()?),
        })
        .await
    }

    async fn sync_counterparties_of(&self, connection: Connection) -> Result<u64> {
        let chosen = connection.clone();
        let provider = self.blocking(move |inner| inner.provider(&chosen)).await?;
        if provider.relations().is_some() {
            let told = self.follow_relations(&connection, Begin::Anew, &|| false).await?;
            return self.counterparties_were_read(connection.id, told).await;
        }
        let (mut after, mut found) = (None, 0);
        for _ in 0..PAGES_AT_MOST {
            let page = provider
                .counterparties(&connection.edo_box.box_id, after.as_deref())
                .await?;
            found += page.counterparties.len() as u64;
            let next = page.after.clone();
            let id = connection.id;
            self.write(move |w| save_page(w, id, &page)).await?;
            match next {
                Some(next) if Some(&next) != after.as_ref() => after = Some(next),
                _ => break,
            }
        }
        self.counterparties_were_read(connection.id, found).await
    }

    async fn counterparties_were_read(&self, id: ConnectionId, found: u64) -> Result<u64> {
        self.blocking(move |inner| {
            let now = inner.now().to_string();
            inner.write(|w| Ok(w.set_setting(&read_at(id), &now)?))
        })
        .await?;
        self.inner.changes.tell(&crate::Change::connection(id));
        Ok(found)
    }

    /// Part of the round: a day after the last time, and at the first round of a new connection.
    pub(crate) async fn read_counterparties_daily(&self, connection: &Connection) -> Result<()> {
        let id = connection.id;
        let due = self
            .blocking(move |inner| {
                let now = inner.now();
                let last: Option<Timestamp> = inner
                    .read(|r| Ok(r.setting(&read_at(id))?))?
                    .and_then(|text| text.parse().ok());
                Ok(last.is_none_or(|last| backoff::later(last, READ_EVERY) <= now))
            })
            .await?;
        if due {
            self.sync_counterparties_of(connection.clone()).await?;
        }
        Ok(())
    }
}

fn view(listed: ListedCounterparty, has_connections: bool, zone: &jiff::tz::TimeZone) -> CounterpartyView {
    CounterpartyView {
        availability_reason: relations::why(&listed, has_connections, zone),
        availability: listed.availability,
        boxes: listed.relations.into_iter().map(|one| one.seen).collect(),
        counterparty: listed.counterparty,
    }
}

fn read_at(connection: ConnectionId) -> String {
    format!("counterparties_read_at/{connection}")
}

fn save_page(w: &Writer<'_>, connection: ConnectionId, page: &CounterpartyPage) -> Result<()> {
    let mut seen = HashSet::new();
    for remote in &page.counterparties {
        if seen.insert(&remote.box_id) {
            save(w, connection, remote)?;
        }
    }
    Ok(())
}

pub(crate) fn save(w: &Writer<'_>, connection: ConnectionId, remote: &RemoteCounterparty) -> Result<()> {
    let counterparty = w.save_counterparty(&Party {
        name: remote.name.clone(),
        inn: remote.inn.clone(),
        kpp: remote.kpp.clone(),
    })?;
    Ok(w.save_counterparty_box(&CounterpartyBox {
        counterparty,
        connection,
        box_id: remote.box_id.clone(),
        partnership: partnership_code(&remote.partnership),
        participant_id: remote.participant_id.clone(),
        is_roaming: remote.is_roaming,
        is_test: remote.is_test,
    })?)
}

/// The stable name of a partnership (glossary, section 2); `unknown:` and the operator's spelling for a new one.
pub(crate) fn partnership_code(state: &PartnershipState) -> String {
    match state {
        PartnershipState::Established => "established",
        PartnershipState::Incoming => "incoming",
        PartnershipState::Outgoing => "outgoing",
        PartnershipState::RejectedByThem => "rejected_by_them",
        PartnershipState::RejectedByUs => "rejected_by_us",
        PartnershipState::None => "none",
        PartnershipState::Unknown(raw) => return format!("unknown:{raw}"),
    }
    .to_owned()
}

/// The Russian words of a partnership's stable name.
pub(crate) fn partnership_words(code: &str) -> String {
    match code {
        "established" => "ваш контрагент",
        "incoming" => "приглашает вас",
        "outgoing" => "приглашён вами",
        "rejected_by_them" => "отклонил вас",
        "rejected_by_us" => "отклонён вами",
        "none" => "не в списке",
        other => other.strip_prefix("unknown:").unwrap_or(other),
    }
    .to_owned()
}

/// The counterparty that a paper names, known or new. A paper without a КПП means the only company with this ИНН.
pub(crate) fn named_counterparty(w: &Writer<'_>, party: &Party) -> Result<CounterpartyId> {
    if let Some(known) = w.counterparty_by_tax_id(&party.inn, party.kpp.as_ref())? {
        return Ok(known.id);
    }
    if party.kpp.is_none()
        && let [only] = same_inn(w, party)?.as_slice()
    {
        return Ok(only.id);
    }
    Ok(w.save_counterparty(party)?)
}

pub(crate) fn same_inn(r: &Reader<'_>, party: &Party) -> Result<Vec<Counterparty>> {
    let mut found = r.counterparties(party.inn.as_str(), None, 10)?;
    found.retain(|counterparty| counterparty.party.inn == party.inn);
    Ok(found)
}

pub(crate) fn not_found() -> Error {
    Error::new(
        Code::CounterpartyNotFound,
        "Такого контрагента в программе нет: возможно, список изменился. Ничего не изменено. Обновите список и \
         повторите.",
    )
}

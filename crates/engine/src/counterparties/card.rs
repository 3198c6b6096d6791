//! The card of a counterparty: requisites, boxes, history, and the same company kept twice.

use domain::{Counterparty, CounterpartyId, EdoAvailability, Inn, Kpp, Party, Requisites};
use store::{PartyChange, Reader, Writer};

use super::not_found;
use crate::changes::{Change, Directory};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::individuals::merge_with_itself;
use crate::relations::{self, RelationView};
use crate::{Engine, Result, firms};

/// More groups than this nobody looks through at once; those that are settled make room for others.
const GROUPS_AT_MOST: u32 = 500;

/// Everything about one company.
#[derive(Debug, Clone)]
pub struct CounterpartyCard {
    /// The company with its requisites.
    pub counterparty: Counterparty,
    /// How many documents name it.
    pub documents: u64,
    /// How our connections stand to its boxes.
    pub relations: Vec<RelationView>,
    /// «Есть ЭДО».
    pub availability: EdoAvailability,
    /// Why: complete sentences.
    pub availability_reason: String,
    /// Names and numbers of before, newest first.
    pub history: Vec<PartyChange>,
    /// Others with the same ИНН: branches, or the same company twice.
    pub same_inn: Vec<Counterparty>,
}

/// Who is known by an ИНН.
#[derive(Debug, Clone)]
pub struct TaxIdCheck {
    /// The company with exactly these numbers.
    pub existing: Option<Counterparty>,
    /// Others with the same ИНН.
    pub same_inn: Vec<Counterparty>,
}

impl Engine {
    /// The card of a counterparty. `counterparty_not_found`.
    pub async fn counterparty(&self, id: CounterpartyId) -> Result<CounterpartyCard> {
        self.blocking(move |inner| inner.read(|r| card(inner, r, id)))
            .await
    }

    /// Makes a counterparty or changes one; what it was called before stays in the history. Requisites stay as they are
    /// when none are given.
    ///
    /// Errors: `counterparty_exists` when another one has these numbers, `counterparty_not_found`, `bad_bank_account`.
    pub async fn save_counterparty(
        &self,
        id: Option<CounterpartyId>,
        party: Party,
        requisites: Option<Requisites>,
    ) -> Result<CounterpartyId> {
        if let Some(requisites) = &requisites {
            firms::check_account(requisites)?;
        }
        let saved = self
            .blocking(move |inner| {
                let now = inner.now();
                inner.write(|w| {
                    let saved = save(w, id, &party, now)?;
                    if let Some(requisites) = &requisites {
                        w.set_counterparty_requisites(saved, requisites)?;
                    }
                    Ok(saved)
                })
            })
            .await?;
        self.tell_counterparties();
        Ok(saved)
    }

    /// Who is known by these numbers.
    pub async fn check_tax_id(&self, inn: Inn, kpp: Option<Kpp>) -> Result<TaxIdCheck> {
        self.read(move |r| {
            let existing = r.counterparty_by_tax_id(&inn, kpp.as_ref())?;
            let mut same_inn = r.counterparties_by_inn(&inn)?;
            same_inn.retain(|other| existing.as_ref().is_none_or(|known| known.id != other.id));
            Ok(TaxIdCheck { existing, same_inn })
        })
        .await
    }

    /// Makes two rows of one company into one: documents, boxes and history of `drop` go to `keep`.
    ///
    /// Errors: `counterparty_not_found`, `merge_with_itself`.
    pub async fn merge_counterparties(&self, keep: CounterpartyId, drop: CounterpartyId) -> Result<()> {
        if keep == drop {
            return Err(merge_with_itself());
        }
        self.blocking(move |inner| {
            let now = inner.now();
            inner.write(|w| {
                for id in [keep, drop] {
                    w.counterparty(id)?.ok_or_else(not_found)?;
                }
                Ok(w.merge_counterparties(keep, drop, now)?)
            })
        })
        .await?;
        self.tell_counterparties();
        self.tell_views();
        Ok(())
    }

    /// Companies that share an ИНН, in groups: branches, or one company kept twice.
    pub async fn counterparty_duplicates(&self) -> Result<Vec<Vec<Counterparty>>> {
        self.read(|r| Ok(r.counterparties_sharing_inn(GROUPS_AT_MOST)?))
            .await
    }

    fn tell_counterparties(&self) {
        self.inner
            .changes
            .tell(&Change::directory(Directory::Counterparties));
    }
}

fn card(inner: &Inner, r: &Reader<'_>, id: CounterpartyId) -> Result<CounterpartyCard> {
    let counterparty = r.counterparty(id)?.ok_or_else(not_found)?;
    let held = inner.relations_of_card(r, &counterparty)?;
    let listed = store::ListedCounterparty {
        counterparty: counterparty.clone(),
        relations: held.iter().map(|one| one.relation.clone()).collect(),
        availability: r.edo_availability(id)?,
        was_searched: r.was_searched(id)?,
    };
    let has_connections = !r.connections()?.is_empty();
    let mut same_inn = r.counterparties_by_inn(&counterparty.party.inn)?;
    same_inn.retain(|other| other.id != id);
    Ok(CounterpartyCard {
        documents: r.documents_of_counterparty(id)?,
        history: r.counterparty_history(id)?,
        counterparty,
        availability: listed.availability,
        availability_reason: relations::why(&listed, has_connections, &inner.ports.clock.zone()),
        relations: held,
        same_inn,
    })
}

fn save(
    w: &Writer<'_>,
    id: Option<CounterpartyId>,
    party: &Party,
    now: jiff::Timestamp,
) -> Result<CounterpartyId> {
    let twin = w.counterparty_by_tax_id(&party.inn, party.kpp.as_ref())?;
    if let Some(twin) = twin.filter(|twin| Some(twin.id) != id) {
        return Err(exists(&twin));
    }
    let Some(id) = id else {
        return Ok(w.save_counterparty(party)?);
    };
    w.counterparty(id)?.ok_or_else(not_found)?;
    w.rename_counterparty(id, party, now)?;
    Ok(id)
}

fn exists(other: &Counterparty) -> Error {
    Error::new(
        Code::CounterpartyExists,
        format!(
            "Контрагент с такими ИНН и КПП уже есть: {}. Ничего не изменено. Откройте его карточку или исправьте номера.",
            other.party.name
        ),
    )
}

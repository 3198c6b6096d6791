//! Looking for counterparties of ours at an operator by their ИНН.

use std::collections::BTreeSet;

use connect::edo::relations::RemoteRelation;
use domain::{Counterparty, Inn};
use store::Connection;

use super::follow::{save_under, search_is_fresh_since};
use super::of;
use crate::{Engine, Result};

/// Asked about together.
const AT_ONCE: u32 = 100;

/// How far a search is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Searched {
    pub(super) done: u64,
    pub(super) found: u64,
}

impl Engine {
    /// How many counterparties are to be looked for over this connection.
    pub(super) async fn count_to_search(&self, connection: &Connection) -> Result<u64> {
        let id = connection.id;
        self.blocking(move |inner| {
            let since = search_is_fresh_since(inner.now());
            inner.read(|r| Ok(r.count_counterparties_to_search(id, since)?))
        })
        .await
    }

    /// Looks for those of whom no box is known and nobody has asked for a day. `step` hears how far it is and may end it.
    pub(super) async fn search_boxes(
        &self,
        connection: &Connection,
        step: &(dyn Fn(Searched) -> bool + Send + Sync),
    ) -> Result<Searched> {
        let chosen = connection.clone();
        let provider = self.blocking(move |inner| inner.provider(&chosen)).await?;
        let relations = of(&*provider, connection)?;
        let (mut after, mut searched) = (None, Searched::default());
        while step(searched) {
            let id = connection.id;
            let batch = self
                .blocking(move |inner| {
                    let since = search_is_fresh_since(inner.now());
                    inner.read(|r| Ok(r.counterparties_to_search(id, since, after, AT_ONCE)?))
                })
                .await?;
            let Some(last) = batch.last() else { break };
            after = Some(last.id);
            let inns: Vec<Inn> = batch
                .iter()
                .map(|one| &one.party.inn)
                .collect::<BTreeSet<_>>()
                .into_iter()
                .cloned()
                .collect();
            let found = relations.find(&connection.edo_box.box_id, &inns).await?;
            searched.done += batch.len() as u64;
            searched.found += self.take_found(connection, batch, found).await?;
        }
        Ok(searched)
    }

    async fn take_found(
        &self,
        connection: &Connection,
        batch: Vec<Counterparty>,
        mut found: Vec<RemoteRelation>,
    ) -> Result<u64> {
        let ours = &connection.edo_box;
        // Our own box, and boxes of the other force: those never exchange with ours.
        found
            .retain(|one| one.counterparty.box_id != ours.box_id && one.counterparty.is_test == ours.is_test);
        let id = connection.id;
        self.blocking(move |inner| {
            let now = inner.now();
            inner.write(|w| {
                let mut count = 0;
                for card in &batch {
                    let theirs = boxes_of(card, &found);
                    count += u64::from(!theirs.is_empty());
                    for remote in theirs {
                        save_under(w, id, card.id, remote)?;
                    }
                    w.note_box_search(id, card.id, now)?;
                }
                Ok(count)
            })
        })
        .await
    }
}

/// The boxes of exactly this office; where the operator has none, those of the company under its first КПП.
fn boxes_of<'a>(card: &Counterparty, found: &'a [RemoteRelation]) -> Vec<&'a RemoteRelation> {
    let of_company: Vec<_> = found
        .iter()
        .filter(|one| one.counterparty.inn == card.party.inn)
        .collect();
    let exact: Vec<_> = of_company
        .iter()
        .copied()
        .filter(|one| one.counterparty.kpp == card.party.kpp)
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    let first = of_company.first().map(|one| &one.counterparty.kpp);
    of_company
        .iter()
        .copied()
        .filter(|one| Some(&one.counterparty.kpp) == first)
        .collect()
}

//! Who sent what came: a company whose box is in no list of ours is asked for by its box before the page is applied.

use std::collections::BTreeSet;

use connect::edo::{Arrival, EdoProvider};
use store::Connection;

use crate::{Engine, Result, counterparties};

impl Engine {
    /// Makes counterparties of senders that are not known yet. One of whom the operator tells nothing stays unknown; the
    /// file may name it later.
    pub(super) async fn meet_senders(
        &self,
        connection: &Connection,
        provider: &dyn EdoProvider,
        arrivals: &[Arrival],
    ) -> Result<()> {
        if arrivals.is_empty() {
            return Ok(());
        }
        let (id, asked) = (connection.id, arrivals.to_vec());
        let strangers: BTreeSet<String> = self
            .read(move |r| {
                let mut strangers = BTreeSet::new();
                for arrival in asked.iter().filter(|arrival| !arrival.from_box.is_empty()) {
                    let is_stranger = !strangers.contains(&arrival.from_box)
                        && r.counterparty_of_box(id, &arrival.from_box)?.is_none()
                        && r.edo_document_by_remote(id, &arrival.remote)?.is_none();
                    if is_stranger {
                        strangers.insert(arrival.from_box.clone());
                    }
                }
                Ok(strangers)
            })
            .await?;
        for stranger in strangers {
            match provider.company(&stranger).await {
                Ok(Some(company)) => {
                    self.write(move |w| counterparties::save(w, id, &company)).await?;
                }
                Ok(None) => tracing::debug!("the operator does not tell whose box a document comes from"),
                // Without its name a document is worth more than a feed that stands still.
                Err(error) if !error.retryable() => {
                    tracing::warn!(%error, "the owner of a box was not told");
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

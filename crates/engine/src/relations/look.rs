//! Relations as lists: invitations that wait for us, companies that may be invited.

use std::collections::HashMap;

use domain::{ConnectionId, Counterparty, DocumentId, OutboxState};
use store::{Reader, Relation, RelationActRow};

use crate::counterparties::partnership_words;
use crate::engine::Inner;
use crate::{Engine, Result};

/// More rows nobody looks through at once.
const ROWS_AT_MOST: u32 = 1_000;

/// A relation as a person sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct RelationView {
    /// The company.
    pub counterparty: Counterparty,
    /// How we stand to its box.
    pub relation: Relation,
    /// «приглашает вас».
    pub label: String,
    /// Our firm.
    pub firm_name: String,
    /// The operator's name for people.
    pub operator_title: String,
    /// The group of counterparties, where it has a name.
    pub group_name: Option<String>,
    /// The document that came with the invitation, once it is in the registry.
    pub document: Option<DocumentId>,
    /// The act of ours on this relation that is on its way.
    pub act: Option<RelationActRow>,
}

impl Engine {
    /// Invitations that wait for our answer, the newest first.
    pub async fn invitations(&self) -> Result<Vec<RelationView>> {
        self.blocking(|inner| inner.read(|r| inner.relation_views(r, "incoming")))
            .await
    }

    /// Companies found at an operator to which we have no relation, and which may be invited.
    pub async fn invitable(&self) -> Result<Vec<RelationView>> {
        self.blocking(|inner| {
            inner.read(|r| {
                let mut views = inner.relation_views(r, "none")?;
                views.retain(|view| !view.relation.told.is_closed);
                Ok(views)
            })
        })
        .await
    }
}

impl Inner {
    fn relation_views(&self, r: &Reader<'_>, partnership: &str) -> Result<Vec<RelationView>> {
        let acts = open_acts(r)?;
        let rows = r.relations_in(partnership, None, ROWS_AT_MOST)?;
        rows.into_iter()
            .map(|(counterparty, relation)| self.relation_view(r, counterparty, relation, &acts))
            .collect()
    }

    /// Everything about a relation of this counterparty.
    pub(crate) fn relations_of_card(
        &self,
        r: &Reader<'_>,
        counterparty: &Counterparty,
    ) -> Result<Vec<RelationView>> {
        let acts = open_acts(r)?;
        let rows = r.relations_of(counterparty.id)?;
        rows.into_iter()
            .map(|relation| self.relation_view(r, counterparty.clone(), relation, &acts))
            .collect()
    }

    fn relation_view(
        &self,
        r: &Reader<'_>,
        counterparty: Counterparty,
        relation: Relation,
        acts: &Acts,
    ) -> Result<RelationView> {
        let id = relation.seen.connection;
        let connection = r.connection(id)?;
        let operator_title = connection
            .as_ref()
            .map(|one| self.operator_title(&one.operator))
            .unwrap_or_default();
        let group_name = match relation.told.group_id.as_str() {
            "" => None,
            group => r.counterparty_group(id, group)?,
        };
        let document = match &relation.told.invitation {
            Some(remote) => r.edo_document_by_remote(id, remote)?.map(|one| one.document),
            None => None,
        };
        Ok(RelationView {
            label: partnership_words(&relation.seen.partnership),
            firm_name: connection.map(|one| one.edo_box.name).unwrap_or_default(),
            act: acts.get(&(id, relation.seen.box_id.clone())).cloned(),
            operator_title,
            group_name,
            document,
            counterparty,
            relation,
        })
    }
}

/// Open acts by connection and target.
type Acts = HashMap<(ConnectionId, String), RelationActRow>;

fn open_acts(r: &Reader<'_>) -> Result<Acts> {
    const OPEN: [OutboxState; 3] = [OutboxState::Queued, OutboxState::Sending, OutboxState::Unknown];
    let rows = r.relation_acts(&OPEN, ROWS_AT_MOST)?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.connection, row.target.clone()), row))
        .collect())
}

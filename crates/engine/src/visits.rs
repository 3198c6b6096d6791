//! «С пятницы»: what became of the documents while the person was away.
//!
//! What the person did is not news to them. A document that went there and back tells nothing.

use std::collections::BTreeMap;

use domain::{Direction, DocumentId, EdoStatus};
use jiff::Timestamp;
use store::{Reader, StatusChange};

use crate::{Engine, Result};

/// So many documents are told by name.
const MOST_TOLD: usize = 200;

/// What happened since the person left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Away {
    /// When the person last left; none before the first time.
    pub since: Option<Timestamp>,
    /// Documents that changed, newest first, 200 at most.
    pub changes: Vec<AwayChange>,
    /// There are more than those.
    pub is_more: bool,
    /// How many documents came to which status, all of them, in the order of the statuses.
    pub counts: Vec<(EdoStatus, u64)>,
}

/// A document that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwayChange {
    /// Which.
    pub document: DocumentId,
    /// «УПД № 15 от 21.11.2026».
    pub title: String,
    /// Its number; empty when it has none.
    pub number: String,
    /// Who stands on the other side.
    pub other_side: Option<String>,
    /// Which way it goes.
    pub direction: Direction,
    /// The status when the person left; none when the document came after that.
    pub from: Option<EdoStatus>,
    /// The status that it came to.
    pub to: EdoStatus,
    /// Since when.
    pub at: Timestamp,
}

impl Engine {
    /// What happened since the person left, but for what they did themselves. Costs as much as changed.
    pub async fn away(&self) -> Result<Away> {
        self.read(|r| {
            let Some(since) = r.left_at()? else {
                return Ok(Away::default());
            };
            let mut news = net(r.status_changes()?);
            let mut counts = BTreeMap::new();
            for one in &news {
                *counts.entry(one.to).or_default() += 1;
            }
            let is_more = news.len() > MOST_TOLD;
            news.truncate(MOST_TOLD);
            Ok(Away {
                since: Some(since),
                changes: news
                    .iter()
                    .map(|one| told(r, one, since))
                    .collect::<Result<_>>()?,
                is_more,
                counts: counts.into_iter().collect(),
            })
        })
        .await
    }

    /// The person leaves: what happens from now on is news when they come back.
    pub async fn leave(&self) -> Result<()> {
        let now = self.inner.now();
        self.write(move |w| Ok(w.note_leaving(now)?)).await
    }
}

/// One change for each document, from the first news to the last; newest first.
fn net(changes: Vec<StatusChange>) -> Vec<StatusChange> {
    let mut by_document: BTreeMap<DocumentId, (usize, StatusChange)> = BTreeMap::new();
    let news = changes.into_iter().filter(|change| !is_own_act(change));
    for (order, change) in news.enumerate() {
        let first = by_document.get(&change.document).map(|(_, first)| first.from);
        let from = first.unwrap_or(change.from);
        by_document.insert(change.document, (order, StatusChange { from, ..change }));
    }
    let mut news: Vec<_> = by_document
        .into_values()
        .filter(|(_, change)| change.from != change.to)
        .collect();
    news.sort_by_key(|(order, change)| std::cmp::Reverse((change.at, *order)));
    news.into_iter().map(|(_, change)| change).collect()
}

/// True for what our side did: the timeline says so, or only the program itself brings a document to that status.
fn is_own_act(change: &StatusChange) -> bool {
    use EdoStatus::{ApprovalPending, Draft, NotInEdo, Prepared, Queued, RevocationRequestedByUs, Sending};
    let is_brought_by_us = matches!(
        change.to,
        NotInEdo | Prepared | Draft | ApprovalPending | Queued | Sending | RevocationRequestedByUs
    );
    change.is_ours || is_brought_by_us
}

fn told(r: &Reader<'_>, change: &StatusChange, since: Timestamp) -> Result<AwayChange> {
    let document = r
        .document(change.document)?
        .ok_or_else(crate::documents::not_found)?;
    let company = match document.body.counterparty {
        Some(id) => r.counterparty(id)?.map(|known| known.party.name),
        None => None,
    };
    let person = match document.body.individual {
        Some(id) => r.individual(id)?.map(|known| known.body.name.full()),
        None => None,
    };
    Ok(AwayChange {
        document: change.document,
        title: crate::records::reference(r, &document)?.label,
        number: document.body.number,
        direction: document.body.direction,
        other_side: company.or(person),
        from: (change.created_at <= since).then_some(change.from),
        to: change.to,
        at: change.at,
    })
}

#[cfg(test)]
mod tests {
    use domain::{DocumentId, EdoStatus};
    use jiff::Timestamp;
    use store::StatusChange;

    use super::net;

    fn change(document: i64, from: EdoStatus, to: EdoStatus, second: i64) -> StatusChange {
        StatusChange {
            document: DocumentId(document),
            created_at: Timestamp::UNIX_EPOCH,
            from,
            to,
            at: Timestamp::from_second(second).unwrap(),
            is_ours: false,
        }
    }

    #[test]
    fn a_document_is_told_once_from_where_it_stood_to_where_it_came() {
        use EdoStatus::{Completed, Delivered, Rejected, Sent, TheirSignaturePending};
        let news = net(vec![
            change(1, Sent, Delivered, 10),
            change(2, Sent, TheirSignaturePending, 20),
            change(1, Delivered, Completed, 30),
            change(3, Sent, Rejected, 5),
        ]);
        let told: Vec<_> = news
            .iter()
            .map(|one| (one.document.0, one.from, one.to))
            .collect();
        assert_eq!(
            told,
            [
                (1, Sent, Completed),
                (2, Sent, TheirSignaturePending),
                (3, Sent, Rejected)
            ]
        );
    }

    #[test]
    fn what_the_person_did_and_what_came_back_to_where_it_stood_is_no_news() {
        use EdoStatus::{NotInEdo, Queued, Rejected, RevocationRequestedByThem, Sending, SignedByThem};
        let ours = StatusChange {
            is_ours: true,
            ..change(4, Rejected, EdoStatus::Deleted, 9)
        };
        let news = net(vec![
            change(1, NotInEdo, Queued, 1),
            change(1, Queued, Sending, 2),
            change(2, SignedByThem, RevocationRequestedByThem, 3),
            change(2, RevocationRequestedByThem, SignedByThem, 4),
            change(3, NotInEdo, Queued, 5),
            change(3, Sending, SignedByThem, 6),
            ours,
        ]);
        let told: Vec<_> = news
            .iter()
            .map(|one| (one.document.0, one.from, one.to))
            .collect();
        assert_eq!(told, [(3, Sending, SignedByThem)]);
    }
}

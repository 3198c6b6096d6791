//! What changed, for whoever shows it: names of lists and numbers of rows, never their content.

use engine::{Change, Directory};
use serde::Serialize;
use ts_rs::TS;

/// A list that should be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// The registry and the cards.
    Documents,
    /// The outbox.
    Outbox,
    /// Connections and their health.
    Connections,
    /// Other companies.
    Counterparties,
    /// Our firms.
    Firms,
    /// Notices.
    Notices,
    /// Kinds of documents.
    Kinds,
    /// Clients who are people.
    Individuals,
    /// People who work with us.
    Employees,
    /// Print forms and their check.
    Forms,
    /// Watched folders.
    Folders,
    /// Saved views and their counts.
    Views,
    /// Certificates of this computer and who signs for whom.
    Certificates,
    /// A question for a PIN came up or is over.
    Pin,
    /// Trusted authorities and their lists of revoked certificates.
    Trust,
    /// Powers of attorney.
    Powers,
    /// Rules of automatic sending and their queue.
    Rules,
    /// Work that takes a while: begun, further or over.
    Work,
    /// Work on many documents: jobs and their rows.
    Bulk,
    /// The numbers of `app.status`.
    Status,
    /// Another world is open: everything is to be read again.
    World,
}

/// Something changed; the reader asks again for what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ChangeEvent {
    /// Which list.
    pub topic: Topic,
    /// Which rows; empty when any of them may have changed.
    pub ids: Vec<i64>,
}

/// The events of one change of the engine.
pub fn change_events(change: &Change) -> Vec<ChangeEvent> {
    let any = |topic| ChangeEvent {
        topic,
        ids: Vec::new(),
    };
    let mut events = Vec::new();
    if !change.documents.is_empty() {
        let ids = few(change.documents.iter().map(|id| id.0).collect());
        events.push(ChangeEvent {
            topic: Topic::Documents,
            ids,
        });
        events.push(any(Topic::Outbox));
    }
    if !change.connections.is_empty() {
        let ids = change.connections.iter().map(|id| id.0).collect();
        events.push(ChangeEvent {
            topic: Topic::Connections,
            ids,
        });
        // A new connection may bring a firm with it, and reading its companies changes their list.
        events.push(any(Topic::Firms));
        events.push(any(Topic::Counterparties));
    }
    if !change.notices.is_empty() {
        let ids = change.notices.iter().map(|id| id.0).collect();
        events.push(ChangeEvent {
            topic: Topic::Notices,
            ids,
        });
    }
    events.extend(change.directories.iter().map(|directory| any(topic(*directory))));
    if !events.is_empty() {
        events.push(any(Topic::Status));
    }
    if !change.works.is_empty() {
        let ids = change
            .works
            .iter()
            .filter_map(|id| i64::try_from(*id).ok())
            .collect();
        events.push(ChangeEvent {
            topic: Topic::Work,
            ids,
        });
    }
    if !change.bulk.is_empty() {
        events.push(ChangeEvent {
            topic: Topic::Bulk,
            ids: change.bulk.iter().map(|job| job.0).collect(),
        });
    }
    events
}

/// Beyond so many rows it is quicker to read a list again than to look for them in it.
const MOST_IDS: usize = 1_000;

fn few(ids: Vec<i64>) -> Vec<i64> {
    if ids.len() > MOST_IDS { Vec::new() } else { ids }
}

fn topic(directory: Directory) -> Topic {
    match directory {
        Directory::Kinds => Topic::Kinds,
        Directory::Individuals => Topic::Individuals,
        Directory::Employees => Topic::Employees,
        Directory::Counterparties => Topic::Counterparties,
        Directory::Firms => Topic::Firms,
        Directory::Forms => Topic::Forms,
        Directory::Folders => Topic::Folders,
        Directory::Views => Topic::Views,
        Directory::Certificates => Topic::Certificates,
        Directory::Pins => Topic::Pin,
        Directory::Powers => Topic::Powers,
        Directory::Trust => Topic::Trust,
        Directory::Rules => Topic::Rules,
        Directory::Notices => Topic::Notices,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::{DocumentId, NoticeId};
    use engine::Change;

    use super::{Topic, change_events};

    #[test]
    fn a_signed_document_renews_the_registry_the_outbox_the_notices_and_the_numbers() {
        let change = Change {
            documents: BTreeSet::from([DocumentId(7)]),
            notices: BTreeSet::from([NoticeId(3)]),
            ..Change::default()
        };
        let events = change_events(&change);
        let topics: Vec<_> = events.iter().map(|event| event.topic).collect();
        assert_eq!(
            topics,
            [Topic::Documents, Topic::Outbox, Topic::Notices, Topic::Status]
        );
        assert_eq!(
            (events[0].ids.as_slice(), events[2].ids.as_slice()),
            (&[7][..], &[3][..])
        );
        assert!(change_events(&Change::default()).is_empty());
    }
}

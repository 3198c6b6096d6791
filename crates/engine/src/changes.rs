//! What changed, for whoever shows it: ids only, gathered, at most four times a second.
//!
//! Nothing is kept for a listener that is gone, and a slow listener misses nothing: it gets one larger set.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use domain::{ConnectionId, DocumentId, NoticeId};
use store::BulkJobId;
use tokio::sync::Notify;
use tokio::time::Instant;

const PAUSE: Duration = Duration::from_millis(250);

/// Everything that changed since the last one. The listener reads again what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// Documents: new, or with another status, parties or sendings.
    pub documents: BTreeSet<DocumentId>,
    /// Connections: new, gone, or with another health.
    pub connections: BTreeSet<ConnectionId>,
    /// Notices: new or read.
    pub notices: BTreeSet<NoticeId>,
    /// Directories whose lists changed.
    pub directories: BTreeSet<Directory>,
    /// Work under way: begun, further or over.
    pub works: BTreeSet<u64>,
    /// Jobs over many documents: new, further or over.
    pub bulk: BTreeSet<BulkJobId>,
}

/// A list that is kept by hand and short enough to be read again as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Directory {
    /// «Виды документов».
    Kinds,
    /// «Физлица».
    Individuals,
    /// «Сотрудники».
    Employees,
    /// «Контрагенты».
    Counterparties,
    /// «Фирмы».
    Firms,
    /// «Печатные формы» and their check.
    Forms,
    /// Watched folders.
    Folders,
    /// Saved views and how many documents each shows.
    Views,
    /// Certificates of this computer and who signs for whom.
    Certificates,
    /// Questions for a PIN.
    Pins,
    /// Powers of attorney.
    Powers,
    /// Trusted authorities and their lists of revoked certificates.
    Trust,
    /// «Значимые события», receipt notices that go by themselves, and what they did.
    Rules,
    /// What a person chose to be told.
    Notices,
}

impl Change {
    pub(crate) fn document(document: DocumentId) -> Self {
        Self {
            documents: BTreeSet::from([document]),
            ..Self::default()
        }
    }

    pub(crate) fn connection(connection: ConnectionId) -> Self {
        Self {
            connections: BTreeSet::from([connection]),
            ..Self::default()
        }
    }

    pub(crate) fn directory(directory: Directory) -> Self {
        Self {
            directories: BTreeSet::from([directory]),
            ..Self::default()
        }
    }

    pub(crate) fn work(work: u64) -> Self {
        Self {
            works: BTreeSet::from([work]),
            ..Self::default()
        }
    }

    pub(crate) fn bulk(job: BulkJobId) -> Self {
        Self {
            bulk: BTreeSet::from([job]),
            ..Self::default()
        }
    }

    /// True when nothing changed.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
            && self.connections.is_empty()
            && self.notices.is_empty()
            && self.directories.is_empty()
            && self.works.is_empty()
            && self.bulk.is_empty()
    }

    /// True when a filter may let through other documents than before. The search box looks for names, and those of
    /// companies come with a connection too.
    fn moves_the_registry(&self) -> bool {
        use Directory::{
            Certificates, Counterparties, Employees, Firms, Folders, Forms, Individuals, Kinds, Notices,
            Pins, Powers, Rules, Trust, Views,
        };
        let is_of_names = |directory: &Directory| match directory {
            Kinds | Individuals | Employees | Counterparties | Firms => true,
            Forms | Folders | Views | Trust | Certificates | Pins | Powers | Rules | Notices => false,
        };
        !self.documents.is_empty() || !self.connections.is_empty() || self.directories.iter().any(is_of_names)
    }

    fn add(&mut self, other: &Self) {
        self.documents.extend(&other.documents);
        self.connections.extend(&other.connections);
        self.notices.extend(&other.notices);
        self.directories.extend(&other.directories);
        self.works.extend(&other.works);
        self.bulk.extend(&other.bulk);
    }
}

#[derive(Default)]
struct Inbox {
    pending: Mutex<Change>,
    filled: Notify,
}

/// Gives every change to every listener.
#[derive(Default)]
pub(crate) struct Hub {
    inboxes: Mutex<Vec<Weak<Inbox>>>,
    /// Counts changes after which the registry may show other documents than before.
    version: AtomicU64,
}

impl Hub {
    /// Grows with every change after which a filter may let through other documents. Whatever is read after looking at
    /// it is at least as new.
    pub(crate) fn registry_version(&self) -> u64 {
        self.version.load(Ordering::SeqCst)
    }

    pub(crate) fn tell(&self, change: &Change) {
        if change.is_empty() {
            return;
        }
        if change.moves_the_registry() {
            self.version.fetch_add(1, Ordering::SeqCst);
        }
        let mut inboxes = self.inboxes.lock().unwrap_or_else(PoisonError::into_inner);
        inboxes.retain(|inbox| inbox.strong_count() > 0);
        for inbox in inboxes.iter().filter_map(Weak::upgrade) {
            inbox
                .pending
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .add(change);
            inbox.filled.notify_one();
        }
    }

    pub(crate) fn listen(&self) -> Changes {
        let inbox = Arc::new(Inbox::default());
        self.inboxes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Arc::downgrade(&inbox));
        Changes { inbox, last: None }
    }
}

/// A listener; see [`crate::Engine::changes`].
pub struct Changes {
    inbox: Arc<Inbox>,
    last: Option<Instant>,
}

impl Changes {
    /// Waits for the next change, and for a quarter of a second after the one before.
    pub async fn next(&mut self) -> Change {
        loop {
            self.inbox.filled.notified().await;
            if let Some(last) = self.last {
                tokio::time::sleep_until(last + PAUSE).await;
            }
            let change =
                std::mem::take(&mut *self.inbox.pending.lock().unwrap_or_else(PoisonError::into_inner));
            if !change.is_empty() {
                self.last = Some(Instant::now());
                return change;
            }
        }
    }
}

impl crate::Engine {
    /// Listens to what changes from now on.
    pub fn changes(&self) -> Changes {
        self.inner.changes.listen()
    }
}

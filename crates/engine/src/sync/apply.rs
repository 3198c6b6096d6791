//! What a page of the feed does: everything in one transaction, the cursor included.
//!
//! Events may come twice and in any order; the state after them is the same. A document that came to us gets its row with
//! the first event about it (`arrive`). An event about any other document that the program does not know is recorded and
//! does nothing else: should the document turn up later, it is heard then.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use connect::edo::{FeedPage, ToldSignature};
use domain::{
    ConnectionId, DocumentId, EdoDocument, EdoDocumentId, Moved, NoticeId, ProviderEvent, RemoteDocument,
};
use jiff::Timestamp;
use store::{NewRemoteSignature, RemoteTitle, Writer};

use crate::changes::Change;
use crate::engine::Inner;
use crate::outbox::InHand;
use crate::{Engine, Result};

/// 01.01.1990: before any operator.
const EARLIEST_S: i64 = 631_152_000;
/// 01.01.2200: after anybody reading this; instants of the database end in 2262.
const LATEST_S: i64 = 7_258_118_400;

/// What a page did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// Events that were not known before.
    pub events_new: u64,
    /// Documents that changed.
    pub documents: BTreeSet<DocumentId>,
    /// Notices that were added.
    pub notices: BTreeSet<NoticeId>,
}

impl Engine {
    /// Applies a page of events and keeps its cursor, all or nothing. Blocks.
    pub fn apply_page(&self, connection: ConnectionId, page: &FeedPage) -> Result<Applied> {
        self.inner.apply_page(connection, page)
    }
}

impl Inner {
    pub(crate) fn apply_page(&self, connection: ConnectionId, page: &FeedPage) -> Result<Applied> {
        let now = self.now();
        let applied = self.write(|w| {
            let mut reading = Reading::new(w, connection, now);
            if !page.arrivals.is_empty() {
                reading.receive(&page.arrivals, &page.events, self.ports.randomness.as_ref())?;
            }
            for event in &page.events {
                reading.hear(event)?;
            }
            reading.note_signatures(&page.signatures)?;
            let applied = reading.finish()?;
            if let Some(cursor) = &page.cursor {
                w.set_feed_cursor(connection, cursor)?;
            }
            Ok(applied)
        })?;
        self.changes.tell(&Change {
            documents: applied.documents.clone(),
            notices: applied.notices.clone(),
            ..Change::default()
        });
        Ok(applied)
    }
}

/// An event whose instant no clock can have shown (the operator's zero and infinity included) is taken for one of now:
/// it must not hold up the feed for ever, nor outrank every later report.
pub(super) fn believable(event: &ProviderEvent, now: Timestamp) -> Cow<'_, ProviderEvent> {
    let is_believable = |at: Timestamp| (EARLIEST_S..LATEST_S).contains(&at.as_second());
    let as_of = event.state.as_ref().map(|state| state.as_of);
    if is_believable(event.happened_at) && as_of.is_none_or(is_believable) {
        return Cow::Borrowed(event);
    }
    let mended = |at: Timestamp| if is_believable(at) { at } else { now };
    let mut event = event.clone();
    event.happened_at = mended(event.happened_at);
    if let Some(state) = &mut event.state {
        state.as_of = mended(state.as_of);
    }
    Cow::Owned(event)
}

/// A page being read. Each sending is read from the database once and written once, however many events tell of it.
pub(super) struct Reading<'w, 'c> {
    pub(super) w: &'w Writer<'c>,
    pub(super) connection: ConnectionId,
    pub(super) now: Timestamp,
    places: HashMap<RemoteDocument, Option<EdoDocumentId>>,
    in_hand: BTreeMap<EdoDocumentId, InHand>,
    applied: Applied,
}

impl<'w, 'c> Reading<'w, 'c> {
    fn new(w: &'w Writer<'c>, connection: ConnectionId, now: Timestamp) -> Self {
        Self {
            w,
            connection,
            now,
            places: HashMap::new(),
            in_hand: BTreeMap::new(),
            applied: Applied::default(),
        }
    }

    fn hear(&mut self, event: &ProviderEvent) -> Result<()> {
        let event = &believable(event, self.now);
        if !self.w.record_event(self.connection, event, self.now)? {
            return Ok(());
        }
        self.applied.events_new += 1;
        let known = match self.by_place(&event.remote)? {
            Some(id) => Some(id),
            None => match self.by_name(event)? {
                Some(id) => Some(id),
                None => self.by_draft(event)?,
            },
        };
        match known.and_then(|id| self.in_hand.get_mut(&id)) {
            Some(sending) => sending.hear(self.w, event),
            None => Ok(()),
        }
    }

    pub(super) fn by_place(&mut self, remote: &RemoteDocument) -> Result<Option<EdoDocumentId>> {
        if let Some(known) = self.places.get(remote) {
            return Ok(*known);
        }
        let found = self.w.edo_document_by_remote(self.connection, remote)?;
        let id = found.map(|sending| self.take(sending));
        self.places.insert(remote.clone(), id);
        Ok(id)
    }

    /// Our own name for the document settles where the operator keeps it.
    fn by_name(&mut self, event: &ProviderEvent) -> Result<Option<EdoDocumentId>> {
        let Some(name) = event.custom_document_id else {
            return Ok(None);
        };
        let Some(found) = self.w.edo_document_by_custom_id(self.connection, name)? else {
            return Ok(None);
        };
        let id = self.take(found);
        self.settle_place(id, event)
    }

    /// A draft that was sent is another document now, and the operator may have forgotten our name for it: where it held
    /// one document of ours, that is the one.
    fn by_draft(&mut self, event: &ProviderEvent) -> Result<Option<EdoDocumentId>> {
        let (Some(Moved::From(draft)), None) = (&event.moved, event.custom_document_id) else {
            return Ok(None);
        };
        let of_draft = self.w.edo_documents_of_message(self.connection, draft)?;
        let [only] = of_draft.as_slice() else {
            return Ok(None);
        };
        let Some(found) = self.w.edo_document(*only)? else {
            return Ok(None);
        };
        let id = self.take(found);
        self.settle_place(id, event)
    }

    fn settle_place(&mut self, id: EdoDocumentId, event: &ProviderEvent) -> Result<Option<EdoDocumentId>> {
        let Some(sending) = self.in_hand.get_mut(&id) else {
            return Ok(None);
        };
        if !sending.attach(self.w, &event.remote, Some(event))? {
            return Ok(None);
        }
        self.places.retain(|_, known| *known != Some(id));
        self.places.insert(event.remote.clone(), Some(id));
        Ok(Some(id))
    }

    /// A document that came and has a row now; what was heard of it before is heard at once.
    pub(super) fn settle(&mut self, arrived: EdoDocument, remote: &RemoteDocument) -> Result<()> {
        let id = self.take(arrived);
        if let Some(in_hand) = self.in_hand.get_mut(&id) {
            in_hand.attach(self.w, remote, None)?;
        }
        self.places.insert(remote.clone(), Some(id));
        Ok(())
    }

    /// Signatures are noted behind the events: only then is every document at its place.
    fn note_signatures(&mut self, told: &[ToldSignature]) -> Result<()> {
        for signature in told {
            let Some(edo_document) = self.by_place(&signature.document)? else {
                continue;
            };
            self.w
                .note_remote_signature(&noted(signature, edo_document, self.connection))?;
        }
        Ok(())
    }

    fn take(&mut self, sending: EdoDocument) -> EdoDocumentId {
        let id = sending.id;
        self.in_hand.entry(id).or_insert_with(|| InHand::new(sending));
        id
    }

    fn finish(mut self) -> Result<Applied> {
        for sending in self.in_hand.into_values() {
            if sending.sending.remote.is_none() {
                continue;
            }
            let done = sending.finish(self.w, self.now)?;
            self.applied.documents.insert(done.document);
            self.applied.notices.extend(done.notices);
        }
        Ok(self.applied)
    }
}

/// What the operator told of a signature, as it is written down.
pub(crate) fn noted(
    told: &ToldSignature,
    edo_document: EdoDocumentId,
    connection: ConnectionId,
) -> NewRemoteSignature {
    NewRemoteSignature {
        edo_document,
        entity_id: told.entity_id.clone(),
        connection,
        party: told.party,
        title: told.title.as_ref().map(|title| RemoteTitle {
            entity_id: title.entity_id.clone(),
            file_name: title.file_name.clone(),
        }),
    }
}

//! Signatures that an operator has under documents which were settled before the program noted any. They are asked for when
//! a person needs them: an opened card leaves a wish for the next turn of its connection, an archive asks beside its job.
//!
//! A document is asked about once while the program runs, and no more than a few at a time: a registry of many years is
//! never fetched at one go.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, PoisonError};

use connect::edo::ToldSignature;
use domain::facets::{Intermediate, OurSignature, TheirSignature};
use domain::{ConnectionId, DocumentId, EdoDocument, EdoDocumentId, RemoteDocument, SigningParty};
use store::{Connection, Reader, Writer};

use crate::engine::Inner;
use crate::sync::{Stop, is_of_the_line, noted};
use crate::{Engine, Result};

mod gathering;

pub(crate) use gathering::Gathering;

/// Documents asked about at once.
const PER_TURN: usize = 32;
/// Wishes that wait for their turn; whoever opens more cards than that in one turn gets the rest when they are opened again.
const MOST_WAITING: usize = 500;

/// What people wished for since the program started.
#[derive(Default)]
pub(crate) struct Wishes(Mutex<Wished>);

#[derive(Default)]
struct Wished {
    /// Wished for already, whatever came of it.
    known: HashSet<EdoDocumentId>,
    waiting: BTreeMap<ConnectionId, Vec<EdoDocumentId>>,
}

impl Wishes {
    fn with<T>(&self, act: impl FnOnce(&mut Wished) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes a wish; true where it is a new one and has a place.
    fn add(&self, life: &EdoDocument) -> bool {
        self.with(|wished| {
            let waiting = wished.waiting.entry(life.connection).or_default();
            if waiting.len() >= MOST_WAITING || !wished.known.insert(life.id) {
                return false;
            }
            waiting.push(life.id);
            true
        })
    }

    /// Takes it over to be asked about at once; false where it was asked about already.
    fn claim(&self, life: &EdoDocument) -> bool {
        self.with(|wished| {
            let waiting = wished.waiting.get_mut(&life.connection);
            let place = waiting
                .as_ref()
                .and_then(|lives| lives.iter().position(|one| *one == life.id));
            let was_waiting = waiting.zip(place).map(|(lives, place)| lives.swap_remove(place));
            wished.known.insert(life.id) || was_waiting.is_some()
        })
    }

    /// Nobody could be asked: the next wish is as good as the first.
    fn forget(&self, lives: &[EdoDocument]) {
        self.with(|wished| {
            for life in lives {
                wished.known.remove(&life.id);
            }
        });
    }

    fn take(&self, connection: ConnectionId) -> Vec<EdoDocumentId> {
        self.with(|wished| {
            let Some(waiting) = wished.waiting.get_mut(&connection) else {
                return Vec::new();
            };
            waiting.drain(..waiting.len().min(PER_TURN)).collect()
        })
    }

    /// The line broke: they wait for the next turn.
    fn give_back(&self, connection: ConnectionId, lives: Vec<EdoDocumentId>) {
        self.with(|wished| wished.waiting.entry(connection).or_default().extend(lives));
    }

    fn is_any(&self, connection: ConnectionId) -> bool {
        self.with(|wished| {
            wished
                .waiting
                .get(&connection)
                .is_some_and(|lives| !lives.is_empty())
        })
    }
}

/// The lives of a document under which the operator has signatures that nobody ever told the program of.
fn untold(r: &Reader<'_>, document: DocumentId) -> Result<Vec<EdoDocument>> {
    let mut untold = Vec::new();
    for life in r.edo_documents_of(document)? {
        if life.remote.is_none() || life.file.is_none() || r.has_remote_signatures(life.id)? {
            continue;
        }
        let kept = r.document_signatures(document)?;
        let is_kept = |party| {
            let mut of_party = kept.iter().filter(|one| one.body.party == party);
            of_party.any(|one| one.body.edo_document.is_none_or(|of| of == life.id))
        };
        let lacks = put_on(&life).into_iter().any(|party| !is_kept(party));
        if lacks && r.connection(life.connection)?.is_some() {
            untold.push(life);
        }
    }
    Ok(untold)
}

/// Who has signed, by the operator's words. The sender's signature under what came to us came along with it.
fn put_on(life: &EdoDocument) -> Vec<SigningParty> {
    let Some(facets) = life.state.as_ref().map(|state| &state.facets) else {
        return Vec::new();
    };
    let ours = matches!(
        facets.our_signature,
        OurSignature::Unchecked | OurSignature::Valid | OurSignature::Confirmed
    );
    let theirs = matches!(
        facets.their_signature,
        TheirSignature::Signed | TheirSignature::SignedWithDiscrepancies | TheirSignature::Confirmed
    );
    let all = [
        (ours, SigningParty::Us),
        (theirs && !facets.inbound, SigningParty::Them),
        (
            facets.intermediate == Intermediate::Signed,
            SigningParty::Intermediate,
        ),
    ];
    all.into_iter()
        .filter_map(|(has, party)| has.then_some(party))
        .collect()
}

/// Writes down what the operator told of these lives.
fn note(w: &Writer<'_>, lives: &[EdoDocument], told: &[ToldSignature]) -> Result<()> {
    for signature in told {
        let is_its = |life: &&EdoDocument| life.remote.as_ref() == Some(&signature.document);
        let Some(life) = lives.iter().find(is_its) else {
            continue;
        };
        w.note_remote_signature(&noted(signature, life.id, life.connection))?;
    }
    Ok(())
}

fn places(lives: &[EdoDocument]) -> Vec<RemoteDocument> {
    lives.iter().filter_map(|life| life.remote.clone()).collect()
}

impl Inner {
    /// A person looks at this document: what lies under it at the operator is fetched in the next turn.
    pub(crate) fn want_signatures(&self, document: DocumentId) -> Result<()> {
        for life in self.read(|r| untold(r, document))? {
            if self.wishes.add(&life) {
                self.lanes.of(life.connection).wake.notify_one();
            }
        }
        Ok(())
    }

    /// Somebody waits for signatures of this connection.
    pub(crate) fn is_signature_wanted(&self, connection: ConnectionId) -> bool {
        self.wishes.is_any(connection)
    }
}

impl Engine {
    /// Asks which signatures lie under the documents that people looked at; their bytes are fetched behind it.
    pub(crate) async fn learn_signatures(&self, connection: &Connection) -> Result<()> {
        let wished = self.inner.wishes.take(connection.id);
        if wished.is_empty() {
            return Ok(());
        }
        let chosen = connection.clone();
        let ids = wished.clone();
        let (provider, lives) = self
            .blocking(move |inner| {
                let lives = inner.read(|r| {
                    let found = ids.into_iter().map(|id| Ok(r.edo_document(id)?));
                    found.collect::<Result<Vec<_>>>()
                })?;
                Ok((inner.provider(&chosen)?, lives))
            })
            .await?;
        let lives: Vec<EdoDocument> = lives.into_iter().flatten().collect();
        let told = provider
            .signatures(&connection.edo_box.box_id, &places(&lives))
            .await;
        let told = match told {
            Ok(told) => told,
            Err(answer) if is_of_the_line(&answer) => {
                self.inner.wishes.give_back(connection.id, wished);
                return Err(answer.into());
            }
            // Nobody's exchange stops for the sake of an old signature.
            Err(answer) => {
                tracing::warn!(%answer, "signatures of old documents are not told");
                return Ok(());
            }
        };
        self.blocking(move |inner| inner.write(|w| note(w, &lives, &told)))
            .await
    }

    /// What people wished for, between two looks at the feed. Trouble with the connection is noted.
    pub(crate) async fn signature_turn(&self, connection: &Connection, stop: &Stop) -> Result<()> {
        let done = match self.learn_signatures(connection).await {
            Ok(()) => self.fetch_signatures(connection, stop).await,
            Err(trouble) => Err(trouble),
        };
        let Err(trouble) = done else {
            return Ok(());
        };
        let id = connection.id;
        self.blocking(move |inner| inner.note_trouble(id, &trouble)).await
    }
}

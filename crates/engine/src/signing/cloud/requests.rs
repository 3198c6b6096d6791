//! The requests of one job: asks the operator, looks how it stands, and lets the job go on when signatures are there.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use connect::edo::EdoProvider;
use connect::edo::cloud::{CloudFile, CloudOutcome, Confirmation, ConfirmationWay};
use domain::DocumentId;
use jiff::SignedDuration;
use store::{CertificateId, CloudRequest, CloudRequestId, Connection, KeptCertificate, NewCloudFile};

use super::board::CloudBoard;
use super::{connection_of, takes, words};
use crate::Result;
use crate::bulk::{Coming, Readiness};
use crate::engine::Inner;
use crate::error::Error;

/// So many documents are agreed to at once.
const AT_ONCE: u32 = 50;
/// What one request carries at most; a larger document goes alone.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// The pause between two looks.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// After that long the job stops waiting; the request can still be taken up.
pub(super) const PATIENCE: SignedDuration = SignedDuration::from_mins(20);
/// Whether a request arrived at all is not asked for: it is waited out so long.
const WAITED_OUT: SignedDuration = SignedDuration::from_mins(15);

/// What the documents of a job need.
pub(crate) trait Contents {
    /// The certificate that signs a document, where an operator keeps its key.
    fn signer(&self, inner: &Inner, document: DocumentId) -> Result<Option<KeptCertificate>>;

    /// What is signed of it; `None` where it cannot be made, which the row will tell. An error is one of the job.
    fn content(
        &self,
        inner: &Inner,
        document: DocumentId,
        signer: &KeptCertificate,
    ) -> Result<Option<NewCloudFile>>;
}

/// An answer that comes later.
struct Slot<T>(Arc<Mutex<Option<T>>>);

impl<T> Slot<T> {
    fn take(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Does this beside, and wakes the runner when it is done.
fn beside<T: Send + 'static>(
    inner: &Inner,
    after: Duration,
    work: impl Future<Output = T> + Send + 'static,
) -> Result<Slot<T>> {
    let runtime = tokio::runtime::Handle::try_current().map_err(Error::internal)?;
    let slot = Arc::new(Mutex::new(None));
    let (answer, wake) = (Arc::clone(&slot), Arc::clone(&inner.bulk.wake));
    drop(runtime.spawn(async move {
        if !after.is_zero() {
            tokio::time::sleep(after).await;
        }
        let done = work.await;
        *answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
        wake.notify_one();
    }));
    Ok(Slot(slot))
}

type Asked = std::result::Result<(), connect::Error>;
type Looked = std::result::Result<CloudOutcome, connect::Error>;

#[derive(Default)]
enum Doing {
    #[default]
    Nothing,
    Asking(CloudRequestId, Slot<Asked>),
    Looking(CloudRequest, Slot<Looked>),
}

/// What is to be done next.
enum Next {
    /// Somebody is at work.
    Wait,
    /// The documents are looked at anew.
    GoOn,
}

/// The requests of one job.
pub(crate) struct CloudKeys {
    board: Arc<CloudBoard>,
    doing: Doing,
    /// Requests that this job made or waited for: how they end is told to a person.
    mine: BTreeSet<CloudRequestId>,
    /// Documents for which nothing good came.
    refused: BTreeMap<DocumentId, Error>,
    /// Documents of which nothing can be signed.
    without: BTreeSet<DocumentId>,
}

impl Drop for CloudKeys {
    fn drop(&mut self) {
        for id in &self.mine {
            self.board.clear(*id);
        }
    }
}

impl CloudKeys {
    pub(crate) fn new(inner: &Inner) -> Self {
        Self {
            board: Arc::clone(&inner.clouds),
            doing: Doing::Nothing,
            mine: BTreeSet::new(),
            refused: BTreeMap::new(),
            without: BTreeSet::new(),
        }
    }

    /// Why nothing good came for this document.
    pub(crate) fn refusal(&self, document: DocumentId) -> Option<Error> {
        self.refused.get(&document).cloned()
    }

    /// Gets the documents of the coming chunk signed, and others of the job with them.
    pub(crate) fn ready(
        &mut self,
        inner: &Inner,
        coming: &Coming<'_>,
        contents: &dyn Contents,
    ) -> Result<Readiness> {
        if self.mine.iter().any(|id| self.board.is_left(*id)) {
            return Err(words::left());
        }
        loop {
            if let Next::Wait = self.heard(inner)? {
                return Ok(Readiness::Later);
            }
            let Some((document, signer)) = self.first_without(inner, &coming.chunk(), contents)? else {
                return Ok(Readiness::Now);
            };
            let next = match inner.read(|r| Ok(r.cloud_file_of(document)?))? {
                Some(file) => self.look(inner, file.request, Duration::ZERO)?,
                None => self.ask(inner, &signer, coming, contents)?,
            };
            if let Next::Wait = next {
                return Ok(Readiness::Later);
            }
        }
    }

    /// The first document whose signature is wanted and not there.
    fn first_without(
        &self,
        inner: &Inner,
        documents: &[DocumentId],
        contents: &dyn Contents,
    ) -> Result<Option<(DocumentId, KeptCertificate)>> {
        for &document in documents {
            if self.refused.contains_key(&document) || self.without.contains(&document) {
                continue;
            }
            let Some(signer) = contents.signer(inner, document)? else {
                continue;
            };
            if !self.is_there(inner, document, signer.id)? {
                return Ok(Some((document, signer)));
            }
        }
        Ok(None)
    }

    /// Whether a signature by this certificate waits to be used; one that cannot be used any more is forgotten.
    fn is_there(&self, inner: &Inner, document: DocumentId, signer: CertificateId) -> Result<bool> {
        let now = inner.now();
        let found = inner.read(|r| {
            let Some(file) = r.cloud_file_of(document)? else {
                return Ok(None);
            };
            Ok(r.cloud_request(file.request)?.zip(file.signature))
        })?;
        let Some((request, (_, at))) = found else {
            return Ok(false);
        };
        if request.certificate == signer && takes::is_fresh(at, now) {
            return Ok(true);
        }
        inner.write(|w| Ok(w.end_cloud_file(document)?))?;
        Ok(false)
    }

    /// Asks for signatures under the documents that come next and are signed by the same person.
    fn ask(
        &mut self,
        inner: &Inner,
        signer: &KeptCertificate,
        coming: &Coming<'_>,
        contents: &dyn Contents,
    ) -> Result<Next> {
        let connection = connection_of(signer)
            .map(|id| inner.read(|r| Ok(r.connection(id)?)))
            .transpose()?
            .flatten()
            .ok_or_else(words::no_connection)?;
        let (files, sent) = self.gather(inner, signer, &coming.ahead(inner, AT_ONCE)?, contents)?;
        if files.is_empty() {
            return Ok(Next::GoOn);
        }
        let now = inner.now();
        let id = inner.write(|w| Ok(w.begin_cloud_request(signer.id, connection.id, &files, now)?))?;
        self.mine.insert(id);
        let (provider, store) = (inner.provider(&connection)?, inner.store.clone());
        let thumbprint: String = signer
            .seen
            .thumbprint
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        let box_id = connection.edo_box.box_id;
        let work = async move {
            let told = provider.begin_cloud_signing(&box_id, &thumbprint, &sent).await;
            written_down(store, id, told).await
        };
        self.doing = Doing::Asking(id, beside(inner, Duration::ZERO, work)?);
        Ok(Next::Wait)
    }

    fn gather(
        &mut self,
        inner: &Inner,
        signer: &KeptCertificate,
        documents: &[DocumentId],
        contents: &dyn Contents,
    ) -> Result<(Vec<NewCloudFile>, Vec<CloudFile>)> {
        let (mut files, mut sent, mut bytes) = (Vec::new(), Vec::new(), 0_usize);
        for &document in documents {
            let is_open = inner.read(|r| Ok(r.cloud_file_of(document)?))?.is_some();
            let whose = contents.signer(inner, document)?;
            let is_mine = whose.is_some_and(|whose| whose.id == signer.id);
            if is_open || !is_mine || self.refused.contains_key(&document) {
                continue;
            }
            let Some(file) = contents.content(inner, document, signer)? else {
                self.without.insert(document);
                continue;
            };
            let Some(content) = inner.store.blob(file.content)? else {
                self.without.insert(document);
                continue;
            };
            bytes = bytes.saturating_add(content.len());
            if bytes > MOST_BYTES && !files.is_empty() {
                break;
            }
            sent.push(CloudFile {
                name: file.name.clone(),
                content,
            });
            files.push(file);
        }
        Ok((files, sent))
    }

    /// Looks how a request stands.
    fn look(&mut self, inner: &Inner, id: CloudRequestId, after: Duration) -> Result<Next> {
        let (request, connection) = inner.read(|r| {
            let request = r.cloud_request(id)?;
            let connection = match &request {
                Some(request) => r.connection(request.connection)?,
                None => None,
            };
            Ok((request, connection))
        })?;
        let Some(request) = request else {
            return Ok(Next::GoOn);
        };
        let (Some(name), Some(connection)) = (request.request.clone(), connection) else {
            return self.without_name(inner, &request);
        };
        let provider = inner.provider(&connection)?;
        let work = looked(provider, connection, name, request.files);
        self.doing = Doing::Looking(request, beside(inner, after, work)?);
        Ok(Next::Wait)
    }

    /// A request of which it is not known whether the operator has it, or whose operator cannot be asked any more.
    fn without_name(&mut self, inner: &Inner, request: &CloudRequest) -> Result<Next> {
        if request.request.is_none() && inner.now().duration_since(request.asked_at) < WAITED_OUT {
            return Err(words::unknown());
        }
        self.end(inner, request.id)?;
        Ok(Next::GoOn)
    }

    fn end(&mut self, inner: &Inner, id: CloudRequestId) -> Result<()> {
        self.board.clear(id);
        inner.write(|w| Ok(w.end_cloud_request(id)?))
    }

    /// What came of the work beside.
    fn heard(&mut self, inner: &Inner) -> Result<Next> {
        match std::mem::take(&mut self.doing) {
            Doing::Nothing => Ok(Next::GoOn),
            Doing::Asking(id, slot) => match slot.take() {
                None => {
                    self.doing = Doing::Asking(id, slot);
                    Ok(Next::Wait)
                }
                Some(Ok(())) => self.look(inner, id, Duration::ZERO),
                Some(Err(error)) if error.outcome_unknown() => Err(words::unknown()),
                Some(Err(error)) => Err(error.into()),
            },
            Doing::Looking(request, slot) => match slot.take() {
                None => {
                    self.doing = Doing::Looking(request, slot);
                    Ok(Next::Wait)
                }
                Some(outcome) => self.told(inner, &request, outcome),
            },
        }
    }

    fn told(&mut self, inner: &Inner, request: &CloudRequest, outcome: Looked) -> Result<Next> {
        let over = match outcome {
            Ok(CloudOutcome::Waiting(how)) => return self.wait(inner, request, how),
            // Nothing is known yet, or the line is down: the request stands, and is looked at again.
            Err(error) if error.retryable() => {
                let untold = Confirmation {
                    way: ConfirmationWay::Untold,
                    phone_end: String::new(),
                };
                return self.wait(inner, request, untold);
            }
            Err(connect::Error::Refused { .. }) => words::failed(),
            Err(error) => return Err(error.into()),
            Ok(CloudOutcome::Signed(messages)) => {
                self.board.clear(request.id);
                let chosen = inner.read(|r| crate::certificates::known(r, request.certificate))?;
                let refused = takes::keep(inner, request, &chosen, &messages)?;
                self.refused.extend(refused);
                return Ok(Next::GoOn);
            }
            Ok(CloudOutcome::Declined) => words::declined(),
            Ok(CloudOutcome::TimedOut) => words::timed_out(),
            Ok(CloudOutcome::Failed) => words::failed(),
            Ok(CloudOutcome::OtherPending) => words::other_pending(),
            Ok(CloudOutcome::RetryLater) => words::retry_later(),
            Ok(CloudOutcome::Unknown(word)) => {
                tracing::warn!(word, "an operator says something new of a request to sign");
                words::not_understood()
            }
        };
        self.end(inner, request.id)?;
        // One of an earlier job that came to nothing stands in nobody's way.
        if self.mine.contains(&request.id) {
            Err(over)
        } else {
            Ok(Next::GoOn)
        }
    }

    fn wait(&mut self, inner: &Inner, request: &CloudRequest, how: Confirmation) -> Result<Next> {
        self.mine.insert(request.id);
        self.board.show(request, how);
        if inner.now().duration_since(request.asked_at) > PATIENCE {
            return Err(words::silent());
        }
        let pause = inner.idle.get().copied().unwrap_or(LOOK_EVERY).min(LOOK_EVERY);
        self.look(inner, request.id, pause)
    }
}

/// The operator's answer becomes durable before anybody acts on it, also when the job is gone meanwhile.
async fn written_down(
    store: store::Store,
    id: CloudRequestId,
    told: std::result::Result<String, connect::Error>,
) -> Asked {
    let write = tokio::task::spawn_blocking(move || match told {
        Ok(name) => {
            let named = store.write(|w| w.name_cloud_request(id, &name));
            // The operator has it, but nobody can say so after a restart: it is waited out.
            named.map_err(|error| connect::Error::Timeout(error.to_string()))
        }
        Err(error) if error.outcome_unknown() => Err(error),
        Err(error) => {
            let ended = store.write(|w| w.end_cloud_request(id));
            ended.map_err(|error| connect::Error::Timeout(error.to_string()))?;
            Err(error)
        }
    });
    write
        .await
        .unwrap_or_else(|cut_off| Err(connect::Error::Timeout(cut_off.to_string())))
}

async fn looked(provider: Arc<dyn EdoProvider>, connection: Connection, name: String, files: u32) -> Looked {
    let files = usize::try_from(files).unwrap_or(usize::MAX);
    provider
        .cloud_signing(&connection.edo_box.box_id, &name, files)
        .await
}

//! Diadoc as an [`EdoProvider`].

use std::collections::HashMap;

use async_trait::async_trait;
use domain::facets::{Delivery, OurSignature, Roaming};
use domain::{
    AcceptedFormat, BoxFacts, DocumentState, EdoBox, EventFact, Objection, OperationId, Package,
    ProviderEvent, RemoteDocument, SendingSketch, UniversalMessagesStart,
};
use jiff::Timestamp;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::answer::ReadBack;
use super::client::Client;
use super::cursor::{Cursor, has_more};
use super::feed::{Memory, read_page};
use super::wire::{DocumentDirection, DocumentId, DocumentWithDocflowV4, ParticipantResponseDocflowV4};
use super::{
    ahead, answer, arrival, cloud, copies, ids, letter, map, organization, posting, print_form, signatures,
    user_contract,
};
use crate::Error;
use crate::edo::cloud::{CloudCertificate, CloudFile, CloudOutcome};
use crate::edo::relations::Relations;
use crate::edo::service_documents::ServiceDocuments;
use crate::edo::{
    AnswerTitleRequest, Arrival, CopyKind, CounterpartyPage, EdoProvider, Exchange, FeedPage, Letter,
    OperatorFile, RemoteCounterparty, SignatureReply, Sunset, TitleRequest, ToldSignature,
};

/// Documents asked for in one `GetDocflows`; the real limit is not documented (QUIRKS 25).
const DOCFLOWS_PER_REQUEST: usize = 100;

/// One connection to Diadoc.
pub(super) struct Diadoc {
    pub(super) client: Client,
    /// Also keeps two readings of the feed apart.
    memory: Mutex<Memory>,
}

impl Diadoc {
    pub fn new(client: Client) -> Self {
        Self {
            client,
            memory: Mutex::new(Memory::default()),
        }
    }

    /// The docflows of these documents; those the operator does not know are left out. One unknown document makes
    /// the operator refuse the whole request (QUIRKS 25), so a refused list is asked for again in halves.
    async fn docflows(
        &self,
        box_id: &str,
        documents: &[DocumentId],
    ) -> Result<Vec<DocumentWithDocflowV4>, Error> {
        let mut lists: Vec<&[DocumentId]> = documents.chunks(DOCFLOWS_PER_REQUEST).collect();
        let mut found = Vec::new();
        while let Some(list) = lists.pop() {
            match self.client.get_docflows(box_id, list).await? {
                Some(docflows) => found.extend(docflows),
                None if list.len() > 1 => {
                    let (left, right) = list.split_at(list.len() / 2);
                    lists.extend([left, right]);
                }
                None => tracing::debug!("a document is unknown to GetDocflows"),
            }
        }
        Ok(found)
    }

    async fn add_states(
        &self,
        box_id: &str,
        events: &mut [ProviderEvent],
        failed: &[RemoteDocument],
    ) -> Result<(Vec<Arrival>, Vec<ToldSignature>), Error> {
        let mut last_events: HashMap<RemoteDocument, Timestamp> = HashMap::new();
        let mut wanted = Vec::new();
        for event in events.iter() {
            if last_events
                .insert(event.remote.clone(), event.happened_at)
                .is_none()
            {
                wanted.push(wire_id(&event.remote));
            }
        }
        let docflows = self.docflows(box_id, &wanted).await?;
        let (mut arrivals, mut told) = (Vec::new(), Vec::new());
        for docflow in &docflows {
            let remote = remote(&docflow.document_id);
            arrivals.extend(arrival::arrival(docflow, box_id));
            told.extend(signatures::of(docflow, box_id));
            let last = last_events.get(&remote).copied().unwrap_or(Timestamp::UNIX_EPOCH);
            let mut state = map::document_state(docflow, box_id, last);
            if failed.contains(&remote) {
                mark_undelivered(docflow, &mut state);
            }
            for event in events.iter_mut().filter(|event| event.remote == remote) {
                add_words(docflow, &mut event.facts);
                event.state = Some(state.clone());
            }
        }
        Ok((arrivals, told))
    }
}

#[async_trait]
impl EdoProvider for Diadoc {
    async fn my_boxes(&self) -> Result<Vec<EdoBox>, Error> {
        let list = self.client.get_my_organizations().await?;
        Ok(list.organizations.iter().flat_map(organization::boxes).collect())
    }

    fn service_time(&self) -> Option<Timestamp> {
        self.client.service_time()
    }

    fn take_exchanges(&self) -> Vec<Exchange> {
        self.client.take_exchanges()
    }

    fn sunsets(&self) -> Vec<Sunset> {
        self.client.sunsets()
    }

    fn relations(&self) -> Option<&dyn Relations> {
        Some(self)
    }

    fn service_documents(&self) -> Option<&dyn ServiceDocuments> {
        Some(self)
    }

    async fn counterparties(&self, box_id: &str, after: Option<&str>) -> Result<CounterpartyPage, Error> {
        let list = self.client.get_counteragents(box_id, after).await?;
        // The list ends with an empty page; a key that does not move would never end (QUIRKS 12).
        let last_key = list.counteragents.last().map(|row| row.index_key.clone());
        Ok(CounterpartyPage {
            counterparties: list
                .counteragents
                .iter()
                .filter_map(organization::counterparty)
                .collect(),
            after: last_key.filter(|key| !key.is_empty() && Some(key.as_str()) != after),
        })
    }

    async fn generate_title(&self, request: &TitleRequest) -> Result<OperatorFile, Error> {
        let contract = user_contract::write(request)?;
        let version = letter::utd_version(letter::UTD_IN_FORCE)?;
        let function = request.function.as_format_value();
        let answer = self
            .client
            .generate_title_xml(&ids::box_id(&request.from_box), function, version, contract)
            .await?;
        Ok(print_form::file(answer, "title.xml", "application/xml"))
    }

    async fn accepted_formats(&self, box_id: &str) -> Result<Vec<AcceptedFormat>, Error> {
        ahead::accepted_formats(&self.client, box_id).await
    }

    async fn universal_messages(&self, box_id: &str) -> Result<Vec<UniversalMessagesStart>, Error> {
        ahead::universal_messages(&self.client, box_id).await
    }

    async fn box_facts(&self, box_id: &str) -> Result<Option<BoxFacts>, Error> {
        ahead::box_facts(&self.client, box_id).await
    }

    async fn objections(&self, sketch: &SendingSketch) -> Result<Vec<Objection>, Error> {
        ahead::objections(&self.client, sketch).await
    }

    fn prepare(&self, letter: &Letter) -> Result<Vec<u8>, Error> {
        letter::prepare(letter)
    }

    async fn deliver(&self, operation: OperationId, request: &[u8]) -> Result<RemoteDocument, Error> {
        let sent = posting::deliver(&self.client, operation, request).await?;
        let first = sent.into_iter().next().map(|(_, remote)| remote);
        first.ok_or_else(|| Error::Malformed("PostMessage: ответ без документов".into()))
    }

    fn prepare_package(&self, letters: &[Letter], package: Package) -> Result<Vec<u8>, Error> {
        letter::prepare_package(letters, package)
    }

    async fn deliver_package(
        &self,
        operation: OperationId,
        request: &[u8],
    ) -> Result<Vec<(Uuid, RemoteDocument)>, Error> {
        posting::deliver(&self.client, operation, request).await
    }

    async fn find_sent(
        &self,
        box_id: &str,
        custom_document_id: Uuid,
    ) -> Result<Option<RemoteDocument>, Error> {
        posting::find(&self.client, box_id, custom_document_id).await
    }

    async fn company(&self, box_id: &str) -> Result<Option<RemoteCounterparty>, Error> {
        let found = self.client.get_organization(box_id).await?;
        Ok(found.and_then(|organization| organization::stranger(&organization, box_id)))
    }

    async fn generate_answer_title(&self, request: &AnswerTitleRequest) -> Result<OperatorFile, Error> {
        let contract = user_contract::answer::write(request)?;
        let version = letter::utd_version(&request.format_version)?;
        let function = request.function.as_format_value();
        let answer = self
            .client
            .generate_answer_title_xml(
                &ids::box_id(&request.our_box),
                &wire_id(&request.document),
                (function, version),
                contract,
            )
            .await?;
        Ok(print_form::file(answer, "title.xml", "application/xml"))
    }

    fn prepare_signature(&self, reply: &SignatureReply) -> Result<Vec<u8>, Error> {
        answer::prepare(reply)
    }

    async fn deliver_signature(
        &self,
        operation: OperationId,
        request: &[u8],
    ) -> Result<RemoteDocument, Error> {
        let ReadBack {
            box_id,
            document,
            is_draft,
        } = answer::read_back(request)?;
        let posted = if is_draft {
            self.client.send_draft(operation, request).await
        } else {
            self.client
                .post_message_patch(operation, request)
                .await
                .map(|_| ())
        };
        match posted {
            Ok(()) => Ok(document),
            // «Conflict» may mean that the signature is there already (QUIRKS 36): then it is no failure.
            Err(refused @ Error::Refused { .. }) => match self.has_our_signature(&box_id, &document).await {
                Ok(true) => Ok(document),
                Err(error) if error.retryable() => Err(Error::Timeout(format!(
                    "{refused}; проверить не удалось: {error}"
                ))),
                Ok(false) | Err(_) => Err(refused),
            },
            Err(error) => Err(error),
        }
    }

    async fn has_our_signature(&self, box_id: &str, document: &RemoteDocument) -> Result<bool, Error> {
        let docflows = self.docflows(&ids::box_id(box_id), &[wire_id(document)]).await?;
        Ok(docflows.iter().any(answer::is_signed_by_us))
    }

    async fn cloud_certificates(&self, box_id: &str) -> Result<Vec<CloudCertificate>, Error> {
        let list = self.client.get_my_certificates(&ids::box_id(box_id)).await?;
        Ok(list.certificates.iter().filter_map(cloud::certificate).collect())
    }

    async fn begin_cloud_signing(
        &self,
        box_id: &str,
        thumbprint: &str,
        files: &[CloudFile],
    ) -> Result<String, Error> {
        let request = cloud::request(files)?;
        let begun = self
            .client
            .dss_sign(&ids::box_id(box_id), thumbprint, request)
            .await?;
        if begun.task_id.is_empty() {
            return Err(Error::Malformed("DssSign: no task".to_owned()));
        }
        Ok(begun.task_id)
    }

    async fn cloud_signing(&self, box_id: &str, request: &str, files: usize) -> Result<CloudOutcome, Error> {
        let told = self.client.dss_sign_result(&ids::box_id(box_id), request).await?;
        cloud::outcome(told, files)
    }

    async fn feed(&self, box_id: &str, cursor: Option<&str>) -> Result<FeedPage, Error> {
        let our_box = ids::box_id(box_id);
        let place = Cursor::parse(cursor)?;
        let mut memory = self.memory.lock().await;
        let page = self.client.get_new_events(&our_box, &place).await?;
        let fresh = place.fresh(&page.events);
        let read = read_page(&self.client, &mut memory, &our_box, &fresh).await?;
        let mut events = read.events;
        let (arrivals, signatures) = self.add_states(&our_box, &mut events, &read.failed).await?;
        Ok(FeedPage {
            events,
            arrivals,
            signatures,
            papers: read.papers,
            cursor: place.after_page(&page.events).text()?,
            has_more: has_more(&page, fresh.len()),
        })
    }

    async fn states(
        &self,
        box_id: &str,
        documents: &[RemoteDocument],
    ) -> Result<Vec<(RemoteDocument, DocumentState)>, Error> {
        let wanted: Vec<DocumentId> = documents.iter().map(wire_id).collect();
        let our_box = ids::box_id(box_id);
        let docflows = self.docflows(&our_box, &wanted).await?;
        let state = |docflow: &DocumentWithDocflowV4| {
            // Without an instant of its own the report would never win over another: so it says the oldest one.
            let state = map::document_state(docflow, &our_box, Timestamp::UNIX_EPOCH);
            (remote(&docflow.document_id), state)
        };
        Ok(docflows
            .iter()
            .map(state)
            .filter(|(id, _)| documents.contains(id))
            .collect())
    }

    async fn signatures(
        &self,
        box_id: &str,
        documents: &[RemoteDocument],
    ) -> Result<Vec<ToldSignature>, Error> {
        let wanted: Vec<DocumentId> = documents.iter().map(wire_id).collect();
        let our_box = ids::box_id(box_id);
        let docflows = self.docflows(&our_box, &wanted).await?;
        let told = docflows
            .iter()
            .flat_map(|docflow| signatures::of(docflow, &our_box));
        Ok(told.filter(|told| documents.contains(&told.document)).collect())
    }

    async fn content(&self, box_id: &str, document: &RemoteDocument) -> Result<Vec<u8>, Error> {
        self.client.get_entity_content(box_id, &wire_id(document)).await
    }

    async fn copies(
        &self,
        box_id: &str,
        document: &RemoteDocument,
        kind: CopyKind,
    ) -> Result<Vec<OperatorFile>, Error> {
        copies::of(&self.client, &ids::box_id(box_id), &wire_id(document), kind).await
    }
}

fn wire_id(document: &RemoteDocument) -> DocumentId {
    DocumentId {
        message_id: document.message_id.clone(),
        entity_id: document.entity_id.clone(),
    }
}

pub(super) fn remote(id: &DocumentId) -> RemoteDocument {
    RemoteDocument {
        message_id: id.message_id.clone(),
        entity_id: id.entity_id.clone(),
    }
}

/// The docflow has no branch for a message that came back; the feed says it (QUIRKS 27).
fn mark_undelivered(docflow: &DocumentWithDocflowV4, state: &mut DocumentState) {
    let is_ours = docflow.document_info.document_direction != DocumentDirection::Inbound;
    let facets = &mut state.facets;
    let is_explained =
        facets.our_signature == OurSignature::Invalid || facets.delivery == Delivery::Delivered;
    if is_ours && !is_explained {
        facets.roaming = Roaming::Failed;
    }
}

/// The reasons people gave: the feed brings them as XML, the docflow as text.
fn add_words(docflow: &DocumentWithDocflowV4, facts: &mut [EventFact]) {
    let docflow = &docflow.docflow;
    let reason = |response: &Option<ParticipantResponseDocflowV4>| {
        let rejection = response.as_ref().and_then(|r| r.rejection.as_ref());
        rejection.map(|r| r.plain_text.clone()).unwrap_or_default()
    };
    for fact in facts {
        match fact {
            EventFact::Rejected(text) if text.is_empty() => {
                *text = reason(&docflow.recipient_response);
            }
            EventFact::IntermediateRejected(text) if text.is_empty() => {
                *text = reason(&docflow.proxy_response);
            }
            EventFact::AmendmentRequested(text) if text.is_empty() => {
                let branch = docflow.amendment_request.as_ref();
                *text = branch.map(|a| a.plain_text.clone()).unwrap_or_default();
            }
            EventFact::RevocationRequested(text) if text.is_empty() => {
                let branch = docflow.revocation.as_ref();
                *text = branch
                    .map(|r| r.revocation_request.plain_text.clone())
                    .unwrap_or_default();
            }
            EventFact::RevocationRejected(text) if text.is_empty() => {
                let answer = docflow
                    .revocation
                    .as_ref()
                    .and_then(|r| r.revocation_response.as_ref());
                let refusal = answer.and_then(|answer| answer.signature_rejection.as_ref());
                *text = refusal
                    .map(|refusal| refusal.plain_text.clone())
                    .unwrap_or_default();
            }
            _ => {}
        }
    }
}

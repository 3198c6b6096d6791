//! Operators of electronic document exchange («операторы ЭДО»): one trait, one register.
//!
//! A new operator is a folder beside this file and one line in [`operators`]. Nothing else may name it.

pub mod cloud;
mod copies;
mod diadoc;
mod exchange;
mod fdoc;
mod json;
mod letter;
pub mod log_in;
pub mod persons;
pub mod relations;
pub mod service_documents;
mod signer_power;
pub mod statuses;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    AcceptedFormat, BoxFacts, DocumentState, EdoBox, EdoFormat, ExpectedAnswer, Money, Objection,
    OperationId, Package, ProviderEvent, RemoteDocument, SendingSketch, ServiceDocumentKind, SigningParty,
    UniversalMessagesStart,
};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::{Error, Secret};
use cloud::{CloudCertificate, CloudFile, CloudOutcome};
pub use copies::CopyKind;
pub use exchange::{Exchange, Sunset};
pub use letter::{AnswerTitleRequest, DraftSignature, Letter, Reply, SignatureReply, Signing, TitleRequest};
use log_in::{Keep, LogIn, OpenEntrance};
use persons::{OpenApplications, PersonAbilities, Persons};
use relations::Relations;
pub use relations::{CounterpartyPage, PartnershipState, RemoteCounterparty};
use service_documents::ServiceDocuments;
pub use signer_power::{PowerFiles, PowerOfAttorneyRef, SignerPower};
use statuses::OperatorStatus;

/// What an operator can do; decisions read this and never its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// A test signature of the operator may stand in for a real one in test boxes.
    pub test_signature: bool,
    /// A document may be left unsigned in the operator's cabinet, to be signed and sent there.
    pub deferred_signature: bool,
    /// It takes signatures that the program made itself.
    pub own_signature: bool,
    /// The largest file of one document, bytes.
    pub max_document_bytes: u64,
    /// The operator makes files of the formats of the ФНС from a record: [`EdoProvider::generate_title`].
    pub generates_titles: bool,
    /// It keeps keys of people and signs with them when they agree on their phone: [`EdoProvider::cloud_certificates`].
    pub cloud_signing: bool,
    /// What it tells before anything is sent: [`EdoProvider::accepted_formats`], [`EdoProvider::box_facts`],
    /// [`EdoProvider::objections`].
    pub answers_ahead: bool,
    /// A document may be left there as a draft («черновик»), to be finished in the operator's cabinet.
    pub drafts: bool,
    /// Documents may go from and to departments of organisations.
    pub departments: bool,
    /// Formats that may go through an intermediate recipient, who signs first; empty where there are none.
    pub intermediaries: &'static [EdoFormat],
    /// So many documents may leave together in one package; 1 where there are no packages.
    pub documents_together: u32,
    /// Pairs of words that may be kept with a document; 0 for none.
    pub tags: u32,
    /// Service documents that the program makes for it: [`EdoProvider::service_documents`].
    pub service_documents: &'static [ServiceDocumentKind],
    /// What it makes of a document for people: [`EdoProvider::copies`].
    pub copies: &'static [CopyKind],
    /// What it can do for people who sign with a simple signature («ПЭП»); `None` where the other side is a company.
    pub persons: Option<PersonAbilities>,
}

/// One field of the dialog in which a connection is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CredentialField {
    /// Stable name: `api_key`.
    pub id: &'static str,
    /// Russian label: «Ключ ЭДО».
    pub label: &'static str,
    /// Where a person finds it; a complete Russian sentence.
    pub hint: &'static str,
    /// Must not be shown again after it was typed.
    pub is_secret: bool,
    /// May be left empty.
    pub is_optional: bool,
}

/// A page of the operator for people: an instruction, an answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperatorLink {
    /// What is found there, in Russian.
    pub title: &'static str,
    /// Where.
    pub url: &'static str,
}

/// What a person typed into those fields, by their ids.
pub type Credentials = BTreeMap<String, Secret>;

/// Makes a client from an address, what a person typed and what a log-in brought. What changes by itself is given to
/// the keeper.
pub type OpenOperator =
    fn(address: &str, credentials: Credentials, keep: Keep) -> Result<Arc<dyn EdoProvider>, Error>;

/// An operator known to the program.
pub struct Operator {
    /// Stable name: `diadoc`.
    pub kind: &'static str,
    /// Name for people: «Контур.Диадок».
    pub title: &'static str,
    /// Where the service lives, unless the connection says otherwise.
    pub default_address: &'static str,
    /// What it can do.
    pub capabilities: Capabilities,
    /// What each employee fills in for an access of their own, beside the connection of the firm; empty where a connection
    /// is enough.
    pub access_fields: &'static [CredentialField],
    /// Its statuses where it tells them by names, which may change: a person may teach the program new ones. Empty where
    /// its statuses are codes.
    pub statuses: &'static [OperatorStatus],
    /// Its pages for people.
    pub links: &'static [OperatorLink],
    /// Takes a request to be connected; `None` where an operator has no such form.
    pub applications: Option<OpenApplications>,
    /// The ways in, the usual one first.
    pub log_ins: &'static [LogIn],
    /// What a log-in brings, beside the fields that a person fills in: these names go to the keystore.
    pub brought_fields: &'static [&'static str],
    /// The door for a log-in in which a person takes part; `None` where there is no such way. Touches no network.
    pub entrance: Option<OpenEntrance>,
    /// Where a feed begins that tells nothing older than this instant, as a cursor.
    pub feed_since: fn(Timestamp) -> String,
    /// Makes a client. Touches no network. Fails with [`Error::Unauthorized`] when a field is missing and
    /// with [`Error::Malformed`] when the address is not one.
    pub open: OpenOperator,
}

impl Operator {
    /// The way in of this name; the usual one where the name is empty.
    pub fn log_in(&self, id: &str) -> Option<&'static LogIn> {
        let mut ways = self.log_ins.iter();
        if id.is_empty() {
            ways.next()
        } else {
            ways.find(|way| way.id == id)
        }
    }

    /// The names of everything that the keystore holds for a connection, each once.
    pub fn secret_fields(&self) -> Vec<&'static str> {
        let typed = self
            .log_ins
            .iter()
            .flat_map(|way| way.fields)
            .map(|field| field.id);
        let mut names: Vec<_> = typed.chain(self.brought_fields.iter().copied()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// A document that came to our box, as the operator describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Where the operator keeps it.
    pub remote: RemoteDocument,
    /// The sender's box.
    pub from_box: String,
    /// In which format the file is.
    pub format: EdoFormat,
    /// Code of the built-in kind that is nearest: `utd`, `payment_invoice`, `free_form`.
    pub kind_code: &'static str,
    /// What the paper is called where no kind says it: «Счёт-фактура»; empty otherwise.
    pub type_label: &'static str,
    /// Number, empty if it was not told.
    pub number: String,
    /// Date of the document.
    pub issued_on: Option<Date>,
    /// Sum with VAT.
    pub total: Option<Money>,
    /// VAT in the sum.
    pub vat_amount: Option<Money>,
    /// Name of the file.
    pub file_name: String,
    /// The package of documents that it came in; empty when none is told.
    pub package_id: String,
    /// What we are to answer with.
    pub answer: ExpectedAnswer,
    /// The box of an intermediate recipient, who signs first: ours where we are the one; empty for none.
    pub via_box: String,
    /// The sender's signature, to be fetched as a content of its own.
    pub signature: Option<RemoteDocument>,
}

/// An answering title at the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldTitle {
    /// The operator's name for it, in the message of the document.
    pub entity_id: String,
    /// Name of its file.
    pub file_name: String,
}

/// A signature that the operator has under a document, or under the title that answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldSignature {
    /// The document.
    pub document: RemoteDocument,
    /// The operator's name for the signature, in the message of the document.
    pub entity_id: String,
    /// Whose it is.
    pub party: SigningParty,
    /// The title that is signed; none: the document itself is.
    pub title: Option<ToldTitle>,
}

/// A paper with which the other side tells something in words: who shows the words reads them from what was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldPaper {
    /// The event that tells of it.
    pub event_id: String,
    /// The document that it is about.
    pub document: RemoteDocument,
    /// The paper, to be fetched as a content of its own.
    pub paper: RemoteDocument,
}

/// One page of the operator's feed of events, in the operator's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPage {
    /// What happened. May hold events that an earlier page held already: the reader knows them by their id.
    pub events: Vec<ProviderEvent>,
    /// The documents that came to us and that these events are about, each once.
    pub arrivals: Vec<Arrival>,
    /// The signatures under the documents that these events are about, but for the sender's under what came to us.
    pub signatures: Vec<ToldSignature>,
    /// The papers of the other side behind the words of these events.
    pub papers: Vec<ToldPaper>,
    /// Where to go on; opaque. `None` while the box has no events at all.
    pub cursor: Option<String>,
    /// More is waiting right now.
    pub has_more: bool,
}

/// A file made by the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorFile {
    /// Name with its ending.
    pub name: String,
    /// MIME type.
    pub media_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// An operator, seen from one connection. Every call is one intention; repeating, waiting and remembering are the
/// caller's business. Log-in happens inside: a refused token is renewed once, never a refused password.
#[async_trait]
pub trait EdoProvider: Send + Sync {
    /// The boxes that these credentials open. Also serves as the connection test.
    async fn my_boxes(&self) -> Result<Vec<EdoBox>, Error>;

    /// What the operator's clock says, if it ever told.
    fn service_time(&self) -> Option<Timestamp> {
        None
    }

    /// The calls of its service since this was asked last, the oldest first; of very many the newest alone.
    fn take_exchanges(&self) -> Vec<Exchange> {
        Vec::new()
    }

    /// What its service announced to switch off of all that was called.
    fn sunsets(&self) -> Vec<Sunset> {
        Vec::new()
    }

    /// Invitations and all that belongs to them; `None` where an operator has none.
    fn relations(&self) -> Option<&dyn Relations> {
        None
    }

    /// Sending to people who sign with a simple signature; `None` where an operator serves companies.
    fn persons(&self) -> Option<&dyn Persons> {
        None
    }

    /// Receipt notices, refusals and what else is told beside a signature; `None` where the program cannot make them for
    /// this operator.
    fn service_documents(&self) -> Option<&dyn ServiceDocuments> {
        None
    }

    /// A page of the companies known to our box.
    async fn counterparties(&self, box_id: &str, after: Option<&str>) -> Result<CounterpartyPage, Error>;

    /// The file that the operator makes of a record; nothing is sent or kept there by it. [`Error::Refused`] names what
    /// the record lacks or what the operator does not like.
    async fn generate_title(&self, request: &TitleRequest) -> Result<OperatorFile, Error>;

    /// The formats that may be sent from this box; formats that are new to the program are left out. Empty where the
    /// operator does not tell.
    async fn accepted_formats(&self, box_id: &str) -> Result<Vec<AcceptedFormat>, Error> {
        let _ = box_id;
        Ok(Vec::new())
    }

    /// Since when documents of this box are answered with universal messages alone; formats of which the operator tells no
    /// day are left out.
    async fn universal_messages(&self, box_id: &str) -> Result<Vec<UniversalMessagesStart>, Error> {
        let _ = box_id;
        Ok(Vec::new())
    }

    /// What the operator tells about the owner of a box, ours or another; `None` when it tells nothing.
    async fn box_facts(&self, box_id: &str) -> Result<Option<BoxFacts>, Error> {
        let _ = box_id;
        Ok(None)
    }

    /// What the operator has against a sending. Nothing is sent or kept there by it; no objection is no promise.
    async fn objections(&self, sketch: &SendingSketch) -> Result<Vec<Objection>, Error> {
        let _ = sketch;
        Ok(Vec::new())
    }

    /// The exact bytes of the request that would send this letter. Touches no network.
    fn prepare(&self, letter: &Letter) -> Result<Vec<u8>, Error>;

    /// Sends bytes made by [`EdoProvider::prepare`]. The operator knows the operation id: the same id again gives
    /// the same result and no second document. An error with [`Error::outcome_unknown`] must be looked up with
    /// [`EdoProvider::find_sent`] first.
    async fn deliver(&self, operation: OperationId, request: &[u8]) -> Result<RemoteDocument, Error>;

    /// The exact bytes of the request that would send these letters together («пакет»): letters of one box to one other
    /// box that leave the same way. Touches no network.
    fn prepare_package(&self, letters: &[Letter], package: Package) -> Result<Vec<u8>, Error> {
        let _ = (letters, package);
        Err(Error::Refused {
            code: "package".to_owned(),
            text:
                "Этот оператор не принимает пакеты. Документы остались в программе. Отправьте их по одному."
                    .to_owned(),
        })
    }

    /// As [`EdoProvider::deliver`] for bytes made by [`EdoProvider::prepare_package`]: all documents or none. The place of
    /// each by our name for it.
    async fn deliver_package(
        &self,
        operation: OperationId,
        request: &[u8],
    ) -> Result<Vec<(Uuid, RemoteDocument)>, Error> {
        let _ = (operation, request);
        Err(Error::Malformed("этот оператор не принимает пакеты".to_owned()))
    }

    /// The document that carries our own name, if the operator has it.
    async fn find_sent(
        &self,
        box_id: &str,
        custom_document_id: Uuid,
    ) -> Result<Option<RemoteDocument>, Error>;

    /// The company that owns this box; `None` when the operator does not tell, or tells no right ИНН.
    async fn company(&self, box_id: &str) -> Result<Option<RemoteCounterparty>, Error>;

    /// The title with which the operator lets us answer; nothing is sent or kept there by it.
    async fn generate_answer_title(&self, request: &AnswerTitleRequest) -> Result<OperatorFile, Error>;

    /// The exact bytes of the request that would add this signature. Touches no network.
    fn prepare_signature(&self, reply: &SignatureReply) -> Result<Vec<u8>, Error>;

    /// Sends bytes made by [`EdoProvider::prepare_signature`]. The operation id works as in [`EdoProvider::deliver`];
    /// an error with [`Error::outcome_unknown`] must be looked up with [`EdoProvider::has_our_signature`] first. A
    /// document that somebody of us has signed already is no error.
    async fn deliver_signature(
        &self,
        operation: OperationId,
        request: &[u8],
    ) -> Result<RemoteDocument, Error>;

    /// Whether the operator has a signature of ours for this document, a good one or not.
    async fn has_our_signature(&self, box_id: &str, document: &RemoteDocument) -> Result<bool, Error>;

    /// Certificates whose keys the operator keeps for the person who is logged in; none where it keeps none.
    async fn cloud_certificates(&self, box_id: &str) -> Result<Vec<CloudCertificate>, Error> {
        let _ = box_id;
        Ok(Vec::new())
    }

    /// Asks the person to agree, on their phone, to a signature under these files; the answer names the request. There
    /// is no name of ours to look it up by, so a result that is unknown stays unknown: the caller waits it out.
    async fn begin_cloud_signing(
        &self,
        box_id: &str,
        thumbprint: &str,
        files: &[CloudFile],
    ) -> Result<String, Error> {
        let _ = (box_id, thumbprint, files);
        Err(no_cloud())
    }

    /// What became of a request for that many files. [`Error::StillProcessing`] while nothing is known.
    async fn cloud_signing(&self, box_id: &str, request: &str, files: usize) -> Result<CloudOutcome, Error> {
        let _ = (box_id, request, files);
        Err(no_cloud())
    }

    /// The next page of the feed; `None` starts at the very beginning.
    async fn feed(&self, box_id: &str, cursor: Option<&str>) -> Result<FeedPage, Error>;

    /// The present state of these documents, for those that should have moved and did not. Unknown ones are left out.
    async fn states(
        &self,
        box_id: &str,
        documents: &[RemoteDocument],
    ) -> Result<Vec<(RemoteDocument, DocumentState)>, Error>;

    /// The signatures that the operator has under these documents, as its feed tells them with their events; for documents
    /// whose events were read long ago. Unknown documents are left out.
    async fn signatures(
        &self,
        box_id: &str,
        documents: &[RemoteDocument],
    ) -> Result<Vec<ToldSignature>, Error> {
        let _ = (box_id, documents);
        Ok(Vec::new())
    }

    /// The bytes of the document as the operator keeps them.
    async fn content(&self, box_id: &str, document: &RemoteDocument) -> Result<Vec<u8>, Error>;

    /// What the operator makes of the document for people: one file, or a few that belong together.
    /// [`Error::StillProcessing`] until it is ready; the same question again then gives it.
    async fn copies(
        &self,
        box_id: &str,
        document: &RemoteDocument,
        kind: CopyKind,
    ) -> Result<Vec<OperatorFile>, Error>;
}

fn no_cloud() -> Error {
    Error::Refused {
        code: "no_cloud_signing".to_owned(),
        text: "Облачной подписи у этого оператора нет.".to_owned(),
    }
}

/// Every operator known to the program.
pub fn operators() -> &'static [Operator] {
    const OPERATORS: &[Operator] = &[diadoc::OPERATOR, fdoc::OPERATOR];
    OPERATORS
}

/// The operator of this stable name.
pub fn operator(kind: &str) -> Option<&'static Operator> {
    operators().iter().find(|operator| operator.kind == kind)
}

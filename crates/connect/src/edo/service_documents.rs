//! Service documents of ours («служебные документы»): made by the operator, signed by us where they are papers, added to a
//! document that the operator has.
//!
//! An ability of its own, reached by [`EdoProvider::service_documents`](super::EdoProvider::service_documents). Deliberately
//! decides nothing: what may be told about which document is the caller's business.

use async_trait::async_trait;
use domain::{
    NoticeForm, OperationId, PositionSource, RemoteDocument, ServiceDocumentKind, Signatory, SignatureType,
};

use super::SignerPower;
use crate::Error;

/// A service document that the operator is asked to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceDocumentRequest {
    /// Our box.
    pub our_box: String,
    /// What it is about.
    pub document: RemoteDocument,
    /// What it does.
    pub kind: ServiceDocumentKind,
    /// What it is made of; a paper always where the kind has no universal message.
    pub form: NoticeForm,
    /// What the other side reads; empty where the kind has no text.
    pub text: String,
    /// Who will sign it; none where nobody does ([`NoticeForm::is_signed`]).
    pub signer: Option<ServiceSigner>,
}

/// Who signs a service document: it names its signer itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceSigner {
    /// The certificate, DER.
    pub certificate: Vec<u8>,
    /// What it signs with.
    pub signature: SignatureType,
    /// Name, and the position as it is known here.
    pub signatory: Signatory,
    /// Where the position is taken from: the operator's own sources go before the one that is known here.
    pub position: PositionFrom,
    /// By whose leave, where the signer needs one.
    pub power_of_attorney: Option<SignerPower>,
}

/// Where an operator takes the position of a signer from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PositionFrom {
    /// From what it is told.
    Told,
    /// From the certificate; from what it is told where that says nothing.
    Certificate,
    /// From its own card of the employee; from what it is told where that says nothing.
    Card,
}

impl PositionFrom {
    /// What this source of ours means to an operator: our own directory is told to it in words.
    pub fn of(source: PositionSource) -> Self {
        match source {
            PositionSource::Certificate => Self::Certificate,
            PositionSource::Operator => Self::Card,
            PositionSource::Employee | PositionSource::Manual => Self::Told,
        }
    }
}

/// What is to be signed and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceDraft {
    /// The exact bytes to be signed: what the operator made for us, or the other side's own proposal that is agreed to. None
    /// where a universal message is all there is.
    pub paper: Option<Vec<u8>>,
    /// The exact bytes of the universal message, which nobody signs.
    pub message: Option<Vec<u8>>,
    /// To what it will be added: the document, or the proposal to revoke that it answers.
    pub parent: RemoteDocument,
}

/// A service document ready to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedServiceDocument {
    /// Our box.
    pub our_box: String,
    /// To what it is added: [`ServiceDraft::parent`].
    pub parent: RemoteDocument,
    /// What it does.
    pub kind: ServiceDocumentKind,
    /// The paper with our signature; none where a universal message is all there is.
    pub paper: Option<SignedPaper>,
    /// The exact bytes of the universal message.
    pub message: Option<Vec<u8>>,
}

/// A paper with our signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedPaper {
    /// Its exact bytes.
    pub content: Vec<u8>,
    /// The detached message (CMS), DER.
    pub signature: Vec<u8>,
    /// By whose leave, where the signer needs one.
    pub power_of_attorney: Option<SignerPower>,
}

/// What a request adds, as exact bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceContents {
    /// The paper that somebody signed.
    pub paper: Option<Vec<u8>>,
    /// The universal message.
    pub message: Option<Vec<u8>>,
}

/// What an operator does with service documents.
#[async_trait]
pub trait ServiceDocuments: Send + Sync {
    /// What is to be signed; nothing is sent or kept at the operator by asking for it. [`Error::Refused`] where such a
    /// document cannot be told this now.
    async fn generate(&self, request: &ServiceDocumentRequest) -> Result<ServiceDraft, Error>;

    /// The exact bytes of the request that would add this document. Touches no network.
    fn prepare(&self, signed: &SignedServiceDocument) -> Result<Vec<u8>, Error>;

    /// What bytes made by [`ServiceDocuments::prepare`] would add. Touches no network.
    fn contents(&self, request: &[u8]) -> Result<ServiceContents, Error>;

    /// Sends bytes made by [`ServiceDocuments::prepare`]. The operation id works as in
    /// [`EdoProvider::deliver`](super::EdoProvider::deliver); an error with [`Error::outcome_unknown`] must be looked up
    /// with [`ServiceDocuments::is_told`] first. What somebody of us has told already is no error.
    async fn deliver(&self, operation: OperationId, request: &[u8]) -> Result<(), Error>;

    /// What these bytes tell is told already, by us.
    async fn is_told(&self, request: &[u8]) -> Result<bool, Error>;
}

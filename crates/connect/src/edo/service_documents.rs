//! Service documents of ours («служебные документы»): made by the operator, signed by us, added to a document that the
//! operator has.
//!
//! An ability of its own, reached by [`EdoProvider::service_documents`](super::EdoProvider::service_documents). Deliberately
//! decides nothing: what may be told about which document is the caller's business.

use async_trait::async_trait;
use domain::{OperationId, RemoteDocument, ServiceDocumentKind, Signatory};

use super::{OperatorFile, PowerOfAttorneyRef};
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
    /// What the other side reads; empty where the kind has no text.
    pub text: String,
    /// Who will sign it.
    pub signer: ServiceSigner,
}

/// Who signs a service document: it names its signer itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceSigner {
    /// The certificate, DER.
    pub certificate: Vec<u8>,
    /// Name and position.
    pub signatory: Signatory,
    /// By whose leave, where the signer needs one.
    pub power_of_attorney: Option<PowerOfAttorneyRef>,
}

/// A service document with our signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedServiceDocument {
    /// Our box.
    pub our_box: String,
    /// What it is about.
    pub document: RemoteDocument,
    /// What it does.
    pub kind: ServiceDocumentKind,
    /// Its exact bytes.
    pub content: Vec<u8>,
    /// The detached message (CMS), DER.
    pub signature: Vec<u8>,
    /// By whose leave, where the signer needs one.
    pub power_of_attorney: Option<PowerOfAttorneyRef>,
}

/// What an operator does with service documents.
#[async_trait]
pub trait ServiceDocuments: Send + Sync {
    /// The file that the operator makes; nothing is sent or kept there by it. [`Error::Refused`] where such a document
    /// cannot be told this now.
    async fn generate(&self, request: &ServiceDocumentRequest) -> Result<OperatorFile, Error>;

    /// The exact bytes of the request that would add this document. Touches no network.
    fn prepare(&self, signed: &SignedServiceDocument) -> Result<Vec<u8>, Error>;

    /// Sends bytes made by [`ServiceDocuments::prepare`]; gives the document that it is about. The operation id works as
    /// in [`EdoProvider::deliver`](super::EdoProvider::deliver); an error with [`Error::outcome_unknown`] must be looked
    /// up with [`ServiceDocuments::find`] first. What somebody of us has told already is no error.
    async fn deliver(&self, operation: OperationId, request: &[u8]) -> Result<RemoteDocument, Error>;

    /// The document that these bytes are about, if a service document of this kind from us is there.
    async fn find(&self, request: &[u8]) -> Result<Option<RemoteDocument>, Error>;
}

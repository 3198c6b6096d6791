//! What a business document is and what may happen to it.
//!
//! Pure: no input or output, no clock, no logging, no knowledge of any operator. Everything here can be
//! tested by calling a function. Names follow the project's glossary.
#![forbid(unsafe_code)]

pub mod blob;
pub mod document;
pub mod edo;
pub mod facets;
pub mod ids;
pub mod money;
pub mod outbox;
pub mod party;
pub mod phone;
pub mod status;
pub mod tax_id;

pub use blob::BlobId;
pub use document::{Direction, Document, DocumentKind, Line, NewDocument, StoredFile, UtdFunction, VatRate};
pub use edo::{
    DocumentState, EdoBox, EdoDocument, EventActor, EventFact, OperatorKind, ProviderEvent, RemoteDocument,
    Severity,
};
pub use facets::DocflowFacets;
pub use ids::{
    ConnectionId, CounterpartyId, DocumentId, EdoDocumentId, FirmId, NoticeId, OperationId, OutboxId,
};
pub use money::Money;
pub use outbox::{OutboxState, SendFailure};
pub use party::{Counterparty, Firm, Party};
pub use phone::Phone;
pub use status::{ActionBy, EdoStatus, derive_status};
pub use tax_id::{Inn, Kpp, Ogrn, Snils, TaxIdError};

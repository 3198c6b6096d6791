//! What a business document is and what may happen to it.
//!
//! Pure: no input or output, no clock, no logging, no knowledge of any operator. Everything here can be
//! tested by calling a function. Names follow the project's glossary.
#![forbid(unsafe_code)]

pub mod auto_rule;
pub mod blob;
pub mod business_calendar;
pub mod calendar;
pub mod document;
pub mod edo;
pub mod facets;
pub mod ids;
pub mod kind;
pub mod mark;
pub mod money;
pub mod notice;
pub mod obligation;
pub mod outbox;
pub mod paper;
pub mod party;
pub mod person;
pub mod phone;
pub mod relation;
pub mod requisites;
pub mod rule;
pub mod sending;
pub mod service_document;
pub mod signer;
pub mod status;
pub mod tax_id;
pub mod vat;

pub use auto_rule::{
    AutoRuleBody, Comparison, Condition, ConditionGroup, Frequency, Matching, RuleFacts, RuleFault,
    RuleFaultKind, RuleField, RuleFieldType, SendToEdo,
};
pub use blob::{BlobHasher, BlobId};
pub use calendar::MONTHS_OF;
pub use document::{
    Direction, Document, DocumentDetails, EdoFile, EdoFormat, Line, LineDetails, NewDocument, Origin,
    Reference, StoredFile, UtdFunction, VatRate,
};
pub use edo::{
    DocumentState, EdoBox, EdoDocument, EventActor, EventFact, ExpectedAnswer, Moved, OperatorKind,
    ProviderEvent, RemoteDocument, Severity, SigningParty,
};
pub use facets::DocflowFacets;
pub use ids::{
    AutoRuleId, ConnectionId, ConnectionRequestId, CounterpartyId, DocumentId, EdoDocumentId, EdoFileId,
    EmployeeId, FirmId, IndividualId, KindId, NoticeId, OperationId, OutboxId, RelationActId, RuleTaskId,
};
pub use kind::{
    EdoFileRule, FieldInput, Kind, KindBody, KindField, Numbering, NumberingRestart, OtherSide,
    builtin::builtin_kinds,
};
pub use mark::DocflowMark;
pub use money::Money;
pub use notice::{
    Announcement, Grouping, NoticeKind, NoticeSettings, NoticeSubject, NoticeWording, QuietHours, Whose,
    announcements,
};
pub use obligation::{Due, Obligation, ObligationKind, obligations};
pub use outbox::{OperationKind, OutboxState, PersonAct, SendFailure};
pub use paper::{OtherParty, Paper, PaperSide};
pub use party::{Counterparty, Firm, Party};
pub use person::{Employee, EmployeeBody, Individual, IndividualBody, PersonName, PersonRecord};
pub use phone::Phone;
pub use relation::{EdoAvailability, RelationActKind};
pub use requisites::{Address, BankAccount, Requisites, Signatory};
pub use rule::Certainty;
pub use sending::{
    AcceptedFormat, BoxFacts, Department, Departments, Departure, Intermediary, Objection, Package,
    SendingForm, SendingSketch, Tag,
};
pub use service_document::{
    NoticeForm, Obstacle, ServiceDocumentKind, UniversalCode, UniversalMessagesStart,
};
pub use signer::{ManualPower, PaperPower, PositionSource, PowerForm, PowerKind, SignatureType};
pub use status::{ActionBy, EdoStatus, derive_status, derive_status_after};
pub use tax_id::{Inn, Kpp, Ogrn, Snils, TaxIdError};
pub use vat::{LineAmounts, PriceKind, Totals};

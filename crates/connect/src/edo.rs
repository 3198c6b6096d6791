//! Operators of electronic document exchange («операторы ЭДО»): one trait, one register.
//!
//! A new operator is a folder beside this file and one line in [`operators`]. Nothing else may name it.

mod diadoc;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    DocumentState, EdoBox, EdoFormat, Inn, Kpp, Money, OperationId, Paper, ProviderEvent, RemoteDocument,
    Signatory, UtdFunction,
};
use jiff::civil::Date;
use uuid::Uuid;

use crate::{Error, Secret};

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
}

/// What a person typed into those fields, by their ids.
pub type Credentials = BTreeMap<String, Secret>;

/// Makes a client from an address and what a person typed.
pub type OpenOperator = fn(address: &str, credentials: Credentials) -> Result<Arc<dyn EdoProvider>, Error>;

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
    /// What it wants to know before it lets us in.
    pub credential_fields: &'static [CredentialField],
    /// Makes a client. Touches no network. Fails with [`Error::Unauthorized`] when a field is missing and
    /// with [`Error::Malformed`] when the address is not one.
    pub open: OpenOperator,
}

/// By whose leave a signature was made («МЧД»), by its numbers in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowerOfAttorneyRef {
    /// Its number.
    pub number: Uuid,
    /// ИНН of the principal.
    pub principal_inn: String,
    /// ИНН of the representative, where it is known.
    pub representative_inn: Option<String>,
}

/// How a document leaves us unsigned or signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signing {
    /// With the operator's test signature; only between test boxes.
    Test,
    /// Not sent yet: signed and sent by a person in the operator's cabinet («отложенная отправка»).
    Deferred,
    /// Signed by us.
    Signed {
        /// The detached message (CMS), DER.
        signature: Vec<u8>,
        /// By whose leave, where the signer needs one.
        power_of_attorney: Option<PowerOfAttorneyRef>,
    },
}

/// One document to be sent.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Our box.
    pub from_box: String,
    /// The other side's box.
    pub to_box: String,
    /// Our own name for the document; unique for ever.
    pub custom_document_id: Uuid,
    /// In which format the file is.
    pub format: EdoFormat,
    /// Its version as the file names it («5.03»); empty where the format has none.
    pub format_version: String,
    /// File name with its ending.
    pub file_name: String,
    /// The exact bytes of the file.
    pub content: Vec<u8>,
    /// Number, empty if unknown.
    pub number: String,
    /// Date of the document.
    pub issued_on: Option<Date>,
    /// Sum with VAT.
    pub total: Option<Money>,
    /// A word to the other side; empty for none.
    pub comment: String,
    /// Who signs, and when.
    pub signing: Signing,
}

/// A record of which the operator is asked to make the file that will be signed («титул»).
#[derive(Debug, Clone)]
pub struct TitleRequest {
    /// Our box.
    pub from_box: String,
    /// The other side's box.
    pub to_box: String,
    /// What the УПД is used for.
    pub function: UtdFunction,
    /// The record.
    pub paper: Paper,
    /// Who will sign for us.
    pub signer: Signatory,
}

/// One page of the operator's feed of events, in the operator's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPage {
    /// What happened. May hold events that an earlier page held already: the reader knows them by their id.
    pub events: Vec<ProviderEvent>,
    /// Where to go on; opaque. `None` while the box has no events at all.
    pub cursor: Option<String>,
    /// More is waiting right now.
    pub has_more: bool,
}

/// State of the relation with another box («состояние связи»).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartnershipState {
    /// «ваш контрагент»
    Established,
    /// «приглашает вас»
    Incoming,
    /// «приглашён вами»
    Outgoing,
    /// «отклонил вас»
    RejectedByThem,
    /// «отклонён вами»
    RejectedByUs,
    /// «не в списке»
    None,
    /// New to the program, in the operator's spelling.
    Unknown(String),
}

/// Another company as the operator knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteCounterparty {
    /// Its box.
    pub box_id: String,
    /// Name.
    pub name: String,
    /// ИНН.
    pub inn: Inn,
    /// КПП, if the operator knows it.
    pub kpp: Option<Kpp>,
    /// How we stand to each other.
    pub partnership: PartnershipState,
    /// Идентификатор участника ЭДО; empty when the operator does not tell it.
    pub participant_id: String,
    /// Reached through another operator.
    pub is_roaming: bool,
    /// Its papers have no legal force.
    pub is_test: bool,
}

/// A page of counterparties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CounterpartyPage {
    /// The counterparties.
    pub counterparties: Vec<RemoteCounterparty>,
    /// Where to go on; `None` at the end.
    pub after: Option<String>,
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

    /// A page of the companies known to our box.
    async fn counterparties(&self, box_id: &str, after: Option<&str>) -> Result<CounterpartyPage, Error>;

    /// The file that the operator makes of a record; nothing is sent or kept there by it. [`Error::Refused`] names what
    /// the record lacks or what the operator does not like.
    async fn generate_title(&self, request: &TitleRequest) -> Result<OperatorFile, Error>;

    /// The exact bytes of the request that would send this letter. Touches no network.
    fn prepare(&self, letter: &Letter) -> Result<Vec<u8>, Error>;

    /// Sends bytes made by [`EdoProvider::prepare`]. The operator knows the operation id: the same id again gives
    /// the same result and no second document. An error with [`Error::outcome_unknown`] must be looked up with
    /// [`EdoProvider::find_sent`] first.
    async fn deliver(&self, operation: OperationId, request: &[u8]) -> Result<RemoteDocument, Error>;

    /// The document that carries our own name, if the operator has it.
    async fn find_sent(
        &self,
        box_id: &str,
        custom_document_id: Uuid,
    ) -> Result<Option<RemoteDocument>, Error>;

    /// The next page of the feed; `None` starts at the very beginning.
    async fn feed(&self, box_id: &str, cursor: Option<&str>) -> Result<FeedPage, Error>;

    /// The present state of these documents, for those that should have moved and did not. Unknown ones are left out.
    async fn states(
        &self,
        box_id: &str,
        documents: &[RemoteDocument],
    ) -> Result<Vec<(RemoteDocument, DocumentState)>, Error>;

    /// The bytes of the document as the operator keeps them.
    async fn content(&self, box_id: &str, document: &RemoteDocument) -> Result<Vec<u8>, Error>;

    /// A picture of the document for people. [`Error::StillProcessing`] until it is ready.
    async fn print_form(&self, box_id: &str, document: &RemoteDocument) -> Result<OperatorFile, Error>;
}

/// Every operator known to the program.
pub fn operators() -> &'static [Operator] {
    const OPERATORS: &[Operator] = &[diadoc::OPERATOR];
    OPERATORS
}

/// The operator of this stable name.
pub fn operator(kind: &str) -> Option<&'static Operator> {
    operators().iter().find(|operator| operator.kind == kind)
}

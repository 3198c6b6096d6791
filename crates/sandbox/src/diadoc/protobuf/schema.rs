//! Messages and enumerations of the service as data. Names and numbers are facts of its wire format.

mod basics;
mod cloud;
mod docflow;
mod documents;
mod former;
mod messages;
mod numbers;
mod organizations;
mod people;
mod posting;
mod relations;
mod workflows;

pub use cloud::{ASYNC_METHOD_RESULT, CERTIFICATE_LIST, DSS_SIGN_RESULT};
pub use docflow::{
    GET_DOCFLOW_BATCH_RESPONSE_V4, GET_DOCFLOW_EVENTS_RESPONSE_V4, GET_DOCFLOWS_BY_PACKET_ID_RESPONSE_V4,
    SEARCH_DOCFLOWS_RESPONSE_V4, SIGNATURE_INFO,
};
pub use documents::{DOCUMENT, DOCUMENT_LIST, DOCUMENT_PROTOCOL, DOCUMENT_ZIP_GENERATION_RESULT};
pub use former::{
    GET_DOCFLOW_BATCH_RESPONSE, GET_DOCFLOW_EVENTS_RESPONSE, GET_DOCFLOWS_BY_PACKET_ID_RESPONSE,
    SEARCH_DOCFLOWS_RESPONSE,
};
pub use messages::{BOX_EVENT, BOX_EVENT_LIST, MESSAGE, MESSAGE_PATCH};
pub use organizations::{
    BOX, COUNTERAGENT, COUNTERAGENT_LIST, DEPARTMENT, GET_DOCUMENT_TYPES_RESPONSE,
    GET_DOCUMENT_TYPES_RESPONSE_V2, GET_DOCUMENT_TYPES_RESPONSE_V3, ORGANIZATION, ORGANIZATION_FEATURES,
    ORGANIZATION_LIST, USER, USER_V2,
};
pub use people::{EMPLOYEE, EMPLOYEE_LIST, ORGANIZATION_USER_PERMISSIONS};
pub use posting::MESSAGE_VALIDATION_RESULT;
pub use relations::{
    ACQUIRE_COUNTERAGENT_RESULT, ACQUIRE_COUNTERAGENT_RESULT_V2, BOX_COUNTERAGENT_EVENT_LIST,
    COUNTERAGENT_CERTIFICATE_LIST, GET_ORGANIZATIONS_BY_INN_LIST_RESPONSE, ROAMING_OPERATOR_LIST,
};
pub use workflows::DOCUMENT_WORKFLOW_SETTINGS_LIST_V2;

/// A structure.
#[derive(Debug)]
pub struct Message {
    /// The service's name of it.
    pub name: &'static str,
    /// In the order of their numbers.
    pub fields: &'static [Field],
}

/// One field of a structure.
#[derive(Debug)]
pub struct Field {
    /// On the wire.
    pub number: u32,
    /// How often it may and must be there.
    pub rule: Rule,
    /// In JSON.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// How often a field may and must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Exactly once.
    Required,
    /// At most once.
    Optional,
    /// Any number of times.
    Repeated,
}

/// What a field holds, and how JSON shows it.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// `string`
    Text,
    /// `bytes`; base64 in JSON.
    Bytes,
    /// `bool`
    Flag,
    /// `int32`
    Int32,
    /// `sfixed32`
    Fixed32,
    /// `sfixed64`
    Fixed64,
    /// An enumeration; its name in JSON.
    Number(&'static Numbers),
    /// A structure.
    Message(&'static Message),
    /// A structure that nobody here looks into.
    Unread,
}

/// An enumeration.
#[derive(Debug)]
pub struct Numbers {
    /// Its values.
    pub values: &'static [(i32, &'static str)],
}

impl Message {
    /// The field with this number.
    pub fn field(&self, number: u32) -> Option<&'static Field> {
        let place = self.fields.binary_search_by_key(&number, |field| field.number);
        self.fields.get(place.ok()?)
    }
}

impl Numbers {
    /// The name of this number.
    pub fn name_of(&self, number: i32) -> Option<&'static str> {
        let found = self.values.iter().find(|(one, _)| *one == number);
        found.map(|(_, name)| *name)
    }

    /// The number of this name.
    pub fn number_of(&self, name: &str) -> Option<i32> {
        let found = self.values.iter().find(|(_, one)| *one == name);
        found.map(|(number, _)| *number)
    }
}

/// Structures that callers send.
pub static REQUESTS: &[&Message] = &[
    &basics::LOGIN_PASSWORD,
    &cloud::DSS_SIGN_REQUEST,
    &docflow::GET_DOCFLOW_BATCH_REQUEST,
    &docflow::GET_DOCFLOW_EVENTS_REQUEST,
    &docflow::GET_DOCFLOWS_BY_PACKET_ID_REQUEST,
    &docflow::SEARCH_DOCFLOWS_REQUEST,
    &posting::MESSAGE_TO_POST,
    &posting::MESSAGE_TO_POST_PROTOTYPE,
    &posting::DRAFT_TO_SEND,
    &posting::MESSAGE_PATCH_TO_POST,
    &posting::MESSAGE_PATCH_TO_POST_V2,
    &posting::DOCUMENTS_MOVE_OPERATION,
    &posting::RECEIPT_GENERATION_REQUEST_V2,
    &posting::INVOICE_CORRECTION_REQUEST_GENERATION_REQUEST_V2,
    &posting::SIGNATURE_REJECTION_GENERATION_REQUEST_V2,
    &posting::INVOICE_CORRECTION_REQUEST_INFO,
    &posting::REVOCATION_REQUEST_INFO,
    &posting::SIGNER,
    &posting::SIGNATURE_REJECTION_INFO,
    &relations::ACQUIRE_COUNTERAGENT_REQUEST,
    &relations::GET_ORGANIZATIONS_BY_INN_LIST_REQUEST,
];

/// The structure of this name that callers send.
pub fn request(name: &str) -> Option<&'static Message> {
    REQUESTS.iter().find(|one| one.name == name).copied()
}

/// `NAME "Name" { 1! First text, 2? Second number(THAT), 3* Third message(OTHER) }`: `!` is required, `?` optional, `*`
/// repeated.
macro_rules! describe {
    ($($constant:ident $name:literal { $($number:literal $rule:tt $field:ident $kind:ident $(($of:ident))?),* $(,)? })*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub static $constant: $crate::diadoc::protobuf::schema::Message =
                $crate::diadoc::protobuf::schema::Message {
                    name: $name,
                    fields: &[$($crate::diadoc::protobuf::schema::Field {
                        number: $number,
                        rule: $crate::diadoc::protobuf::schema::rule!($rule),
                        name: stringify!($field),
                        kind: $crate::diadoc::protobuf::schema::kind!($kind $($of)?),
                    }),*],
                };
        )*
    };
}

macro_rules! rule {
    (!) => {
        $crate::diadoc::protobuf::schema::Rule::Required
    };
    (?) => {
        $crate::diadoc::protobuf::schema::Rule::Optional
    };
    (*) => {
        $crate::diadoc::protobuf::schema::Rule::Repeated
    };
}

macro_rules! kind {
    (text) => {
        $crate::diadoc::protobuf::schema::Kind::Text
    };
    (bytes) => {
        $crate::diadoc::protobuf::schema::Kind::Bytes
    };
    (flag) => {
        $crate::diadoc::protobuf::schema::Kind::Flag
    };
    (int32) => {
        $crate::diadoc::protobuf::schema::Kind::Int32
    };
    (fixed32) => {
        $crate::diadoc::protobuf::schema::Kind::Fixed32
    };
    (fixed64) => {
        $crate::diadoc::protobuf::schema::Kind::Fixed64
    };
    (unread) => {
        $crate::diadoc::protobuf::schema::Kind::Unread
    };
    (number $of:ident) => {
        $crate::diadoc::protobuf::schema::Kind::Number(&$of)
    };
    (message $of:ident) => {
        $crate::diadoc::protobuf::schema::Kind::Message(&$of)
    };
}

/// `NAME { 0 First, 1 Second }`
macro_rules! enumerate {
    ($($constant:ident { $($number:literal $value:ident),* $(,)? })*) => {
        $(
            /// Numbers and names.
            pub static $constant: $crate::diadoc::protobuf::schema::Numbers =
                $crate::diadoc::protobuf::schema::Numbers {
                    values: &[$(($number, stringify!($value))),*],
                };
        )*
    };
}

pub(crate) use {describe, enumerate, kind, rule};

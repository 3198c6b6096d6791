//! Structures of the Diadoc API, named as in its documentation, as far as the program reads or writes them.
//!
//! Reading is lenient: unknown keys are ignored, absent or `null` values are empty (QUIRKS 4), unknown enum values are kept.
//! No meaning is given to anything here; that is the business of `map` and `facts`.

/// Structures that are only read: every field may be absent.
macro_rules! read {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Default, Deserialize)]
        // Written again only to see what was read.
        #[cfg_attr(test, derive(serde::Serialize))]
        #[serde(rename_all = "PascalCase", default)]
        pub(in crate::edo::diadoc) struct $name {
            $(pub $field: $type,)*
        }
    )+};
}
mod ahead;
mod docflow;
mod dss;
mod enums;
mod message;
mod post;
mod relations;
mod service_documents;

use serde::Deserialize;

pub(super) use ahead::*;
pub(super) use docflow::*;
pub(super) use dss::*;
pub(super) use enums::*;
pub(super) use message::*;
pub(super) use post::*;
pub(super) use relations::*;
pub(super) use service_documents::*;

pub(super) use crate::edo::json::{decode, encode};

/// `LoginPassword`; the documentation of the JSON form has small letters.
#[derive(serde::Serialize)]
pub(super) struct LoginPassword<'a> {
    pub login: &'a str,
    pub password: &'a str,
}

read! {
    OrganizationList { organizations: Vec<Organization> }
    Organization {
        inn: String,
        kpp: String,
        full_name: String,
        short_name: String,
        fns_participant_id: String,
        boxes: Vec<OrganizationBox>,
        is_test: bool,
        is_roaming: bool,
        is_branch: bool,
        is_active: Option<bool>,
        sociability: Sociability,
        liquidation_date: String,
        has_certificate_to_sign: Option<bool>,
    }
    /// `Box`.
    OrganizationBox { box_id: String, box_id_guid: String, title: String }
    DocumentList { documents: Vec<Document> }
    Document { message_id: String, entity_id: String, custom_document_id: String, proxy_box_id: String }
    /// Both in base64.
    DocumentProtocol { print_form: String, signature: String }
    DocumentZipGenerationResult { zip_file_name_on_shelf: String }
}

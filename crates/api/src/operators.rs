//! `operators.*`: whom a firm can be connected to.

use engine::Engine;
use serde::Serialize;
use ts_rs::TS;

use crate::error::Failure;
use crate::views::Empty;

/// Every operator known to the program.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Operators {
    pub operators: Vec<Operator>,
}

/// An operator.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Operator {
    /// Stable name.
    pub kind: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// Where its service lives, unless the connection says otherwise.
    pub default_address: &'static str,
    /// The fields of the first of `log_ins`.
    pub credential_fields: Vec<CredentialField>,
    /// The ways in, the usual one first.
    pub log_ins: Vec<LogIn>,
    /// What each employee fills in for an access of their own; empty where a connection is enough.
    pub access_fields: Vec<CredentialField>,
    /// It takes requests to be connected.
    pub takes_connection_requests: bool,
    /// It tells statuses by names, of which a person may teach the program new ones (`status_names.list`).
    pub has_status_names: bool,
    /// Its pages for people.
    pub links: Vec<OperatorLink>,
    /// What it can do.
    pub capabilities: Capabilities,
}

/// A page of the operator for people.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct OperatorLink {
    /// What is found there, in Russian.
    pub title: &'static str,
    pub url: &'static str,
}

/// A way into the operator's service.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct LogIn {
    /// Stable name: `password`, `certificate`, `browser`, `device`.
    pub id: &'static str,
    /// What a person does: `typed` fills in fields once; `certificate`, `browser` and `device` log in by `log_in.begin`.
    pub kind: &'static str,
    /// A few words for a choice.
    pub title: &'static str,
    /// When to take it and what it needs.
    pub explanation: &'static str,
    /// What to fill in.
    pub fields: Vec<CredentialField>,
    /// Where the browser comes back to, for the way that needs it.
    pub redirect: Option<Redirect>,
}

/// Where the browser comes back to on this computer.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Redirect {
    /// The usual port; another may be chosen.
    pub port: u16,
    /// The address to register for the log-in, with the usual port in it.
    pub log_in_address: String,
    /// The same for the log-out.
    pub log_out_address: String,
}

/// One field of the dialog in which a connection is set up.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct CredentialField {
    /// Key in `credentials`.
    pub id: &'static str,
    /// Russian label.
    pub label: &'static str,
    /// Where a person finds it.
    pub hint: &'static str,
    /// Must not be shown again after it was typed.
    pub is_secret: bool,
    /// May be left empty.
    pub is_optional: bool,
}

/// What an operator can do.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Capabilities {
    /// Its test signature may stand in for a real one in test boxes.
    pub test_signature: bool,
    /// A document may be left to be signed in its cabinet.
    pub deferred_signature: bool,
    /// It takes signatures that the program made itself.
    pub own_signature: bool,
    /// The largest file of one document, bytes.
    pub max_document_bytes: u64,
    /// It keeps keys of people and signs with them when they agree on their phone.
    pub cloud_signing: bool,
    /// Documents may be left there as drafts.
    pub drafts: bool,
    /// Documents may go from and to departments.
    pub departments: bool,
    /// Formats that may go through an intermediate recipient.
    pub intermediaries: Vec<&'static str>,
    /// So many documents may leave in one package; 1 where there are none.
    pub documents_together: u32,
    /// So many pairs of words may be kept with a document; 0 for none.
    pub tags: u32,
    /// What it makes of a document for people: `print_form`, `archive`, `protocol`.
    pub copies: Vec<&'static str>,
    /// Its other side are people, who sign with a simple signature.
    pub for_persons: bool,
}

#[allow(clippy::unused_async, reason = "all handlers have one form")]
pub(crate) async fn list(engine: &Engine, _: Empty) -> Result<Operators, Failure> {
    let operators = engine.operators().iter().map(|operator| Operator {
        kind: operator.kind,
        title: operator.title,
        default_address: operator.default_address,
        credential_fields: operator.log_ins.first().map(fields).unwrap_or_default(),
        log_ins: operator.log_ins.iter().map(log_in).collect(),
        access_fields: operator.access_fields.iter().map(credential_field).collect(),
        takes_connection_requests: operator.applications.is_some(),
        has_status_names: !operator.statuses.is_empty(),
        links: operator
            .links
            .iter()
            .map(|link| OperatorLink {
                title: link.title,
                url: link.url,
            })
            .collect(),
        capabilities: Capabilities {
            test_signature: operator.capabilities.test_signature,
            deferred_signature: operator.capabilities.deferred_signature,
            own_signature: operator.capabilities.own_signature,
            max_document_bytes: operator.capabilities.max_document_bytes,
            cloud_signing: operator.capabilities.cloud_signing,
            drafts: operator.capabilities.drafts,
            departments: operator.capabilities.departments,
            intermediaries: operator
                .capabilities
                .intermediaries
                .iter()
                .map(|format| format.code())
                .collect(),
            documents_together: operator.capabilities.documents_together,
            tags: operator.capabilities.tags,
            for_persons: operator.capabilities.persons.is_some(),
            copies: operator
                .capabilities
                .copies
                .iter()
                .map(|kind| kind.code())
                .collect(),
        },
    });
    Ok(Operators {
        operators: operators.collect(),
    })
}

fn log_in(way: &engine::LogIn) -> LogIn {
    let (log_in_address, log_out_address) = engine::redirect_addresses(engine::USUAL_REDIRECT_PORT);
    let redirect = (way.kind == engine::LogInKind::Browser).then_some(Redirect {
        port: engine::USUAL_REDIRECT_PORT,
        log_in_address,
        log_out_address,
    });
    LogIn {
        id: way.id,
        kind: way.kind.as_str(),
        title: way.title,
        explanation: way.explanation,
        fields: fields(way),
        redirect,
    }
}

fn fields(way: &engine::LogIn) -> Vec<CredentialField> {
    way.fields.iter().map(credential_field).collect()
}

fn credential_field(field: &engine::CredentialField) -> CredentialField {
    CredentialField {
        id: field.id,
        label: field.label,
        hint: field.hint,
        is_secret: field.is_secret,
        is_optional: field.is_optional,
    }
}

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
    /// What to ask a person for.
    pub credential_fields: Vec<CredentialField>,
    /// What it can do.
    pub capabilities: Capabilities,
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
}

/// What an operator can do.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct Capabilities {
    /// Its test signature may stand in for a real one in test boxes.
    pub test_signature: bool,
    /// A document may be left to be signed in its cabinet.
    pub deferred_signature: bool,
    /// It takes signatures that the program made itself.
    pub own_signature: bool,
    /// The largest file of one document, bytes.
    pub max_document_bytes: u64,
}

#[allow(clippy::unused_async, reason = "all handlers have one form")]
pub(crate) async fn list(engine: &Engine, _: Empty) -> Result<Operators, Failure> {
    let operators = engine.operators().iter().map(|operator| Operator {
        kind: operator.kind,
        title: operator.title,
        default_address: operator.default_address,
        credential_fields: operator
            .credential_fields
            .iter()
            .map(|field| CredentialField {
                id: field.id,
                label: field.label,
                hint: field.hint,
                is_secret: field.is_secret,
            })
            .collect(),
        capabilities: Capabilities {
            test_signature: operator.capabilities.test_signature,
            deferred_signature: operator.capabilities.deferred_signature,
            own_signature: operator.capabilities.own_signature,
            max_document_bytes: operator.capabilities.max_document_bytes,
        },
    });
    Ok(Operators {
        operators: operators.collect(),
    })
}

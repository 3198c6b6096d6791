//! The operator's check of a signature: is the document the one that was signed, does the mathematics hold, is the signer
//! of the organisation whose box it comes from, and does the chain end at an authority that the operator believes.
//!
//! Revocation is not asked about: the authorities of the training world revoke nothing.

use std::path::Path;

use jiff::Timestamp;
use serde_json::{Value, json};
use signature::certificate::{Certificate, chain};
use signature::cms::{self, Signed};
use uuid::Uuid;

use super::books::{self, State};
use super::model::{Message, Part};
use crate::world::Organization;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Finding {
    /// Nothing speaks against it.
    pub is_good: bool,
    /// SHA-1 of the signer's certificate.
    pub thumbprint: String,
    /// ИНН of the signer's organisation.
    pub organisation_inn: String,
    /// The signer.
    pub signer: String,
}

/// Looks at a detached signature of a document that comes from this organisation.
pub fn check(
    signature: &[u8],
    content: &[u8],
    sender: &Organization,
    roots: &[Certificate],
    at: Timestamp,
) -> Finding {
    let Ok(signed) = Signed::read(signature) else {
        return Finding::default();
    };
    let verdicts = cms::verify(&signed, Some(content), &[]);
    let Some(certificate) = verdicts.first().and_then(|verdict| verdict.certificate()) else {
        return Finding::default();
    };
    let is_detached = signed.content().is_none();
    let is_whole = !verdicts.is_empty() && verdicts.iter().all(cms::SignerVerdict::is_good);
    let is_believed = chain::check(certificate, signed.certificates(), roots, at).is_good();
    let owner = certificate.owner();
    // A person's own certificate signs by a power of attorney, whoever the box belongs to.
    let is_of_sender = match owner.company_inn() {
        Some(inn) => inn == sender.inn.as_str(),
        None => !sender.inn.is_personal() || owner.personal_inn() == Some(sender.inn.as_str()),
    };
    Finding {
        is_good: is_detached && is_whole && is_believed && is_of_sender,
        thumbprint: certificate.thumbprint().to_string(),
        organisation_inn: owner.company_inn().unwrap_or_default().to_owned(),
        signer: owner.person().unwrap_or_else(|| owner.display_name().to_owned()),
    }
}

/// The sender's signature under a document of a message, for the ledger.
pub fn of_document(
    state: &State,
    folder: Option<&Path>,
    message: &Message,
    document: Uuid,
    roots: &[Certificate],
) -> Value {
    let bytes = |content| books::bytes(folder, content).unwrap_or_default();
    let signature = message.entities.iter().find(|entity| {
        entity.part == Part::Signature
            && entity.parent == Some(document)
            && entity.signer == Some(message.from)
    });
    let (Some(signature), Some(file), Some(sender)) = (
        signature,
        message.entity(document),
        state.world.by_box(message.from),
    ) else {
        return Value::Null;
    };
    let (signature, content) = (bytes(&signature.content), bytes(&file.content));
    if signature == super::cms::test_signature(&content) {
        return json!({"kind": "test", "is_good": true});
    }
    let found = check(
        &signature,
        &content,
        sender,
        roots,
        message.created_at.timestamp(),
    );
    json!({
        "kind": "own",
        "is_good": found.is_good,
        "thumbprint": found.thumbprint,
        "organisation_inn": found.organisation_inn,
        "signer": found.signer,
    })
}

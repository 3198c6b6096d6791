//! What the operator made is held against what was asked for: nobody signs or sends what says something else.

use domain::{EdoFormat, ServiceDocumentKind, UniversalCode};
use formats::service_document::{ServiceDocument, ServiceForm};

use super::{OpenNotice, reported};

/// The paper to be signed.
pub(super) fn is_paper(says: &ServiceDocument, open: &OpenNotice, text: &str, inn: &str) -> bool {
    let form = match open.kind {
        ServiceDocumentKind::ReceiptNotice => ServiceForm::ReceiptNotice,
        ServiceDocumentKind::SignatureRejection
        | ServiceDocumentKind::AmendmentRequest
        | ServiceDocumentKind::RevocationRejection => ServiceForm::AmendmentRequest,
        ServiceDocumentKind::RevocationRequest | ServiceDocumentKind::RevocationAcceptance => {
            ServiceForm::RevocationRequest
        }
        ServiceDocumentKind::ShipmentFixationCancellation => ServiceForm::ShipmentFixationCancellation,
        ServiceDocumentKind::InfoMessage => return false,
    };
    if says.form != form || !is_about(says, open) {
        return false;
    }
    if open.kind == ServiceDocumentKind::RevocationAcceptance {
        // The proposal is theirs, with their words.
        return says.author.inn != inn && says.addressee.inn == inn;
    }
    words(&says.text) == words(text) && says.author.inn == inn
}

/// The universal message: our code alone, our words, from us.
pub(super) fn is_message(says: &ServiceDocument, open: &OpenNotice, text: &str) -> bool {
    let Some(code) = UniversalCode::of(open.kind) else {
        return false;
    };
    let [event] = says.events.as_slice() else {
        return false;
    };
    let ours = &open.connection.edo_box.participant_id;
    says.form == ServiceForm::UniversalMessage
        && is_about(says, open)
        && event.code == code.number().to_string()
        && words(&event.text) == words(text)
        && (ours.is_empty() || says.author.participant_id == *ours)
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// It names the file that came. Ours may have left under another name than it has here, files without a form are named by
/// the operator in its own manner, and a refusal to revoke names the proposal.
fn is_about(says: &ServiceDocument, open: &OpenNotice) -> bool {
    let is_inbound = reported(&open.sending).is_some_and(|facets| facets.inbound);
    let named = open.file.as_ref().filter(|file| {
        is_inbound
            && file.format != EdoFormat::Nonformalized
            && open.kind != ServiceDocumentKind::RevocationRejection
    });
    named.is_none_or(|file| stem(&says.about_file) == stem(&file.file.name))
}

/// A name without ending, as names are compared.
fn stem(name: &str) -> String {
    let name = name.to_lowercase();
    name.strip_suffix(".xml").unwrap_or(&name).to_owned()
}

//! What the operator made is held against what was asked for: nobody signs or sends what says something else.

use connect::edo::SignerPower;
use connect::edo::service_documents::{PositionFrom, ServiceSigner};
use domain::{EdoFormat, ServiceDocumentKind, UniversalCode};
use formats::service_document::{Person, ServiceDocument, ServiceForm};

use super::{OpenNotice, reported};
use crate::certificates::same_person;

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

/// Who signs stands in the paper as it was asked for. What only the operator knows (its own card of the employee, the rest of a
/// power that it was given by number) is not held against anything.
pub(super) fn is_signer(says: &ServiceDocument, kind: ServiceDocumentKind, signer: &ServiceSigner) -> bool {
    let names_signer = !matches!(
        kind,
        ServiceDocumentKind::RevocationAcceptance | ServiceDocumentKind::ShipmentFixationCancellation
    );
    if !names_signer {
        return true;
    }
    let Some(person) = &says.author.person else {
        return false;
    };
    let position = signer.signatory.position.trim();
    let is_position = match signer.position {
        PositionFrom::Told => words(&person.position) == words(position),
        PositionFrom::Certificate => position.is_empty() || words(&person.position) == words(position),
        PositionFrom::Card => true,
    };
    // A proposal to revoke has no place for anything else.
    let has_power = says.form != ServiceForm::RevocationRequest;
    same_person(&person.name, &signer.signatory.name.full())
        && is_position
        && (!has_power || is_power(person, signer.power_of_attorney.as_ref()))
}

fn is_power(person: &Person, asked: Option<&SignerPower>) -> bool {
    use connect::edo::SignerPower as Asked;
    use formats::service_document::SignerPower as Says;
    let is_status = |status: &str| person.status.is_empty() || person.status == status;
    match (asked, &person.power) {
        (None, None) => is_status("1"),
        (Some(Asked::Paper(asked)), Some(Says::Paper(says))) => {
            is_status("3")
                && words(&says.number) == words(&asked.number)
                && says.issued_on == Some(asked.issued_on)
                && words(&says.issuer) == words(&asked.issuer)
                && same_person(&says.issued_by, &asked.issued_by.full())
        }
        (Some(Asked::Registered { id, along }), Some(Says::Electronic(says))) => {
            is_status("2")
                && says.number.eq_ignore_ascii_case(&id.number.to_string())
                && says.goes_along == along.is_some()
        }
        (Some(Asked::Manual { told, along }), Some(Says::Electronic(says))) => {
            is_status("2")
                && says.number.eq_ignore_ascii_case(&told.number.to_string())
                && says.issued_on == Some(told.issued_on)
                && words(&says.internal_number) == words(&told.internal_number)
                && says.internal_on == told.internal_on
                && (told.system.is_empty() || words(&says.system) == words(&told.system))
                && says.goes_along == along.is_some()
        }
        (Some(Asked::OperatorDefault), Some(Says::Electronic(_))) => is_status("2"),
        _ => false,
    }
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

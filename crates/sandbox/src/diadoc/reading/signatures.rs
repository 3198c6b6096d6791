//! What a signature says and what the operator found of it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use signature::certificate::Certificate;
use signature::cms::{self, Signed};
use uuid::Uuid;

use super::docflows::{no_entity, no_message};
use crate::clock::Ticks;
use crate::diadoc::books;
use crate::diadoc::call::Call;
use crate::diadoc::model::Part;
use crate::diadoc::refusal::Refusal;
use crate::diadoc::view::View;
use crate::diadoc::{Reply, auth, signature_check};
use crate::hub::Hub;

/// The operator's test certificate has no file of its own.
const TEST_THUMBPRINT: &str = "0000000000000000000000000000000000000001";

/// A signature with what it signs.
struct Found {
    signature: Vec<u8>,
    content: Vec<u8>,
    created_at: Ticks,
}

/// `GET /GetSignatureInfo`
pub fn get_signature_info(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let (message, entity) = (call.id("messageid")?, call.id("entityid")?);
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let state = &books.state;
        let view = View::of(state, box_id, message).ok_or_else(|| no_message(message))?;
        let found = found(&view, books.folder().as_deref(), entity)?;
        let at = state.now();
        if found.signature == crate::diadoc::cms::test_signature(&found.content) {
            return Reply::structure(&of_test(&found, at));
        }
        let signer = view
            .message
            .entity(entity)
            .and_then(|seen| seen.signer)
            .and_then(|box_id| state.world.by_box(box_id));
        let is_valid = signer.is_some_and(|signer| {
            signature_check::check(
                &found.signature,
                &found.content,
                signer,
                &hub.roots,
                at.timestamp(),
            )
            .is_good
        });
        Reply::structure(&of_person(&found, is_valid, at))
    })
}

fn found(view: &View<'_>, folder: Option<&std::path::Path>, entity: Uuid) -> Result<Found, Refusal> {
    let is_signature = |seen: &&crate::diadoc::view::Seen<'_>| {
        seen.entity.id == entity && matches!(seen.entity.part, Part::Signature | Part::StampedSignature)
    };
    let seen = view
        .seen
        .iter()
        .find(is_signature)
        .ok_or_else(|| no_entity(entity))?;
    // The time-stamped form hangs on the signature, and that one on what is signed.
    let mut signed = seen.entity.parent.and_then(|parent| view.message.entity(parent));
    if let Some(inner) = signed.filter(|parent| parent.part == Part::Signature) {
        signed = inner.parent.and_then(|parent| view.message.entity(parent));
    }
    let content = match signed {
        Some(signed) => books::bytes(folder, &signed.content)?,
        None => Vec::new(),
    };
    Ok(Found {
        signature: books::bytes(folder, &seen.entity.content)?,
        content,
        created_at: seen.entity.created_at,
    })
}

fn verified(is_valid: bool, at: Ticks) -> Value {
    json!({
        "IsValid": is_valid,
        "CertificateStatus": {"IsValid": is_valid, "CertificateChain": [], "VerificationTime": {"Ticks": at}},
    })
}

fn of_test(found: &Found, at: Ticks) -> Value {
    json!({
        "SigningTime": {"Ticks": found.created_at},
        "SignatureVerificationTime": {"Ticks": at},
        "SignatureVerificationResult": verified(true, at),
        "Thumbprint": TEST_THUMBPRINT,
        "SerialNumber": "01",
        "Issuer": "Диадок Сертификат Тестовый",
        "CertificateSubjectType": "LegalEntity",
    })
}

fn of_person(found: &Found, is_valid: bool, at: Ticks) -> Value {
    let signed = Signed::read(&found.signature).ok();
    let verdicts = signed
        .as_ref()
        .map(|signed| cms::verify(signed, Some(&found.content), &[]))
        .unwrap_or_default();
    let verdict = verdicts.first();
    let claimed = verdict.and_then(|verdict| verdict.claimed_at).map(Ticks::from);
    let mut facts = Map::new();
    facts.insert(
        "SigningTime".into(),
        json!({"Ticks": claimed.unwrap_or(found.created_at)}),
    );
    facts.insert("SignatureVerificationTime".into(), json!({"Ticks": at}));
    facts.insert("SignatureVerificationResult".into(), verified(is_valid, at));
    facts.insert("Thumbprint".into(), "".into());
    facts.insert("SerialNumber".into(), "".into());
    if let Some(certificate) = verdict.and_then(|verdict| verdict.certificate()) {
        facts.extend(of_certificate(certificate));
    }
    Value::Object(facts)
}

fn of_certificate(certificate: &Certificate) -> Map<String, Value> {
    let owner = certificate.owner();
    let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).strftime("%d.%m.%y").to_string();
    let validity = certificate.validity();
    let subject = match (owner.company_inn(), &owner.ogrnip) {
        (Some(_), _) => "LegalEntity",
        (None, Some(_)) => "IndividualEntity",
        (None, None) => "PhysicalPerson",
    };
    let facts = [
        ("Thumbprint", Some(certificate.thumbprint().to_string())),
        ("SerialNumber", Some(certificate.serial_hex())),
        ("Issuer", Some(certificate.issuer_name().to_owned())),
        ("StartDate", Some(day(validity.from))),
        ("EndDate", Some(day(validity.to))),
        ("OrgName", owner.organisation.clone()),
        (
            "OrgInn",
            owner
                .company_inn()
                .or(owner.personal_inn())
                .map(ToOwned::to_owned),
        ),
        ("JobTitle", owner.position.clone()),
        ("FirstName", owner.given_name.clone()),
        ("Surname", owner.surname.clone()),
        ("Snils", owner.snils.clone()),
        ("Email", owner.email.clone()),
        ("CertificateSubjectType", Some(subject.to_owned())),
    ];
    let told = facts
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), Value::String(value?))));
    told.collect()
}

use std::collections::BTreeSet;
use std::path::Path;

use domain::facets::{Approval, PowerOfAttorney, TheirSignature};
use domain::{EdoStatus, Severity, derive_status};
use jiff::Timestamp;
use serde_json::Value;

use super::docflow;
use crate::edo::diadoc::map::document_state;
use crate::edo::diadoc::wire::{GetDocflowBatchResponseV4, decode};

/// File names without ending, and their contents.
pub(super) fn fixtures() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/edo/diadoc/fixtures/docflows");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| {
        let text = std::fs::read(&path).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, serde_json::from_slice(&text).unwrap())
    };
    let mut all: Vec<(String, Value)> = files.map(read).collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all
}

fn state(answer: &Value) -> domain::DocumentState {
    let list: GetDocflowBatchResponseV4 = decode("GetDocflows", answer.to_string().as_bytes()).unwrap();
    document_state(&list.documents[0], "", Timestamp::UNIX_EPOCH)
}

#[test]
fn every_raw_answer_gives_its_label() {
    for (name, fixture) in fixtures() {
        let state = state(&fixture["answer"]);
        let status = derive_status(None, Some(&state.facets));
        assert_eq!(
            status.code(),
            fixture["expect"].as_str().unwrap(),
            "{name}: {:?}",
            state.facets
        );
    }
}

#[test]
fn every_status_that_diadoc_can_produce_has_a_raw_answer() {
    use EdoStatus as S;
    // Ours, of another operator, or always behind «Требуется наша подпись».
    let not_from_docflow = [
        S::SendFailed,
        S::SendUnknown,
        S::Sending,
        S::Queued,
        S::Prepared,
        S::NotInEdo,
        S::ConsentPending,
        S::ApprovalPending,
    ];
    let covered: BTreeSet<String> = fixtures()
        .into_iter()
        .map(|(_, fixture)| fixture["expect"].as_str().unwrap().to_owned())
        .collect();
    let due: BTreeSet<String> = EdoStatus::ALL
        .iter()
        .filter(|status| !not_from_docflow.contains(status))
        .map(|status| status.code().to_owned())
        .collect();
    assert_eq!(covered, due);
}

#[test]
fn the_operators_words_are_kept_and_its_last_event_dates_the_report() {
    let state = state(&docflow("our_signature_required.left_in_the_cabinet"));
    assert_eq!(
        state.operator_status_text,
        "Требуется подписать и отправить. На подписании"
    );
    assert_eq!(state.severity, Severity::Warning);
    assert_eq!(state.as_of.to_string(), "2025-11-29T08:01:00Z");
}

#[test]
fn a_status_text_alone_changes_nothing() {
    let mut answer = docflow("their_signature_pending.nonformalised");
    answer["Documents"][0]["Docflow"]["DocflowStatus"]["PrimaryStatus"]["StatusText"] =
        "Подписан контрагентом".into();
    assert_eq!(
        derive_status(None, Some(&state(&answer).facets)),
        EdoStatus::TheirSignaturePending
    );
}

#[test]
fn powers_of_attorney_and_approval_stand_beside_the_label() {
    let cases = [
        ("IsNotAttached", PowerOfAttorney::Missing),
        ("CanNotBeValidated", PowerOfAttorney::Unchecked),
        ("ValidationError", PowerOfAttorney::Unchecked),
        ("UnknownStatus", PowerOfAttorney::Unchecked),
        ("IsValid", PowerOfAttorney::Valid),
        ("HasWarnings", PowerOfAttorney::Valid),
        ("IsNotValid", PowerOfAttorney::Invalid),
    ];
    for (raw, expected) in cases {
        let mut answer = docflow("completed.utd_signed_and_confirmed");
        let flow = &mut answer["Documents"][0]["Docflow"];
        flow["DocflowStatus"]["PowerOfAttorneyGeneralStatus"]["StatusNamedId"] = raw.into();
        assert_eq!(state(&answer).facets.poa, expected);
    }
    let cases = [
        ("None", Approval::None),
        ("ApprovementRequested", Approval::Pending),
        ("ApprovementSignatureRequested", Approval::Pending),
        ("PrimarySignatureRequested", Approval::Pending),
        ("ActionsRequested", Approval::Pending),
        ("Approved", Approval::Approved),
        ("SignedWithApprovingSignature", Approval::Approved),
        ("SignedWithPrimarySignature", Approval::Approved),
        ("Disapproved", Approval::Refused),
        ("SignatureRequestRejected", Approval::Refused),
        ("PrimarySignatureRejected", Approval::Refused),
        ("UnknownStatus", Approval::Unknown("UnknownStatus".into())),
    ];
    for (raw, expected) in cases {
        let mut answer = docflow("delivered.one_sided");
        answer["Documents"][0]["Docflow"]["Resolution"] = serde_json::json!({"ResolutionStatus": raw});
        assert_eq!(state(&answer).facets.approval, expected);
    }
}

#[test]
fn an_answer_without_required_branches_is_unknown_and_not_signed() {
    let state = state(&serde_json::json!({"Documents": [{"Docflow": {"RecipientResponse": null}}]}));
    assert_eq!(derive_status(None, Some(&state.facets)), EdoStatus::Unknown);
    let state = self::state(&serde_json::json!({"Documents": [{"Docflow": {"RecipientResponse": {}}}]}));
    assert!(matches!(state.facets.their_signature, TheirSignature::Unknown(_)));
}

/// Every value that the protocol knows, and those of them that say nothing to us: the operator, too, means by them that
/// it does not know.
const PROTOCOL: &[(&str, &[&str], &[&str])] = &[
    (
        "/DocumentInfo/MessageType",
        &["Unknown", "Letter", "Draft", "Template"],
        &["Unknown"],
    ),
    (
        "/DocumentInfo/DocumentDirection",
        &["UnknownDocumentDirection", "Inbound", "Outbound", "Internal"],
        &["UnknownDocumentDirection"],
    ),
    (
        "/Docflow/SenderTitle/SenderSignatureStatus",
        &[
            "UnknownSenderSignatureStatus",
            "WaitingForSenderSignature",
            "SenderSignatureUnchecked",
            "SenderSignatureCheckedAndValid",
            "SenderSignatureCheckedAndInvalid",
        ],
        &["UnknownSenderSignatureStatus"],
    ),
    (
        "/Docflow/RecipientResponse/ResponseStatus",
        RESPONSES,
        &["RecipientResponseStatusUnknown"],
    ),
    (
        "/Docflow/ProxyResponse/ResponseStatus",
        RESPONSES,
        &["RecipientResponseStatusUnknown"],
    ),
    (
        "/Docflow/RecipientReceipt/Status",
        RECEIPTS,
        &["GeneralReceiptStatusUnknown"],
    ),
    (
        "/Docflow/SenderReceipt/Status",
        RECEIPTS,
        &["GeneralReceiptStatusUnknown"],
    ),
    (
        "/Docflow/Revocation/RevocationStatus",
        &[
            "UnknownRevocationStatus",
            "RevocationStatusNone",
            "RevocationIsRequestedByMe",
            "RequestsMyRevocation",
            "RevocationAccepted",
            "RevocationRejected",
        ],
        &["UnknownRevocationStatus"],
    ),
    (
        "/Docflow/Resolution/ResolutionStatus",
        &[
            "UnknownStatus",
            "None",
            "Approved",
            "Disapproved",
            "ApprovementRequested",
            "ApprovementSignatureRequested",
            "PrimarySignatureRequested",
            "SignatureRequestRejected",
            "SignedWithApprovingSignature",
            "SignedWithPrimarySignature",
            "PrimarySignatureRejected",
            "ActionsRequested",
        ],
        &["UnknownStatus"],
    ),
    (
        "/Docflow/DocflowStatus/PowerOfAttorneyGeneralStatus/StatusNamedId",
        &[
            "UnknownStatus",
            "CanNotBeValidated",
            "IsValid",
            "IsNotValid",
            "ValidationError",
            "IsNotAttached",
            "HasWarnings",
        ],
        &[],
    ),
];
const RESPONSES: &[&str] = &[
    "RecipientResponseStatusUnknown",
    "RecipientResponseStatusNotAcceptable",
    "WaitingForRecipientSignature",
    "WithRecipientSignature",
    "RecipientSignatureRequestRejected",
    "InvalidRecipientSignature",
    "WithRecipientPartiallySignature",
];
const RECEIPTS: &[&str] = &[
    "GeneralReceiptStatusUnknown",
    "GeneralReceiptStatusNotAcceptable",
    "HaveToCreateReceipt",
    "WaitingForReceipt",
    "Finished",
];

/// The raw answer with this value in this place, whatever branches have to be there for it.
fn with_value(place: &str, value: Value) -> Value {
    let mut answer = docflow("completed.utd_signed_and_confirmed");
    let mut at = &mut answer["Documents"][0];
    for key in place.split('/').filter(|key| !key.is_empty()) {
        at = &mut at[key];
    }
    *at = value;
    answer
}

#[test]
fn every_value_of_the_protocol_is_mapped_or_deliberately_unknown_and_a_new_one_is_kept() {
    for (place, values, deliberately) in PROTOCOL {
        for value in *values {
            let facets = state(&with_value(place, (*value).into())).facets;
            assert_eq!(
                facets.unknown().is_some(),
                deliberately.contains(value),
                "{place} {value}: {facets:?}"
            );
        }
        let facets = state(&with_value(place, "OfTheYear2030".into())).facets;
        let kept = facets.unknown().unwrap_or_default();
        assert!(kept.contains("OfTheYear2030"), "{place}: {kept}");
    }
    // A bit mask: 1 requested, 2 revised, 4 corrected.
    for flags in 0..8 {
        let answer = with_value("/Docflow/AmendmentRequest/AmendmentFlags", flags.into());
        assert_eq!(state(&answer).facets.unknown(), None, "{flags}");
    }
}

/// A place in the answer, its facet, and what each value of the protocol is there.
type Meaning = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const OF_RECEIPTS: &[(&str, &str)] = &[
    ("GeneralReceiptStatusNotAcceptable", "not_required"),
    ("HaveToCreateReceipt", "required"),
    ("WaitingForReceipt", "awaited"),
    ("Finished", "finished"),
];

const MEANINGS: &[Meaning] = &[
    (
        "/Docflow/SenderTitle/SenderSignatureStatus",
        "our_signature",
        &[
            ("WaitingForSenderSignature", "required"),
            ("SenderSignatureUnchecked", "unchecked"),
            ("SenderSignatureCheckedAndValid", "valid"),
            ("SenderSignatureCheckedAndInvalid", "invalid"),
        ],
    ),
    (
        "/Docflow/RecipientResponse/ResponseStatus",
        "their_signature",
        &[
            ("RecipientResponseStatusNotAcceptable", "not_required"),
            ("WaitingForRecipientSignature", "awaited"),
            ("WithRecipientSignature", "confirmed"),
            ("WithRecipientPartiallySignature", "signed_with_discrepancies"),
            ("RecipientSignatureRequestRejected", "rejected"),
            ("InvalidRecipientSignature", "invalid"),
        ],
    ),
    ("/Docflow/RecipientReceipt/Status", "receipt", OF_RECEIPTS),
    ("/Docflow/SenderReceipt/Status", "answer_receipt", OF_RECEIPTS),
    (
        "/Docflow/Revocation/RevocationStatus",
        "revocation",
        &[
            ("RevocationStatusNone", "none"),
            ("RevocationIsRequestedByMe", "requested_by_us"),
            ("RequestsMyRevocation", "requested_by_them"),
            ("RevocationAccepted", "accepted"),
            ("RevocationRejected", "rejected"),
        ],
    ),
    (
        "/Docflow/Resolution/ResolutionStatus",
        "approval",
        &[
            ("None", "none"),
            ("Approved", "approved"),
            ("Disapproved", "refused"),
            ("ApprovementRequested", "pending"),
            ("ApprovementSignatureRequested", "pending"),
            ("PrimarySignatureRequested", "pending"),
            ("SignatureRequestRejected", "refused"),
            ("SignedWithApprovingSignature", "approved"),
            ("SignedWithPrimarySignature", "approved"),
            ("PrimarySignatureRejected", "refused"),
            ("ActionsRequested", "pending"),
        ],
    ),
    (
        "/Docflow/DocflowStatus/PowerOfAttorneyGeneralStatus/StatusNamedId",
        "poa",
        &[
            ("UnknownStatus", "unchecked"),
            ("CanNotBeValidated", "unchecked"),
            ("IsValid", "valid"),
            ("IsNotValid", "invalid"),
            ("ValidationError", "unchecked"),
            ("IsNotAttached", "missing"),
            ("HasWarnings", "valid"),
        ],
    ),
];

fn facet(answer: &Value, name: &str) -> Value {
    serde_json::to_value(state(answer).facets).unwrap()[name].clone()
}

#[test]
fn each_status_of_the_protocol_is_one_value_of_its_facet() {
    for (place, name, values) in MEANINGS {
        for (raw, expected) in *values {
            let answer = with_value(place, (*raw).into());
            assert_eq!(facet(&answer, name), *expected, "{place} {raw}");
        }
        let known = PROTOCOL.iter().find(|(one, ..)| one == place).unwrap();
        assert_eq!(
            values.len(),
            known.1.len() - known.2.len(),
            "{place}: a value is left out"
        );
    }
    for (raw, expected) in OF_RECEIPTS {
        let mut answer = with_value("/Docflow/AmendmentRequest/AmendmentFlags", 1.into());
        answer["Documents"][0]["Docflow"]["AmendmentRequest"]["Receipt"]["Status"] = (*raw).into();
        assert_eq!(facet(&answer, "amendment_receipt"), *expected, "{raw}");
    }
    // What the recipient answers is ours where the document came to us.
    for (raw, ours) in [
        ("RecipientResponseStatusNotAcceptable", "not_required"),
        ("WaitingForRecipientSignature", "required"),
        ("WithRecipientSignature", "valid"),
        ("WithRecipientPartiallySignature", "valid"),
        ("RecipientSignatureRequestRejected", "not_required"),
        ("InvalidRecipientSignature", "invalid"),
    ] {
        let mut answer = docflow("our_signature_required.inbound");
        answer["Documents"][0]["Docflow"]["RecipientResponse"]["ResponseStatus"] = raw.into();
        assert_eq!(facet(&answer, "our_signature"), ours, "{raw}");
    }
    for (raw, marking) in [
        ("Normal", "pending"),
        ("Success", "accepted"),
        ("Warning", "failed"),
        ("Error", "failed"),
    ] {
        let mut answer = docflow("marking_failed.error");
        let flow = &mut answer["Documents"][0]["Docflow"];
        let last = flow["OuterDocflows"][0]["OuterDocflowEntityId"].clone();
        let statuses = flow["OuterDocflowEntities"][0]["StatusEntities"]
            .as_array_mut()
            .unwrap();
        for status in statuses {
            if status["Attachment"]["Attachment"]["Entity"]["EntityId"] == last {
                status["Status"]["Type"] = raw.into();
            }
        }
        assert_eq!(facet(&answer, "marking"), marking, "{raw}");
    }
    for (is_success, roaming) in [(true, "delivered"), (false, "failed")] {
        let mut answer = docflow("delivered.one_sided");
        let notification = serde_json::json!({"IsSuccess": is_success});
        answer["Documents"][0]["Docflow"]["SenderTitle"]["RoamingNotification"] = notification;
        assert_eq!(facet(&answer, "roaming"), roaming);
    }
}

#[test]
fn what_another_system_did_not_like_stands_in_its_own_words_behind_the_operators() {
    let told = |r#type: &str| {
        let mut answer = docflow("their_signature_pending.nonformalised");
        answer["Documents"][0]["Docflow"]["OuterDocflowEntities"] = serde_json::json!([{
            "DocflowNamedId": "PkFns", "DocflowFriendlyName": "Прослеживаемость",
            "StatusEntities": [{"Attachment": {}, "Status": {
                "NamedId": "SendingError", "FriendlyName": "Ошибка проверки", "Type": r#type,
                "Details": [{"Code": "204", "Text": "Подпись не принадлежит отправителю"}],
            }}],
        }]);
        state(&answer).operator_status_text
    };
    let words = "Прослеживаемость: Ошибка проверки. Подпись не принадлежит отправителю";
    assert!(told("Warning").ends_with(words), "{}", told("Warning"));
    assert!(!told("Normal").contains("Прослеживаемость"));
}

#[test]
fn what_an_intermediate_recipient_answered_is_a_facet_of_its_own() {
    use domain::facets::Intermediate;
    let cases = [
        ("WaitingForRecipientSignature", Intermediate::Awaited),
        ("WithRecipientSignature", Intermediate::Signed),
        ("RecipientSignatureRequestRejected", Intermediate::Rejected),
        ("InvalidRecipientSignature", Intermediate::Invalid),
        ("RecipientResponseStatusNotAcceptable", Intermediate::NotRequired),
        ("AskedTheStars", Intermediate::Unknown("AskedTheStars".into())),
    ];
    for (raw, expected) in cases {
        let mut answer = docflow("their_signature_pending.nonformalised");
        answer["Documents"][0]["DocumentInfo"]["Participants"]["Proxy"] =
            serde_json::json!({"BoxId": "9c1b22d4-90ab-4c3e-8f10-5e6d7c8b9a77", "IsRoaming": false});
        answer["Documents"][0]["Docflow"]["ProxyResponse"] = serde_json::json!({"ResponseStatus": raw});
        assert_eq!(state(&answer).facets.intermediate, expected, "{raw}");
    }
    let straight = state(&docflow("their_signature_pending.nonformalised"));
    assert_eq!(straight.facets.intermediate, Intermediate::NotRequired);
}

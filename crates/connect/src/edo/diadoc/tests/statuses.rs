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
    document_state(&list.documents[0], Timestamp::UNIX_EPOCH)
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

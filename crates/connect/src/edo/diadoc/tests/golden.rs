// A run without the samples says so on its output.
#![allow(clippy::print_stdout)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::edo::diadoc::wire::{
    AsyncMethodResult, BoxCounteragentEventList, BoxEventList, CertificateList, Counteragent,
    CounteragentGroupList, CounteragentList, DocflowV4, DocumentList, DocumentTypeDescriptionV3,
    DssSignResult, Entity, GetDocflowBatchResponseV4, GetDocumentTypesResponseV3, Message, OrganizationList,
    OuterDocflowInfo, decode,
};

/// Answers that the program never reads: the beginning of the name, why.
const NOT_READ: [(&str, &str); 12] = [
    (
        "acquire_counteragent_result_v2",
        "the relation itself is read afterwards",
    ),
    (
        "derived_workflow_settings",
        "a table of the documentation, no answer",
    ),
    (
        "get_counteragent_certificates",
        "nothing is encrypted to counterparties",
    ),
    (
        "get_counteragents_from_group",
        "groups are told with each relation",
    ),
    (
        "get_employee",
        "people of the office are managed in the operator's cabinet",
    ),
    ("get_my_employee", "the same"),
    (
        "get_roaming_operators",
        "what roaming needs is told by the refusal",
    ),
    ("get_subscriptions", "letters to employees"),
    (
        "outer_docflow_info",
        "a fragment of `Document`; docflows are asked for",
    ),
    ("oidc_", "read and compared in `openid`"),
    ("seed_ttgis_fixation", "a file of its own, read by `formats`"),
    ("signer_", "made by callers"),
];

fn folder() -> Option<PathBuf> {
    std::env::var_os("SURGUCH_GOLDEN").map(|root| PathBuf::from(root).join("diadoc"))
}

fn samples() -> Option<Vec<(String, Vec<u8>)>> {
    let Some(folder) = folder() else {
        println!("published samples: a test did not run, SURGUCH_GOLDEN is not set");
        return None;
    };
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut samples: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read(&path).unwrap())
        })
        .collect();
    samples.sort();
    Some(samples)
}

fn is_request(name: &str) -> bool {
    name.contains("request") || name.contains("post_message") || name.contains("_generate_")
}

/// Reads a sample as the structure and writes down what was read.
fn again<T: DeserializeOwned + Serialize>(name: &str, sample: &Value) -> Value {
    let read: T =
        decode(name, sample.to_string().as_bytes()).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    serde_json::to_value(read).unwrap()
}

/// What the program reads of a sample, by the structure of its answer; `None` for what it never reads.
fn read(name: &str, sample: &Value) -> Option<Value> {
    let is = |part: &str| name.contains(part);
    Some(match name {
        _ if is_request(name) || NOT_READ.iter().any(|(start, _)| name.starts_with(start)) => return None,
        _ if is("get_docflows_v4") => again::<GetDocflowBatchResponseV4>(name, sample),
        _ if is("get_message_v6") => again::<Message>(name, sample),
        _ if is("entity_") => again::<Entity>(name, sample),
        _ if is("GetMyOrganizations") || is("GetOrganizationsByInnKpp") => {
            again::<OrganizationList>(name, sample)
        }
        _ if is("get_counteragents_v3") || is("GetCounteragents") => again::<CounteragentList>(name, sample),
        _ if is("get_counteragent_v3") => again::<Counteragent>(name, sample),
        _ if is("get_counteragent_events") => again::<BoxCounteragentEventList>(name, sample),
        _ if is("get_counteragent_groups") => again::<CounteragentGroupList>(name, sample),
        _ if is("get_documents") => again::<DocumentList>(name, sample),
        _ if is("marking_docflow") || is("docflow_outer") => again::<DocflowV4>(name, sample),
        _ if is("marking_outer_docflow") => json!({
            "OuterDocflowInfo": again::<OuterDocflowInfo>(name, &sample["OuterDocflowInfo"])
        }),
        _ if sample.get("DocumentTypes").is_some() => again::<GetDocumentTypesResponseV3>(name, sample),
        _ if is("get_document_types") => again::<DocumentTypeDescriptionV3>(name, sample),
        _ if is("get_my_certificates") => again::<CertificateList>(name, sample),
        _ if is("dss_sign_result") => again::<DssSignResult>(name, sample),
        _ if is("async_method_result") || is("acquire_counteragent_v3") => {
            again::<AsyncMethodResult>(name, sample)
        }
        other => panic!("nobody says what {other} is"),
    })
}

/// Every value of the sample is in what was read, or its field is added to `lost` as a path without places in lists.
fn compare(sample: &Value, read: Option<&Value>, path: &str, lost: &mut BTreeSet<String>) {
    match (sample, read) {
        (Value::Null, _) => {}
        (Value::Object(fields), _) if is_elided(fields) => {}
        // A text in the place of a structure, as one page of the documentation has it.
        (_, None) | (Value::String(_), Some(Value::Object(_))) => {
            lost.extend([path.trim_start_matches('.').to_owned()]);
        }
        (Value::Object(fields), Some(read)) => {
            for (name, value) in fields {
                compare(value, read.get(name), &format!("{path}.{name}"), lost);
            }
        }
        (Value::Array(items), Some(Value::Array(read))) => {
            assert_eq!(items.len(), read.len(), "{path}");
            for (item, read) in items.iter().zip(read) {
                compare(item, Some(read), path, lost);
            }
        }
        (sample, Some(read)) => assert_eq!(sample, read, "{path}"),
    }
}

/// Branches that a published sample leaves out.
fn is_elided(fields: &Map<String, Value>) -> bool {
    fields.contains_key("_elided")
}

/// Fields of published answers that the program does not read, by sample; the structure of our own is the rest. Whoever
/// starts to read one takes it off the list.
fn unread() -> BTreeSet<String> {
    let list = include_str!("golden_unread.txt");
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn of_every_published_answer_each_field_is_read_or_known_not_to_be() {
    let Some(samples) = samples() else { return };
    let (mut count, mut lost) = (0, BTreeSet::new());
    for (name, bytes) in samples {
        let sample: Value = serde_json::from_slice(&bytes).unwrap();
        if let Some(read) = read(&name, &sample) {
            let mut of_sample = BTreeSet::new();
            compare(&sample, Some(&read), "", &mut of_sample);
            lost.extend(of_sample.into_iter().map(|path| format!("{name}: {path}")));
            count += 1;
        }
    }
    println!("published answers read: {count}");
    assert!(count >= 25, "only {count}");
    let unread = unread();
    let new: Vec<&String> = lost.difference(&unread).collect();
    assert!(new.is_empty(), "not read and not on the list:\n{new:#?}");
    let read_now: Vec<&String> = unread.difference(&lost).collect();
    assert!(read_now.is_empty(), "on the list and read:\n{read_now:#?}");
}

#[test]
fn a_published_marked_document_is_accepted_by_the_other_system() {
    let Some(folder) = folder() else {
        println!("published samples: a test did not run, SURGUCH_GOLDEN is not set");
        return;
    };
    let docflow: Value =
        serde_json::from_slice(&std::fs::read(folder.join("marking_docflow.json")).unwrap()).unwrap();
    let answer = serde_json::json!({"Documents": [{"Docflow": docflow}]});
    let list: GetDocflowBatchResponseV4 = decode("GetDocflows", answer.to_string().as_bytes()).unwrap();
    let state = crate::edo::diadoc::map::document_state(&list.documents[0], "", jiff::Timestamp::UNIX_EPOCH);
    assert_eq!(state.facets.marking, domain::facets::Marking::Accepted);
}

#[test]
fn shapes_of_the_published_samples_are_read_from_our_own() {
    let elided = br#"{"Documents":[{"Docflow":{"SenderTitle":{"_elided":true},"RecipientResponse":{"_elided":true},
        "RecipientReceipt":{"Status":"Finished","SentAt":{"_elided":true}},"OuterDocflows":[]},"LastEvent":null}]}"#;
    assert!(decode::<GetDocflowBatchResponseV4>("elided", elided).is_ok());
    let numbers = br#"{"Events":[{"EventId":"e","Patch":{"Entities":[{"EntityType":7,"Content":null}]}}],"TotalCount":1}"#;
    assert!(decode::<BoxEventList>("numbers", numbers).is_ok());
    for garbage in [&b""[..], b"<html>", b"[", b"{\"Events\":", b"\xff\xfe"] {
        assert_eq!(
            decode::<BoxEventList>("garbage", garbage).unwrap_err().code(),
            "malformed"
        );
    }
    // The published example of a result of the cloud has another name for its list than the protocol.
    let sample = json!({"OperationStatus": "Completed", "DssFileSigningResult": [{"Signature": "AA=="}]});
    let read: DssSignResult = decode("DssSignResult", sample.to_string().as_bytes()).unwrap();
    assert_eq!(read.files().len(), 1);
}

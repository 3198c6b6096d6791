// A run without the samples says so on its output.
#![allow(clippy::print_stdout)]

use std::path::PathBuf;

use serde_json::Value;

use crate::edo::diadoc::wire::{
    BoxEventList, CounteragentList, DocflowV4, DocumentList, Entity, GetDocflowBatchResponseV4, Message,
    OrganizationList, decode,
};

fn folder() -> Option<PathBuf> {
    std::env::var_os("SURGUCH_GOLDEN").map(|root| PathBuf::from(root).join("diadoc"))
}

/// Reads a published sample by the type of its answer; `None` for what the adapter never reads.
fn read(name: &str, bytes: &[u8]) -> Option<Result<(), crate::Error>> {
    let is = |part: &str| name.contains(part);
    Some(match name {
        _ if is("request") || is("post_message") => return None,
        _ if is("get_docflows_v4") => decode::<GetDocflowBatchResponseV4>(name, bytes).map(drop),
        _ if is("get_message_v6") => decode::<Message>(name, bytes).map(drop),
        _ if is("entity_") => decode::<Entity>(name, bytes).map(drop),
        _ if is("GetMyOrganizations") || is("GetOrganizationsByInnKpp") => {
            decode::<OrganizationList>(name, bytes).map(drop)
        }
        _ if is("get_counteragents_v3") || is("GetCounteragents") => {
            decode::<CounteragentList>(name, bytes).map(drop)
        }
        _ if is("get_documents") => decode::<DocumentList>(name, bytes).map(drop),
        _ if is("marking_docflow") || is("docflow_outer") => decode::<DocflowV4>(name, bytes).map(drop),
        _ => return None,
    })
}

#[test]
fn published_samples_are_read() {
    let Some(folder) = folder() else {
        println!("published samples: 1 test did not run, SURGUCH_GOLDEN is not set");
        return;
    };
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.ends_with(".json") {
            continue;
        }
        if let Some(outcome) = read(&name, &std::fs::read(&path).unwrap()) {
            assert_eq!(outcome, Ok(()), "{name}");
            count += 1;
        }
    }
    println!("published samples read: {count}");
    assert!(count >= 12, "only {count}");
}

#[test]
fn a_published_marked_document_is_accepted_by_the_other_system() {
    let Some(folder) = folder() else {
        println!("published samples: 1 test did not run, SURGUCH_GOLDEN is not set");
        return;
    };
    let docflow: Value =
        serde_json::from_slice(&std::fs::read(folder.join("marking_docflow.json")).unwrap()).unwrap();
    let answer = serde_json::json!({"Documents": [{"Docflow": docflow}]});
    let list: GetDocflowBatchResponseV4 = decode("GetDocflows", answer.to_string().as_bytes()).unwrap();
    let state = crate::edo::diadoc::map::document_state(&list.documents[0], jiff::Timestamp::UNIX_EPOCH);
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
}

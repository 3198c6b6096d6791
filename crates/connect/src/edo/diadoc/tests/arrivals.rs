//! Documents that come to us, and our answers to them.

use domain::facets::OurSignature;
use domain::{EdoFormat, ExpectedAnswer, OperationId, RemoteDocument, UtdFunction};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{DOCUMENT, MESSAGE, OUR_BOX, THEIR_BOX, connect, diadoc, docflow, not_found, old_style, remote};
use crate::Error;
use crate::edo::diadoc::arrival::arrival;
use crate::edo::diadoc::map::document_state;
use crate::edo::diadoc::wire::{GetDocflowBatchResponseV4, decode};
use crate::edo::{Arrival, DraftSignature, Reply as Answer, SignatureReply};
use crate::loopback::Reply;

fn arrivals(answer: &Value) -> Vec<Arrival> {
    let list: GetDocflowBatchResponseV4 = decode("GetDocflows", answer.to_string().as_bytes()).unwrap();
    list.documents
        .iter()
        .filter_map(|docflow| arrival(docflow, OUR_BOX))
        .collect()
}

fn told(change: impl FnOnce(&mut Value)) -> Arrival {
    let mut answer = docflow("our_signature_required.inbound");
    change(&mut answer["Documents"][0]["DocumentInfo"]);
    arrivals(&answer).remove(0)
}

fn reply(reply: Answer) -> SignatureReply {
    SignatureReply {
        our_box: OUR_BOX.into(),
        document: remote(),
        reply,
        signature: b"signed".to_vec(),
        power_of_attorney: None,
    }
}

#[test]
fn a_document_that_came_is_described_by_its_docflow() {
    let arrival = told(|info| {
        info["FullVersion"] = json!({"TypeNamedId": "UniversalTransferDocument", "Function": "СЧФДОП", "Version": "utd970_05_03_01"});
        info["WorkflowId"] = 18.into();
        info["PacketInfo"]["PacketId"] = "package-7".into();
        info["Metadata"] = json!([
            {"Key": "DocumentNumber", "Value": "А-15"}, {"Key": "DocumentDate", "Value": "21.11.2026"},
            {"Key": "TotalSum", "Value": "12 200,5"}, {"Key": "TotalVat", "Value": "2200.00"},
        ]);
    });
    assert_eq!(arrival.remote, remote());
    assert_eq!(arrival.from_box, THEIR_BOX);
    assert_eq!(arrival.format, EdoFormat::Utd(UtdFunction::InvoiceAndTransfer));
    assert_eq!((arrival.kind_code, arrival.type_label), ("utd", ""));
    assert_eq!(
        (arrival.number.as_str(), arrival.file_name.as_str()),
        ("А-15", "act.pdf")
    );
    assert_eq!(arrival.issued_on, Some(jiff::civil::date(2026, 11, 21)));
    let sums = [arrival.total, arrival.vat_amount].map(|sum| sum.unwrap().kopecks());
    assert_eq!(sums, [1_220_050, 220_000]);
    assert_eq!(arrival.package_id, "package-7");
    assert_eq!(arrival.answer, ExpectedAnswer::Title);
    assert_eq!(
        arrival.signature.unwrap().entity_id,
        "e0000002-0000-4000-8000-000000000000"
    );
}

#[test]
fn a_document_on_its_way_through_somebody_else_names_him_and_one_through_us_is_answered_in_the_cabinet() {
    let middle = "9c1b22d4-90ab-4c3e-8f10-5e6d7c8b9a77";
    let through = told(|info| {
        info["WorkflowId"] = 2.into();
        info["Participants"]["Proxy"] = json!({"BoxId": old_style(middle), "IsRoaming": false});
    });
    assert_eq!(
        (through.via_box.as_str(), through.answer),
        (middle, ExpectedAnswer::Signature)
    );

    // The documentation does not say how such a document is called; it is ours to sign all the same.
    for direction in ["Inbound", "Internal", "UnknownDocumentDirection"] {
        let mut answer = docflow("our_signature_required.inbound");
        let document = &mut answer["Documents"][0];
        document["DocumentInfo"]["DocumentDirection"] = direction.into();
        document["DocumentInfo"]["Participants"]["Proxy"] = json!({"BoxId": OUR_BOX});
        document["Docflow"]["ProxyResponse"] = json!({"ResponseStatus": "WaitingForRecipientSignature"});
        document["Docflow"]["RecipientResponse"] =
            json!({"ResponseStatus": "RecipientResponseStatusNotAcceptable"});
        let came = arrivals(&answer).remove(0);
        assert_eq!(
            (came.via_box.as_str(), came.answer),
            (OUR_BOX, ExpectedAnswer::Other),
            "{direction}"
        );
        let list: GetDocflowBatchResponseV4 = decode("GetDocflows", answer.to_string().as_bytes()).unwrap();
        let state = document_state(&list.documents[0], OUR_BOX, jiff::Timestamp::UNIX_EPOCH);
        assert_eq!(state.facets.our_signature, OurSignature::Required, "{direction}");
        assert!(state.facets.inbound);
    }
    // What we sent through somebody is no arrival.
    let mut answer = docflow("their_signature_pending.nonformalised");
    answer["Documents"][0]["DocumentInfo"]["Participants"]["Proxy"] = json!({"BoxId": middle});
    assert_eq!(arrivals(&answer), []);
}

#[test]
fn what_is_asked_of_us_follows_from_the_workflow_and_never_from_a_guess() {
    let utd = |version: &str, function: &str, workflow: i64| {
        told(|info| {
            info["FullVersion"] =
                json!({"TypeNamedId": "UniversalTransferDocument", "Function": function, "Version": version});
            info["WorkflowId"] = workflow.into();
        })
        .answer
    };
    assert_eq!(utd("utd970_05_03_01", "ДОП", 19), ExpectedAnswer::Title);
    assert_eq!(utd("utd970_05_03_01", "СЧФ", 17), ExpectedAnswer::None);
    assert_eq!(utd("utd820_05_01_02_hyphen", "ДОП", 3), ExpectedAnswer::Other);
    assert_eq!(utd("utd970_05_03_01", "СвРК", 19), ExpectedAnswer::Other);
    assert_eq!(utd("utd970_05_03_01", "ДОП", 99), ExpectedAnswer::Other);
    let act = told(|info| {
        info["FullVersion"]["TypeNamedId"] = "XmlAcceptanceCertificate".into();
        info["WorkflowId"] = 3.into();
    });
    assert_eq!(
        (act.answer, act.kind_code),
        (ExpectedAnswer::Other, "acceptance_certificate")
    );
    let plain = told(|_| ());
    assert_eq!(
        (plain.answer, plain.kind_code),
        (ExpectedAnswer::Signature, "free_form")
    );
    let new = told(|info| info["FullVersion"]["TypeNamedId"] = "HologramInvoice".into());
    assert_eq!(
        (new.kind_code, new.format),
        ("free_form", EdoFormat::Nonformalized)
    );
}

#[test]
fn a_document_of_ours_never_counts_as_one_that_came() {
    assert!(arrivals(&docflow("their_signature_pending.nonformalised")).is_empty());
    let mut draft = docflow("our_signature_required.inbound");
    draft["Documents"][0]["DocumentInfo"]["MessageType"] = "Draft".into();
    assert!(arrivals(&draft).is_empty());
}

#[tokio::test]
async fn a_signature_goes_as_a_patch_under_its_operation_and_a_title_goes_with_its_content() {
    let server = diadoc(|asked| match asked.path() {
        "/V4/PostMessagePatch" => Reply::json(&json!({"MessageId": MESSAGE, "PatchId": "p"})),
        _ => not_found(),
    })
    .await;
    let client = connect(&server.address);
    let operation = OperationId(Uuid::from_u128(77));
    let request = client.prepare_signature(&reply(Answer::Signature)).unwrap();
    assert_eq!(
        request,
        client.prepare_signature(&reply(Answer::Signature)).unwrap()
    );
    let body: Value = serde_json::from_slice(&request).unwrap();
    let expected = json!({
        "BoxId": OUR_BOX, "MessageId": MESSAGE,
        "Signatures": [{"ParentEntityId": DOCUMENT, "Signature": "c2lnbmVk"}],
    });
    assert_eq!(body, expected);
    let title = client
        .prepare_signature(&reply(Answer::Title("<Файл/>".into())))
        .unwrap();
    let body: Value = serde_json::from_slice(&title).unwrap();
    assert_eq!(body["RecipientTitles"][0]["ParentEntityId"], DOCUMENT);
    assert_eq!(
        body["RecipientTitles"][0]["SignedContent"]["Signature"],
        "c2lnbmVk"
    );

    for bytes in [&request, &title] {
        let document = client.deliver_signature(operation, bytes).await.unwrap();
        assert_eq!(document, remote());
    }
    let asked = server.asked();
    let patches: Vec<_> = asked
        .iter()
        .filter(|asked| asked.path() == "/V4/PostMessagePatch")
        .collect();
    assert_eq!(patches.len(), 2);
    assert!(
        patches
            .iter()
            .all(|asked| asked.line.contains(&format!("operationId={operation}")))
    );
}

#[tokio::test]
async fn a_draft_leaves_with_our_signature_under_an_operation_and_is_known_by_what_became_of_it() {
    for letters in [json!([]), json!(["7d0b5b7e-6a5e-4f6b-8a43-1f8f5a1b2c3d"])] {
        let is_gone = letters != json!([]);
        let mut told = docflow("our_signature_required.inbound");
        told["Documents"][0]["DocumentInfo"]["MessageType"] = "Draft".into();
        told["Documents"][0]["DocumentInfo"]["DraftInfo"] =
            json!({"IsRecycled": is_gone, "IsLocked": false, "TransformedToLetterIds": letters});
        let server = diadoc(move |asked| match asked.path() {
            "/SendDraft" => Reply::text(409, "Draft is already recycled"),
            "/V4/GetDocflows" => Reply::json(&told),
            _ => not_found(),
        })
        .await;
        let client = connect(&server.address);
        let other = DraftSignature {
            document: RemoteDocument {
                entity_id: "e0000009-0000-4000-8000-000000000000".into(),
                ..remote()
            },
            signature: b"another".to_vec(),
        };
        let request = client
            .prepare_signature(&reply(Answer::Draft(vec![other])))
            .unwrap();
        let body: Value = serde_json::from_slice(&request).unwrap();
        let expected = json!({
            "BoxId": OUR_BOX, "DraftId": MESSAGE,
            "DocumentSignatures": [
                {"ParentEntityId": DOCUMENT, "Signature": "c2lnbmVk"},
                {"ParentEntityId": "e0000009-0000-4000-8000-000000000000", "Signature": "YW5vdGhlcg=="},
            ],
        });
        assert_eq!(body, expected);
        let operation = OperationId(Uuid::from_u128(78));
        match client.deliver_signature(operation, &request).await {
            Ok(document) => assert!(is_gone && document == remote()),
            Err(Error::Refused { code, .. }) => assert!(!is_gone, "{code}"),
            Err(other) => panic!("{other}"),
        }
        let asked = server.asked();
        let sent = asked.iter().find(|asked| asked.path() == "/SendDraft").unwrap();
        assert!(sent.line.contains(&format!("operationId={operation}")));
    }
}

#[tokio::test]
async fn a_conflict_is_success_where_our_signature_is_there_and_a_refusal_where_it_is_not() {
    for (state, is_there) in [
        ("signed_by_us.inbound_nonformalised", true),
        ("our_signature_required.inbound", false),
    ] {
        let told = docflow(state);
        let server = diadoc(move |asked| match asked.path() {
            "/V4/PostMessagePatch" => Reply::text(409, "Invalid document state"),
            "/V4/GetDocflows" => Reply::json(&told),
            _ => not_found(),
        })
        .await;
        let client = connect(&server.address);
        let request = client.prepare_signature(&reply(Answer::Signature)).unwrap();
        let answer = client.deliver_signature(OperationId(Uuid::nil()), &request).await;
        match answer {
            Ok(document) => assert!(is_there && document == remote()),
            Err(Error::Refused { code, .. }) => assert!(!is_there, "{code}"),
            Err(other) => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn a_signature_whose_look_up_fails_after_a_refusal_stays_unknown() {
    let server = diadoc(|asked| match asked.path() {
        "/V4/PostMessagePatch" => Reply::text(409, "Invalid document state"),
        _ => Reply::text(503, "later"),
    })
    .await;
    let client = connect(&server.address);
    let request = client.prepare_signature(&reply(Answer::Signature)).unwrap();
    let answer = client.deliver_signature(OperationId(Uuid::nil()), &request).await;
    assert!(answer.unwrap_err().outcome_unknown());
}

#[tokio::test]
async fn the_owner_of_a_strange_box_is_asked_for() {
    let server = diadoc(|asked| match asked.path() {
        "/GetOrganization" => Reply::json(&json!({
            "Inn": "9644112800", "Kpp": "964401001", "FullName": "ООО «Кедровая роща»",
            "Boxes": [{"BoxId": old_style(THEIR_BOX)}],
        })),
        _ => not_found(),
    })
    .await;
    let client = connect(&server.address);
    let company = client.company(THEIR_BOX).await.unwrap().unwrap();
    assert_eq!(
        (company.box_id.as_str(), company.inn.as_str()),
        (THEIR_BOX, "9644112800")
    );
    let nobody = diadoc(|_| not_found()).await;
    assert_eq!(connect(&nobody.address).company(THEIR_BOX).await.unwrap(), None);
}

#[test]
fn signatures_are_told_with_whose_they_are_and_under_which_title_they_lie() {
    use crate::edo::diadoc::signatures;
    let signed = |id: &str| json!({"Cms": {"EntityId": id}});
    let told = |change: &dyn Fn(&mut Value), our_box: &str| {
        let mut answer = docflow("intermediate_pending.nonformalised");
        change(&mut answer["Documents"][0]);
        let list: GetDocflowBatchResponseV4 = decode("GetDocflows", answer.to_string().as_bytes()).unwrap();
        let found = signatures::of(&list.documents[0], our_box);
        assert!(found.iter().all(|one| !one.document.entity_id.is_empty()));
        let titles: Vec<_> = found.iter().filter_map(|one| one.title.clone()).collect();
        assert!(titles.iter().all(|title| title.file_name == "Титул.xml"));
        let told = found.into_iter().map(|one| {
            let title = one.title.map(|title| title.entity_id).unwrap_or_default();
            (one.entity_id + &title, one.party.code())
        });
        told.collect::<Vec<_>>()
    };
    let ours = "e0000002-0000-4000-8000-000000000000".to_owned();
    assert_eq!(told(&|_| (), OUR_BOX), [(ours.clone(), "us")]);
    let all_signed = |document: &mut Value| {
        document["Docflow"]["ProxyResponse"]["Signature"] = signed("между");
        document["Docflow"]["RecipientResponse"]["Signature"] = signed("ответ");
    };
    let answered = [
        (ours, "us"),
        ("ответ".to_owned(), "them"),
        ("между".to_owned(), "intermediate"),
    ];
    assert_eq!(told(&all_signed, OUR_BOX), answered);
    let inbound = |document: &mut Value| {
        all_signed(document);
        document["DocumentInfo"]["DocumentDirection"] = "Inbound".into();
    };
    let came = [("ответ".to_owned(), "us"), ("между".to_owned(), "intermediate")];
    assert_eq!(
        told(&inbound, OUR_BOX),
        came,
        "the sender's comes with the document"
    );
    let between = |document: &mut Value| {
        inbound(document);
        document["DocumentInfo"]["Participants"]["Sender"]["BoxId"] = THEIR_BOX.into();
        document["DocumentInfo"]["Participants"]["Proxy"]["BoxId"] = OUR_BOX.into();
    };
    let passed_on = [("между".to_owned(), "us"), ("ответ".to_owned(), "them")];
    assert_eq!(told(&between, OUR_BOX), passed_on);
    let titled = |document: &mut Value| {
        document["Docflow"]["RecipientResponse"]["Title"] = json!({
            "Attachment": {"Entity": {"EntityId": "титул"}, "AttachmentFilename": "Титул.xml"},
            "Signature": signed("под-"),
        });
    };
    assert_eq!(
        told(&titled, OUR_BOX)[1],
        ("под-титул".to_owned(), "them"),
        "the title is fetched too"
    );
    let draft = |document: &mut Value| {
        all_signed(document);
        document["DocumentInfo"]["MessageType"] = "Draft".into();
    };
    assert!(told(&draft, OUR_BOX).is_empty());
}

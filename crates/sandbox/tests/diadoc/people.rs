//! Who works in a box, what they may do, and who signed.

use serde_json::{Value, json};

use crate::golden::example;
use crate::support::{POST, Who, ids, letter};
use crate::wire::{Fields, begin};

/// Every field of the example, in lists of the first item.
fn assert_has_fields(example: &Value, ours: &Value, path: &str) {
    match (example, ours) {
        (Value::Object(fields), Value::Object(_)) => {
            // A computed extra beside the ticks.
            for (name, value) in fields.iter().filter(|(name, _)| *name != "DateTime") {
                assert!(!ours[name].is_null(), "{path}.{name}");
                assert_has_fields(value, &ours[name], &format!("{path}.{name}"));
            }
        }
        (Value::Array(items), Value::Array(own)) => {
            if let (Some(item), Some(own)) = (items.first(), own.first()) {
                assert_has_fields(item, own, path);
            }
        }
        _ => assert_eq!(example.is_string(), ours.is_string(), "{path}"),
    }
}

#[tokio::test]
async fn an_employee_is_told_with_every_published_field_and_by_number_to_a_library() {
    let (stage, mut wire, anna) = begin().await;
    let ours = stage.ours(0);
    let me = stage
        .get(Who::Anna, &format!("/GetMyEmployee?boxId={ours}"))
        .await;
    let shape = json!({"User": {"UserId": "u", "FullName": {"LastName": "И"}}, "Position": "П",
        "Permissions": {"DocumentAccessLevel": "AllDocuments", "Actions": [{"Name": "A", "IsAllowed": true}]}});
    assert_has_fields(&example("get_my_employee.json", shape), &me, "");
    let id = me["User"]["UserId"].as_str().unwrap().to_owned();
    let same = stage
        .get(Who::Anna, &format!("/GetEmployee?boxId={ours}&userId={id}"))
        .await;
    assert_eq!(same, me);

    let path = format!("/GetMyEmployee?boxId={ours}");
    let answer = wire.csharp("GET", &path, &anna, b"").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let told = Fields::of(&answer.body);
    assert_eq!((told.inner(1).text(1), told.varint(4)), (id, 1));
    // AllDocuments is 2.
    assert_eq!((told.inner(2).varint(2), told.inner(2).varint(3)), (1, 2));
    assert_eq!(told.inner(2).inners(5).len(), 6);
    let path = format!("/GetEmployees?boxId={ours}&page=1&count=1");
    let list = Fields::of(&wire.java("GET", &path, &anna, b"").await.body);
    assert_eq!(list.inners(1).len(), 1);

    // The older call names the organisation.
    let organizations = stage.get(Who::Anna, "/GetMyOrganizations").await;
    let mine = organizations["Organizations"][0]["OrgId"].as_str().unwrap();
    let path = format!("/GetMyPermissions?orgId={mine}");
    let answer = wire.csharp("GET", &path, &anna, b"").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let told = Fields::of(&answer.body);
    assert_eq!((told.varint(4), told.varint(7), told.varint(11)), (1, 0, 1));
    assert_eq!(told.inner(12).varint(1), 0, "nobody is blocked");
    // Who does not work there is told nothing.
    let theirs = stage.theirs("Кедровая");
    let path = format!("/GetMyEmployee?boxId={theirs}");
    assert_eq!(wire.csharp("GET", &path, &anna, b"").await.status, 403);
}

#[tokio::test]
async fn what_the_operator_found_of_a_signature_is_told() {
    let (stage, mut wire, anna) = begin().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let posted = stage
        .post(Who::Anna, POST, &letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4"))
        .await;
    stage.advance(10).await;
    let (message, document) = ids(&posted);
    let docflow = stage
        .docflow(Who::Anna, &ours, &(message.clone(), document.clone()))
        .await;
    let signature = &docflow["Docflow"]["SenderTitle"]["Attachment"]["Signature"];
    for form in ["Cms", "CadesT"] {
        let entity = signature[form]["EntityId"].as_str().unwrap();
        let path = format!("/GetSignatureInfo?boxId={ours}&messageId={message}&entityId={entity}");
        let told = stage.get(Who::Anna, &path).await;
        assert_eq!(
            told["SignatureVerificationResult"]["IsValid"], true,
            "{form}: {told:#}"
        );
        let answer = wire.csharp("GET", &path, &anna, b"").await;
        let told = Fields::of(&answer.body);
        assert!(told.inner(1).has(1) && told.has(4) && told.has(5), "{form}");
        assert_eq!(told.inner(3).varint(1), 1, "{form}");
    }
    let path = format!("/GetSignatureInfo?boxId={ours}&messageId={message}&entityId={document}");
    assert_eq!(
        wire.java("GET", &path, &anna, b"").await.status,
        404,
        "a document is no signature"
    );
}

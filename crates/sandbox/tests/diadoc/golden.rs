//! The published example requests are accepted once their placeholders are replaced (boxes, ids, shortened base64, a
//! version that this sandbox serves), and refused when a required field is taken away. Without `SURGUCH_GOLDEN` the same
//! shapes are built here. What this sandbox does not serve is listed with the reason, and shown to be refused.

use std::path::PathBuf;

use reqwest::StatusCode;
use sandbox::diadoc::cms::test_signature;
use serde_json::{Value, json};

use crate::support::{POST, SIGNER, Stage, Who, base64, ids, title, utd};
use crate::wire::{Fields, Wire};

const PATCH: &str = "/V4/PostMessagePatch";

pub fn folder() -> Option<PathBuf> {
    Some(PathBuf::from(std::env::var_os("SURGUCH_GOLDEN")?).join("diadoc"))
}

/// The example, or the shape that it has.
pub fn example(name: &str, shape: Value) -> Value {
    match folder() {
        Some(folder) => serde_json::from_str(&std::fs::read_to_string(folder.join(name)).unwrap()).unwrap(),
        None => shape,
    }
}

pub fn put(order: &mut Value, pointer: &str, value: Value) {
    let Some(place) = order.pointer_mut(pointer) else {
        panic!("{pointer}: {order}");
    };
    *place = value;
}

fn without(order: &Value, pointer: &str) -> Value {
    let mut spoiled = order.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = spoiled.pointer_mut(parent).unwrap();
    match parent {
        Value::Object(fields) => assert!(fields.remove(name).is_some(), "{pointer}"),
        other => drop(other.as_array_mut().unwrap().remove(name.parse().unwrap())),
    }
    spoiled
}

/// Refused without each of these, accepted with all of them.
pub async fn walk(stage: &Stage, who: Who, path: &str, order: &Value, required: &[&str]) -> Value {
    for pointer in required {
        let (status, text) = stage.try_post(who, path, &without(order, pointer)).await;
        assert_eq!(
            status,
            StatusCode::BAD_REQUEST,
            "{path} without {pointer}: {text}"
        );
        assert!(!text.is_empty(), "{pointer}");
    }
    stage.post(who, path, order).await
}

/// A file and its signature instead of the shortened ones.
fn fill(order: &mut Value, list: &str, content: &[u8]) {
    put(
        order,
        &format!("/{list}/0/SignedContent/Content"),
        json!(base64(content)),
    );
    let signature = json!(base64(test_signature(content)));
    put(order, &format!("/{list}/0/SignedContent/Signature"), signature);
}

fn posting(type_named_id: &str) -> Value {
    json!({"FromBoxId": "{{boxId_sender}}", "ToBoxId": "{{boxId_recipient}}", "DocumentAttachments": [{
        "SignedContent": {"Content": "PD94bWw...NC50Ls+", "Signature": "MIIN5QYJ...A9MJ"},
        "TypeNamedId": type_named_id, "Function": "СЧФДОП", "Version": "utd970_05_02_01"}]})
}

/// Boxes and files in their places; format 5.03 is the one that this sandbox takes.
fn posted(stage: &Stage, mut order: Value) -> Value {
    put(&mut order, "/FromBoxId", json!(stage.ours(0)));
    put(&mut order, "/ToBoxId", json!(stage.theirs("Кедровая")));
    fill(&mut order, "DocumentAttachments", &title("СЧФДОП"));
    order
}

const REQUIRED_TO_POST: [&str; 7] = [
    "/FromBoxId",
    "/ToBoxId",
    "/DocumentAttachments",
    "/DocumentAttachments/0/SignedContent",
    "/DocumentAttachments/0/SignedContent/Content",
    "/DocumentAttachments/0/SignedContent/Signature",
    "/DocumentAttachments/0/TypeNamedId",
];

#[tokio::test]
async fn a_published_utd_is_posted_and_refused_without_anything_required() {
    let stage = Stage::new().await;
    let order = example(
        "post_message_utd970_request.json",
        posting("UniversalTransferDocument"),
    );
    let mut order = posted(&stage, order);
    let (status, text) = stage.try_post(Who::Anna, POST, &order).await;
    // As published: an older version of the format.
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(
        text.contains("Документ не может быть отправлен в указанном формате"),
        "{text}"
    );
    put(
        &mut order,
        "/DocumentAttachments/0/Version",
        json!("utd970_05_03_01"),
    );
    walk(&stage, Who::Anna, POST, &order, &REQUIRED_TO_POST).await;
    assert_eq!(stage.ledger().await.len(), 1);
}

#[tokio::test]
async fn a_published_posting_with_a_power_of_attorney_needs_its_number_and_principal() {
    let stage = Stage::new().await;
    let mut shape = posting("тип документа");
    shape["DocumentAttachments"][0]["SignedContent"]["PowerOfAttorney"] =
        json!({"FullId": {"RegistrationNumber": "номер", "IssuerInn": "ИНН доверителя"}});
    let mut order = posted(&stage, example("post_message_poa_request.json", shape));
    let document = "/DocumentAttachments/0";
    for (name, value) in [
        ("TypeNamedId", "UniversalTransferDocument"),
        ("Function", "СЧФДОП"),
        ("Version", "utd970_05_03_01"),
        (
            "SignedContent/PowerOfAttorney/FullId/RegistrationNumber",
            "5b0e7a3e-2f57-4b5e-9a64-5f3f0f6f8a11",
        ),
        ("SignedContent/PowerOfAttorney/FullId/IssuerInn", "9612045075"),
    ] {
        put(&mut order, &format!("{document}/{name}"), json!(value));
    }
    let mut required = REQUIRED_TO_POST.to_vec();
    required.extend([
        "/DocumentAttachments/0/SignedContent/PowerOfAttorney/FullId",
        "/DocumentAttachments/0/SignedContent/PowerOfAttorney/FullId/RegistrationNumber",
        "/DocumentAttachments/0/SignedContent/PowerOfAttorney/FullId/IssuerInn",
    ]);
    walk(&stage, Who::Anna, POST, &order, &required).await;
}

/// Acts, ТОРГ-12 and ТОРГ-2 are not among the types of this sandbox (see `types`): it refuses them as the service
/// refuses what a box may not exchange.
#[tokio::test]
async fn published_postings_of_types_that_are_not_exchanged_here_are_refused_with_the_documented_words() {
    let stage = Stage::new().await;
    for (file, type_named_id) in [
        ("post_message_act_request.json", "XmlAcceptanceCertificate"),
        ("post_message_torg2_request.json", "Torg2"),
        ("post_message_xmltorg12_request.json", "XmlTorg12"),
    ] {
        let order = posted(&stage, example(file, posting(type_named_id)));
        let (status, text) = stage.try_post(Who::Anna, POST, &order).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{file}");
        let words =
            "MessageToPost.DocumentAttachments[0]: Документ не может быть отправлен в указанном формате";
        assert_eq!(text, words, "{file}");
    }
    assert!(stage.ledger().await.is_empty());
}

/// A service document of this kind, small and well-formed.
fn paper(prefix: &str, body: &str) -> Vec<u8> {
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n<Файл ИдФайл=\"{prefix}_2BM-1_2BM-2_20261122_1\"><Документ>{body}</Документ></Файл>"
    );
    encoding_rs::WINDOWS_1251.encode(&xml).0.into_owned()
}

/// An inbound УПД of Stepan: his box, the ids.
pub async fn inbound(stage: &Stage) -> (String, (String, String)) {
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let mut order = utd(&ours, &theirs, "СЧФДОП");
    order["DocumentAttachments"][0]["NeedReceipt"] = json!(true);
    let ids = ids(&stage.post(Who::Anna, POST, &order).await);
    stage.advance(10).await;
    (theirs, ids)
}

pub fn patched(order: &mut Value, list: &str, box_id: &str, ids: &(String, String), content: &[u8]) {
    put(order, "/BoxId", json!(box_id));
    put(order, "/MessageId", json!(ids.0));
    put(order, &format!("/{list}/0/ParentEntityId"), json!(ids.1));
    fill(order, list, content);
}

#[tokio::test]
async fn published_patches_are_accepted_and_refused_without_anything_required() {
    let stage = Stage::new().await;
    let receipt = || paper("DP_IZVPOL", "");
    let refusal = || paper("DP_UVUTOCH", "<ТекстУведУточ>Не наш</ТекстУведУточ>");
    let buyer = || paper("ON_NSCHFDOPPOK", "<КодСодОпер КодИтога=\"1\"/>");
    let cases = [
        (
            "post_message_patch_invoice_receipt_request.json",
            "Receipts",
            receipt(),
        ),
        ("seed_post_message_patch_v4_receipt.json", "Receipts", receipt()),
        (
            "seed_post_message_patch_v4_rejection.json",
            "XmlSignatureRejections",
            refusal(),
        ),
        (
            "post_message_patch_recipient_title_request.json",
            "RecipientTitles",
            buyer(),
        ),
        (
            "post_message_patch_act_buyer_request.json",
            "RecipientTitles",
            buyer(),
        ),
        (
            "post_message_patch_xmltorg12_buyer_request.json",
            "RecipientTitles",
            buyer(),
        ),
    ];
    for (file, list, content) in cases {
        let (box_id, ids) = inbound(&stage).await;
        let shape = json!({"BoxId": "{{boxId}}", "MessageId": "m", list: [{"ParentEntityId": "p&",
            "SignedContent": {"Content": "PD94...", "Signature": "MIIN..."}, "Comment": "x", "Label": "text"}]});
        let mut order = example(file, shape);
        patched(&mut order, list, &box_id, &ids, &content);
        let in_list = |name: &str| format!("/{list}/0/{name}");
        let required = [
            "/BoxId".to_owned(),
            "/MessageId".to_owned(),
            format!("/{list}"),
            in_list("ParentEntityId"),
            in_list("SignedContent"),
            in_list("SignedContent/Content"),
            in_list("SignedContent/Signature"),
        ];
        let required: Vec<_> = required.iter().map(String::as_str).collect();
        let patch = walk(&stage, Who::Stepan, PATCH, &order, &required).await;
        assert_eq!(patch["MessageId"], ids.0, "{file}");
        assert_eq!(patch["Entities"].as_array().unwrap().len(), 2, "{file}");
    }
    // Published without its frame: the list alone.
    let (box_id, ids) = inbound(&stage).await;
    let shape =
        json!([{"ParentEntityId": "p&", "SignedContent": {"Content": "PD94...", "Signature": "MIIN..."}}]);
    let list = example("post_message_patch_receipt_request.json", shape);
    let mut order = json!({"BoxId": "", "MessageId": "", "Receipts": list});
    patched(&mut order, "Receipts", &box_id, &ids, &receipt());
    stage.post(Who::Stepan, PATCH, &order).await;
}

#[tokio::test]
async fn a_published_log_in_needs_both_its_fields() {
    let stage = Stage::new().await;
    let shape = json!({"login": "login", "password": "pass"});
    let mut order = example("authenticate_v3_password_request.json", shape);
    let user = &stage.world["users"][0];
    let path = format!("{}/V3/Authenticate?type=password", stage.base);
    let log_in = async |order: &Value| {
        let request = stage.client.post(&path).json(order);
        let request = request.header("Authorization", stage.authorization(Who::Anna));
        let answer = request.send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    };
    let wrong = "Wrong password provided for login login".to_owned();
    assert_eq!(log_in(&order).await, (StatusCode::UNAUTHORIZED, wrong));
    put(&mut order, "/login", user["login"].clone());
    put(&mut order, "/password", user["password"].clone());
    for pointer in ["/login", "/password"] {
        let (status, text) = log_in(&without(&order, pointer)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{pointer}");
        assert_eq!(text, "Can't deserialize request body into type: LoginPassword");
    }
    assert_eq!(log_in(&order).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_published_question_for_docflows_needs_both_ids() {
    let stage = Stage::new().await;
    let (theirs, ids) = inbound(&stage).await;
    let shape = json!({"Requests": [{"DocumentId": {"MessageId": "m", "EntityId": "e"}}]});
    let mut order = example("seed_get_docflows_v4_request.json", shape);
    let path = format!("/V4/GetDocflows?boxId={theirs}");
    put(&mut order, "/Requests/0/DocumentId/MessageId", json!(ids.0));
    put(&mut order, "/Requests/0/DocumentId/EntityId", json!(ids.1));
    let required = [
        "/Requests/0/DocumentId",
        "/Requests/0/DocumentId/MessageId",
        "/Requests/0/DocumentId/EntityId",
    ];
    let answer = walk(&stage, Who::Stepan, &path, &order, &required).await;
    assert_eq!(answer["Documents"][0]["DocumentId"]["EntityId"], ids.1);
}

#[tokio::test]
async fn a_request_to_sign_is_read_and_content_of_other_places_is_refused() {
    let (root, key) = crate::signing::kept("9612045075");
    let stage = Stage::keeping(root, key).await;
    let path = format!("/DssSign?boxId={}", stage.ours(0));
    let shape = json!({"Files": [
        {"Content": {"Content": ""}, "FileName": "first.xml"},
        {"Content": {"NameOnShelf": "__userId__/file"}, "FileName": "second.xml"},
    ]});
    let mut order = example("dss_sign_request.json", shape);
    put(&mut order, "/Files/0/Content/Content", json!("PD94bWw+"));
    let (status, text) = stage.try_post(Who::Anna, &path, &order).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{text}");
    assert!(text.contains("с полки"), "{text}");
    order["Files"].as_array_mut().unwrap().truncate(1);
    let begun = stage.post(Who::Anna, &path, &order).await;
    assert!(begun["TaskId"].is_string());
}

#[tokio::test]
async fn published_requests_of_generators_and_of_a_search_are_served_and_refused_without_anything_required() {
    let stage = Stage::new().await;
    let (box_id, ids) = inbound(&stage).await;
    let shape = json!({"ErrorMessage": "Текстовый комментарий", "MessageId": "", "AttachmentId": "",
        "SignerContent": "PD94bWw="});
    let (receipt, refusal) = ("/V2/GenerateReceiptXml", "/V2/GenerateSignatureRejectionXml");
    for (file, path) in [
        ("generate_receipt_v2_request.json", receipt),
        ("seed_generate_receipt_v2_request.json", receipt),
        ("seed_generate_rejection_v2_request.json", refusal),
        (
            "seed_generate_correction_request_v2.json",
            "/V2/GenerateInvoiceCorrectionRequestXml",
        ),
    ] {
        let mut order = example(file, shape.clone());
        put(&mut order, "/MessageId", json!(ids.0));
        put(&mut order, "/AttachmentId", json!(ids.1));
        put(&mut order, "/SignerContent", json!(base64(SIGNER)));
        let path = format!("{path}?boxId={box_id}");
        for pointer in ["/MessageId", "/AttachmentId", "/SignerContent"] {
            let (status, text) = stage
                .try_post(Who::Stepan, &path, &without(&order, pointer))
                .await;
            assert_eq!(
                status,
                StatusCode::BAD_REQUEST,
                "{file} without {pointer}: {text}"
            );
        }
        let (status, xml) = stage.try_post(Who::Stepan, &path, &order).await;
        assert_eq!(status, StatusCode::OK, "{file}: {xml}");
    }
    // The first version names the document in its query and the signer in its body.
    let signer = example("signer_request_receipt.json", json!({"SignerDetails": {}}));
    let path = format!(
        "/GenerateReceiptXml?boxId={box_id}&messageId={}&attachmentId={}",
        ids.0, ids.1
    );
    assert_eq!(
        stage.try_post(Who::Stepan, &path, &signer).await.0,
        StatusCode::OK
    );
    let search = example(
        "search_docflows_request.json",
        json!({"QueryString": "example", "Count": 100}),
    );
    let path = format!("/V4/SearchDocflows?boxId={box_id}");
    let found = walk(&stage, Who::Stepan, &path, &search, &["/QueryString"]).await;
    assert_eq!(found["HaveMoreDocuments"], false);
}

#[tokio::test]
async fn the_table_of_workflows_is_that_of_the_documentation_in_both_formats() {
    let stage = Stage::new().await;
    let path = format!("/V2/GetWorkflowsSettings?boxId={}", stage.ours(0));
    let told = stage.get(Who::Anna, &path).await;
    let rows = told["DocumentWorkflowSettings"].as_array().unwrap();
    let ids: Vec<_> = rows.iter().map(|row| row["Id"].as_u64().unwrap()).collect();
    assert_eq!(ids, (1..=19).collect::<Vec<_>>());
    assert_eq!(told, example("derived_workflow_settings_v2.json", told.clone()));
    let foreign = format!("/V2/GetWorkflowsSettings?boxId={}", stage.theirs("Кедровая"));
    assert_eq!(stage.try_get(Who::Anna, &foreign).await.0, StatusCode::FORBIDDEN);
    let mut wire = Wire::to(&stage).await;
    let answer = wire
        .csharp("GET", &path, &stage.authorization(Who::Anna), b"")
        .await;
    let invoice = Fields::of(&answer.body).inners(1).remove(16);
    assert_eq!(
        (invoice.varint(1), invoice.varint(5), invoice.varint(6)),
        (17, 3, 3)
    );
    assert_eq!(
        invoice.inner(2).varint(3),
        3,
        "a receipt notice always comes on the title"
    );
}

/// Requests of the collection that this sandbox does not serve: the file, the method, why.
const NOT_SERVED: [(&str, &str, &str); 2] = [
    (
        "create_employee_request.json",
        "/CreateEmployee",
        "people are fixed in the training world",
    ),
    (
        "update_subscriptions_request.json",
        "/UpdateSubscriptions",
        "letters to employees",
    ),
];

#[tokio::test]
async fn the_published_invitation_is_accepted_and_refused_without_its_file() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Тихая гавань"));
    let shape = json!({
        "BoxId": "",
        "MessageToCounteragent": "Примите приглашение к сотрудничеству",
        "InvitationDocument": { "FileName": "invitation", "SignedContent": { "Content": "", "Signature": "" } },
    });
    let mut order = example("acquire_counteragent_v3_request.json", shape);
    let content = b"<invitation/>";
    put(&mut order, "/BoxId", json!(theirs));
    put(
        &mut order,
        "/InvitationDocument/SignedContent/Content",
        json!(base64(content)),
    );
    let signature = base64(test_signature(content));
    put(
        &mut order,
        "/InvitationDocument/SignedContent/Signature",
        json!(signature),
    );
    let path = format!("/V3/AcquireCounteragent?myBoxId={ours}");
    for missing in [
        "/InvitationDocument/SignedContent/Content",
        "/InvitationDocument/FileName",
        "/BoxId",
    ] {
        let mut less = order.clone();
        put(&mut less, missing, json!(""));
        let (status, text) = stage.try_post(Who::Anna, &path, &less).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{missing}: {text}");
    }
    assert!(stage.post(Who::Anna, &path, &order).await["TaskId"].is_string());
}

#[tokio::test]
async fn what_is_not_served_is_said_to_be_unknown_and_stays_on_the_list_only_so_long() {
    let stage = Stage::new().await;
    for (file, path, why) in NOT_SERVED {
        let order = if file.ends_with(".json") {
            example(file, json!({}))
        } else {
            json!({})
        };
        let (status, text) = stage.try_post(Who::Anna, path, &order).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{file} ({why}): {text}");
    }
}

#[test]
fn no_request_of_the_collection_is_forgotten() {
    let Some(folder) = folder() else { return };
    let own_text = [
        include_str!("golden.rs"),
        include_str!("contracts.rs"),
        include_str!("asking.rs"),
        include_str!("asking/messages.rs"),
    ]
    .concat();
    let is_request = |name: &str| {
        name.contains("request")
            || name.contains("post_message")
            || name.contains("_generate_")
            || name.contains("usercontract")
    };
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        // A title that the operator answers with bears the word in another sense.
        if is_request(&name) && !name.starts_with("seed_ttgis") {
            count += 1;
            assert!(own_text.contains(&format!("\"{name}\"")), "{name}");
        }
    }
    assert!(count > 25, "{count}");
}

//! `documents.preflight`, `sending.*`, `pairs.*` and copies from the operator: in their agreed form, refused by name.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Office, file};

const CEDAR_GROVE: &str = "9644112800";
const PAPER: i64 = 1;
const UTD: i64 = 2;

/// An office that is connected and knows its counterparties, with a PDF (1) and a УПД (2).
async fn office() -> Office {
    let office = Office::open().await;
    office.answer("connections.save", office.connection()).await;
    office.answer("counterparties.sync", json!({})).await;
    let files = json!({ "files": [file("print_form.pdf"), file("utd_schfdop_503.xml")] });
    office.answer("documents.import", files).await;
    office
}

async fn grove(office: &Office) -> Value {
    let found = office
        .answer("counterparties.list", json!({ "query": CEDAR_GROVE }))
        .await;
    found["counterparties"][0]["id"].clone()
}

fn named<'a>(findings: &'a Value, code: &str) -> &'a Value {
    let mut all = findings.as_array().unwrap().iter();
    all.find(|one| one["code"] == code)
        .unwrap_or_else(|| panic!("{code} in {findings:#}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_before_sending_names_what_stands_in_the_way_and_where_it_is_mended() {
    let office = office().await;
    let look = office.answer("documents.preflight", json!({ "id": PAPER })).await;
    let gap = named(&look["blockers"], "no_counterparty");
    assert_eq!(gap["fix"], "edit", "{look:#}");
    assert!(gap["sentence"].as_str().unwrap().ends_with('.'));
    let card = office.answer("documents.get", json!({ "id": PAPER })).await;
    assert_eq!(
        named(&card["missing"], "no_counterparty"),
        gap,
        "the card says the same"
    );

    let look = office
        .answer("documents.preflight", json!({ "id": UTD, "connection_id": 1 }))
        .await;
    assert_eq!(look["blockers"], json!([]), "{look:#}");
    let lost = json!({ "id": 404 });
    assert_eq!(
        office.code("documents.preflight", lost).await,
        "document_not_found"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_to_a_counterparty_is_chosen_and_remembered() {
    let office = office().await;
    let id = grove(&office).await;
    let ask = json!({ "counterparty_id": id });
    let found = office.answer("sending.ways", ask.clone()).await;
    let way = &found["ways"][0];
    assert_eq!(way["chosen"]["box_id"], "", "the program chooses: {found:#}");
    let theirs = way["boxes"][0]["box_id"].clone();
    let department = json!({ "id": "5b1c1f7e-0000-4000-8000-000000000001", "name": "Отдел снабжения" });
    let chosen = json!({ "box_id": theirs, "our_department": null, "their_department": department });
    let choice = json!({ "connection_id": 1, "counterparty_id": id, "chosen": chosen });
    office.answer("sending.choose", choice.clone()).await;
    office.answer("sending.ask_anew", json!({})).await;
    let again = office.answer("sending.ways", ask).await;
    assert_eq!(again["ways"][0]["chosen"]["box_id"], theirs, "{again:#}");
    assert_eq!(
        again["ways"][0]["chosen"]["their_department"]["name"],
        "Отдел снабжения"
    );

    for (field, code) in [
        ("counterparty_id", "counterparty_not_found"),
        ("connection_id", "connection_not_found"),
    ] {
        let mut wrong = choice.clone();
        wrong[field] = json!(404);
        assert_eq!(office.code("sending.choose", wrong).await, code);
    }
    let lost = json!({ "counterparty_id": 404 });
    assert_eq!(office.code("sending.ways", lost).await, "counterparty_not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_keeps_how_it_was_left_and_its_copies_are_fetched() {
    let office = office().await;
    let job = fetch(&office).await;
    assert_eq!(job["counts"]["blocked"], 1, "it is not there yet: {job:#}");
    let request = json!({
        "ids": [UTD],
        "comment": "Согласуйте до пятницы",
        "departure": "draft",
        "tags": [{ "key": "Договор", "value": "12" }],
    });
    let sent = office.answer("documents.send", request).await;
    assert!(sent["results"][0]["sending_id"].is_i64(), "{sent:#}");
    office.answer("sync.run", json!({})).await;
    let card = office.answer("documents.get", json!({ "id": UTD })).await;
    let sending = &card["sendings"][0];
    assert_eq!(
        (
            &sending["departure"],
            &sending["comment"],
            &sending["tags"][0]["key"]
        ),
        (
            &json!("draft"),
            &json!("Согласуйте до пятницы"),
            &json!("Договор")
        ),
        "{sending:#}"
    );
    assert_eq!(sending["status"]["code"], "draft");
    let job = fetch(&office).await;
    assert_eq!(
        (&job["state"], &job["counts"]["ready"]),
        (&json!("planned"), &json!(1)),
        "{job:#}"
    );
}

/// «Скачать архив из ЭДО» for the УПД, looked over.
async fn fetch(office: &Office) -> Value {
    let request = json!({
        "action": "download",
        "selection": { "ids": [UTD] },
        "params": { "what": "archive" },
        "operation": Uuid::new_v4().to_string(),
    });
    let job = office.answer("bulk.plan", request).await;
    office.engine.finish_bulk().await.unwrap();
    let jobs = office.answer("bulk.list", json!({})).await;
    let all = jobs["jobs"].as_array().unwrap();
    all.iter()
        .find(|one| one["id"] == job["job"]["id"])
        .unwrap()
        .clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_documents_of_ours_are_never_one_paper() {
    let office = office().await;
    let none = office.answer("pairs.propose", json!({ "id": UTD })).await;
    assert_eq!(none["proposals"], json!([]), "nothing came");
    let both = json!({ "id": UTD, "other_id": PAPER });
    assert_eq!(office.code("pairs.accept", both.clone()).await, "not_an_arrival");
    for command in ["pairs.refuse", "pairs.undo", "pairs.accept"] {
        let lost = json!({ "id": 404, "other_id": 405 });
        assert_eq!(
            office.code(command, lost).await,
            "document_not_found",
            "{command}"
        );
    }
    let card = office.answer("documents.get", json!({ "id": UTD })).await;
    assert_eq!(
        (&card["pair"], &card["is_arrival"]),
        (&Value::Null, &json!(false)),
        "{card:#}"
    );
}

//! A record is written, its file made by the operator and by the program, sent, signed; every step through the same
//! door as the window's.

use serde_json::{Value, json};
use testkit::{CEDAR_GROVE, Clerk, Computer, POLAR_STAR, Partner};

/// What a УПД asks of a firm beyond name and numbers.
fn requisites() -> Value {
    json!({
        "full_name": "Общество с ограниченной ответственностью «Полярная звезда»",
        "address": {
            "postcode": "183038", "region_code": "51", "region": "Мурманская область", "city": "Мурманск",
            "street": "ул. Портовая", "house": "7",
        },
        "head": {
            "position": "Генеральный директор", "last_name": "Северова", "first_name": "Анна",
            "middle_name": "Ильинична", "grounds": "Устава",
        },
    })
}

fn line(name: &str, quantity: &str, price: &str) -> Value {
    json!({
        "name": name, "unit": "шт", "quantity": quantity, "price": price, "vat_rate": "22",
        "vat_amount": null, "net": null, "total": null, "item_code": "", "product_kind_code": "", "unit_code": "796",
        "excise": null, "country_code": "", "country": "", "customs_declaration": "", "is_service": false,
        "performer": "",
    })
}

async fn kind(clerk: &Clerk, code: &str) -> Value {
    let kinds = clerk.rpc("kinds.list", json!({})).await;
    let found = kinds["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .find(|kind| kind["code"] == code);
    found.unwrap()["id"].clone()
}

/// A record of this kind to ООО «Кедровая роща», with one line.
async fn written(clerk: &Clerk, code: &str) -> i64 {
    let firm = clerk.rpc("firms.list", json!({})).await["firms"][0].clone();
    let saved = json!({
        "id": firm["id"], "name": firm["name"], "inn": firm["inn"], "kpp": firm["kpp"], "requisites": requisites(),
    });
    clerk.rpc("firms.save", saved).await;
    let buyers = clerk
        .rpc("counterparties.list", json!({ "query": CEDAR_GROVE }))
        .await;
    let buyer = &buyers["counterparties"][0];
    let card = json!({
        "id": buyer["id"], "name": buyer["name"], "inn": buyer["inn"], "kpp": buyer["kpp"],
        "requisites": { "address": { "region_code": "44", "region": "Костромская область", "city": "Кострома" } },
    });
    clerk.rpc("counterparties.save", card).await;
    let request = json!({
        "kind_id": kind(clerk, code).await,
        "firm_id": firm["id"],
        "counterparty_id": buyer["id"],
    });
    let id = clerk.rpc("documents.create", request).await["id"].clone();
    let edited = clerk.rpc("documents.edit", json!({ "id": id })).await;
    let mut record = edited["record"].clone();
    record["lines"] = json!([line("Канат швартовый", "3", "1000.00")]);
    let saved = clerk
        .rpc(
            "documents.save",
            json!({ "id": id, "revision": edited["revision"], "record": record }),
        )
        .await;
    assert_eq!(
        (&saved["totals"]["total"], &saved["problems"]),
        (&json!("3660.00"), &json!([]))
    );
    id.as_i64().unwrap()
}

async fn prepared(clerk: &Clerk, id: i64, generator: &str) -> Value {
    let request = json!({ "ids": [id], "generator": generator });
    let answer = clerk.rpc("documents.prepare", request).await;
    let result = answer["results"][0].clone();
    assert!(result["error"].is_null(), "{result:#}");
    result["file"].clone()
}

async fn signed(clerk: &Clerk, partner: &Partner, id: i64) {
    let document = domain::DocumentId(id);
    clerk.sends(document).await;
    clerk.refreshes().await;
    assert_eq!(clerk.status(document).await, "Ожидается подпись контрагента");
    let (message, entity) = clerk.remote(document).await;
    partner.counterparty_signs(CEDAR_GROVE, &message, &entity).await;
    clerk.refreshes().await;
    assert_eq!(clerk.status(document).await, "Подписан контрагентом");
}

#[tokio::test]
async fn a_utd_is_written_made_by_the_operator_and_by_the_program_and_signed() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens(folder.path(), computer.ports());
    clerk.connects(&partner, POLAR_STAR).await;
    for generator in ["operator", "own"] {
        let id = written(&clerk, "utd").await;
        assert_eq!(clerk.status(domain::DocumentId(id)).await, "Не отправлялся");
        let file = prepared(&clerk, id, generator).await;
        assert!(
            file["name"].as_str().unwrap().starts_with("ON_NSCHFDOPPR_"),
            "{file}"
        );
        assert_eq!(clerk.status(domain::DocumentId(id)).await, "Подготовлен");
        signed(&clerk, &partner, id).await;
        let card = clerk.rpc("documents.get", json!({ "id": id })).await;
        // The answering title stands beside what was sent.
        let mut files = card["files"].as_array().unwrap().iter();
        let sent = files.find(|file| file["is_current"] == true).unwrap();
        assert_eq!(sent["sending_ids"][0], card["sendings"][0]["id"]);
        assert_eq!(card["changed_since_sent"], false);
    }
    let ledger = partner.ledger().await;
    assert_eq!(ledger.len(), 2);
}

#[tokio::test]
async fn a_work_order_goes_as_its_print_form_and_again_after_a_refusal_and_a_change() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens(folder.path(), computer.ports());
    clerk.connects(&partner, POLAR_STAR).await;
    let id = written(&clerk, "work_order").await;
    let document = domain::DocumentId(id);
    let file = prepared(&clerk, id, "auto").await;
    assert_eq!(file["format_label"], "PDF");
    clerk.sends(document).await;
    clerk.refreshes().await;
    let (message, entity) = clerk.remote(document).await;
    partner
        .counterparty_refuses(CEDAR_GROVE, &message, &entity, "Не та цена каната")
        .await;
    clerk.refreshes().await;
    let list = clerk
        .rpc(
            "documents.list",
            json!({ "filter": { "statuses": ["rejected"] } }),
        )
        .await;
    assert!(
        list["rows"][0]["cause"]
            .as_str()
            .unwrap()
            .contains("Не та цена каната"),
        "{list:#}"
    );

    let edited = clerk.rpc("documents.edit", json!({ "id": id })).await;
    let mut record = edited["record"].clone();
    record["lines"][0]["price"] = json!("900");
    let request = json!({ "id": id, "revision": edited["revision"], "record": record });
    clerk.rpc("documents.save", request).await;
    let card = clerk.rpc("documents.get", json!({ "id": id })).await;
    assert_eq!(
        (&card["changed_since_sent"], &card["missing"][0]["code"]),
        (&json!(true), &json!("file_outdated"))
    );
    prepared(&clerk, id, "auto").await;
    signed(&clerk, &partner, id).await;
    let card = clerk.rpc("documents.get", json!({ "id": id })).await;
    assert_eq!(card["files"].as_array().unwrap().len(), 2);
    assert_eq!(partner.ledger().await.len(), 2);
}

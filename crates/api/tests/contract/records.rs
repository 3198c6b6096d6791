//! Directories and records.

use serde_json::{Value, json};

use crate::Office;

/// A firm, a buyer and a master at the computer, by their numbers, and the kind of work orders.
async fn peopled() -> (Office, Value, Value) {
    let office = Office::open().await;
    let firm = json!({
        "name": "ООО «Ветер»", "inn": "7707083893", "kpp": "770701001",
        "requisites": { "address": { "city": "Москва" }, "head": { "last_name": "Вихрев", "first_name": "Пётр" } },
    });
    let firm = office.answer("firms.save", firm).await["id"].clone();
    let firms = office.answer("firms.list", json!({})).await;
    assert_eq!(firms["firms"][0]["requisites"]["address"]["city"], "Москва");

    let kinds = office.answer("kinds.list", json!({})).await;
    let found = kinds["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .find(|kind| kind["code"] == "work_order");
    let order = found.unwrap().clone();
    let master = json!({
        "last_name": "Ветров", "first_name": "Борис", "position": "Мастер", "firm_ids": [firm], "is_former": false,
    });
    let master = office.answer("employees.save", master).await["id"].clone();
    office
        .answer("employees.set_current", json!({ "id": master }))
        .await;
    assert_eq!(
        office.answer("employees.list", json!({})).await["current_id"],
        master
    );

    let buyer = json!({ "name": "ООО «Кедровая роща»", "inn": "9644112800", "kpp": "964401001" });
    let buyer = office.answer("counterparties.save", buyer.clone()).await["id"].clone();
    let wish = json!({ "kind_id": order["id"], "counterparty_id": buyer });
    let id = office.answer("documents.create", wish).await["id"].clone();
    (office, order, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn kinds_and_firms_answer_in_their_agreed_form() {
    let office = Office::open().await;
    let firm = json!({
        "name": "ООО «Ветер»", "inn": "7707083893", "kpp": "770701001",
        "requisites": { "address": { "city": "Москва" }, "head": { "last_name": "Вихрев", "first_name": "Пётр" } },
    });
    office.answer("firms.save", firm).await;
    let firms = office.answer("firms.list", json!({})).await;
    assert_eq!(firms["firms"][0]["requisites"]["address"]["city"], "Москва");

    let kinds = office.answer("kinds.list", json!({})).await;
    let order = kinds["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .find(|kind| kind["code"] == "work_order")
        .unwrap()
        .clone();
    assert_eq!(
        (
            &order["numbering"]["prefix"],
            &order["edo_file"]["rule"],
            &order["is_builtin"]
        ),
        (&json!("ЗН-"), &json!("print_form"), &json!(true))
    );
    let mut changed = order.clone();
    for read_only in ["documents", "problems", "is_builtin"] {
        changed.as_object_mut().unwrap().remove(read_only);
    }
    changed["edo_file"] = json!({ "rule": "utd", "function": "transfer" });
    office.answer("kinds.save", changed.clone()).await;
    changed["edo_file"] = json!({ "rule": "print_form", "function": null });
    office.answer("kinds.save", changed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_and_counterparties_answer_in_their_agreed_form() {
    let office = Office::open().await;
    let firm = json!({
        "name": "ООО «Ветер»", "inn": "7707083893", "kpp": "770701001",
        "requisites": { "address": { "city": "Москва" }, "head": { "last_name": "Вихрев", "first_name": "Пётр" } },
    });
    let firm = office.answer("firms.save", firm).await["id"].clone();
    let firms = office.answer("firms.list", json!({})).await;
    assert_eq!(firms["firms"][0]["requisites"]["address"]["city"], "Москва");

    let person = json!({ "last_name": "Зимина", "first_name": "Анна", "phone": "8 (916) 123-45-67" });
    let person = office.answer("individuals.save", person).await["id"].clone();
    let card = office.answer("individuals.get", json!({ "id": person })).await;
    assert_eq!(
        (&card["individual"]["phone"], &card["documents"]),
        (&json!("+79161234567"), &json!(0))
    );
    let bad = json!({ "last_name": "Зимина", "first_name": "Анна", "phone": "нет" });
    assert_eq!(office.code("individuals.save", bad).await, "bad_phone");
    let master = json!({
        "last_name": "Ветров", "first_name": "Борис", "position": "Мастер", "firm_ids": [firm], "is_former": false,
    });
    let master = office.answer("employees.save", master).await["id"].clone();
    office
        .answer("employees.set_current", json!({ "id": master }))
        .await;
    assert_eq!(
        office.answer("employees.list", json!({})).await["current_id"],
        master
    );

    let buyer = json!({ "name": "ООО «Кедровая роща»", "inn": "9644112800", "kpp": "964401001" });
    let buyer = office.answer("counterparties.save", buyer.clone()).await["id"].clone();
    let check = json!({ "inn": "9644112800", "kpp": "964401001" });
    assert_eq!(
        office.answer("counterparties.check", check).await["existing"]["id"],
        buyer
    );
    let slip = office
        .answer("counterparties.check", json!({ "inn": "9644112801" }))
        .await;
    assert!(
        slip["problem"].as_str().unwrap().contains("контрольное число"),
        "{slip}"
    );
    let card = office.answer("counterparties.get", json!({ "id": buyer })).await;
    assert_eq!(
        (&card["requisites"]["ogrn"], &card["history"]),
        (&json!(""), &json!([]))
    );
    assert_eq!(
        office.answer("counterparties.duplicates", json!({})).await["groups"],
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_written_in_its_agreed_form() {
    let (office, _, id) = peopled().await;
    let edited = office.answer("documents.edit", json!({ "id": id })).await;
    assert_eq!(
        (
            &edited["record"]["number"],
            &edited["can_edit"],
            &edited["record"]["firm_id"]
        ),
        (&json!("ЗН-00001"), &json!("all"), &json!(1))
    );
    let mut record = edited["record"].clone();
    let line = json!({
        "name": "Замена масла", "unit": "усл", "quantity": "1,5", "price": "две тысячи", "vat_rate": "22",
        "vat_amount": null, "net": null, "total": null, "item_code": "", "product_kind_code": "", "unit_code": "",
        "excise": null, "country_code": "", "country": "", "customs_declaration": "", "is_service": true,
        "performer": "Ветров",
    });
    record["lines"] = json!([line]);
    let saving = json!({ "id": id, "revision": edited["revision"], "record": record });
    let saved = office.answer("documents.save", saving.clone()).await;
    assert_eq!(saved["record"]["lines"][0]["quantity"], "1.5");
    assert_eq!(saved["problems"][0]["field"], "lines[0].price");
    assert_eq!(office.code("documents.save", saving).await, "record_changed");
    let mut line = saved["record"]["lines"][0].clone();
    line["price"] = json!("2000");
    let counted = json!({ "prices": "with_vat", "lines": [line] });
    let counted = office.answer("documents.calculate", counted).await;
    assert_eq!(
        (&counted["lines"][0]["vat_amount"], &counted["totals"]["total"]),
        (&json!("540.98"), &json!("3000.00"))
    );
    assert!(
        counted["rates"]
            .as_array()
            .unwrap()
            .iter()
            .any(|rate| rate["code"] == "22/122")
    );
    let unknown = json!({ "prices": "with_vat", "lines": [{ "vat_rate": "100500" }] });
    assert_eq!(office.code("documents.calculate", unknown).await, "bad_request");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_removed_restored_and_frozen_in_its_agreed_form() {
    let (office, order, id) = peopled().await;
    let row = office
        .answer("documents.list", json!({ "filter": { "kind_id": order["id"] } }))
        .await["rows"][0]
        .clone();
    assert_eq!(
        (
            &row["kind_label"],
            &row["origin"],
            &row["has_file"],
            &row["assignee_name"]
        ),
        (
            &json!("Заказ-наряд"),
            &json!("composed"),
            &json!(false),
            &json!("Ветров\u{a0}Б.")
        )
    );
    let removed = office
        .answer("documents.remove", json!({ "ids": [id, 77] }))
        .await;
    assert_eq!(removed["results"][1]["error"]["code"], "document_not_found");
    let trash = json!({ "trash_ids": [removed["results"][0]["trash_id"]] });
    let back = office.answer("documents.restore", trash).await["ids"][0].clone();
    let prepared = office.answer("documents.prepare", json!({ "ids": [back] })).await;
    let file = &prepared["results"][0]["file"];
    assert_eq!(
        (&file["is_current"], &file["is_outdated"]),
        (&json!(true), &json!(false)),
        "{prepared}"
    );
    let card = office.answer("documents.get", json!({ "id": back })).await;
    assert_eq!(card["files"][0]["blob"], card["document"]["file"]["blob"]);
    assert_eq!(
        (&card["kind"]["code"], &card["document"]["status"]["code"]),
        (&json!("work_order"), &json!("prepared"))
    );
    assert_eq!(
        office.code("kinds.remove", json!({ "id": order["id"] })).await,
        "kind_in_use"
    );
}

//! What stands above the list and in its views: counters of the chosen firm, periods by their names.

use serde_json::{Value, json};

use crate::{Office, file};

async fn rows(office: &Office, filter: Value) -> usize {
    let list = office.answer("documents.list", json!({ "filter": filter })).await;
    list["rows"].as_array().unwrap().len()
}

async fn firm(office: &Office, name: &str, inn: &str) -> Value {
    let firm = json!({ "name": name, "inn": inn, "kpp": "770701001" });
    office.answer("firms.save", firm).await["id"].clone()
}

async fn save_view(office: &Office, name: &str, filter: Value) {
    let view = json!({ "name": name, "is_pinned": true, "state": { "filter": filter } });
    office.answer("views.save", view).await;
}

fn counts(views: &[Value]) -> Vec<i64> {
    views.iter().map(|view| view["count"].as_i64().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_above_a_list_of_one_firm_is_counted_for_that_firm() {
    let office = Office::open().await;
    let wind = firm(&office, "ООО «Ветер»", "7707083893").await;
    let grove = firm(&office, "ООО «Кедровая роща»", "9644112800").await;
    let files = json!({ "files": [file("print_form.pdf"), file("utd_schfdop_503.xml")] });
    office.answer("documents.import", files).await;
    let unsent = |firm: &Value| json!({ "statuses": ["not_in_edo"], "firm_id": firm });
    let told = async |firm: &Value| {
        let list = office
            .answer("documents.list", json!({ "filter": unsent(firm) }))
            .await;
        let count = |count: &Value| count["count"].as_u64().unwrap();
        let whole: u64 = list["counts"].as_array().unwrap().iter().map(count).sum();
        (list["rows"].as_array().unwrap().len(), whole)
    };
    for id in [1, 2] {
        office
            .answer("documents.assign", json!({ "id": id, "firm_id": wind }))
            .await;
    }
    assert_eq!((told(&wind).await, told(&grove).await), ((2, 2), (0, 0)));
    office
        .answer("documents.assign", json!({ "id": 1, "firm_id": grove }))
        .await;
    assert_eq!((told(&wind).await, told(&grove).await), ((1, 1), (1, 1)));
    assert_eq!(told(&Value::Null).await, (2, 2));

    save_view(&office, "Все", json!({})).await;
    save_view(&office, "Ветер", json!({ "firm_id": wind })).await;
    assert_eq!(counts(&office.counted_views(&json!({})).await), [2, 1]);
    office
        .answer("documents.assign", json!({ "id": 2, "firm_id": grove }))
        .await;
    assert_eq!(counts(&office.counted_views(&json!({})).await), [2, 0]);
    let of_grove = office.counted_views(&json!({ "firm_id": grove })).await;
    assert_eq!(counts(&of_grove), [2, 2], "as the registry shows them");
    assert_eq!(of_grove[1]["state"]["filter"]["firm_id"], wind, "the view stays");
    let of_wind = office.counted_views(&json!({ "firm_id": wind })).await;
    assert_eq!(counts(&of_wind), [0, 0]);
}

/// An office on this day with a record of this day.
async fn with_a_record_of(instant: &str) -> Office {
    let office = Office::open().await;
    office.clock.set(instant);
    firm(&office, "ООО «Ветер»", "7707083893").await;
    let kinds = office.answer("kinds.list", json!({})).await;
    let kind = kinds["kinds"].as_array().unwrap()[0]["id"].clone();
    office
        .answer("documents.create", json!({ "kind_id": kind }))
        .await;
    office
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_of_this_month_is_of_the_next_one_when_the_month_turns() {
    let office = with_a_record_of("2026-11-30T12:00:00Z").await;
    save_view(&office, "За месяц", json!({ "period": "month" })).await;
    save_view(&office, "За прошлый", json!({ "period": "last_month" })).await;
    save_view(
        &office,
        "За ноябрь",
        json!({ "issued_from": "2026-11-01", "issued_to": "2026-11-30" }),
    )
    .await;
    assert_eq!(counts(&office.counted_views(&json!({})).await), [1, 0, 1]);
    assert_eq!(rows(&office, json!({ "period": "month" })).await, 1);
    assert_eq!(
        rows(&office, json!({ "period": "month", "issued_to": "2026-11-29" })).await,
        0
    );

    office.clock.set("2026-12-01T12:00:00Z");
    let views = office.counted_views(&json!({})).await;
    assert_eq!(counts(&views), [0, 1, 1]);
    assert_eq!(views[0]["state"]["filter"]["period"], "month");
    for (period, found) in [("month", 0), ("last_month", 1), ("yesterday", 1), ("quarter", 1)] {
        assert_eq!(
            rows(&office, json!({ "period": period })).await,
            found,
            "{period}"
        );
    }
    let wrong = json!({ "filter": { "period": "moon" } });
    assert_eq!(office.code("documents.list", wrong).await, "bad_request");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_named_period_goes_to_another_office_by_its_name() {
    let office = with_a_record_of("2026-11-30T12:00:00Z").await;
    save_view(&office, "За месяц", json!({ "period": "month" })).await;
    let shared = office.answer("views.share", json!({ "ids": [1] })).await;
    assert_eq!(shared["left_out"], json!([]));

    let other = with_a_record_of("2026-12-15T12:00:00Z").await;
    let taken = other
        .answer("views.take", json!({ "text": shared["text"] }))
        .await;
    assert_eq!((&taken["added"], &taken["left_out"]), (&json!(1), &json!([])));
    let views = other.counted_views(&json!({})).await;
    assert_eq!(counts(&views), [1], "December's there");
    assert_eq!(views[0]["state"]["filter"]["period"], "month");

    let of_another = json!({ "format": "surguch-views", "version": 1, "views": [
        { "name": "За век", "state": { "filter": { "period": "century", "query": "акт" } } },
    ] });
    let taken = other
        .answer("views.take", json!({ "text": of_another.to_string() }))
        .await;
    assert_eq!(
        taken["left_out"],
        json!(["Вид «За век»: условие «период» не перенесено, его выбирают заново."])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_status_has_a_name_and_can_be_asked_for_together_with_others() {
    let office = Office::open().await;
    office
        .answer("documents.import", json!({ "files": [file("print_form.pdf")] }))
        .await;
    let answer = office.answer("statuses.list", json!({})).await;
    let statuses = answer["statuses"].as_array().unwrap();
    let codes: Vec<&Value> = statuses.iter().map(|status| &status["code"]).collect();
    assert!(codes.len() > 20 && codes.contains(&&json!("not_in_edo")));
    for status in statuses {
        assert!(!status["label"].as_str().unwrap().is_empty(), "{status}");
    }
    assert_eq!(rows(&office, json!({ "statuses": codes })).await, 1);
    assert_eq!(
        rows(&office, json!({ "statuses": ["sent", "not_in_edo"] })).await,
        1
    );
    assert_eq!(
        rows(&office, json!({ "statuses": ["sent", "rejected"] })).await,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_keeps_how_many_columns_stay_and_one_of_before_keeps_none() {
    let office = Office::open().await;
    let view = |frozen: Value| json!({ "name": "Итоги", "is_pinned": false, "state": { "filter": {}, "frozen": frozen } });
    let id = office.answer("views.save", view(json!(2))).await["id"].clone();
    save_view(&office, "Прежний", json!({})).await;
    let views = office.counted_views(&json!({})).await;
    assert_eq!(views[0]["state"]["frozen"], 2);
    assert_eq!(views[1]["state"]["frozen"], Value::Null);
    let shared = office.answer("views.share", json!({ "ids": [id] })).await;
    assert!(shared["text"].as_str().unwrap().contains("\"frozen\": 2"));
    for wrong in [json!(-1), json!(101), json!("все")] {
        assert_eq!(office.code("views.save", view(wrong)).await, "bad_request");
    }
}

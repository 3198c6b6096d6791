//! Actions on many documents and tables of them, from outside.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Office, file};

/// An office with a firm, a PDF (1) and a УПД (2); nobody is connected.
async fn office() -> Office {
    let office = Office::open().await;
    let files = json!({ "files": [file("print_form.pdf"), file("utd_schfdop_503.xml")] });
    office.answer("documents.import", files).await;
    office
}

fn plan(action: &str, selection: &Value, params: &Value) -> Value {
    json!({ "action": action, "selection": selection, "params": params, "operation": Uuid::new_v4().to_string() })
}

/// The job when everything that happens by itself has happened.
async fn settled(office: &Office, job: &Value) -> Value {
    office.engine.finish_bulk().await.unwrap();
    let jobs = office.answer("bulk.list", json!({})).await;
    let jobs = jobs["jobs"].as_array().unwrap();
    jobs.iter()
        .find(|one| one["id"] == job["job"]["id"])
        .unwrap()
        .clone()
}

async fn done(office: &Office, request: Value) -> Value {
    let job = office.answer("bulk.plan", request).await;
    let planned = settled(office, &job).await;
    assert_eq!(planned["state"], "planned");
    let start = json!({ "id": planned["id"], "with_warned": true });
    settled(office, &office.answer("bulk.start", start).await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_planned_looked_over_started_and_its_failures_are_let_be() {
    let office = office().await;
    let all = json!({ "filter": { "direction": "outbound" } });
    let request = plan("send", &all, &Value::Null);
    let job = office.answer("bulk.plan", request.clone()).await;
    assert_eq!(job["job"]["state"], "checking");
    let again = office.answer("bulk.plan", request).await;
    assert_eq!(again["job"]["id"], job["job"]["id"], "a repeated click");
    let id = &job["job"]["id"];
    assert_eq!(
        office
            .code("bulk.start", json!({ "id": id, "with_warned": false }))
            .await,
        "bulk_not_planned"
    );
    assert_eq!(
        office.code("bulk.pause", json!({ "id": id })).await,
        "bulk_not_running"
    );
    let planned = settled(&office, &job).await;
    assert_eq!(
        [
            &planned["action"],
            &planned["label"],
            &planned["is_outward"],
            &planned["can_undo"]
        ],
        [
            &json!("send"),
            &json!("Отправка в ЭДО"),
            &json!(true),
            &json!(false)
        ]
    );
    assert_eq!(
        planned["counts"],
        json!({ "ready": 0, "warned": 0, "blocked": 2, "waiting": 0, "running": 0, "done": 0, "failed": 0, "skipped": 0,
            "dismissed": 0 })
    );
    let page = office
        .answer(
            "bulk.rows",
            json!({ "id": id, "states": ["blocked"], "limit": 1 }),
        )
        .await;
    let row = &page["rows"][0];
    assert_eq!((&row["code"], &row["fix"]), (&json!("no_firm"), &json!("edit")));
    assert!(row["text"].as_str().unwrap().ends_with('.'));
    let rest = json!({ "id": id, "after": page["next"] });
    let rest = office.answer("bulk.rows", rest).await;
    assert_eq!(
        (rest["rows"].as_array().unwrap().len(), &rest["next"]),
        (1, &Value::Null)
    );
    assert_ne!(rest["rows"][0]["document_id"], row["document_id"]);
    skips_everything(&office, &job).await;
}

/// A plan of which nothing can be done is soon over, and nothing more can be asked of it.
async fn skips_everything(office: &Office, job: &Value) {
    let id = &job["job"]["id"];
    office
        .answer("bulk.start", json!({ "id": id, "with_warned": false }))
        .await;
    let over = settled(office, job).await;
    assert_eq!(
        (&over["state"], &over["counts"]["skipped"]),
        (&json!("done"), &json!(2))
    );
    assert!(over["finished_at"].is_string());
    for command in ["bulk.pause", "bulk.resume", "bulk.cancel"] {
        assert_eq!(
            office.code(command, json!({ "id": id })).await,
            "bulk_over",
            "{command}"
        );
    }
    for command in ["bulk.retry", "bulk.dismiss"] {
        let refused = office
            .code(command, json!({ "id": id, "document_ids": [1] }))
            .await;
        assert_eq!(refused, "bulk_no_failures", "{command}");
    }
    assert_eq!(
        office.code("bulk.undo", json!({ "id": id })).await,
        "bulk_no_undo"
    );
    let failures = office.answer("bulk.failures", json!({})).await;
    assert_eq!(failures, json!({ "rows": [], "total": 0, "next": null }));
    assert_eq!(
        office.code("bulk.rows", json!({ "id": 404 })).await,
        "bulk_job_not_found"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_in_a_job_is_listed_tried_again_and_let_be() {
    let office = office().await;
    let job = office
        .answer(
            "bulk.plan",
            plan("delete", &json!({ "ids": [2, 1] }), &Value::Null),
        )
        .await;
    let id = settled(&office, &job).await["id"].clone();
    // Somebody removes one of them by hand before the job is started.
    office.answer("documents.remove", json!({ "ids": [1] })).await;
    office
        .answer("bulk.start", json!({ "id": id, "with_warned": false }))
        .await;
    let over = settled(&office, &job).await;
    assert_eq!(
        (&over["counts"]["done"], &over["counts"]["failed"]),
        (&json!(1), &json!(1))
    );
    let failures = office.answer("bulk.failures", json!({ "limit": 5 })).await;
    let row = &failures["rows"][0];
    assert_eq!(
        [
            &row["job_id"],
            &row["document_id"],
            &row["action"],
            &row["code"],
            &row["position"]
        ],
        [
            &id,
            &json!(1),
            &json!("delete"),
            &json!("document_not_found"),
            &json!(2)
        ]
    );
    assert_eq!((&failures["total"], &failures["next"]), (&json!(1), &Value::Null));
    office.answer("bulk.retry", json!({ "id": id })).await;
    assert_eq!(
        settled(&office, &job).await["counts"]["failed"],
        1,
        "it is still gone"
    );
    let let_be = office.answer("bulk.dismiss", json!({ "id": id })).await;
    assert_eq!(let_be["job"]["counts"]["dismissed"], 1);
    let back = office.answer("bulk.undo", json!({ "id": id })).await;
    assert_eq!(settled(&office, &back).await["counts"]["done"], 1);
    assert_eq!(
        office.answer("documents.list", json!({})).await["rows"][0]["id"],
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employee_a_print_and_a_table_go_through_one_door() {
    let office = office().await;
    let employee = json!({ "last_name": "Берёзкина", "first_name": "Нина", "middle_name": "", "position": "",
        "phone": null, "email": "", "firm_ids": [], "is_former": false });
    let employee = office.answer("employees.save", employee).await;
    let all = json!({ "filter": {} });
    let assigned = done(
        &office,
        plan("assign", &all, &json!({ "employee_id": employee["id"] })),
    )
    .await;
    assert_eq!(
        (&assigned["state"], &assigned["counts"]["done"]),
        (&json!("done"), &json!(2))
    );
    let rows = office.answer("documents.list", json!({})).await;
    assert_eq!(rows["rows"][0]["assignee_name"], "Берёзкина\u{a0}Н.");

    let table = json!({ "columns": ["number", "total"], "format": "csv", "encoding": "utf-8" });
    let mut request = plan("export", &json!({ "ids": [1, 2] }), &table);
    request["sort"] = json!([{ "by": "number", "descending": false }]);
    let exported = done(&office, request).await;
    assert!(exported["file"]["name"].as_str().unwrap().ends_with(".csv"));
    let blob = exported["file"]["blob"].as_str().unwrap().parse().unwrap();
    let text = String::from_utf8(office.engine.file(blob).await.unwrap().bytes).unwrap();
    let lines: Vec<_> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[..2], ["Номер;Сумма", "ПЗ-318;8300,00"]);

    let printed = done(
        &office,
        plan("print", &all, &json!({ "copy_for_viewing": false })),
    )
    .await;
    assert!(printed["file"]["name"].as_str().unwrap().ends_with(".pdf"));
    assert_eq!(printed["error"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_asked_for_wrongly_is_refused_by_its_place() {
    let office = office().await;
    let one = json!({ "ids": [1] });
    let mut without_number = plan("send", &one, &Value::Null);
    without_number["operation"] = json!("завтра");
    let sort = |columns: Value| {
        let mut request = plan("send", &one, &Value::Null);
        request["sort"] = columns;
        request
    };
    let date = json!({ "by": "date", "descending": true });
    let cases = [
        (without_number, "bad_request"),
        (sort(json!([date, date])), "bad_request"),
        (plan("send", &json!({}), &Value::Null), "bad_request"),
        (plan("shred", &one, &Value::Null), "bulk_action_unknown"),
        (plan("send", &one, &json!({ "wax": 1 })), "bulk_params"),
        (
            plan("assign", &one, &json!({ "employee_id": 404 })),
            "employee_not_found",
        ),
        (
            plan("send", &json!({ "ids": [] }), &Value::Null),
            "nothing_chosen",
        ),
    ];
    for (request, code) in cases {
        assert_eq!(office.code("bulk.plan", request.clone()).await, code, "{request}");
    }
    let refused = office.code("bulk.failures", json!({ "after": "вчера" })).await;
    assert_eq!(refused, "bad_request");
    assert_eq!(office.answer("bulk.list", json!({})).await, json!({ "jobs": [] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_chosen_rows_answers_in_its_agreed_form() {
    let office = office().await;
    let request = |selection: Value, columns: &[&str], format: &str| json!({ "selection": selection, "columns": columns, "format": format });
    let all = json!({ "filter": {} });
    let book = office
        .answer(
            "documents.export",
            request(all.clone(), &["number", "date", "total"], "xlsx"),
        )
        .await;
    assert_eq!((&book["rows"], &book["text"]), (&json!(2), &Value::Null));
    assert!(book["name"].as_str().unwrap().ends_with(".xlsx"));
    let blob = book["blob"].as_str().unwrap().parse().unwrap();
    let bytes = office.engine.file(blob).await.unwrap().bytes;
    assert!(bytes.starts_with(b"PK"), "{}", STANDARD.encode(&bytes[..4]));

    let mut text = request(json!({ "ids": [2] }), &["number", "total"], "text");
    text["sort"] = json!([{ "by": "total", "descending": true }, { "by": "number", "descending": false }]);
    let text = office.answer("documents.export", text).await;
    assert_eq!((&text["blob"], &text["rows"]), (&Value::Null, &json!(1)));
    assert_eq!(text["text"], "Номер\tСумма\r\nПЗ-318\t8300,00\r\n");

    let mut old = request(all.clone(), &["number"], "csv");
    old["encoding"] = json!("windows-1251");
    let old = office.answer("documents.export", old).await;
    let blob = old["blob"].as_str().unwrap().parse().unwrap();
    let bytes = office.engine.file(blob).await.unwrap().bytes;
    assert!(bytes.starts_with(b"\xcd\xee\xec\xe5\xf0\r\n"), "{bytes:?}");

    for (wrong, code) in [
        (request(all.clone(), &["number", "number"], "csv"), "bad_request"),
        (request(all.clone(), &["colour"], "csv"), "bad_request"),
        (request(all.clone(), &["number"], "docx"), "bad_request"),
        (request(json!({}), &["number"], "csv"), "bad_request"),
        (request(all, &[], "csv"), "nothing_to_export"),
        (
            request(json!({ "ids": [] }), &["number"], "csv"),
            "nothing_to_export",
        ),
    ] {
        assert_eq!(
            office.code("documents.export", wrong.clone()).await,
            code,
            "{wrong}"
        );
    }
}

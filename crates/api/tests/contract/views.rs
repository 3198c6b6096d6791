//! Saved views, «С пятницы» and the overview through the door.

use serde_json::{Value, json};

use crate::{Office, file};

fn save(name: &str, filter: &Value) -> Value {
    json!({ "name": name, "is_pinned": true, "state": { "filter": filter } })
}

async fn listed(office: &Office) -> Vec<Value> {
    let answer = office.answer("views.list", json!({})).await;
    answer["views"].as_array().unwrap().clone()
}

impl Office {
    /// The views once nothing is being counted any more.
    pub(crate) async fn counted_views(&self, request: &Value) -> Vec<Value> {
        let mut changes = self.engine.changes();
        loop {
            let answer = self.answer("views.list", request.clone()).await;
            let views = answer["views"].as_array().unwrap();
            if views.iter().all(|view| view["is_counting"] == false) {
                return views.clone();
            }
            // A count that comes late is told.
            changes.next().await;
        }
    }
}

async fn refusal(office: &Office, command: &str, request: Value) -> (String, String) {
    let error = office.call(command, request).await.unwrap_err();
    (error.code, error.message)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_comes_back_as_it_was_saved_with_its_count() {
    let office = Office::open().await;
    office
        .answer(
            "documents.import",
            json!({ "files": [file("print_form.pdf"), file("utd_schfdop_503.xml")] }),
        )
        .await;
    let state = json!({
        "filter": { "query": "ПЗ-318", "statuses": ["not_in_edo"], "direction": "outbound", "total_from": "100.00" },
        "sort": [{ "by": "total", "descending": true }, { "by": "kind", "descending": false }],
        "columns": [{ "id": "number", "width": 120.5 }, { "id": "of_the_future", "is_hidden": true }],
        "density": "compact",
    });
    let first = office
        .answer(
            "views.save",
            json!({ "name": "Счета", "is_pinned": false, "state": state }),
        )
        .await;
    let second = office.answer("views.save", save("Все", &json!({}))).await;
    office
        .answer("views.order", json!({ "ids": [second["id"], first["id"]] }))
        .await;
    let views = listed(&office).await;
    assert_eq!(
        (&views[0]["name"], &views[1]["name"]),
        (&json!("Все"), &json!("Счета"))
    );
    let told = &views[1]["state"];
    assert_eq!(told["filter"]["query"], "ПЗ-318");
    assert_eq!(told["filter"]["total_from"], "100.00");
    assert_eq!(told["sort"], state["sort"]);
    assert_eq!(told["density"], "compact");
    assert_eq!(told["columns"][0]["width"], 120.5);
    assert_eq!(told["columns"][1]["id"], "of_the_future");
    assert_eq!(
        (&views[0]["is_pinned"], &views[0]["left_out"]),
        (&json!(true), &json!([]))
    );
    let counted = office.counted_views(&json!({})).await;
    assert_eq!(
        (&counted[0]["count"], &counted[0]["is_more"]),
        (&json!(2), &json!(false))
    );
    assert_eq!(counted[1]["count"], 1);
    let found = office
        .answer("documents.list", json!({ "filter": told["filter"] }))
        .await;
    assert!(
        found["rows"].is_array(),
        "the filter of a view is one of the registry"
    );
    office.answer("views.remove", json!({ "id": first["id"] })).await;
    assert_eq!(listed(&office).await.len(), 1);
    assert_eq!(
        office.code("views.remove", json!({ "id": first["id"] })).await,
        "view_not_found"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_condition_that_is_not_known_is_refused_by_its_name() {
    let office = Office::open().await;
    let cases = [
        (json!({ "colour": "red" }), "colour"),
        (json!({ "statuses": ["sent", "done"] }), "state.filter.statuses"),
        (json!({ "issued_from": "вчера" }), "state.filter.issued_from"),
        (json!({ "total_to": "много" }), "state.filter.total_to"),
        (json!({ "operator": "saturn" }), "state.filter.operator"),
        (json!({ "direction": "up" }), "state.filter.direction"),
    ];
    for (filter, place) in cases {
        let (code, message) = refusal(&office, "views.save", save("Вид", &filter)).await;
        assert_eq!(code, "bad_request");
        assert!(
            message.contains("views.save") && message.contains(place),
            "{message}"
        );
    }
    assert_eq!(listed(&office).await.len(), 0);
    office
        .answer("views.save", save("Отказы", &json!({ "statuses": ["rejected"] })))
        .await;
    assert_eq!(
        office.code("views.save", save("ОТКАЗЫ", &json!({}))).await,
        "view_exists"
    );
    assert_eq!(
        office.code("views.save", save(" ", &json!({}))).await,
        "name_empty"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_goes_to_another_office_by_a_file_without_the_numbers_of_this_one() {
    let office = Office::open().await;
    let kinds = office.answer("kinds.list", json!({})).await;
    let kind = kinds["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .find(|kind| kind["code"] != "")
        .unwrap()
        .clone();
    let filter = json!({ "query": "акт", "statuses": ["rejected"], "firm_id": 7, "counterparty_id": 9, "kind_id": kind["id"] });
    let id = office
        .answer("views.save", save("Отказы: акты/2026", &filter))
        .await["id"]
        .clone();
    let shared = office.answer("views.share", json!({ "ids": [id] })).await;
    assert_eq!(shared["name"], "Отказы акты2026.json");
    assert_eq!(shared["left_out"].as_array().unwrap().len(), 2);
    let text = shared["text"].as_str().unwrap();
    assert!(
        !text.contains("firm_id") && !text.contains("counterparty_id") && !text.contains("kind_id"),
        "{text}"
    );

    let other = Office::open().await;
    let taken = other.answer("views.take", json!({ "text": text })).await;
    assert_eq!(taken["added"], 1);
    let words: Vec<_> = taken["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| word.as_str().unwrap())
        .collect();
    assert_eq!(
        words,
        [
            "Вид «Отказы: акты/2026»: условие «контрагент» не перенесено, его выбирают заново.",
            "Вид «Отказы: акты/2026»: условие «фирма» не перенесено, его выбирают заново.",
        ]
    );
    let views = listed(&other).await;
    assert_eq!(views[0]["name"], "Отказы: акты/2026");
    let kept = &views[0]["state"]["filter"];
    assert_eq!(
        (&kept["query"], &kept["statuses"]),
        (&json!("акт"), &json!(["rejected"]))
    );
    let theirs = other.answer("kinds.list", json!({})).await;
    let same = theirs["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == kept["kind_id"])
        .unwrap();
    assert_eq!(same["code"], kind["code"]);
    let again = other.answer("views.take", json!({ "text": text })).await;
    assert_eq!(again["added"], 0);
    assert!(again["left_out"][0].as_str().unwrap().contains("уже есть"));
    assert_eq!(
        office.code("views.share", json!({ "ids": [404] })).await,
        "view_not_found"
    );
    assert_eq!(
        office.code("views.share", json!({ "ids": [] })).await,
        "bad_request"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_file_of_views_does_no_harm() {
    let office = Office::open().await;
    let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    let long = " ".repeat(1024 * 1024 + 1);
    let broken = [
        "",
        "{}",
        "[]",
        "нет",
        r#"{"format":"surguch-views"}"#,
        r#"{"format":"surguch-views","version":1,"views":7}"#,
        r#"{"format":"surguch-views","version":0,"views":[]}"#,
        r#"{"format":"surguch-views","version":-1,"views":[]}"#,
        &deep,
        &long,
    ];
    for text in broken {
        let shown: String = text.chars().take(40).collect();
        assert_eq!(
            office.code("views.take", json!({ "text": text })).await,
            "bad_views_file",
            "{shown}"
        );
    }
    let newer = json!({ "format": "surguch-views", "version": 2, "views": [] }).to_string();
    assert_eq!(
        office.code("views.take", json!({ "text": newer })).await,
        "views_file_newer"
    );

    let of_before = json!({ "format": "surguch-views", "version": 1, "views": [
        { "name": "Прежний", "state": { "filter": {}, "sort": { "by": "total", "descending": true } } },
    ] });
    office
        .answer("views.take", json!({ "text": of_before.to_string() }))
        .await;
    let taken = listed(&office).await.pop().unwrap();
    assert_eq!(
        taken["state"]["sort"],
        json!([{ "by": "total", "descending": true }])
    );
    office.answer("views.remove", json!({ "id": taken["id"] })).await;

    let odd = json!({ "format": "surguch-views", "version": 1, "views": [
        7,
        { "name": " \u{0}\n " },
        { "name": "я".repeat(5000), "state": "текст" },
        { "name": "Чужой\u{0}вид", "is_pinned": "да", "left_out": [5, "…"], "kind_code": "нет такого",
          "state": { "filter": { "firm_id": 1, "statuses": ["done"], "colour\u{7}": {}, "query": "акт" },
                     "sort": { "by": "colour" }, "columns": [{ "id": 5 }, { "id": "number", "new": 1 }], "density": [] } },
    ] });
    let taken = office
        .answer("views.take", json!({ "text": odd.to_string() }))
        .await;
    assert_eq!(taken["added"], 2, "{taken}");
    for words in taken["left_out"].as_array().unwrap() {
        let words = words.as_str().unwrap();
        assert!(
            words.ends_with('.') && !words.contains(char::is_control),
            "{words}"
        );
    }
    let views = listed(&office).await;
    assert_eq!(views[0]["name"].as_str().unwrap().chars().count(), 80);
    assert_eq!(views[1]["name"], "Чужой вид");
    let filter = &views[1]["state"]["filter"];
    assert_eq!(
        (&filter["query"], &filter["firm_id"], &filter["statuses"]),
        (&json!("акт"), &Value::Null, &Value::Null)
    );
    assert_eq!(views[1]["state"]["columns"].as_array().unwrap().len(), 1);
}

/// Statuses that wait for the other side.
const THEIRS: [&str; 5] = [
    "revocation_requested_by_us",
    "consent_pending",
    "intermediate_pending",
    "their_signature_pending",
    "receipt_pending",
];

async fn every_bar_of_waiting_opens_the_rows_it_counts(office: &Office, overview: &Value) {
    let ages = overview["waiting"].as_array().unwrap().iter().map(|age| {
        let filter = json!({ "waiting_days": age["from_days"], "waiting_days_to": age["to_days"] });
        (filter, &age["count"])
    });
    let sides = overview["waiting_by_counterparty"]
        .as_array()
        .unwrap()
        .iter()
        .map(|side| {
            let filter =
                json!({ "counterparty_id": side["counterparty_id"], "individual_id": side["individual_id"] });
            (filter, &side["count"])
        });
    for (mut filter, count) in ages.chain(sides) {
        filter["statuses"] = json!(THEIRS);
        // The youngest wait for no whole day yet, and a clock of the operator may run before ours.
        if filter["waiting_days"] == 0 {
            filter["waiting_days"] = Value::Null;
        }
        let list = office
            .answer("documents.list", json!({ "filter": filter, "pane": "registry" }))
            .await;
        assert_eq!(
            json!(list["rows"].as_array().unwrap().len()),
            *count,
            "{filter} {overview}"
        );
    }
}

async fn every_bar_of_the_days_opens_the_documents_it_counts(office: &Office, bars: &[Value]) {
    for (bar, step) in bars
        .iter()
        .flat_map(|bar| ["sent", "signed", "refused"].map(|step| (bar, step)))
    {
        let happened = json!({ "step": step, "from": bar["from"], "to": bar["to"] });
        let list = office
            .answer("documents.list", json!({ "filter": { "happened": happened } }))
            .await;
        assert_eq!(list["rows"].as_array().unwrap().len(), bar[step], "{step} {bar}");
    }
    let wrong = json!({ "filter": { "happened": { "step": "sent", "from": "вчера" } } });
    assert_eq!(office.code("documents.list", wrong).await, "bad_request");
}

async fn what_stands_behind_the_status_is_found_too(office: &Office) {
    let marked = |mark: &str| json!({ "filter": { "mark": mark } });
    let list = office
        .answer("documents.list", marked("their_signature_awaited"))
        .await;
    assert_eq!(list["rows"].as_array().unwrap().len(), 1, "{list}");
    let list = office.answer("documents.list", marked("marking_failed")).await;
    assert!(list["rows"].as_array().unwrap().is_empty(), "{list}");
    assert_eq!(
        office.code("documents.list", marked("signed_by_stars")).await,
        "bad_request"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_back_is_told_what_changed_and_the_overview_counts_it() {
    let office = Office::open().await;
    office.answer("connections.save", office.connection()).await;
    office
        .answer("counterparties.sync", json!({ "connection_id": 1 }))
        .await;
    office
        .answer(
            "documents.import",
            json!({ "files": [file("utd_schfdop_503.xml")] }),
        )
        .await;
    let away = office.answer("visits.since", json!({})).await;
    assert_eq!((&away["since"], &away["changes"]), (&Value::Null, &json!([])));
    office.answer("documents.send", json!({ "ids": [1] })).await;
    office.answer("visits.mark", json!({})).await;
    // The operator takes the document in one round and tells of it in a later one.
    for _ in 0..3 {
        office.answer("sync.run", json!({})).await;
    }
    let card = office.answer("documents.get", json!({ "id": 1 })).await;
    let away = office.answer("visits.since", json!({})).await;
    assert!(away["since"].is_string());
    let changes = away["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{away} {card}");
    assert_eq!(changes[0]["document_id"], 1);
    assert_eq!(changes[0]["number"], "ПЗ-318");
    assert_eq!(changes[0]["to"]["code"], card["document"]["status"]["code"]);
    what_stands_behind_the_status_is_found_too(&office).await;
    assert!(changes[0]["from"]["label"].is_string());
    assert_eq!(away["counts"][0]["count"], 1);

    let overview = office.answer("overview.get", json!({ "days": 7 })).await;
    let bars = overview["bars"].as_array().unwrap();
    assert_eq!(bars.len(), 7);
    let sent: i64 = bars.iter().map(|bar| bar["sent"].as_i64().unwrap()).sum();
    assert_eq!(sent, 1, "{overview} {card}");
    every_bar_of_the_days_opens_the_documents_it_counts(&office, bars).await;
    let ages = overview["waiting"].as_array().unwrap();
    assert_eq!(
        (ages.len(), &ages[0]["from_days"], &ages[4]["to_days"]),
        (5, &json!(0), &Value::Null)
    );
    let waiting = &overview["waiting_by_counterparty"];
    let waits: i64 = waiting
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["count"].as_i64().unwrap())
        .sum();
    assert_eq!(ages[0]["count"], waits);
    every_bar_of_waiting_opens_the_rows_it_counts(&office, &overview).await;
    assert_eq!(
        office.code("overview.get", json!({ "days": 8 })).await,
        "bad_request"
    );
}

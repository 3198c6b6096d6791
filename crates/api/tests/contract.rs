//! The contract from outside: every command answers in its agreed form, and no answer tells a secret.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use api::{ApiError, COMMANDS, dispatch};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::Engine;
use engine::ports::{Clock, Notification, Notifier, Ports, Randomness, Secret, Secrets, SecretsError};
use jiff::Timestamp;
use sandbox::clock::Delays;
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

/// A place for secrets that forgets them with the test.
#[derive(Default)]
struct Pocket(Mutex<BTreeMap<String, Secret>>);

impl Secrets for Pocket {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError> {
        Ok(self.0.lock().unwrap().get(name).cloned())
    }

    fn set(&self, name: &str, value: &Secret) -> Result<(), SecretsError> {
        self.0.lock().unwrap().insert(name.to_owned(), value.clone());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), SecretsError> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }

    fn place(&self) -> String {
        "Ключи лежат в кармане.".to_owned()
    }

    fn kind(&self) -> &'static str {
        "vault"
    }
}

struct Wall;

impl Clock for Wall {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

struct Dice;

impl Randomness for Dice {
    fn uuid(&self) -> Uuid {
        Uuid::new_v4()
    }

    fn key_bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        let (one, other) = bytes.split_at_mut(16);
        one.copy_from_slice(Uuid::new_v4().as_bytes());
        other.copy_from_slice(Uuid::new_v4().as_bytes());
        bytes
    }

    fn fraction(&self) -> f64 {
        0.5
    }
}

struct Silence;

impl Notifier for Silence {
    fn notify(&self, _: &Notification) {}
}

/// An office with a program and an operator on this computer.
struct Office {
    _folder: TempDir,
    pocket: Arc<Pocket>,
    engine: Engine,
    world: Sandbox,
}

impl Office {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pocket = Arc::new(Pocket::default());
        let ports = Ports {
            clock: Arc::new(Wall),
            randomness: Arc::new(Dice),
            secrets: pocket.clone(),
            notifier: Arc::new(Silence),
        };
        let delays = Delays {
            check_ms: 0,
            delivery_ms: 0,
            answer_confirmation_ms: 600_000,
            bad_signature_ms: 0,
        };
        let options = Options {
            delays: Some(delays),
            ..Options::default()
        };
        Self {
            engine: Engine::open(folder.path(), ports).unwrap(),
            world: Sandbox::start(options).await.unwrap(),
            _folder: folder,
            pocket,
        }
    }

    async fn call(&self, command: &str, request: Value) -> Result<Value, ApiError> {
        dispatch(&self.engine, command, request).await
    }

    async fn answer(&self, command: &str, request: Value) -> Value {
        self.call(command, request)
            .await
            .unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    async fn code(&self, command: &str, request: Value) -> String {
        match self.call(command, request).await {
            Ok(answer) => panic!("{command}: {answer}"),
            Err(error) => {
                assert!(error.message.ends_with('.'), "{error:?}");
                error.code
            }
        }
    }

    /// What connects ООО «Полярная звезда».
    fn connection(&self) -> Value {
        let described = self.world.describe();
        let first = &described["connections"][0];
        json!({
            "operator": first["operator"],
            "address": first["address"],
            "box_id": first["box_id"],
            "credentials": first["credentials"],
        })
    }
}

fn file(name: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../formats/fixtures/");
    let bytes = std::fs::read(format!("{folder}{name}")).unwrap();
    json!({ "name": name, "content_base64": STANDARD.encode(bytes) })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_day_goes_through_the_contract_and_no_answer_tells_a_secret() {
    let office = Office::open().await;
    let mut answers = Vec::new();
    let connection = office.connection();
    let test = json!({
        "operator": connection["operator"],
        "address": connection["address"],
        "credentials": connection["credentials"],
    });
    let seller = json!({ "name": "ООО «Ветер»", "inn": "7707083893", "kpp": "770701001" });
    let files = json!({ "files": [file("print_form.pdf"), file("utd_schfdop_503.xml"), file("broken.pdf")] });
    let day = [
        ("operators.list", json!({})),
        ("connections.test", test),
        ("connections.save", connection),
        ("connections.list", json!({})),
        ("counterparties.sync", json!({ "connection_id": 1 })),
        ("counterparties.list", json!({ "query": "9644112800" })),
        ("firms.save", seller),
        ("firms.list", Value::Null),
        ("documents.import", files),
        ("documents.list", json!({ "query": "318", "limit": 10 })),
        (
            "documents.send",
            json!({ "ids": [2, 77], "comment": "Прошу подписать" }),
        ),
        ("outbox.list", json!({ "states": ["queued"] })),
        ("sync.run", json!({})),
        ("documents.get", json!({ "id": 2 })),
        ("notices.list", json!({})),
        ("security.status", json!({})),
        ("app.status", json!({})),
    ];
    for (command, request) in day {
        answers.push((command, office.answer(command, request).await));
    }
    let of = |name: &str| &answers.iter().find(|(command, _)| *command == name).unwrap().1;

    let imported = of("documents.import")["results"].as_array().unwrap();
    assert_eq!(
        (&imported[0]["document_id"], &imported[1]["document_id"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(imported[2]["error"]["code"], "pdf_broken");
    let rows = of("documents.list")["rows"].as_array().unwrap();
    assert_eq!((rows.len(), &rows[0]["total"]), (1, &json!("8300.00")));
    let sent = of("documents.send")["results"].as_array().unwrap();
    assert_eq!(
        (&sent[0]["operation_id"], &sent[1]["error"]["code"]),
        (&json!(1), &json!("document_not_found"))
    );
    assert_eq!(of("outbox.list")["operations"][0]["document_number"], "ПЗ-318");
    assert_eq!(of("sync.run")["connections"][0]["sent"], 1);
    let card = of("documents.get");
    assert_eq!(card["sendings"][0]["operation"]["state"], "accepted");
    assert_eq!(card["document"]["lines"][0]["vat_rate"], "22 %");
    assert!(
        card["timeline"]
            .as_array()
            .unwrap()
            .iter()
            .any(|entry| entry["fact"] == "posted")
    );
    assert_eq!(of("app.status")["connections"], 1);

    let told = serde_json::to_string(&answers.iter().map(|(_, answer)| answer).collect::<Vec<_>>()).unwrap();
    let secrets = office.pocket.0.lock().unwrap();
    assert!(secrets.len() >= 4, "the key of the database and three fields");
    // The login is typed, but it is a name and no secret.
    for (name, secret) in secrets.iter().filter(|(name, _)| !name.ends_with("login")) {
        assert!(!told.contains(secret.expose()), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_refuses_what_it_does_not_know() {
    let office = Office::open().await;
    for command in COMMANDS {
        let error = office.call(command, json!({ "surprise": 1 })).await.unwrap_err();
        assert_eq!(error.code, "bad_request", "{command}");
        assert!(error.message.contains(command), "{}", error.message);
        assert_eq!(error.trace_id.len(), 12);
    }
    assert_eq!(office.code("documents.burn", json!({})).await, "unknown_command");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_done_has_a_code_of_its_own() {
    let office = Office::open().await;
    let several = {
        let mut connection = office.connection();
        connection.as_object_mut().unwrap().remove("box_id");
        connection
    };
    let wrong = {
        let mut connection = office.connection();
        connection["credentials"]["password"] = json!("не тот");
        connection
    };
    let cases = [
        ("documents.get", json!({ "id": 404 }), "document_not_found"),
        ("outbox.retry", json!({ "id": 404 }), "operation_not_found"),
        ("connections.remove", json!({ "id": 404 }), "connection_not_found"),
        ("connections.save", several, "several_boxes"),
        ("connections.save", wrong, "unauthorized"),
        (
            "connections.save",
            json!({ "operator": "saturn", "credentials": {} }),
            "unknown_operator",
        ),
        (
            "firms.save",
            json!({ "name": "ООО «Ветер»", "inn": "7707083839" }),
            "bad_tax_id",
        ),
        (
            "firms.save",
            json!({ "name": "  ", "inn": "7707083893" }),
            "name_empty",
        ),
        ("documents.list", json!({ "statuses": ["done"] }), "bad_request"),
        ("documents.list", json!({ "after": "вчера" }), "bad_request"),
        ("outbox.list", json!({ "states": ["stuck"] }), "bad_request"),
    ];
    for (command, request, code) in cases {
        assert_eq!(office.code(command, request).await, code, "{command}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_prints_files_tables_and_folders_answer_in_their_agreed_form() {
    let office = Office::open().await;
    office
        .answer(
            "firms.save",
            json!({ "name": "ООО «Ветер»", "inn": "7707083893", "kpp": "770701001" }),
        )
        .await;
    let forms = office.answer("forms.list", json!({})).await;
    let invoice = forms["forms"]
        .as_array()
        .unwrap()
        .iter()
        .find(|form| form["name"] == "payment_invoice")
        .unwrap();
    assert_eq!(
        (&invoice["is_builtin"], &invoice["is_changed"]),
        (&json!(true), &json!(false))
    );
    let broken = json!({ "name": "payment_invoice", "source": "#oops()" });
    let preview = office.answer("forms.preview", broken).await;
    assert_eq!(
        (&preview["blob"], &preview["problems"][0]["line"]),
        (&Value::Null, &json!(1))
    );
    let copy = office
        .answer(
            "forms.copy",
            json!({ "name": "contract", "title": "Договор подряда" }),
        )
        .await;
    assert_eq!(copy["name"], "Договор подряда");
    let refused = office
        .code("forms.save", json!({ "name": "../x", "source": "" }))
        .await;
    assert_eq!(refused, "form_name_not_allowed");

    let rules = office.answer("print_check.get", json!({})).await;
    assert!(rules["forbidden"].as_array().unwrap().len() > 3);
    office.answer("print_check.set", rules).await;

    let staged = office
        .answer(
            "import.stage",
            json!({ "files": [file("print_form.pdf"), file("broken.pdf")] }),
        )
        .await;
    assert_eq!(staged["rows"][1]["error"]["code"], "pdf_broken");
    let take = json!({ "token": staged["token"], "indexes": [0] });
    let taken = office.answer("import.take", take.clone()).await;
    assert_eq!(taken["results"][0]["document_id"], 1);
    office
        .answer("import.drop", json!({ "token": staged["token"] }))
        .await;
    assert_eq!(office.code("import.take", take).await, "staging_gone");

    let printed = office.answer("documents.print", json!({ "ids": [1, 77] })).await;
    assert_eq!(printed["results"][1]["error"]["code"], "document_not_found");
    let bytes = office
        .engine
        .file(printed["blob"].as_str().unwrap().parse().unwrap())
        .await
        .unwrap();
    assert!(bytes.bytes.starts_with(b"%PDF") && printed["pages"].as_u64().unwrap() >= 1);

    let content = STANDARD.encode("Наименование;ИНН\nООО «Вихрь»;7707083893\n;\n");
    let open = json!({ "name": "контрагенты.csv", "content_base64": content, "target": "counterparties" });
    let table = office.answer("tables.read", open).await;
    assert_eq!(
        (&table["mapping"]["inn"], &table["mapping"]["kpp"]),
        (&json!(1), &Value::Null)
    );
    let wish = json!({ "token": table["token"], "mapping": table["mapping"] });
    assert_eq!(office.answer("tables.preview", wish.clone()).await["ok"], 1);
    assert_eq!(office.answer("tables.take", wish).await["added"], 1);

    let folder = tempfile::tempdir().unwrap();
    office
        .engine
        .watch_folder(domain::FirmId(1), folder.path().to_path_buf())
        .await
        .unwrap();
    let folders = office.answer("folders.list", json!({})).await;
    assert_eq!(
        (&folders["folders"][0]["is_on"], &folders["folders"][0]["problem"]),
        (&json!(true), &Value::Null)
    );
    assert!(
        !folders
            .to_string()
            .contains(folder.path().parent().unwrap().to_str().unwrap()),
        "no path is told"
    );
    office.answer("folders.stop", json!({ "firm_id": 1 })).await;
    assert_eq!(office.answer("work.list", json!({})).await["works"], json!([]));
    office.answer("work.cancel", json!({ "id": 5 })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn directories_and_records_answer_in_their_agreed_form() {
    let office = Office::open().await;
    let firm = json!({
        "name": "ООО «Ветер»", "inn": "7707083893", "kpp": "770701001",
        "requisites": { "address": { "city": "Москва" }, "head": { "last_name": "Вихрев", "first_name": "Пётр" } },
    });
    let firm = office.answer("firms.save", firm).await["id"].clone();
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

    let wish = json!({ "kind_id": order["id"], "counterparty_id": buyer });
    let id = office.answer("documents.create", wish).await["id"].clone();
    let edited = office.answer("documents.edit", json!({ "id": id })).await;
    assert_eq!(
        (
            &edited["record"]["number"],
            &edited["can_edit"],
            &edited["record"]["firm_id"]
        ),
        (&json!("ЗН-00001"), &json!("all"), &firm)
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

    let row = office
        .answer("documents.list", json!({ "kind_id": order["id"] }))
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

//! The contract from outside: every command answers in its agreed form, and no answer tells a secret.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod bulk;
mod connecting;
mod intake;
mod notices;
mod records;
mod registry;
mod relations;
mod rules;
mod sending;
mod signatures;
mod signing;
mod views;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use api::{ApiError, COMMANDS, dispatch};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::Engine;
use engine::ports::{
    Clock, KeyPlace, NoKeys, Notification, Notifier, NotifierError, Ports, Randomness, Secret, Secrets,
    SecretsError, SigningKeys,
};
use jiff::{SignedDuration, Timestamp};
use sandbox::clock::Delays;
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use signature::keys::StoreKind;
use signature::keys::software::SoftwareStore;
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

/// The clock on the wall, ahead by so much.
#[derive(Default)]
struct Wall(Mutex<SignedDuration>);

impl Wall {
    /// From here on the clock goes on from this instant.
    fn set(&self, instant: &str) {
        let instant: Timestamp = instant.parse().unwrap();
        *self.0.lock().unwrap() = instant.duration_since(Timestamp::now());
    }
}

impl Clock for Wall {
    fn now(&self) -> Timestamp {
        Timestamp::now() + *self.0.lock().unwrap()
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

    fn try_notify(&self, _: &Notification) -> Result<(), NotifierError> {
        Err(NotifierError::NoDesktop)
    }
}

/// An office with a program and an operator on this computer.
struct Office {
    _folder: TempDir,
    clock: Arc<Wall>,
    pocket: Arc<Pocket>,
    engine: Engine,
    world: Sandbox,
}

/// Key files of a folder.
struct Ring(PathBuf);

impl SigningKeys for Ring {
    fn stores(&self) -> Vec<KeyPlace> {
        vec![KeyPlace {
            kind: StoreKind::Software,
            store: Box::new(SoftwareStore::at(vec![self.0.clone()])),
        }]
    }

    fn files(&self) -> Option<PathBuf> {
        Some(self.0.clone())
    }
}

impl Office {
    async fn open() -> Self {
        Self::open_with(|_| Arc::new(NoKeys)).await
    }

    /// The same where key files are taken in.
    async fn with_key_files() -> Self {
        Self::open_with(|folder| Arc::new(Ring(folder.join("keys")))).await
    }

    async fn open_with(keys: fn(&Path) -> Arc<dyn SigningKeys>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (clock, pocket) = (Arc::new(Wall::default()), Arc::new(Pocket::default()));
        let ports = Ports {
            clock: clock.clone(),
            randomness: Arc::new(Dice),
            secrets: pocket.clone(),
            notifier: Arc::new(Silence),
            keys: keys(folder.path()),
        };
        let delays = Delays {
            check_ms: 0,
            delivery_ms: 0,
            answer_confirmation_ms: 600_000,
            bad_signature_ms: 0,
            ..Delays::none()
        };
        let options = Options {
            delays: Some(delays),
            ..Options::default()
        };
        Self {
            engine: Engine::open(folder.path(), ports).unwrap(),
            world: Sandbox::start(options).await.unwrap(),
            _folder: folder,
            clock,
            pocket,
        }
    }

    async fn call(&self, command: &str, request: Value) -> Result<Value, ApiError> {
        let answer = dispatch(&self.engine, command, request).await?;
        Ok(answer.read().expect("an answer is JSON"))
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
    let outbound = json!({ "selection": { "filter": { "direction": "outbound" }, "except": [1] } });
    let found = json!({ "filter": { "query": "318" }, "limit": 10 });
    let inside = json!({ "rows": [{ "id": 2, "words": ["сказки"] }, { "id": 77, "words": ["сказки"] }] });
    let mut whole = outbound.clone();
    whole["whole"] = json!(true);
    whole["pane"] = json!("bar");
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
        ("documents.list", found),
        ("documents.found", inside),
        (
            "documents.totals",
            json!({ "selection": { "filter": { "total_from": "8000" } } }),
        ),
        ("documents.totals", whole),
        ("documents.select", outbound),
        (
            "documents.send",
            json!({ "ids": [2, 77], "comment": "Прошу подписать" }),
        ),
        ("outbox.list", json!({ "states": ["queued"] })),
        ("sync.run", json!({})),
        ("documents.get", json!({ "id": 2 })),
        ("documents.owed", json!({ "ids": [2] })),
        ("receipt_rules.list", json!({})),
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
    let place = json!({ "id": 2, "part": "line", "label": "", "text": "…для детей «Сказки Белого моря»" });
    assert_eq!(of("documents.found"), &json!({ "places": [place] }));
    assert_eq!(of("documents.totals")["sums"][0]["total"], "8300.00");
    assert_eq!(of("documents.select"), &json!({ "ids": [2], "is_more": false }));
    let whole = answers
        .iter()
        .rfind(|(command, _)| *command == "documents.totals");
    assert_eq!(
        whole.unwrap().1,
        json!({ "count": 1, "is_more": false, "sums": [{ "currency": "643", "total": "8300.00" }] })
    );
    the_sending_is_told(&answers);
    assert_eq!(of("app.status")["connections"], 1);
    no_secret_is_among(&answers, &office);
}

fn the_sending_is_told(answers: &[(&str, Value)]) {
    let of = |name: &str| &answers.iter().find(|(command, _)| *command == name).unwrap().1;
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
}

fn no_secret_is_among(answers: &[(&str, Value)], office: &Office) {
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
async fn a_choice_that_is_none_or_two_at_once_is_refused() {
    let office = Office::open().await;
    for choice in [
        json!({ "selection": {} }),
        json!({ "selection": { "ids": [1], "filter": {} } }),
        json!({ "selection": { "ids": [1] }, "pane": "bar" }),
        json!({ "selection": { "ids": [1], "except": [1] } }),
    ] {
        assert_eq!(office.code("documents.totals", choice).await, "bad_request");
    }
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
    let when = {
        let mut connection = office.connection();
        connection["history_from"] = json!("вчера");
        connection
    };
    let cases = [
        ("documents.get", json!({ "id": 404 }), "document_not_found"),
        ("pairs.propose", json!({ "id": 404 }), "document_not_found"),
        (
            "pairs.accept",
            json!({ "id": 404, "other_id": 405 }),
            "document_not_found",
        ),
        ("connections.save", when, "bad_request"),
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
        (
            "documents.list",
            json!({ "filter": { "statuses": ["done"] } }),
            "bad_request",
        ),
        ("documents.list", json!({ "after": "вчера" }), "bad_request"),
        (
            "documents.list",
            json!({ "after": "number-up.20261121-5.t0;3;017", "sort": [{ "by": "number", "descending": true }] }),
            "bad_request",
        ),
        (
            "documents.list",
            json!({ "sort": [{ "by": "kind", "descending": true }, { "by": "kind", "descending": false }] }),
            "bad_request",
        ),
        (
            "documents.list",
            json!({ "filter": { "issued_from": "21.11.2026" } }),
            "bad_request",
        ),
        (
            "documents.list",
            json!({ "filter": { "total_to": "много" } }),
            "bad_request",
        ),
        (
            "documents.list",
            json!({ "filter": { "waiting_days": u32::MAX } }),
            "bad_request",
        ),
        ("outbox.list", json!({ "states": ["stuck"] }), "bad_request"),
    ];
    for (command, request, code) in cases {
        assert_eq!(office.code(command, request).await, code, "{command}");
    }
}

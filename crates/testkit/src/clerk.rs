//! Our side of a story: a clerk at a computer, with the program open on a data folder.

use std::path::{Path, PathBuf};

use domain::{ConnectionId, DocumentId, OperatorKind, OutboxState};
use engine::{
    BulkJobId, BulkJobView, ConnectRequest, Engine, History, ImportFile, Ports, Repeat, SendRequest,
};
use serde_json::{Value, json};

use crate::Partner;

/// ООО «Полярная звезда», our firm of most stories.
pub const POLAR_STAR: &str = "9612045075";
/// ООО «Кедровая роща», its buyer.
pub const CEDAR_GROVE: &str = "9644112800";

/// A УПД with a number of its own.
pub fn utd_numbered(number: usize) -> ImportFile {
    const OLD: &[u8] = b"318\"";
    let mut bytes = fixture("utd_schfdop_503.xml");
    let wanted = format!("{number:03}\"");
    let mut from = 0;
    while let Some(at) = bytes[from..].windows(OLD.len()).position(|part| part == OLD) {
        let at = from + at;
        drop(bytes.splice(at..at + OLD.len(), wanted.bytes()));
        from = at + wanted.len();
    }
    ImportFile {
        name: format!("УПД {number}.xml"),
        bytes,
    }
}

/// A clerk with the program open.
pub struct Clerk {
    /// The program.
    pub engine: Engine,
    folder: PathBuf,
}

impl Clerk {
    /// Opens the program on this folder.
    pub fn opens(folder: &Path, ports: Ports) -> Self {
        Self::tries_to_open(folder, ports).expect("the folder opens")
    }

    /// The same, where it may be refused.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn tries_to_open(folder: &Path, ports: Ports) -> Result<Self, engine::Error> {
        Ok(Self {
            engine: Engine::open(folder, ports)?,
            folder: folder.to_path_buf(),
        })
    }

    /// Opens the program on this folder with other operators than the shipped ones.
    pub fn opens_with(folder: &Path, ports: Ports, operators: &'static [engine::Operator]) -> Self {
        let options = engine::OpenOptions {
            operators,
            ..engine::OpenOptions::default()
        };
        Self {
            engine: Engine::open_with(folder, ports, options).expect("the folder opens"),
            folder: folder.to_path_buf(),
        }
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Everything of this job that can be done without a person is done.
    pub async fn settled(&self, job: BulkJobId) -> BulkJobView {
        self.engine.finish_bulk().await.expect("jobs go on");
        self.engine.bulk_job(job).await.expect("the job is there")
    }

    /// Refreshes until nothing is left in the outbox.
    pub async fn sends_everything(&self) {
        let open = vec![OutboxState::Queued, OutboxState::Sending, OutboxState::Unknown];
        for _ in 0..200 {
            self.refreshes().await;
            let left = self.engine.outbox(open.clone(), None, 1).await;
            if left.expect("the outbox is read").is_empty() {
                return;
            }
        }
        panic!("the outbox never became empty");
    }

    /// Connects our firm of this ИНН and reads its counterparties.
    pub async fn connects(&self, partner: &Partner, inn: &str) -> ConnectionId {
        let request = ConnectRequest {
            id: None,
            firm: None,
            operator: OperatorKind("diadoc".into()),
            address: Some(partner.address()),
            box_id: partner.organization(inn)["box_id_guid"]
                .as_str()
                .map(str::to_owned),
            credentials: partner.credentials(),
            history: History::Whole,
        };
        let connection = self
            .engine
            .connect(request)
            .await
            .expect("the operator lets us in")
            .connection;
        self.engine
            .sync_counterparties(Some(connection))
            .await
            .expect("counterparties are read");
        connection
    }

    /// Takes a file of `crates/formats/fixtures` into the registry.
    pub async fn imports(&self, name: &str) -> DocumentId {
        let files = vec![ImportFile {
            name: name.to_owned(),
            bytes: fixture(name),
        }];
        let outcome = self.engine.import(files).await.remove(0);
        outcome
            .result
            .unwrap_or_else(|error| panic!("{name}: {error}"))
            .document
    }

    /// Says to whom a bare file goes.
    pub async fn addresses(&self, document: DocumentId, inn: &str) {
        let list = self.rpc("counterparties.list", json!({ "query": inn })).await;
        let firms = self.rpc("firms.list", json!({})).await;
        let request = json!({
            "id": document.0,
            "firm_id": firms["firms"][0]["id"],
            "counterparty_id": list["counterparties"][0]["id"],
        });
        self.rpc("documents.assign", request).await;
    }

    /// Puts the document into the outbox.
    pub async fn sends(&self, document: DocumentId) {
        let request = SendRequest {
            documents: vec![document],
            repeat: Repeat::AfterRefusal,
            ..SendRequest::default()
        };
        let outcome = self.engine.send(request).await.remove(0);
        outcome.result.unwrap_or_else(|error| panic!("{error}"));
    }

    /// «Обновить», whatever comes of it.
    pub async fn refreshes(&self) {
        self.engine.sync_once(None).await.expect("the exchange runs");
    }

    /// «Статус ЭДО» of the document, as the registry shows it.
    pub async fn status(&self, document: DocumentId) -> String {
        let list = self.rpc("documents.list", json!({})).await;
        let rows = list["rows"].as_array().expect("rows");
        let row = rows
            .iter()
            .find(|row| row["id"] == document.0)
            .expect("the document is in the registry");
        row["status"]["label"].as_str().expect("a label").to_owned()
    }

    /// The document with this number, as the registry shows it.
    ///
    /// # Panics
    /// When there is none, or more than one.
    pub async fn numbered(&self, number: &str) -> Value {
        let list = self.rpc("documents.list", json!({})).await;
        let rows = list["rows"].as_array().expect("rows");
        let found: Vec<&Value> = rows.iter().filter(|row| row["number"] == number).collect();
        assert_eq!(found.len(), 1, "{number}: {rows:#?}");
        found[0].clone()
    }

    /// Looks for certificates and signs these documents in one job, as far as they may be signed.
    pub async fn signs(&self, documents: &[DocumentId]) -> BulkJobView {
        self.does_with_keys("sign", json!({}), documents).await
    }

    /// The same for another action that signs; `words` are what it asks for beside the signers.
    pub async fn does_with_keys(&self, action: &str, words: Value, documents: &[DocumentId]) -> BulkJobView {
        self.engine.refresh_certificates().await.expect("stores of keys");
        let mut params = self.signers().await;
        for (name, value) in words.as_object().expect("an object") {
            params[name] = value.clone();
        }
        let job = self.plans(action, params, documents).await;
        self.engine
            .start_bulk(job, engine::StartWith::ReadyAndWarned)
            .await
            .expect("a start");
        self.engine.finish_bulk().await.expect("a job");
        self.engine.bulk_job(job).await.expect("the job")
    }

    /// The certificate that is picked for each firm, as actions that sign ask for it.
    pub async fn signers(&self) -> Value {
        let picks = self.engine.signing_picks(Vec::new()).await.expect("picks");
        let certificates: serde_json::Map<String, Value> = picks
            .iter()
            .filter_map(|pick| {
                let certificate = pick.certificate.as_ref()?;
                Some((pick.firm.id.to_string(), json!(certificate.kept.id.0)))
            })
            .collect();
        json!({ "certificates": certificates })
    }

    /// Plans a job and looks its documents over.
    pub async fn plans(&self, action: &str, params: Value, documents: &[DocumentId]) -> BulkJobId {
        let plan = engine::BulkPlan {
            action: action.to_owned(),
            rows: engine::ExportRows::These(documents.to_vec(), None),
            params,
            operation: uuid::Uuid::new_v4(),
        };
        let planned = self.engine.plan_bulk(plan).await.expect("a plan");
        self.engine.finish_bulk().await.expect("a look at the documents");
        planned.job.id
    }

    /// Where the operator keeps the last sending of the document.
    pub async fn remote(&self, document: DocumentId) -> (String, String) {
        let card = self.rpc("documents.get", json!({ "id": document.0 })).await;
        let sending = &card["sendings"][0];
        let id = |field: &str| sending[field].as_str().expect("the operator has it").to_owned();
        (id("message_id"), id("entity_id"))
    }

    /// A command through the same door as the window's.
    pub async fn rpc(&self, command: &str, request: Value) -> Value {
        let answer = api::dispatch(&self.engine, command, request).await;
        let answer = answer.unwrap_or_else(|error| panic!("{command}: {error}"));
        answer.read().expect("an answer is JSON")
    }
}

/// The bytes of a file of `crates/formats/fixtures`.
pub fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../formats/fixtures")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

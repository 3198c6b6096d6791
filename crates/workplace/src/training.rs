//! «Учебный режим»: the emulated operator inside the program, its example firms connected, a few documents to begin
//! with. Everything lies in the training world's own folder and is there again after a restart.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use api::ApiError;
use domain::OperatorKind;
use engine::ports::Secret;
use engine::{ConnectRequest, Engine, History, ImportFile};
use sandbox::{CloudKey, Sandbox};
use serde_json::Value;

mod keys;
mod requisites;

/// The first day of universal messages alone in the training world: far away, so that it stays in the transition as the real
/// operators do while no order is signed.
const MESSAGES_START: &str = "2099-01-01";

/// Documents that the registry holds at the first start, named as their format wants it.
const EXAMPLES: [(&str, &[u8]); 3] = [
    (
        "ON_NSCHFDOPPR_2BM-9644112800-964401001-202401152411718929_2BM-9612045075-961201001-202401152411718913_\
         20261116_3f6d2a90-5b1e-4c7a-9d43-8e21b7a40c11_0_0_0_0_0_00.xml",
        include_bytes!("../../formats/fixtures/utd_schfdop_503.xml"),
    ),
    (
        "ON_NSCHFDOPPR_2BM-9644112800-964401001-202401152411718929_2BM-963417058273-202401152411718914_20261117_\
         b1c47e58-0f92-4d36-8a65-72d9f3e08b24_0_0_0_0_0_00.xml",
        include_bytes!("../../formats/fixtures/utd_dop_503_ip.xml"),
    ),
    (
        "Коммерческое предложение.pdf",
        include_bytes!("../../formats/fixtures/print_form.pdf"),
    ),
];

/// Pause between two looks at the emulated operator. Whoever learns should see the other side's answer at once, and
/// nobody's network is troubled.
pub(crate) const PAUSE: Duration = Duration::from_secs(5);

/// The emulated operator at work.
pub(crate) struct Training {
    operator: Sandbox,
}

impl Training {
    /// Starts the operator on the port of last time, so that open pages in the browser stay good, and brings the
    /// connections of the example firms up to date.
    pub(crate) async fn start(engine: &Engine) -> Result<Self, ApiError> {
        let folder = engine.folder().join("operator");
        let authority = keys::authority(&folder).map_err(|error| no_operator(&error))?;
        let root = authority.certificate().der().to_vec();
        let cloud = keys::cloud(&authority, &folder).map_err(|error| no_operator(&error))?;
        let parties = keys::parties(&authority, &folder).map_err(|error| no_operator(&error))?;
        let operator = start_operator(&folder, root, cloud, parties)
            .await
            .map_err(|error| no_operator(&error))?;
        let training = Self { operator };
        let firms = training.operator.describe();
        keys::give(
            &authority,
            &engine.folder().join("keys"),
            list(&firms, "organizations"),
        )
        .map_err(|error| no_operator(&error))?;
        let is_first = engine.connections().await?.is_empty();
        training.connect_firms(engine).await?;
        if is_first {
            requisites::bring(engine, &training.operator.describe()).await?;
            training.bring_examples(engine).await?;
        }
        engine.refresh_certificates().await?;
        Ok(training)
    }

    /// The page on which all cabinets of the training world are listed.
    pub(crate) fn page(&self) -> String {
        format!("http://{}/cabinet", self.operator.address())
    }

    pub(crate) async fn stop(self) {
        self.operator.shutdown().await;
    }

    async fn connect_firms(&self, engine: &Engine) -> Result<(), ApiError> {
        let world = self.operator.describe();
        let services = world.get("services").and_then(Value::as_object);
        for (operator, service) in services.into_iter().flatten() {
            self.connect_to(engine, operator, service, list(&world, "organizations"))
                .await?;
        }
        Ok(())
    }

    async fn connect_to(
        &self,
        engine: &Engine,
        operator: &str,
        service: &Value,
        firms: &[Value],
    ) -> Result<(), ApiError> {
        let address = text(service, "address");
        let connections = engine.connections().await?;
        for firm in firms {
            let box_id = text(firm, "box_id_guid");
            let known = connections
                .iter()
                .find(|known| known.connection.edo_box.box_id == box_id);
            if known.is_some_and(|known| known.connection.address == address) {
                continue;
            }
            let connected = engine
                .connect(ConnectRequest {
                    id: known.map(|known| known.connection.id),
                    firm: known.map(|known| known.connection.firm),
                    operator: OperatorKind(operator.to_owned()),
                    address: Some(address.clone()),
                    box_id: Some(box_id),
                    credentials: credentials(service),
                    history: History::Whole,
                })
                .await?;
            engine.sync_counterparties(Some(connected.connection)).await?;
        }
        Ok(())
    }

    async fn bring_examples(&self, engine: &Engine) -> Result<(), ApiError> {
        let files = EXAMPLES.map(|(name, bytes)| ImportFile {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        });
        for outcome in engine.import(files.into()).await {
            outcome.result?;
        }
        Ok(())
    }
}

async fn start_operator(
    folder: &Path,
    root: Vec<u8>,
    cloud_keys: Vec<CloudKey>,
    party_keys: Vec<CloudKey>,
) -> std::io::Result<Sandbox> {
    std::fs::create_dir_all(folder)?;
    let options = |port| sandbox::Options {
        port,
        state: Some(folder.join("world")),
        delays: None,
        roots: vec![root.clone()],
        cloud_keys: cloud_keys.clone(),
        party_keys: party_keys.clone(),
    };
    let operator = match last_port(folder) {
        Some(port) => match Sandbox::start(options(port)).await {
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Sandbox::start(options(0)).await?,
            started => started?,
        },
        None => Sandbox::start(options(0)).await?,
    };
    operator.begin_transition(MESSAGES_START)?;
    std::fs::write(port_note(folder), operator.address().port().to_string())?;
    Ok(operator)
}

fn port_note(folder: &Path) -> PathBuf {
    folder.join("port")
}

fn last_port(folder: &Path) -> Option<u16> {
    std::fs::read_to_string(port_note(folder))
        .ok()?
        .trim()
        .parse()
        .ok()
}

/// The training world tells everybody its passwords: they protect nothing.
fn credentials(service: &Value) -> BTreeMap<String, Secret> {
    let fields = service.get("credentials").and_then(Value::as_object);
    fields
        .into_iter()
        .flatten()
        .map(|(field, value)| (field.clone(), Secret::new(value.as_str().unwrap_or_default())))
        // Whichever way in a person tried out: after a change of the address it is the usual one again.
        .chain([("log_in".to_owned(), Secret::new("password"))])
        .collect()
}

fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value
        .get(field)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn text(value: &Value, field: &str) -> String {
    value
        .get(field)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn no_operator(error: &std::io::Error) -> ApiError {
    tracing::error!(%error, "the emulated operator does not start");
    api::refusal(
        "training_unavailable",
        "Учебный режим не запустился: не удалось открыть его папку или порт на этом компьютере. Рабочие документы \
         не затронуты. Проверьте место на диске и повторите.",
    )
}

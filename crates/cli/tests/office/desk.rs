//! A desk: a data folder of its own, no desktop around it, and a training world to talk to.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use sandbox::clock::Delays;
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// No command of a test may take longer.
const PATIENCE: Duration = Duration::from_secs(60);

pub const PASSPHRASE: &str = "сургуч держит печать";
/// ООО «Полярная звезда», whose clerk works here.
pub const POLAR_STAR: &str = "9612045075";
/// ООО «Кедровая роща», who signs.
pub const CEDAR_GROVE: &str = "9644112800";

/// What a command did.
#[derive(Debug)]
pub struct Done {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Done {
    /// Checks the exit code; shows everything when it is another.
    #[track_caller]
    pub fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// The one JSON object of the answer.
    #[track_caller]
    pub fn answer(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// The one JSON object that tells the error.
    #[track_caller]
    pub fn error(&self) -> Value {
        assert_eq!(self.stderr.lines().count(), 1, "{self:#?}");
        let told: Value =
            serde_json::from_str(&self.stderr).unwrap_or_else(|error| panic!("{error}: {self:#?}"));
        told["error"].clone()
    }
}

/// A data folder.
pub struct Desk {
    folder: TempDir,
    passphrase: Option<&'static str>,
}

impl Desk {
    /// With a passphrase in the environment.
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            passphrase: Some(PASSPHRASE),
        }
    }

    /// The same folder, another passphrase or none.
    pub fn with_passphrase(mut self, passphrase: Option<&'static str>) -> Self {
        self.passphrase = passphrase;
        self
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A file beside the data.
    pub fn file(&self, name: &str, content: &[u8]) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Nothing of the developer's own session reaches the program: no bus, no keystore, no home.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_surguch-cli"));
        command
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .env("XDG_RUNTIME_DIR", self.folder.path().join("nothing"))
            .env("TZ", "Europe/Moscow")
            .env("SURGUCH_DATA", self.data())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        if let Some(passphrase) = self.passphrase {
            command.env("SURGUCH_PASSPHRASE", passphrase);
        }
        command
    }

    pub async fn run(&self, arguments: &[&str]) -> Done {
        self.run_with_input(arguments, "").await
    }

    pub async fn run_with_input(&self, arguments: &[&str], input: &str) -> Done {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // The program may end without reading everything.
        _ = stdin.write_all(input.as_bytes()).await;
        drop(stdin);
        finished(child).await
    }

    /// An answer of the contract.
    pub async fn rpc(&self, command: &str, request: Value) -> Value {
        self.run_with_input(&["rpc", command, "-"], &request.to_string())
            .await
            .ends_with(0)
            .answer()
    }
}

/// Waits for the end, but not for ever.
pub async fn finished(child: Child) -> Done {
    let output = timeout(PATIENCE, child.wait_with_output())
        .await
        .expect("the program ends")
        .unwrap();
    Done {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Asks a process to end, as the system does.
#[cfg(unix)]
pub async fn ask_to_end(child: &Child) {
    let id = child.id().expect("it runs").to_string();
    let killed = Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
    assert!(killed.success());
}

/// A training world in which everything happens at once.
pub async fn training_world(options: Options) -> Sandbox {
    let at_once = Delays {
        check_ms: 0,
        delivery_ms: 0,
        answer_confirmation_ms: 600_000,
        bad_signature_ms: 0,
        acquire_ms: 0,
        invitation_ms: 0,
    };
    let options = Options {
        delays: Some(at_once),
        ..options
    };
    Sandbox::start(options).await.unwrap()
}

/// The address that `connect --sandbox` wants.
pub fn base(world: &Sandbox) -> String {
    format!("http://{}", world.address())
}

/// The box of a counterparty.
pub fn box_of(world: &Sandbox, inn: &str) -> String {
    let described = world.describe();
    let all = described["counterparties"].as_array().unwrap();
    let found = all.iter().find(|one| one["inn"] == inn).unwrap();
    found["box_id"].as_str().unwrap().to_owned()
}

/// An order to the control API of the training world.
pub async fn order(world: &Sandbox, path: &str, order: &Value) -> Value {
    let body = order.to_string();
    let address = world.address();
    let request = format!(
        "POST {path} HTTP/1.0\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(" 200 "), "{answer}");
    serde_json::from_str(body).unwrap()
}

/// A fixture of the project.
pub fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../formats/fixtures/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

/// A УПД of ООО «Полярная звезда» for ООО «Кедровая роща», under the name of its `ИдФайл`.
pub const UTD_NAME: &str = "ON_NSCHFDOPPR_2BM-9644112800-964401001-202401152411718929_2BM-9612045075-961201001-\
                            202401152411718913_20261116_3f6d2a90-5b1e-4c7a-9d43-8e21b7a40c11_0_0_0_0_0_00.xml";

/// A desk connected to the world, with a PDF (document 1) and a УПД (document 2).
pub async fn desk_with_two_papers(world: &Sandbox) -> Desk {
    let desk = Desk::new();
    desk.run(&["connect", "--sandbox", &base(world), "--inn", POLAR_STAR])
        .await
        .ends_with(0);
    let pdf = desk.file("Счёт на оплату 41.pdf", &fixture("print_form.pdf"));
    let utd = desk.file(UTD_NAME, &fixture("utd_schfdop_503.xml"));
    desk.run(&["import", &pdf, &utd]).await.ends_with(0);
    desk
}

/// The counterparty signs this document in its cabinet.
pub async fn counterparty_signs(world: &Sandbox, desk: &Desk, document: i64) {
    let card = desk.rpc("documents.get", json!({ "id": document })).await;
    let message = card["sendings"][0]["message_id"].as_str().unwrap();
    let signed = json!({ "box": box_of(world, CEDAR_GROVE), "message_id": message });
    order(world, "/_sandbox/cabinet/sign", &signed).await;
}

//! `cargo xtask demo --cli`: the story without a window, in a fresh training world that is then left running.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ExitCode, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::packages::{self, Group};
use crate::workspace::{Stop, Workspace};

/// Files that bear the names of firms of the training world.
const FILES: [&str; 2] = [
    "crates/formats/fixtures/utd_schfdop_503.xml",
    "crates/formats/fixtures/utd_schf_503.xml",
];
/// Opens nothing but the training data of this folder.
const PASSPHRASE: &str = "учебная парольная фраза";

/// Builds, starts the world, plays the story, waits for Ctrl-C.
///
/// # Errors
/// The program does not build, or a step of the story fails.
pub fn run(workspace: &Workspace) -> Result<ExitCode, Stop> {
    packages::ensure(workspace, &[Group::Build])?;
    super::build(workspace, &["cli"])?;
    let demo = Demo::fresh(workspace)?;
    let mut world = World::start(&demo)?;
    story(&demo, &world)?;
    println!("\nУчебный мир работает, пока открыто это окно. Закончить: Ctrl-C.");
    println!("  Кабинеты контрагентов: {}", world.text("cabinets"));
    for company in world.list("counterparties") {
        println!("    {}: {}", text(company, "name"), text(company, "cabinet"));
    }
    println!("  Продолжить самому:\n    {}", demo.invitation());
    world.child.wait().map_err(Stop::io("учебный мир"))?;
    Ok(ExitCode::SUCCESS)
}

/// From an empty registry to «Подписан контрагентом».
fn story(demo: &Demo, world: &World) -> Result<(), Stop> {
    demo.step(
        "Подключаем учебную фирму к учебному Диадоку",
        &["connect", "--sandbox", &world.base()?],
    )?;
    demo.step("Добавляем документы в реестр", &["import", FILES[0], FILES[1]])?;
    demo.step("Отправляем", &["send", "1", "2"])?;
    println!("\n▸ В учебном мире проходит минута: оператор проверяет подписи и доставляет документы");
    world.pass(60)?;
    demo.step("Получаем новости", &["sync", "--once"])?;
    demo.step("Что стало с документами", &["list"])?;
    println!("\n▸ Контрагент подписывает первый документ в своём кабинете");
    world.sign_first()?;
    world.pass(60)?;
    demo.step("Получаем новости", &["sync", "--once"])?;
    demo.step("Что стало с документами", &["list"])?;
    demo.step("Карточка первого", &["show", "1"])
}

/// The built program and the folder of this demo.
struct Demo<'a> {
    workspace: &'a Workspace,
    program: PathBuf,
    folder: PathBuf,
}

impl<'a> Demo<'a> {
    fn fresh(workspace: &'a Workspace) -> Result<Self, Stop> {
        Ok(Self {
            workspace,
            program: super::program(workspace, "surguch-cli"),
            folder: super::fresh_folder(workspace)?,
        })
    }

    fn command(&self, words: &[&str]) -> std::process::Command {
        let mut command = self.workspace.command(&self.program, words);
        command
            .env("SURGUCH_DATA", self.folder.join("data"))
            .env("SURGUCH_PASSPHRASE", PASSPHRASE);
        command
    }

    /// One step as a person would type it, with what the program answers.
    fn step(&self, what: &str, words: &[&str]) -> Result<(), Stop> {
        println!("\n▸ {what}\n$ surguch-cli {}", words.join(" "));
        let status = self.command(words).status().map_err(Stop::io("surguch-cli"))?;
        if status.success() {
            Ok(())
        } else {
            Err(Stop::told(format!("Шаг не удался: {status}.")))
        }
    }

    fn invitation(&self) -> String {
        let data = self.folder.join("data");
        let (data, program) = (data.display(), self.program.display());
        format!("SURGUCH_DATA={data} SURGUCH_PASSPHRASE='{PASSPHRASE}' {program} list")
    }
}

/// The training world as a process of its own.
struct World {
    child: Child,
    description: Value,
}

impl World {
    fn start(demo: &Demo<'_>) -> Result<Self, Stop> {
        let state = demo.folder.join("world").to_string_lossy().into_owned();
        let mut command = demo.command(&["sandbox", "--state", &state]);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Stop::io("учебный мир"))?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout)
                .read_line(&mut line)
                .map_err(Stop::io("учебный мир"))?;
        }
        match serde_json::from_str(&line) {
            Ok(description) => Ok(Self { child, description }),
            Err(_) => {
                let _ = child.kill();
                Err(Stop::told("Учебный мир не запустился."))
            }
        }
    }

    fn text(&self, key: &str) -> &str {
        text(&self.description, key)
    }

    fn list(&self, key: &str) -> impl Iterator<Item = &Value> {
        self.description
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    }

    /// `http://127.0.0.1:…`
    fn base(&self) -> Result<String, Stop> {
        let base = self.text("control").strip_suffix("/_sandbox");
        base.map(str::to_owned)
            .ok_or_else(|| Stop::told("Учебный мир не назвал своего адреса."))
    }

    /// Moves the clock of the world on; nobody waits.
    fn pass(&self, seconds: u32) -> Result<(), Stop> {
        let order = json!({ "seconds": seconds });
        self.ask("POST /_sandbox/clock/advance", Some(&order)).map(drop)
    }

    /// What the counterparty does with a button of its cabinet, by the world's control address.
    fn sign_first(&self) -> Result<(), Stop> {
        let ledger = self.ask("GET /_sandbox/ledger", None)?;
        let first = ledger
            .pointer("/documents/0")
            .ok_or_else(|| Stop::told("До учебного мира ничего не дошло."))?;
        let order = json!({ "box": text(first, "to_box"), "message_id": text(first, "message_id") });
        self.ask("POST /_sandbox/cabinet/sign", Some(&order)).map(drop)
    }

    /// Plain HTTP/1.0 to this computer needs no client library.
    fn ask(&self, what: &str, order: Option<&Value>) -> Result<Value, Stop> {
        let base = self.base()?;
        let host = base.trim_start_matches("http://");
        let body = order.map(Value::to_string).unwrap_or_default();
        let request = format!(
            "{what} HTTP/1.0\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = exchange(host, &request).map_err(Stop::io("учебный мир"))?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        if !head.contains(" 200 ") {
            return Err(Stop::told(format!("Учебный мир отказал: {body}")));
        }
        serde_json::from_str(body).map_err(|_| Stop::told("Учебный мир ответил непонятно."))
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn exchange(host: &str, request: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

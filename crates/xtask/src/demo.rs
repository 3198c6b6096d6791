//! `cargo xtask demo`: the program in «Учебный режим», in a data folder of its own.
//!
//! Without a screen one that nobody sees is started. Nothing leaves the computer, and nothing of a real installation
//! is touched: neither its data nor the keystore of the person who runs the demo.

mod command_line;
mod tour;

use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ExitCode, Stdio};

use crate::packages::{self, Group};
use crate::suite;
use crate::workspace::{Stop, Workspace};

/// Plays what was asked for.
///
/// # Errors
/// The words are not known, something does not build, or a step of a story fails.
pub fn run(workspace: &Workspace, words: &[&str]) -> Result<ExitCode, Stop> {
    match words {
        [] => window(workspace, None),
        ["--data", folder] => window(workspace, Some(Path::new(folder))),
        ["--cli"] => command_line::run(workspace),
        ["--tour", "--out", folder] => tour::run(workspace, Path::new(folder)),
        _ => Err(Stop::told(
            "cargo xtask demo [--data FOLDER | --tour --out FOLDER | --cli]",
        )),
    }
}

/// Opens the window and stays until it is closed.
fn window(workspace: &Workspace, data: Option<&Path>) -> Result<ExitCode, Stop> {
    packages::ensure(workspace, &[Group::Build, Group::Window])?;
    let screen = Screen::present_or_started(workspace)?;
    build_window(workspace, &["surguch"])?;
    let mut command = workspace.command(program(workspace, "surguch"), &["--training", "--data"]);
    match data {
        Some(folder) => {
            command.arg(absolute(folder)?);
        }
        None => {
            // A key of its own for each run: the folder is thrown away, and the keystore of the person is left alone.
            command
                .arg(fresh_folder(workspace)?.join("data"))
                .env("SURGUCH_PASSPHRASE", passing_passphrase());
        }
    }
    if let Some(screen) = &screen {
        println!(
            "Экрана нет, поэтому окно открыто на невидимом: DISPLAY={}",
            screen.name
        );
        command.env("DISPLAY", &screen.name);
    }
    println!("Учебный режим открыт. Закончить: закройте окно или нажмите Ctrl-C.");
    let status = command.status().map_err(Stop::io("surguch"))?;
    if status.success() {
        Ok(ExitCode::SUCCESS)
    } else {
        Err(Stop::told(format!("Программа закончилась с ошибкой: {status}.")))
    }
}

/// A built program of ours.
fn program(workspace: &Workspace, name: &str) -> PathBuf {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    workspace.path("target/debug").join(name)
}

/// The page of the window first: the program holds it inside.
fn build_window(workspace: &Workspace, programs: &[&str]) -> Result<(), Stop> {
    packages::ensure(workspace, &[Group::Ui])?;
    println!("Собираем окно…");
    if let Some(install) = suite::packages_of(workspace, "ui")? {
        finish(install, "npm ci")?;
    }
    finish(
        workspace.npm("ui", &["run", "--silent", "build"]),
        "npm run build",
    )?;
    build(workspace, programs)
}

fn build(workspace: &Workspace, programs: &[&str]) -> Result<(), Stop> {
    println!("Собираем программу…");
    let mut command = workspace.cargo(&["build", "--quiet"]);
    for program in programs {
        command.args(["--package", program]);
    }
    finish(command, "cargo build")
}

fn finish(mut command: std::process::Command, name: &str) -> Result<(), Stop> {
    let status = command
        .stdout(Stdio::null())
        .status()
        .map_err(Stop::io(name.to_owned()))?;
    if status.success() {
        Ok(())
    } else {
        Err(Stop::told(format!("{name}: {status}. Причина выше.")))
    }
}

/// Made anew each time, so that a demo that was cut off leaves nothing.
fn fresh_folder(workspace: &Workspace) -> Result<PathBuf, Stop> {
    let folder = workspace.path("target/demo");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(Stop::io("the folder of the last demo"))?;
    }
    std::fs::create_dir_all(&folder).map_err(Stop::io("target/demo"))?;
    Ok(folder)
}

/// Guards nothing but the folder that is thrown away at the next demo.
fn passing_passphrase() -> String {
    let half = || RandomState::new().hash_one("surguch");
    format!("{:016x}{:016x}", half(), half())
}

fn absolute(folder: &Path) -> Result<PathBuf, Stop> {
    std::path::absolute(folder).map_err(Stop::io(folder.display().to_string()))
}

/// A screen that nobody sees, started because there is no other. Ends with this value.
struct Screen {
    server: Child,
    name: String,
}

impl Screen {
    /// None where there is a screen already.
    fn present_or_started(workspace: &Workspace) -> Result<Option<Self>, Stop> {
        let has = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if !cfg!(target_os = "linux") || has("DISPLAY") || has("WAYLAND_DISPLAY") {
            return Ok(None);
        }
        packages::ensure(workspace, &[Group::Desktop])?;
        let arguments = [
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x820x24",
            "-nolisten",
            "tcp",
        ];
        let mut command = workspace.command("Xvfb", &arguments);
        let mut server = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Stop::io("Xvfb"))?;
        let mut line = String::new();
        if let Some(stdout) = server.stdout.take() {
            BufReader::new(stdout)
                .read_line(&mut line)
                .map_err(Stop::io("Xvfb"))?;
        }
        let name = format!(":{}", line.trim());
        let screen = Self { server, name };
        if line.trim().is_empty() {
            return Err(Stop::told("Xvfb не запустился."));
        }
        Ok(Some(screen))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_demo_has_a_passphrase_of_its_own() {
        let first = super::passing_passphrase();
        assert_eq!(first.len(), 32);
        assert_ne!(first, super::passing_passphrase());
    }
}

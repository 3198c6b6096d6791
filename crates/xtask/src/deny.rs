//! cargo-deny: licences, bans and sources of everything that is linked in (`.cargo/deny.toml`).
//!
//! Not a dependency of the project but a tool, kept under `target/tools`. Built without optimisation: it
//! runs for six seconds instead of one and builds in a third of the time.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::child;
use crate::workspace::{Stop, Workspace};

const VERSION: &str = "0.20.2";

/// The command that checks; installs the tool first when it is missing.
///
/// # Errors
/// The tool cannot be built.
pub fn command(workspace: &Workspace) -> Result<Command, Stop> {
    let tool = tool(workspace);
    if !is_current(&tool) {
        install(workspace)?;
    }
    // No `advisories`: their database lies outside the package registry, and the suite needs nothing else.
    Ok(workspace.command(
        tool,
        &["--log-level", "error", "check", "bans", "licenses", "sources"],
    ))
}

fn tool(workspace: &Workspace) -> PathBuf {
    workspace.path(if cfg!(windows) {
        "target/tools/bin/cargo-deny.exe"
    } else {
        "target/tools/bin/cargo-deny"
    })
}

fn is_current(tool: &PathBuf) -> bool {
    let output = Command::new(tool).arg("--version").output();
    output
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim() == format!("cargo-deny {VERSION}"))
}

fn install(workspace: &Workspace) -> Result<(), Stop> {
    println!("  building cargo-deny {VERSION} once (two minutes)");
    let build = workspace.path("target/tools/build");
    let mut command = workspace.cargo(&["install", "cargo-deny", "--version", VERSION]);
    command
        .args([
            "--locked",
            "--debug",
            "--force",
            "--quiet",
            "--root",
            "target/tools",
            "--target-dir",
        ])
        .arg(&build);
    command
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0");
    child::run(command, Duration::from_secs(1800), |line| println!("  {line}"))?;
    std::fs::remove_dir_all(&build).map_err(Stop::io("the folder the tool was built in"))
}

//! `cargo xtask bench window [--documents N] [--cold] [--rounds N]`: the figures of the real window on a screen nobody sees.
//!
//! What is measured, and against what, stands in `tests/desktop/bench/`; here it is only built and started.

use std::time::Duration;

use serde_json::Value;

use crate::child;
use crate::packages::{self, Group};
use crate::workspace::{Stop, Workspace};

const LIMIT: Duration = Duration::from_secs(30 * 60);

/// Builds the program as it is shipped, the empty window and the maker of registries, and measures.
///
/// # Errors
/// The system lacks something, they do not build, or the measurement breaks off.
pub fn figures(workspace: &Workspace, words: &[&str], line: impl FnMut(&str)) -> Result<Vec<Value>, Stop> {
    packages::ensure(
        workspace,
        &[Group::Build, Group::Window, Group::Ui, Group::Desktop],
    )?;
    build(workspace)?;
    let built = |name: &str| workspace.path("target/release").join(name);
    let mut command = workspace.command("node", &["tests/desktop/bench/window.mjs"]);
    command
        .arg("--program")
        .arg(built("surguch"))
        .arg("--empty")
        .arg(built("examples/empty_window"))
        .arg("--seed")
        .arg(built("examples/seed_registry"))
        .args(words);
    crate::bench::figures_of(command, LIMIT, line)
}

fn build(workspace: &Workspace) -> Result<(), Stop> {
    if !workspace.path("ui/node_modules").exists() {
        ended(workspace.npm("ui", &["ci", "--no-audit", "--no-fund"]))?;
    }
    ended(workspace.npm("ui", &["run", "--silent", "build"]))?;
    ended(workspace.cargo(&[
        "build",
        "--quiet",
        "--release",
        "--package",
        "surguch",
        "--package",
        "testkit",
        "--bin",
        "surguch",
        "--example",
        "empty_window",
        "--example",
        "seed_registry",
    ]))
}

/// Its lines are of no interest unless it fails, and then it has shown them itself.
fn ended(mut command: std::process::Command) -> Result<(), Stop> {
    let shown = child::shown(&command);
    let status = command
        .stdout(std::process::Stdio::null())
        .status()
        .map_err(Stop::io(shown.clone()))?;
    if status.success() {
        Ok(())
    } else {
        Err(Stop::told(format!("`{shown}` ended with {status}")))
    }
}

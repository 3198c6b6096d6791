//! `cargo xtask bench [NAME] [--json]`: figures beside their floors; the last line is one JSON object.
//!
//! What is measured, and against what, stands in `crates/testkit/benches/figures/`. Built with optimisation,
//! so the first run takes some minutes.

use std::process::ExitCode;

use crate::packages::{self, Group};
use crate::workspace::{Stop, Workspace};

/// Builds the figures and runs those that are asked for.
///
/// # Errors
/// They do not build or a measurement breaks off.
pub fn run(workspace: &Workspace, words: &[&str]) -> Result<ExitCode, Stop> {
    packages::ensure(workspace, &[Group::Build])?;
    let mut command = workspace.cargo(&[
        "bench",
        "--quiet",
        "--package",
        "testkit",
        "--bench",
        "figures",
        "--",
    ]);
    let status = command.args(words).status().map_err(Stop::io("cargo bench"))?;
    if status.success() {
        Ok(ExitCode::SUCCESS)
    } else {
        Err(Stop::told(format!("the bench ended with {status}")))
    }
}

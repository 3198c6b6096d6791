//! `cargo xtask demo --tour --out FOLDER`: the whole story in the real window, with a picture of every step.
//!
//! Played by `tests/desktop/tour.mjs`, which looks at the program from outside: the painted page, the bus, the
//! operator's ledger. What it has seen lies in `FOLDER/tour.json`; when something was not seen, there is none.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use crate::child;
use crate::packages::{self, Group};
use crate::workspace::{Stop, Workspace};

/// The tour itself gives up earlier and says why.
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// Builds everything and plays the tour.
///
/// # Errors
/// Something does not build, or the story does not come to its end.
pub fn run(workspace: &Workspace, out: &Path) -> Result<ExitCode, Stop> {
    packages::ensure(
        workspace,
        &[Group::Build, Group::Window, Group::Ui, Group::Desktop],
    )?;
    let out = super::absolute(out)?;
    super::build_window(workspace, &["surguch", "cli"])?;
    let mut command = workspace.command("node", &["tests/desktop/tour.mjs", "--out"]);
    command.arg(&out);
    child::run(command, LIMIT, |line| println!("{line}"))?;
    Ok(ExitCode::SUCCESS)
}

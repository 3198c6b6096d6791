//! The second judge of signatures: gostcrypto in a Python environment of its own, under `target/tools`.
//!
//! Its versions stand beside the tests that ask it. The first judge, OpenSSL with the gost engine, is a package of the
//! system (see [`crate::packages`]).

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::child;
use crate::workspace::{Stop, Workspace};

const REQUIREMENTS: &str = "crates/signature/tests/judges/requirements.txt";
const FOLDER: &str = "target/tools/judges";

/// Fails unless every line `name==version` of the file is installed.
const COMPARE: &str = "import sys
from importlib.metadata import version
wanted = [line.split('==') for line in open(sys.argv[1]).read().split()]
sys.exit(any(version(name) != number for name, number in wanted))";

/// Makes the environment when it is missing or its versions are others.
///
/// # Errors
/// Python cannot make it, or the package registry does not answer.
pub fn ensure(workspace: &Workspace) -> Result<(), Stop> {
    if is_current(workspace) {
        return Ok(());
    }
    println!("  installing the second judge of signatures into {FOLDER}");
    let limit = Duration::from_secs(300);
    let make = workspace.command("python3", &["-m", "venv", FOLDER]);
    child::run(make, limit, |_| ())?;
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
        REQUIREMENTS,
    ];
    child::run(
        workspace.command(interpreter(workspace), &install),
        limit,
        |line| {
            if line.starts_with("ERROR") {
                println!("  {line}");
            }
        },
    )
}

fn interpreter(workspace: &Workspace) -> PathBuf {
    workspace.path(FOLDER).join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    })
}

fn is_current(workspace: &Workspace) -> bool {
    let compare = Command::new(interpreter(workspace))
        .args(["-c", COMPARE])
        .arg(workspace.path(REQUIREMENTS))
        .stderr(Stdio::null())
        .status();
    compare.is_ok_and(|status| status.success())
}

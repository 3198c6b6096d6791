//! gostcrypto and asn1crypto: the second judge, who shares no code with the first.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// `cargo xtask test` makes it; the folder may be named where it lies elsewhere.
fn interpreter() -> PathBuf {
    let folder = std::env::var_os("SURGUCH_JUDGES").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tools/judges"),
        PathBuf::from,
    );
    let program = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    assert!(
        program.exists(),
        "the judge is missing: gostcrypto. Run `cargo xtask test tests`, which installs it, or by hand: \
         python3 -m venv {0} && {0}/bin/pip install --requirement crates/signature/tests/judges/requirements.txt",
        folder.display()
    );
    program
}

/// Does the second judge believe every signature of these messages over these documents?
pub fn ask(folder: &Path, pairs: &[(String, String)]) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges/judge.py");
    let mut command = Command::new(interpreter());
    command.current_dir(folder).arg(script);
    for (message, document) in pairs {
        command.args([message, document]);
    }
    command.output().unwrap()
}

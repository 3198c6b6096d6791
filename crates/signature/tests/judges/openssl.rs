//! OpenSSL with Debian's gost engine: the first judge. Its configuration is given to the processes that are started
//! here and to nobody else.

use std::path::Path;
use std::process::{Command, Output};

/// The engine, loaded for one process.
const CONFIGURATION: &str = "openssl_conf = start
[start]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
CRYPT_PARAMS = id-Gost28147-89-CryptoPro-A-ParamSet
";

const HOW_TO_INSTALL: &str = "the judge is missing: OpenSSL with the gost engine. On Debian and Ubuntu run: \
    apt-get install --yes --no-install-recommends openssl libengine-gost-openssl";

/// Writes the configuration and makes sure that the judge is there.
pub fn prepare(folder: &Path) {
    std::fs::write(folder.join("gost.cnf"), CONFIGURATION).unwrap();
    std::fs::write(folder.join("empty"), b"").unwrap();
    let output = command(folder, &["dgst", "-md_gost12_256", "empty"]).output();
    assert!(
        output.is_ok_and(|output| output.status.success()),
        "{HOW_TO_INSTALL}"
    );
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("openssl");
    command
        .current_dir(folder)
        .args(arguments)
        .env("OPENSSL_CONF", folder.join("gost.cnf"));
    command
}

/// Asks the judge; paths are relative to `folder`.
pub fn ask(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect(HOW_TO_INSTALL)
}

/// Asks the judge, who has to agree.
pub fn run(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = ask(folder, arguments);
    assert!(
        output.status.success(),
        "openssl {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

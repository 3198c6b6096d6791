//! The processes of the tests. `keys`: the child, as the program is behind its hidden first argument. `parent`: a
//! program that has started such a child and is about to be killed. Never shipped.

use std::path::PathBuf;

use signature::keys::child::{self, HelperStore, Launch, Limits};
use signature::keys::{KeyStore, PinAnswer, PinQuestion, PinSource};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["keys"] => child::child(),
        ["parent", deed, choice, address, folder] => parent(deed, choice, address, &PathBuf::from(folder)),
        // Without these words the program opens its window; this one does nothing.
        _ => {}
    }
}

fn parent(deed: &str, choice: &str, address: &str, folder: &std::path::Path) {
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let launch = Launch {
        program,
        arguments: vec!["keys".into()],
        environment: Vec::new(),
    };
    let Ok(choice) = serde_json::from_str(choice) else {
        return;
    };
    let mut store = HelperStore::new(launch, vec![choice], Limits::default());
    let Ok(_) = store.list() else { return };
    let child = store.process_id().unwrap_or_default();
    let tell = || std::fs::write(folder.join("child"), child.to_string());
    if deed == "hang" {
        let Ok(address) = address.parse() else { return };
        let Ok(mut signer) = store.open(&address, &mut Folder(folder.to_owned())) else {
            return;
        };
        let _ = std::fs::write(folder.join("fault"), "hang-on-sign").and_then(|()| tell());
        let _ = signer.sign_detached(b"never signed", jiff::Timestamp::UNIX_EPOCH);
    } else {
        let _ = tell();
    }
    loop {
        std::thread::park();
    }
}

/// Reads the PIN where the token keeps it.
struct Folder(PathBuf);

impl PinSource for Folder {
    fn ask(&mut self, _question: &PinQuestion) -> signature::Result<PinAnswer> {
        let pin = std::fs::read_to_string(self.0.join("pin")).unwrap_or_default();
        Ok(PinAnswer::Pin(zeroize::Zeroizing::new(pin.trim().to_owned())))
    }
}

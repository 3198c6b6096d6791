//! Where each world lies, and the note which of them was open last.

use std::io;
use std::path::{Path, PathBuf};

use api::Mode;
use host::Folders;

/// The folders of a world. Each has a database and keys of its own, so that training can never be taken for the
/// real thing. The real world lies where `surguch-cli` looks for it.
pub(crate) fn folders(mode: Mode, root: &Folders) -> Folders {
    match mode {
        Mode::Work => root.clone(),
        Mode::Training => Folders::at(&root.data.join("training")),
    }
}

/// The world that was open last; the real one at the very first start.
pub(crate) fn last(root: &Folders) -> Mode {
    match std::fs::read_to_string(note(&root.data)) {
        Ok(code) if code.trim() == "training" => Mode::Training,
        _ => Mode::Work,
    }
}

/// Notes that this world is open.
pub(crate) fn remember(mode: Mode, root: &Folders) -> io::Result<()> {
    std::fs::create_dir_all(&root.data)?;
    let code = match mode {
        Mode::Training => "training",
        Mode::Work => "work",
    };
    std::fs::write(note(&root.data), code)
}

fn note(data: &Path) -> PathBuf {
    data.join("world")
}

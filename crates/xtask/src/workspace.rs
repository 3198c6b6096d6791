//! Where the repository lies, how commands are started in it, and why a task stops.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Why a task stopped, in words for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// Something that a person has to mend; the text says what and how.
    #[error("{0}")]
    Told(String),
    /// A file or a program could not be used.
    #[error("{what}: {source}")]
    Io {
        /// What was being done.
        what: String,
        /// What the system answered.
        source: std::io::Error,
    },
}

impl Stop {
    /// A reason in words.
    pub fn told(text: impl Into<String>) -> Self {
        Self::Told(text.into())
    }

    /// Names what was being done when the system refused.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

/// The root of the repository.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The repository this very program was built from.
    pub fn find() -> Result<Self, Stop> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here
            .ancestors()
            .nth(2)
            .filter(|root| root.join("Cargo.toml").is_file());
        root.map(|root| Self {
            root: root.to_path_buf(),
        })
        .ok_or_else(|| {
            Stop::told("The repository this task was built from has moved. Run it through cargo again.")
        })
    }

    /// A path inside the repository.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// The root itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A command that starts in the root.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.root);
        command
    }

    /// The cargo that started this task.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        self.command(
            std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
            arguments,
        )
    }

    /// npm inside one folder of the repository. On Windows npm is a script and needs its ending.
    pub fn npm(&self, folder: &str, arguments: &[&str]) -> Command {
        let mut command = self.command(if cfg!(windows) { "npm.cmd" } else { "npm" }, arguments);
        command.current_dir(self.path(folder));
        command
    }
}

/// Is there a program of this name on the path?
pub fn has_program(name: &str) -> bool {
    let Some(paths) = std::env::var_os("PATH") else {
        return false;
    };
    std::env::split_paths(&paths)
        .any(|folder| folder.join(name).is_file() || folder.join(format!("{name}.exe")).is_file())
}

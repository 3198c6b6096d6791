//! How the program was called, and what it says where it cannot start.

use std::path::PathBuf;
use std::process::ExitCode;

use host::{Folders, FoldersError};

use crate::window::Start;

/// Whether the training world was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Training {
    /// `--training`
    Asked,
    /// The world of last time.
    NotAsked,
}

/// The command line of the desktop program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arguments {
    /// `--minimised`: the window stays hidden until it is called for.
    pub start: Start,
    /// `--training`: opens «Учебный режим».
    pub training: Training,
    /// `--data FOLDER`
    data: Option<PathBuf>,
}

impl Arguments {
    /// Reads the arguments; the error is the one that is not known.
    pub fn read(arguments: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut read = Self {
            start: Start::Shown,
            training: Training::NotAsked,
            data: None,
        };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--minimised" => read.start = Start::Hidden,
                "--training" => read.training = Training::Asked,
                // Read before any thread starts, see `linux`.
                "--safe-graphics" => {}
                "--data" => match arguments.next() {
                    Some(folder) => read.data = Some(folder.into()),
                    None => return Err("После --data нужна папка.".into()),
                },
                other => return Err(format!("Ключ «{other}» программе не известен.")),
            }
        }
        Ok(read)
    }

    /// Where everything lies.
    pub fn folders(&self) -> Result<Folders, FoldersError> {
        Folders::choose(self.data.as_deref())
    }
}

/// Says why the program does not start.
#[expect(clippy::print_stderr, reason = "there is no window yet")]
pub fn refuse(why: &str) -> ExitCode {
    eprintln!("Сургуч не запущен. {why} Документы не затронуты.");
    eprintln!("Ключи: --minimised, --training, --data ПАПКА, --safe-graphics.");
    ExitCode::from(2)
}

/// Writes the log to the standard error stream; `SURGUCH_LOG` says how much.
pub fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("SURGUCH_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let told = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
    if told.is_err() {
        tracing::debug!("somebody listens to the log already");
    }
}

#[cfg(test)]
mod tests {
    use super::{Arguments, Training};
    use crate::window::Start;

    fn read(line: &str) -> Result<Arguments, String> {
        Arguments::read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_start_with_the_computer_is_hidden_and_training_is_asked_for_by_name() {
        let arguments = read("--minimised --training --data /srv/buhgalteria").unwrap();
        assert_eq!(
            (arguments.start, arguments.training),
            (Start::Hidden, Training::Asked)
        );
        assert!(arguments.folders().unwrap().data.ends_with("buhgalteria"));
    }

    #[test]
    fn an_unknown_key_is_named() {
        assert!(read("--minimized").unwrap_err().contains("--minimized"));
        assert!(read("--data").is_err());
    }
}

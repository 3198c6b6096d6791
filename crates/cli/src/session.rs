//! An opened data folder, and calls of its contract.

use std::path::Path;
use std::sync::Arc;

use engine::ports::{Ports, Secrets};
use engine::{CopyPolicy, Engine, OpenOptions, Upgrade};
use host::{Folders, LocalKeys, NoNotifier, OsRandomness, Purpose, SystemClock};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::args::Args;
use crate::fault::{Done, Fault};
use crate::output::Output;
use crate::terminal::TerminalPassphrases;

/// The engine at work for one command.
pub(crate) struct Session {
    pub engine: Engine,
    pub output: Output,
}

/// The folders that the command line or the environment names.
pub(crate) fn folders(args: &Args) -> Result<Folders, Fault> {
    Folders::choose(args.data.as_deref()).map_err(|error| Fault::new("folder_unavailable", error.to_string()))
}

/// The place for secrets.
pub(crate) fn secrets(
    folders: &Folders,
    output: &Output,
    purpose: Purpose,
) -> Result<Arc<dyn Secrets>, Fault> {
    Ok(host::secrets(folders, &TerminalPassphrases(output), purpose)?)
}

impl Session {
    /// Opens the data folder, making it when absent.
    pub(crate) fn open(args: &Args, output: &Output) -> Result<Self, Fault> {
        let folders = folders(args)?;
        let ports = Ports {
            clock: Arc::new(SystemClock),
            randomness: Arc::new(OsRandomness),
            secrets: secrets(&folders, output, Purpose::Work)?,
            notifier: Arc::new(NoNotifier),
            keys: Arc::new(LocalKeys::of_this_computer(&folders.data)),
        };
        let options = OpenOptions {
            copy: if args.accept_copy {
                CopyPolicy::Accept
            } else {
                CopyPolicy::Refuse
            },
            ..OpenOptions::default()
        };
        Ok(Self {
            engine: Engine::open_telling(&folders.data, ports, options, &|how_far| tell(output, how_far))?,
            output: *output,
        })
    }

    /// Calls a command of the contract.
    pub(crate) async fn call(&self, command: &str, request: Value) -> Result<Value, Fault> {
        self.read(command, request).await
    }

    /// Calls a command that changes something: a program reads the answer, a person what was done.
    pub(crate) async fn change(&self, command: &str, request: Value, done: &str) -> Result<Done, Fault> {
        let answer = self.call(command, request).await?;
        if self.output.is_for_program() {
            self.output.json(&answer);
        } else {
            self.output.line(done);
        }
        Ok(Done::Whole)
    }

    /// Writes a stored file to a place that the person named: whole or not at all.
    pub(crate) async fn save(&self, blob: &str, out: &Path) -> Result<(), Fault> {
        let address = blob.parse().map_err(|error| Fault::internal(&error))?;
        let file = self.engine.open_file(address).await?;
        host::write_whole(out, file).map_err(|reason| {
            Fault::new(
                "file_not_saved",
                format!(
                    "Файл {} не записан: {reason}. Документы целы. Укажите другое место.",
                    out.display()
                ),
            )
        })
    }

    /// The same, read into what the caller shows.
    pub(crate) async fn read<T: DeserializeOwned>(&self, command: &str, request: Value) -> Result<T, Fault> {
        let answer = api::dispatch(&self.engine, command, request).await?;
        answer.read().map_err(|error| Fault::internal(&error))
    }
}

/// Says how far a database of an older program is on its way to the form of this one.
fn tell(output: &Output, Upgrade { done, of }: Upgrade) {
    output.note(&match done {
        0 => "Обновляем базу документов. Ничего не потеряно, сначала сохраняем копию.".to_owned(),
        1 => format!("Обновляем базу документов: готово 1 из {of}. Ничего не потеряно, копия сохранена."),
        done => format!("Обновляем базу документов: готово {done} из {of}."),
    });
}

/// Reads an answer into what is shown of it.
pub(crate) fn read<T: DeserializeOwned>(answer: Value) -> Result<T, Fault> {
    serde_json::from_value(answer).map_err(|error| Fault::internal(&error))
}

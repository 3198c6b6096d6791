//! Questions to the person at the terminal.

use std::io::{self, BufRead, IsTerminal};
use std::time::Duration;

use engine::ports::{Secret, SecretsError};
use host::{Asking, EnvironmentPassphrase, MIN_PASSPHRASE_CHARS, Passphrases};

use crate::fault::Fault;
use crate::interrupt::interrupted;
use crate::output::Output;

/// How long an interrupted question waits for its line to be given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// True when somebody can be asked: a schedule or another program has no terminal.
pub(crate) fn has_person() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a line that may be seen.
pub(crate) fn ask_line(output: &Output, question: &str) -> Result<String, Fault> {
    output.ask(question);
    let mut line = String::new();
    io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| Fault::internal(&error))?;
    Ok(line.trim().to_owned())
}

/// Asks for a line that is not shown while it is typed.
pub(crate) fn ask_secret(question: &str) -> Result<Secret, Fault> {
    rpassword::prompt_password(question)
        .map(Secret::new)
        .map_err(|error| Fault::internal(&error))
}

/// Asks beside whatever else is under way; `None` when Ctrl-C came instead of an answer.
///
/// A line that is being read cannot be taken back, and only its end lets the terminal show letters again.
pub(crate) async fn until_interrupted<T: Send + 'static>(
    output: &Output,
    ask: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<Option<T>, Fault> {
    let mut asked = tokio::task::spawn_blocking(ask);
    tokio::select! {
        typed = &mut asked => typed.map_err(|error| Fault::internal(&error))?.map(Some),
        () = interrupted() => {
            output.ask("\nОтменяю. Нажмите Enter.\n");
            _ = tokio::time::timeout(PATIENCE, asked).await;
            Ok(None)
        }
    }
}

/// The passphrase from the environment, else from the person at the terminal.
pub(crate) struct TerminalPassphrases<'a>(pub &'a Output);

impl Passphrases for TerminalPassphrases<'_> {
    fn given(&self) -> Result<Option<Secret>, SecretsError> {
        EnvironmentPassphrase.given()
    }

    fn ask(&self, asking: Asking) -> Result<Option<Secret>, SecretsError> {
        if !has_person() {
            return Ok(None);
        }
        let typed = match asking {
            Asking::ToOpen => ask_secret("Парольная фраза хранилища ключей: "),
            Asking::ToCreate => self.ask_twice(),
        };
        typed
            .map(|secret| Some(secret).filter(|secret| !secret.expose().is_empty()))
            .map_err(|fault| SecretsError::Unavailable(fault.message))
    }
}

impl TerminalPassphrases<'_> {
    fn ask_twice(&self) -> Result<Secret, Fault> {
        self.0.note(&format!(
            "Хранилище ключей системы недоступно. Ключи можно хранить в файле, зашифрованном парольной фразой.\n\
             Придумайте фразу не короче {MIN_PASSPHRASE_CHARS} знаков, лучше из нескольких слов, и запишите её: \
             программа её не хранит.\nПустая строка — отказаться."
        ));
        loop {
            let first = ask_secret("Новая парольная фраза: ")?;
            if first.expose().is_empty() {
                return Ok(first);
            }
            if first == ask_secret("Ещё раз: ")? {
                return Ok(first);
            }
            self.0.note("Фразы не совпали. Введите их ещё раз.");
        }
    }
}

//! Where the passphrase of the vault comes from.

use std::path::Path;

use engine::ports::{Secret, SecretsError};

use crate::durable;

/// The passphrase itself.
const PASSPHRASE_VARIABLE: &str = "SURGUCH_PASSPHRASE";
/// A file whose first line is the passphrase.
const PASSPHRASE_FILE_VARIABLE: &str = "SURGUCH_PASSPHRASE_FILE";

/// A new vault takes no shorter passphrase.
pub const MIN_PASSPHRASE_CHARS: usize = 8;

/// What the passphrase is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// To open a vault that is there.
    ToOpen,
    /// To make a new vault: to be typed twice.
    ToCreate,
}

/// Who knows the passphrase.
pub trait Passphrases {
    /// A passphrase given beforehand: by it the person has chosen the vault.
    fn given(&self) -> Result<Option<Secret>, SecretsError>;
    /// Asks a person; `None` when there is nobody to ask or the person declines.
    fn ask(&self, asking: Asking) -> Result<Option<Secret>, SecretsError>;
}

/// `SURGUCH_PASSPHRASE`, else the file named by `SURGUCH_PASSPHRASE_FILE`; asks nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct EnvironmentPassphrase;

impl Passphrases for EnvironmentPassphrase {
    fn given(&self) -> Result<Option<Secret>, SecretsError> {
        if let Some(value) = variable(PASSPHRASE_VARIABLE)? {
            return Ok(Some(Secret::new(value)));
        }
        variable(PASSPHRASE_FILE_VARIABLE)?
            .map(|path| first_line(Path::new(&path)))
            .transpose()
    }

    fn ask(&self, _asking: Asking) -> Result<Option<Secret>, SecretsError> {
        Ok(None)
    }
}

fn variable(name: &str) -> Result<Option<String>, SecretsError> {
    match std::env::var(name) {
        Ok(value) if value.is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(SecretsError::Unavailable(format!(
            "Переменная {name} содержит не текст в кодировке UTF-8. Ничего не изменено. Задайте её заново."
        ))),
    }
}

fn first_line(path: &Path) -> Result<Secret, SecretsError> {
    let content = std::fs::read_to_string(path).map_err(|error| {
        let (path, reason) = (path.display(), durable::reason(&error));
        SecretsError::Unavailable(format!(
            "Файл с парольной фразой {path} не читается: {reason}. Ничего не изменено. \
             Проверьте путь в переменной {PASSPHRASE_FILE_VARIABLE}."
        ))
    })?;
    let content = Secret::new(content);
    let line = content.expose().lines().next().unwrap_or_default();
    if line.is_empty() {
        let path = path.display();
        return Err(SecretsError::Unavailable(format!(
            "Первая строка файла с парольной фразой {path} пуста. Ничего не изменено. Впишите в неё фразу."
        )));
    }
    Ok(Secret::new(line))
}

/// Refuses a passphrase that is too short for a new vault.
pub(crate) fn long_enough(passphrase: Secret) -> Result<Secret, SecretsError> {
    if passphrase.expose().chars().count() >= MIN_PASSPHRASE_CHARS {
        return Ok(passphrase);
    }
    Err(SecretsError::Unavailable(format!(
        "Парольная фраза слишком коротка: нужно не меньше {MIN_PASSPHRASE_CHARS} знаков, лучше несколько слов. \
         Хранилище ключей не создано."
    )))
}

#[cfg(test)]
mod tests {
    use engine::ports::SecretsError;

    use super::{first_line, long_enough};
    use engine::ports::Secret;

    #[test]
    fn the_first_line_of_the_file_counts_whatever_its_ending() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("фраза.txt");
        for content in [
            "сургучная печать",
            "сургучная печать\n",
            "сургучная печать\r\nзаметка",
        ] {
            std::fs::write(&path, content).unwrap();
            assert_eq!(first_line(&path).unwrap().expose(), "сургучная печать");
        }
    }

    #[test]
    fn a_missing_or_empty_file_is_named_in_the_message() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("фраза.txt");
        let message = |path: &std::path::Path| first_line(path).unwrap_err().to_string();
        assert!(message(&path).contains("фраза.txt не читается"));
        std::fs::write(&path, "\nвторая строка").unwrap();
        assert!(message(&path).contains("пуста"));
    }

    #[test]
    fn length_is_counted_in_characters_not_bytes() {
        assert!(matches!(
            long_enough(Secret::new("печать1")),
            Err(SecretsError::Unavailable(_))
        ));
        assert!(long_enough(Secret::new("печать12")).is_ok());
    }
}

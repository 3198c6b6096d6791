//! The note in the data folder that says where its keys lie.
//!
//! Without it a keystore that appears (or vanishes) later would silently hide the keys kept elsewhere.

use std::io;
use std::path::Path;

use engine::ports::SecretsError;
use serde::{Deserialize, Serialize};

use crate::durable;

const FILE: &str = "keys.json";
const VERSION: u32 = 1;

/// Where the keys of a data folder lie. Holds no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "place", rename_all = "snake_case")]
pub(crate) enum Place {
    /// In the keystore of the operating system.
    Os,
    /// In the passphrase vault of the config folder.
    Vault,
}

#[derive(Serialize, Deserialize)]
struct Note {
    version: u32,
    #[serde(flatten)]
    place: Place,
}

/// All that a newer note is sure to have.
#[derive(Deserialize)]
struct Stamp {
    version: u32,
}

/// The remembered place, if any.
pub(crate) fn remembered(data: &Path) -> Result<Option<Place>, SecretsError> {
    let path = data.join(FILE);
    let text = match std::fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(&path, &durable::reason(&error))),
    };
    let damaged = |_| unreadable(&path, "содержимое повреждено");
    let stamp: Stamp = serde_json::from_slice(&text).map_err(damaged)?;
    if stamp.version > VERSION {
        return Err(unreadable(&path, "он записан более новой версией программы"));
    }
    let note: Note = serde_json::from_slice(&text).map_err(damaged)?;
    Ok(Some(note.place))
}

/// Remembers the place, unless another program was first: then that one's place is the answer.
pub(crate) fn remember(data: &Path, place: Place) -> Result<Place, SecretsError> {
    durable::locked(data, || match remembered(data).map_err(Failure::Known)? {
        Some(earlier) => Ok(earlier),
        None => write(data, place),
    })
    .map_err(|failure| failure.told(data))
}

/// Remembers the place instead of an earlier one.
pub(crate) fn remember_anew(data: &Path, place: Place) -> Result<Place, SecretsError> {
    durable::locked(data, || write(data, place)).map_err(|failure| failure.told(data))
}

fn write(data: &Path, place: Place) -> Result<Place, Failure> {
    let note = Note {
        version: VERSION,
        place,
    };
    let text = serde_json::to_vec_pretty(&note).map_err(io::Error::from)?;
    durable::replace(&data.join(FILE), &text)?;
    Ok(note.place)
}

enum Failure {
    Known(SecretsError),
    Io(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Failure {
    fn told(self, data: &Path) -> SecretsError {
        match self {
            Self::Known(error) => error,
            Self::Io(error) => SecretsError::Broken(format!(
                "В папку данных {} нельзя записать: {}. Ничего не изменено. Дайте программе права на эту папку \
                 или укажите другую.",
                data.display(),
                durable::reason(&error)
            )),
        }
    }
}

fn unreadable(path: &Path, reason: &str) -> SecretsError {
    SecretsError::Broken(format!(
        "Файл {} не читается: {reason}. В нём записано, где лежат ключи базы; сами ключи и документы не тронуты. \
         Верните этот файл из резервной копии или откройте базу ключом восстановления: \
         surguch-cli recovery-key restore.",
        path.display()
    ))
}

#[cfg(test)]
mod tests {

    use super::{FILE, Place, remember, remember_anew, remembered};

    #[test]
    fn the_first_choice_stays_until_it_is_made_anew_on_purpose() {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(remembered(data.path()).unwrap(), None);
        assert_eq!(remember(data.path(), Place::Os).unwrap(), Place::Os);
        assert_eq!(remember(data.path(), Place::Vault).unwrap(), Place::Os);
        assert_eq!(remembered(data.path()).unwrap(), Some(Place::Os));
        remember_anew(data.path(), Place::Vault).unwrap();
        assert_eq!(remembered(data.path()).unwrap(), Some(Place::Vault));
    }

    #[test]
    fn a_damaged_note_is_reported_and_left_as_it_is() {
        let data = tempfile::tempdir().unwrap();
        let path = data.path().join(FILE);
        for content in ["{\"version\":1,\"pla", "{\"version\":2,\"place\":\"moon\"}", ""] {
            std::fs::write(&path, content).unwrap();
            let message = remembered(data.path()).unwrap_err().to_string();
            assert!(message.contains("recovery-key restore"), "{message}");
            assert!(remember(data.path(), Place::Vault).is_err());
            assert_eq!(std::fs::read_to_string(&path).unwrap(), content);
        }
    }
}

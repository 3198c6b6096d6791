//! Where the program keeps its files.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// Environment variable that names another data folder.
const DATA_VARIABLE: &str = "SURGUCH_DATA";

/// The folders of one installation. They need not exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// The database, the file of blobs, and the note where the keys lie.
    pub data: PathBuf,
    /// The passphrase vault: apart from the data, so that a copy of the data does not carry its own key.
    pub config: PathBuf,
}

/// The system names no home folder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "Система не сообщает домашнюю папку пользователя, поэтому негде хранить базу. Ничего не потеряно. \
     Укажите папку данных ключом --data или переменной SURGUCH_DATA."
)]
pub struct FoldersError;

impl Folders {
    /// The folder named on the command line, else the one in `SURGUCH_DATA`, else the usual place of the system
    /// (`~/.local/share/surguch`, `%LOCALAPPDATA%\Surguch`, `~/Library/Application Support/Surguch`).
    pub fn choose(named: Option<&Path>) -> Result<Self, FoldersError> {
        let variable = std::env::var_os(DATA_VARIABLE).filter(|value| !value.is_empty());
        match named.map(Path::to_path_buf).or(variable.map(PathBuf::from)) {
            Some(data) => Ok(Self::at(&data)),
            None => Self::of_user(),
        }
    }

    /// Everything below one folder: a second installation, a test, a memory stick.
    pub fn at(data: &Path) -> Self {
        Self {
            data: data.to_path_buf(),
            config: data.join("config"),
        }
    }

    fn of_user() -> Result<Self, FoldersError> {
        let places = ProjectDirs::from("", "", "Surguch").ok_or(FoldersError)?;
        Ok(Self {
            data: places.data_local_dir().to_path_buf(),
            config: places.config_local_dir().to_path_buf(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Folders;

    #[test]
    fn a_named_folder_holds_everything_and_wins_over_the_usual_place() {
        let folders = Folders::choose(Some(Path::new("/srv/buhgalteria"))).unwrap();
        assert_eq!(folders.data, Path::new("/srv/buhgalteria"));
        assert!(folders.config.starts_with(&folders.data));
        assert_ne!(folders.config, folders.data);
    }
}

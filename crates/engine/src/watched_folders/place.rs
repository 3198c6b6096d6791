//! Which folders may be watched.

use std::fs;
use std::path::{Path, PathBuf};

use domain::Firm;

use crate::Result;
use crate::error::{Code, Error};
use crate::whole_file::reason;

/// The full name of a folder that may be watched: it is there, it is not the program's own, and its name is text.
pub(super) fn checked(folder: &Path, data: &Path) -> Result<PathBuf> {
    let unavailable = |error: std::io::Error| {
        Error::new(
            Code::FolderUnavailable,
            format!(
                "Папка «{}» недоступна: {}. Ничего не изменено. Выберите папку, которая есть на этом компьютере.",
                name(folder),
                reason(&error)
            ),
        )
    };
    let full = fs::canonicalize(folder).map_err(unavailable)?;
    if !full.is_dir() {
        return Err(unavailable(std::io::ErrorKind::NotADirectory.into()));
    }
    let data = fs::canonicalize(data).unwrap_or_else(|_| data.to_path_buf());
    if full.starts_with(&data) || data.starts_with(&full) {
        return Err(not_allowed(
            "В этой папке или внутри неё лежит база самой программы. Ничего не изменено. Выберите другую папку.",
        ));
    }
    if full.to_str().is_none() {
        return Err(not_allowed(
            "Путь к этой папке записан не буквами, которые программа может сохранить. Ничего не изменено. Выберите \
             другую папку или переименуйте эту.",
        ));
    }
    Ok(full)
}

/// A file in two folders would be taken by whoever looks first.
pub(super) fn refuse_overlap(folder: &Path, other: &Path, firm: &Firm) -> Result<()> {
    if folder.starts_with(other) || other.starts_with(folder) {
        return Err(not_allowed(&format!(
            "Эта папка уже выбрана для фирмы {} или лежит рядом с ней, одна в другой. Ничего не изменено. Выберите \
             для каждой фирмы свою папку.",
            firm.party.name
        )));
    }
    Ok(())
}

/// The name of a folder without the way to it.
pub(super) fn name(folder: &Path) -> String {
    folder.file_name().map_or_else(
        || folder.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

fn not_allowed(sentence: &str) -> Error {
    Error::new(Code::FolderNotAllowed, sentence)
}

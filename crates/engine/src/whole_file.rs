//! Small files of the clerk's own, written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Replaces the file in one step: after a crash either the old or the new content is there.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    let fresh = PathBuf::from(fresh);
    let mut file = File::create(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&fresh, path)
}

/// Moves a file into a folder under its own name or, where that is taken, under the next free one: «акт (2).pdf».
/// Never overwrites anything. Gives the new place.
pub(crate) fn move_into(folder: &Path, file: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let name = file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let target = reserved(folder, &name)?;
    fs::rename(file, &target).inspect_err(|_| drop(fs::remove_file(&target)))?;
    Ok(target)
}

/// An empty file of our own under the first free name: whoever comes at the same moment gets the next one.
fn reserved(folder: &Path, name: &str) -> io::Result<PathBuf> {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    for number in 1..10_000_u32 {
        let target = match number {
            1 => folder.join(name),
            _ => folder.join(format!("{stem} ({number}){ending}")),
        };
        match OpenOptions::new().write(true).create_new(true).open(&target) {
            Ok(_) => return Ok(target),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Why it did not work, in Russian where the cause is a usual one.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "нет прав доступа".to_owned(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "на диске нет места".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "диск доступен только для чтения".to_owned(),
        io::ErrorKind::NotFound => "файл или папка не найдены".to_owned(),
        io::ErrorKind::NotADirectory => "это не папка".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{move_into, replace};

    #[test]
    fn a_moved_file_takes_the_next_free_name_and_overwrites_nothing() {
        let room = tempfile::tempdir().unwrap();
        let done = room.path().join("processed");
        for text in ["первый", "второй", "третий"] {
            let file = room.path().join("акт.pdf");
            fs::write(&file, text).unwrap();
            move_into(&done, &file).unwrap();
            assert!(!file.exists());
        }
        let read = |name: &str| fs::read_to_string(done.join(name)).unwrap();
        assert_eq!(read("акт.pdf"), "первый");
        assert_eq!(read("акт (2).pdf"), "второй");
        assert_eq!(read("акт (3).pdf"), "третий");
        assert!(move_into(&done, &room.path().join("нет.pdf")).is_err());
        assert_eq!(
            fs::read_dir(&done).unwrap().count(),
            3,
            "no empty file stays behind"
        );
    }

    #[test]
    fn a_file_is_replaced_whole() {
        let room = tempfile::tempdir().unwrap();
        let file = room.path().join("форма.typ");
        replace(&file, b"one").unwrap();
        replace(&file, b"two").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert_eq!(fs::read_dir(room.path()).unwrap().count(), 1);
    }
}

//! Small files that must survive a power cut: written whole or not at all, readable by their owner only.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Replaces the file in one step. After a crash at any moment either the old or the new content is there.
/// The caller holds [`locked`], so the name of the temporary file is free.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = fresh_name(path);
    match fs::remove_file(&fresh) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = private_file(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&fresh, path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Writes a file of the person's own to a place that they chose: whole or not at all, with the rights that their files
/// usually have. What stood there under the same name is replaced, as their system has asked them already.
///
/// # Errors
/// Why it did not work, in Russian where the cause is a usual one.
pub fn write_whole(path: &Path, mut bytes: impl Read) -> Result<(), String> {
    let fresh = fresh_name(path);
    let written = File::create(&fresh)
        .and_then(|mut file| {
            io::copy(&mut bytes, &mut file)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&fresh, path));
    written.map_err(|error| {
        // Best effort: the error that matters is the first one.
        drop(fs::remove_file(&fresh));
        reason(&error)
    })
}

/// Runs `work` while no other program does the same in this folder. Creates the folder.
pub(crate) fn locked<T, E: From<io::Error>>(
    folder: &Path,
    work: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    create_folder(folder)?;
    let lock = private_file(&folder.join("keys.lock"))?;
    lock.lock()?;
    // Released when the file is closed, also by a crash.
    work()
}

/// Why it did not work, in Russian where the cause is a usual one.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "нет прав доступа".to_owned(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "на диске нет места".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "диск доступен только для чтения".to_owned(),
        io::ErrorKind::NotFound => "файл или папка не найдены".to_owned(),
        _ => error.to_string(),
    }
}

fn fresh_name(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The new name of a file is durable only when its folder is.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows keeps no such promise and cannot open folders; the journal of NTFS orders renames by itself.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;

    use super::{fresh_name, locked, replace};

    #[test]
    fn what_a_crash_left_half_written_is_overwritten_and_never_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.json");
        fs::write(fresh_name(&path), "half of someth").unwrap();
        replace(&path, b"first").unwrap();
        replace(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert!(!fresh_name(&path).exists());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_the_file_and_its_folder() {
        use std::os::unix::fs::PermissionsExt;
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("config");
        let path = folder.join("vault.json");
        locked(&folder, || replace(&path, b"secret")).unwrap();
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&folder)), (0o600, 0o700));
    }

    #[test]
    fn a_file_for_the_person_is_written_whole_and_a_failure_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Счёт № 5.pdf");
        super::write_whole(&path, &b"one"[..]).unwrap();
        super::write_whole(&path, &b"two"[..]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        let nowhere = folder.path().join("нет").join("акт.pdf");
        assert!(
            super::write_whole(&nowhere, &b"x"[..])
                .unwrap_err()
                .contains("не найдены")
        );
        // A folder stands under this name: the fresh file must not stay.
        fs::create_dir(folder.path().join("акт.pdf")).unwrap();
        assert!(super::write_whole(&folder.path().join("акт.pdf"), &b"x"[..]).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn two_programs_take_turns() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("count");
        let count_up = || {
            locked::<_, io::Error>(folder.path(), || {
                let before: u32 = fs::read_to_string(&path).map_or(0, |text| text.parse().unwrap());
                replace(&path, (before + 1).to_string().as_bytes())
            })
            .unwrap();
        };
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..5).for_each(|_| count_up()));
            }
        });
        assert_eq!(fs::read_to_string(&path).unwrap(), "20");
    }
}

//! A ZIP from anywhere: looked at before anything of it is unpacked, and unpacked into memory only, within bounds.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::LARGEST_CONTENT_BYTES;
use crate::Result;
use crate::error::{Code, Error};

/// What an archive may be at most: what its documents may hold, and an inventory.
const LARGEST_BYTES: usize = 320 * 1024 * 1024;
/// What all its files may unpack to.
const LARGEST_UNPACKED_BYTES: u64 = LARGEST_CONTENT_BYTES + 64 * 1024 * 1024;
const MOST_FILES: usize = 500_000;
const LONGEST_NAME: usize = 1_000;

/// An archive that is safe to read.
pub(super) struct Packed<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    /// What may still be unpacked, whatever the headers say.
    left: u64,
}

impl<'a> Packed<'a> {
    /// Looks a ZIP over. `not_an_archive`, `archive_unsafe`.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self> {
        if bytes.len() > LARGEST_BYTES {
            return Err(unsafe_to_read("он больше, чем бывают архивы этой программы"));
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| not_an_archive())?;
        if zip.len() > MOST_FILES {
            return Err(unsafe_to_read("в нём слишком много файлов"));
        }
        let written = names_as_written(bytes, zip.central_directory_start())?;
        if written != zip.len() {
            return Err(unsafe_to_read(
                "один и тот же файл записан в нём дважды, и разные программы покажут разное",
            ));
        }
        let (mut names, mut unpacked) = (Vec::with_capacity(zip.len()), 0_u64);
        for index in 0..zip.len() {
            let file = zip.by_index_raw(index).map_err(|_| not_an_archive())?;
            if file.encrypted() || file.is_symlink() {
                return Err(unsafe_to_read("в нём есть зашифрованные файлы или ссылки"));
            }
            unpacked = unpacked.saturating_add(file.size());
            let name = file.name().map_err(|_| not_an_archive())?.into_owned();
            if !is_safe(&name) {
                return Err(unsafe_to_read("имя файла в нём ведёт за пределы папки"));
            }
            names.push(name);
        }
        if unpacked > LARGEST_UNPACKED_BYTES {
            return Err(unsafe_to_read("после распаковки он занял бы слишком много места"));
        }
        Ok(Self {
            zip,
            names,
            left: LARGEST_UNPACKED_BYTES,
        })
    }

    /// Files, folders left out.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names
            .iter()
            .map(String::as_str)
            .filter(|name| !name.ends_with('/'))
    }

    /// The bytes of a file; `None`: there is none of this name, or it is damaged.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let Ok(file) = self.zip.by_name(name) else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        let read = file.take(self.left.saturating_add(1)).read_to_end(&mut bytes);
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > self.left {
            return Err(unsafe_to_read("распаковывается он в большее, чем обещает"));
        }
        self.left -= length;
        Ok(read.is_ok().then_some(bytes))
    }
}

fn is_safe(name: &str) -> bool {
    let is_inside = name
        .trim_end_matches('/')
        .split('/')
        .all(|part| !matches!(part, "" | "." | ".."));
    is_inside
        && name.len() <= LONGEST_NAME
        && !name.contains(['\\', ':'])
        && !name.chars().any(char::is_control)
}

/// How many entries the directory at the end has, by walking it: the library keeps one of each name. Names that differ
/// by case only count as the same, as they do on Windows and macOS.
fn names_as_written(bytes: &[u8], start: u64) -> Result<usize> {
    const HEADER: &[u8] = b"PK\x01\x02";
    const HEADER_BYTES: usize = 46;
    let mut at = usize::try_from(start).map_err(|_| not_an_archive())?;
    let (mut count, mut seen) = (0, HashSet::new());
    while let Some(header) = bytes.get(at..at.saturating_add(HEADER_BYTES)) {
        if !header.starts_with(HEADER) {
            break;
        }
        let number = |place: usize| match header.get(place..place + 2) {
            Some(&[low, high]) => usize::from(u16::from_le_bytes([low, high])),
            _ => 0,
        };
        let (name, extra, comment) = (number(28), number(30), number(32));
        let name_at = at + HEADER_BYTES;
        let written = bytes.get(name_at..name_at + name).ok_or_else(not_an_archive)?;
        if !seen.insert(String::from_utf8_lossy(written).to_lowercase()) {
            return Err(unsafe_to_read(
                "один и тот же файл записан в нём дважды, и разные программы покажут разное",
            ));
        }
        count += 1;
        at = name_at + name + extra + comment;
    }
    Ok(count)
}

pub(super) fn not_an_archive() -> Error {
    Error::new(
        Code::NotAnArchive,
        "Файл не читается как архив документов этой программы: это другой файл, или он повреждён. Ничего не изменено. \
         Выберите архив ZIP, который собрала программа.",
    )
}

fn unsafe_to_read(why: &str) -> Error {
    Error::new(
        Code::ArchiveUnsafe,
        format!(
            "Архив не проверен: {why}. Такие архивы программа не делает. Ничего не распаковано и не изменено."
        ),
    )
}

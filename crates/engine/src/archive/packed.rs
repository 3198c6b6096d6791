//! A ZIP from anywhere: looked at before anything of it is unpacked, and unpacked within bounds, never onto the disk.

use std::collections::HashSet;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use domain::{BlobHasher, BlobId};
use zip::ZipArchive;

use super::{LARGEST_DOCUMENT_BYTES, MOST_FILES};
use crate::Result;
use crate::error::{Code, Error};

/// Documents pack some ten or thirty times smaller; a bomb, a thousand times.
const MOST_UNPACKED_PER_BYTE: u64 = 200;
/// What even a small archive may unpack to.
const USUAL_UNPACKED_BYTES: u64 = 64 * 1024 * 1024;
const LONGEST_NAME: usize = 1_000;
/// What is read of an archive to learn what lies in it: the library keeps all of that in memory.
const MOST_DIRECTORY_BYTES: u64 = 256 * 1024 * 1024;
const AT_ONCE_BYTES: usize = 256 * 1024;

/// An archive that is safe to read.
pub(super) struct Packed<R> {
    zip: ZipArchive<R>,
    names: Vec<String>,
    /// What may still be unpacked, whatever the headers say.
    left: u64,
}

impl<R: Read + Seek> Packed<R> {
    /// Looks a ZIP of this length over. `not_an_archive`, `archive_unsafe`.
    pub(super) fn open(mut from: R, size_bytes: u64) -> Result<Self> {
        let (start, files) = {
            let spared = Sparing {
                from: &mut from,
                left: MOST_DIRECTORY_BYTES,
            };
            let zip = ZipArchive::new(spared).map_err(|_| not_an_archive())?;
            (zip.central_directory_start(), zip.len())
        };
        if files > MOST_FILES {
            return Err(unsafe_to_read("в нём слишком много файлов"));
        }
        let mut directory = BufReader::new(&mut from);
        directory
            .seek(SeekFrom::Start(start))
            .map_err(|_| not_an_archive())?;
        if names_as_written(&mut directory)? != files {
            return Err(unsafe_to_read(
                "один и тот же файл записан в нём дважды, и разные программы покажут разное",
            ));
        }
        let mut zip = ZipArchive::new(from).map_err(|_| not_an_archive())?;
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
        let left = size_bytes
            .saturating_mul(MOST_UNPACKED_PER_BYTE)
            .saturating_add(USUAL_UNPACKED_BYTES);
        if unpacked > left {
            return Err(unsafe_to_read("после распаковки он занял бы слишком много места"));
        }
        Ok(Self { zip, names, left })
    }

    /// Files, folders left out.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names
            .iter()
            .map(String::as_str)
            .filter(|name| !name.ends_with('/'))
    }

    /// The bytes of a file, taken off what is still held in memory; `None`: there is none of this name, or it is damaged.
    pub(super) fn read(&mut self, name: &str, room: &mut Room) -> Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        let room_bytes = room.0;
        let read = self.each(name, |part| {
            bytes.extend_from_slice(part);
            u64::try_from(bytes.len()).is_ok_and(|length| length <= room_bytes)
        })?;
        room.0 -= u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Ok(read.then_some(bytes))
    }

    /// The address of a file's bytes, without holding them.
    pub(super) fn address(&mut self, name: &str) -> Result<Option<BlobId>> {
        let mut hash = BlobHasher::default();
        let read = self.each(name, |part| {
            hash.update(part);
            true
        })?;
        Ok(read.then(|| hash.finish()))
    }

    /// Unpacks a file in parts, for as long as whoever takes them has room. False: there is none of this name, or it is
    /// damaged.
    fn each(&mut self, name: &str, mut take: impl FnMut(&[u8]) -> bool) -> Result<bool> {
        let Ok(mut file) = self.zip.by_name(name) else {
            return Ok(false);
        };
        let mut part = vec![0; AT_ONCE_BYTES];
        loop {
            let length = match file.read(&mut part) {
                Ok(0) => return Ok(true),
                Ok(length) => length,
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => return Ok(false),
            };
            let told = u64::try_from(length).unwrap_or(u64::MAX);
            if told > self.left || !take(part.get(..length).unwrap_or_default()) {
                return Err(unsafe_to_read(
                    "распаковывается он в большее, чем бывают документы",
                ));
            }
            self.left -= told;
        }
    }
}

/// Gives so many bytes and no more.
struct Sparing<R> {
    from: R,
    left: u64,
}

impl<R: Read> Read for Sparing<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(into)?;
        let told = u64::try_from(length).unwrap_or(u64::MAX);
        self.left = self
            .left
            .checked_sub(told)
            .ok_or_else(|| io::Error::from(io::ErrorKind::FileTooLarge))?;
        Ok(length)
    }
}

impl<R: Seek> Seek for Sparing<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.from.seek(to)
    }
}

/// What of one document is held in memory.
pub(super) struct Room(u64);

impl Room {
    pub(super) fn of_a_document() -> Self {
        Self(LARGEST_DOCUMENT_BYTES)
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
fn names_as_written(directory: &mut impl Read) -> Result<usize> {
    const HEADER: &[u8] = b"PK\x01\x02";
    const HEADER_BYTES: usize = 46;
    let (mut count, mut seen) = (0, HashSet::new());
    let mut header = [0; HEADER_BYTES];
    while count <= MOST_FILES && directory.read_exact(&mut header).is_ok() && header.starts_with(HEADER) {
        let number = |place: usize| match header.get(place..place + 2) {
            Some(&[low, high]) => usize::from(u16::from_le_bytes([low, high])),
            _ => 0,
        };
        let mut written = vec![0; number(28)];
        let mut passed_over = vec![0; number(30) + number(32)];
        directory
            .read_exact(&mut written)
            .and_then(|()| directory.read_exact(&mut passed_over))
            .map_err(|_| not_an_archive())?;
        if !seen.insert(String::from_utf8_lossy(&written).to_lowercase()) {
            return Err(unsafe_to_read(
                "один и тот же файл записан в нём дважды, и разные программы покажут разное",
            ));
        }
        count += 1;
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

//! One look into one folder.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::time::SystemTime;

use domain::FirmId;
use jiff::Timestamp;

use super::{LookReport, place};
use crate::changes::Change;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::import::{self, ImportFile, Intake};
use crate::whole_file;

/// Where files go that were taken.
const PROCESSED: &str = "processed";
/// Where files go that cannot be.
const FAILED: &str = "failed";
/// What stands behind the name of a file in the text that says why.
const REASON_ENDING: &str = ".причина.txt";
/// Files that one look takes, so that a folder of ten thousand lets others have their turn.
const TAKEN_AT_ONCE: usize = 200;
/// Some programs make a file first and fill it later: an empty one waits longer before it counts as bad.
const LOOKS_AT_EMPTY: u32 = 20;

/// What the last look saw.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) last_checked_at: Option<Timestamp>,
    pub(super) problem: Option<String>,
    files: BTreeMap<OsString, Glimpse>,
}

/// A file as a look saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Glimpse {
    bytes: u64,
    changed_at: Option<SystemTime>,
    /// How many looks saw it like this.
    looks: u32,
    /// It is settled what it is; only moving it away failed.
    settled: Option<Fate>,
}

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    Taken,
    Bad(String),
}

/// Looks, takes what is ready, and notes the rest. Trouble with the folder goes into `seen.problem`.
pub(super) fn at(inner: &Inner, firm: FirmId, folder: &Path, seen: &mut Seen) -> LookReport {
    let mut report = LookReport::default();
    let files = match files_in(folder) {
        Ok(files) => files,
        Err(error) => {
            seen.problem = Some(unreachable(folder, &error));
            return report;
        }
    };
    let mut noted = BTreeMap::new();
    for (name, metadata) in files {
        let glimpse = glimpsed(seen.files.get(&name), &metadata);
        let settled_now = report.taken + report.failed;
        let has_room = usize::try_from(settled_now).is_ok_and(|taken| taken < TAKEN_AT_ONCE);
        if !glimpse.is_ready() || !has_room {
            report.waiting += 1;
            noted.insert(name, glimpse);
            continue;
        }
        match settle(inner, firm, &folder.join(&name), &glimpse) {
            Ok(Fate::Taken) => report.taken += 1,
            Ok(Fate::Bad(_)) => report.failed += 1,
            Err(Stuck { problem, settled }) => {
                seen.problem = Some(problem);
                report.waiting += 1;
                noted.insert(name, Glimpse { settled, ..glimpse });
            }
        }
    }
    seen.files = noted;
    report
}

/// Files by name: no folders, no links that lead elsewhere, nothing hidden or still being downloaded.
fn files_in(folder: &Path) -> io::Result<Vec<(OsString, Metadata)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        // Gone between two lines of ours: somebody took it back.
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_file() && !is_passed_over(&name.to_string_lossy()) {
            files.push((name, metadata));
        }
    }
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(files)
}

fn is_passed_over(name: &str) -> bool {
    const UNFINISHED: [&str; 6] = [".tmp", ".part", ".crdownload", ".download", ".partial", ".lock"];
    const OF_THE_SYSTEM: [&str; 2] = ["thumbs.db", "desktop.ini"];
    let lower = name.to_lowercase();
    name.starts_with('.')
        || name.starts_with("~$")
        || UNFINISHED.iter().any(|ending| lower.ends_with(ending))
        || OF_THE_SYSTEM.contains(&lower.as_str())
}

fn glimpsed(before: Option<&Glimpse>, metadata: &Metadata) -> Glimpse {
    let (bytes, changed_at) = (metadata.len(), metadata.modified().ok());
    match before {
        Some(before) if before.bytes == bytes && before.changed_at == changed_at => Glimpse {
            looks: before.looks.saturating_add(1),
            ..before.clone()
        },
        _ => Glimpse {
            bytes,
            changed_at,
            looks: 1,
            settled: None,
        },
    }
}

impl Glimpse {
    /// Two looks saw it alike; an empty one needs more of them.
    fn is_ready(&self) -> bool {
        self.looks >= if self.bytes == 0 { LOOKS_AT_EMPTY } else { 2 }
    }
}

/// A file that stays where it is for now.
struct Stuck {
    problem: String,
    settled: Option<Fate>,
}

/// Takes the file in, or finds that it cannot be, and moves it away.
fn settle(inner: &Inner, firm: FirmId, path: &Path, glimpse: &Glimpse) -> Result<Fate, Stuck> {
    let name = place::name(path);
    let fate = match &glimpse.settled {
        Some(fate) => fate.clone(),
        None => fate_of(inner, firm, path).map_err(|problem| Stuck {
            problem,
            settled: None,
        })?,
    };
    let folder = path.parent().unwrap_or(path);
    let moved = match &fate {
        Fate::Taken => whole_file::move_into(&folder.join(PROCESSED), path).map(drop),
        Fate::Bad(reason) => set_aside(&folder.join(FAILED), path, reason),
    };
    match moved {
        Ok(()) => Ok(fate),
        Err(error) => Err(Stuck {
            problem: format!(
                "Файл «{name}» обработан, но не убран из папки: {}. Документы не затронуты, второй раз файл не \
                 добавится. Проверьте права на папку.",
                whole_file::reason(&error)
            ),
            settled: Some(fate),
        }),
    }
}

/// What the file is; the error is trouble of ours that the next look may not meet.
fn fate_of(inner: &Inner, firm: FirmId, path: &Path) -> Result<Fate, String> {
    let name = place::name(path);
    let length = fs::metadata(path).map_or(0, |metadata| metadata.len());
    if length > import::MAX_FILE_BYTES as u64 {
        return Ok(Fate::Bad(import::too_large(&name).sentence().to_owned()));
    }
    let bytes = fs::read(path).map_err(|error| {
        format!(
            "Файл «{name}» не читается: {}. Он остался на месте, программа попробует ещё раз.",
            whole_file::reason(&error)
        )
    })?;
    match taken(inner, firm, &ImportFile { name, bytes }) {
        Ok(change) => {
            inner.changes.tell(&change);
            Ok(Fate::Taken)
        }
        Err(error) if is_fault_of_file(&error) => Ok(Fate::Bad(error.sentence().to_owned())),
        Err(error) => Err(error.sentence().to_owned()),
    }
}

fn taken(inner: &Inner, firm: FirmId, file: &ImportFile) -> crate::Result<Change> {
    let recognised = import::recognise(inner, file)?;
    let imported = import::take_in(inner, &recognised, Intake::FolderOf(firm))?;
    Ok(Change::document(imported.document))
}

/// Another look would find the same.
fn is_fault_of_file(error: &Error) -> bool {
    matches!(error.code(), Code::File(_) | Code::FileEmpty | Code::FileTooLarge)
}

/// The file and the reason side by side, under one name.
fn set_aside(failed: &Path, path: &Path, reason: &str) -> io::Result<()> {
    let place = whole_file::move_into(failed, path)?;
    let mut text_name = place.file_name().unwrap_or_default().to_owned();
    text_name.push(REASON_ENDING);
    whole_file::replace(
        &place.with_file_name(text_name),
        format!("{reason}\r\n").as_bytes(),
    )
}

fn unreachable(folder: &Path, error: &io::Error) -> String {
    format!(
        "Папка «{}» недоступна: {}. Документы не затронуты. Программа продолжит, когда папка появится.",
        place::name(folder),
        whole_file::reason(error)
    )
}

#[cfg(test)]
mod tests {
    use super::is_passed_over;

    #[test]
    fn unfinished_and_hidden_files_are_left_alone() {
        for name in [
            ".DS_Store",
            "~$счёт.xlsx",
            "счёт.pdf.part",
            "СЧЁТ.CRDOWNLOAD",
            "Thumbs.db",
        ] {
            assert!(is_passed_over(name), "{name}");
        }
        for name in ["счёт.pdf", "part.pdf", "~счёт.xml"] {
            assert!(!is_passed_over(name), "{name}");
        }
    }
}

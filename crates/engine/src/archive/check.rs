//! «Проверить архив»: every hash, every signature, every gap, offline.
//!
//! The inventory is not signed: whoever changes a file can change its hash too. What holds against that are the
//! signatures of the originals; files without one are only as good as the archive's own SHA-256, where that was written
//! down elsewhere.

use std::collections::HashSet;
use std::io::{self, Read, Seek};

use domain::{BlobHasher, BlobId};
use jiff::Timestamp;
use signature::cms::Signed;

use super::inventory::{self, Entry, FileEntry, Gap, Inventory, Role};
use super::packed::{Packed, Room, not_an_archive};
use crate::engine::Inner;
use crate::error::Error;
use crate::signature_check::{self, Moment, SignatureCheck, Standing};
use crate::trust::TrustAtHand;
use crate::work::{Task, Work};
use crate::{Engine, Result};

const AT_ONCE_BYTES: usize = 1024 * 1024;

/// What is found out of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveCheck {
    /// When it says it was made.
    pub made_at: Timestamp,
    /// Its SHA-256, to be compared with one that was written down.
    pub sha256: BlobId,
    /// Its documents, in their order.
    pub documents: Vec<ArchivedDocument>,
    /// Documents that did not come in.
    pub left_out: Vec<Gap>,
    /// Files that the inventory does not name.
    pub strangers: Vec<String>,
    /// Nothing is changed, missing or strange, and no signature is broken.
    pub is_ok: bool,
    /// The same in sentences.
    pub texts: Vec<String>,
}

/// A document of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedDocument {
    /// Its folder.
    pub folder: String,
    /// What it is called.
    pub label: String,
    /// Its files.
    pub files: Vec<ArchivedFile>,
    /// Its signatures.
    pub signatures: Vec<ArchivedSignature>,
    /// What was missing when the archive was made.
    pub gaps: Vec<Gap>,
    /// Nothing speaks against it.
    pub is_ok: bool,
}

/// A file of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedFile {
    /// From the root of the archive.
    pub path: String,
    /// `original`, `signature`, `print_form`, `protocol`, `protocol_data`.
    pub role: &'static str,
    /// Is it as the inventory says?
    pub state: FileState,
    /// The same in words.
    pub text: String,
}

/// Is a file as the inventory says?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// Yes.
    Intact,
    /// No.
    Changed,
    /// It is not there, or cannot be unpacked.
    Missing,
}

/// A signature of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedSignature {
    /// From the root of the archive.
    pub path: String,
    /// What is found out of it; `None`: it cannot be read.
    pub check: Option<SignatureCheck>,
}

impl Engine {
    /// Checks an archive wherever it lies: it is read from any place, and nothing is unpacked onto the disk or kept. A
    /// person may watch it and end it.
    ///
    /// Errors: `not_an_archive`, `archive_unsafe`, `work_cancelled`.
    pub async fn check_archive(&self, archive: impl Read + Seek + Send + 'static) -> Result<ArchiveCheck> {
        let work = self.begin_work(Task::ArchiveCheck, 0);
        self.blocking(move |inner| check(inner, &work, archive)).await
    }
}

/// Reads the archive through, for its length and its address.
fn measured(work: &Work, archive: &mut (impl Read + Seek)) -> Result<(u64, BlobId)> {
    let (mut hash, mut size_bytes) = (BlobHasher::default(), 0);
    let mut part = vec![0; AT_ONCE_BYTES];
    archive.rewind().map_err(|error| unreadable(&error))?;
    loop {
        work.check()?;
        match archive.read(&mut part).map_err(|error| unreadable(&error))? {
            0 => break,
            length => {
                hash.update(part.get(..length).unwrap_or_default());
                size_bytes += u64::try_from(length).unwrap_or(u64::MAX);
            }
        }
    }
    archive.rewind().map_err(|error| unreadable(&error))?;
    Ok((size_bytes, hash.finish()))
}

fn unreadable(error: &io::Error) -> Error {
    tracing::info!(%error, "an archive cannot be read to its end");
    not_an_archive()
}

pub(super) fn check(inner: &Inner, work: &Work, mut archive: impl Read + Seek) -> Result<ArchiveCheck> {
    let (size_bytes, sha256) = measured(work, &mut archive)?;
    let mut packed = Packed::open(archive, size_bytes)?;
    let inventory = packed
        .read(inventory::FILE, &mut Room::of_a_document())?
        .ok_or_else(not_an_archive)?;
    let inventory: Inventory = serde_json::from_slice(&inventory).map_err(|_| not_an_archive())?;
    if inventory.format != inventory::FORMAT || inventory.version != inventory::VERSION {
        return Err(not_an_archive());
    }
    work.expect(inventory.documents.len());
    let trust = TrustAtHand::load(inner)?;
    let mut named: HashSet<String> = HashSet::new();
    let mut documents = Vec::with_capacity(inventory.documents.len());
    for entry in &inventory.documents {
        work.check()?;
        for file in &entry.files {
            // A path named twice would be unpacked twice.
            if !named.insert(file.path.clone()) {
                return Err(not_an_archive());
            }
        }
        documents.push(document(inner, &trust, &mut packed, entry)?);
        work.step();
    }
    let strangers: Vec<String> = packed
        .names()
        .filter(|name| !named.contains(*name) && ![inventory::FILE, inventory::TEXT_FILE].contains(name))
        .map(str::to_owned)
        .collect();
    let left_out = inventory.left_out.iter().map(|left| Gap {
        code: left.code.clone(),
        text: format!(
            "Документ с внутренним номером {} не вошёл. {}",
            left.document_id, left.text
        ),
    });
    let mut found = ArchiveCheck {
        made_at: inventory.made_at,
        sha256,
        is_ok: strangers.is_empty() && documents.iter().all(|document| document.is_ok),
        left_out: left_out.collect(),
        documents,
        strangers,
        texts: Vec::new(),
    };
    found.texts = texts(&found);
    Ok(found)
}

fn document<R: Read + Seek>(
    inner: &Inner,
    trust: &TrustAtHand,
    packed: &mut Packed<R>,
    entry: &Entry,
) -> Result<ArchivedDocument> {
    let (mut files, mut originals, mut messages) = (Vec::new(), Vec::new(), Vec::new());
    let mut room = Room::of_a_document();
    for file in &entry.files {
        if !matches!(file.role, Role::Original | Role::Signature) {
            files.push(compared(file, packed.address(&file.path)?));
            continue;
        }
        let bytes = packed.read(&file.path, &mut room)?;
        files.push(compared(file, bytes.as_deref().map(BlobId::of)));
        match (file.role, bytes) {
            (Role::Signature, Some(bytes)) => messages.push((file, bytes)),
            (_, Some(bytes)) => originals.push((file.path.clone(), bytes)),
            (_, None) => {}
        }
    }
    let mut signatures = Vec::new();
    for (file, message) in messages {
        let signs = file.signs.as_deref();
        let content = originals.iter().find(|(path, _)| Some(path.as_str()) == signs);
        let content = content.map(|(_, bytes)| bytes.as_slice());
        signatures.extend(checked(inner, trust, &file.path, &message, content)?);
    }
    let is_broken = |signature: &ArchivedSignature| {
        signature
            .check
            .as_ref()
            .is_none_or(|check| check.standing == Standing::Broken)
    };
    Ok(ArchivedDocument {
        folder: entry.folder.clone(),
        label: entry.label.clone(),
        is_ok: files.iter().all(|file| file.state == FileState::Intact) && !signatures.iter().any(is_broken),
        files,
        signatures,
        gaps: entry.gaps.clone(),
    })
}

fn checked(
    inner: &Inner,
    trust: &TrustAtHand,
    path: &str,
    message: &[u8],
    content: Option<&[u8]>,
) -> Result<Vec<ArchivedSignature>> {
    let one = |check| ArchivedSignature {
        path: path.to_owned(),
        check,
    };
    let Ok(signed) = Signed::read(message) else {
        return Ok(vec![one(None)]);
    };
    let checks = signature_check::check(inner, trust, &signed, content, Moment::Claimed)?;
    if checks.is_empty() {
        return Ok(vec![one(None)]);
    }
    Ok(checks.into_iter().map(|check| one(Some(check))).collect())
}

fn compared(file: &FileEntry, found: Option<BlobId>) -> ArchivedFile {
    let (state, text) = match found {
        None => (
            FileState::Missing,
            format!("Файла «{}» в архиве нет, или он не распаковывается.", file.path),
        ),
        Some(found) if found == file.sha256 => (
            FileState::Intact,
            format!("Файл «{}» совпадает с описью.", file.path),
        ),
        Some(_) => (
            FileState::Changed,
            format!("Файл «{}» изменён: его SHA-256 не такой, как в описи.", file.path),
        ),
    };
    ArchivedFile {
        path: file.path.clone(),
        role: file.role.code(),
        state,
        text,
    }
}

fn texts(found: &ArchiveCheck) -> Vec<String> {
    let count = |state| {
        let files = found.documents.iter().flat_map(|document| &document.files);
        files.filter(|file| file.state == state).count()
    };
    let standing = |standing| {
        let signatures = found.documents.iter().flat_map(|document| &document.signatures);
        signatures
            .filter(|signature| {
                signature
                    .check
                    .as_ref()
                    .map_or(Standing::Broken, |check| check.standing)
                    == standing
            })
            .count()
    };
    let gaps: usize = found.documents.iter().map(|document| document.gaps.len()).sum();
    let (changed, missing) = (count(FileState::Changed), count(FileState::Missing));
    let (broken, unproven) = (standing(Standing::Broken), standing(Standing::Unproven));
    let mut texts = vec![format!(
        "Документов: {}. Файлов, совпавших с описью: {}.",
        found.documents.len(),
        count(FileState::Intact)
    )];
    let mut tell = |number: usize, text: &str| {
        if number > 0 {
            texts.push(format!("{text}: {number}."));
        }
    };
    tell(changed, "Файлов, изменённых после составления архива");
    tell(missing, "Файлов, которые есть в описи, но которых нет в архиве");
    tell(found.strangers.len(), "Файлов, которых нет в описи");
    tell(broken, "Подписей, которым доверять нельзя");
    tell(standing(Standing::Holds), "Подписей, проверенных полностью");
    tell(unproven, "Подписей, о которых что-то проверить не удалось");
    tell(gaps, "Чего не хватало уже при составлении");
    tell(found.left_out.len(), "Документов, которые не вошли");
    texts.push(
        "Сама опись не подписана: изменения в файлах без подписей она выдаёт, только если SHA-256 всего архива записан в \
         другом месте."
            .to_owned(),
    );
    texts
}

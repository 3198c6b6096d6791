//! Packing documents into a ZIP that is written away as it grows.

use std::collections::HashSet;
use std::io::{self, BufWriter, Write};

use domain::{BlobId, DocumentId};
use jiff::Timestamp;
use store::{BulkFile, LongFileWriter};
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::collect::Collected;
use super::inventory::{self, Entry, FileEntry, Inventory, LeftOut};
use super::{LARGEST_DOCUMENT_BYTES, MOST_FILES, names};
use crate::Result;
use crate::error::{Code, Error};

/// An archive that is being put together.
pub(crate) struct ArchiveFile {
    zip: ZipWriter<StreamWriter<LongFileWriter>>,
    inventory: Inventory,
    files: usize,
    most_files: usize,
}

impl ArchiveFile {
    pub(crate) fn begin(now: Timestamp, sink: LongFileWriter) -> Self {
        Self {
            zip: ZipWriter::new_stream(sink),
            inventory: Inventory {
                format: inventory::FORMAT.to_owned(),
                version: inventory::VERSION,
                made_at: now,
                documents: Vec::new(),
                left_out: Vec::new(),
            },
            // The two inventories.
            files: 2,
            most_files: MOST_FILES,
        }
    }

    /// Packs a document. `archive_full` where it finds no room; nothing of it is packed then.
    pub(crate) fn add(&mut self, collected: Collected) -> Result<()> {
        if collected.size() > LARGEST_DOCUMENT_BYTES {
            return Err(too_large());
        }
        if self.files + collected.files.len() > self.most_files {
            return Err(full(self.most_files));
        }
        self.files += collected.files.len();
        let folder = names::folder(self.inventory.documents.len() + 1, &collected.about.label);
        let mut taken = HashSet::new();
        let mut files: Vec<FileEntry> = Vec::with_capacity(collected.files.len());
        for file in &collected.files {
            let signs = file
                .signs
                .and_then(|(place, party)| Some((files.get(place)?.path.clone(), party)));
            let path = format!("{folder}/{}", names::free(&mut taken, &file.name));
            self.put(&path, |zip| zip.write_all(&file.bytes))?;
            files.push(FileEntry {
                path,
                role: file.role,
                sha256: BlobId::of(&file.bytes),
                size: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
                party: signs.as_ref().map(|(_, party)| party.code().to_owned()),
                signs: signs.map(|(path, _)| path),
            });
        }
        let about = collected.about;
        self.inventory.documents.push(Entry {
            folder,
            label: about.label,
            number: about.number,
            issued_on: about.issued_on,
            firm: about.firm,
            other_side: about.other_side,
            total: about.total,
            currency: about.currency,
            status: about.status,
            files,
            gaps: collected.gaps,
        });
        Ok(())
    }

    /// Notes a document that does not come in.
    pub(crate) fn leave_out(&mut self, document: DocumentId, why: &Error) {
        self.inventory.left_out.push(LeftOut {
            document_id: document.0,
            code: why.code().as_str().to_owned(),
            text: why.sentence().to_owned(),
        });
    }

    /// The archive with its inventory.
    pub(crate) fn finish(mut self) -> Result<BulkFile> {
        let inventory = self.inventory.take();
        self.put(inventory::TEXT_FILE, |zip| {
            let mut text = BufWriter::new(zip);
            inventory.tell(&mut text)?;
            text.flush()
        })?;
        self.put(inventory::FILE, |zip| {
            let mut data = BufWriter::new(zip);
            serde_json::to_writer_pretty(&mut data, &inventory)?;
            data.flush()
        })?;
        let name = format!("Архив документов, {}.zip", inventory.documents.len());
        let whole = self.zip.finish().map_err(unpacked)?.into_inner();
        Ok(BulkFile {
            blob: whole.finish()?,
            name,
        })
    }

    fn put(
        &mut self,
        path: &str,
        write: impl FnOnce(&mut ZipWriter<StreamWriter<LongFileWriter>>) -> io::Result<()>,
    ) -> Result<()> {
        // One time for all: the same content gives the same archive.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        self.zip.start_file(path, options).map_err(unpacked)?;
        write(&mut self.zip).map_err(|cause| unpacked(cause.into()))
    }
}

/// What the packer said: a full disk is one, whoever meets it.
fn unpacked(error: ZipError) -> Error {
    match error {
        ZipError::Io(cause) if cause.kind() == io::ErrorKind::StorageFull => store::Error::DiskFull.into(),
        other => Error::internal(other),
    }
}

fn full(most_files: usize) -> Error {
    Error::new(
        Code::ArchiveFull,
        format!(
            "В архив документ не поместился: больше {most_files} файлов в один архив не входит. Документ цел. Соберите для \
             таких документов ещё один архив."
        ),
    )
}

fn too_large() -> Error {
    Error::new(
        Code::ArchiveFull,
        format!(
            "Документ не вошёл в архив: его файлы вместе больше {} МБ. Документ цел. Сохраните его файлы по одному с карточки.",
            LARGEST_DOCUMENT_BYTES / (1024 * 1024)
        ),
    )
}

#[cfg(test)]
mod tests;

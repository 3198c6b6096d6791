//! Packing documents into a ZIP.

use std::collections::HashSet;
use std::io::{Cursor, Write};

use domain::{BlobId, DocumentId};
use jiff::Timestamp;
use store::SigningParty;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::collect::Collected;
use super::inventory::{self, Entry, FileEntry, Inventory, LeftOut};
use super::{LARGEST_CONTENT_BYTES, names};
use crate::Result;
use crate::documents::Content;
use crate::error::{Code, Error};

/// An archive that is being put together.
pub(crate) struct ArchiveFile {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    inventory: Inventory,
    content_bytes: u64,
    largest: u64,
}

impl ArchiveFile {
    pub(crate) fn begin(now: Timestamp) -> Self {
        Self {
            zip: ZipWriter::new(Cursor::new(Vec::new())),
            inventory: Inventory {
                format: inventory::FORMAT.to_owned(),
                version: inventory::VERSION,
                made_at: now,
                documents: Vec::new(),
                left_out: Vec::new(),
            },
            content_bytes: 0,
            largest: LARGEST_CONTENT_BYTES,
        }
    }

    /// Packs a document. `archive_full` where it finds no room; nothing of it is packed then.
    pub(crate) fn add(&mut self, collected: Collected) -> Result<()> {
        let size = collected.size();
        if self.content_bytes.saturating_add(size) > self.largest {
            return Err(full());
        }
        self.content_bytes += size;
        let folder = names::folder(self.inventory.documents.len() + 1, &collected.about.label);
        let mut taken = HashSet::new();
        let mut files: Vec<FileEntry> = Vec::with_capacity(collected.files.len());
        for file in &collected.files {
            let signs = file
                .signs
                .and_then(|(place, party)| Some((files.get(place)?.path.clone(), party)));
            let path = format!("{folder}/{}", names::free(&mut taken, &file.name));
            self.put(&path, &file.bytes)?;
            files.push(FileEntry {
                path,
                role: file.role,
                sha256: BlobId::of(&file.bytes),
                size: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
                party: signs.as_ref().map(|(_, party)| party_code(*party).to_owned()),
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
    pub(crate) fn finish(mut self) -> Result<Content> {
        let data = serde_json::to_vec_pretty(&self.inventory).map_err(Error::internal)?;
        let text = self.inventory.text().into_bytes();
        self.put(inventory::TEXT_FILE, &text)?;
        self.put(inventory::FILE, &data)?;
        let bytes = self.zip.finish().map_err(Error::internal)?.into_inner();
        Ok(Content {
            name: format!("Архив документов, {}.zip", self.inventory.documents.len()),
            media_type: "application/zip",
            bytes,
        })
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        // One time for all: the same content gives the same archive.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        self.zip.start_file(path, options).map_err(Error::internal)?;
        self.zip.write_all(bytes).map_err(Error::internal)
    }
}

fn party_code(party: SigningParty) -> &'static str {
    match party {
        SigningParty::Us => "us",
        SigningParty::Them => "them",
    }
}

fn full() -> Error {
    Error::new(
        Code::ArchiveFull,
        format!(
            "В архив документ не поместился: больше {} МБ в один архив не входит. Документ цел. Соберите для таких \
             документов ещё один архив.",
            LARGEST_CONTENT_BYTES / (1024 * 1024)
        ),
    )
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::super::collect::{About, Collected, CollectedFile};
    use super::super::inventory::Role;
    use super::ArchiveFile;
    use crate::error::Code;

    fn document(bytes: usize) -> Collected {
        let file = CollectedFile {
            name: "Акт.pdf".to_owned(),
            role: Role::Original,
            bytes: vec![7; bytes],
            signs: None,
        };
        Collected {
            about: About {
                label: "Акт № 5".to_owned(),
                number: "5".to_owned(),
                issued_on: None,
                firm: None,
                other_side: None,
                total: None,
                currency: "643".to_owned(),
                status: "Нет в ЭДО".to_owned(),
            },
            files: vec![file],
            gaps: Vec::new(),
        }
    }

    #[test]
    fn a_document_without_room_stays_out_and_the_others_stay_in() {
        let mut archive = ArchiveFile {
            largest: 100,
            ..ArchiveFile::begin(Timestamp::UNIX_EPOCH)
        };
        archive.add(document(60)).unwrap();
        let refused = archive.add(document(60)).unwrap_err();
        assert_eq!(refused.code(), Code::ArchiveFull);
        archive.add(document(40)).unwrap();
        assert_eq!(archive.inventory.documents.len(), 2);
        assert_eq!(archive.finish().unwrap().name, "Архив документов, 2.zip");
    }
}

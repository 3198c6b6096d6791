//! What was fetched, as one file: a single one as it came, several in a ZIP with a folder for each document.

use std::collections::HashSet;
use std::io::{Cursor, Write};

use connect::edo::{CopyKind, OperatorFile};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::fetching::Fetched;
use super::{refused, title};
use crate::Result;
use crate::archive::names;
use crate::documents::Content;
use crate::error::Error;

/// What is fetched lies in memory until it is put together.
const LARGEST_CONTENT_BYTES: u64 = 256 * 1024 * 1024;

/// Documents that were fetched, in the order of the job.
pub(crate) struct Pack {
    kind: CopyKind,
    documents: Vec<Fetched>,
    bytes: u64,
}

impl Pack {
    pub(crate) fn of(kind: CopyKind) -> Self {
        Self {
            kind,
            documents: Vec::new(),
            bytes: 0,
        }
    }

    /// Takes a document in; refused where it finds no room.
    pub(crate) fn add(&mut self, fetched: Fetched) -> Result<()> {
        let size: usize = fetched.files.iter().map(|file| file.bytes.len()).sum();
        let bytes = self.bytes.saturating_add(u64::try_from(size).unwrap_or(u64::MAX));
        if bytes > LARGEST_CONTENT_BYTES {
            return Err(refused(
                "archive_full",
                format!(
                    "Документ не поместился: больше {} МБ в один файл не входит. Документ цел. Скачайте такие документы \
                     отдельно.",
                    LARGEST_CONTENT_BYTES / (1024 * 1024)
                ),
            ));
        }
        self.bytes = bytes;
        self.documents.push(fetched);
        Ok(())
    }

    /// The file for the person.
    pub(crate) fn finish(mut self) -> Result<Content> {
        if let [only] = self.documents.as_mut_slice()
            && let [file] = only.files.as_mut_slice()
        {
            return Ok(Content {
                name: name(self.kind, &only.label, file),
                media_type: media_type(file),
                bytes: std::mem::take(&mut file.bytes),
            });
        }
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (index, document) in self.documents.iter().enumerate() {
            let folder = names::folder(index + 1, &document.label);
            let mut taken = HashSet::new();
            for file in &document.files {
                let path = format!(
                    "{folder}/{}",
                    names::free(&mut taken, &name(self.kind, &document.label, file))
                );
                put(&mut zip, &path, &file.bytes)?;
            }
        }
        Ok(Content {
            name: format!("{}, {}.zip", title(self.kind), self.documents.len()),
            media_type: "application/zip",
            bytes: zip.finish().map_err(Error::internal)?.into_inner(),
        })
    }
}

/// «Протокол передачи, УПД № 15 от 21.11.2026.pdf.sig»: the operator's own names say nothing to a person.
fn name(kind: CopyKind, label: &str, file: &OperatorFile) -> String {
    let ending = file.name.split_once('.').map_or("", |(_, ending)| ending);
    let stem = format!("{}, {label}", title(kind));
    if ending.is_empty() {
        return crate::print::file_name(&stem);
    }
    crate::print::file_name(&format!("{stem}.{ending}"))
}

fn media_type(file: &OperatorFile) -> &'static str {
    match file.name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("pdf") => "application/pdf",
        Some("zip") => "application/zip",
        _ => "application/octet-stream",
    }
}

fn put(zip: &mut ZipWriter<Cursor<Vec<u8>>>, path: &str, bytes: &[u8]) -> Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    zip.start_file(path, options).map_err(Error::internal)?;
    zip.write_all(bytes).map_err(Error::internal)
}

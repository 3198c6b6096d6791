//! The registry and the bytes behind its rows.

use std::collections::HashSet;
use std::io::{self, Cursor, Read};

use domain::{BlobId, DocumentId, EdoStatus};
use jiff::Timestamp;
use jiff::civil::Date;
use store::{DocumentPage, DocumentQuery, FoundPlace, HiddenWords, LongFile, SearchTerm, Totals};

use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result};

/// What is handed over in one piece; anything longer is read as it goes.
const LARGEST_IN_MEMORY_BYTES: u64 = 256 * 1024 * 1024;

/// The bytes of a document, exactly as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// File name.
    pub name: String,
    /// MIME type, judged by the ending of the name.
    pub media_type: &'static str,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A stored file that is read as it goes, however long it is.
pub struct StoredFile {
    /// File name.
    pub name: String,
    /// MIME type, judged by the ending of the name.
    pub media_type: &'static str,
    /// How long it is.
    pub size_bytes: u64,
    bytes: StoredBytes,
}

enum StoredBytes {
    Short(Cursor<Vec<u8>>),
    Long(LongFile),
}

impl Read for StoredFile {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match &mut self.bytes {
            StoredBytes::Short(bytes) => bytes.read(into),
            StoredBytes::Long(file) => file.read(into),
        }
    }
}

impl StoredFile {
    fn short(
        Content {
            name,
            media_type,
            bytes,
        }: Content,
    ) -> Self {
        Self {
            name,
            media_type,
            size_bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            bytes: StoredBytes::Short(Cursor::new(bytes)),
        }
    }

    fn long(name: String, file: LongFile) -> Self {
        Self {
            media_type: media_type(&name),
            name,
            size_bytes: file.size_bytes(),
            bytes: StoredBytes::Long(file),
        }
    }

    /// The whole of it in memory. `file_too_large`.
    fn whole(mut self) -> Result<Content> {
        if self.size_bytes > LARGEST_IN_MEMORY_BYTES {
            return Err(too_large_to_show());
        }
        let bytes = match self.bytes {
            StoredBytes::Short(bytes) => bytes.into_inner(),
            StoredBytes::Long(ref mut file) => {
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes).map_err(Error::internal)?;
                bytes
            }
        };
        Ok(Content {
            name: self.name,
            media_type: self.media_type,
            bytes,
        })
    }
}

impl Engine {
    /// A page of the registry.
    pub async fn documents(&self, query: DocumentQuery) -> Result<DocumentPage> {
        self.read(move |r| Ok(r.documents(&query)?)).await
    }

    /// The instant by the clock of this engine.
    pub fn now(&self) -> Timestamp {
        self.inner.now()
    }

    /// The day where the clerk sits.
    pub fn today(&self) -> Date {
        self.inner.today()
    }

    /// How the search box is understood today.
    pub fn search_terms(&self, text: &str) -> Vec<SearchTerm> {
        store::search_terms(text, Some(self.today()))
    }

    /// Where words stand that the rows of these documents do not show.
    pub async fn found_places(&self, asked: Vec<HiddenWords>) -> Result<Vec<FoundPlace>> {
        self.read(move |r| Ok(r.found_places(&asked)?)).await
    }

    /// The documents of a query in its order without the ones named, at most so many; and whether there are more.
    pub async fn document_ids(
        &self,
        query: DocumentQuery,
        except: Vec<DocumentId>,
        most: u32,
    ) -> Result<(Vec<DocumentId>, bool)> {
        self.read_while_awaited(move |r| {
            let beside = u32::try_from(except.len()).unwrap_or(u32::MAX);
            let (mut ids, is_more) = r.document_ids(&query, most.saturating_add(beside))?;
            let except: HashSet<_> = except.into_iter().collect();
            ids.retain(|id| !except.contains(id));
            let kept = usize::try_from(most).unwrap_or(usize::MAX);
            let is_more = is_more || ids.len() > kept;
            ids.truncate(kept);
            Ok((ids, is_more))
        })
        .await
    }

    /// What the documents of a query come to without the ones named, of at most so many.
    pub async fn document_totals(
        &self,
        query: DocumentQuery,
        except: Vec<DocumentId>,
        most: u32,
    ) -> Result<Totals> {
        self.read_while_awaited(move |r| Ok(r.document_totals(&query, &except, most)?))
            .await
    }

    /// What all documents of a query come to without the ones named. A newer question of the same part of the window ends
    /// the older one: `work_cancelled`.
    pub async fn whole_totals(
        &self,
        query: DocumentQuery,
        except: Vec<DocumentId>,
        pane: Option<&str>,
    ) -> Result<Totals> {
        self.read_for(pane, move |r| Ok(r.whole_totals(&query, &except)?))
            .await
    }

    /// What these documents come to, of at most so many; a newer question of the same part of the window ends this one.
    pub async fn totals_of(&self, ids: Vec<DocumentId>, most: u32, pane: Option<&str>) -> Result<Totals> {
        self.read_for(pane, move |r| {
            let most = usize::try_from(most).unwrap_or(usize::MAX);
            let counted = ids.get(..most).unwrap_or(&ids);
            Ok(Totals {
                is_more: ids.len() > most,
                ..r.totals_of(counted)?
            })
        })
        .await
    }

    /// How many documents wait for a person here: those that ask something of us, unless the answer is on its way, and those
    /// that are off the happy path for another reason. Each counts once.
    pub async fn documents_waiting_for_us(&self) -> Result<u64> {
        self.read(|r| {
            let troubles = r.status_counts(None)?.into_iter();
            let troubles = troubles.filter(|(status, _)| is_trouble(*status));
            let owed = r.owed_counts(None)?.into_iter();
            let owed = owed.filter(|(status, _)| !is_trouble(*status) && !is_leaving(*status));
            Ok(troubles.chain(owed).map(|(_, count)| count).sum())
        })
        .await
    }

    /// The bytes behind the address that a card shows; only of files that a document names, the earlier ones too,
    /// of jobs that made one, of signatures, and of previews and prints while they are kept. Only what fits into the
    /// memory: `file_too_large`.
    pub async fn file(&self, blob: BlobId) -> Result<Content> {
        self.blocking(move |inner| stored(inner, blob)?.whole()).await
    }

    /// The same, to be read as it goes.
    pub async fn open_file(&self, blob: BlobId) -> Result<StoredFile> {
        self.blocking(move |inner| stored(inner, blob)).await
    }

    /// The bytes of a document.
    pub async fn content(&self, document: DocumentId) -> Result<Content> {
        self.blocking(move |inner| {
            let file = inner
                .read(|r| r.document(document)?.ok_or_else(not_found))?
                .body
                .file
                .ok_or_else(no_file)?;
            let bytes = inner.store.blob(file.blob)?.ok_or_else(content_missing)?;
            Ok(Content {
                media_type: media_type(&file.name),
                name: file.name,
                bytes,
            })
        })
        .await
    }
}

fn stored(inner: &Inner, blob: BlobId) -> Result<StoredFile> {
    if let Some(paper) = inner.shelf.get(blob) {
        return Ok(StoredFile::short(paper));
    }
    if let Some(name) = inner.read(|r| Ok(r.bulk_file_name(blob)?))? {
        if let Some(file) = inner.store.long_file(blob)? {
            return Ok(StoredFile::long(name, file));
        }
        return kept(inner, blob, media_type(&name), name);
    }
    if let Some(name) = inner.read(|r| signature_name(r, blob))? {
        return kept(inner, blob, "application/pkcs7-signature", name);
    }
    let file = inner.read(|r| {
        let document = r.document_by_file(blob)?.ok_or_else(not_found)?;
        let files = r.edo_files_of(document)?;
        let file = files
            .into_iter()
            .map(|file| file.file)
            .find(|file| file.blob == blob);
        file.ok_or_else(not_found)
    })?;
    kept(inner, blob, media_type(&file.name), file.name)
}

fn kept(inner: &Inner, blob: BlobId, media_type: &'static str, name: String) -> Result<StoredFile> {
    let bytes = inner.store.blob(blob)?.ok_or_else(content_missing)?;
    Ok(StoredFile::short(Content {
        name,
        media_type,
        bytes,
    }))
}

fn too_large_to_show() -> Error {
    Error::new(
        Code::FileTooLarge,
        "Файл слишком большой, чтобы показать его в окне. Файл цел. Сохраните его на диск.",
    )
}

/// The name under which a kept signature is saved: that of its file with `.sig` behind.
fn signature_name(r: &store::Reader<'_>, blob: BlobId) -> Result<Option<String>> {
    let Some(kept) = r.signature_by_blob(blob)? else {
        return Ok(None);
    };
    let file = r.edo_file(kept.body.file)?;
    Ok(Some(file.map_or_else(
        || "подпись.sig".to_owned(),
        |file| format!("{}.sig", file.file.name),
    )))
}

fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "pdf" => "application/pdf",
        "xml" => "application/xml",
        "xlsx" => crate::export::WORKBOOK_MEDIA_TYPE,
        "csv" => "text/csv",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

pub(crate) fn not_found() -> Error {
    Error::new(
        Code::DocumentNotFound,
        "Такого документа в программе нет: возможно, список изменился. Ничего не изменено. Обновите список и \
         повторите.",
    )
}

pub(crate) fn no_file() -> Error {
    Error::new(
        Code::Preflight("no_file"),
        "У документа ещё нет файла для подписи. Документ сохранён. Нажмите «Создать документ ЭДО».",
    )
}

pub(crate) fn content_missing() -> Error {
    Error::new(
        Code::ContentMissing,
        "Файл этого документа не найден в хранилище. Сведения о документе целы. Добавьте тот же файл ещё раз или \
         восстановите папку из резервной копии.",
    )
}

/// Off the happy path whether or not anything is owed. A request of theirs is no trouble of its own: it is owed an answer; and
/// one of ours waits for them.
fn is_trouble(status: EdoStatus) -> bool {
    let is_request = matches!(
        status,
        EdoStatus::AmendmentRequested | EdoStatus::RevocationRequestedByThem
    );
    status.is_problem() && !is_request
}

/// An answer of ours is on its way: a person has done their part.
fn is_leaving(status: EdoStatus) -> bool {
    matches!(status, EdoStatus::Queued | EdoStatus::Sending)
}

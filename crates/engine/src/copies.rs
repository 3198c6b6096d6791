//! What operators make of documents for people: fetched while a job waits, a few at once, packed into one file.

mod fetching;
mod pack;

use connect::edo::{CopyKind, Operator};
use domain::{DocumentId, RemoteDocument};
use store::{Connection, Reader};

pub(crate) use fetching::Fetching;
pub(crate) use pack::Pack;

use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Result, documents, records};

/// Where a document is to be fetched from.
pub(crate) struct Place {
    pub(crate) connection: Connection,
    pub(crate) remote: RemoteDocument,
    /// «УПД № 15 от 21.11.2026»
    pub(crate) label: String,
}

/// Where the newest life of this document lies, or why nothing can be fetched.
pub(crate) fn place(inner: &Inner, r: &Reader<'_>, id: DocumentId, kind: CopyKind) -> Result<Place> {
    let document = r.document(id)?.ok_or_else(documents::not_found)?;
    let lives = r.edo_documents_of(id)?;
    let newest = lives
        .into_iter()
        .find_map(|life| life.remote.map(|remote| (life.connection, remote)));
    let (connection, remote) = newest.ok_or_else(not_at_operator)?;
    let connection = r.connection(connection)?.ok_or_else(no_connection)?;
    let makes = |operator: &Operator| operator.capabilities.copies.contains(&kind);
    match inner.operator(&connection.operator) {
        Some(operator) if !makes(operator) => Err(not_made(operator, kind)),
        _ => Ok(Place {
            connection,
            remote,
            label: records::reference(r, &document)?.label,
        }),
    }
}

/// «Архив», in front of the name of a document.
pub(crate) fn title(kind: CopyKind) -> &'static str {
    match kind {
        CopyKind::PrintForm => "Печатная форма",
        CopyKind::Archive => "Архив из ЭДО",
        CopyKind::Protocol => "Протокол передачи",
    }
}

fn refused(code: &'static str, text: impl Into<String>) -> Error {
    Error::new(Code::Preflight(code), text.into())
}

fn not_at_operator() -> Error {
    refused(
        "not_at_operator",
        "Документа у оператора нет: он не отправлялся и не приходил через ЭДО. Ничего не скачано. Файлы такого документа \
         собирает «Экспорт архива документов».",
    )
}

fn no_connection() -> Error {
    refused(
        "no_connection",
        "Подключение, по которому шёл документ, удалено. Ничего не скачано, документ сохранён. Подключите фирму к оператору \
         заново и повторите.",
    )
}

fn not_made(operator: &Operator, kind: CopyKind) -> Error {
    refused(
        "copy_not_made",
        format!(
            "{} такого не готовит: {}. Документ сохранён. Выберите, что скачать, иначе.",
            operator.title,
            title(kind).to_lowercase()
        ),
    )
}

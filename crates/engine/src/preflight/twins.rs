//! The guard against sending the same paper twice under two cards.

use domain::{Document, DocumentId};
use store::Reader;

use super::Missing;
use crate::Result;

/// Another document for this counterparty was sent with the same file, or under the same number and date.
pub(super) fn warning(r: &Reader<'_>, document: &Document) -> Result<Option<Missing>> {
    let Some(counterparty) = document.body.counterparty else {
        return Ok(None);
    };
    if let Some(file) = &document.body.file {
        let twins = r.sent_with_same_file(document.id, counterparty, file.blob)?;
        if let Some(twin) = twins.last() {
            return Ok(Some(Missing {
                code: "same_file_sent",
                sentence: format!(
                    "Этот же файл уже отправлялся этому контрагенту: {}. Если это тот же документ, второй раз отправлять его \
                     не нужно.",
                    named(r, *twin)?
                ),
            }));
        }
    }
    let body = &document.body;
    let twins = r.sent_under_same_number(document.id, counterparty, &body.number, body.issued_on)?;
    // A УПД and an invoice for payment often share a number: only papers of one kind are twins.
    for twin in twins.into_iter().rev() {
        let is_twin = r.document(twin)?.is_some_and(|other| {
            let same_kind = other.body.kind.is_none() || other.body.kind == body.kind;
            same_kind && other.body.format == body.format && other.body.firm == body.firm
        });
        if is_twin {
            return Ok(Some(Missing {
                code: "same_number_sent",
                sentence: format!(
                    "Документ с тем же номером и датой уже отправлялся этому контрагенту: {}. Убедитесь, что это другой \
                     документ.",
                    named(r, twin)?
                ),
            }));
        }
    }
    Ok(None)
}

fn named(r: &Reader<'_>, id: DocumentId) -> Result<String> {
    let Some(document) = r.document(id)? else {
        return Ok(format!("карточка {id}"));
    };
    let status = crate::status::of_document(r, id)?.map(|(status, _)| crate::words::status(status));
    let name = if document.body.number.is_empty() {
        document.body.title
    } else {
        format!("№ {}", document.body.number)
    };
    Ok(match status {
        Some(status) => format!("{name}, статус {status}"),
        None => name,
    })
}

//! Saving a record over the revision that a person saw.

use domain::{Document, DocumentId, Kind, NewDocument, OtherSide, vat};
use jiff::civil::Date;
use store::{Reader, Writer};

use super::{Editable, Record, RecordProblem, SavedRecord, amounts, changed_meanwhile, kind_of, number};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Result, auto_rules, counterparties, documents, employees, firms, individuals, status, words};

pub(super) fn save(inner: &Inner, id: DocumentId, revision: u32, record: Record) -> Result<SavedRecord> {
    let (now, today) = (inner.now(), inner.today());
    inner.write(|w| {
        let document = w.document(id)?.ok_or_else(documents::not_found)?;
        if document.revision != revision {
            return Err(changed_meanwhile());
        }
        let kind = kind_of(w, record.kind.or(document.body.kind))?;
        let mut after = merged(&document, &kind, record)?;
        check_parties(w, &after)?;
        if Editable::of(&document) == Editable::All {
            let before = match document.body.kind {
                Some(kind) => w.kind(kind)?,
                None => None,
            };
            number::settle(w, (before.as_ref(), &document.body), (&kind, &mut after), today)?;
        }
        let revision = keep(w, &document, &after)?;
        if revision != document.revision {
            status::refresh(w, id, now)?;
            auto_rules::note_save(inner, w, id)?;
        }
        let problems = problems(w, id, &kind, &after, today)?;
        let saved = Document {
            body: after,
            revision,
            ..document
        };
        Ok(SavedRecord {
            revision,
            totals: vat::totals(&saved.body.lines),
            record: Record::of(&saved),
            problems,
        })
    })
}

/// Handing a paper on to a colleague changes nothing of what it says, so its file stays good.
fn keep(w: &Writer<'_>, document: &Document, after: &NewDocument) -> Result<u32> {
    let before = &document.body;
    let only_assignee = NewDocument {
        assignee: after.assignee,
        ..before.clone()
    };
    if *after != only_assignee {
        return Ok(w.update_document(document.id, document.revision, after)?);
    }
    if after.assignee != before.assignee {
        employees::hand_over(w, document.id, after.assignee)?;
    }
    Ok(document.revision)
}

/// What the document becomes. What came with a file stays as it came.
fn merged(document: &Document, kind: &Kind, record: Record) -> Result<NewDocument> {
    let before = &document.body;
    let mut after = NewDocument {
        firm: record.firm,
        counterparty: record.counterparty,
        individual: record.individual,
        assignee: record.assignee,
        kind: Some(kind.id),
        ..before.clone()
    };
    after.details.comment.clone_from(&record.details.comment);
    let editable = Editable::of(document);
    if editable == Editable::Parties {
        let same = record.number == before.number
            && record.issued_on == before.issued_on
            && record.total == before.total
            && record.lines == before.lines;
        return if same { Ok(after) } else { Err(content_of_file()) };
    }
    record.number.trim().clone_into(&mut after.number);
    after.issued_on = record.issued_on;
    record.title.trim().clone_into(&mut after.title);
    if editable == Editable::Facts {
        after.total = record.total;
        return if record.lines == before.lines {
            Ok(after)
        } else {
            Err(content_of_file())
        };
    }
    compose(&mut after, kind, record);
    Ok(after)
}

fn compose(after: &mut NewDocument, kind: &Kind, record: Record) {
    let number_by_hand = after.details.number_by_hand;
    after.details = record.details;
    after.details.number_by_hand = number_by_hand;
    after.format = kind.body.edo_file.format();
    after.lines = record.lines;
    amounts::count(&mut after.lines, after.details.prices);
    if kind.body.has_lines || !after.lines.is_empty() {
        let totals = vat::totals(&after.lines);
        (after.total, after.vat_amount) = (totals.total, totals.vat);
    } else {
        (after.total, after.vat_amount) = (record.total, None);
    }
    if after.title.is_empty() {
        after.title.clone_from(&kind.body.name);
    }
}

/// Everyone whom a record names must be there, and only one can stand on the other side.
pub(super) fn check_parties(r: &Reader<'_>, body: &NewDocument) -> Result<()> {
    if body.counterparty.is_some() && body.individual.is_some() {
        return Err(Error::new(
            Code::TwoOtherSides,
            "Указаны и контрагент, и физлицо. Документ не изменён. Оставьте кого-то одного.",
        ));
    }
    if let Some(firm) = body.firm {
        r.firm(firm)?.ok_or_else(firms::not_found)?;
    }
    if let Some(counterparty) = body.counterparty {
        r.counterparty(counterparty)?
            .ok_or_else(counterparties::not_found)?;
    }
    if let Some(individual) = body.individual {
        r.individual(individual)?.ok_or_else(individuals::not_found)?;
    }
    if let Some(assignee) = body.assignee {
        r.employee(assignee)?.ok_or_else(employees::not_found)?;
    }
    Ok(())
}

fn problems(
    w: &Writer<'_>,
    id: DocumentId,
    kind: &Kind,
    body: &NewDocument,
    today: Date,
) -> Result<Vec<RecordProblem>> {
    let mut problems = Vec::new();
    if body.number.is_empty() {
        problems.push(RecordProblem::new("number", "Номер не заполнен."));
    } else if let Some(twin) = same_number(w, id, body, today)? {
        problems.push(RecordProblem::new(
            "number",
            format!(
                "Такой номер уже есть у документа «{}». Документ сохранён. Проверьте номер.",
                words::document_label(&twin, &kind.body.name)
            ),
        ));
    }
    if body.issued_on.is_none() {
        problems.push(RecordProblem::new("issued_on", "Дата документа не заполнена."));
    }
    let wrong_side = match kind.body.other_side {
        OtherSide::Company if body.individual.is_some() => Some(("individual_id", "физлицо", "организация")),
        OtherSide::Individual if body.counterparty.is_some() => {
            Some(("counterparty_id", "организация", "физлицо"))
        }
        _ => None,
    };
    if let Some((field, is, should_be)) = wrong_side {
        problems.push(RecordProblem::new(
            field,
            format!(
                "Указано «{is}», а для вида «{}» другой стороной бывает только {should_be}.",
                kind.body.name
            ),
        ));
    }
    if body.origin == domain::Origin::Composed {
        let day = body.details.shipped_on.or(body.issued_on);
        problems.extend(amounts::problems(&body.lines, day, body.details.prices));
    }
    Ok(problems)
}

/// Another document of this kind, firm and year with this number.
fn same_number(r: &Reader<'_>, id: DocumentId, body: &NewDocument, today: Date) -> Result<Option<Document>> {
    let year = body.issued_on.unwrap_or(today).year();
    let twins = r.documents_with_number(body.kind, body.firm, &body.number)?;
    for other in twins.into_iter().filter(|other| *other != id) {
        let twin = r.document(other)?;
        if let Some(twin) = twin.filter(|twin| twin.body.issued_on.is_some_and(|day| day.year() == year)) {
            return Ok(Some(twin));
        }
    }
    Ok(None)
}

fn content_of_file() -> Error {
    Error::new(
        Code::ContentOfFile,
        "Содержание этого документа пришло с файлом, и подписан будет этот файл. Ничего не изменено. Чтобы изменить \
         содержание, создайте копию документа и отправьте её.",
    )
}

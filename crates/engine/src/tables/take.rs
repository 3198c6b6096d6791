//! Rows become documents, counterparties and people.

use std::collections::BTreeSet;
use std::ops::Range;

use domain::{
    CounterpartyId, Direction, DocumentDetails, DocumentId, EdoStatus, IndividualBody, IndividualId, Kind,
    Line, LineDetails, NewDocument, Origin, Party, PriceKind,
};
use rust_decimal::Decimal;
use store::Writer;

use super::choices::Choices;
use super::row::{DocumentRow, Other, Row};
use super::{Sheet, TableRowResult, TableTarget, TakeTable};
use crate::changes::{Change, Directory};
use crate::counterparties::named_counterparty;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Result, auto_rules, records};

mod parties;

use parties::{company, person};

/// Takes these rows in, all that can be in one transaction.
pub(super) fn rows(
    inner: &Inner,
    sheet: &Sheet,
    range: Range<usize>,
    wish: &TakeTable,
) -> Result<Vec<TableRowResult>> {
    inner.write(|w| {
        let choices = Choices::of(w, wish)?;
        let mut results = Vec::with_capacity(range.len());
        for at in range {
            let Some(cells) = sheet.cells(at, &wish.mapping).filter(|cells| !cells.is_blank()) else {
                continue;
            };
            let result = match cells.row(sheet.target) {
                Err(why) => Err(bad_row(&why)),
                Ok(Row::Document(row)) => document(inner, w, &choices, &row)?,
                Ok(Row::Counterparty(row)) => Ok(company(w, &row, inner)?.0),
                Ok(Row::Individual(row)) => Ok(person(w, &row, inner)?.0),
            };
            results.push(TableRowResult {
                row: sheet.number(at),
                result,
            });
        }
        Ok(results)
    })
}

fn bad_row(why: &str) -> Error {
    Error::new(
        Code::BadRow,
        format!("{why} Строка пропущена, остальные это не затронуло."),
    )
}

/// The outer error ends the whole; the inner one is that of the row.
fn document(inner: &Inner, w: &Writer<'_>, choices: &Choices, row: &DocumentRow) -> Result<Result<i64>> {
    match choices.tried(w, row)? {
        Err(why) => return Ok(Err(bad_row(&why))),
        Ok(Some(known)) => {
            let label = super::reference(w, known)?.map_or_else(String::new, |found| found.label);
            return Ok(Err(Error::new(
                Code::DuplicateRow,
                format!("Такой документ уже есть в реестре: {label}. Второй раз он не добавлен."),
            )));
        }
        Ok(None) => {}
    }
    let kind = match choices.kind_of(row) {
        Ok(kind) => kind,
        Err(why) => return Ok(Err(bad_row(&why))),
    };
    let (counterparty, individual) = match side(inner, w, choices, &row.other)? {
        Ok(side) => side,
        Err(why) => return Ok(Err(bad_row(&why))),
    };
    let mut body = composed(kind, row);
    (body.firm, body.counterparty, body.individual) = (choices.firm, counterparty, individual);
    body.number = records::number_of(w, kind, &body, inner.today())?;
    let now = inner.now();
    let id = w.insert_document(&body, now)?;
    w.set_document_status(id, EdoStatus::NotInEdo, now)?;
    auto_rules::note_save(inner, w, id)?;
    Ok(Ok(id.0))
}

type OtherSideIds = (Option<CounterpartyId>, Option<IndividualId>);

/// The other side, made when it is new. A known company keeps the name it has here.
fn side(
    inner: &Inner,
    w: &Writer<'_>,
    choices: &Choices,
    other: &Other,
) -> Result<std::result::Result<OtherSideIds, String>> {
    let known = match choices.known_side(w, other)? {
        Ok(known) => known,
        Err(why) => return Ok(Err(why)),
    };
    Ok(Ok(match other {
        Other::Company { name, inn, kpp } if known.is_new => {
            let party = Party {
                name: name.clone(),
                inn: inn.clone(),
                kpp: kpp.clone(),
            };
            (Some(named_counterparty(w, &party)?), None)
        }
        Other::Person { name, phone } if known.is_new => {
            let body = IndividualBody {
                name: name.clone(),
                phone: Some(phone.clone()),
                ..IndividualBody::default()
            };
            (None, Some(w.save_individual(None, &body, inner.now())?))
        }
        _ => (known.company, known.person),
    }))
}

/// The record of a row: without lines, or with the one that the row names.
fn composed(kind: &Kind, row: &DocumentRow) -> NewDocument {
    let vat = row.vat.of(row.total);
    let line = |name: &String| Line {
        name: name.clone(),
        unit: "шт".to_owned(),
        quantity: Some(Decimal::ONE),
        price: Some(row.total.decimal()),
        vat_rate: row.vat.rate(Some(row.total)),
        vat_amount: vat,
        total: Some(row.total),
        details: LineDetails::default(),
    };
    let lines = Some(&row.item).filter(|item| kind.body.has_lines && !item.is_empty());
    NewDocument {
        firm: None,
        counterparty: None,
        individual: None,
        assignee: None,
        direction: Direction::Outbound,
        kind: Some(kind.id),
        format: kind.body.edo_file.format(),
        number: row.number.clone(),
        issued_on: Some(row.issued_on),
        total: Some(row.total),
        vat_amount: vat,
        currency: "643".to_owned(),
        title: match row.item.is_empty() {
            true => kind.body.name.clone(),
            false => row.item.clone(),
        },
        file: None,
        origin: Origin::Composed,
        lines: lines.map(line).into_iter().collect(),
        details: DocumentDetails {
            prices: PriceKind::WithVat,
            comment: row.comment.clone(),
            number_by_hand: !row.number.is_empty(),
            ..DocumentDetails::default()
        },
    }
}

/// What is to be read again after these rows.
pub(super) fn change(target: TableTarget, results: &[TableRowResult]) -> Change {
    match target {
        TableTarget::Documents => Change {
            documents: results
                .iter()
                .filter_map(|row| row.result.as_ref().ok().copied().map(DocumentId))
                .collect::<BTreeSet<_>>(),
            directories: BTreeSet::from([Directory::Counterparties, Directory::Individuals]),
            ..Change::default()
        },
        TableTarget::Counterparties => Change::directory(Directory::Counterparties),
        TableTarget::Individuals => Change::directory(Directory::Individuals),
    }
}

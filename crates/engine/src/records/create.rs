//! A new record: bare, on the basis of another, or as a copy.

use domain::{
    CounterpartyId, Direction, Document, DocumentDetails, DocumentId, EdoStatus, FirmId, IndividualId, Kind,
    KindId, NewDocument, Origin, OtherSide, Reference, kind::builtin, vat,
};
use jiff::civil::Date;
use store::Reader;

use super::{amounts, kind_of, number, save};
use crate::engine::Inner;
use crate::{Result, documents, employees};

/// What a new record shall be.
#[derive(Debug, Clone, Copy)]
pub struct NewRecord {
    /// Its kind.
    pub kind: KindId,
    /// Our firm; the only one, or that of the basis, when absent.
    pub firm: Option<FirmId>,
    /// The other side, if it is a company.
    pub counterparty: Option<CounterpartyId>,
    /// The other side, if it is a person.
    pub individual: Option<IndividualId>,
    /// The document on which it is based: parties and lines come from there, and the two are linked.
    pub based_on: Option<DocumentId>,
    /// The document of which it is a copy: everything but number, date and file comes from there.
    pub copy_of: Option<DocumentId>,
}

pub(super) fn create(inner: &Inner, wish: &NewRecord) -> Result<DocumentId> {
    let (now, today) = (inner.now(), inner.today());
    inner.write(|w| {
        let kind = kind_of(w, Some(wish.kind))?;
        let mut body = bare(w, &kind, today)?;
        let basis = found(w, wish.based_on)?;
        if let Some(original) = found(w, wish.copy_of)? {
            take_content(&mut body, &kind, &original);
            body.details.fields = fields(&kind, &original);
            body.title = original.body.title;
        }
        if let Some(basis) = &basis {
            take_content(&mut body, &kind, basis);
            body.details.fields = fields(&kind, basis);
            add_ground(w, &mut body, basis)?;
        }
        chosen(wish, &mut body);
        if body.firm.is_none() {
            body.firm = only_firm(w)?;
        }
        save::check_parties(w, &body)?;
        amounts::count(&mut body.lines, body.details.prices);
        if kind.body.has_lines {
            let totals = vat::totals(&body.lines);
            (body.total, body.vat_amount) = (totals.total, totals.vat);
        }
        body.number = number::next(w, &kind, body.firm, body.issued_on, today)?;
        let id = w.insert_document(&body, now)?;
        w.set_document_status(id, EdoStatus::NotInEdo, now)?;
        if let Some(basis) = basis {
            w.link_documents(id, basis.id)?;
        }
        Ok(id)
    })
}

fn found(r: &Reader<'_>, id: Option<DocumentId>) -> Result<Option<Document>> {
    match id {
        Some(id) => Ok(Some(r.document(id)?.ok_or_else(documents::not_found)?)),
        None => Ok(None),
    }
}

fn only_firm(r: &Reader<'_>) -> Result<Option<FirmId>> {
    Ok(match r.firms()?.as_slice() {
        [only] => Some(only.id),
        _ => None,
    })
}

fn bare(r: &Reader<'_>, kind: &Kind, today: Date) -> Result<NewDocument> {
    Ok(NewDocument {
        firm: None,
        counterparty: None,
        individual: None,
        assignee: employees::current(r)?,
        direction: Direction::Outbound,
        kind: Some(kind.id),
        format: kind.body.edo_file.format(),
        number: String::new(),
        issued_on: Some(today),
        total: None,
        vat_amount: None,
        currency: "643".to_owned(),
        title: kind.body.name.clone(),
        file: None,
        origin: Origin::Composed,
        lines: Vec::new(),
        details: DocumentDetails::default(),
    })
}

fn take_content(body: &mut NewDocument, kind: &Kind, from: &Document) {
    let from = &from.body;
    body.firm = from.firm;
    if kind.body.other_side != OtherSide::Individual {
        body.counterparty = from.counterparty;
    }
    if kind.body.other_side != OtherSide::Company {
        body.individual = from.individual;
    }
    body.assignee = from.assignee.or(body.assignee);
    body.currency.clone_from(&from.currency);
    body.total = from.total;
    body.vat_amount = from.vat_amount;
    if kind.body.has_lines {
        body.lines.clone_from(&from.lines);
    }
    body.details = DocumentDetails {
        // The day of the new paper says which rates there are, not that of the old one.
        shipped_on: None,
        payments: Vec::new(),
        number_by_hand: false,
        prices: prices(from),
        ..from.details.clone()
    };
}

/// Files of the ФНС tell prices without VAT.
fn prices(from: &NewDocument) -> domain::PriceKind {
    match from.origin {
        Origin::Imported => domain::PriceKind::WithoutVat,
        Origin::Composed => from.details.prices,
    }
}

/// Fields that both kinds have under one name.
fn fields(kind: &Kind, from: &Document) -> std::collections::BTreeMap<String, String> {
    let known = |name: &String| kind.body.fields.iter().any(|field| field.name == *name);
    let fields = from.body.details.fields.iter().filter(|(name, _)| known(name));
    fields
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// A contract or an order on which a paper rests is named in it.
fn add_ground(r: &Reader<'_>, body: &mut NewDocument, basis: &Document) -> Result<()> {
    const GROUNDS: [&str; 5] = [
        "contract",
        "sales_order",
        "work_order",
        "repair_request",
        "payment_invoice",
    ];
    let kind = kind_of(r, basis.body.kind)?;
    let is_ground = GROUNDS.contains(&kind.body.code.as_str()) && kind.body.code != builtin::UTD;
    if is_ground && body.details.grounds.is_empty() {
        body.details.grounds.push(Reference {
            name: kind.body.name,
            number: basis.body.number.clone(),
            issued_on: basis.body.issued_on,
        });
    }
    Ok(())
}

fn chosen(wish: &NewRecord, body: &mut NewDocument) {
    body.firm = wish.firm.or(body.firm);
    if wish.counterparty.is_some() || wish.individual.is_some() {
        body.counterparty = wish.counterparty;
        body.individual = wish.individual;
    }
}

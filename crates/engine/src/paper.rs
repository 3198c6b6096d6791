//! A record with everything it refers to, as print forms and generators want it.

use domain::{Document, OtherParty, Paper, PaperSide, vat};
use store::Reader;

use crate::{Result, records};

/// Gathers the paper of a document from one snapshot.
///
/// Errors: `kind_not_found`.
pub(crate) fn of(r: &Reader<'_>, document: &Document) -> Result<Paper> {
    let body = &document.body;
    let kind = records::kind_of(r, body.kind)?.body;
    let firm = match body.firm {
        Some(id) => r.firm(id)?,
        None => None,
    };
    let assignee = match body.assignee {
        Some(id) => r.employee(id)?,
        None => None,
    };
    let mut totals = vat::totals(&body.lines);
    if body.lines.is_empty() {
        totals.total = body.total;
        totals.vat = body.vat_amount;
    }
    Ok(Paper {
        kind,
        format: body.format,
        number: body.number.clone(),
        issued_on: body.issued_on,
        title: body.title.clone(),
        currency: body.currency.clone(),
        firm: firm.map(|firm| PaperSide {
            party: firm.party,
            requisites: firm.requisites,
        }),
        other: other(r, document)?,
        assignee: assignee.map(|assignee| assignee.body),
        lines: body.lines.clone(),
        totals,
        details: body.details.clone(),
    })
}

fn other(r: &Reader<'_>, document: &Document) -> Result<OtherParty> {
    if let Some(id) = document.body.counterparty
        && let Some(counterparty) = r.counterparty(id)?
    {
        return Ok(OtherParty::Company(Box::new(PaperSide {
            party: counterparty.party,
            requisites: counterparty.requisites,
        })));
    }
    if let Some(id) = document.body.individual
        && let Some(individual) = r.individual(id)?
    {
        return Ok(OtherParty::Individual(individual.body));
    }
    Ok(OtherParty::Unknown)
}

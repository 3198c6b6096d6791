//! An imported УПД as a paper: by what its file tells, the side that sells as «ours». An incoming one is printed by its
//! own words, not by ours; what the file leaves out comes from the directories.

use domain::{Direction, Document, OtherParty, Paper, PaperSide, builtin_kinds, kind, vat};
use formats::Facts;
use store::Reader;

use crate::Result;
use crate::error::Error;

/// The paper of this document by the facts of its file.
pub(super) fn paper(r: &Reader<'_>, document: &Document, facts: &Facts) -> Result<Paper> {
    let body = &document.body;
    let ours = body.firm.map(|id| r.firm(id)).transpose()?.flatten();
    let ours = ours.map(|firm| PaperSide {
        party: firm.party,
        requisites: firm.requisites,
    });
    let theirs = body
        .counterparty
        .map(|id| r.counterparty(id))
        .transpose()?
        .flatten();
    let theirs = theirs.map(|other| PaperSide {
        party: other.party,
        requisites: other.requisites,
    });
    let (mut seller, mut buyer) = match body.direction {
        Direction::Outbound => (ours, theirs),
        Direction::Inbound => (theirs, ours),
    };
    for (side, told) in [(&mut seller, &facts.seller), (&mut buyer, &facts.buyer)] {
        if let Some(told) = told {
            let requisites = side.take().map(|side| side.requisites).unwrap_or_default();
            *side = Some(PaperSide {
                party: told.clone(),
                requisites,
            });
        }
    }
    let mut totals = vat::totals(&facts.lines);
    totals.total = facts.total.or(totals.total);
    totals.vat = facts.vat_amount.or(totals.vat);
    let kind = builtin_kinds()
        .into_iter()
        .find(|kind| kind.code == kind::builtin::UTD)
        .ok_or_else(|| Error::internal("the program has no kind of УПД"))?;
    Ok(Paper {
        kind,
        format: facts.format,
        number: facts.number.clone(),
        issued_on: facts.issued_on,
        title: body.title.clone(),
        currency: facts.currency.clone(),
        firm: seller,
        other: buyer.map_or(OtherParty::Unknown, |side| OtherParty::Company(Box::new(side))),
        assignee: None,
        lines: facts.lines.clone(),
        totals,
        details: body.details.clone(),
    })
}

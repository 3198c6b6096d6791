//! What a document says to a rule.

use domain::{Document, RuleFacts};
use store::Reader;

use crate::Result;

pub(super) fn of(r: &Reader<'_>, document: &Document) -> Result<RuleFacts> {
    let body = &document.body;
    let mut facts = RuleFacts {
        firm: body.firm,
        total: body.total,
        issued_on: body.issued_on,
        number: body.number.clone(),
        title: body.title.clone(),
        assignee: body.assignee,
        comment: body.details.comment.clone(),
        fields: body.details.fields.clone(),
        ..RuleFacts::default()
    };
    if let Some(company) = match body.counterparty {
        Some(id) => r.counterparty(id)?,
        None => None,
    } {
        facts.is_company = Some(true);
        facts.other_name = company.party.name;
        facts.other_inn = company.party.inn.to_string();
    } else if let Some(person) = match body.individual {
        Some(id) => r.individual(id)?,
        None => None,
    } {
        facts.is_company = Some(false);
        facts.other_name = person.body.name.full();
        facts.other_phone = person
            .body
            .phone
            .map(|phone| phone.to_string())
            .unwrap_or_default();
    }
    Ok(facts)
}

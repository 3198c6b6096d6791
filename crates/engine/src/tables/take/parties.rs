//! Rows become counterparties and people: one by their numbers, the others by telephone and name.

use domain::{CounterpartyId, IndividualId, Party, Requisites};
use store::Writer;

use crate::Result;
use crate::engine::Inner;
use crate::tables::row::{CompanyRow, PersonRow};

/// The company of a row, with what the row tells of it.
pub(super) fn company(w: &Writer<'_>, row: &CompanyRow, inner: &Inner) -> Result<CounterpartyId> {
    let party = Party {
        name: row.name.clone(),
        inn: row.inn.clone(),
        kpp: row.kpp.clone(),
    };
    let id = match w.counterparty_by_tax_id(&party.inn, party.kpp.as_ref())? {
        Some(known) if known.party.name == party.name => known.id,
        Some(known) => {
            w.rename_counterparty(known.id, &party, inner.now())?;
            known.id
        }
        None => w.save_counterparty(&party)?,
    };
    let before = w
        .counterparty(id)?
        .map(|known| known.requisites)
        .unwrap_or_default();
    let after = told(before.clone(), &row.requisites);
    if after != before {
        w.set_counterparty_requisites(id, &after)?;
    }
    Ok(id)
}

/// What the row tells in the place of what was known; what it does not tell stays.
fn told(mut known: Requisites, row: &Requisites) -> Requisites {
    let texts = [
        (&mut known.full_name, &row.full_name),
        (&mut known.phone, &row.phone),
        (&mut known.email, &row.email),
        (&mut known.bank.bank, &row.bank.bank),
        (&mut known.bank.bic, &row.bank.bic),
        (&mut known.bank.account, &row.bank.account),
        (
            &mut known.bank.correspondent_account,
            &row.bank.correspondent_account,
        ),
    ];
    for (known, told) in texts {
        if !told.is_empty() {
            known.clone_from(told);
        }
    }
    // An address in one cell must not spoil one that is known in parts.
    let address = &mut known.address;
    if !row.address.other.is_empty() && address.city.is_empty() && address.settlement.is_empty() {
        address.other.clone_from(&row.address.other);
    }
    known.ogrn = row.ogrn.clone().or(known.ogrn);
    known
}

/// The person with this telephone and name, else a new one; without a telephone always a new one.
pub(super) fn person(w: &Writer<'_>, row: &PersonRow, inner: &Inner) -> Result<IndividualId> {
    let known = match &row.phone {
        Some(phone) => w.individuals_by_phone(phone)?,
        None => Vec::new(),
    };
    let same = known.into_iter().find(|person| person.body.name == row.name);
    let mut body = same
        .as_ref()
        .map(|person| person.body.clone())
        .unwrap_or_default();
    body.name = row.name.clone();
    body.phone.clone_from(&row.phone);
    for (known, told) in [(&mut body.email, &row.email), (&mut body.note, &row.note)] {
        if !told.is_empty() {
            known.clone_from(told);
        }
    }
    Ok(w.save_individual(same.map(|person| person.id), &body, inner.now())?)
}

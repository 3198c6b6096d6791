//! What holds for all rows of a table of documents, and what a row means in the light of the directories.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::{CounterpartyId, DocumentId, FirmId, IndividualId, Kind, KindId, Party};
use store::{Reader, Similar};

use super::TakeTable;
use super::row::{DocumentRow, Other};
use crate::counterparties::same_inn;
use crate::{Result, firms, kinds};

/// What holds for all rows of a table.
pub(crate) struct Choices {
    kinds: Vec<Kind>,
    kind: Option<KindId>,
    pub(super) firm: Option<FirmId>,
    /// Names without an ИНН are looked up once.
    named: Mutex<HashMap<String, Vec<CounterpartyId>>>,
}

/// The other side as the registry knows it.
#[derive(Default, Clone, Copy)]
pub(super) struct KnownSide {
    pub(super) company: Option<CounterpartyId>,
    pub(super) person: Option<IndividualId>,
    /// A new one: nothing in the registry can be a document with it.
    pub(super) is_new: bool,
}

impl Choices {
    /// Errors: `kind_not_found`, `firm_not_found`.
    pub(crate) fn of(r: &Reader<'_>, wish: &TakeTable) -> Result<Self> {
        if let Some(kind) = wish.kind {
            r.kind(kind)?.ok_or_else(kinds::not_found)?;
        }
        let firm = match wish.firm {
            Some(firm) => Some(r.firm(firm)?.ok_or_else(firms::not_found)?.id),
            None => match r.firms()?.as_slice() {
                [only] => Some(only.id),
                _ => None,
            },
        };
        Ok(Self {
            kinds: r.kinds()?,
            kind: wish.kind,
            firm,
            named: Mutex::default(),
        })
    }

    /// Why this row cannot be a document, or the document that it is already.
    pub(super) fn tried(
        &self,
        r: &Reader<'_>,
        row: &DocumentRow,
    ) -> Result<std::result::Result<Option<DocumentId>, String>> {
        let kind = match self.kind_of(row) {
            Ok(kind) => kind,
            Err(why) => return Ok(Err(why)),
        };
        match self.known_side(r, &row.other)? {
            Err(why) => Ok(Err(why)),
            Ok(side) => Ok(Ok(self.similar(r, row, kind, side)?)),
        }
    }

    pub(super) fn kind_of(&self, row: &DocumentRow) -> std::result::Result<&Kind, String> {
        if row.kind.is_empty() {
            let chosen = self.kinds.iter().find(|kind| Some(kind.id) == self.kind);
            return chosen.ok_or_else(|| "Вид документа не указан: выберите вид для таких строк.".to_owned());
        }
        let wanted = row.kind.to_lowercase();
        let named = |kind: &&Kind| kind.body.name.to_lowercase() == wanted || kind.body.code == wanted;
        let found = self.kinds.iter().find(named);
        found.ok_or_else(|| format!("Вида документов «{}» в программе нет.", row.kind))
    }

    pub(super) fn known_side(
        &self,
        r: &Reader<'_>,
        other: &Other,
    ) -> Result<std::result::Result<KnownSide, String>> {
        Ok(match other {
            Other::Nobody => Ok(KnownSide::default()),
            Other::Company { name, inn, kpp } => {
                let party = Party {
                    name: name.clone(),
                    inn: inn.clone(),
                    kpp: kpp.clone(),
                };
                match known_company(r, &party)? {
                    Some(company) => Ok(KnownSide {
                        company: Some(company),
                        ..KnownSide::default()
                    }),
                    None if name.is_empty() => Err(format!(
                        "Контрагента с ИНН {inn} в программе нет, а название в строке не указано."
                    )),
                    None => Ok(KnownSide {
                        is_new: true,
                        ..KnownSide::default()
                    }),
                }
            }
            Other::Person { name, phone } => {
                let known = r.individuals_by_phone(phone)?;
                let same = known
                    .iter()
                    .find(|person| name.is_empty() || person.body.name == *name);
                match same {
                    Some(person) => Ok(KnownSide {
                        person: Some(person.id),
                        ..KnownSide::default()
                    }),
                    None if name.is_empty() => {
                        Err(format!("Клиента с телефоном {phone} нет, а имя не указано."))
                    }
                    None => Ok(KnownSide {
                        is_new: true,
                        ..KnownSide::default()
                    }),
                }
            }
            Other::Named(name) => self.by_name(r, name)?.map(|company| KnownSide {
                company: Some(company),
                ..KnownSide::default()
            }),
        })
    }

    fn by_name(&self, r: &Reader<'_>, name: &str) -> Result<std::result::Result<CounterpartyId, String>> {
        let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        if !named.contains_key(name) {
            let wanted = name.to_lowercase();
            let mut found = r.counterparties(name, None, 100)?;
            found.retain(|counterparty| counterparty.party.name.to_lowercase() == wanted);
            named.insert(name.to_owned(), found.into_iter().map(|found| found.id).collect());
        }
        Ok(match named.get(name).map(Vec::as_slice) {
            Some([only]) => Ok(*only),
            Some([_, _, ..]) => Err(format!("Контрагентов «{name}» несколько: укажите ИНН.")),
            _ => Err(format!("Контрагент «{name}» в программе не найден: укажите ИНН.")),
        })
    }

    fn similar(
        &self,
        r: &Reader<'_>,
        row: &DocumentRow,
        kind: &Kind,
        side: KnownSide,
    ) -> Result<Option<DocumentId>> {
        if row.number.is_empty() || side.is_new {
            return Ok(None);
        }
        let found = r.similar_documents(&Similar {
            firm: self.firm,
            counterparty: side.company,
            individual: side.person,
            kind: Some(kind.id),
            number: row.number.clone(),
            issued_on: Some(row.issued_on),
            total: Some(row.total),
        })?;
        Ok(found.into_iter().next())
    }
}

/// The counterparty with these numbers; without a КПП the only one with this ИНН.
fn known_company(r: &Reader<'_>, party: &Party) -> Result<Option<CounterpartyId>> {
    if let Some(known) = r.counterparty_by_tax_id(&party.inn, party.kpp.as_ref())? {
        return Ok(Some(known.id));
    }
    if party.kpp.is_some() {
        return Ok(None);
    }
    Ok(match same_inn(r, party)?.as_slice() {
        [only] => Some(only.id),
        _ => None,
    })
}

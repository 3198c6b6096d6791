//! Rows become documents, counterparties and people.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Mutex;

use domain::{
    CounterpartyId, Direction, DocumentDetails, DocumentId, EdoStatus, FirmId, IndividualBody, IndividualId, Kind, KindId,
    Line, LineDetails, NewDocument, Origin, Party, PriceKind, Requisites,
};
use rust_decimal::Decimal;
use store::{Reader, Similar, Writer};

use super::row::{CompanyRow, DocumentRow, Other, PersonRow, Row};
use super::{Sheet, TableRowResult, TableTarget, TakeTable};
use crate::changes::{Change, Directory};
use crate::counterparties::{named_counterparty, same_inn};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Result, firms, kinds, records};

/// What holds for all rows of a table.
pub(crate) struct Choices {
    kinds: Vec<Kind>,
    kind: Option<KindId>,
    firm: Option<FirmId>,
    /// Names without an ИНН are looked up once.
    named: Mutex<HashMap<String, Vec<CounterpartyId>>>,
}

/// The other side as the registry knows it.
#[derive(Default, Clone, Copy)]
struct KnownSide {
    company: Option<CounterpartyId>,
    person: Option<IndividualId>,
    /// A new one: nothing in the registry can be a document with it.
    is_new: bool,
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

    fn kind_of(&self, row: &DocumentRow) -> std::result::Result<&Kind, String> {
        if row.kind.is_empty() {
            let chosen = self.kinds.iter().find(|kind| Some(kind.id) == self.kind);
            return chosen.ok_or_else(|| "Вид документа не указан: выберите вид для таких строк.".to_owned());
        }
        let wanted = row.kind.to_lowercase();
        let named = |kind: &&Kind| kind.body.name.to_lowercase() == wanted || kind.body.code == wanted;
        let found = self.kinds.iter().find(named);
        found.ok_or_else(|| format!("Вида документов «{}» в программе нет.", row.kind))
    }

    fn known_side(&self, r: &Reader<'_>, other: &Other) -> Result<std::result::Result<KnownSide, String>> {
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
                let same = known.iter().find(|person| name.is_empty() || person.body.name == *name);
                match same {
                    Some(person) => Ok(KnownSide {
                        person: Some(person.id),
                        ..KnownSide::default()
                    }),
                    None if name.is_empty() => Err(format!("Клиента с телефоном {phone} нет, а имя не указано.")),
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
        let mut named = self.named.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
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

fn company(w: &Writer<'_>, row: &CompanyRow, inner: &Inner) -> Result<CounterpartyId> {
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
    let before = w.counterparty(id)?.map(|known| known.requisites).unwrap_or_default();
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
        (&mut known.bank.correspondent_account, &row.bank.correspondent_account),
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
fn person(w: &Writer<'_>, row: &PersonRow, inner: &Inner) -> Result<IndividualId> {
    let known = match &row.phone {
        Some(phone) => w.individuals_by_phone(phone)?,
        None => Vec::new(),
    };
    let same = known.into_iter().find(|person| person.body.name == row.name);
    let mut body = same.as_ref().map(|person| person.body.clone()).unwrap_or_default();
    body.name = row.name.clone();
    body.phone.clone_from(&row.phone);
    for (known, told) in [(&mut body.email, &row.email), (&mut body.note, &row.note)] {
        if !told.is_empty() {
            known.clone_from(told);
        }
    }
    Ok(w.save_individual(same.map(|person| person.id), &body, inner.now())?)
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

//! The way of a document to a person («физлицо»): an operator of that kind, telephone and full name, an access of one's own.

use connect::edo::persons::ToPerson;
use connect::edo::{Operator, Signing};
use domain::facets::Consent;
use domain::{Departments, Departure, Document, EmployeeId, Firm, PersonRecord};
use store::{AccessState, Connection, Reader};

use super::{How, Missing, Route, binding, sentences};
use crate::engine::Inner;
use crate::send::SignedBy;
use crate::{Result, employees, records, words};

/// To whom a document goes, and in whose access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PersonWay {
    pub(crate) to: ToPerson,
    pub(crate) employee: EmployeeId,
}

/// Whom the paper is for: as it was checked, else as the card of the individual has it.
pub(crate) fn record_of(r: &Reader<'_>, document: &Document) -> Result<Option<PersonRecord>> {
    let Some(id) = document.body.individual else {
        return Ok(None);
    };
    if let Some(checked) = r.person_record(document.id)? {
        return Ok(Some(checked));
    }
    Ok(r.individual(id)?.map(|person| PersonRecord::from(&person.body)))
}

/// The connection of the firm by which documents go to people, if there is one.
pub(crate) fn connection_of(
    inner: &Inner,
    r: &Reader<'_>,
    firm: &Firm,
    how: How,
) -> Result<Option<(Connection, &'static Operator)>> {
    for connection in r.connections()? {
        let is_wanted = connection.firm == firm.id && how.connection.is_none_or(|id| id == connection.id);
        if let Some(operator) = inner.operator(&connection.operator)
            && is_wanted
            && operator.capabilities.persons.is_some()
        {
            return Ok(Some((connection, operator)));
        }
    }
    Ok(None)
}

/// The way of a document to this person; what is in it, otherwise.
pub(super) fn route(
    inner: &Inner,
    r: &Reader<'_>,
    document: &Document,
    firm: &Firm,
    how: How,
    missing: &mut Vec<Missing>,
) -> Result<Option<Route>> {
    let Some((connection, operator)) = connection_of(inner, r, firm, how)? else {
        missing.push(binding::no_operator_for_individual(firm, inner.operators));
        return Ok(None);
    };
    let size = document.body.file.as_ref().map_or(0, |file| file.size);
    if size > operator.capabilities.max_document_bytes {
        missing.push(sentences::too_large(operator));
    }
    let record = record_of(r, document)?.unwrap_or_default();
    missing.extend(incomplete(&record));
    let employee = match employee(r, &connection, operator)? {
        Ok(employee) => Some(employee),
        Err(problem) => {
            missing.push(problem);
            None
        }
    };
    let departure = match how.departure {
        Some(chosen) => chosen,
        None => usual_departure(r, &connection)?,
    };
    let signing = match signing(operator, (how.by, departure)) {
        Ok(signing) => Some(signing),
        Err(problem) => {
            missing.push(problem);
            None
        }
    };
    let (Some(phone), Some(employee), Some(signing)) = (record.phone, employee, signing) else {
        return Ok(None);
    };
    let kind = match document.body.kind {
        Some(id) => r.kind(id)?.map(|kind| kind.body.code),
        None => None,
    };
    let to = ToPerson {
        name: record.name,
        has_no_middle_name: record.has_no_middle_name,
        phone: phone.clone(),
        email: record.email,
        account: employee.to_string(),
        kind_code: kind.unwrap_or_default(),
        title: records::reference(r, document)?.label,
    };
    Ok(Some(Route {
        connection,
        to_box: phone.to_string(),
        departments: Departments::default(),
        departure,
        signing,
        kept: None,
        person: Some(PersonWay { to, employee }),
    }))
}

/// Who did not agree to sign electronically will be asked once more.
pub(super) fn warning(
    inner: &Inner,
    r: &Reader<'_>,
    document: &Document,
    firm: &Firm,
    how: How,
) -> Result<Option<Missing>> {
    let Some(record) = record_of(r, document)? else {
        return Ok(None);
    };
    let (Some(phone), Some((connection, _))) = (&record.phone, connection_of(inner, r, firm, how)?) else {
        return Ok(None);
    };
    let last = r.consent_of(connection.id, phone, &record.name)?;
    let refused = last.filter(|word| word.state == Consent::Refused);
    Ok(refused.map(|word| Missing {
        code: "consent_refused",
        sentence: format!(
            "Получатель отказался дать согласие на электронную подпись {}. Документ сохранён. Договоритесь с получателем: перед \
             документом согласие будет запрошено ещё раз.",
            words::date(word.told_at.to_zoned(inner.ports.clock.zone()).date())
        ),
    }))
}

/// What the stamp of the signature needs.
fn incomplete(record: &PersonRecord) -> Vec<Missing> {
    let mut missing = Vec::new();
    if record.phone.is_none() {
        missing.push(Missing {
            code: "no_phone",
            sentence: "Не указан телефон получателя: на него приходит СМС с кодом для подписи. Документ сохранён. Впишите \
                       телефон и проверьте его с получателем."
                .to_owned(),
        });
    }
    let is_whole = !record.name.last.trim().is_empty() && !record.name.first.trim().is_empty();
    let has_middle = !record.name.middle.trim().is_empty();
    if !is_whole || has_middle == record.has_no_middle_name {
        missing.push(Missing {
            code: "person_name_incomplete",
            sentence: "Фамилия, имя и отчество получателя нужны полностью: они встанут в штамп подписи. Документ сохранён. \
                       Впишите их или отметьте, что отчества нет."
                .to_owned(),
        });
    }
    missing
}

/// Whoever sits at this computer, if the operator lets them in.
pub(crate) fn employee(
    r: &Reader<'_>,
    connection: &Connection,
    operator: &Operator,
) -> Result<Result<EmployeeId, Missing>> {
    let Some(employee) = employees::current(r)? else {
        return Ok(Err(no_access(
            operator,
            "Не выбрано, кто работает за этим компьютером: выберите сотрудника в настройках.",
        )));
    };
    Ok(match r.employee_access(connection.id, employee)? {
        None => Err(no_access(operator, "Введите логин и пароль: «Авторизоваться».")),
        Some(access) if access.state == AccessState::Refused => Err(Missing {
            code: "access_refused",
            sentence: format!(
                "{} не принял ваш логин или пароль. Документ сохранён. Введите их заново: «Изменить логин и пароль».",
                operator.title
            ),
        }),
        Some(_) => Ok(employee),
    })
}

fn no_access(operator: &Operator, what_to_do: &str) -> Missing {
    Missing {
        code: "no_access",
        sentence: format!(
            "У вас нет доступа к {}. Документ сохранён и никуда не ушёл. {what_to_do}",
            operator.title
        ),
    }
}

/// «Отправлять сразу»: how papers leave by this connection where nobody chose otherwise for one of them.
fn usual_departure(r: &Reader<'_>, connection: &Connection) -> Result<Departure> {
    Ok(if r.connection_settings(connection.id)?.sends_at_once {
        Departure::AsPossible
    } else {
        Departure::Deferred
    })
}

/// The operator signs for us, in the name of the employee: at once where it can send by itself, else after a step of ours.
fn signing(operator: &Operator, (by, departure): (SignedBy, Departure)) -> Result<Signing, Missing> {
    let sends_itself = operator.capabilities.persons.is_some_and(|can| can.auto_send);
    match (by, departure) {
        (SignedBy::Us, _) => Err(sentences::no_signature(operator)),
        (SignedBy::Operator, Departure::Draft) => Err(sentences::no_drafts(operator)),
        (SignedBy::Operator, Departure::AsPossible) if sends_itself => Ok(Signing::Simple),
        (SignedBy::Operator, Departure::AsPossible | Departure::Deferred) => Ok(Signing::Deferred),
    }
}

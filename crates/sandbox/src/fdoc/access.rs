//! How an organization and its people come in: connection requests, the test of a key, log-ins, registration.

use domain::{Inn, Kpp};
use serde_json::json;
use uuid::Uuid;

use super::call::Call;
use super::chance;
use super::messages;
use super::model::{ConnectionRequest, Employee, Organization, Session};
use super::refusal::Refusal;
use super::state::{Books, Record};
use super::wire::{self, ConnectionRequestGiven, LogInGiven};
use super::{Reply, check};
use crate::clock::Ticks;

/// How long a session lasts.
const SESSION_LIFE_MS: u64 = 12 * 60 * 60 * 1_000;
/// So many wrong passwords in a row close the door.
pub const MOST_WRONG_PASSWORDS: u8 = 5;
/// For how long.
const LOCK_MS: u64 = 15 * 60 * 1_000;

/// `POST /gw/v1/connection-requests`. In the training world the service's people answer at once: the letter with the key
/// and the link to the registration is on its way as soon as the request is accepted.
pub fn request_connection(books: &mut Books, call: &Call, now: Ticks, base: &str) -> Result<Reply, Refusal> {
    let given: ConnectionRequestGiven = call.json()?;
    let request = checked(books, &given, now)?;
    let state = &books.state;
    let known = state.organization_of(&request.inn, request.kpp.as_deref());
    let number = state.organizations.len() + 1;
    let organization = known.cloned().unwrap_or_else(|| Organization {
        id: format!("org-{number}"),
        name: given.organization.name.trim().to_owned(),
        inn: request.inn.clone(),
        kpp: request.kpp.clone(),
        api_key: chance::api_key(state.ways.seed, &format!("{}-{:?}", request.inn, request.kpp)),
        times_rotated: 0,
        is_blocked: false,
    });
    let letter = messages::contract(&given.contact.email, &organization, base, now);
    let answer = json!({"id": request.id, "state": "accepted", "created_at": wire::time(now)});
    books.commit(vec![
        Record::ConnectionRequest(request),
        Record::Organization(organization),
        Record::Mail(letter),
    ])?;
    Ok(Reply::json(201, &answer))
}

fn checked(books: &Books, given: &ConnectionRequestGiven, now: Ticks) -> Result<ConnectionRequest, Refusal> {
    let organization = &given.organization;
    check::present(&organization.name, "organization.name", "Укажите организацию")?;
    let inn = organization.inn.trim();
    let number = inn.parse::<Inn>();
    let number = number.map_err(|_| Refusal::validation("organization.inn", "Укажите верный ИНН"))?;
    let kpp = organization
        .kpp
        .as_deref()
        .map(str::trim)
        .filter(|kpp| !kpp.is_empty());
    let is_right = kpp.map_or(number.is_personal(), |kpp| kpp.parse::<Kpp>().is_ok());
    if !is_right {
        return Err(Refusal::validation("organization.kpp", "Укажите верный КПП"));
    }
    check::present(
        &given.contact.full_name,
        "contact.full_name",
        "Укажите контактное лицо",
    )?;
    check::phone(&given.contact.phone, "contact.phone")?;
    check::email(&given.contact.email, "contact.email")?;
    let requests = &books.state.connection_requests;
    let mut same = requests
        .iter()
        .filter(|one| one.inn == inn && one.kpp.as_deref() == kpp);
    if let Some(existing) = same.next() {
        return Err(Refusal::duplicate_connection_request(&existing.id));
    }
    Ok(ConnectionRequest {
        id: format!("cr-{}", requests.len() + 1),
        inn: inn.to_owned(),
        kpp: kpp.map(str::to_owned),
        created_at: now,
    })
}

/// `GET /gw/v1/organization`
pub fn test_connection(books: &Books, call: &Call) -> Result<Reply, Refusal> {
    let organization = call.organization(&books.state)?;
    Ok(Reply::json(
        200,
        &json!({
            "organization": wire::organization(organization),
            "environment": "sandbox",
            "tariff": {"sms_included": true},
            "features": wire::FEATURES,
        }),
    ))
}

/// `POST /gw/v1/sessions`
pub fn log_in(books: &mut Books, call: &Call, now: Ticks) -> Result<Reply, Refusal> {
    let organization = call.organization(&books.state)?.clone();
    let given: LogInGiven = call.json()?;
    check::present(&given.login, "login", "Укажите логин")?;
    check::present(&given.password, "password", "Укажите пароль")?;
    let login = given.login.trim().to_lowercase();
    let mut people = books.state.employees.iter();
    let found = people.find(|one| one.login == login && one.organization == organization.id);
    let mut employee = found.ok_or_else(Refusal::invalid_credentials)?.clone();
    if let Some(until) = employee.locked_until.filter(|until| now < *until) {
        return Err(Refusal::employee_locked(&wire::time(until)));
    }
    if employee.password != given.password {
        note_wrong_password(&mut employee, now);
        books.commit(vec![Record::Employee(employee)])?;
        return Err(Refusal::invalid_credentials());
    }
    employee.wrong_passwords = 0;
    employee.locked_until = None;
    let session = Session {
        bearer: Uuid::new_v4().simple().to_string(),
        employee: employee.id.clone(),
        expires_at: now.plus_ms(SESSION_LIFE_MS),
    };
    let answer = json!({
        "token": session.bearer,
        "expires_at": wire::time(session.expires_at),
        "employee": wire::employee(&employee),
        "organization": wire::organization(&organization),
    });
    books.commit(vec![Record::Employee(employee), Record::Session(session)])?;
    Ok(Reply::json(201, &answer))
}

fn note_wrong_password(employee: &mut Employee, now: Ticks) {
    employee.wrong_passwords = employee.wrong_passwords.saturating_add(1);
    if employee.wrong_passwords >= MOST_WRONG_PASSWORDS {
        employee.wrong_passwords = 0;
        employee.locked_until = Some(now.plus_ms(LOCK_MS));
    }
}

/// `GET /gw/v1/sessions/current`
pub fn who_am_i(books: &Books, call: &Call, now: Ticks) -> Result<Reply, Refusal> {
    let (organization, employee) = call.caller(&books.state, now)?;
    let session = call.session(&books.state, now)?;
    Ok(Reply::json(
        200,
        &json!({
            "expires_at": wire::time(session.expires_at),
            "employee": wire::employee(employee),
            "organization": wire::organization(organization),
        }),
    ))
}

/// `DELETE /gw/v1/sessions/current`
pub fn log_out(books: &mut Books, call: &Call, now: Ticks) -> Result<Reply, Refusal> {
    call.caller(&books.state, now)?;
    let bearer = call.session(&books.state, now)?.bearer.clone();
    books.commit(vec![Record::SessionEnded(bearer)])?;
    Ok(Reply::empty(204))
}

/// An employee as the page of the registration takes them.
#[derive(Debug, Default)]
pub struct Registered {
    /// Ф. И. О.
    pub full_name: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Login that is wished for.
    pub login: String,
}

/// Registers an employee; login and password go to the telephone and the address.
pub fn register(
    books: &mut Books,
    organization: &str,
    given: &Registered,
    now: Ticks,
) -> Result<(), Refusal> {
    let full_name = given.full_name.split_whitespace().collect::<Vec<_>>().join(" ");
    if full_name.split(' ').count() < 2 {
        let text = "Укажите фамилию, имя и отчество полностью: они будут в штампе подписи";
        return Err(Refusal::validation("full_name", text));
    }
    let phone = check::phone(&given.phone, "phone")?;
    let email = check::email(&given.email, "email")?;
    let login = given.login.trim().to_lowercase();
    let is_right = login.len() >= 3
        && login
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-@".contains(&byte));
    if !is_right {
        let text = "Логин: от трёх знаков, латинские буквы, цифры, точка, дефис";
        return Err(Refusal::validation("login", text));
    }
    let state = &books.state;
    if state.employees.iter().any(|one| one.login == login) {
        return Err(Refusal::validation("login", "Этот логин занят, выберите другой"));
    }
    let id = format!("emp-{}", state.employees.len() + 1);
    let employee = Employee {
        password: chance::password(state.ways.seed, &id),
        id,
        organization: organization.to_owned(),
        full_name,
        phone,
        email,
        login,
        wrong_passwords: 0,
        locked_until: None,
    };
    let (sms, mail) = messages::credentials(&employee, now);
    books.commit(vec![
        Record::Employee(employee),
        Record::Sms(sms),
        Record::Mail(mail),
    ])?;
    Ok(())
}

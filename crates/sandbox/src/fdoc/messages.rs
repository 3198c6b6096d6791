//! What F.Doc writes to people: text messages with links and codes, letters with keys and passwords.

use super::chance;
use super::model::{Document, Door, Employee, Mail, Organization, PathTokens, Purpose, Sms};
use super::state::{Draft, Record};
use super::wire;
use crate::clock::Ticks;

/// The SMS about a document or the consent for it: a new code, and the address of the client's page.
pub fn notify(draft: &mut Draft<'_>, document: &Document, purpose: Purpose) {
    let ways = &draft.state.ways;
    let number = draft.sms_count() + 1;
    let code = chance::code(ways.seed, number);
    let phone = &document.client.phone;
    let of = match ways.path_tokens {
        PathTokens::PerClient => format!("{} {phone}", document.organization),
        PathTokens::PerMessage => format!("{} {phone} {number}", document.organization),
    };
    let path_token = chance::path_token(ways.seed, &of);
    let sms = Sms {
        to: phone.clone(),
        at: draft.now,
        text: wire::sms_text(&ways.sms_host, &path_token, &code),
        link: Some((path_token.clone(), code.clone())),
        purpose,
        document: Some(document.id.clone()),
    };
    let mut door = draft.door(&path_token).unwrap_or_else(|| Door {
        path_token,
        organization: document.organization.clone(),
        phone: phone.clone(),
        codes: Vec::new(),
        wrong_codes: 0,
        locked_until: None,
    });
    door.codes.push(code);
    draft.records.push(Record::Door(door));
    draft.records.push(Record::Sms(sms));
}

/// Login and password of an employee who has just been registered. The words are not known.
pub fn credentials(employee: &Employee, now: Ticks) -> (Sms, Mail) {
    let text = format!("F.Doc. Логин: {}, пароль: {}", employee.login, employee.password);
    let sms = Sms {
        to: employee.phone.clone(),
        at: now,
        text: text.clone(),
        link: None,
        purpose: Purpose::Credentials,
        document: None,
    };
    let mail = Mail {
        to: employee.email.clone(),
        at: now,
        subject: "Доступ к F.Doc".to_owned(),
        text: format!("{}, вы зарегистрированы.\n{text}", employee.full_name),
        purpose: Purpose::Credentials,
    };
    (sms, mail)
}

/// The letter that brings the key and the link to the registration of employees.
pub fn contract(to: &str, organization: &Organization, base: &str, now: Ticks) -> Mail {
    Mail {
        to: to.to_owned(),
        at: now,
        subject: "Подключение к F.Doc".to_owned(),
        text: format!(
            "{} подключена к F.Doc.\nКод доступа (API Key): {}\nРегистрация сотрудников: {base}{}",
            organization.name,
            organization.api_key,
            wire::REGISTER_PAGE
        ),
        purpose: Purpose::Contract,
    }
}

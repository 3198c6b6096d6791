//! The pages behind the link of an SMS: the code, the documents, the consent first, a signature or a refusal.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::BlobId;

use super::{
    consent_mark, facts, field, form, frame, html, let_in, moment, no_page, see_other, sent, shown, spaced,
    status, token, visitor,
};
use crate::clock::Ticks;
use crate::diadoc::pages::file_response;
use crate::fdoc::files::{self, Variant};
use crate::fdoc::model::{Client, Consent, ConsentKey, ConsentState, Document, Door, Side, Status};
use crate::fdoc::refusal::Refusal;
use crate::fdoc::state::{Books, Record, State};
use crate::fdoc::visits::Visit;
use crate::fdoc::{acts, wire};
use crate::hub::Hub;

/// So many wrong codes in a row close the door.
const MOST_WRONG_CODES: u8 = 5;
/// For how long.
const LOCK_MS: u64 = 15 * 60 * 1_000;

fn home(path_token: &str) -> String {
    format!("{}/{path_token}", wire::CLIENT_PAGE)
}

fn documents_path(path_token: &str) -> String {
    format!("{}/documents", home(path_token))
}

fn open_door<'a>(state: &'a State, path_token: &str) -> Result<&'a Door, Refusal> {
    state.door(path_token).ok_or_else(no_page)
}

/// `GET /cln/{token}?c=NNNNNN`: the code of the message stands there already.
pub(super) async fn code(
    Shared(hub): Shared<Arc<Hub>>,
    Path(path_token): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let given = pairs
        .find(|(name, _)| name == "c")
        .map(|(_, code)| code.into_owned());
    if given.is_none() && is_in(&hub, &headers, &path_token) {
        return see_other(&documents_path(&path_token));
    }
    let home = home(&path_token);
    let page = hub.fdoc(|books, _| {
        let door = open_door(&books.state, &path_token)?;
        let organization = books.state.organization(&door.organization);
        let lead = format!(
            "<p class=\"lead\">{} просит вас подписать документы. Подтвердите, что телефон {} ваш.</p>\n",
            html::text(organization.map_or("Организация", |one| one.name.as_str())),
            spaced(&door.phone)
        );
        let inside = format!(
            "<label for=\"code\">Код из SMS</label>\n<input class=\"code\" id=\"code\" name=\"code\" value=\"{}\" \
             inputmode=\"numeric\" autocomplete=\"one-time-code\" pattern=\"[0-9]{{6}}\" maxlength=\"6\" required>\n\
             <button class=\"primary\">Подтвердить</button>",
            html::text(given.as_deref().unwrap_or_default())
        );
        let token = token(&hub, &home, &headers);
        let body = lead + &form(&format!("{home}/unlock"), &token, &inside);
        Ok(html::framed(&frame(&home), "Вход по коду", &[], &body))
    });
    shown(page, &home)
}

/// «Подтвердить»
pub(super) async fn unlock(
    Shared(hub): Shared<Arc<Hub>>,
    Path(path_token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let home = home(&path_token);
    let done = sent(&hub, &home, &headers, &body).and_then(|fields| {
        let code = field(&fields, "code").trim().to_owned();
        hub.fdoc(|books, now| try_code(books, &path_token, &code, now))?;
        let now = hub.now();
        let visit = Visit::Client {
            path_token: path_token.clone(),
        };
        Ok(hub.desk.visits(|visits| visits.begin(visit, now)))
    });
    match done {
        Ok(pass) => let_in(&documents_path(&path_token), &home, &pass),
        Err(refusal) => shown(Err(refusal), &home),
    }
}

fn try_code(books: &mut Books, path_token: &str, code: &str, now: Ticks) -> Result<(), Refusal> {
    let mut door = open_door(&books.state, path_token)?.clone();
    if let Some(until) = door.locked_until.filter(|until| now < *until) {
        let at = until.moscow("%H:%M");
        return Err(Refusal::locked(format!(
            "Слишком много неверных кодов. Повторите после {at} по Москве. С документами ничего не случилось."
        )));
    }
    let is_right = door.codes.iter().any(|known| known == code);
    if is_right {
        door.wrong_codes = 0;
        door.locked_until = None;
    } else {
        door.wrong_codes = door.wrong_codes.saturating_add(1);
        if door.wrong_codes >= MOST_WRONG_CODES {
            door.wrong_codes = 0;
            door.locked_until = Some(now.plus_ms(LOCK_MS));
        }
    }
    books.commit(vec![Record::Door(door)])?;
    if is_right {
        Ok(())
    } else {
        Err(Refusal::validation(
            "code",
            "Код не подошёл. Введите шесть цифр из последнего сообщения.",
        ))
    }
}

fn is_in(hub: &Hub, headers: &HeaderMap, path_token: &str) -> bool {
    let known = visitor(hub, headers);
    known.is_some_and(|visit| matches!(visit, Visit::Client { path_token: own } if own == path_token))
}

/// Does this with the books and the door, for a browser that has been let in.
fn inside<R>(
    hub: &Hub,
    headers: &HeaderMap,
    path_token: &str,
    act: impl FnOnce(&mut Books, &Door, Ticks) -> Result<R, Refusal>,
) -> Result<R, Refusal> {
    if !is_in(hub, headers, path_token) {
        return Err(Refusal::not_let_in("Введите код из SMS ещё раз."));
    }
    hub.fdoc(|books, now| {
        let door = open_door(&books.state, path_token)?.clone();
        act(books, &door, now)
    })
}

/// The documents of the door that the client has a right to see.
fn documents<'a>(state: &'a State, door: &'a Door) -> impl Iterator<Item = &'a Document> {
    let own = state.documents.iter().rev();
    own.filter(|one| one.was_sent && one.client.phone == door.phone && one.organization == door.organization)
}

/// Consents of the door, whatever became of them; with the name as the organization wrote it.
fn consents(state: &State, door: &Door) -> Vec<(ConsentKey, Consent, Client)> {
    let mut found: Vec<(ConsentKey, Consent, Client)> = Vec::new();
    for document in state.documents.iter().rev() {
        let key = document.consent_key();
        let is_own = key.phone == door.phone && key.organization == door.organization;
        let consent = state.consent(&key);
        if is_own && consent.state != ConsentState::Required && !found.iter().any(|(known, ..)| *known == key)
        {
            found.push((key, consent, document.client.clone()));
        }
    }
    found
}

/// A short name of a consent for its address.
fn consent_id(key: &ConsentKey) -> String {
    let digest = BlobId::of(key.name.as_bytes()).to_string();
    digest.chars().take(12).collect()
}

/// `GET /cln/{token}/documents`
pub(super) async fn list(
    Shared(hub): Shared<Arc<Hub>>,
    Path(path_token): Path<String>,
    headers: HeaderMap,
) -> Response {
    let home = home(&path_token);
    let page = inside(&hub, &headers, &path_token, |books, door, _| {
        let state = &books.state;
        let mut waiting = String::new();
        let mut rest = String::new();
        for (key, consent, client) in consents(state, door) {
            let card = format!(
                "<li><a href=\"{home}/consents/{}\"><strong>Согласие на электронную подпись</strong><span>{}</span>{}</a></li>\n",
                consent_id(&key),
                html::text(&client.full_name()),
                consent_badge(consent)
            );
            let is_open = consent.state == ConsentState::Requested;
            if is_open { &mut waiting } else { &mut rest }.push_str(&card);
        }
        for document in documents(state, door) {
            let card = format!(
                "<li><a href=\"{home}/documents/{}\"><strong>{}</strong><span>{}</span>{}</a></li>\n",
                html::text(&document.id),
                html::text(&document.title),
                moment(document.created_at),
                client_status(document)
            );
            let is_open = document.status == Status::Sent;
            if is_open { &mut waiting } else { &mut rest }.push_str(&card);
        }
        let organization = state.organization(&door.organization);
        let mut body = format!(
            "<p class=\"lead\">{}</p>\n",
            html::text(organization.map_or("", |one| one.name.as_str()))
        );
        for (name, cards) in [("Ждут вашей подписи", waiting), ("Остальные", rest)] {
            if !cards.is_empty() {
                body += &format!("<h2>{name}</h2>\n<ul class=\"cards\">\n{cards}</ul>\n");
            }
        }
        Ok(html::framed(&frame(&home), "Ваши документы", &[], &body))
    });
    shown(page, &home)
}

fn consent_badge(consent: Consent) -> String {
    match consent.state {
        ConsentState::Granted => html::badge("Success", "Подписано"),
        ConsentState::Declined => html::badge("Error", "Вы отказались"),
        ConsentState::Required | ConsentState::Requested => html::badge("Warning", "Ждёт подписи"),
    }
}

/// The status in the client's words.
fn client_status(document: &Document) -> String {
    match document.status {
        Status::Sent => html::badge("Warning", "Ждёт подписи"),
        Status::Declined => html::badge("Error", "Вы отказались"),
        _ => status(&document.status),
    }
}

const CONSENT: [&str; 4] = [
    "Я соглашаюсь обмениваться с организацией электронными документами и подписывать их простой электронной подписью.",
    "Моей подписью служит код, который приходит в SMS на указанный номер телефона. Документ, подтверждённый этим кодом, \
     равнозначен бумажному с моей собственноручной подписью (статьи 6 и 9 Федерального закона от 06.04.2011 № 63-ФЗ).",
    "Я не передаю код другим людям и сообщу организации, если номер телефона или мои фамилия, имя, отчество изменятся: \
     тогда понадобится новое согласие.",
    "Согласие действует только для документов между мной и этой организацией.",
];

type ConsentPath = Path<(String, String)>;

fn asked(state: &State, door: &Door, id: &str) -> Result<(ConsentKey, Consent, Client), Refusal> {
    let mut all = consents(state, door).into_iter();
    all.find(|(key, ..)| consent_id(key) == id).ok_or_else(no_page)
}

/// The consent to read and to sign.
pub(super) async fn consent(
    Shared(hub): Shared<Arc<Hub>>,
    Path((path_token, id)): ConsentPath,
    headers: HeaderMap,
) -> Response {
    let (home, path) = (home(&path_token), format!("{}/consents/{id}", home(&path_token)));
    let page = inside(&hub, &headers, &path_token, |books, door, _| {
        let (_, consent, client) = asked(&books.state, door, &id)?;
        let organization = books.state.organization(&door.organization);
        let numbers = organization.map(|one| match &one.kpp {
            Some(kpp) => format!("ИНН {}, КПП {kpp}", one.inn),
            None => format!("ИНН {}", one.inn),
        });
        let mut body = consent_badge(consent);
        body += &facts(&[
            (
                "Организация",
                organization.map(|one| one.name.clone()).unwrap_or_default(),
            ),
            ("Реквизиты", numbers.unwrap_or_default()),
            ("Клиент", client.full_name()),
            ("Телефон", spaced(&client.phone)),
            ("Подписано", consent.granted_at.map(moment).unwrap_or_default()),
        ]);
        let words: String = CONSENT.iter().map(|words| format!("<p>{words}</p>\n")).collect();
        body += &format!("<section class=\"paper\">\n{words}</section>\n");
        if consent.state == ConsentState::Requested {
            body += &answers(&path, &token(&hub, &path, &headers), "Подписать согласие");
        }
        let title = "Согласие на обмен электронными документами";
        Ok(html::framed(&frame(&home), title, &trail(&path_token), &body))
    });
    shown(page, &home)
}

fn trail(path_token: &str) -> [(&'static str, String); 1] {
    [("Ваши документы", documents_path(path_token))]
}

/// The two buttons; a refusal asks once more before it counts.
fn answers(path: &str, token: &str, words: &str) -> String {
    let sign = format!("<button class=\"primary\" name=\"act\" value=\"sign\">{words}</button>");
    let refuse = "<p>Организация увидит ваш отказ. Отменить его нельзя.</p>\n<button name=\"act\" value=\"decline\">Да, отказаться</button>";
    format!(
        "<section class=\"answers\">\n{}<details>\n<summary>Отказаться</summary>\n{}</details>\n</section>\n",
        form(path, token, &sign),
        form(path, token, refuse)
    )
}

/// «Подписать согласие», «Отказаться»
pub(super) async fn answer_consent(
    Shared(hub): Shared<Arc<Hub>>,
    Path((path_token, id)): ConsentPath,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (home, path) = (home(&path_token), format!("{}/consents/{id}", home(&path_token)));
    let done = sent(&hub, &path, &headers, &body).and_then(|fields| {
        let answer = match field(&fields, "act") {
            "sign" => ConsentState::Granted,
            "decline" => ConsentState::Declined,
            _ => return Err(no_page()),
        };
        inside(&hub, &headers, &path_token, |books, door, now| {
            let (key, ..) = asked(&books.state, door, &id)?;
            acts::answer_consent(books, &key, answer, now)
        })
    });
    match done {
        Ok(()) => see_other(&documents_path(&path_token)),
        Err(refusal) => shown(Err(refusal), &home),
    }
}

fn own<'a>(state: &'a State, door: &'a Door, id: &str) -> Result<&'a Document, Refusal> {
    documents(state, door)
        .find(|one| one.id == id)
        .ok_or_else(no_page)
}

/// A document to read and to sign.
pub(super) async fn document(
    Shared(hub): Shared<Arc<Hub>>,
    Path((path_token, id)): ConsentPath,
    headers: HeaderMap,
) -> Response {
    let (home, path) = (home(&path_token), format!("{}/documents/{id}", home(&path_token)));
    let page = inside(&hub, &headers, &path_token, |books, door, _| {
        let document = own(&books.state, door, &id)?;
        let organization = books.state.organization(&document.organization);
        let signed = |side| document.signature_of(side).map(|one| moment(one.signed_at));
        let mut body = client_status(document);
        body += &facts(&[
            (
                "Организация",
                organization.map(|one| one.name.clone()).unwrap_or_default(),
            ),
            (
                "Подписал от организации",
                document
                    .signature_of(Side::Company)
                    .map(|one| one.full_name.clone())
                    .unwrap_or_default(),
            ),
            ("Отправлен", signed(Side::Company).unwrap_or_default()),
            ("Вы подписали", signed(Side::Client).unwrap_or_default()),
            (
                "Аннулирован",
                document
                    .annul
                    .as_ref()
                    .map(|one| one.reason.clone())
                    .unwrap_or_default(),
            ),
        ]);
        let size = html::size(document.file.size);
        let words = if document.status == Status::Signed {
            "Открыть документ со штампом"
        } else {
            "Прочитать документ"
        };
        body += &format!(
            "<p><a class=\"button wide\" href=\"{path}/file\">{words}<small>PDF, {size}</small></a></p>\n"
        );
        if document.status == Status::Sent {
            body += &answers(&path, &token(&hub, &path, &headers), "Подписать");
        } else if document.status == Status::Signed {
            body += &format!("<p class=\"lead\">{}</p>\n", consent_mark(document));
        }
        Ok(html::framed(
            &frame(&home),
            &document.title,
            &trail(&path_token),
            &body,
        ))
    });
    shown(page, &home)
}

/// «Подписать», «Отказаться»
pub(super) async fn answer_document(
    Shared(hub): Shared<Arc<Hub>>,
    Path((path_token, id)): ConsentPath,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (home, path) = (home(&path_token), format!("{}/documents/{id}", home(&path_token)));
    let done = sent(&hub, &path, &headers, &body).and_then(|fields| {
        inside(&hub, &headers, &path_token, |books, door, now| {
            own(&books.state, door, &id)?;
            match field(&fields, "act") {
                "sign" => acts::sign(books, &id, now),
                "decline" => acts::decline(books, &id, now),
                _ => Err(no_page()),
            }
        })
    });
    match done {
        Ok(()) => see_other(&path),
        Err(refusal) => shown(Err(refusal), &home),
    }
}

/// The PDF in the browser: as it came, or with the stamp once both have signed.
pub(super) async fn file(
    Shared(hub): Shared<Arc<Hub>>,
    Path((path_token, id)): ConsentPath,
    headers: HeaderMap,
) -> Response {
    let found = inside(&hub, &headers, &path_token, |books, door, _| {
        let document = own(&books.state, door, &id)?;
        let variant = match document.status {
            Status::Signed => Variant::Stamped,
            _ => Variant::Source,
        };
        Ok((
            document.file.name.clone(),
            files::bytes(books, document, variant)?,
        ))
    });
    match found {
        Ok((name, bytes)) => file_response(&name, bytes, true),
        Err(refusal) => shown(Err(refusal), &home(&path_token)),
    }
}

//! The registration of an employee in three steps: the link, the key of the organization, the person.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::Response;

use super::{field, form, frame, html, let_in, pass, see_other, sent, shown, token, visitor};
use crate::fdoc::access::{self, Registered};
use crate::fdoc::refusal::Refusal;
use crate::fdoc::visits::Visit;
use crate::fdoc::wire;
use crate::hub::Hub;

/// The third step.
pub(super) const PERSON: &str = "/register/person";
/// After it.
pub(super) const DONE: &str = "/register/done";
const BEGIN: &str = wire::REGISTER_PAGE;

fn page(title: &str, step: &str, body: &str) -> String {
    let steps = format!("<p class=\"lead\">{step}</p>\n{body}");
    html::framed(&frame(BEGIN), title, &[], &steps)
}

/// The first step is the link itself; here the key is asked for.
pub(super) async fn begin(Shared(hub): Shared<Arc<Hub>>, headers: HeaderMap) -> Response {
    let inside = "<label for=\"key\">Код доступа (API Key)</label>\n\
                  <input id=\"key\" name=\"key\" maxlength=\"20\" autocomplete=\"off\" spellcheck=\"false\" required>\n\
                  <p>Двадцать знаков из письма, которое пришло организации вместе с этой ссылкой.</p>\n\
                  <button class=\"primary\">Дальше</button>";
    let form = form(BEGIN, &token(&hub, BEGIN, &headers), inside);
    shown(
        Ok(page("Регистрация сотрудника", "Шаг 2 из 3: организация", &form)),
        BEGIN,
    )
}

/// «Дальше»
pub(super) async fn open(Shared(hub): Shared<Arc<Hub>>, headers: HeaderMap, body: Bytes) -> Response {
    let done = sent(&hub, BEGIN, &headers, &body).and_then(|fields| {
        let key = field(&fields, "key").trim();
        hub.fdoc(|books, now| {
            let mut all = books.state.organizations.iter();
            let known = all.find(|one| one.api_key == key && !one.is_blocked);
            let organization = known.ok_or_else(Refusal::invalid_api_key)?.id.clone();
            Ok(hub
                .desk
                .visits(|visits| visits.begin(Visit::Registration { organization }, now)))
        })
    });
    match done {
        Ok(pass) => let_in(PERSON, BEGIN, &pass),
        Err(refusal) => shown(Err(refusal), BEGIN),
    }
}

fn organization(hub: &Hub, headers: &HeaderMap) -> Result<String, Refusal> {
    match visitor(hub, headers) {
        Some(Visit::Registration { organization }) => Ok(organization),
        _ => Err(Refusal::not_let_in("Введите код доступа организации ещё раз.")),
    }
}

/// The person is asked for.
pub(super) async fn show(Shared(hub): Shared<Arc<Hub>>, headers: HeaderMap) -> Response {
    let shown_page = organization(&hub, &headers).and_then(|id| {
        let name = hub.fdoc(|books, _| {
            let known = books.state.organization(&id);
            Ok(known.map(|one| one.name.clone()).unwrap_or_default())
        })?;
        let inside = "<label>Фамилия, имя, отчество <input name=\"full_name\" maxlength=\"200\" autocomplete=\"name\" required></label>\n\
                      <p>Так они будут стоять в штампе подписи.</p>\n\
                      <label>Телефон <input name=\"phone\" type=\"tel\" autocomplete=\"tel\" placeholder=\"+7\" required></label>\n\
                      <label>Почта <input name=\"email\" type=\"email\" autocomplete=\"email\" required></label>\n\
                      <label>Логин <input name=\"login\" maxlength=\"64\" autocomplete=\"username\" spellcheck=\"false\" required></label>\n\
                      <button class=\"primary\">Зарегистрировать</button>";
        let form = form(PERSON, &token(&hub, PERSON, &headers), inside);
        let body = format!("<p><strong>{}</strong></p>\n{form}", html::text(&name));
        Ok(page("Регистрация сотрудника", "Шаг 3 из 3: сотрудник", &body))
    });
    shown(shown_page, BEGIN)
}

/// «Зарегистрировать»
pub(super) async fn person(Shared(hub): Shared<Arc<Hub>>, headers: HeaderMap, body: Bytes) -> Response {
    let done = sent(&hub, PERSON, &headers, &body).and_then(|fields| {
        let organization = organization(&hub, &headers)?;
        let said = |name: &str| field(&fields, name).to_owned();
        let given = Registered {
            full_name: said("full_name"),
            phone: said("phone"),
            email: said("email").trim().to_owned(),
            login: said("login"),
        };
        hub.fdoc(|books, now| access::register(books, &organization, &given, now))
    });
    match done {
        Ok(()) => {
            hub.desk.visits(|visits| visits.end(pass(&headers)));
            see_other(DONE)
        }
        Err(refusal) => shown(Err(refusal), PERSON),
    }
}

/// Where login and password are.
pub(super) async fn done() -> Response {
    let body = format!(
        "<p>Логин и пароль отправлены на указанные телефон и почту. Введите их в программе, в окне входа в F.Doc.</p>\n\
         <p>В учебном мире сообщения лежат <a href=\"{}\">здесь</a>.</p>\n<p><a class=\"button\" href=\"{BEGIN}\">Зарегистрировать ещё одного</a></p>\n",
        super::inbox::SMS
    );
    let html = html::framed(&frame(BEGIN), "Сотрудник зарегистрирован", &[], &body);
    shown(Ok(html), BEGIN)
}

//! What a person sees: the page of the log-in, that of the short code, the log-out and the two documented errors.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use url::Url;
use uuid::Uuid;

use super::desk::{BrowserCode, CODE_LIFE_MS};
use super::{Fields, OpenIdClient, json_reply, random_text};
use crate::diadoc::pages::html;
use crate::hub::Hub;
use crate::world::Camp;

const AUTHORIZE: &str = "/connect/authorize";
const DEVICE: &str = "/device";

pub(super) async fn configuration(State(hub): State<Arc<Hub>>) -> Response {
    let base = format!("http://{}", hub.address);
    let place = |path: &str| format!("{base}{path}");
    let body = json!({
        "issuer": base,
        "authorization_endpoint": place(AUTHORIZE),
        "token_endpoint": place("/connect/token"),
        "device_authorization_endpoint": place("/connect/deviceauthorization"),
        "revocation_endpoint": place("/connect/revocation"),
        "end_session_endpoint": place("/connect/endsession"),
        "grant_types_supported": ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
    });
    json_reply(StatusCode::OK, &body)
}

/// A page; its forms may lead to `target` besides their own site.
fn page(status: StatusCode, html: String, target: &str) -> Response {
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' {target}; frame-ancestors 'none'; \
         base-uri 'none'"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::REFERRER_POLICY, "same-origin".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (status, headers, html).into_response()
}

fn error(words: &str) -> Response {
    page(StatusCode::BAD_REQUEST, html::error_page(words), "")
}

fn see_other(place: &str) -> Response {
    let headers = [
        (header::LOCATION, place.to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// The application and the place to come back to, or the page that says why not.
#[allow(clippy::result_large_err, reason = "the error is the answer")]
fn checked(hub: &Hub, asked: &Fields) -> Result<(OpenIdClient, Url), Response> {
    let known = hub.with(|books| {
        let mut clients = books.state.world.openid_clients.iter();
        Ok(clients
            .find(|client| client.client_id == asked.text("client_id"))
            .cloned())
    });
    let known = known.ok().flatten().filter(|client| client.is_enabled);
    let client = known.ok_or_else(|| error("Unknown client or client not enabled"))?;
    let redirect = asked.text("redirect_uri");
    let is_registered = client.redirect_uris.iter().any(|one| one == redirect);
    let place = Url::parse(redirect).ok().filter(|_| is_registered);
    let place = place.ok_or_else(|| error("Invalid redirect_uri"))?;
    Ok((client, place))
}

fn back(place: &Url, asked: &Fields, pairs: &[(&str, &str)]) -> Response {
    let mut place = place.clone();
    place.query_pairs_mut().extend_pairs(pairs);
    if let Some(state) = asked.given("state") {
        place.query_pairs_mut().append_pair("state", state);
    }
    see_other(place.as_str())
}

pub(super) async fn authorize(State(hub): State<Arc<Hub>>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let asked = Fields::read(query.as_bytes());
    let (client, place) = match checked(&hub, &asked) {
        Ok(checked) => checked,
        Err(page) => return page,
    };
    if asked.text("response_type") != "code" {
        return back(&place, &asked, &[("error", "unsupported_response_type")]);
    }
    let is_for_us = asked
        .text("scope")
        .split(' ')
        .any(|scope| scope.starts_with("Diadoc.PublicAPI"));
    if !is_for_us {
        return back(&place, &asked, &[("error", "invalid_scope")]);
    }
    let body = format!(
        "<p class=\"lead\">Приложение «{}» просит доступ к документам.</p>{}",
        html::text(&client.title),
        form(&hub, AUTHORIZE, &[("request", &query)]),
    );
    let origin = place.origin().ascii_serialization();
    page(StatusCode::OK, html::page("Вход", &[], &body), &origin)
}

/// Who logs in, and the two buttons.
fn form(hub: &Hub, action: &str, hidden: &[(&str, &str)]) -> String {
    let users = hub.with(|books| {
        let ours = books
            .state
            .world
            .users
            .iter()
            .filter(|user| user.camp == Camp::Ours);
        Ok(ours
            .map(|user| (user.id, format!("{} {}", user.name.0, user.name.1)))
            .collect::<Vec<_>>())
    });
    let options: String = users
        .unwrap_or_default()
        .iter()
        .map(|(id, name)| format!("<option value=\"{id}\">{}</option>", html::text(name)))
        .collect();
    let hidden: String = hidden
        .iter()
        .map(|(name, value)| {
            format!(
                "<input type=\"hidden\" name=\"{name}\" value=\"{}\">",
                html::text(value)
            )
        })
        .collect();
    format!(
        "<form method=\"post\" action=\"{action}\"><input type=\"hidden\" name=\"token\" value=\"{}\">{hidden}\
         <p><label>Сотрудник <select name=\"user\">{options}</select></label></p>\
         <p><button type=\"submit\" name=\"decision\" value=\"allow\">Войти и разрешить</button> \
         <button type=\"submit\" name=\"decision\" value=\"deny\">Отказать</button></p></form>",
        hub.form_token(action),
    )
}

/// Who said yes; none for no. The error is the page.
#[allow(clippy::result_large_err, reason = "the error is the answer")]
fn decision(hub: &Hub, page: &str, headers: &HeaderMap, fields: &Fields) -> Result<Option<Uuid>, Response> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let is_form = content_type.starts_with("application/x-www-form-urlencoded");
    if !is_form || fields.text("token") != hub.form_token(page) {
        return Err(error(
            "Страница устарела, вход не выполнен. Начните вход ещё раз.",
        ));
    }
    if fields.text("decision") != "allow" {
        return Ok(None);
    }
    let known = hub.with(|books| {
        let user = Uuid::try_parse(fields.text("user"))
            .ok()
            .and_then(|id| books.state.world.user(id));
        Ok(user.map(|user| user.id))
    });
    let user = known.ok().flatten();
    user.map(Some)
        .ok_or_else(|| error("Такого сотрудника нет, вход не выполнен."))
}

pub(super) async fn decide(State(hub): State<Arc<Hub>>, headers: HeaderMap, body: Bytes) -> Response {
    let fields = Fields::read(&body);
    let asked = Fields::read(fields.text("request").as_bytes());
    let (client, place) = match checked(&hub, &asked) {
        Ok(checked) => checked,
        Err(page) => return page,
    };
    let user = match decision(&hub, AUTHORIZE, &headers, &fields) {
        Ok(Some(user)) => user,
        Ok(None) => return back(&place, &asked, &[("error", "access_denied")]),
        Err(page) => return page,
    };
    let Ok(now) = hub.with(|books| Ok(books.state.now())) else {
        return error("Песочница остановлена");
    };
    let code = random_text();
    let waiting = BrowserCode {
        client_id: client.client_id,
        user,
        redirect: asked.text("redirect_uri").to_owned(),
        nonce: asked.text("nonce").to_owned(),
        challenge: asked.text("code_challenge").to_owned(),
        scope: asked.text("scope").to_owned(),
        until: now.plus_ms(CODE_LIFE_MS),
    };
    hub.log_ins.desk().browsers.insert(code.clone(), waiting);
    back(&place, &asked, &[("code", &code)])
}

pub(super) async fn device(State(hub): State<Arc<Hub>>, RawQuery(query): RawQuery) -> Response {
    let asked = Fields::read(query.unwrap_or_default().as_bytes());
    let code = asked.text("user-code");
    let body = if code.is_empty() {
        "<p class=\"lead\">Введите код, который показала программа.</p><form method=\"get\" action=\"/device\">\
         <p><label>Код <input name=\"user-code\" autocomplete=\"off\" required></label></p>\
         <p><button type=\"submit\">Дальше</button></p></form>"
            .to_owned()
    } else {
        format!(
            "<p class=\"lead\">Код на экране программы: <strong>{}</strong></p>{}",
            html::text(code),
            form(&hub, DEVICE, &[("user_code", code)]),
        )
    };
    page(StatusCode::OK, html::page("Вход по коду", &[], &body), "")
}

pub(super) async fn confirm_device(State(hub): State<Arc<Hub>>, headers: HeaderMap, body: Bytes) -> Response {
    let fields = Fields::read(&body);
    let decision = match decision(&hub, DEVICE, &headers, &fields) {
        Ok(user) => user.ok_or(()),
        Err(page) => return page,
    };
    let code = fields.text("user_code").trim().to_uppercase();
    let mut desk = hub.log_ins.desk();
    let waiting = desk.devices.values_mut().find(|wait| wait.user_code == code);
    let Some(waiting) = waiting else {
        return error("Такого кода нет или он устарел. Вход не выполнен. Получите в программе новый код.");
    };
    waiting.decision = Some(decision);
    let words = if decision.is_ok() {
        "Готово. Можно вернуться в программу."
    } else {
        "Во входе отказано. Можно вернуться в программу."
    };
    page(
        StatusCode::OK,
        html::page("Вход по коду", &[], &format!("<p class=\"lead\">{words}</p>")),
        "",
    )
}

pub(super) async fn end_session(State(hub): State<Arc<Hub>>, RawQuery(query): RawQuery) -> Response {
    let asked = Fields::read(query.unwrap_or_default().as_bytes());
    let back = asked.text("post_logout_redirect_uri");
    let is_known = hub.with(|books| {
        let mut clients = books.state.world.openid_clients.iter();
        Ok(clients.any(|client| client.post_logout_redirect_uris.iter().any(|one| one == back)))
    });
    if is_known.unwrap_or(false) {
        return see_other(back);
    }
    let body = "<p class=\"lead\">Вы вышли. Страницу можно закрыть.</p>";
    page(StatusCode::OK, html::page("Выход", &[], body), "")
}

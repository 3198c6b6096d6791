//! The telephones and letter boxes of the training world, and the firms that F.Doc knows: what a real person would hold
//! in their hands.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::State as Shared;
use axum::response::Response;

use super::{frame, html, moment, shown, spaced};
use crate::fdoc::model::{Purpose, Sms};
use crate::fdoc::refusal::Refusal;
use crate::fdoc::state::State;
use crate::fdoc::wire;
use crate::hub::Hub;

/// Text messages.
pub(super) const SMS: &str = "/fdoc";
/// Letters.
pub(super) const MAIL: &str = "/fdoc/mail";
/// Firms, keys and people.
pub(super) const ORGANIZATIONS: &str = "/fdoc/organizations";
/// Messages of one page at most, the newest.
const MOST_MESSAGES: usize = 100;

fn page(hub: &Hub, here: &str, body: impl FnOnce(&State) -> String) -> Response {
    let tabs: String = [(SMS, "SMS"), (MAIL, "Почта"), (ORGANIZATIONS, "Организации")]
        .into_iter()
        .map(|(path, name)| {
            let mark = if path == here {
                " aria-current=\"page\""
            } else {
                ""
            };
            format!("<a href=\"{path}\"{mark}>{name}</a>")
        })
        .collect();
    let html: Result<String, Refusal> = hub.fdoc(|books, _| {
        let body = format!("<div class=\"tabs\">{tabs}</div>\n{}", body(&books.state));
        let crumbs = [("Кабинеты", "/cabinet".to_owned())];
        Ok(html::framed(&frame(SMS), "Телефоны и почта", &crumbs, &body))
    });
    shown(html, SMS)
}

/// What has come to all telephones, the newest first.
pub(super) async fn sms(Shared(hub): Shared<Arc<Hub>>) -> Response {
    page(&hub, SMS, |state| {
        if state.sms.is_empty() {
            return "<p class=\"empty\">Сообщений нет. Они приходят, когда клиенту отправлен документ.</p>\n"
                .to_owned();
        }
        let newest = state.sms.iter().rev().take(MOST_MESSAGES);
        let shown: String = newest.map(message).collect();
        format!("<ol class=\"messages\">\n{shown}</ol>\n")
    })
}

fn message(sms: &Sms) -> String {
    let about = match sms.purpose {
        Purpose::Consent => "согласие",
        Purpose::Document => "документ",
        Purpose::Credentials | Purpose::Contract => "вход сотрудника",
    };
    let mut card = format!(
        "<li>\n<p class=\"when\">{}, {}, {about}</p>\n<p class=\"bubble\">{}</p>\n",
        spaced(&sms.to),
        moment(sms.at),
        html::text(&sms.text)
    );
    if let Some((path_token, code)) = &sms.link {
        let _ = writeln!(
            card,
            "<p><a class=\"button primary\" href=\"{}\">Открыть ссылку</a></p>",
            html::text(&wire::client_path(path_token, code))
        );
    }
    card.push_str("</li>\n");
    card
}

/// Letters, the newest first.
pub(super) async fn mail(Shared(hub): Shared<Arc<Hub>>) -> Response {
    page(&hub, MAIL, |state| {
        if state.mail.is_empty() {
            return "<p class=\"empty\">Писем нет. Они приходят после заявки на подключение и после регистрации сотрудника.</p>\n"
                .to_owned();
        }
        let newest = state.mail.iter().rev().take(MOST_MESSAGES);
        let shown: String = newest
            .map(|one| {
                format!(
                    "<li>\n<p class=\"when\">{}, {}</p>\n<div class=\"bubble\"><strong>{}</strong>\n<p>{}</p></div>\n</li>\n",
                    html::text(&one.to),
                    moment(one.at),
                    html::text(&one.subject),
                    one.text.lines().map(html::text).collect::<Vec<_>>().join("<br>")
                )
            })
            .collect();
        format!("<ol class=\"messages\">\n{shown}</ol>\n")
    })
}

/// Firms with their keys, people with their log-ins: what the letters of the service once brought.
pub(super) async fn organizations(Shared(hub): Shared<Arc<Hub>>) -> Response {
    page(&hub, ORGANIZATIONS, |state| {
        let mut body = format!(
            "<p class=\"lead\">Учебный мир не скрывает ключей и паролей. Новых сотрудников регистрируют <a href=\"{}\">здесь</a>.</p>\n",
            wire::REGISTER_PAGE
        );
        for one in &state.organizations {
            let _ = writeln!(body, "<h2>{}</h2>", html::text(&one.name));
            body += &super::facts(&[
                ("ИНН", one.inn.clone()),
                ("КПП", one.kpp.clone().unwrap_or_default()),
                ("Код доступа (API Key)", one.api_key.clone()),
            ]);
            let own = state
                .employees
                .iter()
                .filter(|person| person.organization == one.id);
            for person in own {
                body += &super::facts(&[
                    ("Сотрудник", person.full_name.clone()),
                    ("Логин", person.login.clone()),
                    ("Пароль", person.password.clone()),
                ]);
            }
        }
        body
    })
}

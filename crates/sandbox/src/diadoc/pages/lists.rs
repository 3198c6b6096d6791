//! The list of cabinets and the lists of documents in one of them.

use std::fmt::Write as _;

use super::Place;
use super::{answering, html};
use crate::diadoc::books::State;
use crate::diadoc::samples::Sample;
use crate::diadoc::view::{View, document, status};
use crate::world::{Camp, CounteragentStatus, Organization};

/// Rows of one list at most; older documents are still reachable by their address.
const MOST_ROWS: usize = 200;

/// A section of a cabinet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// «Входящие»
    Incoming,
    /// «Исходящие»
    Outgoing,
}

impl Section {
    fn title(self) -> &'static str {
        match self {
            Self::Incoming => "Входящие",
            Self::Outgoing => "Исходящие",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Incoming => "incoming",
            Self::Outgoing => "outgoing",
        }
    }
}

/// `/cabinet/{box}`
pub fn home(owner: &Organization) -> String {
    format!("/cabinet/{}", owner.box_id.guid())
}

/// All cabinets.
pub fn index(state: &State) -> String {
    let mut body = String::from(
        "<p class=\"lead\">Выберите, чьими глазами смотреть. Пароль не нужен: это учебный мир на вашем компьютере. Запросы облачной подписи приходят на <a href=\"/cabinet/phone\">телефон</a>, SMS и письма F.Doc — <a href=\"/fdoc\">сюда</a>.</p>\n",
    );
    for (camp, title) in [
        (Camp::Ours, "Наши организации"),
        (Camp::Counterparty, "Контрагенты"),
    ] {
        let _ = writeln!(body, "<h2>{title}</h2>\n<ul class=\"cards\">");
        for one in state.world.organizations.iter().filter(|one| one.camp == camp) {
            let kpp = one
                .kpp
                .as_ref()
                .map(|kpp| format!(", КПП {kpp}"))
                .unwrap_or_default();
            let kind = if one.is_test {
                "тестовый ящик"
            } else {
                "обычный ящик"
            };
            let _ = writeln!(
                body,
                "<li><a href=\"{}\"><strong>{}</strong><span>ИНН {}{kpp}</span><span>{kind}</span>{}</a></li>",
                home(one),
                html::text(&one.short_name),
                one.inn,
                answering::line(one.answering),
            );
        }
        body.push_str("</ul>\n");
    }
    html::page("Кабинеты", &[], &body)
}

/// A page of a cabinet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// A list of documents.
    Documents(Section),
    /// «Контрагенты»
    Counteragents,
}

/// The line of tabs of a cabinet.
pub fn tabs(owner: &Organization, shown: Tab) -> String {
    let all = [
        (
            Tab::Documents(Section::Incoming),
            Section::Incoming.name(),
            Section::Incoming.title(),
        ),
        (
            Tab::Documents(Section::Outgoing),
            Section::Outgoing.name(),
            Section::Outgoing.title(),
        ),
        (Tab::Counteragents, "counteragents", "Контрагенты"),
    ];
    let mut line = String::from("<p class=\"tabs\">");
    for (tab, name, title) in all {
        let current = if tab == shown {
            " aria-current=\"page\""
        } else {
            ""
        };
        let _ = write!(line, "<a href=\"{}/{name}\"{current}>{title}</a>", home(owner));
    }
    line.push_str("</p>\n");
    line
}

/// The section of a cabinet; the one that fits its owner if none is named.
pub fn section(state: &State, owner: &Organization, section: Option<Section>, token: &str) -> String {
    let usual = match owner.camp {
        Camp::Ours => Section::Outgoing,
        Camp::Counterparty => Section::Incoming,
    };
    let section = section.unwrap_or(usual);
    let mut body = tabs(owner, Tab::Documents(section));
    body += &match section {
        Section::Incoming => answering::form(owner, token),
        Section::Outgoing if owner.camp == Camp::Counterparty => send_form(state, owner, token),
        Section::Outgoing => String::new(),
    };
    let rows = rows(state, owner, section);
    if rows.is_empty() {
        body.push_str("<p class=\"empty\">Здесь пока нет документов.</p>");
    } else {
        let other = if section == Section::Incoming {
            "От кого"
        } else {
            "Кому"
        };
        let _ = write!(
            body,
            "<div class=\"table\"><table>\n<thead><tr><th>Документ</th><th>{other}</th><th>Статус</th><th>Изменён (МСК)</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>"
        );
    }
    let title = format!("{}: {}", owner.short_name, section.title());
    html::page(&title, &[("Кабинеты", "/cabinet".into())], &body)
}

/// A ready document to one of our organisations that this one knows.
fn send_form(state: &State, owner: &Organization, token: &str) -> String {
    let mut recipients = String::new();
    let world = &state.world;
    for one in world.organizations.iter().filter(|one| one.camp == Camp::Ours) {
        let is_known = world.relation(one.box_id, owner.box_id) == Some(CounteragentStatus::IsMyCounteragent);
        if is_known && one.is_test == owner.is_test {
            let _ = write!(
                recipients,
                "<option value=\"{}\">{}</option>",
                one.box_id.guid(),
                html::text(&one.short_name)
            );
        }
    }
    if recipients.is_empty() {
        return String::new();
    }
    let samples: String = Sample::ALL
        .into_iter()
        .map(|one| format!("<option value=\"{}\">{}</option>", one.code(), one.title()))
        .collect();
    format!(
        "<section class=\"actions\">\n<h2>Отправить документ</h2>\n<form method=\"post\" action=\"{}/send\"><input type=\"hidden\" name=\"token\" value=\"{token}\"><label>Кому <select name=\"to\">{recipients}</select></label><label>Что <select name=\"sample\">{samples}</select></label><button class=\"primary\">Отправить</button></form>\n</section>\n",
        home(owner)
    )
}

fn rows(state: &State, owner: &Organization, section: Section) -> String {
    let mut rows = String::new();
    let mut count = 0;
    for id in state.order.iter().rev() {
        let is_outgoing = state
            .messages
            .get(id)
            .is_some_and(|message| message.from == owner.box_id);
        if is_outgoing != (section == Section::Outgoing) {
            continue;
        }
        let Some(view) = View::of(state, owner.box_id, *id) else {
            continue;
        };
        for card in &view.message.documents {
            let Some(exchange) = view.exchange(card.entity) else {
                continue;
            };
            let place = Place {
                box_id: owner.box_id,
                message: *id,
                document: card.entity,
            };
            let (severity, words) = status::words(&exchange);
            let class = if view.is_read { "" } else { " class=\"unread\"" };
            let _ = writeln!(
                rows,
                "<tr{class}><td><a href=\"{}\">{}</a></td><td>{}</td><td>{}</td><td class=\"when\">{}</td></tr>",
                place.path(),
                html::text(&document::title(card)),
                html::text(&view.name(view.message.other_side(owner.box_id))),
                html::badge(severity, words),
                view.last.1.in_moscow(),
            );
            count += 1;
            if count == MOST_ROWS {
                return rows;
            }
        }
    }
    rows
}

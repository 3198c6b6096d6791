//! The page of one document: what it is, what may be done, what happened.

use std::fmt::Write as _;

use uuid::Uuid;

use super::{Place, html};
use crate::diadoc::acts::universal::Era;
use crate::diadoc::books::State;
use crate::diadoc::model::{Change, Entity, Keeping, Part};
use crate::diadoc::service_documents::universal as codes;
use crate::diadoc::types::Answer;
use crate::diadoc::view::revocation::proposal_about;
use crate::diadoc::view::{Exchange, Role, View, document, is_operators, status, universal};
use crate::world::BoxId;

/// The page; `None` if this cabinet does not see the document.
pub fn page(state: &State, place: Place, token: &str) -> Option<String> {
    let view = View::of(state, place.box_id, place.message)?;
    let exchange = view.exchange(place.document)?;
    let owner = state.world.by_box(place.box_id)?;
    let (severity, words) = status::words(&exchange);
    let mut body = format!("<p>{}</p>\n", html::badge(severity, words));
    body.push_str(&facts(&exchange, place));
    body.push_str(&buttons(&exchange, place, token));
    body.push_str(&history(&view, place));
    let section = if view.is_sender() {
        ("Исходящие", "outgoing")
    } else {
        ("Входящие", "incoming")
    };
    let home = super::lists::home(owner);
    let crumbs = [
        ("Кабинеты", "/cabinet".to_owned()),
        (owner.short_name.as_str(), home.clone()),
        (section.0, format!("{home}/{}", section.1)),
    ];
    Some(html::page(&document::title(exchange.card), &crumbs, &body))
}

fn facts(exchange: &Exchange<'_>, place: Place) -> String {
    let (view, card) = (exchange.view, exchange.card);
    let file = &exchange.document.entity;
    let mut rows = vec![
        ("Отправитель", view.name(view.message.from)),
        (
            "Промежуточный получатель",
            view.message
                .proxy_box()
                .map(|proxy| view.name(proxy))
                .unwrap_or_default(),
        ),
        ("Получатель", view.name(view.message.to)),
        ("Файл", file.file_name.clone()),
        ("Размер", html::size(file.content.size())),
        ("Сумма", html::money(card.meta("TotalSum"))),
        ("Ответ", expected(exchange).to_owned()),
    ];
    if let Some(comment) = exchange.comment {
        rows.push(("Комментарий", comment.entity.text.clone()));
    }
    let mut list = String::from("<section class=\"facts\">\n<dl>\n");
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(list, "<dt>{name}</dt><dd>{}</dd>", html::text(value));
    }
    let path = place.path();
    let _ = write!(
        list,
        "</dl>\n<p class=\"links\"><a href=\"{path}/content?inline=1\">Посмотреть</a><a href=\"{path}/content\">Скачать</a></p>\n</section>\n"
    );
    list
}

fn expected(exchange: &Exchange<'_>) -> &'static str {
    match (exchange.wants_answer(), exchange.wants_receipt()) {
        (true, true) => "Нужны подпись и извещение о получении",
        (true, false) => "Нужна подпись",
        (false, true) => "Нужно извещение о получении",
        (false, false) => "Ответ не нужен",
    }
}

fn form(place: Place, action: &str, token: &str, inside: &str) -> String {
    format!(
        "<form method=\"post\" action=\"{}/{action}\"><input type=\"hidden\" name=\"token\" value=\"{token}\">{inside}</form>\n",
        place.path()
    )
}

fn buttons(exchange: &Exchange<'_>, place: Place, token: &str) -> String {
    const REFUSAL: &str = "<label>Причина отказа <textarea name=\"reason\" rows=\"2\" maxlength=\"5000\" required></textarea></label><button>Отказать</button>";
    const SIGNING: &str = "<button class=\"primary\">Подписать</button>";
    let mut forms = String::new();
    match exchange.view.role() {
        Role::Sender if exchange.signature.is_none() => {
            forms += &form(
                place,
                "sign-and-send",
                token,
                "<button class=\"primary\">Подписать и отправить</button>",
            );
        }
        Role::Sender if exchange.unconfirmed().is_some() => {
            let button = "<button class=\"primary\">Подтвердить получение ответа</button>";
            forms += &form(place, "confirm-receipt", token, button);
        }
        Role::Sender => {}
        Role::Proxy if exchange.awaits_proxy() => {
            forms += &form(place, "sign", token, SIGNING);
            forms += &form(place, "reject", token, REFUSAL);
        }
        Role::Proxy => {}
        Role::Recipient if exchange.awaits_answer() => {
            let choice = if exchange.workflow().answer() == Answer::Title {
                "<label>Итог приёмки <select name=\"total_code\"><option value=\"1\">Принято без расхождений</option><option value=\"2\">Принято с расхождениями</option></select></label>"
            } else {
                ""
            };
            forms += &form(place, "sign", token, &format!("{choice}{SIGNING}"));
            forms += &form(place, "reject", token, REFUSAL);
        }
        Role::Recipient if exchange.awaits_receipt() => {
            forms += &form(
                place,
                "sign",
                token,
                "<button class=\"primary\">Подписать извещение о получении</button>",
            );
        }
        Role::Recipient => {}
    }
    forms += &asking(exchange, place, token);
    if forms.is_empty() {
        return String::new();
    }
    format!("<section class=\"actions\">\n<h2>Действия</h2>\n{forms}</section>\n")
}

/// What may be asked, or answered to what was asked, beside the exchange itself.
fn asking(exchange: &Exchange<'_>, place: Place, token: &str) -> String {
    let with_words = |label: &str, button: &str| {
        format!(
            "<label>{label} <textarea name=\"reason\" rows=\"2\" maxlength=\"5000\" required></textarea></label><button>{button}</button>"
        )
    };
    let mut forms = String::new();
    if exchange.awaits_revocation_answer() {
        let agree = "<button class=\"primary\">Согласиться на аннулирование</button>";
        forms += &form(place, "accept-revocation", token, agree);
        let refuse = with_words("Почему документ остаётся в силе", "Отказать в аннулировании");
        forms += &form(place, "reject-revocation", token, &refuse);
    }
    if exchange.may_be_amended() {
        let ask = with_words("Что в документе неверно", "Запросить уточнение");
        forms += &form(place, "request-amendment", token, &ask);
    }
    if exchange.may_be_revoked() {
        let ask = with_words("Причина аннулирования", "Аннулировать");
        forms += &form(place, "request-revocation", token, &ask);
    }
    if exchange.fixation_status() == "HaveToCreateTtGisFixationCancellationRequest" {
        let cancel = "<button>Отменить сведения об отгрузке</button>";
        forms += &form(place, "cancel-fixation", token, cancel);
    }
    if Era::of(exchange) != Era::Papers && exchange.view.delivered_at.is_some() {
        let say = with_words("Сообщение другой стороне", "Отправить сообщение");
        forms += &form(place, "say", token, &say);
        if !exchange.view.is_sender() {
            let ask = with_words(
                "Почему нужны полномочия подписанта",
                "Запросить подтверждение полномочий",
            );
            forms += &form(place, "ask-authority", token, &ask);
        }
    }
    forms
}

/// A signature or a refusal that belongs to a proposal to revoke says something else than one under a document.
fn name_of(view: &View<'_>, entity: &Entity) -> &'static str {
    let answers_proposal = entity
        .parent
        .is_some_and(|parent| proposal_about(view.message, parent).is_some());
    let by_author = entity.parent.and_then(|parent| author_of(view, parent)) == entity.signer;
    match entity.part {
        Part::Rejection if answers_proposal => "Отказ в аннулировании",
        Part::Signature if answers_proposal && !by_author => "Согласие на аннулирование",
        Part::UniversalMessage => universal_name(entity, answers_proposal),
        part => part_name(part),
    }
}

/// By its code.
fn universal_name(entity: &Entity, answers_proposal: bool) -> &'static str {
    let first = universal::told(entity).and_then(|told| told.events.first());
    match first.map_or(0, |(code, _)| *code) {
        codes::RECEIPT => "Извещение о получении (универсальное сообщение)",
        codes::AUTHORITY => "Запрос подтверждения полномочий (универсальное сообщение)",
        codes::AMENDMENT => "Запрос уточнения (универсальное сообщение)",
        codes::REJECTION if answers_proposal => "Отказ в аннулировании (универсальное сообщение)",
        codes::REJECTION => "Отказ в подписи (универсальное сообщение)",
        codes::WORDS | codes::STRUCTURED => "Сообщение (универсальное сообщение)",
        _ => part_name(entity.part),
    }
}

/// Who first signed this.
fn author_of(view: &View<'_>, entity: Uuid) -> Option<BoxId> {
    let mut all = view.message.entities.iter();
    all.find(|one| one.parent == Some(entity) && one.signer.is_some())?
        .signer
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::Document => "Документ",
        Part::Signature => "Подпись",
        Part::StampedSignature => "Подпись проверена, поставлен штамп времени",
        Part::Comment => "Комментарий",
        Part::Confirmation => "Подтверждение оператора",
        Part::InvoiceReceipt | Part::Receipt => "Извещение о получении",
        Part::RecipientTitle => "Титул покупателя",
        Part::Rejection => "Отказ в подписи",
        Part::AmendmentRequest => "Запрос уточнения",
        Part::RevocationRequest => "Предложение об аннулировании",
        Part::UniversalMessage => "Универсальное сообщение",
        Part::FixationCancellation => "Отмена сведений об отгрузке",
        Part::VerificationReport => "Подпись недействительна",
        Part::DeliveryFailure => "Документ не доставлен",
        Part::RoamingNotification => "Ответ другого оператора",
        Part::OuterDocflow => "Статус другой системы",
        Part::MoveDocument => "Передан в другое подразделение",
    }
}

/// What people of this box did to the document.
fn keeping_line(change: &Change) -> Option<String> {
    let Change::Kept { keeping, .. } = change else {
        return None;
    };
    match keeping {
        Keeping::Delete => Some("<p>Документ удалён</p>".into()),
        Keeping::Restore => Some("<p>Документ восстановлен</p>".into()),
        Keeping::Move(_) => None,
    }
}

fn history(view: &View<'_>, place: Place) -> String {
    let log = view.state.log(view.viewer);
    let places = log.and_then(|log| log.by_message.get(&view.message.id));
    let mut items = String::new();
    for event in places
        .into_iter()
        .flatten()
        .filter_map(|place| log?.events.get(*place))
    {
        let mut lines = Vec::new();
        for seen in view.seen.iter().filter(|seen| seen.event == event.id) {
            let who = match seen.entity.signer {
                Some(_) if is_operators(*seen) => continue,
                Some(signer) => format!(": {}", view.name(signer)),
                None => universal::told(seen.entity)
                    .map(|told| format!(": {}", view.name(told.creator)))
                    .unwrap_or_default(),
            };
            let mut line = html::text(&format!("{}{who}", name_of(view, seen.entity)));
            if !seen.entity.text.is_empty() {
                line += &format!(" — «{}»", html::text(&seen.entity.text));
            }
            if !seen.entity.file_name.is_empty() {
                let paper = Place {
                    document: seen.entity.id,
                    ..place
                };
                let name = html::text(&seen.entity.file_name);
                line += &format!(
                    "<a class=\"file\" href=\"{}/content\" title=\"{name}\">{name}</a>",
                    paper.path()
                );
            }
            lines.push(format!("<p>{line}</p>"));
        }
        if let Change::Patch {
            is_delivered: true,
            delivered_patch,
            ..
        } = &event.change
        {
            lines.push(if delivered_patch.is_some() {
                "<p>Ответ доставлен</p>".into()
            } else {
                "<p>Документ доставлен</p>".into()
            });
        }
        lines.extend(keeping_line(&event.change));
        let _ = writeln!(
            items,
            "<li><time>{}</time><div>{}</div></li>",
            event.at.in_moscow(),
            lines.concat()
        );
    }
    format!(
        "<section>\n<h2>История <small>время московское</small></h2>\n<ol class=\"history\">\n{items}</ol>\n</section>\n"
    )
}

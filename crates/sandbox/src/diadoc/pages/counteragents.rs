//! «Контрагенты» of a cabinet: how this organisation stands to those of the other side, with the buttons that fit.

use std::fmt::Write as _;

use super::{html, lists};
use crate::diadoc::books::State;
use crate::diadoc::counteragents::Press;
use crate::world::{CounteragentStatus as Status, Organization};

/// The button's name in a form.
fn code(press: Press) -> &'static str {
    match press {
        Press::Invite => "invite",
        Press::Accept => "accept",
        Press::Break => "break",
    }
}

/// The button of this name.
pub fn press_of(code: &str) -> Option<Press> {
    [Press::Invite, Press::Accept, Press::Break]
        .into_iter()
        .find(|press| self::code(*press) == code)
}

fn words(status: Option<Status>) -> &'static str {
    match status {
        None => "не в списке",
        Some(Status::IsMyCounteragent) => "контрагент",
        Some(Status::InvitesMe) => "приглашает",
        Some(Status::IsInvitedByMe) => "приглашён",
        Some(Status::RejectsMe) => "отклонил",
        Some(Status::IsRejectedByMe) => "отклонён",
    }
}

fn buttons(status: Option<Status>) -> &'static [(Press, &'static str)] {
    match status {
        Some(Status::IsMyCounteragent) => &[(Press::Break, "Прекратить обмен")],
        Some(Status::InvitesMe) => &[(Press::Accept, "Принять"), (Press::Break, "Отклонить")],
        Some(Status::IsInvitedByMe) => &[(Press::Break, "Отозвать приглашение")],
        None | Some(Status::RejectsMe | Status::IsRejectedByMe) => &[(Press::Invite, "Пригласить")],
    }
}

/// The page.
pub fn page(state: &State, owner: &Organization, token: &str) -> String {
    let mut rows = String::new();
    let others = state.world.organizations.iter();
    let others = others.filter(|one| one.camp != owner.camp && one.is_test == owner.is_test);
    for one in others {
        let relation = state.world.relation_of(owner.box_id, one.box_id);
        let status = relation.and_then(|relation| relation.seen_from(owner.box_id));
        let said = relation.map_or("", |relation| relation.words_for(owner.box_id).0);
        let since = relation
            .filter(|_| status.is_some())
            .map(|relation| relation.since.in_moscow())
            .unwrap_or_default();
        let buttons: String = buttons(status)
            .iter()
            .map(|(press, title)| {
                format!(
                    "<form method=\"post\" action=\"{}/counteragents\"><input type=\"hidden\" name=\"token\" value=\"{token}\"><input type=\"hidden\" name=\"other\" value=\"{}\"><input type=\"hidden\" name=\"act\" value=\"{}\"><button>{title}</button></form>",
                    lists::home(owner),
                    one.box_id.guid(),
                    code(*press),
                )
            })
            .collect();
        let _ = writeln!(
            rows,
            "<tr><td>{}<br><small>ИНН {}</small></td><td>{}</td><td>{}</td><td class=\"when\">{since}</td><td>{buttons}</td></tr>",
            html::text(&one.short_name),
            one.inn,
            words(status),
            html::text(said),
        );
    }
    let mut body = lists::tabs(owner, lists::Tab::Counteragents);
    let _ = write!(
        body,
        "<div class=\"table\"><table>\n<thead><tr><th>Организация</th><th>Связь</th><th>Что написали нам</th><th>С какого времени (МСК)</th><th>Действия</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>"
    );
    let title = format!("{}: контрагенты", owner.short_name);
    html::page(&title, &[("Кабинеты", "/cabinet".into())], &body)
}

//! `tell`: what a side says about a document beside its signature. The same jobs as in the window, shown first and asked
//! about once.

use super::sign::signers::{self, Signers};
use super::sign::{Order, carried_out};
use crate::args::{Sign, Tell};
use crate::fault::{Done, Fault};
use crate::session::Session;

/// Words of the command, the action, the question.
const KINDS: [(&str, &str, &str); 8] = [
    ("receipt", "confirm_receipt", "Подтвердить получение?"),
    ("reject", "reject", "Отказать в подписи?"),
    ("amendment", "request_amendment", "Запросить уточнение?"),
    ("revoke", "request_revocation", "Предложить аннулировать?"),
    (
        "accept-revocation",
        "accept_revocation",
        "Согласиться на аннулирование?",
    ),
    (
        "reject-revocation",
        "reject_revocation",
        "Отказать в аннулировании?",
    ),
    (MESSAGE, "send_message", "Отправить сообщение?"),
    (
        "cancel-shipment",
        "cancel_shipment_fixation",
        "Отменить сведения об отгрузке?",
    ),
];
/// Nobody signs it.
const MESSAGE: &str = "message";

pub(crate) async fn run(session: &Session, wanted: &Tell) -> Result<Done, Fault> {
    let kind = KINDS.into_iter().find(|(word, ..)| *word == wanted.what);
    let (_, action, question) = kind.ok_or_else(|| Fault::internal(&"a word of the command is not known"))?;
    let order = Order {
        action,
        is_signed: wanted.what != MESSAGE,
        text: Some(wanted.text.clone().unwrap_or_default()),
        question,
        stays: "остаётся без этого",
        failed: "остался без этого",
        sum: "Выбрано",
        untouched: "Ничего не отправлено. Документы не изменены.",
    };
    let signing = Sign {
        ids: wanted.ids.clone(),
        send: false,
        certificate: wanted.certificate.clone(),
        power: wanted.power.clone(),
        connection: None,
        comment: None,
        check: wanted.check,
        queue_only: wanted.queue_only,
    };
    let signers = if order.is_signed {
        signers::chosen(session, &signing, action).await?
    } else {
        Signers::nobody()
    };
    carried_out(session, &signing, &signers, &order).await
}

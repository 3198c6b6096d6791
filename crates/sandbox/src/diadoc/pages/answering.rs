//! The switch of a counterparty's cabinet: what it does with documents by itself, and after how many minutes.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::post;

use super::{at_home, field, lists, no_page};
use crate::diadoc::answering;
use crate::diadoc::refusal::Refusal;
use crate::hub::Hub;
use crate::world::answering::{AnswerManner, Answering, LONGEST_WAIT_MINUTES};
use crate::world::{Camp, Organization};

/// The route of the form.
pub fn routes() -> Router<Arc<Hub>> {
    Router::new().route("/cabinet/{box}/answering", post(switch))
}

/// The form; nothing at ours, for whom the program answers.
pub fn form(owner: &Organization, token: &str) -> String {
    if owner.camp != Camp::Counterparty {
        return String::new();
    }
    let chosen = owner.answering.manner;
    let options: String = AnswerManner::ALL
        .into_iter()
        .map(|manner| {
            let selected = if manner == chosen { " selected" } else { "" };
            format!(
                "<option value=\"{}\"{selected}>{}</option>",
                manner.code(),
                manner.title()
            )
        })
        .collect();
    format!(
        "<section class=\"actions\">\n<h2>Ответы без человека</h2>\n<form method=\"post\" action=\"{}/answering\"><input type=\"hidden\" name=\"token\" value=\"{token}\"><label>Что организация делает сама <select name=\"manner\">{options}</select></label><label>Через сколько минут после получения <input type=\"number\" name=\"after_minutes\" min=\"0\" max=\"{LONGEST_WAIT_MINUTES}\" step=\"1\" value=\"{}\" required></label><button>Запомнить</button></form>\n</section>\n",
        lists::home(owner),
        owner.answering.after_minutes,
    )
}

/// What a card in the list of cabinets says of it; nothing while it waits for a person.
pub fn line(answering: Answering) -> String {
    if answering.manner == AnswerManner::Waits {
        return String::new();
    }
    format!(
        "<span>сама {} через {} мин.</span>",
        answering.manner.title(),
        answering.after_minutes
    )
}

/// «Запомнить».
async fn switch(
    State(hub): State<Arc<Hub>>,
    Path(box_id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    at_home(&hub, &box_id, &headers, &body, |books, mine, home, fields| {
        let manner = AnswerManner::from_code(field(fields, "manner")).ok_or_else(no_page)?;
        let after_minutes = field(fields, "after_minutes").trim().parse().map_err(|_| {
            Refusal::bad(
                "Укажите целое число минут: столько организация подождёт, прежде чем ответить. Ничего не изменилось.",
            )
        })?;
        let answering = Answering {
            manner,
            after_minutes,
        };
        answering::switch(books, mine, answering)?;
        Ok(format!("{home}/incoming"))
    })
}

//! `GET /gw/v1/changes`: what happened to the documents of an organization since a cursor.

use serde_json::{Value, json};

use super::Reply;
use super::call::Call;
use super::model::Change;
use super::refusal::Refusal;
use super::wire;
use crate::fault::Misfortune;
use crate::hub::Hub;

const USUAL_PAGE: usize = 100;

/// A page of the feed, oldest first. Without a cursor it begins at the very first change.
pub fn changes(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let name = call.operation.name();
    let struck = |wanted: Misfortune| hub.desk.faults.strike(name, |one| *one == wanted).is_some();
    hub.fdoc(|books, _| {
        let state = &books.state;
        let organization = call.organization(state)?;
        let limit = call.limit(USUAL_PAGE)?;
        let given = call.text("after");
        if given.is_some() && struck(Misfortune::CursorExpired) {
            return Err(Refusal::cursor_expired());
        }
        // A cursor that was never given out belongs to a feed that is gone.
        let after = match given.map(wire::cursor_number) {
            Some(Some(number)) if number <= state.changes.len() => number,
            Some(_) => return Err(Refusal::cursor_expired()),
            None => 0,
        };
        let mut own = (1..)
            .zip(&state.changes)
            .skip(after)
            .filter(|(_, change)| change.document.organization == organization.id);
        let mut page: Vec<(usize, &Change)> = own.by_ref().take(limit).collect();
        let has_more = own.next().is_some();
        let next = page.last().map_or(after, |(number, _)| *number);
        if struck(Misfortune::OutOfOrder) {
            page.reverse();
        }
        if struck(Misfortune::Duplicated) {
            page = page.into_iter().flat_map(|change| [change, change]).collect();
        }
        let base = hub.base();
        let events: Vec<Value> = page
            .into_iter()
            .map(|(number, change)| {
                json!({
                    "cursor": wire::cursor(number),
                    "type": change.kind,
                    "at": wire::time(change.at),
                    "document": wire::document(&change.document, state, &base),
                })
            })
            .collect();
        Ok(Reply::json(
            200,
            &json!({"events": events, "next_cursor": wire::cursor(next), "has_more": has_more}),
        ))
    })
}

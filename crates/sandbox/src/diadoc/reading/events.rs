//! The feed of a box: `GetNewEvents`, `GetLastEvent`, `GetEvent`.
//!
//! The cursor is the place of an event in the log of its box, 16 hexadecimal digits, counted from 1. It is stable and
//! outlives restarts. The feed's known weakness, a cursor that steps over events of the same instant, can be ordered
//! (`equal_timestamps`).

use uuid::Uuid;

use crate::clock::Ticks;
use crate::diadoc::answers::{self, BoxEventList};
use crate::diadoc::books::{Books, BoxLog, Record, State};
use crate::diadoc::call::Call;
use crate::diadoc::model::BoxEvent;
use crate::diadoc::refusal::Refusal;
use crate::diadoc::view::View;
use crate::diadoc::{Reply, auth};
use crate::fault::Misfortune;
use crate::hub::Hub;
use crate::world::BoxId;
use axum::http::StatusCode;

const LARGEST_PAGE_V8: usize = 500;
const LARGEST_PAGE_V7: usize = 100;

/// Which events the caller wants.
struct Filter {
    from: Option<Ticks>,
    to: Option<Ticks>,
    counteragent: Option<BoxId>,
    directions: Vec<String>,
    types: Vec<String>,
    message_types: Vec<String>,
}

fn list(call: &Call, name: &str) -> Vec<String> {
    let text = call.text(name).unwrap_or_default().to_lowercase();
    text.split(',')
        .map(str::trim)
        .filter(|one| !one.is_empty())
        .map(str::to_owned)
        .collect()
}

impl Filter {
    fn of(call: &Call) -> Result<Self, Refusal> {
        let counteragent = call
            .text("counteragentboxid")
            .map(|_| call.box_id("counteragentboxid"));
        Ok(Self {
            from: call.ticks("timestampfromticks")?,
            to: call.ticks("timestamptoticks")?,
            counteragent: counteragent.transpose()?,
            directions: list(call, "documentdirection"),
            types: list(call, "typenamedid"),
            message_types: list(call, "messagetype"),
        })
    }

    fn is_empty(&self) -> bool {
        let is_timeless = self.from.is_none() && self.to.is_none();
        let has_no_lists =
            self.directions.is_empty() && self.types.is_empty() && self.message_types.is_empty();
        is_timeless && has_no_lists && self.counteragent.is_none()
    }

    fn fits(&self, state: &State, box_id: BoxId, event: &BoxEvent) -> bool {
        let Some(message) = state.messages.get(&event.message) else {
            return false;
        };
        let direction = if message.from == box_id {
            "outbound"
        } else {
            "inbound"
        };
        let is_wanted = |list: &[String], value: &str| list.is_empty() || list.iter().any(|one| one == value);
        let has_type = message
            .documents
            .iter()
            .any(|card| is_wanted(&self.types, &card.type_named_id.to_lowercase()));
        self.from.is_none_or(|from| event.at >= from)
            && self.to.is_none_or(|to| event.at <= to)
            && self
                .counteragent
                .is_none_or(|other| other != box_id && message.parties().any(|one| one == other))
            && is_wanted(&self.directions, direction)
            && is_wanted(&self.message_types, &message.kind.name().to_lowercase())
            && has_type
    }
}

fn cursor(place: usize) -> String {
    format!("{:016X}", place.saturating_add(1))
}

/// The place after the event of this cursor.
fn parse_cursor(text: &str, log: Option<&BoxLog>) -> Result<usize, Refusal> {
    let garbled = || Refusal::bad(format!("Could not parse afterIndexKey query param: {text}"));
    let number = u64::from_str_radix(text, 16).map_err(|_| garbled())?;
    let length = log.map_or(0, |log| log.events.len());
    let place = usize::try_from(number).map_err(|_| garbled())?;
    if text.len() != 16 || place == 0 || place > length {
        return Err(garbled());
    }
    let over = log.and_then(|log| log.steps_over.get(&number)).copied();
    Ok(over.and_then(|last| usize::try_from(last).ok()).unwrap_or(place))
}

/// `GET /V8/GetNewEvents`
pub fn get_new_events(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let most = if call.version == 8 {
        LARGEST_PAGE_V8
    } else {
        LARGEST_PAGE_V7
    };
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let mut limit = call.number("limit", 1, most, most)?;
        if call.text("afterindexkey").is_some() && call.text("aftereventid").is_some() {
            return Err(Refusal::bad(
                "afterIndexKey and afterEventId can not be used together",
            ));
        }
        let filter = Filter::of(call)?;
        let fault = hub.faults.strike("getnewevents", |one| {
            let Misfortune::EqualTimestamps { page, .. } = one else {
                return false;
            };
            has_edge(&books.state, box_id, call, page.map_or(limit, usize::from))
        });
        if let Some(Misfortune::EqualTimestamps { page, neighbours }) = fault {
            limit = page.map_or(limit, usize::from).clamp(1, limit);
            share_edge(books, box_id, call, limit, usize::from(neighbours))?;
        }
        Reply::structure(&page(&books.state, box_id, call, &filter, limit)?)
    })
}

fn start(state: &State, box_id: BoxId, call: &Call) -> Result<usize, Refusal> {
    let log = state.log(box_id);
    if let Some(event) = call.text("aftereventid") {
        let id = Uuid::try_parse(event).ok();
        let place = log.and_then(|log| log.events.iter().position(|one| Some(one.id) == id));
        return place
            .map(|place| place + 1)
            .ok_or_else(|| Refusal::bad(format!("Could not find afterEventId: {event}")));
    }
    call.text("afterindexkey")
        .map_or(Ok(0), |text| parse_cursor(text, log))
}

fn has_edge(state: &State, box_id: BoxId, call: &Call, limit: usize) -> bool {
    let length = state.log(box_id).map_or(0, |log| log.events.len());
    start(state, box_id, call).is_ok_and(|start| start.saturating_add(limit) < length)
}

fn share_edge(
    books: &mut Books,
    box_id: BoxId,
    call: &Call,
    limit: usize,
    neighbours: usize,
) -> Result<(), Refusal> {
    let length = books.state.log(box_id).map_or(0, |log| log.events.len());
    let edge = start(&books.state, box_id, call)?.saturating_add(limit);
    let last = edge.saturating_add(neighbours).min(length);
    let number = |place: usize| u64::try_from(place).unwrap_or(u64::MAX);
    books.commit(vec![Record::Shared {
        box_id,
        edge: number(edge),
        last: number(last),
    }])?;
    Ok(())
}

fn page(
    state: &State,
    box_id: BoxId,
    call: &Call,
    filter: &Filter,
    limit: usize,
) -> Result<BoxEventList, Refusal> {
    let is_descending = call
        .text("orderby")
        .is_some_and(|order| order.eq_ignore_ascii_case("descending"));
    let log = state.log(box_id);
    let events = log.map_or(&[][..], |log| log.events.as_slice());
    let fitting = || {
        events
            .iter()
            .enumerate()
            .filter(|(_, event)| filter.fits(state, box_id, event))
    };
    let show = |(place, event): (usize, &BoxEvent)| show(state, box_id, place, event);
    let shown = if is_descending {
        let before = if call.text("afterindexkey").is_some() {
            start(state, box_id, call)? - 1
        } else {
            events.len()
        };
        fitting()
            .rev()
            .filter(|(place, _)| *place < before)
            .take(limit)
            .filter_map(show)
            .collect()
    } else {
        let start = start(state, box_id, call)?;
        let rest = events.iter().enumerate().skip(start);
        rest.filter(|(_, event)| filter.fits(state, box_id, event))
            .take(limit)
            .filter_map(show)
            .collect()
    };
    Ok(BoxEventList {
        events: shown,
        total_count: if filter.is_empty() {
            events.len()
        } else {
            fitting().count()
        },
        total_count_type: "Equal",
    })
}

fn show(state: &State, box_id: BoxId, place: usize, event: &BoxEvent) -> Option<answers::BoxEvent> {
    let view = View::as_of(state, box_id, event.message, event.id)?;
    Some(view.event(event, cursor(place)))
}

/// `GET /V2/GetLastEvent`
pub fn get_last_event(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let events = books
            .state
            .log(box_id)
            .map_or(&[][..], |log| log.events.as_slice());
        let last = events.iter().enumerate().next_back();
        let none = || Refusal::of(StatusCode::NO_CONTENT, "");
        let shown = last
            .and_then(|(place, event)| show(&books.state, box_id, place, event))
            .ok_or_else(none)?;
        Reply::structure(&shown)
    })
}

/// `GET /V3/GetEvent`
pub fn get_event(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let id = call.id("eventid")?;
        let events = books
            .state
            .log(box_id)
            .map_or(&[][..], |log| log.events.as_slice());
        let found = events.iter().enumerate().find(|(_, event)| event.id == id);
        let missing = || Refusal::not_found(format!("Event {id} is not found"));
        let shown = found
            .and_then(|(place, event)| show(&books.state, box_id, place, event))
            .ok_or_else(missing)?;
        Reply::structure(&shown)
    })
}

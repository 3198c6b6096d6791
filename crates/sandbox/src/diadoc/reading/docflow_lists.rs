//! Lists of exchanges: by their events, by words, by packet.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;
use uuid::Uuid;

use crate::clock::Ticks;
use crate::diadoc::answers::docflow::{
    DocflowEvent, DocumentWithDocflow, FetchedDocument, GetDocflowEventsResponse,
    GetDocflowsByPacketIdResponse, SearchDocflowsResponse,
};
use crate::diadoc::answers::{DocumentId, Timestamp};
use crate::diadoc::books::State;
use crate::diadoc::call::Call;
use crate::diadoc::model::{BoxEvent, DocumentCard, Message};
use crate::diadoc::refusal::Refusal;
use crate::diadoc::requests::{GetDocflowEventsRequest, GetDocflowsByPacketIdRequest, SearchDocflowsRequest};
use crate::diadoc::view::docflow::Bytes;
use crate::diadoc::view::{View, document};
use crate::diadoc::{Reply, auth, codec};
use crate::hub::Hub;
use crate::world::BoxId;

const LARGEST_PAGE: usize = 100;

fn page_size(asked: Option<usize>) -> Result<usize, Refusal> {
    let size = asked.unwrap_or(LARGEST_PAGE);
    if (1..=LARGEST_PAGE).contains(&size) {
        return Ok(size);
    }
    Err(Refusal::bad(format!(
        "Count must be between 1 and {LARGEST_PAGE}: {size}"
    )))
}

fn bytes(is_wanted: bool) -> Bytes {
    if is_wanted { Bytes::Include } else { Bytes::Omit }
}

/// Marks are sixteen digits; on the wire they are bytes.
fn mark(place: usize) -> String {
    BASE64.encode(format!("{place:016X}"))
}

fn place_of(mark: &str) -> Result<usize, Refusal> {
    if mark.is_empty() {
        return Ok(0);
    }
    let garbled = || Refusal::bad(format!("Could not parse AfterIndexKey: {mark}"));
    let text = BASE64.decode(mark).map_err(|_| garbled())?;
    let text = String::from_utf8(text).map_err(|_| garbled())?;
    usize::from_str_radix(&text, 16).map_err(|_| garbled())
}

/// An enumeration by name or by number, as it came.
fn is_named(value: &Value, name: &str, number: i64) -> bool {
    value
        .as_str()
        .is_some_and(|text| text.eq_ignore_ascii_case(name) || text == number.to_string())
        || value.as_i64() == Some(number)
}

/// A change of one document.
struct Changed<'a> {
    place: usize,
    event: &'a BoxEvent,
    message: &'a Message,
    card: &'a DocumentCard,
}

impl Changed<'_> {
    fn fits(&self, box_id: BoxId, asked: &GetDocflowEventsRequest) -> bool {
        let is_wanted = |list: &[String], value: &str| {
            list.is_empty() || list.iter().any(|one| one.eq_ignore_ascii_case(value))
        };
        let direction = if self.message.from == box_id {
            "Outbound"
        } else {
            "Inbound"
        };
        let other = BoxId::parse(&asked.counteragent_box_id);
        let (from, to) = asked.filter.as_ref().map_or((None, None), |filter| {
            let at = |limit: Option<crate::diadoc::requests::Timestamp>| limit.map(|limit| limit.ticks);
            (at(filter.from_timestamp), at(filter.to_timestamp))
        });
        let at: Ticks = self.event.at;
        from.is_none_or(|from| at >= from)
            && to.is_none_or(|to| at <= to)
            && is_wanted(&asked.message_types, self.message.kind.name())
            && is_wanted(&asked.document_directions, direction)
            && is_wanted(&asked.type_named_ids, &self.card.type_named_id)
            && other.is_none_or(|other| other != box_id && self.message.parties().any(|one| one == other))
    }

    fn told(&self, state: &State, box_id: BoxId, asked: &GetDocflowEventsRequest) -> DocflowEvent {
        let as_of = |event: Uuid| -> Option<DocumentWithDocflow> {
            let view = View::as_of(state, box_id, self.message.id, event)?;
            Some(
                view.exchange(self.card.entity)?
                    .docflow(bytes(asked.inject_entity_content)),
            )
        };
        let log = state.log(box_id);
        let places = log.and_then(|log| log.by_message.get(&self.message.id));
        let earlier = places
            .into_iter()
            .flatten()
            .rev()
            .find(|place| **place < self.place);
        let before = earlier.and_then(|place| Some(log?.events.get(*place)?.id));
        DocflowEvent {
            event_id: self.event.id.to_string(),
            timestamp: Timestamp { ticks: self.event.at },
            document_id: DocumentId {
                message_id: self.message.id.to_string(),
                entity_id: self.card.entity.to_string(),
            },
            index_key: mark(self.place + 1),
            document: asked.populate_documents.then(|| as_of(self.event.id)).flatten(),
            previous_event_id: before.map(|id| id.to_string()),
            previous_document_state: before
                .filter(|_| asked.populate_previous_document_states)
                .and_then(as_of),
        }
    }
}

/// Every change of every document that this box sees, in order. All documents of a message share the place of their event,
/// so a page never ends between them.
fn changes(state: &State, box_id: BoxId) -> impl Iterator<Item = Vec<Changed<'_>>> {
    let events = state.log(box_id).map_or(&[][..], |log| log.events.as_slice());
    events.iter().enumerate().map(move |(place, event)| {
        let message = state.messages.get(&event.message);
        let documents = message.into_iter().flat_map(|message| {
            message.documents.iter().map(move |card| Changed {
                place,
                event,
                message,
                card,
            })
        });
        documents.collect()
    })
}

/// `POST /V4/GetDocflowEvents`
pub fn get_docflow_events(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let asked: GetDocflowEventsRequest = codec::read(&call.headers, &call.body, "GetDocflowEventsRequest")?;
    let limit = page_size(asked.limit)?;
    let Some(filter) = &asked.filter else {
        return Err(Refusal::bad("GetDocflowEventsRequest.Filter is required"));
    };
    let is_descending = is_named(&filter.sort_direction, "Descending", 2);
    let after = place_of(&asked.after_index_key)?;
    hub.with(|books| {
        let state = &books.state;
        let (_, box_id) = auth::caller_in(state, call, "boxid")?;
        let mut all: Vec<_> = changes(state, box_id).collect();
        if is_descending {
            all.retain(|of_event| is_before(of_event, after));
            all.reverse();
        } else {
            all.retain(|of_event| is_after(of_event, after));
        }
        let (mut total_count, mut is_full) = (0, false);
        let mut events = Vec::new();
        for of_event in all {
            let fitting: Vec<_> = of_event.iter().filter(|one| one.fits(box_id, &asked)).collect();
            total_count += fitting.len();
            // A page holds whole events of the box, so that its last mark steps over nothing.
            is_full |= !events.is_empty() && events.len() + fitting.len() > limit;
            if !is_full {
                events.extend(fitting.iter().map(|one| one.told(state, box_id, &asked)));
            }
        }
        Reply::structure(&GetDocflowEventsResponse {
            total_count,
            events,
            total_count_type: "Equal",
        })
    })
}

/// Behind the event of this mark; 0 is before all of them.
fn is_after(of_event: &[Changed<'_>], mark: usize) -> bool {
    of_event.first().is_some_and(|one| one.place + 1 > mark)
}

/// Before the event of this mark; 0 is behind all of them.
fn is_before(of_event: &[Changed<'_>], mark: usize) -> bool {
    of_event
        .first()
        .is_some_and(|one| mark == 0 || one.place + 1 < mark)
}

/// All documents of a box, those that changed last first.
fn newest_first(state: &State, box_id: BoxId) -> Vec<View<'_>> {
    let mut views: Vec<_> = state
        .order
        .iter()
        .filter_map(|id| View::of(state, box_id, *id))
        .collect();
    views.sort_by_key(|view| std::cmp::Reverse(view.last.1));
    views
}

/// `POST /V4/SearchDocflows`
pub fn search_docflows(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let asked: SearchDocflowsRequest = codec::read(&call.headers, &call.body, "SearchDocflowsRequest")?;
    let count = page_size(asked.count)?;
    let query = asked.query_string.trim().to_lowercase();
    if query.is_empty() {
        return Err(Refusal::bad("SearchDocflowsRequest.QueryString is required"));
    }
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let views = newest_first(&books.state, box_id);
        let found = views.iter().flat_map(|view| {
            let fits = |card: &&DocumentCard| is_in_scope(view, card, &asked.scope) && is_found(card, &query);
            let documents = view.message.documents.iter().filter(fits);
            documents.filter_map(|card| view.exchange(card.entity))
        });
        let mut rest = found.skip(asked.first_index);
        let documents = rest.by_ref().take(count);
        let documents: Vec<_> = documents
            .map(|exchange| exchange.docflow(bytes(asked.inject_entity_content)))
            .collect();
        Reply::structure(&SearchDocflowsResponse {
            documents,
            have_more_documents: rest.next().is_some(),
        })
    })
}

fn is_in_scope(view: &View<'_>, card: &DocumentCard, scope: &Value) -> bool {
    let is_deleted = view.deleted.contains(&card.entity);
    if is_named(scope, "SearchScopeDeleted", 3) {
        return is_deleted;
    }
    let is_direction = if is_named(scope, "SearchScopeIncoming", 1) {
        !view.is_sender()
    } else if is_named(scope, "SearchScopeOutgoing", 2) {
        view.is_sender()
    } else {
        !is_named(scope, "SearchScopeInternal", 4)
    };
    is_direction && !is_deleted
}

/// One of the words fits, or the tag that is asked for is there.
fn is_found(card: &DocumentCard, query: &str) -> bool {
    if let Some((key, value)) = query.split_once(": ") {
        let is_asked = |(name, told): &(String, String)| {
            name.to_lowercase() == key.trim() && told.to_lowercase() == value.trim()
        };
        return card.custom_data.iter().any(is_asked);
    }
    let told = format!("{} {}", document::title(card), card.meta("FileName")).to_lowercase();
    query.split_whitespace().any(|word| told.contains(word))
}

/// `POST /V4/GetDocflowsByPacketId`
pub fn get_docflows_by_packet_id(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let asked: GetDocflowsByPacketIdRequest =
        codec::read(&call.headers, &call.body, "GetDocflowsByPacketIdRequest")?;
    let count = page_size(asked.count)?;
    let after = place_of(&asked.after_index_key)?;
    let packet = Uuid::try_parse(&asked.packet_id)
        .map_err(|_| Refusal::bad(format!("Could not parse PacketId: {}", asked.packet_id)))?;
    hub.with(|books| {
        let state = &books.state;
        let (_, box_id) = auth::caller_in(state, call, "boxid")?;
        let of_packet = state.messages.values().find(|message| message.packet == packet);
        let view = of_packet.and_then(|message| View::of(state, box_id, message.id));
        let Some(view) = view else {
            return Err(Refusal::not_found(format!("Packet {packet} is not found")));
        };
        let all = view.message.documents.iter().enumerate().skip(after);
        let page: Vec<_> = all
            .take(count)
            .filter_map(|(place, card)| {
                let document = view
                    .exchange(card.entity)?
                    .docflow(bytes(asked.inject_entity_content));
                Some(FetchedDocument {
                    document,
                    index_key: mark(place + 1),
                })
            })
            .collect();
        let is_last = after.saturating_add(count) >= view.message.documents.len();
        Reply::structure(&GetDocflowsByPacketIdResponse {
            next_page_index_key: page
                .last()
                .filter(|_| !is_last)
                .map(|last| last.index_key.clone()),
            documents: page,
        })
    })
}

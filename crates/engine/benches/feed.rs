//! How many events a second `apply_page` takes in: 2,000 documents of which each has ten events, in pages of 500.
//!
//! `cargo bench -p engine` prints four numbers. The goal is 10,000 a second where the events of a document stand
//! together, as after a night; one event each of 500 documents is the worst that a page can hold.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::indexing_slicing
)]

use std::sync::{Arc, Mutex};
use std::time::Instant;

use connect::Secret;
use connect::edo::FeedPage;
use domain::facets::{Delivery, TheirSignature};
use domain::{
    BlobId, ConnectionId, Direction, DocflowFacets, DocumentDetails, DocumentState, EdoBox, EdoFormat,
    EventActor, EventFact, NewDocument, OperationId, OperatorKind, Origin, Party, ProviderEvent,
    RemoteDocument, Severity, StoredFile,
};
use engine::ports::{Clock, Notification, Notifier, Randomness, Secrets, SecretsError};
use engine::{Engine, Ports};
use jiff::Timestamp;
use store::{DatabaseKey, NewConnection, NewEdoDocument, NewOperation, Store};
use uuid::Uuid;

const DOCUMENTS: u64 = 2_000;
const EVENTS_EACH: u64 = 10;
const PAGE: usize = 500;

struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_795_000_000).unwrap()
    }
}

impl Randomness for Fixed {
    fn uuid(&self) -> Uuid {
        Uuid::nil()
    }
    fn key_bytes(&self) -> [u8; 32] {
        [7; 32]
    }
    fn fraction(&self) -> f64 {
        0.5
    }
}

#[derive(Default)]
struct OneSecret(Mutex<Option<Secret>>);

impl Secrets for OneSecret {
    fn get(&self, _: &str) -> Result<Option<Secret>, SecretsError> {
        Ok(self.0.lock().unwrap().clone())
    }
    fn set(&self, _: &str, value: &Secret) -> Result<(), SecretsError> {
        *self.0.lock().unwrap() = Some(value.clone());
        Ok(())
    }
    fn delete(&self, _: &str) -> Result<(), SecretsError> {
        Ok(())
    }
    fn place(&self) -> String {
        String::new()
    }
    fn kind(&self) -> &'static str {
        "vault"
    }
}

impl Notifier for Fixed {
    fn notify(&self, _: &Notification) {}
}

fn remote(number: u64) -> RemoteDocument {
    let message_id = Uuid::from_u64_pair(1, number).to_string();
    let entity_id = Uuid::from_u64_pair(2, number).to_string();
    RemoteDocument {
        message_id,
        entity_id,
    }
}

/// Documents that the operator took, one row of the outbox each.
fn fill(folder: &std::path::Path) -> ConnectionId {
    let store = Store::open(folder, &DatabaseKey::from_bytes([7; 32])).unwrap();
    let at = Fixed.now();
    store
        .write(|w| {
            let party = Party {
                name: "ООО «Полярная звезда»".into(),
                inn: "9612045075".parse().unwrap(),
                kpp: None,
            };
            let firm = w.save_firm(None, &party)?;
            let edo_box = EdoBox {
                box_id: "box".into(),
                name: party.name,
                inn: party.inn,
                kpp: None,
                participant_id: String::new(),
                is_test: true,
            };
            let operator = OperatorKind("golubka".into());
            let connection = w.save_connection(
                None,
                &NewConnection {
                    firm,
                    operator,
                    address: String::new(),
                    edo_box,
                },
            )?;
            for number in 0..DOCUMENTS {
                let file = StoredFile {
                    blob: BlobId::of(&number.to_le_bytes()),
                    name: "a.xml".into(),
                    size: 8,
                };
                let document = w.insert_document(
                    &NewDocument {
                        firm: Some(firm),
                        counterparty: None,
                        individual: None,
                        assignee: None,
                        direction: Direction::Outbound,
                        kind: None,
                        format: EdoFormat::Nonformalized,
                        number: number.to_string(),
                        issued_on: None,
                        total: None,
                        vat_amount: None,
                        currency: "643".into(),
                        title: number.to_string(),
                        file: Some(file),
                        origin: Origin::Imported,
                        lines: vec![],
                        details: DocumentDetails::default(),
                    },
                    at,
                )?;
                let edo_document = w.insert_edo_document(&NewEdoDocument {
                    document,
                    connection,
                    custom_document_id: Uuid::from_u64_pair(3, number),
                    to_box: "box-2".into(),
                    file: None,
                    created_at: at,
                })?;
                w.enqueue(&NewOperation {
                    operation: OperationId(Uuid::from_u64_pair(4, number)),
                    connection,
                    edo_document,
                    request: vec![0; 4_000],
                    created_at: at,
                })?;
                w.set_remote(edo_document, &remote(number))?;
            }
            Ok(connection)
        })
        .unwrap()
}

/// All documents move on together, so a page holds one event each of 500.
fn events() -> Vec<ProviderEvent> {
    let signatures = [TheirSignature::Awaited, TheirSignature::Signed];
    let rounds = (0..EVENTS_EACH).flat_map(|round| (0..DOCUMENTS).map(move |number| (round, number)));
    rounds
        .map(|(round, number)| {
            let at = Timestamp::from_second(1_795_000_000 + i64::try_from(round * 60).unwrap()).unwrap();
            ProviderEvent {
                event_id: Uuid::from_u64_pair(round, number).to_string(),
                happened_at: at,
                remote: remote(number),
                custom_document_id: None,
                actor: EventActor::Them,
                facts: vec![EventFact::Signed],
                state: Some(DocumentState {
                    as_of: at,
                    facets: DocflowFacets {
                        delivery: Delivery::Delivered,
                        their_signature: signatures[usize::from(round > 5)].clone(),
                        ..DocflowFacets::default()
                    },
                    operator_status_text: "Ожидается подпись контрагента".into(),
                    severity: Severity::Info,
                }),
            }
        })
        .collect()
}

fn timed(name: &str, engine: &Engine, connection: ConnectionId, events: &[ProviderEvent]) {
    let started = Instant::now();
    let mut events_new = 0;
    for page in events.chunks(PAGE) {
        let page = FeedPage {
            events: page.to_vec(),
            cursor: Some("x".into()),
            has_more: false,
        };
        events_new += engine.apply_page(connection, &page).unwrap().events_new;
    }
    let seconds = started.elapsed().as_secs_f64();
    let count = u32::try_from(events.len()).unwrap();
    println!(
        "{name}: {:.0} events/s ({events_new} of {count} new)",
        f64::from(count) / seconds
    );
}

fn main() {
    let folder = tempfile::TempDir::new().unwrap();
    let secrets = Arc::new(OneSecret::default());
    secrets.set("", &Secret::new("07".repeat(32))).unwrap();
    let connection = fill(folder.path());
    let ports = Ports {
        clock: Arc::new(Fixed),
        randomness: Arc::new(Fixed),
        secrets,
        notifier: Arc::new(Fixed),
        keys: Arc::new(engine::ports::NoKeys),
    };
    let engine = Engine::open(folder.path(), ports).unwrap();
    let mut events = events();
    timed("one event of each document", &engine, connection, &events);
    timed("the same again", &engine, connection, &events);
    events.sort_by(|one, other| one.remote.cmp(&other.remote));
    for event in &mut events {
        event.event_id.push('b');
        if let Some(state) = &mut event.state {
            state.as_of = state
                .as_of
                .checked_add(jiff::SignedDuration::from_hours(1))
                .unwrap();
        }
    }
    timed("events of a document together", &engine, connection, &events);
    let strangers: Vec<ProviderEvent> = events
        .into_iter()
        .map(|event| ProviderEvent {
            remote: RemoteDocument {
                message_id: "m".into(),
                ..event.remote
            },
            event_id: format!("s{}", event.event_id),
            ..event
        })
        .collect();
    timed("documents of others", &engine, connection, &strangers);
}

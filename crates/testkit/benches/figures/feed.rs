//! Events of the operator applied by the engine, beside the same rows written by bare SQL into the same file.

use std::time::Duration;

use connect::edo::FeedPage;
use domain::facets::{Delivery, DocflowFacets, OurSignature, TheirSignature};
use domain::{DocumentState, EventActor, EventFact, ProviderEvent, RemoteDocument, Severity};
use engine::Engine;
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::figure::{Figure, rate, timed};
use crate::office::{Office, Sendings, instant};

const DOCUMENTS: usize = 10_000;
/// What the operator gives at most.
const PAGE_EVENTS: usize = 500;
const CHAPTER_PAGES: usize = DOCUMENTS / PAGE_EVENTS;
/// Of each document: it was taken, it was delivered, the other side signed.
const STORIES: usize = 3;
const EVENTS: usize = DOCUMENTS * STORIES;
const LONG_EVENTS: usize = 100_000;

pub fn figures() -> Vec<Figure> {
    let office = Office::with(DOCUMENTS, Sendings::Accepted);
    let (before, copy) = (office.copy("before.db"), office.copy("bare.db"));
    let pages = pages(&office);
    // Once to learn which rows come of it; then both write them, page by page in turns, so that whatever else the
    // computer does falls on both.
    let engine = office.engine();
    let mut rows = Rows::default();
    for chapter in pages.chunks(CHAPTER_PAGES) {
        for page in chapter {
            engine.apply_page(office.connection, page).expect("a page");
        }
        rows.add_chapter(&office.rows());
    }
    rows.add_all(&office.rows());
    drop(engine);
    office.put_back(&before);
    let (engine, bare) = (
        office.engine(),
        Office::bare(office.folder(), &office.computer, &copy),
    );
    let (mut ours, mut theirs) = (Duration::ZERO, Duration::ZERO);
    for (number, page) in pages.iter().enumerate() {
        let (applied, took) = timed(|| engine.apply_page(office.connection, page).expect("a page"));
        assert_eq!(applied.events_new, PAGE_EVENTS as u64);
        ours += took;
        theirs += timed(|| rows.write(&bare, number)).1;
    }
    let figure = Figure::beside_floor(
        "feed.events",
        "events/s",
        rate(EVENTS, ours),
        rate(EVENTS, theirs),
    )
    .goal("≥ 10,000/s and ≥ 0.3× of bare SQL", |figure| {
        figure.value >= 10_000.0 && figure.ratio >= 0.3
    });
    let mut figures = vec![figure];
    figures.extend(other_pages(&engine, &office, &pages));
    figures.push(long());
    figures
}

/// A hundred thousand events, as after a year away: the last tenth beside the first.
fn long() -> Figure {
    let office = Office::with(LONG_EVENTS / STORIES, Sendings::Accepted);
    let engine = office.engine();
    let pages = pages(&office);
    let times: Vec<Duration> = pages
        .iter()
        .map(|page| timed(|| engine.apply_page(office.connection, page).expect("a page")).1)
        .collect();
    let tenth = times.len() / 10;
    let pace = |times: &[Duration], pages: &[FeedPage]| {
        rate(
            pages.iter().map(|page| page.events.len()).sum(),
            times.iter().sum::<Duration>(),
        )
    };
    let (first, last) = (pace(&times[..tenth], &pages[..tenth]), {
        let from = times.len() - tenth;
        pace(&times[from..], &pages[from..])
    });
    let whole = pace(&times, &pages);
    Figure::beside_peer("feed.hundred_thousand", "events/s", last, first)
        .goal("no slower at the end than at the beginning", |figure| {
            figure.ratio >= 0.7
        })
        .detailed(serde_json::json!({ "events": LONG_EVENTS / STORIES * STORIES, "whole": whole }))
}

/// Pages as they come at other times, beside those of the first figure, in which every event is of another document: read
/// again after a gap, gathered by document as after a night, and of documents that are not ours.
fn other_pages(engine: &Engine, office: &Office, usual: &[FeedPage]) -> Vec<Figure> {
    let pace = |pages: &[FeedPage], fresh: usize| {
        let (applied, took) = timed(|| {
            let applied = pages
                .iter()
                .map(|page| engine.apply_page(office.connection, page));
            applied
                .map(|applied| applied.expect("a page").events_new)
                .sum::<u64>()
        });
        assert_eq!(applied, fresh as u64);
        rate(pages.iter().map(|page| page.events.len()).sum(), took)
    };
    let worst = pace(&renamed(usual, "again", |_| ()), EVENTS);
    let known = pace(usual, 0);
    let mut events: Vec<_> = usual.iter().flat_map(|page| page.events.clone()).collect();
    events.sort_by(|one, other| one.remote.cmp(&other.remote));
    let gathered: Vec<_> = events
        .chunks(PAGE_EVENTS)
        .map(|events| FeedPage {
            signatures: Vec::new(),
            papers: Vec::new(),
            events: events.to_vec(),
            arrivals: Vec::new(),
            cursor: None,
            has_more: true,
        })
        .collect();
    let gathered = pace(&renamed(&gathered, "night", |_| ()), EVENTS);
    let strangers = renamed(usual, "stranger", |event| event.remote.message_id.push_str("-0"));
    let strangers = pace(&strangers, EVENTS);
    [
        ("feed.known_again", known, "no slower than new ones"),
        ("feed.gathered", gathered, "no slower than one of each"),
        ("feed.strangers", strangers, "no slower than our own"),
    ]
    .into_iter()
    .map(|(name, value, goal)| {
        Figure::beside_peer(name, "events/s", value, worst).goal(goal, |figure| figure.ratio >= 0.9)
    })
    .collect()
}

/// The same pages with events that nobody has seen.
fn renamed(pages: &[FeedPage], name: &str, change: impl Fn(&mut ProviderEvent)) -> Vec<FeedPage> {
    let mut pages = pages.to_vec();
    for event in pages.iter_mut().flat_map(|page| &mut page.events) {
        event.event_id.push_str(name);
        change(event);
    }
    pages
}

/// Page by page through all documents, once for each chapter of their story.
fn pages(office: &Office) -> Vec<FeedPage> {
    let mut pages = Vec::new();
    for story in 0..STORIES {
        for (index, chunk) in office.sendings.chunks(PAGE_EVENTS).enumerate() {
            let first = index * PAGE_EVENTS;
            let events = chunk
                .iter()
                .enumerate()
                .map(|(at, (_, remote))| event(story, first + at, remote))
                .collect();
            pages.push(FeedPage {
                signatures: Vec::new(),
                papers: Vec::new(),
                arrivals: Vec::new(),
                events,
                cursor: Some(format!("{story}-{index}")),
                has_more: true,
            });
        }
    }
    pages
}

fn event(story: usize, number: usize, remote: &RemoteDocument) -> ProviderEvent {
    let at = instant(1_000_000 + story * DOCUMENTS + number);
    let (fact, delivery, their_signature) = match story {
        0 => (EventFact::Posted, Delivery::Sent, TheirSignature::Awaited),
        1 => (EventFact::Delivered, Delivery::Delivered, TheirSignature::Awaited),
        _ => (EventFact::Signed, Delivery::Delivered, TheirSignature::Signed),
    };
    let facets = DocflowFacets {
        delivery,
        our_signature: OurSignature::Valid,
        their_signature,
        ..DocflowFacets::default()
    };
    let state = DocumentState {
        as_of: at,
        facets,
        operator_status_text: "Документооборот идёт своим чередом".into(),
        severity: Severity::Info,
    };
    ProviderEvent {
        event_id: format!("event-{story}-{number:08}"),
        happened_at: at,
        remote: remote.clone(),
        custom_document_id: None,
        actor: EventActor::Operator,
        facts: vec![fact],
        state: Some(state),
        moved: None,
    }
}

/// What the engine wrote, in memory, ready to be written again by nothing but SQL.
#[derive(Default)]
struct Rows {
    events: Vec<Vec<Value>>,
    timeline: Vec<Vec<Value>>,
    notices: Vec<Vec<Value>>,
    sendings: Vec<Vec<Value>>,
    outbox: Vec<Vec<Value>>,
    documents: Vec<Vec<Value>>,
}

impl Rows {
    /// What a chapter left in the rows that change, after those of the chapters before.
    fn add_chapter(&mut self, sql: &Connection) {
        self.sendings.extend(all(
            sql,
            "SELECT facets, operator_status_text, severity, as_of_ns, is_terminal, last_heard_at_ns, id
             FROM edo_documents ORDER BY id",
        ));
        self.documents.extend(all(
            sql,
            "SELECT status, status_since_ns, id FROM documents ORDER BY id",
        ));
    }

    /// What was added and stays.
    fn add_all(&mut self, sql: &Connection) {
        self.events = all(
            sql,
            "SELECT connection_id, entity_id, event_id, message_id, happened_at_ns, received_at_ns, payload
             FROM provider_events ORDER BY id",
        );
        self.timeline = all(
            sql,
            "SELECT document_id, edo_document_id, at_ns, actor, fact FROM timeline ORDER BY id",
        );
        self.notices = all(
            sql,
            "SELECT document_id, edo_document_id, status, at_ns FROM notices ORDER BY id",
        );
        self.outbox = all(
            sql,
            "SELECT state, attempts, changed_at_ns, id FROM outbox ORDER BY id",
        );
    }

    /// The rows of one page in one transaction, as the engine writes them.
    fn write(&self, sql: &Connection, page: usize) {
        sql.execute_batch("BEGIN IMMEDIATE").expect("a transaction");
        part(
            sql,
            &self.events,
            page,
            "INSERT INTO provider_events (connection_id, entity_id, event_id, message_id,
            happened_at_ns, received_at_ns, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        );
        part(
            sql,
            &self.timeline,
            page,
            "INSERT INTO timeline (document_id, edo_document_id, at_ns, actor, fact)
            VALUES (?1, ?2, ?3, ?4, ?5)",
        );
        part(
            sql,
            &self.sendings,
            page,
            "UPDATE edo_documents SET facets = ?1, operator_status_text = ?2,
            severity = ?3, as_of_ns = ?4, is_terminal = ?5, last_heard_at_ns = ?6 WHERE id = ?7",
        );
        part(
            sql,
            &self.documents,
            page,
            "UPDATE documents SET status = ?1, status_since_ns = ?2 WHERE id = ?3",
        );
        if page < CHAPTER_PAGES {
            part(
                sql,
                &self.outbox,
                page,
                "UPDATE outbox SET state = ?1, attempts = ?2, changed_at_ns = ?3
                WHERE id = ?4",
            );
        }
        if let Some(page) = page.checked_sub(CHAPTER_PAGES * (STORIES - 1)) {
            part(
                sql,
                &self.notices,
                page,
                "INSERT INTO notices (document_id, edo_document_id, status, at_ns)
                VALUES (?1, ?2, ?3, ?4)",
            );
        }
        let cursor = "INSERT OR REPLACE INTO feed_cursors (connection_id, cursor) VALUES (1, ?1)";
        sql.execute(cursor, [page.to_string()]).expect("a cursor");
        sql.execute_batch("COMMIT").expect("a commit");
    }
}

fn part(sql: &Connection, rows: &[Vec<Value>], page: usize, statement: &str) {
    let mut statement = sql.prepare_cached(statement).expect("a statement");
    for row in rows.iter().skip(page * PAGE_EVENTS).take(PAGE_EVENTS) {
        statement.execute(rusqlite::params_from_iter(row)).expect("a row");
    }
}

fn all(sql: &Connection, query: &str) -> Vec<Vec<Value>> {
    let mut query = sql.prepare(query).expect("a query");
    let columns = query.column_count();
    let rows = query.query_map([], |row| (0..columns).map(|column| row.get(column)).collect());
    rows.expect("rows").collect::<Result<_, _>>().expect("values")
}

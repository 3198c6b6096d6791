//! One page of the box's events, turned into events about documents.

use std::collections::{BTreeMap, HashMap};

use domain::{EventActor, EventFact, Moved, ProviderEvent, RemoteDocument};
use jiff::Timestamp;

use super::client::Client;
use super::facts::{Reader, Told, of_entity_patches, of_message, readable};
use super::graph::Graph;
use super::ids::instant;
use super::wire::{BoxEvent, DocumentId, Entity, Message, MessagePatch};
use crate::Error;
use crate::edo::ToldPaper;

/// Remembered messages are forgotten together when there are more of them; they can be asked for again.
const MOST_REMEMBERED_MESSAGES: usize = 4_096;

/// What is known about messages, so that a patch does not cost a request.
#[derive(Default)]
pub(super) struct Memory {
    graphs: HashMap<String, Graph>,
}

impl Memory {
    fn graph(&mut self, message_id: &str) -> &mut Graph {
        self.graphs.entry(message_id.to_owned()).or_default()
    }

    /// Takes in what the page itself tells, then asks for the messages that it leaves open.
    async fn learn(&mut self, client: &Client, box_id: &str, events: &[&BoxEvent]) -> Result<(), Error> {
        if self.graphs.len() > MOST_REMEMBERED_MESSAGES {
            self.graphs.clear();
        }
        for event in events {
            if let Some(message) = &event.message {
                self.learn_message(message);
            }
            if let Some(patch) = &event.patch {
                self.graph(&patch.message_id).learn(&patch.entities);
            }
        }
        let mut asked = Vec::new();
        for patch in events.iter().filter_map(|event| event.patch.as_ref()) {
            let is_new = !asked.contains(&patch.message_id.as_str());
            if is_new && is_open(self.graph(&patch.message_id), patch) {
                asked.push(&patch.message_id);
                match client.get_message(box_id, &patch.message_id).await? {
                    Some(message) => self.learn_message(&message),
                    None => tracing::warn!(
                        message_id = patch.message_id,
                        "a message of the feed is not shown to us"
                    ),
                }
            }
        }
        Ok(())
    }

    fn learn_message(&mut self, message: &Message) {
        let graph = self.graph(&message.message_id);
        graph.learn(&message.entities);
        graph.is_whole = true;
    }
}

/// The patch speaks about something whose document is not known yet.
fn is_open(graph: &Graph, patch: &MessagePatch) -> bool {
    let speaks_of_all = patch.entities.is_empty() && patch.entity_patches.is_empty();
    let is_lost =
        |entity: &Entity| !is_about_message(entity) && graph.document_of(&entity.entity_id).is_none();
    let has_notice = patch.entities.iter().any(is_about_message);
    let is_foreign = |id: &str| graph.document_of(id).is_none();
    ((speaks_of_all || has_notice) && !graph.is_whole)
        || patch.entities.iter().any(is_lost)
        || patch
            .entity_patches
            .iter()
            .any(|change| is_foreign(&change.entity_id))
}

fn is_about_message(entity: &Entity) -> bool {
    entity.parent_entity_id.is_empty() && entity.attachment_type == "DeliveryFailureNotification"
}

/// What a page of the box's events tells.
#[derive(Default)]
pub(super) struct ReadPage {
    /// Events about documents, in the operator's order, without states.
    pub(super) events: Vec<ProviderEvent>,
    /// Documents whose message came back undelivered.
    pub(super) failed: Vec<RemoteDocument>,
    /// Papers behind the words of the other side.
    pub(super) papers: Vec<ToldPaper>,
}

/// Reads the events of a page.
pub(super) async fn read_page(
    client: &Client,
    memory: &mut Memory,
    box_id: &str,
    events: &[&BoxEvent],
) -> Result<ReadPage, Error> {
    memory.learn(client, box_id, events).await?;
    let texts = failure_texts(client, box_id, events).await?;
    let mut read = ReadPage::default();
    for event in events {
        if let Some(message) = &event.message {
            let graph = memory.graph(&message.message_id);
            let reader = Reader::new(box_id, graph, &message.entities, &texts);
            read.events.extend(of_new_message(event, message, &reader, graph));
            let of = (event.event_id.as_str(), message.message_id.as_str());
            read.papers.extend(papers(of, &message.entities, &reader, graph));
        }
        if let Some(patch) = &event.patch {
            let graph = memory.graph(&patch.message_id);
            let reader = Reader::new(box_id, graph, &patch.entities, &texts);
            let told = of_patch(event, patch, &reader, graph);
            if is_whole_message_lost(patch) {
                read.failed.extend(told.iter().map(|event| event.remote.clone()));
            }
            read.events.extend(told);
            let of = (event.event_id.as_str(), patch.message_id.as_str());
            read.papers.extend(papers(of, &patch.entities, &reader, graph));
        }
    }
    Ok(read)
}

/// The papers of an event that say in words what the other side wants.
fn papers(
    (event_id, message_id): (&str, &str),
    entities: &[Entity],
    reader: &Reader<'_>,
    graph: &Graph,
) -> Vec<ToldPaper> {
    let place = |entity_id: &str| RemoteDocument {
        message_id: message_id.to_owned(),
        entity_id: entity_id.to_owned(),
    };
    let theirs = entities
        .iter()
        .filter(|entity| reader.is_paper_with_words(entity));
    theirs
        .map(|entity| ToldPaper {
            event_id: event_id.to_owned(),
            document: place(graph.top_of(&entity.entity_id)),
            paper: place(&entity.entity_id),
        })
        .collect()
}

/// The operator's words about a failed delivery, where the feed left them out.
async fn failure_texts(
    client: &Client,
    box_id: &str,
    events: &[&BoxEvent],
) -> Result<HashMap<String, String>, Error> {
    let mut texts = HashMap::new();
    for patch in events.iter().filter_map(|event| event.patch.as_ref()) {
        for entity in patch.entities.iter().filter(|entity| is_about_message(entity)) {
            if entity
                .content
                .as_ref()
                .is_some_and(|content| !content.data.is_empty())
            {
                continue;
            }
            let id = DocumentId {
                message_id: patch.message_id.clone(),
                entity_id: entity.entity_id.clone(),
            };
            match client.get_entity_content(box_id, &id).await {
                Ok(bytes) => drop(texts.insert(entity.entity_id.clone(), readable(&bytes))),
                Err(error) if error.retryable() => return Err(error),
                // Words are not worth the page.
                Err(error) => tracing::warn!(%error, "no words about a failed delivery"),
            }
        }
    }
    Ok(texts)
}

fn is_whole_message_lost(patch: &MessagePatch) -> bool {
    let names = patch.entities.iter().map(|entity| &entity.not_delivered_event_id);
    let mut names = names.chain([&patch.not_delivered_event_id]);
    names.any(|name| *name == patch.message_id)
}

fn of_new_message(
    event: &BoxEvent,
    message: &Message,
    reader: &Reader<'_>,
    graph: &Graph,
) -> Vec<ProviderEvent> {
    let sender = reader.actor(&message.from_box_id);
    let mut told: BTreeMap<&str, Vec<Told>> = BTreeMap::new();
    for document in graph.documents() {
        told.insert(document, vec![(EventFact::Posted, sender)]);
    }
    for entity in &message.entities {
        let document = graph.document_of(&entity.entity_id);
        if let Some(document) = document.filter(|id| *id != entity.entity_id) {
            told.entry(document).or_default().extend(reader.facts(entity));
        }
    }
    let mut read = events(event, &message.message_id, message.timestamp_ticks, told, graph);
    if !message.created_from_draft_id.is_empty() {
        let moved = Moved::From(message.created_from_draft_id.clone());
        read.iter_mut()
            .for_each(|event| event.moved = Some(moved.clone()));
    }
    read
}

fn of_patch(
    event: &BoxEvent,
    patch: &MessagePatch,
    reader: &Reader<'_>,
    graph: &Graph,
) -> Vec<ProviderEvent> {
    let mut told: BTreeMap<&str, Vec<Told>> = BTreeMap::new();
    let mut of_all = of_message(patch);
    let mut speaks_of_all = patch.entities.is_empty() && patch.entity_patches.is_empty();
    for entity in &patch.entities {
        if is_about_message(entity) {
            speaks_of_all = true;
            of_all.extend(reader.facts(entity));
            continue;
        }
        let document = graph.top_of(&entity.entity_id);
        told.entry(document).or_default().extend(reader.facts(entity));
    }
    for (entity_id, fact) in of_entity_patches(patch) {
        told.entry(graph.top_of(entity_id)).or_default().push(fact);
    }
    if speaks_of_all || !of_all.is_empty() {
        for document in graph.documents() {
            told.entry(document).or_default().extend(of_all.iter().cloned());
        }
    }
    let mut read = events(event, &patch.message_id, patch.timestamp_ticks, told, graph);
    if let Some(letter) = patch.draft_is_transformed_to_message_id_list.first() {
        let moved = Moved::To(letter.clone());
        read.iter_mut()
            .for_each(|event| event.moved = Some(moved.clone()));
    }
    read
}

fn events(
    event: &BoxEvent,
    message_id: &str,
    ticks: i64,
    told: BTreeMap<&str, Vec<Told>>,
    graph: &Graph,
) -> Vec<ProviderEvent> {
    let happened_at = instant(ticks).unwrap_or(Timestamp::UNIX_EPOCH);
    let one = |(document, told): (&str, Vec<Told>)| {
        let people = told
            .iter()
            .map(|(_, actor)| *actor)
            .find(|actor| *actor != EventActor::Operator);
        let mut facts: Vec<EventFact> = Vec::new();
        for (fact, _) in told {
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
        ProviderEvent {
            event_id: event.event_id.clone(),
            happened_at,
            remote: RemoteDocument {
                message_id: message_id.to_owned(),
                entity_id: document.to_owned(),
            },
            custom_document_id: graph.custom_id(document),
            actor: people.unwrap_or(EventActor::Operator),
            facts,
            state: None,
            moved: None,
        }
    };
    told.into_iter().map(one).collect()
}

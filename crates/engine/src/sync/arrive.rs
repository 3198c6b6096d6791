//! A document that came to us becomes a row of the registry and a life at the operator, once, whichever of its events is
//! read first. Its bytes are fetched later.

use std::collections::HashMap;

use connect::edo::Arrival;
use domain::{Direction, DocumentDetails, KindId, NewDocument, Origin, ProviderEvent, RemoteDocument, kind};
use jiff::Timestamp;
use store::{Connection, NewArrived, NewEdoDocument};

use super::apply::{Reading, believable};
use crate::error::Error;
use crate::ports::Randomness;
use crate::{Result, import, kinds};

/// The rouble: where an operator tells a sum, it tells no other currency.
const ROUBLE: &str = "643";

impl Reading<'_, '_> {
    /// Makes rows of what came and is not there yet.
    pub(super) fn receive(
        &mut self,
        arrivals: &[Arrival],
        events: &[ProviderEvent],
        randomness: &dyn Randomness,
    ) -> Result<()> {
        let Some(connection) = self.w.connection(self.connection)? else {
            return Ok(());
        };
        let mut kinds = HashMap::new();
        for arrival in arrivals {
            if self.by_place(&arrival.remote)?.is_some() {
                continue;
            }
            let at = first_heard(events, &arrival.remote, self.now);
            let kind = match kinds.get(arrival.kind_code) {
                Some(kind) => *kind,
                None => *kinds.entry(arrival.kind_code).or_insert(self.kind_of(arrival)?),
            };
            self.add(&connection, arrival, (kind, at), randomness)?;
        }
        Ok(())
    }

    fn kind_of(&self, arrival: &Arrival) -> Result<KindId> {
        let known = self.w.kind_by_code(arrival.kind_code)?;
        match known.filter(|kind| !kind.body.is_hidden) {
            Some(kind) => Ok(kind.id),
            None => kinds::builtin::of_format(self.w, arrival.format),
        }
    }

    fn add(
        &mut self,
        connection: &Connection,
        arrival: &Arrival,
        (kind, at): (KindId, Timestamp),
        randomness: &dyn Randomness,
    ) -> Result<()> {
        let counterparty = self.w.counterparty_of_box(connection.id, &arrival.from_box)?;
        let document = self.w.insert_document(
            &NewDocument {
                firm: Some(connection.firm),
                counterparty,
                individual: None,
                assignee: None,
                direction: Direction::Inbound,
                kind: Some(kind),
                format: arrival.format,
                number: arrival.number.clone(),
                issued_on: arrival.issued_on,
                total: arrival.total,
                vat_amount: arrival.vat_amount,
                currency: ROUBLE.to_owned(),
                title: title(arrival),
                file: None,
                origin: Origin::Imported,
                lines: Vec::new(),
                details: DocumentDetails::default(),
            },
            at,
        )?;
        let edo_document = self.w.insert_edo_document(&NewEdoDocument {
            document,
            connection: connection.id,
            custom_document_id: randomness.uuid(),
            to_box: arrival.from_box.clone(),
            file: None,
            created_at: at,
        })?;
        self.w.insert_arrived(&NewArrived {
            edo_document,
            connection: connection.id,
            from_box: arrival.from_box.clone(),
            package_id: arrival.package_id.clone(),
            file_name: file_name(arrival),
            answer: arrival.answer,
            signature_entity_id: arrival
                .signature
                .as_ref()
                .map(|signature| signature.entity_id.clone())
                .unwrap_or_default(),
            via_box: arrival.via_box.clone(),
        })?;
        let row = self.w.edo_document(edo_document)?;
        let row = row.ok_or_else(|| Error::internal("a row that was just written"))?;
        self.settle(row, &arrival.remote)
    }
}

/// When it came, by its first event at hand.
fn first_heard(events: &[ProviderEvent], remote: &RemoteDocument, now: Timestamp) -> Timestamp {
    let about = events.iter().filter(|event| event.remote == *remote);
    let instants = about.map(|event| believable(event, now).happened_at);
    instants.min().unwrap_or(now).min(now)
}

/// What the paper is called, where its kind does not say it; else its file.
fn title(arrival: &Arrival) -> String {
    if !arrival.type_label.is_empty() {
        return arrival.type_label.to_owned();
    }
    let name = import::bare_name(&arrival.file_name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.to_owned()
}

/// A name by which the bytes can be kept.
fn file_name(arrival: &Arrival) -> String {
    match import::bare_name(&arrival.file_name).trim() {
        "" if arrival.kind_code == kind::builtin::UTD => "УПД.xml".to_owned(),
        "" => "Документ".to_owned(),
        name => name.to_owned(),
    }
}

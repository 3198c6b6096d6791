//! The operators' feeds: how far each was read, and every event word for word.

use domain::{ConnectionId, EventActor, ProviderEvent, RemoteDocument};
use jiff::Timestamp;
use rusqlite::params;

use crate::columns::{At, KeptPayload, Payload, collected, optional};
use crate::{Reader, Result, Writer};

impl Reader<'_> {
    /// How far the feed of this connection was read; none before the first page.
    pub fn feed_cursor(&self, connection: ConnectionId) -> Result<Option<String>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT cursor FROM feed_cursors WHERE connection_id = ?1")?;
        optional(query.query_row([connection.0], |row| row.get(0)))
    }

    /// Every event about this document, by the instant it happened and then by the operator's name for it, so
    /// that the order of arrival does not matter.
    pub fn events_of(&self, connection: ConnectionId, remote: &RemoteDocument) -> Result<Vec<ProviderEvent>> {
        let mut query = self.sql.prepare_cached(
            "SELECT payload, event_id, happened_at_ns FROM provider_events
             WHERE connection_id = ?1 AND entity_id = ?2 AND message_id = ?3
             ORDER BY happened_at_ns, event_id",
        )?;
        let found = query.query_map(
            params![connection.0, remote.entity_id, remote.message_id],
            |row| {
                let At(happened_at) = row.get(2)?;
                Ok(KeptPayload::whole(row.get(0)?, row.get(1)?, happened_at, remote))
            },
        )?;
        collected(found)
    }

    /// Events about this document that were received after that instant, by our clock, the oldest first.
    pub fn events_received_after(
        &self,
        connection: ConnectionId,
        remote: &RemoteDocument,
        after: Timestamp,
    ) -> Result<Vec<ProviderEvent>> {
        let mut query = self.sql.prepare_cached(
            "SELECT payload, event_id, happened_at_ns FROM provider_events
             WHERE connection_id = ?1 AND entity_id = ?2 AND message_id = ?3 AND received_at_ns > ?4
             ORDER BY received_at_ns, event_id",
        )?;
        let found = query.query_map(
            params![connection.0, remote.entity_id, remote.message_id, At(after)],
            |row| {
                let At(happened_at) = row.get(2)?;
                Ok(KeptPayload::whole(row.get(0)?, row.get(1)?, happened_at, remote))
            },
        )?;
        collected(found)
    }
}

impl Writer<'_> {
    /// Notes how far the feed was read; in the same transaction as what the events did.
    pub fn set_feed_cursor(&self, connection: ConnectionId, cursor: &str) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO feed_cursors (connection_id, cursor) VALUES (?1, ?2)
                 ON CONFLICT (connection_id) DO UPDATE SET cursor = excluded.cursor",
            )?
            .execute(params![connection.0, cursor])?;
        Ok(())
    }

    /// Keeps an event. False when this event about this document is known already: feeds repeat themselves.
    pub fn record_event(
        &self,
        connection: ConnectionId,
        event: &ProviderEvent,
        received_at: Timestamp,
    ) -> Result<bool> {
        let added = self
            .sql
            .prepare_cached(
                "INSERT INTO provider_events
                     (connection_id, entity_id, event_id, message_id, happened_at_ns, received_at_ns, payload)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (connection_id, entity_id, event_id) DO NOTHING",
            )?
            .execute(params![
                connection.0,
                event.remote.entity_id,
                event.event_id,
                event.remote.message_id,
                At(event.happened_at),
                At(received_at),
                Payload::of(event)
            ])?;
        Ok(added > 0)
    }
}

impl Writer<'_> {
    /// Forgets what an event told; that there was one stays known, so that it is never taken for a new one.
    pub fn empty_event(
        &self,
        connection: ConnectionId,
        remote: &RemoteDocument,
        event_id: &str,
    ) -> Result<()> {
        let empty = ProviderEvent {
            event_id: event_id.to_owned(),
            happened_at: Timestamp::UNIX_EPOCH,
            remote: remote.clone(),
            custom_document_id: None,
            actor: EventActor::Operator,
            facts: Vec::new(),
            state: None,
            moved: None,
        };
        self.sql
            .prepare_cached(
                "UPDATE provider_events SET payload = ?4
                 WHERE connection_id = ?1 AND entity_id = ?2 AND event_id = ?3",
            )?
            .execute(params![
                connection.0,
                remote.entity_id,
                event_id,
                Payload::of(&empty)
            ])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;

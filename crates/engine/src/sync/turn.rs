//! One round for one connection: send what is due, read the feed until caught up, ask about the silent.

use domain::ConnectionId;
use store::Connection;

use super::{Hurry, Stop, health};
use crate::error::Error;
use crate::persons::Stepped;
use crate::{Engine, Result};

/// What a round did for one connection.
#[derive(Debug, Clone)]
pub struct ConnectionReport {
    /// The connection.
    pub connection: ConnectionId,
    /// Events that were not known before.
    pub events_new: u64,
    /// Documents that the operator took.
    pub sent: u64,
    /// What went wrong with the connection; single documents have their own words in the outbox.
    pub error: Option<Error>,
}

/// What a round did.
#[derive(Debug, Clone, Default)]
pub struct SyncReport {
    /// One entry per connection.
    pub connections: Vec<ConnectionReport>,
}

impl Engine {
    /// «Обновить»: sends what waits and reads what is new, now, for one connection or all. A person asked for it, so
    /// nothing is put off, but for an operator that asked for patience. A connection whose exchange was stopped is left
    /// alone unless it is named.
    pub async fn sync_once(&self, connection: Option<ConnectionId>) -> Result<SyncReport> {
        self.work_rules(&Stop::never()).await?;
        let mut report = SyncReport::default();
        let chosen = match connection {
            Some(_) => self.chosen_connections(connection).await?,
            None => self.going_connections().await?,
        };
        for connection in chosen {
            report
                .connections
                .push(self.turn(&connection, Hurry::Pressed, &Stop::never()).await?);
        }
        Ok(report)
    }

    /// A whole round. Errors of the operator are in the report; an error of ours ends it.
    pub(crate) async fn turn(
        &self,
        connection: &Connection,
        hurry: Hurry,
        stop: &Stop,
    ) -> Result<ConnectionReport> {
        let mut report = ConnectionReport {
            connection: connection.id,
            events_new: 0,
            sent: 0,
            error: None,
        };
        if let Some(asked) = self.asked_for_patience(connection.id).await? {
            report.error = Some(asked);
            return Ok(report);
        }
        let result = self.round(connection, hurry, stop, &mut report).await;
        let chosen = connection.clone();
        let trouble = result.as_ref().err().cloned();
        self.blocking(move |inner| {
            inner.note_exchanges(chosen.id)?;
            match &trouble {
                None => inner.note_success(&chosen),
                Some(trouble) => inner.note_trouble(chosen.id, trouble),
            }
        })
        .await?;
        report.error = result.err();
        Ok(report)
    }

    async fn round(
        &self,
        connection: &Connection,
        hurry: Hurry,
        stop: &Stop,
        report: &mut ConnectionReport,
    ) -> Result<()> {
        let pass = self.send_due(connection, hurry, stop).await?;
        report.sent = pass.accepted;
        self.show_notices().await?;
        if let Some(trouble) = pass.trouble {
            return Err(trouble);
        }
        let (events_new, read) = self.poll(connection, stop).await;
        report.events_new = events_new;
        read?;
        let receipts = self.send_receipts(connection, hurry, stop).await?;
        let stepped = self.take_person_steps(connection, stop).await?;
        if receipts > 0 || stepped == Stepped::Yes {
            let pass = self.send_due(connection, hurry, stop).await?;
            report.sent += pass.accepted;
            if let Some(trouble) = pass.trouble {
                return Err(trouble);
            }
        }
        let acted = self.act_due(connection, hurry, stop).await?;
        if let Some(trouble) = acted.trouble {
            return Err(trouble);
        }
        self.read_counterparties_daily(connection).await?;
        self.learn_universal_messages(connection).await?;
        self.follow_relations_due(connection).await?;
        self.sweep(connection).await?;
        self.fetch_signed_copies(connection, stop).await?;
        self.fetch_contents(connection, hurry, stop).await?;
        self.learn_signatures(connection).await?;
        self.fetch_signatures(connection, stop).await
    }

    /// Only the outbox, between two looks at the feed. Trouble with the connection is noted.
    pub(crate) async fn send_turn(&self, connection: &Connection, stop: &Stop) -> Result<u64> {
        let pass = match self.send_due(connection, Hurry::Scheduled, stop).await {
            Ok(pass) => pass,
            Err(error) => crate::outbox::Pass {
                accepted: 0,
                trouble: Some(error),
            },
        };
        self.show_notices().await?;
        if let Some(trouble) = pass.trouble {
            let id = connection.id;
            self.blocking(move |inner| inner.note_trouble(id, &trouble))
                .await?;
        }
        Ok(pass.accepted)
    }

    /// Only the bytes of documents that came, between two looks at the feed. Trouble with the connection is noted.
    pub(crate) async fn content_turn(&self, connection: &Connection, stop: &Stop) -> Result<()> {
        let Err(trouble) = self.fetch_contents(connection, Hurry::Scheduled, stop).await else {
            return Ok(());
        };
        let id = connection.id;
        self.blocking(move |inner| inner.note_trouble(id, &trouble)).await
    }

    async fn asked_for_patience(&self, connection: ConnectionId) -> Result<Option<Error>> {
        self.blocking(move |inner| {
            let now = inner.now();
            let health = inner.read(|r| Ok(r.health(connection)?))?;
            let until = health::must_wait(health.as_ref(), now);
            Ok(until.map(|until| {
                let wait = std::time::Duration::try_from(until.duration_since(now)).unwrap_or_default();
                Error::from(connect::Error::Limited(Some(wait)))
            }))
        })
        .await
    }
}

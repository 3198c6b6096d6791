//! What a notice is made of today: the former paper, a universal message beside it, or the message alone. The day is the
//! operator's word, kept as data ([`crate::ahead`]); where nobody told one, the former paper goes.

use std::collections::BTreeSet;

use domain::{EdoDocument, EdoFile, NoticeForm, ServiceDocumentKind, UniversalMessagesStart};
use jiff::civil::Date;
use store::{Connection, Reader};

use super::{refused, sentences};
use crate::ahead::{Ask, Known, Question};
use crate::engine::Inner;
use crate::{Engine, Result};

/// What has to be known about a connection before anything is told by it.
pub(super) fn question(connection: &Connection) -> Question {
    Question {
        connection: connection.id,
        ask: Ask::UniversalMessages(connection.edo_box.box_id.clone()),
    }
}

/// The first day of universal messages alone for documents like this one.
enum Start {
    /// Nobody told yet.
    Unasked,
    /// The operator names no day for such documents.
    None,
    /// This day.
    On(Date),
}

impl Start {
    fn date(&self) -> Option<Date> {
        match self {
            Self::On(date) => Some(*date),
            Self::Unasked | Self::None => None,
        }
    }
}

/// The file that a sending is about.
pub(super) fn file(r: &Reader<'_>, sending: &EdoDocument) -> Result<Option<EdoFile>> {
    Ok(match sending.file {
        Some(file) => r.edo_file(file)?,
        None => None,
    })
}

fn start(inner: &Inner, r: &Reader<'_>, connection: &Connection, file: Option<&EdoFile>) -> Result<Start> {
    let known = Known::of(r, connection.id, inner.now());
    let Some(told) = known.universal_messages(&connection.edo_box.box_id)? else {
        return Ok(Start::Unasked);
    };
    let is_its = |start: &&UniversalMessagesStart| file.is_some_and(|file| file.format == start.format);
    let found = told.iter().find(is_its);
    Ok(found.map_or(Start::None, |start| Start::On(start.on)))
}

/// What this kind is made of today about this file. The error says that the operator takes no message about it.
pub(super) fn of(
    inner: &Inner,
    r: &Reader<'_>,
    connection: &Connection,
    (kind, file): (ServiceDocumentKind, Option<&EdoFile>),
) -> Result<NoticeForm> {
    let start = start(inner, r, connection, file)?;
    if kind == ServiceDocumentKind::InfoMessage && matches!(start, Start::None) {
        return Err(refused("messages_not_taken", sentences::MESSAGES_NOT_TAKEN));
    }
    Ok(NoticeForm::of(kind, start.date(), inner.today()))
}

/// The operator said that it takes messages about such documents.
pub(super) fn takes_messages(
    inner: &Inner,
    r: &Reader<'_>,
    connection: &Connection,
    file: Option<&EdoFile>,
) -> Result<bool> {
    Ok(matches!(start(inner, r, connection, file)?, Start::On(_)))
}

impl Engine {
    /// Part of the round: once a day it is asked since when universal messages go alone, so that cards know what may be
    /// told. Trouble with the line is no error.
    pub(crate) async fn learn_universal_messages(&self, connection: &Connection) -> Result<()> {
        self.ask_ahead(BTreeSet::from([question(connection)])).await
    }
}

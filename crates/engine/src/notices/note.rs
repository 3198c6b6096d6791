//! Putting news into the list, once, in the transaction of what it tells of.

use domain::{
    Direction, DocumentId, EdoDocument, EdoStatus, FirmId, NoticeId, NoticeKind, NoticeSettings,
    NoticeSubject, Whose,
};
use jiff::Timestamp;
use store::{NewNotice, NewProgramNotice, Reader, Writer};

use super::settings;
use crate::{Result, employees};

/// About whom a notice of the program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// About this document.
    Document(DocumentId),
    /// About this firm.
    Firm(FirmId),
    /// About the whole office.
    Office,
}

/// Puts the news of a sending into the list, once per status.
pub(crate) fn add(
    w: &Writer<'_>,
    sending: &EdoDocument,
    (status, at): (EdoStatus, Timestamp),
) -> Result<Option<NoticeId>> {
    let is_inbound = sending.state.as_ref().is_some_and(|state| state.facets.inbound);
    let direction = if is_inbound {
        Direction::Inbound
    } else {
        Direction::Outbound
    };
    let Some(kind) = NoticeKind::of_status(direction, status) else {
        return Ok(None);
    };
    if !is_wanted(w, kind, Subject::Document(sending.document))? {
        return Ok(None);
    }
    Ok(w.add_notice(&NewNotice {
        document: sending.document,
        edo_document: sending.id,
        status,
        at,
    })?)
}

/// Puts other news into the list, once per key.
pub(crate) fn add_program(
    w: &Writer<'_>,
    subject: Subject,
    new: &NewProgramNotice,
) -> Result<Option<NoticeId>> {
    if !is_wanted(w, new.notice.kind, subject)? {
        return Ok(None);
    }
    Ok(w.add_program_notice(new)?)
}

fn is_wanted(r: &Reader<'_>, kind: NoticeKind, subject: Subject) -> Result<bool> {
    let settings = settings(r)?;
    let mut about = NoticeSubject {
        kind,
        firm: None,
        assignee: None,
    };
    match subject {
        Subject::Office => {}
        Subject::Firm(firm) => about.firm = Some(firm),
        // Many events change many documents: a document is read only where its answer counts.
        Subject::Document(document) if is_choosy(&settings) => {
            if let Some(document) = r.document(document)? {
                about.firm = document.body.firm;
                about.assignee = document.body.assignee;
            }
        }
        Subject::Document(_) => {}
    }
    let me = match settings.whose {
        Whose::Mine => employees::current(r)?,
        Whose::Everybodys => None,
    };
    Ok(settings.wants(&about, me))
}

fn is_choosy(settings: &NoticeSettings) -> bool {
    !settings.firms.is_empty() || settings.whose == Whose::Mine
}

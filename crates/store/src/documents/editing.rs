//! Changes of a document that is there.
//!
//! Every change of what a paper says makes the revision grow by one, so that nobody overwrites a change unseen and a
//! file made before is known to be old. The file of an imported document is the paper itself: changes of the
//! registry's own words about it never make it old, so its revision grows along.

use domain::{
    CounterpartyId, Direction, Document, DocumentId, EdoStatus, EmployeeId, FirmId, IndividualId, KindId,
    NewDocument, Origin,
};
use jiff::Timestamp;
use rusqlite::params;

use super::{missing, number_order, place};
use crate::columns::{At, Day, Kopecks, Name, Sparse};
use crate::{Error, Result, Writer};

impl Writer<'_> {
    /// Replaces what a document says and gives its new revision; the one it has when nothing differs. Its files,
    /// its origin and its status stay. [`Error::Conflict`] with the word `revision` when the document is not of the
    /// expected revision: somebody else changed it.
    pub fn update_document(&self, id: DocumentId, expected_revision: u32, new: &NewDocument) -> Result<u32> {
        let old = self.document(id)?.ok_or_else(missing)?;
        if old.revision != expected_revision {
            return Err(Error::Conflict("revision".to_owned()));
        }
        self.replace(&old, new.clone())
    }

    /// Settles who takes part; the other side is a company or a person.
    pub fn set_parties(
        &self,
        id: DocumentId,
        firm: Option<FirmId>,
        counterparty: Option<CounterpartyId>,
        individual: Option<IndividualId>,
    ) -> Result<()> {
        let old = self.document(id)?.ok_or_else(missing)?;
        let new = NewDocument {
            firm,
            counterparty,
            individual,
            ..old.body.clone()
        };
        self.replace(&old, new).map(drop)
    }

    /// Settles of which kind it is. Its format stays.
    pub fn set_kind(&self, id: DocumentId, kind: Option<KindId>) -> Result<()> {
        let old = self.document(id)?.ok_or_else(missing)?;
        let new = NewDocument {
            kind,
            ..old.body.clone()
        };
        self.replace(&old, new).map(drop)
    }

    /// Settles who of us is responsible. The revision stays: a paper that was handed on to a colleague need not be
    /// sent again.
    pub fn set_assignment(&self, id: DocumentId, assignee: Option<EmployeeId>) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached("UPDATE documents SET assignee_id = ?1 WHERE id = ?2")?
            .execute(params![assignee.map(|id| id.0), id.0])?;
        if changed == 0 { Err(missing()) } else { Ok(()) }
    }

    /// Settles which way it goes, once it is known which side is ours.
    pub fn set_direction(&self, id: DocumentId, direction: Direction) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached("UPDATE documents SET direction = ?1 WHERE id = ?2")?
            .execute(params![Name(direction), id.0])?;
        if changed == 0 { Err(missing()) } else { Ok(()) }
    }

    /// Notes the status that lists show, and since when it holds.
    pub fn set_document_status(&self, id: DocumentId, status: EdoStatus, since: Timestamp) -> Result<()> {
        // Most events leave the status as it is: naming the column would rewrite the indexes for nothing.
        let same = self
            .sql
            .prepare_cached("UPDATE documents SET status_since_ns = ?2 WHERE id = ?3 AND status = ?1")?
            .execute(params![Name(status), At(since), id.0])?;
        if same > 0 {
            return Ok(());
        }
        let changed = self
            .sql
            .prepare_cached("UPDATE documents SET status = ?1, status_since_ns = ?2 WHERE id = ?3")?
            .execute(params![Name(status), At(since), id.0])?;
        if changed == 0 { Err(missing()) } else { Ok(()) }
    }

    /// Notes for the lists why a document in this status waits for a person: empty where nothing is known, none where
    /// nobody has to act. Nothing is noted where it stands in another status by now.
    pub fn set_document_cause(&self, id: DocumentId, status: EdoStatus, cause: Option<&str>) -> Result<()> {
        self.sql
            .prepare_cached(
                "UPDATE documents SET cause = ?1 WHERE id = ?2 AND status = ?3 AND cause IS NOT ?1",
            )?
            .execute(params![cause, id.0, Name(status)])?;
        Ok(())
    }

    fn replace(&self, old: &Document, new: NewDocument) -> Result<u32> {
        let new = NewDocument {
            file: old.body.file.clone(),
            origin: old.body.origin,
            ..new
        };
        if new == old.body {
            return Ok(old.revision);
        }
        let revision = old.revision.saturating_add(1);
        self.update_row(old, &new, revision)?;
        self.write_lines(old.id, &old.body.lines, &new.lines)?;
        if new.origin == Origin::Imported {
            self.sql
                .prepare_cached(
                    "UPDATE edo_files SET revision = ?1
                     WHERE id = (SELECT edo_file_id FROM documents WHERE id = ?2) AND revision = ?3",
                )?
                .execute(params![revision, old.id.0, old.revision])?;
        }
        self.reindex_changed(old, &new)?;
        Ok(revision)
    }

    fn update_row(&self, old: &Document, new: &NewDocument, revision: u32) -> Result<()> {
        self.sql
            .prepare_cached(
                "UPDATE documents SET firm_id = ?2, counterparty_id = ?3, individual_id = ?4, assignee_id = ?5,
                     direction = ?6, kind_id = ?7, format = ?8, number = ?9, issued_on = ?10, listed_on = ?11,
                     total_kopecks = ?12, vat_kopecks = ?13, currency = ?14, title = ?15, details = ?16,
                     revision = ?17, number_key = ?18
                 WHERE id = ?1",
            )?
            .execute(params![
                old.id.0,
                new.firm.map(|id| id.0),
                new.counterparty.map(|id| id.0),
                new.individual.map(|id| id.0),
                new.assignee.map(|id| id.0),
                Name(new.direction),
                new.kind.map(|id| id.0),
                Name(new.format),
                new.number,
                new.issued_on.map(Day),
                place(old.id, new.issued_on, old.created_at).listed_on(),
                new.total.map(Kopecks),
                new.vat_amount.map(Kopecks),
                new.currency,
                new.title,
                Sparse(&new.details),
                revision,
                number_order(&new.number)
            ])?;
        Ok(())
    }
}

//! «Собрать архив»: originals, signatures, copies for viewing, protocols and an inventory with gaps in one ZIP.

use domain::DocumentId;
use serde::Deserialize;
use store::BulkFile;

use super::asked;
use crate::Result;
use crate::archive::{self, ArchiveFile};
use crate::bulk::action::is_of_the_program;
use crate::bulk::{BulkAction, Course, Effect, Made, Readiness, refused};
use crate::engine::Inner;
use crate::late_signatures::Gathering;
use crate::trust::TrustAtHand;

pub(super) const ACTION: BulkAction = BulkAction {
    code: "archive",
    label: "Сборка архива",
    is_outward: false,
    changes_documents: false,
    makes_file: true,
    needs_keys: false,
    undone_by: None,
    rows_at_once: 8,
    begin: |inner, params| {
        let Nothing {} = asked(params)?;
        Ok(Box::new(Archive {
            trust: TrustAtHand::load(inner)?,
            gathering: Gathering::default(),
            file: None,
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

struct Archive {
    trust: TrustAtHand,
    gathering: Gathering,
    /// Begun with the first document: a plan makes no file.
    file: Option<ArchiveFile>,
}

impl Archive {
    fn file(&mut self, inner: &Inner) -> Result<&mut ArchiveFile> {
        let file = match self.file.take() {
            Some(begun) => begun,
            None => ArchiveFile::begin(inner.now(), inner.store.begin_long_file()?),
        };
        Ok(self.file.insert(file))
    }
}

impl Course for Archive {
    fn fetch(&mut self, inner: &Inner, documents: &[DocumentId]) -> Result<Readiness> {
        self.gathering.ready(inner, documents)
    }

    fn run<'c>(&'c mut self, inner: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        let mut effects: Vec<Effect<'c>> = Vec::with_capacity(documents.len());
        for &document in documents {
            let collected = archive::collect(inner, &self.trust, document);
            let file = self.file(inner)?;
            let effect: Effect<'c> = match collected.and_then(|collected| file.add(collected)) {
                Ok(()) => Box::new(|_| Ok(Made::default())),
                Err(cause) if is_of_the_program(&cause) => return Err(cause),
                Err(cause) => {
                    file.leave_out(document, &cause);
                    refused(cause)
                }
            };
            effects.push(effect);
        }
        Ok(effects)
    }

    fn finish(self: Box<Self>, _: &Inner) -> Result<Option<BulkFile>> {
        self.file.map(ArchiveFile::finish).transpose()
    }
}

//! «Скачать из ЭДО»: what the operator makes of each document, in one file.

use connect::edo::CopyKind;
use domain::DocumentId;
use serde::Deserialize;
use store::{BulkFile, Reader};

use super::asked;
use crate::Result;
use crate::bulk::{BulkAction, Course, Effect, Made, Readiness, Verdict, kept, refused};
use crate::copies::{self, Fetching, Pack};
use crate::engine::Inner;

pub(super) const ACTION: BulkAction = BulkAction {
    code: "download",
    label: "Скачивание из ЭДО",
    is_outward: false,
    changes_documents: false,
    makes_file: true,
    needs_keys: false,
    undone_by: None,
    // As many as an operator is to be asked for at once.
    rows_at_once: 4,
    begin: |_, params| {
        let asked: Asked = asked(params)?;
        let kind = asked.what.into();
        Ok(Box::new(Download {
            kind,
            fetching: Fetching::of(kind),
            pack: Pack::of(kind),
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    what: What,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Archive,
    PrintForm,
    Protocol,
}

impl From<What> for CopyKind {
    fn from(what: What) -> Self {
        match what {
            What::Archive => Self::Archive,
            What::PrintForm => Self::PrintForm,
            What::Protocol => Self::Protocol,
        }
    }
}

struct Download {
    kind: CopyKind,
    fetching: Fetching,
    pack: Pack,
}

impl Course for Download {
    fn fetch(&mut self, inner: &Inner, documents: &[DocumentId]) -> Result<Readiness> {
        self.fetching.ready(inner, documents)
    }

    fn check(&self, inner: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<Verdict> {
        copies::place(inner, r, document, self.kind).map(|_| Verdict::Ready)
    }

    fn run<'c>(&'c mut self, _: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        let mut effects: Vec<Effect<'c>> = Vec::with_capacity(documents.len());
        for &document in documents {
            let effect: Effect<'c> = match self.fetching.take(document).and_then(|came| self.pack.add(came)) {
                Ok(()) => Box::new(|_| Ok(Made::default())),
                Err(cause) => refused(cause),
            };
            effects.push(effect);
        }
        Ok(effects)
    }

    fn finish(self: Box<Self>, inner: &Inner) -> Result<Option<BulkFile>> {
        kept(inner, self.pack.finish()?)
    }
}

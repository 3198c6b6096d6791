//! «Печать»: the pages of every document in one PDF, in the order of the job.

use domain::DocumentId;
use serde::Deserialize;
use store::{BulkFile, Reader};

use super::asked;
use crate::Result;
use crate::bulk::action::there;
use crate::bulk::{BulkAction, Course, Effect, Made, Verdict, kept, refused};
use crate::engine::Inner;
use crate::print::{self, ChosenForm, Pile, PrintPurpose};

pub(super) const ACTION: BulkAction = BulkAction {
    code: "print",
    label: "Печать",
    is_outward: false,
    changes_documents: false,
    makes_file: true,
    needs_keys: false,
    undone_by: None,
    rows_at_once: 8,
    begin: |inner, params| {
        let asked: Asked = asked(params)?;
        let form = asked
            .form
            .map(|name| print::chosen_form(inner, &name))
            .transpose()?;
        let purpose = if asked.copy_for_viewing.unwrap_or(false) {
            PrintPurpose::CopyForViewing
        } else {
            PrintPurpose::Paper
        };
        Ok(Box::new(Print {
            form,
            purpose,
            pile: Pile::default(),
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// Name of a form for composed records; that of their kind when absent.
    form: Option<String>,
    /// With what is known of the signatures.
    copy_for_viewing: Option<bool>,
}

struct Print {
    form: Option<ChosenForm>,
    purpose: PrintPurpose,
    pile: Pile,
}

impl Course for Print {
    fn check(&self, inner: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<Verdict> {
        let document = there(r, document)?;
        print::refuse_unprintable(inner, r, &document, self.form.as_ref()).map(|()| Verdict::Ready)
    }

    fn run<'c>(&'c mut self, inner: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        let mut effects: Vec<Effect<'c>> = Vec::with_capacity(documents.len());
        for &document in documents {
            let effect: Effect<'c> = match print::print_one(inner, document, self.form.as_ref(), self.purpose)
            {
                Ok(sheet) => {
                    self.pile.put(sheet)?;
                    Box::new(|_| Ok(Made::default()))
                }
                Err(cause) => refused(cause),
            };
            effects.push(effect);
        }
        Ok(effects)
    }

    fn finish(self: Box<Self>, inner: &Inner) -> Result<Option<BulkFile>> {
        kept(inner, self.pile.bound()?.0)
    }
}

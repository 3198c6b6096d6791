//! «Связать с нашими документами»: what came and has exactly one document of ours that is most like it.

use domain::DocumentId;
use serde::Deserialize;
use store::{BulkFault, Pair, Reader};

use super::asked;
use crate::bulk::action::there;
use crate::bulk::{BulkAction, Course, Effect, Made, Verdict};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::pairs::{self, PairProposal};
use crate::{Result, documents};

pub(super) const ACTION: BulkAction = BulkAction {
    code: "pair",
    label: "Связь с нашими документами",
    is_outward: false,
    changes_documents: true,
    makes_file: false,
    needs_keys: false,
    undone_by: None,
    rows_at_once: 200,
    begin: |_, params| {
        let Nothing {} = asked(params)?;
        Ok(Box::new(Pairing))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

struct Pairing;

impl Course for Pairing {
    fn check(&self, _: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<Verdict> {
        there(r, document)?;
        let best = only_best(r, document)?;
        Ok(if best.is_sure {
            Verdict::Ready
        } else {
            Verdict::Warned(BulkFault {
                code: "pair_doubtful".to_owned(),
                text: format!("{}: {}", best.document.label, best.sentence),
            })
        })
    }

    fn run<'c>(&'c mut self, inner: &'c Inner, ids: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        let now = inner.now();
        let effect = |&inbound: &DocumentId| -> Effect<'c> {
            Box::new(move |w| {
                w.document(inbound)?.ok_or_else(documents::not_found)?;
                // Looked for again: another row of this job may have taken it.
                let document = only_best(w, inbound)?.document.id;
                pairs::accept(w, Pair { inbound, document }, now)?;
                Ok(Made::default())
            })
        };
        Ok(ids.iter().map(effect).collect())
    }
}

/// The document of ours that is more like this one than any other.
fn only_best(r: &Reader<'_>, inbound: DocumentId) -> Result<PairProposal> {
    if r.pair_of(inbound)?.is_some() {
        return Err(refused(
            "pair_taken",
            "Документ уже связан с другим. Ничего не изменено.",
        ));
    }
    let mut proposals = pairs::proposals(r, inbound)?.into_iter();
    let best = proposals.next().ok_or_else(|| {
        refused(
            "pair_none",
            "Похожего документа в учёте нет. Ничего не изменено. Выберите документ в карточке сами.",
        )
    })?;
    let is_shared = proposals
        .next()
        .is_some_and(|second| second.agrees.len() == best.agrees.len());
    if is_shared {
        return Err(refused(
            "pair_several",
            "Похожих документов несколько. Ничего не изменено. Выберите один из них в карточке.",
        ));
    }
    Ok(best)
}

fn refused(code: &'static str, text: &str) -> Error {
    Error::new(Code::Preflight(code), text)
}

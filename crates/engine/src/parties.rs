//! Who takes part in a document, chosen by a person where the file did not say.

use domain::{CounterpartyId, Direction, DocumentId, FirmId, Party};

use store::Writer;

use crate::changes::Change;
use crate::engine::Inner;
use crate::{Engine, Result, auto_rules, status};

/// What a person chose; `None` leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct Assignment {
    /// The firm of ours.
    pub firm: Option<FirmId>,
    /// A counterparty that is known.
    pub counterparty: Option<CounterpartyId>,
    /// A counterparty by its name and numbers; made if it is new. Counts before `counterparty`.
    pub new_counterparty: Option<Party>,
}

impl Engine {
    /// Sets the parties of a document. `already_sent` when it is on its way or signed: then they are history.
    pub async fn assign(&self, document: DocumentId, chosen: Assignment) -> Result<()> {
        self.blocking(move |inner| inner.write(|w| assign(inner, w, document, &chosen)))
            .await?;
        self.inner.rules.wake();
        self.inner.changes.tell(&Change::document(document));
        Ok(())
    }
}

fn assign(inner: &Inner, w: &Writer<'_>, document: DocumentId, chosen: &Assignment) -> Result<()> {
    let body = w
        .document(document)?
        .ok_or_else(crate::documents::not_found)?
        .body;
    // An inbound document is the other side's: who of the directory that is may be said at any time.
    if body.direction == Direction::Outbound {
        crate::send::refuse_second_sending_of(w, document, None, crate::Repeat::AfterRefusal)?;
    }
    if let Some(firm) = chosen.firm {
        w.firm(firm)?.ok_or_else(crate::firms::not_found)?;
    }
    let counterparty = match (&chosen.new_counterparty, chosen.counterparty) {
        (Some(party), _) => Some(w.save_counterparty(party)?),
        (None, Some(id)) => Some(
            w.counterparty(id)?
                .ok_or_else(crate::counterparties::not_found)?
                .id,
        ),
        (None, None) => body.counterparty,
    };
    let individual = body.individual.filter(|_| counterparty.is_none());
    w.set_parties(document, chosen.firm.or(body.firm), counterparty, individual)?;
    status::refresh(w, document, inner.now())?;
    auto_rules::note_save(inner, w, document)
}

//! Revocation of a document as one box sees it: the last proposal that was not found bad, and the answer to it.

use uuid::Uuid;

use super::{Answered, Attached, Exchange, Role, View};
use crate::diadoc::model::{Message, Part};
use crate::world::BoxId;

/// A proposal to revoke.
#[derive(Debug, Clone, Copy)]
pub struct Revocation<'a> {
    /// The paper.
    pub request: Attached<'a>,
    /// Who proposed it.
    pub initiator: BoxId,
    /// What the other side said: a signature agrees, a refusal does not.
    pub answer: Option<Answered<'a>>,
}

impl Revocation<'_> {
    /// The other side has not answered.
    pub fn is_open(&self) -> bool {
        self.answer.is_none()
    }

    /// The document is void.
    pub fn is_accepted(&self) -> bool {
        matches!(self.answer, Some(Answered::Signature(_)))
    }
}

impl<'a> View<'a> {
    /// What was last proposed about a document.
    pub(super) fn revocation_of(&self, document: Uuid) -> Option<Revocation<'a>> {
        let all = self.all_attached(document, Part::RevocationRequest);
        let is_good = |one: &Attached<'a>| one.signature.is_some_and(|seen| !self.is_bad(seen));
        let request = all.filter(is_good).last()?;
        let initiator = request.signature?.entity.signer?;
        let id = request.entity.entity.id;
        let agreed = self
            .children(id, Part::Signature)
            .find(|seen| seen.entity.signer != Some(initiator) && !self.is_bad(*seen));
        let refused = self.all_attached(id, Part::Rejection).find(is_good);
        let refused = refused
            .map(Answered::Rejection)
            .or_else(|| self.universal_refusal_to(id, initiator));
        Some(Revocation {
            request,
            initiator,
            answer: agreed.map(Answered::Signature).or(refused),
        })
    }
}

impl Exchange<'_> {
    /// `RevocationStatus`
    pub fn revocation_status(&self) -> &'static str {
        match self.revocation {
            None => "RevocationStatusNone",
            Some(revocation) => match revocation.answer {
                Some(Answered::Signature(_)) => "RevocationAccepted",
                Some(_) => "RevocationRejected",
                None if revocation.initiator == self.view.viewer => "RevocationIsRequestedByMe",
                None => "RequestsMyRevocation",
            },
        }
    }

    /// The document is void.
    pub fn is_revoked(&self) -> bool {
        self.revocation.is_some_and(|revocation| revocation.is_accepted())
    }

    /// This side may propose to revoke: everything asked for is given, nothing was refused, and no proposal is open. With
    /// somebody standing between it is not played here.
    pub fn may_be_revoked(&self) -> bool {
        let is_confirmed = !self.awaits_receipt() && self.unconfirmed().is_none();
        let is_settled = self.view.delivered_at.is_some() && !self.awaits_answer() && is_confirmed;
        let is_free = self
            .revocation
            .is_none_or(|revocation| matches!(revocation.answer, Some(Answered::Rejection(_))));
        let is_refused = matches!(self.answer, Some(Answered::Rejection(_)));
        self.view.message.proxy.is_none() && is_settled && is_free && !is_refused
    }

    /// This side has to answer a proposal.
    pub fn awaits_revocation_answer(&self) -> bool {
        let open = self.revocation.filter(Revocation::is_open);
        open.is_some_and(|open| open.initiator != self.view.viewer)
    }

    /// The recipient may ask for a correction: once, of a paper that has a form and force.
    pub fn may_be_amended(&self) -> bool {
        let is_void = self
            .revocation
            .is_some_and(|one| one.is_open() || one.is_accepted());
        let is_refused = matches!(self.answer, Some(Answered::Rejection(_)));
        self.view.role() == Role::Recipient
            && self.workflow().takes_amendment()
            && self.amendment.is_none()
            && !is_void
            && !is_refused
    }
}

/// The document that a proposal to revoke is about; none where the entity is no such proposal.
pub fn proposal_about(message: &Message, entity: Uuid) -> Option<Uuid> {
    let found = message.entity(entity);
    found
        .filter(|entity| entity.part == Part::RevocationRequest)?
        .parent
}

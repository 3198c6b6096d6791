//! Universal messages and cancellations of shipment data of one document's exchange, in the structures of both APIs.

use uuid::Uuid;

use super::docflow::Bytes;
use super::{Answered, Attached, Exchange, Seen, View};
use crate::diadoc::answers::universal::{
    OutOfWorkflow, TtGisFixation, TtGisFixationCancellation, UniversalMessageAttachment,
    UniversalMessageCreator, UniversalMessageEvent, UniversalMessageInfo,
};
use crate::diadoc::model::{Entity, OuterStatusType, Part, Told, UniversalMessage};
use crate::diadoc::service_documents::universal::{AMENDMENT, RECEIPT, REJECTION, code_group};
use crate::world::BoxId;

/// What an entity says as a universal message.
pub fn told(entity: &Entity) -> Option<&UniversalMessage> {
    match &entity.told {
        Some(Told::Universal(told)) => Some(told),
        _ => None,
    }
}

impl<'a> Attached<'a> {
    /// A universal message: nobody signed it, and the operator confirms nothing of it.
    pub fn is_message(&self) -> bool {
        self.entity.entity.part == Part::UniversalMessage
    }

    fn unsigned(entity: Seen<'a>) -> Self {
        Self {
            entity,
            signature: None,
        }
    }
}

impl<'a> View<'a> {
    /// Universal messages of the exchange with this code about something.
    fn universals(&self, parent: Uuid, code: u32) -> impl Iterator<Item = (Seen<'a>, BoxId)> {
        self.children(parent, Part::UniversalMessage)
            .filter_map(move |seen| {
                let told = told(seen.entity)?;
                let is_it = !told.is_out_of_workflow && told.events.iter().any(|(one, _)| *one == code);
                is_it.then_some((seen, told.creator))
            })
    }

    /// The receipt that the recipient told so.
    pub(super) fn universal_receipt(&self, document: Uuid) -> Option<Attached<'a>> {
        self.universals(document, RECEIPT)
            .next()
            .map(|(seen, _)| Attached::unsigned(seen))
    }

    /// The amendment request that the recipient told so.
    pub(super) fn universal_amendment(&self, document: Uuid) -> Option<Attached<'a>> {
        self.universals(document, AMENDMENT)
            .next()
            .map(|(seen, _)| Attached::unsigned(seen))
    }

    /// The refusal that this side told so, to sign or to revoke.
    pub(super) fn universal_rejection(&self, parent: Uuid, who: BoxId) -> Option<Answered<'a>> {
        let found = self
            .universals(parent, REJECTION)
            .find(|(_, creator)| *creator == who);
        found.map(|(seen, _)| Answered::Rejection(Attached::unsigned(seen)))
    }

    /// The same by whoever is not this side.
    pub(super) fn universal_refusal_to(&self, parent: Uuid, initiator: BoxId) -> Option<Answered<'a>> {
        let found = self
            .universals(parent, REJECTION)
            .find(|(_, creator)| *creator != initiator);
        found.map(|(seen, _)| Answered::Rejection(Attached::unsigned(seen)))
    }
}

/// `UniversalMessageInfo`
pub fn info(entity: &Entity) -> Option<UniversalMessageInfo> {
    let told = told(entity)?;
    let group = told
        .events
        .iter()
        .filter_map(|(code, _)| code_group(*code))
        .next_back();
    let event = |(code, text): &(u32, String)| UniversalMessageEvent {
        status_code: *code,
        plain_text: text.clone(),
    };
    Some(UniversalMessageInfo {
        code_group: group.unwrap_or("UnknownUniversalMessageCodeGroup"),
        events: told.events.iter().map(event).collect(),
        universal_message_creator: UniversalMessageCreator {
            box_id: told.creator.mail_form(),
            department_id: super::message::HEAD_DEPARTMENT,
        },
        is_out_of_workflow: told.is_out_of_workflow,
    })
}

/// `ContentTypeId`
pub fn content_type_id(entity: &Entity) -> &'static str {
    match info(entity).map(|info| info.code_group) {
        Some("Receipt") => "receipt_uni_01",
        Some("AmendmentRequest") => "amendment_request_uni_01",
        Some("Rejection") => "signature_rejection_uni_01",
        _ => "information_message_uni_01",
    }
}

impl Exchange<'_> {
    fn universal(&self, seen: Seen<'_>, bytes: Bytes) -> Option<UniversalMessageAttachment> {
        Some(UniversalMessageAttachment {
            message_info: info(seen.entity)?,
            attachment: self.attachment(seen, None, bytes).attachment,
            content_type_id: content_type_id(seen.entity),
            is_read: self.view.is_read,
        })
    }

    /// The universal message with this code about something, if there is one.
    pub(super) fn universal_about(
        &self,
        parent: Uuid,
        code: u32,
        bytes: Bytes,
    ) -> Option<UniversalMessageAttachment> {
        let (seen, _) = self.view.universals(parent, code).next()?;
        self.universal(seen, bytes)
    }

    fn out_of_workflow_messages(&self) -> impl Iterator<Item = Seen<'_>> {
        let all = self.view.children(self.card.entity, Part::UniversalMessage);
        all.filter(|seen| told(seen.entity).is_some_and(|told| told.is_out_of_workflow))
    }

    /// `OutOfWorkflowUniversalMessageDocflow` of the document; none where there are none.
    pub(super) fn out_of_workflow(&self, bytes: Bytes) -> Option<OutOfWorkflow> {
        let all = self.out_of_workflow_messages();
        let messages: Vec<_> = all.filter_map(|seen| self.universal(seen, bytes)).collect();
        (!messages.is_empty()).then_some(OutOfWorkflow { messages })
    }

    /// `HasUnreadOutOfWorkflowUniversalMessages`
    pub(super) fn has_unread_messages(&self) -> bool {
        let is_theirs =
            |seen: Seen<'_>| told(seen.entity).is_some_and(|told| told.creator != self.view.viewer);
        !self.view.is_read && self.out_of_workflow_messages().any(is_theirs)
    }

    /// The cancellation of the shipment data, if one was posted.
    fn fixation_cancellation(&self) -> Option<Attached<'_>> {
        let all = self
            .view
            .all_attached(self.card.entity, Part::FixationCancellation);
        all.filter(|one| one.signature.is_some_and(|seen| !self.view.is_bad(seen)))
            .last()
    }

    /// `TtGisFixationCancellationStatus`: the sender of goods that the state's system knows to be shipped has to cancel it once
    /// the document has no force.
    pub(in crate::diadoc) fn fixation_status(&self) -> &'static str {
        if !self.view.is_sender() {
            return "TtGisFixationCancellationStatusNone";
        }
        if self.fixation_cancellation().is_some() {
            return "TtGisFixationCancellationRequestSigned";
        }
        let mut statuses = self.outer_statuses();
        let is_fixed = statuses
            .any(|(_, status)| status.docflow_named_id == "TtGis" && status.kind == OuterStatusType::Success);
        let is_void = self.is_revoked() || matches!(self.answer, Some(Answered::Rejection(_)));
        if is_fixed && is_void {
            "HaveToCreateTtGisFixationCancellationRequest"
        } else {
            "TtGisFixationCancellationStatusNone"
        }
    }

    /// `TtGisFixationDocflow`; none where nothing was fixed.
    pub(super) fn fixation(&self, bytes: Bytes) -> Option<TtGisFixation> {
        let status = self.fixation_status();
        if status == "TtGisFixationCancellationStatusNone" {
            return None;
        }
        let cancellation = self.fixation_cancellation().and_then(|one| {
            Some(TtGisFixationCancellation {
                entity: super::docflow::entity(one.entity, bytes),
                signature: self.signature(one.signature?, bytes),
            })
        });
        Some(TtGisFixation {
            cancellation_status: status,
            cancellation,
        })
    }
}

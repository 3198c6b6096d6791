//! Whether a service document of ours is there: by its entity with a signature of our box, or, where nobody signs, by its
//! creator and its bytes (QUIRKS 94, 98, 105).

use super::patch::{List, ReadBack};
use crate::Error;
use crate::edo::diadoc::adapter::Diadoc;
use crate::edo::diadoc::ids::box_id;
use crate::edo::diadoc::wire::{DocumentId, Entity, EntityType, RevocationStatus, UniversalMessageCodeGroup};

impl Diadoc {
    /// What these bytes tell is told by us: by them, or by a colleague in the cabinet, in the former way or the new one.
    pub(super) async fn is_there(&self, posted: &ReadBack) -> Result<bool, Error> {
        let message = self
            .client
            .get_message(&posted.box_id, &posted.parent.message_id)
            .await?;
        let entities = message.map(|message| message.entities).unwrap_or_default();
        match (&posted.paper, &posted.message) {
            (Some((List::RevocationRequests, content)), _) => {
                self.is_proposal_there(posted, content, &entities).await
            }
            (Some((list, _)), _) => Ok(is_told(posted, *list, &entities)),
            (None, Some((UniversalMessageCodeGroup::InformationMessage, content))) => {
                let all = messages_of_us(posted, &UniversalMessageCodeGroup::InformationMessage, &entities);
                self.is_among(posted, content, all).await
            }
            (None, Some((group, _))) => {
                let list = [
                    List::Receipts,
                    List::CorrectionRequests,
                    List::XmlSignatureRejections,
                ]
                .into_iter()
                .find(|list| list.code_group().as_ref() == Some(group));
                Ok(list.is_some_and(|list| is_told(posted, list, &entities)))
            }
            (None, None) => Ok(false),
        }
    }

    /// An earlier proposal may have been refused: only these bytes are this one.
    async fn is_proposal_there(
        &self,
        posted: &ReadBack,
        content: &[u8],
        entities: &[Entity],
    ) -> Result<bool, Error> {
        let all = told_by_us(posted, List::RevocationRequests, entities);
        if self.is_among(posted, content, all).await? {
            return Ok(true);
        }
        let status = self.revocation_status(&posted.box_id, &posted.parent).await?;
        Ok(matches!(
            status,
            RevocationStatus::RevocationIsRequestedByMe | RevocationStatus::RevocationAccepted
        ))
    }

    /// One of these has exactly these bytes.
    async fn is_among<'e>(
        &self,
        posted: &ReadBack,
        content: &[u8],
        entities: impl Iterator<Item = &'e Entity> + Send,
    ) -> Result<bool, Error> {
        let ids: Vec<String> = entities.map(|entity| entity.entity_id.clone()).collect();
        for entity_id in ids {
            let place = DocumentId {
                message_id: posted.parent.message_id.clone(),
                entity_id,
            };
            if self.client.get_entity_content(&posted.box_id, &place).await? == content {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// In the former way, or by a universal message.
pub(super) fn is_told(posted: &ReadBack, list: List, entities: &[Entity]) -> bool {
    let group = list.code_group();
    told_by_us(posted, list, entities).next().is_some()
        || group.is_some_and(|group| messages_of_us(posted, &group, entities).next().is_some())
}

/// What is told about this parent in this manner with a signature of our box: ours, or a colleague's from the cabinet. But
/// for proposals to revoke there is one of a kind in an exchange.
fn told_by_us<'e>(
    posted: &'e ReadBack,
    list: List,
    entities: &'e [Entity],
) -> impl Iterator<Item = &'e Entity> + Send {
    let is_our_signature = move |entity: &Entity| {
        entity.entity_type == EntityType::Signature && box_id(&entity.signer_box_id) == posted.box_id
    };
    let is_signed_by_us = move |entity: &Entity| {
        entities
            .iter()
            .any(|other| other.parent_entity_id == entity.entity_id && is_our_signature(other))
    };
    let names = list.attachment_types();
    entities
        .iter()
        .filter(move |entity| entity.parent_entity_id == posted.parent.entity_id)
        .filter(move |&entity| match list {
            List::Signatures => is_our_signature(entity),
            _ => names.contains(&entity.attachment_type.as_str()) && is_signed_by_us(entity),
        })
}

/// Universal messages of this group that our box made about this parent.
fn messages_of_us<'e>(
    posted: &'e ReadBack,
    group: &UniversalMessageCodeGroup,
    entities: &'e [Entity],
) -> impl Iterator<Item = &'e Entity> + Send {
    let group = group.clone();
    entities
        .iter()
        .filter(|entity| entity.parent_entity_id == posted.parent.entity_id)
        .filter(move |entity| {
            entity.universal_message_info.as_ref().is_some_and(|told| {
                told.code_group == group && box_id(&told.universal_message_creator.box_id) == posted.box_id
            })
        })
}

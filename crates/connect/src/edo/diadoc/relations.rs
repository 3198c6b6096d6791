//! Relations with other boxes: the list once, then the log of what changed; acts as exact bytes.

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::{Inn, RelationActKind, RemoteDocument};
use serde::{Deserialize, Serialize};

use super::adapter::Diadoc;
use super::client::{COUNTERAGENT_EVENTS_PER_PAGE, LogPlace};
use super::wire::{
    AcquireCounteragentRequest, Counteragent, CounteragentStatus, DocumentId, InvitationDocument, KeptAct,
    Organization, OrganizationWithCounteragentStatus, SignedContent, decode,
};
use super::{ids, organization};
use crate::Error;
use crate::edo::PartnershipState;
use crate::edo::relations::{
    AcceptsFrom, ActTaken, InvitationFile, RelationAct, RelationGroup, RelationPage, RelationTarget,
    Relations, RemoteRelation,
};

/// ИНН asked about in one request; the real limit is not documented (QUIRKS 61).
const INNS_PER_REQUEST: usize = 100;
/// Longest word to a counteragent and longest comment of a break (QUIRKS 63).
const LONGEST_WORDS: usize = 2_000;
/// How far back the log is read behind a list: whatever changed while the list was read is in it.
const OVERLAP_S: i64 = 300;

/// Where we stand; its text is opaque to everybody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Place {
    /// In the list: it was begun at that instant, and read up to this key.
    List { begun: i64, after: Option<String> },
    /// In the log.
    Log { from: i64, after: Option<String> },
}

impl Place {
    fn parse(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|error| Error::Malformed(format!("место в списке: {error}")))
    }

    fn text(&self) -> Result<Option<String>, Error> {
        serde_json::to_string(self)
            .map(Some)
            .map_err(|error| Error::Malformed(format!("место в списке: {error}")))
    }
}

#[async_trait]
impl Relations for Diadoc {
    async fn changes(&self, box_id: &str, after: Option<&str>) -> Result<RelationPage, Error> {
        let box_id = ids::box_id(box_id);
        match after.map(Place::parse).transpose()? {
            None => self.list(&box_id, None, None).await,
            Some(Place::List { begun, after }) => self.list(&box_id, Some(begun), after).await,
            Some(Place::Log { from, after }) => self.log(&box_id, from, after).await,
        }
    }

    async fn find(&self, box_id: &str, inns: &[Inn]) -> Result<Vec<RemoteRelation>, Error> {
        let mut found = Vec::new();
        for part in inns.chunks(INNS_PER_REQUEST) {
            let list = part.iter().map(Inn::as_str).collect();
            let answer = self
                .client
                .get_organizations_by_inn_list(&ids::box_id(box_id), list)
                .await?;
            found.extend(answer.organizations.iter().filter_map(searched));
        }
        Ok(found)
    }

    async fn groups(&self, box_id: &str) -> Result<Vec<RelationGroup>, Error> {
        let list = self.client.get_counteragent_groups(&ids::box_id(box_id)).await?;
        let group = |group: super::wire::CounteragentGroup| RelationGroup {
            id: group.counteragent_group_id,
            name: group.name,
        };
        Ok(list.groups.into_iter().map(group).collect())
    }

    async fn relation(&self, box_id: &str, with: &RelationTarget) -> Result<Option<RemoteRelation>, Error> {
        match with {
            RelationTarget::Box(theirs) => match self.related(&ids::box_id(box_id), theirs).await? {
                Related::Row(relation) => Ok(Some(*relation)),
                Related::Nobody => Ok(None),
            },
            RelationTarget::TaxId(inn, kpp) => {
                let found = self.find(box_id, std::slice::from_ref(inn)).await?;
                let exact = found.iter().position(|one| one.counterparty.kpp == *kpp);
                Ok(found.into_iter().nth(exact.unwrap_or(0)))
            }
        }
    }

    fn prepare(&self, act: &RelationAct) -> Result<Vec<u8>, Error> {
        prepare(act)
    }

    async fn deliver(&self, request: &[u8]) -> Result<ActTaken, Error> {
        let kept: KeptAct = decode("KeptAct", request)?;
        if kept.acquire.is_empty() {
            self.client
                .break_with_counteragent(&kept.my_box_id, &kept.counteragent_box_id, &kept.comment)
                .await?;
            return Ok(ActTaken::Done);
        }
        let task = self
            .client
            .acquire_counteragent(&kept.my_box_id, kept.acquire.as_bytes())
            .await?;
        Ok(if task.task_id.is_empty() {
            ActTaken::Done
        } else {
            ActTaken::Task(task.task_id)
        })
    }

    async fn result(&self, task: &str) -> Result<(), Error> {
        self.client.acquire_counteragent_result(task).await
    }
}

enum Related {
    Row(Box<RemoteRelation>),
    Nobody,
}

impl Diadoc {
    /// A page of the list; behind its end the log begins where the list was begun.
    async fn list(
        &self,
        box_id: &str,
        begun: Option<i64>,
        after: Option<String>,
    ) -> Result<RelationPage, Error> {
        let list = self.client.get_counteragents(box_id, after.as_deref()).await?;
        let begun = begun.unwrap_or_else(|| {
            let said = self.client.service_time();
            said.map_or(0, |at| {
                ids::ticks(at).saturating_sub(OVERLAP_S * ids::TICKS_PER_S)
            })
        });
        let last = list.counteragents.last().map(|row| row.index_key.clone());
        // The list ends with an empty page; a key that does not move would never end (QUIRKS 12).
        let place = match last.filter(|key| !key.is_empty() && Some(key) != after.as_ref()) {
            Some(key) => Place::List {
                begun,
                after: Some(key),
            },
            None => Place::Log {
                from: begun,
                after: None,
            },
        };
        Ok(RelationPage {
            relations: list.counteragents.iter().filter_map(listed).collect(),
            gone: Vec::new(),
            after: place.text()?,
            has_more: true,
        })
    }

    /// A page of the log, each box once, with the relation as it stands now: an event tells no organisation (QUIRKS 59).
    async fn log(&self, box_id: &str, from: i64, after: Option<String>) -> Result<RelationPage, Error> {
        let place = match &after {
            Some(key) => LogPlace::After(key),
            None if from > 0 => LogPlace::From(from),
            None => LogPlace::Beginning,
        };
        let page = self.client.get_counteragent_events(box_id, &place).await?;
        let mut boxes: Vec<String> = Vec::new();
        for event in &page.events {
            let theirs = ids::box_id(&event.counteragent.counteragent_box_id);
            if !theirs.is_empty() && !boxes.contains(&theirs) {
                boxes.push(theirs);
            }
        }
        let (mut relations, mut gone) = (Vec::new(), Vec::new());
        for theirs in boxes {
            match self.related(box_id, &theirs).await? {
                Related::Row(relation) => relations.push(*relation),
                Related::Nobody => gone.push(theirs),
            }
        }
        let last = page.events.iter().rev().map(|event| &event.index_key);
        let key = last.into_iter().find(|key| !key.is_empty()).cloned();
        let is_full = page.events.len() >= COUNTERAGENT_EVENTS_PER_PAGE;
        let has_more = is_full && key.is_some() && key != after;
        Ok(RelationPage {
            relations,
            gone,
            after: Place::Log {
                from,
                after: key.or(after),
            }
            .text()?,
            has_more,
        })
    }

    /// How we stand to this box, be it in our list or not.
    async fn related(&self, box_id: &str, theirs: &str) -> Result<Related, Error> {
        let theirs = ids::box_id(theirs);
        if let Some(row) = self.client.get_counteragent(box_id, &theirs).await?
            && let Some(relation) = listed(&row)
        {
            return Ok(Related::Row(Box::new(relation)));
        }
        let stranger = self.client.get_organization(&theirs).await?;
        let unrelated = stranger.and_then(|found| {
            let counterparty = organization::stranger(&found, &theirs)?;
            Some(RemoteRelation {
                counterparty,
                ..without_history(&found, PartnershipState::None)?
            })
        });
        Ok(unrelated.map_or(Related::Nobody, |relation| Related::Row(Box::new(relation))))
    }
}

fn listed(row: &Counteragent) -> Option<RemoteRelation> {
    Some(RemoteRelation {
        since: ids::instant(row.last_event_timestamp_ticks),
        words_from_them: row.message_from_counteragent.clone(),
        words_from_us: row.message_to_counteragent.clone(),
        invitation: row.invitation_document_id.as_ref().and_then(document),
        group_id: group(&row.counteragent_group_id),
        ..without_history(&row.organization, organization::partnership(&row.current_status))?
    })
}

fn searched(row: &OrganizationWithCounteragentStatus) -> Option<RemoteRelation> {
    // A search that is silent about the relation found a stranger (QUIRKS 61).
    let state = match &row.counteragent_status {
        CounteragentStatus::Absent => PartnershipState::None,
        status => organization::partnership(status),
    };
    let is_stranger = state == PartnershipState::None;
    Some(RemoteRelation {
        since: ids::instant(row.last_event_timestamp_ticks).filter(|_| !is_stranger),
        words_from_them: row.message_from_counteragent.clone(),
        words_from_us: row.message_to_counteragent.clone(),
        invitation: row.invitation_document_id.as_ref().and_then(document),
        group_id: group(&row.counteragent_group_id),
        ..without_history(&row.organization, state)?
    })
}

fn without_history(organization: &Organization, state: PartnershipState) -> Option<RemoteRelation> {
    let accepts_from = organization.takes_from_all().map(|all| {
        if all {
            AcceptsFrom::All
        } else {
            AcceptsFrom::Partners
        }
    });
    Some(RemoteRelation {
        counterparty: organization::member(organization, state)?,
        since: None,
        words_from_them: String::new(),
        words_from_us: String::new(),
        invitation: None,
        group_id: String::new(),
        accepts_from,
        can_sign: organization.has_certificate_to_sign,
        is_closed: organization.is_active == Some(false) || !organization.liquidation_date.is_empty(),
    })
}

fn document(id: &DocumentId) -> Option<RemoteDocument> {
    let is_told = !id.message_id.is_empty() && !id.entity_id.is_empty();
    is_told.then(|| RemoteDocument {
        message_id: id.message_id.clone(),
        entity_id: id.entity_id.clone(),
    })
}

/// The group «По умолчанию» has the zero id and says nothing (QUIRKS 64).
fn group(id: &str) -> String {
    match uuid::Uuid::parse_str(id) {
        Ok(zero) if zero.is_nil() => String::new(),
        _ => id.to_owned(),
    }
}

/// The exact bytes of an act: the same act gives the same bytes, and none is a secret.
fn prepare(act: &RelationAct) -> Result<Vec<u8>, Error> {
    if act.words.chars().count() > LONGEST_WORDS {
        return Err(Error::Refused {
            code: "words_too_long".to_owned(),
            text: format!(
                "Текст приглашения длиннее {LONGEST_WORDS} знаков. Он остался в окне. Сократите его и повторите."
            ),
        });
    }
    let mut kept = KeptAct {
        my_box_id: ids::box_id(&act.our_box),
        ..KeptAct::default()
    };
    match act.kind {
        RelationActKind::Invite | RelationActKind::Accept => {
            kept.acquire = serde_json::to_string(&acquire(act)).map_err(|error| malformed(&error))?;
        }
        RelationActKind::Refuse | RelationActKind::Withdraw | RelationActKind::Break => {
            let RelationTarget::Box(theirs) = &act.target else {
                return Err(Error::Malformed("BreakWithCounteragent: no box".to_owned()));
            };
            kept.counteragent_box_id = ids::box_id(theirs);
            kept.comment.clone_from(&act.words);
        }
    }
    serde_json::to_vec(&kept).map_err(|error| malformed(&error))
}

fn malformed(error: &serde_json::Error) -> Error {
    Error::Malformed(format!("AcquireCounteragentRequest: {error}"))
}

fn acquire(act: &RelationAct) -> AcquireCounteragentRequest {
    let (box_id, inn) = match &act.target {
        RelationTarget::Box(theirs) => (Some(ids::box_id(theirs)), None),
        RelationTarget::TaxId(inn, _) => (None, Some(inn.to_string())),
    };
    // An answering request must have no document (QUIRKS 58).
    let file = act.file.as_ref().filter(|_| act.kind == RelationActKind::Invite);
    AcquireCounteragentRequest {
        box_id,
        inn,
        message_to_counteragent: act.words.clone(),
        invitation_document: file.map(invitation_document),
    }
}

fn invitation_document(file: &InvitationFile) -> InvitationDocument {
    InvitationDocument {
        signed_content: SignedContent {
            content: Some(STANDARD.encode(&file.content)),
            name_on_shelf: None,
            signature: file
                .signature
                .as_ref()
                .map(|signature| STANDARD.encode(signature)),
            sign_with_test_signature: file.signature.is_none(),
            power_of_attorney: None,
        },
        file_name: file.name.clone(),
    }
}

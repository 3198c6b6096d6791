//! Counteragents: what is read of them, and what an invitation is made of.

use serde::{Deserialize, Serialize};

use super::{CounteragentStatus, DocumentId, Organization, SignedContent, Sociability};

read! {
    CounteragentList { counteragents: Vec<Counteragent> }
    Counteragent {
        index_key: String,
        organization: Organization,
        current_status: CounteragentStatus,
        last_event_timestamp_ticks: i64,
        message_from_counteragent: String,
        message_to_counteragent: String,
        invitation_document_id: Option<DocumentId>,
        counteragent_group_id: String,
    }
    GetOrganizationsByInnListResponse { organizations: Vec<OrganizationWithCounteragentStatus> }
    OrganizationWithCounteragentStatus {
        organization: Organization,
        counteragent_status: CounteragentStatus,
        last_event_timestamp_ticks: i64,
        message_from_counteragent: String,
        message_to_counteragent: String,
        invitation_document_id: Option<DocumentId>,
        counteragent_group_id: String,
    }
    BoxCounteragentEventList { events: Vec<BoxCounteragentEvent> }
    BoxCounteragentEvent { event_id: String, counteragent: CounteragentInfo, index_key: String }
    CounteragentInfo { counteragent_box_id: String }
    CounteragentGroupList { groups: Vec<CounteragentGroup> }
    CounteragentGroup { counteragent_group_id: String, name: String }
    RoamingOperatorList { roaming_operators: Vec<RoamingOperator> }
    RoamingOperator { fns_id: String, features: Vec<OperatorFeature> }
    OperatorFeature { name: String }
}

/// `GetOrganizationsByInnListRequest`
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct GetOrganizationsByInnListRequest<'a> {
    pub inn_list: Vec<&'a str>,
}

/// `AcquireCounteragentRequest`
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct AcquireCounteragentRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub box_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inn: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message_to_counteragent: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation_document: Option<InvitationDocument>,
}

/// `InvitationDocument`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct InvitationDocument {
    pub signed_content: SignedContent,
    pub file_name: String,
}

/// A request as it is kept: the method is told by what is there.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::edo::diadoc) struct KeptAct {
    pub my_box_id: String,
    /// Of `BreakWithCounteragent`; empty for `AcquireCounteragent`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub counteragent_box_id: String,
    /// Of `BreakWithCounteragent`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// `AcquireCounteragentRequest`, as its very text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub acquire: String,
}

impl Organization {
    /// From whom it takes documents, where that is told in a word that is known.
    pub fn takes_from_all(&self) -> Option<bool> {
        match self.sociability {
            Sociability::AllOrganizations => Some(true),
            Sociability::CounteragentsOnly => Some(false),
            Sociability::Absent | Sociability::Other(_) => None,
        }
    }
}

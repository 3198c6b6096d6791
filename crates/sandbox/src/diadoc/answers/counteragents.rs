//! Counteragents as the service describes them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Serialize;
use uuid::Uuid;

use super::DocumentId;
use super::organizations::Organization;
use crate::clock::Ticks;
use crate::world::CounteragentStatus;

impl From<(Uuid, Uuid, bool)> for DocumentId {
    fn from((message, entity, _): (Uuid, Uuid, bool)) -> Self {
        Self {
            message_id: message.to_string(),
            entity_id: entity.to_string(),
        }
    }
}

/// `CounteragentList`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CounteragentList {
    /// All that fit.
    pub total_count: usize,
    /// The page.
    pub counteragents: Vec<Counteragent>,
    /// `Equal`
    pub total_count_type: &'static str,
}

/// `Counteragent`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Counteragent {
    /// The cursor of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_key: Option<String>,
    /// Who.
    pub organization: Organization,
    /// How we stand.
    pub current_status: CounteragentStatus,
    /// Since when.
    pub last_event_timestamp_ticks: Ticks,
    /// Since when, for people.
    pub last_event_timestamp: String,
    /// What they wrote.
    pub message_from_counteragent: String,
    /// What we wrote.
    pub message_to_counteragent: String,
    /// The document of an invitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation_document_id: Option<DocumentId>,
    /// Their group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counteragent_group_id: Option<String>,
}

/// `CounteragentCertificateList`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CounteragentCertificateList {
    certificates: Vec<Certificate>,
}

/// `Certificate`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Certificate {
    raw_certificate_data: String,
}

impl CounteragentCertificateList {
    /// These, DER.
    pub fn of(certificates: &[Vec<u8>]) -> Self {
        let certificates = certificates.iter().map(|der| Certificate {
            raw_certificate_data: BASE64.encode(der),
        });
        Self {
            certificates: certificates.collect(),
        }
    }
}

/// `BoxCounteragentEventList`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct BoxCounteragentEventList {
    /// The page.
    pub events: Vec<BoxCounteragentEvent>,
    /// All that fit.
    pub total_count: usize,
    /// `Equal`
    pub total_count_type: &'static str,
}

/// `BoxCounteragentEvent`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct BoxCounteragentEvent {
    /// Id.
    pub event_id: String,
    /// What it is about.
    pub counteragent: CounteragentInfo,
    /// The cursor.
    pub index_key: String,
    /// What happened.
    pub event_types: Vec<String>,
}

/// `CounteragentInfo`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CounteragentInfo {
    /// The other box.
    pub counteragent_box_id: String,
    /// How the box stands to it since.
    pub status: &'static str,
    /// When.
    pub event_timestamp_ticks: Ticks,
    /// The comment of the event.
    pub last_event_comment: String,
    /// What they wrote.
    pub message_from_counteragent: String,
    /// What we wrote.
    pub message_to_counteragent: String,
    /// The document of an invitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation_document_id: Option<DocumentId>,
}

/// `GetOrganizationsByInnListResponse`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetOrganizationsByInnListResponse {
    /// Those that were found.
    pub organizations: Vec<OrganizationWithCounteragentStatus>,
}

/// `OrganizationWithCounteragentStatus`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct OrganizationWithCounteragentStatus {
    organization: Organization,
    counteragent_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_event_timestamp_ticks: Option<Ticks>,
    message_from_counteragent: String,
    message_to_counteragent: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation_document_id: Option<DocumentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counteragent_group_id: Option<String>,
}

impl OrganizationWithCounteragentStatus {
    /// An organisation with the relation to it, if there is one.
    pub fn of(organization: Organization, relation: Option<Counteragent>) -> Self {
        let status = relation.as_ref().map(|one| one.current_status);
        let since = relation.as_ref().map(|one| one.last_event_timestamp_ticks);
        let words = relation.as_ref().map(|one| {
            (
                one.message_from_counteragent.clone(),
                one.message_to_counteragent.clone(),
            )
        });
        let (message_from_counteragent, message_to_counteragent) = words.unwrap_or_default();
        Self {
            organization,
            counteragent_status: status.map_or("NotInCounteragentList", CounteragentStatus::name),
            last_event_timestamp_ticks: since,
            message_from_counteragent,
            message_to_counteragent,
            invitation_document_id: relation
                .as_ref()
                .and_then(|one| one.invitation_document_id.clone()),
            counteragent_group_id: relation.and_then(|one| one.counteragent_group_id),
        }
    }
}

/// `AcquireCounteragentResultV2`, and `AcquireCounteragentResult`, which names the organisation.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AcquireCounteragentResult {
    /// The other organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    /// The other box.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub box_id: Option<String>,
    /// The document of an invitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation_document_id: Option<DocumentId>,
}

/// Groups of counteragents.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CounteragentGroupList {
    /// All of them.
    pub groups: Vec<CounteragentGroup>,
    /// How many.
    pub total_count: usize,
}

/// `CounteragentGroup`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CounteragentGroup {
    /// Id; zero for the default one.
    pub counteragent_group_id: String,
    /// Title.
    pub name: String,
}

/// `RoamingOperatorList`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RoamingOperatorList {
    /// All of them.
    pub roaming_operators: Vec<RoamingOperator>,
}

/// `RoamingOperator`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RoamingOperator {
    /// `2AL`
    pub fns_id: String,
    /// Title.
    pub name: String,
    /// The exchange with it works.
    pub is_active: bool,
    /// What it takes.
    pub features: Vec<OperatorFeature>,
}

/// `OperatorFeature`
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct OperatorFeature {
    /// `SupportsRevocation`
    pub name: &'static str,
    /// For people.
    pub description: &'static str,
}

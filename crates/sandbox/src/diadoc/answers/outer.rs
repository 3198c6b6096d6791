//! What other systems say of a document, and moves between departments.

use serde::Serialize;

/// `MoveDocumentInfo`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MoveDocumentInfo {
    /// From where.
    pub moved_from_department: String,
    /// To where.
    pub moved_to_department: String,
}

/// `OuterDocflowInfo`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct OuterDocflowInfo {
    /// `TtGis`
    pub docflow_named_id: String,
    /// For people.
    pub docflow_friendly_name: String,
    /// How things stand.
    pub status: OuterStatus,
}

/// `Status` of another system.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct OuterStatus {
    /// `SuccessProcessed`
    pub named_id: String,
    /// For people.
    pub friendly_name: String,
    /// `Success`
    pub r#type: &'static str,
    /// More words.
    pub description: String,
    /// What is wrong.
    pub details: Vec<StatusDetail>,
}

/// `StatusDetail`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct StatusDetail {
    /// Code.
    pub code: String,
    /// Words.
    pub text: String,
}

/// `LastOuterDocflow`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct LastOuterDocflow {
    /// Of which document.
    pub parent_entity_id: String,
    /// What.
    pub outer_docflow: OuterDocflowInfo,
}

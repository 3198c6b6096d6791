//! What entities say beside their bytes and texts: universal messages, other operators, other systems, moves between
//! departments.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::world::BoxId;

/// What a status of another system is worth (`OuterStatusType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum OuterStatusType {
    /// Under way.
    #[default]
    Normal,
    /// Done.
    Success,
    /// Done, but look.
    Warning,
    /// Refused.
    Error,
}

impl OuterStatusType {
    /// The service's name of it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Normal => "Normal",
            Self::Success => "Success",
            Self::Warning => "Warning",
            Self::Error => "Error",
        }
    }
}

/// What another system says of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OuterStatus {
    /// `TtGis`, `PkFns`.
    pub docflow_named_id: String,
    /// «ГИС МТ».
    pub docflow_friendly_name: String,
    /// `SuccessProcessed`
    pub named_id: String,
    /// The same for people.
    pub friendly_name: String,
    /// What it is worth.
    pub kind: OuterStatusType,
    /// More words.
    pub description: String,
    /// Codes and texts of what is wrong.
    pub details: Vec<(String, String)>,
}

/// What a universal message says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UniversalMessage {
    /// Whose it is.
    pub creator: BoxId,
    /// Codes with their texts.
    pub events: Vec<(u32, String)>,
    /// The exchange takes no notice of it.
    pub is_out_of_workflow: bool,
}

/// What an entity says that is neither bytes nor text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// Another operator has brought it, or has not.
    Roaming {
        /// It has.
        is_success: bool,
    },
    /// A status of another system.
    Outer(OuterStatus),
    /// A universal message.
    Universal(UniversalMessage),
    /// From one department to another.
    Moved {
        /// From.
        from: Uuid,
        /// To.
        to: Uuid,
    },
}

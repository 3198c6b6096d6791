//! Service documents of an exchange («служебные документы»): what a side tells about a document beside signing it.

use serde::{Deserialize, Serialize};

/// What a service document does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceDocumentKind {
    /// «Извещение о получении»: we have the document.
    ReceiptNotice,
    /// «Отказ в подписи»: we shall not sign it.
    SignatureRejection,
}

impl ServiceDocumentKind {
    /// Every kind that the program makes.
    pub const ALL: [Self; 2] = [Self::ReceiptNotice, Self::SignatureRejection];

    /// The stable name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::ReceiptNotice => "receipt_notice",
            Self::SignatureRejection => "signature_rejection",
        }
    }

    /// The kind of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The other side reads a reason in it.
    pub fn has_text(self) -> bool {
        match self {
            Self::ReceiptNotice => false,
            Self::SignatureRejection => true,
        }
    }

    /// The document cannot be signed any more after it.
    pub fn ends_signing(self) -> bool {
        match self {
            Self::ReceiptNotice => false,
            Self::SignatureRejection => true,
        }
    }
}

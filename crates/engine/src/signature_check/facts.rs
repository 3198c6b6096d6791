//! What is found out of one signature.

use jiff::Timestamp;

/// Is the document the one that was signed?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentFact {
    /// Yes.
    Unchanged,
    /// No.
    Changed,
    /// It could not be asked.
    NotChecked,
}

impl DocumentFact {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Changed => "changed",
            Self::NotChecked => "not_checked",
        }
    }
}

/// Does the value of the signature hold?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MathematicsFact {
    /// Yes.
    Valid,
    /// No.
    Invalid,
    /// It could not be asked.
    NotChecked,
}

impl MathematicsFact {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::NotChecked => "not_checked",
        }
    }
}

/// Does a trusted root stand behind the certificate?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainFact {
    /// Yes, at the moment used.
    Trusted,
    /// No.
    Untrusted,
    /// A certificate in between is not at hand.
    Incomplete,
    /// It had ended, or not begun, at the moment used.
    ExpiredAtSigning,
    /// It could not be asked.
    NotChecked,
}

impl ChainFact {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Trusted => "trusted",
            Self::Untrusted => "untrusted",
            Self::Incomplete => "incomplete",
            Self::ExpiredAtSigning => "expired_at_signing",
            Self::NotChecked => "not_checked",
        }
    }
}

/// Was the certificate revoked?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevocationFact {
    /// No, or only after the moment used.
    Good,
    /// Yes.
    Revoked,
    /// Nobody knows here.
    NotChecked,
}

impl RevocationFact {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Revoked => "revoked",
            Self::NotChecked => "not_checked",
        }
    }
}

/// Whose word the moment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeKind {
    /// The signer's own.
    Claimed,
    /// The operator's.
    Operator,
    /// That of a trusted authority, by a timestamp on the signature.
    Timestamp,
    /// Nobody's: the moment of this check.
    Checked,
}

impl TimeKind {
    /// Whether somebody else than the signer vouches for the moment.
    pub fn is_proven(self) -> bool {
        matches!(self, Self::Operator | Self::Timestamp)
    }

    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Operator => "operator",
            Self::Timestamp => "timestamp",
            Self::Checked => "checked",
        }
    }
}

/// The moment for which everything was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeUsed {
    /// The moment.
    pub at: Timestamp,
    /// Whose word it is.
    pub kind: TimeKind,
}

/// What kind of signature it is, by its certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureKind {
    /// The certificate says to be qualified; whether its authority is accredited is not asked here.
    QualifiedClaimed,
    /// Another.
    Other,
    /// Made with an algorithm that is not checked here.
    ForeignAlgorithm,
}

impl SignatureKind {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::QualifiedClaimed => "qualified_claimed",
            Self::Other => "other",
            Self::ForeignAlgorithm => "foreign_algorithm",
        }
    }
}

/// All facts together, for exit codes and lists. Never shown instead of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Everything was asked, and nothing speaks against the signature.
    Holds,
    /// Nothing speaks against it, but something could not be asked.
    Unproven,
    /// Something speaks against it.
    Broken,
}

impl Standing {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Unproven => "unproven",
            Self::Broken => "broken",
        }
    }
}

/// Who signed, by the certificate; numbers as it spells them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignerView {
    /// The person, else the name of the certificate.
    pub name: String,
    /// The organisation.
    pub organisation: Option<String>,
    /// The position.
    pub position: Option<String>,
    /// ИНН of the person.
    pub inn: Option<String>,
    /// ИНН of the organisation.
    pub organisation_inn: Option<String>,
    /// ОГРН or ОГРНИП.
    pub ogrn: Option<String>,
    /// Who gave the certificate.
    pub issuer: String,
    /// Its number.
    pub serial: String,
    /// SHA-1 of it; empty when it did not come along.
    pub thumbprint: String,
    /// The first moment of its validity.
    pub valid_from: Option<Timestamp>,
    /// The last one.
    pub valid_to: Option<Timestamp>,
}

/// What is found out of one signature. Texts are complete Russian sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureCheck {
    /// Is the document the one that was signed?
    pub document: DocumentFact,
    /// The same in words.
    pub document_text: String,
    /// Does the value hold?
    pub signature: MathematicsFact,
    /// The same in words.
    pub signature_text: String,
    /// Who signed.
    pub signer: SignerView,
    /// The same in words.
    pub signer_text: String,
    /// Does a trusted root stand behind the certificate?
    pub chain: ChainFact,
    /// The same in words.
    pub chain_text: String,
    /// Was the certificate revoked?
    pub revocation: RevocationFact,
    /// The same in words.
    pub revocation_text: String,
    /// The moment used.
    pub time: TimeUsed,
    /// The same in words, and whose word it is.
    pub time_text: String,
    /// What kind of signature it is.
    pub kind: SignatureKind,
    /// The same in words.
    pub kind_text: String,
    /// All facts together.
    pub standing: Standing,
}

impl SignatureCheck {
    /// Every sentence, in the order in which a person asks.
    pub fn texts(&self) -> [&str; 7] {
        [
            &self.document_text,
            &self.signature_text,
            &self.signer_text,
            &self.chain_text,
            &self.revocation_text,
            &self.time_text,
            &self.kind_text,
        ]
    }
}

//! `trust.*`: which authorities are trusted, and their lists of revoked certificates.

use engine::{AuthorityView, Engine, NewAuthority, RevocationListView, TrustKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::incoming::FileContent;
use crate::intake::decoded;
use crate::views::Empty;

/// What was brought in.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Trust {
    /// In the order in which they came.
    pub certificates: Vec<TrustedAuthority>,
    /// Newest first.
    pub lists: Vec<RevocationList>,
    /// What a person should know: no root at all, a list overdue.
    pub warnings: Vec<String>,
}

/// A certificate of an authority.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct TrustedAuthority {
    /// SHA-1, 40 digits.
    pub thumbprint: String,
    /// SHA-256, 64 digits.
    pub sha256: String,
    /// A chain may end at a root; an intermediate only helps to build one.
    #[ts(type = "\"root\" | \"intermediate\"")]
    pub kind: &'static str,
    pub name: String,
    pub issuer: String,
    pub serial: String,
    pub valid_from: String,
    pub valid_to: String,
    pub is_valid_now: bool,
    /// Where it came from, in the words of who brought it in.
    pub source: String,
    pub added_at: String,
}

/// A list of revoked certificates.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RevocationList {
    pub issuer: String,
    pub this_update: String,
    pub next_update: Option<String>,
    pub added_at: String,
    pub is_overdue: bool,
    /// How fresh it is.
    pub text: String,
}

/// A certificate of an authority that is looked at before it is trusted.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct LookAtAuthority {
    /// DER, PEM or base64.
    pub file: FileContent,
}

/// What a certificate says of itself; nothing is kept.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct LookedAtAuthority {
    /// Its source is empty where it is not trusted yet.
    pub certificate: TrustedAuthority,
    /// It is trusted already.
    pub is_known: bool,
}

/// A certificate of an authority to be brought in.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct AddAuthority {
    /// DER, PEM or base64.
    pub file: FileContent,
    /// Where it came from and how its fingerprint was made sure.
    pub source: String,
    /// The fingerprint (SHA-1 or SHA-256) from another source; refused when the file has another one.
    pub fingerprint: Option<String>,
}

/// Which certificate.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct OneThumbprint {
    pub thumbprint: String,
}

/// A list to be brought in.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddRevocationList {
    pub file: FileContent,
}

impl From<AuthorityView> for TrustedAuthority {
    fn from(view: AuthorityView) -> Self {
        Self {
            thumbprint: view.thumbprint,
            sha256: view.sha256,
            kind: match view.kind {
                TrustKind::Root => "root",
                TrustKind::Intermediate => "intermediate",
            },
            name: view.name,
            issuer: view.issuer,
            serial: view.serial,
            valid_from: view.valid_from.to_string(),
            valid_to: view.valid_to.to_string(),
            is_valid_now: view.is_valid_now,
            source: view.source,
            added_at: view.added_at.to_string(),
        }
    }
}

impl From<RevocationListView> for RevocationList {
    fn from(view: RevocationListView) -> Self {
        Self {
            issuer: view.issuer,
            this_update: view.this_update.to_string(),
            next_update: view.next_update.map(|at| at.to_string()),
            added_at: view.added_at.to_string(),
            is_overdue: view.is_overdue,
            text: view.text,
        }
    }
}

pub(crate) async fn list(engine: &Engine, _: Empty) -> Result<Trust, Failure> {
    let trust = engine.trust().await?;
    Ok(Trust {
        certificates: trust
            .certificates
            .into_iter()
            .map(TrustedAuthority::from)
            .collect(),
        lists: trust.lists.into_iter().map(RevocationList::from).collect(),
        warnings: trust.warnings,
    })
}

pub(crate) async fn look(engine: &Engine, request: LookAtAuthority) -> Result<LookedAtAuthority, Failure> {
    let seen = engine.look_at_authority(decoded(request.file)?).await?;
    Ok(LookedAtAuthority {
        certificate: seen.view.into(),
        is_known: seen.is_known,
    })
}

pub(crate) async fn add(engine: &Engine, request: AddAuthority) -> Result<TrustedAuthority, Failure> {
    let new = NewAuthority {
        file: decoded(request.file)?,
        source: request.source,
        fingerprint: request.fingerprint,
    };
    Ok(engine.add_authority(new).await?.into())
}

pub(crate) async fn remove(engine: &Engine, request: OneThumbprint) -> Result<Empty, Failure> {
    engine.remove_authority(&request.thumbprint).await?;
    Ok(Empty {})
}

pub(crate) async fn add_crl(engine: &Engine, request: AddRevocationList) -> Result<RevocationList, Failure> {
    Ok(engine.add_revocation_list(decoded(request.file)?).await?.into())
}

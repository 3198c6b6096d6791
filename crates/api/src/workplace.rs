//! `workplace.diagnose`: is this computer ready to sign and to exchange documents?

use engine::{Check, CheckFix, Engine, FixKind};
use serde::Serialize;
use ts_rs::TS;

use crate::error::Failure;
use crate::views::Empty;

/// What was looked at.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Diagnosis {
    pub checks: Vec<DiagnosisCheck>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct DiagnosisCheck {
    /// Stable name: `token`, `disk`; with the number of its row where there are several: `network:3`.
    pub id: String,
    pub label: String,
    /// `not_here`: there is no such thing on this computer, and it may be needless.
    #[ts(type = "\"ok\" | \"warning\" | \"problem\" | \"not_here\"")]
    pub state: &'static str,
    /// What was found: sentences.
    pub text: String,
    /// What to do; empty where nothing is to be done.
    pub advice: String,
    pub fix: Option<DiagnosisFix>,
}

/// Where it is mended.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct DiagnosisFix {
    #[ts(
        type = "\"open_settings\" | \"refresh_certificates\" | \"open_certificates\" | \"open_connections\" | \"open_trust\" | \"copy\""
    )]
    pub kind: &'static str,
    /// For the button.
    pub label: &'static str,
    /// What is copied, or which row is opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub value: Option<String>,
}

impl From<Check> for DiagnosisCheck {
    fn from(check: Check) -> Self {
        Self {
            id: check.id,
            label: check.label,
            state: check.state.code(),
            text: check.text,
            advice: check.advice,
            fix: check.fix.map(DiagnosisFix::from),
        }
    }
}

impl From<CheckFix> for DiagnosisFix {
    fn from(fix: CheckFix) -> Self {
        Self {
            kind: match fix.kind {
                FixKind::OpenSettings => "open_settings",
                FixKind::RefreshCertificates => "refresh_certificates",
                FixKind::OpenCertificates => "open_certificates",
                FixKind::OpenConnections => "open_connections",
                FixKind::OpenTrust => "open_trust",
                FixKind::Copy => "copy",
            },
            label: fix.label,
            value: fix.value,
        }
    }
}

pub(crate) async fn diagnose(engine: &Engine, _: Empty) -> Result<Diagnosis, Failure> {
    let checks = engine.diagnose().await?;
    Ok(Diagnosis {
        checks: checks.into_iter().map(DiagnosisCheck::from).collect(),
    })
}

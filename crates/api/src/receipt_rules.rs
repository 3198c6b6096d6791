//! `receipt_rules.*`: receipt notices that go by themselves, per firm.

use domain::FirmId;
use engine::{CertificateId, Engine, PowerOfAttorneyId, ReceiptRule as Kept};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Empty, instant};

/// The rules that are on.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ReceiptRules {
    pub rules: Vec<ReceiptRule>,
}

/// Receipt notices of a firm go by themselves.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ReceiptRule {
    pub firm_id: i64,
    /// Who signs.
    pub certificate_id: i64,
    /// By whose leave; `null` where the certificate is enough.
    pub power_of_attorney_id: Option<i64>,
    /// Since when it is on.
    pub since: String,
    /// When it was last looked for something to send.
    pub last_run_at: Option<String>,
    /// When that last went well.
    pub last_success_at: Option<String>,
    /// Receipt notices since it is on.
    pub receipts: u64,
    /// Why nothing goes now: Russian sentences; `null` while all is well.
    pub fault: Option<String>,
}

impl From<Kept> for ReceiptRule {
    fn from(rule: Kept) -> Self {
        let last = rule.last_run;
        Self {
            firm_id: rule.firm.0,
            certificate_id: rule.certificate.0,
            power_of_attorney_id: rule.power.map(|power| power.0),
            since: rule.since.to_string(),
            last_run_at: instant(last.at),
            last_success_at: instant(last.success_at),
            receipts: last.receipts,
            fault: last.fault.map(|fault| fault.text),
        }
    }
}

/// A rule to be switched on, or given another signer.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SetReceiptRule {
    pub firm_id: i64,
    /// Who signs: nobody is chosen by the program.
    pub certificate_id: i64,
    /// By whose leave, where the certificate alone is not enough.
    pub power_of_attorney_id: Option<i64>,
}

/// The rule of one firm.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReceiptRuleOf {
    pub firm_id: i64,
}

pub(crate) async fn list(engine: &Engine, _: Empty) -> Result<ReceiptRules, Failure> {
    let rules = engine.receipt_rules().await?;
    Ok(ReceiptRules {
        rules: rules.into_iter().map(ReceiptRule::from).collect(),
    })
}

pub(crate) async fn set(engine: &Engine, request: SetReceiptRule) -> Result<ReceiptRule, Failure> {
    let power = request.power_of_attorney_id.map(PowerOfAttorneyId);
    let rule = engine
        .set_receipt_rule(
            FirmId(request.firm_id),
            CertificateId(request.certificate_id),
            power,
        )
        .await?;
    Ok(ReceiptRule::from(rule))
}

pub(crate) async fn stop(engine: &Engine, request: ReceiptRuleOf) -> Result<Empty, Failure> {
    engine.stop_receipt_rule(FirmId(request.firm_id)).await?;
    Ok(Empty {})
}

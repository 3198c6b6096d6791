//! `overview.tasks`: what ends soon and has to be renewed in time.

use domain::FirmId;
use engine::{Ending, EndingThing, Engine};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;

/// Of which firm.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ListRenewalTasks {
    /// What is used for this firm; everything when absent.
    pub firm_id: Option<i64>,
}

/// The nearest end first.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RenewalTasks {
    pub tasks: Vec<RenewalTask>,
}

/// Something that ends soon or has ended.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RenewalTask {
    #[ts(type = "\"certificate_ends\" | \"power_ends\"")]
    pub kind: &'static str,
    /// `id` of the certificate or the power of attorney.
    pub id: i64,
    /// `60`, `30`, `14`, `7`, `3`, `1`: so many days are left at most; `expired`.
    pub step: String,
    /// Whole days; negative behind the end.
    pub days_left: i64,
    /// One line.
    pub title: String,
    /// Which one.
    pub text: String,
    /// What to do.
    pub advice: &'static str,
    /// For which firms somebody signs with it.
    pub firm_ids: Vec<i64>,
}

impl From<Ending> for RenewalTask {
    fn from(ending: Ending) -> Self {
        let (kind, id) = match ending.thing {
            EndingThing::Certificate(id) => ("certificate_ends", id.0),
            EndingThing::Power(id) => ("power_ends", id.0),
        };
        Self {
            kind,
            id,
            step: ending.step.code(),
            days_left: ending.days_left,
            title: ending.title,
            text: ending.text,
            advice: ending.advice,
            firm_ids: ending.firms.iter().map(|firm| firm.0).collect(),
        }
    }
}

pub(crate) async fn list(engine: &Engine, request: ListRenewalTasks) -> Result<RenewalTasks, Failure> {
    let endings = engine.endings(request.firm_id.map(FirmId)).await?;
    Ok(RenewalTasks {
        tasks: endings.into_iter().map(RenewalTask::from).collect(),
    })
}

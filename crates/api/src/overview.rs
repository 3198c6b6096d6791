//! `overview.get`: figures over days, ages and other sides. Each leads to the documents that it counts.

use domain::FirmId;
use engine::{Engine, Period, WaitingPlace};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;

/// Of which firm and how far back.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct GetOverview {
    /// This firm; all when absent.
    pub firm_id: Option<i64>,
    /// Today and the days before.
    #[ts(type = "7 | 30 | 90 | 365")]
    pub days: u32,
}

/// The figures.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Overview {
    /// The period in days (7, 30), weeks (90) or months (365), oldest first; those without anything too.
    pub bars: Vec<OverviewBar>,
    /// Documents that wait for the other side now, by age, youngest first.
    pub waiting: Vec<WaitingAge>,
    /// Who refused to sign within the period, most refusals first, ten at most.
    pub refusals: Vec<RefusingSide>,
    /// For whom we wait now, most documents first, ten at most.
    pub waiting_by_counterparty: Vec<WaitingSide>,
}

/// What some days brought: documents, each once; exactly those of the filter `happened` with the same days.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct OverviewBar {
    /// `YYYY-MM-DD`, the first day.
    pub from: String,
    /// `YYYY-MM-DD`, the last day.
    pub to: String,
    /// Documents that came to the operator.
    pub sent: u64,
    /// Documents that the other side signed.
    pub signed: u64,
    /// Documents that the other side refused to sign.
    pub refused: u64,
}

/// Documents of one age.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct WaitingAge {
    /// They wait at least so many whole days.
    pub from_days: u32,
    /// And at most so many; `null` for the oldest.
    pub to_days: Option<u32>,
    pub count: u64,
}

/// Somebody who refused to sign.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RefusingSide {
    /// `null` where a person or nobody stands on the other side.
    pub counterparty_id: Option<i64>,
    /// The person, where one stands there.
    pub individual_id: Option<i64>,
    pub name: String,
    pub count: u64,
}

/// Somebody for whom we wait.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct WaitingSide {
    /// It signs before the other side sees the documents («промежуточный получатель»).
    pub is_between: bool,
    /// `null` where a person or nobody stands on the other side.
    pub counterparty_id: Option<i64>,
    /// The person, where one stands there.
    pub individual_id: Option<i64>,
    /// Empty for who stands between and was chosen at the operator.
    pub name: String,
    pub count: u64,
    /// How many whole days the oldest of them waits.
    pub oldest_days: u32,
}

pub(crate) async fn get(engine: &Engine, request: GetOverview) -> Result<Overview, Failure> {
    let period = Period::of_days(request.days)
        .ok_or_else(|| Failure::bad_request("overview.get", "days", "ожидается 7, 30, 90 или 365"))?;
    let told = engine.overview(request.firm_id.map(FirmId), period).await?;
    let bars = told.bars.into_iter().map(|bar| OverviewBar {
        from: bar.from.to_string(),
        to: bar.to.to_string(),
        sent: bar.sent,
        signed: bar.signed,
        refused: bar.refused,
    });
    let waiting = told.waiting.into_iter().map(|age| WaitingAge {
        from_days: age.from_days,
        to_days: age.to_days,
        count: age.count,
    });
    let refusals = told.refusals.into_iter().map(|side| RefusingSide {
        counterparty_id: side.counterparty.map(|id| id.0),
        individual_id: side.individual.map(|id| id.0),
        name: side.name,
        count: side.count,
    });
    let waiting_by_side = told.waiting_by_side.into_iter().map(|side| WaitingSide {
        is_between: side.place == WaitingPlace::Between,
        counterparty_id: side.counterparty.map(|id| id.0),
        individual_id: side.individual.map(|id| id.0),
        name: side.name,
        count: side.count,
        oldest_days: side.oldest_days,
    });
    Ok(Overview {
        bars: bars.collect(),
        waiting: waiting.collect(),
        refusals: refusals.collect(),
        waiting_by_counterparty: waiting_by_side.collect(),
    })
}

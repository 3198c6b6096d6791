//! `schedule.*`: how often the program exchanges with the operators by itself.

use std::time::Duration;

use engine::Engine;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::Empty;

/// The schedule.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct Schedule {
    /// Pause between two looks at an operator that has nothing new, seconds; 10 to 7200.
    pub pause_s: u32,
}

pub(crate) async fn get(engine: &Engine, _: Empty) -> Result<Schedule, Failure> {
    let pause = engine.exchange_pause().await?;
    Ok(Schedule {
        pause_s: u32::try_from(pause.as_secs()).unwrap_or(u32::MAX),
    })
}

pub(crate) async fn set(engine: &Engine, request: Schedule) -> Result<Empty, Failure> {
    engine
        .set_exchange_pause(Duration::from_secs(request.pause_s.into()))
        .await?;
    Ok(Empty {})
}

//! Orders about the world's time.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Answer;
use crate::clock::Delays;
use crate::diadoc::books::{Record, State as World};
use crate::diadoc::refusal::Refusal;
use crate::diadoc::timeline;
use crate::hub::Hub;

/// The clock as it stands.
pub(super) fn told(state: &World) -> Value {
    let now = state.now();
    json!({
        "now": now.timestamp().to_string(),
        "now_ticks": now,
        "offset_ms": state.offset_ms,
        "delays": state.delays,
        "pending": state.plans.len(),
        "next_due": state.plans.keys().next().map(|(due, _)| due.timestamp().to_string()),
    })
}

/// How far the clock is moved.
#[derive(Deserialize)]
pub(super) struct Advance {
    #[serde(default)]
    seconds: u64,
    #[serde(default)]
    ms: u64,
}

/// Moves it; what was due by then has happened.
pub(super) fn advance(hub: &Hub, order: &Advance) -> Answer {
    hub.with(|books| {
        let more_ms = order.seconds.saturating_mul(1_000).saturating_add(order.ms);
        let offset_ms = books.state.offset_ms.saturating_add(more_ms);
        books.commit(vec![Record::Clock { offset_ms }])?;
        timeline::settle(books)?;
        Ok(told(&books.state))
    })
}

/// The operator becomes faster or slower. What is absent stays.
pub(super) fn set_delays(hub: &Hub, order: &Value) -> Answer {
    hub.with(|books| {
        let mut delays = serde_json::to_value(books.state.delays).unwrap_or_default();
        if let (Some(fields), Value::Object(given)) = (delays.as_object_mut(), order) {
            fields.extend(given.clone());
        }
        let delays: Delays =
            serde_json::from_value(delays).map_err(|error| Refusal::bad(error.to_string()))?;
        books.commit(vec![Record::Delays(delays)])?;
        Ok(told(&books.state))
    })
}

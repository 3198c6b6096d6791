//! The schedule («Расписание»): how often the background looks at an operator that has nothing new to tell.
//!
//! After a failure the waits of `sync::backoff` count, and whatever a person does is done at once.

use std::time::Duration;

use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::sync::backoff;
use crate::{Engine, Result};

const SETTING: &str = "exchange_pause_s";

/// From ten seconds to two hours: more often troubles the operator, more seldom makes the registry a rumour.
const ALLOWED_S: std::ops::RangeInclusive<u64> = 10..=7200;

impl Engine {
    /// The pause between two looks.
    pub async fn exchange_pause(&self) -> Result<Duration> {
        self.blocking(|inner| Ok(inner.idle())).await
    }

    /// Sets the pause and looks at once. `pause_not_allowed` below ten seconds and above two hours.
    pub async fn set_exchange_pause(&self, pause: Duration) -> Result<()> {
        if !ALLOWED_S.contains(&pause.as_secs()) {
            return Err(Error::new(
                Code::PauseNotAllowed,
                "Обмениваться с оператором можно не чаще раза в 10 секунд и не реже раза в 2 часа. Расписание не изменено.",
            ));
        }
        let seconds = pause.as_secs().to_string();
        self.write(move |w| Ok(w.set_setting(SETTING, &seconds)?)).await?;
        self.refresh(None).await
    }
}

impl Inner {
    /// The pause that a person chose, else the one of this world, else half a minute.
    pub(crate) fn idle(&self) -> Duration {
        let chosen = self.read(|r| Ok(r.setting(SETTING)?)).ok().flatten();
        let chosen = chosen
            .and_then(|text| text.parse().ok())
            .filter(|seconds| ALLOWED_S.contains(seconds));
        let of_world = || self.idle.get().copied().unwrap_or(backoff::IDLE);
        chosen.map_or_else(of_world, Duration::from_secs)
    }
}

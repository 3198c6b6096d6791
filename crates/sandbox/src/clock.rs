//! Time of the training world: the real clock plus an offset that only ever grows.
//!
//! Nothing here waits. Whoever wants tomorrow moves the offset («advance»), and everything that was due by then
//! happens at once and in order.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// Ticks between 0001-01-01 and 1970-01-01 (.NET `DateTime`).
const TICKS_AT_UNIX_EPOCH: i64 = 621_355_968_000_000_000;
const NANOSECONDS_PER_TICK: i128 = 100;
const TICKS_PER_MS: i64 = 10_000;
const MOSCOW_OFFSET_MS: i64 = 3 * 60 * 60 * 1_000;

/// An instant as the wire has it: 100-nanosecond steps since 0001-01-01T00:00:00 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ticks(pub i64);

impl Ticks {
    /// The instant so many milliseconds later.
    #[must_use]
    pub fn plus_ms(self, ms: u64) -> Self {
        let ms = i64::try_from(ms).unwrap_or(i64::MAX / TICKS_PER_MS);
        Self(self.0.saturating_add(ms.saturating_mul(TICKS_PER_MS)))
    }

    /// The very next instant that can be told apart.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The same moment on a clock in Moscow, for the few fields that want it so (`ConfirmationMetadata`).
    #[must_use]
    pub fn as_moscow_wall_clock(self) -> Self {
        Self(self.0.saturating_add(MOSCOW_OFFSET_MS * TICKS_PER_MS))
    }

    /// As a timestamp; the beginning of 1970 if it lies outside of what can be shown.
    pub fn timestamp(self) -> Timestamp {
        let nanoseconds = i128::from(self.0 - TICKS_AT_UNIX_EPOCH) * NANOSECONDS_PER_TICK;
        Timestamp::from_nanosecond(nanoseconds).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// `21.11.2026 19:45:03` in Moscow, for people.
    pub fn in_moscow(self) -> String {
        self.moscow("%d.%m.%Y %H:%M:%S")
    }

    /// The same with any pattern of `strftime`.
    pub fn moscow(self, pattern: &str) -> String {
        let wall = Timestamp::from_nanosecond(self.as_moscow_wall_clock().timestamp().as_nanosecond());
        wall.unwrap_or(Timestamp::UNIX_EPOCH)
            .to_zoned(TimeZone::UTC)
            .strftime(pattern)
            .to_string()
    }
}

impl From<Timestamp> for Ticks {
    fn from(timestamp: Timestamp) -> Self {
        let ticks = timestamp.as_nanosecond() / NANOSECONDS_PER_TICK;
        Self(i64::try_from(ticks).unwrap_or(0) + TICKS_AT_UNIX_EPOCH)
    }
}

/// Now, in a world whose clock is so many milliseconds ahead.
pub fn now(offset_ms: u64) -> Ticks {
    let offset = SignedDuration::from_millis(i64::try_from(offset_ms).unwrap_or(0));
    let moment = Timestamp::now().checked_add(offset);
    moment.map_or(Ticks(i64::MAX), Ticks::from)
}

/// How long the operator takes; milliseconds of the world's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Delays {
    /// δ1: from posting to the checked signature and the operator's confirmation.
    pub check_ms: u64,
    /// δ2: from posting to delivery, of documents and of answers.
    pub delivery_ms: u64,
    /// δ3: from the counterparty's answer to the operator's confirmation of it.
    pub answer_confirmation_ms: u64,
    /// From posting to the finding that a signature is bad.
    pub bad_signature_ms: u64,
    /// From an invitation or its acceptance to the end of the task.
    pub acquire_ms: u64,
    /// From an invitation to the answer of an organisation that answers by itself.
    pub invitation_ms: u64,
}

impl Default for Delays {
    fn default() -> Self {
        Self {
            check_ms: 2_000,
            delivery_ms: 5_000,
            answer_confirmation_ms: 600_000,
            bad_signature_ms: 20_000,
            acquire_ms: 1_000,
            invitation_ms: 20_000,
        }
    }
}

impl Delays {
    /// Everything happens at the next look.
    pub fn none() -> Self {
        Self {
            check_ms: 0,
            delivery_ms: 0,
            answer_confirmation_ms: 0,
            bad_signature_ms: 0,
            acquire_ms: 0,
            invitation_ms: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Ticks;

    #[test]
    fn the_published_example_of_ticks_is_read_as_documented() {
        let ticks = Ticks(638_840_213_353_178_450);
        assert_eq!(ticks.timestamp().to_string(), "2025-05-28T09:28:55.317845Z");
        assert_eq!(Ticks::from(ticks.timestamp()), ticks);
        assert_eq!(ticks.in_moscow(), "28.05.2025 12:28:55");
    }
}

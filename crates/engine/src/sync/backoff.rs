//! How long to wait after a failure: longer each time, never the same for everybody, never less than asked.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

const FIRST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// Pause between two looks at a feed that has nothing new, where nothing else was said.
pub(crate) const IDLE: Duration = Duration::from_secs(30);

/// The shortest sleep of a loop, so that no mistake of ours can make it spin.
pub(crate) const BREATH: Duration = Duration::from_millis(50);

/// The wait after this many failures in a row: 5 s doubled each time up to 15 min, spread from half of that to one
/// and a half by `fraction` (0..1). An operator that asks for longer gets it, and a tenth more at most.
pub(crate) fn wait(failures: u32, asked: Option<Duration>, fraction: f64) -> Duration {
    let doublings = failures.saturating_sub(1).min(16);
    let grown = FIRST.saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST);
    let ours = grown.mul_f64(0.5 + fraction.clamp(0.0, 1.0));
    match asked {
        Some(asked) => ours.max(asked.mul_f64(1.0 + fraction.clamp(0.0, 1.0) / 10.0)),
        None => ours,
    }
}

/// A pause, spread by a fifth so that thousands of programs never knock in one second.
pub(crate) fn spread(pause: Duration, fraction: f64) -> Duration {
    pause.mul_f64(0.9 + fraction.clamp(0.0, 1.0) / 5.0)
}

/// That much later; the end of time where it would lie beyond.
pub(crate) fn later(now: Timestamp, wait: Duration) -> Timestamp {
    SignedDuration::try_from(wait)
        .ok()
        .and_then(|wait| now.checked_add(wait).ok())
        .unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::wait;

    #[test]
    fn waits_grow_to_a_quarter_of_an_hour_and_are_spread() {
        assert_eq!(wait(1, None, 0.5), Duration::from_secs(5));
        assert_eq!(wait(3, None, 0.5), Duration::from_secs(20));
        assert_eq!(wait(1_000_000, None, 0.5), Duration::from_secs(900));
        assert!(wait(3, None, 0.0) < wait(3, None, 0.99));
    }

    #[test]
    fn an_operator_that_asks_for_patience_never_gets_less() {
        for fraction in [0.0, 0.3, 0.999] {
            let asked = Duration::from_secs(120);
            assert!(wait(1, Some(asked), fraction) >= asked);
            assert!(wait(1, Some(asked), fraction) <= Duration::from_secs(132));
        }
    }
}

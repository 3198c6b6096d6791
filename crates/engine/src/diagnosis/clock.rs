//! The clock of this computer against the operators': a signature names its time, and a wrong one spoils it.

use jiff::{SignedDuration, Timestamp};

use super::{Check, CheckState};

/// Nobody notices less; an answer itself is some seconds under way.
const NOTICED: SignedDuration = SignedDuration::from_mins(1);
/// Signatures and secure connections suffer from more.
const HARMFUL: SignedDuration = SignedDuration::from_mins(5);

/// `told`: what the operators' clocks show at this moment.
pub(super) fn look(now: Timestamp, told: &[Timestamp]) -> Check {
    let check = |state, text: String| Check::new("clock", "Часы компьютера", state, text);
    let nearest = told
        .iter()
        .map(|theirs| now.duration_since(*theirs))
        .min_by_key(|differs| differs.abs());
    let Some(ahead) = nearest else {
        return check(
            CheckState::NotHere,
            "Не проверено: сравнить не с чем, ни один оператор пока не ответил.".to_owned(),
        );
    };
    if ahead.abs() < NOTICED {
        return check(
            CheckState::Ok,
            "Часы идут верно: они сходятся с часами оператора.".to_owned(),
        );
    }
    let direction = if ahead.is_negative() {
        "отстают"
    } else {
        "спешат"
    };
    let text = format!(
        "Часы компьютера {direction} на {}. В подписи будет указано неверное время.",
        length(ahead.abs())
    );
    let state = if ahead.abs() < HARMFUL {
        CheckState::Warning
    } else {
        CheckState::Problem
    };
    check(state, text).advising("Включите в настройках системы установку времени по сети.")
}

fn length(by: SignedDuration) -> String {
    match by.as_mins() {
        minutes @ 0..120 => format!("{minutes} мин"),
        minutes => format!("{} ч", minutes / 60),
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::look;

    #[test]
    fn the_nearest_of_the_operators_clocks_counts() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let by = |seconds: i64| now.checked_add(SignedDuration::from_secs(seconds)).unwrap();
        assert_eq!(look(now, &[]).state.code(), "not_here");
        assert_eq!(look(now, &[by(9_000), by(-20)]).state.code(), "ok");
        let behind = look(now, &[by(130)]);
        assert_eq!(behind.state.code(), "warning");
        assert!(behind.text.contains("отстают на 2 мин"), "{}", behind.text);
        let ahead = look(now, &[by(-3 * 3600)]);
        assert_eq!(ahead.state.code(), "problem");
        assert!(ahead.text.contains("спешат на 3 ч"), "{}", ahead.text);
    }
}

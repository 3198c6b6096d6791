//! Names and instants of Diadoc in one form each.

use jiff::Timestamp;
use uuid::Uuid;

/// Ticks between 0001-01-01 and 1970-01-01 (QUIRKS 7).
const TICKS_AT_UNIX_EPOCH: i64 = 621_355_968_000_000_000;
/// One tick is 100 ns.
const NANOSECONDS_PER_TICK: i128 = 100;

/// A box id in the one form that the program keeps: GUID with dashes, lower case (QUIRKS 5). A text that is no box
/// id stays as it is.
pub(super) fn box_id(raw: &str) -> String {
    let digits = raw.trim();
    let digits = digits.split_once('@').map_or(digits, |(digits, _)| digits);
    match Uuid::parse_str(digits) {
        Ok(id) => id.hyphenated().to_string(),
        Err(_) => raw.trim().to_owned(),
    }
}

/// The instant of these ticks; `None` for 0, which stands for «absent», and for what no calendar holds.
pub(super) fn instant(ticks: i64) -> Option<Timestamp> {
    if ticks <= 0 {
        return None;
    }
    let since_epoch = i128::from(ticks) - i128::from(TICKS_AT_UNIX_EPOCH);
    Timestamp::from_nanosecond(since_epoch * NANOSECONDS_PER_TICK).ok()
}

/// The ticks of an instant.
pub(super) fn ticks(instant: Timestamp) -> i64 {
    let since_epoch = instant.as_nanosecond() / NANOSECONDS_PER_TICK;
    i64::try_from(since_epoch + i128::from(TICKS_AT_UNIX_EPOCH)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{box_id, instant, ticks};

    #[test]
    fn both_spellings_of_a_box_are_one_box() {
        let guid = "26af83e5-fabf-4805-95ed-7ef0fc16a4b8";
        assert_eq!(box_id("26af83e5fabf480595ed7ef0fc16a4b8@diadoc.ru"), guid);
        assert_eq!(box_id("26AF83E5-FABF-4805-95ED-7EF0FC16A4B8"), guid);
        assert_eq!(box_id("{{boxId}}"), "{{boxId}}");
    }

    #[test]
    fn ticks_count_from_the_first_year() {
        let at = instant(638_840_213_353_178_450).unwrap();
        assert_eq!(at.to_string(), "2025-05-28T09:28:55.317845Z");
        assert_eq!(ticks(at), 638_840_213_353_178_450);
        assert_eq!(instant(0), None);
        assert_eq!(instant(i64::MAX), None);
    }
}

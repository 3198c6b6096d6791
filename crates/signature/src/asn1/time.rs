//! UTCTime and GeneralizedTime (RFC 5280, 4.1.2.5): whole seconds of UTC.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::{Element, tag, tlv};
use crate::Error;

/// The moment that this element names.
pub(crate) fn read_time(element: Element<'_>) -> Result<Timestamp, Error> {
    parse(element).ok_or(Error::Malformed { what: "a time" })
}

fn parse(element: Element<'_>) -> Option<Timestamp> {
    let text = std::str::from_utf8(element.body).ok()?.strip_suffix('Z')?;
    let (year, rest) = match element.tag {
        tag::UTC_TIME => {
            let (year, rest) = number(text, 2)?;
            // Two digits reach from 1950 to 2049.
            (if year < 50 { 2000 + year } else { 1900 + year }, rest)
        }
        tag::GENERALIZED_TIME => number(text, 4)?,
        _ => return None,
    };
    let (month, rest) = number(rest, 2)?;
    let (day, rest) = number(rest, 2)?;
    let (hour, rest) = number(rest, 2)?;
    let (minute, rest) = number(rest, 2)?;
    let (second, rest) = number(rest, 2)?;
    // Some signers write fractions of a second; they say nothing here.
    let is_fraction = |text: &str| {
        text.strip_prefix('.')
            .is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
    };
    if !rest.is_empty() && !is_fraction(rest) {
        return None;
    }
    let small = |value: i16| i8::try_from(value).ok();
    DateTime::new(
        year,
        small(month)?,
        small(day)?,
        small(hour)?,
        small(minute)?,
        small(second)?,
        0,
    )
    .ok()?
    .to_zoned(TimeZone::UTC)
    .ok()
    .map(|zoned| zoned.timestamp())
}

fn number(text: &str, digits: usize) -> Option<(i16, &str)> {
    let (head, rest) = text.split_at_checked(digits)?;
    if !head.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((head.parse().ok()?, rest))
}

/// UTCTime up to 2049, GeneralizedTime after it.
pub(crate) fn write_time(moment: Timestamp) -> Vec<u8> {
    let date = moment.to_zoned(TimeZone::UTC).datetime();
    let rest = format!(
        "{:02}{:02}{:02}{:02}{:02}Z",
        date.month(),
        date.day(),
        date.hour(),
        date.minute(),
        date.second()
    );
    if (1950..2050).contains(&date.year()) {
        tlv(
            tag::UTC_TIME,
            &[format!("{:02}{rest}", date.year() % 100).as_bytes()],
        )
    } else {
        tlv(
            tag::GENERALIZED_TIME,
            &[format!("{:04}{rest}", date.year()).as_bytes()],
        )
    }
}

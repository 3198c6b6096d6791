use jiff::Timestamp;

use super::*;
use crate::Error;

#[test]
fn a_length_is_written_in_its_shortest_form() {
    assert_eq!(octets(&[7; 3]), [4, 3, 7, 7, 7]);
    assert_eq!(octets(&[7; 200]).get(..3).unwrap(), [4, 0x81, 200]);
    assert_eq!(
        octets(&[7; 70_000]).get(..5).unwrap(),
        [4, 0x83, 0x01, 0x11, 0x70]
    );
}

#[test]
fn a_length_beyond_the_end_is_refused() {
    for hostile in [
        &[0x30, 0x05, 0x00][..],
        &[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
        &[0x30],
        &[0x30, 0x80, 0, 0],
        &[0x3F, 0x21, 0x00],
    ] {
        assert_eq!(
            Element::only(hostile, "a certificate").map(|element| element.tag),
            Err(Error::Malformed {
                what: "a certificate"
            })
        );
    }
}

#[test]
fn a_time_is_read_as_it_was_written() {
    for text in [
        "2026-11-22T05:50:31Z",
        "2049-12-31T23:59:59Z",
        "2050-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
    ] {
        let moment: Timestamp = text.parse().unwrap();
        let written = write_time(moment);
        assert_eq!(
            read_time(Element::only(&written, "a time").unwrap()),
            Ok(moment),
            "{text}"
        );
    }
}

#[test]
fn a_time_with_a_fraction_or_a_wrong_month_is_told_apart() {
    let read = |text: &str| {
        read_time(Element::only(&tlv(tag::GENERALIZED_TIME, &[text.as_bytes()]), "a time").unwrap())
    };
    assert_eq!(
        read("20261122055031.25Z"),
        Ok("2026-11-22T05:50:31Z".parse().unwrap())
    );
    assert!(read("20261322055031Z").is_err());
    assert!(read("20261122055031").is_err());
    assert!(read("2026112205503+Z").is_err());
}

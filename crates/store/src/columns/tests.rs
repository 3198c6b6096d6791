use domain::{Direction, EdoFormat, EdoStatus, EventActor, Money, OutboxState, Severity};
use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::types::{FromSql, ToSql};

use super::{At, Bytes, Json, Kopecks, Name, Named};

fn through<T: ToSql, U: FromSql>(value: T) -> rusqlite::Result<U> {
    Connection::open_in_memory()
        .unwrap()
        .query_row("SELECT ?1", [value], |row| row.get(0))
}

fn names_lead_back<T: Named + PartialEq + std::fmt::Debug>(values: &[T]) {
    for value in values {
        assert_eq!(through::<_, Name<T>>(Name(*value)).unwrap().0, *value);
    }
    assert!(through::<_, Name<T>>("сургуч").is_err());
}

#[test]
fn every_name_leads_back_to_its_value_and_an_unknown_one_is_an_error() {
    names_lead_back(EdoStatus::ALL);
    names_lead_back(&OutboxState::ALL);
    names_lead_back(&[
        EdoFormat::Nonformalized,
        EdoFormat::Utd(domain::UtdFunction::Invoice),
    ]);
    names_lead_back(&[Direction::Inbound, Direction::Outbound]);
    names_lead_back(&[
        Severity::Info,
        Severity::Success,
        Severity::Warning,
        Severity::Error,
    ]);
    names_lead_back(&[EventActor::Us, EventActor::Them, EventActor::Operator]);
}

#[test]
fn an_instant_keeps_its_nanoseconds_and_one_that_does_not_fit_is_refused() {
    let instant: Timestamp = "2026-11-21T10:15:30.123456789Z".parse().unwrap();
    assert_eq!(through::<_, At>(At(instant)).unwrap().0, instant);
    let early: Timestamp = "1700-01-01T00:00:00.1Z".parse().unwrap();
    assert_eq!(through::<_, At>(At(early)).unwrap().0, early);
    assert!(through::<_, At>(At("2300-01-01T00:00:00Z".parse().unwrap())).is_err());
}

#[test]
fn money_sizes_and_json_come_back_exactly() {
    for kopecks in [0, 1, -1, i64::MAX, i64::MIN + 1] {
        let money = Money::from_kopecks(kopecks);
        assert_eq!(through::<_, Kopecks>(Kopecks(money)).unwrap().0, money);
    }
    assert_eq!(
        through::<_, Bytes>(Bytes(5_000_000_000)).unwrap().0,
        5_000_000_000
    );
    assert!(through::<_, Bytes>(Bytes(u64::MAX)).is_err());
    assert!(through::<_, Bytes>(-1_i64).is_err());
    assert!(through::<_, Json<Vec<i64>>>("[1,").is_err());
}

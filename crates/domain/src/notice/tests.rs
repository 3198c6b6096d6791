use jiff::civil::{DateTime, Time, date, time};
use proptest::prelude::*;

use super::{
    Announcement, Grouping, NoticeKind, NoticeSettings, NoticeSubject, QuietHours, SHOWN_AT_ONCE, Whose,
    announcements,
};
use crate::document::Direction;
use crate::ids::{EmployeeId, FirmId};
use crate::status::EdoStatus;

const EVERY_DAY: [bool; 7] = [true; 7];
/// Of the whole week only Friday.
const FRIDAY: [bool; 7] = [false, false, false, false, true, false, false];

fn at(day: i8, clock: Time) -> DateTime {
    // 16.11.2026 is a Monday.
    date(2026, 11, 15 + day).to_datetime(clock)
}

#[test]
fn a_night_begins_in_the_evening_and_ends_the_next_morning() {
    let night = QuietHours::new(time(22, 0, 0, 0), time(8, 30, 0, 0), FRIDAY);
    let holds = |day, hour, minute| night.holds(at(day, time(hour, minute, 0, 0)));
    assert!(!holds(5, 8, 0), "Friday morning belongs to the night of Thursday");
    assert!(!holds(5, 21, 59));
    assert!(holds(5, 22, 0));
    assert!(holds(6, 8, 29), "Saturday morning belongs to the night of Friday");
    assert!(!holds(6, 8, 30));
    assert!(!holds(6, 23, 0));
    let sunday = [false, false, false, false, false, false, true];
    let into_monday = QuietHours::new(time(22, 0, 0, 0), time(6, 0, 0, 0), sunday);
    assert!(into_monday.holds(at(1, time(5, 59, 0, 0))));
}

#[test]
fn a_day_off_is_quiet_from_its_beginning_to_the_next_one() {
    let whole = QuietHours::new(Time::MIN, Time::MIN, FRIDAY);
    assert!(whole.holds(at(5, Time::MIN)) && whole.holds(at(5, time(23, 59, 59, 0))));
    assert!(!whole.holds(at(4, time(23, 59, 0, 0))) && !whole.holds(at(6, Time::MIN)));
    let never = QuietHours::new(time(1, 0, 0, 0), time(5, 0, 0, 0), [false; 7]);
    assert!((1..=7).all(|day| !never.holds(at(day, time(3, 0, 0, 0)))));
    assert_eq!((never.from(), never.to()), (time(1, 0, 0, 0), time(5, 0, 0, 0)));
}

#[test]
fn every_kind_of_document_news_says_of_which_statuses_it_tells() {
    for kind in NoticeKind::ALL {
        assert_eq!(NoticeKind::from_code(kind.code()), Some(kind));
    }
    for status in EdoStatus::ALL {
        let ways = [Direction::Outbound, Direction::Inbound];
        let kinds: std::collections::BTreeSet<_> = ways
            .iter()
            .filter_map(|way| NoticeKind::of_status(*way, *status))
            .collect();
        assert!(kinds.len() <= 1, "{status:?} is told as one thing");
        assert!(kinds.iter().all(|kind| kind.statuses().contains(status)));
    }
    assert!(NoticeKind::Ending.statuses().is_empty());
    let inbound = |status| NoticeKind::of_status(Direction::Inbound, status);
    assert_eq!(
        inbound(EdoStatus::OurSignatureRequired),
        Some(NoticeKind::Incoming)
    );
    assert_eq!(inbound(EdoStatus::Completed), None, "our own answer is no news");
    let outbound = |status| NoticeKind::of_status(Direction::Outbound, status);
    assert_eq!(outbound(EdoStatus::Completed), Some(NoticeKind::Signed));
    assert_eq!(outbound(EdoStatus::OurSignatureRequired), None);
}

#[test]
fn what_is_about_no_firm_and_nobody_is_always_told() {
    let settings = NoticeSettings {
        silent: [NoticeKind::Signed].into(),
        firms: [FirmId(1)].into(),
        whose: Whose::Mine,
        ..NoticeSettings::default()
    };
    let about = |kind, firm: Option<i64>, assignee: Option<i64>| NoticeSubject {
        kind,
        firm: firm.map(FirmId),
        assignee: assignee.map(EmployeeId),
    };
    let me = Some(EmployeeId(7));
    assert!(!settings.wants(&about(NoticeKind::Signed, Some(1), Some(7)), me));
    assert!(settings.wants(&about(NoticeKind::Refused, Some(1), Some(7)), me));
    assert!(!settings.wants(&about(NoticeKind::Refused, Some(2), Some(7)), me));
    assert!(!settings.wants(&about(NoticeKind::Refused, Some(1), Some(8)), me));
    assert!(settings.wants(&about(NoticeKind::Refused, Some(1), Some(8)), None));
    assert!(settings.wants(&about(NoticeKind::Ending, None, None), me));
}

#[test]
fn settings_without_a_word_tell_everything_without_names() {
    let read: NoticeSettings = serde_json::from_str("{}").unwrap();
    assert_eq!(read, NoticeSettings::default());
    let written = serde_json::to_string(&NoticeSettings {
        silent: [NoticeKind::Signed].into(),
        quiet: Some(QuietHours::new(time(22, 0, 0, 0), time(8, 0, 0, 0), EVERY_DAY)),
        ..NoticeSettings::default()
    })
    .unwrap();
    let again: NoticeSettings = serde_json::from_str(&written).unwrap();
    assert_eq!(again.quiet.map(|quiet| quiet.from()), Some(time(22, 0, 0, 0)));
}

fn kinds() -> impl Strategy<Value = Vec<NoticeKind>> {
    prop::collection::vec(prop::sample::select(NoticeKind::ALL.to_vec()), 0..60)
}

proptest! {
    #[test]
    fn every_notice_is_told_once_and_in_few_windows(
        kinds in kinds(),
        grouping in prop::sample::select(vec![Grouping::Gathered, Grouping::OneByOne]),
    ) {
        let shown = announcements(&kinds, grouping);
        prop_assert!(shown.len() <= SHOWN_AT_ONCE);
        for window in &shown {
            if let Announcement::Gathered(kind, places) = window {
                prop_assert_eq!(grouping, Grouping::Gathered);
                prop_assert!(places.iter().all(|place| kinds[*place] == *kind));
            }
        }
        let mut told: Vec<usize> = shown.into_iter().flat_map(Announcement::into_places).collect();
        told.sort_unstable();
        prop_assert_eq!(told, Vec::from_iter(0..kinds.len()));
    }

    #[test]
    fn quiet_every_day_lasts_as_long_as_it_says(from in 0_i8..24, to in 0_i8..24) {
        let quiet = QuietHours::new(time(from, 0, 0, 0), time(to, 0, 0, 0), EVERY_DAY);
        let hours = (0..24).filter(|hour| quiet.holds(at(3, time(*hour, 30, 0, 0)))).count();
        let expected = if from == to { 24 } else { (to - from).rem_euclid(24) };
        prop_assert_eq!(hours, usize::try_from(expected).unwrap());
    }
}

//! Periods that people name instead of two days: «этот месяц» is another month on the first of the next one.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A period by its name, as the clerk's calendar has it on the day of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NamedPeriod {
    Today,
    Yesterday,
    /// From Monday to Sunday.
    Week,
    Month,
    LastMonth,
    Quarter,
    LastQuarter,
    Year,
}

impl NamedPeriod {
    /// Its first and its last day, both within.
    pub(crate) fn days(self, today: Date) -> (Date, Date) {
        match self {
            Self::Today => (today, today),
            Self::Yesterday => (day_before(today), day_before(today)),
            Self::Week => {
                let passed = today.weekday().to_monday_zero_offset();
                let monday = today.saturating_sub(Span::new().days(passed));
                (monday, monday.saturating_add(Span::new().days(6)))
            }
            Self::Month => (today.first_of_month(), today.last_of_month()),
            Self::LastMonth => Self::Month.days(day_before(today.first_of_month())),
            Self::Quarter => {
                let passed = (today.month() - 1) % 3;
                let first = today.first_of_month().saturating_sub(Span::new().months(passed));
                (first, first.saturating_add(Span::new().months(2)).last_of_month())
            }
            Self::LastQuarter => Self::Quarter.days(day_before(Self::Quarter.days(today).0)),
            Self::Year => (today.first_of_year(), today.last_of_year()),
        }
    }
}

fn day_before(day: Date) -> Date {
    day.saturating_sub(Span::new().days(1))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::NamedPeriod;

    fn days(period: NamedPeriod, today: Date) -> String {
        let (first, last) = period.days(today);
        format!("{first}..{last}")
    }

    #[test]
    fn a_period_follows_the_calendar() {
        let today = date(2026, 11, 22);
        let expected = [
            (NamedPeriod::Today, "2026-11-22..2026-11-22"),
            (NamedPeriod::Yesterday, "2026-11-21..2026-11-21"),
            (NamedPeriod::Week, "2026-11-16..2026-11-22"),
            (NamedPeriod::Month, "2026-11-01..2026-11-30"),
            (NamedPeriod::LastMonth, "2026-10-01..2026-10-31"),
            (NamedPeriod::Quarter, "2026-10-01..2026-12-31"),
            (NamedPeriod::LastQuarter, "2026-07-01..2026-09-30"),
            (NamedPeriod::Year, "2026-01-01..2026-12-31"),
        ];
        for (period, told) in expected {
            assert_eq!(days(period, today), told, "{period:?}");
        }
    }

    #[test]
    fn a_period_that_ended_turns_with_the_year_and_february_ends_when_it_does() {
        let january = date(2028, 1, 1);
        assert_eq!(days(NamedPeriod::Yesterday, january), "2027-12-31..2027-12-31");
        assert_eq!(days(NamedPeriod::LastMonth, january), "2027-12-01..2027-12-31");
        assert_eq!(days(NamedPeriod::LastQuarter, january), "2027-10-01..2027-12-31");
        assert_eq!(days(NamedPeriod::Week, january), "2027-12-27..2028-01-02");
        assert_eq!(
            days(NamedPeriod::Month, date(2028, 2, 29)),
            "2028-02-01..2028-02-29"
        );
        assert_eq!(
            days(NamedPeriod::LastMonth, date(2027, 3, 31)),
            "2027-02-01..2027-02-28"
        );
    }

    #[test]
    fn the_ends_of_all_calendars_are_days_too() {
        for day in [Date::MIN, Date::MAX] {
            for period in [NamedPeriod::Week, NamedPeriod::LastQuarter, NamedPeriod::Quarter] {
                let (first, last) = period.days(day);
                assert!(first <= last);
            }
        }
    }
}

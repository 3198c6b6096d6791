//! Business days («рабочие дни») of the Russian five-day week.
//!
//! Holidays stand in the Labour Code (ТК РФ, статья 112); which days off move where is a decree of the Government for each
//! year. Both are data below. A year whose decree is not here is counted by the Code alone, and every answer that touches it
//! says that it is not settled: a decree may still move a day. Regional holidays are not known here.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::rule::Certainty;

/// A year whose decree is known: month and day of what differs from weekends and the holidays of the Code.
struct SettledYear {
    year: i16,
    /// The decree.
    source: &'static str,
    certainty: Certainty,
    /// Days from Monday to Friday that are off beside the holidays, moved ones in them.
    off: &'static [(i8, i8)],
    /// Saturdays and Sundays that are worked.
    worked: &'static [(i8, i8)],
}

const SETTLED: [SettledYear; 3] = [
    SettledYear {
        year: 2024,
        source: "Постановление Правительства РФ от 10.08.2023 № 1314",
        certainty: Certainty::Unverified,
        off: &[(4, 29), (4, 30), (5, 10), (12, 30), (12, 31)],
        worked: &[(4, 27), (11, 2), (12, 28)],
    },
    SettledYear {
        year: 2025,
        source: "Постановление Правительства РФ от 04.10.2024 № 1335",
        certainty: Certainty::Unverified,
        off: &[(5, 2), (5, 8), (6, 13), (11, 3), (12, 31)],
        worked: &[(11, 1)],
    },
    SettledYear {
        year: 2026,
        source: "Постановление Правительства РФ от 24.09.2025 № 1466",
        certainty: Certainty::Professional,
        off: &[(1, 9), (3, 9), (5, 11), (12, 31)],
        worked: &[],
    },
];

/// Holidays of the Code outside the New Year's ones: 23 February, 8 March, 1 and 9 May, 12 June, 4 November.
const HOLIDAYS: [(i8, i8); 6] = [(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)];
/// 1–8 January. Where they fall on a weekend, only a decree moves the day off.
const NEW_YEAR_UNTIL: i8 = 8;

/// Longest way that is counted: a term is days, never years.
const LONGEST: u16 = 400;

/// A business day that was counted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BusinessDay {
    /// The day.
    pub date: Date,
    /// Every year on the way has its decree here: no day will move any more.
    pub is_settled: bool,
}

/// What is known of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarYear {
    /// The year.
    pub year: i16,
    /// Where its days come from.
    pub source: &'static str,
    /// How sure that is.
    pub certainty: Certainty,
}

/// The years whose decrees are known, the oldest first.
pub fn settled_years() -> impl Iterator<Item = CalendarYear> {
    SETTLED.iter().map(|known| CalendarYear {
        year: known.year,
        source: known.source,
        certainty: known.certainty,
    })
}

/// True for a day on which offices work.
pub fn is_business_day(day: Date) -> bool {
    let own = (day.month(), day.day());
    match settled(day.year()) {
        Some(known) if known.worked.contains(&own) => true,
        Some(known) => !is_weekend(day) && !is_holiday(day) && !known.off.contains(&own),
        None => !is_weekend(day) && !is_holiday(day) && !is_moved_by_the_code(day),
    }
}

/// The business day so many business days after this day, which itself does not count; none beyond the longest way.
pub fn business_days_after(day: Date, count: u16) -> Option<BusinessDay> {
    let mut reached = BusinessDay {
        date: day,
        is_settled: settled(day.year()).is_some(),
    };
    let mut left = count;
    for _ in 0..LONGEST {
        if left == 0 {
            return Some(reached);
        }
        reached.date = reached.date.tomorrow().ok()?;
        reached.is_settled &= settled(reached.date.year()).is_some();
        left -= u16::from(is_business_day(reached.date));
    }
    None
}

fn settled(year: i16) -> Option<&'static SettledYear> {
    SETTLED.iter().find(|known| known.year == year)
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn is_holiday(day: Date) -> bool {
    let is_new_year = day.month() == 1 && day.day() <= NEW_YEAR_UNTIL;
    is_new_year || HOLIDAYS.contains(&(day.month(), day.day()))
}

/// A holiday on a weekend makes the next working day a day off.
fn is_moved_by_the_code(day: Date) -> bool {
    let mut due: u8 = 0;
    let Ok(mut at) = day.checked_sub(14.days()) else {
        return false;
    };
    while at <= day {
        let is_later_holiday = HOLIDAYS.contains(&(at.month(), at.day()));
        if is_weekend(at) {
            due += u8::from(is_later_holiday);
        } else if !is_holiday(at) && due > 0 {
            due -= 1;
            if at == day {
                return true;
            }
        }
        let Ok(next) = at.tomorrow() else { return false };
        at = next;
    }
    false
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    use super::{business_days_after, is_business_day, settled_years};

    fn days_of(year: i16) -> impl Iterator<Item = Date> {
        date(year, 1, 1)
            .series(jiff::Span::new().days(1))
            .take_while(move |day| day.year() == year)
    }

    #[test]
    fn settled_years_have_as_many_business_days_as_the_production_calendar() {
        let counted: Vec<(i16, usize)> = settled_years()
            .map(|known| {
                (
                    known.year,
                    days_of(known.year).filter(|day| is_business_day(*day)).count(),
                )
            })
            .collect();
        assert_eq!(counted, [(2024, 248), (2025, 247), (2026, 247)]);
        assert!(settled_years().all(|known| known.source.contains('№')));
    }

    #[test]
    fn every_day_that_a_decree_names_differs_from_what_it_would_be_without_one() {
        for known in super::SETTLED {
            for &(month, day) in known.off {
                let day = date(known.year, month, day);
                assert!(!super::is_weekend(day) && !super::is_holiday(day), "{day}");
            }
            for &(month, day) in known.worked {
                assert!(super::is_weekend(date(known.year, month, day)));
            }
        }
    }

    #[test]
    fn days_off_that_were_moved_are_off_and_worked_saturdays_are_not() {
        for day in [
            date(2026, 1, 9),
            date(2026, 3, 9),
            date(2026, 12, 31),
            date(2025, 6, 13),
        ] {
            assert!(!is_business_day(day), "{day}");
        }
        for day in [
            date(2025, 11, 1),
            date(2024, 12, 28),
            date(2026, 1, 12),
            date(2026, 11, 23),
        ] {
            assert!(is_business_day(day), "{day}");
        }
    }

    #[test]
    fn a_term_that_reaches_a_year_without_a_decree_is_told_to_be_unsettled() {
        let short = business_days_after(date(2026, 11, 20), 1).unwrap();
        assert_eq!((short.date, short.is_settled), (date(2026, 11, 23), true));
        // 31 December is off, 1–8 January are holidays, 9 and 10 January a weekend.
        let over = business_days_after(date(2026, 12, 30), 1).unwrap();
        assert_eq!((over.date, over.is_settled), (date(2027, 1, 11), false));
    }

    #[test]
    fn without_a_decree_a_holiday_on_a_weekend_makes_the_next_working_day_off() {
        // 1 May 2027 is a Saturday, 9 May a Sunday, 12 June a Saturday.
        for day in [date(2027, 5, 3), date(2027, 5, 10), date(2027, 6, 14)] {
            assert!(!is_business_day(day), "{day}");
        }
        for day in [
            date(2027, 5, 4),
            date(2027, 5, 11),
            date(2027, 6, 15),
            date(2027, 2, 24),
        ] {
            assert!(is_business_day(day), "{day}");
        }
    }

    proptest! {
        #[test]
        fn counting_on_and_counting_at_once_end_on_the_same_business_day(
            start in 0_i32..4_000,
            first in 0_u16..40,
            second in 1_u16..40,
        ) {
            let day = date(2020, 1, 1).checked_add(jiff::Span::new().days(start)).unwrap();
            let at_once = business_days_after(day, first + second).unwrap();
            let half = business_days_after(day, first).unwrap();
            let on = business_days_after(half.date, second).unwrap();
            prop_assert_eq!(at_once.date, on.date);
            prop_assert!(is_business_day(at_once.date) && at_once.date > day);
        }
    }
}

//! Quiet hours: when the desktop is not to be disturbed.

use jiff::civil::{DateTime, Time};
use serde::{Deserialize, Serialize};

const MINUTES_OF_A_DAY: u16 = 24 * 60;

/// A stretch of the day, on some days of the week. Where it does not end later than it begins, it ends the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    from_minute: u16,
    to_minute: u16,
    /// Days on which it begins, Monday first.
    days: [bool; 7],
}

impl QuietHours {
    /// From this time of day to that one, beginning on these days, Monday first. Seconds do not count.
    pub fn new(from: Time, to: Time, days: [bool; 7]) -> Self {
        Self {
            from_minute: minute(from),
            to_minute: minute(to),
            days,
        }
    }

    /// When it begins.
    pub fn from(&self) -> Time {
        time(self.from_minute)
    }

    /// When it ends; the same as the beginning means a whole day.
    pub fn to(&self) -> Time {
        time(self.to_minute)
    }

    /// Days on which it begins, Monday first.
    pub fn days(&self) -> [bool; 7] {
        self.days
    }

    /// True at this time of the clerk's day.
    pub fn holds(&self, at: DateTime) -> bool {
        let now = minute(at.time());
        let today = usize::from(at.weekday().to_monday_zero_offset().unsigned_abs());
        let begins = |day: usize| self.days.get(day % 7).copied().unwrap_or(false);
        if self.from_minute < self.to_minute {
            return begins(today) && (self.from_minute..self.to_minute).contains(&now);
        }
        (begins(today) && now >= self.from_minute) || (begins(today + 6) && now < self.to_minute)
    }
}

fn minute(time: Time) -> u16 {
    u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs())
}

fn time(minute: u16) -> Time {
    let minute = minute % MINUTES_OF_A_DAY;
    let part = |number: u16| i8::try_from(number).unwrap_or_default();
    Time::new(part(minute / 60), part(minute % 60), 0, 0).unwrap_or(Time::MIN)
}

//! What a service announced to switch off (RFC 8594), by method, the latest word of each.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

use crate::edo::Sunset;

/// So many methods are remembered; a client calls fewer.
const AT_MOST: usize = 100;

/// Announcements, by the method as a person reads it.
#[derive(Default)]
pub(super) struct Sunsets(Mutex<BTreeMap<String, Option<Date>>>);

impl Sunsets {
    /// Remembers what was announced of a method; `day` is the header as it came.
    pub fn note(&self, method: String, day: &str) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() < AT_MOST || known.contains_key(&method) {
            let day = rfc2822::parse(day.trim()).ok();
            let day = day.map(|day| day.timestamp().to_zoned(TimeZone::UTC).date());
            known.insert(method, day);
        }
    }

    pub fn all(&self) -> Vec<Sunset> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all = known.iter().map(|(method, day)| Sunset {
            method: method.clone(),
            day: *day,
        });
        all.collect()
    }
}

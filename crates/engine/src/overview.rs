//! The overview: what the days brought, how long the other side lets us wait, and who refuses or waits most.

use domain::{CounterpartyId, FirmId, IndividualId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use store::{HourCounts, OtherSideCount};

use crate::{Engine, Result};

/// So many other sides are told.
const MOST_SIDES: u32 = 10;
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Ages of waiting documents in whole days: the first day of each.
const AGES_DAYS: [u32; 5] = [0, 3, 7, 14, 30];
/// Longer than anything waits.
const FOREVER_DAYS: u32 = 20_000;
/// Later than any clock of an operator that is not plainly wrong.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 20_000);
const NOBODY: &str = "Контрагент не указан";

/// How far back the overview looks, today included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Seven days.
    Week,
    /// Thirty days.
    Month,
    /// Ninety days.
    Quarter,
    /// 365 days.
    Year,
}

impl Period {
    /// The period of so many days; only 7, 30, 90 and 365 are one.
    pub fn of_days(days: u32) -> Option<Self> {
        [Self::Week, Self::Month, Self::Quarter, Self::Year]
            .into_iter()
            .find(|period| period.days() == days)
    }

    /// How many days.
    pub fn days(self) -> u32 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
            Self::Year => 365,
        }
    }
}

/// The figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// Every day of the period where the clerk sits, oldest first.
    pub days: Vec<DayCounts>,
    /// Documents that wait for the other side now, by age, youngest first.
    pub waiting: Vec<WaitingAge>,
    /// Who refused to sign within the period, most refusals first, ten at most.
    pub refusals: Vec<RefusingSide>,
    /// For whom we wait now, most documents first, ten at most.
    pub waiting_by_side: Vec<WaitingSide>,
}

/// What a day brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCounts {
    /// The day.
    pub day: Date,
    /// Sendings that came to the operator.
    pub sent: u64,
    /// Sendings that the other side signed.
    pub signed: u64,
    /// Sendings that the other side refused to sign.
    pub refused: u64,
}

/// Documents of one age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitingAge {
    /// They wait at least so many whole days.
    pub from_days: u32,
    /// And at most so many; none for the oldest.
    pub to_days: Option<u32>,
    /// How many there are.
    pub count: u64,
}

/// Somebody who refused to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusingSide {
    /// The company; none where a person or nobody stands on the other side.
    pub counterparty: Option<CounterpartyId>,
    /// The person, where one stands there.
    pub individual: Option<IndividualId>,
    /// Its name.
    pub name: String,
    /// How many refusals.
    pub count: u64,
}

/// Somebody for whom we wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingSide {
    /// The company; none where a person or nobody stands on the other side.
    pub counterparty: Option<CounterpartyId>,
    /// The person, where one stands there.
    pub individual: Option<IndividualId>,
    /// Its name.
    pub name: String,
    /// How many documents.
    pub count: u64,
    /// How many whole days the oldest of them waits.
    pub oldest_days: u32,
}

impl Engine {
    /// When this day begins where the clerk sits.
    pub fn beginning_of(&self, day: Date) -> Timestamp {
        beginning(day, self.offset())
    }

    /// How far the clock on the clerk's wall is from UTC.
    fn offset(&self) -> SignedDuration {
        let utc = self.inner.now().to_zoned(TimeZone::UTC).datetime();
        self.inner.ports.clock.local().duration_since(utc)
    }

    /// The figures of one firm or of all. Their cost does not depend on how many documents are at rest.
    pub async fn overview(&self, firm: Option<FirmId>, period: Period) -> Result<Overview> {
        let (now, offset) = (self.inner.now(), self.offset());
        let first = (self.inner.ports.clock.local().date())
            .saturating_sub(Span::new().days(i64::from(period.days()) - 1));
        let from = beginning(first, offset);
        self.read(move |r| {
            let waiting = r.waiting_by_other_side(firm, MOST_SIDES)?;
            let refusals = r.refusals_by_other_side(firm, from, MOST_SIDES)?;
            Ok(Overview {
                days: by_day((first, period.days()), offset, &r.hour_counts(firm, from)?),
                waiting: ages(now, |between| Ok(r.waiting_for_them(firm, between)?))?,
                refusals: refusals.into_iter().map(refusing).collect(),
                waiting_by_side: waiting.into_iter().map(|side| waiting_side(side, now)).collect(),
            })
        })
        .await
    }
}

/// When a day begins where the clerk sits.
fn beginning(day: Date, offset: SignedDuration) -> Timestamp {
    let midnight = day.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp());
    let midnight = midnight.unwrap_or(Timestamp::UNIX_EPOCH);
    midnight.checked_sub(offset).unwrap_or(midnight)
}

/// Every day from the first on, also those without anything. Hours belong to the day in which they begin: where clocks
/// differ from UTC by half an hour, half an hour at night counts for the day before.
fn by_day((first, count): (Date, u32), offset: SignedDuration, hours: &[HourCounts]) -> Vec<DayCounts> {
    let mut days: Vec<DayCounts> = first
        .series(Span::new().days(1))
        .take(usize::try_from(count).unwrap_or(0))
        .map(|day| DayCounts {
            day,
            sent: 0,
            signed: 0,
            refused: 0,
        })
        .collect();
    for hour in hours {
        let local = hour.from.checked_add(offset).unwrap_or(hour.from);
        let day = local.to_zoned(TimeZone::UTC).date();
        if let Some(found) = days.iter_mut().find(|one| one.day == day) {
            found.sent += hour.sent;
            found.signed += hour.signed;
            found.refused += hour.refused;
        }
    }
    days
}

fn ages(now: Timestamp, count: impl Fn((Timestamp, Timestamp)) -> Result<u64>) -> Result<Vec<WaitingAge>> {
    let ago = |days: u32| {
        now.checked_sub(DAY * i32::try_from(days).unwrap_or(0))
            .unwrap_or(Timestamp::UNIX_EPOCH)
    };
    let ends = AGES_DAYS.iter().skip(1).copied().map(Some).chain([None]);
    AGES_DAYS
        .iter()
        .zip(ends)
        .map(|(&from_days, end)| {
            // The operator's clock may run before ours: what it dates after now waits for no day yet.
            let until = if from_days == 0 {
                now.checked_add(AHEAD).unwrap_or(now)
            } else {
                ago(from_days)
            };
            Ok(WaitingAge {
                from_days,
                to_days: end.map(|end| end - 1),
                count: count((ago(end.unwrap_or(FOREVER_DAYS)), until))?,
            })
        })
        .collect()
}

fn refusing(side: OtherSideCount) -> RefusingSide {
    RefusingSide {
        counterparty: side.counterparty,
        individual: side.individual,
        name: side.name.unwrap_or_else(|| NOBODY.to_owned()),
        count: side.count,
    }
}

fn waiting_side(side: OtherSideCount, now: Timestamp) -> WaitingSide {
    let days = now.duration_since(side.oldest).as_hours() / 24;
    WaitingSide {
        counterparty: side.counterparty,
        individual: side.individual,
        name: side.name.unwrap_or_else(|| NOBODY.to_owned()),
        count: side.count,
        oldest_days: u32::try_from(days).unwrap_or(0),
    }
}

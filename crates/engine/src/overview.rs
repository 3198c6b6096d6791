//! The overview: what the days brought, how long the other side lets us wait, and who refuses or waits most.

use domain::{CounterpartyId, FirmId, IndividualId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use store::{HourCounts, IntermediaryCount, OtherSideCount, Reader, Step, TakenStep};

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

/// How many days a bar of the chart holds: a year of single days would be thinner than the pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grain {
    Day,
    /// From Monday.
    Week,
    Month,
}

impl Grain {
    fn of(period: Period) -> Self {
        match period {
            Period::Week | Period::Month => Self::Day,
            Period::Quarter => Self::Week,
            Period::Year => Self::Month,
        }
    }

    /// Both days stand in one bar.
    fn joins(self, one: Date, other: Date) -> bool {
        match self {
            Self::Day => one == other,
            Self::Week => monday(one) == monday(other),
            Self::Month => one.first_of_month() == other.first_of_month(),
        }
    }
}

fn monday(day: Date) -> Date {
    let behind = i64::from(day.weekday().to_monday_zero_offset());
    day.saturating_sub(Span::new().days(behind))
}

/// The figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The period in days, weeks or months where the clerk sits, oldest first; those without anything too.
    pub bars: Vec<Bar>,
    /// Documents that wait for the other side now, by age, youngest first.
    pub waiting: Vec<WaitingAge>,
    /// Who refused to sign within the period, most refusals first, ten at most.
    pub refusals: Vec<RefusingSide>,
    /// For whom we wait now, most documents first, ten at most.
    pub waiting_by_side: Vec<WaitingSide>,
}

/// What some days brought. A document of which several sendings took a step in these days is counted once: the bar leads
/// to the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Documents that came to the operator.
    pub sent: u64,
    /// Documents that the other side signed.
    pub signed: u64,
    /// Documents that the other side refused to sign.
    pub refused: u64,
}

impl Bar {
    fn count_of(&mut self, step: Step) -> &mut u64 {
        match step {
            Step::Sent => &mut self.sent,
            Step::Signed => &mut self.signed,
            Step::Refused => &mut self.refused,
        }
    }
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
    /// How many documents.
    pub count: u64,
}

/// In which place somebody stands for whom we wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitingPlace {
    /// On the other side.
    OtherSide,
    /// Between the sides («промежуточный получатель»).
    Between,
}

/// Somebody for whom we wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingSide {
    /// In which place.
    pub place: WaitingPlace,
    /// The company; none where a person or nobody stands on the other side, and for who stands between.
    pub counterparty: Option<CounterpartyId>,
    /// The person, where one stands there.
    pub individual: Option<IndividualId>,
    /// Its name; empty for who stands between and was chosen at the operator.
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

    /// From when on a step counts for this day: hours belong to the day in which they begin.
    pub fn first_hour_of(&self, day: Date) -> Timestamp {
        first_hour(beginning(day, self.offset()))
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
        let from = first_hour(beginning(first, offset));
        self.read(move |r| {
            let sides = r.waiting_by_other_side(firm, MOST_SIDES)?;
            let between = r.waiting_by_intermediary(firm, MOST_SIDES)?;
            let refusals = r.refusals_by_other_side(firm, from, MOST_SIDES)?;
            let mut bars = Bars::new((first, period), offset);
            bars.count(&r.hour_counts(firm, from)?);
            bars.count_once(r, firm, from)?;
            Ok(Overview {
                bars: bars.bars,
                waiting: ages(now, |between| Ok(r.waiting_for_them(firm, between)?))?,
                refusals: refusals.into_iter().map(refusing).collect(),
                waiting_by_side: waiting_sides(sides, between, now),
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

/// The first whole hour from this instant on. Only where clocks differ from UTC by half an hour is it another instant.
fn first_hour(at: Timestamp) -> Timestamp {
    const HOUR_S: i64 = 3600;
    let behind = at.as_second().rem_euclid(HOUR_S);
    let hour = at.as_second() + if behind == 0 { 0 } else { HOUR_S - behind };
    Timestamp::from_second(hour).unwrap_or(at)
}

/// The bars of a chart while they are counted.
struct Bars {
    bars: Vec<Bar>,
    offset: SignedDuration,
}

impl Bars {
    /// Every day of the period stands in one of them.
    fn new((first, period): (Date, Period), offset: SignedDuration) -> Self {
        let grain = Grain::of(period);
        let mut bars: Vec<Bar> = Vec::new();
        let days = usize::try_from(period.days()).unwrap_or(0);
        for day in first.series(Span::new().days(1)).take(days) {
            match bars.last_mut().filter(|last| grain.joins(last.to, day)) {
                Some(last) => last.to = day,
                None => bars.push(Bar {
                    from: day,
                    to: day,
                    sent: 0,
                    signed: 0,
                    refused: 0,
                }),
            }
        }
        Self { bars, offset }
    }

    /// Where an instant stands; hours belong to the day in which they begin.
    fn at(&self, at: Timestamp) -> Option<usize> {
        let hour = Timestamp::from_second(at.as_second() - at.as_second().rem_euclid(3600)).ok()?;
        let day = hour.checked_add(self.offset).ok()?.to_zoned(TimeZone::UTC).date();
        let place = self.bars.partition_point(|bar| bar.to < day);
        self.bars.get(place).filter(|bar| bar.from <= day).map(|_| place)
    }

    /// Every sending.
    fn count(&mut self, hours: &[HourCounts]) {
        for hour in hours {
            if let Some(bar) = self.at(hour.from).and_then(|place| self.bars.get_mut(place)) {
                bar.sent += hour.sent;
                bar.signed += hour.signed;
                bar.refused += hour.refused;
            }
        }
    }

    /// Of several sendings of one document in one bar all but one are taken out again.
    fn count_once(&mut self, r: &Reader<'_>, firm: Option<FirmId>, from: Timestamp) -> Result<()> {
        for step in Step::ALL {
            let mut before: Option<(TakenStep, usize)> = None;
            // They come document by document, each in the order of time.
            for taken in r.repeated_steps(step, firm, from)? {
                let Some(place) = self.at(taken.at) else {
                    continue;
                };
                let is_again =
                    before.is_some_and(|(last, there)| last.document == taken.document && there == place);
                if is_again && let Some(bar) = self.bars.get_mut(place) {
                    let count = bar.count_of(step);
                    *count = count.saturating_sub(1);
                }
                before = Some((taken, place));
            }
        }
        Ok(())
    }
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

/// Both together, those with the most documents first.
fn waiting_sides(
    sides: Vec<OtherSideCount>,
    between: Vec<IntermediaryCount>,
    now: Timestamp,
) -> Vec<WaitingSide> {
    let days = |oldest| u32::try_from(now.duration_since(oldest).as_hours() / 24).unwrap_or(0);
    let sides = sides.into_iter().map(|side| WaitingSide {
        place: WaitingPlace::OtherSide,
        counterparty: side.counterparty,
        individual: side.individual,
        name: side.name.unwrap_or_else(|| NOBODY.to_owned()),
        count: side.count,
        oldest_days: days(side.oldest),
    });
    let between = between.into_iter().map(|one| WaitingSide {
        place: WaitingPlace::Between,
        counterparty: None,
        individual: None,
        name: one.name.unwrap_or_default(),
        count: one.count,
        oldest_days: days(one.oldest),
    });
    let mut all: Vec<WaitingSide> = sides.chain(between).collect();
    all.sort_by_key(|side| std::cmp::Reverse((side.count, side.oldest_days)));
    all.truncate(usize::try_from(MOST_SIDES).unwrap_or(usize::MAX));
    all
}

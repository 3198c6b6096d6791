//! Days and stretches of days as people type them: «21.11», «21 ноября 2026», «вчера», «за октябрь», «с 1 по 15
//! октября», «01.10.2026–15.10.2026», «3 квартал».
//!
//! A day without a year is the latest such day that lies no more than a month ahead: papers look back. Without
//! today's date nothing is guessed: days without a year are then no days. Deliberately not here: bare names of months
//! («март» is also the beginning of «Мартынов») and times of day.

use jiff::ToSpan;
use jiff::civil::Date;

use super::typed::date;

/// Papers may be dated ahead so far without their year being doubted.
const AHEAD_DAYS: i32 = 31;
/// Years that a number of four digits may name.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// Days from the first to the last, both included; open where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Days {
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
}

impl Days {
    fn one(day: Date) -> Self {
        Self::between(day, day)
    }

    fn between(first: Date, last: Date) -> Self {
        Self {
            from: Some(first.min(last)),
            to: Some(first.max(last)),
        }
    }

    /// The days of both.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            to: match (self.to, other.to) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            },
        }
    }

    /// «дата 21.11.2026», «с 01.10.2026 по 15.10.2026».
    pub(super) fn label(self) -> String {
        let shown = |day: Date| day.strftime("%d.%m.%Y").to_string();
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => format!("дата {}", shown(from)),
            (Some(from), Some(to)) => format!("с {} по {}", shown(from), shown(to)),
            (Some(from), None) => format!("с {}", shown(from)),
            (None, Some(to)) => format!("по {}", shown(to)),
            (None, None) => "любая дата".to_owned(),
        }
    }

    /// The only day, written as rows show it.
    pub(super) fn only_day(self) -> Option<String> {
        let day = self.from.filter(|_| self.from == self.to)?;
        Some(day.strftime("%d.%m.%Y").to_string())
    }
}

/// How sure it is that days were meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sureness {
    /// A day or a month, which may as well be words of a line: «аренда за октябрь 2026».
    OrWords,
    /// A stretch: nothing else is written so.
    Sure,
}

/// Days found at the beginning of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FoundDays {
    /// How many words say it.
    pub(super) taken: usize,
    pub(super) days: Days,
    pub(super) sureness: Sureness,
}

/// The days that these words begin with.
pub(super) fn days(words: &[&str], today: Option<Date>) -> Option<FoundDays> {
    let pieces = pieces(words);
    let mut reading = Reading {
        pieces: &pieces,
        at: 0,
        today,
    };
    let (days, sureness) = reading.days()?;
    let last = reading.pieces.get(reading.at.checked_sub(1)?)?;
    Some(FoundDays {
        taken: last.ends_word?,
        days,
        sureness,
    })
}

/// A part of a word between dashes, or a dash.
struct Piece {
    text: String,
    /// How many words are over after it; none inside a word.
    ends_word: Option<usize>,
}

/// No stretch takes more words.
const LONGEST_WORDS: usize = 12;

fn pieces(words: &[&str]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (number, word) in (1..).zip(words.iter().take(LONGEST_WORDS)) {
        for long in cut(word, |mark| matches!(mark, '–' | '—' | '−')) {
            let whole = plain(long);
            if date(&whole.text).is_some() {
                pieces.push(whole);
            } else {
                pieces.extend(cut(long, |mark| mark == '-').map(plain));
            }
        }
        if let Some(last) = pieces.last_mut() {
            last.ends_word = Some(number);
        }
    }
    pieces
}

/// The parts of a word and the marks between them.
fn cut(word: &str, is_mark: fn(char) -> bool) -> impl Iterator<Item = &str> {
    word.split_inclusive(is_mark)
        .flat_map(move |part| {
            let mark = part.char_indices().next_back().filter(|(_, mark)| is_mark(*mark));
            let at = mark.map_or(part.len(), |(at, _)| at);
            [part.get(..at), part.get(at..)]
        })
        .flatten()
        .filter(|part| !part.is_empty())
}

/// Small letters, ё as е, without marks behind; «2026г.» is 2026.
fn plain(text: &str) -> Piece {
    let small = text.to_lowercase().replace('ё', "е");
    let bare = small.trim_end_matches(['.', ',', ';']);
    let year = bare
        .strip_suffix('г')
        .filter(|year| year.ends_with(|last: char| last.is_ascii_digit()));
    Piece {
        text: year.unwrap_or(bare).to_owned(),
        ends_word: None,
    }
}

/// Days, months and years, perhaps without their year.
#[derive(Debug, Clone, Copy)]
enum Atom {
    Fixed(Date),
    Day {
        day: i8,
        month: i8,
        year: Option<i16>,
    },
    Month {
        month: i8,
        year: Option<i16>,
    },
    Quarter {
        quarter: i8,
        year: Option<i16>,
    },
    Year(i16),
    /// «1» of «с 1 по 15 октября».
    Bare(i8),
}

impl Atom {
    fn year(self) -> Option<i16> {
        match self {
            Self::Fixed(day) => Some(day.year()),
            Self::Year(year) => Some(year),
            Self::Day { year, .. } | Self::Month { year, .. } | Self::Quarter { year, .. } => year,
            Self::Bare(_) => None,
        }
    }

    fn month(self) -> Option<i8> {
        match self {
            Self::Fixed(day) => Some(day.month()),
            Self::Day { month, .. } => Some(month),
            _ => None,
        }
    }

    /// Its days in this year; a year of its own wins.
    fn in_year(self, year: i16) -> Option<Days> {
        let year = self.year().unwrap_or(year);
        match self {
            Self::Fixed(day) => Some(Days::one(day)),
            Self::Day { day, month, .. } => Some(Days::one(Date::new(year, month, day).ok()?)),
            Self::Month { month, .. } => months(year, month, month),
            Self::Quarter { quarter, .. } => months(year, quarter * 3 - 2, quarter * 3),
            Self::Year(year) => months(year, 1, 12),
            Self::Bare(_) => None,
        }
    }

    /// The latest such days that begin on this day or before; leap days come back within eight years.
    fn not_after(self, limit: Date) -> Option<Days> {
        (0..=8)
            .filter_map(|back| self.in_year(limit.year() - back))
            .find(|days| self.year().is_some() || days.from <= Some(limit))
    }

    /// The earliest such days that begin on this day or later.
    fn not_before(self, limit: Date) -> Option<Days> {
        (0..=8)
            .filter_map(|on| self.in_year(limit.year() + on))
            .find(|days| days.from >= Some(limit))
    }

    /// «1» in the month and year of the other end.
    fn beside(self, other: Self, days: Days) -> Option<Days> {
        let Self::Bare(day) = self else { return None };
        let day = Date::new(days.from?.year(), other.month()?, day).ok()?;
        Some(Days::one(day))
    }
}

fn months(year: i16, first: i8, last: i8) -> Option<Days> {
    let first = Date::new(year, first, 1).ok()?;
    let last = Date::new(year, last, 1).ok()?;
    Some(Days::between(first, last.last_of_month()))
}

struct Reading<'p> {
    pieces: &'p [Piece],
    at: usize,
    today: Option<Date>,
}

impl Reading<'_> {
    fn days(&mut self) -> Option<(Days, Sureness)> {
        let has_in = self.take(&["за", "в", "во", "на"]);
        let has_period = has_in && self.take(&["период"]);
        if self.take(&["с", "со"]) {
            let first = self.atom()?;
            return if self.take(&["по", "до", "-", "–", "—", "−"]) {
                let last = self.atom()?;
                self.stretch(first, last)
            } else {
                let from = self.resolved(first)?.from;
                Some((Days { from, to: None }, Sureness::Sure))
            };
        }
        if !has_in && self.take(&["по", "до"]) {
            let last = self.atom()?;
            let to = self.resolved(last)?.to;
            return Some((Days { from: None, to }, Sureness::Sure));
        }
        let is_dated = has_in || self.take(&["от"]);
        let first = match (self.atom(), has_in) {
            (Some(atom), _) => atom,
            (None, true) => Atom::Year(self.year()?),
            (None, false) => return None,
        };
        let before = self.at;
        if self.take(&["-", "–", "—", "−"])
            && let Some(last) = self.atom()
            && let Some(stretch) = self.stretch(first, last)
        {
            return Some(stretch);
        }
        self.at = before;
        let days = self.resolved(first)?;
        match first {
            Atom::Month { year: None, .. } if !is_dated => None,
            Atom::Quarter { .. } | Atom::Year(_) => Some((days, Sureness::Sure)),
            _ if has_period => Some((days, Sureness::Sure)),
            _ => Some((days, Sureness::OrWords)),
        }
    }

    fn stretch(&self, first: Atom, last: Atom) -> Option<(Days, Sureness)> {
        let (first, last) = match (first, last) {
            (bare @ Atom::Bare(_), last) => {
                let days = self.resolved(last)?;
                (bare.beside(last, days)?, days)
            }
            (first, bare @ Atom::Bare(_)) => {
                let days = self.resolved(first)?;
                (days, bare.beside(first, days)?)
            }
            (first, last) if first.year().is_some() && last.year().is_none() => {
                let days = self.resolved(first)?;
                (days, last.not_before(days.from?)?)
            }
            (first, last) => {
                let days = self.resolved(last)?;
                (first.not_after(days.to?)?, days)
            }
        };
        let ends = Days {
            from: first.from.min(last.from),
            to: first.to.max(last.to),
        };
        Some((ends, Sureness::Sure))
    }

    fn resolved(&self, atom: Atom) -> Option<Days> {
        match (atom.year(), self.today) {
            (Some(year), _) => atom.in_year(year),
            (None, Some(today)) => atom.not_after(today.saturating_add(AHEAD_DAYS.days()).max(today)),
            (None, None) => None,
        }
    }

    fn atom(&mut self) -> Option<Atom> {
        let pieces = self.pieces;
        let text = pieces.get(self.at)?.text.as_str();
        if let Some(day) = date(text).or_else(|| self.told_day(text)) {
            self.at += 1;
            return Some(Atom::Fixed(day));
        }
        if let Some((day, month)) = day_and_month(text) {
            self.at += 1;
            return Some(Atom::Day {
                day,
                month,
                year: None,
            });
        }
        if let Some(month) = whole_month(text) {
            self.at += 1;
            let year = self.year();
            return Some(Atom::Month { month, year });
        }
        self.numbered(text)
    }

    /// «21 ноября», «3 квартал», «2026 год», «1» of «1-15 октября».
    fn numbered(&mut self, text: &str) -> Option<Atom> {
        let next = self
            .pieces
            .get(self.at + 1)
            .map_or("", |piece| piece.text.as_str());
        if let (Some(quarter), "квартал" | "кв" | "квартала" | "квартале") = (quarter(text), next)
        {
            self.at += 2;
            let year = self.year();
            return Some(Atom::Quarter { quarter, year });
        }
        if let (Some(year), "год" | "г" | "года" | "году") = (year(text), next) {
            self.at += 2;
            return Some(Atom::Year(year));
        }
        let day = small(text).filter(|day| (1..=31).contains(day))?;
        let Some(month) = whole_month(next).or_else(|| short_month(next)) else {
            self.at += 1;
            return Some(Atom::Bare(day));
        };
        self.at += 2;
        let year = self.year();
        Some(Atom::Day { day, month, year })
    }

    /// «2026», «2026 года»; moves on only when there is a year.
    fn year(&mut self) -> Option<i16> {
        let year = year(&self.pieces.get(self.at)?.text)?;
        self.at += 1;
        self.take(&["г", "год", "года", "году"]);
        Some(year)
    }

    fn told_day(&self, text: &str) -> Option<Date> {
        let days = match text {
            "позавчера" => -2,
            "вчера" => -1,
            "сегодня" => 0,
            "завтра" => 1,
            _ => return None,
        };
        self.today?.checked_add(days.days()).ok()
    }

    fn take(&mut self, words: &[&str]) -> bool {
        let piece = self.pieces.get(self.at);
        let is_there = piece.is_some_and(|piece| words.contains(&piece.text.as_str()));
        self.at += usize::from(is_there);
        is_there
    }
}

fn small(text: &str) -> Option<i8> {
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

fn year(text: &str) -> Option<i16> {
    let is_number = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|year| is_number && YEARS.contains(year))
}

fn quarter(text: &str) -> Option<i8> {
    match text {
        "i" => Some(1),
        "ii" => Some(2),
        "iii" => Some(3),
        "iv" => Some(4),
        _ => small(text).filter(|quarter| (1..=4).contains(quarter)),
    }
}

/// «21.11», «1.02»: with one digit of a month it would rather be a price.
fn day_and_month(text: &str) -> Option<(i8, i8)> {
    let (day, month) = text.split_once('.')?;
    let (day, month) = (small(day)?, small(month).filter(|_| month.len() == 2)?);
    // A leap year, so that the 29th of February is a day.
    Date::new(2024, month, day).ok()?;
    Some((day, month))
}

/// Beginnings of the names of months; the letters that may follow are those of the cases.
const MONTHS: [(&str, &[&str]); 12] = [
    ("январ", &["ь", "я", "е"]),
    ("феврал", &["ь", "я", "е"]),
    ("март", &["", "а", "е"]),
    ("апрел", &["ь", "я", "е"]),
    ("ма", &["й", "я", "е"]),
    ("июн", &["ь", "я", "е"]),
    ("июл", &["ь", "я", "е"]),
    ("август", &["", "а", "е"]),
    ("сентябр", &["ь", "я", "е"]),
    ("октябр", &["ь", "я", "е"]),
    ("ноябр", &["ь", "я", "е"]),
    ("декабр", &["ь", "я", "е"]),
];

fn whole_month(text: &str) -> Option<i8> {
    let is_it =
        |(stem, ends): &(&str, &[&str])| text.strip_prefix(stem).is_some_and(|end| ends.contains(&end));
    (1..)
        .zip(MONTHS)
        .find(|(_, month)| is_it(month))
        .map(|(number, _)| number)
}

/// «21 ноя», «3 сент».
fn short_month(text: &str) -> Option<i8> {
    let is_it = |(stem, _): &(&str, &[&str])| text.chars().count() >= 3 && stem.starts_with(text);
    (1..)
        .zip(MONTHS)
        .find(|(_, month)| is_it(month))
        .map(|(number, _)| number)
}

#[cfg(test)]
mod tests;

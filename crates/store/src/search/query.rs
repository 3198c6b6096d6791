//! What the search box finds, second half: what a person typed becomes terms, and a document is checked by them.
//!
//! Every word typed must fit; each may fit in several ways (part of a word, number, sum, date, counterparty).

use domain::CounterpartyId;
use rusqlite::params;

use super::typed::{date, grouped_sum, inn_start, phone_digits, sum, telling_words, typed_words};
use super::{has_word, number_key, number_keys, terms_of_word};
use crate::columns::optional;
use crate::{PageKey, Reader, Result};

/// More counterparties than this are checked one by one in the walk through the list, where matches are dense.
const FEW_COUNTERPARTIES: usize = 1000;

/// A way in which a part of the query may fit.
enum Way {
    /// All of these words occur.
    Words(Vec<String>),
    /// A number with this key.
    Number(String),
    /// A sum from the first to the second, kopecks.
    Total(u64, u64),
    /// A date, `YYYYMMDD`.
    Date(i64),
    /// A counterparty with this name or ИНН.
    Counterparty(CounterpartyWords),
    /// All of these parts fit.
    All(Vec<Part>),
}

/// One part of the query: fits if any way fits.
struct Part(Vec<Way>);

struct CounterpartyWords {
    words: Vec<String>,
    inn: Option<String>,
    /// Those that fit; none when there are too many to name.
    few: Option<Vec<i64>>,
}

/// A query of the search box, understood.
pub(crate) struct Search {
    parts: Vec<Part>,
}

/// A document that may fit.
pub(crate) struct Candidate {
    pub(crate) key: PageKey,
    pub(crate) number: String,
    pub(crate) total_kopecks: Option<i64>,
    pub(crate) counterparty: Option<CounterpartyId>,
    pub(crate) words: String,
}

impl Search {
    /// What was typed; none when it is blank or only forms of business.
    pub(crate) fn parse(reader: &Reader<'_>, text: &str) -> Result<Option<Self>> {
        let typed = typed_words(text);
        let mut parts = Vec::new();
        let mut rest = typed.as_slice();
        while let Some((first, after)) = rest.split_first() {
            let grouped = grouped_sum(rest);
            if let Some((taken, (from, to))) = grouped {
                let single = rest.get(..taken).unwrap_or_default();
                let single = single
                    .iter()
                    .map(|one| part(reader, one))
                    .collect::<Result<_>>()?;
                parts.push(Part(vec![Way::Total(from, to), Way::All(single)]));
                rest = rest.get(taken..).unwrap_or_default();
            } else {
                parts.push(part(reader, first)?);
                rest = after;
            }
        }
        Ok((!parts.is_empty()).then_some(Self { parts }))
    }

    /// An expression for the index that lets through at least every document that fits; none when the index
    /// cannot narrow it down.
    pub(crate) fn expression(&self) -> Option<String> {
        let narrowing: Vec<_> = self.parts.iter().filter_map(Part::expression).collect();
        (!narrowing.is_empty()).then(|| narrowing.join(" AND "))
    }

    /// True when the document fits.
    pub(crate) fn fits(&self, reader: &Reader<'_>, candidate: &Candidate) -> Result<bool> {
        all(&self.parts, |part| part.fits(reader, candidate))
    }
}

impl Part {
    fn expression(&self) -> Option<String> {
        let ways: Option<Vec<String>> = self.0.iter().map(Way::expression).collect();
        let ways: Vec<_> = ways?.into_iter().filter(|way| !way.is_empty()).collect();
        Some(format!("({})", ways.join(" OR ")))
    }

    fn fits(&self, reader: &Reader<'_>, candidate: &Candidate) -> Result<bool> {
        for way in &self.0 {
            if way.fits(reader, candidate)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Way {
    /// None: cannot be narrowed by the index. Empty: fits nothing.
    fn expression(&self) -> Option<String> {
        Some(match self {
            Self::Words(words) => all_terms(words.iter().flat_map(|word| terms_of_word(word))),
            Self::Number(key) => quoted(&format!("#n{key}")),
            Self::Total(from, to) if from == to => quoted(&format!("#s{from}")),
            Self::Total(from, _) => quoted(&format!("#r{}", from / 100)),
            Self::Date(day) => quoted(&format!("#d{day}")),
            Self::Counterparty(who) => {
                let few = who.few.as_ref()?;
                let terms: Vec<_> = few.iter().map(|id| quoted(&format!("#c{id}"))).collect();
                terms.join(" OR ")
            }
            Self::All(parts) => {
                let parts: Option<Vec<_>> = parts.iter().map(Part::expression).collect();
                format!("({})", parts?.join(" AND "))
            }
        })
    }

    fn fits(&self, reader: &Reader<'_>, candidate: &Candidate) -> Result<bool> {
        match self {
            Self::Words(words) => Ok(words.iter().all(|word| has_word(&candidate.words, word))),
            Self::Number(key) => Ok(number_keys(&candidate.number).contains(key)),
            Self::Total(from, to) => {
                let total = candidate.total_kopecks.map(i64::unsigned_abs);
                Ok(total.is_some_and(|total| (*from..=*to).contains(&total)))
            }
            Self::Date(day) => Ok(candidate.key.listed_on() == *day),
            Self::Counterparty(who) => match (candidate.counterparty, &who.few) {
                (None, _) => Ok(false),
                (Some(id), Some(few)) => Ok(few.binary_search(&id.0).is_ok()),
                (Some(id), None) => reader.counterparty_has(id, &who.words, who.inn.as_deref()),
            },
            Self::All(parts) => all(parts, |part| part.fits(reader, candidate)),
        }
    }
}

fn all<T>(items: &[T], mut fits: impl FnMut(&T) -> Result<bool>) -> Result<bool> {
    for item in items {
        if !fits(item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn part(reader: &Reader<'_>, typed: &str) -> Result<Part> {
    let words = telling_words(typed);
    let mut ways = vec![Way::Words(words.clone())];
    if typed.chars().any(char::is_numeric) {
        ways.push(Way::Number(number_key(typed)));
    }
    ways.extend(sum(typed).map(|(from, to)| Way::Total(from, to)));
    ways.extend(phone_digits(typed).map(|digits| Way::Words(vec![digits])));
    ways.extend(date(typed).map(|date| Way::Date(PageKey::day(date))));
    let who = reader.resolve_counterparties(&words)?;
    if who.few.as_ref().is_none_or(|few| !few.is_empty()) {
        ways.push(Way::Counterparty(who));
    }
    Ok(Part(ways))
}

fn quoted(term: &str) -> String {
    // A term has letters and digits only, so there is nothing to escape.
    format!("\"{term}\"")
}

pub(super) fn all_terms(terms: impl Iterator<Item = String>) -> String {
    let terms: Vec<_> = terms.map(|term| quoted(&term)).collect();
    format!("({})", terms.join(" AND "))
}

fn counterparty_expression(words: &[String], inn: Option<&str>) -> String {
    let by_name = all_terms(words.iter().flat_map(|word| terms_of_word(word)));
    match inn {
        Some(inn) => format!("({by_name} OR {})", quoted(&format!("#i{inn}"))),
        None => by_name,
    }
}

/// The expression for the index of counterparties; none for an empty query.
pub(crate) fn counterparty_match(query: &str) -> Option<String> {
    let parts: Vec<_> = typed_words(query)
        .into_iter()
        .map(|typed| {
            let words = telling_words(typed);
            counterparty_expression(&words, inn_start(&words).as_deref())
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

impl Reader<'_> {
    /// True when every word of the query fits this counterparty.
    pub(crate) fn counterparty_fits(&self, id: CounterpartyId, query: &str) -> Result<bool> {
        all(&typed_words(query), |typed| {
            let words = telling_words(typed);
            self.counterparty_has(id, &words, inn_start(&words).as_deref())
        })
    }

    fn counterparty_has(&self, id: CounterpartyId, words: &[String], inn: Option<&str>) -> Result<bool> {
        let mut query = self
            .sql
            .prepare_cached("SELECT name_words, inn FROM counterparties WHERE id = ?1")?;
        let found = query.query_row([id.0], |row| {
            let name = row.get_ref(0)?.as_str()?;
            let own = row.get_ref(1)?.as_str()?;
            Ok(words.iter().all(|word| has_word(name, word)) || inn.is_some_and(|inn| own.starts_with(inn)))
        });
        Ok(optional(found)?.unwrap_or(false))
    }

    fn resolve_counterparties(&self, words: &[String]) -> Result<CounterpartyWords> {
        let inn = inn_start(words);
        let mut query = self.sql.prepare_cached(
            "SELECT rowid FROM counterparty_terms WHERE counterparty_terms MATCH ?1 ORDER BY rowid",
        )?;
        let mut rows = query.query(params![counterparty_expression(words, inn.as_deref())])?;
        let mut few = Some(Vec::new());
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if !self.counterparty_has(CounterpartyId(id), words, inn.as_deref())? {
                continue;
            }
            match &mut few {
                Some(ids) if ids.len() < FEW_COUNTERPARTIES => ids.push(id),
                _ => {
                    few = None;
                    break;
                }
            }
        }
        Ok(CounterpartyWords {
            words: words.to_vec(),
            inn,
            few,
        })
    }
}

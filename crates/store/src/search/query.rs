//! What the search box finds, second half: what a person typed becomes terms, and a document is checked by them.
//!
//! Every word typed must fit; each may fit in several ways (part of a word, number, sum, date, counterparty).

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::iter;

use domain::CounterpartyId;
use jiff::civil::Date;
use rusqlite::params;

use super::days::Days;
use super::typed::{inn_start, phone_digits, sum, telling_words, typed_words};
use super::understood::{Meaning, understood};
use super::{has_word, number_key, number_keys, terms_of_word};
use crate::columns::optional;
use crate::{PageKey, Reader, Result};

/// More counterparties than this are checked one by one in the walk through the list, where matches are dense.
const FEW_COUNTERPARTIES: usize = 1000;
/// A month: longer stretches bound the list instead.
const MOST_DAY_TERMS: usize = 31;
/// So many documents with a term tell how common it is.
const SAMPLE: i64 = if cfg!(test) { 3 } else { 500 };

/// A way in which a part of the query may fit.
enum Way {
    /// All of these words occur.
    Words(Words),
    /// A number with this key.
    Number(String),
    /// A sum from the first to the second, kopecks.
    Total(u64, u64),
    /// A day of these few.
    Days(Days),
    /// A counterparty with this name or ИНН.
    Counterparty(CounterpartyWords),
    /// All of these parts fit.
    All(Vec<Part>),
}

/// One part of the query: fits if any way fits. The ways are tried in turn, those by words last: they are read apart.
struct Part(Vec<Way>);

/// Words that occur in a document, whatever their order.
struct Words {
    words: Vec<String>,
    /// Terms that let through at least every document with these words.
    terms: BTreeSet<String>,
}

struct CounterpartyWords {
    words: Vec<String>,
    inn: Option<String>,
    /// Those that fit; none when there are too many to name.
    few: Option<Vec<i64>>,
}

/// A query of the search box, understood.
pub(crate) struct Search {
    parts: Vec<Part>,
    /// Keys of what was taken for a number: documents with exactly these go first.
    numbers: Vec<String>,
    /// Documents with exactly these do not fit: they went first.
    skips_exact: bool,
}

/// What was typed: conditions for every document, and days that only bound the list.
#[derive(Default)]
pub(crate) struct Asked {
    /// None when nothing but days or nothing at all was typed.
    pub(crate) search: Option<Search>,
    pub(crate) days: Days,
}

/// A document that may fit.
pub(crate) struct Candidate {
    pub(crate) key: PageKey,
    pub(crate) number: String,
    pub(crate) total_kopecks: Option<i64>,
    pub(crate) counterparty: Option<CounterpartyId>,
    /// Read only when nothing else tells whether it fits.
    pub(crate) words: OnceCell<String>,
}

impl Candidate {
    fn words(&self, reader: &Reader<'_>) -> Result<&str> {
        if let Some(words) = self.words.get() {
            return Ok(words);
        }
        let mut query = reader
            .sql
            .prepare_cached("SELECT words FROM document_words WHERE document_id = ?1")?;
        let words = optional(query.query_row([self.key.id().0], |row| row.get(0)))?;
        Ok(self.words.get_or_init(|| words.unwrap_or_default()))
    }
}

impl Search {
    /// What was typed; nothing when it is blank or only forms of business. Without today's date, days without a year
    /// are words.
    pub(crate) fn asked(reader: &Reader<'_>, text: &str, today: Option<Date>) -> Result<Asked> {
        let (mut parts, mut numbers, mut days) = (Vec::new(), Vec::new(), Days::default());
        for understood in understood(text, today) {
            if let Meaning::Number(number) = understood.meaning {
                numbers.push(number_key(number));
            }
            match meant(reader, &understood.meaning)? {
                Meant::Part(part) => parts.push(part),
                Meant::Days(bounds) => days = days.and(bounds),
            }
        }
        let search = (!parts.is_empty()).then_some(Self {
            parts,
            numbers,
            skips_exact: false,
        });
        Ok(Asked { search, days })
    }

    /// An expression for the index that lets through at least every document that fits; none when the index
    /// cannot narrow it down.
    pub(crate) fn expression(&self) -> Option<String> {
        let narrowing: Vec<_> = self.parts.iter().filter_map(Part::expression).collect();
        (!narrowing.is_empty()).then(|| narrowing.join(" AND "))
    }

    /// The same for documents with exactly a number that was typed; none when no number was.
    pub(crate) fn exact_expression(&self) -> Option<String> {
        let numbers: Vec<_> = self
            .numbers
            .iter()
            .map(|key| quoted(&format!("#n{key}")))
            .collect();
        let exact = (!numbers.is_empty()).then(|| format!("({})", numbers.join(" OR ")))?;
        // Whoever has the only number fits the part that asks for it.
        let others = self
            .parts
            .iter()
            .filter(|part| !part.asks_only_for(&self.numbers));
        let narrowing = others.filter_map(Part::expression);
        Some(
            iter::once(exact)
                .chain(narrowing)
                .collect::<Vec<_>>()
                .join(" AND "),
        )
    }

    /// The same for the documents without such a number.
    pub(crate) fn without_exact(self) -> Self {
        Self {
            skips_exact: true,
            ..self
        }
    }

    /// True when the document has exactly a number that was typed: the whole of it, or one of its runs of
    /// digits.
    fn is_exact(&self, candidate: &Candidate) -> bool {
        let own = number_keys(&candidate.number);
        self.numbers.iter().any(|key| own.contains(key))
    }

    /// True when the document fits.
    pub(crate) fn fits(&self, reader: &Reader<'_>, candidate: &Candidate) -> Result<bool> {
        if self.skips_exact && self.is_exact(candidate) {
            return Ok(false);
        }
        all(&self.parts, |part| part.fits(reader, candidate))
    }
}

impl Part {
    /// True when the document with the only number of these fits already.
    fn asks_only_for(&self, numbers: &[String]) -> bool {
        matches!(numbers, [number] if self.0.iter().any(|way| matches!(way, Way::Number(key) if key == number)))
    }

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
            Self::Words(words) => all_terms(words.terms.iter().cloned()),
            Self::Number(key) => quoted(&format!("#n{key}")),
            Self::Total(from, to) if from == to => quoted(&format!("#s{from}")),
            Self::Total(from, _) => quoted(&format!("#r{}", from / 100)),
            Self::Days(days) => days_expression(*days)?,
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
            Self::Words(all) => {
                let words = candidate.words(reader)?;
                Ok(all.words.iter().all(|word| has_word(words, word)))
            }
            Self::Number(key) => Ok(number_keys(&candidate.number).contains(key)),
            Self::Total(from, to) => {
                let total = candidate.total_kopecks.map(i64::unsigned_abs);
                Ok(total.is_some_and(|total| (*from..=*to).contains(&total)))
            }
            Self::Days(days) => {
                let day = candidate.key.listed_on();
                let from = days.from.is_none_or(|from| PageKey::day(from) <= day);
                Ok(from && days.to.is_none_or(|to| day <= PageKey::day(to)))
            }
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

/// A condition, or days that bound the whole list.
enum Meant {
    Part(Part),
    Days(Days),
}

fn meant(reader: &Reader<'_>, meaning: &Meaning<'_>) -> Result<Meant> {
    Ok(Meant::Part(match meaning {
        Meaning::Days(days) => return Ok(Meant::Days(*days)),
        Meaning::Word(word) | Meaning::Number(word) | Meaning::Inn(word) => part(reader, word)?,
        Meaning::Sum(from, to, words) => {
            let single = words.iter().map(|one| part(reader, one)).collect::<Result<_>>()?;
            Part(vec![Way::Total(*from, *to), Way::All(single)])
        }
        Meaning::DaysOrWords(days, words) => {
            let by_words = match words.as_slice() {
                [word] => part(reader, word)?.0,
                words => phrase(reader, words)?,
            };
            let mut ways = vec![Way::Days(*days)];
            ways.extend(by_words);
            Part(ways)
        }
    }))
}

/// Words side by side that belong to one document or to the name of one counterparty: «Совхоз 8 марта».
fn phrase(reader: &Reader<'_>, typed: &[&str]) -> Result<Vec<Way>> {
    let words: Vec<String> = typed.iter().flat_map(|word| telling_words(word)).collect();
    let who = reader.resolve_counterparties(&words)?;
    let mut ways = Vec::new();
    if who.few.as_ref().is_some_and(|few| !few.is_empty()) {
        ways.push(Way::Counterparty(who));
    }
    ways.push(reader.way_by_words(words)?);
    Ok(ways)
}

fn part(reader: &Reader<'_>, typed: &str) -> Result<Part> {
    let words = telling_words(typed);
    let mut ways = Vec::new();
    if typed.chars().any(char::is_numeric) {
        ways.push(Way::Number(number_key(typed)));
    }
    ways.extend(sum(typed).map(|(from, to)| Way::Total(from, to)));
    let who = reader.resolve_counterparties(&words)?;
    if who.few.as_ref().is_none_or(|few| !few.is_empty()) {
        ways.push(Way::Counterparty(who));
    }
    ways.push(reader.way_by_words(words)?);
    if let Some(digits) = phone_digits(typed) {
        ways.push(reader.way_by_words(vec![digits])?);
    }
    Ok(Part(ways))
}

/// The terms of so few days; none for days without an end, which no list of terms can name.
fn days_expression(days: Days) -> Option<String> {
    let mut terms = Vec::new();
    let (mut day, last) = (days.from?, days.to?);
    while day <= last {
        terms.push(quoted(&format!("#d{}", PageKey::day(day))));
        if terms.len() > MOST_DAY_TERMS {
            return None;
        }
        day = day.tomorrow().ok()?;
    }
    Some(terms.join(" OR "))
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

    /// Beginnings of words that most documents have tell nothing apart, and walking their long lists costs more than all
    /// the rest: they are left to the words themselves where there is another term.
    fn way_by_words(&self, words: Vec<String>) -> Result<Way> {
        let all = words.iter().flat_map(|word| terms_of_word(word));
        let (short, mut terms): (BTreeSet<String>, BTreeSet<String>) =
            all.partition(|term| term.starts_with('_'));
        for term in short {
            if terms.is_empty() || !self.most_documents_have(&term)? {
                terms.insert(term);
            }
        }
        Ok(Way::Words(Words { words, terms }))
    }

    /// True when at least half of the newest documents have this term.
    fn most_documents_have(&self, term: &str) -> Result<bool> {
        let mut having = self.sql.prepare_cached(
            "SELECT rowid FROM document_terms WHERE document_terms MATCH ?1 ORDER BY rowid DESC LIMIT 1 OFFSET ?2",
        )?;
        let last = having.query_row(params![quoted(term), SAMPLE], |row| row.get(0));
        let Some(last) = optional(last)?.map(PageKey::of_rowid) else {
            return Ok(false);
        };
        let mut newest = self.sql.prepare_cached(
            "SELECT count(*) FROM (
                 SELECT 1 FROM documents INDEXED BY documents_by_date WHERE (listed_on, id) >= (?1, ?2) LIMIT ?3
             )",
        )?;
        let most = 2 * (SAMPLE + 1);
        let looked_at: i64 =
            newest.query_row(params![last.listed_on(), last.id().0, most + 1], |row| row.get(0))?;
        Ok(looked_at <= most)
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

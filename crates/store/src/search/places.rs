//! Where in a document the words stand that its row does not show: a line, the comment, a field.

use domain::{Document, DocumentId, IndividualBody, Origin, Party};

use super::{has_word, normalized};
use crate::{Reader, Result};

/// So much of the text is told.
const LONGEST_SNIPPET_CHARS: usize = 120;
/// So much of it stands before the first word that was found.
const LEAD_CHARS: usize = 16;

/// A part of a document whose words the search box finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FoundIn {
    /// What a line sells.
    Line,
    /// Code of the goods of a line.
    ItemCode,
    /// Customs declaration of a line.
    CustomsDeclaration,
    /// Who did the work of a line.
    Performer,
    /// «Комментарий».
    Comment,
    /// A field of the kind.
    Field,
    /// A contract or an order on which the document rests.
    Ground,
    /// The title, where a number stands in the row.
    Title,
    /// Name of the file that it came from.
    File,
    /// Name of the company on the other side.
    Counterparty,
    /// Its ИНН.
    Inn,
    /// Name of the person on the other side.
    Individual,
    /// The person's telephone.
    Phone,
}

/// Words that a row does not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HiddenWords {
    /// Whose row.
    pub document: DocumentId,
    /// As [`crate::SearchTerm::highlight`] has them.
    pub words: Vec<String>,
}

/// Where such words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPlace {
    /// In this document.
    pub document: DocumentId,
    /// In this part of it.
    pub part: FoundIn,
    /// What a field of the kind is called; empty for everything else.
    pub label: String,
    /// The text about the first of the words, in one line and shortened.
    pub text: String,
}

impl Reader<'_> {
    /// Where these words stand: of each document the part with most of them, the lines first. Documents that are gone, and
    /// those without such a part, are left out.
    pub fn found_places(&self, asked: &[HiddenWords]) -> Result<Vec<FoundPlace>> {
        let mut found = Vec::new();
        for one in asked {
            if let Some(document) = self.document(one.document)? {
                found.extend(self.found_place(&document, &one.words)?);
            }
        }
        Ok(found)
    }

    fn found_place(&self, document: &Document, words: &[String]) -> Result<Option<FoundPlace>> {
        let words: Vec<String> = words.iter().map(|word| normalized(word)).collect();
        let (party, person) = self.other_side(document)?;
        let mut best: Option<(usize, Part)> = None;
        for part in parts(document, party.as_ref(), person.as_ref()) {
            let count = part.count_of(&words);
            if count > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((count, part));
            }
        }
        let Some((_, part)) = best else {
            return Ok(None);
        };
        Ok(Some(FoundPlace {
            document: document.id,
            part: part.found_in,
            label: self.label_of(document, part.field)?,
            text: snippet(&part.text, &words),
        }))
    }

    fn other_side(&self, document: &Document) -> Result<(Option<Party>, Option<IndividualBody>)> {
        let party = match document.body.counterparty {
            Some(id) => self.counterparty(id)?.map(|one| one.party),
            None => None,
        };
        let person = match document.body.individual {
            Some(id) => self.individual(id)?.map(|one| one.body),
            None => None,
        };
        Ok((party, person))
    }

    fn label_of(&self, document: &Document, field: Option<&str>) -> Result<String> {
        let (Some(name), Some(kind)) = (field, document.body.kind) else {
            return Ok(String::new());
        };
        let kind = self.kind(kind)?;
        let fields = kind.into_iter().flat_map(|kind| kind.body.fields);
        let label = fields
            .into_iter()
            .find(|one| one.name == name)
            .map(|one| one.label);
        Ok(label.unwrap_or_default())
    }
}

/// A part of a document with its text.
struct Part<'a> {
    found_in: FoundIn,
    /// Stable name of the field of the kind.
    field: Option<&'a str>,
    text: String,
}

impl Part<'_> {
    fn count_of(&self, words: &[String]) -> usize {
        let own = normalized(&self.text);
        words
            .iter()
            .filter(|word| !word.is_empty() && has_word(&own, word))
            .count()
    }
}

/// What is searched beside the columns of the row, as `document_words` has it.
fn parts<'a>(
    document: &'a Document,
    party: Option<&Party>,
    person: Option<&IndividualBody>,
) -> Vec<Part<'a>> {
    let (body, details) = (&document.body, &document.body.details);
    let mut parts = Vec::new();
    let mut add = |found_in, text: &str| {
        parts.push(Part {
            found_in,
            field: None,
            text: text.to_owned(),
        });
    };
    for line in &body.lines {
        add(FoundIn::Line, &line.name);
    }
    add(FoundIn::Comment, &details.comment);
    for ground in &details.grounds {
        add(
            FoundIn::Ground,
            format!("{} {}", ground.name, ground.number).trim(),
        );
    }
    for line in &body.lines {
        add(FoundIn::ItemCode, &line.details.item_code);
        add(FoundIn::CustomsDeclaration, &line.details.customs_declaration);
        add(FoundIn::Performer, &line.details.performer);
    }
    add(FoundIn::Title, &body.title);
    if let (Some(file), Origin::Imported) = (&body.file, body.origin) {
        add(FoundIn::File, &file.name);
    }
    if let Some(party) = party {
        add(FoundIn::Counterparty, &party.name);
        add(FoundIn::Inn, party.inn.as_str());
    }
    if let Some(person) = person {
        add(FoundIn::Individual, &person.name.full());
        add(
            FoundIn::Phone,
            person.phone.as_ref().map_or("", |phone| phone.as_str()),
        );
    }
    let fields = details.fields.iter().map(|(name, value)| Part {
        found_in: FoundIn::Field,
        field: Some(name),
        text: value.clone(),
    });
    parts.extend(fields);
    parts
}

/// The text in one line, from shortly before the first of these words.
fn snippet(text: &str, words: &[String]) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let at = first_place(&line, words);
    let lead = line.get(..at).unwrap_or_default();
    let from = if lead.chars().count() <= LEAD_CHARS {
        0
    } else {
        start_of_lead(lead)
    };
    let rest = line.get(from..).unwrap_or_default();
    let mut shown = String::new();
    if from > 0 {
        shown.push('…');
    }
    shown.extend(rest.chars().take(LONGEST_SNIPPET_CHARS));
    if rest.chars().nth(LONGEST_SNIPPET_CHARS).is_some() {
        shown.push('…');
    }
    shown
}

/// Where the last whole words begin that fit into the lead.
fn start_of_lead(lead: &str) -> usize {
    let kept = lead
        .char_indices()
        .rev()
        .nth(LEAD_CHARS - 1)
        .map_or(0, |(at, _)| at);
    let cut = lead.get(kept..).unwrap_or_default();
    cut.find(' ').map_or(lead.len(), |blank| kept + blank + 1)
}

/// Where the first of these words begins, in bytes; the beginning when they stand nowhere.
fn first_place(text: &str, words: &[String]) -> usize {
    let mut at = 0;
    for piece in text.split_inclusive(|letter: char| !letter.is_alphanumeric()) {
        let plain = normalized(piece);
        if words
            .iter()
            .any(|word| !word.is_empty() && has_word(&plain, word))
        {
            return at;
        }
        at += piece.len();
    }
    0
}

#[cfg(test)]
mod tests;

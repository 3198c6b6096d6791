//! A small tree of an XML document, read with limits.
//!
//! Well-formedness is checked over the whole document; kept are only the elements that the caller names, so
//! that a file of thirty megabytes does not become a tree of a gigabyte. Deliberately without document
//! types, entities beyond the five of XML, name spaces and schema.

use std::borrow::Cow;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::error::{Error, short};

mod wording;

/// Elements within elements; a УПД has 9 levels.
const DEPTH: usize = 64;
/// Attributes of one element; the richest of a УПД has 20.
const ATTRIBUTES: usize = 128;
/// Elements of a document; a УПД of 30 MB with a mark code in each has half of that.
const ELEMENTS: usize = 1_000_000;
/// Bytes of one attribute or text; the formats of the ФНС allow 2000 characters.
const VALUE_BYTES: usize = 64 * 1024;
/// Bytes of one tag with its attributes.
const TAG_BYTES: usize = 256 * 1024;

/// An element with what was kept of it.
#[derive(Debug, Default)]
pub struct Element {
    /// Name as written.
    pub name: String,
    /// Attributes in the order of the file.
    pub attributes: Vec<(String, String)>,
    /// Kept children in the order of the file.
    pub children: Vec<Element>,
    /// Own text, all pieces together but blanks before the first.
    pub text: String,
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Children of this name.
    pub fn children(&self, name: &'static str) -> impl Iterator<Item = &Element> {
        self.children.iter().filter(move |child| child.name == name)
    }
}

/// Reads a document; `keep` names the elements to keep (the root is kept in any case, and an element only
/// together with its parent).
pub fn parse(text: &str, keep: fn(&str) -> bool) -> Result<Element, Error> {
    let mut reading = Reading::new(text, keep);
    reading.refuse_forbidden_characters()?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_comments = true;
    loop {
        reading.at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        // Before the reader looks for its end: a declaration of thirty megabytes is refused at its first word.
        if text
            .get(reading.at..)
            .is_some_and(|rest| rest.starts_with("<!DOCTYPE"))
        {
            return Err(Error::EntityDeclaration);
        }
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                reading.at = usize::try_from(reader.error_position()).unwrap_or(reading.at);
                return Err(reading.malformed(wording::of(&error)));
            }
        };
        if !reading.take(event)? {
            return reading.finish();
        }
    }
}

struct Reading<'t> {
    text: &'t str,
    keep: fn(&str) -> bool,
    /// Byte where the current piece begins.
    at: usize,
    elements: usize,
    /// Open elements; `None` for one that is not kept.
    open: Vec<Option<Element>>,
    root: Option<Element>,
}

impl<'t> Reading<'t> {
    fn new(text: &'t str, keep: fn(&str) -> bool) -> Self {
        Self {
            text,
            keep,
            at: 0,
            elements: 0,
            open: Vec::new(),
            root: None,
        }
    }

    /// Takes one piece; false at the end.
    fn take(&mut self, event: Event<'_>) -> Result<bool, Error> {
        match event {
            Event::Start(tag) => self.start(&tag)?,
            Event::Empty(tag) => {
                self.start(&tag)?;
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.words(&text.xml10_content())?,
            Event::CData(text) => {
                if self.open.is_empty() {
                    return Err(self.malformed("текст вне документа".to_owned()));
                }
                self.words(&text.xml10_content())?;
            }
            Event::GeneralRef(reference) => self.reference(&reference)?,
            Event::Decl(_) if self.at != 0 => {
                return Err(self.malformed("заголовок <?xml?> стоит не в начале файла".to_owned()));
            }
            Event::DocType(_) => return Err(Error::EntityDeclaration),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => return Ok(false),
        }
        Ok(true)
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Error> {
        if self.open.is_empty() && self.root.is_some() {
            return Err(self.malformed("после конца документа начинается второй".to_owned()));
        }
        self.elements += 1;
        if self.elements > ELEMENTS {
            return Err(self.too_complex("больше миллиона элементов"));
        }
        if self.open.len() >= DEPTH {
            return Err(self.too_complex("больше 64 уровней вложенности"));
        }
        if tag.len() > TAG_BYTES {
            return Err(self.too_complex("слишком длинный тег"));
        }
        let name = tag.name().as_ref().to_owned();
        if !is_name(&name) {
            return Err(self.malformed(format!("«{}» не может быть именем элемента", short(&name))));
        }
        let parent_kept = self.open.last().is_none_or(Option::is_some);
        let kept = self.open.is_empty() || (parent_kept && (self.keep)(&name));
        let attributes = self.attributes(tag, kept)?;
        self.open.push(kept.then(|| Element {
            name,
            attributes,
            ..Element::default()
        }));
        Ok(())
    }

    /// Checks the attributes and gives those of an element that is kept.
    fn attributes(&self, tag: &BytesStart<'_>, kept: bool) -> Result<Vec<(String, String)>, Error> {
        let mut attributes = Vec::new();
        let mut count = 0;
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| self.malformed(wording::of_attribute(&error)))?;
            // Counted before the next one is compared with all others: the comparison is quadratic.
            count += 1;
            if count > ATTRIBUTES {
                return Err(self.too_complex("больше 128 атрибутов у одного элемента"));
            }
            let name: &str = attribute.key.as_ref();
            if !is_name(name) || attribute.value.contains('<') {
                return Err(self.malformed(format!("неверно записан атрибут «{}»", short(name))));
            }
            if attribute.value.len() > VALUE_BYTES {
                return Err(self.too_complex("слишком длинное значение"));
            }
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| self.malformed(wording::of(&error)))?;
            // What is not made of references was checked with the whole file.
            if matches!(value, Cow::Owned(_)) && !value.chars().all(is_allowed) {
                return Err(self.malformed(format!("недопустимый знак в атрибуте «{}»", short(name))));
            }
            if kept {
                attributes.push((name.to_owned(), value.into_owned()));
            }
        }
        Ok(attributes)
    }

    fn end(&mut self) {
        // The reader has made sure that every end tag closes the last open one.
        let Some(Some(element)) = self.open.pop() else {
            return;
        };
        match self.open.last_mut() {
            Some(Some(parent)) => parent.children.push(element),
            Some(None) => {}
            None => self.root = Some(element),
        }
    }

    fn words(&mut self, words: &str) -> Result<(), Error> {
        let is_blank = words.chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n'));
        let Some(innermost) = self.open.last_mut() else {
            return if is_blank {
                Ok(())
            } else {
                Err(self.malformed("текст вне документа".to_owned()))
            };
        };
        let Some(element) = innermost else { return Ok(()) };
        // Indentation between thousands of lines is not text of the table; a blank between two references is.
        if is_blank && element.text.is_empty() {
            return Ok(());
        }
        if element.text.len() + words.len() > VALUE_BYTES {
            return Err(self.too_complex("слишком длинный текст"));
        }
        element.text.push_str(words);
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), Error> {
        if self.open.is_empty() {
            return Err(self.malformed("текст вне документа".to_owned()));
        }
        let character = match reference.resolve_char_ref() {
            Ok(Some(character)) => Some(character),
            Ok(None) => predefined(reference),
            Err(error) => return Err(self.malformed(wording::of(&error))),
        };
        let Some(character) = character.filter(|c| is_allowed(*c)) else {
            return Err(self.malformed(format!("неизвестное обозначение «&{};»", short(reference))));
        };
        self.words(character.encode_utf8(&mut [0; 4]))
    }

    fn finish(mut self) -> Result<Element, Error> {
        if !self.open.is_empty() {
            self.at = self.text.len();
            return Err(self.malformed("файл обрывается: не все элементы закрыты".to_owned()));
        }
        match self.root.take() {
            Some(root) => Ok(root),
            None => Err(self.malformed("в файле нет ни одного элемента".to_owned())),
        }
    }

    /// Characters that XML does not know, the NUL first of all.
    fn refuse_forbidden_characters(&mut self) -> Result<(), Error> {
        match self.text.char_indices().find(|(_, c)| !is_allowed(*c)) {
            Some((at, c)) => {
                self.at = at;
                Err(self.malformed(format!("недопустимый знак с кодом {}", u32::from(c))))
            }
            None => Ok(()),
        }
    }

    fn malformed(&self, what: String) -> Error {
        let (line, column) = self.place();
        Error::Xml { line, column, what }
    }

    fn too_complex(&self, what: &'static str) -> Error {
        let (line, _) = self.place();
        Error::TooComplex { line, what }
    }

    /// Line and character of the current byte, both from 1.
    fn place(&self) -> (usize, usize) {
        let mut end = self.at.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = self.text.get(..end).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        (line, column)
    }
}

fn predefined(reference: &str) -> Option<char> {
    match reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}

/// `Char` of XML 1.0.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// Near enough to `Name` of XML 1.0: exact for the letters that documents use.
fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    let starts = |c: char| c.is_alphabetic() || c == '_' || c == ':';
    characters.next().is_some_and(starts)
        && characters.all(|c| starts(c) || c.is_numeric() || matches!(c, '-' | '.' | '·'))
}

#[cfg(test)]
mod tests;

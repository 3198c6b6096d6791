//! Reading DER forward, element by element.

use std::ops::Range;

use der::oid::ObjectIdentifier;

use super::tag;
use crate::Error;

/// One element: its tag, what it holds, and all its bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) body: &'a [u8],
    pub(crate) whole: &'a [u8],
}

/// A place in a row of elements.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    what: &'static str,
}

impl<'a> Reader<'a> {
    /// Starts at the first byte; `what` names the thing in errors.
    pub(crate) fn new(bytes: &'a [u8], what: &'static str) -> Self {
        Self { rest: bytes, what }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    fn malformed(&self) -> Error {
        Error::Malformed { what: self.what }
    }

    /// The next element, whatever it is.
    pub(crate) fn next(&mut self) -> Result<Element<'a>, Error> {
        let malformed = self.malformed();
        let (tag, header, length) = header(self.rest).ok_or(malformed.clone())?;
        let end = header.checked_add(length).ok_or(malformed.clone())?;
        let (whole, rest) = self.rest.split_at_checked(end).ok_or(malformed.clone())?;
        let body = whole.get(header..).ok_or(malformed)?;
        self.rest = rest;
        Ok(Element { tag, body, whole })
    }

    /// The tag of the next element, without moving.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next element, which has to have this tag.
    pub(crate) fn expect(&mut self, tag: u8) -> Result<Element<'a>, Error> {
        let element = self.next()?;
        if element.tag == tag {
            Ok(element)
        } else {
            Err(self.malformed())
        }
    }

    /// The next element if it has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Error> {
        if self.peek() == Some(tag) {
            self.next().map(Some)
        } else {
            Ok(None)
        }
    }

    /// The inside of the next element, which has to have this tag.
    pub(crate) fn enter(&mut self, tag: u8) -> Result<Reader<'a>, Error> {
        let what = self.what;
        self.expect(tag).map(|element| element.inside(what))
    }

    /// The next element as an object identifier.
    pub(crate) fn oid(&mut self) -> Result<ObjectIdentifier, Error> {
        let element = self.expect(tag::OID)?;
        ObjectIdentifier::from_bytes(element.body).map_err(|_| self.malformed())
    }

    /// `AlgorithmIdentifier`: its identifier and the parameters as they stand, if any.
    pub(crate) fn algorithm(&mut self) -> Result<(ObjectIdentifier, Option<Element<'a>>), Error> {
        let mut inside = self.enter(tag::SEQUENCE)?;
        let oid = inside.oid()?;
        let parameters = if inside.is_empty() {
            None
        } else {
            Some(inside.next()?)
        };
        inside.end()?;
        Ok((oid, parameters))
    }

    /// A bit string of whole bytes.
    pub(crate) fn bit_string(&mut self) -> Result<&'a [u8], Error> {
        match self.expect(tag::BIT_STRING)?.body {
            [0, bytes @ ..] => Ok(bytes),
            _ => Err(self.malformed()),
        }
    }

    /// All elements that follow, so many at most.
    pub(crate) fn parts(mut self, most: usize) -> Result<Vec<Element<'a>>, Error> {
        let mut parts = Vec::new();
        while !self.is_empty() {
            if parts.len() >= most {
                return Err(self.malformed());
            }
            parts.push(self.next()?);
        }
        Ok(parts)
    }

    /// Nothing may follow.
    pub(crate) fn end(&self) -> Result<(), Error> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(self.malformed())
        }
    }
}

impl<'a> Element<'a> {
    /// The one element that these bytes are, with nothing behind it.
    pub(crate) fn only(bytes: &'a [u8], what: &'static str) -> Result<Self, Error> {
        let mut reader = Reader::new(bytes, what);
        let element = reader.next()?;
        reader.end()?;
        Ok(element)
    }

    /// What is inside, if it is a sequence.
    pub(crate) fn sequence(&self, what: &'static str) -> Result<Reader<'a>, Error> {
        if self.tag == tag::SEQUENCE {
            Ok(self.inside(what))
        } else {
            Err(Error::Malformed { what })
        }
    }

    /// What is inside.
    pub(crate) fn inside(&self, what: &'static str) -> Reader<'a> {
        Reader::new(self.body, what)
    }
}

/// Tag, bytes of the header, bytes of the body. Tags above 30 do not occur in what is read here.
pub(crate) fn header(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    let (&tag, rest) = bytes.split_first()?;
    if tag & 0x1F == 0x1F {
        return None;
    }
    let (&first, rest) = rest.split_first()?;
    if first < 0x80 {
        return Some((tag, 2, usize::from(first)));
    }
    let count = usize::from(first & 0x7F);
    // More than four bytes of length is more than any memory; none at all is the indefinite form of BER.
    if count == 0 || count > 4 {
        return None;
    }
    let length = rest
        .get(..count)?
        .iter()
        .fold(0_usize, |length, &byte| (length << 8) | usize::from(byte));
    Some((tag, 2 + count, length))
}

/// Where a part lies in the whole that it was cut from.
pub(crate) fn place(whole: &[u8], part: &[u8]) -> Option<Range<usize>> {
    let start = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    let range = start..start.checked_add(part.len())?;
    (range.end <= whole.len()).then_some(range)
}

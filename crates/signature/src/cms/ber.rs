//! BER to DER: what КриптоАРМ, CryptoPro and `openssl -stream` send is brought to the one form that is read here.
//!
//! Indefinite lengths become definite, lengths take their shortest form, constructed OCTET STRINGs become one.
//! Contents of primitive elements are never touched and nothing is reordered, so bytes that were signed as DER stay
//! what they were. Deliberately not here: an implicitly tagged string in pieces (its tag does not tell what it is);
//! the reader of sealed messages joins those.

use crate::Error;
use crate::asn1::tag;

/// The largest message: a document of a quarter of a gigabyte with its signatures.
pub const MOST_BYTES: usize = 256 * 1024 * 1024;
/// The deepest nesting: honest messages need less than thirty.
pub const DEEPEST: usize = 64;
/// The most elements: a list of a million revoked certificates has four million.
const MOST_ELEMENTS: usize = 8_000_000;

const MALFORMED: Error = Error::Malformed { what: "BER" };

/// Brings one element to DER.
///
/// # Errors
/// [`Error::Malformed`]: not one whole element, nested or large beyond the limits, or a form that has no DER.
pub fn normalise(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    if bytes.len() > MOST_BYTES {
        return Err(MALFORMED);
    }
    let tokens = Scanner::new(bytes).run()?;
    Ok(write_backwards(bytes, &tokens))
}

/// A message as a flat row: no tree, so nothing here calls itself.
#[derive(Debug, Clone, Copy)]
enum Token {
    Leaf {
        tag: u8,
        start: u32,
        end: u32,
        is_piece: bool,
    },
    Open {
        tag: u8,
        is_piece: bool,
    },
    Close,
}

/// An element that is open: where its bytes end at the latest, whether that end is its own, and whether it is a
/// string in pieces.
#[derive(Debug, Clone, Copy)]
struct Frame {
    limit: usize,
    is_indefinite: bool,
    is_string: bool,
}

struct Scanner<'a> {
    bytes: &'a [u8],
    position: usize,
    frames: Vec<Frame>,
    tokens: Vec<Token>,
}

impl<'a> Scanner<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            position: 0,
            frames: Vec::new(),
            tokens: Vec::new(),
        }
    }

    fn run(mut self) -> Result<Vec<Token>, Error> {
        loop {
            self.element()?;
            self.close_full();
            if self.frames.is_empty() {
                break;
            }
            if self.tokens.len() > MOST_ELEMENTS {
                return Err(MALFORMED);
            }
        }
        if self.position == self.bytes.len() {
            Ok(self.tokens)
        } else {
            Err(MALFORMED)
        }
    }

    fn byte(&mut self) -> Result<u8, Error> {
        let byte = *self.bytes.get(self.position).ok_or(MALFORMED)?;
        self.position += 1;
        Ok(byte)
    }

    /// One header, with the body of a primitive element; the end mark of an indefinite one.
    fn element(&mut self) -> Result<(), Error> {
        let frame = self.frames.last().copied();
        let tag = self.byte()?;
        let length = self.length()?;
        let limit = frame.map_or(self.bytes.len(), |frame| frame.limit);
        let is_inside_string = frame.is_some_and(|frame| frame.is_string);
        if tag == 0 {
            return self.end_mark(frame, length);
        }
        if tag & 0x1F == 0x1F || (is_inside_string && tag & !0x20 != tag::OCTET_STRING) {
            return Err(MALFORMED);
        }
        let is_constructed = tag & 0x20 != 0;
        let end = match length {
            Some(length) => self
                .position
                .checked_add(length)
                .filter(|end| *end <= limit)
                .ok_or(MALFORMED)?,
            None if is_constructed => limit,
            None => return Err(MALFORMED),
        };
        if is_constructed {
            self.open(tag, end, length.is_none(), is_inside_string)
        } else {
            let offset = |place: usize| u32::try_from(place).map_err(|_| MALFORMED);
            self.tokens.push(Token::Leaf {
                tag,
                start: offset(self.position)?,
                end: offset(end)?,
                is_piece: is_inside_string,
            });
            self.position = end;
            Ok(())
        }
    }

    fn open(&mut self, tag: u8, limit: usize, is_indefinite: bool, is_piece: bool) -> Result<(), Error> {
        let is_string = tag == tag::CONSTRUCTED_OCTETS;
        // Of the universal types only SEQUENCE, SET and the string of octets may come in pieces.
        let is_allowed = tag & 0xC0 != 0 || matches!(tag, tag::SEQUENCE | tag::SET) || is_string;
        if !is_allowed || self.frames.len() >= DEEPEST {
            return Err(MALFORMED);
        }
        self.frames.push(Frame {
            limit,
            is_indefinite,
            is_string,
        });
        self.tokens.push(Token::Open { tag, is_piece });
        Ok(())
    }

    fn end_mark(&mut self, frame: Option<Frame>, length: Option<usize>) -> Result<(), Error> {
        if length == Some(0) && frame.is_some_and(|frame| frame.is_indefinite && self.position <= frame.limit)
        {
            self.frames.pop();
            self.tokens.push(Token::Close);
            Ok(())
        } else {
            Err(MALFORMED)
        }
    }

    /// `None`: the indefinite form.
    fn length(&mut self) -> Result<Option<usize>, Error> {
        let first = self.byte()?;
        if first < 0x80 {
            return Ok(Some(usize::from(first)));
        }
        let count = first & 0x7F;
        if count == 0 {
            return Ok(None);
        }
        let mut length = 0_usize;
        for _ in 0..count {
            let byte = self.byte()?;
            length = length.checked_mul(256).ok_or(MALFORMED)? | usize::from(byte);
        }
        Ok(Some(length))
    }

    /// Closes every definite element that ends here.
    fn close_full(&mut self) {
        while self
            .frames
            .last()
            .is_some_and(|frame| !frame.is_indefinite && frame.limit == self.position)
        {
            self.frames.pop();
            self.tokens.push(Token::Close);
        }
    }
}

/// Writes from the last byte to the first: behind every header its length is known already.
fn write_backwards(bytes: &[u8], tokens: &[Token]) -> Vec<u8> {
    let mut output = Vec::with_capacity(bytes.len());
    let mut ends = Vec::new();
    for token in tokens.iter().rev() {
        match *token {
            Token::Close => ends.push(output.len()),
            Token::Open { tag, is_piece } => {
                let length = output.len() - ends.pop().unwrap_or_default();
                if !is_piece {
                    let tag = if tag == tag::CONSTRUCTED_OCTETS {
                        tag::OCTET_STRING
                    } else {
                        tag
                    };
                    header_backwards(&mut output, tag, length);
                }
            }
            Token::Leaf {
                tag,
                start,
                end,
                is_piece,
            } => {
                let body = bytes.get(start as usize..end as usize).unwrap_or_default();
                output.extend(body.iter().rev());
                if !is_piece {
                    header_backwards(&mut output, tag, body.len());
                }
            }
        }
    }
    output.reverse();
    output
}

fn header_backwards(output: &mut Vec<u8>, tag: u8, length: usize) {
    output.extend(crate::asn1::length_octets(length).iter().rev());
    output.push(tag);
}

#[cfg(test)]
mod tests;

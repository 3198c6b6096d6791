//! The words of a PDF with their places, and where else there is ink.
//!
//! For guessing what an imported print form says, for looking for phrases in it and for finding room for a stamp. The
//! content of the pages is interpreted by `hayro-interpret` (the sister of the reader used for the structure): it
//! knows fonts, encodings and ToUnicode tables, which is where homemade readers go wrong with Russian text.
//!
//! Deliberately no recognition of pictures: a scanned page has marks and no words. Deliberately no layout beyond lines.

use std::time::Duration;

use hayro_interpret::kurbo::Rect;
use hayro_interpret::util::TransformExt;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;

use crate::bounded::{self, Abandoned};
use crate::error::Error;
use crate::pdf::{open, refuse_unusable};

mod device;
mod words;

use device::{Budget, Pen};

/// A page as it is seen, after its rotation. All lengths in points (1/72 inch), y from the top.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageText {
    /// Number of the page, from 1.
    pub page: u32,
    /// Width in points.
    pub width_pt: f32,
    /// Height in points.
    pub height_pt: f32,
    /// Words in the order of reading: by lines from the top, from the left.
    pub words: Vec<Word>,
    /// Ink that is no text: lines of tables, pictures, filled areas, signs without a known letter. White is no ink.
    pub marks: Vec<Area>,
}

/// A word and the room it takes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Word {
    /// The letters; never empty, never with blanks.
    pub text: String,
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height, that of the font.
    pub height: f32,
}

/// A place on a page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Area {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Word {
    /// The room it takes.
    pub fn area(&self) -> Area {
        Area {
            x: self.x,
            y: self.y,
            width: self.width,
            height: self.height,
        }
    }
}

impl PageText {
    /// The words line by line, from the top.
    pub fn lines(&self) -> Vec<&[Word]> {
        let mut lines = Vec::new();
        let mut rest = self.words.as_slice();
        while let Some(first) = rest.first() {
            let mut previous = first;
            let length = rest
                .iter()
                .take_while(|word| {
                    let same = words::on_one_line(previous, word) && word.x >= previous.x;
                    previous = word;
                    same
                })
                .count()
                .max(1);
            let (line, after) = rest.split_at(length);
            lines.push(line);
            rest = after;
        }
        lines
    }

    /// The text, a line of the page in a line, words parted by single blanks.
    pub fn text(&self) -> String {
        let lines = self.lines().into_iter().map(|line| {
            let words: Vec<&str> = line.iter().map(|word| word.text.as_str()).collect();
            words.join(" ")
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// An honest page takes milliseconds; a map of a city a second.
const LONGEST: Duration = Duration::from_secs(20);

/// The words and marks of the first `limit_pages` pages.
///
/// # Errors
/// [`Error::TooLarge`] beyond [`crate::PDF_LIMIT_BYTES`]; [`Error::Pdf`] for a file that is broken, cut off, encrypted
/// or made to take endless time or memory. A page whose content is damaged tells what could be read of it.
pub fn pages(bytes: &[u8], limit_pages: usize) -> Result<Vec<PageText>, Error> {
    crate::within(bytes, crate::PDF_LIMIT_BYTES)?;
    refuse_unusable(bytes)?;
    within_time(bytes, limit_pages, LONGEST)
}

/// Title and sides stand on the first pages, the sum soon after; longer papers are contracts.
const GUESSED_PAGES: usize = 8;

/// An import waits no longer for a guess; without one it goes on.
const LONGEST_GUESS: Duration = Duration::from_secs(4);

/// The first pages of a file that was found usable, if they can be read soon.
pub(crate) fn for_a_guess(bytes: &[u8]) -> Option<Vec<PageText>> {
    within_time(bytes, GUESSED_PAGES, LONGEST_GUESS).ok()
}

fn within_time(bytes: &[u8], limit_pages: usize, longest: Duration) -> Result<Vec<PageText>, Error> {
    let copy = bytes.to_vec();
    let read = bounded::within(longest, move |abandoned| {
        let pdf = open(copy)?;
        Ok(of_pdf(&pdf, limit_pages, abandoned.clone()))
    });
    read.map_err(|lost| Error::Pdf(lost.into()))?.map_err(Error::Pdf)
}

/// The words and marks of the first pages of an opened file.
fn of_pdf(pdf: &Pdf, limit_pages: usize, abandoned: Abandoned) -> Vec<PageText> {
    let cache = InterpreterCache::new();
    let budget = Budget::new(abandoned);
    let pages = pdf.pages().iter().zip(1_u32..).take(limit_pages);
    pages
        .map(|(page, number)| of_page(pdf, page, number, &cache, &budget))
        .collect()
}

fn of_page<'a>(
    pdf: &'a Pdf,
    page: &Page<'a>,
    number: u32,
    cache: &InterpreterCache<'a>,
    budget: &Budget,
) -> PageText {
    let (width_pt, height_pt) = page.render_dimensions();
    let sheet = Rect::new(0.0, 0.0, f64::from(width_pt), f64::from(height_pt));
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(
        transform,
        sheet,
        cache,
        pdf.xref(),
        InterpreterSettings::default(),
    );
    let mut pen = Pen::new(sheet, budget);
    interpret_page(page, &mut context, &mut pen);
    let (words, marks) = pen.finish();
    PageText {
        page: number,
        width_pt,
        height_pt,
        words: words::in_reading_order(words),
        marks,
    }
}

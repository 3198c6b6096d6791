//! Collects what a page draws.

use std::cell::Cell;
use std::panic::resume_unwind;

use hayro_interpret::font::{Glyph, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask, StrokeProps,
};

use super::{Area, Word};
use crate::bounded::Abandoned;

/// What a whole document may draw: a dense page has ten thousand signs.
const DRAWINGS: u64 = 5_000_000;
/// Words of a page that are kept.
const WORDS: usize = 200_000;
/// Marks of a page that are kept.
const MARKS: usize = 100_000;
/// Letters of a word; the longest honest ones are numbers of certificates.
const WORD_LETTERS: usize = 1000;

/// What may still be drawn. A form that draws itself twice, and so on, would never end.
pub struct Budget {
    left: Cell<u64>,
    abandoned: Abandoned,
}

impl Budget {
    /// A fresh budget.
    pub fn new(abandoned: Abandoned) -> Self {
        Self {
            left: Cell::new(DRAWINGS),
            abandoned,
        }
    }

    /// Takes one drawing. The interpreter has no way to be stopped but this one: the thread unwinds, and its caller
    /// hears that it ended.
    fn take(&self) {
        let left = self.left.get();
        if left == 0 || self.abandoned.is_set() {
            resume_unwind(Box::new("the page draws too much"));
        }
        self.left.set(left - 1);
    }
}

/// Writes down words and marks.
pub struct Pen<'b> {
    sheet: Rect,
    clips: Vec<Rect>,
    budget: &'b Budget,
    words: Vec<Word>,
    marks: Vec<Area>,
    /// The word being written.
    open: Option<OpenWord>,
}

/// A word that the next sign may continue.
struct OpenWord {
    text: String,
    room: Rect,
    /// Where the next sign would stand.
    end: Point,
    /// Size of the font, as it is seen.
    em: f64,
    /// Unit vector along the line.
    along: Vec2,
}

impl<'b> Pen<'b> {
    /// A pen for a sheet of this size.
    pub fn new(sheet: Rect, budget: &'b Budget) -> Self {
        Self {
            sheet,
            clips: Vec::new(),
            budget,
            words: Vec::new(),
            marks: Vec::new(),
            open: None,
        }
    }

    /// What was written down.
    pub fn finish(mut self) -> (Vec<Word>, Vec<Area>) {
        self.close();
        (self.words, self.marks)
    }

    fn visible(&self) -> Rect {
        self.clips.last().copied().unwrap_or(self.sheet)
    }

    fn close(&mut self) {
        let Some(word) = self.open.take() else { return };
        let room = word.room.intersect(self.sheet);
        if word.text.is_empty() || room.width() <= 0.0 || room.height() <= 0.0 || self.words.len() >= WORDS {
            return;
        }
        let area = area_of(word.room);
        self.words.push(Word {
            text: word.text,
            x: area.x,
            y: area.y,
            width: area.width,
            height: area.height,
        });
    }

    fn mark(&mut self, room: Rect) {
        let room = room.intersect(self.visible()).intersect(self.sheet);
        let is_finite =
            room.x0.is_finite() && room.y0.is_finite() && room.x1.is_finite() && room.y1.is_finite();
        if self.marks.len() < MARKS && is_finite && room.width() > 0.0 && room.height() > 0.0 {
            self.marks.push(area_of(room));
        }
    }

    fn sign(&mut self, glyph: &PositionedGlyph<'_>, page: Affine) {
        const UNITS: f64 = 1000.0;
        let place = page * glyph.transform();
        let advance = match &**glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(drawn) => drawn.advance_width(),
        };
        let advance = f64::from(advance.filter(|width| width.is_finite()).unwrap_or(500.0));
        let (start, end) = (place * Point::ZERO, place * Point::new(advance, 0.0));
        let up = place * Point::new(0.0, UNITS) - start;
        let em = up.hypot();
        if !(em.is_finite() && em > 0.1 && em < 10_000.0) {
            return;
        }
        let room = Rect::from_points(start, end)
            .union_pt(start + up * 0.75)
            .union_pt(end + up * 0.75)
            .union_pt(start - up * 0.25)
            .union_pt(end - up * 0.25);
        match glyph.as_unicode() {
            Some(letters) => self.letters(&text_of(letters), room, start, end, em),
            None => {
                self.close();
                self.mark(room);
            }
        }
    }

    fn letters(&mut self, letters: &str, room: Rect, start: Point, end: Point, em: f64) {
        let letters: String = letters
            .chars()
            .filter(|letter| !is_invisible(*letter))
            .map(shown)
            .collect();
        if letters.trim().is_empty() {
            // Nothing at all parts no words; a blank does.
            if !letters.is_empty() {
                self.close();
            }
            return;
        }
        let run = end - start;
        let along = if run.hypot() > 0.0 {
            run / run.hypot()
        } else {
            Vec2::new(1.0, 0.0)
        };
        if !self
            .open
            .as_ref()
            .is_some_and(|word| word.goes_on(start, em, along))
        {
            self.close();
        }
        let word = self.open.get_or_insert_with(|| OpenWord {
            text: String::new(),
            room,
            end,
            em,
            along,
        });
        if word.text.len() < WORD_LETTERS {
            word.text.push_str(letters.trim());
        }
        word.room = word.room.union(room);
        word.end = end;
    }

    fn outline(&mut self, path: &BezPath, page: Affine, stroke: &StrokeProps) {
        let scale = page.determinant().abs().sqrt();
        let half = (f64::from(stroke.line_width) * scale / 2.0).clamp(0.1, 1000.0);
        for segment in (page * path.clone()).segments().take(MARKS) {
            self.budget.take();
            self.mark(Shape::bounding_box(&segment).inflate(half, half));
        }
    }

    fn filled(&mut self, path: &BezPath, page: Affine) {
        self.mark((page * path.clone()).bounding_box());
    }
}

impl OpenWord {
    /// Whether a sign that begins there belongs to the word: it stands on the same line, neither a blank away nor
    /// far back, and is about as large.
    fn goes_on(&self, start: Point, em: f64, along: Vec2) -> bool {
        let gap = start - self.end;
        let forward = gap.dot(self.along) / self.em;
        let aside = gap.cross(self.along).abs() / self.em;
        let alike = self.along.dot(along) > 0.95 && (0.5..2.0).contains(&(em / self.em));
        alike && aside < 0.4 && (-0.5..0.18).contains(&forward)
    }
}

impl<'a> Device<'a> for Pen<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.budget.take();
        if !is_ink(&props.paint) {
            return;
        }
        match mode {
            DrawMode::Fill(_) => self.filled(path, props.transform),
            DrawMode::Stroke(stroke) => self.outline(path, props.transform, stroke),
            DrawMode::FillAndStroke(_, stroke) => {
                self.filled(path, props.transform);
                self.outline(path, props.transform, stroke);
            }
            DrawMode::Invisible => {}
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.budget.take();
        let inner = clip.path.bounding_box().intersect(self.visible());
        self.clips.push(inner);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.budget.take();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.budget.take();
            self.sign(glyph, props.transform);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.budget.take();
        let own = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        self.mark(props.transform.transform_rect_bbox(own));
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {}
}

/// White paper and glass are no ink. A pattern is taken for ink.
fn is_ink(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(color) => {
            let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
            alpha > 8 && [red, green, blue].iter().any(|part| *part < 248)
        }
        Paint::Pattern(_) => true,
    }
}

fn text_of(letters: BfString) -> String {
    match letters {
        BfString::Char(letter) => letter.to_string(),
        BfString::String(letters) => letters,
    }
}

/// A soft hyphen that is drawn is a hyphen: programs give one name to the sign of both.
fn shown(letter: char) -> char {
    if letter == '\u{ad}' { '-' } else { letter }
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || (letter.is_control() && !letter.is_whitespace())
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "points of a page; the parts of a point lost do not matter"
)]
fn area_of(room: Rect) -> Area {
    Area {
        x: room.x0 as f32,
        y: room.y0 as f32,
        width: room.width() as f32,
        height: room.height() as f32,
    }
}

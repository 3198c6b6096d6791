//! The words and the other ink of a form that was set, taken from the layout itself: exact, and nothing has to be read
//! back from the PDF.

use formats::pdf_text::{Area, PageText, Word};
use typst::layout::{Abs, Frame, FrameItem, Point, Size, Transform};
use typst::text::TextItem;
use typst::visualize::{Geometry, Shape};
use typst_layout::PagedDocument;

/// Each page of the document.
pub fn pages(document: &PagedDocument) -> Vec<PageText> {
    let page = |(place, page): (usize, &typst_layout::Page)| {
        let mut ink = Ink::default();
        ink.frame(&page.frame, Transform::identity());
        PageText {
            page: u32::try_from(place + 1).unwrap_or(u32::MAX),
            width_pt: points(page.frame.width()),
            height_pt: points(page.frame.height()),
            words: ink.words,
            marks: ink.marks,
        }
    };
    document.pages().iter().enumerate().map(page).collect()
}

#[derive(Default)]
struct Ink {
    words: Vec<Word>,
    marks: Vec<Area>,
    /// The last word may go on in the next run: a run ends where the font or the style changes.
    open: bool,
}

impl Ink {
    fn frame(&mut self, frame: &Frame, at: Transform) {
        for (place, item) in frame.items() {
            let here = at.pre_concat(Transform::translate(place.x, place.y));
            match item {
                FrameItem::Group(group) => self.frame(&group.frame, here.pre_concat(group.transform)),
                FrameItem::Text(text) => self.text(text, here),
                FrameItem::Shape(shape, _) => self.shape(shape, here),
                FrameItem::Image(_, size, _) => self.mark(Point::zero(), *size, here),
                FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn text(&mut self, item: &TextItem, at: Transform) {
        let mut cursor = Abs::zero();
        let mut word: Option<(String, Abs)> = None;
        for glyph in &item.glyphs {
            let text = item.text.get(glyph.range()).unwrap_or_default();
            let advance = glyph.x_advance.at(item.size);
            if text.chars().all(char::is_whitespace) {
                self.close(word.take(), cursor, item.size, at);
                self.open = false;
            } else {
                let (letters, _) = word.get_or_insert_with(|| (String::new(), cursor));
                letters.push_str(text.trim());
            }
            cursor += advance;
        }
        self.close(word, cursor, item.size, at);
    }

    fn close(&mut self, word: Option<(String, Abs)>, end: Abs, size: Abs, at: Transform) {
        let Some((text, start)) = word else { return };
        let text: String = text.chars().filter(|letter| !is_joiner(*letter)).collect();
        if text.is_empty() {
            return;
        }
        // Text stands on its base line: ascent and descent of the fonts in use are near to that.
        let area = placed(Point::new(start, -size * 0.8), Size::new(end - start, size), at);
        let next = Word {
            text,
            x: area.x,
            y: area.y,
            width: area.width,
            height: area.height,
        };
        let touches = |last: &Word| {
            (last.y - next.y).abs() < next.height * 0.3
                && (next.x - (last.x + last.width)).abs() < next.height * 0.12
        };
        match self.words.last_mut().filter(|last| self.open && touches(last)) {
            Some(last) => {
                last.width = next.x + next.width - last.x;
                last.text.push_str(&next.text);
            }
            None => self.words.push(next),
        }
        self.open = true;
    }

    fn shape(&mut self, shape: &Shape, at: Transform) {
        let bbox = shape.geometry.bbox(None);
        let size = bbox.size().to_point();
        let size = Size::new(size.x, size.y);
        let has_fill = shape.fill.is_some();
        let is_frame = matches!(shape.geometry, Geometry::Rect(_)) && !has_fill;
        if !has_fill && shape.stroke.is_none() {
            return;
        }
        if !is_frame {
            return self.mark(bbox.min, size, at);
        }
        // The inside of a drawn rectangle is free.
        let (across, along) = (Size::new(size.x, Abs::zero()), Size::new(Abs::zero(), size.y));
        self.mark(Point::zero(), across, at);
        self.mark(Point::with_y(size.y), across, at);
        self.mark(Point::zero(), along, at);
        self.mark(Point::with_x(size.x), along, at);
    }

    fn mark(&mut self, corner: Point, size: Size, at: Transform) {
        self.marks.push(placed(corner, size, at));
    }
}

fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}')
}

/// The upright rectangle around a turned one.
fn placed(corner: Point, size: Size, at: Transform) -> Area {
    let far = corner + Point::new(size.x, size.y);
    let corners = [
        corner,
        far,
        Point::new(far.x, corner.y),
        Point::new(corner.x, far.y),
    ]
    .map(|corner| corner.transform(at));
    let least = |of: fn(&Point) -> Abs| corners.iter().map(of).fold(Abs::inf(), Abs::min);
    let most = |of: fn(&Point) -> Abs| corners.iter().map(of).fold(-Abs::inf(), Abs::max);
    let (left, top) = (least(|point| point.x), least(|point| point.y));
    Area {
        x: points(left),
        y: points(top),
        width: points(most(|point| point.x) - left),
        height: points(most(|point| point.y) - top),
    }
}

#[allow(clippy::cast_possible_truncation)] // Pages are small; half the digits are enough for pointing.
fn points(length: Abs) -> f32 {
    length.to_pt() as f32
}

//! Cyrillic words in a PDF that brings no font for them: the glyphs that are used, cut out of PT Sans (ParaType,
//! OFL 1.1; the file lies with the print forms) and embedded, so that the words can be read, searched and copied.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use subsetter::GlyphRemapper;

use super::paper::Paper;

const PT_SANS: &[u8] = include_bytes!("../../../../forms/fonts/PTSans-Regular.ttf");
/// Six letters before the name tell that the font is not whole (ISO 32000-1, 9.6.4).
const NAME: &str = "FDOCST+PTSans-Regular";
/// Shown for a sign that the font does not have.
const UNKNOWN: char = '?';

/// A glyph: its number in the cut font, its width in thousandths of the size.
#[derive(Debug, Clone, Copy)]
struct Glyph {
    number: u16,
    width: f32,
}

/// The font of a few words.
pub struct Face {
    glyphs: BTreeMap<char, Glyph>,
    file: Vec<u8>,
    /// Ascent, descent, height of capitals, and the box of all glyphs, thousandths.
    ascent: f32,
    descent: f32,
    capitals: f32,
    bounds: [f32; 4],
}

impl Face {
    fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Self> {
        let font = ttf_parser::Face::parse(PT_SANS, 0).ok()?;
        let unit = 1_000.0 / f32::from(font.units_per_em());
        let mut remapper = GlyphRemapper::new();
        let mut glyphs = BTreeMap::new();
        for sign in texts.flat_map(str::chars).chain([UNKNOWN]) {
            let Some(glyph) = font.glyph_index(sign) else {
                continue;
            };
            let width = f32::from(font.glyph_hor_advance(glyph).unwrap_or(0)) * unit;
            let number = remapper.remap(glyph.0);
            glyphs.insert(sign, Glyph { number, width });
        }
        let bounds = font.global_bounding_box();
        let scaled = |value: i16| f32::from(value) * unit;
        Some(Self {
            glyphs,
            file: subsetter::subset(PT_SANS, 0, &remapper).ok()?,
            ascent: scaled(font.ascender()),
            descent: scaled(font.descender()),
            capitals: scaled(font.capital_height().unwrap_or(font.ascender())),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(scaled),
        })
    }

    fn glyph(&self, sign: char) -> Option<Glyph> {
        self.glyphs
            .get(&sign)
            .or_else(|| self.glyphs.get(&UNKNOWN))
            .copied()
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        let glyphs = text.chars().filter_map(|sign| self.glyph(sign));
        glyphs.map(|glyph| glyph.width).sum::<f32>() * size / 1_000.0
    }

    fn written(&self, text: &str) -> String {
        text.chars()
            .filter_map(|sign| self.glyph(sign))
            .fold(String::new(), |mut hex, glyph| {
                // Writing into a String cannot fail.
                let _ = write!(hex, "{:04X}", glyph.number);
                hex
            })
    }

    /// Puts the font into the file; its number.
    fn embed(&self, paper: &mut Paper) -> u32 {
        let file = paper.stream(&format!("/Length1 {}", self.file.len()), &self.file);
        let [left, bottom, right, top] = self.bounds;
        let descriptor = paper.add(&format!(
            "<< /Type /FontDescriptor /FontName /{NAME} /Flags 4 /FontBBox [{left:.0} {bottom:.0} {right:.0} {top:.0}] \
             /ItalicAngle 0 /Ascent {:.0} /Descent {:.0} /CapHeight {:.0} /StemV 80 /FontFile2 {file} 0 R >>",
            self.ascent, self.descent, self.capitals
        ));
        let widths: String = self
            .glyphs
            .values()
            .map(|glyph| format!("{} [{:.0}] ", glyph.number, glyph.width))
            .collect();
        let cut = paper.add(&format!(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{NAME} /CIDSystemInfo << /Registry (Adobe) /Ordering \
             (Identity) /Supplement 0 >> /FontDescriptor {descriptor} 0 R /DW 0 /W [{widths}] /CIDToGIDMap /Identity >>"
        ));
        let meaning = paper.stream("", self.meaning().as_bytes());
        paper.add(&format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /{NAME} /Encoding /Identity-H /DescendantFonts [{cut} 0 R] \
             /ToUnicode {meaning} 0 R >>"
        ))
    }

    /// Which glyph means which sign (ISO 32000-1, 9.10.3).
    fn meaning(&self) -> String {
        let mut lines = String::new();
        for (sign, glyph) in &self.glyphs {
            let mut units = [0; 2];
            let hex: String = sign
                .encode_utf16(&mut units)
                .iter()
                .map(|unit| format!("{unit:04X}"))
                .collect();
            // At most a hundred lines belong together; one is always right.
            let _ = writeln!(lines, "1 beginbfchar\n<{:04X}> <{hex}>\nendbfchar", glyph.number);
        }
        format!(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) \
             /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{lines}endcmap\nCMapName currentdict /CMap \
             defineresource pop\nend\nend"
        )
    }
}

/// Words and lines of one drawing.
pub struct Ink {
    face: Face,
    content: String,
}

impl Ink {
    /// For these words.
    pub fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Self> {
        Some(Self {
            face: Face::of(texts)?,
            content: String::new(),
        })
    }

    /// Operators as they are.
    pub fn raw(&mut self, operators: &str) {
        self.content.push_str(operators);
        self.content.push('\n');
    }

    /// A line of words; what is too wide is drawn narrower, never cut: it is a signature.
    pub fn text(&mut self, at: (f32, f32), size: f32, widest: f32, text: &str) {
        let width = self.face.width(text, size);
        let narrower = if width > widest {
            widest / width * 100.0
        } else {
            100.0
        };
        let written = self.face.written(text);
        // Writing into a String cannot fail.
        let _ = writeln!(
            self.content,
            "BT /F {size} Tf {narrower:.2} Tz 1 0 0 1 {:.2} {:.2} Tm <{written}> Tj ET",
            at.0, at.1
        );
    }

    /// Puts the drawing into the file; a reference to it.
    pub fn form(&self, paper: &mut Paper, size: (f32, f32)) -> String {
        let font = self.face.embed(paper);
        let entries = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 {} {}] /Resources << /Font << /F {font} 0 R >> >>",
            size.0, size.1
        );
        format!("{} 0 R", paper.stream(&entries, self.content.as_bytes()))
    }
}

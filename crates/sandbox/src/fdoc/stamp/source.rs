//! The last page of a foreign PDF, taken apart far enough to be written again with one drawing more.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, ObjRef, Object};
use hayro_syntax::page::Rotation;

use super::paper::{Ending, Paper};

/// So deep lies a page in the tree of pages at most.
const DEEPEST: usize = 64;
const FORM: &str = "FDocStamp";

/// The page.
#[derive(Debug)]
pub struct LastPage {
    /// Width and height as people see it, points.
    pub size: (f32, f32),
    /// The first number that no object has.
    pub first_free: u32,
    id: ObjRef,
    root: ObjRef,
    ending: Ending,
    /// The matrix from what people see to the page's own coordinates.
    matrix: [f32; 6],
    /// The dictionary without its contents and resources.
    entries: String,
    contents: String,
    /// Resources without drawings, and the drawings.
    resources: String,
    forms: String,
}

impl LastPage {
    /// Writes the page again with this drawing at this place from the lower left corner.
    pub fn with_form(&self, mut paper: Paper, form: &str, at: (f32, f32)) -> Vec<u8> {
        let before = paper.stream("", b"q");
        let [a, b, c, d, e, f] = self.matrix;
        let drawing = format!(
            "Q\n/Artifact BMC\nq {a} {b} {c} {d} {e} {f} cm 1 0 0 1 {} {} cm /{FORM} Do Q\nEMC",
            at.0, at.1
        );
        let after = paper.stream("", drawing.as_bytes());
        let page = format!(
            "<< {}/Contents [{before} 0 R {}{after} 0 R] /Resources << {}/XObject << {}/{FORM} {form} >> >> >>",
            self.entries, self.contents, self.resources, self.forms
        );
        let number = self.id.obj_number;
        paper.put(number, self.id.gen_number, &page);
        paper.end(&self.root.to_string(), self.ending)
    }
}

/// Reads it; `None` where the file cannot be read, is encrypted, or its table is broken.
pub fn last_page(source: &[u8]) -> Option<LastPage> {
    let table = Table::of(source)?;
    let pdf = Pdf::new(source.to_vec()).ok()?;
    let page = pdf.pages().last()?;
    let dict = page.raw();
    let id = ObjRef::from(dict.obj_id()?);
    let (width, height) = page.base_dimensions();
    let corner = page.intersected_crop_box();
    #[allow(clippy::cast_possible_truncation, reason = "coordinates of a page")]
    let (x, y) = (corner.x0 as f32, corner.y0 as f32);
    let matrix = match page.rotation() {
        Rotation::None => [1.0, 0.0, 0.0, 1.0, x, y],
        Rotation::Horizontal => [0.0, 1.0, -1.0, 0.0, x + width, y],
        Rotation::Flipped => [-1.0, 0.0, 0.0, -1.0, x + width, y + height],
        Rotation::FlippedHorizontal => [0.0, -1.0, 1.0, 0.0, x, y + height],
    };
    let resources = resources(dict);
    let forms = resources.get::<Dict<'_>>("XObject").unwrap_or_else(Dict::empty);
    Some(LastPage {
        size: page.render_dimensions(),
        first_free: table.size,
        id,
        root: ObjRef::from(pdf.xref().root_id()),
        ending: table.ending,
        matrix,
        entries: entries(dict, &["Contents", "Resources"]),
        contents: contents(dict),
        resources: entries(&resources, &["XObject"]),
        forms: entries(&forms, &[FORM]),
    })
}

/// The page's own resources, or those of the nearest node above it.
fn resources<'a>(page: &Dict<'a>) -> Dict<'a> {
    let mut node = page.clone();
    for _ in 0..DEEPEST {
        if let Some(found) = node.get::<Dict<'a>>("Resources") {
            return found;
        }
        match node.get::<Dict<'a>>("Parent") {
            Some(parent) => node = parent,
            None => break,
        }
    }
    Dict::empty()
}

/// References to the streams of the page.
fn contents(page: &Dict<'_>) -> String {
    let of_array = |array: Array<'_>| {
        let items = array.raw_iter();
        items
            .filter_map(|item| item.as_obj_ref())
            .map(|one| format!("{one} "))
            .collect()
    };
    match page.get::<Array<'_>>("Contents") {
        Some(array) => of_array(array),
        None => page
            .get_ref("Contents")
            .map(|one| format!("{one} "))
            .unwrap_or_default(),
    }
}

/// All entries of a dictionary but these, as they are written in a file.
fn entries(dict: &Dict<'_>, left_out: &[&str]) -> String {
    let all = dict.entries();
    all.filter(|(name, _)| !left_out.iter().any(|one| one.as_bytes() == name.as_ref()))
        .map(|(name, value)| format!("{} {} ", written_name(name.as_ref()), written(&value)))
        .collect()
}

fn written(value: &MaybeRef<Object<'_>>) -> String {
    match value {
        MaybeRef::Ref(reference) => reference.to_string(),
        MaybeRef::NotRef(Object::Null(_) | Object::Stream(_)) => "null".to_owned(),
        MaybeRef::NotRef(Object::Boolean(value)) => value.to_string(),
        MaybeRef::NotRef(Object::Number(value)) => value.to_string(),
        MaybeRef::NotRef(Object::String(value)) => {
            let hex: String = value
                .as_bytes()
                .iter()
                .map(|byte| format!("{byte:02X}"))
                .collect();
            format!("<{hex}>")
        }
        MaybeRef::NotRef(Object::Name(value)) => written_name(value.as_ref()),
        MaybeRef::NotRef(Object::Dict(value)) => format!("<< {}>>", entries(value, &[])),
        MaybeRef::NotRef(Object::Array(value)) => {
            let items: String = value
                .raw_iter()
                .map(|item| format!("{} ", written(&item)))
                .collect();
            format!("[{items}]")
        }
    }
}

fn written_name(name: &[u8]) -> String {
    let sign = |byte: &u8| match byte {
        b'#' | b'/' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'%' => format!("#{byte:02X}"),
        b'!'..=b'~' => char::from(*byte).to_string(),
        _ => format!("#{byte:02X}"),
    };
    std::iter::once("/".to_owned())
        .chain(name.iter().map(sign))
        .collect()
}

/// The newest table of the file.
struct Table {
    ending: Ending,
    size: u32,
}

impl Table {
    fn of(source: &[u8]) -> Option<Self> {
        let tail = source.get(source.len().saturating_sub(1_024)..)?;
        let place = rfind(tail, b"startxref")?;
        let offset = number(tail.get(place + b"startxref".len()..)?)?;
        let here = source.get(offset..)?;
        let (ending, trailer) = if here.starts_with(b"xref") {
            let previous = Some(offset);
            (Ending::Table { previous }, here.get(find(here, b"trailer")?..)?)
        } else {
            let head = here.get(..find(here, b"stream")?)?;
            find(head, b"/XRef")?;
            (Ending::Stream { previous: offset }, head)
        };
        let trailer = trailer.get(..find(trailer, b"startxref").unwrap_or(trailer.len()))?;
        if find(trailer, b"/Encrypt").is_some() {
            return None;
        }
        let size = number(trailer.get(find(trailer, b"/Size")? + b"/Size".len()..)?)?;
        Some(Self {
            ending,
            size: u32::try_from(size).ok()?,
        })
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|part| part == what)
}

fn rfind(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).rposition(|part| part == what)
}

/// The number that comes next.
fn number(bytes: &[u8]) -> Option<usize> {
    let digits: String = bytes
        .iter()
        .map(|byte| char::from(*byte))
        .skip_while(char::is_ascii_whitespace)
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

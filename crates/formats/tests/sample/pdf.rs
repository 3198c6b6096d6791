//! Minimal PDFs of our own, with Russian letters: a Type 3 font of boxes whose ToUnicode table is windows-1251.
#![allow(dead_code, reason = "each test file takes what it needs")]

use encoding_rs::WINDOWS_1251;

/// A4.
pub const WIDTH: f32 = 595.0;
pub const HEIGHT: f32 = 842.0;
/// Every letter is so wide, in parts of its height.
pub const LETTER: f32 = 0.6;

/// A text at a place: `y` of the base line from the top.
pub fn text(words: &str, x: f32, y: f32, size: f32) -> String {
    let (bytes, _, lost) = WINDOWS_1251.encode(words);
    assert!(!lost, "{words}");
    let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    format!("BT /F1 {size} Tf 1 0 0 1 {x} {} Tm <{hex}> Tj ET\n", HEIGHT - y)
}

/// Lines below each other.
pub fn lines(lines: &[(&str, f32)]) -> String {
    let mut y = 60.0;
    let mut content = String::new();
    for (line, size) in lines {
        let mut x = 40.0;
        for column in line.split('\t') {
            content.push_str(&text(column, x, y, *size));
            x += column.chars().count() as f32 * LETTER * size + 3.0 * size;
        }
        y += size * 1.6;
    }
    content
}

/// A document of these pages; `page_keys` is added to each page.
pub fn document(pages: &[String], page_keys: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", 6 + 2 * n)).collect();
    let procs: String = (0..256).map(|code| format!("/g{code} 5 0 R ")).collect();
    let names: String = (0..256).map(|code| format!("/g{code} ")).collect();
    let widths = "600 ".repeat(256);
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.len(), kids.join(" ")),
        format!(
            "<</Type/Font/Subtype/Type3/FontBBox[0 -250 600 750]/FontMatrix[0.001 0 0 0.001 0 0]/CharProcs<<{procs}>>\
             /Encoding<</Type/Encoding/Differences[0 {names}]>>/FirstChar 0/LastChar 255/Widths[{widths}]\
             /Resources<<>>/ToUnicode 4 0 R>>"
        ),
        stream("", &to_unicode()),
        stream("", "600 0 0 -250 600 750 d1 50 0 500 700 re f"),
    ];
    for (index, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</F1 3 0 R>>\
             /XObject<</Im {} 0 R>>>>/Contents {} 0 R{page_keys}>>",
            6 + 2 * pages.len(),
            7 + 2 * index
        ));
        objects.push(stream("", content));
    }
    objects.push(stream(
        "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
        "0",
    ));
    assemble(&objects)
}

/// A file of these objects, numbered from 1; the first is the catalogue.
pub fn assemble(objects: &[String]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        file.extend_from_slice(format!("{number} 0 obj\n{object}\nendobj\n").as_bytes());
    }
    let table = file.len();
    file.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for place in places {
        file.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let trailer = format!(
        "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    );
    file.extend_from_slice(trailer.as_bytes());
    file
}

pub fn stream(keys: &str, content: &str) -> String {
    format!(
        "<</Length {}{keys}>>\nstream\n{content}\nendstream",
        content.len()
    )
}

fn to_unicode() -> String {
    let mapped: Vec<String> = (32_u8..=255)
        .filter(|code| *code != 0x98)
        .map(|code| {
            let bytes = [code];
            let letter = WINDOWS_1251.decode(&bytes).0.chars().next().unwrap();
            format!("<{code:02X}> <{:04X}>", u32::from(letter))
        })
        .collect();
    let mut table =
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n\
                     1 begincodespacerange <00> <FF> endcodespacerange\n"
            .to_owned();
    for piece in mapped.chunks(100) {
        table.push_str(&format!(
            "{} beginbfchar\n{}\nendbfchar\n",
            piece.len(),
            piece.join("\n")
        ));
    }
    table.push_str("endcmap CMapName currentdict /CMap defineresource pop end end");
    table
}

//! Recognises a file by its first bytes. The name is not asked: names lie.

/// What the content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// No bytes, or nothing but blanks.
    Nothing,
    /// Begins like XML in one of the encodings that are read.
    Xml,
    /// A PDF.
    Pdf,
    /// Something else; what it looks like in Russian, where that can be told.
    Other(Option<&'static str>),
}

/// The header of a PDF may be preceded by other bytes, but must begin within the first 1024
/// (Adobe's implementation note 13 to PDF 1.7, annex H; every reader does so).
const PDF_HEADER_WITHIN_BYTES: usize = 1024;

const KNOWN: [(&[u8], &str); 10] = [
    (b"PK\x03\x04", "документ Word или Excel либо архив ZIP"),
    (b"PK\x05\x06", "пустой архив ZIP"),
    (b"\xD0\xCF\x11\xE0", "документ Word или Excel старого образца"),
    (b"\xFF\xD8\xFF", "картинка JPEG"),
    (b"\x89PNG", "картинка PNG"),
    (b"GIF8", "картинка GIF"),
    (b"{\\rtf", "документ RTF"),
    (b"Rar!", "архив RAR"),
    (b"7z\xBC\xAF", "архив 7-Zip"),
    (b"-----BEGIN", "подпись или сертификат"),
];

/// Tells what the bytes are.
pub fn recognise(bytes: &[u8]) -> Content {
    let body = without_bom(bytes);
    let first = body
        .iter()
        .position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0));
    let Some(begins) = first.and_then(|at| body.get(at..)) else {
        return Content::Nothing;
    };
    if is_html(begins) {
        return Content::Other(Some("веб-страница"));
    }
    if begins.starts_with(b"<") {
        return Content::Xml;
    }
    let head = bytes.get(..PDF_HEADER_WITHIN_BYTES).unwrap_or(bytes);
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Content::Pdf;
    }
    let known = KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic));
    Content::Other(known.map(|(_, name)| *name).or_else(|| detached_signature(bytes)))
}

fn without_bom(bytes: &[u8]) -> &[u8] {
    const MARKS: [&[u8]; 3] = [b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF"];
    MARKS
        .iter()
        .find_map(|mark| bytes.strip_prefix(*mark))
        .unwrap_or(bytes)
}

fn is_html(begins: &[u8]) -> bool {
    let head: Vec<u8> = begins.iter().take(14).map(u8::to_ascii_lowercase).collect();
    head.starts_with(b"<!doctype html") || head.starts_with(b"<html")
}

/// A DER sequence with the object identifier of CMS signed content (1.2.840.113549.1.7.2) near its start.
fn detached_signature(bytes: &[u8]) -> Option<&'static str> {
    const SIGNED: &[u8] = b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02";
    let head = bytes.get(..32).unwrap_or(bytes);
    let is_signed = bytes.starts_with(b"\x30") && head.windows(SIGNED.len()).any(|window| window == SIGNED);
    is_signed.then_some("файл электронной подписи")
}

#[cfg(test)]
mod tests {
    use super::{Content, recognise};

    #[test]
    fn a_pdf_is_found_after_leading_rubbish_but_not_beyond_the_first_kilobyte() {
        let mut bytes = vec![b'x'; 1019];
        bytes.extend_from_slice(b"%PDF-1.7");
        assert_eq!(recognise(&bytes), Content::Pdf);
        bytes.insert(0, b'x');
        assert_eq!(recognise(&bytes), Content::Other(None));
    }

    #[test]
    fn a_comment_about_pdf_does_not_make_a_pdf_of_an_xml() {
        assert_eq!(recognise(b"\xEF\xBB\xBF <!-- %PDF-1.7 --><a/>"), Content::Xml);
        assert_eq!(recognise(b"\xFF\xFE<\0a\0/\0>\0"), Content::Xml);
        assert_eq!(recognise(b"\xFE\xFF\0<\0a\0/\0>"), Content::Xml);
    }

    #[test]
    fn foreign_files_are_called_by_their_names() {
        let named = |bytes: &[u8]| match recognise(bytes) {
            Content::Other(Some(name)) => name,
            other => panic!("{other:?}"),
        };
        assert!(named(b"PK\x03\x04....").contains("Word"));
        assert!(named(b"\xFF\xD8\xFF\xE0").contains("JPEG"));
        assert!(named(b"<!DocType HTML><html>").contains("веб-страница"));
        assert!(named(b"\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02").contains("подпис"));
        assert_eq!(recognise(b"plain text"), Content::Other(None));
        assert_eq!(recognise(b" \r\n"), Content::Nothing);
    }
}

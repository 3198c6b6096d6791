//! Refuses files whose streams would fill the memory once unpacked.
//!
//! The reader unpacks a stream as a whole and has no limit of its own: 70 MB of zeros packed twice are terabytes.
//! Deliberately only streams that the reader may unpack: pictures are never unpacked here.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::error::PdfProblem;

/// Bytes that all streams of a file may unpack to; an honest file of 70 MB, pictures left aside, stays below.
const UNPACKED_BYTES: u64 = 512 * 1024 * 1024;

/// Packed bytes of one stream in the old ways of packing, which are not measured; they grow at most 1365-fold (LZW).
const OLD_PACKED_BYTES: usize = 256 * 1024;

/// Bytes before a stream in which its dictionary is looked for.
const DICTIONARY_BYTES: usize = 2048;

/// Packed bytes of a file whose streams cannot be measured because they are encrypted.
const ENCRYPTED_BYTES: usize = 20 * 1024 * 1024;

/// An error when the streams would unpack to more than any honest document has.
pub fn refuse_bombs(bytes: &[u8]) -> Result<(), PdfProblem> {
    let encrypted = memchr_all(bytes, b"/Encrypt").next().is_some();
    if encrypted && bytes.len() > ENCRYPTED_BYTES {
        return Err(PdfProblem::TooMuch);
    }
    let mut unpacked = 0;
    for at in memchr_all(bytes, b"stream") {
        let before = bytes
            .get(at.saturating_sub(DICTIONARY_BYTES)..at)
            .unwrap_or_default();
        if before.ends_with(b"end") {
            continue;
        }
        unpacked += measure(
            dictionary(before),
            bytes.get(at + b"stream".len()..).unwrap_or_default(),
        )?;
        if unpacked > UNPACKED_BYTES {
            return Err(PdfProblem::TooMuch);
        }
    }
    Ok(())
}

/// To how many bytes a stream unpacks.
fn measure(dictionary: &[u8], body: &[u8]) -> Result<u64, PdfProblem> {
    let has = |word: &'static [u8]| memchr_all(dictionary, word).count();
    if has(b"/Image") > 0 && has(b"/Subtype") > 0 {
        return Ok(0);
    }
    let flates = has(b"/FlateDecode") + has(b"/Fl ") + has(b"/Fl]");
    if flates > 1 {
        return Err(PdfProblem::TooMuch);
    }
    let old = has(b"/LZW") + has(b"/RunLength") + has(b"/RL ");
    if old > 0 {
        let end = memchr_all(body, b"endstream").next().unwrap_or(body.len());
        return if end > OLD_PACKED_BYTES || old + flates > 1 {
            Err(PdfProblem::TooMuch)
        } else {
            Ok(0)
        };
    }
    if flates == 0 {
        return Ok(0);
    }
    let body = body
        .strip_prefix(b"\r\n")
        .or_else(|| body.strip_prefix(b"\n"))
        .unwrap_or(body);
    let mut packed = ZlibDecoder::new(body).take(UNPACKED_BYTES + 1);
    let mut piece = [0; 16 * 1024];
    let mut length = 0;
    // A broken stream is the reader's to judge.
    while let Ok(count) = packed.read(&mut piece) {
        if count == 0 {
            break;
        }
        length += count as u64;
    }
    Ok(length)
}

/// The dictionary that ends at the end of these bytes.
fn dictionary(before: &[u8]) -> &[u8] {
    let object = memchr_all(before, b" obj").last().unwrap_or(0);
    before.get(object..).unwrap_or_default()
}

/// Where these bytes stand, one after the other.
fn memchr_all<'a>(bytes: &'a [u8], wanted: &'static [u8]) -> impl Iterator<Item = usize> + 'a {
    let first = wanted.first().copied().unwrap_or_default();
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = bytes.get(from..)?;
            let at = from + rest.iter().position(|byte| *byte == first)?;
            from = at + 1;
            if bytes.get(at..).is_some_and(|here| here.starts_with(wanted)) {
                return Some(at);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::refuse_bombs;
    use crate::error::PdfProblem;

    fn packed(megabytes: usize) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        let zeros = vec![0; 1024 * 1024];
        for _ in 0..megabytes {
            encoder.write_all(&zeros).unwrap();
        }
        encoder.finish().unwrap()
    }

    fn with_stream(filter: &str, body: &[u8]) -> Vec<u8> {
        let mut pdf =
            format!("%PDF-1.7\n1 0 obj\n<</Length {} {filter}>>\nstream\n", body.len()).into_bytes();
        pdf.extend_from_slice(body);
        pdf.extend_from_slice(b"\nendstream\nendobj\n%%EOF\n");
        pdf
    }

    #[test]
    fn a_stream_that_would_fill_the_memory_is_refused() {
        assert_eq!(
            refuse_bombs(&with_stream("/Filter/FlateDecode", &packed(1))),
            Ok(())
        );
        assert_eq!(
            refuse_bombs(&with_stream("/Filter/FlateDecode", &packed(600))),
            Err(PdfProblem::TooMuch)
        );
        let twice = with_stream("/Filter[/FlateDecode/FlateDecode]", &packed(1));
        assert_eq!(refuse_bombs(&twice), Err(PdfProblem::TooMuch));
    }

    #[test]
    fn a_picture_may_be_as_large_as_it_likes() {
        let picture = with_stream("/Subtype/Image/Filter/FlateDecode", &packed(600));
        assert_eq!(refuse_bombs(&picture), Ok(()));
    }
}

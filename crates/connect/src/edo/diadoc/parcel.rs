//! A request with files that go by the shelf («полка»): the request itself, and the bytes of the files behind it.
//!
//! The outbox keeps exact bytes, and a name on the shelf is known only after the upload. So what is kept has a
//! placeholder in the place of the name; the same operation id makes a repeat harmless even when the name is another one
//! (QUIRKS 16, 55).

use crate::Error;

/// Above this the operator wants the shelf (QUIRKS 55); below it, one request is quicker than two.
const LARGEST_INLINE_BYTES: usize = 500_000;
/// No JSON begins so.
const MARK: &[u8; 8] = b"SHELF\x001\n";

/// Whether the file goes by the shelf.
pub(super) fn is_large(content: &[u8]) -> bool {
    content.len() > LARGEST_INLINE_BYTES
}

/// What stands for the name of this file.
pub(super) fn placeholder(place: usize) -> String {
    format!("#{place}")
}

/// The bytes for the outbox; the bare request where no file is large.
pub(super) fn packed(json: Vec<u8>, files: &[&[u8]]) -> Vec<u8> {
    if files.is_empty() {
        return json;
    }
    let sizes: usize = files.iter().map(|file| file.len() + 8).sum();
    let mut bytes = Vec::with_capacity(MARK.len() + 8 + json.len() + sizes);
    bytes.extend_from_slice(MARK);
    for part in std::iter::once(json.as_slice()).chain(files.iter().copied()) {
        bytes.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

/// The request in these bytes.
pub(super) fn json_of(bytes: &[u8]) -> Result<&[u8], Error> {
    parts(bytes)?.first().copied().ok_or_else(broken)
}

/// The request and the files behind it.
pub(super) fn parts(bytes: &[u8]) -> Result<Vec<&[u8]>, Error> {
    let Some(mut rest) = bytes.strip_prefix(MARK) else {
        return Ok(vec![bytes]);
    };
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (size, behind) = rest.split_first_chunk::<8>().ok_or_else(broken)?;
        let size = usize::try_from(u64::from_le_bytes(*size)).map_err(|_| broken())?;
        let (part, behind) = behind.split_at_checked(size).ok_or_else(broken)?;
        found.push(part);
        rest = behind;
    }
    Ok(found)
}

fn broken() -> Error {
    Error::Malformed("a kept request with files is not whole".into())
}

#[cfg(test)]
mod tests {
    use super::{is_large, json_of, packed, parts};

    #[test]
    fn a_request_with_large_files_is_taken_apart_into_what_it_was_made_of() {
        let (contract, drawing) = (vec![7; 600_000], vec![0; 3]);
        let kept = packed(b"{\"A\":1}".to_vec(), &[&contract, &drawing]);
        assert_eq!(json_of(&kept).unwrap(), b"{\"A\":1}");
        assert_eq!(parts(&kept).unwrap()[1..], [contract.as_slice(), &drawing]);
        assert_eq!(packed(b"{}".to_vec(), &[]), b"{}");
        assert_eq!(parts(b"{}").unwrap(), [b"{}"]);
    }

    #[test]
    fn a_kept_request_that_was_cut_is_told_and_never_read_past_its_end() {
        let kept = packed(b"{}".to_vec(), &[b"abc"]);
        for end in 8..kept.len() {
            let cut = parts(&kept[..end]);
            assert!(cut.is_err() || cut.unwrap().len() < 2, "{end}");
        }
        assert!(!is_large(&[0; 500_000]) && is_large(&[0; 500_001]));
    }
}

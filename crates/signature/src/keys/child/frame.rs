//! Frames between parent and child: a mark, two lengths, a JSON head, a body of bytes as they are.
//!
//! The body carries documents, signatures and the PIN, so that none of them passes through a JSON text that nobody
//! wipes. A frame that is too long or not ours is an end of the talk, not something to search past.

use std::io::{self, ErrorKind, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

const MARK: [u8; 4] = *b"SGF1";
/// A list of certificates is the longest head.
const MOST_HEAD_BYTES: u32 = 8 * 1024 * 1024;

/// How long a body may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct MostBody(pub u32);

impl MostBody {
    /// From the parent: a document of any size that an operator takes.
    pub(super) const FROM_PARENT: Self = Self(1024 * 1024 * 1024);
    /// From the child, which may have been taken over by a module: a signature, or an opened message.
    pub(super) const FROM_CHILD: Self = Self(64 * 1024 * 1024);
}

/// The bytes of a frame, wiped when dropped.
pub(super) type Body = Zeroizing<Vec<u8>>;

/// Writes a frame.
pub(super) fn write(out: &mut impl Write, head: &impl Serialize, body: &[u8]) -> io::Result<()> {
    let head = serde_json::to_vec(head)?;
    let length =
        |bytes: &[u8]| u32::try_from(bytes.len()).map_err(|_| io::Error::from(ErrorKind::InvalidInput));
    let mut start = Vec::with_capacity(12 + head.len());
    start.extend(MARK);
    start.extend(length(&head)?.to_le_bytes());
    start.extend(length(body)?.to_le_bytes());
    start.extend(head);
    out.write_all(&start)?;
    out.write_all(body)?;
    out.flush()
}

/// Reads a frame; `None` where the other side ended between two frames.
pub(super) fn read<T: DeserializeOwned>(
    input: &mut impl Read,
    most: MostBody,
) -> io::Result<Option<(T, Body)>> {
    let Some(mark) = four(input)? else { return Ok(None) };
    let cut = || io::Error::from(ErrorKind::UnexpectedEof);
    let head_length = u32::from_le_bytes(four(input)?.ok_or_else(cut)?);
    let body_length = u32::from_le_bytes(four(input)?.ok_or_else(cut)?);
    if mark != MARK || head_length > MOST_HEAD_BYTES || body_length > most.0 {
        return Err(ErrorKind::InvalidData.into());
    }
    let head = serde_json::from_slice(&bytes(input, head_length)?)?;
    Ok(Some((head, bytes(input, body_length)?)))
}

fn four(input: &mut impl Read) -> io::Result<Option<[u8; 4]>> {
    let mut four = [0; 4];
    match input.read_exact(&mut four) {
        Ok(()) => Ok(Some(four)),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

/// Memory grows with what arrives, not with what was announced; each outgrown piece is wiped.
fn bytes(input: &mut impl Read, length: u32) -> io::Result<Body> {
    const STEP: usize = 1024 * 1024;
    let mut left = usize::try_from(length).map_err(|_| io::Error::from(ErrorKind::InvalidData))?;
    let mut whole: Body = Zeroizing::new(Vec::with_capacity(left.min(STEP)));
    while left > 0 {
        let mut piece = Zeroizing::new(vec![0; left.min(STEP)]);
        input.read_exact(&mut piece)?;
        if whole.capacity() - whole.len() < piece.len() {
            let mut wider = Zeroizing::new(Vec::with_capacity(
                (whole.len() * 2).max(whole.len() + piece.len()),
            ));
            wider.extend_from_slice(&whole);
            whole = wider;
        }
        whole.extend_from_slice(&piece);
        left -= piece.len();
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(body: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(&mut bytes, &"head", body).unwrap();
        bytes
    }

    #[test]
    fn a_frame_comes_back_as_it_was_written() {
        let long = vec![7; 3 * 1024 * 1024 + 5];
        let (head, body): (String, Body) = read(&mut frame(&long).as_slice(), MostBody::FROM_CHILD)
            .unwrap()
            .unwrap();
        assert_eq!((head.as_str(), body.as_slice()), ("head", long.as_slice()));
    }

    #[test]
    fn the_end_of_the_other_side_is_no_frame() {
        assert!(
            read::<String>(&mut io::empty(), MostBody::FROM_CHILD)
                .unwrap()
                .is_none()
        );
    }

    #[test]
    fn a_frame_cut_anywhere_is_refused() {
        let whole = frame(b"body");
        for cut in 4..whole.len() {
            assert!(
                read::<String>(&mut &whole[..cut], MostBody::FROM_CHILD).is_err(),
                "cut at {cut}"
            );
        }
    }

    #[test]
    fn a_body_announced_too_long_is_refused_before_it_is_read() {
        let mut bytes = frame(b"body");
        bytes[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
        let error = read::<String>(&mut bytes.as_slice(), MostBody::FROM_CHILD).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidData);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_frame_an_end_or_an_error(bytes: Vec<u8>, after_mark: Vec<u8>) {
            let _ = read::<String>(&mut bytes.as_slice(), MostBody::FROM_CHILD);
            let _ = read::<String>(&mut [MARK.as_slice(), &after_mark].concat().as_slice(), MostBody::FROM_CHILD);
        }
    }

    #[test]
    fn what_a_module_prints_between_frames_ends_the_talk() {
        let mut bytes = b"pcsc: reader found\n".to_vec();
        bytes.extend(frame(b""));
        let error = read::<String>(&mut bytes.as_slice(), MostBody::FROM_CHILD).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidData);
    }
}

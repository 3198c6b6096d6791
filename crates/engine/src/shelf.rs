//! Papers made to be looked at or printed, and not kept: previews and prints. They are shown through the same door as
//! stored files, under the address of their bytes, until newer ones need the room.
//!
//! Deliberately not the store: nothing here is ever signed or sent, and nothing is left on the disk.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use domain::BlobId;

use crate::documents::Content;

/// Room for papers: some hundred previews, or one big batch.
const ROOM_BYTES: usize = 96 * 1024 * 1024;

/// The papers, oldest use first.
pub(crate) struct Shelf {
    papers: Mutex<VecDeque<(BlobId, Content)>>,
    room_bytes: usize,
}

impl Default for Shelf {
    fn default() -> Self {
        Self::with_room(ROOM_BYTES)
    }
}

impl Shelf {
    fn with_room(room_bytes: usize) -> Self {
        Self {
            papers: Mutex::default(),
            room_bytes,
        }
    }

    /// Puts a paper there and gives its address. The newest one stays even when it alone is larger than the room.
    pub(crate) fn put(&self, paper: Content) -> BlobId {
        let address = BlobId::of(&paper.bytes);
        let mut papers = self.papers.lock().unwrap_or_else(PoisonError::into_inner);
        papers.retain(|(known, _)| *known != address);
        papers.push_back((address, paper));
        while papers.len() > 1 && bytes_of(&papers) > self.room_bytes {
            papers.pop_front();
        }
        address
    }

    /// The paper of this address, if it is still there; looking at it keeps it longer.
    pub(crate) fn get(&self, address: BlobId) -> Option<Content> {
        let mut papers = self.papers.lock().unwrap_or_else(PoisonError::into_inner);
        let place = papers.iter().position(|(known, _)| *known == address)?;
        let paper = papers.remove(place)?;
        let content = paper.1.clone();
        papers.push_back(paper);
        Some(content)
    }
}

fn bytes_of(papers: &VecDeque<(BlobId, Content)>) -> usize {
    papers.iter().map(|(_, paper)| paper.bytes.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::{Content, Shelf};

    fn paper(letter: u8, length: usize) -> Content {
        Content {
            name: "проба.pdf".into(),
            media_type: "application/pdf",
            bytes: vec![letter; length],
        }
    }

    #[test]
    fn the_paper_that_nobody_looked_at_longest_makes_room() {
        let shelf = Shelf::with_room(25);
        let [a, b] = [b'a', b'b'].map(|letter| shelf.put(paper(letter, 10)));
        assert!(shelf.get(a).is_some());
        let c = shelf.put(paper(b'c', 10));
        assert!(shelf.get(b).is_none());
        assert_eq!(shelf.get(a).unwrap().bytes, vec![b'a'; 10]);
        assert!(shelf.get(c).is_some());
    }

    #[test]
    fn a_paper_larger_than_the_room_is_kept_until_the_next_one() {
        let shelf = Shelf::with_room(25);
        let big = shelf.put(paper(b'x', 100));
        assert_eq!(shelf.put(paper(b'x', 100)), big);
        assert!(shelf.get(big).is_some());
        shelf.put(paper(b'y', 1));
        assert!(shelf.get(big).is_none());
    }
}

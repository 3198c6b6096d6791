//! Pages of operators that may be opened in the browser: those that they have just given.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::Secret;

/// So many pages may be opened at a time; each is good once and for minutes.
const PAGES_KNOWN: usize = 16;

/// The last pages that operators gave for papers: what may be opened in the browser.
#[derive(Default)]
pub(crate) struct PersonPages(Mutex<VecDeque<Secret>>);

impl PersonPages {
    pub(super) fn note(&self, link: &Secret) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() == PAGES_KNOWN {
            pages.pop_front();
        }
        pages.push_back(link.clone());
    }

    pub(super) fn has(&self, url: &str) -> bool {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.iter().any(|known| known.expose() == url)
    }
}

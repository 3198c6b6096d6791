//! Roots, helpers and lists as a check of signatures uses them. Lists are read when they are needed, and once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use signature::certificate::Certificate;
use signature::certificate::crl::{self, RevocationList};
use store::TrustKind;

use super::key_id;
use crate::Result;
use crate::engine::Inner;

/// What is trusted while a check lasts.
pub(crate) struct TrustAtHand {
    pub(crate) roots: Vec<Certificate>,
    /// Certificates of authorities that help to build a chain.
    pub(crate) helpers: Vec<Certificate>,
    lists: RefCell<HashMap<Vec<u8>, Arc<Vec<RevocationList>>>>,
}

impl TrustAtHand {
    /// What is trusted now.
    pub(crate) fn load(inner: &Inner) -> Result<Self> {
        let (mut roots, mut helpers) = (Vec::new(), Vec::new());
        for kept in inner.read(|r| Ok(r.trusted_certificates()?))? {
            let Ok(certificate) = Certificate::from_der(&kept.der) else {
                tracing::warn!(thumbprint = ?kept.thumbprint, "a kept certificate cannot be read");
                continue;
            };
            match kept.kind {
                TrustKind::Root => roots.push(certificate),
                TrustKind::Intermediate => helpers.push(certificate),
            }
        }
        Ok(Self {
            roots,
            helpers,
            lists: RefCell::default(),
        })
    }

    /// The kept lists of this authority.
    pub(crate) fn lists_of(&self, inner: &Inner, issuer: &Certificate) -> Result<Arc<Vec<RevocationList>>> {
        let key = key_id(issuer);
        if let Some(known) = self.lists.borrow().get(&key) {
            return Ok(Arc::clone(known));
        }
        let kept = inner.read(|r| Ok(r.revocation_list(&key)?))?;
        let bytes = kept
            .map(|kept| inner.store.blob(kept.blob))
            .transpose()?
            .flatten();
        let lists: Vec<RevocationList> = bytes.iter().filter_map(|bytes| crl::parse(bytes).ok()).collect();
        let lists = Arc::new(lists);
        self.lists.borrow_mut().insert(key, Arc::clone(&lists));
        Ok(lists)
    }
}

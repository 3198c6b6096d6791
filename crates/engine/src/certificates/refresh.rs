//! Asking the stores of keys what they have. Seconds, and no PIN.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use jiff::Timestamp;
use signature::certificate::{Certificate, Thumbprint};
use signature::keys::{KeyEntry, KeyState, StoreKind};
use store::SeenCertificate;

use super::cloud;
use super::trouble;
use super::view::{self, CertificateView};
use crate::engine::Inner;
use crate::ports::KeyPlace;
use crate::signing::CLOUD;
use crate::{Engine, Result};

/// What the stores said.
#[derive(Debug, Clone)]
pub struct RefreshedCertificates {
    /// Every certificate that is known now.
    pub certificates: Vec<CertificateView>,
    /// Stores that could not answer.
    pub problems: Vec<StoreTrouble>,
}

/// A store that could not answer. The others answered all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreTrouble {
    /// Its kind, by its stable name.
    pub store: &'static str,
    /// Stable name of what went wrong.
    pub code: &'static str,
    /// What happened, as sentences.
    pub text: String,
    /// What to do.
    pub advice: &'static str,
}

/// The stable name of a kind of store.
pub(crate) fn store_name(kind: StoreKind) -> &'static str {
    match kind {
        StoreKind::Software => "software",
        StoreKind::Pkcs11 => "token",
        StoreKind::CryptoApi => "cryptopro",
        StoreKind::CspTest => "csptest",
    }
}

impl Engine {
    /// Asks every store of this computer. Takes seconds where tokens are; a store that cannot answer hides no other.
    pub async fn refresh_certificates(&self) -> Result<RefreshedCertificates> {
        let refreshed = self.blocking(refreshed).await?;
        self.tell_certificates();
        self.warn_of_ends().await?;
        Ok(refreshed)
    }
}

fn refreshed(inner: &Inner) -> Result<RefreshedCertificates> {
    let _alone = inner
        .certificates
        .asking
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let now = inner.now();
    let (mut answered, mut problems) = (Vec::new(), Vec::new());
    let mut found: BTreeMap<Thumbprint, SeenCertificate> = BTreeMap::new();
    for KeyPlace { kind, mut store } in inner.ports.keys.stores() {
        match store.list() {
            Ok(entries) => {
                answered.push(store_name(kind));
                for entry in entries {
                    note(&mut found, &entry, now);
                }
            }
            Err(cause) => {
                tracing::info!(store = store_name(kind), %cause, "a store of keys did not answer");
                // Without its module there is nothing of it on this computer, and none of its keys can be used.
                if cause == signature::Error::NoModule {
                    answered.push(store_name(kind));
                }
                let (text, advice) = trouble::words(&cause);
                problems.push(StoreTrouble {
                    store: store_name(kind),
                    code: trouble::code(&cause),
                    text,
                    advice,
                });
            }
        }
    }
    let told = cloud::told(inner, now)?;
    if told.problems.is_empty() {
        answered.push(CLOUD);
    }
    problems.extend(told.problems);
    for (thumbprint, seen) in told.found {
        // A key at hand needs no phone.
        if found
            .get(&thumbprint)
            .is_none_or(|known| known.key_state != "here")
        {
            found.insert(thumbprint, seen);
        }
    }
    inner.write(|w| {
        for seen in found.values() {
            w.save_certificate(seen)?;
        }
        for store in &answered {
            w.certificates_gone(store, now)?;
        }
        Ok(())
    })?;
    Ok(RefreshedCertificates {
        certificates: inner.read(|r| view::all(r, now))?,
        problems,
    })
}

/// One certificate may lie in several stores: the one that has its key counts, and of those the first.
fn note(found: &mut BTreeMap<Thumbprint, SeenCertificate>, entry: &KeyEntry, now: Timestamp) {
    let Ok(certificate) = Certificate::from_der(&entry.certificate) else {
        tracing::info!(store = store_name(entry.store), "a certificate cannot be read");
        return;
    };
    let seen = seen(&certificate, entry, now);
    let thumbprint = certificate.thumbprint();
    let is_better = found
        .get(&thumbprint)
        .is_none_or(|known| known.key_state != "here" && seen.key_state == "here");
    if is_better {
        found.insert(thumbprint, seen);
    }
}

fn seen(certificate: &Certificate, entry: &KeyEntry, now: Timestamp) -> SeenCertificate {
    let owner = certificate.owner();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let label = match (&entry.token, entry.store) {
        (Some(token), _) if !token.serial.is_empty() => format!("{} № {}", token.label, token.serial),
        (Some(token), _) => token.label.clone(),
        (None, StoreKind::Software) => "Тестовый или неквалифицированный ключ в файле".to_owned(),
        (None, StoreKind::Pkcs11) => "Токен".to_owned(),
        (None, StoreKind::CryptoApi | StoreKind::CspTest) => "КриптоПро CSP".to_owned(),
    };
    SeenCertificate {
        thumbprint: *certificate.thumbprint().as_bytes(),
        der: entry.certificate.clone(),
        name: owner.person().unwrap_or_else(|| owner.display_name().to_owned()),
        inn: text(owner.personal_inn()),
        organisation: text(owner.organisation.as_deref()),
        organisation_inn: text(owner.company_inn()),
        position: text(owner.position.as_deref()),
        issuer: certificate.issuer_name().to_owned(),
        valid_from: certificate.validity().from,
        valid_to: certificate.validity().to,
        store: store_name(entry.store).to_owned(),
        store_label: label,
        address: entry.address.to_string(),
        key_state: match entry.has_key {
            KeyState::Here | KeyState::AfterPin => "here",
            KeyState::ContainerNeedsCsp { .. } => "container_needs_csp",
            KeyState::Missing => "missing",
        }
        .to_owned(),
        seen_at: now,
    }
}

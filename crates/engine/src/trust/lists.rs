//! Bringing lists of revoked certificates in. Only a list that an authority known here has signed is kept, the newest
//! one of each key.

use signature::certificate::Certificate;
use signature::certificate::crl;
use store::KeptRevocationList;

use super::key_id;
use super::look::{RevocationListView, list_view};
use crate::changes::{Change, Directory};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::import::ImportFile;
use crate::{Engine, Result, words};

/// The lists of national authorities have some tens of megabytes.
const LARGEST_LIST_BYTES: usize = 128 * 1024 * 1024;

impl Engine {
    /// Brings a list of revoked certificates in.
    ///
    /// Errors: `revocation_list_unreadable`, `revocation_list_of_unknown`, `revocation_list_older`.
    pub async fn add_revocation_list(&self, file: ImportFile) -> Result<RevocationListView> {
        let view = self.blocking(move |inner| add(inner, &file)).await?;
        self.inner.changes.tell(&Change::directory(Directory::Trust));
        Ok(view)
    }
}

fn add(inner: &Inner, file: &ImportFile) -> Result<RevocationListView> {
    if file.bytes.len() > LARGEST_LIST_BYTES {
        return Err(unreadable(&file.name));
    }
    let list = crl::parse(&file.bytes).map_err(|_| unreadable(&file.name))?;
    let authorities = inner.read(|r| Ok(r.trusted_certificates()?))?;
    let issuer = authorities
        .iter()
        .filter_map(|kept| Certificate::from_der(&kept.der).ok())
        .find(|certificate| list.check_issuer(certificate).is_ok())
        .ok_or_else(unknown_issuer)?;
    let issuer_key = key_id(&issuer);
    // Durable before the row names it, as every file is.
    let kept = KeptRevocationList {
        blob: inner.store.put_blob(&file.bytes)?,
        issuer_key,
        this_update: list.this_update(),
        next_update: list.next_update(),
        added_at: inner.now(),
    };
    inner.write(|w| match w.revocation_list(&kept.issuer_key)? {
        Some(known) if known.this_update > kept.this_update => Err(older(&known)),
        _ => Ok(w.save_revocation_list(&kept)?),
    })?;
    Ok(list_view(&kept, issuer.owner().display_name(), inner.now()))
}

fn unreadable(name: &str) -> Error {
    Error::new(
        Code::RevocationListUnreadable,
        format!(
            "Файл «{name}» не читается как список отозванных сертификатов. Прежние списки не изменены. Выберите файл .crl \
             удостоверяющего центра."
        ),
    )
}

fn unknown_issuer() -> Error {
    Error::new(
        Code::RevocationListOfUnknown,
        "Список не добавлен: ни один сертификат удостоверяющего центра в программе его не подписывал. Прежние списки не \
         изменены. Сначала добавьте сертификат издателя этого списка.",
    )
}

fn older(known: &KeptRevocationList) -> Error {
    Error::new(
        Code::RevocationListOlder,
        format!(
            "В программе уже есть более новый список этого издателя, от {}. Он остался без изменений.",
            words::moment(known.this_update)
        ),
    )
}

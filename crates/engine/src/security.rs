//! Where the keys lie, and the recovery key.

use std::path::Path;

use connect::Secret;
use jiff::Timestamp;
use store::{BadRecoveryKey, DatabaseKey, Store};

use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::ports::Secrets;
use crate::{Engine, Result, open};

const EXPORTED_AT: &str = "recovery_key_exported_at";

/// «Где лежат ваши ключи».
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityStatus {
    /// A Russian sentence.
    pub place: String,
    /// `os` or `vault`.
    pub kind: &'static str,
    /// When the recovery key was last written out; `None` means that nobody has it.
    pub recovery_key_exported_at: Option<Timestamp>,
}

impl Engine {
    /// Where the keys lie, and whether there is a recovery key on paper.
    pub async fn security(&self) -> Result<SecurityStatus> {
        self.blocking(|inner| {
            Ok(SecurityStatus {
                place: inner.ports.secrets.place(),
                kind: inner.ports.secrets.kind(),
                recovery_key_exported_at: exported_at(inner)?,
            })
        })
        .await
    }

    /// The recovery key, to be copied onto paper. Remembers that it was given out. For the command line alone: it
    /// must never reach the web view.
    pub async fn recovery_key(&self) -> Result<Secret> {
        self.blocking(|inner| {
            let id = store::database_id(&inner.folder)?.ok_or_else(|| Error::internal("no database id"))?;
            let key = open::kept_key(inner.ports.secrets.as_ref(), id)?
                .ok_or_else(|| Error::internal("the key of an open database is gone"))?;
            inner.write(|w| Ok(w.set_setting(EXPORTED_AT, &inner.now().to_string())?))?;
            Ok(Secret::new(key.recovery_text().as_str()))
        })
        .await
    }

    /// Puts the key of a folder back into the keystore, after it has opened the database once. Blocks.
    pub fn restore_key(folder: &Path, secrets: &dyn Secrets, recovery_text: &str) -> Result<()> {
        let key = DatabaseKey::from_recovery_text(recovery_text).map_err(bad_recovery_key)?;
        if !Store::exists(folder) {
            return Err(Error::new(
                Code::FolderUnavailable,
                "В этой папке нет базы документов. Ничего не изменено. Проверьте, та ли это папка.",
            ));
        }
        let database_id = store::prepare_folder(folder)?;
        drop(Store::open(folder, &key).map_err(|error| match error {
            store::Error::WrongKey => key_of_another_database(),
            other => other.into(),
        })?);
        open::keep_key(secrets, database_id, &key)
    }
}

/// When the recovery key was last written out.
pub(crate) fn exported_at(inner: &Inner) -> Result<Option<Timestamp>> {
    let exported = inner.read(|r| Ok(r.setting(EXPORTED_AT)?))?;
    Ok(exported.and_then(|text| text.parse().ok()))
}

/// The recovery key is a good one, but not of this database.
pub(crate) fn key_of_another_database() -> Error {
    Error::new(
        Code::WrongKey,
        "Этот ключ восстановления от другой базы. Документы целы и остаются зашифрованными. Найдите ключ, \
         записанный для этой папки.",
    )
}

pub(crate) fn bad_recovery_key(error: BadRecoveryKey) -> Error {
    let what = match error {
        BadRecoveryKey::Length { found } => {
            format!("В ключе восстановления 56 знаков, а введено {found}.")
        }
        BadRecoveryKey::Character { position } => {
            format!("Знак № {position} в ключе восстановления стоять не может.")
        }
        BadRecoveryKey::Checksum => {
            "В ключе восстановления опечатка: не сходится контрольная сумма.".to_owned()
        }
    };
    Error::new(
        Code::BadRecoveryKey,
        format!("{what} Документы целы, ничего не изменено. Сверьте ключ с записью и введите его ещё раз."),
    )
}

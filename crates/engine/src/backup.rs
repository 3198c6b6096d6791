//! A backup of the data folder, and its return.
//!
//! A backup is encrypted with the database's key, so it is worth nothing without the recovery key. What stood in the
//! queue when it was made may have gone out since: after a restore every such row is looked up at the operator
//! before anything is sent.

use std::path::{Path, PathBuf};

use domain::OutboxState;
use store::{DatabaseKey, Store};

use crate::error::{Code, Error};
use crate::outbox::{self, Changed};
use crate::ports::{Clock, Secrets};
use crate::{Engine, Result, connection_requests, open, print_forms, relations, security, whole_file};

/// Where a backup is looked over before it takes the place of what is there.
const STAGING: &str = "restoring";

impl Engine {
    /// Writes a backup into this folder, which must be absent or empty. Work goes on meanwhile.
    ///
    /// Errors: `folder_unavailable`, `disk_full`, `backup_folder_in_use`.
    pub async fn back_up(&self, to: PathBuf) -> Result<()> {
        self.blocking(move |inner| {
            let copied = |()| print_forms::files::copy(&inner.folder, &to).map_err(|error| forms_not_copied(&error));
            let written = inner.store.back_up(&to).map_err(|error| match error {
                store::Error::Conflict(_) => Error::new(
                    Code::BackupFolderInUse,
                    format!(
                        "В папке «{}» уже что-то есть, поэтому копия не записана. Документы целы. Выберите пустую или \
                         новую папку.",
                        to.display()
                    ),
                ),
                other => other.into(),
            });
            written.and_then(copied)
        })
        .await
    }

    /// Puts a backup in the place of a data folder that is not open, and its key into the keystore. What was there is
    /// set aside; the folder with it comes back. With a wrong key nothing is changed. Blocks.
    ///
    /// Errors: `bad_recovery_key`, `wrong_key`, `not_a_backup`, `database_locked`, `disk_full`, `folder_unavailable`.
    pub fn restore_backup(
        from: &Path,
        into: &Path,
        secrets: &dyn Secrets,
        clock: &dyn Clock,
        recovery_text: &str,
    ) -> Result<Option<PathBuf>> {
        let key = DatabaseKey::from_recovery_text(recovery_text).map_err(security::bad_recovery_key)?;
        let staging = into.join(STAGING);
        let restored = restore(from, into, &staging, secrets, clock, &key);
        if staging.exists()
            && let Err(error) = std::fs::remove_dir_all(&staging)
        {
            tracing::warn!(%error, "the staging folder of a restore stays");
        }
        restored
    }
}

fn restore(
    from: &Path,
    into: &Path,
    staging: &Path,
    secrets: &dyn Secrets,
    clock: &dyn Clock,
    key: &DatabaseKey,
) -> Result<Option<PathBuf>> {
    store::restore_backup(from, staging).map_err(|error| match error {
        store::Error::Missing(_) => not_a_backup(from),
        other => other.into(),
    })?;
    let store = Store::open(staging, key).map_err(|error| match error {
        store::Error::WrongKey => security::key_of_another_database(),
        other => other.into(),
    })?;
    doubt_the_queue(&store, clock)?;
    relations::doubt_restored(&store, clock.now())?;
    connection_requests::doubt_restored(&store, clock.now())?;
    store.adopt_folder()?;
    drop(store);
    let database_id = store::database_id(staging)?.ok_or_else(|| not_a_backup(from))?;
    open::keep_key(secrets, database_id, key)?;
    let aside = store::restore_backup(staging, into)?;
    print_forms::files::restore(from, into, aside.as_deref()).map_err(|error| forms_not_restored(&error))?;
    Ok(aside)
}

fn forms_not_copied(error: &std::io::Error) -> Error {
    Error::new(
        Code::FolderUnavailable,
        format!(
            "База записана в копию, а печатные формы — нет: {}. Документы и формы в программе целы. Сделайте копию \
             ещё раз в другую папку.",
            whole_file::reason(error)
        ),
    )
}

fn forms_not_restored(error: &std::io::Error) -> Error {
    Error::new(
        Code::FolderUnavailable,
        format!(
            "База восстановлена, а ваши печатные формы — нет: {}. Документы целы. Скопируйте папку «{}» из резервной \
             копии в папку данных сами.",
            whole_file::reason(error),
            print_forms::files::FOLDER
        ),
    )
}

/// Whatever had not surely gone out when the backup was made may have gone out afterwards.
fn doubt_the_queue(store: &Store, clock: &dyn Clock) -> Result<()> {
    let now = clock.now();
    let mut refused = None;
    let done = store.write(|w| {
        loop {
            let rows = w.operations(&[OutboxState::Queued, OutboxState::Sending], None, 500)?;
            if rows.is_empty() {
                return Ok(());
            }
            for row in rows {
                let doubt = Changed {
                    state: OutboxState::Unknown,
                    next_attempt_at: None,
                    failure: Some(outbox::restored()),
                };
                if let Err(error) = outbox::set(w, &row, doubt, now) {
                    let what = error.to_string();
                    refused = Some(error);
                    return Err(store::Error::Conflict(what));
                }
            }
        }
    });
    done.map_err(|error| refused.unwrap_or_else(|| error.into()))
}

fn not_a_backup(from: &Path) -> Error {
    Error::new(
        Code::NotABackup,
        format!(
            "В папке «{}» нет целой резервной копии. Ничего не изменено. Выберите папку, которую создала команда \
             резервного копирования.",
            from.display()
        ),
    )
}

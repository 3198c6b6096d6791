//! Opening the data folder.
//!
//! The key of a new database is in the keystore before the database exists, so no power cut can leave a database
//! that nobody can open. Rows of the outbox that a killed program left as `Sending` become `Unknown` here, so that
//! every list is honest before any loop runs.

use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use connect::Secret;
use connect::edo::Operator;
use store::{DatabaseKey, Store};
use uuid::Uuid;

use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::ports::{Ports, Secrets};
use crate::{Engine, Result, kinds, outbox};

/// What to do with a folder whose original is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CopyPolicy {
    /// Do not open it: two programs would send the same documents.
    #[default]
    Refuse,
    /// A person said that from now on this folder is the one in use.
    Accept,
}

/// How to open a folder.
#[derive(Clone, Copy)]
pub struct OpenOptions {
    /// What to do with a copy.
    pub copy: CopyPolicy,
    /// The operators that the engine knows.
    pub operators: &'static [Operator],
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            copy: CopyPolicy::Refuse,
            operators: connect::edo::operators(),
        }
    }
}

impl Engine {
    /// Opens the data folder, making it when absent. Blocks: reads the disk and the keystore.
    ///
    /// Errors: `key_missing`, `wrong_key`, `database_locked`, `database_newer`, `not_a_database`,
    /// `folder_is_copy`, `folder_unavailable`, `disk_full`, `secrets_unavailable`, `vault_passphrase_wrong`.
    pub fn open(folder: &Path, ports: Ports) -> Result<Self> {
        Self::open_with(folder, ports, OpenOptions::default())
    }

    /// The same, with choices.
    pub fn open_with(folder: &Path, ports: Ports, options: OpenOptions) -> Result<Self> {
        Self::open_telling(folder, ports, options, &|_| ())
    }

    /// The same; `tell` hears how far a database of an older program is on its way to the form of this one.
    pub fn open_telling(
        folder: &Path,
        ports: Ports,
        options: OpenOptions,
        tell: store::TellUpgrade<'_>,
    ) -> Result<Self> {
        let database_id = store::prepare_folder(folder)?;
        let key = key(folder, database_id, &ports)?;
        let store = Store::open_telling(folder, &key, tell)?;
        settle_place(&store, database_id, options.copy)?;
        let (changes, bulk) = (
            Arc::<crate::changes::Hub>::default(),
            crate::bulk::Bulk::default(),
        );
        let pins = crate::signing::PinDesk::new(Arc::clone(&changes), Arc::clone(&bulk.wake));
        let pins = Arc::new(pins);
        let clouds = crate::signing::CloudBoard::new(Arc::clone(&changes), Arc::clone(&bulk.wake));
        let inner = Inner {
            folder: store.folder().to_owned(),
            store,
            ports,
            operators: options.operators,
            database_id: database_id.to_string(),
            providers: crate::providers::Providers::default(),
            log_ins: crate::connections::LogIns::default(),
            lanes: crate::lanes::Lanes::default(),
            wishes: crate::late_signatures::Wishes::default(),
            changes,
            showing: Mutex::default(),
            shelf: crate::shelf::Shelf::default(),
            person_pages: crate::persons::PersonPages::default(),
            checked: crate::print_check::CheckedFiles::default(),
            read_files: crate::preflight::ReadFiles::default(),
            staging: crate::staging::Staging::default(),
            uploads: crate::archive::Uploads::default(),
            works: Arc::default(),
            view_counts: crate::saved_views::ViewCounts::default(),
            panes: crate::panes::Panes::default(),
            watched: crate::watched_folders::Watched::default(),
            bulk,
            rules: crate::auto_rules::Rules::default(),
            receipts: tokio::sync::Mutex::default(),
            exchanges: crate::relations::Exchanges::default(),
            certificates: crate::certificates::Certificates::default(),
            pins,
            clouds: Arc::new(clouds),
            idle: OnceLock::new(),
        };
        outbox::recover(&inner)?;
        crate::connection_requests::recover(&inner)?;
        crate::bulk::recover(&inner)?;
        kinds::builtin::ensure(&inner)?;
        crate::auto_rules::ensure_presets(&inner)?;
        crate::certificates::use_named_modules(&inner)?;
        Ok(Self {
            inner: Arc::new(inner),
        })
    }
}

/// The name of the database's key in the keystore.
pub(crate) fn key_name(database_id: Uuid) -> String {
    format!("database-key/{database_id}")
}

fn key(folder: &Path, database_id: Uuid, ports: &Ports) -> Result<DatabaseKey> {
    let secrets = ports.secrets.as_ref();
    if let Some(kept) = kept_key(secrets, database_id)? {
        return Ok(kept);
    }
    if Store::exists(folder) {
        return Err(key_missing(secrets));
    }
    let key = DatabaseKey::from_bytes(ports.randomness.key_bytes());
    keep_key(secrets, database_id, &key)?;
    Ok(key)
}

pub(crate) fn kept_key(secrets: &dyn Secrets, database_id: Uuid) -> Result<Option<DatabaseKey>> {
    let Some(kept) = secrets.get(&key_name(database_id))? else {
        return Ok(None);
    };
    match DatabaseKey::from_hex(kept.expose()) {
        Ok(key) => Ok(Some(key)),
        Err(_) => Err(key_unreadable()),
    }
}

/// Keeps the key and reads it back: a keystore that swallows it must not cost anyone the documents.
pub(crate) fn keep_key(secrets: &dyn Secrets, database_id: Uuid, key: &DatabaseKey) -> Result<()> {
    let name = key_name(database_id);
    let hex = Secret::new(key.expose_hex().as_str());
    secrets.set(&name, &hex)?;
    if secrets.get(&name)?.as_ref() == Some(&hex) {
        Ok(())
    } else {
        Err(Error::new(
            Code::SecretsUnavailable,
            "Хранилище ключей приняло ключ базы, но не вернуло его. База не создана и не изменена. Проверьте \
             хранилище ключей и повторите.",
        ))
    }
}

/// A moved folder is at home where it is; a copy is a question for a person.
fn settle_place(store: &Store, database_id: Uuid, policy: CopyPolicy) -> Result<()> {
    let home = store.last_folder()?;
    if home == store.folder() {
        return Ok(());
    }
    let original_is_there =
        Store::exists(&home) && matches!(store::database_id(&home), Ok(Some(id)) if id == database_id);
    if original_is_there && policy == CopyPolicy::Refuse {
        return Err(Error::new(
            Code::FolderIsCopy,
            format!(
                "Эта папка — копия: исходная лежит в «{}» и тоже на месте. Документы целы в обеих. Если работать с \
                 обеими, они разойдутся. Откройте исходную папку или подтвердите, что дальше работаете с этой.",
                home.display()
            ),
        ));
    }
    Ok(store.adopt_folder()?)
}

fn key_missing(secrets: &dyn Secrets) -> Error {
    Error::new(
        Code::KeyMissing,
        format!(
            "Ключ базы документов не найден. {} Документы целы и остаются зашифрованными. Введите ключ восстановления \
             (команда «surguch-cli recovery-key restore») или откройте программу под тем же пользователем, что и раньше.",
            secrets.place()
        ),
    )
}

fn key_unreadable() -> Error {
    Error::new(
        Code::WrongKey,
        "В хранилище ключей вместо ключа базы лежит что-то другое. Документы целы и остаются зашифрованными. \
         Восстановите доступ ключом восстановления.",
    )
}

//! An office of any size: a data folder full of documents, made straight in the store.

use std::path::{Path, PathBuf};

use domain::{
    BlobId, ConnectionId, CounterpartyId, Direction, DocumentDetails, DocumentId, EdoBox, EdoDocumentId,
    EdoFormat, FirmId, Inn, Money, NewDocument, OperationId, OperatorKind, Origin, Party, RemoteDocument,
    StoredFile, UtdFunction,
};
use engine::Engine;
use engine::ports::Secrets;
use jiff::Timestamp;
use jiff::civil::date;
use store::{DatabaseKey, NewConnection, NewEdoDocument, NewOperation, Store, Writer};
use tempfile::TempDir;
use testkit::Computer;
use uuid::Uuid;

/// Other companies that the documents are spread over.
const COUNTERPARTIES: usize = 500;
/// 01.01.2026.
const START_S: i64 = 1_767_225_600;

/// A data folder with its keystore.
pub struct Office {
    pub computer: Computer,
    pub connection: ConnectionId,
    /// Each document's sending and the operator's name for it.
    pub sendings: Vec<(EdoDocumentId, RemoteDocument)>,
    folder: TempDir,
}

/// What a document's sending looks like before the bench begins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sendings {
    /// Nothing was sent.
    None,
    /// The operator has taken every document and said nothing more.
    Accepted,
}

impl Office {
    /// Makes a folder with so many documents.
    pub fn with(documents: usize, sendings: Sendings) -> Self {
        let computer = Computer::new();
        let folder = tempfile::tempdir().expect("a temporary folder");
        drop(Engine::open(folder.path(), computer.ports()).expect("a new folder opens"));
        let key = key(folder.path(), computer.secrets.as_ref());
        let store = Store::open(folder.path(), &key).expect("the store opens");
        let (connection, sendings) = filled(&store, documents, sendings);
        Self {
            computer,
            connection,
            sendings,
            folder,
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn engine(&self) -> Engine {
        Engine::open(self.folder(), self.computer.ports()).expect("the folder opens")
    }

    /// A copy of the rows as they are now.
    pub fn copy(&self, name: &str) -> PathBuf {
        let copy = self.folder().join(name);
        std::fs::copy(self.folder().join("surguch.db"), &copy).expect("a copy");
        copy
    }

    /// Puts the rows back to what they were in a copy. The folder must be closed.
    pub fn put_back(&self, copy: &Path) {
        for ending in ["-wal", "-shm"] {
            let file = self.folder().join(format!("surguch.db{ending}"));
            assert!(!file.exists() || std::fs::remove_file(file).is_ok());
        }
        std::fs::copy(copy, self.folder().join("surguch.db")).expect("a copy");
    }

    /// The file of the open rows, without the program.
    pub fn rows(&self) -> rusqlite::Connection {
        Self::bare(self.folder(), &self.computer, &self.folder().join("surguch.db"))
    }

    /// The bare database: a file of this folder with the store's own settings and nothing else.
    pub fn bare(folder: &Path, computer: &Computer, file: &Path) -> rusqlite::Connection {
        bare(folder, computer.secrets.as_ref(), file)
    }
}

/// A file of this folder with the store's own settings and nothing else.
pub fn bare(folder: &Path, secrets: &dyn Secrets, file: &Path) -> rusqlite::Connection {
    let sql = rusqlite::Connection::open(file).expect("the file opens");
    let key = format!(
        "PRAGMA key = \"x'{}'\";",
        key(folder, secrets).expose_hex().as_str()
    );
    let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
        PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;";
    sql.execute_batch(&key).expect("the key fits");
    sql.execute_batch(settings).expect("settings");
    sql.set_prepared_statement_cache_capacity(64);
    sql
}

/// The key of the database in this folder, from the keystore that holds it.
pub fn key(folder: &Path, secrets: &dyn Secrets) -> DatabaseKey {
    let id = store::database_id(folder)
        .expect("the folder is readable")
        .expect("the folder has an id");
    let kept = secrets.get(&format!("database-key/{id}")).expect("secrets");
    DatabaseKey::from_hex(kept.expect("the key is kept").expose()).expect("the key is one")
}

/// The instant of so many seconds after the first of January.
pub fn instant(seconds: usize) -> Timestamp {
    Timestamp::from_second(START_S + seconds as i64).expect("an instant of this year")
}

/// Puts so many documents into an open store, and beside them their sendings.
pub fn filled(
    store: &Store,
    documents: usize,
    sendings: Sendings,
) -> (ConnectionId, Vec<(EdoDocumentId, RemoteDocument)>) {
    let blob = store
        .put_blob(b"the same paper for every document of the bench")
        .expect("a blob");
    let (firm, connection, others) = store
        .write(|w| {
            let party = party("ООО «Сургучная мастерская»", 0);
            let firm = w.save_firm(None, &party)?;
            let edo_box = EdoBox {
                box_id: "our-box".into(),
                name: party.name,
                inn: party.inn,
                kpp: None,
                participant_id: String::new(),
                is_test: true,
            };
            let operator = OperatorKind(connect::edo::operators()[0].kind.into());
            let connection = w.save_connection(
                None,
                &NewConnection {
                    firm,
                    operator,
                    address: "http://127.0.0.1:9".into(),
                    edo_box,
                },
            )?;
            let others = (1..=COUNTERPARTIES)
                .map(|number| w.save_counterparty(&party_of(number)))
                .collect::<Result<Vec<_>, _>>()?;
            Ok((firm, connection, others))
        })
        .expect("firms and counterparties");
    let mut sent = Vec::new();
    for start in (0..documents).step_by(2000) {
        store
            .write(|w| {
                for number in start..documents.min(start + 2000) {
                    let document = insert(w, number, firm, others[number % others.len()], blob)?;
                    if sendings == Sendings::Accepted {
                        sent.push(accepted(w, number, document, connection)?);
                    }
                }
                Ok(())
            })
            .expect("documents");
    }
    (connection, sent)
}

/// One document for this company.
pub fn insert(
    w: &Writer<'_>,
    number: usize,
    firm: FirmId,
    other: CounterpartyId,
    blob: BlobId,
) -> store::Result<DocumentId> {
    let day = date(2026, (number / 28 % 12 + 1) as i8, (number % 28 + 1) as i8);
    w.insert_document(
        &NewDocument {
            firm: Some(firm),
            counterparty: Some(other),
            individual: None,
            assignee: None,
            direction: Direction::Outbound,
            kind: None,
            format: EdoFormat::Utd(UtdFunction::InvoiceAndTransfer),
            number: format!("УТ-{number}"),
            issued_on: Some(day),
            total: Some(Money::from_kopecks(number as i64 * 1_357 + 100)),
            vat_amount: None,
            currency: "643".into(),
            title: format!("УПД № УТ-{number}"),
            file: Some(StoredFile {
                blob,
                name: format!("upd-{number}.xml"),
                size: 47,
            }),
            origin: Origin::Imported,
            lines: Vec::new(),
            details: DocumentDetails::default(),
        },
        instant(number),
    )
}

fn accepted(
    w: &Writer<'_>,
    number: usize,
    document: DocumentId,
    connection: ConnectionId,
) -> store::Result<(EdoDocumentId, RemoteDocument)> {
    let id = w.insert_edo_document(&NewEdoDocument {
        document,
        connection,
        custom_document_id: Uuid::from_u128(number as u128 + 1),
        to_box: "their-box".into(),
        file: None,
        created_at: instant(number),
    })?;
    let operation = OperationId(Uuid::from_u128((number as u128 + 1) << 64));
    w.enqueue(&NewOperation {
        operation,
        kind: domain::OperationKind::Letter,
        connection,
        edo_document: id,
        request: vec![7; 64],
        created_at: instant(number),
    })?;
    let remote = RemoteDocument {
        message_id: format!("message-{number:08}"),
        entity_id: format!("entity-{number:08}"),
    };
    w.set_remote(id, &remote)?;
    Ok((id, remote))
}

pub fn party_of(number: usize) -> Party {
    let trades = [
        "Ромашка",
        "Северный путь",
        "Инструмент",
        "Берёзовая роща",
        "Точная механика",
    ];
    party(
        &format!("ООО «{}-{number}»", trades[number % trades.len()]),
        number,
    )
}

/// A company with an invented name and an ИНН whose check digit is right.
pub fn party(name: &str, number: usize) -> Party {
    let nine = format!("77{number:07}");
    let weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
    let sum: u32 = nine
        .bytes()
        .zip(weights)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let inn: Inn = format!("{nine}{}", sum % 11 % 10)
        .parse()
        .expect("the check digit is right");
    Party {
        name: name.into(),
        inn,
        kpp: None,
    }
}

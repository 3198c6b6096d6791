//! Files become documents of the registry.
//!
//! Every file has a result of its own: a bad one keeps no good one out. The bytes are durable before the row that
//! names them, and the same bytes twice are one document.

use domain::{
    CounterpartyId, Direction, DocumentDetails, DocumentId, EdoFormat, EdoStatus, FirmId, Kind, KindId,
    NewDocument, Origin, Party, StoredFile, kind,
};
use formats::Facts;
use store::{Reader, Writer};

use crate::changes::Change;
use crate::counterparties::named_counterparty;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::firms::matching_firm;
use crate::{Engine, Result, auto_rules, kinds, print_check};

mod guess;

/// The largest file that the program takes: 50 MiB.
pub(crate) const MAX_FILE_BYTES: usize = 50 * 1024 * 1024;

/// A file as it came.
#[derive(Debug, Clone)]
pub struct ImportFile {
    /// Its name; folders in it are dropped.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What became of a file that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The document.
    pub document: DocumentId,
    /// True when the same bytes were in the registry before; nothing was added.
    pub already_known: bool,
    /// What a person should know about the file, in Russian.
    pub warnings: Vec<String>,
}

/// What became of one file.
#[derive(Debug, Clone)]
pub struct ImportOutcome {
    /// Name of the file as it came.
    pub name: String,
    /// The document, or why there is none.
    pub result: Result<Imported>,
}

impl Engine {
    /// Takes files in, each with a result of its own, in the order given.
    pub async fn import(&self, files: Vec<ImportFile>) -> Vec<ImportOutcome> {
        let mut outcomes = Vec::with_capacity(files.len());
        for file in files {
            let name = file.name.clone();
            let result = self.blocking(move |inner| import_one(inner, &file)).await;
            if let Ok(imported) = &result {
                self.inner.changes.tell(&Change::document(imported.document));
            }
            outcomes.push(ImportOutcome { name, result });
        }
        outcomes
    }
}

/// A file whose bytes are kept and whose facts are known; nothing of it is in the registry yet.
#[derive(Debug, Clone)]
pub(crate) struct Recognised {
    pub(crate) stored: StoredFile,
    /// Where the file is a PDF, what its text seems to say stands in the place of facts.
    pub(crate) facts: Facts,
    /// The text of a PDF was understood, at least in part.
    pub(crate) is_guess: bool,
    /// What a person should know about the file, in Russian.
    pub(crate) warnings: Vec<String>,
}

/// How a file gets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Intake {
    /// Without a list to look over: nothing is guessed.
    #[default]
    Unseen,
    /// A person has looked over what was recognised.
    LookedOver,
    /// It lay in the folder of this firm, which counts where the file names no firm of ours. A guess serves, but adds
    /// no counterparty.
    FolderOf(FirmId),
}

fn import_one(inner: &Inner, file: &ImportFile) -> Result<Imported> {
    take_in(inner, &recognise(inner, file)?, Intake::Unseen)
}

/// Reads a file and keeps its bytes. Bytes that nobody takes in are swept away after a day.
///
/// Errors: `file_empty`, `file_too_large`, those of `formats`, `disk_full`.
pub(crate) fn recognise(inner: &Inner, file: &ImportFile) -> Result<Recognised> {
    let name = bare_name(&file.name);
    check_size(name, file.bytes.len())?;
    let facts = formats::read(name, &file.bytes)
        .map_err(|error| Error::new(Code::File(error.code()), error.sentence()))?;
    let (facts, is_guess) = guess::filled_in(facts);
    let findings = print_check::of_bytes(&file.bytes, &print_check::rules(inner)?);
    let mut warnings = facts.warnings.clone();
    warnings.extend(is_guess.then(|| formats::guess::Guess::warning().to_owned()));
    warnings.extend(print_check::warnings(&findings));
    Ok(Recognised {
        stored: StoredFile {
            blob: inner.store.put_blob(&file.bytes)?,
            name: name.to_owned(),
            size: file.bytes.len() as u64,
        },
        facts,
        is_guess,
        warnings,
    })
}

/// Makes a recognised file a document, unless its bytes are one already.
pub(crate) fn take_in(inner: &Inner, recognised: &Recognised, intake: Intake) -> Result<Imported> {
    let stored = &recognised.stored;
    let (facts, warnings) = match intake {
        Intake::Unseen => guess::left_out(recognised),
        Intake::LookedOver | Intake::FolderOf(_) => (recognised.facts.clone(), recognised.warnings.clone()),
    };
    let now = inner.now();
    inner.write(|w| {
        if let Some(document) = w.document_by_file(stored.blob)? {
            return Ok(Imported {
                document,
                already_known: true,
                warnings: Vec::new(),
            });
        }
        let mut sides = match intake {
            Intake::FolderOf(_) if recognised.is_guess => sides(w, &guess::without_strangers(w, &facts)?)?,
            _ => sides(w, &facts)?,
        };
        if sides.firm.is_none() {
            sides.firm = match intake {
                Intake::FolderOf(firm) => Some(firm),
                Intake::Unseen | Intake::LookedOver => guess::only_firm_named(w, &facts)?,
            };
        }
        let kind = kind_of(w, &facts)?.id;
        let document = w.insert_document(&new_document(&facts, stored.clone(), sides, kind), now)?;
        w.set_document_status(document, EdoStatus::NotInEdo, now)?;
        auto_rules::note_save(inner, w, document)?;
        Ok(Imported {
            document,
            already_known: false,
            warnings: warnings.clone(),
        })
    })
}

/// The kind of what a file tells.
pub(crate) fn kind_of(r: &Reader<'_>, facts: &Facts) -> Result<Kind> {
    let guessed = facts.guess.as_ref().and_then(|guess| guess.kind_code);
    let code = match facts.format {
        EdoFormat::Utd(_) => kind::builtin::UTD,
        EdoFormat::Nonformalized => guessed.unwrap_or(kind::builtin::FREE_FORM),
    };
    let guessed = r.kind_by_code(code)?.filter(|kind| !kind.body.is_hidden);
    match guessed {
        Some(kind) => Ok(kind),
        None => {
            let plain = kinds::builtin::of_format(r, facts.format)?;
            r.kind(plain)?.ok_or_else(kinds::not_found)
        }
    }
}

fn check_size(name: &str, bytes: usize) -> Result<()> {
    if bytes == 0 {
        return Err(Error::new(
            Code::FileEmpty,
            format!(
                "Файл «{name}» пустой. Остальные файлы это не затронуло. Проверьте файл и добавьте его снова."
            ),
        ));
    }
    if bytes > MAX_FILE_BYTES {
        return Err(too_large(name));
    }
    Ok(())
}

pub(crate) fn too_large(name: &str) -> Error {
    Error::new(
        Code::FileTooLarge,
        format!(
            "Файл «{name}» больше 50 МБ, программа такие не принимает. Остальные файлы это не затронуло. Уменьшите \
             файл и добавьте его снова."
        ),
    )
}

/// The name without folders, whichever system they come from.
pub(crate) fn bare_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

#[derive(Clone, Copy)]
pub(crate) struct Sides {
    pub(crate) firm: Option<FirmId>,
    pub(crate) counterparty: Option<CounterpartyId>,
    pub(crate) direction: Direction,
}

/// Whichever side is a firm of ours says which way the paper goes; where both are, it goes out.
pub(crate) fn sides(w: &Writer<'_>, facts: &Facts) -> Result<Sides> {
    let ours = |party: &Option<Party>| match party {
        Some(party) => matching_firm(w, &party.inn, party.kpp.as_ref()),
        None => Ok(None),
    };
    let named = |party: &Option<Party>| match party {
        Some(party) => named_counterparty(w, party).map(Some),
        None => Ok(None),
    };
    if let Some(firm) = ours(&facts.seller)? {
        return Ok(Sides {
            firm: Some(firm.id),
            counterparty: named(&facts.buyer)?,
            direction: Direction::Outbound,
        });
    }
    if let Some(firm) = ours(&facts.buyer)? {
        return Ok(Sides {
            firm: Some(firm.id),
            counterparty: named(&facts.seller)?,
            direction: Direction::Inbound,
        });
    }
    Ok(Sides {
        firm: None,
        counterparty: None,
        direction: Direction::Outbound,
    })
}

fn new_document(facts: &Facts, file: StoredFile, sides: Sides, kind: KindId) -> NewDocument {
    let title = file
        .name
        .rsplit_once('.')
        .map_or(file.name.as_str(), |(stem, _)| stem);
    NewDocument {
        firm: sides.firm,
        counterparty: sides.counterparty,
        individual: None,
        assignee: None,
        direction: sides.direction,
        kind: Some(kind),
        format: facts.format,
        number: facts.number.clone(),
        issued_on: facts.issued_on,
        total: facts.total,
        vat_amount: facts.vat_amount,
        currency: facts.currency.clone(),
        title: title.to_owned(),
        lines: facts.lines.clone(),
        file: Some(file),
        origin: Origin::Imported,
        details: DocumentDetails::default(),
    }
}

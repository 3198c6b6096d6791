//! «Загрузка»: files are recognised and laid out, a person looks them over, and what was chosen is taken in.
//!
//! Nothing is written to the registry before that. Every file has a row and a result of its own.

use std::collections::HashMap;

use domain::{BlobId, Counterparty, DocumentId, Money};
use formats::Facts;
use jiff::civil::Date;
use store::{Reader, Similar};

use crate::changes::Change;
use crate::counterparties::same_inn;
use crate::engine::Inner;
use crate::error::Error;
use crate::firms::matching_firm;
use crate::import::{self, ImportFile, Imported, Intake, Recognised};
use crate::records::{self, DocumentRef};
use crate::staging::StagingToken;
use crate::work::Task;
use crate::{Engine, Result};

/// A file that was laid out.
#[derive(Debug, Clone)]
pub(crate) struct StagedFile {
    name: String,
    recognised: Result<Recognised>,
}

/// What was recognised in a file, and what speaks against taking it.
#[derive(Debug, Clone)]
pub struct StagedRow {
    /// Place in the list, from 0.
    pub index: usize,
    /// Name of the file as it came.
    pub name: String,
    /// What was recognised, or why the file cannot be taken.
    pub result: Result<StagedFacts>,
}

/// What was recognised in a file.
#[derive(Debug, Clone)]
pub struct StagedFacts {
    /// Name of the kind: «УПД».
    pub kind_label: String,
    /// Number; empty when unknown.
    pub number: String,
    /// Date of the document.
    pub issued_on: Option<Date>,
    /// Sum with VAT.
    pub total: Option<Money>,
    /// Name of the other side; absent while neither side is ours.
    pub counterparty_name: Option<String>,
    /// ИНН of the other side.
    pub counterparty_inn: Option<String>,
    /// Our firm.
    pub firm_name: Option<String>,
    /// Read from the text of a print form, not from fields: to be looked over.
    pub is_guess: bool,
    /// A document that is this one already, by its bytes or by firm, counterparty, kind, number, date and sum.
    pub duplicate_of: Option<DocumentRef>,
    /// What a person should look at, in Russian.
    pub warnings: Vec<String>,
}

/// Files that were laid out.
#[derive(Debug, Clone)]
pub struct StagedImport {
    /// By which they are taken.
    pub token: StagingToken,
    /// One row per file, in the order given.
    pub rows: Vec<StagedRow>,
}

/// What became of one file of a list.
#[derive(Debug, Clone)]
pub struct TakenFile {
    /// Its place in the list.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// The document, or why there is none.
    pub result: Result<Imported>,
}

impl Engine {
    /// Recognises files and lays them out.
    pub async fn stage_import(&self, files: Vec<ImportFile>) -> Result<StagedImport> {
        let work = self.begin_work(Task::Files, files.len());
        let mut staged = Vec::with_capacity(files.len());
        for file in files {
            work.check()?;
            let name = import::bare_name(&file.name).to_owned();
            let recognised = self.blocking(move |inner| import::recognise(inner, &file)).await;
            staged.push(StagedFile { name, recognised });
            work.step();
        }
        self.blocking(move |inner| {
            let rows = inner.read(|r| rows(r, &staged))?;
            let token = inner.ports.randomness.uuid();
            Ok(StagedImport {
                token: inner.staging.put_files(token, staged),
                rows,
            })
        })
        .await
    }

    /// Takes the chosen files of a list in. The list stays until it is dropped: what failed may be tried again.
    ///
    /// Errors: `staging_gone`.
    pub async fn take_staged(&self, token: StagingToken, indexes: Vec<usize>) -> Result<Vec<TakenFile>> {
        let files = self.inner.staging.files(&token)?;
        let work = self.begin_work(Task::Files, indexes.len());
        let mut taken = Vec::with_capacity(indexes.len());
        for index in indexes {
            work.check()?;
            let Some(file) = files.get(index).cloned() else {
                continue;
            };
            let name = file.name.clone();
            let result = self.blocking(move |inner| take(inner, &file)).await;
            if let Ok(imported) = &result {
                self.inner.changes.tell(&Change::document(imported.document));
            }
            taken.push(TakenFile { index, name, result });
            work.step();
        }
        Ok(taken)
    }

    /// Forgets what was laid out. Nothing of it stays; no error when it is gone already.
    pub fn drop_staged(&self, token: &StagingToken) {
        self.inner.staging.forget(token);
    }
}

fn take(inner: &Inner, file: &StagedFile) -> Result<Imported> {
    let recognised = file.recognised.as_ref().map_err(Error::clone)?;
    // A list that was left open for days: its bytes were swept away.
    inner
        .store
        .blob(recognised.stored.blob)?
        .ok_or_else(crate::staging::gone)?;
    import::take_in(inner, recognised, Intake::LookedOver)
}

fn rows(r: &Reader<'_>, staged: &[StagedFile]) -> Result<Vec<StagedRow>> {
    let mut first_with: HashMap<BlobId, &str> = HashMap::new();
    let mut rows = Vec::with_capacity(staged.len());
    for (index, file) in staged.iter().enumerate() {
        let result = match &file.recognised {
            Err(error) => Err(error.clone()),
            Ok(recognised) => {
                let mut facts = looked_over(r, recognised)?;
                match first_with.get(&recognised.stored.blob) {
                    Some(first) => facts.warnings.push(format!(
                        "Такой же файл уже есть в этом списке: «{first}». В реестр он попадёт один раз."
                    )),
                    None => drop(first_with.insert(recognised.stored.blob, &file.name)),
                }
                Ok(facts)
            }
        };
        rows.push(StagedRow {
            index,
            name: file.name.clone(),
            result,
        });
    }
    Ok(rows)
}

fn looked_over(r: &Reader<'_>, recognised: &Recognised) -> Result<StagedFacts> {
    let facts = &recognised.facts;
    let sides = Parties::of(r, facts)?;
    let kind = import::kind_of(r, facts)?;
    let known = r.document_by_file(recognised.stored.blob)?;
    let duplicate = match known {
        Some(known) => Some(known),
        None => similar(r, facts, &sides, kind.id)?,
    };
    let duplicate_of = match duplicate {
        Some(id) => records::references(r, vec![id])?.pop(),
        None => None,
    };
    Ok(StagedFacts {
        kind_label: kind.body.name,
        number: facts.number.clone(),
        issued_on: facts.issued_on,
        total: facts.total,
        counterparty_name: sides.other_name,
        counterparty_inn: sides.other_inn,
        firm_name: sides.firm_name,
        is_guess: recognised.is_guess,
        duplicate_of,
        warnings: recognised.warnings.clone(),
    })
}

fn similar(
    r: &Reader<'_>,
    facts: &Facts,
    sides: &Parties,
    kind: domain::KindId,
) -> Result<Option<DocumentId>> {
    // Without a number every paper of a day and a sum would look like every other; with a counterparty that is new
    // here there can be none.
    let is_new = sides.firm.is_some() && sides.other_inn.is_some() && sides.other.is_none();
    if facts.number.is_empty() || is_new {
        return Ok(None);
    }
    let found = r.similar_documents(&Similar {
        firm: sides.firm,
        counterparty: sides.other.as_ref().map(|other| other.id),
        individual: None,
        kind: Some(kind),
        number: facts.number.clone(),
        issued_on: facts.issued_on,
        total: facts.total,
    })?;
    Ok(found.into_iter().next())
}

/// Who takes part, as far as it can be told without writing anything.
#[derive(Default)]
struct Parties {
    firm: Option<domain::FirmId>,
    firm_name: Option<String>,
    other: Option<Counterparty>,
    other_name: Option<String>,
    other_inn: Option<String>,
}

impl Parties {
    fn of(r: &Reader<'_>, facts: &Facts) -> Result<Self> {
        for (ours, theirs) in [(&facts.seller, &facts.buyer), (&facts.buyer, &facts.seller)] {
            let Some(ours) = ours else { continue };
            let Some(firm) = matching_firm(r, &ours.inn, ours.kpp.as_ref())? else {
                continue;
            };
            let mut parties = Self {
                firm: Some(firm.id),
                firm_name: Some(firm.party.name),
                ..Self::default()
            };
            if let Some(theirs) = theirs {
                let known = r.counterparty_by_tax_id(&theirs.inn, theirs.kpp.as_ref())?;
                parties.other = match (known, same_inn(r, theirs)?) {
                    (Some(known), _) => Some(known),
                    (None, mut same) if theirs.kpp.is_none() && same.len() == 1 => same.pop(),
                    _ => None,
                };
                parties.other_name = Some(theirs.name.clone());
                parties.other_inn = Some(theirs.inn.to_string());
            }
            return Ok(parties);
        }
        // Nobody of ours: the seller is shown, so that the row says something.
        Ok(Self {
            other_name: facts.seller.as_ref().map(|party| party.name.clone()),
            other_inn: facts.seller.as_ref().map(|party| party.inn.to_string()),
            ..Self::default()
        })
    }
}

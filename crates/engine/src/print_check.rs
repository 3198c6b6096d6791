//! «Проверка печатной формы»: phrases that an electronically signed paper must not have, room for the stamp, and
//! the words about the simple signature where the clerk wants them. The looking itself is done in `forms`; here it is
//! settled by which rules, on which files, and what a blocker stops.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::{BlobId, Document, DocumentId, EdoFormat, StoredFile};
use forms::Printed;
pub use forms::check::{CheckRules, Finding, Place, Severity};
use serde::{Deserialize, Serialize};
use store::Reader;

use crate::changes::{Change, Directory};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::preflight::Missing;
use crate::{Engine, Result, documents};

const SETTING: &str = "print_check";
/// A list longer than this, or a phrase longer than a sentence, is a slip.
const PHRASES_AT_MOST: usize = 200;
const PHRASE_CHARS_AT_MOST: usize = 300;
/// Files whose findings are remembered until the program ends: looking at a card must not read its PDF anew each time.
const REMEMBERED_FILES: usize = 4_096;

/// Pages that are looked at: print forms have a few.
const PAGES_AT_MOST: usize = 200;

/// The rules as they are kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    forbidden: Vec<String>,
    wants_stamp_room: bool,
    wants_simple_signature_words: bool,
}

/// Findings of files by their addresses, under the rules of the moment.
#[derive(Default)]
pub(crate) struct CheckedFiles {
    by_address: Mutex<HashMap<BlobId, Arc<Vec<Finding>>>>,
}

impl CheckedFiles {
    fn known(&self, blob: BlobId) -> Option<Arc<Vec<Finding>>> {
        let files = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        files.get(&blob).cloned()
    }

    fn remember(&self, blob: BlobId, findings: Arc<Vec<Finding>>) {
        let mut files = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        if files.len() >= REMEMBERED_FILES {
            files.clear();
        }
        files.insert(blob, findings);
    }

    fn forget(&self) {
        self.by_address
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

impl Engine {
    /// The rules of the check.
    pub async fn print_check_rules(&self) -> Result<CheckRules> {
        self.blocking(rules).await
    }

    /// Sets the rules. `bad_check_rules` for an empty, endless or overlong list.
    pub async fn set_print_check_rules(&self, rules: CheckRules) -> Result<()> {
        self.blocking(move |inner| {
            let kept = Kept {
                forbidden: phrases(rules.forbidden)?,
                wants_stamp_room: rules.wants_stamp_room,
                wants_simple_signature_words: rules.wants_simple_signature_words,
            };
            let text = serde_json::to_string(&kept).map_err(Error::internal)?;
            inner.write(|w| Ok(w.set_setting(SETTING, &text)?))?;
            inner.checked.forget();
            Ok(())
        })
        .await?;
        self.inner.changes.tell(&Change::directory(Directory::Forms));
        Ok(())
    }

    /// What the check finds in the file of a document, or in its print form while it has no file.
    ///
    /// Errors: `document_not_found`, `print_form_missing`, `print_form_broken`, `content_missing`.
    pub async fn check_document(&self, id: DocumentId) -> Result<Vec<Finding>> {
        self.blocking(move |inner| {
            let document = inner.read(|r| r.document(id)?.ok_or_else(documents::not_found))?;
            match &document.body.file {
                Some(file) if document.file_is_current() => {
                    inner.read(|r| Ok(of_file(inner, r, file)?.to_vec()))
                }
                _ => crate::print::check_composed(inner, &document),
            }
        })
        .await
    }
}

fn phrases(typed: Vec<String>) -> Result<Vec<String>> {
    let mut phrases: Vec<String> = Vec::new();
    for phrase in typed {
        let phrase = phrase.split_whitespace().collect::<Vec<_>>().join(" ");
        if !phrase.is_empty() && !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    let is_long = |phrase: &String| phrase.chars().count() > PHRASE_CHARS_AT_MOST;
    if phrases.len() > PHRASES_AT_MOST || phrases.iter().any(is_long) {
        return Err(Error::new(
            Code::BadCheckRules,
            format!(
                "Список запрещённых фраз слишком длинный: можно не больше {PHRASES_AT_MOST} фраз по \
                 {PHRASE_CHARS_AT_MOST} знаков. Прежний список цел. Сократите его."
            ),
        ));
    }
    Ok(phrases)
}

/// The rules: those that were set, else the usual ones.
pub(crate) fn rules(inner: &Inner) -> Result<CheckRules> {
    inner.read(rules_of)
}

fn rules_of(r: &Reader<'_>) -> Result<CheckRules> {
    let kept: Option<Kept> = r
        .setting(SETTING)?
        .and_then(|text| serde_json::from_str(&text).ok());
    Ok(kept.map_or_else(CheckRules::default, |kept| CheckRules {
        forbidden: kept.forbidden,
        wants_stamp_room: kept.wants_stamp_room,
        wants_simple_signature_words: kept.wants_simple_signature_words,
    }))
}

/// What the check finds in the text of a template.
pub(crate) fn of_source(source: &str, rules: &CheckRules) -> Vec<Finding> {
    forms::check::check_source(source, rules)
}

/// What the check finds on printed pages.
pub(crate) fn of_pages(printed: &Printed, rules: &CheckRules) -> Vec<Finding> {
    forms::check::check_pages(&printed.text, rules)
}

/// What the check finds in a stored file: in a PDF only, since the formats of the ФНС carry no phrases. A PDF whose
/// text cannot be read has no findings; that it cannot be read was told when it came.
pub(crate) fn of_file(inner: &Inner, r: &Reader<'_>, file: &StoredFile) -> Result<Arc<Vec<Finding>>> {
    if let Some(known) = inner.checked.known(file.blob) {
        return Ok(known);
    }
    let bytes = inner
        .store
        .blob(file.blob)?
        .ok_or_else(documents::content_missing)?;
    let findings = Arc::new(of_bytes(&bytes, &rules_of(r)?));
    inner.checked.remember(file.blob, Arc::clone(&findings));
    Ok(findings)
}

/// What the check finds in the bytes of a file.
pub(crate) fn of_bytes(bytes: &[u8], rules: &CheckRules) -> Vec<Finding> {
    if !bytes.starts_with(b"%PDF") {
        return Vec::new();
    }
    match formats::pdf_text::pages(bytes, PAGES_AT_MOST) {
        Ok(pages) => forms::check::check_pages(&pages, rules),
        Err(error) => {
            tracing::debug!(code = error.code(), "the text of a PDF cannot be read");
            Vec::new()
        }
    }
}

/// The findings as sentences for a list of warnings.
pub(crate) fn warnings(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .filter(|finding| finding.severity != Severity::Note)
        .map(|finding| finding.sentence.clone())
        .collect()
}

/// What of the check stops the sending of this document, if anything does.
pub(crate) fn forbidden(inner: &Inner, r: &Reader<'_>, document: &Document) -> Result<Option<Missing>> {
    let Some(file) = &document.body.file else {
        return Ok(None);
    };
    if document.body.format != EdoFormat::Nonformalized {
        return Ok(None);
    }
    let findings = of_file(inner, r, file)?;
    let blocker = findings
        .iter()
        .find(|finding| finding.severity == Severity::Blocker);
    Ok(blocker.map(|finding| Missing {
        code: "print_form_forbidden",
        sentence: format!(
            "{} Документ сохранён и не отправлен. Исправьте печатную форму или файл.",
            finding.sentence
        ),
    }))
}

/// What of the check a person should know before this document is sent, although it may be.
pub(crate) fn doubtful(inner: &Inner, r: &Reader<'_>, document: &Document) -> Result<Option<String>> {
    let file = document.body.file.as_ref();
    let Some(file) = file.filter(|_| document.body.format == EdoFormat::Nonformalized) else {
        return Ok(None);
    };
    let findings = of_file(inner, r, file)?;
    let doubtful = findings
        .iter()
        .find(|finding| finding.severity == Severity::Warning);
    Ok(doubtful.map(|finding| finding.sentence.clone()))
}

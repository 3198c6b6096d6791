//! A document and its signature as two files, or a signature with the document inside.

use signature::cms::Signed;

use super::facts::SignatureCheck;
use super::verdict::{Moment, check};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::import::{self, ImportFile};
use crate::trust::TrustAtHand;
use crate::{Engine, Result};

/// The largest file that is looked at: as much as a message takes.
const LARGEST_BYTES: usize = signature::cms::ber::MOST_BYTES;

/// Files to be checked.
#[derive(Debug, Clone)]
pub struct SignatureFiles {
    /// The document; may be absent where it lies inside the signature.
    pub content: Option<ImportFile>,
    /// The signature: DER, BER, PEM or base64.
    pub signature: ImportFile,
}

/// What is found out of a file with signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedSignatures {
    /// One per signature, in the order of the file.
    pub signers: Vec<SignatureCheck>,
    /// The document lies inside the file of the signature.
    pub is_attached: bool,
}

impl Engine {
    /// Checks the signatures of a file. Nothing is kept.
    ///
    /// Errors: `signature_unreadable`, `files_swapped`, `file_empty`, `file_too_large`.
    pub async fn check_signature(&self, files: SignatureFiles) -> Result<CheckedSignatures> {
        self.blocking(move |inner| check_files(inner, &files)).await
    }
}

fn check_files(inner: &Inner, files: &SignatureFiles) -> Result<CheckedSignatures> {
    for file in files.content.iter().chain([&files.signature]) {
        fits(file)?;
    }
    let signed = match Signed::read(&files.signature.bytes) {
        Ok(signed) => signed,
        Err(cause) => return Err(unreadable(files, &cause)),
    };
    let content = files.content.as_ref().map(|file| file.bytes.as_slice());
    let trust = TrustAtHand::load(inner)?;
    let signers = check(inner, &trust, &signed, content, Moment::Claimed)?;
    if signers.is_empty() {
        return Err(nobody(&files.signature));
    }
    Ok(CheckedSignatures {
        signers,
        is_attached: signed.content().is_some(),
    })
}

fn fits(file: &ImportFile) -> Result<()> {
    let name = import::bare_name(&file.name);
    if file.bytes.is_empty() {
        return Err(Error::new(
            Code::FileEmpty,
            format!("Файл «{name}» пустой. Ничего не проверено. Выберите файл ещё раз."),
        ));
    }
    if file.bytes.len() > LARGEST_BYTES {
        return Err(Error::new(
            Code::FileTooLarge,
            format!(
                "Файл «{name}» больше {} МБ, проверить его программа не может. Ничего не изменено.",
                LARGEST_BYTES / (1024 * 1024)
            ),
        ));
    }
    Ok(())
}

fn unreadable(files: &SignatureFiles, cause: &signature::Error) -> Error {
    tracing::debug!(%cause, "a signature cannot be read");
    let name = import::bare_name(&files.signature.name);
    let is_swapped = files
        .content
        .as_ref()
        .is_some_and(|content| Signed::read(&content.bytes).is_ok());
    if is_swapped {
        return Error::new(
            Code::FilesSwapped,
            format!(
                "Файл «{name}» — не подпись, а выбранный документ похож на подпись: файлы перепутаны местами. Ничего не \
                 изменено. Поменяйте их местами и повторите."
            ),
        );
    }
    not_a_signature(name)
}

/// The file is something else.
pub(crate) fn not_a_signature(name: &str) -> Error {
    Error::new(
        Code::SignatureUnreadable,
        format!(
            "Файл «{name}» не читается как электронная подпись: это другой файл, или он повреждён. Документ не изменён. \
             Выберите файл .sig, .p7s или .sgn, полученный вместе с документом."
        ),
    )
}

fn nobody(file: &ImportFile) -> Error {
    Error::new(
        Code::SignatureUnreadable,
        format!(
            "В файле «{}» нет ни одной подписи, только сертификаты. Документ не изменён. Выберите файл подписи, \
             полученный вместе с документом.",
            import::bare_name(&file.name)
        ),
    )
}

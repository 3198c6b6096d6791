//! Noting a power of attorney: what its file says goes before what is typed, and the two may not disagree.

use domain::{FirmId, Inn, PowerKind};
use formats::power_of_attorney::{self, Participant, PowerOfAttorney as FileFacts};
use jiff::civil::Date;
use signature::cms::Signed;
use store::{
    CertificateId, KeptCertificate, PowerOfAttorneyBody, PowerOfAttorneyFiles, PowerOfAttorneyId, Writer,
};

use super::form::{self, FilesKept};
use crate::certificates::{self, same_person};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::import::ImportFile;
use crate::{Result, words};

/// Far more than a signature takes.
const LARGEST_SIGNATURE_BYTES: usize = 256 * 1024;
/// A name needs no more.
const LONGEST_NAME: usize = 300;

/// A power of attorney as a person brings it: blank fields are filled from the file.
#[derive(Debug, Clone)]
pub struct PowerRequest {
    /// The one to be changed; `None` notes a new one.
    pub id: Option<PowerOfAttorneyId>,
    /// For which firm.
    pub firm: FirmId,
    /// What it is.
    pub kind: PowerKind,
    /// Its number: a GUID, of one on paper that of the principal's books.
    pub number: String,
    /// ИНН of the principal.
    pub principal_inn: String,
    /// Who may sign.
    pub representative_name: String,
    /// Their ИНН.
    pub representative_inn: String,
    /// Their certificate.
    pub certificate: Option<CertificateId>,
    /// The first day.
    pub valid_from: Option<Date>,
    /// The last day.
    pub valid_to: Option<Date>,
    /// The day on which it was given: of what is told in words or lies on paper.
    pub issued_on: Option<Date>,
    /// Its number in the principal's books, of what is told in words.
    pub internal_number: String,
    /// The day of that number.
    pub internal_on: Option<Date>,
    /// The information system that keeps it, of what is told in words.
    pub system: String,
    /// Who signed it, full name, of one on paper.
    pub issued_by: String,
    /// The principal in words, of one on paper.
    pub issuer: String,
    /// Its file is to be sent with what is signed.
    pub goes_along: bool,
    /// Its file; absent leaves the kept one.
    pub file: Option<ImportFile>,
    /// The signature of the file; absent leaves the kept one.
    pub signature: Option<ImportFile>,
}

pub(super) fn save(inner: &Inner, request: &PowerRequest) -> Result<PowerOfAttorneyId> {
    refuse_files_of_what_has_none(request)?;
    let files = PowerOfAttorneyFiles {
        signature: request.signature.as_ref().map(signature_of).transpose()?,
        file: request.file.as_ref().map(|file| file.bytes.clone()),
    };
    inner.write(|w| {
        if let Some(id) = request.id {
            super::known(w, id)?;
        }
        let body = body(w, request, &files)?;
        let twin = match body.form.guid() {
            Some(number) => w.power_of_attorney_numbered(number)?,
            None => None,
        };
        if twin.is_some_and(|twin| Some(twin.id) != request.id) {
            return Err(exists());
        }
        Ok(w.save_power_of_attorney(request.id, &body, &files, inner.now())?)
    })
}

/// Only what is electronic is a file.
fn refuse_files_of_what_has_none(request: &PowerRequest) -> Result<()> {
    let is_electronic = matches!(request.kind, PowerKind::Registered | PowerKind::Manual);
    if is_electronic || (request.file.is_none() && request.signature.is_none() && !request.goes_along) {
        return Ok(());
    }
    Err(refused(
        "power_has_no_file",
        "Файл и подпись бывают только у электронной доверенности, данные которой есть в программе.",
        "Уберите файлы или выберите другой вид доверенности.",
    ))
}

fn signature_of(file: &ImportFile) -> Result<Vec<u8>> {
    let is_read = file.bytes.len() <= LARGEST_SIGNATURE_BYTES && Signed::read(&file.bytes).is_ok();
    if is_read {
        return Ok(file.bytes.clone());
    }
    Err(refused(
        "power_signature",
        &format!("Файл «{}» не читается как электронная подпись.", file.name),
        "Выберите файл .sig или .p7s, который лежал вместе с доверенностью.",
    ))
}

fn body(w: &Writer<'_>, request: &PowerRequest, files: &PowerOfAttorneyFiles) -> Result<PowerOfAttorneyBody> {
    let firm = w.firm(request.firm)?.ok_or_else(crate::firms::not_found)?;
    let certificate = request
        .certificate
        .map(|id| certificates::known(w, id))
        .transpose()?;
    let facts = facts(w, request, files)?;
    let told = facts.as_ref().map_or("", |facts| facts.number.as_str());
    let number = agreed("номер", &request.number, told)?;
    let form = form::of(request, &number, kept_files(w, request, files)?)?;
    let principal = if request.kind == PowerKind::Registered || facts.is_some() {
        principal(facts.as_ref(), &request.principal_inn, &firm.party.inn)?
    } else {
        own_principal(&request.principal_inn, &firm.party.inn)?
    };
    let representative = representative(facts.as_ref(), request, certificate.as_ref());
    let name = agreed(
        "имя представителя",
        &request.representative_name,
        &representative.name,
    )?;
    let inn = agreed(
        "ИНН представителя",
        &request.representative_inn,
        &representative.inn,
    )?;
    let valid_from = agreed_day(
        "начало срока",
        request.valid_from,
        facts.as_ref().and_then(|facts| facts.valid_from),
    )?;
    let valid_to = agreed_day(
        "конец срока",
        request.valid_to,
        facts.as_ref().and_then(|facts| facts.valid_to),
    )?;
    if valid_from.zip(valid_to).is_some_and(|(first, last)| first > last) {
        return Err(refused(
            "power_dates",
            "Конец срока доверенности раньше его начала.",
            "Исправьте срок.",
        ));
    }
    Ok(PowerOfAttorneyBody {
        firm: firm.id,
        form,
        principal_inn: principal,
        representative_name: name.chars().take(LONGEST_NAME).collect(),
        representative_inn: representative_inn(&inn, facts.is_some())?,
        representative: certificate.map(|kept| kept.seen.thumbprint),
        valid_from,
        valid_to,
        goes_along: request.goes_along,
    })
}

/// What there will be of it once this is saved.
fn kept_files(w: &Writer<'_>, request: &PowerRequest, files: &PowerOfAttorneyFiles) -> Result<FilesKept> {
    let kept = match request.id {
        Some(id) => w.power_of_attorney_files(id)?,
        None => PowerOfAttorneyFiles::default(),
    };
    let has_file = files.file.is_some() || kept.file.is_some();
    let has_signature = files.signature.is_some() || kept.signature.is_some();
    Ok(if has_file && has_signature {
        FilesKept::Both
    } else {
        FilesKept::NotBoth
    })
}

/// What the file says: the one brought now, else the kept one.
fn facts(w: &Writer<'_>, request: &PowerRequest, files: &PowerOfAttorneyFiles) -> Result<Option<FileFacts>> {
    if let Some(brought) = &files.file {
        let read = power_of_attorney::read(brought);
        return read.map(Some).map_err(|cause| {
            let name = request.file.as_ref().map_or("", |file| file.name.as_str());
            tracing::info!(%cause, "a file is no power of attorney");
            Error::new(
                Code::File(cause.code()),
                format!("Файл «{name}»: {}", cause.sentence()),
            )
        });
    }
    let kept = match (request.id, request.kind) {
        (Some(id), PowerKind::Registered | PowerKind::Manual) => w.power_of_attorney_files(id)?.file,
        _ => None,
    };
    Ok(kept.and_then(|kept| power_of_attorney::read(&kept).ok()))
}

/// Of what no register knows: the firm itself, where nobody says another.
fn own_principal(typed: &str, own: &Inn) -> Result<Inn> {
    if typed.trim().is_empty() {
        Ok(own.clone())
    } else {
        principal(None, typed, own)
    }
}

/// The one of the firm where several give the power.
fn principal(facts: Option<&FileFacts>, typed: &str, own: &Inn) -> Result<Inn> {
    let told: Vec<&Participant> = facts.map_or_else(Vec::new, |facts| facts.principals.iter().collect());
    let wanted = if typed.trim().is_empty() {
        own.as_str()
    } else {
        typed.trim()
    };
    let found = told.iter().find(|one| one.inn == wanted).or(told.first());
    let inn = agreed("ИНН доверителя", typed, found.map_or("", |one| one.inn.as_str()))?;
    inn.parse().map_err(|_| {
        let happened = if inn.is_empty() {
            "ИНН доверителя не указан.".to_owned()
        } else {
            format!("«{inn}» не может быть ИНН доверителя.")
        };
        refused(
            "power_principal",
            &happened,
            "Впишите ИНН организации, которая выдала доверенность, или добавьте файл доверенности.",
        )
    })
}

/// Whom the file names: the owner of the certificate or whoever was typed where it names several. Without a file the owner
/// of the certificate.
fn representative(
    facts: Option<&FileFacts>,
    request: &PowerRequest,
    certificate: Option<&KeptCertificate>,
) -> Participant {
    let owner = certificate.map(|kept| Participant {
        name: kept.seen.name.clone(),
        inn: kept.seen.inn.clone(),
    });
    let Some(facts) = facts else {
        // Of a person who is typed, the certificate only tells what is blank.
        return owner
            .filter(|_| {
                request.representative_name.trim().is_empty() && request.representative_inn.trim().is_empty()
            })
            .unwrap_or_default();
    };
    let is_wanted = |one: &&Participant| {
        let by_inn = |inn: &str| !inn.is_empty() && one.inn == inn;
        by_inn(request.representative_inn.trim())
            || owner.as_ref().is_some_and(|owner| by_inn(&owner.inn))
            || same_person(&one.name, &request.representative_name)
    };
    let mut told = facts.representatives.iter();
    told.find(is_wanted)
        .or(facts.representatives.first())
        .cloned()
        .unwrap_or_default()
}

fn representative_inn(inn: &str, is_of_file: bool) -> Result<Option<Inn>> {
    match inn.parse() {
        Ok(inn) => Ok(Some(inn)),
        // A foreign company has none, and a file is not mended here.
        Err(_) if inn.is_empty() || is_of_file => Ok(None),
        Err(_) => Err(refused(
            "power_representative",
            &format!("«{inn}» не может быть ИНН представителя."),
            "Исправьте ИНН или оставьте поле пустым.",
        )),
    }
}

/// What was typed, else what the file says; two different answers are none.
fn agreed(field: &str, typed: &str, told: &str) -> Result<String> {
    let typed = typed.trim();
    match (typed.is_empty(), told.is_empty()) {
        (true, _) => Ok(told.to_owned()),
        (false, true) => Ok(typed.to_owned()),
        (false, false) if same_person(typed, told) => Ok(told.to_owned()),
        (false, false) => Err(differs(field, typed, told)),
    }
}

fn agreed_day(field: &str, typed: Option<Date>, told: Option<Date>) -> Result<Option<Date>> {
    match (typed, told) {
        (Some(typed), Some(told)) if typed != told => {
            Err(differs(field, &words::date(typed), &words::date(told)))
        }
        (typed, told) => Ok(told.or(typed)),
    }
}

fn differs(field: &str, typed: &str, told: &str) -> Error {
    refused(
        "power_file_differs",
        &format!("Введено: {field} — {typed}, а в файле доверенности — {told}."),
        "Проверьте, тот ли это файл, или очистите поле: программа возьмёт значение из файла.",
    )
}

fn exists() -> Error {
    refused(
        "power_exists",
        "Доверенность с этим номером уже есть в списке.",
        "Откройте её и измените там.",
    )
}

pub(super) fn refused(code: &'static str, happened: &str, advice: &str) -> Error {
    Error::new(
        Code::Signing(code),
        format!("{happened} Доверенность не сохранена, прежние не изменены. {advice}"),
    )
}

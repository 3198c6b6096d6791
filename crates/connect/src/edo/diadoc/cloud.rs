//! Signing with a key that Diadoc keeps: `GetMyCertificates`, `DssSign`, `DssSignResult` (QUIRKS 47 and following).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::ids::instant;
use super::wire::{
    CertificateInfo, CertificateSubjectType, CertificateType, ContentToSign, DssConfirmType,
    DssFileSigningStatus, DssOperationStatus, DssSignFile, DssSignRequest, DssSignResult, encode,
};
use crate::Error;
use crate::edo::cloud::{CloudCertificate, CloudFile, CloudOutcome, Confirmation, ConfirmationWay};

/// A certificate whose key the service keeps; `None` for one whose key lies with its owner.
pub(super) fn certificate(told: &CertificateInfo) -> Option<CloudCertificate> {
    if told.r#type != CertificateType::Dss {
        return None;
    }
    let names = [
        &told.user_last_name,
        &told.user_first_name,
        &told.user_middle_name,
    ];
    let names: Vec<&str> = names
        .into_iter()
        .map(String::as_str)
        .filter(|name| !name.is_empty())
        .collect();
    let is_of_company = told.subject_type == CertificateSubjectType::LegalEntity
        || (told.subject_type == CertificateSubjectType::Absent && told.inn.len() == 10);
    let (organisation_inn, inn) = if is_of_company {
        (told.inn.clone(), String::new())
    } else {
        (String::new(), told.inn.clone())
    };
    Some(CloudCertificate {
        thumbprint: told.thumbprint.clone(),
        owner: if names.is_empty() {
            told.user_short_name.clone()
        } else {
            names.join(" ")
        },
        organisation: if is_of_company {
            told.organization_name.clone()
        } else {
            String::new()
        },
        organisation_inn,
        inn,
        valid_from: instant(told.valid_from),
        valid_to: instant(told.valid_to),
    })
}

/// The bytes of `DssSignRequest`.
pub(super) fn request(files: &[CloudFile]) -> Result<Vec<u8>, Error> {
    let files = files
        .iter()
        .map(|file| DssSignFile {
            content: ContentToSign {
                content: STANDARD.encode(&file.content),
            },
            file_name: &file.name,
        })
        .collect();
    encode("DssSignRequest", &DssSignRequest { files })
}

/// What the service says of a request; `files` is how many it was asked to sign.
pub(super) fn outcome(told: DssSignResult, files: usize) -> Result<CloudOutcome, Error> {
    Ok(match told.operation_status {
        DssOperationStatus::InProgress => CloudOutcome::Waiting(Confirmation {
            way: match told.confirm_type {
                DssConfirmType::Sms => ConfirmationWay::Sms,
                DssConfirmType::MyDss | DssConfirmType::MobileSdk => ConfirmationWay::App,
                DssConfirmType::Applet => ConfirmationWay::SimCard,
                _ => ConfirmationWay::Untold,
            },
            phone_end: told
                .phone_last_numbers
                .chars()
                .filter(char::is_ascii_digit)
                .take(4)
                .collect(),
        }),
        DssOperationStatus::Completed => CloudOutcome::Signed(signatures(told, files)?),
        DssOperationStatus::CanceledByUser => CloudOutcome::Declined,
        DssOperationStatus::Timeout => CloudOutcome::TimedOut,
        DssOperationStatus::Crashed => CloudOutcome::Failed,
        DssOperationStatus::UserHasUnconfirmedOperation => CloudOutcome::OtherPending,
        DssOperationStatus::OperationRetryRequired => CloudOutcome::RetryLater,
        DssOperationStatus::Absent => CloudOutcome::Unknown(String::new()),
        DssOperationStatus::Other(word) => CloudOutcome::Unknown(word),
    })
}

fn signatures(told: DssSignResult, files: usize) -> Result<Vec<Option<Vec<u8>>>, Error> {
    let results = told.files();
    // Which signature belongs to which file is told by the order alone.
    if results.len() != files {
        return Err(Error::Malformed(format!(
            "DssSignResult: {} results for {files} files",
            results.len()
        )));
    }
    results
        .into_iter()
        .map(|result| {
            if result.file_signing_status != DssFileSigningStatus::SigningCompleted {
                return Ok(None);
            }
            let signature = STANDARD.decode(&result.signature);
            signature
                .map(Some)
                .map_err(|error| Error::Malformed(format!("DssSignResult: {error}")))
        })
        .collect()
}

//! `CertificateList`, `DssSignRequest`, `DssSignResult`, `AsyncMethodResult`.

use serde::{Deserialize, Serialize};

use super::{
    CertificateSubjectType, CertificateType, DssConfirmType, DssFileSigningStatus, DssOperationStatus,
};

read! {
    CertificateList { certificates: Vec<CertificateInfo> }
    /// `CertificateInfoV2`.
    CertificateInfo {
        thumbprint: String,
        r#type: CertificateType,
        valid_from: i64,
        valid_to: i64,
        organization_name: String,
        inn: String,
        user_first_name: String,
        user_middle_name: String,
        user_last_name: String,
        user_short_name: String,
        subject_type: CertificateSubjectType,
    }
    AsyncMethodResult { task_id: String }
    DssSignResult {
        operation_status: DssOperationStatus,
        file_signing_results: Vec<DssFileSigningResult>,
        dss_file_signing_result: Vec<DssFileSigningResult>,
        confirm_type: DssConfirmType,
        phone_last_numbers: String,
    }
    DssFileSigningResult { file_signing_status: DssFileSigningStatus, signature: String }
}

impl DssSignResult {
    /// The results of the files, by either name of the list (QUIRKS 68).
    pub fn files(self) -> Vec<DssFileSigningResult> {
        if self.file_signing_results.is_empty() {
            self.dss_file_signing_result
        } else {
            self.file_signing_results
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct DssSignRequest<'a> {
    pub files: Vec<DssSignFile<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct DssSignFile<'a> {
    pub content: ContentToSign,
    pub file_name: &'a str,
}

/// `Content_v3`, by its bytes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct ContentToSign {
    pub content: String,
}

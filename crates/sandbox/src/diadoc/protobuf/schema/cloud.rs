//! Signing with keys that the operator keeps.

use super::posting::CONTENT_V3;
use super::{describe, enumerate};

enumerate! {
    CERTIFICATE_TYPE { 0 Unknown, 1 Token, 2 Dss, 3 KonturCertificate, 4 Goskey }
    CERTIFICATE_SUBJECT_TYPE {
        0 UnknownCertificateSubjectType, 1 LegalEntity, 2 IndividualEntity, 3 PhysicalPerson,
    }
    DSS_OPERATION_STATUS {
        0 Unknown, 1 InProgress, 2 Completed, 3 CanceledByUser, 4 Timeout, 5 Crashed,
        6 UserHasUnconfirmedOperation, 7 OperationRetryRequired,
    }
    DSS_CONFIRM_TYPE { -1 ConfirmTypeUnknown, 0 None, 1 Sms, 2 MyDss, 3 Applet, 4 MobileSdk, 5 GosKey }
    DSS_FILE_SIGNING_STATUS { 0 UnknownSigningStatus, 1 SigningCompleted, 2 SigningError }
    DSS_OPERATOR { 0 OperatorUnknown, 1 Megafon, 2 Kontur }
}

describe! {
    CERTIFICATE_INFO_V2 "CertificateInfoV2" {
        1! Thumbprint text, 2! Type number(CERTIFICATE_TYPE), 3? ValidFrom fixed64, 4? ValidTo fixed64,
        5? PrivateKeyValidFrom fixed64, 6? PrivateKeyValidTo fixed64, 7? OrganizationName text, 8? Inn text,
        9? UserFirstName text, 10? UserMiddleName text, 11? UserLastName text, 12? UserShortName text,
        13? IsDefault flag, 14? SubjectType number(CERTIFICATE_SUBJECT_TYPE),
    }
    CERTIFICATE_LIST "CertificateList" { 1* Certificates message(CERTIFICATE_INFO_V2) }
    ASYNC_METHOD_RESULT "AsyncMethodResult" { 1! TaskId text }
    DSS_SIGN_FILE "DssSignFile" { 1! Content message(CONTENT_V3), 2? FileName text }
    DSS_SIGN_REQUEST "DssSignRequest" { 1* Files message(DSS_SIGN_FILE) }
    DSS_FILE_SIGNING_RESULT "DssFileSigningResult" {
        1? FileSigningStatus number(DSS_FILE_SIGNING_STATUS), 2? Signature bytes,
    }
    DSS_SIGN_RESULT "DssSignResult" {
        1? OperationStatus number(DSS_OPERATION_STATUS), 2* FileSigningResults message(DSS_FILE_SIGNING_RESULT),
        3? ConfirmType number(DSS_CONFIRM_TYPE), 4? Operator number(DSS_OPERATOR), 5? PhoneLastNumbers text,
    }
}

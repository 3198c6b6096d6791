//! The table of workflows.

use super::{describe, enumerate};

enumerate! {
    PARTICIPANT_TYPE { 0 Unknown, 1 Sender, 2 Proxy, 3 Recipient }
    PARTICIPANT_ACTION { 0 Unknown, 1 Title, 2 Signature, 3 OptionalSignature }
    TITLE_RECEIPT_BEHAVIOR { 0 Unknown, 1 Never, 2 DefineByUser, 3 Always }
    OPERATOR_CONFIRMATION_BEHAVIOR { 0 Unknown, 1 Never, 2 Initiator, 3 InitiatorCounterpart }
    OPERATOR_CONFIRMATION_RECEIPT_BEHAVIOR { 0 Unknown, 1 Never, 2 Always }
    RECEIPT_OPERATOR_CONFIRMATION_RECEIPT_BEHAVIOR { 0 Unknown, 1 Never, 2 Always }
    AMENDMENT_REQUEST_RESPONSE_BEHAVIOR {
        0 Unknown, 1 None, 2 Receipt, 3 OperatorConfirmation, 4 OperatorConfirmationOrReceipt,
    }
    ROAMING_CONFIRMATION_BEHAVIOR { 0 Unknown, 1 Never, 2 Always }
    INVITATION_BEHAVIOR { 0 Unknown, 1 Never, 2 DefineByUser, 3 Always }
}

describe! {
    PARTICIPANT_SETTING_V2 "ParticipantSettingV2" {
        1? Participant number(PARTICIPANT_TYPE), 2? ParticipantAction number(PARTICIPANT_ACTION),
        3? TitleReceiptBehavior number(TITLE_RECEIPT_BEHAVIOR),
    }
    DOCUMENT_WORKFLOW_SETTINGS_V2 "DocumentWorkflowSettingsV2" {
        1! Id int32, 2* Participants message(PARTICIPANT_SETTING_V2),
        3? OperatorConfirmationReceiptBehavior number(OPERATOR_CONFIRMATION_RECEIPT_BEHAVIOR),
        4? ReceiptOperatorConfirmationReceiptBehavior number(RECEIPT_OPERATOR_CONFIRMATION_RECEIPT_BEHAVIOR),
        5? ReceiptOperatorConfirmationBehavior number(OPERATOR_CONFIRMATION_BEHAVIOR),
        6? AmendmentRequestResponseBehavior number(AMENDMENT_REQUEST_RESPONSE_BEHAVIOR),
        7? ReceiptRoamingConfirmationBehavior number(ROAMING_CONFIRMATION_BEHAVIOR),
        8? InvitationBehavior number(INVITATION_BEHAVIOR),
    }
    DOCUMENT_WORKFLOW_SETTINGS_LIST_V2 "DocumentWorkflowSettingsListV2" {
        1* DocumentWorkflowSettings message(DOCUMENT_WORKFLOW_SETTINGS_V2),
    }
}

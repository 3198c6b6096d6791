//! Messages, changes of messages, the feed of a box.

use super::basics::{CONTENT, OUTER_DOCFLOW_INFO};
use super::describe;
use super::documents::DOCUMENT;
use super::numbers::{
    ATTACHMENT_TYPE, ENTITY_TYPE, LOCK_MODE, MESSAGE_TYPE, TOTAL_COUNT_TYPE, UNIVERSAL_MESSAGE_CODE_GROUP,
};

describe! {
    REVOCATION_INITIATOR "RevocationRequestInfo" { 1! InitiatorBoxId text }
    UNIVERSAL_MESSAGE_EVENT "UniversalMessageEvent" { 1! StatusCode int32, 2? PlainText text }
    UNIVERSAL_MESSAGE_CREATOR "UniversalMessageCreator" { 1! BoxId text, 2! DepartmentId text }
    UNIVERSAL_MESSAGE_INFO "UniversalMessageInfo" {
        1? CodeGroup number(UNIVERSAL_MESSAGE_CODE_GROUP), 2* Events message(UNIVERSAL_MESSAGE_EVENT),
        3! UniversalMessageCreator message(UNIVERSAL_MESSAGE_CREATOR), 4? IsOutOfWorkflow flag,
    }
    MOVE_DOCUMENT_INFO "MoveDocumentInfo" { 1! MovedFromDepartment text, 2! MovedToDepartment text }
    ENTITY_PATCH "EntityPatch" {
        1! EntityId text, 2? DocumentIsDeleted flag, 3? MovedToDepartment text, 4? DocumentIsRestored flag,
        5? ContentIsPatched flag, 6? ForwardedToBoxId text,
    }
    ENTITY "Entity" {
        1? EntityType number(ENTITY_TYPE), 2! EntityId text, 3? ParentEntityId text,
        4? Content message(CONTENT), 5? AttachmentType number(ATTACHMENT_TYPE), 6? FileName text,
        7? NeedRecipientSignature flag, 8? SignerBoxId text, 10? NotDeliveredEventId text,
        11? DocumentInfo message(DOCUMENT), 12? RawCreationDate fixed64, 14? SignerDepartmentId text,
        17? NeedReceipt flag, 18? PacketId text, 19? IsApprovementSignature flag,
        20? IsEncryptedContent flag, 21? AttachmentVersion text, 25* Labels text, 26? Version text,
        29? OuterDocflow message(OUTER_DOCFLOW_INFO),
        30? RevocationRequestInfo message(REVOCATION_INITIATOR), 31? ContentTypeId text,
        33? AuthorUserId text, 34? MoveDocumentInfo message(MOVE_DOCUMENT_INFO), 36? UniversalMessageInfo message(UNIVERSAL_MESSAGE_INFO),
    }
    MESSAGE "Message" {
        1! MessageId text, 2! TimestampTicks fixed64, 3! LastPatchTimestampTicks fixed64, 4! FromBoxId text,
        5! FromTitle text, 6? ToBoxId text, 7? ToTitle text, 8* Entities message(ENTITY), 9? IsDraft flag,
        10? DraftIsLocked flag, 11? DraftIsRecycled flag, 12? CreatedFromDraftId text,
        13* DraftIsTransformedToMessageIdList text, 14? IsDeleted flag, 15? IsTest flag, 16? IsInternal flag,
        17? IsProxified flag, 18? ProxyBoxId text, 19? ProxyTitle text, 20? PacketIsLocked flag,
        21! LockMode number(LOCK_MODE), 22! MessageType number(MESSAGE_TYPE), 24? IsReusable flag,
    }
    MESSAGE_PATCH "MessagePatch" {
        1! MessageId text, 2! TimestampTicks fixed64, 3* Entities message(ENTITY), 4? ForDraft flag,
        5? DraftIsRecycled flag, 6* DraftIsTransformedToMessageIdList text, 7? DraftIsLocked flag,
        8? MessageIsDeleted flag, 9* EntityPatches message(ENTITY_PATCH), 10? MessageIsRestored flag, 11? MessageIsDelivered flag,
        12? DeliveredPatchId text, 13! PatchId text, 14? NotDeliveredEventId text,
        15! MessageType number(MESSAGE_TYPE),
    }
    BOX_EVENT "BoxEvent" {
        1! EventId text, 2? Message message(MESSAGE), 3? Patch message(MESSAGE_PATCH), 4? IndexKey text,
    }
    BOX_EVENT_LIST "BoxEventList" {
        1* Events message(BOX_EVENT), 2? TotalCount int32, 3! TotalCountType number(TOTAL_COUNT_TYPE),
    }
}

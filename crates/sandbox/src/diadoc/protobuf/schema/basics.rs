//! What everything else is made of.

use super::describe;
use super::numbers::OUTER_STATUS_TYPE;

describe! {
    TIMESTAMP "Timestamp" { 1! Ticks fixed64 }
    DOCUMENT_ID "DocumentId" { 1! MessageId text, 2! EntityId text }
    METADATA_ITEM "MetadataItem" { 1! Key text, 2! Value text }
    CUSTOM_DATA_ITEM "CustomDataItem" { 1! Key text, 2? Value text }
    CONTENT "Content" { 1! Size fixed32, 2? Data bytes }
    FULL_VERSION "FullVersion" { 1! TypeNamedId text, 2! Function text, 3! Version text }
    STATUS_DETAIL "StatusDetail" { 1? Code text, 2? Text text }
    STATUS "Status" {
        1! NamedId text, 2! FriendlyName text, 3! Type number(OUTER_STATUS_TYPE), 4? Description text,
        5* Details message(STATUS_DETAIL),
    }
    OUTER_DOCFLOW_INFO "OuterDocflowInfo" {
        1! DocflowNamedId text, 2! DocflowFriendlyName text, 3! Status message(STATUS),
    }
    LOGIN_PASSWORD "LoginPassword" { 1! Login text, 2! Password text }
}

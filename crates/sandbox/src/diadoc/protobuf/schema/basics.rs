//! What everything else is made of.

use super::describe;

describe! {
    TIMESTAMP "Timestamp" { 1! Ticks fixed64 }
    DOCUMENT_ID "DocumentId" { 1! MessageId text, 2! EntityId text }
    METADATA_ITEM "MetadataItem" { 1! Key text, 2! Value text }
    CUSTOM_DATA_ITEM "CustomDataItem" { 1! Key text, 2? Value text }
    CONTENT "Content" { 1! Size fixed32, 2? Data bytes }
    FULL_VERSION "FullVersion" { 1! TypeNamedId text, 2! Function text, 3! Version text }
    LOGIN_PASSWORD "LoginPassword" { 1! Login text, 2! Password text }
}

//! `GetDocumentTypesResponseV3`, made from the table of types.

use serde::Serialize;

use crate::diadoc::types::{Answer, FORMER_VERSION, KINDS, Kind};

/// `GetDocumentTypesResponseV3`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetDocumentTypesResponse {
    document_types: Vec<DocumentType>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DocumentType {
    name: &'static str,
    title: &'static str,
    supported_docflows: [i32; 1],
    requires_fns_registration: bool,
    functions: Vec<Function>,
    universal_messages_start_date: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Function {
    name: &'static str,
    versions: Vec<Version>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Version {
    version: &'static str,
    supports_content_patching: bool,
    supports_encrypting: bool,
    supports_predefined_recipient_title: bool,
    supports_amendment_request: bool,
    is_actual: bool,
    workflows: [Workflow; 1],
    titles: Vec<Title>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Workflow {
    id: u8,
    is_default: bool,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Title {
    index: u8,
    is_formal: bool,
    signer_info: SignerDescription,
    metadata_items: Vec<MetadataItem>,
    encrypted_metadata_items: [&'static str; 0],
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct SignerDescription {
    signer_type: i32,
    extended_document_title_type: i32,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct MetadataItem {
    id: &'static str,
    r#type: i32,
    is_required: bool,
    source: i32,
}

impl Kind {
    fn function(&self, switched_off: &[String]) -> Function {
        let is_off = switched_off.iter().any(|version| version == self.version);
        let mut versions = vec![self.version(self.version, !is_off)];
        if self.is_formal {
            versions.push(self.version(FORMER_VERSION, false));
        }
        Function {
            name: self.function,
            versions,
        }
    }

    fn version(&self, version: &'static str, is_actual: bool) -> Version {
        Version {
            version,
            supports_content_patching: false,
            supports_encrypting: false,
            supports_predefined_recipient_title: false,
            supports_amendment_request: false,
            is_actual,
            workflows: [Workflow {
                id: self.workflow.0,
                is_default: true,
            }],
            titles: self.titles(),
        }
    }

    fn titles(&self) -> Vec<Title> {
        let item = |id: &'static str, is_required: bool| MetadataItem {
            id,
            r#type: 0,
            is_required,
            source: 1,
        };
        let title = |index: u8| Title {
            index,
            is_formal: self.is_formal,
            signer_info: SignerDescription {
                signer_type: if self.is_formal { 3 } else { 0 },
                // Utd970Seller, Utd970Buyer; Absent.
                extended_document_title_type: if self.is_formal { 12 + i32::from(index) } else { -1 },
            },
            metadata_items: if self.is_formal {
                Vec::new()
            } else {
                vec![
                    item("FileName", true),
                    item("DocumentNumber", false),
                    item("DocumentDate", false),
                ]
            },
            encrypted_metadata_items: [],
        };
        match self.workflow.answer() {
            Answer::Title => vec![title(0), title(1)],
            _ => vec![title(0)],
        }
    }
}

/// Everything that may be exchanged from a box in which these versions are switched off, and since when formal documents are
/// answered there with universal messages alone.
pub fn document_types(switched_off: &[String], universal_messages_start: &str) -> GetDocumentTypesResponse {
    let mut document_types: Vec<DocumentType> = Vec::new();
    for kind in &KINDS {
        let known = document_types
            .iter_mut()
            .find(|one| one.name == kind.type_named_id);
        if let Some(known) = known {
            known.functions.push(kind.function(switched_off));
            continue;
        }
        document_types.push(DocumentType {
            name: kind.type_named_id,
            title: kind.title,
            supported_docflows: [0],
            requires_fns_registration: kind.is_formal,
            functions: vec![kind.function(switched_off)],
            universal_messages_start_date: if kind.is_formal {
                universal_messages_start.to_owned()
            } else {
                String::new()
            },
        });
    }
    GetDocumentTypesResponse { document_types }
}

//! What Diadoc makes of a document for people: print form, archive, protocol of the transfer (QUIRKS 66).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::client::Client;
use super::print_form;
use super::wire::DocumentId;
use crate::Error;
use crate::edo::{CopyKind, OperatorFile};

pub(super) async fn of(
    client: &Client,
    box_id: &str,
    document: &DocumentId,
    kind: CopyKind,
) -> Result<Vec<OperatorFile>, Error> {
    match kind {
        CopyKind::PrintForm => {
            let answer = client.generate_print_form(box_id, document).await?;
            Ok(vec![print_form::file(
                answer,
                "print-form.pdf",
                "application/pdf",
            )])
        }
        CopyKind::Archive => {
            let name = client.generate_document_zip(box_id, document).await?;
            let bytes = client.shelf_download(&name).await?;
            Ok(vec![OperatorFile {
                name: "archive.zip".to_owned(),
                media_type: "application/zip".to_owned(),
                bytes,
            }])
        }
        CopyKind::Protocol => {
            let protocol = client.generate_document_protocol(box_id, document).await?;
            Ok(vec![
                OperatorFile {
                    name: "protocol.pdf".to_owned(),
                    media_type: "application/pdf".to_owned(),
                    bytes: decoded("PrintForm", &protocol.print_form)?,
                },
                OperatorFile {
                    name: "protocol.pdf.sig".to_owned(),
                    media_type: "application/pkcs7-signature".to_owned(),
                    bytes: decoded("Signature", &protocol.signature)?,
                },
            ])
        }
    }
}

fn decoded(field: &str, base64: &str) -> Result<Vec<u8>, Error> {
    let bytes = STANDARD.decode(base64).unwrap_or_default();
    if bytes.is_empty() {
        return Err(Error::Malformed(format!("GenerateDocumentProtocol: {field}")));
    }
    Ok(bytes)
}

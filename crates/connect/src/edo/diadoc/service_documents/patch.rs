//! The exact bytes of the patch that adds a service document, and what they say when they are read again.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::{RemoteDocument, ServiceDocumentKind as Kind, UniversalCode};

use crate::Error;
use crate::edo::diadoc::facts::former;
use crate::edo::diadoc::ids::box_id;
use crate::edo::diadoc::letter::power_of_attorney_to_post;
use crate::edo::diadoc::wire::{
    DocumentSignature, PostedServiceAttachment, PostedServicePatch, ServiceAttachment, ServicePatch,
    SignedContent, TtGisFixationCancellationRequestAttachment, UniversalMessageAttachment,
    UniversalMessageCodeGroup, UnsignedContent, decode,
};
use crate::edo::service_documents::{SignedPaper, SignedServiceDocument};

/// The place of a paper in the patch. Two kinds that share one are told apart by their parent alone (QUIRKS 93).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Receipts,
    CorrectionRequests,
    Signatures,
    RevocationRequests,
    XmlSignatureRejections,
    FixationCancellations,
}

impl List {
    /// None for what is never a paper.
    pub(super) fn of(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::ReceiptNotice => Self::Receipts,
            Kind::AmendmentRequest => Self::CorrectionRequests,
            Kind::RevocationAcceptance => Self::Signatures,
            Kind::RevocationRequest => Self::RevocationRequests,
            Kind::SignatureRejection | Kind::RevocationRejection => Self::XmlSignatureRejections,
            Kind::ShipmentFixationCancellation => Self::FixationCancellations,
            Kind::InfoMessage => return None,
        })
    }

    /// What an attachment that was posted in it becomes; none where a signature is all there is.
    pub(super) fn attachment_types(self) -> &'static [&'static str] {
        match self {
            Self::Receipts => former(&UniversalMessageCodeGroup::Receipt),
            Self::CorrectionRequests => former(&UniversalMessageCodeGroup::AmendmentRequest),
            Self::Signatures => &[],
            Self::RevocationRequests => &["RevocationRequest"],
            Self::XmlSignatureRejections => former(&UniversalMessageCodeGroup::Rejection),
            Self::FixationCancellations => &["TtGisFixationCancellationRequest"],
        }
    }

    /// The universal messages that tell the same.
    pub(super) fn code_group(self) -> Option<UniversalMessageCodeGroup> {
        match self {
            Self::Receipts => Some(UniversalMessageCodeGroup::Receipt),
            Self::CorrectionRequests => Some(UniversalMessageCodeGroup::AmendmentRequest),
            Self::XmlSignatureRejections => Some(UniversalMessageCodeGroup::Rejection),
            Self::Signatures | Self::RevocationRequests | Self::FixationCancellations => None,
        }
    }
}

/// What our own bytes say about themselves.
pub(super) struct ReadBack {
    pub(super) box_id: String,
    pub(super) parent: RemoteDocument,
    /// The paper and where it stands.
    pub(super) paper: Option<(List, Vec<u8>)>,
    /// The universal message and what it is.
    pub(super) message: Option<(UniversalMessageCodeGroup, Vec<u8>)>,
}

pub(super) fn prepare(signed: &SignedServiceDocument) -> Result<Vec<u8>, Error> {
    let parent_entity_id = signed.parent.entity_id.as_str();
    let mut patch = ServicePatch {
        box_id: box_id(&signed.our_box),
        message_id: &signed.parent.message_id,
        ..ServicePatch::default()
    };
    match (&signed.paper, List::of(signed.kind)) {
        (Some(paper), Some(list)) => add(&mut patch, list, parent_entity_id, paper)?,
        (Some(_), None) => return Err(malformed("a paper of what is none")),
        (None, _) => {}
    }
    if let Some(message) = &signed.message {
        let code_group = code_group(signed.kind).ok_or_else(|| malformed("a message of what is none"))?;
        patch.universal_messages.push(UniversalMessageAttachment {
            parent_entity_id,
            code_group,
            universal_message_content: UnsignedContent {
                content: STANDARD.encode(message),
            },
        });
    }
    if signed.paper.is_none() && signed.message.is_none() {
        return Err(malformed("nothing to send"));
    }
    serde_json::to_vec(&patch).map_err(|error| malformed(&error.to_string()))
}

/// The operator's name for the group of the code.
fn code_group(kind: Kind) -> Option<&'static str> {
    UniversalCode::of(kind).and_then(|code| match code {
        UniversalCode::Receipt => Some("Receipt"),
        UniversalCode::AmendmentRequest => Some("AmendmentRequest"),
        UniversalCode::Rejection => Some("Rejection"),
        UniversalCode::Words | UniversalCode::Structured => Some("InformationMessage"),
        UniversalCode::AuthorityQuestion | UniversalCode::Unknown(_) => None,
    })
}

fn add<'a>(
    patch: &mut ServicePatch<'a>,
    list: List,
    parent_entity_id: &'a str,
    paper: &SignedPaper,
) -> Result<(), Error> {
    if paper.signature.is_empty() {
        return Err(Error::Refused {
            code: "signature_empty".to_owned(),
            text: "Подпись под служебным документом пуста. Контрагенту ничего не отправлено. Повторите действие."
                .to_owned(),
        });
    }
    let signature = STANDARD.encode(&paper.signature);
    let power_of_attorney = paper
        .power_of_attorney
        .as_ref()
        .and_then(power_of_attorney_to_post);
    if list == List::Signatures {
        patch.signatures.push(DocumentSignature {
            parent_entity_id,
            signature,
            power_of_attorney,
        });
        return Ok(());
    }
    let signed_content = SignedContent {
        content: Some(STANDARD.encode(&paper.content)),
        signature: Some(signature),
        name_on_shelf: None,
        sign_with_test_signature: false,
        power_of_attorney,
    };
    let attachments = match list {
        List::FixationCancellations | List::Signatures => {
            let all = &mut patch.tt_gis_fixation_cancellation_requests;
            all.push(TtGisFixationCancellationRequestAttachment {
                document_id: parent_entity_id,
                signed_content,
            });
            return Ok(());
        }
        List::Receipts => &mut patch.receipts,
        List::CorrectionRequests => &mut patch.correction_requests,
        List::RevocationRequests => &mut patch.revocation_requests,
        List::XmlSignatureRejections => &mut patch.xml_signature_rejections,
    };
    attachments.push(ServiceAttachment {
        parent_entity_id,
        signed_content,
    });
    Ok(())
}

/// Reads bytes made by [`prepare`].
pub(super) fn read_back(request: &[u8]) -> Result<ReadBack, Error> {
    let patch: PostedServicePatch = decode("MessagePatchToPost", request)?;
    let lists = [
        (List::Receipts, patch.receipts),
        (List::CorrectionRequests, patch.correction_requests),
        (List::Signatures, patch.signatures),
        (List::RevocationRequests, patch.revocation_requests),
        (List::XmlSignatureRejections, patch.xml_signature_rejections),
        (
            List::FixationCancellations,
            patch.tt_gis_fixation_cancellation_requests,
        ),
    ];
    let mut papers = lists
        .into_iter()
        .flat_map(|(list, posted)| posted.into_iter().map(move |one| (list, one)));
    let mut messages = patch.universal_messages.into_iter();
    let (paper, message) = match (papers.next(), papers.next(), messages.next(), messages.next()) {
        (None, _, None, _) | (_, Some(_), ..) | (.., Some(_)) => {
            return Err(malformed("not exactly one service document"));
        }
        (paper, None, message, None) => (paper, message),
    };
    let of_paper = paper.as_ref().map(|(_, one)| one.parent_entity_id.clone());
    let of_message = message.as_ref().map(|one| one.parent_entity_id.clone());
    let entity_id = match (of_paper, of_message) {
        (Some(one), Some(other)) if one != other => return Err(malformed("two parents")),
        (one, other) => one.or(other).unwrap_or_default(),
    };
    Ok(ReadBack {
        box_id: patch.box_id,
        parent: RemoteDocument {
            message_id: patch.message_id,
            entity_id,
        },
        paper: match paper {
            Some((list, one)) => Some((list, content(&one)?)),
            None => None,
        },
        message: match message {
            Some(one) => Some((one.code_group, decoded(&one.universal_message_content.content)?)),
            None => None,
        },
    })
}

fn content(posted: &PostedServiceAttachment) -> Result<Vec<u8>, Error> {
    decoded(&posted.signed_content.content)
}

fn decoded(base64: &str) -> Result<Vec<u8>, Error> {
    STANDARD
        .decode(base64)
        .map_err(|error| malformed(&error.to_string()))
}

fn malformed(what: &str) -> Error {
    Error::Malformed(format!("MessagePatchToPost: {what}"))
}

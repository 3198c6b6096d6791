//! Proposals to revoke: ours is generated, theirs is found in the docflow (QUIRKS 96–98).

use domain::RemoteDocument;

use super::id;
use crate::Error;
use crate::edo::diadoc::adapter::Diadoc;
use crate::edo::diadoc::user_contract::service_signer;
use crate::edo::diadoc::wire::{
    DocflowV4, GenerateRevocationRequest, RevocationSigner, RevocationStatus, SignerDetails,
};
use crate::edo::service_documents::{ServiceDocumentRequest, ServiceSigner};

/// The form that is exchanged between parties of this operator.
const FORM: &str = "revocation_request_02";

impl Diadoc {
    /// A proposal of ours. Its form names the signer in words of its own.
    pub(super) async fn proposal_of_ours(
        &self,
        our_box: &str,
        request: &ServiceDocumentRequest,
        signer: &ServiceSigner,
    ) -> Result<Vec<u8>, Error> {
        let signatory = &signer.signatory;
        service_signer::check_name(&signatory.name)?;
        let body = GenerateRevocationRequest {
            comment: &request.text,
            signer: RevocationSigner {
                signer_details: SignerDetails {
                    surname: &signatory.name.last,
                    first_name: &signatory.name.first,
                    patronymic: &signatory.name.middle,
                    job_title: signatory.position.trim(),
                },
            },
        };
        let answer = self
            .client
            .generate_revocation_request(our_box, &id(&request.document), FORM, &body)
            .await?;
        Ok(answer.body)
    }

    /// The other side's proposal that waits for our answer. [`Error::Refused`] when none does.
    pub(super) async fn proposal(
        &self,
        our_box: &str,
        document: &RemoteDocument,
    ) -> Result<RemoteDocument, Error> {
        let found = self.revocation(our_box, document).await?;
        let open = found.filter(|found| found.status == RevocationStatus::RequestsMyRevocation);
        let entity_id = open.map(|open| open.entity_id).unwrap_or_default();
        if entity_id.is_empty() {
            return Err(Error::Refused {
                code: "revocation_not_asked".to_owned(),
                text: "Контрагент больше не просит аннулировать этот документ. Ничего не отправлено, документ не изменён. \
                       Обновите документы."
                    .to_owned(),
            });
        }
        Ok(RemoteDocument {
            message_id: document.message_id.clone(),
            entity_id,
        })
    }

    /// How far the revocation of a document is.
    pub(super) async fn revocation_status(
        &self,
        our_box: &str,
        document: &RemoteDocument,
    ) -> Result<RevocationStatus, Error> {
        let found = self.revocation(our_box, document).await?;
        Ok(found.map(|found| found.status).unwrap_or_default())
    }

    async fn revocation(&self, our_box: &str, document: &RemoteDocument) -> Result<Option<Found>, Error> {
        let told = self.client.get_docflows(our_box, &[id(document)]).await?;
        let mut told = told.unwrap_or_default().into_iter();
        Ok(told.find_map(|told| found(told.docflow)))
    }
}

/// A proposal in the docflow, which tells of the last one only.
struct Found {
    status: RevocationStatus,
    entity_id: String,
}

fn found(docflow: DocflowV4) -> Option<Found> {
    let branch = docflow.revocation?;
    let proposal = branch.revocation_request.revocation_request;
    Some(Found {
        status: branch.revocation_status,
        entity_id: proposal.attachment.entity.entity_id,
    })
}

//! Proposals to revoke: ours is generated in the form that the other side's operator takes, theirs is found in the docflow
//! (QUIRKS 96–98).

use domain::RemoteDocument;

use super::id;
use crate::Error;
use crate::edo::diadoc::adapter::Diadoc;
use crate::edo::diadoc::ids::box_id;
use crate::edo::diadoc::user_contract::signer_check;
use crate::edo::diadoc::wire::{
    DocflowV4, DocumentParticipants, GenerateRevocationRequest, RevocationSigner, RevocationStatus,
    RoamingOperatorList, SignerDetails,
};
use crate::edo::service_documents::{ServiceDocumentRequest, ServiceSigner};

/// Version 1.02, which is exchanged between parties of this operator too.
const SECOND_FORM: &str = "revocation_request_02";
/// Version 1.01.
const FIRST_FORM: &str = "revocation_request_01";

impl Diadoc {
    /// A proposal of ours. Its form names the signer in words of its own.
    pub(super) async fn proposal_of_ours(
        &self,
        our_box: &str,
        request: &ServiceDocumentRequest,
        signer: &ServiceSigner,
    ) -> Result<Vec<u8>, Error> {
        let signatory = &signer.signatory;
        signer_check::name(&signatory.name)?;
        let form = self.form(our_box, &request.document).await?;
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
            .generate_revocation_request(our_box, &id(&request.document), form, &body)
            .await?;
        Ok(answer.body)
    }

    /// The form that the other side's operator takes.
    async fn form(&self, our_box: &str, document: &RemoteDocument) -> Result<&'static str, Error> {
        let told = self.client.get_docflows(our_box, &[id(document)]).await?;
        let told = told.unwrap_or_default().into_iter().next();
        let Some(abroad) = told.and_then(|told| abroad(told.document_info.participants, our_box)) else {
            return Ok(SECOND_FORM);
        };
        let owner = self.client.get_organization(&abroad).await?;
        let participant = owner.map(|owner| owner.fns_participant_id).unwrap_or_default();
        let operators = self.client.get_roaming_operators(our_box).await?;
        form_of(&participant, &operators)
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

/// The other side's box, where another operator keeps it.
fn abroad(participants: DocumentParticipants, our_box: &str) -> Option<String> {
    let sides = [participants.sender, participants.recipient];
    let mut others = sides.into_iter().filter(|side| box_id(&side.box_id) != our_box);
    others.find(|side| side.is_roaming).map(|side| side.box_id)
}

/// The newest form that this participant's operator takes. One that is in no list of the service is for the service to
/// refuse.
fn form_of(participant: &str, operators: &RoamingOperatorList) -> Result<&'static str, Error> {
    let operator = participant.split('-').next().unwrap_or_default();
    let mut listed = operators.roaming_operators.iter();
    let Some(found) = listed.find(|one| one.fns_id.eq_ignore_ascii_case(operator)) else {
        return Ok(SECOND_FORM);
    };
    let has = |name: &str| found.features.iter().any(|feature| feature.name == name);
    if has("EnableRevocationV2") {
        Ok(SECOND_FORM)
    } else if has("SupportsRevocation") {
        Ok(FIRST_FORM)
    } else {
        Err(Error::Refused {
            code: "revocation_not_taken".to_owned(),
            text: "Оператор контрагента не принимает предложений об аннулировании. Ничего не отправлено, документ не изменён. \
                   Договоритесь с контрагентом иначе, например отправьте исправленный документ."
                .to_owned(),
        })
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{abroad, form_of};
    use crate::edo::diadoc::tests::docflow;
    use crate::edo::diadoc::wire::{GetDocflowBatchResponseV4, RoamingOperatorList, decode};

    fn operators() -> RoamingOperatorList {
        let feature = |name: &str| json!({ "Name": name, "Description": "" });
        let operator = |id: &str, features: serde_json::Value| json!({ "FnsId": id, "Name": id, "IsActive": true, "Features": features });
        let list = json!({ "RoamingOperators": [
            operator("2AE", json!([feature("SupportsRevocation"), feature("EnableRevocationV2")])),
            operator("2AL", json!([feature("SupportsAutoInvitation"), feature("SupportsRevocation")])),
            operator("2BK", json!([])),
        ] });
        decode("operators", list.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn the_form_is_the_newest_that_the_other_operator_takes() {
        let form = |participant: &str| form_of(participant, &operators());
        assert_eq!(form("2AE-9644112800-1").unwrap(), "revocation_request_02");
        assert_eq!(form("2AL-9644112800-1").unwrap(), "revocation_request_01");
        let refused = form("2BK-9644112800-1").unwrap_err();
        assert_eq!(refused.code(), "refused");
        // An operator that is in no list is for the service to refuse.
        assert_eq!(form("2ZZ-9644112800-1").unwrap(), "revocation_request_02");
        assert_eq!(form("").unwrap(), "revocation_request_02");
    }

    #[test]
    fn only_a_party_at_another_operator_is_asked_about() {
        const OURS: &str = "3f2a9c10-4b7d-4e1a-9d55-0c6f1e2b7a01";
        let mut answer = docflow("completed.utd_signed_and_confirmed");
        let told = |answer: &serde_json::Value| {
            let told: GetDocflowBatchResponseV4 = decode("docflows", answer.to_string().as_bytes()).unwrap();
            let one = told.documents.into_iter().next().unwrap();
            abroad(one.document_info.participants, OURS)
        };
        assert_eq!(told(&answer), None);
        answer["Documents"][0]["DocumentInfo"]["Participants"]["Recipient"]["IsRoaming"] = json!(true);
        assert_eq!(
            told(&answer).as_deref(),
            Some("7b1c22d4-90ab-4c3e-8f10-5e6d7c8b9a02")
        );
    }
}

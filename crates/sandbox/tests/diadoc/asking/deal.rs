//! Two sides and one document between them.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::PATCH;
use crate::support::{POST, SIGNER, Stage, Who, base64, ids, letter, utd};

/// Both sides of one document.
pub(super) struct Deal {
    pub(super) stage: Stage,
    pub(super) ours: String,
    pub(super) theirs: String,
    pub(super) ids: (String, String),
}

impl Deal {
    pub(super) async fn of(stage: Stage, order: impl FnOnce(&str, &str) -> Value) -> Self {
        let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
        let ids = ids(&stage.post(Who::Anna, POST, &order(&ours, &theirs)).await);
        stage.advance(10).await;
        Self {
            stage,
            ours,
            theirs,
            ids,
        }
    }

    /// A file that nobody has to answer.
    pub(super) async fn plain() -> Self {
        Self::of(Stage::new().await, |ours, theirs| {
            let mut order = letter(ours, theirs, "Счёт № 5.pdf", "%PDF-1.4");
            order["DocumentAttachments"][0]["NeedRecipientSignature"] = json!(false);
            order
        })
        .await
    }

    pub(super) async fn utd() -> Self {
        Self::of(Stage::new().await, |ours, theirs| utd(ours, theirs, "ДОП")).await
    }

    /// The same where both sides answer with universal messages alone from this day on.
    pub(super) async fn utd_when(function: &str, messages_start: &str) -> Self {
        let stage = Stage::new().await;
        for box_id in [stage.ours(0), stage.theirs("Кедровая")] {
            let order = json!({"box": box_id, "universal_messages_start": messages_start});
            stage.control("organizations/owner", &order).await;
        }
        Self::of(stage, |ours, theirs| utd(ours, theirs, function)).await
    }

    pub(super) fn box_of(&self, who: Who) -> &str {
        if who == Who::Anna {
            &self.ours
        } else {
            &self.theirs
        }
    }

    /// A generated paper about this entity, or the refusal to make one.
    pub(super) async fn generates(
        &self,
        who: Who,
        method: &str,
        entity: &str,
        text: &str,
    ) -> (StatusCode, Vec<u8>) {
        if method == "GenerateRevocationRequestXml" {
            assert_eq!(entity, self.ids.1, "a proposal is about the document");
            return self.proposal(who, "revocation_request_02", text).await;
        }
        let order = json!({"ErrorMessage": text, "MessageId": self.ids.0, "AttachmentId": entity,
            "SignerContent": base64(SIGNER)});
        self.made(who, &format!("/V2/{method}?boxId={}", self.box_of(who)), &order)
            .await
    }

    /// A proposal of this form to revoke the document, or the refusal to make one.
    pub(super) async fn proposal(&self, who: Who, form: &str, reason: &str) -> (StatusCode, Vec<u8>) {
        let path = format!(
            "/V2/GenerateRevocationRequestXml?boxId={}&messageId={}&attachmentId={}&contentTypeId={form}",
            self.box_of(who),
            self.ids.0,
            self.ids.1
        );
        let details = json!({"Surname": "Ильин", "FirstName": "Степан", "JobTitle": "Директор"});
        let order = json!({"Comment": reason, "Signer": {"SignerDetails": details}});
        self.made(who, &path, &order).await
    }

    async fn made(&self, who: Who, path: &str, order: &Value) -> (StatusCode, Vec<u8>) {
        let answer = self
            .stage
            .send(who, reqwest::Method::POST, path, Some(order))
            .await
            .unwrap();
        (answer.status(), answer.bytes().await.unwrap().to_vec())
    }

    pub(super) async fn posts(
        &self,
        who: Who,
        list: &str,
        entity: &str,
        content: &[u8],
    ) -> (StatusCode, String) {
        let signed = json!({"Content": base64(content), "SignWithTestSignature": true});
        self.patches(
            who,
            list,
            json!({"ParentEntityId": entity, "SignedContent": signed}),
        )
        .await
    }

    pub(super) async fn agrees(&self, who: Who, entity: &str) -> (StatusCode, String) {
        let one = json!({"ParentEntityId": entity, "SignWithTestSignature": true});
        self.patches(who, "Signatures", one).await
    }

    pub(super) async fn patches(&self, who: Who, list: &str, one: Value) -> (StatusCode, String) {
        let patch = json!({"BoxId": self.box_of(who), "MessageId": self.ids.0, list: [one]});
        let answer = self.stage.try_post(who, PATCH, &patch).await;
        self.stage.advance(30).await;
        answer
    }

    /// A proposal to revoke, generated and posted; its entity.
    pub(super) async fn proposes(&self, who: Who, reason: &str) -> String {
        let (status, paper) = self
            .generates(who, "GenerateRevocationRequestXml", &self.ids.1, reason)
            .await;
        assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&paper));
        let (status, text) = self.posts(who, "RevocationRequests", &self.ids.1, &paper).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        let patch: Value = serde_json::from_str(&text).unwrap();
        let entities = patch["Entities"].as_array().unwrap();
        let paper = entities
            .iter()
            .find(|one| one["AttachmentType"] == "RevocationRequest")
            .unwrap();
        assert_eq!(paper["RevocationRequestInfo"]["InitiatorBoxId"], self.box_of(who));
        paper["EntityId"].as_str().unwrap().to_owned()
    }

    pub(super) async fn docflow(&self, who: Who) -> Value {
        let told = self.stage.docflow(who, self.box_of(who), &self.ids).await;
        told["Docflow"].clone()
    }

    pub(super) async fn revocation(&self, who: Who) -> (Value, Value) {
        let document = self.stage.document(who, self.box_of(who), &self.ids).await;
        let told = self.docflow(who).await;
        assert_eq!(
            told["Revocation"]["RevocationStatus"],
            document["RevocationStatus"]
        );
        let words = told["DocflowStatus"]["PrimaryStatus"]["StatusText"].clone();
        (document["RevocationStatus"].clone(), words)
    }
}

//! What is wrong is asked to be corrected, and what should not have been is made void: both sides propose and answer, each
//! word is read by the other one, and nothing is done twice whatever happens to the line.

use domain::{DocumentId, OutboxState};
use serde_json::{Value, json};
use testkit::CEDAR_GROVE;

use crate::openssl;
use crate::service_documents::{Office, done};

const DAY_S: u64 = 24 * 60 * 60;

impl Office {
    /// A document of ours that the grove has signed.
    pub(crate) async fn sends_and_is_answered(&self) -> (DocumentId, (String, String)) {
        let utd = self.clerk.imports("utd_schfdop_503.xml").await;
        let job = self.tells("sign_and_send", "", utd).await;
        assert_eq!(done(&job), 1, "{}", self.cause(&job).await);
        self.clerk.refreshes().await;
        self.partner.pass_time(DAY_S).await;
        let place = self.clerk.remote(utd).await;
        self.partner
            .counterparty_signs(CEDAR_GROVE, &place.0, &place.1)
            .await;
        self.passes_a_day().await;
        assert_eq!(self.clerk.status(utd).await, "Завершён");
        (utd, place)
    }

    /// A document that came, with our signature under it.
    pub(crate) async fn receives_and_answers(&self) -> (DocumentId, (String, String)) {
        let (utd, place) = self.receives("utd").await;
        let job = self.clerk.signs(&[utd]).await;
        assert_eq!(done(&job), 1, "{}", self.cause(&job).await);
        self.clerk.refreshes().await;
        self.passes_a_day().await;
        assert_eq!(self.clerk.status(utd).await, "Завершён");
        (utd, place)
    }

    pub(crate) async fn passes_a_day(&self) {
        self.partner.pass_time(DAY_S).await;
        self.clerk.refreshes().await;
    }

    /// The grove presses a button beside the answer.
    pub(crate) async fn grove_tells(&self, (message, entity): &(String, String), button: &str, words: &str) {
        self.partner
            .counterparty_tells(CEDAR_GROVE, (message, entity), button, words)
            .await;
        self.passes_a_day().await;
    }

    pub(crate) async fn grove_reads(&self, (message, entity): &(String, String)) -> String {
        self.partner
            .counterparty_reads(CEDAR_GROVE, message, entity)
            .await
    }

    /// The words of the last event of this kind, and who said them.
    pub(crate) async fn last_word(&self, document: DocumentId, fact: &str) -> (Value, Value) {
        let timeline = self.card(document).await["timeline"].clone();
        let all = timeline.as_array().unwrap();
        let found = all.iter().rev().find(|entry| entry["fact"] == fact);
        let found = found.unwrap_or_else(|| panic!("{fact}: {timeline:#}"));
        (found["text"].clone(), found["actor"].clone())
    }

    async fn owed(&self, document: DocumentId) -> Vec<(Value, Value)> {
        let owed = self.card(document).await["sendings"][0]["obligations"].clone();
        let all = owed.as_array().unwrap().iter();
        all.map(|one| (one["kind"].clone(), one["by"].clone())).collect()
    }

    pub(crate) async fn may_tell(&self, document: DocumentId) -> Value {
        self.card(document).await["sendings"][0]["may_tell"].clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_that_we_ask_for_is_read_by_the_other_side_and_owed_by_it() {
    let office = Office::opens().await;
    let (utd, place) = office.receives("utd").await;
    assert_eq!(
        office.may_tell(utd).await,
        json!(["signature_rejection", "amendment_request"])
    );
    let what = "В строке 2 неверное количество: 5 < 15 & «шт».";
    let job = office.tells("request_amendment", what, utd).await;
    assert_eq!(done(&job), 1, "{}", office.cause(&job).await);
    let again = office.tells("request_amendment", what, utd).await;
    assert_eq!(office.cause(&again).await, "service_document_under_way");

    office.clerk.refreshes().await;
    office.passes_a_day().await;
    assert_eq!(office.clerk.status(utd).await, "Мы запросили уточнение");
    assert!(
        office
            .owed(utd)
            .await
            .contains(&(json!("amendment"), json!("them")))
    );
    assert_eq!(
        office.last_word(utd, "amendment_requested").await,
        (json!(what), json!("us"))
    );
    assert_eq!(office.told("amendment_requests").await, 1);
    let page = office.grove_reads(&place).await;
    assert!(
        page.contains("Запрос уточнения") && page.contains("5 &lt; 15 &amp; «шт»"),
        "{page}"
    );
    let late = office.tells("request_amendment", what, utd).await;
    assert_eq!(office.cause(&late).await, "amendment_not_possible");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_that_the_other_side_asks_for_is_told_with_its_words_and_owed_by_us() {
    let office = Office::opens().await;
    let (utd, place) = office.sends_and_is_answered().await;
    office
        .grove_tells(&place, "request-amendment", "Исправьте адрес грузополучателя")
        .await;
    assert_eq!(office.clerk.status(utd).await, "Запрошено уточнение");
    assert_eq!(office.owed(utd).await, [(json!("amendment"), json!("us"))]);
    assert_eq!(
        office.last_word(utd, "amendment_requested").await,
        (json!("Исправьте адрес грузополучателя"), json!("them"))
    );
    // Who sent a paper does not ask for its correction.
    let own = office.tells("request_amendment", "Ошибка", utd).await;
    assert_eq!(office.cause(&own).await, "not_inbound");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_file_is_refused_with_words_and_not_asked_to_be_corrected() {
    let office = Office::opens().await;
    let (act, _) = office.receives("act").await;
    let job = office.tells("request_amendment", "Не та дата", act).await;
    assert_eq!(office.cause(&job).await, "amendment_without_form");
    assert_eq!(office.may_tell(act).await, json!(["signature_rejection"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_we_propose_to_revoke_is_void_when_the_other_side_agrees() {
    let office = Office::opens().await;
    let (utd, place) = office.sends_and_is_answered().await;
    assert_eq!(office.may_tell(utd).await, json!(["revocation_request"]));
    let job = office
        .tells("request_revocation", "Отгрузка не состоялась", utd)
        .await;
    assert_eq!(done(&job), 1, "{}", office.cause(&job).await);
    assert_eq!(office.may_tell(utd).await, json!([]));
    office.clerk.refreshes().await;
    office.passes_a_day().await;
    assert_eq!(office.clerk.status(utd).await, "Мы просим аннулировать");
    assert_eq!(
        office.owed(utd).await,
        [(json!("revocation_answer"), json!("them"))]
    );
    let page = office.grove_reads(&place).await;
    assert!(page.contains("Отгрузка не состоялась"), "{page}");

    office.grove_tells(&place, "accept-revocation", "").await;
    assert_eq!(office.clerk.status(utd).await, "Аннулирован");
    assert_eq!(office.owed(utd).await, []);
    assert_eq!(
        office.last_word(utd, "revocation_accepted").await.1,
        json!("them")
    );
    let late = office.tells("request_revocation", "Ещё раз", utd).await;
    assert_eq!(office.cause(&late).await, "already_revoked");
    assert_eq!(office.told("revocation_requests").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_proposal_leaves_the_document_in_force_and_another_one_may_follow_it() {
    let office = Office::opens().await;
    let (utd, place) = office.sends_and_is_answered().await;
    office.tells("request_revocation", "Ошибка в сумме", utd).await;
    office.clerk.refreshes().await;
    office.passes_a_day().await;
    office
        .grove_tells(&place, "reject-revocation", "Товар уже у нас")
        .await;
    assert_eq!(office.clerk.status(utd).await, "Завершён");
    assert_eq!(
        office.last_word(utd, "revocation_rejected").await,
        (json!("Товар уже у нас"), json!("them"))
    );
    assert_eq!(office.may_tell(utd).await, json!(["revocation_request"]));

    // The first proposal is still there: the second is neither mistaken for it nor sent twice.
    office.tells("request_revocation", "Товар вернули", utd).await;
    let fault = json!({ "method": "PostMessagePatch", "kind": "accepted_then_timeout", "hang_ms": 0 });
    office.partner.order_fault(fault).await;
    for _ in 0..3 {
        office.clerk.refreshes().await;
    }
    assert_eq!(office.told("revocation_requests").await, 2);
    assert_eq!(office.clerk.status(utd).await, "Мы просим аннулировать");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_of_the_other_side_waits_for_us_and_our_signature_makes_the_document_void() {
    let office = Office::opens().await;
    let (utd, place) = office.receives_and_answers().await;
    office
        .grove_tells(&place, "request-revocation", "Отправили по ошибке")
        .await;
    assert_eq!(office.clerk.status(utd).await, "Контрагент просит аннулировать");
    assert_eq!(
        office.owed(utd).await,
        [(json!("revocation_answer"), json!("us"))]
    );
    assert_eq!(
        office.last_word(utd, "revocation_requested").await,
        (json!("Отправили по ошибке"), json!("them"))
    );
    assert_eq!(
        office.may_tell(utd).await,
        json!(["revocation_acceptance", "revocation_rejection"])
    );
    let job = office.tells("accept_revocation", "", utd).await;
    assert_eq!(done(&job), 1, "{}", office.cause(&job).await);
    // One answer is given, this or that.
    let other = office.tells("reject_revocation", "Передумали", utd).await;
    assert_eq!(office.cause(&other).await, "service_document_under_way");
    office.clerk.refreshes().await;
    office.passes_a_day().await;
    assert_eq!(office.clerk.status(utd).await, "Аннулирован");
    assert_eq!(office.last_word(utd, "revocation_accepted").await.1, json!("us"));
    let page = office.grove_reads(&place).await;
    assert!(page.contains("Согласие на аннулирование"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn we_refuse_to_revoke_with_a_reason_and_the_document_stays() {
    let office = Office::opens().await;
    let (utd, place) = office.receives_and_answers().await;
    office
        .grove_tells(&place, "request-revocation", "Отправили по ошибке")
        .await;
    let job = office.tells("reject_revocation", "Товар принят", utd).await;
    assert_eq!(done(&job), 1, "{}", office.cause(&job).await);
    office.clerk.refreshes().await;
    office.passes_a_day().await;
    assert_eq!(office.clerk.status(utd).await, "Завершён");
    assert_eq!(office.owed(utd).await, []);
    assert_eq!(
        office.last_word(utd, "revocation_rejected").await,
        (json!("Товар принят"), json!("us"))
    );
    let page = office.grove_reads(&place).await;
    assert!(
        page.contains("Отказ в аннулировании") && page.contains("Товар принят"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_still_waits_for_a_signature_is_not_revoked() {
    let office = Office::opens().await;
    let (utd, _) = office.receives("utd").await;
    let job = office.tells("request_revocation", "Ошибка", utd).await;
    assert_eq!(office.cause(&job).await, "docflow_unfinished");
    let answer = office.tells("accept_revocation", "", utd).await;
    assert_eq!(office.cause(&answer).await, "revocation_not_asked");
    assert_eq!(office.told("revocation_requests").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_a_proposal_is_given_once_when_the_line_breaks() {
    for (action, words, status) in [
        ("accept_revocation", "", "Аннулирован"),
        ("reject_revocation", "Товар принят", "Завершён"),
    ] {
        for kind in ["accepted_then_timeout", "drop", "garbled"] {
            let office = Office::opens().await;
            let (utd, place) = office.receives_and_answers().await;
            office
                .grove_tells(&place, "request-revocation", "Отправили по ошибке")
                .await;
            office.tells(action, words, utd).await;
            let fault = json!({ "method": "PostMessagePatch", "kind": kind, "hang_ms": 0 });
            office.partner.order_fault(fault).await;
            for _ in 0..3 {
                office.clerk.refreshes().await;
            }
            office.passes_a_day().await;
            assert_eq!(office.clerk.status(utd).await, status, "{action} {kind}");
            assert_eq!(office.told("revocation_answers").await, 1, "{action} {kind}");
            let outbox = office.clerk.engine.outbox(Vec::new(), None, 10).await.unwrap();
            assert!(
                outbox.iter().all(|row| row.state == OutboxState::Accepted),
                "{kind}: {outbox:?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_who_agrees_first_in_the_cabinet_is_no_failure() {
    let office = Office::opens().await;
    let (utd, place) = office.receives_and_answers().await;
    office
        .grove_tells(&place, "request-revocation", "Отправили по ошибке")
        .await;
    office.tells("accept_revocation", "", utd).await;
    let order = json!({
        "box": office.partner.organization(testkit::POLAR_STAR)["box_id_guid"],
        "message_id": place.0,
    });
    office.partner.order("cabinet/accept_revocation", order).await;
    office.clerk.refreshes().await;
    office.passes_a_day().await;
    let outbox = office.clerk.engine.outbox(Vec::new(), None, 10).await.unwrap();
    assert!(
        outbox.iter().all(|row| row.state == OutboxState::Accepted),
        "{outbox:?}"
    );
    assert_eq!(office.clerk.status(utd).await, "Аннулирован");
}

/// OpenSSL looks at each signature that our box put under something of this message; what they stand under.
async fn judged(office: &Office, message: &str) -> Vec<String> {
    let room = office.room.path();
    openssl::prepare(room);
    std::fs::write(room.join("root.cer"), office.authority.root()).unwrap();
    openssl::run(
        room,
        &["x509", "-inform", "DER", "-in", "root.cer", "-out", "root.pem"],
    );
    let entities = office.partner.entities(testkit::POLAR_STAR, message).await;
    let ours = office.partner.organization(testkit::POLAR_STAR)["box_id"].clone();
    let is_ours = |entity: &Value| entity["EntityType"] == "Signature" && entity["SignerBoxId"] == ours;
    let mut judged = Vec::new();
    for (signature, bytes) in entities.iter().filter(|(entity, _)| is_ours(entity)) {
        let parent = entities
            .iter()
            .find(|(entity, _)| entity["EntityId"] == signature["ParentEntityId"]);
        // Of a time-stamped form the parent is a signature.
        let Some((parent, content)) = parent.filter(|(entity, _)| entity["EntityType"] == "Attachment")
        else {
            continue;
        };
        std::fs::write(room.join("signature.p7s"), bytes).unwrap();
        std::fs::write(room.join("signed"), content).unwrap();
        let message = ["-inform", "DER", "-in", "signature.p7s", "-content", "signed"];
        let trust = ["-CAfile", "root.pem", "-purpose", "any", "-out", "verified"];
        openssl::run(
            room,
            &[&["cms", "-verify", "-cades", "-binary"][..], &message, &trust].concat(),
        );
        judged.push(parent["AttachmentType"].as_str().unwrap().to_owned());
    }
    judged.sort();
    judged
}

#[tokio::test(flavor = "multi_thread")]
async fn another_program_believes_every_signature_that_we_put_under_service_documents() {
    let office = Office::opens().await;
    let (utd, place) = office.receives_and_answers().await;
    office
        .grove_tells(&place, "request-revocation", "Отправили по ошибке")
        .await;
    office.tells("reject_revocation", "Товар принят", utd).await;
    office.clerk.refreshes().await;
    office.passes_a_day().await;
    office
        .grove_tells(&place, "request-revocation", "Товар вернулся")
        .await;
    office.tells("accept_revocation", "", utd).await;
    office.clerk.refreshes().await;
    assert_eq!(
        judged(&office, &place.0).await,
        [
            "RevocationRequest",
            "UniversalTransferDocumentBuyerTitle",
            "XmlSignatureRejection"
        ]
    );

    let office = Office::opens().await;
    let (invoice, place) = office.receives("invoice").await;
    office.tells("confirm_receipt", "", invoice).await;
    office.tells("request_amendment", "Не та ставка", invoice).await;
    office.clerk.refreshes().await;
    office.passes_a_day().await;
    assert_eq!(
        judged(&office, &place.0).await,
        ["InvoiceCorrectionRequest", "InvoiceReceipt"]
    );

    // What we propose and what we tell of marked goods.
    let office = Office::opens().await;
    let (utd, place) = office.sends_and_is_answered().await;
    office.system_says(&place, "Success", "Успешно обработан").await;
    office.tells("request_revocation", "Отгрузки не было", utd).await;
    office.clerk.refreshes().await;
    office.passes_a_day().await;
    office.grove_tells(&place, "accept-revocation", "").await;
    office.tells("cancel_shipment_fixation", "", utd).await;
    office.clerk.refreshes().await;
    office.passes_a_day().await;
    assert_eq!(
        judged(&office, &place.0).await,
        [
            "RevocationRequest",
            "TtGisFixationCancellationRequest",
            "UniversalTransferDocument"
        ]
    );
}

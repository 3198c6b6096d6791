//! What is owed beside a signature: each receipt notice by itself, the shipment data of marked goods, revocation through
//! another operator; and who tells what in which direction before and after the day of universal messages.

use domain::DocumentId;
use serde_json::{Value, json};
use testkit::{CEDAR_GROVE, POLAR_STAR};

use crate::messages::ERAS;
use crate::receipts::switches_on;
use crate::service_documents::{Office, done};

impl Office {
    /// What the service says of the owner of a box of this ИНН.
    async fn owner(&self, owner: &Value, facts: Value) {
        let mut order = facts;
        order["box"] = owner["box_id_guid"].clone();
        self.partner.order("organizations/owner", order).await;
    }

    /// «Честный знак» says this of the shipment.
    pub(crate) async fn system_says(&self, place: &(String, String), kind: &str, words: &str) {
        let status = json!({ "docflow_named_id": "TtGis", "docflow_friendly_name": "ГИС МТ",
            "named_id": kind, "friendly_name": words, "kind": kind });
        let order = json!({ "message_id": place.0, "status": status });
        self.partner.order("outside/system", order).await;
        self.clerk.refreshes().await;
    }

    /// What is owed by us, by its names.
    async fn owed_by_us(&self, document: DocumentId) -> Vec<String> {
        let owed = self
            .clerk
            .rpc("documents.owed", json!({ "ids": [document.0] }))
            .await;
        let all = owed["documents"][0]["obligations"].as_array().unwrap().clone();
        let ours = all.iter().filter(|one| one["by"] == "us");
        ours.map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
    }

    /// How many documents the registry finds by this mark.
    async fn marked(&self, mark: &str) -> usize {
        let asked = json!({ "filter": { "mark": mark } });
        let list = self.clerk.rpc("documents.list", asked).await;
        list["rows"].as_array().unwrap().len()
    }

    /// A document of ours whose answer and whose request for a correction both want a receipt notice of us.
    async fn owes_two_receipts(start: &str) -> (Self, DocumentId) {
        let office = Self::opens_when(start).await;
        let (star, grove) = (
            office.partner.organization(POLAR_STAR),
            office.partner.counterparty(CEDAR_GROVE),
        );
        office
            .owner(&star, json!({ "owes_amendment_receipts": true }))
            .await;
        office.owner(&grove, json!({ "asks_title_receipts": true })).await;
        let utd = office.clerk.imports("utd_schfdop_503.xml").await;
        let job = office.tells("sign_and_send", "", utd).await;
        assert_eq!(done(&job), 1, "{}", office.cause(&job).await);
        office.clerk.refreshes().await;
        office.passes_a_day().await;
        let place = office.clerk.remote(utd).await;
        office
            .grove_tells(&place, "request-amendment", "Исправьте адрес")
            .await;
        office
            .partner
            .counterparty_signs(CEDAR_GROVE, &place.0, &place.1)
            .await;
        office.passes_a_day().await;
        (office, utd)
    }
}

const OF_ANSWER: &str = "answer_receipt_notice";
const OF_REQUEST: &str = "amendment_receipt_notice";

#[tokio::test(flavor = "multi_thread")]
async fn each_receipt_about_one_document_is_owed_and_confirmed_by_itself() {
    for (start, papers) in ERAS {
        let (office, utd) = Office::owes_two_receipts(start).await;
        // What is asked for by a universal message wants no receipt notice.
        let owed = if papers > 0 {
            vec!["amendment", OF_ANSWER, OF_REQUEST]
        } else {
            vec!["amendment", OF_ANSWER]
        };
        assert_eq!(office.owed_by_us(utd).await, owed, "{start}");
        for given in 1..owed.len() {
            let job = office.tells("confirm_receipt", "", utd).await;
            assert_eq!(done(&job), 1, "{start} {given}: {}", office.cause(&job).await);
            let again = office.tells("confirm_receipt", "", utd).await;
            assert_eq!(office.cause(&again).await, "service_document_under_way");
            office.clerk.refreshes().await;
            office.passes_a_day().await;
            let mut left = owed.clone();
            left.drain(1..=given);
            assert_eq!(office.owed_by_us(utd).await, left, "{start}");
        }
        let late = office.tells("confirm_receipt", "", utd).await;
        assert_eq!(office.cause(&late).await, "receipt_not_awaited");
        let receipts = u64::try_from(owed.len() - 1).unwrap() * papers;
        assert_eq!(office.told("sender_receipts").await, receipts, "{start}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_that_go_by_themselves_go_about_each_title_and_request_and_once() {
    let (office, utd) = Office::owes_two_receipts("").await;
    switches_on(&office.clerk).await;
    for _ in 0..4 {
        office.clerk.refreshes().await;
    }
    office.passes_a_day().await;
    assert_eq!(office.told("sender_receipts").await, 2);
    assert_eq!(office.owed_by_us(utd).await, ["amendment"]);
    let rows = office.clerk.engine.outbox(Vec::new(), None, 10).await.unwrap();
    let receipts = rows.iter().filter(|row| row.kind.code() == "receipt_notice");
    assert_eq!(receipts.count(), 2, "{rows:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn their_receipt_about_our_request_is_awaited_and_seen() {
    let office = Office::opens().await;
    let grove = office.partner.counterparty(CEDAR_GROVE);
    office
        .owner(&grove, json!({ "owes_amendment_receipts": true }))
        .await;
    let (utd, place) = office.receives("utd").await;
    office.tells("request_amendment", "Не та цена", utd).await;
    office.clerk.refreshes().await;
    office.passes_a_day().await;
    assert_eq!(office.marked("receipt_awaited").await, 1);
    office.grove_tells(&place, "confirm-receipt", "").await;
    assert_eq!(office.marked("receipt_awaited").await, 0);
    assert_eq!(office.told("sender_receipts").await, 1);
    assert_eq!(office.tellers(utd, "receipt_notice").await, [json!("them")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shipment_of_a_void_document_is_owed_a_cancellation_and_what_the_system_refuses_is_told() {
    for (start, _) in ERAS {
        let office = Office::opens_when(start).await;
        let (utd, place) = office.sends_and_is_answered().await;
        office.system_says(&place, "Success", "Успешно обработан").await;
        office.tells("request_revocation", "Отгрузки не было", utd).await;
        office.clerk.refreshes().await;
        office.passes_a_day().await;
        assert_eq!(office.owed_by_us(utd).await, Vec::<String>::new());
        office.grove_tells(&place, "accept-revocation", "").await;
        assert_eq!(office.clerk.status(utd).await, "Аннулирован", "{start}");
        // The paper is over, and the shipment is not.
        assert_eq!(office.owed_by_us(utd).await, ["fixation_cancellation"]);
        assert_eq!(
            (
                office.marked("owed_by_us").await,
                office.marked("fixation_cancellation_required").await
            ),
            (1, 1)
        );
        let waiting = office.clerk.rpc("app.status", json!({})).await["documents_waiting_for_us"].clone();
        assert_eq!(waiting, 1);
        let job = office.tells("cancel_shipment_fixation", "", utd).await;
        assert_eq!(done(&job), 1, "{}", office.cause(&job).await);
        office.clerk.refreshes().await;
        office.passes_a_day().await;
        assert_eq!(office.told("fixation_cancellations").await, 1);
        assert_eq!(
            office.tellers(utd, "shipment_fixation_cancelled").await,
            [json!("us")]
        );
        assert_eq!(office.owed_by_us(utd).await, Vec::<String>::new());
        office.system_says(&place, "Normal", "Отмена в обработке").await;
        let owed = office.card(utd).await["sendings"][0]["obligations"].clone();
        assert_eq!(
            (&owed[0]["kind"], &owed[0]["by"]),
            (&json!("marking"), &json!("operator"))
        );
        office
            .system_says(&place, "Error", "Код уже выведен из оборота")
            .await;
        assert_eq!(office.clerk.status(utd).await, "Аннулирован");
        let news = office.clerk.rpc("notices.list", json!({})).await["notices"].clone();
        let told = news
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["kind"] == "failed");
        assert_eq!(told.count(), 1, "{start}: {news:#}");
        let (words, who) = office.last_word(utd, "outer").await;
        assert!(
            words.as_str().unwrap().contains("Код уже выведен из оборота") && who == "operator",
            "{words}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shipment_to_us_that_the_sender_cancels_is_seen_in_the_timeline_and_asks_nothing_of_us() {
    for (start, _) in ERAS {
        let office = Office::opens_when(start).await;
        let (utd, place) = office.receives_and_answers().await;
        office.system_says(&place, "Success", "Успешно обработан").await;
        office
            .grove_tells(&place, "request-revocation", "Отправили по ошибке")
            .await;
        let job = office.tells("accept_revocation", "", utd).await;
        assert_eq!(done(&job), 1, "{}", office.cause(&job).await);
        office.clerk.refreshes().await;
        office.passes_a_day().await;
        assert_eq!(office.clerk.status(utd).await, "Аннулирован", "{start}");
        office.grove_tells(&place, "cancel-fixation", "").await;
        assert_eq!(
            office.tellers(utd, "shipment_fixation_cancelled").await,
            [json!("them")],
            "{start}"
        );
        assert_eq!(office.owed_by_us(utd).await, Vec::<String>::new());
        assert_eq!(office.may_tell(utd).await, json!(["info_message"]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_of_what_we_sent_is_seen_once_with_its_words_in_either_era() {
    for (start, papers) in ERAS {
        let office = Office::opens_when(start).await;
        let utd = office.clerk.imports("utd_schfdop_503.xml").await;
        office.tells("sign_and_send", "", utd).await;
        office.clerk.refreshes().await;
        office.passes_a_day().await;
        let place = office.clerk.remote(utd).await;
        office
            .partner
            .counterparty_refuses(CEDAR_GROVE, &place.0, &place.1, "Товар не поступил")
            .await;
        office.passes_a_day().await;
        assert_eq!(office.clerk.status(utd).await, "Отказано в подписи", "{start}");
        assert_eq!(
            office.last_word(utd, "rejected").await,
            (json!("Товар не поступил"), json!("them"))
        );
        assert_eq!(office.tellers(utd, "rejected").await.len(), 1, "{start}");
        assert_eq!(office.told("rejections").await, papers);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_to_revoke_through_another_operator_has_the_form_that_it_takes_and_is_answered() {
    for (operator, form) in [("2AL", "1.01"), ("2AE", "1.02")] {
        let office = Office::opens().await;
        let (utd, place) = office.sends_and_is_answered().await;
        let grove = office.partner.counterparty(CEDAR_GROVE);
        office
            .owner(&grove, json!({ "roaming_operator": operator }))
            .await;
        let job = office.tells("request_revocation", "Ошибка в сумме", utd).await;
        assert_eq!(done(&job), 1, "{operator}: {}", office.cause(&job).await);
        office.clerk.refreshes().await;
        office.passes_a_day().await;
        assert_eq!(forms_of_proposals(&office, &place.0).await, [form]);
        // The other side reads it on its own page and refuses, then proposes itself in the form of its operator.
        let page = office.grove_reads(&place).await;
        assert!(page.contains("Ошибка в сумме"), "{page}");
        office
            .grove_tells(&place, "reject-revocation", "Товар у нас")
            .await;
        assert_eq!(office.clerk.status(utd).await, "Завершён", "{operator}");
        office
            .grove_tells(&place, "request-revocation", "Товар вернули")
            .await;
        assert_eq!(forms_of_proposals(&office, &place.0).await, [form, form]);
        assert_eq!(
            office.last_word(utd, "revocation_requested").await,
            (json!("Товар вернули"), json!("them"))
        );
        let job = office.tells("accept_revocation", "", utd).await;
        assert_eq!(done(&job), 1, "{operator}: {}", office.cause(&job).await);
        office.clerk.refreshes().await;
        office.passes_a_day().await;
        assert_eq!(office.clerk.status(utd).await, "Аннулирован", "{operator}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_that_takes_no_proposals_is_told_before_anything_is_signed() {
    let office = Office::opens().await;
    let (utd, _) = office.sends_and_is_answered().await;
    let grove = office.partner.counterparty(CEDAR_GROVE);
    office.owner(&grove, json!({ "roaming_operator": "2BK" })).await;
    let job = office.tells("request_revocation", "Ошибка в сумме", utd).await;
    assert_eq!(done(&job), 0);
    assert_eq!(office.cause(&job).await, "refused");
    assert_eq!(office.told("revocation_requests").await, 0);
    assert_eq!(office.clerk.status(utd).await, "Завершён");
}

/// The version of the form of each proposal to revoke in this message.
async fn forms_of_proposals(office: &Office, message: &str) -> Vec<String> {
    let entities = office.partner.entities(POLAR_STAR, message).await;
    let proposals = entities
        .iter()
        .filter(|(entity, _)| entity["AttachmentType"] == "RevocationRequest");
    proposals
        .map(|(_, bytes)| {
            // The names of attributes are in windows-1251, their values here are not.
            let text = String::from_utf8_lossy(bytes);
            let form = text.split('"').find(|value| ["1.01", "1.02"].contains(value));
            form.unwrap_or_default().to_owned()
        })
        .collect()
}

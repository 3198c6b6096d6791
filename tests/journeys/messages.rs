//! Universal messages: both documents in one patch until the operator's day, the message alone from it on, words without any
//! consequence at all times; and the cancellation of the shipment data of marked goods.

use domain::{DocumentId, OutboxState};
use engine::BulkJobView;
use serde_json::{Value, json};
use testkit::POLAR_STAR;

use crate::service_documents::{Office, done};

/// A day that is still to come, and one that is over.
pub(crate) const LATER: &str = "2099-01-01";
pub(crate) const LONG_AGO: &str = "2020-01-01";
/// The day, and how many former documents lie beside each message.
pub(crate) const ERAS: [(&str, u64); 2] = [(LATER, 1), (LONG_AGO, 0)];

impl Office {
    /// A job without any key.
    pub(crate) async fn does(&self, action: &str, params: Value, document: DocumentId) -> BulkJobView {
        let job = self.clerk.plans(action, params, &[document]).await;
        let engine = &self.clerk.engine;
        engine
            .start_bulk(job, engine::StartWith::ReadyAndWarned)
            .await
            .unwrap();
        engine.finish_bulk().await.unwrap();
        engine.bulk_job(job).await.unwrap()
    }

    async fn says(&self, words: &str, document: DocumentId) -> BulkJobView {
        self.does("send_message", json!({ "text": words }), document)
            .await
    }

    /// Who told this, each time.
    pub(crate) async fn tellers(&self, document: DocumentId, fact: &str) -> Vec<Value> {
        let timeline = self.card(document).await["timeline"].clone();
        let all = timeline.as_array().unwrap().iter();
        let found = all.filter(|entry| entry["fact"] == fact);
        found.map(|entry| entry["actor"].clone()).collect()
    }

    /// From now on our formal documents are answered with universal messages alone.
    pub(crate) async fn begins_messages(&self) {
        let ours = self.partner.organization(POLAR_STAR)["box_id_guid"].clone();
        let order = json!({ "box": ours, "universal_messages_start": LONG_AGO });
        self.partner.order("organizations/owner", order).await;
    }

    /// Firms for which somebody has to sign what this action tells, as the dialog asks.
    pub(crate) async fn signers_asked(&self, action: &str, document: DocumentId) -> usize {
        let asked = json!({ "document_ids": [document.0], "action": action });
        let choice = self.clerk.rpc("signing.choice", asked).await;
        choice["firms"].as_array().unwrap().len()
    }

    /// Rows of the outbox that are not through.
    pub(crate) async fn unfinished(&self) -> usize {
        let rows = self.clerk.engine.outbox(Vec::new(), None, 50).await.unwrap();
        rows.iter()
            .filter(|row| row.state != OutboxState::Accepted)
            .count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_told_once_in_either_era_and_needs_a_key_only_in_the_first() {
    for (start, papers) in ERAS {
        let office = Office::opens_when(start).await;
        let (invoice, place) = office.receives("invoice").await;
        let asked = office.signers_asked("confirm_receipt", invoice).await;
        assert_eq!(asked, usize::from(papers > 0), "{start}");
        let job = if papers == 0 {
            let nobody = json!({ "certificates": {} });
            office.does("confirm_receipt", nobody, invoice).await
        } else {
            office.tells("confirm_receipt", "", invoice).await
        };
        assert_eq!(done(&job), 1, "{start}: {}", office.cause(&job).await);
        office.clerk.refreshes().await;
        assert_eq!(
            (
                office.told("receipts").await,
                office.told("universal_messages").await
            ),
            (papers, 1),
            "{start}"
        );
        office.passes_a_day().await;
        assert_eq!(office.clerk.status(invoice).await, "Завершён", "{start}");
        assert_eq!(
            office.tellers(invoice, "receipt_notice").await,
            [json!("us")],
            "{start}"
        );
        let page = office.grove_reads(&place).await;
        assert!(page.contains("универсальное сообщение"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn corrections_and_refusals_reach_the_other_side_in_either_era_with_our_words() {
    for (start, papers) in ERAS {
        for (action, words, status, fact, kind) in [
            (
                "request_amendment",
                "Строка 2: 5 < 15 & «шт».",
                "Мы запросили уточнение",
                "amendment_requested",
                "amendment_requests",
            ),
            (
                "reject",
                "Неверная цена.",
                "Отказано в подписи",
                "rejected",
                "rejections",
            ),
        ] {
            let office = Office::opens_when(start).await;
            let (utd, place) = office.receives("utd").await;
            let job = office.tells(action, words, utd).await;
            assert_eq!(done(&job), 1, "{start} {action}: {}", office.cause(&job).await);
            office.clerk.refreshes().await;
            office.passes_a_day().await;
            assert_eq!(office.clerk.status(utd).await, status, "{start}");
            assert_eq!(office.last_word(utd, fact).await, (json!(words), json!("us")));
            assert_eq!(office.tellers(utd, fact).await.len(), 1, "{start}");
            assert_eq!(
                (office.told(kind).await, office.told("universal_messages").await),
                (papers, 1),
                "{start} {action}"
            );
            let page = office.grove_reads(&place).await;
            let shown = words.replace('&', "&amp;").replace('<', "&lt;");
            assert!(page.contains(&shown), "{page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_other_side_tells_in_either_era_is_owed_and_shown_once() {
    for (start, papers) in ERAS {
        let office = Office::opens_when(start).await;
        let (utd, place) = office.sends_and_is_answered().await;
        assert_eq!(office.tellers(utd, "receipt_notice").await, [json!("them")]);
        office
            .grove_tells(&place, "request-amendment", "Исправьте адрес")
            .await;
        assert_eq!(office.clerk.status(utd).await, "Запрошено уточнение", "{start}");
        assert_eq!(
            office.last_word(utd, "amendment_requested").await,
            (json!("Исправьте адрес"), json!("them"))
        );
        assert_eq!(office.tellers(utd, "amendment_requested").await.len(), 1);
        assert_eq!(office.told("amendment_requests").await, papers);
        assert_eq!(office.told("universal_messages").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_to_revoke_is_no_refusal_to_sign_in_either_direction() {
    for (start, _) in ERAS {
        let office = Office::opens_when(start).await;
        let (utd, place) = office.sends_and_is_answered().await;
        office.tells("request_revocation", "Ошибка в сумме", utd).await;
        office.clerk.refreshes().await;
        office.passes_a_day().await;
        office
            .grove_tells(&place, "reject-revocation", "Товар уже у нас")
            .await;
        assert_eq!(office.clerk.status(utd).await, "Завершён", "{start}");
        assert_eq!(
            office.last_word(utd, "revocation_rejected").await,
            (json!("Товар уже у нас"), json!("them"))
        );
        office
            .grove_tells(&place, "request-revocation", "Отправили по ошибке")
            .await;
        let job = office.tells("reject_revocation", "Товар принят", utd).await;
        assert_eq!(done(&job), 1, "{}", office.cause(&job).await);
        office.clerk.refreshes().await;
        office.passes_a_day().await;
        assert_eq!(office.clerk.status(utd).await, "Завершён", "{start}");
        assert_eq!(
            office.last_word(utd, "revocation_rejected").await,
            (json!("Товар принят"), json!("us"))
        );
        assert_eq!(office.tellers(utd, "rejected").await, Vec::<Value>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_go_both_ways_any_number_of_times_and_change_no_status() {
    for (start, _) in ERAS {
        let office = Office::opens_when(start).await;
        let (utd, place) = office.sends_and_is_answered().await;
        assert_eq!(
            office.may_tell(utd).await,
            json!(["revocation_request", "info_message"])
        );
        for words in ["Оригинал пришлём почтой.", "Отправлено 5 < 15 & «шт»."]
        {
            let job = office.says(words, utd).await;
            assert_eq!(done(&job), 1, "{start}: {}", office.cause(&job).await);
            office.clerk.refreshes().await;
            assert_eq!(
                office.last_word(utd, "message").await,
                (json!(words), json!("us"))
            );
        }
        let page = office.grove_reads(&place).await;
        assert!(
            page.contains("Оригинал пришлём почтой") && page.contains("5 &lt; 15"),
            "{page}"
        );
        office.passes_a_day().await;
        office.grove_tells(&place, "say", "Спасибо, ждём").await;
        office
            .grove_tells(&place, "ask-authority", "Кто такая Корнилова")
            .await;
        assert_eq!(
            office.last_word(utd, "message").await,
            (json!("Спасибо, ждём"), json!("them"))
        );
        assert_eq!(
            office.last_word(utd, "authority_asked").await,
            (json!("Кто такая Корнилова"), json!("them"))
        );
        assert_eq!(office.clerk.status(utd).await, "Завершён", "{start}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_operator_names_no_day_a_message_is_not_even_planned() {
    let office = Office::opens().await;
    let (utd, _) = office.receives("utd").await;
    let job = office.says("Добрый день", utd).await;
    assert_eq!(office.cause(&job).await, "messages_not_taken");
    assert_eq!(
        office.may_tell(utd).await,
        json!(["signature_rejection", "amendment_request"])
    );
    let plan = engine::BulkPlan {
        action: "send_message".to_owned(),
        rows: engine::ExportRows::These(vec![utd], None),
        params: json!({ "text": "  " }),
        operation: uuid::Uuid::new_v4(),
    };
    let refused = office.clerk.engine.plan_bulk(plan).await.unwrap_err();
    assert_eq!(refused.code().as_str(), "reason_missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_makes_no_second_message_of_any_kind() {
    for (start, _) in ERAS {
        for kind in ["accepted_then_timeout", "drop"] {
            let office = Office::opens_when(start).await;
            let (invoice, _) = office.receives("invoice").await;
            office.tells("confirm_receipt", "", invoice).await;
            office.says("Получили, проверяем", invoice).await;
            let fault = json!({ "method": "PostMessagePatch", "kind": kind, "hang_ms": 0, "count": 2 });
            office.partner.order_fault(fault).await;
            for _ in 0..4 {
                office.clerk.refreshes().await;
            }
            assert_eq!(office.told("universal_messages").await, 2, "{start} {kind}");
            assert_eq!(office.unfinished().await, 0, "{start} {kind}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leaves_after_the_day_came_meanwhile_goes_as_a_message_by_itself_and_once() {
    for (start, action, words, fault) in [
        ("", "confirm_receipt", "", ""),
        (LATER, "reject", "Цена: 5 < 15 & «шт».", ""),
        (LATER, "request_amendment", "Неверный адрес", "drop"),
        ("", "confirm_receipt", "", "accepted_then_timeout"),
    ] {
        let office = Office::opens_when(start).await;
        let (utd, place) = office.receives("invoice_and_transfer").await;
        let job = office.tells(action, words, utd).await;
        assert_eq!(done(&job), 1, "{action}: {}", office.cause(&job).await);
        let told_before = fault == "accepted_then_timeout";
        if !fault.is_empty() {
            let order = json!({ "method": "PostMessagePatch", "kind": fault, "hang_ms": 0 });
            office.partner.order_fault(order).await;
            office.clerk.refreshes().await;
        }
        office.begins_messages().await;
        for _ in 0..3 {
            office.clerk.refreshes().await;
        }
        let rows = office.clerk.engine.outbox(Vec::new(), None, 10).await.unwrap();
        let states: Vec<_> = rows.iter().map(|row| row.state).collect();
        let remade = office.tellers(utd, "remade_as_message").await;
        let papers = ["receipts", "rejections", "amendment_requests"];
        let mut kept = 0;
        for kind in papers {
            kept += office.told(kind).await;
        }
        if told_before {
            // It had arrived before the day came: nothing is made anew.
            assert_eq!(states, [OutboxState::Accepted], "{rows:?}");
            assert_eq!((kept, office.told("universal_messages").await), (1, 0));
            assert_eq!(remade, Vec::<Value>::new());
            continue;
        }
        assert_eq!(
            states,
            [OutboxState::Accepted, OutboxState::Cancelled],
            "{action} {rows:?}"
        );
        let ended = rows[1].failure.as_ref().map(|failure| failure.code.as_str());
        assert_eq!(ended, Some("remade_as_message"));
        assert_eq!(
            (kept, office.told("universal_messages").await),
            (0, 1),
            "{action}"
        );
        assert_eq!(remade, [json!("us")]);
        let page = office.grove_reads(&place).await;
        let shown = words.replace('&', "&amp;").replace('<', "&lt;");
        assert!(page.contains(&shown), "{page}");
        // Nobody has to be told that something failed, because nothing did.
        let news = office.clerk.rpc("notices.list", json!({})).await;
        let is_failure = |notice: &&Value| notice["kind"] == "failed";
        assert_eq!(
            news["notices"]
                .as_array()
                .unwrap()
                .iter()
                .filter(is_failure)
                .count(),
            0
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_that_is_refused_for_another_reason_is_no_message_and_waits_for_a_person() {
    let office = Office::opens_when(LATER).await;
    let (invoice, _) = office.receives("invoice").await;
    office.tells("confirm_receipt", "", invoice).await;
    let refusal = json!({ "kind": "status", "status": 409, "method": "PostMessagePatch" });
    office.partner.order_fault(refusal).await;
    office.clerk.refreshes().await;
    let rows = office.clerk.engine.outbox(Vec::new(), None, 10).await.unwrap();
    assert_eq!((rows.len(), rows[0].state), (1, OutboxState::Failed), "{rows:?}");
    assert_eq!(office.told("universal_messages").await, 0);
    assert_eq!(
        office.tellers(invoice, "remade_as_message").await,
        Vec::<Value>::new()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn shipment_data_of_marked_goods_are_cancelled_once_the_document_is_void() {
    for kind in ["", "accepted_then_timeout"] {
        let office = Office::opens().await;
        let (utd, place) = office.sends_and_is_answered().await;
        let status = json!({ "docflow_named_id": "TtGis", "docflow_friendly_name": "ГИС МТ",
            "named_id": "SuccessProcessed", "friendly_name": "Успешно обработан", "kind": "Success" });
        let order = json!({ "message_id": place.0, "status": status });
        office.partner.order("outside/system", order).await;
        office.clerk.refreshes().await;
        let early = office.tells("cancel_shipment_fixation", "", utd).await;
        assert_eq!(office.cause(&early).await, "cancellation_not_awaited");
        office.tells("request_revocation", "Отгрузки не было", utd).await;
        office.clerk.refreshes().await;
        office.passes_a_day().await;
        office.grove_tells(&place, "accept-revocation", "").await;
        assert_eq!(
            office.may_tell(utd).await,
            json!(["shipment_fixation_cancellation"])
        );
        let job = office.tells("cancel_shipment_fixation", "", utd).await;
        assert_eq!(done(&job), 1, "{}", office.cause(&job).await);
        if !kind.is_empty() {
            let fault = json!({ "method": "PostMessagePatch", "kind": kind, "hang_ms": 0 });
            office.partner.order_fault(fault).await;
        }
        for _ in 0..2 {
            office.clerk.refreshes().await;
        }
        assert_eq!(office.told("fixation_cancellations").await, 1, "{kind}");
        assert_eq!(office.unfinished().await, 0, "{kind}");
        assert_eq!(
            office.tellers(utd, "shipment_fixation_cancelled").await,
            [json!("us")]
        );
        let late = office.tells("cancel_shipment_fixation", "", utd).await;
        assert_eq!(office.cause(&late).await, "cancellation_not_awaited");
        let page = office.grove_reads(&place).await;
        assert!(page.contains("Отмена сведений об отгрузке"), "{page}");
    }
}

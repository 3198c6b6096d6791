//! What happens to a document beside its signing is followed: it is put away, taken back, moved, lost on the way, answered by
//! another operator, judged by another system. And nothing of it is mixed up with what others send from the same box.

use domain::DocumentId;
use serde_json::{Value, json};
use testkit::{CEDAR_GROVE, Clerk, Computer, POLAR_STAR, Partner, utd_numbered};

/// АО «Гранит-Север», with a box here and another one at another operator.
const GRANITE: &str = "9670558319";

struct Office {
    _room: tempfile::TempDir,
    partner: Partner,
    clerk: Clerk,
}

impl Office {
    async fn opens() -> Self {
        let (_room, partner, clerk) = testkit::office().await;
        Self {
            _room,
            partner,
            clerk,
        }
    }

    /// A УПД of ours that lies in the box of its buyer, and its message.
    async fn delivered(&self) -> (DocumentId, String) {
        let utd = self.clerk.imports("utd_schfdop_503.xml").await;
        self.clerk.sends(utd).await;
        self.clerk.refreshes().await;
        self.clerk.refreshes().await;
        let (message, _) = self.clerk.remote(utd).await;
        (utd, message)
    }

    /// A person at the cabinet of this box does something to a document there.
    async fn keeps(&self, whose: &str, act: &str, message: &str, department: Option<&str>) {
        let order = json!({
            "box": self.partner.any_organization(whose)["box_id_guid"],
            "message_id": message,
            "department_id": department,
        });
        self.partner.order(&format!("cabinet/{act}"), order).await;
        self.clerk.refreshes().await;
    }

    async fn facets(&self, document: DocumentId) -> Value {
        self.card(document).await["sendings"][0]["facets"].clone()
    }

    async fn card(&self, document: DocumentId) -> Value {
        self.clerk.rpc("documents.get", json!({ "id": document.0 })).await
    }

    /// How often the timeline of the card tells this.
    async fn told(&self, document: DocumentId, fact: &str) -> usize {
        let card = self.card(document).await;
        let lines = card["timeline"].as_array().unwrap().iter();
        lines.filter(|line| line["fact"] == fact).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_away_is_told_here_and_what_the_other_side_puts_away_is_its_own_business() {
    let office = Office::opens().await;
    let (utd, message) = office.delivered().await;
    let before = office.clerk.status(utd).await;
    assert_eq!(before, "Ожидается подпись контрагента");

    office.keeps(CEDAR_GROVE, "delete", &message, None).await;
    assert_eq!(office.clerk.status(utd).await, before);
    assert_eq!(office.told(utd, "deleted").await, 0);
    office.keeps(CEDAR_GROVE, "restore", &message, None).await;

    office.keeps(POLAR_STAR, "delete", &message, None).await;
    assert_eq!(office.facets(utd).await["deleted"], true);
    assert_eq!(office.told(utd, "deleted").await, 1);
    assert_eq!(office.clerk.status(utd).await, before, "the buyer still has it");
    office.keeps(POLAR_STAR, "restore", &message, None).await;
    assert_eq!(office.facets(utd).await["deleted"], false);
    assert_eq!(office.told(utd, "restored").await, 1);

    let (act, _) = office
        .partner
        .counterparty_sends(CEDAR_GROVE, POLAR_STAR, "act")
        .await;
    office.clerk.refreshes().await;
    let inbound = DocumentId(office.clerk.numbered("К-1").await["id"].as_i64().unwrap());
    assert_eq!(office.clerk.status(inbound).await, "Требуется наша подпись");
    office.keeps(POLAR_STAR, "delete", &act, None).await;
    assert_eq!(office.clerk.status(inbound).await, "Удалён");
    office.keeps(POLAR_STAR, "restore", &act, None).await;
    assert_eq!(office.clerk.status(inbound).await, "Требуется наша подпись");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_goes_to_another_department_says_so_and_stays_what_it_was() {
    let office = Office::opens().await;
    let (utd, message) = office.delivered().await;
    let before = office.clerk.status(utd).await;
    let ours = office.partner.organization(POLAR_STAR);
    let department = ours["departments"][0]["id"].as_str().unwrap();
    office.keeps(POLAR_STAR, "move", &message, Some(department)).await;
    assert_eq!(office.told(utd, "moved").await, 1);
    assert_eq!(office.clerk.status(utd).await, before);
    // It is found where it was moved from as well as where it is: by its place at the operator.
    office.keeps(POLAR_STAR, "move", &message, None).await;
    assert_eq!(office.told(utd, "moved").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_is_checked_a_while_after_it_was_taken() {
    let office = Office::opens().await;
    let slow = json!({ "check_ms": 60_000, "delivery_ms": 120_000 });
    office.partner.order("clock/delays", slow).await;
    let utd = office.clerk.imports("utd_schfdop_503.xml").await;
    office.clerk.sends(utd).await;
    office.clerk.refreshes().await;
    assert_eq!(office.facets(utd).await["our_signature"], "unchecked");
    assert_eq!(office.clerk.status(utd).await, "Отправлен");
    office.partner.pass_time(90).await;
    office.clerk.refreshes().await;
    assert_eq!(office.facets(utd).await["our_signature"], "valid");
    assert_eq!(office.told(utd, "signature_checked").await, 1);
    assert_eq!(office.clerk.status(utd).await, "Отправлен");
    office.partner.pass_time(90).await;
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(utd).await, "Ожидается подпись контрагента");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_message_that_does_not_arrive_is_told_in_the_operators_words() {
    let office = Office::opens().await;
    let lost = json!({ "method": "PostMessage", "kind": "not_delivered", "text": "ящик получателя закрыт." });
    office.partner.order_fault(lost).await;
    let (utd, _) = office.delivered().await;
    assert_eq!(office.clerk.status(utd).await, "Не доставлен (роуминг)");
    assert_eq!(office.facets(utd).await["our_signature"], "valid");
    let card = office.card(utd).await;
    let lines = card["timeline"].as_array().unwrap();
    let failure = lines.iter().find(|line| line["fact"] == "not_delivered").unwrap();
    assert!(
        failure["text"]
            .as_str()
            .unwrap()
            .contains("ящик получателя закрыт"),
        "{card:#}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_operator_brings_a_document_or_says_that_it_could_not() {
    let office = Office::opens().await;
    let clerk = &office.clerk;
    // The company has a box at another operator, which takes us for once.
    let card = json!({ "name": "АО «Гранит-Север», склад", "inn": GRANITE, "kpp": "967099999" });
    let granite = clerk.rpc("counterparties.save", card).await["id"].clone();
    clerk.rpc("exchange.start", json!({})).await;
    let mut changes = clerk.engine.changes();
    while clerk.rpc("exchange.get", json!({})).await["is_running"] == true {
        changes.next().await;
    }
    let found = clerk.rpc("counterparties.get", json!({ "id": granite })).await;
    let relations = found["relations"].as_array().unwrap();
    let roaming = relations.iter().find(|one| one["is_roaming"] == true).unwrap();
    let manner = json!({ "box": roaming["box_id"], "manner": "accepts" });
    office.partner.order("relations/manner", manner).await;
    let place = json!({ "counterparty_id": granite, "connection_id": 1, "box_id": roaming["box_id"] });
    clerk.rpc("relations.choose_box", place.clone()).await;
    clerk
        .rpc("relations.act", json!({ "kind": "invite", "relations": [place] }))
        .await;
    clerk.refreshes().await;
    clerk.refreshes().await;
    office.partner.pass_time(60).await;
    clerk.rpc("exchange.start", json!({})).await;
    while clerk.rpc("exchange.get", json!({})).await["is_running"] == true {
        changes.next().await;
    }

    let paper = clerk.imports("print_form.pdf").await;
    let firms = clerk.rpc("firms.list", json!({})).await;
    let sides = json!({ "id": paper.0, "firm_id": firms["firms"][0]["id"], "counterparty_id": granite });
    clerk.rpc("documents.assign", sides).await;
    clerk.sends(paper).await;
    clerk.refreshes().await;
    clerk.refreshes().await;
    assert_eq!(office.facets(paper).await["roaming"], "delivered");
    assert_eq!(clerk.status(paper).await, "Ожидается подпись контрагента");

    let (message, _) = clerk.remote(paper).await;
    let answer = json!({ "message_id": message, "is_success": false, "text": "Участник заблокирован" });
    office.partner.order("outside/roaming", answer).await;
    clerk.refreshes().await;
    assert_eq!(clerk.status(paper).await, "Не доставлен (роуминг)");
    let card = office.card(paper).await;
    let lines = card["timeline"].as_array().unwrap();
    let words = lines.iter().filter(|line| line["fact"] == "roaming");
    assert!(
        words.clone().any(|line| line["text"] == "Участник заблокирован"),
        "{card:#}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_system_says_of_marked_goods_is_a_facet_and_a_line() {
    let office = Office::opens().await;
    let (utd, message) = office.delivered().await;
    let says = async |named_id: &str, kind: &str, words: &str| {
        let status = json!({
            "docflow_named_id": "TtGis",
            "docflow_friendly_name": "ГИС МТ",
            "named_id": named_id,
            "friendly_name": words,
            "kind": kind,
            "details": if kind == "Error" { json!([["4", "Код маркировки не найден"]]) } else { json!([]) },
        });
        let order = json!({ "message_id": message, "status": status });
        office.partner.order("outside/system", order).await;
        office.clerk.refreshes().await;
        office.facets(utd).await["marking"].clone()
    };
    assert_eq!(says("InProcessing", "Normal", "Обрабатывается").await, "pending");
    assert_eq!(says("ProcessingError", "Error", "Ошибка").await, "failed");
    assert_eq!(office.clerk.status(utd).await, "Ошибка «Честного знака»");
    let card = office.card(utd).await;
    let lines = card["timeline"].as_array().unwrap();
    assert!(
        lines
            .iter()
            .any(|line| line["fact"] == "outer" && line["text"].as_str().unwrap().contains("не найден")),
        "{card:#}"
    );
    assert_eq!(says("SuccessProcessed", "Success", "Обработан").await, "accepted");
    assert_eq!(office.clerk.status(utd).await, "Ожидается подпись контрагента");
    assert_eq!(office.told(utd, "outer").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_computers_at_one_box_follow_each_its_own_and_both_what_came() {
    const EACH: usize = 5;
    let room = tempfile::tempdir().unwrap();
    let partner = Partner::start().await;
    let mut desks = Vec::new();
    for (desk, first) in [("left", 400), ("right", 600)] {
        let clerk = Clerk::opens(&room.path().join(desk), Computer::new().ports());
        clerk.connects(&partner, POLAR_STAR).await;
        let files = (first..first + EACH).map(utd_numbered).collect();
        let mut sent = Vec::new();
        for outcome in clerk.engine.import(files).await {
            let document = outcome.result.unwrap().document;
            clerk.sends(document).await;
            sent.push(document);
        }
        clerk.refreshes().await;
        desks.push((clerk, sent));
    }
    // All of it lies in one page of the feed: their answers, ours, and a document for us.
    for (clerk, sent) in &desks {
        for document in &sent[..2] {
            let (message, entity) = clerk.remote(*document).await;
            partner.counterparty_signs(CEDAR_GROVE, &message, &entity).await;
        }
        let (message, entity) = clerk.remote(sent[2]).await;
        partner
            .counterparty_refuses(CEDAR_GROVE, &message, &entity, "Не та цена")
            .await;
    }
    partner.counterparty_sends(CEDAR_GROVE, POLAR_STAR, "act").await;
    for (clerk, sent) in &desks {
        clerk.refreshes().await;
        clerk.refreshes().await;
        let list = clerk.rpc("documents.list", json!({})).await;
        let rows = list["rows"].as_array().unwrap();
        assert_eq!(rows.len(), EACH + 1, "its own and what came: {rows:#?}");
        for document in &sent[..2] {
            let status = clerk.status(*document).await;
            assert!(
                ["Подписан контрагентом", "Завершён"].contains(&status.as_str()),
                "{status}"
            );
        }
        assert_eq!(clerk.status(sent[2]).await, "Отказано в подписи");
        for document in &sent[3..] {
            assert_eq!(clerk.status(*document).await, "Ожидается подпись контрагента");
        }
        let act = clerk.numbered("К-1").await;
        assert_eq!(act["direction"], "inbound");
    }
    assert_eq!(partner.ledger().await.len(), 2 * EACH + 1);
}

//! «Значимые события» for people: the consent goes first and the document follows by itself; who does not agree gets nothing.

use engine::Capabilities;
use engine::Operator;
use serde_json::{Value, json};
use testkit::{Clerk, Computer, Partner};

use super::{OLGA, Salon};

impl Salon {
    /// A rule for every work order, rehearsed and on, which waits for nothing.
    async fn sends_by_rule(&self, print_forms: Value) {
        let body = json!({
            "name": "Заказ-наряды клиентам", "kind_id": self.kind().await["id"],
            "conditions": { "matching": "all", "conditions": [], "groups": [] },
            "connection_id": null, "frequency": "once", "print_forms": print_forms, "quiet_s": 0,
        });
        let rule = self.clerk.rpc("rules.save", json!({ "body": body })).await["id"].clone();
        self.clerk.rpc("rules.rehearse", json!({ "id": rule })).await;
        let on = json!({ "id": rule, "is_active": true });
        self.clerk.rpc("rules.switch", on).await;
    }

    async fn purposes(&self) -> Vec<Value> {
        let sms = self.sms().await;
        sms.iter().map(|one| one["purpose"].clone()).collect()
    }

    async fn tasks(&self, state: &str) -> Vec<Value> {
        let found = self.clerk.rpc("rules.tasks", json!({ "states": [state] })).await;
        found["tasks"].as_array().unwrap().clone()
    }
}

#[tokio::test]
async fn a_rule_asks_for_consent_first_and_the_document_follows_by_itself_and_a_known_client_gets_it_at_once()
{
    let salon = Salon::open().await;
    salon.sends_by_rule(json!([])).await;
    let olga = salon.client("Зимина", OLGA).await;
    let first = salon.records(&olga).await;
    salon.clerk.refreshes().await;
    assert_eq!(salon.status(first).await, "Ожидаем согласия");
    assert_eq!(salon.purposes().await, ["consent"]);
    salon.person_does(OLGA, "consent-all").await;
    assert_eq!(salon.status(first).await, "Ожидается подпись контрагента");
    let done = salon.tasks("done").await;
    assert_eq!(
        done[0]["sending_status"]["label"],
        "Ожидается подпись контрагента"
    );

    let second = salon.records(&olga).await;
    salon.clerk.refreshes().await;
    assert_eq!(salon.status(second).await, "Ожидается подпись контрагента");
    assert_eq!(salon.purposes().await, ["consent", "document", "document"]);
    salon.clerk.refreshes().await;
    assert_eq!(salon.documents().await.len(), 2, "nothing goes twice");
}

#[tokio::test]
async fn where_papers_are_not_to_go_at_once_a_rule_and_a_command_leave_them_at_the_operator_too() {
    let salon = Salon::open().await;
    let olga = salon.client("Зимина", OLGA).await;
    let in_steps = json!({ "id": salon.connection, "sends_at_once": false });
    salon.clerk.rpc("connections.set", in_steps).await;
    let by_command = salon.writes(&olga).await;
    let sent = json!({ "ids": [by_command] });
    salon.clerk.rpc("documents.send", sent).await;
    salon.sends_by_rule(json!([])).await;
    let by_rule = salon.records(&olga).await;
    for _ in 0..2 {
        salon.clerk.refreshes().await;
    }
    for left in [by_command, by_rule] {
        assert_eq!(salon.status(left).await, "Подготовлен");
    }
    assert_eq!(salon.tasks("done").await.len(), 1);
    assert_eq!(salon.documents().await.len(), 2, "both are at the operator");
    assert!(salon.purposes().await.is_empty(), "nobody was written to");
    let card = json!({ "id": by_rule });
    let card = salon.clerk.rpc("documents.get", card).await;
    assert_eq!(card["sendings"][0]["departure"], "deferred", "{card:#}");

    let at_once = json!({ "id": salon.connection, "sends_at_once": true });
    salon.clerk.rpc("connections.set", at_once).await;
    let third = salon.records(&olga).await;
    salon.clerk.refreshes().await;
    assert_eq!(salon.status(third).await, "Ожидаем согласия");
}

#[tokio::test]
async fn who_does_not_agree_gets_no_document_and_that_is_told() {
    let salon = Salon::open().await;
    salon.sends_by_rule(json!([])).await;
    let olga = salon.client("Зимина", OLGA).await;
    let id = salon.records(&olga).await;
    salon.clerk.refreshes().await;
    salon.person_does(OLGA, "refuse-consents").await;
    assert_eq!(salon.status(id).await, "Отказано в подписи");
    assert_eq!(salon.purposes().await, ["consent"]);
    let notices = salon.clerk.rpc("notices.list", json!({})).await;
    assert_eq!(notices["notices"][0]["document_id"], id, "{notices:#}");
    let known = salon.person(id).await;
    assert_eq!(known["consent"]["state"], "refused");
    let next = salon.records(&olga).await;
    let look = salon
        .clerk
        .rpc("documents.preflight", json!({ "id": next }))
        .await;
    let warnings = look["warnings"].as_array().unwrap();
    assert!(
        warnings.iter().any(|one| one["code"] == "consent_refused"),
        "{look:#}"
    );
}

#[tokio::test]
async fn each_print_form_of_a_rule_is_a_document_and_a_message_of_its_own() {
    let salon = Salon::open().await;
    let own = salon.kind().await["print_forms"][0].clone();
    let forms = json!([own, "sales_order", "goods_sale"]);
    salon.sends_by_rule(forms).await;
    let olga = salon.client("Зимина", OLGA).await;
    salon.records(&olga).await;
    salon.clerk.refreshes().await;
    let failed = salon.tasks("failed").await;
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(salon.documents().await.len(), 3);
    salon.person_does(OLGA, "consent-all").await;
    let papers = salon.purposes().await;
    let papers = papers.iter().filter(|purpose| *purpose == "document").count();
    assert_eq!(papers, 3);
    assert_eq!(salon.tasks("done").await.len(), 3);
}

#[tokio::test]
async fn a_row_of_a_rule_that_failed_tells_its_cause_and_goes_when_it_was_mended() {
    let salon = Salon::open().await;
    salon.sends_by_rule(json!([])).await;
    let nobody = json!({
        "last_name": "Зимина", "first_name": "Ольга", "middle_name": "Петровна", "phone": null, "email": null,
        "note": null,
    });
    let olga = salon.clerk.rpc("individuals.save", nobody).await["id"].clone();
    let id = salon.records(&olga).await;
    salon.clerk.refreshes().await;
    let failed = salon.tasks("failed").await;
    assert_eq!(failed[0]["code"], "no_phone", "{failed:#?}");
    assert_eq!(
        (&failed[0]["document_id"], &failed[0]["fix"]),
        (&json!(id), &json!("person"))
    );
    assert_eq!(salon.documents().await.len(), 0);

    let record = json!({
        "document_id": id, "last_name": "Зимина", "first_name": "Ольга", "middle_name": "Петровна",
        "has_no_middle_name": false, "phone": OLGA, "email": null,
    });
    salon.clerk.rpc("persons.save", record).await;
    let again = json!({ "id": failed[0]["id"], "wish": "now" });
    salon.clerk.rpc("rules.change_task", again).await;
    salon.clerk.refreshes().await;
    assert_eq!(salon.status(id).await, "Ожидаем согласия");
    assert!(salon.tasks("failed").await.is_empty());
}

/// The operators of the program, where one for people has no call that sends by itself.
fn step_by_step() -> &'static [Operator] {
    let operators = connect::edo::operators().iter().map(|one| {
        let persons = one
            .capabilities
            .persons
            .map(|can| connect::edo::persons::PersonAbilities {
                auto_send: false,
                ..can
            });
        Operator {
            kind: one.kind,
            title: one.title,
            default_address: one.default_address,
            capabilities: Capabilities {
                persons,
                ..one.capabilities
            },
            access_fields: one.access_fields,
            statuses: one.statuses,
            links: one.links,
            applications: one.applications,
            log_ins: one.log_ins,
            brought_fields: one.brought_fields,
            entrance: one.entrance,
            feed_since: one.feed_since,
            open: one.open,
        }
    });
    Box::leak(operators.collect::<Vec<_>>().into_boxed_slice())
}

#[tokio::test]
async fn where_the_operator_cannot_send_by_itself_the_program_takes_each_step_once() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens_with(folder.path(), computer.ports(), step_by_step());
    let salon = Salon::at_work(folder, computer, partner, clerk)
        .await
        .let_in()
        .await;
    salon.sends_by_rule(json!([])).await;
    let olga = salon.client("Зимина", OLGA).await;
    let id = salon.records(&olga).await;
    for _ in 0..3 {
        salon.clerk.refreshes().await;
    }
    assert_eq!(salon.status(id).await, "Ожидаем согласия");
    assert_eq!(salon.purposes().await, ["consent"]);
    salon.person_does(OLGA, "consent-all").await;
    for _ in 0..3 {
        salon.clerk.refreshes().await;
    }
    assert_eq!(salon.status(id).await, "Ожидается подпись контрагента");
    assert_eq!(salon.purposes().await, ["consent", "document"]);

    let left = salon.writes(&olga).await;
    salon.leaves(left).await;
    salon.clerk.refreshes().await;
    assert_eq!(
        salon.status(left).await,
        "Подготовлен",
        "what a person left at the operator waits for a person"
    );
}

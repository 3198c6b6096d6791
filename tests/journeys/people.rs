//! Papers for people: a client agrees to sign by SMS, our employee confirms, the client signs; every step through the same
//! door as the window's, from the request to be connected to the signed PDF that is kept with us.

mod auto;
mod misfortunes;
mod settings;

use serde_json::{Value, json};
use testkit::{Clerk, Computer, POLAR_STAR, Partner};

const OPERATOR: &str = "fdoc";
const OLGA: &str = "+79161234567";

/// A firm with an operator for people and an employee who may be logged in.
struct Salon {
    clerk: Clerk,
    partner: Partner,
    _computer: Computer,
    folder: tempfile::TempDir,
    connection: Value,
    employee: Value,
    login: Value,
    password: Value,
}

impl Salon {
    /// Connected by the key; nobody is logged in.
    async fn connected() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (computer, partner) = (Computer::new(), Partner::start().await);
        let clerk = Clerk::opens(folder.path(), computer.ports());
        Self::at_work(folder, computer, partner, clerk).await
    }

    async fn at_work(folder: tempfile::TempDir, computer: Computer, partner: Partner, clerk: Clerk) -> Self {
        let firm = the_firm(&partner).await;
        let saved = clerk
            .rpc(
                "connections.save",
                json!({
                    "operator": OPERATOR, "address": partner.address(),
                    "credentials": { "api_key": firm["api_key"] },
                }),
            )
            .await;
        let employee = json!({
            "last_name": "Воронцова", "first_name": "Анна", "middle_name": "Сергеевна", "position": "Мастер",
            "phone": null, "email": null, "firm_ids": [], "is_former": false,
        });
        let employee = clerk.rpc("employees.save", employee).await["id"].clone();
        clerk
            .rpc("employees.set_current", json!({ "id": employee }))
            .await;
        Self {
            connection: saved["id"].clone(),
            login: firm["employees"][0]["login"].clone(),
            password: firm["employees"][0]["password"].clone(),
            clerk,
            partner,
            _computer: computer,
            folder,
            employee,
        }
    }

    /// Connected, and the employee is logged in.
    async fn open() -> Self {
        Self::connected().await.let_in().await
    }

    async fn let_in(self) -> Self {
        let salon = self;
        let access = salon.logs_in(salon.password.clone()).await;
        assert_eq!(access["state"], "logged_in", "{access}");
        assert!(!access["holder_name"].as_str().unwrap().is_empty());
        salon
    }

    async fn kind(&self) -> Value {
        let kinds = self.clerk.rpc("kinds.list", json!({})).await;
        let all = kinds["kinds"].as_array().unwrap();
        let found = all.iter().find(|kind| kind["code"] == "work_order");
        found.unwrap().clone()
    }

    async fn logs_in(&self, password: Value) -> Value {
        let typed = json!({
            "connection_id": self.connection, "employee_id": self.employee,
            "credentials": { "login": self.login, "password": password },
        });
        self.clerk.rpc("accesses.save", typed).await["access"].clone()
    }

    async fn client(&self, last: &str, phone: &str) -> Value {
        let person = json!({
            "last_name": last, "first_name": "Ольга", "middle_name": "Петровна", "phone": phone, "email": null,
            "note": null,
        });
        self.clerk.rpc("individuals.save", person).await["id"].clone()
    }

    /// A work order for this person with its file.
    async fn writes(&self, individual: &Value) -> i64 {
        let id = self.records(individual).await;
        let made = json!({ "ids": [id], "generator": "auto" });
        let made = self.clerk.rpc("documents.prepare", made).await;
        assert!(made["results"][0]["error"].is_null(), "{made:#}");
        id
    }

    /// A work order for this person, saved and nothing else.
    async fn records(&self, individual: &Value) -> i64 {
        let kind = self.kind().await;
        let firm = self.clerk.rpc("firms.list", json!({})).await["firms"][0]["id"].clone();
        let request = json!({ "kind_id": kind["id"], "firm_id": firm, "individual_id": individual });
        let id = self.clerk.rpc("documents.create", request).await["id"].clone();
        self.prices(&id, "1000.00").await;
        id.as_i64().unwrap()
    }

    /// Writes the work and its price into the record.
    async fn prices(&self, id: &Value, price: &str) {
        let edited = self.clerk.rpc("documents.edit", json!({ "id": id })).await;
        let mut record = edited["record"].clone();
        record["lines"] = json!([{
            "name": "Замена масла", "unit": "шт", "quantity": "1", "price": price, "vat_rate": "22",
            "vat_amount": null, "net": null, "total": null, "item_code": "", "product_kind_code": "", "unit_code": "796",
            "excise": null, "country_code": "", "country": "", "customs_declaration": "", "is_service": false,
            "performer": "",
        }]);
        let saved = json!({ "id": id, "revision": edited["revision"], "record": record });
        self.clerk.rpc("documents.save", saved).await;
    }

    async fn sends(&self, id: i64, departure: &str) -> Value {
        let sent = json!({ "ids": [id], "departure": departure });
        let answer = self.clerk.rpc("documents.send", sent).await;
        self.clerk.refreshes().await;
        answer["results"][0].clone()
    }

    /// Left at the operator, to be confirmed by us.
    async fn leaves(&self, id: i64) {
        let sent = self.sends(id, "deferred").await;
        assert!(sent["error"].is_null(), "{sent:#}");
    }

    async fn acts(&self, id: i64, act: &str) {
        let order = json!({ "document_id": id, "act": act, "reason": "Ошибка в сумме" });
        self.clerk.rpc("persons.act", order).await;
        self.clerk.refreshes().await;
    }

    async fn refused(&self, command: &str, request: Value) -> String {
        let answer = api::dispatch(&self.clerk.engine, command, request).await;
        serde_json::to_value(answer.err().unwrap()).unwrap()["code"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    async fn status(&self, id: i64) -> String {
        self.clerk.status(domain::DocumentId(id)).await
    }

    async fn person(&self, id: i64) -> Value {
        self.clerk.rpc("persons.of", json!({ "id": id })).await
    }

    async fn person_does(&self, phone: &str, what: &str) {
        let call = format!("fdoc/client/{}/{what}", phone.replace('+', "%2B"));
        self.partner.order(&call, json!({})).await;
        self.clerk.refreshes().await;
    }

    async fn sms(&self) -> Vec<Value> {
        looked_at(&self.partner, "sms").await["messages"]
            .as_array()
            .unwrap()
            .clone()
    }

    async fn documents(&self) -> Vec<Value> {
        looked_at(&self.partner, "state").await["documents"]
            .as_array()
            .unwrap()
            .clone()
    }
}

async fn looked_at(partner: &Partner, what: &str) -> Value {
    let (status, text) = partner
        .browses(&format!("{}/_sandbox/fdoc/{what}", partner.address()))
        .await;
    assert_eq!(status, 200);
    serde_json::from_str(&text).unwrap()
}

async fn the_firm(partner: &Partner) -> Value {
    let state = looked_at(partner, "state").await;
    let firms = state["organizations"].as_array().unwrap();
    firms.iter().find(|one| one["inn"] == POLAR_STAR).unwrap().clone()
}

#[tokio::test]
async fn a_new_client_agrees_we_confirm_the_client_signs_and_the_stamped_copy_stays_with_us() {
    let salon = Salon::open().await;
    let olga = salon.client("Зимина", OLGA).await;
    let id = salon.writes(&olga).await;
    assert!(salon.person(id).await["consent"].is_null());
    salon.leaves(id).await;
    assert_eq!(salon.status(id).await, "Подготовлен");
    assert!(salon.sms().await.is_empty());
    assert_eq!(
        salon.person(id).await["sendings"][0]["acts"],
        json!(["request_consent", "annul"])
    );
    let early = json!({ "document_id": id, "act": "confirm" });
    assert_eq!(salon.refused("persons.act", early).await, "act_not_possible");

    salon.acts(id, "request_consent").await;
    assert_eq!(salon.status(id).await, "Ожидаем согласия");
    salon.person_does(OLGA, "consent-all").await;
    assert_eq!(salon.status(id).await, "Требуется наша подпись");
    salon.acts(id, "confirm").await;
    assert_eq!(salon.status(id).await, "Ожидается подпись контрагента");
    let purposes: Vec<Value> = salon
        .sms()
        .await
        .iter()
        .map(|sms| sms["purpose"].clone())
        .collect();
    assert_eq!(purposes, ["consent", "document"]);

    salon.person_does(OLGA, "sign-all").await;
    assert_eq!(salon.status(id).await, "Подписан контрагентом");
    let known = salon.person(id).await;
    assert_eq!(known["sendings"][0]["signed_copy"], "here", "{known:#}");
    assert_eq!(known["consent"]["state"], "granted");
    let copy = salon.clerk.rpc("persons.signed_copy", json!({ "id": id })).await;
    assert!(copy["name"].as_str().unwrap().ends_with(".pdf"), "{copy}");
    let register = salon.clerk.rpc("persons.consents", json!({})).await;
    assert_eq!(register["consents"][0]["document_id"], id);
    let states: Vec<&Value> = register["consents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["state"])
        .collect();
    assert_eq!(states, ["granted", "pending", "required"]);
    assert_eq!(salon.sends(id, "deferred").await["error"]["code"], "already_sent");
}

#[tokio::test]
async fn a_known_client_needs_no_consent_until_telephone_or_name_change() {
    let salon = Salon::open().await;
    let olga = salon.client("Зимина", OLGA).await;
    let first = salon.writes(&olga).await;
    salon.sends(first, "as_possible").await;
    assert_eq!(salon.status(first).await, "Ожидаем согласия");
    salon.person_does(OLGA, "consent-all").await;
    assert_eq!(
        salon.status(first).await,
        "Ожидается подпись контрагента",
        "the document follows the consent by itself"
    );
    let known = salon.writes(&olga).await;
    assert_eq!(salon.person(known).await["consent"]["state"], "granted");
    salon.leaves(known).await;
    salon.acts(known, "confirm").await;
    assert_eq!(salon.status(known).await, "Ожидается подпись контрагента");

    let moved = salon.writes(&olga).await;
    let record = json!({
        "document_id": moved, "last_name": "Зимина", "first_name": "Ольга", "middle_name": "Петровна",
        "has_no_middle_name": false, "phone": "8 (916) 765-43-21", "email": null,
    });
    salon.clerk.rpc("persons.save", record).await;
    let view = salon.person(moved).await;
    assert!(
        view["is_checked"] == true && view["consent"].is_null(),
        "{view:#}"
    );
    salon.leaves(moved).await;
    assert_eq!(
        salon.person(moved).await["sendings"][0]["acts"],
        json!(["request_consent", "annul"])
    );
}

#[tokio::test]
async fn without_an_access_nothing_leaves_and_a_wrong_password_is_mended_by_typing_it_anew() {
    let salon = Salon::connected().await;
    let olga = salon.client("Зимина", OLGA).await;
    let id = salon.writes(&olga).await;
    let refused = salon.sends(id, "deferred").await;
    assert_eq!(refused["error"]["code"], "no_access", "{refused:#}");
    let access = salon.logs_in(json!("не тот")).await;
    assert_eq!(access["state"], "refused", "{access}");
    let refused = salon.sends(id, "deferred").await;
    assert_eq!(refused["error"]["code"], "access_refused", "{refused:#}");
    let connections = salon.clerk.rpc("connections.list", json!({})).await;
    assert_eq!(
        connections["connections"][0]["health"]["code"], "ok",
        "the connection itself is well: {connections:#}"
    );
    assert_eq!(salon.logs_in(salon.password.clone()).await["state"], "logged_in");
    salon.leaves(id).await;
    salon.partner.order("fdoc/sessions/expire", json!({})).await;
    salon.acts(id, "request_consent").await;
    assert_eq!(salon.status(id).await, "Ожидаем согласия");
    let listed = salon
        .clerk
        .rpc("accesses.list", json!({ "id": salon.connection }))
        .await;
    let secret = salon.password.as_str().unwrap();
    assert!(!listed.to_string().contains(secret));
}

#[tokio::test]
async fn a_client_who_refuses_and_a_paper_that_we_annul_are_told_and_may_be_sent_anew() {
    let salon = Salon::open().await;
    let olga = salon.client("Зимина", OLGA).await;
    let id = salon.writes(&olga).await;
    salon.leaves(id).await;
    let silent = json!({ "document_id": id, "act": "annul", "reason": " " });
    assert_eq!(salon.refused("persons.act", silent).await, "reason_empty");
    salon.acts(id, "annul").await;
    assert_eq!(salon.status(id).await, "Аннулирован");

    salon.leaves(id).await;
    salon.acts(id, "request_consent").await;
    salon.person_does(OLGA, "consent-all").await;
    salon.acts(id, "confirm").await;
    salon.person_does(OLGA, "decline-all").await;
    assert_eq!(salon.status(id).await, "Отказано в подписи");
    let over = json!({ "document_id": id, "act": "annul", "reason": "Поздно" });
    assert_eq!(salon.refused("persons.act", over).await, "act_not_possible");
    assert_eq!(salon.documents().await.len(), 2);
}

#[tokio::test]
async fn an_answer_that_is_lost_gives_one_document_and_one_message() {
    let salon = Salon::open().await;
    let olga = salon.client("Зимина", OLGA).await;
    let id = salon.writes(&olga).await;
    let lost = json!({ "method": "create", "kind": "accepted_then_timeout", "count": 1 });
    salon.partner.order("fdoc/faults", lost).await;
    salon.sends(id, "as_possible").await;
    salon.clerk.sends_everything().await;
    salon.clerk.refreshes().await;
    assert_eq!(salon.status(id).await, "Ожидаем согласия");
    assert_eq!((salon.documents().await.len(), salon.sms().await.len()), (1, 1));
}

#[tokio::test]
async fn a_place_in_the_feed_that_is_too_old_and_a_word_that_nobody_knows_lose_nothing() {
    let salon = Salon::open().await;
    let olga = salon.client("Зимина", OLGA).await;
    let id = salon.writes(&olga).await;
    salon.sends(id, "as_possible").await;
    let notices = salon.clerk.rpc("notices.list", json!({})).await;
    let old = json!({ "method": "changes", "kind": "cursor_expired", "count": 1 });
    salon.partner.order("fdoc/faults", old).await;
    salon.clerk.refreshes().await;
    salon.person_does(OLGA, "consent-all").await;
    assert_eq!(salon.status(id).await, "Ожидается подпись контрагента");
    let after = salon.clerk.rpc("notices.list", json!({})).await;
    assert_eq!(notices["notices"], after["notices"], "nothing is told twice");

    let there = salon.documents().await[0]["id"].clone();
    let odd = json!({ "document_id": there, "code": "on_the_moon", "name": "Подписан Луной" });
    salon.partner.order("fdoc/documents/status", odd).await;
    salon.clerk.refreshes().await;
    assert_eq!(salon.status(id).await, "Неизвестный статус");
    let known = salon.person(id).await;
    assert_eq!(known["sendings"][0]["operator_status_text"], "Подписан Луной");
}

#[tokio::test]
async fn a_firm_asks_to_be_connected_once_and_a_wrong_key_is_told() {
    let salon = Salon::connected().await;
    let firm = salon.clerk.rpc("firms.list", json!({})).await["firms"][0]["id"].clone();
    let form = |email: &str, again: bool| {
        json!({
            "operator": OPERATOR, "address": salon.partner.address(), "firm_id": firm,
            "contact_name": "Воронцова Анна Сергеевна", "phone": "8 916 765-43-21", "email": email, "again": again,
        })
    };
    let bad = form("office", false);
    assert_eq!(salon.refused("connection_requests.send", bad).await, "bad_email");
    let good = form("office@example.test", false);
    let sent = salon.clerk.rpc("connection_requests.send", good.clone()).await;
    assert_eq!(sent["request"]["state"], "accepted", "{sent:#}");
    assert_eq!(
        salon.refused("connection_requests.send", good).await,
        "connection_request_sent"
    );
    let again = form("office@example.test", true);
    let again = salon.clerk.rpc("connection_requests.send", again).await;
    assert_eq!(again["request"]["is_known_there"], true, "{again:#}");
    let wrong = json!({
        "operator": OPERATOR, "address": salon.partner.address(),
        "credentials": { "api_key": "00000000000000000000" },
    });
    assert_eq!(salon.refused("connections.test", wrong).await, "unauthorized");
    let operators = salon.clerk.rpc("operators.list", json!({})).await;
    let all = operators["operators"].as_array().unwrap();
    let ours = all.iter().find(|one| one["kind"] == OPERATOR).unwrap();
    assert_eq!(
        ours["capabilities"]["for_persons"], true,
        "the window knows it by its data"
    );
    assert_eq!(ours["takes_connection_requests"], true);
    assert_eq!(ours["has_status_names"], true);
    assert!(!ours["links"].as_array().unwrap().is_empty());
    drop(salon.folder);
}

//! The training world as the other side of a story: it looks at its web page, signs, refuses, and tells afterwards
//! what really arrived.

use std::time::Duration;

use reqwest::Client;
use sandbox::clock::Delays;
use sandbox::{CloudKey, Sandbox};
use serde_json::{Value, json};

/// A running training world in which nothing takes time, and its control line.
pub struct Partner {
    sandbox: Sandbox,
    http: Client,
}

impl Partner {
    /// Starts one in memory, on a free port.
    pub async fn start() -> Self {
        Self::start_believing(Vec::new()).await
    }

    /// The same; its operator believes these authorities.
    pub async fn start_believing(roots: Vec<Vec<u8>>) -> Self {
        Self::start_keeping(roots, Vec::new()).await
    }

    /// The same; it keeps these keys for people besides.
    pub async fn start_keeping(roots: Vec<Vec<u8>>, cloud_keys: Vec<CloudKey>) -> Self {
        Self::start_with(roots, cloud_keys, Vec::new()).await
    }

    /// The same; its counterparties sign with these keys of theirs.
    pub async fn start_signing(roots: Vec<Vec<u8>>, party_keys: Vec<CloudKey>) -> Self {
        Self::start_with(roots, Vec::new(), party_keys).await
    }

    async fn start_with(roots: Vec<Vec<u8>>, cloud_keys: Vec<CloudKey>, party_keys: Vec<CloudKey>) -> Self {
        // A second installation of the same provider is no error.
        drop(rustls::crypto::ring::default_provider().install_default());
        let delays = Delays {
            check_ms: 0,
            delivery_ms: 0,
            acquire_ms: 0,
            ..Delays::default()
        };
        let options = sandbox::Options {
            port: 0,
            state: None,
            delays: Some(delays),
            roots,
            cloud_keys,
            party_keys,
        };
        let sandbox = Sandbox::start(options).await.expect("loopback has a free port");
        let http = Client::builder()
            .timeout(Duration::from_secs(20))
            .build()
            .expect("a client");
        Self { sandbox, http }
    }

    /// Where it listens.
    pub fn address(&self) -> String {
        format!("http://{}", self.sandbox.address())
    }

    /// The world as it describes itself.
    pub fn world(&self) -> Value {
        self.sandbox.describe()
    }

    /// What a clerk types to be let in.
    pub fn credentials(&self) -> connect::edo::Credentials {
        let world = self.world();
        let fields = world["services"]["diadoc"]["credentials"]
            .as_object()
            .expect("credentials")
            .clone();
        let typed = |value: Value| connect::Secret::new(value.as_str().expect("a text"));
        fields
            .into_iter()
            .map(|(field, value)| (field, typed(value)))
            .collect()
    }

    /// Our organisation of this ИНН.
    pub fn organization(&self, inn: &str) -> Value {
        let world = self.world();
        let found = world["organizations"]
            .as_array()
            .expect("a list")
            .iter()
            .find(|one| one["inn"] == inn);
        found.expect("an organisation of the example world").clone()
    }

    /// The organisation of this ИНН, ours or a counterparty.
    pub fn any_organization(&self, inn: &str) -> Value {
        let world = self.world();
        let lists =
            ["organizations", "counterparties"].map(|list| world[list].as_array().expect("a list").clone());
        let found = lists.into_iter().flatten().find(|one| one["inn"] == inn);
        found.expect("an organisation of the example world")
    }

    /// Everything that was accepted, as the operator's book has it.
    pub async fn ledger(&self) -> Vec<Value> {
        let book: Value = self.get("/_sandbox/ledger").await.json().await.expect("a book");
        book["documents"].as_array().expect("a list").clone()
    }

    /// What waits on the phone of a person whose key the operator keeps, and how often each file was asked for.
    pub async fn phone(&self) -> Value {
        self.get("/_sandbox/phone").await.json().await.expect("a phone")
    }

    /// The person enters the code that the phone shows.
    pub async fn person_agrees(&self) {
        let code = self.phone().await["requests"][0]["code"].clone();
        self.control("phone", json!({ "code": code })).await;
    }

    /// The person does something else with the phone: `{"refuse": true}`, `{"code": "000000"}`.
    pub async fn person_touches_the_phone(&self, order: Value) {
        self.control("phone", order).await;
    }

    /// The next calls of a method meet a misfortune.
    pub async fn order_fault(&self, order: Value) {
        self.control("faults", order).await;
    }

    /// No call meets a misfortune any more.
    pub async fn clear_faults(&self) {
        let address = format!("{}/_sandbox/faults", self.address());
        let cleared = self.http.delete(&address).send().await.expect("an answer");
        assert!(cleared.status().is_success());
    }

    /// Lets time pass in the operator's world.
    pub async fn pass_time(&self, seconds: u64) {
        self.control("clock/advance", json!({ "seconds": seconds })).await;
    }

    /// The counterparty of this ИНН opens the page of the document in its cabinet and presses «Подписать».
    pub async fn counterparty_signs(&self, inn: &str, message: &str, document: &str) {
        self.press(inn, (message, document), "sign", &[("total_code", "1")])
            .await;
    }

    /// The same, but it presses «Отказать».
    pub async fn counterparty_refuses(&self, inn: &str, message: &str, document: &str, reason: &str) {
        self.press(inn, (message, document), "reject", &[("reason", reason)])
            .await;
    }

    /// The counterparty presses a button that tells or asks something beside an answer, with its words:
    /// `request-amendment`, `request-revocation`, `reject-revocation`, `accept-revocation`.
    pub async fn counterparty_tells(&self, inn: &str, place: (&str, &str), button: &str, words: &str) {
        self.press(inn, place, button, &[("reason", words)]).await;
    }

    /// The counterparty of this ИНН sends our firm a ready document: `act`, `utd`. Gives the ids of message and document.
    pub async fn counterparty_sends(&self, from: &str, to: &str, sample: &str) -> (String, String) {
        let order = json!({
            "from_box": self.counterparty(from)["box_id_guid"],
            "to_box": self.organization(to)["box_id_guid"],
            "sample": sample,
        });
        let sent = self.control("inbound/sample", order).await;
        let id = |field: &str| sent[field].as_str().expect("an id").to_owned();
        (id("message_id"), id("entity_id"))
    }

    /// What the log of relations of this counterparty's box says, oldest first: `CounteragentInvitedMe`, …
    pub async fn relation_log(&self, inn: &str) -> Vec<String> {
        let order = json!({ "box": self.counterparty(inn)["box_id_guid"] });
        let log = self.control("relations/log", order).await;
        let names = log["events"].as_array().expect("a list").iter();
        names
            .map(|event| event["name"].as_str().expect("a name").to_owned())
            .collect()
    }

    /// A person at the cabinet of this counterparty presses `invite`, `accept` or `break` towards our firm.
    pub async fn presses_relation(&self, inn: &str, ours: &str, act: &str) {
        let order = json!({
            "box": self.counterparty(inn)["box_id_guid"],
            "other_box": self.organization(ours)["box_id_guid"],
            "act": act,
        });
        self.control("relations/press", order).await;
    }

    /// Somebody of our firm answers in the operator's cabinet, without the program.
    pub async fn colleague_signs(&self, inn: &str, message: &str) {
        let order = json!({ "box": self.organization(inn)["box_id_guid"], "message_id": message });
        self.control("cabinet/sign", order).await;
    }

    /// What the counterparty of this ИНН reads on the page of a document.
    pub async fn counterparty_reads(&self, inn: &str, message: &str, document: &str) -> String {
        let them = self.counterparty(inn);
        let cabinet = them["cabinet"].as_str().expect("an address");
        let page = format!("{cabinet}/documents/{message}/{document}");
        let answer = self.http.get(&page).send().await.expect("a page");
        answer.text().await.expect("a page")
    }

    /// The counterparty of this ИНН, as the operator's world describes it.
    pub fn counterparty(&self, inn: &str) -> Value {
        let world = self.world();
        let found = world["counterparties"]
            .as_array()
            .expect("a list")
            .iter()
            .find(|one| one["inn"] == inn);
        found.expect("a counterparty of the example world").clone()
    }

    async fn press(&self, inn: &str, place: (&str, &str), button: &str, fields: &[(&str, &str)]) {
        let world = self.world();
        let them = world["counterparties"]
            .as_array()
            .expect("a list")
            .iter()
            .find(|one| one["inn"] == inn);
        let cabinet = them.expect("a counterparty of the example world")["cabinet"]
            .as_str()
            .expect("an address");
        let page = format!("{cabinet}/documents/{}/{}", place.0, place.1);
        let html = self
            .http
            .get(&page)
            .send()
            .await
            .expect("a page")
            .text()
            .await
            .expect("a page");
        let token = html
            .split("name=\"token\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let token = token.unwrap_or_else(|| panic!("nothing can be pressed on {page}"));
        let body: String = [("token", token)]
            .iter()
            .chain(fields)
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect::<Vec<_>>()
            .join("&");
        let pressed = self
            .http
            .post(format!("{page}/{button}"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await
            .expect("an answer");
        assert!(
            pressed.status().is_success(),
            "«{button}» was refused: {}",
            pressed.status()
        );
    }

    /// An order to the training world: `openid/clients`, `tokens/expire`.
    pub async fn order(&self, call: &str, order: Value) {
        self.control(call, order).await;
    }

    /// A browser opens this address and follows where it leads. The status and the text of the last page.
    pub async fn browses(&self, address: &str) -> (u16, String) {
        let answer = self.http.get(address).send().await.expect("a page");
        (answer.status().as_u16(), answer.text().await.expect("a page"))
    }

    /// A person presses «Войти и разрешить» at the page of a log-in; what the browser shows in the end.
    pub async fn logs_in_at(&self, page: &str) -> String {
        let (_, html) = self.browses(page).await;
        let value = |before: &str| {
            let found = html.split(before).nth(1).and_then(|rest| rest.split('"').next());
            found.unwrap_or_default().replace("&amp;", "&")
        };
        let action = value("<form method=\"post\" action=\"");
        let fields = [
            ("token", value("name=\"token\" value=\"")),
            ("request", value("name=\"request\" value=\"")),
            ("user_code", value("name=\"user_code\" value=\"")),
            ("user", value("<option value=\"")),
            ("decision", "allow".to_owned()),
        ];
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let answer = self
            .http
            .post(format!("{}{action}", self.address()))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.join("&"))
            .send()
            .await
            .expect("an answer");
        answer.text().await.expect("a page")
    }

    /// Everything of a message that the box of our firm sees: each entity, as the operator names it, with its bytes.
    pub async fn entities(&self, inn: &str, message: &str) -> Vec<(Value, Vec<u8>)> {
        let (world, address) = (self.world(), self.address());
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let key = text(&world["services"]["diadoc"]["developer_keys"][0]);
        let client = format!("DiadocAuth ddauth_api_client_id={key}");
        let user = json!({
            "login": world["users"][0]["login"],
            "password": world["users"][0]["password"],
        });
        let door = format!("{address}/V3/Authenticate?type=password");
        let entered = self.http.post(door).header("authorization", &client).json(&user);
        let token = entered
            .send()
            .await
            .expect("a token")
            .text()
            .await
            .expect("a token");
        let authorization = format!("{client}, ddauth_token={token}");
        let got = async |path: String| {
            let call = self.http.get(format!("{address}{path}"));
            let call = call
                .header("authorization", &authorization)
                .header("accept", "application/json");
            let answer = call.send().await.expect("an answer");
            assert!(answer.status().is_success(), "{path}: {}", answer.status());
            answer.bytes().await.expect("an answer").to_vec()
        };
        let place = format!(
            "boxId={}&messageId={message}",
            text(&self.organization(inn)["box_id_guid"])
        );
        let told: Value =
            serde_json::from_slice(&got(format!("/V6/GetMessage?{place}")).await).expect("a message");
        let mut found = Vec::new();
        for entity in told["Entities"].as_array().expect("a list") {
            let path = format!(
                "/V4/GetEntityContent?{place}&entityId={}",
                text(&entity["EntityId"])
            );
            found.push((entity.clone(), got(path).await));
        }
        found
    }

    async fn control(&self, call: &str, order: Value) -> Value {
        let url = format!("{}/_sandbox/{call}", self.address());
        let answer = self.http.post(url).json(&order).send().await.expect("an answer");
        let (status, told) = (answer.status(), answer.text().await.unwrap_or_default());
        assert!(status.is_success(), "{call}: {told}");
        serde_json::from_str(&told).unwrap_or_default()
    }

    async fn get(&self, path: &str) -> reqwest::Response {
        self.http
            .get(format!("{}{path}", self.address()))
            .send()
            .await
            .expect("an answer")
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

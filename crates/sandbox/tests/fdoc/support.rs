//! A running sandbox; Anna Voroncova of «Полярная звезда» is logged in, Olga Ryabinina is the client.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};

use crate::http::http;

pub const OLGA: &str = "+79161234567";
/// Begins like a PDF, and is one to a human eye only.
pub const SYNTHETIC: &[u8] = b"%PDF-1.4\n% synthetic\n%%EOF\n";

pub struct Stage {
    pub sandbox: Sandbox,
    pub client: Client,
    pub base: String,
    pub world: Value,
    pub key: String,
    pub bearer: String,
}

impl Stage {
    pub async fn new() -> Self {
        Self::with(None).await
    }

    pub async fn with(state: Option<&Path>) -> Self {
        let sandbox = Sandbox::start(Options {
            state: state.map(Path::to_owned),
            ..Options::default()
        })
        .await
        .unwrap();
        let world = sandbox.describe()["fdoc"].clone();
        let mut stage = Self {
            base: format!("http://{}", sandbox.address()),
            client: http(),
            key: world["organizations"][0]["api_key"].as_str().unwrap().to_owned(),
            bearer: String::new(),
            sandbox,
            world,
        };
        stage.log_in().await;
        stage
    }

    pub async fn log_in(&mut self) {
        let person = &self.world["organizations"][0]["employees"][0];
        let given = json!({"login": person["login"], "password": person["password"]});
        let (status, answer) = self.call(Method::POST, "/sessions", Some(&given)).await;
        assert_eq!(status, StatusCode::CREATED, "{answer}");
        self.bearer = answer["token"].as_str().unwrap().to_owned();
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}/gw/v1{path}", self.base));
        request.header("X-Api-Key", &self.key).bearer_auth(&self.bearer)
    }

    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Response, reqwest::Error> {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(body);
        }
        request.send().await
    }

    /// A call of any outcome.
    pub async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> (StatusCode, Value) {
        read(self.send(method, path, body).await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.call(Method::GET, path, None).await;
        assert_eq!(status, StatusCode::OK, "{path}: {answer}");
        answer
    }

    pub async fn post(&self, path: &str) -> (StatusCode, Value) {
        self.call(Method::POST, path, Some(&json!({}))).await
    }

    /// A document that must come to be.
    pub async fn create(&self, given: &Value) -> Value {
        let (status, answer) = self.call(Method::POST, "/documents", Some(given)).await;
        assert_eq!(status, StatusCode::CREATED, "{answer}");
        answer
    }

    pub async fn document(&self, id: &str) -> Value {
        self.get(&format!("/documents/{id}")).await
    }

    /// One of the steps of a document, which must succeed.
    pub async fn step(&self, document: &Value, act: &str) -> Value {
        let path = format!("/documents/{}/{act}", id(document));
        let (status, answer) = self.post(&path).await;
        assert!(status.is_success(), "{path}: {answer}");
        answer
    }

    pub async fn control(&self, path: &str, order: &Value) -> Value {
        let request = self.client.post(format!("{}/_sandbox/{path}", self.base));
        let (status, answer) = read(request.json(order).send().await.unwrap()).await;
        assert_eq!(status, StatusCode::OK, "{path}: {answer}");
        answer
    }

    pub async fn told(&self, path: &str) -> Value {
        let request = self.client.get(format!("{}/_sandbox/{path}", self.base));
        read(request.send().await.unwrap()).await.1
    }

    pub async fn sms(&self) -> Vec<Value> {
        self.told("fdoc/sms").await["messages"]
            .as_array()
            .unwrap()
            .clone()
    }

    pub async fn advance(&self, seconds: u64) {
        self.control("clock/advance", &json!({"seconds": seconds})).await;
    }

    pub async fn olga(&self, act: &str) -> Value {
        self.control(&format!("fdoc/client/{OLGA}/{act}"), &json!({}))
            .await
    }

    pub async fn order(&self, method: &str, kind: &str) {
        self.control("fdoc/faults", &json!({"method": method, "kind": kind}))
            .await;
    }

    /// Olga has consented, by a document that was annulled then.
    pub async fn know_olga(&self) {
        let document = self.create(&draft("знакомство")).await;
        self.step(&document, "consent-request").await;
        self.olga("consent-all").await;
        let path = format!("/documents/{}/annul", id(&document));
        let reason = json!({"reason": "Только согласие"});
        assert_eq!(
            self.call(Method::POST, &path, Some(&reason)).await.0,
            StatusCode::OK
        );
    }
}

pub async fn read(answer: Response) -> (StatusCode, Value) {
    let status = answer.status();
    let text = answer.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

pub fn id(document: &Value) -> &str {
    document["id"].as_str().unwrap()
}

pub fn draft(external_id: &str) -> Value {
    json!({
        "external_id": external_id,
        "title": "Заказ-наряд № 7 от 21.11.2026",
        "kind": "work_order",
        "send_mode": "draft",
        "client": {"phone": "8 (916) 123-45-67", "last_name": "Рябинина", "first_name": "Ольга", "middle_name": "Степановна"},
        "file": {"name": "Заказ-наряд 7.pdf", "media_type": "application/pdf", "content_base64": base64(paper())},
    })
}

pub fn auto(external_id: &str) -> Value {
    let mut given = draft(external_id);
    given["send_mode"] = json!("auto");
    given
}

/// A PDF of one page that every reader opens.
pub fn paper() -> Vec<u8> {
    sandbox::diadoc::print_form::page(&["Work order 7".to_owned()])
}

pub fn base64(bytes: impl AsRef<[u8]>) -> String {
    BASE64.encode(bytes)
}

//! A running sandbox with two people logged in: Anna Voroncova of our side, Stepan Ilyin of the counterparties.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::{Client, Method, Response, StatusCode};
use sandbox::{CloudKey, Options, Sandbox};
use serde_json::{Value, json};

use crate::http::http;

/// Which side calls.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Anna,
    Stepan,
}

/// The call that most stories begin with.
pub const POST: &str = "/V3/PostMessage";

pub struct Stage {
    pub sandbox: Sandbox,
    pub client: Client,
    pub base: String,
    pub world: Value,
    key: String,
    tokens: [String; 2],
}

impl Stage {
    pub async fn new() -> Self {
        Self::with(None).await
    }

    pub async fn with(state: Option<&Path>) -> Self {
        Self::of(Options {
            state: state.map(Path::to_owned),
            ..Options::default()
        })
        .await
    }

    /// Its operator believes these authorities.
    pub async fn believing(roots: Vec<Vec<u8>>) -> Self {
        Self::of(Options {
            roots,
            ..Options::default()
        })
        .await
    }

    /// Its operator keeps this key and believes who gave its certificate.
    pub async fn keeping(root: Vec<u8>, key: CloudKey) -> Self {
        Self::of(Options {
            roots: vec![root],
            cloud_keys: vec![key],
            ..Options::default()
        })
        .await
    }

    async fn of(options: Options) -> Self {
        let sandbox = Sandbox::start(options).await.unwrap();
        let world = sandbox.describe();
        let mut stage = Self {
            base: format!("http://{}", sandbox.address()),
            key: world["services"]["diadoc"]["developer_keys"][0]
                .as_str()
                .unwrap()
                .to_owned(),
            client: http(),
            tokens: [String::new(), String::new()],
            sandbox,
            world,
        };
        for who in [Who::Anna, Who::Stepan] {
            let (status, token) = stage.log_in(who).await;
            assert_eq!(status, StatusCode::OK, "{token}");
            stage.tokens[who as usize] = token;
        }
        stage
    }

    pub async fn log_in(&self, who: Who) -> (StatusCode, String) {
        let user = &self.world["users"][who as usize];
        let answer = self
            .client
            .post(format!("{}/V3/Authenticate?type=password", self.base))
            .header(
                "Authorization",
                format!("DiadocAuth ddauth_api_client_id={}", self.key),
            )
            .json(&json!({"login": user["login"], "password": user["password"]}))
            .send()
            .await
            .unwrap();
        (answer.status(), answer.text().await.unwrap())
    }

    pub async fn renew(&mut self, who: Who) {
        self.tokens[who as usize] = self.log_in(who).await.1;
    }

    pub fn authorization(&self, who: Who) -> String {
        format!(
            "DiadocAuth ddauth_api_client_id={}, ddauth_token={}",
            self.key, self.tokens[who as usize]
        )
    }

    pub async fn send(
        &self,
        who: Who,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Response, reqwest::Error> {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.base))
            .header("Authorization", self.authorization(who))
            .header("Accept", "application/json; charset=utf-8");
        if let Some(body) = body {
            request = request.json(body);
        }
        request.send().await
    }

    /// A call that must succeed.
    pub async fn get(&self, who: Who, path: &str) -> Value {
        ok(self.send(who, Method::GET, path, None).await.unwrap()).await
    }

    /// A call that must succeed.
    pub async fn post(&self, who: Who, path: &str, body: &Value) -> Value {
        ok(self.send(who, Method::POST, path, Some(body)).await.unwrap()).await
    }

    /// A call of any outcome: status and text.
    pub async fn try_post(&self, who: Who, path: &str, body: &Value) -> (StatusCode, String) {
        let answer = self.send(who, Method::POST, path, Some(body)).await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    }

    pub async fn try_get(&self, who: Who, path: &str) -> (StatusCode, String) {
        let answer = self.send(who, Method::GET, path, None).await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    }

    pub async fn control(&self, path: &str, order: &Value) -> Value {
        ok(self
            .client
            .post(format!("{}/_sandbox/{path}", self.base))
            .json(order)
            .send()
            .await
            .unwrap())
        .await
    }

    pub async fn advance(&self, seconds: u64) {
        self.control("clock/advance", &json!({"seconds": seconds})).await;
    }

    pub async fn ledger(&self) -> Vec<Value> {
        let answer = self
            .client
            .get(format!("{}/_sandbox/ledger", self.base))
            .send()
            .await
            .unwrap();
        ok(answer).await["documents"].as_array().unwrap().clone()
    }

    /// Box of our organisation by its place: 0 and 1 are test boxes, 2 is not.
    pub fn ours(&self, place: usize) -> String {
        self.world["organizations"][place]["box_id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Box of a counterparty whose name contains this.
    pub fn theirs(&self, name: &str) -> String {
        let all = self.world["counterparties"].as_array().unwrap();
        let found = all
            .iter()
            .find(|one| one["name"].as_str().unwrap().contains(name))
            .unwrap();
        found["box_id"].as_str().unwrap().to_owned()
    }

    pub async fn status(&self, who: Who, box_id: &str, ids: &(String, String)) -> String {
        let document = self.document(who, box_id, ids).await;
        document["DocflowStatus"]["PrimaryStatus"]["StatusText"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub async fn document(&self, who: Who, box_id: &str, ids: &(String, String)) -> Value {
        let (message, entity) = ids;
        self.get(
            who,
            &format!("/V3/GetDocument?boxId={box_id}&messageId={message}&entityId={entity}"),
        )
        .await
    }

    pub async fn docflow(&self, who: Who, box_id: &str, ids: &(String, String)) -> Value {
        let request = json!({"Requests": [{"DocumentId": {"MessageId": ids.0, "EntityId": ids.1}}]});
        self.post(who, &format!("/V4/GetDocflows?boxId={box_id}"), &request)
            .await["Documents"][0]
            .clone()
    }

    pub async fn events(&self, who: Who, box_id: &str, query: &str) -> Vec<Value> {
        let page = self
            .get(who, &format!("/V8/GetNewEvents?boxId={box_id}{query}"))
            .await;
        page["Events"].as_array().unwrap().clone()
    }
}

async fn ok(answer: Response) -> Value {
    let status = answer.status();
    let text = answer.text().await.unwrap();
    assert_eq!(status, StatusCode::OK, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// Ids of the document in a message just posted.
pub fn ids(message: &Value) -> (String, String) {
    let entities = message["Entities"].as_array().unwrap();
    let document = entities.iter().find(|one| one["ParentEntityId"] == "").unwrap();
    (
        message["MessageId"].as_str().unwrap().to_owned(),
        document["EntityId"].as_str().unwrap().to_owned(),
    )
}

pub fn base64(bytes: impl AsRef<[u8]>) -> String {
    BASE64.encode(bytes)
}

/// The answer to an accepted request for an unformalised document.
pub fn letter(from: &str, to: &str, file_name: &str, content: &str) -> Value {
    json!({
        "FromBoxId": from,
        "ToBoxId": to,
        "DocumentAttachments": [{
            "SignedContent": {"Content": base64(content), "SignWithTestSignature": true},
            "TypeNamedId": "Nonformalized",
            "NeedRecipientSignature": true,
            "CustomDocumentId": uuid::Uuid::new_v4().to_string(),
            "Metadata": [{"Key": "FileName", "Value": file_name}],
        }],
    })
}

/// The title of a УПД with this function.
pub fn title(function: &str) -> Vec<u8> {
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n<Файл ИдФайл=\"ON_NSCHFDOPPR_2BM-2_2BM-1_20261121_6f2d6a0e-4a53-4b43-9d0b-5a1b00010001_0_0_0_0_0_00\" ВерсФорм=\"5.03\" ВерсПрог=\"Сургуч\">\
         <Документ КНД=\"1115131\" Функция=\"{function}\"><СвСчФакт НомерДок=\"42\" ДатаДок=\"21.11.2026\"><ДенИзм КодОКВ=\"643\"/></СвСчФакт>\
         <ТаблСчФакт><ВсегоОпл СтТовУчНалВсего=\"1220.00\"><СумНалВсего><СумНал>220.00</СумНал></СумНалВсего></ВсегоОпл></ТаблСчФакт></Документ></Файл>"
    );
    encoding_rs::WINDOWS_1251.encode(&xml).0.into_owned()
}

pub fn utd(from: &str, to: &str, function: &str) -> Value {
    json!({
        "FromBoxId": from,
        "ToBoxId": to,
        "DocumentAttachments": [{
            "SignedContent": {"Content": base64(title(function)), "SignWithTestSignature": true},
            "TypeNamedId": "UniversalTransferDocument",
            "Function": function,
            "Version": "utd970_05_03_01",
            "CustomDocumentId": uuid::Uuid::new_v4().to_string(),
        }],
    })
}

/// Who signs a service document, as callers of the generators write it.
pub const SIGNER: &str = "<Signer SignerStatus=\"1\" SignatureType=\"1\"><Certificate CertificateThumbprint=\"0A\"/><Fio LastName=\"Ильин\" FirstName=\"Степан\" MiddleName=\"Романович\"/></Signer>";

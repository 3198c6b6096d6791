//! A story between two firms of the example world, told from our side.

use std::sync::Arc;

use connect::Secret;
use connect::edo::{Credentials, EdoProvider, Letter, Signing, operator};
use domain::{
    DocumentState, EdoFormat, EdoStatus, EventActor, EventFact, OperationId, ProviderEvent, RemoteDocument,
    derive_status,
};
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use uuid::Uuid;

const UTD: &str = r#"<?xml version="1.0" encoding="utf-8"?><Файл ИдФайл="ON_NSCHFDOPPR_2_1" ВерсФорм="5.03"><Документ
    Функция="СЧФДОП"><СвСчФакт НомерДок="41" ДатаДок="05.11.2026"><ДенИзм КодОКВ="643"/></СвСчФакт><ТаблСчФакт><ВсегоОпл
    СтТовУчНалВсего="1220.00"/></ТаблСчФакт></Документ></Файл>"#;

/// Anna Vorontsova of «Полярная звезда» and, on the other side, Stepan Ilyin for «Кедровая роща».
pub struct Story {
    pub sandbox: Sandbox,
    pub world: Value,
    pub provider: Arc<dyn EdoProvider>,
    pub ours: String,
    pub theirs: String,
    pub cursor: Option<String>,
    pub events: Vec<ProviderEvent>,
}

impl Story {
    pub async fn begin() -> Self {
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let world = sandbox.describe();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let user = &world["users"][0];
        let fields = [
            ("api_key", &world["services"]["diadoc"]["developer_keys"][0]),
            ("login", &user["login"]),
            ("password", &user["password"]),
        ];
        let credentials: Credentials = fields
            .iter()
            .map(|(id, value)| ((*id).to_owned(), Secret::new(text(value))))
            .collect();
        let address = text(&world["services"]["diadoc"]["address"]);
        let provider =
            (operator("diadoc").unwrap().open)(&address, credentials, Arc::new(|_: &str, _: &Secret| Ok(())))
                .unwrap();
        let box_of = |list: &str, name: &str| {
            let list = world[list].as_array().unwrap();
            let found = list
                .iter()
                .find(|one| one["name"].as_str().unwrap().contains(name))
                .unwrap();
            text(&found["box_id_guid"])
        };
        let ours = box_of("organizations", "Полярная звезда");
        let theirs = box_of("counterparties", "Кедровая роща");
        let mut story = Self {
            sandbox,
            world,
            provider,
            ours,
            theirs,
            cursor: None,
            events: Vec::new(),
        };
        story.read_feed().await;
        story
    }

    pub fn letter(&self, format: EdoFormat, signing: Signing) -> Letter {
        let content = match format {
            EdoFormat::Nonformalized => b"%PDF-1.7 order 17".to_vec(),
            EdoFormat::Utd(function) => UTD.replace("СЧФДОП", function.as_format_value()).into_bytes(),
        };
        Letter {
            from_box: self.ours.clone(),
            to_box: self.theirs.clone(),
            custom_document_id: Uuid::new_v4(),
            format,
            format_version: String::new(),
            file_name: "Заказ-наряд 17.pdf".into(),
            content,
            number: "17".into(),
            issued_on: Some(jiff::civil::date(2026, 11, 5)),
            total: None,
            comment: "Прошу подписать".into(),
            tags: Vec::new(),
            departments: domain::Departments::default(),
            signing,
            person: None,
        }
    }

    pub async fn send(&self, letter: &Letter) -> RemoteDocument {
        let request = self.provider.prepare(letter).unwrap();
        self.provider
            .deliver(OperationId(Uuid::new_v4()), &request)
            .await
            .unwrap()
    }

    pub async fn control(&self, method: &str, order: Value) -> Value {
        let address = format!("{}/{method}", self.world["control"].as_str().unwrap());
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let answer = client.post(address).json(&order).send().await.unwrap();
        assert_eq!(
            answer.status(),
            200,
            "{method} {order}: {}",
            answer.text().await.unwrap()
        );
        json!(null)
    }

    /// The other side acts in its web cabinet.
    pub async fn they(&self, act: &str, document: &RemoteDocument, more: Value) {
        let mut order = more;
        order["box"] = self.theirs.clone().into();
        order["message_id"] = document.message_id.clone().into();
        self.control(&format!("cabinet/{act}"), order).await;
    }

    /// A minute passes, then we read the feed to its end.
    pub async fn minute(&mut self) {
        self.control("clock/advance", json!({"seconds": 60})).await;
        self.read_feed().await;
    }

    pub async fn read_feed(&mut self) {
        for _ in 0..1_000 {
            let page = self
                .provider
                .feed(&self.ours, self.cursor.as_deref())
                .await
                .unwrap();
            self.events.extend(page.events);
            self.cursor = page.cursor;
            if !page.has_more {
                return;
            }
        }
        panic!("the feed does not end");
    }

    pub fn facts(&self, document: &RemoteDocument) -> Vec<(EventActor, EventFact)> {
        let ours = self.events.iter().filter(|event| event.remote == *document);
        ours.flat_map(|event| event.facts.iter().map(|fact| (event.actor, fact.clone())))
            .collect()
    }

    pub fn state(&self, document: &RemoteDocument) -> DocumentState {
        let ours = self.events.iter().filter(|event| event.remote == *document);
        ours.filter_map(|event| event.state.clone())
            .reduce(DocumentState::join)
            .unwrap()
    }

    pub fn status(&self, document: &RemoteDocument) -> EdoStatus {
        derive_status(None, Some(&self.state(document).facets))
    }

    pub async fn end(self) {
        self.sandbox.shutdown().await;
    }
}

//! A scripted operator: takes documents, forgets answers, refuses, limits, talks nonsense — as the story wants.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, LazyLock, Mutex};

use async_trait::async_trait;
use connect::Error;
use connect::edo::log_in::{Keep, LogIn, LogInKind};
use connect::edo::{
    AnswerTitleRequest, Arrival, Capabilities, CopyKind, CounterpartyPage, CredentialField, Credentials,
    EdoProvider, FeedPage, Letter, Operator, OperatorFile, RemoteCounterparty, SignatureReply, SignerPower,
    Signing, Sunset, TitleRequest, ToldPaper, ToldSignature,
};
use domain::{DocumentState, EdoBox, OperationId, ProviderEvent, RemoteDocument};
use formats::utd::{Powers, UtdFile};
use uuid::Uuid;

pub const FIELDS: &[CredentialField] = &[
    CredentialField {
        id: "login",
        label: "Логин",
        hint: "Как в кабинете.",
        is_secret: false,
        is_optional: false,
    },
    CredentialField {
        id: "password",
        label: "Пароль",
        hint: "Как в кабинете.",
        is_secret: true,
        is_optional: false,
    },
];

/// Three operators that differ in nothing but their abilities; only the first makes files of records.
pub static OPERATORS: &[Operator] = &[
    operator("golubka", "Голубиная почта", true, true, 16 * 1024 * 1024),
    operator("telegraph", "Телеграф", false, true, 16 * 1024 * 1024),
    operator("bottle", "Бутылочная почта", false, false, 64),
];

const fn operator(
    kind: &'static str,
    title: &'static str,
    test_signature: bool,
    deferred_signature: bool,
    max_document_bytes: u64,
) -> Operator {
    Operator {
        kind,
        title,
        default_address: "story:none",
        capabilities: Capabilities {
            test_signature,
            deferred_signature,
            own_signature: deferred_signature,
            max_document_bytes,
            generates_titles: test_signature,
            cloud_signing: false,
            answers_ahead: false,
            drafts: false,
            departments: false,
            intermediaries: &[],
            documents_together: 1,
            tags: 0,
            service_documents: &[],
            copies: &CopyKind::ALL,
            persons: None,
        },
        access_fields: &[],
        statuses: &[],
        links: &[],
        applications: None,
        log_ins: &[LogIn {
            id: "password",
            kind: LogInKind::Typed,
            title: "Логин и пароль",
            explanation: "Как в кабинете.",
            fields: FIELDS,
        }],
        brought_fields: &[],
        entrance: None,
        feed_since: |since| format!("since {since}"),
        open,
    }
}

static STORIES: LazyLock<Mutex<HashMap<String, Arc<Office>>>> = LazyLock::new(Mutex::default);

#[expect(
    clippy::needless_pass_by_value,
    reason = "the register asks for this signature"
)]
fn open(address: &str, credentials: Credentials, _: Keep) -> Result<Arc<dyn EdoProvider>, Error> {
    if !address.starts_with("story:") {
        return Err(Error::Malformed("address".into()));
    }
    let password = credentials
        .get("password")
        .ok_or_else(|| Error::Unauthorized("no password".into()))?;
    let office = STORIES.lock().unwrap().get(address).cloned();
    let office = office.ok_or_else(|| Error::Malformed("address".into()))?;
    office.log("open");
    Ok(Arc::new(Client {
        office,
        password: password.expose().to_owned(),
    }))
}

/// What happens to one delivery.
#[derive(Clone)]
pub enum Delivery {
    /// The document is taken, and the answer is good.
    Taken,
    /// The document is taken, and this is the answer instead of the good one.
    TakenBut(Error),
    /// Nothing is taken.
    Not(Error),
    /// The document is taken and no answer ever comes.
    TakenAndSilent,
}

/// A document that the operator took.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    pub name: Uuid,
    pub operation: OperationId,
    pub request: Vec<u8>,
    pub remote: RemoteDocument,
}

#[derive(Default)]
pub struct Desk {
    pub password: String,
    pub boxes: Vec<EdoBox>,
    pub partners: Vec<RemoteCounterparty>,
    pub deliveries: VecDeque<Delivery>,
    /// What happens to the next titles: an error, or bytes other than those asked for.
    pub titles: VecDeque<Result<Vec<u8>, Error>>,
    pub lookups: VecDeque<Error>,
    pub feed_troubles: VecDeque<Error>,
    pub taken: Vec<Taken>,
    pub events: Vec<ProviderEvent>,
    pub page_size: usize,
    pub stands_still: bool,
    pub states: Vec<(RemoteDocument, DocumentState)>,
    /// Bytes by the operator's name for what holds them.
    pub contents: HashMap<String, Result<Vec<u8>, Error>>,
    /// The owner of every box that is asked about.
    pub stranger: Option<RemoteCounterparty>,
    /// What came to us, told with every event about it.
    pub arrivals: Vec<Arrival>,
    /// What lies under documents there, told with every event about them.
    pub signatures: Vec<ToldSignature>,
    /// Papers of the other side, told with the event that they name.
    pub papers: Vec<ToldPaper>,
    /// What lies under documents there and is told to whoever asks about them.
    pub old_signatures: Vec<ToldSignature>,
    /// What is answered to the next questions for copies; afterwards a file that names what was asked for.
    pub copies: VecDeque<Result<Vec<OperatorFile>, Error>>,
    /// What is announced to be switched off.
    pub sunsets: Vec<Sunset>,
    pub calls: Vec<String>,
}

/// The operator's side.
#[derive(Default)]
pub struct Office {
    pub address: String,
    /// Rings when a request is taken that will never be answered.
    pub silence: tokio::sync::Notify,
    desk: Mutex<Desk>,
}

impl Office {
    pub fn new() -> Arc<Self> {
        let mut stories = STORIES.lock().unwrap();
        let address = format!("story:{}", stories.len());
        let desk = Mutex::new(Desk {
            password: "верный".into(),
            page_size: 500,
            ..Desk::default()
        });
        let office = Arc::new(Self {
            address: address.clone(),
            silence: tokio::sync::Notify::new(),
            desk,
        });
        stories.insert(address, Arc::clone(&office));
        office
    }

    pub fn desk<T>(&self, work: impl FnOnce(&mut Desk) -> T) -> T {
        work(&mut self.desk.lock().unwrap())
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.desk(|desk| desk.taken.clone())
    }

    pub fn calls(&self, what: &str) -> usize {
        self.desk(|desk| desk.calls.iter().filter(|call| *call == what).count())
    }

    pub fn plan(&self, delivery: Delivery) {
        self.desk(|desk| desk.deliveries.push_back(delivery));
    }

    fn log(&self, what: &str) {
        self.desk(|desk| desk.calls.push(what.to_owned()));
    }
}

impl Desk {
    fn take(&mut self, operation: OperationId, request: &[u8]) -> RemoteDocument {
        if let Some(known) = self.taken.iter().find(|taken| taken.operation == operation) {
            return known.remote.clone();
        }
        let request_json: serde_json::Value = serde_json::from_slice(request).unwrap();
        let number = self.taken.len() + 1;
        let remote = RemoteDocument {
            message_id: format!("m{number}"),
            entity_id: format!("e{number}"),
        };
        self.taken.push(Taken {
            name: request_json["name"].as_str().unwrap().parse().unwrap(),
            operation,
            request: request.to_vec(),
            remote: remote.clone(),
        });
        remote
    }
}

struct Client {
    office: Arc<Office>,
    password: String,
}

impl Client {
    fn knock(&self, what: &str) -> Result<(), Error> {
        self.office.log(what);
        self.office.desk(|desk| {
            if desk.password == self.password {
                Ok(())
            } else {
                Err(Error::Unauthorized("wrong password".into()))
            }
        })
    }
}

#[async_trait]
impl EdoProvider for Client {
    async fn my_boxes(&self) -> Result<Vec<EdoBox>, Error> {
        self.knock("my_boxes")?;
        Ok(self.office.desk(|desk| desk.boxes.clone()))
    }

    fn sunsets(&self) -> Vec<Sunset> {
        self.office.desk(|desk| desk.sunsets.clone())
    }

    async fn counterparties(&self, _: &str, after: Option<&str>) -> Result<CounterpartyPage, Error> {
        self.knock("counterparties")?;
        let from: usize = after.map_or(0, |after| after.parse().unwrap());
        Ok(self.office.desk(|desk| CounterpartyPage {
            counterparties: desk.partners.iter().skip(from).take(2).cloned().collect(),
            after: (from + 2 < desk.partners.len()).then(|| (from + 2).to_string()),
        }))
    }

    async fn generate_title(&self, request: &TitleRequest) -> Result<OperatorFile, Error> {
        self.knock("generate_title")?;
        let file = |bytes| OperatorFile {
            name: "ON_NSCHFDOPPR_2.xml".into(),
            media_type: "application/xml".into(),
            bytes,
        };
        if let Some(planned) = self.office.desk(|desk| desk.titles.pop_front()) {
            return planned.map(file);
        }
        // No two titles are alike: the operator puts the hour and a number of its own into each.
        let number = self.office.calls("generate_title");
        let made = formats::utd::write(&UtdFile {
            paper: &request.paper,
            function: request.function,
            sender_participant_id: "2BM-9612045075",
            recipient_participant_id: "2BM-9644112800",
            signer: &request.signer,
            powers: &Powers::Signature,
            file_guid: &format!("00000000-0000-4000-8000-{number:012}"),
            made_at: jiff::civil::date(2026, 11, 21).at(10, 0, i8::try_from(number).unwrap_or(59), 0),
        });
        made.map(|made| file(made.bytes)).map_err(|gaps| Error::Refused {
            code: "400".into(),
            text: gaps.first().map(|gap| gap.sentence.clone()).unwrap_or_default(),
        })
    }

    fn prepare(&self, letter: &Letter) -> Result<Vec<u8>, Error> {
        let request = serde_json::json!({
            "name": letter.custom_document_id.to_string(),
            "from": letter.from_box,
            "to": letter.to_box,
            "signing": match &letter.signing {
                Signing::Signed { .. } => "Signed".to_owned(),
                other => format!("{other:?}"),
            },
            "signature": match &letter.signing {
                Signing::Signed { signature, .. } => Some(signature),
                Signing::Test | Signing::Deferred | Signing::Draft | Signing::Simple => None,
            },
            "power_of_attorney": match &letter.signing {
                Signing::Signed { power_of_attorney: Some(power), .. } => told_power(power),
                _ => None,
            },
            "bytes": letter.content.len(),
            "comment": letter.comment,
        });
        Ok(request.to_string().into_bytes())
    }

    async fn deliver(&self, operation: OperationId, request: &[u8]) -> Result<RemoteDocument, Error> {
        self.knock("deliver")?;
        let planned = self.office.desk(|desk| desk.deliveries.pop_front());
        let take = || self.office.desk(|desk| desk.take(operation, request));
        match planned {
            None | Some(Delivery::Taken) => Ok(take()),
            Some(Delivery::Not(error)) => Err(error),
            Some(Delivery::TakenBut(error)) => {
                take();
                Err(error)
            }
            Some(Delivery::TakenAndSilent) => {
                take();
                self.office.silence.notify_one();
                std::future::pending().await
            }
        }
    }

    async fn find_sent(&self, _: &str, name: Uuid) -> Result<Option<RemoteDocument>, Error> {
        self.knock("find_sent")?;
        self.office.desk(|desk| match desk.lookups.pop_front() {
            Some(error) => Err(error),
            None => Ok(desk
                .taken
                .iter()
                .find(|taken| taken.name == name)
                .map(|taken| taken.remote.clone())),
        })
    }

    async fn company(&self, _: &str) -> Result<Option<RemoteCounterparty>, Error> {
        self.knock("company")?;
        Ok(self.office.desk(|desk| desk.stranger.clone()))
    }

    async fn generate_answer_title(&self, _: &AnswerTitleRequest) -> Result<OperatorFile, Error> {
        self.knock("generate_answer_title")?;
        Err(Error::Offline("the line is down".into()))
    }

    fn prepare_signature(&self, reply: &SignatureReply) -> Result<Vec<u8>, Error> {
        Ok(reply.signature.clone())
    }

    async fn deliver_signature(&self, _: OperationId, _: &[u8]) -> Result<RemoteDocument, Error> {
        self.knock("deliver_signature")?;
        Err(Error::Broken("not in these stories".into()))
    }

    async fn has_our_signature(&self, _: &str, _: &RemoteDocument) -> Result<bool, Error> {
        self.knock("has_our_signature")?;
        Ok(false)
    }

    async fn feed(&self, _: &str, cursor: Option<&str>) -> Result<FeedPage, Error> {
        self.knock("feed")?;
        self.office.desk(|desk| {
            if let Some(error) = desk.feed_troubles.pop_front() {
                return Err(error);
            }
            if desk.stands_still {
                return Ok(FeedPage {
                    signatures: Vec::new(),
                    papers: Vec::new(),
                    arrivals: Vec::new(),
                    events: vec![],
                    cursor: cursor.map(str::to_owned),
                    has_more: true,
                });
            }
            let from: usize = cursor.map_or(0, |cursor| cursor.parse().unwrap());
            let events: Vec<_> = desk
                .events
                .iter()
                .skip(from)
                .take(desk.page_size)
                .cloned()
                .collect();
            let to = from + events.len();
            let is_told = |arrival: &&Arrival| events.iter().any(|event| event.remote == arrival.remote);
            let mut papers = desk.papers.clone();
            papers.retain(|told| events.iter().any(|event| event.event_id == told.event_id));
            Ok(FeedPage {
                signatures: desk
                    .signatures
                    .iter()
                    .filter(|told| events.iter().any(|event| event.remote == told.document))
                    .cloned()
                    .collect(),
                papers,
                arrivals: desk.arrivals.iter().filter(is_told).cloned().collect(),
                cursor: Some(to.to_string()),
                has_more: to < desk.events.len(),
                events,
            })
        })
    }

    async fn states(
        &self,
        _: &str,
        documents: &[RemoteDocument],
    ) -> Result<Vec<(RemoteDocument, DocumentState)>, Error> {
        self.knock("states")?;
        Ok(self.office.desk(|desk| {
            desk.states
                .iter()
                .filter(|(about, _)| documents.contains(about))
                .cloned()
                .collect()
        }))
    }

    async fn signatures(&self, _: &str, documents: &[RemoteDocument]) -> Result<Vec<ToldSignature>, Error> {
        self.knock("signatures")?;
        Ok(self.office.desk(|desk| {
            let told = desk.old_signatures.iter();
            told.filter(|one| documents.contains(&one.document))
                .cloned()
                .collect()
        }))
    }

    async fn content(&self, _: &str, document: &RemoteDocument) -> Result<Vec<u8>, Error> {
        self.knock("content")?;
        self.office
            .desk(|desk| match desk.contents.get(&document.entity_id) {
                Some(told) => told.clone(),
                None => Err(Error::StillProcessing(None)),
            })
    }

    async fn copies(
        &self,
        _: &str,
        document: &RemoteDocument,
        kind: CopyKind,
    ) -> Result<Vec<OperatorFile>, Error> {
        self.knock("copies")?;
        let told = self.office.desk(|desk| desk.copies.pop_front());
        told.unwrap_or_else(|| {
            Ok(vec![OperatorFile {
                name: "made.bin".into(),
                media_type: "application/octet-stream".into(),
                bytes: format!("{} {}", kind.code(), document.entity_id).into_bytes(),
            }])
        })
    }
}

fn told_power(power: &SignerPower) -> Option<serde_json::Value> {
    match power {
        SignerPower::Registered { id, along } => Some(serde_json::json!({
            "number": id.number.to_string(),
            "principal_inn": id.principal_inn,
            "representative_inn": id.representative_inn,
            "along": along.as_ref().map(|files| files.file.len()),
        })),
        SignerPower::Manual {
            along: Some(files), ..
        } => Some(serde_json::json!({ "along": files.file.len() })),
        SignerPower::OperatorDefault => Some(serde_json::json!({ "usual": true })),
        SignerPower::Manual { along: None, .. } | SignerPower::Paper(_) => None,
    }
}

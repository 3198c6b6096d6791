//! The world of a story: a folder, a clock that moves when told, a keystore, a desktop, named firms.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use connect::Secret;
use connect::edo::{Credentials, Operator, PartnershipState, RemoteCounterparty};
use domain::{
    ConnectionId, DocumentId, EdoBox, EventActor, EventFact, Inn, OperatorKind, Party, ProviderEvent,
    RemoteDocument,
};
use engine::ports::{Clock, Notification, Notifier, NotifierError, Secrets, SecretsError};
use engine::{ConnectRequest, Engine, History, ImportFile, OpenOptions, Ports, SendRequest, Sent};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use crate::chance::Dice;
use crate::operator::{OPERATORS, Office};

pub struct Watch(Mutex<Timestamp>);

impl Clock for Watch {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

#[derive(Default)]
pub struct Safe {
    pub kept: Mutex<BTreeMap<String, Secret>>,
    pub is_shut: Mutex<bool>,
}

impl Secrets for Safe {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError> {
        Ok(self.kept.lock().unwrap().get(name).cloned())
    }

    fn set(&self, name: &str, value: &Secret) -> Result<(), SecretsError> {
        if *self.is_shut.lock().unwrap() {
            return Err(SecretsError::Unavailable(
                "Связка ключей закрыта. Откройте её и повторите.".into(),
            ));
        }
        self.kept.lock().unwrap().insert(name.to_owned(), value.clone());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), SecretsError> {
        self.kept.lock().unwrap().remove(name);
        Ok(())
    }

    fn place(&self) -> String {
        "Ключи лежат в памяти этой проверки.".into()
    }

    fn kind(&self) -> &'static str {
        "vault"
    }
}

#[derive(Default)]
pub struct Desktop(pub Mutex<Vec<Notification>>);

impl Notifier for Desktop {
    fn notify(&self, notification: &Notification) {
        self.0.lock().unwrap().push(notification.clone());
    }

    fn try_notify(&self, notification: &Notification) -> Result<(), NotifierError> {
        self.notify(notification);
        Ok(())
    }
}

pub struct World {
    pub home: TempDir,
    pub watch: Arc<Watch>,
    pub safe: Arc<Safe>,
    pub desktop: Arc<Desktop>,
    pub dice: Arc<Dice>,
    pub office: Arc<Office>,
    pub operators: &'static [Operator],
}

/// A ten-digit ИНН with the right last digit.
pub fn inn(first_nine: &str) -> Inn {
    (0..10)
        .find_map(|last| format!("{first_nine}{last}").parse().ok())
        .unwrap()
}

pub fn polar_star() -> Party {
    Party {
        name: "ООО «Полярная звезда»".into(),
        inn: inn("961204507"),
        kpp: Some("961201001".parse().unwrap()),
    }
}

pub fn cedar_grove() -> Party {
    Party {
        name: "ООО «Кедровая роща»".into(),
        inn: inn("964411280"),
        kpp: Some("964401001".parse().unwrap()),
    }
}

pub fn quiet_harbour() -> Party {
    Party {
        name: "ООО «Тихая гавань»".into(),
        inn: inn("962233344"),
        kpp: Some("962201001".parse().unwrap()),
    }
}

pub fn box_of(party: &Party) -> EdoBox {
    EdoBox {
        box_id: format!("box-{}", party.inn),
        name: party.name.clone(),
        inn: party.inn.clone(),
        kpp: party.kpp.clone(),
        participant_id: format!("2BM-{}", party.inn),
        is_test: true,
    }
}

pub fn partner(party: &Party) -> RemoteCounterparty {
    RemoteCounterparty {
        box_id: format!("box-{}", party.inn),
        name: party.name.clone(),
        inn: party.inn.clone(),
        kpp: party.kpp.clone(),
        partnership: PartnershipState::Established,
        participant_id: format!("2BM-{}", party.inn),
        is_roaming: false,
        is_test: true,
    }
}

/// A УПД with nothing in it but what the registry needs.
pub fn utd(number: &str, seller: &Party, buyer: &Party) -> Vec<u8> {
    let side = |party: &Party| {
        format!(
            r#"<ИдСв><СвЮЛУч НаимОрг="{}" ИННЮЛ="{}" КПП="{}"/></ИдСв>"#,
            party.name,
            party.inn,
            party.kpp.as_ref().unwrap()
        )
    };
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><Файл ИдФайл="ON_NSCHFDOPPR_{number}" ВерсФорм="5.03"><Документ КНД="1115131" Функция="СЧФДОП"><СвСчФакт НомерДок="{number}" ДатаДок="21.11.2026"><СвПрод>{}</СвПрод><СвПокуп>{}</СвПокуп><ДенИзм КодОКВ="643" НаимОКВ="Российский рубль"/></СвСчФакт><ТаблСчФакт><СведТов НомСтр="1" НаимТов="Канат" ОКЕИ_Тов="796" НаимЕдИзм="шт" КолТов="1" ЦенаТов="100.00" СтТовБезНДС="100.00" НалСт="22%" СтТовУчНал="122.00"><Акциз><БезАкциз>без акциза</БезАкциз></Акциз><СумНал><СумНал>22.00</СумНал></СумНал></СведТов><ВсегоОпл СтТовБезНДСВсего="100.00" СтТовУчНалВсего="122.00"><СумНалВсего><СумНал>22.00</СумНал></СумНалВсего></ВсегоОпл></ТаблСчФакт></Документ></Файл>"#,
        side(seller),
        side(buyer)
    )
    .into_bytes()
}

pub fn credentials(password: &str) -> Credentials {
    Credentials::from([
        ("login".to_owned(), Secret::new("buh@star")),
        ("password".to_owned(), Secret::new(password)),
    ])
}

impl World {
    pub fn new() -> Self {
        let office = Office::new();
        office.desk(|desk| {
            desk.boxes = vec![box_of(&polar_star())];
            desk.partners = vec![partner(&cedar_grove())];
        });
        Self {
            home: TempDir::new().unwrap(),
            watch: Arc::new(Watch(Mutex::new("2026-11-21T10:00:00Z".parse().unwrap()))),
            safe: Arc::default(),
            desktop: Arc::default(),
            dice: Arc::new(Dice::new(21)),
            office,
            operators: OPERATORS,
        }
    }

    pub fn folder(&self) -> PathBuf {
        self.home.path().join("Сургуч")
    }

    pub fn ports(&self) -> Ports {
        Ports {
            clock: self.watch.clone(),
            randomness: self.dice.clone(),
            secrets: self.safe.clone(),
            notifier: self.desktop.clone(),
            keys: Arc::new(engine::ports::NoKeys),
        }
    }

    pub fn options(&self) -> OpenOptions {
        OpenOptions {
            operators: self.operators,
            ..OpenOptions::default()
        }
    }

    pub fn open(&self) -> Engine {
        Engine::open_with(&self.folder(), self.ports(), self.options()).unwrap()
    }

    /// The database without the engine, which must be closed.
    pub fn store(&self) -> store::Store {
        let kept = self.safe.kept.lock().unwrap();
        let mut keys = kept
            .values()
            .filter_map(|secret| store::DatabaseKey::from_hex(secret.expose()).ok());
        store::Store::open(&self.folder(), &keys.next().unwrap()).unwrap()
    }

    pub fn pass(&self, time: SignedDuration) {
        let mut now = self.watch.0.lock().unwrap();
        *now = now.checked_add(time).unwrap();
    }

    pub fn request(&self, kind: &str) -> ConnectRequest {
        ConnectRequest {
            id: None,
            firm: None,
            operator: OperatorKind(kind.into()),
            address: Some(self.office.address.clone()),
            box_id: None,
            credentials: credentials("верный"),
            history: History::Whole,
        }
    }

    /// The star is connected, the grove is its partner, УПД № 15 is in the registry.
    pub async fn ready(&self) -> (Engine, ConnectionId, DocumentId) {
        let engine = self.open();
        let connection = engine.connect(self.request("golubka")).await.unwrap().connection;
        engine.sync_counterparties(None).await.unwrap();
        let document = import(&engine, "15").await;
        (engine, connection, document)
    }
}

pub async fn import(engine: &Engine, number: &str) -> DocumentId {
    let file = ImportFile {
        name: format!("УПД {number}.xml"),
        bytes: utd(number, &polar_star(), &cedar_grove()),
    };
    let outcome = engine.import(vec![file]).await.pop().unwrap();
    outcome.result.unwrap().document
}

pub async fn send(engine: &Engine, document: DocumentId) -> engine::Result<Sent> {
    let request = SendRequest {
        documents: vec![document],
        ..SendRequest::default()
    };
    engine.send(request).await.pop().unwrap().result
}

/// An event about a document at the operator, by default without a name of ours and without a state.
pub fn event(id: &str, at: &str, remote: &RemoteDocument) -> ProviderEvent {
    ProviderEvent {
        event_id: id.into(),
        happened_at: at.parse().unwrap(),
        remote: remote.clone(),
        custom_document_id: None,
        actor: EventActor::Operator,
        facts: vec![EventFact::Posted],
        state: None,
        moved: None,
    }
}

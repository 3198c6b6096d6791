//! «Проверка рабочего места»: everything is looked at, nothing hangs, and each trouble says what to do.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use engine::ports::{KeyPlace, SigningKeys};
use engine::{Check, CheckState, Engine, FixKind, OpenOptions, Ports};
use signature::keys::{
    KeyAddress, KeyEntry, KeyStore, PinSource, Signer, StoreKind, TokenFacts, TokenSeen, Tries,
};
use signature::{Error as Cause, Result as Answer};

use crate::world::World;

const QUICK: Duration = Duration::from_secs(20);

type Says = fn() -> Answer<Vec<KeyEntry>>;

/// A store that says what it is told to say.
struct Scripted {
    says: Says,
    tokens: Vec<TokenSeen>,
    /// Nothing is said before something comes through here.
    waits_for: Option<Receiver<()>>,
}

impl KeyStore for Scripted {
    fn list(&mut self) -> Answer<Vec<KeyEntry>> {
        if let Some(waits_for) = &self.waits_for {
            waits_for.recv().unwrap_or_default();
        }
        (self.says)()
    }

    fn tokens(&mut self) -> Answer<Vec<TokenSeen>> {
        Ok(self.tokens.clone())
    }

    fn open(&mut self, _: &KeyAddress, _: &mut dyn PinSource) -> Answer<Box<dyn Signer>> {
        panic!("a check opens no key")
    }
}

/// The stores of a computer: a module of tokens, CryptoAPI, the command line.
struct Computer {
    module: Says,
    tokens: Vec<TokenSeen>,
    provider: Says,
    hangs: std::sync::Mutex<Option<Receiver<()>>>,
}

impl SigningKeys for Computer {
    fn stores(&self) -> Vec<KeyPlace> {
        let place = |kind, store| KeyPlace {
            kind,
            store: Box::new(store),
        };
        vec![
            place(
                StoreKind::Pkcs11,
                Scripted {
                    says: self.module,
                    tokens: self.tokens.clone(),
                    waits_for: None,
                },
            ),
            place(
                StoreKind::CryptoApi,
                Scripted {
                    says: self.provider,
                    tokens: Vec::new(),
                    waits_for: self.hangs.lock().unwrap().take(),
                },
            ),
            place(
                StoreKind::CspTest,
                Scripted {
                    says: none,
                    tokens: Vec::new(),
                    waits_for: None,
                },
            ),
        ]
    }

    fn files(&self) -> Option<PathBuf> {
        None
    }
}

fn none() -> Answer<Vec<KeyEntry>> {
    Err(Cause::NoModule)
}

fn empty() -> Answer<Vec<KeyEntry>> {
    Ok(Vec::new())
}

fn over() -> Answer<Vec<KeyEntry>> {
    Err(Cause::LicenceExpired)
}

fn computer(module: Says, provider: Says) -> Computer {
    Computer {
        module,
        tokens: Vec::new(),
        provider,
        hangs: std::sync::Mutex::default(),
    }
}

fn token(tries: Tries, certificates: usize, containers: &[&str]) -> TokenSeen {
    TokenSeen {
        facts: TokenFacts {
            label: "Rutoken ECP".into(),
            serial: "3a7f00c1".into(),
            model: "Rutoken ECP".into(),
            tries,
            is_factory_pin: false,
        },
        certificates,
        containers: containers.iter().map(|&name| name.to_owned()).collect(),
    }
}

fn opened(world: &World, computer: Computer) -> Engine {
    let ports = Ports {
        keys: Arc::new(computer),
        ..world.ports()
    };
    let options = OpenOptions {
        operators: world.operators,
        ..OpenOptions::default()
    };
    Engine::open_with(&world.folder(), ports, options).unwrap()
}

fn of<'c>(checks: &'c [Check], id: &str) -> &'c Check {
    let found = checks.iter().find(|check| check.id == id);
    found.unwrap_or_else(|| {
        panic!(
            "{id}: {:?}",
            checks.iter().map(|check| &check.id).collect::<Vec<_>>()
        )
    })
}

async fn diagnosed(engine: &Engine) -> Vec<Check> {
    let checks = engine.diagnose_within(QUICK).await.unwrap();
    for check in &checks {
        assert!(check.text.ends_with('.') && !check.label.is_empty(), "{check:?}");
        assert!(
            check.advice.is_empty() || check.advice.ends_with('.'),
            "{check:?}"
        );
        let is_trouble = matches!(check.state, CheckState::Warning | CheckState::Problem);
        assert!(
            !is_trouble || !check.advice.is_empty(),
            "a trouble says what to do: {check:?}"
        );
    }
    checks
}

#[tokio::test]
async fn on_a_bare_computer_nothing_is_a_problem_and_what_is_missing_says_when_it_is_needed() {
    let world = World::new();
    let engine = opened(&world, computer(none, none));
    let checks = diagnosed(&engine).await;
    let state = |id: &str| of(&checks, id).state.code();
    assert_eq!((state("keystore"), state("recovery_key")), ("ok", "warning"));
    assert_eq!(
        of(&checks, "recovery_key").fix.as_ref().unwrap().kind,
        FixKind::Copy
    );
    for id in ["token_module", "cryptopro", "csptest", "network", "clock"] {
        assert_eq!(state(id), "not_here", "{id}");
    }
    assert_eq!(state("trust"), "warning");
    assert!(
        of(&checks, "disk").text.contains("свободно"),
        "{:?}",
        of(&checks, "disk")
    );
    assert!(
        checks.iter().all(|check| check.state != CheckState::Problem),
        "{checks:?}"
    );
    engine.recovery_key().await.unwrap();
    assert_eq!(of(&diagnosed(&engine).await, "recovery_key").state.code(), "ok");
}

#[tokio::test]
async fn tokens_tell_their_tries_their_containers_and_whether_they_are_there() {
    let cases: [(Computer, &str, &str, &str); 6] = [
        (computer(empty, none), "token", "not_here", "не вставлен"),
        (
            Computer {
                tokens: vec![token(Tries::Exactly(3), 2, &[])],
                ..computer(empty, none)
            },
            "token:3a7f00c1",
            "ok",
            "Сертификатов на нём: 2",
        ),
        (
            Computer {
                tokens: vec![token(Tries::Locked, 2, &[])],
                ..computer(empty, none)
            },
            "token:3a7f00c1",
            "problem",
            "заблокирован",
        ),
        (
            Computer {
                tokens: vec![token(Tries::Last, 2, &[])],
                ..computer(empty, none)
            },
            "token:3a7f00c1",
            "warning",
            "последняя попытка",
        ),
        (
            Computer {
                tokens: vec![token(Tries::Enough, 0, &["te-1"])],
                ..computer(empty, none)
            },
            "token:3a7f00c1",
            "problem",
            "КриптоПро CSP не установлен",
        ),
        (computer(none, over), "licence", "problem", "закончилась"),
    ];
    for (computer, id, state, words) in cases {
        let world = World::new();
        let engine = opened(&world, computer);
        let checks = diagnosed(&engine).await;
        let check = of(&checks, id);
        assert_eq!(check.state.code(), state, "{check:?}");
        assert!(check.text.contains(words), "{check:?}");
    }
}

#[tokio::test]
async fn a_provider_that_hangs_is_told_in_time_and_hides_nothing() {
    let world = World::new();
    let (release, hangs): (Sender<()>, _) = channel();
    let computer = Computer {
        hangs: std::sync::Mutex::new(Some(hangs)),
        ..computer(empty, empty)
    };
    let engine = opened(&world, computer);
    let checks = engine.diagnose_within(Duration::from_millis(300)).await.unwrap();
    assert_eq!(of(&checks, "cryptopro").state.code(), "problem");
    assert!(of(&checks, "cryptopro").text.contains("не ответил вовремя"));
    assert_eq!(of(&checks, "token_module").state.code(), "ok");
    drop(release);
}

#[tokio::test]
async fn a_connection_tells_its_keys_its_service_and_its_box_apart() {
    let world = World::new();
    let engine = opened(&world, computer(none, none));
    let connection = engine.connect(world.request("golubka")).await.unwrap().connection;
    let (keys, network) = (format!("secrets:{connection}"), format!("network:{connection}"));
    let states = |checks: &[Check]| {
        let of = |id: &str| {
            checks
                .iter()
                .find(|check| check.id == *id)
                .map(|check| check.state.code())
        };
        (of(&keys), of(&network))
    };
    assert_eq!(states(&diagnosed(&engine).await), (Some("ok"), Some("ok")));

    world.office.desk(|desk| {
        desk.sunsets = vec![connect::edo::Sunset {
            method: "GET /V8/GetNewEvents".into(),
            day: Some(jiff::civil::date(2027, 4, 3)),
        }];
    });
    let checks = diagnosed(&engine).await;
    let sunset = of(&checks, &format!("sunset:{connection}"));
    assert_eq!(sunset.state.code(), "warning");
    assert!(
        sunset.text.contains("GET /V8/GetNewEvents с 03.04.2027"),
        "{sunset:?}"
    );
    world.office.desk(|desk| desk.sunsets.clear());

    world.office.desk(|desk| desk.password = "сменили".into());
    let checks = diagnosed(&engine).await;
    assert_eq!(states(&checks), (Some("ok"), Some("problem")));
    assert_eq!(
        of(&checks, &network).fix.as_ref().unwrap().kind,
        FixKind::OpenConnections
    );
    world.office.desk(|desk| desk.password = "верный".into());

    world.office.desk(|desk| desk.boxes.clear());
    let checks = diagnosed(&engine).await;
    assert!(
        of(&checks, &network).text.contains("больше не открывает"),
        "{checks:?}"
    );

    world
        .safe
        .kept
        .lock()
        .unwrap()
        .retain(|name, _| name.starts_with("database-key"));
    let checks = diagnosed(&engine).await;
    assert_eq!(states(&checks), (Some("problem"), None));
    let fix = of(&checks, &keys).fix.as_ref().unwrap();
    assert_eq!(
        (fix.kind, fix.value.as_deref()),
        (FixKind::OpenConnections, Some(connection.to_string().as_str()))
    );
}

//! Ways in: a browser, a short code, a key; what happens when the operator takes a log-in back.

use std::sync::Arc;
use std::time::Duration;

use domain::ConnectionId;
use engine::{ConnectRequest, Engine, KeyFile, LogInId, LogInRequest, LogInState, LogInView, Ports};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use signature::certificate::issue::Authority;
use signature::certificate::{Owner, Validity};
use signature::gost::{Curve, PrivateKey};
use signature::{SystemRandom, key_file};
use testkit::{Clerk, Computer, POLAR_STAR, Partner, TestClock};
use zeroize::Zeroizing;

const KEY_PASSWORD: &str = "пароль ключа 8";

fn secret(text: &str) -> connect::Secret {
    connect::Secret::new(text)
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn by(partner: &Partner, way: &str, port: u16) -> LogInRequest {
    let client = &partner.world()["services"]["diadoc"]["openid_clients"][0];
    let fields = [
        ("log_in", way.to_owned()),
        ("client_id", client["client_id"].as_str().unwrap().to_owned()),
        (
            "client_secret",
            client["client_secret"].as_str().unwrap().to_owned(),
        ),
    ];
    LogInRequest {
        connection: None,
        operator: domain::OperatorKind("diadoc".into()),
        address: Some(partner.address()),
        credentials: fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), secret(value)))
            .collect(),
        certificate: None,
        redirect_port: (way == "browser").then_some(port),
    }
}

/// The address that the program comes back to is registered at the operator.
async fn registers(partner: &Partner, port: u16) {
    let (log_in, log_out) = engine::redirect_addresses(port);
    partner
        .order(
            "openid/clients",
            json!({"redirect_uris": [log_in], "post_logout_redirect_uris": [log_out]}),
        )
        .await;
}

/// Looks until the log-in is in one of these states.
async fn until(engine: &Engine, id: LogInId, states: &[LogInState]) -> LogInView {
    tokio::time::timeout(Duration::from_secs(60), async {
        loop {
            let view = engine.log_in(id).unwrap();
            if states.contains(&view.state) {
                return view;
            }
            a_moment().await;
        }
    })
    .await
    .expect("the log-in moves on")
}

/// The log-in goes on in tasks of its own; nobody is told when it has moved.
async fn a_moment() {
    drop(tokio::time::timeout(Duration::from_millis(20), std::future::pending::<()>()).await);
}

const OVER: &[LogInState] = &[LogInState::Done, LogInState::Failed, LogInState::Cancelled];

async fn saves(clerk: &Clerk, partner: &Partner, log_in: &LogInView) -> ConnectionId {
    let request = ConnectRequest {
        id: None,
        firm: None,
        operator: domain::OperatorKind("diadoc".into()),
        address: Some(partner.address()),
        box_id: partner.organization(POLAR_STAR)["box_id_guid"]
            .as_str()
            .map(str::to_owned),
        credentials: connect::edo::Credentials::new(),
        history: engine::History::Whole,
    };
    clerk
        .engine
        .connect_after_log_in(request, log_in.id)
        .await
        .unwrap()
        .connection
}

async fn health(clerk: &Clerk) -> Value {
    let list = clerk.rpc("connections.list", json!({})).await;
    list["connections"][0].clone()
}

#[tokio::test]
async fn a_clerk_logs_in_at_the_operators_page_and_the_log_in_renews_itself_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens(folder.path(), computer.ports());
    let port = free_port();
    registers(&partner, port).await;
    let begun = clerk
        .engine
        .begin_log_in(by(&partner, "browser", port))
        .await
        .unwrap();
    let waiting = until(
        &clerk.engine,
        begun.id,
        &[LogInState::WaitingForBrowser, LogInState::Failed],
    )
    .await;
    assert!(waiting.error.is_none(), "{waiting:?}");
    let page = waiting.page.unwrap();
    assert!(clerk.engine.is_log_in_page(&page) && !clerk.engine.is_log_in_page(&partner.address()));

    // A page of somebody else that knows the port, but not the state, changes nothing.
    let (status, text) = partner
        .browses(&format!(
            "http://127.0.0.1:{port}/edo/login?code=stolen&state=guessed"
        ))
        .await;
    assert_eq!(status, 400);
    assert!(text.contains("начат не здесь"), "{text}");
    assert_eq!(
        clerk.engine.log_in(begun.id).unwrap().state,
        LogInState::WaitingForBrowser
    );

    let shown = partner.logs_in_at(&page).await;
    assert!(shown.contains("Можно вернуться в программу"), "{shown}");
    let done = until(&clerk.engine, begun.id, OVER).await;
    assert_eq!((done.state, done.boxes.len()), (LogInState::Done, 3), "{done:?}");
    saves(&clerk, &partner, &done).await;
    clerk.refreshes().await;
    assert_eq!(health(&clerk).await["health"]["code"], "ok");
    assert_eq!(health(&clerk).await["log_in"], "browser");

    // Next morning: the access token has ended, the refresh token lies in the keystore.
    drop(clerk);
    partner.order("tokens/expire", json!({})).await;
    let clerk = Clerk::opens(folder.path(), computer.ports());
    let (one, other) = tokio::join!(
        clerk.engine.sync_once(None),
        clerk.engine.sync_counterparties(None)
    );
    assert!(one.unwrap().connections[0].error.is_none());
    other.unwrap();

    // The operator takes the log-in back: a person is called once, nothing is knocked with again.
    partner.order("tokens/expire", json!({})).await;
    partner.order("openid/revoke", json!({})).await;
    clerk.refreshes().await;
    clerk.refreshes().await;
    let after = health(&clerk).await;
    assert_eq!(after["health"]["code"], "log_in_needed", "{after:#}");
    assert!(after["health"]["next_attempt_at"].is_null());
    let called = computer.notifications.titles();
    assert_eq!(called, ["Нужен вход: Контур.Диадок"]);
}

#[tokio::test]
async fn a_clerk_who_logs_out_leaves_no_token_behind() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens(folder.path(), computer.ports());
    let port = free_port();
    registers(&partner, port).await;
    let begun = clerk
        .engine
        .begin_log_in(by(&partner, "browser", port))
        .await
        .unwrap();
    let waiting = until(&clerk.engine, begun.id, &[LogInState::WaitingForBrowser]).await;
    partner.logs_in_at(&waiting.page.unwrap()).await;
    let done = until(&clerk.engine, begun.id, OVER).await;
    let connection = saves(&clerk, &partner, &done).await;
    let page = clerk.engine.log_out(connection).await.unwrap().unwrap();
    assert!(clerk.engine.is_log_in_page(&page));
    let (status, text) = partner.browses(&page).await;
    assert_eq!((status, text.contains("Вы вышли")), (200, true), "{text}");
    clerk.refreshes().await;
    assert_eq!(health(&clerk).await["health"]["code"], "log_in_needed");
}

#[tokio::test]
async fn a_taken_port_leads_to_the_short_code() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens(folder.path(), computer.ports());
    let stranger = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = stranger.local_addr().unwrap().port();
    registers(&partner, port).await;
    let begun = clerk
        .engine
        .begin_log_in(by(&partner, "browser", port))
        .await
        .unwrap();
    let waiting = until(
        &clerk.engine,
        begun.id,
        &[LogInState::WaitingForCode, LogInState::Failed],
    )
    .await;
    assert!(
        waiting.is_port_taken && waiting.user_code.is_some(),
        "{waiting:?}"
    );
    partner.logs_in_at(&waiting.page.unwrap()).await;
    let done = until(&clerk.engine, begun.id, OVER).await;
    assert_eq!(done.state, LogInState::Done, "{done:?}");
    saves(&clerk, &partner, &done).await;
    clerk.refreshes().await;
    assert_eq!(health(&clerk).await["health"]["code"], "ok");
}

#[tokio::test]
async fn an_unknown_application_and_an_address_that_is_not_registered_are_told_without_a_browser() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens(folder.path(), computer.ports());
    let port = free_port();
    let begun = clerk
        .engine
        .begin_log_in(by(&partner, "browser", port))
        .await
        .unwrap();
    let failed = until(&clerk.engine, begun.id, OVER).await.error.unwrap();
    assert_eq!(failed.code().as_str(), "invalid_redirect");
    assert!(
        failed
            .sentence()
            .contains(&format!("http://127.0.0.1:{port}/edo/login")),
        "{failed}"
    );

    registers(&partner, port).await;
    partner
        .order("openid/clients", json!({"is_enabled": false}))
        .await;
    let begun = clerk
        .engine
        .begin_log_in(by(&partner, "browser", port))
        .await
        .unwrap();
    let failed = until(&clerk.engine, begun.id, OVER).await.error.unwrap();
    assert_eq!(failed.code().as_str(), "unknown_client");
    assert!(failed.sentence().contains("client_id"), "{failed}");
}

#[tokio::test]
async fn an_unpaid_subscription_a_blocked_key_and_a_wrong_clock_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clock = TestClock::at(Timestamp::now());
    let clerk = Clerk::opens(folder.path(), computer.ports_with_clock(clock.clone()));
    clerk.connects(&partner, POLAR_STAR).await;
    let box_id = partner.organization(POLAR_STAR)["box_id"].clone();
    partner
        .order("organizations", json!({"box": box_id, "has_subscription": false}))
        .await;
    clerk.refreshes().await;
    assert_eq!(health(&clerk).await["health"]["code"], "subscription_ended");
    partner
        .order("organizations", json!({"box": box_id, "has_subscription": true}))
        .await;
    partner.order("developer_keys", json!({"is_blocked": true})).await;
    clerk.refreshes().await;
    let blocked = health(&clerk).await;
    assert_eq!(blocked["health"]["code"], "forbidden");
    assert!(
        blocked["health"]["text"]
            .as_str()
            .unwrap()
            .contains("ключ доступа"),
        "{blocked:#}"
    );
    assert!(blocked["clock"].is_null());

    partner
        .order("developer_keys", json!({"is_blocked": false}))
        .await;
    clock.advance(Duration::from_secs(42 * 60));
    clerk.refreshes().await;
    let skewed = health(&clerk).await;
    let words = skewed["clock"].as_str().expect("the clocks differ");
    assert!(words.contains("спешат на 4"), "{words}");
}

/// A certificate of the firm and its key, taken in; the operator believes its authority.
fn certificate_of(inn: &str) -> (Vec<u8>, Vec<KeyFile>) {
    let now = Timestamp::now();
    let validity = Validity {
        from: now - SignedDuration::from_hours(1),
        to: now + SignedDuration::from_hours(24 * 365),
    };
    let new_key = || {
        let curve = Curve::from_oid("1.2.643.7.1.2.1.1.1".parse().unwrap()).unwrap();
        PrivateKey::generate(curve, &mut SystemRandom).unwrap()
    };
    let name = Owner {
        common_name: Some("УЦ «Проверка»".into()),
        ..Owner::default()
    };
    let authority = Authority::found(&name, new_key(), validity, &mut SystemRandom).unwrap();
    let owner = Owner {
        common_name: Some("ООО «Полярная звезда»".into()),
        organisation: Some("ООО «Полярная звезда»".into()),
        surname: Some("Воронцова".into()),
        given_name: Some("Анна Павловна".into()),
        inn_le: Some(inn.to_owned()),
        ..Owner::default()
    };
    let key = new_key();
    let issued = authority
        .issue(&owner, &key.public_key(), validity, &mut SystemRandom)
        .unwrap();
    let sealed = key_file::write(&key, KEY_PASSWORD, &mut SystemRandom).unwrap();
    let file = |name: &str, bytes: &[u8]| KeyFile {
        name: name.to_owned(),
        bytes: Zeroizing::new(bytes.to_vec()),
    };
    let files = vec![file("anna.cer", issued.der()), file("anna.key", sealed.as_ref())];
    (authority.certificate().der().to_vec(), files)
}

async fn enters_pin(engine: &Engine, pin: &str) {
    tokio::time::timeout(Duration::from_secs(60), async {
        loop {
            if let Some(question) = engine.pin_question() {
                return engine.answer_pin(question.id, &secret(pin)).unwrap();
            }
            a_moment().await;
        }
    })
    .await
    .expect("the key asks for its password");
}

fn by_certificate(partner: &Partner) -> LogInRequest {
    let mut request = by(partner, "certificate", 0);
    request.credentials.remove("client_id");
    request.credentials.remove("client_secret");
    let api_key = partner.credentials().remove("api_key");
    request
        .credentials
        .extend(api_key.map(|key| ("api_key".to_owned(), key)));
    request
}

#[tokio::test]
async fn a_key_lets_in_by_its_certificate_and_only_a_person_opens_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let (root, files) = certificate_of(POLAR_STAR);
    let (computer, partner) = (Computer::new(), Partner::start_believing(vec![root]).await);
    let ports = || Ports {
        keys: Arc::new(host::LocalKeys::files_only(folder.path())),
        ..computer.ports()
    };
    let clerk = Clerk::opens(folder.path(), ports());
    let kept = clerk
        .engine
        .add_key_files(files, Some(secret(KEY_PASSWORD)))
        .await
        .unwrap();
    let request = |connection, certificate| LogInRequest {
        connection,
        certificate,
        ..by_certificate(&partner)
    };
    let none = clerk.engine.begin_log_in(request(None, None)).await.unwrap_err();
    assert_eq!(none.code().as_str(), "certificate_not_found");

    // A wrong password of the key is told and not tried again.
    let begun = clerk
        .engine
        .begin_log_in(request(None, Some(kept.id())))
        .await
        .unwrap();
    enters_pin(&clerk.engine, "не тот").await;
    let failed = until(&clerk.engine, begun.id, OVER).await.error.unwrap();
    assert!(failed.sentence().contains("Вход не выполнен"), "{failed}");

    let begun = clerk
        .engine
        .begin_log_in(request(None, Some(kept.id())))
        .await
        .unwrap();
    enters_pin(&clerk.engine, KEY_PASSWORD).await;
    let done = until(&clerk.engine, begun.id, OVER).await;
    assert_eq!(done.state, LogInState::Done, "{done:?}");
    let connection = saves(&clerk, &partner, &done).await;
    clerk.refreshes().await;
    let row = health(&clerk).await;
    assert_eq!(row["health"]["code"], "ok");
    assert_eq!(
        (&row["log_in"], &row["certificate_id"]),
        (&json!("certificate"), &json!(kept.id().0))
    );

    // The token outlives the program; when it ends, nobody is asked for a PIN out of the blue.
    drop(clerk);
    let clerk = Clerk::opens(folder.path(), ports());
    clerk.refreshes().await;
    assert_eq!(health(&clerk).await["health"]["code"], "ok");
    partner.order("tokens/expire", json!({})).await;
    clerk.refreshes().await;
    assert_eq!(health(&clerk).await["health"]["code"], "log_in_needed");
    assert!(clerk.engine.pin_question().is_none());

    // The certificate was remembered with the connection.
    let begun = clerk
        .engine
        .begin_log_in(request(Some(connection), None))
        .await
        .unwrap();
    enters_pin(&clerk.engine, KEY_PASSWORD).await;
    let done = until(&clerk.engine, begun.id, OVER).await;
    assert_eq!(done.state, LogInState::Done, "{done:?}");
    let again = ConnectRequest {
        id: Some(connection),
        firm: None,
        operator: domain::OperatorKind("diadoc".into()),
        address: Some(partner.address()),
        box_id: None,
        credentials: connect::edo::Credentials::new(),
        history: engine::History::Whole,
    };
    clerk.engine.connect_after_log_in(again, done.id).await.unwrap();
    clerk.refreshes().await;
    assert_eq!(health(&clerk).await["health"]["code"], "ok");
}

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;

use crate::edo::diadoc::{OPERATOR, open_within};
use crate::edo::log_in::{BrowserLogIn, Entrance, Keep, LOG_IN, Polled, code};
use crate::edo::{Credentials, EdoProvider};
use crate::http::Limits;
use crate::loopback::{Asked, Loopback, Reply};
use crate::{Error, Secret};

fn credentials(way: &str) -> Credentials {
    let fields = [
        (LOG_IN, way),
        ("client_id", "surguch-romashka"),
        ("client_secret", "s3cret/of+the=app"),
        ("api_key", super::API_KEY),
    ];
    let mut all: Credentials = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Secret::new(*value)))
        .collect();
    all.insert("refresh_token".into(), Secret::new("refresh-0"));
    all
}

/// What the keeper was given, in order; it refuses as often as it is told.
#[derive(Default)]
struct Kept {
    given: Mutex<Vec<String>>,
    refusals: AtomicUsize,
}

impl Kept {
    fn keeper(self: &Arc<Self>) -> Keep {
        let kept = Arc::clone(self);
        Arc::new(move |name: &str, value: &Secret| {
            let left = kept.refusals.load(Ordering::SeqCst);
            if left > 0 {
                kept.refusals.store(left - 1, Ordering::SeqCst);
                return Err("the keystore is locked".into());
            }
            kept.given
                .lock()
                .unwrap()
                .push(format!("{name}={}", value.expose()));
            Ok(())
        })
    }

    fn given(&self) -> Vec<String> {
        self.given.lock().unwrap().clone()
    }
}

fn provider(address: &str, kept: &Arc<Kept>) -> Arc<dyn EdoProvider> {
    let limits = Limits {
        exchange: Duration::from_secs(20),
        ..Limits::default()
    };
    open_within(address, credentials("browser"), kept.keeper(), limits).unwrap()
}

/// A provider that rotates: `refresh-0` → `access-1`, `refresh-1` → …, and an API that takes the newest token only.
async fn rotating() -> Loopback {
    let round = AtomicUsize::new(0);
    Loopback::start(move |asked| {
        let now = round.load(Ordering::SeqCst);
        match asked.path() {
            "/connect/token" => {
                let body = String::from_utf8(asked.body.clone()).unwrap();
                if !body.ends_with(&format!("refresh_token=refresh-{now}")) {
                    return Reply::Whole(400, vec![], br#"{"error":"invalid_grant"}"#.to_vec());
                }
                let next = round.fetch_add(1, Ordering::SeqCst) + 1;
                Reply::json(&json!({
                    "access_token": format!("access-{next}"), "refresh_token": format!("refresh-{next}"),
                    "token_type": "Bearer", "expires_in": 3600,
                }))
            }
            _ if asked.head.contains(&format!("Bearer access-{now}\r\n")) => {
                Reply::json(&json!({"Organizations": []}))
            }
            _ => Reply::text(401, "Token is expired"),
        }
    })
    .await
}

fn token_calls(server: &Loopback) -> usize {
    let paths = server.paths();
    paths.iter().filter(|path| *path == "/connect/token").count()
}

#[tokio::test]
async fn calls_at_the_same_time_renew_once_and_the_new_token_is_kept_before_it_is_used() {
    let (server, kept) = (rotating().await, Arc::new(Kept::default()));
    let provider = provider(&server.address, &kept);
    let (one, two, three) = tokio::join!(provider.my_boxes(), provider.my_boxes(), provider.my_boxes());
    assert_eq!((one, two, three), (Ok(vec![]), Ok(vec![]), Ok(vec![])));
    assert_eq!(token_calls(&server), 1);
    assert_eq!(kept.given(), ["refresh_token=refresh-1", "token=access-1"]);
    assert_eq!(server.paths()[0], "/connect/token");
}

#[tokio::test]
async fn a_keystore_that_refuses_costs_nothing_and_gets_the_newest_token_later() {
    let (server, kept) = (rotating().await, Arc::new(Kept::default()));
    kept.refusals.store(1, Ordering::SeqCst);
    let provider = provider(&server.address, &kept);
    assert_eq!(provider.my_boxes().await, Ok(vec![]));
    assert!(kept.given().is_empty(), "{:?}", kept.given());
    // A token that ended makes the next renewal; what was owed is replaced by what is new.
    let answer = server
        .asked()
        .iter()
        .filter(|asked| asked.path() == "/GetMyOrganizations")
        .count();
    assert_eq!(answer, 1);
    assert_eq!(provider.my_boxes().await, Ok(vec![]));
    assert_eq!(token_calls(&server), 1);
}

#[tokio::test]
async fn a_renewal_that_nobody_waits_for_is_finished_all_the_same() {
    let (server, kept) = (rotating().await, Arc::new(Kept::default()));
    let provider = provider(&server.address, &kept);
    // The caller gives up at the first chance.
    let call = provider.my_boxes();
    drop(tokio::time::timeout(Duration::ZERO, call).await);
    // The next one finds the token that the first renewal brought, or waits for it.
    assert_eq!(provider.my_boxes().await, Ok(vec![]));
    assert_eq!(token_calls(&server), 1);
    assert_eq!(kept.given().len(), 2);
}

#[tokio::test]
async fn a_refresh_token_that_was_taken_back_asks_for_a_person_and_is_never_sent_again() {
    let server = Loopback::start(|asked| match asked.path() {
        "/connect/token" => Reply::Whole(400, vec![], br#"{"error":"invalid_grant"}"#.to_vec()),
        _ => Reply::text(401, "Token is expired"),
    })
    .await;
    let provider = provider(&server.address, &Arc::default());
    for _ in 0..3 {
        assert_eq!(provider.my_boxes().await.unwrap_err().code(), code::NEEDED);
    }
    assert_eq!(token_calls(&server), 1);
}

#[tokio::test]
async fn a_provider_that_fails_for_a_moment_ends_no_log_in() {
    let first = AtomicUsize::new(0);
    let server = Loopback::start(move |asked| match asked.path() {
        "/connect/token" if first.fetch_add(1, Ordering::SeqCst) == 0 => Reply::text(503, "later"),
        "/connect/token" => Reply::json(&json!({"access_token": "a", "refresh_token": "r"})),
        _ => Reply::json(&json!({"Organizations": []})),
    })
    .await;
    let provider = provider(&server.address, &Arc::default());
    assert_eq!(provider.my_boxes().await.unwrap_err().code(), "broken");
    assert_eq!(provider.my_boxes().await, Ok(vec![]));
}

fn entrance(address: &str, way: &str) -> Arc<dyn Entrance> {
    (OPERATOR.entrance.unwrap())(address, &credentials(way)).unwrap()
}

fn asked() -> BrowserLogIn {
    BrowserLogIn {
        redirect: "http://127.0.0.1:47321/edo/login".into(),
        state: Secret::new("state-1"),
        nonce: Secret::new("nonce-1"),
        verifier: Secret::new("verifier-of-at-least-forty-three-characters"),
    }
}

#[tokio::test]
async fn the_page_of_the_log_in_carries_pkce_state_and_nonce_and_is_looked_at_first() {
    let server = Loopback::start(|_| Reply::text(200, "<html>Вход</html>")).await;
    let page = entrance(&server.address, "browser").page(&asked()).await.unwrap();
    let page = url::Url::parse(&page).unwrap();
    let field = |name: &str| {
        let found = page.query_pairs().find(|(one, _)| one == name);
        found.map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    assert_eq!(page.path(), "/connect/authorize");
    assert_eq!(field("redirect_uri"), "http://127.0.0.1:47321/edo/login");
    assert_eq!(
        (field("state"), field("nonce")),
        ("state-1".into(), "nonce-1".into())
    );
    assert_eq!(field("code_challenge_method"), "S256");
    assert_eq!(field("code_challenge").len(), 43);
    assert!(!page.as_str().contains("verifier-of"), "{page}");
    assert!(
        field("scope").ends_with("offline_access Diadoc.PublicAPI"),
        "{page}"
    );
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn the_two_documented_error_pages_are_told_without_a_browser_also_behind_a_redirect() {
    let pages = [
        (
            "<h1>Unknown client or client not enabled</h1>",
            code::UNKNOWN_CLIENT,
        ),
        ("<p>Error: Invalid redirect_uri</p>", code::INVALID_REDIRECT),
    ];
    for (text, expected) in pages {
        let server = Loopback::start(move |_| Reply::text(400, text)).await;
        let error = entrance(&server.address, "browser")
            .page(&asked())
            .await
            .unwrap_err();
        assert_eq!(error.code(), expected);

        let server = Loopback::start(move |asked| match asked.path() {
            "/home/error" => Reply::text(200, text),
            _ => Reply::Whole(
                302,
                vec![("Location", "/home/error?errorId=CfDJ8".into())],
                vec![],
            ),
        })
        .await;
        let error = entrance(&server.address, "browser")
            .page(&asked())
            .await
            .unwrap_err();
        assert_eq!(error.code(), expected);
        assert!(error.to_string().contains("кабинет"), "{error}");
    }
    let log_in = || vec![("Location", "/Account/Login?ReturnUrl=x".to_owned())];
    let server = Loopback::start(move |_| Reply::Whole(302, log_in(), vec![])).await;
    assert!(entrance(&server.address, "browser").page(&asked()).await.is_ok());
}

fn tokens_with(nonce: &str) -> Reply {
    use base64::Engine as _;
    let claims =
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(json!({ "nonce": nonce }).to_string());
    Reply::json(&json!({
        "access_token": "access-1", "refresh_token": "refresh-1", "id_token": format!("e30.{claims}.c2ln"),
        "token_type": "Bearer", "expires_in": 3600,
    }))
}

#[tokio::test]
async fn a_code_is_changed_once_with_its_verifier_and_a_token_of_another_log_in_is_refused() {
    let server = Loopback::start(|_| tokens_with("nonce-1")).await;
    let door = entrance(&server.address, "browser");
    let brought = door.exchange(&asked(), &Secret::new("c0de")).await.unwrap();
    assert_eq!(brought["token"].expose(), "access-1");
    assert_eq!(brought["refresh_token"].expose(), "refresh-1");
    let Asked { body, .. } = server.asked().remove(0);
    let body = String::from_utf8(body).unwrap();
    for field in [
        "grant_type=authorization_code",
        "code=c0de",
        "code_verifier=verifier-of",
        "client_secret=s3cret%2Fof%2Bthe%3Dapp",
        "redirect_uri=http%3A%2F%2F127.0.0.1%3A47321%2Fedo%2Flogin",
    ] {
        assert!(body.contains(field), "{field} is missing in {body}");
    }
    let server = Loopback::start(|_| tokens_with("nonce-2")).await;
    let door = entrance(&server.address, "browser");
    let error = door.exchange(&asked(), &Secret::new("c0de")).await.unwrap_err();
    assert_eq!(error.code(), code::MISMATCH);
}

#[tokio::test]
async fn refusals_of_the_token_endpoint_are_told_apart() {
    let cases = [
        ("invalid_client", code::CLIENT_REFUSED),
        ("unauthorized_client", code::WAY_NOT_ALLOWED),
        ("invalid_scope", code::WAY_NOT_ALLOWED),
        ("invalid_grant", code::EXPIRED),
    ];
    for (told, expected) in cases {
        let body = json!({"error": told, "error_description": "Слова"}).to_string();
        let server = Loopback::start(move |_| Reply::Whole(400, vec![], body.clone().into_bytes())).await;
        let door = entrance(&server.address, "browser");
        let error = door.exchange(&asked(), &Secret::new("c0de")).await.unwrap_err();
        assert_eq!(error.code(), expected, "{told}");
    }
}

#[tokio::test]
async fn a_device_waits_for_the_person_and_shows_pages_of_the_provider_only() {
    let round = AtomicUsize::new(0);
    let server = Loopback::start(move |asked| {
        let host = asked.head.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
        match asked.path() {
            "/connect/deviceauthorization" => Reply::json(&json!({
                "device_code": "d", "user_code": "BDWPHQPK", "verification_uri": format!("http://{host}/device"),
                "verification_uri_complete": format!("http://{host}/device?user-code=BDWPHQPK"),
                "interval": 3, "expires_in": 300,
            })),
            _ => {
                let pending = |error: &str| {
                    Reply::Whole(400, vec![], json!({ "error": error }).to_string().into_bytes())
                };
                match round.fetch_add(1, Ordering::SeqCst) {
                    0 => pending("authorization_pending"),
                    1 => pending("slow_down"),
                    2 => Reply::json(&json!({"access_token": "a", "refresh_token": "r"})),
                    3 => pending("access_denied"),
                    _ => pending("expired_token"),
                }
            }
        }
    })
    .await;
    let door = entrance(&server.address, "device");
    let code = door.device().await.unwrap();
    assert_eq!(
        (code.user_code.as_str(), code.interval),
        ("BDWPHQPK", Duration::from_secs(3))
    );
    assert!(matches!(door.poll(&code).await, Ok(Polled::Pending)));
    assert!(matches!(door.poll(&code).await, Ok(Polled::SlowDown)));
    assert!(
        matches!(door.poll(&code).await, Ok(Polled::Done(brought)) if brought["refresh_token"].expose() == "r")
    );
    assert_eq!(door.poll(&code).await.unwrap_err().code(), code::DECLINED);
    assert_eq!(door.poll(&code).await.unwrap_err().code(), code::EXPIRED);

    let foreign = json!({"device_code": "d", "user_code": "X", "verification_uri": "https://evil.example/device", "expires_in": 300});
    let server = Loopback::start(move |_| Reply::json(&foreign)).await;
    let error = entrance(&server.address, "device").device().await.unwrap_err();
    assert!(matches!(error, Error::Malformed(_)), "{error}");
}

#[tokio::test]
async fn a_certificate_gets_a_sealed_message_and_its_content_confirms_the_log_in() {
    let server = Loopback::start(|asked| match asked.path() {
        "/V3/Authenticate" => Reply::Whole(200, vec![], b"sealed".to_vec()),
        _ => Reply::text(200, "token-of-certificate"),
    })
    .await;
    let door = entrance(&server.address, "certificate");
    assert_eq!(door.sealed_for(b"DER").await.unwrap(), b"sealed");
    let brought = door.confirm(&[0xfb, 0xff], [0xab; 20]).await.unwrap();
    assert_eq!(brought["token"].expose(), "token-of-certificate");
    let asked = server.asked();
    assert_eq!(asked[0].line, "POST /V3/Authenticate?type=certificate HTTP/1.1");
    assert_eq!(asked[0].body, b"DER");
    let thumbprint = "AB".repeat(20);
    assert_eq!(
        asked[1].line,
        format!("POST /V3/AuthenticateConfirm?thumbprint={thumbprint}&token=%2B%2F8%3D HTTP/1.1")
    );
    assert!(matches!(
        door.page(&self::asked()).await,
        Err(Error::LogIn { code, .. }) if code == code::WAY_NOT_ALLOWED
    ));
}

#[tokio::test]
async fn a_token_of_a_certificate_that_ended_asks_for_a_person_and_never_for_a_password() {
    let server = Loopback::start(|_| Reply::text(401, "Invalid auth token")).await;
    let mut kept = credentials("certificate");
    kept.insert("token".into(), Secret::new("yesterday"));
    let provider = (OPERATOR.open)(&server.address, kept, super::nothing_to_keep()).unwrap();
    for _ in 0..2 {
        assert_eq!(provider.my_boxes().await.unwrap_err().code(), code::NEEDED);
    }
    assert_eq!(server.paths(), ["/GetMyOrganizations"]);
}

#[tokio::test]
async fn the_clock_of_the_service_is_heard() {
    let date = || vec![("Date", "Sun, 22 Nov 2026 09:12:01 GMT".to_owned())];
    let server = Loopback::start(move |_| {
        Reply::Whole(
            200,
            date(),
            br#"{"Organizations": [], "access_token": "a"}"#.to_vec(),
        )
    })
    .await;
    let provider = provider(&server.address, &Arc::default());
    assert_eq!(provider.service_time(), None);
    provider.my_boxes().await.unwrap();
    let told = provider.service_time().unwrap();
    assert_eq!(
        told.as_second() / 60,
        "2026-11-22T09:12:01Z"
            .parse::<jiff::Timestamp>()
            .unwrap()
            .as_second()
            / 60
    );
}

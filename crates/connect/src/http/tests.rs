use std::time::Duration;

use super::{Address, Answer, Call, Dialect, Http, Limits};
use crate::loopback::{Loopback, Reply};
use crate::{Error, Secret};

const DIALECT: Dialect = Dialect {
    error_code_header: "X-Diadoc-ErrorCode",
    trace_id_header: "X-Kontur-Trace-Id",
};
const LIMITS: Limits = Limits {
    connect: Duration::from_secs(5),
    exchange: Duration::from_secs(20),
    answer_bytes: 1_000,
};

fn http(address: &str, limits: Limits) -> Http {
    Http::open(Address::parse(address).unwrap(), DIALECT, limits).unwrap()
}

async fn ask(server: &Loopback) -> Result<Answer, Error> {
    http(&server.address, LIMITS).send(&Call::get("V3/Ask")).await
}

#[tokio::test]
async fn every_status_has_one_meaning() {
    let said = |status: u16| Reply::Whole(status, vec![("Retry-After", "7".into())], "Слова".into());
    let expected = |status: u16| match status {
        401 => "unauthorized",
        402 => "subscription_ended",
        403 => "forbidden",
        408 => "timeout",
        429 => "limited",
        400..=499 => "refused",
        500..=599 => "broken",
        _ => "malformed",
    };
    for status in [
        201, 302, 400, 401, 402, 403, 404, 405, 408, 409, 410, 415, 429, 500, 502, 503, 504,
    ] {
        let server = Loopback::start(move |_| said(status)).await;
        let error = ask(&server).await.unwrap().accepted().unwrap_err();
        assert_eq!(error.code(), expected(status), "{status}: {error}");
        if matches!(status, 401..=403 | 500) {
            assert!(error.to_string().contains("«Слова»"), "{error}");
        }
        if status == 402 {
            assert!(error.to_string().contains("Подписка"), "{error}");
        }
        if status == 429 {
            assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
        }
    }
}

#[tokio::test]
async fn a_method_that_was_switched_off_is_a_refusal_of_its_own_and_what_will_be_is_remembered() {
    let server = Loopback::start(|_| Reply::text(410, "Method is removed")).await;
    let refused = Error::Refused {
        code: crate::METHOD_REMOVED.into(),
        text: "Method is removed".into(),
    };
    assert_eq!(ask(&server).await.unwrap().accepted().unwrap_err(), refused);

    let days = ["Sat, 03 Apr 2027 00:00:00 GMT", "скоро"];
    let server = Loopback::start(move |seen| {
        let day = if seen.path().contains("Soon") {
            days[1]
        } else {
            days[0]
        };
        Reply::Whole(200, vec![("Sunset", day.to_owned())], Vec::new())
    })
    .await;
    let http = http(&server.address, LIMITS);
    assert_eq!(http.sunsets(), []);
    for path in ["V3/Ask", "V3/Soon", "V3/Ask"] {
        http.send(&Call::get(path)).await.unwrap();
    }
    let told: Vec<_> = http
        .sunsets()
        .into_iter()
        .map(|one| (one.method, one.day))
        .collect();
    let day = Some(jiff::civil::date(2027, 4, 3));
    assert_eq!(told, [("GET /V3/Ask".into(), day), ("GET /V3/Soon".into(), None)]);
}

#[tokio::test]
async fn a_refusal_keeps_the_machine_code_and_the_words() {
    let headers = || vec![("X-Diadoc-ErrorCode", "Http.Conflict".to_owned())];
    let server = Loopback::start(move |_| Reply::Whole(409, headers(), "Нельзя".into())).await;
    let refused = Error::Refused {
        code: "Http.Conflict".into(),
        text: "Нельзя".into(),
    };
    assert_eq!(ask(&server).await.unwrap().accepted().unwrap_err(), refused);
}

#[tokio::test]
async fn not_yet_is_204_or_an_empty_200_with_a_wait_and_nothing_else() {
    let wait = || vec![("Retry-After", "3".to_owned())];
    let server = Loopback::start(move |_| Reply::Whole(204, wait(), Vec::new())).await;
    let pending = Error::StillProcessing(Some(Duration::from_secs(3)));
    assert_eq!(ask(&server).await.unwrap().ready().unwrap_err(), pending);

    let server = Loopback::start(move |_| Reply::Whole(200, wait(), Vec::new())).await;
    assert_eq!(ask(&server).await.unwrap().ready().unwrap_err(), pending);
    assert!(
        ask(&server).await.unwrap().accepted().is_ok(),
        "only where it is documented"
    );

    let server = Loopback::start(move |_| Reply::Whole(200, wait(), b"%PDF".to_vec())).await;
    assert_eq!(ask(&server).await.unwrap().ready().unwrap().body, b"%PDF");

    let server = Loopback::start(|_| Reply::text(204, "")).await;
    assert_eq!(
        ask(&server).await.unwrap().accepted().unwrap_err().code(),
        "malformed"
    );
}

#[tokio::test]
async fn a_date_in_retry_after_is_no_number_of_seconds() {
    let date = || vec![("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT".to_owned())];
    let server = Loopback::start(move |_| Reply::Whole(429, date(), Vec::new())).await;
    assert_eq!(
        ask(&server).await.unwrap().accepted().unwrap_err(),
        Error::Limited(None)
    );
}

#[tokio::test]
async fn a_closed_port_is_offline_because_nothing_left() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = http(&address, LIMITS)
        .send(&Call::get("V3/Ask"))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "offline", "{error}");
}

#[tokio::test]
async fn a_server_without_tls_is_offline_to_https() {
    let server = Loopback::start(|_| Reply::text(200, "")).await;
    let address = server.address.replace("http:", "https:");
    let error = http(&address, LIMITS)
        .send(&Call::get("V3/Ask"))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "offline", "{error}");
}

#[tokio::test]
async fn silence_a_hang_up_and_a_torn_answer_leave_the_effect_unknown() {
    let server = Loopback::start(|_| Reply::Silence).await;
    let impatient = Limits {
        exchange: Duration::from_millis(200),
        ..LIMITS
    };
    let silence = http(&server.address, impatient).send(&Call::get("V3/Ask")).await;

    let server = Loopback::start(|_| Reply::Raw(Vec::new())).await;
    let hang_up = ask(&server).await;

    let torn = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Mess".to_vec();
    let server = Loopback::start(move |_| Reply::Raw(torn.clone())).await;
    let torn = ask(&server).await;

    for outcome in [silence, hang_up, torn] {
        let error = outcome.unwrap_err();
        assert_eq!(error.code(), "timeout", "{error}");
        assert!(error.outcome_unknown());
    }
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_not_read() {
    let server = Loopback::start(|_| Reply::text(200, &"a".repeat(1_001))).await;
    assert_eq!(ask(&server).await.unwrap_err().code(), "malformed");

    let chunked = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n",
        1_001,
        "a".repeat(1_001)
    );
    let server = Loopback::start(move |_| Reply::Raw(chunked.clone().into_bytes())).await;
    assert_eq!(ask(&server).await.unwrap_err().code(), "malformed");

    let server = Loopback::start(|_| Reply::text(200, &"a".repeat(1_000))).await;
    assert_eq!(ask(&server).await.unwrap().body.len(), 1_000);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = Loopback::start(|asked| match asked.path() {
        "/V3/Ask" => Reply::Whole(302, vec![("Location", "/elsewhere".into())], Vec::new()),
        _ => Reply::text(200, "found"),
    })
    .await;
    assert_eq!(
        ask(&server).await.unwrap().accepted().unwrap_err().code(),
        "malformed"
    );
    assert_eq!(server.paths(), ["/V3/Ask"]);
}

#[tokio::test]
async fn the_request_names_the_program_and_asks_for_no_compression() {
    let server = Loopback::start(|_| Reply::text(200, "")).await;
    ask(&server).await.unwrap();
    let head = server.asked()[0].head.to_lowercase();
    let agent = format!("user-agent: surguch/{}", env!("CARGO_PKG_VERSION"));
    assert!(head.contains(&agent), "{head}");
    assert!(!head.contains("accept-encoding"), "{head}");
}

#[tokio::test]
async fn a_secret_that_the_service_repeats_is_struck_out_of_its_words() {
    let server = Loopback::start(|_| Reply::text(401, "Invalid auth token: tok-123")).await;
    let call = Call::get("V3/Ask").hiding(Secret::new("tok-123"));
    let answer = http(&server.address, LIMITS).send(&call).await.unwrap();
    assert_eq!(answer.words(), "Invalid auth token: ***");
}

#[tokio::test]
async fn a_call_is_told_once_by_its_names_and_never_by_its_values() {
    let server = Loopback::start(|_| Reply::text(404, "Иванов не найден")).await;
    let client = http(&server.address, LIMITS);
    let call = Call::get("V3/Ask")
        .query("phone", "+79161234567")
        .secret_query("token", Secret::new("tok-123"));
    client.send(&call).await.unwrap();
    let told = client.take_exchanges();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].call, "GET /V3/Ask?phone&token");
    assert_eq!((told[0].outcome.as_str(), told[0].is_failure), ("404", true));
    assert!(told[0].answer_bytes > 0);
    assert_eq!(client.take_exchanges(), []);
}

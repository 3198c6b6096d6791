use std::io::Write;
use std::sync::{Arc, Mutex};

use domain::OperationId;
use tracing_subscriber::fmt::MakeWriter;
use uuid::Uuid;

use super::{API_KEY, OUR_BOX, PASSWORD, TOKEN, connect, diadoc, letter};
use crate::edo::Signing;
use crate::edo::log_in::LOG_IN;
use crate::loopback::Reply;

/// Everything that the program would write into a log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn no_password_token_or_key_reaches_the_log_or_an_error() {
    // One subscriber for the whole process: a scoped one misses what other threads registered before it.
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .with_ansi(false)
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let chatty = format!("Refused {API_KEY} {PASSWORD} {TOKEN}");
    let headers = || {
        vec![
            ("X-Kontur-Trace-Id", "trace-77".into()),
            ("X-Diadoc-ErrorCode", "Http.Auth".to_owned()),
        ]
    };
    let server = diadoc(move |_| Reply::Whole(400, headers(), chatty.clone().into_bytes())).await;
    let provider = connect(&server.address);
    let request = provider
        .prepare(&letter(domain::EdoFormat::Nonformalized, Signing::Test))
        .unwrap();
    let errors = [
        provider.my_boxes().await.unwrap_err(),
        provider.feed(OUR_BOX, None).await.unwrap_err(),
        provider
            .deliver(OperationId(Uuid::nil()), &request)
            .await
            .unwrap_err(),
    ];

    let mut typed = super::credentials();
    typed.insert(LOG_IN.into(), crate::Secret::new("certificate"));
    let door = (super::OPERATOR.entrance.unwrap())(&server.address, &typed).unwrap();
    // In base64: c2VhbGVkLXRva2Vu
    let refused = door.confirm(b"sealed-token", [1; 20]).await.unwrap_err();
    assert!(
        !format!("{refused:?}").contains("c2VhbGVkLXRva2Vu"),
        "{refused:?}"
    );

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for told in ["V8/GetNewEvents", "trace-77", "Http.Auth", "GET", "status=400"] {
        assert!(log.contains(told), "{told} is missing in {log}");
    }
    let errors = format!("{errors:?}");
    assert!(errors.contains("Refused *** *** ***"), "{errors}");
    for secret in [
        API_KEY,
        PASSWORD,
        TOKEN,
        "DiadocAuth",
        "JVBERi0xLjcg",
        "8!secret",
        "c2VhbGVkLXRva2Vu",
    ] {
        assert!(!log.contains(secret), "{secret} is in the log");
        assert!(!errors.contains(secret), "{secret} is in an error");
    }
}

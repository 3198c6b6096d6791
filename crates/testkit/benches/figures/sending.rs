//! Documents leaving through the outbox to the training world, beside a bare HTTP loop that posts the same bytes to a
//! world of its own, by turns. Ours holds more: each sending is written down, durably, before and after it leaves.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use domain::DocumentId;
use engine::ImportFile;
use serde_json::json;
use testkit::{Clerk, Computer, POLAR_STAR, Partner, fixture};
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};
use uuid::Uuid;

use crate::figure::{Figure, rate};
use crate::office::Office;

const DOCUMENTS: usize = 800;
/// Sent in one round.
const PILE: usize = 200;

pub fn figures() -> Vec<Figure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let computer = Computer::new();
    let log = Accepted::default();
    let listening = tracing_subscriber::registry().with(log.clone());
    let _listening = tracing::subscriber::set_default(listening);
    let (mut ours, mut theirs) = (Duration::ZERO, Duration::ZERO);
    runtime.block_on(async {
        let partner = Partner::start().await;
        let clerk = Clerk::opens(folder.path(), computer.ports());
        clerk.connects(&partner, POLAR_STAR).await;
        let documents = imported(&clerk).await;
        let bare = Bare::logged_in().await;
        for pile in documents.chunks(PILE) {
            for document in pile {
                clerk.sends(*document).await;
            }
            let requests = last_requests(folder.path(), &computer);
            let started = Instant::now();
            clerk.refreshes().await;
            // The round goes on to read the feed; what counts here is when the last row was written down as accepted.
            ours += log.last().duration_since(started);
            theirs += bare.posts(&requests).await;
        }
        assert_eq!(partner.ledger().await.len(), DOCUMENTS, "every document arrived");
        assert_eq!(log.count(), DOCUMENTS, "and was written down");
    });
    let figure = Figure::beside_floor(
        "sending.documents",
        "documents/s",
        rate(DOCUMENTS, ours),
        rate(DOCUMENTS, theirs),
    )
    .goal("≥ 0.8× of a bare HTTP loop", |figure| figure.ratio >= 0.8);
    vec![figure]
}

/// Hears from the log when a row went through.
#[derive(Clone, Default)]
struct Accepted(Arc<Mutex<Vec<Instant>>>);

impl Accepted {
    fn last(&self) -> Instant {
        *self
            .0
            .lock()
            .expect("times")
            .last()
            .expect("something was accepted")
    }

    fn count(&self) -> usize {
        self.0.lock().expect("times").len()
    }
}

impl<S: Subscriber> Layer<S> for Accepted {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target() == "surguch::outbox"
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut step = IsAccepted(false);
        event.record(&mut step);
        if step.0 {
            self.0.lock().expect("times").push(Instant::now());
        }
    }
}

struct IsAccepted(bool);

impl Visit for IsAccepted {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0 |= field.name() == "step" && value == "accepted";
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

/// The same УПД under many numbers.
async fn imported(clerk: &Clerk) -> Vec<DocumentId> {
    let original = fixture("utd_schfdop_503.xml");
    let at = original
        .windows(4)
        .position(|bytes| bytes == b"-318")
        .expect("the number of the fixture");
    let files = (0..DOCUMENTS).map(|number| {
        let mut bytes = original.clone();
        bytes.splice(at..at + 4, format!("-{number:05}").bytes());
        ImportFile {
            name: format!("upd-{number}.xml"),
            bytes,
        }
    });
    let outcomes = clerk.engine.import(files.collect()).await;
    outcomes
        .into_iter()
        .map(|outcome| outcome.result.expect("the file is taken").document)
        .collect()
}

/// The exact bytes that are about to leave.
fn last_requests(folder: &Path, computer: &Computer) -> Vec<Vec<u8>> {
    let sql = Office::bare(folder, computer, &folder.join("surguch.db"));
    let mut query = sql
        .prepare("SELECT request FROM outbox_requests ORDER BY outbox_id DESC LIMIT ?1")
        .expect("a query");
    let rows = query.query_map([PILE as i64], |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("bytes")
}

/// One log-in, one connection, one request after the other.
struct Bare {
    partner: Partner,
    http: reqwest::Client,
    authorization: String,
}

impl Bare {
    async fn logged_in() -> Self {
        let partner = Partner::start().await;
        let known = &partner.world()["services"]["diadoc"]["credentials"];
        let key = known["api_key"].as_str().expect("a key");
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        let log_in = http
            .post(format!("{}/V3/Authenticate?type=password", partner.address()))
            .header("Authorization", format!("DiadocAuth ddauth_api_client_id={key}"))
            .header("Content-Type", "application/json")
            .body(json!({ "login": known["login"], "password": known["password"] }).to_string());
        let answer = log_in.send().await.expect("an answer");
        let token = answer.text().await.expect("a token");
        Self {
            partner,
            http,
            authorization: format!("DiadocAuth ddauth_api_client_id={key},ddauth_token={token}"),
        }
    }

    async fn posts(&self, requests: &[Vec<u8>]) -> Duration {
        let base = self.partner.address();
        let started = Instant::now();
        for request in requests {
            let answer = self
                .http
                .post(format!("{base}/V3/PostMessage?operationId={}", Uuid::new_v4()))
                .header("Authorization", &self.authorization)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .body(request.clone());
            let answer = answer.send().await.expect("an answer");
            assert!(answer.status().is_success(), "{}", answer.status());
            answer.bytes().await.expect("the whole answer");
        }
        started.elapsed()
    }
}

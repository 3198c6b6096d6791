//! A pile of documents leaving through the outbox to the training world, beside a bare HTTP loop that posts the same
//! bytes to a world of its own. Ours holds more: each sending is written down before and after it leaves, and the
//! round ends with reading what the operator says of it.

use domain::DocumentId;
use engine::ImportFile;
use serde_json::json;
use testkit::{Clerk, Computer, POLAR_STAR, Partner, fixture};
use uuid::Uuid;

use crate::figure::{Figure, rate, timed};
use crate::office::Office;

const DOCUMENTS: usize = 500;

pub fn figures() -> Vec<Figure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let computer = Computer::new();
    let (clerk, partner) = runtime.block_on(prepared(folder.path(), &computer));
    let ((), took) = timed(|| runtime.block_on(clerk.refreshes()));
    assert_eq!(
        runtime.block_on(partner.ledger()).len(),
        DOCUMENTS,
        "every document arrived"
    );
    drop(clerk);
    let requests = requests(folder.path(), &computer);
    assert_eq!(requests.len(), DOCUMENTS);
    let bare_took = runtime.block_on(bare(&requests));
    let figure = Figure::beside_floor(
        "sending.documents",
        "documents/s",
        rate(DOCUMENTS, took),
        rate(DOCUMENTS, bare_took),
    )
    .goal("≥ 0.8× of a bare HTTP loop", |figure| figure.ratio >= 0.8);
    vec![figure]
}

/// Documents in the outbox, an operator that is ready, and nothing sent yet.
async fn prepared(folder: &std::path::Path, computer: &Computer) -> (Clerk, Partner) {
    let partner = Partner::start().await;
    let clerk = Clerk::opens(folder, computer.ports());
    clerk.connects(&partner, POLAR_STAR).await;
    for document in imported(&clerk).await {
        clerk.sends(document).await;
    }
    (clerk, partner)
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

/// The exact bytes that left.
fn requests(folder: &std::path::Path, computer: &Computer) -> Vec<Vec<u8>> {
    let sql = Office::bare(folder, computer, &folder.join("surguch.db"));
    let mut query = sql
        .prepare("SELECT request FROM outbox ORDER BY id")
        .expect("a query");
    let rows = query.query_map([], |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("bytes")
}

/// One log-in, one connection, one request after the other.
async fn bare(requests: &[Vec<u8>]) -> std::time::Duration {
    let partner = Partner::start().await;
    let base = partner.address();
    let known = &partner.world()["services"]["diadoc"]["credentials"];
    let key = known["api_key"].as_str().expect("a key");
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let log_in = http
        .post(format!("{base}/V3/Authenticate?type=password"))
        .header("Authorization", format!("DiadocAuth ddauth_api_client_id={key}"))
        .header("Content-Type", "application/json")
        .body(json!({ "login": known["login"], "password": known["password"] }).to_string());
    let token = log_in
        .send()
        .await
        .expect("an answer")
        .text()
        .await
        .expect("a token");
    let authorization = format!("DiadocAuth ddauth_api_client_id={key},ddauth_token={token}");
    let started = std::time::Instant::now();
    for request in requests {
        let answer = http
            .post(format!("{base}/V3/PostMessage?operationId={}", Uuid::new_v4()))
            .header("Authorization", &authorization)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .body(request.clone());
        let answer = answer.send().await.expect("an answer");
        assert!(answer.status().is_success(), "{}", answer.status());
        answer.bytes().await.expect("the whole answer");
    }
    started.elapsed()
}

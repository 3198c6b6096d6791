//! How many small documents a second the sandbox takes over loopback, in memory and with a journal, beside a bare HTTP
//! server that answers the same requests with a fixed text. `cargo bench -p sandbox`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measurement prints and may stop at the first surprise"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use axum::Router;
use axum::body::Bytes;
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sandbox::{Options, Sandbox};
use serde_json::json;
use tokio::net::TcpListener;

const DOCUMENTS: usize = 4_000;
const CALLERS: usize = 4;

async fn rate(url: String, authorization: String, bodies: Vec<String>) -> f64 {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let (bodies, next) = (Arc::new(bodies), Arc::new(AtomicUsize::new(0)));
    let started = Instant::now();
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (client, url, authorization) = (client.clone(), url.clone(), authorization.clone());
            let (bodies, next) = (bodies.clone(), next.clone());
            tokio::spawn(async move {
                while let Some(body) = bodies.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let request = client.post(&url).header("Authorization", &authorization);
                    let request = request
                        .header("Accept", "application/json")
                        .header("Content-Type", "application/json");
                    let answer = request.body(body.clone()).send().await.unwrap();
                    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
                    answer.bytes().await.unwrap();
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    DOCUMENTS as f64 / started.elapsed().as_secs_f64()
}

async fn sandbox_rate(options: Options) -> f64 {
    let sandbox = Sandbox::start(options).await.unwrap();
    let world = sandbox.describe();
    let base = format!("http://{}", sandbox.address());
    let key = world["services"]["diadoc"]["developer_keys"][0].as_str().unwrap();
    let user = &world["users"][0];
    let _ = rustls::crypto::ring::default_provider().install_default();
    let token = reqwest::Client::new()
        .post(format!("{base}/V3/Authenticate?type=password"))
        .header("Authorization", format!("DiadocAuth ddauth_api_client_id={key}"))
        .json(&json!({"login": user["login"], "password": user["password"]}));
    let token = token.send().await.unwrap().text().await.unwrap();
    let authorization = format!("DiadocAuth ddauth_api_client_id={key},ddauth_token={token}");
    let bodies = bodies(
        &world["organizations"][0]["box_id"],
        &world["counterparties"][0]["box_id"],
    );
    let rate = rate(format!("{base}/V3/PostMessage"), authorization, bodies).await;
    sandbox.shutdown().await;
    rate
}

fn bodies(from: &serde_json::Value, to: &serde_json::Value) -> Vec<String> {
    let body = |number: usize| {
        let content = BASE64.encode(format!("%PDF-1.4 bill {number} {}", "x".repeat(4_000)));
        json!({"FromBoxId": from, "ToBoxId": to, "DocumentAttachments": [{
            "SignedContent": {"Content": content, "SignWithTestSignature": true},
            "TypeNamedId": "Nonformalized", "CustomDocumentId": number.to_string(),
            "Metadata": [{"Key": "FileName", "Value": "bill.pdf"}]}]})
        .to_string()
    };
    (0..DOCUMENTS).map(body).collect()
}

async fn bare_rate() -> f64 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let answer = "x".repeat(3_000);
    let app = Router::new().route(
        "/",
        post(async move |body: Bytes| format!("{} {answer}", body.len())),
    );
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let rate = rate(url, "none".into(), bodies(&json!("from"), &json!("to"))).await;
    server.abort();
    rate
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        println!("bare HTTP loop        {:>8.0} requests/s", bare_rate().await);
        println!(
            "sandbox in memory     {:>8.0} documents/s",
            sandbox_rate(Options::default()).await
        );
        let folder = tempfile::tempdir().unwrap();
        let state = Some(folder.path().join("world"));
        let options = Options {
            state,
            ..Options::default()
        };
        println!(
            "sandbox with journal  {:>8.0} documents/s",
            sandbox_rate(options).await
        );
    });
}

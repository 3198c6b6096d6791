//! The window in a browser: who is let in and who is not.

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::Child;

use crate::desk::{Desk, ask_to_end, finished};

struct Served {
    child: Child,
    address: String,
    token: String,
}

impl Served {
    async fn at(desk: &Desk) -> Self {
        let pages = desk.data().with_file_name("pages");
        std::fs::create_dir_all(&pages).unwrap();
        std::fs::write(pages.join("index.html"), "<title>Сургуч</title>").unwrap();
        desk.file("passwords.txt", b"secret");
        let ui = pages.to_str().unwrap();
        let mut child = desk
            .command(&["--json", "serve", "--training", "--ui", ui])
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .await
            .unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        let (base, token) = told["url"].as_str().unwrap().split_once("/#token=").unwrap();
        let address = base.strip_prefix("http://").unwrap().to_owned();
        Self {
            address,
            token: token.to_owned(),
            child,
        }
    }

    async fn say(&self, first_line: &str, headers: &str, body: &str) -> String {
        let length = body.len();
        let request = format!(
            "{first_line} HTTP/1.0\r\n{headers}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn own_name(&self) -> String {
        format!("Host: {}\r\n", self.address)
    }

    fn with_token(&self) -> String {
        format!("{}Authorization: Bearer {}\r\n", self.own_name(), self.token)
    }
}

#[tokio::test]
async fn the_page_is_served_strictly_and_commands_want_the_token() {
    let desk = Desk::new();
    let served = Served::at(&desk).await;
    let page = served.say("GET /", &served.own_name(), "").await;
    assert!(
        page.starts_with("HTTP/1.0 200") && page.contains("<title>Сургуч</title>"),
        "{page}"
    );
    assert!(
        page.contains("script-src 'self'") && !page.contains("unsafe-inline"),
        "{page}"
    );
    for name in ["/../passwords.txt", "/%2e%2e/passwords.txt", "//etc/passwd"] {
        let answer = served.say(&format!("GET {name}"), &served.own_name(), "").await;
        assert!(answer.starts_with("HTTP/1.0 404"), "{name}: {answer}");
    }

    let list = served
        .say("POST /rpc/documents.list", &served.with_token(), "{}")
        .await;
    assert!(list.starts_with("HTTP/1.0 200"), "{list}");
    let rows: Value = serde_json::from_str(list.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    assert_eq!(
        rows["rows"].as_array().unwrap().len(),
        3,
        "the examples of the training world"
    );

    for call in ["POST /rpc/documents.list", "GET /events", "GET /content/00"] {
        let answer = served.say(call, &served.own_name(), "{}").await;
        assert!(answer.starts_with("HTTP/1.0 401"), "{call}: {answer}");
    }
    let foreign = format!("{}Origin: https://evil.example\r\n", served.with_token());
    let answer = served.say("POST /rpc/documents.list", &foreign, "{}").await;
    assert!(answer.starts_with("HTTP/1.0 403"), "{answer}");
    let foreign = served.with_token().replace(&served.address, "evil.example");
    let answer = served.say("POST /rpc/documents.list", &foreign, "{}").await;
    assert!(answer.starts_with("HTTP/1.0 403"), "{answer}");

    let refused = served
        .say("POST /rpc/no.such", &served.with_token(), &json!({}).to_string())
        .await;
    assert!(
        refused.starts_with("HTTP/1.0 400") && refused.contains("unknown_command"),
        "{refused}"
    );
    ask_to_end(&served.child).await;
    finished(served.child).await.ends_with(0);
}

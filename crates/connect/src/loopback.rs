//! A tiny HTTP server on this computer for tests: answers what the test says and remembers what it was asked.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// `POST /V4/GetDocflows?boxId=…`
    pub line: String,
    /// The raw head, header lines included.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Asked {
    /// Path without parameters.
    pub fn path(&self) -> &str {
        let target = self.line.split(' ').nth(1).unwrap_or_default();
        target.split('?').next().unwrap_or_default()
    }
}

/// What to do with a request.
pub(crate) enum Reply {
    /// Status, header lines, body; the length is added.
    Whole(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// These bytes, then the end.
    Raw(Vec<u8>),
    /// Nothing, for ever.
    Silence,
}

impl Reply {
    pub fn json(value: &serde_json::Value) -> Self {
        Self::Whole(
            200,
            vec![("Content-Type", "application/json".into())],
            value.to_string().into_bytes(),
        )
    }

    pub fn text(status: u16, text: &str) -> Self {
        Self::Whole(status, Vec::new(), text.as_bytes().to_vec())
    }
}

/// The server; ends with the test.
pub(crate) struct Loopback {
    pub address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    task: JoinHandle<()>,
}

impl Loopback {
    pub async fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (Arc::clone(&asked), Arc::new(answer));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&log), Arc::clone(&answer)));
            }
        });
        Self { address, asked, task }
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn paths(&self) -> Vec<String> {
        self.asked().iter().map(|asked| asked.path().to_owned()).collect()
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve<F: Fn(&Asked) -> Reply>(mut stream: TcpStream, log: Arc<Mutex<Vec<Asked>>>, answer: Arc<F>) {
    while let Some(asked) = read(&mut stream).await {
        log.lock().unwrap().push(asked.clone());
        match answer(&asked) {
            Reply::Whole(status, headers, body) => {
                let mut head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n", body.len());
                for (name, value) in headers {
                    head.push_str(&format!("{name}: {value}\r\n"));
                }
                head.push_str("\r\n");
                let sent = stream.write_all(&[head.into_bytes(), body].concat()).await;
                if sent.is_err() {
                    return;
                }
            }
            Reply::Raw(bytes) => {
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
                return;
            }
            Reply::Silence => std::future::pending::<()>().await,
        }
    }
}

async fn read(stream: &mut TcpStream) -> Option<Asked> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        let is_tls = bytes.first() == Some(&0x16);
        if is_tls || stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let length = head
        .lines()
        .find_map(|line| {
            line.to_lowercase()
                .strip_prefix("content-length:")
                .map(|n| n.trim().parse().unwrap())
        })
        .unwrap_or(0);
    let mut body = bytes.split_off(head_end + 4);
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    let line = head.lines().next().unwrap_or_default().to_owned();
    Some(Asked { line, head, body })
}

//! Where the browser of this computer comes back to after a log-in: a listener on loopback that lives as long as the
//! log-in does.
//!
//! It answers `GET` requests that name it in `Host` and nothing else, shows one of a few fixed pages and keeps nothing.
//! Whether a visit belongs to a log-in is the caller's business.

use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use url::Url;

use crate::Secret;

/// More than any address with a code has.
const LONGEST_HEAD_BYTES: usize = 16 * 1024;
/// A browser opens lines in advance and says nothing on them.
const PATIENCE: Duration = Duration::from_secs(10);
/// Visits that nobody has looked at yet.
const QUEUE: usize = 16;

/// The port is in somebody else's hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the port {0} is taken")]
pub struct PortTaken(pub u16);

/// The listener; dropping it sets the port free.
pub struct Redirect {
    port: u16,
    visits: mpsc::Receiver<Visit>,
    task: JoinHandle<()>,
}

/// A browser that came back, waiting for its page.
pub struct Visit {
    stream: TcpStream,
    url: Url,
}

/// What the browser shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The log-in goes on in the program.
    BackToProgram,
    /// The person said no, or the operator did.
    NotLoggedIn,
    /// The visit belongs to no log-in under way.
    Foreign,
    /// The log-out is over.
    LoggedOut,
}

impl Redirect {
    /// Begins to listen.
    ///
    /// # Errors
    /// [`PortTaken`], also where the system does not give the port for another reason.
    pub async fn listen(port: u16) -> Result<Self, PortTaken> {
        let refused = |error: std::io::Error| {
            tracing::info!(port, %error, "nobody can come back to this port");
            PortTaken(port)
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(refused)?;
        let port = listener.local_addr().map_err(refused)?.port();
        let (found, visits) = mpsc::channel(QUEUE);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let found = found.clone();
                tokio::spawn(async move {
                    if let Ok(Some(visit)) = tokio::time::timeout(PATIENCE, read(stream, port)).await {
                        drop(found.send(visit).await);
                    }
                });
            }
        });
        Ok(Self { port, visits, task })
    }

    /// The port; found by the system where 0 was asked for.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The next visit; `None` when the listener ended.
    pub async fn next(&mut self) -> Option<Visit> {
        self.visits.recv().await
    }
}

impl Drop for Redirect {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Visit {
    /// The path of the address.
    pub fn path(&self) -> &str {
        self.url.path()
    }

    /// A parameter of the address, if it has one value.
    pub fn field(&self, name: &str) -> Option<Secret> {
        let mut values = self.url.query_pairs().filter(|(one, _)| one == name);
        let (_, value) = values.next()?;
        values.next().is_none().then(|| Secret::new(value.into_owned()))
    }

    /// Shows the page. A browser that is gone misses nothing.
    pub async fn answer(mut self, page: Page) {
        let sent = self.stream.write_all(page.response().as_bytes()).await;
        if sent.is_ok() {
            drop(self.stream.shutdown().await);
        }
    }
}

impl Page {
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::BackToProgram => (
                "200 OK",
                "Можно вернуться в программу",
                "Вход продолжается в окне «Сургуча». Эту страницу можно закрыть.",
            ),
            Self::NotLoggedIn => (
                "200 OK",
                "Вход не выполнен",
                "Что произошло, написано в окне «Сургуча». Эту страницу можно закрыть.",
            ),
            Self::Foreign => (
                "400 Bad Request",
                "Этот вход начат не здесь",
                "Адрес не относится к входу, который идёт сейчас, поэтому он не принят. Закройте страницу и начните вход \
                 в окне «Сургуча».",
            ),
            Self::LoggedOut => (
                "200 OK",
                "Вы вышли",
                "Программа больше не входит к оператору за вас. Эту страницу можно закрыть.",
            ),
        }
    }

    fn response(self) -> String {
        let (status, title, text) = self.words();
        let html = format!(
            "<!DOCTYPE html>\n<html lang=\"ru\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>{title} — \
             Сургуч</title><style>body{{margin:18vh auto 0;max-width:26em;padding:0 24px;font:16px/24px system-ui,\
             sans-serif}}h1{{font-size:24px;line-height:32px;font-weight:600;margin:0 0 8px}}p{{margin:0;opacity:.75}}\
             </style></head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>\n"
        );
        format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: \
             no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\nContent-Security-Policy: \
             default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'\r\nConnection: close\r\n\r\n{html}",
            html.len()
        )
    }
}

/// A request that is meant for us; anything else is cut.
async fn read(mut stream: TcpStream, port: u16) -> Option<Visit> {
    let mut head = Vec::new();
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        if head.len() > LONGEST_HEAD_BYTES || stream.read_buf(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    let head = String::from_utf8(head).ok()?;
    let mut lines = head.lines();
    let target = lines
        .next()?
        .strip_prefix("GET ")?
        .split(' ')
        .next()
        .filter(|target| target.starts_with('/'))?;
    let host = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("host").then(|| value.trim())
    })?;
    let own = format!("127.0.0.1:{port}");
    if host != own {
        return None;
    }
    let url = Url::parse(&format!("http://{own}{target}")).ok()?;
    Some(Visit { stream, url })
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::{Page, PortTaken, Redirect};

    async fn asks(port: u16, request: String) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        drop(stream.read_to_string(&mut answer).await);
        answer
    }

    #[tokio::test]
    async fn a_browser_that_comes_back_gets_one_page_and_its_fields_arrive() {
        let mut redirect = Redirect::listen(0).await.unwrap();
        let port = redirect.port();
        // A line that a browser opened in advance holds nobody up.
        let _silent = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let request = format!(
            "GET /edo/login?code=a%2Bb&state=s&twice=1&twice=2 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        );
        let browser = tokio::spawn(asks(port, request));
        let visit = redirect.next().await.unwrap();
        assert_eq!(visit.path(), "/edo/login");
        assert_eq!(visit.field("code").unwrap().expose(), "a+b");
        assert!(visit.field("twice").is_none() && visit.field("error").is_none());
        visit.answer(Page::BackToProgram).await;
        let page = browser.await.unwrap();
        assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
        assert!(
            page.contains("Можно вернуться в программу") && page.contains("no-store"),
            "{page}"
        );
    }

    #[tokio::test]
    async fn a_foreign_host_or_another_method_is_cut_without_a_word() {
        let redirect = Redirect::listen(0).await.unwrap();
        let port = redirect.port();
        for request in [
            "GET /edo/login?code=1 HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned(),
            format!("POST /edo/login HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 0\r\n\r\n"),
            "GET /edo/login HTTP/1.1\r\n\r\n".to_owned(),
        ] {
            assert_eq!(asks(port, request).await, "");
        }
    }

    #[tokio::test]
    async fn a_port_in_use_is_told_and_free_again_after_the_log_in() {
        let redirect = Redirect::listen(0).await.unwrap();
        let port = redirect.port();
        assert_eq!(Redirect::listen(port).await.err(), Some(PortTaken(port)));
    }
}

//! `serve`: the window in a browser. The same page, the same commands, over loopback HTTP.
//!
//! Whoever has the token may do everything, so it is made anew at every start, travels only in the fragment of the
//! first address (which browsers send nowhere) and in a header, and the listener answers this computer alone.

mod door;
mod files;
mod guard;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use workplace::Workplace;

use crate::serve::guard::Guard;

/// Fifty megabytes of a file in base64, and some room.
const LARGEST_REQUEST_BYTES: usize = 80 * 1024 * 1024;

/// What every call holds.
#[derive(Clone)]
pub(crate) struct Desk {
    pub workplace: Arc<Workplace>,
    pub pages: Arc<PathBuf>,
}

/// A listener that is ready, and the address to open.
pub(crate) struct Server {
    listener: TcpListener,
    guard: Guard,
    desk: Desk,
}

impl Server {
    /// Takes a port on loopback; 0 for any free one.
    pub(crate) async fn bind(port: u16, token: String, desk: Desk) -> std::io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
        let guard = Guard::new(listener.local_addr()?, token);
        Ok(Self {
            listener,
            guard,
            desk,
        })
    }

    /// The address that opens the window.
    pub(crate) fn url(&self) -> String {
        self.guard.url()
    }

    /// Answers until `stop` ends.
    pub(crate) async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let behind_the_token = Router::new()
            .route("/rpc/{command}", post(door::rpc))
            .route("/content/{blob}", get(door::content))
            .route("/events", get(door::events))
            .layer(middleware::from_fn_with_state(self.guard.clone(), guard::token));
        let router = behind_the_token
            .fallback(files::page)
            .layer(DefaultBodyLimit::max(LARGEST_REQUEST_BYTES))
            .layer(middleware::from_fn_with_state(self.guard, guard::host))
            .with_state(self.desk);
        axum::serve(self.listener, router)
            .with_graceful_shutdown(stop)
            .await
    }
}

//! What all parts of a running sandbox share: the books under one lock, the ordered misfortunes, the guard of the door.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, StatusCode, header};
use sha2::{Digest, Sha256};
use signature::certificate::Certificate;
use uuid::Uuid;

use crate::clock::Ticks;
use crate::diadoc::books::Books;
use crate::diadoc::cloud::Cloud;
use crate::diadoc::lean::Manners;
use crate::diadoc::refusal::Refusal;
use crate::diadoc::shelf::Shelf;
use crate::diadoc::timeline;
use crate::fault::Faults;
use crate::fdoc;
use crate::openid::desk::LogIns;

/// The shared parts.
#[derive(Debug)]
pub struct Hub {
    books: Mutex<Books>,
    /// Misfortunes.
    pub faults: Faults,
    /// How much answers say.
    pub manners: Manners,
    /// Where the sandbox listens.
    pub address: SocketAddr,
    /// Log-ins under way.
    pub log_ins: LogIns,
    /// Authorities that the operator believes.
    pub roots: Vec<Certificate>,
    /// Keys that the operator keeps for people, and what waits on their phones.
    pub cloud: Cloud,
    /// F.Doc.
    pub desk: fdoc::Desk,
    asked: Mutex<HashSet<(&'static str, Uuid, Uuid)>>,
    shelf: Mutex<Shelf>,
    secret: Uuid,
}

impl Hub {
    /// Puts the parts together.
    pub fn new(
        books: Books,
        desk: fdoc::Desk,
        address: SocketAddr,
        roots: Vec<Certificate>,
        cloud: Cloud,
    ) -> Self {
        Self {
            books: Mutex::new(books),
            faults: Faults::default(),
            manners: Manners::default(),
            address,
            log_ins: LogIns::default(),
            roots,
            cloud,
            desk,
            asked: Mutex::default(),
            shelf: Mutex::default(),
            secret: Uuid::new_v4(),
        }
    }

    /// Lets everything happen that is due, then does this with the books. Never held across an await.
    pub fn with<R>(&self, act: impl FnOnce(&mut Books) -> Result<R, Refusal>) -> Result<R, Refusal> {
        let mut books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        if books.is_closed() {
            return Err(Refusal::of(
                StatusCode::SERVICE_UNAVAILABLE,
                "Песочница остановлена",
            ));
        }
        timeline::settle(&mut books)?;
        act(&mut books)
    }

    /// Now, by the clock of the world: one clock for all its services.
    pub fn now(&self) -> Ticks {
        self.books
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .state
            .now()
    }

    /// Does this with the books of F.Doc, at the present instant. Never held across an await.
    pub fn fdoc<R>(
        &self,
        act: impl FnOnce(&mut fdoc::state::Books, Ticks) -> Result<R, fdoc::refusal::Refusal>,
    ) -> Result<R, fdoc::refusal::Refusal> {
        self.desk.with(self.now(), act)
    }

    /// Where everything begins: `http://127.0.0.1:8093`.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends it all, also for connections that are still open.
    pub fn close(&self) {
        self.books.lock().unwrap_or_else(PoisonError::into_inner).close();
        self.desk.close();
    }

    /// Does this with the shelves. Never held across an await.
    pub fn shelf<R>(&self, act: impl FnOnce(&mut Shelf) -> R) -> R {
        act(&mut self.shelf.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Asks for a copy of this kind; true from the second time on, because making one takes a moment.
    pub fn is_copy_ready(&self, kind: &'static str, box_id: Uuid, document: Uuid) -> bool {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        !asked.insert((kind, box_id, document))
    }

    /// The token that a form on this page must bring back, so that no foreign page can press a button.
    pub fn form_token(&self, page: &str) -> String {
        let digest = Sha256::new()
            .chain_update(self.secret.as_bytes())
            .chain_update(page)
            .finalize();
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Does the caller mean this machine and come from no foreign page? Guards against a web page in the user's browser
    /// that reaches for loopback (DNS rebinding, cross-site requests).
    pub fn is_welcome(&self, headers: &HeaderMap) -> bool {
        let port = self.address.port();
        let own = [
            format!("127.0.0.1:{port}"),
            format!("localhost:{port}"),
            format!("[::1]:{port}"),
        ];
        let text =
            |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let is_own_host =
            text(header::HOST).is_some_and(|host| own.iter().any(|one| host.eq_ignore_ascii_case(one)));
        let is_own_origin = text(header::ORIGIN).is_none_or(|origin| {
            own.iter().any(|one| {
                origin
                    .strip_prefix("http://")
                    .is_some_and(|host| host.eq_ignore_ascii_case(one))
            })
        });
        is_own_host && is_own_origin
    }
}

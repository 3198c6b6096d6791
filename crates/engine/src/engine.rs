//! The engine itself: what every use case holds in its hands.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use connect::edo::Operator;
use domain::OperatorKind;
use jiff::Timestamp;
use jiff::civil::Date;
use store::{Reader, Store, Writer};

use crate::Result;
use crate::bulk::Bulk;
use crate::certificates::Certificates;
use crate::changes::Hub;
use crate::connections::LogIns;
use crate::error::Error;
use crate::lanes::Lanes;
use crate::ports::Ports;
use crate::preflight::ReadFiles;
use crate::print_check::CheckedFiles;
use crate::providers::Providers;
use crate::relations::Exchanges;
use crate::saved_views::ViewCounts;
use crate::shelf::Shelf;
use crate::signing::{CloudBoard, PinDesk};
use crate::staging::Staging;
use crate::watched_folders::Watched;
use crate::work::Works;

/// The engine of the program: one open data folder and everything that can be done with it. Cheap to clone; all
/// clones are the same engine. The folder stays locked until the last one is gone.
#[derive(Clone)]
pub struct Engine {
    pub(crate) inner: Arc<Inner>,
}

/// What all clones share.
pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) ports: Ports,
    pub(crate) operators: &'static [Operator],
    pub(crate) folder: PathBuf,
    /// Names the secrets of this database, so that two data folders of one person never mix them up.
    pub(crate) database_id: String,
    pub(crate) providers: Providers,
    /// Log-ins in which a person takes part.
    pub(crate) log_ins: LogIns,
    pub(crate) lanes: Lanes,
    /// Signatures of old documents that people look at.
    pub(crate) wishes: crate::late_signatures::Wishes,
    pub(crate) changes: Arc<Hub>,
    /// Held while notices go to the desktop: two rounds that end together must not show them twice.
    pub(crate) showing: Mutex<()>,
    /// Papers that are looked at or printed, and not kept.
    pub(crate) shelf: Shelf,
    /// Pages of operators that may be opened in the browser.
    pub(crate) person_pages: crate::persons::PersonPages,
    /// What the check of print forms found in stored files.
    pub(crate) checked: CheckedFiles,
    /// What files of sendings say.
    pub(crate) read_files: ReadFiles,
    /// Files and tables that a person looks over before they are taken in.
    pub(crate) staging: Staging,
    /// Archives that are brought in to be checked.
    pub(crate) uploads: crate::archive::Uploads,
    /// Work that a person may watch and end.
    pub(crate) works: Arc<Works>,
    /// How many documents each saved view shows.
    pub(crate) view_counts: ViewCounts,
    /// What the parts of the window wait for.
    pub(crate) panes: crate::panes::Panes,
    /// What the last looks into the watched folders saw.
    pub(crate) watched: Watched,
    /// Jobs over many documents.
    pub(crate) bulk: Bulk,
    /// Rules of automatic sending at work.
    pub(crate) rules: crate::auto_rules::Rules,
    /// Held while receipt notices go by themselves: two rounds must not sign the same one.
    pub(crate) receipts: tokio::sync::Mutex<()>,
    /// The exchange of relations with counterparties.
    pub(crate) exchanges: Exchanges,
    /// Stores of keys.
    pub(crate) certificates: Certificates,
    /// Questions for a PIN that wait for a person.
    pub(crate) pins: Arc<PinDesk>,
    /// Requests to sign that wait for a person's phone.
    pub(crate) clouds: Arc<CloudBoard>,
    /// Pause between two looks at a feed that has nothing new, where somebody chose another than the usual.
    pub(crate) idle: OnceLock<Duration>,
}

impl Inner {
    pub(crate) fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    pub(crate) fn today(&self) -> Date {
        self.ports.clock.today()
    }

    pub(crate) fn operator(&self, kind: &OperatorKind) -> Option<&'static Operator> {
        self.operators.iter().find(|operator| operator.kind == kind.0)
    }

    /// One consistent snapshot.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<T> {
        let mut refused = None;
        let done = self
            .store
            .read(|reader| look(reader).map_err(|error| carried(&mut refused, error)));
        settled(done, refused)
    }

    /// One transaction; an error of ours takes everything back just as an error of the database does.
    pub(crate) fn write<T>(&self, change: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        let mut refused = None;
        let done = self
            .store
            .write(|writer| change(writer).map_err(|error| carried(&mut refused, error)));
        settled(done, refused)
    }
}

/// Asks for the end when it is dropped, as it is together with the future that holds it.
struct Awaited(Option<store::Stop>);

impl Drop for Awaited {
    fn drop(&mut self) {
        if let Some(stop) = &self.0 {
            stop.ask();
        }
    }
}

fn carried(refused: &mut Option<Error>, error: Error) -> store::Error {
    let what = error.to_string();
    *refused = Some(error);
    store::Error::Conflict(what)
}

fn settled<T>(done: Result<T, store::Error>, refused: Option<Error>) -> Result<T> {
    done.map_err(|error| refused.unwrap_or_else(|| error.into()))
}

impl Engine {
    /// Runs blocking work (database, keystore, files) where it blocks nobody.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let inner = Arc::clone(&self.inner);
        tokio::task::spawn_blocking(move || work(&inner))
            .await
            .unwrap_or_else(|cut_off| Err(Error::internal(cut_off)))
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Reader<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.blocking(move |inner| inner.read(look)).await
    }

    /// A question that may take long: given up when the one who asked waits no more.
    pub(crate) async fn read_while_awaited<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Reader<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.read_until(store::Stop::default(), look).await
    }

    /// The same; whoever has the stop may end it too.
    pub(crate) async fn read_until<T: Send + 'static>(
        &self,
        stop: store::Stop,
        look: impl FnOnce(&Reader<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let mut awaited = Awaited(Some(stop.clone()));
        let answer = self
            .blocking(move |inner| {
                let mut refused = None;
                let done = inner.store.read_until(&stop, |reader| {
                    look(reader).map_err(|error| carried(&mut refused, error))
                });
                settled(done, refused)
            })
            .await;
        // Whoever looks at the stop now learns whether the question was given up, and not that it was answered.
        awaited.0 = None;
        answer
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Writer<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.blocking(move |inner| inner.write(change)).await
    }

    /// The operators that this engine knows.
    pub fn operators(&self) -> &'static [Operator] {
        self.inner.operators
    }

    /// The data folder.
    pub fn folder(&self) -> &std::path::Path {
        &self.inner.folder
    }
}

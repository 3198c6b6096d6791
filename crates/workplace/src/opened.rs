//! A world at work: its engine, the background, and in training the emulated operator.

use std::sync::Arc;

use api::{ApiError, ChangeEvent, Mode};
use engine::ports::{Secret, Secrets, SigningKeys};
use engine::{Engine, Loops, OpenOptions, Ports, Upgrade};
use host::{Folders, LocalKeys, Purpose};
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;

use crate::note;
use crate::passphrase::Typed;
use crate::training::{self, Training};
use crate::workplace::{Options, interrupted};

pub(crate) struct Opened {
    engine: Engine,
    loops: Loops,
    messenger: JoinHandle<()>,
    training: Option<Training>,
}

impl Opened {
    pub(crate) async fn open(
        mode: Mode,
        options: &Options,
        passphrase: Option<Secret>,
        upgrade: &watch::Sender<Option<Upgrade>>,
        news: broadcast::Sender<ChangeEvent>,
    ) -> Result<Self, ApiError> {
        let engine = open_engine(mode, options, passphrase, upgrade.clone()).await?;
        let training = match mode {
            Mode::Training => {
                engine.look_every(training::PAUSE);
                Some(Training::start(&engine).await?)
            }
            Mode::Work => None,
        };
        let loops = engine.run();
        let messenger = tokio::spawn(forward(engine.clone(), news));
        Ok(Self {
            engine,
            loops,
            messenger,
            training,
        })
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Where the other side of the training world signs.
    pub(crate) fn training_page(&self) -> Option<String> {
        self.training.as_ref().map(Training::page)
    }

    pub(crate) async fn close(self) {
        self.messenger.abort();
        self.loops.stop().await;
        if let Some(training) = self.training {
            training.stop().await;
        }
    }
}

async fn open_engine(
    mode: Mode,
    options: &Options,
    passphrase: Option<Secret>,
    upgrade: watch::Sender<Option<Upgrade>>,
) -> Result<Engine, ApiError> {
    let folders = note::folders(mode, &options.folders);
    let notifier = Arc::clone(&options.notifier);
    let opening = tokio::task::spawn_blocking(move || {
        let secrets = keystore(&folders, passphrase, Purpose::Work)?;
        let (clock, randomness) = (Arc::new(host::SystemClock), Arc::new(host::OsRandomness));
        let keys = keys(mode, &folders);
        Engine::open_telling(
            &folders.data,
            Ports {
                clock,
                randomness,
                secrets,
                notifier,
                keys,
            },
            OpenOptions::default(),
            &|how_far| _ = upgrade.send_replace(Some(how_far)),
        )
    });
    Ok(opening.await.map_err(|_| interrupted())??)
}

/// The stores of keys of a world: training knows its own keys and nobody's real ones.
fn keys(mode: Mode, folders: &Folders) -> Arc<dyn SigningKeys> {
    Arc::new(match mode {
        Mode::Training => LocalKeys::files_only(&folders.data),
        Mode::Work => LocalKeys::of_this_computer(&folders.data),
    })
}

/// The place for secrets of a world. Blocks.
pub(crate) fn keystore(
    folders: &Folders,
    passphrase: Option<Secret>,
    purpose: Purpose,
) -> engine::Result<Arc<dyn Secrets>> {
    Ok(host::secrets(folders, &Typed(passphrase), purpose)?)
}

async fn forward(engine: Engine, news: broadcast::Sender<ChangeEvent>) {
    let mut changes = engine.changes();
    loop {
        for event in api::change_events(&changes.next().await) {
            // Nobody listens while no window is open; that is no error.
            drop(news.send(event));
        }
    }
}

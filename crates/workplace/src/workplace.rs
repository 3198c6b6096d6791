//! The door: one world open at a time, commands by name, news for whoever shows them.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use api::{
    Answer, ApiError, Autostart, ChangeEvent, FolderOfFirm, Mode, OpenPage, RestoreKey, SaveFile, Topic,
    UpgradeState, WorldCommand, WorldState,
};
use domain::{BlobId, FirmId};
use engine::ports::{Clock, Notifier, Secret};
use engine::{Content, Engine, StoredFile, Upgrade};
use host::{Folders, Purpose, SystemClock};
use serde_json::{Value, json};
use tokio::sync::{Mutex, MutexGuard, broadcast, watch};
use url::Url;

use crate::note;
use crate::opened::{Opened, keystore};

/// How long a question waits for a world that is being opened.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a workplace needs to know.
#[derive(Clone)]
pub struct Options {
    /// Where everything lies.
    pub folders: Folders,
    /// The desktop.
    pub notifier: Arc<dyn Notifier>,
}

/// The program without a window.
pub struct Workplace {
    options: Options,
    state: Mutex<State>,
    /// How far the database is that is being opened, while it is brought up from an older form. Beside the state, which
    /// whoever opens holds all the while.
    upgrade: watch::Sender<Option<Upgrade>>,
    news: broadcast::Sender<ChangeEvent>,
}

struct State {
    mode: Mode,
    opened: Option<Opened>,
    problem: Option<ApiError>,
}

impl Workplace {
    /// Nothing is open yet: see [`Workplace::resume`].
    pub fn new(options: Options) -> Self {
        let mode = note::last(&options.folders);
        Self {
            options,
            state: Mutex::new(State {
                mode,
                opened: None,
                problem: Some(starting()),
            }),
            upgrade: watch::channel(None).0,
            news: broadcast::channel(256).0,
        }
    }

    /// Opens the world that was open last. What keeps it from opening is kept for `world.get`.
    pub async fn resume(&self) {
        let mode = self.state.lock().await.mode;
        if let Err(error) = self.open(mode, None).await {
            tracing::warn!(
                code = error.code,
                trace = error.trace_id,
                "the world does not open"
            );
        }
    }

    /// Carries out a command.
    ///
    /// # Errors
    /// While no world is open, what keeps it from opening; else the errors of the command.
    pub async fn dispatch(&self, command: &str, request: Value) -> Result<Answer, ApiError> {
        match WorldCommand::read(command, request.clone()) {
            Some(command) => self.about_worlds(command?).await,
            None => api::dispatch(&self.engine().await?, command, request).await,
        }
    }

    /// The bytes behind an address that a card shows.
    ///
    /// # Errors
    /// While no world is open, what keeps it from opening; `document_not_found`, `content_missing`, `file_too_large`.
    pub async fn file(&self, blob: BlobId) -> Result<Content, ApiError> {
        Ok(self.engine().await?.file(blob).await?)
    }

    /// The same, to be read as it goes, however long it is.
    ///
    /// # Errors
    /// Those of [`Workplace::file`].
    pub async fn open_file(&self, blob: BlobId) -> Result<StoredFile, ApiError> {
        Ok(self.engine().await?.open_file(blob).await?)
    }

    /// News from now on: names of lists and numbers of rows, at most four times a second.
    pub fn news(&self) -> broadcast::Receiver<ChangeEvent> {
        self.news.subscribe()
    }

    /// The page, if it is one that the program itself may show in the browser: the training world's, that of a log-in under
    /// way, one that an operator has just given for a document, or an instruction of an operator.
    ///
    /// # Errors
    /// `page_not_known` for any other address: a received document must not be able to open pages.
    pub async fn known_page(&self, page: &OpenPage) -> Result<Url, ApiError> {
        let state = self.state.lock().await;
        let training = state.opened.as_ref().and_then(Opened::training_page);
        let known = training.and_then(|page| Url::parse(&page).ok());
        let is_given = state.opened.as_ref().is_some_and(|opened| {
            let engine = opened.engine();
            engine.is_log_in_page(&page.url) || engine.is_operator_page(&page.url)
        });
        if is_given && let Ok(asked) = Url::parse(&page.url) {
            return Ok(asked);
        }
        match (Url::parse(&page.url), known) {
            (Ok(asked), Some(known)) if asked.origin() == known.origin() => Ok(asked),
            _ => Err(api::refusal(
                "page_not_known",
                "Программа открывает только страницы учебного режима. Эта страница не открыта, документы не затронуты.",
            )),
        }
    }

    /// Ends what is under way in good order.
    pub async fn close(&self) {
        if let Some(opened) = self.state.lock().await.opened.take() {
            opened.close().await;
        }
    }

    /// Writes a backup of the open world into a new folder inside this one; the folder's name comes back.
    ///
    /// # Errors
    /// While no world is open, what keeps it from opening; those of [`Engine::back_up`].
    pub async fn back_up(&self, into: &Path) -> Result<String, ApiError> {
        let name = format!(
            "Сургуч, копия {}",
            SystemClock.now().strftime("%Y-%m-%d %H-%M-%S")
        );
        self.engine().await?.back_up(into.join(&name)).await?;
        Ok(name)
    }

    /// Closes the world, puts a backup in its place and opens it again. What was there is set aside.
    ///
    /// # Errors
    /// Those of [`Engine::restore_backup`]; the world is then open as before.
    pub async fn restore_backup(&self, from: PathBuf, typed: RestoreKey) -> Result<WorldState, ApiError> {
        let mode = self.state.lock().await.mode;
        self.close().await;
        let folders = note::folders(mode, &self.options.folders);
        let (key, passphrase) = (Secret::new(typed.recovery_key), typed.passphrase.map(Secret::new));
        let passphrase_again = passphrase.clone();
        let restored = tokio::task::spawn_blocking(move || {
            let secrets = keystore(&folders, passphrase, Purpose::Restore)?;
            Engine::restore_backup(&from, &folders.data, secrets.as_ref(), &SystemClock, key.expose())
        });
        let restored = restored.await.map_err(|_| interrupted());
        let opened = self.open(mode, passphrase_again).await;
        restored??;
        opened?;
        Ok(self.describe().await)
    }

    /// Writes a stored file, a print or a text of the page to a place that a person chose. The name of the written file
    /// comes back.
    ///
    /// # Errors
    /// Those of [`Workplace::file`]; `bad_request` for something that is no address; `file_not_saved`.
    pub async fn save_file(&self, file: &SaveFile, to: &Path) -> Result<String, ApiError> {
        let bytes: Box<dyn Read + Send> = match (&file.blob, &file.text) {
            (Some(blob), None) => {
                let blob: BlobId = blob.parse().map_err(|_| no_such_file())?;
                Box::new(self.open_file(blob).await?)
            }
            (None, Some(text)) => Box::new(Cursor::new(text.clone().into_bytes())),
            _ => return Err(no_such_file()),
        };
        let place = to.to_path_buf();
        let written = tokio::task::spawn_blocking(move || host::write_whole(&place, bytes));
        match written.await.map_err(|_| interrupted())? {
            Ok(()) => Ok(to.file_name().unwrap_or_default().to_string_lossy().into_owned()),
            Err(reason) => Err(api::refusal(
                "file_not_saved",
                &format!(
                    "Файл не сохранён: {reason}. Документ в программе цел. Выберите другую папку или освободите место."
                ),
            )),
        }
    }

    /// Watches a folder that a person chose for a firm.
    ///
    /// # Errors
    /// Those of [`Engine::watch_folder`].
    pub async fn watch_folder(&self, chosen: &FolderOfFirm, folder: PathBuf) -> Result<(), ApiError> {
        let engine = self.engine().await?;
        Ok(engine.watch_folder(FirmId(chosen.firm_id), folder).await?)
    }

    /// Asks this module of tokens too from now on.
    ///
    /// # Errors
    /// Those of [`Engine::add_token_module`].
    pub async fn add_token_module(&self, module: PathBuf) -> Result<(), ApiError> {
        let engine = self.engine().await?;
        Ok(engine.add_token_module(module).await?)
    }

    async fn about_worlds(&self, command: WorldCommand) -> Result<Answer, ApiError> {
        match command {
            WorldCommand::Get => {}
            WorldCommand::Open(open) => {
                let mode = self.state.lock().await.mode;
                self.open(mode, open.passphrase.map(Secret::new)).await?;
            }
            WorldCommand::RestoreKey(restore) => {
                let mode = self.state.lock().await.mode;
                let passphrase = restore.passphrase.map(Secret::new);
                self.restore_key(mode, Secret::new(restore.recovery_key), passphrase.clone())
                    .await?;
                self.open(mode, passphrase).await?;
            }
            WorldCommand::StartTraining(open) => {
                self.open(Mode::Training, open.passphrase.map(Secret::new))
                    .await?;
            }
            WorldCommand::LeaveTraining(open) => {
                self.open(Mode::Work, open.passphrase.map(Secret::new)).await?;
            }
            // Choosing a folder and starting with the computer are up to the desktop program.
            WorldCommand::BackUp | WorldCommand::RestoreBackup(_) => return Err(only_in_the_window()),
            WorldCommand::ChooseFolder(_) => return Err(folder_only_in_the_window()),
            WorldCommand::ChooseTokenModule => return Err(module_only_in_the_window()),
            WorldCommand::SaveFile(_) => return Err(saved_by_the_browser()),
            WorldCommand::Autostart(_) => return Answer::of(&Autostart { enabled: None }),
            // The frame around us has opened it; here it is only judged.
            WorldCommand::OpenPage(page) => {
                self.known_page(&page).await?;
                return Answer::of(&json!({}));
            }
        }
        Answer::of(&self.describe().await)
    }

    /// Opens a world and closes the other one. Nothing changes when it cannot be opened and another one is open.
    async fn open(&self, mode: Mode, passphrase: Option<Secret>) -> Result<(), ApiError> {
        let mut state = self.state.lock().await;
        if state.mode == mode && state.opened.is_some() {
            return Ok(());
        }
        let opened = Opened::open(mode, &self.options, passphrase, &self.upgrade, self.news.clone()).await;
        self.upgrade.send_replace(None);
        match opened {
            Ok(next) => {
                if let Some(before) = state.opened.replace(next) {
                    before.close().await;
                }
                state.mode = mode;
                state.problem = None;
            }
            Err(error) => {
                if state.opened.is_none() {
                    state.mode = mode;
                    state.problem = Some(error.clone());
                }
                return Err(error);
            }
        }
        if let Err(error) = note::remember(mode, &self.options.folders) {
            tracing::warn!(%error, "the open world was not noted");
        }
        drop(self.news.send(ChangeEvent {
            topic: Topic::World,
            ids: Vec::new(),
        }));
        Ok(())
    }

    async fn restore_key(&self, mode: Mode, key: Secret, passphrase: Option<Secret>) -> Result<(), ApiError> {
        let folders = note::folders(mode, &self.options.folders);
        let restored = tokio::task::spawn_blocking(move || {
            let secrets = keystore(&folders, passphrase, Purpose::Restore)?;
            Engine::restore_key(&folders.data, secrets.as_ref(), key.expose())
        });
        restored.await.map_err(|_| interrupted())??;
        Ok(())
    }

    async fn engine(&self) -> Result<Engine, ApiError> {
        let state = self.settled(PATIENCE).await.ok_or_else(|| self.not_yet())?;
        match &state.opened {
            Some(opened) => Ok(opened.engine().clone()),
            None => Err(state.problem.clone().unwrap_or_else(interrupted)),
        }
    }

    async fn describe(&self) -> WorldState {
        self.describe_within(PATIENCE).await
    }

    async fn describe_within(&self, patience: Duration) -> WorldState {
        match self.settled(patience).await {
            Some(state) => WorldState {
                mode: state.mode,
                training_page: state.opened.as_ref().and_then(Opened::training_page),
                problem: state.problem.clone(),
                upgrade: None,
            },
            None => WorldState {
                mode: note::last(&self.options.folders),
                training_page: None,
                problem: Some(self.not_yet()),
                upgrade: (*self.upgrade.borrow()).map(|Upgrade { done, of }| UpgradeState { done, of }),
            },
        }
    }

    /// The state when no world is being opened any more, so that nobody has to ask twice; `None` when that takes
    /// longer than a question may wait, as when the keystore asks the person to unlock it, and at once while a database is
    /// brought up from an older form: whoever waits wants to know how far it is.
    async fn settled(&self, patience: Duration) -> Option<MutexGuard<'_, State>> {
        let mut upgrade = self.upgrade.subscribe();
        tokio::select! {
            biased;
            state = tokio::time::timeout(patience, self.state.lock()) => state.ok(),
            _ = upgrade.wait_for(Option::is_some) => None,
        }
    }

    /// What is said while a world is being opened.
    fn not_yet(&self) -> ApiError {
        match *self.upgrade.borrow() {
            Some(upgrade) => upgrading(upgrade),
            None => starting(),
        }
    }
}

fn upgrading(Upgrade { done, of }: Upgrade) -> ApiError {
    api::refusal(
        "upgrading",
        &format!(
            "Обновляем базу документов: готово {done} из {of}. Ничего не потеряно, копия прежней базы сохраняется рядом. \
             Дождитесь окончания."
        ),
    )
}

fn starting() -> ApiError {
    api::refusal(
        "starting",
        "Программа ещё открывается. Ничего не потеряно. Подождите немного.",
    )
}

fn only_in_the_window() -> ApiError {
    api::refusal(
        "only_in_the_window",
        "В браузере выбрать папку нельзя. Ничего не изменено. Откройте программу в её окне или выполните команду \
         surguch-cli backup.",
    )
}

fn folder_only_in_the_window() -> ApiError {
    api::refusal(
        "only_in_the_window",
        "В браузере выбрать папку нельзя. Ничего не изменено. Откройте программу в её окне или выполните команду \
         surguch-cli folders add.",
    )
}

fn module_only_in_the_window() -> ApiError {
    api::refusal(
        "only_in_the_window",
        "В браузере выбрать драйвер токена нельзя. Ничего не изменено. Откройте программу в её окне или выполните команду \
         surguch-cli certificates driver.",
    )
}

fn no_such_file() -> ApiError {
    api::refusal(
        "document_not_found",
        "Такого файла в программе нет. Ничего не сохранено.",
    )
}

/// A browser saves files by itself; only the desktop program asks for a place.
fn saved_by_the_browser() -> ApiError {
    api::refusal(
        "only_in_the_window",
        "В браузере файл сохраняет сам браузер. Ничего не изменено. Нажмите «Сохранить PDF» ещё раз или откройте \
         программу в её окне.",
    )
}

/// The work was cut off by a fault of the program itself.
pub(crate) fn interrupted() -> ApiError {
    api::refusal(
        "internal",
        "В программе произошла внутренняя ошибка. Сохранённые документы целы. Закройте программу и откройте её снова.",
    )
}

#[cfg(test)]
mod tests;

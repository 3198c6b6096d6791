//! `world.*`: which world is open («Учебный режим» or the real one), and what keeps it from opening. Carried out by
//! whoever holds the engine, because here the engine itself comes and goes; the contract is the same.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::error::{ApiError, Failure};
use crate::folders::FolderOfFirm;
use crate::request;
use crate::typescript::Signature;
use crate::views::Empty;

/// Which documents the program works with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The operators are emulated inside the program; no document leaves the computer.
    Training,
    /// Real operators, real documents.
    Work,
}

/// How the program stands before any document is spoken of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WorldState {
    /// The world that is open or that could not be opened.
    pub mode: Mode,
    /// Where the other side of the training world signs; absent in the real one.
    pub training_page: Option<String>,
    /// Why it is not open; absent when it is. `starting` and `upgrading` end by themselves.
    pub problem: Option<ApiError>,
    /// How far the database of an older program is on its way to the form of this one; beside `upgrading` only.
    pub upgrade: Option<UpgradeState>,
}

/// How far an upgrade of the database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct UpgradeState {
    /// Steps that are done.
    pub done: usize,
    /// All steps.
    pub of: usize,
}

/// A try to open a world.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct OpenWorld {
    /// Passphrase of the vault, where the system has no keystore of its own.
    pub passphrase: Option<String>,
}

/// Opens a database whose key is gone from the keystore.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RestoreKey {
    /// The recovery key, as written down.
    pub recovery_key: String,
    /// Passphrase of the vault, where the system has no keystore of its own.
    pub passphrase: Option<String>,
}

/// A page to show in the browser.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenPage {
    /// Its address: the training world's or a known operator's, nothing else.
    pub url: String,
}

/// Starting with the computer.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct AskAutostart {
    /// Switches it on or off; only asked when absent.
    pub enabled: Option<bool>,
}

/// Whether the program starts with the computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Autostart {
    /// It does; absent where nothing can start it (in a browser).
    pub enabled: Option<bool>,
}

/// A backup that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WrittenBackup {
    /// Name of its folder; absent when the person chose none.
    pub name: Option<String>,
}

/// A file to be saved where the person says. Exactly one of `blob` and `text`.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaveFile {
    /// Address of its bytes.
    pub blob: Option<String>,
    /// What the page itself has to be written, as UTF-8.
    pub text: Option<String>,
    /// The name that is offered.
    pub name: String,
}

/// A file that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SavedFile {
    /// Its name without the way to it; absent when the person chose no place.
    pub name: Option<String>,
}

/// A command about the worlds.
pub enum WorldCommand {
    /// `world.get`
    Get,
    /// `world.open`: another try at the world that could not be opened.
    Open(OpenWorld),
    /// `world.restore_key`
    RestoreKey(RestoreKey),
    /// `training.start`
    StartTraining(OpenWorld),
    /// `training.leave`
    LeaveTraining(OpenWorld),
    /// `world.open_page`
    OpenPage(OpenPage),
    /// `world.back_up`: asks for a folder and writes a backup there.
    BackUp,
    /// `world.restore_backup`: asks for the folder of a backup.
    RestoreBackup(RestoreKey),
    /// `app.autostart`
    Autostart(AskAutostart),
    /// `files.save`: asks for a place and writes a stored file or a print there.
    SaveFile(SaveFile),
    /// `folders.choose`: asks for a folder and watches it for a firm.
    ChooseFolder(FolderOfFirm),
    /// `tokens.choose`: asks for the file of a token's driver and asks it too from then on.
    ChooseTokenModule,
}

impl WorldCommand {
    /// Their names.
    pub const NAMES: [&str; 12] = [
        "world.get",
        "world.open",
        "world.restore_key",
        "world.open_page",
        "world.back_up",
        "world.restore_backup",
        "app.autostart",
        "files.save",
        "folders.choose",
        "tokens.choose",
        "training.start",
        "training.leave",
    ];

    /// The command of this name, or `None` when it is one for the engine.
    ///
    /// # Errors
    /// `bad_request` when the request does not have the agreed form.
    pub fn read(command: &str, request: Value) -> Option<Result<Self, ApiError>> {
        let read = match command {
            "world.get" => request::parse::<Empty>(command, request).map(|_| Self::Get),
            "world.open" => request::parse(command, request).map(Self::Open),
            "world.restore_key" => request::parse(command, request).map(Self::RestoreKey),
            "world.open_page" => request::parse(command, request).map(Self::OpenPage),
            "world.back_up" => request::parse::<Empty>(command, request).map(|_| Self::BackUp),
            "world.restore_backup" => request::parse(command, request).map(Self::RestoreBackup),
            "app.autostart" => request::parse(command, request).map(Self::Autostart),
            "files.save" => request::parse(command, request).map(Self::SaveFile),
            "folders.choose" => request::parse(command, request).map(Self::ChooseFolder),
            "tokens.choose" => request::parse::<Empty>(command, request).map(|_| Self::ChooseTokenModule),
            "training.start" => request::parse(command, request).map(Self::StartTraining),
            "training.leave" => request::parse(command, request).map(Self::LeaveTraining),
            _ => return None,
        };
        Some(read.map_err(untraced))
    }
}

/// A refusal of whoever holds the engine, in the form of the contract.
pub fn refusal(code: &'static str, message: &str) -> ApiError {
    untraced(Failure::new(code, message.to_owned()))
}

fn untraced(failure: Failure) -> ApiError {
    failure.traced(ApiError::new_trace_id())
}

pub(crate) fn signatures() -> Vec<Signature> {
    vec![
        Signature::of::<Empty, WorldState>("world.get"),
        Signature::of::<OpenWorld, WorldState>("world.open"),
        Signature::of::<RestoreKey, WorldState>("world.restore_key"),
        Signature::of::<OpenPage, Empty>("world.open_page"),
        Signature::of::<Empty, WrittenBackup>("world.back_up"),
        Signature::of::<RestoreKey, Option<WorldState>>("world.restore_backup"),
        Signature::of::<AskAutostart, Autostart>("app.autostart"),
        Signature::of::<SaveFile, SavedFile>("files.save"),
        Signature::of::<FolderOfFirm, Empty>("folders.choose"),
        Signature::of::<Empty, Empty>("tokens.choose"),
        Signature::of::<OpenWorld, WorldState>("training.start"),
        Signature::of::<OpenWorld, WorldState>("training.leave"),
    ]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{WorldCommand, signatures};

    #[test]
    fn every_name_is_read_and_others_are_left_to_the_engine() {
        for name in WorldCommand::NAMES {
            let request = match name {
                "world.restore_key" | "world.restore_backup" => json!({ "recovery_key": "ABCD" }),
                "world.open_page" => json!({ "url": "http://127.0.0.1:1/cabinet" }),
                "files.save" => json!({ "blob": "00".repeat(32), "name": "акт.pdf" }),
                "folders.choose" => json!({ "firm_id": 1 }),
                _ => json!({}),
            };
            assert!(matches!(WorldCommand::read(name, request), Some(Ok(_))), "{name}");
        }
        assert_eq!(signatures().len(), WorldCommand::NAMES.len());
        assert!(WorldCommand::read("documents.list", json!({})).is_none());
    }

    #[test]
    fn a_misspelt_field_is_refused() {
        let read = WorldCommand::read("training.start", json!({ "pass_phrase": "Тайна-42" }));
        let Some(Err(error)) = read else {
            panic!("accepted")
        };
        assert_eq!(error.code, "bad_request");
        assert!(!error.message.contains("Тайна-42"));
    }
}

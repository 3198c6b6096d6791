//! CryptoPro through its command line: the fall-back where libcapi20 cannot be loaded.
//!
//! `certmgr` lists and exports, `csptest -sfsign` signs (it works under a licence that only the certificate carries,
//! where `cryptcp` refuses), `cryptcp -decr` opens. One command at a time, each with a limit of time. The PIN is asked by
//! the provider's own window: on a command line every process of the computer could read it.
//!
//! Errors are read by code (`[ErrorCode: 0x8010006b]`), never by text, which comes in any encoding.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use crate::certificate::{Certificate, Thumbprint};
use crate::{Error, Result, cms};

use super::codes;
use crate::keys::{
    KeyAddress, KeyEntry, KeyState, KeyStore, PinAnswer, PinQuestion, PinSource, Signer, StoreKind, Tries,
};

mod listing;
mod run;

use run::Command;

/// Commands of the provider share its state; two at once disturb each other.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// CryptoPro's command line.
#[derive(Debug, Clone)]
pub struct CspTestStore {
    folder: PathBuf,
    limits: CommandLimits,
}

/// How long a command may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandLimits {
    /// Listing and exporting.
    pub quick: Duration,
    /// Signing and opening: the provider's window waits for a person.
    pub with_person: Duration,
}

impl Default for CommandLimits {
    fn default() -> Self {
        Self {
            quick: Duration::from_secs(30),
            with_person: Duration::from_secs(9 * 60),
        }
    }
}

impl CspTestStore {
    /// The programs in their usual folder.
    #[must_use]
    pub fn installed() -> Self {
        let folder = if cfg!(target_os = "macos") {
            "/opt/cprocsp/bin"
        } else if cfg!(windows) {
            r"C:\Program Files\Crypto Pro\CSP"
        } else if cfg!(target_arch = "aarch64") {
            "/opt/cprocsp/bin/aarch64"
        } else {
            "/opt/cprocsp/bin/amd64"
        };
        Self::at(PathBuf::from(folder))
    }

    /// The programs in this folder.
    #[must_use]
    pub fn at(folder: PathBuf) -> Self {
        Self {
            folder,
            limits: CommandLimits::default(),
        }
    }

    /// With other limits of time.
    #[must_use]
    pub fn within(mut self, limits: CommandLimits) -> Self {
        self.limits = limits;
        self
    }

    /// The first of these programs that is there: newer versions ship `csptestf` beside or instead of `csptest`.
    fn command(&self, names: &[&str], limit: Duration) -> Result<Command> {
        let paths = names.iter().map(|name| {
            self.folder
                .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
        });
        let program = paths
            .into_iter()
            .find(|path| path.exists())
            .ok_or(Error::NoModule)?;
        Ok(Command::new(program, limit))
    }

    fn listed(&self) -> Result<Vec<listing::Listed>> {
        let listed = self
            .command(&["certmgr"], self.limits.quick)?
            .arguments(&["-list", "-store", "uMy"])
            .run();
        match listed {
            Ok(text) => Ok(listing::read(&text)),
            // «Empty certificate list».
            Err(Error::NoKey) => Ok(Vec::new()),
            Err(other) => Err(other),
        }
    }

    fn export(&self, thumbprint: &Thumbprint) -> Result<Certificate> {
        let folder = private_folder()?;
        let file = folder.path().join("certificate.cer");
        let command = self.command(&["certmgr"], self.limits.quick)?;
        let thumbprint = thumbprint.to_string();
        command
            .arguments(&["-export", "-store", "uMy", "-thumbprint", &thumbprint, "-dest"])
            .path(&file)
            .run()?;
        Certificate::from_pem_or_der(&read(&file)?)
    }
}

impl KeyStore for CspTestStore {
    fn list(&mut self) -> Result<Vec<KeyEntry>> {
        let _one = one_at_a_time();
        let mut entries = Vec::new();
        for listed in self.listed()? {
            let certificate = match self.export(&listed.thumbprint) {
                Ok(certificate) if certificate.thumbprint() == listed.thumbprint => certificate,
                Err(Error::TimedOut) => return Err(Error::TimedOut),
                Ok(_) | Err(_) => continue,
            };
            if certificate.public_key().is_err() {
                continue;
            }
            entries.push(KeyEntry {
                address: KeyAddress {
                    store: StoreKind::CspTest,
                    thumbprint: listed.thumbprint,
                    place: String::new(),
                },
                certificate: certificate.der().to_vec(),
                store: StoreKind::CspTest,
                has_key: if listed.has_key {
                    KeyState::Here
                } else {
                    KeyState::Missing
                },
                token: None,
            });
        }
        Ok(entries)
    }

    fn open(&mut self, address: &KeyAddress, pin: &mut dyn PinSource) -> Result<Box<dyn Signer>> {
        let one = one_at_a_time();
        // Without the link to a container no command finds the key.
        let linked = |listed: &listing::Listed| listed.thumbprint == address.thumbprint && listed.has_key;
        if !self.listed()?.iter().any(linked) {
            return Err(Error::NoKey);
        }
        let certificate = self.export(&address.thumbprint)?;
        drop(one);
        let question = PinQuestion {
            label: certificate.owner().display_name().to_owned(),
            tries: Tries::Untold,
            is_last: false,
            is_factory: false,
            has_own_window: true,
        };
        match pin.ask(&question)? {
            PinAnswer::OwnWindow => Ok(Box::new(CommandSigner {
                store: self.clone(),
                certificate,
                spent: None,
            })),
            PinAnswer::Cancel => Err(Error::PinCancelled),
            PinAnswer::Pin(_) | PinAnswer::PinDespiteLastTry(_) => Err(Error::Unsupported {
                what: "a PIN on the provider's command line".to_owned(),
            }),
        }
    }
}

struct CommandSigner {
    store: CspTestStore,
    certificate: Certificate,
    /// The error after which the key is not used again.
    spent: Option<Error>,
}

impl CommandSigner {
    /// Runs a command that uses the key: from one file to another.
    fn through_files(
        &mut self,
        names: &[&str],
        arguments: &[&str],
        flags: [&str; 2],
        input: &[u8],
    ) -> Result<Vec<u8>> {
        if let Some(error) = &self.spent {
            return Err(error.clone());
        }
        let _one = one_at_a_time();
        let folder = private_folder()?;
        let (from, to) = (folder.path().join("in"), folder.path().join("out"));
        std::fs::write(&from, input).map_err(|_| NO_ROOM)?;
        let command = self
            .store
            .command(names, self.store.limits.with_person)?
            .arguments(arguments);
        let run = command.flagged(flags[0], &from).flagged(flags[1], &to).run();
        self.spent = run.as_ref().err().filter(|error| codes::is_final(error)).cloned();
        run?;
        read(&to)
    }
}

impl Signer for CommandSigner {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The provider writes its own time of signing: the moment of the call, not `signed_at`.
    fn sign_detached(&mut self, content: &[u8], _signed_at: Timestamp) -> Result<Vec<u8>> {
        let thumbprint = self.certificate.thumbprint().to_string();
        let arguments = [
            "-sfsign",
            "-sign",
            "-detached",
            "-add",
            "-addsigtime",
            "-my",
            &thumbprint,
        ];
        let message = self.through_files(&["csptest", "csptestf"], &arguments, ["-in", "-out"], content)?;
        cms::gate(&message, &self.certificate, content)
    }

    fn decrypt(&mut self, message: &[u8]) -> Result<Vec<u8>> {
        let thumbprint = self.certificate.thumbprint().to_string();
        let arguments = ["-decr", "-nochain", "-thumbprint", &thumbprint];
        self.through_files(&["cryptcp"], &arguments, ["", ""], message)
    }
}

/// A disk without room, or a folder that may not be written: nothing of the provider's.
const NO_ROOM: Error = Error::Malformed {
    what: "folder for the provider's files",
};

/// Readable by this user alone, gone when dropped.
fn private_folder() -> Result<tempfile::TempDir> {
    tempfile::Builder::new()
        .prefix("surguch-")
        .tempdir()
        .map_err(|_| NO_ROOM)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|_| Error::Malformed {
        what: "the provider's answer",
    })
}

fn one_at_a_time() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

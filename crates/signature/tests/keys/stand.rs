//! Folders that are tokens and providers, and a person before them.

use std::collections::VecDeque;
use std::fs;
use std::path::PathBuf;

use jiff::Timestamp;
use signature::certificate::Certificate;
use signature::keys::child::{HelperStore, Launch, Limits};
use signature::keys::several::StoreChoice;
use signature::keys::{KeyAddress, KeyStore, PinAnswer, PinQuestion, PinSource, StoreKind};
use signature::{Error, Result};
use tempfile::TempDir;
use zeroize::Zeroizing;

use crate::judges;

/// The owner whose key has this many bits.
fn owner(kind: &str) -> &'static str {
    match kind {
        "256" => "256-TCA",
        "512" => "512-A",
        other => panic!("no owner of {other} bits"),
    }
}

pub fn contract() -> Vec<u8> {
    "Договор поставки № 12/26 между ООО «Ромашка» и ИП Василькова"
        .as_bytes()
        .to_vec()
}

pub fn at() -> Timestamp {
    crate::pki::now()
}

pub fn pin(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

/// What plays the program and its child.
pub fn child_program() -> &'static str {
    env!("CARGO_BIN_EXE_signature-test-child")
}

/// A library of the test crates: Cargo puts it where it puts this test.
pub fn library(name: &str) -> PathBuf {
    use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
    let test = std::env::current_exe().unwrap();
    let path = test.with_file_name(format!("{DLL_PREFIX}{name}{DLL_SUFFIX}"));
    assert!(
        path.exists(),
        "{} is not built: it is a dev-dependency of this crate",
        path.display()
    );
    path
}

/// A folder with keys, certificates and a PIN.
pub struct Folder {
    folder: TempDir,
    kinds: Vec<String>,
}

impl Folder {
    pub fn with(kinds: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for kind in kinds {
            let (key, certificate) = judges::key_file(owner(kind));
            fs::write(folder.path().join(format!("{kind}.key")), key).unwrap();
            fs::write(folder.path().join(format!("{kind}.cer")), certificate).unwrap();
        }
        let folder = Self {
            folder,
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        };
        folder.write("pin", folder.pin());
        folder
    }

    pub fn pin(&self) -> &'static str {
        "Sova-5271"
    }

    pub fn path(&self, name: &str) -> PathBuf {
        if name.is_empty() {
            self.folder.path().to_owned()
        } else {
            self.folder.path().join(name)
        }
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Empty where there is no such file.
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// How often the stand-in was called so.
    pub fn calls(&self, call: &str) -> usize {
        self.text("calls")
            .lines()
            .filter(|line| line.starts_with(call))
            .count()
    }

    pub fn names(&self) -> &[String] {
        &self.kinds
    }

    /// The first certificate, PEM.
    pub fn certificate(&self) -> Vec<u8> {
        self.read(&format!("{}.cer", self.kinds[0]))
    }

    /// The first key's address in a store of this kind.
    pub fn address(&self, store: StoreKind, place: &str) -> KeyAddress {
        self.address_of(&self.kinds[0], store, place)
    }

    /// The address of the key with this many bits.
    pub fn address_of(&self, kind: &str, store: StoreKind, place: &str) -> KeyAddress {
        let certificate = Certificate::from_pem_or_der(&self.read(&format!("{kind}.cer"))).unwrap();
        KeyAddress {
            store,
            thumbprint: certificate.thumbprint(),
            place: place.to_owned(),
        }
    }

    /// A store in a child that finds this folder by a variable.
    pub fn store(&self, variable: &str, choice: StoreChoice, limits: Limits) -> HelperStore {
        let environment = vec![(variable.into(), self.path("").into())];
        let launch = Launch {
            program: child_program().into(),
            arguments: vec!["keys".into()],
            environment,
        };
        HelperStore::new(launch, vec![choice], limits)
    }
}

/// A token.
pub struct TokenFolder(Folder);

impl std::ops::Deref for TokenFolder {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

impl TokenFolder {
    pub fn with(kinds: &[&str]) -> Self {
        Self(Folder::with(kinds))
    }

    pub fn module(&self) -> PathBuf {
        library("surguch_test_pkcs11")
    }

    pub fn address(&self) -> KeyAddress {
        self.0.address(StoreKind::Pkcs11, "3a7f00c1")
    }

    pub fn store(&self) -> HelperStore {
        self.store_within(Limits::default())
    }

    pub fn store_within(&self, limits: Limits) -> HelperStore {
        self.0.store(
            "TEST_TOKEN_FOLDER",
            StoreChoice::Pkcs11 {
                modules: vec![self.module()],
            },
            limits,
        )
    }

    /// One action of a person who knows the PIN.
    pub fn sign(&self, content: &[u8]) -> Result<Vec<u8>> {
        let mut signer = self
            .store()
            .open(&self.address(), &mut Person::who_enters(&[self.pin()]))?;
        signer.sign_detached(content, at())
    }

    pub fn opensc(&self, arguments: &[&str]) -> String {
        judges::opensc(&self.module(), &self.path(""), arguments)
    }
}

/// A person before a question; one who is asked more often than expected fails the test.
pub struct Person {
    answers: VecDeque<Result<PinAnswer>>,
    pub asked: Vec<PinQuestion>,
}

impl Person {
    pub fn who_enters(pins: &[&str]) -> Self {
        let answers = pins.iter().map(|text| Ok(PinAnswer::Pin(pin(text)))).collect();
        Self {
            answers,
            asked: Vec::new(),
        }
    }

    pub fn who_answers(answer: PinAnswer) -> Self {
        Self {
            answers: VecDeque::from([Ok(answer)]),
            asked: Vec::new(),
        }
    }

    pub fn who_is_away(error: Error) -> Self {
        Self {
            answers: VecDeque::from([Err(error)]),
            asked: Vec::new(),
        }
    }
}

impl PinSource for Person {
    fn ask(&mut self, question: &PinQuestion) -> Result<PinAnswer> {
        self.asked.push(question.clone());
        self.answers
            .pop_front()
            .expect("asked more often than a person expects")
    }
}

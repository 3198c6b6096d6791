//! Stand-ins for a token and for CryptoPro, as folders with a key and a PIN; the program reaches them through their
//! libraries in a child process, as it reaches the real ones.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use engine::ports::{KeyPlace, SigningKeys};
use signature::certificate::issue::Authority;
use signature::certificate::{Owner, Validity};
use signature::gost::{Curve, PrivateKey};
use signature::keys::StoreKind;
use signature::keys::child::{HelperStore, Launch, Limits};
use signature::keys::several::StoreChoice;
use signature::{SystemRandom, key_file};
use tempfile::TempDir;

/// What holds the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyHolder {
    /// A token behind a PKCS#11 module.
    Token,
    /// A provider behind CryptoAPI.
    Provider,
}

impl KeyHolder {
    /// The variable that names the folder to the library.
    fn variable(self) -> &'static str {
        match self {
            Self::Token => "TEST_TOKEN_FOLDER",
            Self::Provider => "TEST_CAPI_FOLDER",
        }
    }

    fn choice(self) -> StoreChoice {
        match self {
            Self::Token => StoreChoice::Pkcs11 {
                modules: vec![library("surguch_test_pkcs11")],
            },
            Self::Provider => StoreChoice::CryptoApi {
                library: Some(library("surguch_test_capi20")),
            },
        }
    }

    /// The variable by which the shipped program is told where the library lies, and its value.
    fn told(self) -> (&'static str, PathBuf) {
        match self {
            Self::Token => ("SURGUCH_PKCS11", library("surguch_test_pkcs11")),
            Self::Provider => ("SURGUCH_CAPI", library("surguch_test_capi20")),
        }
    }
}

/// A holder of one key with a PIN and three tries.
pub struct Stand {
    holder: KeyHolder,
    folder: TempDir,
    root: Vec<u8>,
    program: PathBuf,
}

impl Stand {
    /// With the key of the head of a company of this name and ИНН. `program` serves as the child, as the shipped
    /// executables do.
    pub fn of(holder: KeyHolder, program: &str, (organisation, inn): (&str, &str)) -> Self {
        let folder = tempfile::tempdir().expect("room for a stand-in");
        Self {
            holder,
            root: fill(folder.path(), (organisation, inn)),
            folder,
            program: program.into(),
        }
    }

    /// What opens the key.
    pub const PIN: &'static str = "Sova-5271";

    /// The certificate of the authority, for whoever is to believe it.
    pub fn root(&self) -> Vec<u8> {
        self.root.clone()
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file of the stand-in: `fault`, `tries`.
    pub fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.folder.path().join(name), bytes).expect("room for a stand-in");
    }

    /// How often the stand-in was asked to do this.
    pub fn calls(&self, call: &str) -> usize {
        let calls = fs::read_to_string(self.folder.path().join("calls")).unwrap_or_default();
        calls.lines().filter(|line| *line == call).count()
    }

    /// How many tries are left.
    pub fn tries(&self) -> String {
        fs::read_to_string(self.folder.path().join("tries")).unwrap_or_default()
    }

    /// Variables with which a shipped program finds the stand-in.
    pub fn environment(&self) -> Vec<(OsString, OsString)> {
        let (variable, library) = self.holder.told();
        vec![
            (variable.into(), library.into()),
            (self.holder.variable().into(), self.folder.path().into()),
        ]
    }
}

impl SigningKeys for Stand {
    fn stores(&self) -> Vec<KeyPlace> {
        let launch = Launch {
            program: self.program.clone(),
            arguments: vec![OsString::from("key-helper")],
            environment: vec![(self.holder.variable().into(), self.folder.path().into())],
        };
        let choice = self.holder.choice();
        vec![KeyPlace {
            kind: match self.holder {
                KeyHolder::Token => StoreKind::Pkcs11,
                KeyHolder::Provider => StoreKind::CryptoApi,
            },
            store: Box::new(HelperStore::new(launch, vec![choice], Limits::default())),
        }]
    }

    fn files(&self) -> Option<PathBuf> {
        None
    }
}

/// Makes a folder the holder of the key of the head of a company of this name and ИНН, with three tries and [`Stand::PIN`]
/// as its PIN. The certificate of the authority comes back, DER.
///
/// # Panics
/// When the folder cannot be written.
pub fn fill(folder: &Path, (organisation, inn): (&str, &str)) -> Vec<u8> {
    let authority = authority();
    let owner = Owner {
        common_name: Some(organisation.to_owned()),
        organisation: Some(organisation.to_owned()),
        surname: Some("Северова".to_owned()),
        given_name: Some("Анна Ильинична".to_owned()),
        position: Some("Директор".to_owned()),
        inn_le: Some(inn.to_owned()),
        ..Owner::default()
    };
    let own = key();
    let issued = authority
        .issue(&owner, &own.public_key(), years(), &mut SystemRandom)
        .expect("a certificate");
    let text = key_file::write_plain(&own).expect("a key file");
    let write = |name: &str, bytes: &[u8]| {
        fs::write(folder.join(name), bytes).expect("room for a stand-in");
    };
    write("severova.key", &text);
    write("severova.cer", issued.der());
    write("pin", Stand::PIN.as_bytes());
    write("most", b"3");
    authority.certificate().der().to_vec()
}

/// A library of the stand-ins: Cargo puts it where it puts the test that loads it.
fn library(name: &str) -> PathBuf {
    use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
    let test = std::env::current_exe().expect("a test lies somewhere");
    let path = test.with_file_name(format!("{DLL_PREFIX}{name}{DLL_SUFFIX}"));
    assert!(
        path.exists(),
        "{} is not built: it is a dev-dependency of the test's crate",
        path.display()
    );
    path
}

fn authority() -> Authority {
    let name = Owner {
        common_name: Some("Удостоверяющий центр «Ледник»".to_owned()),
        ..Owner::default()
    };
    Authority::found(&name, key(), years(), &mut SystemRandom).expect("an authority")
}

fn key() -> PrivateKey {
    let curve = "1.2.643.7.1.2.1.1.1".parse().expect("an identifier");
    let curve = Curve::from_oid(curve).expect("a known curve");
    PrivateKey::generate(curve, &mut SystemRandom).expect("a key")
}

fn years() -> Validity {
    Validity {
        from: "2026-01-01T00:00:00Z".parse().expect("an instant"),
        to: "2046-01-01T00:00:00Z".parse().expect("an instant"),
    }
}

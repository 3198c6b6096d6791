use std::cell::RefCell;
use std::sync::Arc;

use engine::ports::{Secret, Secrets, SecretsError};
use tempfile::TempDir;

use super::{Choice, Purpose};
use crate::folders::Folders;
use crate::keystore::Connect;
use crate::keystore::pretended::{Mood, PretendedSystem, no_keystore};
use crate::passphrase::{Asking, Passphrases};
use crate::vault::{Cost, path_in};

/// Somebody at the computer, or nobody.
#[derive(Default)]
struct Person {
    given: Option<&'static str>,
    typed: Option<&'static str>,
    questions: RefCell<Vec<Asking>>,
}

impl Passphrases for Person {
    fn given(&self) -> Result<Option<Secret>, SecretsError> {
        Ok(self.given.map(Secret::new))
    }

    fn ask(&self, asking: Asking) -> Result<Option<Secret>, SecretsError> {
        self.questions.borrow_mut().push(asking);
        Ok(self.typed.map(Secret::new))
    }
}

fn nobody() -> Person {
    Person::default()
}

fn environment(passphrase: &'static str) -> Person {
    Person {
        given: Some(passphrase),
        ..Person::default()
    }
}

struct Office {
    _folder: TempDir,
    folders: Folders,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            folders: Folders::at(folder.path()),
            _folder: folder,
        }
    }

    fn start(&self, connect: Connect, person: &Person) -> Result<Arc<dyn Secrets>, SecretsError> {
        self.start_for(Purpose::Work, connect, person)
    }

    fn start_for(
        &self,
        purpose: Purpose,
        connect: Connect,
        person: &Person,
    ) -> Result<Arc<dyn Secrets>, SecretsError> {
        Choice {
            folders: &self.folders,
            passphrases: person,
            connect,
            cost: Cost::CHEAP,
        }
        .open(purpose)
    }
}

fn message(outcome: Result<Arc<dyn Secrets>, SecretsError>) -> String {
    match outcome {
        Ok(secrets) => panic!("opened: {}", secrets.place()),
        Err(error) => error.to_string(),
    }
}

const PHRASE: &str = "сургуч держит печать";

#[test]
fn a_working_keystore_is_taken_and_nobody_is_asked() {
    let (office, system, person) = (Office::new(), PretendedSystem::new(Mood::Open), nobody());
    let secrets = office.start(system.connect(), &person).unwrap();
    assert_eq!(secrets.kind(), "os");
    secrets.set("database_key", &Secret::new("ключ")).unwrap();
    let again = office.start(system.connect(), &person).unwrap();
    assert_eq!(again.get("database_key").unwrap().unwrap().expose(), "ключ");
    assert!(person.questions.borrow().is_empty());
}

#[test]
fn with_no_place_at_all_both_ways_out_are_named() {
    let office = Office::new();
    let text = message(office.start(no_keystore(), &nobody()));
    for part in [
        "Выходов два",
        "SURGUCH_PASSPHRASE",
        "SURGUCH_PASSPHRASE_FILE",
        "vault.json",
        "не потеряны",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!path_in(&office.folders.config).exists());
}

#[test]
fn a_given_passphrase_means_a_vault_even_beside_a_keystore() {
    let (office, system) = (Office::new(), PretendedSystem::new(Mood::Open));
    let secrets = office.start(system.connect(), &environment(PHRASE)).unwrap();
    assert_eq!(secrets.kind(), "vault");
    assert!(system.names().is_empty());
}

#[test]
fn a_keystore_that_appears_later_does_not_hide_the_vault() {
    let office = Office::new();
    let first = office.start(no_keystore(), &environment(PHRASE)).unwrap();
    first.set("database_key", &Secret::new("ключ")).unwrap();
    let system = PretendedSystem::new(Mood::Open);
    let text = message(office.start(system.connect(), &nobody()));
    assert!(text.contains("нужна парольная фраза"), "{text}");
    let again = office.start(system.connect(), &environment(PHRASE)).unwrap();
    assert_eq!(again.get("database_key").unwrap().unwrap().expose(), "ключ");
}

#[test]
fn a_keystore_that_is_gone_later_is_an_error_even_with_a_passphrase_at_hand() {
    let (office, system) = (Office::new(), PretendedSystem::new(Mood::Open));
    office.start(system.connect(), &nobody()).unwrap();
    let text = message(office.start(no_keystore(), &environment(PHRASE)));
    assert!(text.contains("не потеряны"), "{text}");
    assert!(!path_in(&office.folders.config).exists());
}

#[test]
fn a_person_at_the_terminal_is_asked_to_make_a_vault_and_later_to_open_it() {
    let office = Office::new();
    let person = Person {
        typed: Some(PHRASE),
        ..Person::default()
    };
    assert_eq!(office.start(no_keystore(), &person).unwrap().kind(), "vault");
    office.start(no_keystore(), &person).unwrap();
    assert_eq!(*person.questions.borrow(), [Asking::ToCreate, Asking::ToOpen]);
}

#[test]
fn a_short_passphrase_makes_no_vault() {
    let office = Office::new();
    let text = message(office.start(no_keystore(), &environment("печать")));
    assert!(text.contains("слишком коротка"), "{text}");
    assert!(!path_in(&office.folders.config).exists());
}

#[test]
fn a_vault_that_vanished_is_an_error_until_the_key_is_restored_on_purpose() {
    let office = Office::new();
    office.start(no_keystore(), &environment(PHRASE)).unwrap();
    std::fs::remove_file(path_in(&office.folders.config)).unwrap();
    let text = message(office.start(no_keystore(), &environment(PHRASE)));
    assert!(
        text.contains("пропал") && text.contains("recovery-key restore"),
        "{text}"
    );
    let restored = office
        .start_for(Purpose::Restore, no_keystore(), &environment(PHRASE))
        .unwrap();
    assert_eq!(restored.kind(), "vault");
    assert!(office.start(no_keystore(), &environment(PHRASE)).is_ok());
}

#[test]
fn restoring_moves_to_the_vault_when_the_keystore_is_gone_for_good() {
    let (office, system) = (Office::new(), PretendedSystem::new(Mood::Open));
    office.start(system.connect(), &nobody()).unwrap();
    let restored = office.start_for(Purpose::Restore, no_keystore(), &environment(PHRASE));
    assert_eq!(restored.unwrap().kind(), "vault");
    assert_eq!(
        office
            .start(system.connect(), &environment(PHRASE))
            .unwrap()
            .kind(),
        "vault"
    );
}

#[test]
fn restoring_with_a_wrong_passphrase_makes_no_second_vault() {
    let office = Office::new();
    office.start(no_keystore(), &environment(PHRASE)).unwrap();
    let outcome = office.start_for(Purpose::Restore, no_keystore(), &environment("не та фраза"));
    assert_eq!(outcome.map(drop), Err(SecretsError::WrongPassphrase));
}

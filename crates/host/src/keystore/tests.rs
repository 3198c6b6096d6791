use engine::ports::{Secret, Secrets, SecretsError};

use super::OsKeystore;
use super::pretended::{Mood, PretendedSystem, no_keystore};

fn opened(system: &PretendedSystem) -> OsKeystore {
    OsKeystore::open(system.connect()).unwrap()
}

fn read(keystore: &OsKeystore, name: &str) -> Option<String> {
    keystore
        .get(name)
        .unwrap()
        .map(|secret| secret.expose().to_owned())
}

#[test]
fn what_was_kept_is_read_back_and_forgotten_on_demand() {
    let system = PretendedSystem::new(Mood::Open);
    let keystore = opened(&system);
    assert_eq!(read(&keystore, "database_key"), None);
    let value = "ключ\0с нулём\nи строкой";
    keystore.set("database_key", &Secret::new(value)).unwrap();
    assert_eq!(read(&opened(&system), "database_key").as_deref(), Some(value));
    keystore.delete("database_key").unwrap();
    keystore.delete("database_key").unwrap();
    assert_eq!(read(&keystore, "database_key"), None);
}

#[test]
fn a_locked_store_is_never_taken_for_one_without_the_key() {
    let system = PretendedSystem::new(Mood::Open);
    let keystore = opened(&system);
    keystore.set("database_key", &Secret::new("ключ")).unwrap();
    system.becomes(Mood::LockedAndHiding);
    for outcome in [
        keystore.get("database_key").map(drop),
        keystore.delete("database_key"),
        keystore.set("database_key", &Secret::new("другой")),
        OsKeystore::open(system.connect()).map(drop),
    ] {
        let Err(SecretsError::Unavailable(text)) = outcome else {
            panic!("{outcome:?}")
        };
        assert!(text.contains("заперто") && text.contains("не потеряны"), "{text}");
    }
    system.becomes(Mood::Open);
    assert_eq!(read(&keystore, "database_key").as_deref(), Some("ключ"));
}

#[test]
fn a_long_value_fits_the_entries_of_windows_and_leaves_no_parts_behind() {
    let system = PretendedSystem::new(Mood::NarrowAndCutOff { writes_left: 1_000 });
    let keystore = opened(&system);
    let entries_before = system.names().len();
    for length in [1, 1_798, 1_799, 5_000, 40_000, 7] {
        let value = "я".repeat(length);
        keystore.set("token", &Secret::new(value.as_str())).unwrap();
        assert_eq!(read(&keystore, "token"), Some(value), "{length}");
    }
    assert_eq!(system.names().len(), entries_before + 1);
    keystore.set("token", &Secret::new("я".repeat(9_000))).unwrap();
    keystore.delete("token").unwrap();
    assert_eq!(system.names().len(), entries_before);
}

#[test]
fn a_long_value_cut_off_at_any_write_leaves_the_earlier_one_in_force() {
    let earlier = "раньше".repeat(900);
    for writes_left in 0..5 {
        let system = PretendedSystem::new(Mood::Open);
        let keystore = opened(&system);
        keystore.set("token", &Secret::new(earlier.as_str())).unwrap();
        system.becomes(Mood::NarrowAndCutOff { writes_left });
        assert!(
            keystore
                .set("token", &Secret::new("позже".repeat(2_000)))
                .is_err()
        );
        system.becomes(Mood::Open);
        assert_eq!(
            read(&keystore, "token").as_deref(),
            Some(earlier.as_str()),
            "{writes_left}"
        );
    }
}

#[test]
fn a_service_that_was_restarted_is_found_again() {
    let system = PretendedSystem::new(Mood::Open);
    let keystore = opened(&system);
    keystore.set("database_key", &Secret::new("ключ")).unwrap();
    system.becomes(Mood::Gone);
    assert_eq!(read(&keystore, "database_key").as_deref(), Some("ключ"));
    assert_eq!(system.0.lock().unwrap().connections, 2);
}

#[test]
fn a_crash_inside_the_client_library_is_an_error_and_no_end_of_the_program() {
    let system = PretendedSystem::new(Mood::Open);
    let keystore = opened(&system);
    system.becomes(Mood::Crashing);
    let outcome = keystore.set("database_key", &Secret::new("ключ"));
    assert!(matches!(outcome, Err(SecretsError::Broken(_))), "{outcome:?}");
}

#[test]
fn without_a_bus_the_message_says_what_to_do() {
    let Err(SecretsError::Unavailable(text)) = OsKeystore::open(no_keystore()) else {
        panic!("a keystore out of nothing")
    };
    assert!(
        text.contains("не отвечает") && text.contains("Разблокируйте"),
        "{text}"
    );
}

#[test]
fn a_value_whose_part_was_removed_by_hand_is_broken_and_not_missing() {
    let system = PretendedSystem::new(Mood::Open);
    let keystore = opened(&system);
    keystore.set("token", &Secret::new("я".repeat(9_000))).unwrap();
    let part = system
        .names()
        .into_iter()
        .find(|name| name.contains('#'))
        .unwrap();
    system.0.lock().unwrap().entries.remove(&part);
    assert!(matches!(keystore.get("token"), Err(SecretsError::Broken(_))));
}

#[test]
fn the_client_library_never_runs_on_the_thread_of_the_caller_not_even_when_dropped() {
    let system = PretendedSystem::new(Mood::Open);
    let keystore = opened(&system);
    keystore.set("token", &Secret::new("я".repeat(9_000))).unwrap();
    keystore.get("token").unwrap();
    keystore.delete("token").unwrap();
    let before_the_end = system.0.lock().unwrap().threads.len();
    drop(keystore);
    let locked = PretendedSystem::new(Mood::LockedAndHiding);
    assert!(OsKeystore::open(locked.connect()).is_err());

    let here = std::thread::current().id();
    for system in [&system, &locked] {
        let inner = system.0.lock().unwrap();
        assert!(!inner.threads.contains(&here));
    }
    assert!(system.0.lock().unwrap().threads.len() > before_the_end);
}

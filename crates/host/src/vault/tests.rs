use std::fs;
use std::path::Path;

use engine::ports::{Secret, Secrets, SecretsError};
use tempfile::TempDir;

use super::{Cost, Vault, path_in};

fn phrase() -> Secret {
    Secret::new("сургуч держит печать")
}

/// A vault of Marina the accountant with two secrets in it.
fn marinas_vault() -> (TempDir, Vault) {
    let config = tempfile::tempdir().unwrap();
    let vault = Vault::create(config.path(), &phrase(), Cost::CHEAP).unwrap();
    vault.set("database_key", &Secret::new("ключ-базы")).unwrap();
    vault
        .set("connection:1", &Secret::new("{\"password\":\"Тайна-42\"}"))
        .unwrap();
    (config, vault)
}

fn read(vault: &Vault, name: &str) -> Option<String> {
    vault.get(name).unwrap().map(|secret| secret.expose().to_owned())
}

fn opened(config: &Path) -> Result<Vault, SecretsError> {
    Vault::open(config, &phrase())
}

#[test]
fn what_was_kept_is_read_after_opening_anew() {
    let (config, vault) = marinas_vault();
    vault.delete("connection:1").unwrap();
    vault.delete("connection:1").unwrap();
    let again = opened(config.path()).unwrap();
    assert_eq!(read(&again, "database_key").as_deref(), Some("ключ-базы"));
    assert_eq!(read(&again, "connection:1"), None);
}

#[test]
fn no_secret_and_no_passphrase_is_readable_in_the_file_or_the_description() {
    let (config, vault) = marinas_vault();
    let text = fs::read_to_string(path_in(config.path())).unwrap();
    for secret in ["ключ-базы", "Тайна-42", "database_key", "сургуч"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(vault.place().contains("vault.json"));
}

#[test]
fn a_wrong_passphrase_is_told_apart_from_damage_and_changes_nothing() {
    let (config, _) = marinas_vault();
    let before = fs::read(path_in(config.path())).unwrap();
    let wrong = Vault::open(config.path(), &Secret::new("сургуч держит печатъ")).map(drop);
    assert_eq!(wrong, Err(SecretsError::WrongPassphrase));
    assert_eq!(fs::read(path_in(config.path())).unwrap(), before);
}

#[test]
fn a_file_cut_off_at_any_length_is_broken_and_never_overwritten() {
    let (config, vault) = marinas_vault();
    let path = path_in(config.path());
    let whole = fs::read(&path).unwrap();
    // The last byte is the line feed after the closing brace.
    for length in 0..whole.len() - 1 {
        fs::write(&path, &whole[..length]).unwrap();
        let outcomes = [
            opened(config.path()).map(drop),
            vault.get("database_key").map(drop),
            vault.set("database_key", &Secret::new("другой")),
            vault.delete("database_key"),
        ];
        for outcome in outcomes {
            assert!(
                matches!(outcome, Err(SecretsError::Broken(_))),
                "{length}: {outcome:?}"
            );
        }
        assert_eq!(fs::read(&path).unwrap(), &whole[..length]);
    }
}

#[test]
fn a_changed_byte_anywhere_is_noticed() {
    let (config, _) = marinas_vault();
    let path = path_in(config.path());
    let whole = fs::read(&path).unwrap();
    for place in 0..whole.len() - 1 {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        fs::write(&path, &changed).unwrap();
        if let Ok(vault) = opened(config.path()) {
            // Only white space between the fields may change unnoticed.
            assert!(
                whole[place].is_ascii_whitespace(),
                "{place}: {:?}",
                char::from(whole[place])
            );
            assert_eq!(read(&vault, "database_key").as_deref(), Some("ключ-базы"));
        }
    }
}

#[test]
fn a_changed_header_with_a_mended_sum_fails_the_authentication() {
    let (config, vault) = marinas_vault();
    let path = path_in(config.path());
    let mut file = super::VaultFile::parse(&fs::read(&path).unwrap()).unwrap();
    file.swap_nonce_and_mend_sum();
    fs::write(&path, file.to_bytes().unwrap()).unwrap();
    let Err(SecretsError::Broken(text)) = vault.get("database_key") else {
        panic!("a forged vault was read")
    };
    assert!(text.contains("подлинности"), "{text}");
}

#[test]
fn a_vault_of_a_newer_program_is_left_alone() {
    let (config, _) = marinas_vault();
    let path = path_in(config.path());
    let newer = fs::read_to_string(&path)
        .unwrap()
        .replace("\"version\": 1", "\"version\": 2");
    fs::write(&path, &newer).unwrap();
    let Err(SecretsError::Broken(text)) = opened(config.path()).map(drop) else {
        panic!("a newer vault was opened")
    };
    assert!(text.contains("более новой версией"), "{text}");
    assert_eq!(fs::read_to_string(&path).unwrap(), newer);
}

#[test]
fn a_file_that_asks_for_an_absurd_amount_of_memory_is_refused_before_it_is_spent() {
    let (config, _) = marinas_vault();
    let path = path_in(config.path());
    let mut file = super::VaultFile::parse(&fs::read(&path).unwrap()).unwrap();
    file.ask_for_memory_and_mend_sum(u32::MAX);
    fs::write(&path, file.to_bytes().unwrap()).unwrap();
    assert!(matches!(opened(config.path()), Err(SecretsError::Broken(_))));
}

#[test]
fn two_programs_write_into_one_vault_without_undoing_each_other() {
    let (config, window) = marinas_vault();
    let command_line = opened(config.path()).unwrap();
    window.set("a", &Secret::new("1")).unwrap();
    command_line.set("b", &Secret::new("2")).unwrap();
    assert_eq!(read(&window, "b").as_deref(), Some("2"));
    assert_eq!(read(&command_line, "a").as_deref(), Some("1"));
}

#[test]
fn a_vault_made_anew_by_another_program_is_not_overwritten_with_the_old_key() {
    let (config, vault) = marinas_vault();
    fs::remove_file(path_in(config.path())).unwrap();
    Vault::create(config.path(), &Secret::new("совсем другая фраза"), Cost::CHEAP).unwrap();
    let before = fs::read(path_in(config.path())).unwrap();
    let outcome = vault.set("database_key", &Secret::new("ключ"));
    assert!(matches!(outcome, Err(SecretsError::Broken(_))), "{outcome:?}");
    assert_eq!(fs::read(path_in(config.path())).unwrap(), before);
}

#[test]
fn making_a_vault_where_one_is_opens_it() {
    let (config, _) = marinas_vault();
    let again = Vault::create(config.path(), &phrase(), Cost::CHEAP).unwrap();
    assert_eq!(read(&again, "database_key").as_deref(), Some("ключ-базы"));
}

#[test]
fn the_shipped_cost_is_the_recommended_one() {
    let config = tempfile::tempdir().unwrap();
    Vault::create(config.path(), &phrase(), Cost::STANDARD).unwrap();
    let text = fs::read_to_string(path_in(config.path())).unwrap();
    let file: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(file["key_derivation"], "argon2id");
    assert_eq!(file["cost"]["memory_kib"], 65_536);
    assert_eq!(file["cost"]["passes"], 3);
    assert!(opened(config.path()).is_ok());
}

use std::fs;

use super::{database_id, prepare_folder, replace_durably};
use crate::testing::{key, office};
use crate::{Error, Store};

#[test]
fn a_folder_gets_its_id_once_and_asking_for_it_creates_nothing() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("Данные").join("Сургуч");
    assert_eq!(database_id(&folder).unwrap(), None);
    assert!(!Store::exists(&folder));
    assert!(!folder.exists());
    let id = prepare_folder(&folder).unwrap();
    assert_eq!(prepare_folder(&folder).unwrap(), id);
    assert_eq!(database_id(&folder).unwrap(), Some(id));
    assert!(!Store::exists(&folder), "the id comes before the database");
    drop(Store::open(&folder, &key()).unwrap());
    assert!(Store::exists(&folder));
    assert_eq!(database_id(&folder).unwrap(), Some(id));
}

#[test]
fn a_half_written_id_file_is_an_error_and_never_replaced() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("folder.json"), "{\"database_id\":\"1f").unwrap();
    assert!(matches!(database_id(place.path()), Err(Error::Folder(..))));
    assert!(matches!(prepare_folder(place.path()), Err(Error::Folder(..))));
    assert!(matches!(
        Store::open(place.path(), &key()),
        Err(Error::Folder(..))
    ));
}

#[test]
fn replacing_a_file_leaves_no_second_file() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("folder.json");
    replace_durably(&path, b"old").unwrap();
    replace_durably(&path, b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn nobody_but_the_owner_can_read_anything_in_the_folder() {
    use std::os::unix::fs::PermissionsExt;
    let office = office();
    office.store.put_blob("Акт".as_bytes()).unwrap();
    office.store.write(|w| w.set_setting("язык", "ru")).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(office.folder.path()), 0o700);
    let files: Vec<_> = fs::read_dir(office.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert!(
        files.iter().any(|path| path.ends_with("surguch.db-wal")),
        "{files:?}"
    );
    for path in files {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn a_place_where_no_folder_can_be_is_named_in_the_error() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("отчёт.pdf");
    fs::write(&file, b"%PDF").unwrap();
    match Store::open(&file.join("Сургуч"), &key()) {
        Err(Error::Folder(path, _)) => assert!(path.starts_with(&file)),
        other => panic!("{:?}", other.err()),
    }
}

//! What finds room in an archive.

use jiff::Timestamp;
use store::{DatabaseKey, Store};

use super::super::collect::{About, Collected, CollectedFile};
use super::super::inventory::Role;
use super::ArchiveFile;
use crate::error::Code;

fn document(files: usize, length: usize) -> Collected {
    let file = |number: usize| CollectedFile {
        name: format!("Акт {number}.pdf"),
        role: Role::Original,
        bytes: vec![7; length],
        signs: None,
    };
    Collected {
        about: About {
            label: "Акт № 5".to_owned(),
            number: "5".to_owned(),
            issued_on: None,
            firm: None,
            other_side: None,
            total: None,
            currency: "643".to_owned(),
            status: "Нет в ЭДО".to_owned(),
        },
        files: (0..files).map(file).collect(),
        gaps: Vec::new(),
    }
}

#[test]
fn a_document_without_room_stays_out_and_the_others_stay_in() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), &DatabaseKey::from_bytes([7; 32])).unwrap();
    let mut archive = ArchiveFile {
        most_files: 10,
        ..ArchiveFile::begin(Timestamp::UNIX_EPOCH, store.begin_long_file().unwrap())
    };
    archive.add(document(5, 100)).unwrap();
    let refused = archive.add(document(4, 100)).unwrap_err();
    assert_eq!(refused.code(), Code::ArchiveFull);
    assert!(refused.sentence().contains("Документ цел"), "{refused}");
    archive.add(document(3, 100)).unwrap();
    assert_eq!(archive.inventory.documents.len(), 2);
    let made = archive.finish().unwrap();
    assert_eq!(made.name, "Архив документов, 2.zip");
    assert!(store.long_file(made.blob).unwrap().unwrap().size_bytes() > 0);
}

#[test]
fn an_archive_is_not_limited_by_what_its_documents_come_to_together() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), &DatabaseKey::from_bytes([7; 32])).unwrap();
    let mut archive = ArchiveFile::begin(Timestamp::UNIX_EPOCH, store.begin_long_file().unwrap());
    // Together 300 MB, one in memory at a time.
    for _ in 0..15 {
        archive.add(document(2, 10 * 1024 * 1024)).unwrap();
    }
    let huge = archive.add(document(3, 100 * 1024 * 1024)).unwrap_err();
    assert_eq!(huge.code(), Code::ArchiveFull);
    assert!(huge.sentence().contains("256 МБ"), "{huge}");
    let made = archive.finish().unwrap();
    let file = store.long_file(made.blob).unwrap().unwrap();
    let mut zip = zip::ZipArchive::new(file).unwrap();
    assert_eq!(zip.len(), 15 * 2 + 2);
    let sizes: u64 = (0..zip.len()).map(|at| zip.by_index(at).unwrap().size()).sum();
    assert!(sizes > 300 * 1024 * 1024);
}

use domain::{BlobId, DocumentId, EdoFileId, EdoFormat, UtdFunction};

use crate::testing::{at, made, office, paper, record, sending, settle};
use crate::{DocumentQuery, Error, NewEdoDocument, Reader};

const UTD: EdoFormat = EdoFormat::Utd(UtdFunction::InvoiceAndTransfer);

fn has_file(r: &Reader<'_>) -> bool {
    let query = DocumentQuery {
        limit: 1,
        ..DocumentQuery::default()
    };
    r.documents(&query).unwrap().rows[0].has_file
}

#[test]
fn an_imported_file_is_the_first_of_the_list_and_a_record_has_none_until_one_is_made() {
    let office = office();
    office
        .store
        .write(|w| {
            let body = paper("1", 0, 100);
            let imported = w.insert_document(&body, at(5))?;
            assert!(has_file(w));
            let files = w.edo_files_of(imported)?;
            assert_eq!(files.len(), 1);
            assert_eq!(Some(&files[0].file), body.file.as_ref());
            assert_eq!(
                (files[0].revision, files[0].made_at, files[0].format),
                (1, at(5), body.format)
            );
            assert_eq!(w.current_edo_file(imported)?, Some(files[0].clone()));
            assert_eq!(w.document(imported)?.unwrap().file_revision, Some(1));

            let composed = w.insert_document(&record("2", 5, 100), at(6))?;
            let found = w.document(composed)?.unwrap();
            assert_eq!((found.body.file.clone(), found.file_revision), (None, None));
            assert!(!found.file_is_current() && !has_file(w));
            assert!(w.edo_files_of(composed)?.is_empty());
            assert_eq!(w.current_edo_file(composed)?, None);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_file_made_of_a_record_is_old_after_the_next_change_and_the_new_one_takes_its_place() {
    let office = office();
    office
        .store
        .write(|w| {
            let mut body = record("РТ-00001", 0, 100);
            let id = w.insert_document(&body, at(0))?;
            let first = w.add_edo_file(id, &made("первый"), EdoFormat::Nonformalized, 1, at(1))?;
            assert!(w.document(id)?.unwrap().file_is_current() && has_file(w));
            body.number = "РТ-00002".to_owned();
            assert_eq!(w.update_document(id, 1, &body)?, 2);
            let changed = w.document(id)?.unwrap();
            assert_eq!((changed.revision, changed.file_revision), (2, Some(1)));
            assert!(!changed.file_is_current());
            let second = w.add_edo_file(id, &made("второй"), UTD, 2, at(2))?;
            let now = w.document(id)?.unwrap();
            assert!(now.file_is_current());
            assert_eq!(now.body.file, Some(made("второй")));
            let files: Vec<_> = w
                .edo_files_of(id)?
                .iter()
                .map(|file| (file.id, file.format, file.revision))
                .collect();
            assert_eq!(files, [(second, UTD, 2), (first, EdoFormat::Nonformalized, 1)]);
            assert_eq!(
                w.edo_file(first)?.unwrap().file,
                made("первый"),
                "what was frozen stays as it was"
            );
            assert_eq!(w.document_by_file(BlobId::of("первый".as_bytes()))?, Some(id));
            assert_eq!(w.document_by_file(BlobId::of("третий".as_bytes()))?, None);
            assert_eq!(w.edo_file(EdoFileId(99))?, None);
            let nowhere = w.add_edo_file(DocumentId(99), &made("ничей"), UTD, 1, at(3));
            assert!(matches!(nowhere, Err(Error::Missing(_))));
            Ok(())
        })
        .unwrap();
}

#[test]
fn each_sending_names_the_file_that_it_sent() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let id = w.insert_document(&record("1", 0, 100), at(0))?;
            let file = w.add_edo_file(id, &made("первый"), UTD, 1, at(1))?;
            let sent = w.insert_edo_document(&NewEdoDocument {
                document: id,
                connection,
                custom_document_id: uuid::Uuid::from_u128(1),
                to_box: "ящик-2".to_owned(),
                file: Some(file),
                created_at: at(2),
            })?;
            w.add_edo_file(id, &made("второй"), UTD, 1, at(3))?;
            let without = sending(w, id, connection, 2);
            assert_eq!(w.edo_document(sent)?.unwrap().file, Some(file));
            assert_eq!(w.edo_document(without)?.unwrap().file, None);
            Ok(())
        })
        .unwrap();
}

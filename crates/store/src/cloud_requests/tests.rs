use domain::{BlobId, ConnectionId, DocumentId};

use super::NewCloudFile;
use crate::testing::{at, office};
use crate::{CertificateId, SeenCertificate, Store};

fn certificate(store: &Store) -> CertificateId {
    let seen = SeenCertificate {
        thumbprint: [7; 20],
        der: Vec::new(),
        name: "Воронцова Анна Павловна".into(),
        inn: String::new(),
        organisation: "ООО «Полярная звезда»".into(),
        organisation_inn: "9612045075".into(),
        position: String::new(),
        issuer: String::new(),
        valid_from: at(0),
        valid_to: at(1_000),
        store: "cloud".into(),
        store_label: "Облачная подпись".into(),
        address: "cloud:07:1".into(),
        key_state: "here".into(),
        seen_at: at(0),
    };
    store.write(|w| w.save_certificate(&seen)).unwrap()
}

fn file(document: i64, store: &Store) -> NewCloudFile {
    NewCloudFile {
        document: DocumentId(document),
        name: format!("Счёт {document}.pdf"),
        content: store.put_blob(format!("счёт {document}").as_bytes()).unwrap(),
    }
}

#[test]
fn a_document_stands_in_one_request_at_a_time_and_a_refused_one_leaves_nothing_behind() {
    let office = office();
    let store = &office.store;
    let whose = certificate(store);
    let first = [file(1, store), file(2, store)];
    let request = store
        .write(|w| w.begin_cloud_request(whose, ConnectionId(1), &first, at(1)))
        .unwrap();
    let second = [file(3, store), file(2, store)];
    let again = store.write(|w| w.begin_cloud_request(whose, ConnectionId(1), &second, at(2)));
    assert!(again.is_err(), "документ 2 уже ждёт подписи");
    let (requests, third) = store
        .read(|r| Ok((r.cloud_requests()?, r.cloud_file_of(DocumentId(3))?)))
        .unwrap();
    assert_eq!(requests.iter().map(|one| one.id).collect::<Vec<_>>(), [request]);
    assert_eq!(third, None);
}

#[test]
fn a_request_is_over_when_the_last_of_its_signatures_was_used() {
    let office = office();
    let store = &office.store;
    let whose = certificate(store);
    let files = [file(1, store), file(2, store)];
    let id = store
        .write(|w| {
            let id = w.begin_cloud_request(whose, ConnectionId(4), &files, at(1))?;
            w.name_cloud_request(id, "задача 1")?;
            w.keep_cloud_signature(id, 1, &[0x30, 0], at(5))?;
            Ok(id)
        })
        .unwrap();
    let (request, kept) = store
        .read(|r| Ok((r.cloud_request(id)?.unwrap(), r.cloud_files(id)?)))
        .unwrap();
    assert_eq!(
        (request.request.as_deref(), request.connection),
        (Some("задача 1"), ConnectionId(4))
    );
    assert_eq!(kept[0].signature, None);
    assert_eq!(kept[1].signature, Some((vec![0x30, 0], at(5))));
    store.write(|w| w.end_cloud_file(DocumentId(2))).unwrap();
    assert!(store.read(|r| r.cloud_request(id)).unwrap().is_some());
    store.write(|w| w.end_cloud_file(DocumentId(1))).unwrap();
    assert_eq!(store.read(|r| r.cloud_request(id)).unwrap(), None);
}

#[test]
fn what_is_to_be_signed_is_not_swept_away_and_a_certificate_is_completed_once() {
    let office = office();
    let store = &office.store;
    let whose = certificate(store);
    let asked = file(1, store);
    let content: BlobId = asked.content;
    let id = store
        .write(|w| {
            w.complete_certificate(whose, &[0x30, 1])?;
            w.complete_certificate(whose, &[0x30, 2])?;
            w.begin_cloud_request(whose, ConnectionId(1), &[asked], at(1))
        })
        .unwrap();
    assert_eq!(
        store.read(|r| r.certificate(whose)).unwrap().unwrap().seen.der,
        [0x30, 1]
    );
    store.sweep_blobs_older_than(-1).unwrap();
    assert!(store.blob(content).unwrap().is_some());
    store.write(|w| w.end_cloud_request(id)).unwrap();
    store.sweep_blobs_older_than(-1).unwrap();
    assert_eq!(store.blob(content).unwrap(), None);
}

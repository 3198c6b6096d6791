use domain::{BlobId, EdoFileId, SigningParty};

use super::NewDocumentSignature;
use crate::Error;
use crate::testing::{at, office, paper, sending, settle};

fn ours(file: EdoFileId, blob: BlobId) -> NewDocumentSignature {
    NewDocumentSignature {
        file,
        edo_document: None,
        party: SigningParty::Us,
        blob,
        thumbprint: Some([9; 20]),
        signer_name: "Синица Анна Петровна".to_owned(),
        signed_at: Some(at(5)),
        created_at: at(6),
        power_of_attorney: None,
    }
}

#[test]
fn a_signature_is_kept_once_and_learns_its_sending_later() {
    let office = office();
    let blob = office.store.put_blob(b"cms").unwrap();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let document = w.insert_document(&paper("7", 3, 100), at(0))?;
            let file = w.edo_files_of(document)?[0].id;
            let first = w.add_document_signature(&ours(file, blob))?;
            let sent = sending(w, document, connection, 1);
            let again = NewDocumentSignature {
                edo_document: Some(sent),
                ..ours(file, blob)
            };
            assert_eq!(w.add_document_signature(&again)?, first);
            let theirs = NewDocumentSignature {
                party: SigningParty::Them,
                thumbprint: None,
                signed_at: None,
                blob: BlobId::of(b"theirs"),
                ..again.clone()
            };
            let second = w.add_document_signature(&theirs)?;
            let kept = w.document_signatures(document)?;
            assert_eq!(
                kept.iter()
                    .map(|one| (one.id, one.body.clone()))
                    .collect::<Vec<_>>(),
                [(first, again), (second, theirs)]
            );
            assert_eq!(w.signatures_of_file(file)?, kept);
            assert_eq!(w.signature_by_blob(blob)?.map(|one| one.id), Some(first));
            assert_eq!(w.signature_by_blob(BlobId::of(b"else"))?, None);
            let nobodys = ours(EdoFileId(404), blob);
            assert!(matches!(w.add_document_signature(&nobodys), Err(Error::Sql(_))));
            Ok(())
        })
        .unwrap();
    assert_eq!(
        office.store.sweep_blobs_older_than(-1).unwrap(),
        0,
        "its bytes are named"
    );
}

#[test]
fn a_document_takes_its_signatures_along_when_it_is_removed_and_brought_back() {
    let office = office();
    let blob = office.store.put_blob(b"cms").unwrap();
    let (document, kept, trash) = office
        .store
        .write(|w| {
            let document = w.insert_document(&paper("7", 3, 100), at(0))?;
            let file = w.edo_files_of(document)?[0].id;
            w.add_document_signature(&ours(file, blob))?;
            let kept = w.document_signatures(document)?;
            Ok((document, kept, w.trash_document(document, at(1))?))
        })
        .unwrap();
    assert_eq!(
        office.store.sweep_blobs_older_than(-1).unwrap(),
        0,
        "it may come back"
    );
    office
        .store
        .write(|w| {
            assert!(w.document_signatures(document)?.is_empty());
            w.restore_from_trash(trash, at(2))?;
            assert_eq!(w.document_signatures(document)?, kept);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_signature_that_left_with_no_sending_can_be_taken_away_and_no_other() {
    let office = office();
    let (unsent, sent) = [&b"unsent"[..], b"sent"]
        .map(|cms| office.store.put_blob(cms).unwrap())
        .into();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let document = w.insert_document(&paper("7", 3, 100), at(0))?;
            let file = w.edo_files_of(document)?[0].id;
            let unsent = w.add_document_signature(&ours(file, unsent))?;
            let sent = w.add_document_signature(&NewDocumentSignature {
                edo_document: Some(sending(w, document, connection, 1)),
                ..ours(file, sent)
            })?;
            assert_eq!(w.documents_signed_unsent()?, [document]);
            w.forget_unsent_signature(unsent)?;
            assert_eq!(w.documents_signed_unsent()?, []);
            for gone_or_sent in [unsent, sent] {
                let refused = w.forget_unsent_signature(gone_or_sent);
                assert!(matches!(refused, Err(Error::Missing(_))), "{refused:?}");
            }
            let kept = w.document_signatures(document)?;
            assert_eq!(kept.iter().map(|one| one.id).collect::<Vec<_>>(), [sent]);
            let sending = kept[0].body.edo_document.unwrap();
            w.release_signatures(document, sending)?;
            assert_eq!(w.documents_signed_unsent()?, [document]);
            w.forget_unsent_signature(sent)?;
            Ok(())
        })
        .unwrap();
}

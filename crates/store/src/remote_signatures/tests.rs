use domain::{BlobId, EdoDocumentId, SigningParty};

use super::{NewRemoteSignature, RemoteSignatureChange, RemoteTitle};
use crate::testing::{at, office, paper, remote, sending, settle};
use crate::{ContentState, NewDocumentSignature};

#[test]
fn a_signature_is_noted_once_and_fetched_when_its_file_is_here_and_its_time_has_come() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let document = w.insert_document(&paper("7", 3, 100), at(0))?;
            let sent = sending(w, document, connection, 1);
            let told = |entity_id: &str, party| NewRemoteSignature {
                edo_document: sent,
                entity_id: entity_id.to_owned(),
                connection,
                party,
                title: None,
            };
            let between = told("между", SigningParty::Intermediate);
            assert!(w.note_remote_signature(&between)?);
            assert!(!w.note_remote_signature(&between)?, "it was told before");
            assert!(w.has_remote_signatures(sent)? && w.remote_signatures_of(sent)?.is_empty());
            let due = |second| {
                let due = w.remote_signatures_due(connection, at(second), 10)?;
                Ok::<_, crate::Error>(due.into_iter().map(|one| one.body.entity_id).collect::<Vec<_>>())
            };
            assert!(due(0)?.is_empty(), "the operator has not said where it lies");
            w.set_remote(sent, &remote("1"))?;
            let file = w.edo_files_of(document)?[0].id;
            w.set_edo_document_file(sent, file)?;
            let found = w.remote_signatures_due(connection, at(0), 10)?;
            assert_eq!((&found[0].body, found[0].file), (&between, file));
            assert_eq!((found[0].document, found[0].attempts), (document, 0));
            assert_eq!(found[0].remote.message_id, remote("1").message_id);

            let later = RemoteSignatureChange {
                state: ContentState::Awaited,
                attempts: 1,
                next_attempt_at: Some(at(50)),
            };
            w.set_remote_signature(&between, later)?;
            assert!(due(49)?.is_empty());
            assert_eq!(w.remote_signatures_of(sent)?[0].body, between);
            assert_eq!(due(50)?, ["между"]);
            let here = RemoteSignatureChange {
                state: ContentState::Here,
                next_attempt_at: None,
                ..later
            };
            w.set_remote_signature(&between, here)?;
            assert!(due(90)?.is_empty());
            let titled = NewRemoteSignature {
                title: Some(RemoteTitle {
                    entity_id: "титул".to_owned(),
                    file_name: "Титул.xml".to_owned(),
                }),
                ..told("под титулом", SigningParty::Them)
            };
            w.note_remote_signature(&titled)?;
            assert_eq!(w.remote_signatures_due(connection, at(90), 10)?[0].body, titled);
            let nobodys = told("чужая", SigningParty::Them);
            assert!(w.set_remote_signature(&nobodys, here).is_err());
            Ok(())
        })
        .unwrap();
}

#[test]
fn our_own_is_fetched_only_where_none_of_ours_left_with_the_sending() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let document = w.insert_document(&paper("7", 3, 100), at(0))?;
            let sent = sending(w, document, connection, 1);
            let file = w.edo_files_of(document)?[0].id;
            w.set_edo_document_file(sent, file)?;
            let kept = |cms: &[u8], with: Option<EdoDocumentId>| {
                w.add_document_signature(&NewDocumentSignature {
                    file,
                    edo_document: with,
                    party: SigningParty::Us,
                    blob: BlobId::of(cms),
                    thumbprint: None,
                    signer_name: String::new(),
                    signed_at: None,
                    created_at: at(1),
                    power_of_attorney: None,
                })
            };
            let ours = |entity_id: &str| NewRemoteSignature {
                edo_document: sent,
                entity_id: entity_id.to_owned(),
                connection,
                party: SigningParty::Us,
                title: None,
            };
            kept(b"never left", None)?;
            assert!(w.note_remote_signature(&ours("из кабинета"))?);
            kept(b"left", Some(sent))?;
            assert!(!w.note_remote_signature(&ours("вторая"))?);
            Ok(())
        })
        .unwrap();
}

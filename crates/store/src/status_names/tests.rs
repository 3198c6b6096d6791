use domain::{EdoStatus, OperatorKind};

use super::StatusName;
use crate::Error;
use crate::testing::{at, office, paper, remote, sending, settle};

#[test]
fn a_name_is_taught_changed_and_forgotten() {
    let office = office();
    office
        .store
        .write(|w| {
            let operator = OperatorKind("one".into());
            let name = |means: &str| StatusName {
                name: "Ждём клиента".into(),
                means: means.into(),
            };
            w.save_status_name(&operator, &name("sent"))?;
            w.save_status_name(&operator, &name("signed"))?;
            assert_eq!(w.status_names(&operator)?, [name("signed")]);
            assert_eq!(w.status_names(&OperatorKind("other".into()))?, []);
            assert!(w.remove_status_name(&operator, "Ждём клиента")?);
            assert!(!w.remove_status_name(&operator, "Ждём клиента")?);
            Ok::<_, Error>(())
        })
        .unwrap();
}

#[test]
fn sendings_under_a_name_that_nobody_knows_are_found_by_their_documents() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let operator = w.connection(connection)?.unwrap().operator;
            let document = w.insert_document(&paper("17", 0, 100), at(0))?;
            let edo_document = sending(w, document, connection, 17);
            w.set_remote(edo_document, &remote("17"))?;
            assert_eq!(w.unknown_edo_documents(&operator, 10)?, []);
            w.set_document_status(document, EdoStatus::Unknown, at(1))?;
            assert_eq!(w.unknown_edo_documents(&operator, 10)?, [edo_document]);
            let another = OperatorKind("one".into());
            assert_eq!(w.unknown_edo_documents(&another, 10)?, []);
            Ok::<_, Error>(())
        })
        .unwrap();
}

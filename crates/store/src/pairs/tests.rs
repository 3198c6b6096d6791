use domain::{ConnectionId, DocumentId, ExpectedAnswer, Money};
use jiff::civil::date;

use super::{Likeness, Pair};
use crate::testing::{at, office, paper, record, remote, sending, settle};
use crate::{Error, NewArrived, Writer};

fn came(w: &Writer<'_>, connection: ConnectionId, number: &str, kopecks: i64, name: u128) -> DocumentId {
    let document = w.insert_document(&paper(number, 9, kopecks), at(0)).unwrap();
    let life = sending(w, document, connection, name);
    w.set_remote(life, &remote(&name.to_string())).unwrap();
    w.insert_arrived(&NewArrived {
        edo_document: life,
        connection,
        from_box: "ящик-7".to_owned(),
        package_id: String::new(),
        file_name: "Акт 15.pdf".to_owned(),
        answer: ExpectedAnswer::Signature,
        signature_entity_id: String::new(),
        via_box: String::new(),
    })
    .unwrap();
    document
}

fn likeness(inbound: DocumentId, number: &str, kopecks: i64) -> Likeness {
    Likeness {
        inbound,
        firm: None,
        number: number.to_owned(),
        total: Some(Money::from_kopecks(kopecks)),
        since: date(2026, 1, 1),
        until: date(2026, 3, 31),
    }
}

#[test]
fn what_shares_number_or_sum_is_found_once_and_what_came_or_is_too_old_is_not() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let inbound = came(w, connection, "15", 9_900, 1);
            let _other_came = came(w, connection, "15", 9_900, 2);
            let both = w.insert_document(&record("015", 9, 9_900), at(0))?;
            let number = w.insert_document(&record("15", 20, 1), at(0))?;
            let sum = w.insert_document(&record("77", 1, 9_900), at(0))?;
            let _stranger = w.insert_document(&record("16", 9, 9_800), at(0))?;
            let _too_late = w.insert_document(&record("15", 200, 9_900), at(0))?;
            let found = w.alike(&likeness(inbound, "15", 9_900), 10)?;
            assert_eq!(found, [sum, number, both]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_document_has_one_other_and_a_refusal_is_remembered_until_it_is_forgotten() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let inbound = came(w, connection, "15", 9_900, 1);
            let second = came(w, connection, "15", 9_900, 2);
            let ours = w.insert_document(&record("15", 9, 9_900), at(0))?;
            let pair = Pair {
                inbound,
                document: ours,
            };
            w.pair_documents(pair, at(1))?;
            w.pair_documents(pair, at(2))?;
            assert_eq!((w.pair_of(ours)?, w.pair_of(inbound)?), (Some(pair), Some(pair)));
            assert_eq!(pair.other(ours), inbound);
            let refused = w.pair_documents(
                Pair {
                    inbound: second,
                    document: ours,
                },
                at(3),
            );
            assert!(matches!(refused, Err(Error::Conflict(_))));
            assert_eq!(w.alike(&likeness(second, "15", 9_900), 10)?, []);

            w.forget_pair(pair)?;
            assert_eq!(w.alike(&likeness(second, "15", 9_900), 10)?, [ours]);
            w.refuse_pair(pair, at(4))?;
            assert_eq!(w.alike(&likeness(inbound, "15", 9_900), 10)?, []);
            assert_eq!(w.alike(&likeness(second, "15", 9_900), 10)?, [ours]);
            w.forget_pair(pair)?;
            assert_eq!(w.alike(&likeness(inbound, "15", 9_900), 10)?, [ours]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_removed_document_comes_back_with_its_other() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let inbound = came(w, connection, "15", 9_900, 1);
            let ours = w.insert_document(&record("15", 9, 9_900), at(0))?;
            let pair = Pair {
                inbound,
                document: ours,
            };
            w.pair_documents(pair, at(1))?;
            let trash = w.trash_document(ours, at(2))?;
            assert_eq!(w.pair_of(inbound)?, None);
            w.restore_from_trash(trash, at(3))?;
            assert_eq!(w.pair_of(inbound)?, Some(pair));
            Ok(())
        })
        .unwrap();
}

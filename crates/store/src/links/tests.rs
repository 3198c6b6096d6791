use domain::DocumentId;

use crate::Error;
use crate::testing::{at, office, record};

#[test]
fn a_chain_of_documents_is_seen_from_both_ends() {
    let office = office();
    office
        .store
        .write(|w| {
            let [order, sale, invoice, act] = ["ЗП-1", "РТ-1", "СЧ-1", "АКТ-1"]
                .map(|number| w.insert_document(&record(number, 1, 1), at(0)).unwrap());
            w.link_documents(sale, order)?;
            w.link_documents(act, order)?;
            w.link_documents(invoice, sale)?;
            w.link_documents(invoice, order)?;
            w.link_documents(invoice, order)?;
            assert_eq!(w.based_on(invoice)?, [order, sale]);
            assert_eq!(w.basis_for(order)?, [sale, invoice, act]);
            assert_eq!((w.based_on(order)?, w.basis_for(act)?), (vec![], vec![]));
            w.unlink_documents(invoice, order)?;
            w.unlink_documents(invoice, order)?;
            assert_eq!(w.based_on(invoice)?, [sale]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn documents_never_rest_on_each_other_and_never_on_what_is_not_there() {
    let office = office();
    office
        .store
        .write(|w| {
            let [first, second, third] =
                ["1", "2", "3"].map(|number| w.insert_document(&record(number, 1, 1), at(0)).unwrap());
            w.link_documents(second, first)?;
            w.link_documents(third, second)?;
            for (document, based_on) in [(first, first), (first, second), (first, third)] {
                assert!(matches!(
                    w.link_documents(document, based_on),
                    Err(Error::Conflict(_))
                ));
            }
            let nowhere = DocumentId(99);
            assert!(matches!(w.link_documents(first, nowhere), Err(Error::Missing(_))));
            assert!(matches!(w.link_documents(nowhere, first), Err(Error::Missing(_))));
            w.link_documents(third, first)?;
            assert_eq!(w.based_on(third)?, [first, second]);
            Ok(())
        })
        .unwrap();
}

use domain::{FirmId, ManualPower, PaperPower, PersonName, PowerForm};
use uuid::Uuid;

use super::{PowerOfAttorneyBody, PowerOfAttorneyFiles};
use crate::Error;
use crate::testing::{at, inn, office, sealing_wax_works};

fn power(firm: FirmId, number: u128) -> PowerOfAttorneyBody {
    PowerOfAttorneyBody {
        firm,
        form: PowerForm::Registered(Uuid::from_u128(number)),
        principal_inn: inn(770_512_301),
        representative_name: "Воронцова Анна Павловна".into(),
        representative_inn: "963417058273".parse().ok(),
        representative: Some([7; 20]),
        valid_from: "2026-09-01".parse().ok(),
        valid_to: "2027-08-31".parse().ok(),
        goes_along: false,
    }
}

fn files(file: Option<&[u8]>, signature: Option<&[u8]>) -> PowerOfAttorneyFiles {
    PowerOfAttorneyFiles {
        file: file.map(<[u8]>::to_vec),
        signature: signature.map(<[u8]>::to_vec),
    }
}

#[test]
fn a_power_of_attorney_is_kept_with_its_files_changed_without_losing_them_and_forgotten() {
    let office = office();
    let store = &office.store;
    let firm = store.write(|w| w.save_firm(None, &sealing_wax_works())).unwrap();
    let both = files(Some(b"<xml/>"), Some(b"cms"));
    let id = store
        .write(|w| w.save_power_of_attorney(None, &power(firm, 15), &both, at(1)))
        .unwrap();
    let kept = store.read(|r| r.power_of_attorney(id)).unwrap().unwrap();
    assert_eq!(kept.body, power(firm, 15));
    assert!(kept.has_file && kept.has_signature);

    let changed = PowerOfAttorneyBody {
        representative_inn: None,
        representative: None,
        valid_to: None,
        ..power(firm, 16)
    };
    let new_file = files(Some(b"<new/>"), None);
    store
        .write(|w| w.save_power_of_attorney(Some(id), &changed, &new_file, at(2)))
        .unwrap();
    let (kept, its_files) = store
        .read(|r| Ok((r.powers_of_attorney()?, r.power_of_attorney_files(id)?)))
        .unwrap();
    assert_eq!((kept.len(), &kept[0].body), (1, &changed));
    assert_eq!(its_files, files(Some(b"<new/>"), Some(b"cms")));

    assert!(store.write(|w| w.warn_of_power(id, "30", at(3))).unwrap());
    assert!(!store.write(|w| w.warn_of_power(id, "30", at(4))).unwrap());
    store.write(|w| w.remove_power_of_attorney(id)).unwrap();
    let gone = store.write(|w| w.remove_power_of_attorney(id));
    assert!(matches!(gone, Err(Error::Missing(_))));
    assert_eq!(store.read(|r| r.powers_of_attorney()).unwrap(), []);
}

#[test]
fn two_powers_of_attorney_never_have_one_number() {
    let office = office();
    let store = &office.store;
    let firm = store.write(|w| w.save_firm(None, &sealing_wax_works())).unwrap();
    let none = PowerOfAttorneyFiles::default();
    let save = |id, number| store.write(|w| w.save_power_of_attorney(id, &power(firm, number), &none, at(1)));
    let (one, other) = (save(None, 1).unwrap(), save(None, 2).unwrap());
    assert!(matches!(save(None, 1), Err(Error::Conflict(_))));
    assert!(matches!(save(Some(other), 1), Err(Error::Conflict(_))));
    assert_eq!(save(Some(one), 1).unwrap(), one);
    store.write(|w| w.remove_power_of_attorney(one)).unwrap();
    assert!(matches!(save(Some(one), 3), Err(Error::Missing(_))));
}

#[test]
fn papers_and_powers_told_in_words_stand_beside_those_of_the_register() {
    let office = office();
    let store = &office.store;
    let firm = store.write(|w| w.save_firm(None, &sealing_wax_works())).unwrap();
    let none = PowerOfAttorneyFiles::default();
    let paper = PowerForm::Paper(PaperPower {
        number: "15".into(),
        issued_on: "2026-02-01".parse().unwrap(),
        issued_by: PersonName::from_full("Сургучёв Пётр Ильич"),
        issuer: "ООО «Сургучный завод»".into(),
    });
    let manual = PowerForm::Manual(ManualPower {
        number: Uuid::from_u128(9),
        issued_on: "2026-02-01".parse().unwrap(),
        internal_number: "М-3".into(),
        internal_on: "2026-02-02".parse().ok(),
        system: "https://m4d.nalog.gov.ru".into(),
    });
    let forms = [
        PowerForm::Registered(Uuid::from_u128(1)),
        paper.clone(),
        paper,
        manual,
        PowerForm::OperatorDefault,
        PowerForm::OperatorDefault,
    ];
    for form in &forms {
        let body = PowerOfAttorneyBody {
            form: form.clone(),
            goes_along: true,
            ..power(firm, 0)
        };
        let id = store
            .write(|w| w.save_power_of_attorney(None, &body, &none, at(1)))
            .unwrap();
        assert_eq!(
            store.read(|r| r.power_of_attorney(id)).unwrap().unwrap().body,
            body
        );
        // A changed one keeps its place and what it is.
        store
            .write(|w| w.save_power_of_attorney(Some(id), &body, &none, at(2)))
            .unwrap();
    }
    let kept = store.read(|r| r.powers_of_attorney()).unwrap();
    let mut kept: Vec<PowerForm> = kept.into_iter().map(|power| power.body.form).collect();
    kept.reverse();
    assert_eq!(kept, forms);
    let of_row = store.read(|r| r.power_of_attorney_numbered(Uuid::from_u128(2)));
    assert_eq!(of_row.unwrap(), None, "the number of a row is no GUID");
}

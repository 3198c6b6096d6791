use domain::FirmId;
use jiff::Timestamp;

use super::{CertificateId, SeenCertificate};
use crate::testing::{at, office};
use crate::{Error, Writer};

fn seen(first: u8, store: &str, seen_at: Timestamp) -> SeenCertificate {
    SeenCertificate {
        thumbprint: [first; 20],
        der: vec![0x30, first],
        name: "Воронцова Анна Павловна".into(),
        inn: String::new(),
        organisation: "ООО «Полярная звезда»".into(),
        organisation_inn: "9612045075".into(),
        position: "Директор".into(),
        issuer: "Учебный удостоверяющий центр".into(),
        valid_from: at(0),
        valid_to: at(1_000 + i64::from(first)),
        store: store.into(),
        store_label: "Рутокен".into(),
        address: "pkcs11:…:1".into(),
        key_state: "here".into(),
        seen_at,
    }
}

fn firm(w: &Writer<'_>) -> crate::Result<FirmId> {
    w.sql.execute(
        "INSERT INTO firms (name, inn) VALUES ('Звезда', '9612045075')",
        [],
    )?;
    Ok(FirmId(w.sql.last_insert_rowid()))
}

#[test]
fn a_certificate_seen_again_is_one_row_that_stays_hidden_and_a_token_pulled_out_leaves_it_without_a_key() {
    let office = office();
    let store = &office.store;
    let id = store
        .write(|w| {
            let id = w.save_certificate(&seen(1, "token", at(1)))?;
            w.save_certificate(&seen(2, "software", at(1)))?;
            w.set_certificate_hidden(id, true)?;
            Ok(id)
        })
        .unwrap();
    let again = store
        .write(|w| {
            let again = w.save_certificate(&SeenCertificate {
                key_state: "container_needs_csp".into(),
                ..seen(1, "token", at(5))
            })?;
            w.certificates_gone("software", at(5))?;
            w.certificates_gone("token", at(5))?;
            Ok(again)
        })
        .unwrap();
    assert_eq!(again, id);
    let list = store.read(|r| r.certificates()).unwrap();
    let states: Vec<_> = list
        .iter()
        .map(|one| (one.seen.thumbprint[0], one.seen.key_state.as_str(), one.is_hidden))
        .collect();
    assert_eq!(states, [(2, "missing", false), (1, "container_needs_csp", true)]);
    let missing = store.write(|w| w.set_certificate_hidden(CertificateId(77), true));
    assert!(matches!(missing, Err(Error::Missing(_))));
}

#[test]
fn a_firm_has_one_choice_and_each_employee_another() {
    let office = office();
    let choices = office
        .store
        .write(|w| {
            let star = firm(w)?;
            let one = w.save_certificate(&seen(1, "token", at(1)))?;
            let other = w.save_certificate(&seen(2, "token", at(1)))?;
            let anna = w.save_employee(None, &domain::EmployeeBody::default())?;
            w.choose_certificate(star, None, Some(one))?;
            w.choose_certificate(star, None, Some(other))?;
            w.choose_certificate(star, Some(anna), Some(one))?;
            let both = w.signing_choices()?;
            w.choose_certificate(star, None, None)?;
            Ok((both, w.signing_choices()?, one, other, anna))
        })
        .unwrap();
    let (both, left, one, other, anna) = choices;
    let told = |choices: &[super::SigningChoice]| -> Vec<_> {
        choices
            .iter()
            .map(|choice| (choice.employee, choice.certificate))
            .collect()
    };
    assert_eq!(told(&both), [(None, other), (Some(anna), one)]);
    assert_eq!(told(&left), [(Some(anna), one)]);
}

#[test]
fn nobody_is_warned_twice_of_the_same_step() {
    let office = office();
    let told = office
        .store
        .write(|w| {
            let id = w.save_certificate(&seen(1, "token", at(1)))?;
            Ok([
                w.warn_of_certificate(id, "30", at(2))?,
                w.warn_of_certificate(id, "30", at(3))?,
                w.warn_of_certificate(id, "14", at(4))?,
            ])
        })
        .unwrap();
    assert_eq!(told, [true, false, true]);
}

use domain::{EmployeeBody, EmployeeId, FirmId, PersonName};

use crate::Error;
use crate::testing::office;

#[test]
fn employees_come_back_as_they_were_and_former_ones_stay() {
    let office = office();
    office
        .store
        .write(|w| {
            let mut body = EmployeeBody {
                name: PersonName::from_full("Козлова Анна Сергеевна"),
                position: "Мастер-приёмщик".to_owned(),
                phone: Some("8 916 123-45-67".parse().unwrap()),
                email: "kozlova@example.org".to_owned(),
                firms: vec![FirmId(1), FirmId(3)],
                is_former: false,
            };
            let anna = w.save_employee(None, &body)?;
            let oleg = w.save_employee(
                None,
                &EmployeeBody {
                    name: PersonName::from_full("Пак Олег"),
                    ..EmployeeBody::default()
                },
            )?;
            assert_eq!(w.employee(anna)?.unwrap().body, body);
            body.is_former = true;
            body.phone = None;
            assert_eq!(w.save_employee(Some(anna), &body)?, anna);
            assert_eq!(w.employee(anna)?.unwrap().body, body);
            assert_eq!(
                w.employees()?.iter().map(|one| one.id).collect::<Vec<_>>(),
                [anna, oleg]
            );
            assert_eq!(w.employee(EmployeeId(99))?, None);
            assert!(matches!(
                w.save_employee(Some(EmployeeId(99)), &body),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}
